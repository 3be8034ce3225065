"""What others may see of each attempt: hooks, the log, and `capture()`. Credentials are added after they looked."""

import logging
from collections.abc import Mapping
from contextvars import ContextVar
from inspect import iscoroutinefunction
from typing import Any, Protocol, final

import attrs

from sinch_provisioning.errors import ConfigurationError

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
    """Sees each attempt; must be quick, as it runs in the event loop. Its methods are plain functions, not async."""

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


def checked(hooks: Any) -> tuple[Hook, ...]:
    """Return the hooks of a client.

    Raises:
        ConfigurationError: they are not a sequence of hooks with plain methods.
    """
    try:
        found: tuple[Any, ...] = tuple(hooks)
    except TypeError:
        found = (hooks,)
    if isinstance(hooks, str) or found == (hooks,):
        raise ConfigurationError("hooks has to be a sequence: write hooks=[hook]", field="hooks")
    for hook in found:
        if isinstance(hook, type):
            raise ConfigurationError(f"hooks takes objects: write hooks=[{hook.__name__}()]", field="hooks")
        for name in ("before", "after"):
            method = getattr(hook, name, None)
            if not callable(method):
                raise ConfigurationError(
                    f"a hook needs the methods before(attempt) and after(attempt): {type(hook).__name__} has no {name}",
                    field="hooks",
                )
            if iscoroutinefunction(method) or iscoroutinefunction(getattr(method, "__call__", None)):  # noqa: B004
                raise ConfigurationError(
                    f"a hook is called without await: write `def {name}(self, attempt)`, and start a task in it for "
                    "what has to wait",
                    field="hooks",
                )
    return found


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
