"""AsyncClient and its project scopes."""

import random as random_module
import sys
import warnings
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Generic, Self, TypedDict, TypeVar, Unpack, overload

from sinch_provisioning.config import Config, ConfigFields, RetryPolicy
from sinch_provisioning.core.dispatch import Clock
from sinch_provisioning.core.groups import Group
from sinch_provisioning.core.operation import Safety
from sinch_provisioning.core.paths import segment
from sinch_provisioning.core.unset import UNSET
from sinch_provisioning.errors import ConfigurationError, InvalidRequest
from sinch_provisioning.net.clock import SystemClock
from sinch_provisioning.net.dispatch import ProjectDispatch
from sinch_provisioning.net.hooks import Hook, Reply, captures
from sinch_provisioning.net.pipeline import Options, Pipeline, checked_headers

if TYPE_CHECKING:
    import aiohttp

    from sinch_provisioning.bundles.api import Bundles
    from sinch_provisioning.conversation.api import Conversation
    from sinch_provisioning.kakaotalk.api import Kakaotalk
    from sinch_provisioning.rcs.api import Rcs
    from sinch_provisioning.sms.api import Sms
    from sinch_provisioning.webhooks.api import Webhooks
    from sinch_provisioning.whatsapp.api import Whatsapp

AnyProject = TypeVar("AnyProject")
T = TypeVar("T")

__all__ = ["AsyncClient", "AsyncProject", "made_at"]


# The client sends these itself, or the transport does.
_OWN_HEADERS = frozenset({"authorization", "connection", "content-length", "content-type", "host", "transfer-encoding"})


def _check_headers(headers: Mapping[Any, Any]) -> None:
    if not isinstance(headers, Mapping):
        raise InvalidRequest([("headers", f"must be a mapping, not {type(headers).__name__}")])
    if not all(isinstance(name, str) and isinstance(content, str) for name, content in headers.items()):
        raise InvalidRequest([("headers", "has to map texts to texts")])
    own = [name for name in checked_headers(headers) if name.lower() in _OWN_HEADERS]
    if own:
        raise InvalidRequest([(name, "is a header of the client's own") for name in own])


def made_at() -> str:
    """Return file and line of the innermost frame outside this package: where a user makes a client."""
    frame = sys._getframe(1)  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] - the only way, and a fast one
    package = __name__.partition(".")[0]
    while frame.f_back is not None and frame.f_globals.get("__name__", "").partition(".")[0] == package:
        frame = frame.f_back
    return f"{frame.f_code.co_filename}:{frame.f_lineno}"


class _RequestOptions(TypedDict, total=False):
    """What `request()` takes besides; see there."""

    query: Mapping[str, object]
    body: object
    safety: Safety | None


class _Scope(Generic[AnyProject]):
    """What both kinds of clients, and their projects, have in common; `AnyProject` is the kind of project."""

    def __init__(self, dispatch: ProjectDispatch) -> None:
        self._dispatch = dispatch

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.project_id}>"

    @property
    def project_id(self) -> str:
        """Project that the calls are about."""
        return self._dispatch.project_id

    def _scope(self, dispatch: ProjectDispatch, /) -> AnyProject:
        raise NotImplementedError

    def project(self, project_id: str) -> AnyProject:
        """Return the same API for another project (or subproject).

        Raises:
            InvalidRequest: the id is empty.
        """
        segment("project_id", project_id)
        return self._scope(self._dispatch.of_project(project_id))

    def options(
        self,
        *,
        timeout: float | None = None,
        deadline: float | None = None,
        retry: RetryPolicy | None = None,
        headers: Mapping[str, str] = {},
    ) -> AnyProject:
        """Return the same API with other options; those not given stay as they are.

        Args:
            timeout: Seconds for one attempt.
            deadline: Seconds for a whole call.
            retry: When and how often a failed attempt is retried; the budget stays the one that the client has.
            headers: Are sent with each request, beside those of earlier `options()`; no credentials.

        Raises:
            InvalidRequest: a limit is not positive, or a header cannot be sent or is the client's own.
        """
        for name, value in (("timeout", timeout), ("deadline", deadline)):
            if value is None:
                continue
            if isinstance(value, bool) or not isinstance(value, int | float):
                raise InvalidRequest([(name, f"must be a number of seconds, not {type(value).__name__}")])
            if not 0 < value < float("inf"):
                raise InvalidRequest([(name, f"must be a positive number of seconds, not {value!r}")])
        if retry is not None and not isinstance(retry, RetryPolicy):
            raise InvalidRequest([("retry", f"must be a RetryPolicy, not {type(retry).__name__}")])
        _check_headers(headers)
        return self._scope(self._dispatch.evolve(timeout=timeout, deadline=deadline, retry=retry, headers=headers))

    @contextmanager
    def capture(self) -> Generator[list[Reply]]:
        """Gather the raw responses (status, headers, body, attempts) of all calls made inside, errors' too."""
        replies: list[Reply] = []
        token = captures.set((*captures.get(), replies))
        try:
            yield replies
        finally:
            captures.reset(token)


