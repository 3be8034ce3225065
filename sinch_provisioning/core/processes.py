"""What belongs to one process: it starts over in the child of a fork, and cannot be pickled."""

import os
from typing import NoReturn
from weakref import WeakSet


class OneProcess:
    """Base of what holds threads, locks, sockets and event loops, none of which another process can use."""

    def __init__(self) -> None:
        _living.add(self)

    def start_over(self) -> None:
        """Forget all that belongs to the parent process, and touch none of it: its sockets are shared."""
        raise NotImplementedError

    def __reduce__(self) -> NoReturn:
        raise TypeError(
            "a client belongs to its process and cannot be pickled or copied: pickle its Config (`client.config`), and "
            "make a client from it in the other process"
        )


_living: WeakSet[OneProcess] = WeakSet()


def _forked() -> None:
    for one in list(_living):
        one.start_over()


if hasattr(os, "register_at_fork"):  # not on Windows, which knows no fork
    os.register_at_fork(after_in_child=_forked)
