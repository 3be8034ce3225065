"""The check before sending, for kinds of fields that the families have few of."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import pytest

from sinch_provisioning import errors, rcs, to_json
from sinch_provisioning.core.model import model
from sinch_provisioning.core.rules import check


@model(sent=True)
class Labelled:
    labels: Mapping[str, str] | None = None
    always: Mapping[str, int] = {}


@pytest.mark.parametrize(
    ("fields", "violations"),
    [
        ({"labels": {"a": "b"}}, None),
        ({"labels": {}}, None),
        ({"labels": {"a": 1}}, [("labels.a", "must be a text, not int")]),
        ({"labels": {"a": "b", "c": None}}, [("labels.c", "must be a text, not NoneType")]),
        ({"labels": ["a"]}, [("labels", "must be a dict, not list")]),
        ({"labels": "a"}, [("labels", "must be a dict, not str")]),
        ({"always": 7}, [("always", "must be a dict, not int")]),
        ({"always": {"a": "b"}}, [("always.a", "must be a whole number, not str")]),
    ],
)
def test_a_mapping_is_checked_and_so_is_each_of_its_values(
    fields: Any, violations: list[tuple[str, str]] | None
) -> None:
    if violations is None:
        check(Labelled(**fields))
        return
    with pytest.raises(errors.InvalidRequest) as caught:
        check(Labelled(**fields))
    assert list(caught.value.violations) == violations


class Incomparable:
    """As an array of NumPy or a column of pandas: compared, it has no truth value."""

    def __eq__(self, other: object) -> Any:
        return self

    def __bool__(self) -> bool:
        raise ValueError("the truth value is ambiguous")

    __hash__ = None  # type: ignore[assignment]


def test_a_value_that_cannot_be_compared_is_named() -> None:
    odd: Any = Incomparable()
    with pytest.raises(errors.InvalidRequest) as caught:
        check(rcs.Brand(name="a", color=odd, emails=odd))
    assert caught.value.violations == (
        ("emails", "must be a list, not Incomparable"),
        ("color", "must be a text, not Incomparable"),
    )
    with pytest.raises(errors.InvalidRequest) as caught:
        to_json(rcs.Brand(name="a", color=odd))
    assert caught.value.violations == (("body.color", "must be of a JSON type, not Incomparable"),)


@model(sent=True)
class Circle:
    kind: Literal["CIRCLE"] = "CIRCLE"
    sides: Literal[0, 1] | None = None


def test_a_literal_holds_for_any_kind_of_value() -> None:
    check(Circle(sides=0))
    wrong: Any = "SQUARE"
    with pytest.raises(errors.InvalidRequest) as caught:
        check(Circle(kind=wrong, sides=wrong))
    assert caught.value.violations == (
        ("kind", "must be CIRCLE, not 'SQUARE'"),
        ("sides", "must be 0 or 1, not 'SQUARE'"),
    )


class Counted(str):
    """A text that counts comparisons."""

    __slots__ = ()
    comparisons = 0

    def __eq__(self, other: object) -> bool:
        Counted.comparisons += 1
        return str.__eq__(self, other)

    __hash__ = str.__hash__


def test_a_list_of_any_length_is_checked_in_one_pass() -> None:
    numbers = [Counted(f"+4612{number:07}") for number in range(2000)]
    with pytest.raises(errors.InvalidRequest, match="takes at most 200 items, has 2000"):
        check(rcs.TestNumbersInput(test_numbers=numbers))
    with pytest.raises(errors.InvalidRequest, match="no item may be there twice"):
        check(rcs.TestNumbersInput(test_numbers=[*numbers, "+46120000000"]))
    assert Counted.comparisons < 10 * len(numbers)


@model(sent=True)
class Node:
    name: str
    nodes: "Sequence[Node]" = ()


def test_a_model_that_holds_itself_is_checked_to_its_leaves() -> None:
    check(Node(name="a", nodes=[Node(name="b", nodes=[Node(name="c")])]))
    wrong: Any = 5
    with pytest.raises(errors.InvalidRequest) as caught:
        check(Node(name="a", nodes=[Node(name="b"), Node(name="c", nodes=[Node(name=wrong)])]))
    assert list(caught.value.violations) == [("nodes[1].nodes[0].name", "must be a text, not int")]
