"""Settings by name: a TOML file below the user's folder for settings, and secrets in the system's keychain."""

# Types are values here, and JSON is anything.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
# pyright: reportUnknownParameterType=false, reportUnknownLambdaType=false

import json
import os
import subprocess
import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final, cast

import attrs

from sinch_provisioning import Config, errors
from sinch_provisioning.cli.options import Options, Problem, note

_SERVICE: Final = "sinch-provisioning"
_CREDENTIALS: Final = ("key_id", "key_secret", "access_token")
# What `Config.from_env` reads; other settings of a profile are fields of Config.
_IN_ENVIRONMENT: Final = ("project_id", *_CREDENTIALS, "base_url", "auth_url", "proxy", "ca_bundle", "trust_env")
_FIELDS: Final = ("basic_auth", "timeout", "connect_timeout", "deadline", "concurrency", "rate", "allow_http")
_OWN: Final = ("credential_command", "credential_timeout")
_COMMAND_SECONDS: Final = 30.0
_CONFIGURATION: Final = 3


@attrs.frozen(kw_only=True)
class Settings:
    """A client's settings, and where each comes from."""

    config: Config
    profile: str | None
    origins: Mapping[str, str]


def settings(options: Options) -> Settings:
    """Return the settings: options win over the environment, and that over the profile.

    Raises:
        Problem: the file, the profile, the command or the keychain cannot be used.
        ConfigurationError: something is missing or contradicts itself.
    """
    name, profile = _profile(options)
    given = {field: os.environ[f"SINCH_{field.upper()}"] for field in _IN_ENVIRONMENT if _set(field)}
    if any(field in given for field in _CREDENTIALS):
        profile = {field: value for field, value in profile.items() if field not in (*_CREDENTIALS, *_OWN)}
    origins = {field: f"profile {name}" for field in profile if field not in _OWN}
    origins |= {field: f"SINCH_{field.upper()}" for field in given}
    if options.profile is not None and (won := [origins[field] for field in given if field in profile]):
        note(f"{', '.join(won)} of the environment win over the profile {name}")
    if options.project is not None:
        given["project_id"] = options.project
        origins["project_id"] = "--project"
    secrets, origin = _secrets(name, profile, "key_secret" in origins or "access_token" in origins)
    origins |= dict.fromkeys(secrets, origin)
    found = {**profile, **secrets, **given}
    environ = {
        f"SINCH_{field.upper()}": str(value).lower() if isinstance(value, bool) else str(value)
        for field, value in found.items()
        if field in _IN_ENVIRONMENT
    }
    others = {field: value for field, value in found.items() if field in _FIELDS}
    try:
        return Settings(config=Config.from_env(environ, **others), profile=name, origins=origins)
    except errors.ConfigurationError as error:
        if error.field in {"project_id", "key_id"} and "missing" in str(error):
            raise Problem(
                f"{error.field} is missing: run `sinch-provisioning configure`, or set SINCH_PROJECT_ID, SINCH_KEY_ID "
                "and SINCH_KEY_SECRET",
                code=_CONFIGURATION,
            ) from None
        raise


def project_of(options: Options) -> str:
    """Return the project that a call would be about, without asking for any credentials."""
    found = options.project or os.environ.get("SINCH_PROJECT_ID") or _profile(options)[1].get("project_id")
    return str(found or "PROJECT_ID")


def _set(field: str) -> bool:
    return bool(os.environ.get(f"SINCH_{field.upper()}"))


def path() -> Path:
    """Return the file of the profiles: `config.toml` in SINCH_CONFIG_DIR, or where the system keeps settings."""
    folder = os.environ.get("SINCH_CONFIG_DIR")
    if not folder:
        from platformdirs import user_config_dir

        folder = user_config_dir("sinch-provisioning")
    return Path(folder) / "config.toml"


