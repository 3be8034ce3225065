"""Request bodies as methods take them: the model that a method is named for, or its fields; a draft, or complete."""

from collections.abc import Iterator, Mapping
from typing import Any, Final, Protocol, TypeVar, cast

import attrs

from sinch_provisioning.core import shapes
from sinch_provisioning.core.model import evolve, is_model
from sinch_provisioning.core.rules import TO_SUBMIT, must_be
from sinch_provisioning.core.shared import Action, CommentInput
from sinch_provisioning.core.unset import UNSET, Unset
from sinch_provisioning.errors import InvalidRequest


class _Submittable(Protocol):
    @property
    def status(self) -> Action | Unset | None: ...


T = TypeVar("T")
B = TypeVar("B", bound=_Submittable)

NOT_SUBMITTED: Final = "there is a draft that was not submitted; call update(..., status=Action.SUBMIT) first"
"""Why nothing comes of a draft."""


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
        required = (field.name for field in shapes.fields(cls) if field.required)
        missing = [name for name in required if named.get(name) is None]
        if missing:
            raise InvalidRequest([(name, f"is required, unless a {cls.__name__} is given") for name in missing])
        return cls(**named)
    if not isinstance(given, cls):
        raise InvalidRequest([("body", must_be(f"a {cls.__name__}", given, model=True))])
    extra = [name for name, value in named.items() if value is not None]
    if extra:
        raise InvalidRequest(
            [(name, f"is given beside a {cls.__name__}; use evolve(..., {name}=...) on that") for name in extra]
        )
    return given


def comment_of(comment: str | CommentInput) -> CommentInput:
    """Return the comment that is sent, given as the model or as its text."""
    return comment if isinstance(comment, CommentInput) else CommentInput(comment=comment)


def with_status(body: B, default: Action) -> B:
    """Return a body with its status, which is the default if it does not have one.

    Raises:
        InvalidRequest: it is to be submitted and lacks what only a draft may lack; every field is named.
    """
    if body.status is attrs.fields_dict(cast("Any", type(body)))["status"].default:
        body = evolve(body, status=default)
    if body.status == Action.SUBMIT:
        missing = [(path, "is required to submit; only a draft may lack it") for path in _missing(body, "")]
        if missing:
            raise InvalidRequest(missing)
    return body


def _missing(value: object, path: str, *, edits: bool = False) -> Iterator[str]:
    """Walk the fields that only a draft may lack; an object that edits may lack them too, but not the objects in it."""
    if isinstance(value, list | tuple):
        for index, item in enumerate(cast("list[object]", value)):
            yield from _missing(item, f"{path}[{index}]")
        return
    for field in shapes.fields(type(value)) if is_model(type(value)) else ():
        inner = getattr(value, field.name)
        where = f"{path}.{field.name}" if path else field.name
        if inner is not None and inner != () and not isinstance(inner, Unset):
            yield from _missing(inner, where, edits=field.shape.update is not None)
        elif not edits and TO_SUBMIT in field.shape.all_marks:
            yield where
