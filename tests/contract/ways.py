"""The two ways of the codec to read and to write, which have to agree: all that these tests know of its inside."""

import json
from collections.abc import Callable
from typing import Any, TypeVar

from sinch_provisioning.core.codec import attempt, attempt_plainly, fast, fast_writing, plain_writing, settled
from sinch_provisioning.errors import InvalidRequest

T = TypeVar("T")


def decode(cls: type[T], body: bytes, operation: str | None = None) -> T:
    """Read a response."""
    return settled(attempt(cls, body, operation))


def decode_plainly(cls: type[T], body: bytes, operation: str | None = None) -> T:
    """Read a response with the plain decoder."""
    return settled(attempt_plainly(cls, body, operation))


def fast_way(tp: Any) -> Callable[[bytes], Any]:
    """Return the fast decoder of a type; the test fails where the type has none."""
    decode = fast.decoder(tp)
    assert decode is not None
    return decode


def plain_way(tp: Any) -> Callable[[bytes], Any]:
    """Return the reference, which goes through dicts."""
    return lambda content: decode_plainly(tp, content)


def written_both_ways(value: Any) -> tuple[list[Any], list[Any]]:
    """Return the JSON that each writer makes of a value: of the fast one none if it declines, of the reference if it
    rejects the value.
    """
    quickly = fast_writing.write(value)
    try:
        plainly = [json.loads(plain_writing.write(value))]
    except InvalidRequest:
        plainly = []
    return [] if quickly is None else [json.loads(quickly)], plainly
