"""Results for both kinds of loop: what walks them decides how they are made."""

from collections.abc import AsyncGenerator, AsyncIterator, Callable, Generator
from functools import cached_property
from typing import Any, TypeVar, final

R = TypeVar("R")


@final
class Results(AsyncGenerator[R, None], Generator[R, None, None]):
    """Results that are made by tasks for an `async for`, and without async for a `for`."""

    def __init__(
        self, in_tasks: Callable[[], AsyncGenerator[R, None]], without_async: Callable[[], Generator[R, None, None]]
    ) -> None:
        self._in_tasks = in_tasks
        self._without_async = without_async

    @cached_property
    def _async(self) -> AsyncGenerator[R, None]:
        return self._in_tasks()

    @cached_property
    def _blocking(self) -> Generator[R, None, None]:
        return self._without_async()

    # Loops walk the generators themselves; `next()`, `close()` and the like come through the methods below.

    def __aiter__(self) -> AsyncIterator[R]:
        return self._async

    async def asend(self, value: None, /) -> R:
        return await self._async.asend(value)

    async def athrow(self, *error: Any) -> R:
        return await self._async.athrow(*error)

    async def aclose(self) -> None:
        await self._async.aclose()

    def __iter__(self) -> Generator[R, None, None]:  # noqa: PYI058 - more than an iterator
        return self._blocking

    def send(self, value: None, /) -> R:
        return self._blocking.send(value)

    def throw(self, *error: Any) -> R:
        return self._blocking.throw(*error)
