"""Arrays and mappings of models cannot be changed, whatever they were made of."""

import copy
import pickle
from collections import deque
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sinch_provisioning import UNSET, FrozenDict, Unset, errors
from sinch_provisioning.core.frozen import freeze
from sinch_provisioning.core.model import evolve, model
from sinch_provisioning.core.rules import check

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@model
class Box:
    texts: Sequence[str] = ()
    nested: Sequence[Sequence[int]] | None = None
    by_name: Mapping[str, Sequence[str]] | None | Unset = UNSET
    anything: Any = None


@pytest.mark.parametrize("given", [["a", "b"], ("a", "b"), deque(["a", "b"]), iter(["a", "b"]), (x for x in "ab")])
def test_an_array_is_a_tuple_whatever_was_given(given: Any) -> None:
    assert Box(texts=given).texts == ("a", "b")


@pytest.mark.parametrize("given", ["ab", b"ab", {"a": 1}, 7])
def test_what_is_not_an_array_is_left_for_the_check_to_name(given: Any) -> None:
    box = Box(texts=given)
    assert box.texts is given
    with pytest.raises(errors.InvalidRequest, match="texts: must be a list"):
        check(box)


def test_containers_within_containers_are_immutable_too() -> None:
    box = Box(nested=[[1], [2]], by_name={"a": ["x"]}, anything={"k": [1, {"l": [2]}]})
    assert box.nested == ((1,), (2,))
    assert box.by_name == FrozenDict(a=("x",))
    assert box.anything == FrozenDict(k=(1, FrozenDict(l=(2,))))
    assert hash(box) == hash(evolve(box))
    assert copy.deepcopy(box) == pickle.loads(pickle.dumps(box)) == box


def test_a_frozen_dict_is_immutable_to_its_leaves() -> None:
    inner: Any = ["x"]
    box = Box(by_name=FrozenDict(a=inner), anything=FrozenDict(k=[1]))
    assert box == Box(by_name=FrozenDict(a=("x",)), anything=FrozenDict(k=(1,)))
    assert isinstance(hash(box), int)
    assert evolve(box, texts=["a"]).by_name is box.by_name


CHANGES: dict[str, Any] = {
    "setitem": lambda d: d.__setitem__("a", 2),
    "delitem": lambda d: d.__delitem__("a"),
    "update": lambda d: d.update(a=2),
    "setdefault": lambda d: d.setdefault("b", 2),
    "pop": lambda d: d.pop("a"),
    "popitem": lambda d: d.popitem(),
    "clear": lambda d: d.clear(),
    "or": lambda d: d.__ior__({"a": 2}),
}


@pytest.mark.parametrize("way", CHANGES)
def test_a_frozen_dict_rejects_every_change(way: str) -> None:
    frozen = FrozenDict(a=1)
    with pytest.raises(TypeError, match="cannot be changed"):
        CHANGES[way](frozen)
    assert frozen == {"a": 1}


def test_a_frozen_dict_is_a_dict_to_others() -> None:
    frozen = FrozenDict(a=1)
    assert msgspec.json.encode(frozen) == b'{"a":1}'
    assert {**frozen, "b": 2} == {"a": 1, "b": 2}
    assert frozen.copy() is frozen
    assert repr(frozen) == "FrozenDict({'a': 1})"
    assert len({frozen, FrozenDict(a=1)}) == 1


@given(JSON)
def test_frozen_json_hashes_and_is_written_as_it_was(value: Any) -> None:
    frozen = freeze(value)
    hash(frozen)
    assert msgspec.json.encode(frozen) == msgspec.json.encode(value)
    assert pickle.loads(pickle.dumps(frozen)) == frozen
