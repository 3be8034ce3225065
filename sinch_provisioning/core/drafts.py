"""What a draft may lack and a submission may not."""

from collections.abc import Iterator
from typing import Any, Final, Protocol, TypeVar, cast

import attrs

from sinch_provisioning.core.codec.hints import hints, is_model
from sinch_provisioning.core.model import evolve
from sinch_provisioning.core.rules import TO_SUBMIT, is_marked, update_in
from sinch_provisioning.core.shared import Action
from sinch_provisioning.core.unset import Unset
from sinch_provisioning.errors import InvalidRequest

NOT_SUBMITTED: Final = "there is a draft that was not submitted; call update(..., status=Action.SUBMIT) first"
"""Why nothing comes of a draft."""


class _Submittable(Protocol):
    @property
    def status(self) -> Action | Unset | None: ...


B = TypeVar("B", bound=_Submittable)


def with_status(body: B, default: Action) -> B:
    """Return a body with its status, which is the default if it does not have one.

    Raises:
        InvalidRequest: it is to be submitted and lacks what only a draft may lack; every field is named.
    """
    if body.status is None or isinstance(body.status, Unset):
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
    cls: Any = type(value)
    if not is_model(cls):
        return
    for field in attrs.fields(cls):
        inner, tp = getattr(value, field.name), hints(cls)[field.name]
        where = f"{path}.{field.name}" if path else field.name
        if inner is not None and inner != () and not isinstance(inner, Unset):
            yield from _missing(inner, where, edits=update_in((tp,)) is not None)
        elif not edits and is_marked(tp, TO_SUBMIT):
            yield where
