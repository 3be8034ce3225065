"""Models that can be part of a request body are marked, so that a caller's JSON for them is read strictly."""

import pkgutil
from collections.abc import Iterator
from importlib import import_module
from typing import Any, cast, get_args, get_type_hints

import attrs
import pytest

from sinch_provisioning.core import shared
from sinch_provisioning.core.model import is_model
from sinch_provisioning.core.rules import READ_ONLY
from sinch_provisioning.families import FAMILIES
from sinch_provisioning.operations import OPERATIONS
from tests.contract.document import DESCRIBED


def models(module: Any) -> Iterator[Any]:
    """Walk the models that a module defines."""
    for value in vars(module).values():
        if is_model(value) and value.__module__ == module.__name__:
            yield value


def models_of(family: str) -> set[Any]:
    package = import_module(f"sinch_provisioning.{family}")
    names = [found.name for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")]
    return {cls for name in names if name.endswith(".models") for cls in models(import_module(name))}


def reachable(tp: Any, found: set[Any]) -> None:
    """Gather the models that a type holds, at any depth, without what responses alone have."""
    if READ_ONLY in get_args(tp):
        return
    for arg in get_args(tp):
        reachable(arg, found)
    if is_model(tp) and tp not in found:
        found.add(tp)
        hints = get_type_hints(tp, include_extras=True)
        for field in attrs.fields(cast("Any", tp)):
            reachable(hints[field.name], found)


SENT: set[Any] = set()
for operation in OPERATIONS.values():
    reachable(operation.body, SENT)


@pytest.mark.parametrize("family", [*FAMILIES, "core"])
def test_what_can_be_sent_is_marked_and_nothing_else(family: str) -> None:
    known = set(models(shared)) if family == "core" else models_of(family)
    assert {cls.__name__ for cls in known if cls.__sent__} == {cls.__name__ for cls in known & SENT}


def test_every_operation_with_a_body_says_what_it_sends() -> None:
    with_body = {name for name, described in DESCRIBED.items() if described.body is not None}
    assert {name for name, operation in OPERATIONS.items() if operation.body is not None} == with_body
