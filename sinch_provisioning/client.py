"""AsyncClient and its project scopes."""

import random as random_module
import sys
import warnings
from collections.abc import Awaitable, Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Self, TypeVar, Unpack, final, overload
from urllib.parse import unquote

from sinch_provisioning.config import Config, ConfigFields
from sinch_provisioning.core.dispatch import Clock
from sinch_provisioning.core.groups import Group
from sinch_provisioning.core.operation import Operation, Safety
from sinch_provisioning.core.paths import segment
from sinch_provisioning.core.query import write_query
from sinch_provisioning.core.readable import check_readable
from sinch_provisioning.core.unset import UNSET
from sinch_provisioning.errors import ConfigurationError, InvalidRequest
from sinch_provisioning.net.clock import SystemClock
from sinch_provisioning.net.hooks import Hook, Reply, captures
from sinch_provisioning.net.pipeline import Call, Pipeline, Unread, read, write_body

if TYPE_CHECKING:
    import aiohttp

    from sinch_provisioning.bundles.api import Bundles
    from sinch_provisioning.conversation.api import Conversation
    from sinch_provisioning.kakaotalk.api import Kakaotalk
    from sinch_provisioning.rcs.api import Rcs
    from sinch_provisioning.sms.api import Sms
    from sinch_provisioning.webhooks.api import Webhooks
    from sinch_provisioning.whatsapp.api import Whatsapp

T = TypeVar("T")

__all__ = ["AsyncClient", "AsyncProject"]

_SAFETY = {
    "GET": Safety.SAFE,
    "HEAD": Safety.SAFE,
    "PUT": Safety.IDEMPOTENT,
    "DELETE": Safety.IDEMPOTENT,
    "PATCH": Safety.IDEMPOTENT,
    "POST": Safety.ONCE,
}


@final
class _Sender:
    """What carries the calls of one project, with its limits of time."""

    __slots__ = ("_deadline", "_pipeline", "_timeout", "project_id")

    def __init__(self, pipeline: Pipeline, project_id: str, timeout: float, deadline: float) -> None:
        self._pipeline = pipeline
        self.project_id: str = project_id
        self._timeout = timeout
        self._deadline = deadline

    @property
    def clock(self) -> Clock:
        return self._pipeline.clock

    async def send(
        self,
        operation: Operation[T],
        /,
        *,
        path: Mapping[str, str],
        query: Mapping[str, object],
        body: object,
    ) -> T:
        return read(operation.returns, await self._run(operation, path, query, body), operation.id)

    async def send_deferred(
        self, operation: Operation[T], /, *, path: Mapping[str, str], query: Mapping[str, object]
    ) -> Callable[[], T]:
        return Unread(operation.returns, await self._run(operation, path, query, UNSET), operation.id)

    def _run(
        self, operation: Operation[Any], path: Mapping[str, str], query: Mapping[str, object], body: object
    ) -> Awaitable[bytes]:
        call = Call(
            operation=operation.id,
            method=operation.method,
            route=operation.path,
            target=operation.target(self.project_id, path) + (write_query(query) if query else ""),
            project_id=self.project_id,
            safety=operation.safety,
            body=write_body(body),
        )
        return self._pipeline.run(call, timeout=self._timeout, deadline=self._deadline)

    async def request(
        self,
        method: str,
        path: str,
        returns: Any,
        query: Mapping[str, object],
        body: object,
        safety: Safety | None,
    ) -> Any:
        method = method.upper()
        if method not in _SAFETY:
            raise InvalidRequest([("method", f"has to be one of {', '.join(_SAFETY)}")])
        route = path if path.startswith("/v1/") else f"/v1/projects/{segment('project_id', self.project_id)}{path}"
        if not path.startswith("/") or any(unquote(part) in {".", ".."} for part in path.split("/")):
            raise InvalidRequest([("path", "has to start with a slash and go without . and .. segments")])
        if not path.isascii() or not path.isprintable() or set(path) & set(" ?#"):
            raise InvalidRequest(
                [("path", "has to be percent-encoded, and without a query (that is what query= is for)")]
            )
        if returns is not None and returns is not bytes:
            check_readable("returns", returns)
        call = Call(
            operation=None,
            method=method,
            route=route,
            target=route + write_query(query),
            project_id=self.project_id,
            safety=safety or _SAFETY[method],
            body=write_body(body),
        )
        # The response is in no variable: what does not fit its type must not show in a traceback's locals.
        return read(
            type(None) if returns is None else returns,
            await self._pipeline.run(call, timeout=self._timeout, deadline=self._deadline),
            route,
        )

    def having(self, *, project_id: str | None, timeout: float | None, deadline: float | None) -> "_Sender":
        return _Sender(
            self._pipeline,
            self.project_id if project_id is None else project_id,
            self._timeout if timeout is None else timeout,
            self._deadline if deadline is None else deadline,
        )


