"""All bodies of the API, each with its schema in the contract and its type in the package."""

from collections.abc import Iterator
from typing import Any

import attrs

from sinch_provisioning.operations import OPERATIONS
from sinch_provisioning.webhooks.events import Event
from tests.contract.catalogue import CATALOGUE
from tests.contract.document import DESCRIBED, SCHEMAS

JSON = Any


@attrs.frozen
class Shape:
    """A body."""

    name: str
    schema: JSON
    type: Any
    """What it is read into, or written from."""


def replies() -> Iterator[Shape]:
    """Walk the answers of all operations."""
    for described in DESCRIBED.values():
        schema = described.reply(described.success)
        if schema is None:
            continue
        whole = schema
        if "anyOf" in schema:
            # The answer to a field mask is a shape of its own; the request tells, not the body.
            whole, partial = schema["anyOf"]
            (masked,) = {entry.returns for entry in CATALOGUE if entry.operation == described.id} - {None}
            yield Shape(f"{described.id}-partial", partial, masked)
        yield Shape(f"{described.id}-reply", whole, OPERATIONS[described.id].returns)


def requests() -> Iterator[Shape]:
    """Walk the bodies that operations take."""
    for described in DESCRIBED.values():
        if described.body is not None:
            (taken,) = {entry.body for entry in CATALOGUE if entry.operation == described.id}
            yield Shape(f"{described.id}-request", described.body, taken)


def events() -> Iterator[Shape]:
    """Walk what webhooks are told; triggers that share a schema are one shape."""
    for variant in SCHEMAS["WebhookEvent"]["oneOf"]:
        yield Shape(variant["$ref"].rpartition("/")[2], variant, Event)


REPLIES = list(replies())
REQUESTS = list(requests())
EVENTS = list(events())
