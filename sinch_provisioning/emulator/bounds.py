"""Bounds of what an emulator is made of, checked before anything of it begins. All raise `ValueError` but the first."""

import math
from importlib.util import find_spec

_EXTRA = ("jsonschema_rs", "jinja2")
"""Packages of the extra `emulator`; both are imported when they are needed first."""
MAX_ID_LENGTH = 100
MAX_SENDERS = 10_000_000


def require_extra() -> None:
    """Raise `ModuleNotFoundError` where a package of the extra is missing."""
    missing = [name for name in _EXTRA if find_spec(name) is None]
    if missing:
        raise ModuleNotFoundError(
            f"the emulator needs {' and '.join(missing)}: pip install 'sinch-provisioning[emulator]'", name=missing[0]
        )


def require_between(name: str, value: float, low: float, high: float) -> None:
    """Reject a number that is out of its bounds, or not a number."""
    if not low <= value <= high:
        raise ValueError(f"{name} is between {low} and {high}, not {value}")


def require_lifetime(seconds: float) -> None:
    """Reject a lifetime of tokens that is not a finite number above 0."""
    if not (math.isfinite(seconds) and seconds > 0):
        raise ValueError(f"token_lifetime is a number of seconds above 0, not {seconds}")


def require_project_id(project_id: str) -> None:
    """Reject an id of a project that is empty, too long, or not printable."""
    if not 0 < len(project_id) <= MAX_ID_LENGTH or not project_id.isprintable():
        raise ValueError(f"a project's id has 1 to {MAX_ID_LENGTH} printable characters")
