"""Tasks whose result is not awaited any more."""

from typing import Protocol


class Finished(Protocol):
    """What matters of a task that has ended."""

    def cancelled(self) -> bool: ...
    def exception(self) -> BaseException | None: ...


def retrieve_exception(task: Finished) -> None:
    """Retrieve a task's exception, so that asyncio does not log that it was never retrieved."""
    if not task.cancelled():
        task.exception()
