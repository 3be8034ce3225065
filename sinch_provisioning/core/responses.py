"""What an operation returns, read from the body of its response."""

from collections.abc import Callable
from typing import TypeVar

from sinch_provisioning.core.codec import attempt, settled
from sinch_provisioning.errors import DecodeError

T = TypeVar("T")


def read(returns: Callable[..., T], body: bytes, operation: str) -> T:
    """Return a response's body as what the operation returns.

    Raises:
        DecodeError: it does not fit.
    """
    if returns is type(None):
        return None  # type: ignore[return-value]
    if returns is bytes:
        return body  # type: ignore[return-value]
    if not body:
        raise DecodeError("the response has no body", operation=operation)
    held = [body]
    del body  # what is recorded of this frame must not show the response
    return settled(attempt(returns, held.pop(), operation))  # type: ignore[arg-type]


def unread(returns: Callable[..., T], body: bytes, operation: str) -> Callable[[], T]:
    """Return what reads a response when it is called, once; until then it costs little, and shows nothing."""
    held = [body]
    return lambda: read(returns, held.pop(), operation)
