"""Starting threads, which Python does not allow at every moment."""

import sys
import threading
from collections.abc import Callable
from importlib import import_module

from sinch_provisioning.errors import ConfigurationError


def exiting() -> bool:
    """Return whether the interpreter is shutting down: the main thread has ended, and atexit functions may be running.

    `sys.is_finalizing()` is false then. Python 3.12 and later reject a thread that is started now, and earlier versions
    stop it at any moment, while others wait for it.
    """
    return not threading.main_thread().is_alive()


def start(work: Callable[[], object], name: str = "sinch_provisioning") -> threading.Thread:
    """Run a function in a thread, a daemon: what a caller leaves open must not keep the process from ending.

    Raises:
        ConfigurationError: the interpreter is shutting down, or the system allows no more threads.
    """
    if not exiting():
        thread = threading.Thread(target=work, name=name, daemon=True)
        try:
            thread.start()
        except RuntimeError as error:
            if not exiting():
                raise ConfigurationError(f"the system starts no thread: {error}") from None
        else:
            return thread
    raise ConfigurationError(
        "the interpreter is shutting down, so this call cannot start the thread that it needs; call before the main "
        "thread ends, not from an atexit function"
    )


def start_native(work: Callable[[], None]) -> Callable[[], object]:
    """Run a function in a thread of the operating system, and return what waits for its end; raises as `start`.

    Where gevent has patched `threading`, threads are greenlets of one such thread, which runs one event loop at most.
    """
    monkey = sys.modules.get("gevent.monkey")
    if monkey is None or not monkey.is_module_patched("threading"):
        return start(work).join
    pool = import_module("gevent.threadpool").ThreadPool(1)
    done = pool.spawn(work)

    def join() -> None:
        done.wait()
        pool.kill()

    return join
