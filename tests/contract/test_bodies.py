"""Every documented body, and every one that keeps or nearly keeps the contract, is read and written without loss."""

import json
import re
from collections.abc import Callable
from typing import Any

import attrs
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sinch_provisioning import evolve, from_json, to_json
from sinch_provisioning.core.codec import fast
from sinch_provisioning.core.rules import check
from sinch_provisioning.errors import DecodeError
from tests.contract.bodies import BOUNDED, bodies, damaged
from tests.contract.document import DESCRIBED, breaches
from tests.contract.golden import written
from tests.contract.shapes import EVENTS, REPLIES, REQUESTS, Shape
from tests.contract.ways import decode, decode_plainly

JSON = Any
ALL = {shape.name: shape for shape in [*REPLIES, *REQUESTS, *EVENTS]}


def named(shapes: list[Shape]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("shape", [pytest.param(shape, id=shape.name) for shape in shapes])


def documented() -> list[Any]:
    found: list[Any] = []
    for described in DESCRIBED.values():
        for number, (side, example) in enumerate(described.examples()):
            shape = ALL[f"{described.id}-{'request' if side == 'request' else 'reply'}"]
            found.append(pytest.param(shape, example, id=f"{described.id}-{side}-{number}"))
    return found


@pytest.mark.parametrize(("shape", "example"), documented())
def test_a_documented_example_survives(shape: Shape, example: JSON) -> None:
    assert written(json.loads(to_json(from_json(shape.type, json.dumps(example))))) == written(example)


@named([*REPLIES, *EVENTS])
def test_what_may_come_is_read_both_ways_alike_and_without_loss(shape: Shape) -> None:
    quickly = fast.decoder(shape.type)
    assert quickly is not None

    @BOUNDED
    @given(bodies(shape.schema))
    def run(body: JSON) -> None:
        assert breaches(shape.schema, body) == []
        content = json.dumps(body).encode()
        read = quickly(content)
        assert read == decode_plainly(shape.type, content)
        assert written(json.loads(to_json(read))) == written(body)

    run()


@named(REQUESTS)
def test_what_the_contract_allows_can_be_said_and_may_be_sent(shape: Shape) -> None:
    # Where the contract has one enum for both ways, it holds the word for what the service itself did not understand.
    # And a template without components goes without the list of them.
    unsaid = re.compile(r'UNRECOGNIZED|"components": \[\]')
    sendable = bodies(shape.schema).filter(lambda body: unsaid.search(json.dumps(body)) is None)

    @BOUNDED
    @given(sendable)
    def run(body: JSON) -> None:
        assert breaches(shape.schema, body) == []
        said = from_json(shape.type, json.dumps(body))
        check(said)
        # In a new object an empty group says nothing and is left out; a change is sent as it was said.
        exact = shape.name.startswith("update")
        assert exact or written(json.loads(to_json(said))) == written(body)
        assert not exact or json.loads(to_json(said)) == body

    run()


@attrs.frozen
class Refusal:
    path: str


def _quickly(tp: Any, content: bytes) -> Any:
    quickly = fast.decoder(tp)
    assert quickly is not None
    try:
        return quickly(content)
    except (msgspec.MsgspecError, ValueError, RecursionError):  # what the codec catches
        return Refusal("")


def outcome(read: Callable[[Any, bytes], Any], shape: Shape, content: bytes) -> Any:
    try:
        found = read(shape.type, content)
    except DecodeError as error:
        return Refusal(error.path)
    unreadable = getattr(found, "unreadable", ())
    # Errors are equal only to themselves, so they are compared by what they say.
    return (
        (evolve(found, unreadable=()), [(each.index, each.raw, str(each.error)) for each in unreadable])
        if unreadable
        else found
    )


def both_ways(shape: Shape, content: bytes) -> None:
    """Read by the fast and by the plain way, which have to agree, and by the codec, which has to word what is wrong."""
    plain, quick, final = (outcome(read, shape, content) for read in (decode_plainly, _quickly, decode))
    assert final == plain
    if isinstance(plain, Refusal):
        assert plain.path.startswith("$")
        assert isinstance(quick, Refusal)
    elif not isinstance(quick, Refusal) and not isinstance(plain, tuple):  # it may decline what the plain way takes
        assert quick == plain
        assert repr(quick) == repr(plain)
        assert to_json(quick) == to_json(plain)


@named([*REPLIES, *EVENTS])
def test_both_ways_of_reading_agree_on_what_breaks_the_contract(shape: Shape) -> None:
    @BOUNDED
    @given(damaged(shape.schema))
    def run(body: JSON) -> None:
        both_ways(shape, json.dumps(body).encode())

    run()


@named([*REPLIES, *EVENTS])
def test_both_ways_of_reading_refuse_what_is_cut_off(shape: Shape) -> None:
    @BOUNDED
    @given(bodies(shape.schema), st.floats(0, 1, exclude_max=True))
    def run(body: JSON, part: float) -> None:
        content = json.dumps(body).encode()
        cut = content[: int(len(content) * part)]
        with pytest.raises(DecodeError) as caught:
            decode(shape.type, cut)
        assert caught.value.path.startswith("$")
        both_ways(shape, cut)

    run()


def test_no_response_and_no_event_is_read_slowly() -> None:
    assert [shape.name for shape in [*REPLIES, *EVENTS] if fast.decoder(shape.type) is None] == []
