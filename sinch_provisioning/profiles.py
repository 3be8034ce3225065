"""Settings by name, as the command line has them: `Client(profiles.load("acme").config)`.

A profile is a table of the file `config.toml` below the user's folder for settings (or in SINCH_CONFIG_DIR), with the
names that SINCH_PROJECT_ID and its like have, or fields of `Config`. Its secret is in the system's keychain, or comes
from a command. It needs the extra `cli`.
"""

# TOML and JSON are anything.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

import json
import os
import re
import subprocess
import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from importlib import import_module
from pathlib import Path
from typing import Any, Final, cast

import attrs

from sinch_provisioning.config import Config
from sinch_provisioning.errors import ConfigurationError

__all__ = ["Settings", "load", "path", "project_of", "save"]

_SERVICE: Final = "sinch-provisioning"
_CREDENTIALS: Final = ("key_id", "key_secret", "access_token")
_IN_ENVIRONMENT: Final = ("project_id", *_CREDENTIALS, "base_url", "auth_url", "proxy", "ca_bundle", "trust_env")
_OF_CONFIG: Final = ("basic_auth", "timeout", "connect_timeout", "deadline", "concurrency", "rate", "allow_http")
_OWN: Final = ("credential_command", "credential_timeout")
_SECONDS: Final = 30.0


@attrs.frozen(kw_only=True)
class Settings:
    """A client's settings, and where they come from."""

    config: Config
    profile: str | None
    origins: Mapping[str, str]
    """Of each field that was found: `SINCH_KEY_ID`, `profile acme`, `keychain`."""


def load(profile: str | None = None, *, project_id: str | None = None) -> Settings:
    """Return the settings: arguments win over the environment, and that over the profile.

    Credentials in the environment replace all of the profile's.

    Args:
        profile: Name of the profile; that in SINCH_PROFILE, or the file's default, if it is left out.
        project_id: Project that the calls are about.

    Raises:
        ConfigurationError: the file, the profile, its command or the keychain cannot be used, or a setting is missing,
            unknown, or contradicts another.
    """
    name, kept = _profile(profile)
    given = {field: value for field in _IN_ENVIRONMENT if (value := os.environ.get(f"SINCH_{field.upper()}"))}
    if any(field in given for field in _CREDENTIALS):
        kept = {field: value for field, value in kept.items() if field not in (*_CREDENTIALS, *_OWN)}
    origins = dict.fromkeys(kept, f"profile {name}") | {field: f"SINCH_{field.upper()}" for field in given}
    secrets: dict[str, str] = {}
    if name is not None and not {"key_secret", "access_token"} & origins.keys():
        if "credential_command" in kept:
            secrets, origin = _from_command(name, kept), "credential_command"
        elif "key_id" in kept:
            secrets, origin = {"key_secret": _from_keychain(name)}, "keychain"
        else:
            origin = ""
        origins |= dict.fromkeys(secrets, origin)
    if project_id is not None:
        given["project_id"], origins["project_id"] = project_id, "argument"
    found = {**kept, **secrets, **given}
    environ = {f"SINCH_{field.upper()}": str(found[field]) for field in _IN_ENVIRONMENT if field in found}
    others = {field: found[field] for field in _OF_CONFIG if field in found}
    return Settings(config=Config.from_env(environ, **others), profile=name, origins=origins)


def project_of(profile: str | None = None) -> str | None:
    """Return the project that `load` would find, without looking for credentials."""
    return os.environ.get("SINCH_PROJECT_ID") or cast("str | None", _profile(profile)[1].get("project_id"))


def path() -> Path:
    """Return the file of the profiles."""
    folder = os.environ.get("SINCH_CONFIG_DIR")
    if not folder:
        folder = str(_extra("platformdirs").user_config_dir("sinch-provisioning"))
    return Path(folder) / "config.toml"


def save(profile: str, fields: Mapping[str, str | list[str]], *, key_secret: str | None = None) -> Path:
    """Write a profile, in place of one of its name, and put its secret into the keychain; return the file.

    Raises:
        ConfigurationError: the name has other characters than A-Z, a-z, 0-9, _ and -, or file or keychain cannot be
            used.
    """
    if not re.fullmatch(r"[A-Za-z0-9_-]+", profile):
        raise ConfigurationError(f"{profile!r} cannot be the name of a profile: take A-Z, a-z, 0-9, _ and -")
    _profile(None, any_name=True)  # what cannot be read is not to be written over
    if key_secret is not None:
        _keychain("set_password", profile, key_secret)
    file = path()
    table = f"[profiles.{profile}]\n" + "".join(
        f"{name} = {json.dumps(value, ensure_ascii=False)}\n" for name, value in fields.items()
    )
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        text = file.read_text(encoding="utf-8") if file.exists() else f'profile = "{profile}"\n'
        earlier = rf"""^[ \t]*\[[ \t]*profiles[ \t]*\.[ \t]*["']?{profile}["']?[ \t]*\].*\n?(?:(?![ \t]*\[).*\n?)*"""
        text = f"{re.sub(earlier, '', text, flags=re.MULTILINE).rstrip()}\n\n{table}"
        tomllib.loads(text)
        new = file.with_suffix(".new")
        new.touch(0o600)
        new.write_text(text, encoding="utf-8")
        new.replace(file)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else f"edit it yourself, as {error}"
        raise ConfigurationError(f"{file} cannot be written: {reason}") from None
    return file


