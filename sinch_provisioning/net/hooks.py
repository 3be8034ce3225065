"""What hooks, the log and `capture()` may see of a call. Credentials are added after hooks have run."""

import logging
from collections.abc import Mapping
from contextvars import ContextVar
from inspect import iscoroutinefunction
from typing import Any, Literal, Protocol, final

import attrs

from sinch_provisioning.errors import ConfigurationError

log: logging.Logger = logging.getLogger("sinch_provisioning")

WaitReason = Literal["concurrency", "rate", "token"]
"""What a call waits for."""

_REQUIRED = ("before", "after")
_OPTIONAL = ("call_started", "call_ended", "retry", "wait", "token")
_ARGUMENTS = {"before": "attempt", "after": "attempt", "call_started": "call", "call_ended": "call", "token": "fetch"}


@attrs.define(kw_only=True, eq=False)
class Call:
    """One call of a caller, with all its attempts and waits; reading its response into a model comes after it."""

    operation: str | None
    """The contract's operationId; None for `request()`."""
    method: str
    route: str
    """Path template, without ids."""
    project_id: str
    base_url: str
    """Where the service is."""
    started: float
    """By the client's clock, as all times here."""
    ended: float | None = None
    attempts: int = 0
    """Attempts that have begun."""
    status: int | None = None
    """Status of the last response."""
    error: BaseException | None = None
    budget_left: int | None = None
    """What is left of the client's retry budget at the end; None without a budget."""


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
    response_headers: Mapping[str, str] | None = attrs.field(default=None, repr=False)
    """Headers of the response, without what repeats the credentials; ignores case."""
    call: Call = attrs.field(repr=False)
    """The call that the attempt belongs to."""


@final
@attrs.frozen(kw_only=True, eq=False)
class CallRetry:
    """A failed attempt that is followed by another one."""

    call: Call | None
    """None: an attempt at the token endpoint, whose fetch is for all calls."""
    attempt: int
    """Number of the attempt that failed."""
    reason: str
    """Status of the response, or the name of the error's class."""
    pause: float
    """Seconds until the next attempt; 0 for one with new credentials."""
    error: BaseException


@final
@attrs.frozen(kw_only=True, eq=False)
class CallWait:
    """A wait of a call that is over."""

    call: Call
    reason: WaitReason
    """`concurrency` and `rate` are limits of `Config`; `token` is a token that was not at hand."""
    seconds: float


@final
@attrs.frozen(kw_only=True, eq=False)
class TokenFetch:
    """One fetch of a token, with its retries; it serves all calls of the client."""

    started: float
    ended: float
    lifetime: float | None = None
    """Seconds that the new token lives; None if the fetch failed."""
    error: BaseException | None = None


class Hook(Protocol):
    """Sees each attempt; must be quick, as it runs in the event loop. Its methods are plain functions, not async.

    It may have any of the methods of `Observer` as well.
    """

    def before(self, attempt: Attempt, /) -> None:
        """Called before the request is sent; what it raises ends the call."""
        ...

    def after(self, attempt: Attempt, /) -> None:
        """Called with `status` or `error` set; what it raises is logged, and the call goes on."""
        ...


class Observer(Hook):
    """A hook that sees whole calls, retries, waits and token fetches too: subclass it and define what you need.

    What these methods raise is logged, and the call goes on.
    """

    def before(self, attempt: Attempt, /) -> None:
        """See `Hook`."""

    def after(self, attempt: Attempt, /) -> None:
        """See `Hook`."""

    def call_started(self, call: Call, /) -> None:
        """Called before anything else happens."""

    def call_ended(self, call: Call, /) -> None:
        """Called once for each call that has started, in the same task; `error` is set if it failed."""

    def retry(self, retry: CallRetry, /) -> None:
        """Called before the pause between two attempts."""

    def wait(self, wait: CallWait, /) -> None:
        """Called after a call has waited for its turn or for a token."""

    def token(self, fetch: TokenFetch, /) -> None:
        """Called after each fetch of a token."""


@final
@attrs.frozen(kw_only=True)
class Reply:
    """A raw response, as `capture()` gathers it."""

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
        raise ConfigurationError("hooks must be a sequence: write hooks=[hook]", field="hooks")
    for hook in found:
        if isinstance(hook, type):
            raise ConfigurationError(f"hooks takes objects: write hooks=[{hook.__name__}()]", field="hooks")
        for name in (*_REQUIRED, *_OPTIONAL):
            method = getattr(hook, name, None)
            if method is None and name in _OPTIONAL:
                continue
            if not callable(method):
                needed = "before(attempt) and after(attempt)" if name in _REQUIRED else f"{name} to be a function"
                raise ConfigurationError(
                    f"a hook needs {needed}: {type(hook).__name__} has no {name} that can be called", field="hooks"
                )
            if iscoroutinefunction(method) or iscoroutinefunction(getattr(method, "__call__", None)):  # noqa: B004
                raise ConfigurationError(
                    f"a hook is called without await: write `def {name}(self, {_ARGUMENTS.get(name, name)})`, and "
                    "start a task in it for what has to wait",
                    field="hooks",
                )
    return found


captures: ContextVar[tuple[list[Reply], ...]] = ContextVar("sinch_provisioning_captures", default=())
"""Lists that gather the responses of calls made in this context."""
