"""Clumsy input: each gets an exit code and words that lead on, before anything is done."""

from pathlib import Path

import pytest

from sinch_provisioning.emulator import Emulator
from tests.cli.command import invoke


@pytest.mark.parametrize(
    ("command", "given", "words"),
    [
        ("rcs senders list --limit -1", "", 'Invalid value "-1" for --limit. Must be >= 0'),
        ("rcs senders list --columns id,,state", "", "'id,,state' names nothing"),
        ("rcs senders list --sort id,", "", "'id,' names nothing"),
        ("rcs senders list --states ,", "", "',' names nothing"),
        ("api POST /rcs/senders --input - --query a[", "{}", "--query: Invalid jmespath expression"),
        ("sweep rcs senders --query a[", "", "--query: Invalid jmespath expression"),
        ("emulator time +6h --query a[", "", "--query: Invalid jmespath expression"),
        ("sweep rcs senders --projects @nothing.txt", "", "nothing.txt: No such file"),
        ("sms apps create --input -", "a: " + "[" * 3000, "is not YAML or JSON"),
        ("onboard run", "", "give one file or more"),
        ("onboard run a/same.yaml b/same.yaml", "", "each with a name of its own"),
        ("report launch --since 7d", "", "--since is for `report changes`"),
        ("watch --every 1s", "", "Give a command"),
        ("watch --every 0 rcs senders list", "", "must be more than 0"),
        ("onboard run a/same.yaml --every 0s", "", "must be more than 0s"),
        ("listen --empty-secret-env", "", "Unknown option"),
        ("configure --empty-credential-command", "", "Unknown option"),
        ("listen --port 99999", "", "port: 99999 cannot be listened on"),
        ("listen --port 0 --host nowhere.invalid", "", "port: 0 cannot be listened on at nowhere.invalid"),
        ("listen --port 0 --forward-to localhost:80", "", "forward_to: must be a URL"),
        ("listen replay --store hooks.db --to localhost:80", "", "to: must be a URL"),
    ],
)
def test_it_is_told(
    served: Emulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str, given: str, words: str
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SINCH_WEBHOOK_SECRET", "a long secret")
    (tmp_path / "hooks.db").touch()
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "same.yaml").write_text("rcs: {}", "utf-8")
    done = invoke(*command.split(), given=given)
    assert (done.code, done.output, list(served.requests)) == (2, "", [])
    assert words in done.errors


@pytest.mark.parametrize("command", ["rcs senders list --states NOPE", "rcs senders wait x --for NOPE"])
@pytest.mark.parametrize("form", [[], ["-o", "json"]], ids=["text", "json"])
def test_a_value_that_is_not_known_gets_no_advice_for_python(served: Emulator, command: str, form: list[str]) -> None:
    done = invoke(*command.split(), *form)
    assert (done.code, "'NOPE' is not one of DRAFT, " in done.errors) == (2, True)
    assert "SenderState(" not in done.errors


@pytest.mark.parametrize("words", ["export senders --to none/s.csv", "report launch --html none/r.html"])
def test_a_report_or_an_export_that_cannot_be_written_is_wrong_usage(
    served: Emulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    if words.startswith("report"):
        pytest.importorskip("altair", reason="needs the extra reports")
    monkeypatch.chdir(tmp_path)
    assert invoke("sweep", "rcs", "senders").code == 0
    done = invoke(*words.split())
    assert (done.code, done.errors) == (2, f"error: {words.rsplit(maxsplit=1)[-1]}: No such file or directory\n")


@pytest.mark.parametrize(
    ("change", "code", "words"),
    [
        ("details.brand.nmae=Shop", 2, "details.brand.nmae: unknown field"),
        ("nothing.at.all=1", 2, "nothing: unknown field"),
        ("details.brand.emails=[{label: a, address: b, x: c}]", 2, "details.brand.emails[0].x: unknown field"),
        ("details.countries=[XX]", 2, "details.countries[0]: 'XX' is not a CountryCode; "),
        ("details.countries={a: 1}", 2, "details.countries: "),
        ("details.brand.phones=null", 0, ""),
        ("details.test_numbers=['+46123123123']", 7, ""),
        ("details.questionnaire.gb.answers.brand_industry=Logistics", 7, ""),
    ],
)
def test_a_field_that_does_not_exist_is_not_taken_for_no_difference(
    served: Emulator, change: str, code: int, words: str
) -> None:
    (sender, *_) = invoke("rcs", "senders", "list", "-o", "json").data
    done = invoke("rcs", "senders", "diff", sender["id"], "--set", change, "-o", "jsonl")
    assert done.code == code
    assert words in done.errors


def test_an_emulator_is_found_by_a_url_however_it_ends(served: Emulator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SINCH_BASE_URL", f"{served.url}/")
    assert invoke("emulator", "time").code == 0
    for url in ("nonsense", "file:///etc"):
        monkeypatch.setenv("SINCH_BASE_URL", url)
        done = invoke("emulator", "time")
        assert (done.code, done.errors) == (3, f"error: SINCH_BASE_URL is {url}, which is not an http(s) URL\n")
