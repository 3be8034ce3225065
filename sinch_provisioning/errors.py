"""The whole error tree: everything that the package raises is a `ProvisioningError`."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

__all__ = [
    "ApiError",
    "BadRequest",
    "BulkFailed",
    "ClientClosed",
    "ConfigurationError",
    "Conflict",
    "ConnectFailed",
    "ConnectionLost",
    "DeadlineExceeded",
    "DecodeError",
    "FailedDependency",
    "Forbidden",
    "IncompleteAnswer",
    "InvalidRequest",
    "NotFound",
    "PreconditionFailed",
    "ProvisioningError",
    "RateLimited",
    "ServerError",
    "SignatureError",
    "StorageError",
    "TimedOut",
    "TransportError",
    "Unauthorized",
    "WaitFailed",
    "WrongEventLoop",
]


def _rebuild(cls: type["ProvisioningError"], args: tuple[Any, ...], state: dict[str, Any]) -> "ProvisioningError":
    error = cls.__new__(cls, *args)
    error.__dict__.update(state)
    return error


def _shown(text: str, most: int) -> str:
    """Return a text that is fit for a log: one line, printable, and not too long; foreign words may be anything."""
    if len(text) <= most and text.isprintable():
        return text
    line = " ".join("".join(c if c.isprintable() else " " for c in text[: 2 * most]).split())
    return line if len(line) <= most and len(text) <= 2 * most else f"{line[: most - 3]}..."


# Of validation errors a text shows so many, each so long.
_MOST_DETAILS = 4
_LONGEST_DETAIL = 100


def _some(details: Sequence[str]) -> str:
    """Return the first validation errors in parentheses, and how many more there are."""
    if not details:
        return ""
    shown = "; ".join(_shown(one, _LONGEST_DETAIL) for one in details[:_MOST_DETAILS])
    more = len(details) - _MOST_DETAILS
    return f"({shown}; {more} more in .validation_errors)" if more > 0 else f"({shown})"


class ProvisioningError(Exception):
    """Base of every error of this package; its text is one printable line of at most 1,000 characters."""

    _longest = 1000

    def __init__(self, *args: object) -> None:
        super().__init__(*(_shown(arg, self._longest) if isinstance(arg, str) else arg for arg in args))

    resume_token: str | None = None
    """Where a listing can go on: pass it to `.pages(after=...)`. None: from the start, or not from a listing."""

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, (type(self), self.args, self.__dict__)


class ConfigurationError(ProvisioningError):
    """The configuration misses something, contradicts itself or cannot be used; `.field` names the culprit."""

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class WrongEventLoop(ConfigurationError):
    """A client was used in another event loop than that of its earlier calls, which is not closed."""


class ClientClosed(ConfigurationError):
    """A client was used after it had been closed."""


class InvalidRequest(ProvisioningError):
    """The arguments break a rule of the contract; nothing was sent.

    `.field` and `.rule` are those of the first breach; `.violations` holds all of them as `(field, rule)`.
    """

    _longest = 10_000  # all of it is the caller's own

    def __init__(self, violations: Sequence[tuple[str, str]]) -> None:
        super().__init__("; ".join(f"{field}: {rule}" for field, rule in violations))
        self.violations: tuple[tuple[str, str], ...] = tuple(violations)
        self.field: str
        self.rule: str
        self.field, self.rule = self.violations[0]


class _OfCall(ProvisioningError):
    """An error whose text ends with the call that it ended."""

    operation: str | None = None
    """The contract's operationId; None for `request()`."""
    method: str | None = None
    route: str | None = None
    """Path template of the operation; the real path may hold ids that do not belong in logs."""
    project_id: str | None = None
    deadline: float | None = None
    """Seconds that the whole call had."""

    def __str__(self) -> str:
        words = super().__str__()
        if self.route is None:
            return words
        call = self.operation or _shown(f"{self.method} {self.route}", 150)
        where = f" [{call}, project {_shown(self.project_id or '', 100)}]"
        return _shown(words, self._longest - len(where)) + where


class TransportError(_OfCall):
    """No usable response came.

    `.sent` tells whether the service may have acted on the call: some attempt, this or an earlier one, may have
    arrived and was not rejected. Attempts at the token endpoint do not count.
    `.operation`, `.method`, `.route` and `.project_id` name the call.
    """

    def __init__(self, message: str, *, sent: bool, attempts: int = 1) -> None:
        super().__init__(message)
        self.sent = sent
        self.attempts = attempts


class ConnectFailed(TransportError):
    """No connection came about, so the service has seen nothing of this attempt; `.sent` speaks of earlier ones too."""

    def __init__(self, message: str, *, attempts: int = 1) -> None:
        super().__init__(message, sent=False, attempts=attempts)


class ConnectionLost(TransportError):
    """The connection broke before the response was complete."""


class TimedOut(TransportError):
    """One attempt took longer than `Config.timeout` (or `connect_timeout`) seconds."""


class DeadlineExceeded(_OfCall):
    """The whole call, with its waits and retries, would take longer than `.deadline` (`Config.deadline`) seconds.

    `.sent` tells whether the service may have acted on the call; the error of the last attempt is the cause.
    `.operation`, `.method`, `.route` and `.project_id` name the call.
    """

    def __init__(self, message: str, *, sent: bool, attempts: int = 0) -> None:
        super().__init__(message)
        self.sent = sent
        self.attempts = attempts


