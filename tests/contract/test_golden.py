"""The golden bodies are read by both ways of the codec alike, and what may change about them harms nothing.

What a reader does not bear yet is listed in `unread.txt`: a line less with every improvement, never a line more. The
list is renewed by `python -m tests.contract.test_golden --write`.
"""

import copy
import json
import pickle
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from sinch_provisioning import to_json
from sinch_provisioning.errors import DecodeError
from tests.contract.breaking import schema_of
from tests.contract.document import breaches
from tests.contract.golden import Golden, Place, golden, written
from tests.contract.shapes import EVENTS, REPLIES
from tests.contract.variations import KINDS, NEW_KEY, NEW_WORD, added, changed, removed, variations
from tests.contract.ways import decode, fast_way, plain_way, written_both_ways

JSON = Any
LIST = Path(__file__).with_name("unread.txt")
HEAD = """\
# Bodies of responses and events that are not read as they should be, each a golden body with one key removed, one
# unknown key added or one word of a list changed: rejected, or read but written otherwise.
# Renew: python -m tests.contract.test_golden --write
"""


@pytest.mark.parametrize("body", [pytest.param(each, id=each.name) for each in golden()])
def test_both_ways_read_a_golden_body_alike_and_without_loss(body: Golden) -> None:
    content = json.dumps(body.body).encode()
    quickly, plainly = fast_way(body.shape.type)(content), plain_way(body.shape.type)(content)
    assert quickly == plainly == decode(body.shape.type, content)
    assert repr(quickly) == repr(plainly)
    assert to_json(quickly) == to_json(plainly)
    assert written(json.loads(to_json(quickly))) == written(body.body)
    by_fast_writer, by_reference = written_both_ways(quickly)
    assert by_fast_writer == by_reference == [json.loads(to_json(quickly))]


@pytest.mark.parametrize("body", [pytest.param(each, id=each.name) for each in golden()])
def test_what_is_read_hashes_pickles_and_copies(body: Golden) -> None:
    for way in (fast_way, plain_way):
        read = way(body.shape.type)(json.dumps(body.body).encode())
        assert pickle.loads(pickle.dumps(read)) == read
        assert copy.deepcopy(read) == read
        assert hash(copy.deepcopy(read)) == hash(read)


def test_golden_bodies_keep_the_contract() -> None:
    wrong = {each.name: breaches(each.shape.schema, json.loads(json.dumps(each.body))) for each in golden()}
    assert {name: found for name, found in wrong.items() if found} == {}


def test_every_response_and_event_has_golden_bodies() -> None:
    assert {each.shape.name for each in golden()} == {shape.name for shape in [*REPLIES, *EVENTS]}


def test_every_documented_response_is_golden() -> None:
    assert sum("-example-" in each.name for each in golden()) >= 39


SHAPES: dict[str, list[Golden]] = {}
"""Golden bodies by schema: a schema that several operations respond with is varied once."""
for each in golden():
    schema = json.dumps(each.shape.schema)
    first = next((name for name, bodies in SHAPES.items() if json.dumps(bodies[0].shape.schema) == schema), None)
    SHAPES.setdefault(first or each.shape.name, []).append(each)


def parts_of(body: Golden) -> Iterator[Place]:
    """Walk the places of resources that are varied by themselves: items of a page, and what an event is about."""
    alone = [bodies[0].shape.schema for bodies in SHAPES.values()]
    for name, schema in schema_of(body.shape.schema).get("properties", {}).items():
        if schema in alone:
            yield (name,)
        elif schema.get("items") in alone:
            yield (name, "[]")


def unread(bodies: Iterable[Golden], kind: str) -> Iterator[str]:
    """Walk what is not read as it should be, a line each."""
    for body in bodies:
        quickly, plainly = fast_way(body.shape.type), plain_way(body.shape.type)
        elsewhere = set(parts_of(body))
        for variation in variations(body, kind):
            if any(variation.place[: len(part)] == part for part in elsewhere if len(variation.place) > len(part)):
                continue
            content = json.dumps(variation.body).encode()
            try:
                found = decode(body.shape.type, content)
            except DecodeError:
                yield f"rejected: {variation}"
                continue
            assert found == plainly(content), f"the two ways differ: {variation}"
            if written(json.loads(to_json(found))) != written(variation.kept):
                yield f"altered: {variation}"
                continue
            assert found == quickly(content), f"the two ways differ: {variation}"


def listed() -> set[str]:
    return {line for line in LIST.read_text().splitlines() if not line.startswith("#")}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("shape", SHAPES)
def test_what_may_change_is_read(shape: str, kind: str) -> None:
    found = {f"{shape} {line}" for line in unread(SHAPES[shape], kind)}
    known = {line for line in listed() if line.startswith(f"{shape} ") and f": {kind} " in line}
    assert sorted(found - known) == [], "these were read once"
    assert sorted(known - found) == [], "these are read, which is good: renew the list as its head says"


def test_the_list_names_no_other_shape() -> None:
    assert {line.split(" ")[0] for line in listed()} <= SHAPES.keys()


def test_variations_are_what_they_say() -> None:
    [body] = [each for each in golden() if each.name == "getRcsSender-reply-full-0"]
    taken = {str(each) for each in removed(body)}
    assert "removed $.details.brand.name" in taken
    assert "removed $.id" not in taken
    for variation in removed(body):
        assert len(json.dumps(variation.body)) < len(json.dumps(body.body))
    for variation in added(body):
        assert json.dumps(variation.body).count(NEW_KEY) == 1
    places = {str(each) for each in changed(body)}
    assert {"changed $.state", "changed $.countryStatus[].status"} <= places
    assert "changed $.authName" not in places
    for variation in changed(body):
        assert json.dumps(variation.body).count(NEW_WORD) == 1


def main() -> None:
    lines = sorted(
        {f"{shape} {line}" for shape, bodies in SHAPES.items() for kind in KINDS for line in unread(bodies, kind)}
    )
    if "--write" in sys.argv:
        LIST.write_text(HEAD + "".join(f"{line}\n" for line in lines))
    print(*lines, f"{len(lines)} in all", sep="\n")  # noqa: T201 - what the command is for


if __name__ == "__main__":
    main()
