"""Bounds of what an emulator is made of, checked before anything of it begins."""

import math
from importlib.util import find_spec

_EXTRA = ("jsonschema_rs", "jinja2")
"""Packages of the extra `emulator`; both are imported when they are needed first."""
MAX_ID_LENGTH = 100
MAX_SENDERS = 10_000_000


def require_extra() -> None:
    """Reject an installation without the extra.

    Raises:
        ModuleNotFoundError: a package of it is missing.
    """
    missing = [name for name in _EXTRA if find_spec(name) is None]
    if missing:
        raise ModuleNotFoundError(
            f"the emulator needs {' and '.join(missing)}: pip install 'sinch-provisioning[emulator]'", name=missing[0]
        )


def require_senders(senders: int) -> None:
    """Reject a number of senders that no project can begin with.

    Raises:
        ValueError: it is negative or too large.
    """
    if senders < 0:
        raise ValueError(f"senders cannot be negative, is {senders}")
    if senders > MAX_SENDERS:
        raise ValueError(f"a project begins with at most {MAX_SENDERS:,} senders")


def require_project_id(project_id: str) -> None:
    """Reject what cannot be the id of a project.

    Raises:
        ValueError: it is empty, too long, or not printable.
    """
    if not 0 < len(project_id) <= MAX_ID_LENGTH or not project_id.isprintable():
        raise ValueError(f"a project's id has 1 to {MAX_ID_LENGTH} printable characters")


def require_port(port: int) -> None:
    """Reject what is not a port.

    Raises:
        ValueError: it is not.
    """
    if not 0 <= port <= 65_535:
        raise ValueError(f"port is between 0 and 65535, not {port}")


def require_lifetime(seconds: float) -> None:
    """Reject a lifetime of tokens that is no time.

    Raises:
        ValueError: it is not a finite number above 0.
    """
    if not (math.isfinite(seconds) and seconds > 0):
        raise ValueError(f"token_lifetime is a number of seconds above 0, not {seconds}")
