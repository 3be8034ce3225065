"""Facts that the emulator has as data, as JSON."""

import json
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def data(name: str) -> Any:
    """Return the content of a file of this package; it is not to be changed."""
    return json.loads(files(__name__).joinpath(f"{name}.json").read_bytes())
