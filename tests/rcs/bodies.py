"""Bodies of the family, made from the contract's schemas."""

from collections.abc import Mapping
from typing import Any

from tests.documented import CONTRACT

JSON = Any
SCHEMAS: dict[str, JSON] = CONTRACT["components"]["schemas"]
WHEN = "2023-01-19T13:11:08.204Z"
# A value for each kind of text that has a form of its own.
TEXTS = {"email": "ann@example.com", "uri": "https://example.com", "date-time": WHEN}
NAMED = {
    "ein": "12-3456789",
    "siren": "123456789",
    "phone": "+46123123222",
    "number": "+46123123222",
    "color": "#0B5FFF",
    "testNumbers": "+46123123222",
}


def resolved(schema: JSON) -> JSON:
    while "$ref" in schema:
        schema = SCHEMAS[schema["$ref"].rpartition("/")[2]]
    return schema


def full(schema: JSON, variants: Mapping[int, int] | None = None, *, name: str = "", enums: str | None = None) -> JSON:
    """Return a value with every field of a schema.

    `variants` says which one to take where there are so many to choose from; `enums` stands for every enum's value.
    """
    schema = resolved(schema)
    if "anyOf" in schema:
        options = [option for option in schema["anyOf"] if option != {"type": "null"}]
        return full(options[(variants or {}).get(len(options), 0)], variants, name=name, enums=enums)
    kind = schema["type"] if isinstance(schema["type"], str) else schema["type"][0]
    if kind == "object":
        return {
            key: full(inner, variants, name=key, enums=enums) for key, inner in schema.get("properties", {}).items()
        }
    if kind == "array":
        return [full(schema["items"], variants, name=name, enums=enums)]
    if "enum" in schema:
        return enums or schema["enum"][0]
    if kind == "string":
        text = NAMED.get(name) or TEXTS.get(schema.get("format", "")) or "a text of twenty-five characters"
        least: int = schema.get("minLength", 0)
        return text.ljust(least, ".")[: schema.get("maxLength")]
    return {"integer": 7, "number": 7, "boolean": False}[kind]
