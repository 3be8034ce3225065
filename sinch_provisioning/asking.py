"""Ask the caller for something in the middle of a call, through a function of theirs, plain or async."""

import inspect
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Generic, TypeVar, TypeVarTuple, cast, final

from sinch_provisioning.core.arguments import check_whole
from sinch_provisioning.errors import InvalidRequest, ProvisioningError

T = TypeVar("T")
R = TypeVar("R")
S = TypeVar("S")
Ts = TypeVarTuple("Ts")

__all__ = ["Codes", "ask"]


async def ask(question: Callable[[*Ts], R | Awaitable[R]], *about: *Ts) -> R:
    """Return what the caller's function returns.

    A plain function may keep a person at a prompt, so it runs in a thread of its own and does not block the event loop;
    a call that is cancelled does not wait for it.
    """
    if inspect.iscoroutinefunction(question):
        return cast("R", await question(*about))
    from anyio.to_thread import run_sync

    returned = await run_sync(question, *about, abandon_on_cancel=True)
    # An object or a lambda can be async without looking it.
    return cast("R", await returned) if inspect.isawaitable(returned) else returned


@final
class Codes(Generic[T, R]):
    """The one-time codes that the caller's function returns; after a wrong one it is called again, up to `tries` times.

    Raises:
        InvalidRequest: `code` cannot be called with one argument, or `tries` is not a whole number of at least 1.
    """

    def __init__(self, code: Callable[[T], R | Awaitable[R]], *, tries: int) -> None:
        if not callable(code):
            raise InvalidRequest([("code", "must be a function that returns the code; `verify` takes a code")])
        with suppress(ValueError):  # of a function of C that does not tell
            try:
                inspect.signature(code).bind(None)
            except TypeError:
                rule = "has to take one argument, which tells what the code is for"
                raise InvalidRequest([("code", rule)]) from None
        check_whole("tries", tries, 1)
        self._code = code
        self._tries = tries

    async def submit(
        self, about: T, call: Callable[[R], Awaitable[S]], *, is_wrong: Callable[[ProvisioningError], bool]
    ) -> S:
        """Get a code for what it is about, and return what `call` returns, which submits it.

        `is_wrong` tells whether an error of `call` means a wrong code, so that another one makes sense.
        """
        left = self._tries
        while True:
            left -= 1
            try:
                return await call(await ask(self._code, about))
            except ProvisioningError as error:
                if not (left and is_wrong(error)):
                    raise