class AsyncProject:
    """The whole API, for one project; shares session, limits and token with the client that it comes from."""

    rcs: Final["Group[Rcs]"] = Group("sinch_provisioning.rcs.api:Rcs")
    whatsapp: Final["Group[Whatsapp]"] = Group("sinch_provisioning.whatsapp.api:Whatsapp")
    kakaotalk: Final["Group[Kakaotalk]"] = Group("sinch_provisioning.kakaotalk.api:Kakaotalk")
    conversation: Final["Group[Conversation]"] = Group("sinch_provisioning.conversation.api:Conversation")
    bundles: Final["Group[Bundles]"] = Group("sinch_provisioning.bundles.api:Bundles")
    sms: Final["Group[Sms]"] = Group("sinch_provisioning.sms.api:Sms")
    webhooks: Final["Group[Webhooks]"] = Group("sinch_provisioning.webhooks.api:Webhooks")

    def __init__(self, sender: _Sender) -> None:
        self._sender = sender

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.project_id}>"

    @property
    def project_id(self) -> str:
        """Project that the calls are about."""
        return self._sender.project_id

    def _group(self, _name: str, cls: Callable[[_Sender], T], /) -> T:
        return cls(self._sender)

    def project(self, project_id: str) -> "AsyncProject":
        """Return the same API for another project (or subproject).

        Raises:
            InvalidRequest: the id is empty.
        """
        segment("project_id", project_id)
        return AsyncProject(self._sender.having(project_id=project_id, timeout=None, deadline=None))

    def options(self, *, timeout: float | None = None, deadline: float | None = None) -> "AsyncProject":
        """Return the same API with other limits of time, in seconds, for one attempt and for a whole call.

        Raises:
            InvalidRequest: a limit is not positive.
        """
        for name, value in (("timeout", timeout), ("deadline", deadline)):
            if value is None:
                continue
            if isinstance(value, bool) or not isinstance(value, int | float):
                raise InvalidRequest([(name, f"has to be a number of seconds, is {type(value).__name__}")])
            if not 0 < value < float("inf"):
                raise InvalidRequest([(name, f"has to be a positive number of seconds, is {value!r}")])
        return AsyncProject(self._sender.having(project_id=None, timeout=timeout, deadline=deadline))

    @contextmanager
    def capture(self) -> Generator[list[Reply]]:
        """Gather the raw answers (status, headers, body, attempts) of all calls made inside, errors' too."""
        replies: list[Reply] = []
        token = captures.set((*captures.get(), replies))
        try:
            yield replies
        finally:
            captures.reset(token)

    @overload
    async def request(
        self,
        method: str,
        path: str,
        *,
        returns: type[T],
        query: Mapping[str, object] = ...,
        body: object = ...,
        safety: Safety | None = ...,
    ) -> T: ...
    @overload
    async def request(
        self,
        method: str,
        path: str,
        *,
        returns: None = None,
        query: Mapping[str, object] = ...,
        body: object = ...,
        safety: Safety | None = ...,
    ) -> None: ...
    async def request(
        self,
        method: str,
        path: str,
        *,
        returns: type[Any] | None = None,
        query: Mapping[str, object] = {},
        body: object = UNSET,
        safety: Safety | None = None,
    ) -> Any:
        """Call an endpoint that this version does not know yet, with the same authentication, retries and errors.

        Args:
            method: HTTP method.
            path: Below the project, as `/rcs/senders`, or from the top, as `/v1/...`; percent-encoded.
            returns: What to read the answer into: a model, `dict`, `list`, `bytes` for the raw body, None for nothing.
            query: Query parameters; names may be Python's, a list repeats its key, None is left out.
            body: A model, dict or list.
            safety: What a repetition would do; by default a POST is never repeated.

        Raises:
            InvalidRequest: method or path cannot be used.
        """
        return await self._sender.request(method, path, returns, query, body, safety)


class AsyncClient(AsyncProject):
    """The async client: `async with AsyncClient(config) as sinch: ...`.

    Takes a Config or its fields as keywords. Opens its one session with the first call, in the event loop of that call.

    Args:
        config: The settings.
        session: An aiohttp session of yours to be used and left open.
        clock: Whose time counts for retries, tokens and waits; for tests.
        random: Returns 0..1 for the jitter of retries; for tests.
        hooks: Are told of each attempt.
        fields: Fields of `Config`.

    Raises:
        ConfigurationError: a setting is missing, unknown, or contradicts another.
    """

    def __init__(
        self,
        config: Config | None = None,
        /,
        *,
        session: "aiohttp.ClientSession | None" = None,
        clock: Clock | None = None,
        random: "random_module.Random | None" = None,
        hooks: Sequence[Hook] = (),
        **fields: Unpack[ConfigFields],
    ) -> None:
        if config is None:
            try:
                config = Config.of(**fields)
            finally:
                del fields  # so that an error passes through no frame that holds secrets
        elif not isinstance(config, Config):
            raise ConfigurationError(f"config has to be a Config, is {type(config).__name__}", field="config")
        elif fields:
            name = next(iter(fields))
            del fields
            raise ConfigurationError(
                f"{name} is given beside a Config; use sinch_provisioning.evolve(config, ...)", field=name
            )
        self.config = config
        self._pipeline = Pipeline(
            config,
            session=session,
            clock=clock or SystemClock(),
            random=(random or random_module.Random()).random,  # noqa: S311 - jitter
            hooks=hooks,
        )
        super().__init__(_Sender(self._pipeline, config.project_id, config.timeout, config.deadline))
        frame = sys._getframe(1)
        self._made_at = f"{frame.f_code.co_filename}:{frame.f_lineno}"

    @classmethod
    def from_env(cls, **overrides: Unpack[ConfigFields]) -> Self:
        """Make a client from SINCH_PROJECT_ID, SINCH_KEY_ID, SINCH_KEY_SECRET and the like; see `Config.from_env`."""
        try:
            return cls(Config.from_env(**overrides))
        finally:
            del overrides

    async def close(self) -> None:
        """End background work and close the session; a second call does nothing."""
        await self._pipeline.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.close()

    def __del__(self) -> None:
        pipeline: Pipeline | None = getattr(self, "_pipeline", None)
        if pipeline is not None and pipeline.transport.is_open:
            warnings.warn(
                f"unclosed {type(self).__name__}, made at {self._made_at}; use `async with` or `await client.close()`",
                ResourceWarning,
                stacklevel=2,
                source=self,
            )
