"""The check before sending, for kinds of fields that the families have few of."""

from collections.abc import Mapping
from typing import Any

import pytest

from sinch_provisioning import errors
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
        ({"labels": {"a": 1}}, [("labels.a", "has to be a text, is int")]),
        ({"labels": {"a": "b", "c": None}}, [("labels.c", "has to be a text, is NoneType")]),
        ({"labels": ["a"]}, [("labels", "has to be a dict, is list")]),
        ({"labels": "a"}, [("labels", "has to be a dict, is str")]),
        ({"always": 7}, [("always", "has to be a dict, is int")]),
        ({"always": {"a": "b"}}, [("always.a", "has to be a whole number, is str")]),
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