def _profile(wanted: str | None, *, any_name: bool = False) -> tuple[str | None, dict[str, Any]]:
    """Return the name and the content of the profile in use."""
    file = path()
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        content = {}
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise ConfigurationError(f"{file} cannot be read: {reason}") from None
    name = None if any_name else wanted or os.environ.get("SINCH_PROFILE") or content.get("profile")
    if name is None:
        return None, {}
    profiles = content.get("profiles")
    kept = profiles.get(name) if isinstance(profiles, dict) and isinstance(name, str) else None
    if not isinstance(kept, dict):
        known = ", ".join(profiles) if isinstance(profiles, dict) else "none"
        raise ConfigurationError(
            f"there is no profile {name!r} in {file}, which has {known}: `sinch-provisioning configure` makes one",
            field="profile",
        )
    known_fields = (*_IN_ENVIRONMENT, *_OF_CONFIG, *_OWN)
    for field in kept:
        if field not in known_fields:
            near = get_close_matches(field, known_fields, n=1)
            hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(known_fields)}"
            raise ConfigurationError(f"{field} of the profile {name} is not a setting; {hint}", field=field)
    return name, kept


def _extra(name: str) -> Any:
    try:
        return import_module(name)
    except ModuleNotFoundError:
        pass
    raise ConfigurationError(f"profiles need {name}: pip install 'sinch-provisioning[cli]', or use the environment")


def _keychain(method: str, *arguments: str) -> str | None:
    keyring = _extra("keyring")
    try:
        return cast("str | None", getattr(keyring, method)(_SERVICE, *arguments))
    except Exception as error:  # noqa: BLE001 - each backend has errors of its own
        reason = f"{type(error).__name__}: {error}".removesuffix(": ")
    way_out = "unlock it, or give the profile a credential_command, or set SINCH_KEY_SECRET"
    raise ConfigurationError(f"the keychain cannot be used ({reason}): {way_out}", field="key_secret")


def _from_keychain(name: str) -> str:
    found = _keychain("get_password", name)
    if found is None:
        way_out = f"`sinch-provisioning configure --profile {name}` puts it there"
        raise ConfigurationError(f"the keychain has no secret of the profile {name}: {way_out}", field="key_secret")
    return found


def _from_command(name: str, kept: Mapping[str, Any]) -> dict[str, str]:
    """Return what a profile's command prints: the secret on its first line, or a JSON object of credentials."""
    words, seconds = kept["credential_command"], kept.get("credential_timeout", _SECONDS)
    if not isinstance(words, list) or not words or not all(isinstance(word, str) for word in words):
        reason = 'must be a list of arguments, as ["pass", "show", "sinch"]'
    elif isinstance(seconds, bool) or not isinstance(seconds, int | float) or not seconds > 0:
        reason = f"has credential_timeout = {seconds!r}, which is not a number of seconds"
    else:
        try:
            done = subprocess.run(words, stdout=subprocess.PIPE, timeout=seconds, check=False)  # noqa: S603 - the user's own; no shell
        except OSError as error:
            reason = f"cannot be run: {words[0]}: {error.strerror}"
        except subprocess.TimeoutExpired:
            reason = f"did not end within {seconds:g} seconds"
        else:
            reason = "has to print the secret, or a JSON object with key_id and key_secret, or access_token"
            if done.returncode:
                reason = f"ended with status {done.returncode}"
            elif found := _read(done.stdout.decode("utf-8", "replace").strip()):
                return found
            del done  # it may have printed a secret, which the error's frame must not show
    raise ConfigurationError(f"credential_command of the profile {name} {reason}", field="credential_command")


def _read(printed: str) -> dict[str, str]:
    """Return credentials that a command has printed; nothing if they cannot be understood."""
    if not printed.startswith("{"):
        return {"key_secret": line} if (line := printed.partition("\n")[0].strip()) else {}
    try:
        found = json.loads(printed)
    except ValueError:
        return {}
    fits = found.keys() <= {*_CREDENTIALS} and all(isinstance(value, str) and value for value in found.values())
    return cast("dict[str, str]", found) if fits else {}
