"""Request bodies from files and fields: YAML 1.2, wire or Python names, and what is told of mistakes."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.command import Done, invoke

pytestmark = pytest.mark.usefixtures("served")

CREATE = ("rcs", "senders", "create", "--region", "EU", "--billing-category", "CONVERSATIONAL", "--use-case", "OTP")
UPDATE = ("rcs", "senders", "update", "s1")


def tried(*words: str, given: str = "") -> Done:
    return invoke(*words, "--dry-run", "-o", "json", given=given)


def body(*words: str, given: str = "") -> Any:
    done = tried(*words, given=given)
    assert done.code == 0, done
    return done.data["body"]


def test_yaml_is_that_of_1_2_and_json_is_a_part_of_it(tmp_path: Path) -> None:
    text = "details:\n  countries: [NO, SE]\n  brand: {name: 2024-01-31, description: yes}\n"
    wanted = {"countries": ["NO", "SE"], "brand": {"name": "2024-01-31", "description": "yes"}}
    (tmp_path / "sender.yaml").write_text(text)
    assert body(*CREATE, "--input", str(tmp_path / "sender.yaml"))["details"] == wanted
    assert body(*CREATE, "--input", "-", given=text)["details"] == wanted
    assert body(*CREATE, "--input", "-", given="\ufeff" + json.dumps({"details": wanted}))["details"] == wanted


def test_names_are_the_wires_or_pythons_and_options_and_fields_are_merged_in() -> None:
    given = "billingCategory: NON_CONVERSATIONAL\nuse_case: OTP\nregion: US\ndetails: {brand: {bannerUrl: 'https://x.example/a.png'}}"
    words = (
        "rcs",
        "senders",
        "create",
        "--input",
        "-",
        "--region",
        "EU",
        "--set",
        "details.brand.banner_url=https://y.example",
    )
    assert body(*words, given=given) == {
        "region": "EU",
        "billingCategory": "NON_CONVERSATIONAL",
        "useCase": "OTP",
        "details": {"brand": {"bannerUrl": "https://y.example"}},
    }


@pytest.mark.parametrize(
    ("field", "wanted"),
    [
        ("brand.name=Shop", {"brand": {"name": "Shop"}}),
        ("brand.name=12", {"brand": {"name": "12"}}),
        ("brand.name=true", {"brand": {"name": "true"}}),
        ("brand.name=a=b, c: d # e", {"brand": {"name": "a=b, c: d # e"}}),
        ("brand.phones=null", {"brand": {"phones": None}}),
        ('brand.name="null"', {"brand": {"name": "null"}}),
        ("brand.color=#0B5FFF", {"brand": {"color": "#0B5FFF"}}),
        ("countries=[NO, GB]", {"countries": ["NO", "GB"]}),
        ("countries=null", {"countries": None}),
        ("test_numbers=['+46123123123']", {"testNumbers": ["+46123123123"]}),
        (
            "brand.emails=[{label: Help, address: a@b.example}]",
            {"brand": {"emails": [{"label": "Help", "address": "a@b.example"}]}},
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_field_is_a_text_where_a_text_belongs_and_data_elsewhere(field: str, wanted: Any) -> None:
    assert body(*UPDATE, "--set", f"details.{field}") == {"details": wanted}


def test_null_deletes_and_what_is_left_out_stays() -> None:
    assert body(*UPDATE, "--input", "-", given="details: {countries: null}") == {"details": {"countries": None}}
    assert body("webhooks", "update", "w", "--target", "https://x.example") == {"target": "https://x.example"}


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("details: {brand: {nmae: x}}", "brand.nmae"),
        ("details: {brand: {name: 7}}", "expected a text"),
        ("details: [", "is not YAML or JSON"),
        ("a: 1\na: 2", "is not YAML or JSON"),
        ("- 1", "has to hold one object"),
        ("", "has to hold one object"),
    ],
)
def test_mistakes_are_named(given: str, words: str) -> None:
    done = tried(*CREATE, "--input", "-", given=given)
    assert done.code == 2
    assert words in done.output + done.errors
    assert invoke(*CREATE, "--input", "-", given=given).code == 2


def test_all_broken_rules_are_shown_at_once() -> None:
    fields = ("--set", "details.brand.color=red", "--set", f"details.brand.name={'x' * 41}")
    done = tried(*CREATE, *fields)
    assert done.code == 2
    assert [one["field"] for one in done.data["violations"]] == ["details.brand.name", "details.brand.color"]
    assert done.data["body"]["details"]["brand"]["color"] == "red"


def test_a_dry_run_needs_no_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SINCH_PROJECT_ID", "SINCH_KEY_ID", "SINCH_KEY_SECRET"):
        monkeypatch.delenv(name)
    assert tried("kakaotalk", "senders", "verify", "@x").data["violations"] == [
        {"field": "code", "rule": "is required"}
    ]
    assert tried("rcs", "senders", "launch", "a/b").data["path"] == "/v1/projects/PROJECT_ID/rcs/senders/a%2Fb/launch"
    assert tried("rcs", "senders", "launch", "x", "--project", "p 1").data["path"].startswith("/v1/projects/p%201/")


def test_a_skeleton_of_each_kind_can_be_filled_in() -> None:
    first = invoke("whatsapp", "senders", "create", "--generate-skeleton")
    assert (first.code, "EmbeddedSignupSenderInput" in first.output) == (0, True)
    other = invoke("whatsapp", "senders", "create", "--generate-skeleton", "--variant", "NewNumberSenderInput")
    assert other.output != first.output
    wrong = invoke("whatsapp", "senders", "create", "--generate-skeleton", "--variant", "Nonsense")
    assert (wrong.code, "NewNumberSenderInput" in wrong.errors) == (2, True)
    skeleton = invoke("rcs", "senders", "create", "--generate-skeleton").output
    assert body("rcs", "senders", "create", "--input", "-", given=skeleton).keys() == {
        "region",
        "billingCategory",
        "useCase",
    }


def test_secrets_come_from_a_variable_a_line_or_the_body(monkeypatch: pytest.MonkeyPatch) -> None:
    words = ("webhooks", "create", "--target", "https://x.example/h", "--triggers", "ALL")
    monkeypatch.setenv("HELD", "from-a-variable")
    assert body(*words, "--secret-env", "HELD")["secret"] == "***"
    assert body(*words, "--secret-env", "HELD", "--reveal")["secret"] == "from-a-variable"
    assert invoke(*words, given="from-a-line\n").code == 0
    assert invoke(*words[:3], "https://x.example/2", *words[4:], "--set", "secret=x").code == 0
    nothing = invoke(*words[:3], "https://x.example/3", *words[4:])
    assert (nothing.code, "write it to standard input" in nothing.errors) == (2, True)


def test_each_kind_of_a_body_is_read_strictly() -> None:
    done = tried(
        "whatsapp", "senders", "create", "--set", "waba_id=1", "--set", "phoneNumberId=2", "--set", "nonsense=3"
    )
    assert (done.code, [one["field"] for one in done.data["violations"]]) == (2, ["nonsense"])
    assert body("whatsapp", "senders", "create", "--set", "waba_id=1", "--set", "phoneNumberId=2") == {
        "wabaId": "1",
        "phoneNumberId": "2",
    }
