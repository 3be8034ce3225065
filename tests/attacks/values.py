"""Values that break programs, and shapes made of them."""

import random
from typing import Any

JSON = Any

ODD: list[JSON] = [
    *(None, True, False, 0, -1, 1, 2**31, 2**53, 2**63, 2**64, 10**30, -(10**30), 0.5, -0.0, 1e12, 1e308, 5e-324),
    *("", " ", "0", "-1", "null", "true", "NaN", "inf", "1e999", "\0", "\r\nX: 1", "..", "/", "%", "%00", "{}", "[]"),
    *("é", "\u202e", "\U0001f600", "\ud7ff", "x" * 101, "x" * 10_000, "9" * 5_000, "<script>", "__class__", "{{7*7}}"),
    *([], {}, [[]], [None], {"": ""}, [{}] * 50, {"a": {"a": {"a": {}}}}, ["x"] * 1_000),
]
TEXTS = ["p1", "nobody", "SE", "Telia", "LAUNCHED", "REJECTED", "ACTIVE", "APPROVED", "EN", "+4670", "listRcsSenders"]


def odd(chance: random.Random) -> JSON:
    """Return one odd value, sometimes nested."""
    value = chance.choice(ODD) if chance.random() < 0.7 else chance.choice(TEXTS)
    for _ in range(chance.choice((0, 0, 0, 1, 3, 150))):
        value = [value] if chance.random() < 0.5 else {chance.choice(TEXTS): value}
    return value


def fitting(schema: JSON, chance: random.Random, projects: list[str]) -> JSON:
    """Return a value that a JSON Schema of the control interface may take."""
    if "enum" in schema:
        return chance.choice(schema["enum"])
    if "anyOf" in schema:
        return fitting(chance.choice(schema["anyOf"]), chance, projects)
    match schema.get("type"):
        case "string":
            return chance.choice([*projects, *TEXTS])
        case "integer":
            return chance.choice([0, 1, 2, 100, 10_000])
        case "number":
            return chance.choice([0, 0.5, 1, 5, 60])
        case "boolean":
            return chance.random() < 0.5
        case "array":
            return [fitting(schema.get("items", {}), chance, projects) for _ in range(chance.randrange(3))]
        case "object":
            return {}
        case _:
            return None
