"""Events made from what the contract documents: its table of events and its examples of resources."""

import json
from collections.abc import Iterator
from typing import Any

from tests.documented import CONTRACT, operations

JSON = Any
SCHEMAS: JSON = CONTRACT["components"]["schemas"]
TABLE: list[JSON] = SCHEMAS["WebhookEvent"]["x-inbound-events"]
"""Which schema and which payload each type has."""
TYPES: list[str] = [name for row in TABLE for name in row["types"]]


def resources(schema: str) -> list[JSON]:
    """Return the documented examples of a resource, whichever call answers with it."""
    found: list[JSON] = []
    for _, _, operation in operations().values():
        for response in operation["responses"].values():
            media: JSON = response.get("content", {}).get("application/json", {})
            if media.get("schema", {}).get("$ref", "").endswith(f"/{schema}"):
                samples: list[JSON] = [media["example"]] if "example" in media else []
                found += samples + [one["value"] for one in media.get("examples", {}).values()]
    return found


def _values(schema: JSON) -> list[JSON]:
    while "$ref" in schema:
        schema = SCHEMAS[schema["$ref"].rpartition("/")[2]]
    found: list[JSON] = schema.get("enum", ["SE" if "pattern" in schema else "That is all."])
    return found


def events(type: str) -> Iterator[JSON]:
    """Walk events of a type: each payload that is documented, with each documented value of each other field."""
    (row,) = [row for row in TABLE if type in row["types"]]
    schema = SCHEMAS[row["schema"]]
    extra = {name: _values(field) for name, field in schema["properties"].items() if name not in {"type", "payload"}}
    payloads = resources(row["payload"]) if row["payload"] else [None]
    for payload in payloads if "payload" in schema["required"] else [*payloads, None]:
        least: JSON = {"type": type} | ({} if payload is None else {"payload": payload})
        least |= {name: values[0] for name, values in extra.items() if name in schema["required"]}
        yield least
        for name, values in extra.items():
            for value in values:
                yield {**least, name: value}


def an_event(type: str) -> JSON:
    """Return one event of a type."""
    return json.loads(json.dumps(next(events(type))))


SENDER_STUB: JSON = {
    "type": "WHATSAPP_SENDER_DELETED",
    "payload": {
        "id": "+46700000001",
        "region": "UNRECOGNIZED",
        "metaLocalStorage": "UNRECOGNIZED",
        "cloudApi": False,
        "businessManager": "CUSTOMER",
        "compatibleRegions": [],
    },
}
"""What is left of a deleted sender, as the documents describe it."""
ILLUSTRATION = {
    "type": "KAKAOTALK_SENDER_INACTIVE",
    "payload": {"plusFriendId": "shopfriend", "state": "INACTIVE", "created": "2026-01-05T08:00:00.000Z"},
}
