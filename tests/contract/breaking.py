"""Bodies that break one rule of the contract each."""

import json
import re
from collections.abc import Iterator
from typing import Any

import attrs

from tests.contract.bodies import worded
from tests.contract.document import breaches

JSON = Any
Place = tuple[str | int, ...]

_PATTERNED = {
    "^[0-9]{3}$": "001",
    "^[0-9]{4}$": "0001",
    "^[0-9]{1,15}$": "48123",
    "^#[0-9A-Fa-f]{6}$": "#0B5FFF",
    r"^\+[1-9][0-9]{1,14}$": "+46123123123",
    r"^\+?[\d+\s]{6,15}$": "+46123123123",
    r"^(?:\+|00)\d{6,15}$": "+46123123123",
    r"^\d+$": "123456789",
    r"^\d{2}-\d{7}$": "12-3456789",
    "^[a-z0-9][a-z0-9_]*[a-z0-9]$": "parcel_news",
    r"^\S+$": "123456",
    "^[A-Z]{2}$": "SE",
    "^([A-Z]{2}|UNRECOGNIZED)$": "SE",
}
_FORMATTED = {"date-time": "2026-01-05T08:00:00.000Z", "uri": "https://parcels.example", "email": "ann@parcels.example"}


@attrs.frozen
class Breaking:
    """A body, the place that is wrong in it, and the rule."""

    place: Place
    rule: str
    body: JSON


def schema_of(schema: JSON) -> JSON:
    """Return what a schema stands for, with the rules that are stated in words."""
    while "$ref" in schema:
        schema = worded(schema["$ref"])
    return schema_of(schema["allOf"][0]) if "allOf" in schema else schema


def least(schema: JSON) -> JSON:
    """Return the least that keeps a schema."""
    schema = schema_of(schema)
    if "const" in schema:
        return schema["const"]
    if "enum" in schema:
        return schema["enum"][0]
    for several in ("oneOf", "anyOf"):
        if several in schema and "properties" not in schema:
            return least(schema[several][0])
    match _kind(schema):
        case "object":
            needed = [*schema.get("required", []), *schema.get("anyOf", [{"required": []}])[0]["required"]]
            return {name: least(schema["properties"][name]) for name in needed}
        case "array":
            return several_of(schema["items"], schema.get("minItems", 0))
        case "string" if "pattern" in schema:
            return _PATTERNED[schema["pattern"]]
        case "string" if "format" in schema:
            return _FORMATTED[schema["format"]]
        case "string":
            return "x" * schema.get("minLength", 1)
        case "boolean":
            return True
        case _:
            return schema.get("minimum", 1)


def several_of(schema: JSON, count: int) -> list[JSON]:
    """Return values that keep a schema, different ones where it is easy."""
    if count == 0:
        return []  # the items of a schema that contains itself are never made
    one, resolved = least(schema), schema_of(schema)
    if count == 1:
        return [one]
    if "enum" in resolved:
        return [resolved["enum"][number % len(resolved["enum"])] for number in range(count)]
    if isinstance(one, str):
        return [f"{one[: max(0, len(one) - 4)]}{number:04}" for number in range(count)]
    properties = resolved["properties"]
    for name, value in one.items():
        if isinstance(value, str) and "const" not in schema_of(properties[name]):
            return [{**one, name: other} for other in several_of(properties[name], count)]
    return [one] * count


def _kind(schema: JSON) -> str | None:
    kind: str | list[str] | None = schema.get("type")
    return kind[0] if isinstance(kind, list) else kind


def breaking(schema: JSON) -> Iterator[Breaking]:
    """Walk the rules of a schema, each with a body that breaks it and nothing else."""
    schema = schema_of(schema)
    for several in ("oneOf", "anyOf"):
        if several in schema and "properties" not in schema:
            for variant in schema[several]:
                # What one variant refuses another may take.
                yield from (found for found in breaking(variant) if breaches(schema, found.body))
            return
    match _kind(schema):
        case "object" if "properties" in schema:
            yield from _in_object(schema)
        case "array":
            yield from _in_array(schema)
        case "string" if "enum" not in schema and "const" not in schema:
            yield from _in_text(schema)
        case "number" | "integer":
            for rule, step in (("minimum", -1), ("maximum", 1)):
                if rule in schema:
                    yield Breaking((), rule, schema[rule] + step)
        case _:
            pass


def _in_object(schema: JSON) -> Iterator[Breaking]:
    base = least(schema)
    for name, inner in schema["properties"].items():
        for found in breaking(inner):
            yield Breaking((name, *found.place), found.rule, {**base, name: found.body})


def _in_array(schema: JSON) -> Iterator[Breaking]:
    items = schema["items"]
    if schema.get("minItems"):
        yield Breaking((), "minItems", several_of(items, schema["minItems"] - 1))
    if "maxItems" in schema:
        yield Breaking((), "maxItems", several_of(items, schema["maxItems"] + 1))
    if schema.get("uniqueItems"):
        yield Breaking((), "uniqueItems", [least(items)] * 2)
    for found in breaking(items):
        yield Breaking((0, *found.place), found.rule, [found.body])


def _in_text(schema: JSON) -> Iterator[Breaking]:
    sample = least(schema)
    if schema.get("minLength"):
        yield Breaking((), "minLength", sample[: schema["minLength"] - 1])
    if "maxLength" in schema:
        most = schema["maxLength"]
        yield Breaking((), "maxLength", (sample + sample[-1:] * most)[: most + 1])
    if "pattern" in schema:
        letter = next(letter for letter in "\u00a7 " if not re.search(schema["pattern"], letter))
        yield Breaking((), "pattern", letter * max(1, schema.get("minLength", 1)))


def as_text(breaking: Breaking) -> str:
    """Say it, for a message."""
    return f"{breaking.rule} at {'.'.join(map(str, breaking.place))}: {json.dumps(breaking.body)[:200]}"
