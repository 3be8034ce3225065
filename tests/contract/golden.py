"""A fixed set of response bodies: the documented examples, and bodies made from the schemas that hold everything.

The bodies depend on the contract alone, not on the package's models.
"""

import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import attrs

from tests.contract.breaking import least, schema_of
from tests.contract.document import DESCRIBED, SCHEMAS
from tests.contract.shapes import EVENTS, REPLIES, Shape

JSON = Any
Place = tuple[str, ...]
"""The keys that lead to a value from the top of a body; items of an array are all `[]`."""

IDENTIFIERS: dict[str, set[str]] = {
    "BundlesBundles": {"id"},
    "BundlesBundlesSmsApp": {"id"},
    "BundlesConversationApp": {"id"},
    "BundlesConversationAppWebhooks": {"id"},
    "BundlesSubproject": {"id"},
    "BundlesWebhook": {"id"},
    "KakaotalkSender": {"plusFriendId"},
    "KakaotalkTemplate": {"code"},
    "RcsConversationApiApp": {"id"},
    "RcsSender": {"id"},
    "RcsTestNumberState": {"number"},
    "SmsConversationApiApp": {"id"},
    "SmsSmsApp": {"id"},
    "WebhookWebhook": {"id"},
    "WhatsappConversationApiApp": {"id"},
    "WhatsappFlow": {"id"},
    "WhatsappFlowScreen": {"id"},
    "WhatsappLongLivedAccessToken": {"longLivedAccessToken"},
    "WhatsappSender": {"id"},
    "WhatsappSenderRegister": {"id"},
    "WhatsappSolution": {"id"},
    "WhatsappTemplate": {"name", "language"},
    "WhatsappTemplateCompareIdentifier": {"name", "language"},
    "WhatsappWabaDetails": {"id"},
    # An event says what has happened, and to which resource.
    **{
        name: {"type", "payload"} & set(schema["required"])
        for name, schema in SCHEMAS.items()
        if name.startswith("Webhook") and "type" in schema.get("required", [])
    },
}
"""Properties by which a resource is addressed, or which are all that a call is for, by schema.

A response without them is of no use.
"""
PAGING = {"totalSize", "pageSize"}
"""Properties that a page has to have."""


class Word(str):
    """A text of a list in the contract, which may grow: an enum's value, or the constant that tells variants apart."""

    __slots__ = ()


class Free(dict[str, Any]):
    """An object whose keys are data."""

    __slots__ = ()


@attrs.frozen
class Golden:
    """A body of a response or of an event."""

    name: str
    shape: Shape
    body: JSON


def fullest(schema: JSON, within: tuple[str, ...] = ()) -> list[JSON]:
    """Return bodies in which every property of a schema is present, and every variant at least once.

    A schema that contains itself ends at its second level with the least that keeps it.
    """
    if "$ref" in schema:
        return _fullest_of(schema["$ref"], within)
    schema = schema_of(schema)
    if "x-same-as" in schema:
        return _fullest_of(f"#/components/schemas/{schema['x-same-as']}", within)
    if "const" in schema or "enum" in schema:
        return _words(schema)[:1]
    variants = schema.get("oneOf") or schema.get("anyOf")
    if variants and "properties" not in schema:
        return [body for variant in variants for body in fullest(variant, within)]
    kind = schema.get("type")
    if isinstance(kind, list):
        return [body for each in kind for body in fullest({**schema, "type": each}, within)]
    if kind == "object":
        return _objects(schema, within)
    if kind == "array":
        return _arrays(schema, within)
    if kind == "null":
        return [None]
    if kind == "boolean":
        return [True, False]
    return [least(schema)]


@cache
def _fullest_of(ref: str, within: tuple[str, ...]) -> list[JSON]:
    schema = schema_of({"$ref": ref})
    return [least(schema)] if ref in within else fullest(schema, (*within, ref))


def _words(schema: JSON) -> list[JSON]:
    values = schema.get("enum", [schema.get("const")])
    return [Word(value) if isinstance(value, str) else value for value in values]