class ApiError(ProvisioningError):
    """The service responded with an error; programs key on `.error_code`, people read `.message` and `.resolution`."""

    def __init__(
        self,
        *,
        status: int,
        error_code: str | None = None,
        message: str = "",
        resolution: str = "",
        additional_information: Mapping[str, Any] | None = None,
        request_id: str | None = None,
        retry_after: float | None = None,
        method: str = "",
        route: str = "",
        operation: str | None = None,
        project_id: str | None = None,
        attempts: int = 1,
        body: bytes = b"",
    ) -> None:
        self.additional_information: dict[str, Any] = dict(additional_information or {})
        head = " ".join(part for part in (str(status), _shown(error_code or "", 100)) if part)
        where = [_shown(f"{method} {route}".strip(), 150)]
        if project_id:
            where.append(f"project {_shown(project_id, 100)}")
        if request_id:
            where.append(f"request {_shown(request_id, 100)}")
        place = ", ".join(part for part in where if part)
        details = _some(self.validation_errors)
        advice = _shown(resolution, 300)
        # A long message does not push out what to do about it.
        words = _shown(message, self._longest - len(head) - len(place) - len(advice) - len(details) - 10)
        parts = (f"{head}:", words, details, f"[{place}]" if place else "", advice)
        super().__init__(" ".join(part for part in parts if part))
        self.status = status
        self.error_code = error_code
        self.message = message
        self.resolution = resolution
        self.request_id = request_id
        self.retry_after = retry_after
        """Seconds that the service asked to wait, if it did."""
        self.method = method
        self.route = route
        """Path template of the operation; the real path may hold ids that do not belong in logs."""
        self.operation = operation
        """The contract's operationId; None for `request()`."""
        self.project_id = project_id
        self.attempts = attempts
        self.body = body
        """The response as it came."""

    @property
    def validation_errors(self) -> list[str]:
        """What exactly was wrong, a text each starting with a dotted field path (400 `invalid_input`, 412)."""
        found = self.additional_information.get("validationErrors")
        if isinstance(found, str):
            return [found]
        return [str(item) for item in cast("list[object]", found)] if isinstance(found, list) else []


class BadRequest(ApiError):
    """400: the service rejects what was sent; see `.validation_errors`."""


class Unauthorized(ApiError):
    """401: the credentials are missing, wrong, spent, or not for this project."""


class Forbidden(ApiError):
    """403: the project is not set up for this."""


class NotFound(ApiError):
    """404: something is not there; read `.error_code`, as not every 404 means that the resource is gone."""


class Conflict(ApiError):
    """409: the present state does not allow this."""


class PreconditionFailed(ApiError):
    """412: data is missing; see `.validation_errors`."""


class FailedDependency(ApiError):
    """424: a limit is reached, or another party (Meta, Kakao) declined."""


class RateLimited(ApiError):
    """429: too many requests; `.retry_after` holds the seconds that the service named, if it named any."""


class ServerError(ApiError):
    """5xx: the service, or something on the way to it, failed."""


class DecodeError(ProvisioningError):
    """A response does not fit its model; `.path` says where (`$.senders[3].state`), `.body` holds it as it came."""

    def __init__(
        self,
        reason: str,
        *,
        path: str = "$",
        operation: str | None = None,
        body: bytes = b"",
        unreadable: Sequence[Any] = (),
    ) -> None:
        where = f" in the response to {_shown(operation, 150)}" if operation else ""
        hint = "; the raw response is in .body" if body else ""
        super().__init__(f"{_shown(path, 300)}: {_shown(reason, 400)}{where}{hint}")
        self.reason = reason
        self.path = path
        self.operation = operation
        self.body = body
        self.unreadable: tuple[Any, ...] = tuple(unreadable)


class IncompleteAnswer(ConnectionLost, DecodeError):
    """A response's body broke off or was badly framed; `.body` holds what came. The service has done its part."""

    def __init__(self, message: str, *, body: bytes = b"", attempts: int = 1, operation: str | None = None) -> None:
        ProvisioningError.__init__(self, f"{_shown(message, 900)}{'; what came is in .body' if body else ''}")
        self.sent = True
        self.attempts = attempts
        self.reason = message
        self.path = "$"
        self.operation = operation
        self.body = body
        self.unreadable: tuple[Any, ...] = ()


class SignatureError(ProvisioningError):
    """A webhook call is not what it claims to be; `.reason` says which check failed."""

    def __init__(self, message: str, *, reason: str = "signature") -> None:
        super().__init__(message)
        self.reason = reason


class StorageError(ProvisioningError):
    """A file that this package keeps, such as a `webhooks.Inbox`, cannot be used; the text says what to do."""


class WaitFailed(ProvisioningError):
    """The state waited for was not reached, or cannot be reached any more.

    `.wanted` holds the wanted states, `.state` the last one, `.last` the object as last seen.
    """

    def __init__(self, message: str, *, last: Any = None, wanted: Sequence[str] = (), state: str | None = None) -> None:
        super().__init__(message)
        self.last = last
        self.wanted: tuple[str, ...] = tuple(wanted)
        self.state = state


class BulkFailed(ProvisioningError):
    """Some of many calls failed; `.errors` maps their keys to their errors, `.results` the others to their values."""

    def __init__(self, errors: Mapping[Any, Exception], results: Mapping[Any, Any]) -> None:
        first = next(iter(errors.items()))
        super().__init__(
            f"{len(errors)} of {len(errors) + len(results)} calls failed; the first: {first[0]!r}: {first[1]}"
        )
        self.errors: dict[Any, Exception] = dict(errors)
        self.results: dict[Any, Any] = dict(results)
