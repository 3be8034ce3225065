"""What responses repeat is read once; a mapping whose values mostly are of one class is read in one pass."""

import json
from collections.abc import Mapping
from typing import Annotated, Any

import pytest

from sinch_provisioning.core.frozen import FrozenDict
from sinch_provisioning.core.model import INTERNED, model
from sinch_provisioning.core.unions import Variants
from sinch_provisioning.errors import DecodeError
from tests.contract.ways import decode, decode_plainly


@model
class Item:
    text: str | None = None
    size: int = 0


def choose(content: Mapping[str, Any]) -> Any:
    group = bool(content) and all(isinstance(value, Mapping) for value in content.values())
    return Mapping[str, Item] if group else Item


Items = Annotated[Mapping[str, Annotated[Item | Mapping[str, Item], Variants(choose, usual=(Item, "text"))]], INTERNED]


@model
class Holder:
    items: Items = FrozenDict()


@pytest.mark.parametrize(
    "items",
    [
        {},
        {"a": {"text": "x"}},
        {"a": {"text": "x"}, "group": {"b": {"text": "y"}, "c": {}}},
        {"group": {"text": {"text": "y"}}},
        {"group": {"text": {"text": "y"}}, "a": {"text": "x", "new": 1}},
        {"a": {}, "b": {"size": 3}, "c": {"text": None}},
    ],
)
def test_both_decoders_read_a_group_where_there_is_one(items: Any) -> None:
    body = json.dumps({"items": items}).encode()
    assert decode(Holder, body) == decode_plainly(Holder, body)
    assert decode(Holder, body).items is decode(Holder, body).items, "the same bytes are one object"
    assert {key for key, value in decode(Holder, body).items.items() if not isinstance(value, Item)} <= {"group"}


def test_what_does_not_fit_is_an_error_with_its_place() -> None:
    with pytest.raises(DecodeError) as caught:
        decode(Holder, b'{"items": {"a": {"text": 5}}}')
    assert caught.value.path == "$.items.a.text"