def _objects(schema: JSON, within: tuple[str, ...]) -> list[JSON]:
    properties = {name: fullest(inner, within) for name, inner in schema.get("properties", {}).items()}
    more = schema.get("additionalProperties")
    if isinstance(more, dict):
        return [Free({f"key {number}": value for number, value in enumerate(fullest(more, within))})]
    if not properties:
        return [Free({"key": "value"})]
    # Side by side instead of every combination: as many bodies as the richest property has values.
    count = max((len(values) for values in properties.values()), default=1)
    return [
        {name: values[number % len(values)] for name, values in properties.items() if values} for number in range(count)
    ]


def _arrays(schema: JSON, within: tuple[str, ...]) -> list[JSON]:
    item = schema_of(schema["items"])
    items = _words(item) if "enum" in item else fullest(schema["items"], within)
    most = schema.get("maxItems", len(items))
    return [items[start : start + most] for start in range(0, len(items), max(1, most))]


@cache
def golden() -> tuple[Golden, ...]:
    """Return the whole set: each documented example, the fullest bodies of each shape, and the least one."""
    return (*_documented(), *_made())


def _documented() -> Iterator[Golden]:
    shapes = {shape.name: shape for shape in REPLIES}
    for described in DESCRIBED.values():
        examples = [example for side, example in described.examples() if side == str(described.success)]
        for number, example in enumerate(examples):
            yield Golden(f"{described.id}-example-{number}", shapes[f"{described.id}-reply"], example)


def _made() -> Iterator[Golden]:
    for shape in [*REPLIES, *EVENTS]:
        bodies = [single for body in fullest(shape.schema) for single in _singles(body)]
        for number, body in enumerate(bodies):
            yield Golden(f"{shape.name}-full-{number}", shape, body)
        yield Golden(f"{shape.name}-least", shape, least(shape.schema))


def _singles(body: JSON) -> Iterator[JSON]:
    """Walk a page's items, each as a page of its own."""
    pages = [name for name, value in body.items() if isinstance(value, list) and body.keys() >= PAGING]
    if not pages:
        yield body
    for name in pages:
        for item in body[name]:
            yield {**body, name: [item]}


def written(body: JSON) -> JSON:
    """Return a body as it is compared with what was read and written again.

    Times have a capital T, also where the documents have a small one. What is empty and what is absent are one: an
    empty group is left out in writing, and a list that a response has to have is empty where it is missing.
    """
    return _without_empties(json.loads(re.sub(r'"(\d{4}-\d\d-\d\d)t(\d\d:)', r'"\1T\2', json.dumps(body))))


def _without_empties(value: JSON) -> JSON:
    if isinstance(value, dict):
        kept = {key: _without_empties(item) for key, item in value.items()}
        return {key: item for key, item in kept.items() if item not in ({}, [])}
    return [_without_empties(item) for item in value] if isinstance(value, list) else value


def identifiers(schema: JSON, place: Place = (), within: tuple[str, ...] = ()) -> Iterator[Place]:
    """Walk the places of a body that it needs: what a resource is addressed by, and the figures of a page."""
    if "allOf" in schema:
        yield from identifiers(schema["allOf"][0], place, within)
        return
    if "$ref" in schema:
        if schema["$ref"] in within:
            return
        within = (*within, schema["$ref"])
        name = schema["$ref"].rpartition("/")[2]
        properties = schema_of(schema).get("properties", {})
        if properties.keys() >= PAGING:
            yield from ((*place, each) for each in PAGING)
        yield from ((*place, each) for each in IDENTIFIERS.get(name, ()))
    schema = schema_of(schema)
    if "x-same-as" in schema:
        schema = SCHEMAS[schema["x-same-as"]]
    for variant in [*schema.get("oneOf", []), *schema.get("anyOf", [])]:
        yield from identifiers(variant, place, within)
    for name, inner in schema.get("properties", {}).items():
        yield from identifiers(inner, (*place, name), within)
    if "items" in schema:
        yield from identifiers(schema["items"], (*place, "[]"), within)
