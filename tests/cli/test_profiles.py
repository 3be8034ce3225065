"""Settings: which source wins, where secrets are, and what is said of what cannot be used."""

import json
import os
import stat
import sys
import tomllib
import traceback
from collections.abc import Iterator
from pathlib import Path

import pytest

from sinch_provisioning import errors, profiles
from sinch_provisioning.emulator import Emulator
from tests.cli.command import environment, invoke, running, until

keyring = pytest.importorskip("keyring", reason="needs the extra cli")
SECRET_NAMES = ("SINCH_PROJECT_ID", "SINCH_KEY_ID", "SINCH_KEY_SECRET", "SINCH_BASE_URL", "SINCH_AUTH_URL")


@pytest.fixture
def bare(served: Emulator, monkeypatch: pytest.MonkeyPatch) -> Emulator:
    """Take everything out of the environment that leads to the emulator."""
    for name in SECRET_NAMES:
        monkeypatch.delenv(name)
    return served


@pytest.fixture
def keychain(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Use a real backend, which keeps a file, as the system's keychain."""
    file = pytest.importorskip("keyrings.alt.file", reason="needs keyrings.alt")
    monkeypatch.setattr(file.PlaintextKeyring, "file_path", str(tmp_path / "keychain"))
    before = keyring.get_keyring()
    keyring.set_keyring(file.PlaintextKeyring())
    yield tmp_path / "keychain"
    keyring.set_keyring(before)


def configured(emulator: Emulator, *more: str, given: str = "") -> None:
    words = (
        "--project",
        "p2",
        "--key-id",
        emulator.key_id,
        "--base-url",
        emulator.url,
        "--auth-url",
        emulator.auth_url,
    )
    done = invoke("configure", *words, *more, given=given)
    assert (done.code, done.output) == (0, "")
    assert emulator.key_secret not in done.errors


def write(text: str) -> Path:
    profiles.path().parent.mkdir(exist_ok=True)
    profiles.path().write_text(text, "utf-8")
    return profiles.path()


def test_the_keychain_keeps_the_secret_and_the_file_does_not(bare: Emulator, keychain: Path) -> None:
    configured(bare, "--profile", "acme", given=f"{bare.key_secret}\n")
    text = profiles.path().read_text("utf-8")
    assert tomllib.loads(text)["profiles"]["acme"]["project_id"] == "p2"
    assert bare.key_secret not in text
    assert stat.S_IMODE(profiles.path().stat().st_mode) == 0o600
    assert keychain.exists()
    assert len(invoke("rcs", "senders", "list", "--profile", "acme").output.splitlines()) == 3
    assert len(invoke("rcs", "senders", "list").output.splitlines()) == 3, "the first profile is the default"
    shown = invoke("whoami", "p1", "none", "-o", "json")
    assert shown.code == 9
    assert shown.data["project_id"] == {"value": "p2", "from": "profile acme"}
    assert shown.data["key_secret"] == {"value": "***", "from": "keychain"}
    assert shown.data["projects"]["p2"] == shown.data["projects"]["p1"] == "ok"
    assert shown.data["projects"]["none"].startswith("40")


def test_keychain_command_and_environment_make_the_same_client(
    bare: Emulator, keychain: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    configured(bare, "--profile", "kept", given=bare.key_secret)
    command = [sys.executable, "-c", "import os; print(os.environ['HELD'], 'and a second line', sep='\\n')"]
    monkeypatch.setenv("HELD", bare.key_secret)
    words = [word for part in command for word in ("--credential-command", part)]
    configured(bare, "--profile", "asked", *words)
    by_keychain, by_command = profiles.load("kept"), profiles.load("asked")
    for name, value in environment(bare, SINCH_PROJECT_ID="p2").items():
        monkeypatch.setenv(name, value)
    by_environment = profiles.load()
    assert by_keychain.config == by_command.config == by_environment.config
    origins = [one.origins["key_secret"] for one in (by_keychain, by_command, by_environment)]
    assert origins == ["keychain", "credential_command", "SINCH_KEY_SECRET"]


def test_a_command_runs_once_for_each_of_ours(bare: Emulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HELD", bare.key_secret)
    count = tmp_path / "count"
    code = f"import os; open({str(count)!r}, 'a').write('x'); print(os.environ['HELD'])"
    words = [word for part in (sys.executable, "-c", code) for word in ("--credential-command", part)]
    configured(bare, "--profile", "asked", *words)
    for done in (invoke("whoami", "p1", "-o", "json"), invoke("rcs", "senders", "list")):
        assert done.code == 0
    assert count.read_text("utf-8") == "xx"


def test_a_command_may_print_all_credentials_as_json(bare: Emulator) -> None:
    printed = json.dumps({"key_id": bare.key_id, "key_secret": bare.key_secret})
    write(
        f'[profiles.p]\nproject_id = "p1"\nbase_url = "{bare.url}"\nauth_url = "{bare.auth_url}"\n'
        f"credential_command = {json.dumps([sys.executable, '-c', f'print({printed!r})'])}\n"
    )
    assert invoke("rcs", "senders", "list", "--profile", "p").code == 0


def test_options_win_over_the_environment_and_that_over_the_profile(
    bare: Emulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    write('profile = "a"\n[profiles.a]\nproject_id = "pa"\naccess_token = "ta"\ntimeout = 7\ntrust_env = true\n')
    config = profiles.load().config
    assert (config.project_id, config.timeout, config.trust_env) == ("pa", 7, True)
    monkeypatch.setenv("SINCH_PROJECT_ID", "pe")
    assert profiles.load().config.project_id == "pe"
    assert profiles.load(project_id="po").config.project_id == "po"
    monkeypatch.setenv("SINCH_KEY_ID", "k")
    monkeypatch.setenv("SINCH_KEY_SECRET", "s")
    assert (profiles.load().config.key_id, profiles.load().config.access_token) == ("k", None)
    monkeypatch.setenv("SINCH_BASE_URL", bare.url)
    monkeypatch.setenv("SINCH_AUTH_URL", bare.auth_url)
    done = invoke("whoami", "--profile", "a")
    assert " of the environment win over the profile a" in done.errors
    monkeypatch.setenv("SINCH_PROFILE", "b")
    assert "there is no profile 'b'" in invoke("whoami").errors


PYTHON = json.dumps(sys.executable)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[profiles.p", "cannot be read: "),
        ("profiles = 3", "there is no profile 'p'"),
        ('[profiles.other]\nkey_id = "k"', "which has other"),
        ("[profiles.p]\nproject = 'x'", "project of the profile p is not a setting; did you mean project_id?"),
        (
            "[profiles.p]\nproject_id = 'x'\nbasic_auth = 'yes'\naccess_token = 't'",
            "basic_auth must be True or False",
        ),
        (f"[profiles.p]\ncredential_command = [{PYTHON}, '-c', 'exit(3)']", "ended with status 3"),
        (f"[profiles.p]\ncredential_command = [{PYTHON}, '-c', '']", "has to print the secret"),
        (f"[profiles.p]\ncredential_command = [{PYTHON}, '-c', 'print(\"{{1}}\")']", "has to print the secret"),
        ("[profiles.p]\ncredential_command = 'pass show x'", "must be a list of arguments"),
        ("[profiles.p]\ncredential_command = ['no-such-command-anywhere']", "cannot be run: no-such-command"),
        (
            (
                f"[profiles.p]\ncredential_timeout = 0.2\n"
                f"credential_command = [{PYTHON}, '-c', 'import time; time.sleep(60)']"
            ),
            "did not end within 0.2 seconds",
        ),
        ("[profiles.p]\ncredential_timeout = 'long'\ncredential_command = ['x']", "is not a number of seconds"),
    ],
    ids=range(12),
)
def test_what_cannot_be_used_is_told(bare: Emulator, text: str, words: str) -> None:
    write(text)
    done = invoke("rcs", "senders", "list", "--profile", "p")
    assert (done.code, done.output) == (3, "")
    assert words in done.errors
    assert done.errors.count("\n") == 1


@pytest.mark.parametrize("then", ["", "; exit(3)"])
def test_what_a_command_has_printed_is_in_no_frame_of_an_error(bare: Emulator, then: str) -> None:
    code = f'print(\'}}"terces-yrev" :"terces"{{\'[::-1]){then}'
    write(f"[profiles.p]\ncredential_command = {json.dumps([sys.executable, '-c', code])}")
    with pytest.raises(errors.ConfigurationError, match="credential_command of the profile p") as caught:
        profiles.load("p")
    frames = [frame for frame, _ in traceback.walk_tb(caught.value.__traceback__)]
    assert any(frame.f_code.co_name == "_from_command" for frame in frames)
    assert not [frame for frame in frames if "very-secret" in repr([*frame.f_locals.values()])]


def test_the_name_of_the_default_has_to_be_a_text_and_a_variable_has_to_be_there(bare: Emulator) -> None:
    write("profile = ['p']\n[profiles.p]\nproject_id = 'p1'")
    done = invoke("whoami")
    assert (done.code, "there is no profile ['p']" in done.errors) == (3, True)
    done = invoke("configure", "--project", "p1", "--key-id", "k", "--key-secret-env", "NOT_THERE", given="typed\n")
    words = "there is no environment variable NOT_THERE, or it is empty; the option that ends in -env names it"
    assert (done.code, done.errors) == (2, f"error: {words}\n")


def test_a_locked_keychain_and_a_missing_secret_are_told(bare: Emulator, keychain: Path) -> None:
    write('[profiles.p]\nproject_id = "p1"\nkey_id = "k"\n')
    assert "the keychain has no secret of the profile p" in invoke("whoami", "--profile", "p").errors
    from keyring import errors as keyring_errors
    from keyring.backends import fail

    class Locked(fail.Keyring):
        def get_password(self, service: str, username: str, msg: str | None = None) -> str | None:
            raise keyring_errors.KeyringLocked("Failed to unlock the collection!")

    keyring.set_keyring(Locked())  # type: ignore[no-untyped-call]
    done = invoke("whoami", "--profile", "p")
    assert (done.code, done.output) == (3, "")
    assert "the keychain cannot be used (KeyringLocked: Failed to unlock the collection!): unlock it" in done.errors


def test_a_profile_takes_the_place_of_one_of_its_name_and_leaves_the_others(tmp_path: Path, bare: Emulator) -> None:
    write('# mine\nprofile = "b"\n\n[profiles.a]  # first\nkey_id = "1"\n\n[profiles.b]\nkey_id = "2"\n')
    profiles.save("a", {"key_id": "3", "credential_command": ['say "it"', "ü"]})
    profiles.save("c", {"key_id": "4"})
    text = profiles.path().read_text("utf-8")
    found = tomllib.loads(text)
    assert found["profile"] == "b"
    assert found["profiles"] == {
        "a": {"key_id": "3", "credential_command": ['say "it"', "ü"]},
        "b": {"key_id": "2"},
        "c": {"key_id": "4"},
    }
    assert text.startswith("# mine\n")
    with pytest.raises(errors.ConfigurationError, match="cannot be the name of a profile"):
        profiles.save("a b", {})


def processes() -> str:
    """Return the command lines of all other processes, as `ps` shows them."""
    files = [file for file in Path("/proc").glob("[0-9]*/cmdline") if file.parent.name != str(os.getpid())]
    return "".join(file.read_text("utf-8", "replace") for file in files if file.exists())


@pytest.mark.anyio
async def test_nothing_secret_shows_in_the_list_of_processes(bare: Emulator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HELD", bare.key_secret)
    command = [sys.executable, "-c", "import os; print(os.environ['HELD'])"]
    configured(bare, *[word for part in command for word in ("--credential-command", part)])
    bare.fail(delay=60)
    async with running("rcs", "senders", "list") as process:
        await until(lambda: bool(bare.faults[0].hits))
        shown = processes()
        assert "sinch-provisioning" in shown
        assert bare.key_secret not in shown
        process.kill()
        output, told = await process.communicate()
    assert bare.key_secret.encode() not in output + told


def test_a_missing_extra_is_named(bare: Emulator, monkeypatch: pytest.MonkeyPatch) -> None:
    write('[profiles.p]\nproject_id = "p1"\nkey_id = "k"\n')
    monkeypatch.setitem(sys.modules, "keyring", None)
    done = invoke("whoami", "--profile", "p")
    assert (done.code, "pip install 'sinch-provisioning[cli]'" in done.errors) == (3, True)
    monkeypatch.setitem(sys.modules, "jmespath", None)
    done = invoke("api", "GET", "/webhooks", "--query", "x")
    assert (done.code, done.errors) == (3, "error: jmespath is missing: pip install 'sinch-provisioning[cli]'\n")