class AsyncProject(_Scope["AsyncProject"]):
    """The whole API, for one project; shares session, limits and token with the client that it comes from."""

    rcs: Final["Group[Rcs]"] = Group("sinch_provisioning.rcs.api:Rcs")
    whatsapp: Final["Group[Whatsapp]"] = Group("sinch_provisioning.whatsapp.api:Whatsapp")
    kakaotalk: Final["Group[Kakaotalk]"] = Group("sinch_provisioning.kakaotalk.api:Kakaotalk")
    conversation: Final["Group[Conversation]"] = Group("sinch_provisioning.conversation.api:Conversation")
    bundles: Final["Group[Bundles]"] = Group("sinch_provisioning.bundles.api:Bundles")
    sms: Final["Group[Sms]"] = Group("sinch_provisioning.sms.api:Sms")
    webhooks: Final["Group[Webhooks]"] = Group("sinch_provisioning.webhooks.api:Webhooks")

    def _group(self, _name: str, cls: Callable[[ProjectDispatch], T], /) -> T:
        return cls(self._dispatch)

    def _scope(self, dispatch: ProjectDispatch, /) -> "AsyncProject":
        return AsyncProject(dispatch)

    @overload
    async def request(self, method: str, path: str, *, returns: type[T], **options: Unpack[_RequestOptions]) -> T: ...
    @overload
    async def request(
        self, method: str, path: str, *, returns: None = None, **options: Unpack[_RequestOptions]
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
            returns: What to read the response into: a model, `dict`, `list`, `bytes` for the raw body, None to drop it.
            query: Query parameters; names may be Python's, a list repeats its key, None is left out.
            body: A model, dict or list.
            safety: What sending it a second time would do; by default a POST is never retried.

        Raises:
            InvalidRequest: method or path cannot be used.
        """
        return await self._dispatch.request(method, path, returns, query, body, safety)


class AsyncClient(AsyncProject):
    """The async client: `async with AsyncClient(config) as sinch: ...`.

    Takes a Config or its fields as keywords. Opens its one session with the first call, in the event loop of that call.

    Args:
        config: The settings.
        session: An aiohttp session of yours to be used and left open.
        clock: Whose time counts for retries, tokens and waits; for tests.
        random: Returns 0..1 for the jitter of retries; for tests.
        hooks: See each attempt, and whole calls, retries, waits and token fetches if they want to (`Observer`).
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
            raise ConfigurationError(f"config must be a Config, not {type(config).__name__}", field="config")
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
        options = Options(timeout=config.timeout, deadline=config.deadline)
        super().__init__(ProjectDispatch(self._pipeline, config.project_id, options))
        self._made_at = made_at()

    @classmethod
    def from_env(cls, *, hooks: Sequence[Hook] = (), **overrides: Unpack[ConfigFields]) -> Self:
        """Make a client from SINCH_PROJECT_ID, SINCH_KEY_ID, SINCH_KEY_SECRET and the like; see `Config.from_env`."""
        try:
            return cls(Config.from_env(**overrides), hooks=hooks)
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
            pipeline.transport.abandon()
