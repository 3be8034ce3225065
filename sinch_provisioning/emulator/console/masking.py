"""Secrets, left out of what is shown."""

# JSON is anything.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

from typing import Any

JSON = Any

MASK = "***"
_SECRETS = frozenset(
    {
        "accesstoken",
        "authtoken",
        "bearertoken",
        "facebookaccesstoken",
        "facebookcode",
        "facebooktoken",
        "longlivedaccesstoken",
        "secret",
    }
)


def mask(value: JSON, *, codes: bool = False) -> JSON:
    """Return JSON without its secrets, with `codes` without one-time codes too, which only requests carry."""
    if isinstance(value, dict):
        return {
            name: MASK if _is_secret(name, inner, codes) else mask(inner, codes=codes) for name, inner in value.items()
        }
    if isinstance(value, list):
        return [mask(inner, codes=codes) for inner in value]
    return value


def _is_secret(name: str, value: JSON, codes: bool) -> bool:
    return isinstance(value, str | int) and (name.lower() in _SECRETS or (codes and name == "code"))
