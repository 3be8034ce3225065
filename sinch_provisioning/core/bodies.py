"""Request bodies as methods take them: the model that they are named for, or its fields."""

from collections.abc import Mapping
from typing import Any, TypeVar

import attrs

from sinch_provisioning.core.shared import CommentInput
from sinch_provisioning.core.unset import UNSET
from sinch_provisioning.errors import InvalidRequest

T = TypeVar("T")


def body_of(cls: type[T], given: T | None, fields: Mapping[str, Any]) -> T:
    """Return the model that is sent.

    Args:
        cls: Its class.
        given: The model itself, or None.
        fields: The model's fields as the method's keywords; None and UNSET stand for what was left out. A field that
            can be sent as null is given as UNSET when it is left out.

    Raises:
        InvalidRequest: the model is of another class, or is given beside fields, or a required field is missing.
    """
    named = {name: value for name, value in fields.items() if value is not UNSET}
    if given is None:
        missing = [name for name in _required(cls) if named.get(name) is None]
        if missing:
            raise InvalidRequest([(name, f"is required, unless a {cls.__name__} is given") for name in missing])
        return cls(**named)
    if not isinstance(given, cls):
        raise InvalidRequest([("body", f"must be a {cls.__name__}, not {type(given).__name__}")])
    extra = [name for name, value in named.items() if value is not None]
    if extra:
        raise InvalidRequest(
            [(name, f"is given beside a {cls.__name__}; use evolve(..., {name}=...) on that") for name in extra]
        )
    return given


def comment_of(comment: str | CommentInput) -> CommentInput:
    """Return the comment that is sent, given as the model or as its text."""
    return comment if isinstance(comment, CommentInput) else CommentInput(comment=comment)


def _required(cls: Any) -> list[str]:
    return [field.name for field in attrs.fields(cls) if field.init and field.default is attrs.NOTHING]
