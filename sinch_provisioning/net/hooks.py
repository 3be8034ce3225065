"""What others may see of each attempt: hooks, the log, and `capture()`. Credentials are added after they looked."""

import logging
from collections.abc import Mapping
from contextvars import ContextVar
from typing import Protocol, final

import attrs

log: logging.Logger = logging.getLogger("sinch_provisioning")


@attrs.define(kw_only=True)
class Attempt:
    """One attempt of a call, before and after."""

    operation: str | None
    """The contract's operationId; None for `request()`."""
    method: str
    route: str
    """Path template, without ids."""
    project_id: str
    number: int
    """1 for the first attempt of a call."""
    headers: dict[str, str]
    """Headers to be sent, without credentials; a hook may add its own before the attempt."""
    started: float
    ended: float | None = None
    status: int | None = None
    error: BaseException | None = None


class Hook(Protocol):
    """Is told of each attempt; must be quick, as it runs in the event loop."""

    def before(self, attempt: Attempt, /) -> None:
        """Called before the request is sent."""
        ...

    def after(self, attempt: Attempt, /) -> None:
        """Called when `status` or `error` is there; what it raises is logged, as an answer is worth more than that."""
        ...


@final
@attrs.frozen(kw_only=True)
class Reply:
    """A raw answer, as `capture()` gathers it."""

    operation: str | None
    method: str
    path: str
    """Path as it was sent, with ids and query."""
    status: int
    headers: Mapping[str, str] = attrs.field(repr=False)
    """Ignores case."""
    body: bytes = attrs.field(repr=False)
    attempts: int


captures: ContextVar[tuple[list[Reply], ...]] = ContextVar("sinch_provisioning_captures", default=())
"""Lists that gather the answers of calls made in this context."""


def write_log(attempt: Attempt) -> None:
    """Log an attempt: the template of its path, no header and no body, so that nothing secret or personal shows."""
    spent = 0.0 if attempt.ended is None else (attempt.ended - attempt.started) * 1000
    log.debug(
        "%s %s attempt %d: %s in %.1f ms",
        attempt.method,
        attempt.route,
        attempt.number,
        attempt.status if attempt.error is None else type(attempt.error).__name__,
        spent,
    )
