"""What a draft may lack and a submission may not."""

from collections.abc import Iterator, Mapping
from typing import Final, cast

import attrs

from sinch_provisioning.core.unset import Unset
from sinch_provisioning.errors import InvalidRequest

NOT_SUBMITTED: Final = "there is a draft that was not submitted; call update(..., status=Action.SUBMIT) first"
"""Why nothing comes of a draft."""


def check_complete(body: object, needed: Mapping[type, tuple[str, ...]]) -> None:
    """Raise InvalidRequest, naming every field, if something is missing that only a draft may lack.

    Args:
        body: What is about to be submitted.
        needed: The fields of each class that only a draft may lack: the contract's `x-optional-in-draft`.
    """
    missing = [(path, "is required to submit; only a draft may lack it") for path in _missing(body, needed, "")]
    if missing:
        raise InvalidRequest(missing)


def _missing(value: object, needed: Mapping[type, tuple[str, ...]], path: str) -> Iterator[str]:
    if isinstance(value, list | tuple):
        for index, item in enumerate(cast("list[object]", value)):
            yield from _missing(item, needed, f"{path}[{index}]")
        return
    cls = type(value)
    if not attrs.has(cls):
        return
    names = needed.get(cls, ())
    prefix = f"{path}." if path else ""
    for field in attrs.fields(cls):
        inner = getattr(value, field.name)
        if inner is not None and inner != () and not isinstance(inner, Unset):
            yield from _missing(inner, needed, f"{prefix}{field.name}")
        elif field.name in names:
            yield f"{prefix}{field.name}"
