"""Ask the caller for something in the middle of a call, through a function of theirs, plain or async."""

import inspect
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar, cast, final

from sinch_provisioning.errors import InvalidRequest, ProvisioningError

T = TypeVar("T")
R = TypeVar("R")
S = TypeVar("S")

__all__ = ["Answers", "ask"]


async def ask(question: Callable[[T], R | Awaitable[R]], about: T) -> R:
    """Return what the function answers.

    A plain function may keep a person at a prompt, so it runs in a thread of its own and holds up nobody; if the call
    is cancelled, nobody waits for its answer any more.
    """
    if inspect.iscoroutinefunction(question):
        return cast("R", await question(about))
    from anyio.to_thread import run_sync

    answer = await run_sync(question, about, abandon_on_cancel=True)
    # An object or a lambda can be async without looking it.
    return cast("R", await answer) if inspect.isawaitable(answer) else answer


@final
class Answers(Generic[T, R]):
    """What the caller's function answers, and answers again after a wrong answer.

    Args:
        question: The function; the caller knows it as `code`.
        tries: How often to ask at most.

    Raises:
        InvalidRequest: `question` cannot be called, or `tries` is not a whole number of at least 1.
    """

    def __init__(self, question: Callable[[T], R | Awaitable[R]], *, tries: int) -> None:
        if not callable(question):
            raise InvalidRequest([("code", "has to be a function that returns the code; `verify` takes a code")])
        if not _takes_one(question):
            raise InvalidRequest([("code", "has to take one argument, which tells what the code is for")])
        if isinstance(tries, bool) or not isinstance(tries, int) or tries < 1:
            raise InvalidRequest([("tries", f"has to be at least 1, and a whole number, is {tries!r}")])
        self._question = question
        self._tries = tries

    async def hand_in(
        self, about: T, call: Callable[[R], Awaitable[S]], *, wrong: Callable[[ProvisioningError], bool]
    ) -> S:
        """Ask, and return what `call` makes of the answer.

        Args:
            about: What the function is given.
            call: Hands the answer in.
            wrong: Whether an error of `call` speaks of a wrong answer, so that asking again makes sense.
        """
        left = self._tries
        while True:
            left -= 1
            try:
                return await call(await ask(self._question, about))
            except ProvisioningError as error:
                if not (left and wrong(error)):
                    raise


def _takes_one(function: Callable[..., object]) -> bool:
    try:
        inspect.signature(function).bind(None)
    except TypeError:
        return False
    except ValueError:  # a function of C that does not tell
        return True
    return True
