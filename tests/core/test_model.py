import copy
import gc
import json
import pickle
import weakref

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sinch_provisioning.core.enums import OpenEnum
from sinch_provisioning.core.model import evolve, model
from sinch_provisioning.core.secrets import Secret
from sinch_provisioning.core.unset import UNSET
from tests.contract.ways import decode, decode_plainly


class Colour(OpenEnum):
    RED = "red"
    BLUE = "BLUE"


def test_unset_is_one_falsy_object_that_survives_copies() -> None:
    assert not UNSET
    assert repr(UNSET) == "UNSET"
    assert pickle.loads(pickle.dumps(UNSET)) is UNSET
    assert copy.deepcopy([UNSET])[0] is UNSET


@given(st.text(max_size=100))  # longer ones are not kept
def test_an_unknown_value_is_one_member_equal_to_its_text(text: str) -> None:
    member = Colour(text)
    assert member == text
    assert str(member) == text
    assert f"{member}" == text
    assert hash(member) == hash(text)
    assert member is Colour(text)
    assert pickle.loads(pickle.dumps(member)) is member
    assert copy.deepcopy(member) is member
    assert member.is_known == (text in {"red", "BLUE"})
    assert list(Colour) == [Colour.RED, Colour.BLUE]


def test_a_value_named_as_a_member_is_not_that_member() -> None:
    assert not Colour("RED").is_known
    assert Colour("RED") is not Colour.RED


def test_long_unknown_values_are_not_kept() -> None:
    class Open(OpenEnum):
        ONE = "ONE"

    longest, longer = "x" * 100, "x" * 101
    assert Open(longest) is Open(longest)
    assert Open(longer) == Open(longer) == longer
    assert not Open(longer).is_known
    assert pickle.loads(pickle.dumps(Colour(longer))) == copy.deepcopy(Colour(longer)) == Colour(longer)
    # Read from JSON by both ways: what was kept of each shows as an object that is still alive.
    for read in (decode, decode_plainly):
        value = read(Open, json.dumps("y" * 10_000).encode())
        assert value == "y" * 10_000
        gone = weakref.ref(value)
        del value
        gc.collect()
        assert gone() is None


def test_unknown_values_do_not_pile_up_for_ever() -> None:
    class Endless(OpenEnum):
        ONE = "ONE"

    for number in range(5000):
        assert Endless(f"new {number}") == f"new {number}"
    assert len(Endless._value2member_map_) < 2000


def test_an_enum_takes_texts_only() -> None:
    with pytest.raises(ValueError, match="1 is not a valid"):
        Colour(1)


def test_a_secret_shows_itself_only_when_asked() -> None:
    secret = Secret("hunter2")
    assert "hunter2" not in f"{secret} {secret!r} {[secret]}"
    assert secret.reveal() == "hunter2"
    assert secret == Secret("hunter2")
    assert secret != "hunter2"
    assert pickle.loads(pickle.dumps(secret)) == secret
    assert len(secret) == 7


@model
class Point:
    first_value: int
    second_value: int | None = None


def test_a_changed_copy_is_a_copy() -> None:
    point = Point(first_value=1, second_value=2)
    assert evolve(point, second_value=None) == Point(first_value=1)
    assert point.second_value == 2
    with pytest.raises(TypeError, match="third_value"):
        evolve(point, third_value=3)
