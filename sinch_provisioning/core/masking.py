"""Copies of models and of plain data without what is secret in them."""

# JSON is anything.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

import re
from collections.abc import Mapping
from typing import Any, Final

import attrs

from sinch_provisioning.core.model import is_model
from sinch_provisioning.core.secrets import Secret

MASK: Final = "***"
# Names of secrets in plain data, of which no model says what is one.
_NAMES = re.compile(r"secret|(access|auth|bearer)_?token|longLivedAccessToken", re.IGNORECASE)


def masked(value: Any) -> Any:
    """Return a model, or data with models in it, with `***` for each secret."""
    if isinstance(value, Secret):
        return Secret(MASK)
    if isinstance(value, tuple | list):
        return tuple(masked(item) for item in value)
    if isinstance(value, Mapping):
        return {
            key: MASK if isinstance(item, str) and _NAMES.fullmatch(key) else masked(item)
            for key, item in value.items()
        }
    if not is_model(type(value)):
        return value
    fields = ((field.alias, getattr(value, field.name)) for field in attrs.fields(type(value)) if field.init)
    changed = {name: new for name, old in fields if (new := masked(old)) != old}
    return attrs.evolve(value, **changed) if changed else value