def _profile(options: Options) -> tuple[str | None, dict[str, Any]]:
    """Return the name and the content of the profile in use."""
    file = path()
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        content = {}
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise Problem(f"{file} cannot be read: {reason}", code=_CONFIGURATION) from None
    profiles: dict[str, Any] = content.get("profiles", {})
    name = options.profile or os.environ.get("SINCH_PROFILE") or content.get("profile")
    if name is None:
        return None, {}
    if not isinstance(profiles, dict) or not isinstance(profiles.get(name), dict):
        known = ", ".join(sorted(profiles)) if isinstance(profiles, dict) else ""
        has = f"has {known}" if known else "has none"
        raise Problem(
            f"there is no profile {name!r}: {file} {has}; `sinch-provisioning configure --profile {name}` makes it",
            code=_CONFIGURATION,
        )
    known_fields = (*_IN_ENVIRONMENT, *_FIELDS, *_OWN)
    for field in profiles[name]:
        if field not in known_fields:
            near = get_close_matches(field, known_fields, n=1)
            hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(known_fields)}"
            raise Problem(f"{file}: {field} of the profile {name} is not a setting; {hint}", code=_CONFIGURATION)
    return name, profiles[name]


def _secrets(name: str | None, profile: Mapping[str, Any], known: bool) -> tuple[dict[str, str], str]:
    """Return the credentials that the profile keeps elsewhere, and where."""
    if name is None or known:
        return {}, ""
    if "credential_command" in profile:
        return _from_command(name, profile), f"credential_command of profile {name}"
    if "key_id" not in profile:
        return {}, ""
    secret = _keychain(lambda keyring: keyring.get_password(_SERVICE, name))
    if secret is None:
        raise Problem(
            f"the keychain has no secret for the profile {name}: run `sinch-provisioning configure --profile {name}`",
            code=_CONFIGURATION,
        )
    return {"key_secret": secret}, "keychain"


def _keychain(use: Any) -> Any:
    import keyring

    try:
        return use(keyring)
    except Exception as error:  # noqa: BLE001 - each backend has errors of its own
        reason = " ".join(str(error).split()) or type(error).__name__
        raise Problem(
            f"the keychain cannot be used ({reason}): unlock it, or give the profile a credential_command, or set "
            "SINCH_KEY_SECRET",
            code=_CONFIGURATION,
        ) from None


def _from_command(name: str, profile: Mapping[str, Any]) -> dict[str, str]:
    """Return what the command of a profile prints: the secret on its first line, or a JSON object of credentials."""
    words, seconds = profile["credential_command"], profile.get("credential_timeout", _COMMAND_SECONDS)
    what = f"credential_command of the profile {name}"
    if not isinstance(words, list) or not words or not all(isinstance(word, str) for word in words):
        raise Problem(f'{what} has to be a list of arguments, as ["pass", "show", "sinch"]', code=_CONFIGURATION)
    if isinstance(seconds, bool) or not isinstance(seconds, int | float) or seconds <= 0:
        raise Problem(f"credential_timeout of the profile {name} has to be seconds", code=_CONFIGURATION)
    try:
        process = subprocess.Popen(cast("list[str]", words), stdout=subprocess.PIPE)  # noqa: S603 - the user's own
    except OSError as error:
        raise Problem(f"{what}: {words[0]}: {error.strerror}", code=_CONFIGURATION) from None
    with process:
        try:
            printed = process.communicate(timeout=seconds)[0]
        except subprocess.TimeoutExpired:
            process.kill()
            raise Problem(f"{what} did not end within {seconds:g} seconds", code=_CONFIGURATION) from None
    if process.returncode:
        raise Problem(f"{what} failed with status {process.returncode}", code=_CONFIGURATION)
    text = printed.decode("utf-8", "replace").strip()
    try:
        found = json.loads(text) if text.startswith("{") else {"key_secret": text.partition("\n")[0].strip()}
    except ValueError:
        found = {}
    if not all(found.get(key) and isinstance(found[key], str) for key in found) or not found.keys() <= {*_CREDENTIALS}:
        found = {}
    if not found:
        raise Problem(
            f"{what} has to print the secret, or a JSON object with {', '.join(_CREDENTIALS)}", code=_CONFIGURATION
        )
    return found
