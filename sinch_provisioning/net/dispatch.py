"""Carries the calls of one project: builds the request, sends it through the pipeline, reads the response."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar, final

from sinch_provisioning.config import RetryPolicy
from sinch_provisioning.core.dispatch import Clock
from sinch_provisioning.core.operation import Operation, Safety
from sinch_provisioning.core.requests import prepare, prepare_free
from sinch_provisioning.core.responses import read, unread
from sinch_provisioning.core.shapes import check_readable
from sinch_provisioning.core.unset import UNSET
from sinch_provisioning.net.pipeline import Options, Pipeline

T = TypeVar("T")


@final
class ProjectDispatch:
    """The calls of one project, with its options."""

    __slots__ = ("_options", "_pipeline", "project_id")

    def __init__(self, pipeline: Pipeline, project_id: str, options: Options) -> None:
        self._pipeline = pipeline
        self.project_id: str = project_id
        self._options = options

    @property
    def clock(self) -> Clock:
        """Whose time counts for waits."""
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
        """Send a request and read its response."""
        # The response is in no variable: what does not fit its type must not show in a traceback's locals.
        return read(
            operation.returns,
            await self._pipeline.run(prepare(operation, self.project_id, path, query, body), self._options),
            operation.id,
        )

    async def send_deferred(
        self, operation: Operation[T], /, *, path: Mapping[str, str], query: Mapping[str, object]
    ) -> Callable[[], T]:
        """Send a request, and return a function that reads its response."""
        request = prepare(operation, self.project_id, path, query, UNSET)
        return unread(operation.returns, await self._pipeline.run(request, self._options), operation.id)

    async def request(
        self,
        method: str,
        path: str,
        returns: Any,
        query: Mapping[str, object],
        body: object,
        safety: Safety | None,
    ) -> Any:
        """Send a request that no operation describes."""
        request = prepare_free(method, path, self.project_id, query, body, safety)
        if returns is not None and returns is not bytes:
            check_readable("returns", returns)
        return read(
            type(None) if returns is None else returns, await self._pipeline.run(request, self._options), request.route
        )

    def of_project(self, project_id: str) -> "ProjectDispatch":
        """Return the same for another project."""
        return ProjectDispatch(self._pipeline, project_id, self._options)

    def evolve(
        self,
        *,
        timeout: float | None,
        deadline: float | None,
        retry: RetryPolicy | None,
        headers: Mapping[str, str],
    ) -> "ProjectDispatch":
        """Return the same with other options; None leaves one as it is, and headers come on top of those there."""
        old = self._options
        options = Options(
            timeout=old.timeout if timeout is None else timeout,
            deadline=old.deadline if deadline is None else deadline,
            retry=retry or old.retry,
            headers={**old.headers, **headers},
        )
        return ProjectDispatch(self._pipeline, self.project_id, options)
