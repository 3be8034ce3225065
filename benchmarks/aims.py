"""What each ratio should be: a target and a stretch. A more recent Python has its own where its floor is another."""

import sys
from typing import TypedDict

Aim = tuple[float, float]

NEWER = sys.version_info >= (3, 12)

AIMS: dict[str, Aim] = {
    "decode, pydantic": (0.30, 0.20),
    "decode, orjson": (1.35, 1.1) if NEWER else (1.15, 0.9),
    "decode, no question twice, orjson": (1.85, 1.5) if NEWER else (1.6, 1.3),
    "wrong body": (15, 5),
    "odd item": (3, 2),
    "write, orjson": (12, 8),
    "write, pydantic": (1.4, 1.0),
    "sweep, bare": (0.85, 1.0) if NEWER else (0.95, 1.05),
    "sweep, python_client": (6, 8),
    "sweep, generator": (12, 15),
    "get": (1.25, 1.15),
    "blocking get": (0.6, 0.45),
    "first page, bare": (1.6, 1.25),
    "peak memory": (8, 4),
    "memory growth": (5, 2),
    "growing estate": (1.2, 1.1),
    "onboardings, memory": (8, 4),
    "onboardings, rate": (1.05, 1.0),
    "export, csv": (4, 1),
    "export, jsonl": (4, 1),
    "export, parquet": (16, 8),
    "import": (0.1, 0.06),
    "import of a family": (0.9, 0.5),
    "help": (1.0, 0.7),
    "help of one command": (1.6, 1.0),
}


class Aimed(TypedDict):
    """The two aims, as keywords of a `Ratio`."""

    target: float | None
    stretch: float | None


def aim(name: str) -> Aimed:
    """Return what a ratio should be; None for one that only shows."""
    target, stretch = AIMS.get(name, (None, None))
    return {"target": target, "stretch": stretch}
