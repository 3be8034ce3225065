"""Functions that are compiled for one model, as attrs compiles its own."""

from collections.abc import Mapping, Sequence
from typing import Any


def compiled(name: str, lines: Sequence[str], known: Mapping[str, Any], *, argument: str = "self") -> Any:
    """Return a function of these lines and the objects known to them; it takes a fraction of a loop over fields."""
    names = dict(known)
    exec("\n    ".join([f"def {name}({argument}):", *lines]), names)  # noqa: S102 - made of the names of our own fields
    return names[name]
