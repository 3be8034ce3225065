"""What a wrong body costs: the error is worded from the first misfit, and nothing more is built after it."""

import gc
import json
import tracemalloc
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from sinch_provisioning import rcs, whatsapp
from sinch_provisioning.core.codec import attempt, attempt_plainly
from sinch_provisioning.core.enums import OpenEnum
from sinch_provisioning.core.model import model
from sinch_provisioning.core.pages import page_of
from sinch_provisioning.errors import DecodeError
from tests.contract.ways import decode, decode_plainly
from tests.seeded import page

MEGABYTE = 1_000_000
seen: list[object] = []


class Watched(OpenEnum):
    """Notes each unknown value that it is asked for, which is each item that is read."""

    KNOWN = "KNOWN"

    @classmethod
    def _missing_(cls, value: object) -> Any:
        seen.append(value)
        return super()._missing_(value)


@model
class Item:
    kind: Watched
    id: str
    parts: Sequence["Item"] | None = None
    by_name: Mapping[str, "Item"] | None = None


ItemList = page_of("items", Item)


def listed(items: list[Any]) -> bytes:
    return json.dumps({"totalSize": 1, "pageSize": 1, "items": items}).encode()


GOOD = [{"kind": f"x{number}", "id": "a"} for number in range(2000)]
NAMED: dict[str, Any] = {"bad": {}} | {str(number): one for number, one in enumerate(GOOD)}
FRAME = {"kind": "KNOWN", "id": "a"}
PLACES: dict[str, tuple[Any, bytes, str]] = {
    "the items of a page": (ItemList, listed([*[{}] * 101, *GOOD]), "$.items[0].kind"),
    "a field before the items": (ItemList, listed(GOOD).replace(b"1", b'"x"', 1), "$.totalSize"),
    "a list": (list[Item], json.dumps([{}, *GOOD]).encode(), "$[0].kind"),
    "a list in an object": (Item, json.dumps(FRAME | {"parts": [{}, *GOOD]}).encode(), "$.parts[0].kind"),
    "an object by name": (Item, json.dumps(FRAME | {"byName": NAMED}).encode(), "$.byName.bad.kind"),
    "a dict": (dict[str, Item], json.dumps(NAMED).encode(), "$.bad.kind"),
}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("read", [decode, decode_plainly])
def test_nothing_is_read_after_the_first_misfit(place: str, read: Any) -> None:
    cls, body, path = PLACES[place]
    seen.clear()
    with pytest.raises(DecodeError) as caught:
        read(cls, body)
    assert caught.value.path == path
    assert len(seen) <= 1


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("read", [attempt, attempt_plainly])
def test_an_error_leaves_nothing_to_the_collector_of_garbage(place: str, read: Any) -> None:
    cls, body, _ = PLACES[place]
    read(cls, body)
    gc.collect()
    gc.disable()
    try:
        read(cls, body)
        assert gc.collect() == 0, "the response is held until then"
    finally:
        gc.enable()


@pytest.mark.parametrize("item", [b"{}", b"[]", b"1", b"null", b'""', b'{"id":1}'])
@pytest.mark.parametrize("read", [decode, decode_plainly])
def test_a_megabyte_of_wrong_items_takes_little_memory(item: bytes, read: Any) -> None:
    body = b'{"totalSize":1,"pageSize":1,"senders":[' + b",".join([item] * (MEGABYTE // (len(item) + 1))) + b"]}"
    decode(rcs.SenderList, page(1))
    tracemalloc.start()
    try:
        with pytest.raises(DecodeError) as caught:
            read(rcs.SenderList, body)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert caught.value.path.startswith("$.senders[0]")
    assert peak < 50 * MEGABYTE


def test_one_odd_item_does_not_make_the_others_go_the_slow_way() -> None:
    body = page(20)
    odd = body.replace(b'Z"', b'"', 1)
    assert odd != body
    found = decode(rcs.SenderList, odd)
    assert found == decode(rcs.SenderList, body) == decode_plainly(rcs.SenderList, odd)


@pytest.mark.parametrize("read", [decode, decode_plainly])
@pytest.mark.parametrize(("broken", "reason"), [(b"\xff", "utf-8")])
def test_an_item_that_is_not_json_is_unreadable(read: Any, broken: bytes, reason: str) -> None:
    found = read(ItemList, listed([{"kind": "KNOWN", "id": "?"}, FRAME]).replace(b"?", broken))
    assert [item.id for item in found.items] == ["a"]
    (unreadable,) = found.unreadable
    assert (unreadable.index, unreadable.error.path) == (0, "$.items[0]")
    assert unreadable.error.reason.startswith("not JSON: ")
    assert reason in unreadable.error.reason.lower()
    assert broken in unreadable.raw


@pytest.mark.parametrize("read", [decode, decode_plainly])
def test_a_new_variant_that_is_nested_too_deeply_is_unreadable(read: Any) -> None:
    deep = b'{"type":"NEW","a":' + b"[" * 900 + b"]" * 900 + b"}"
    templates = [{"name": name, "language": "EN", "details": {"components": ["?"]}} for name in "ab"]
    body = json.dumps({"totalSize": 2, "pageSize": 2, "templates": templates}).encode()
    found = read(whatsapp.TemplateList, body.replace(b'"?"', deep, 1).replace(b'"?"', b'{"type":"NEW"}'))
    assert [template.name for template in found.items] == ["b"]
    (unreadable,) = found.unreadable
    assert unreadable.error.path.startswith("$.templates[0]")
    assert "nested too deeply" in unreadable.error.reason or "recursion" in unreadable.error.reason  # by Python


@pytest.mark.parametrize("read", [decode, decode_plainly])
@pytest.mark.parametrize("half", [b"\\ud83d", b"\\uDE00", b"\\ud83d\\ud83d"])
def test_half_an_emoji_is_read_as_the_replacement_character(read: Any, half: bytes) -> None:
    whole = b"\\ud83d\\ude00 \\\\ud83d"
    found = read(ItemList, listed([{"kind": "KNOWN", "id": "?"}, FRAME]).replace(b"?", whole + half))
    assert found.unreadable == ()
    assert found.items[0].id == "\U0001f600 \\ud83d" + "\ufffd" * half.count(b"u")


@pytest.mark.parametrize(
    "items", [{}, 1, "x", [None] * 101, [[]] * 101, [{"kind": 1}] * 101, [{**FRAME, "parts": [1]}] * 101]
)
def test_both_ways_word_a_wrong_page_alike(items: Any) -> None:
    found: list[DecodeError] = []
    for read in (decode, decode_plainly):
        with pytest.raises(DecodeError) as caught:
            read(ItemList, listed(items))
        found.append(caught.value)
    assert (found[0].path, found[0].reason) == (found[1].path, found[1].reason)
