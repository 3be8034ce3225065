"""The blocking surface is the async one, without await: the same names, arguments, answers and words."""

# Types are values here.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

import inspect
import re
from collections.abc import Iterator
from typing import Any, get_args

import pytest

from sinch_provisioning import AsyncClient, Client, Config
from sinch_provisioning.blocking import BlockingListing, BlockingResource
from sinch_provisioning.blocking.client import Project
from sinch_provisioning.client import AsyncProject
from sinch_provisioning.core.dispatch import Resource
from sinch_provisioning.core.groups import Group
from sinch_provisioning.paging import Listing

CONFIG = Config(project_id="p", access_token="t")
ONLY_ASYNC: dict[tuple[type, str], dict[str, str]] = {
    (AsyncClient, "__init__"): {"session": "a session of the caller's lives in the caller's loop, not in the client's"},
}
"""Arguments without a blocking twin, each with the reason."""


def groups(asynchronous: object, blocking: object, path: str = "sinch") -> Iterator[Any]:
    """Walk the groups of methods that a client leads to, two by two."""
    for name in dir(asynchronous):
        mine = None if name.startswith("_") else getattr(asynchronous, name)
        if isinstance(mine, Resource):
            yield pytest.param(mine, getattr(blocking, name), id=f"{path}.{name}")
            yield from groups(mine, getattr(blocking, name), f"{path}.{name}")


GROUPS = list(groups(AsyncClient(CONFIG), Client(CONFIG)))


def names(cls: type) -> set[str]:
    return {name for name in dir(cls) if not name.startswith("_")}


def test_there_are_groups_to_compare() -> None:
    assert len(GROUPS) > 20
    families = {group.id for group in GROUPS if str(group.id).count(".") == 1}
    assert families == {
        f"sinch.{name}" for name in ("bundles", "conversation", "kakaotalk", "rcs", "sms", "webhooks", "whatsapp")
    }


@pytest.mark.parametrize(("mine", "twin"), GROUPS)
def test_each_method_names_its_own_twin(mine: Resource, twin: object) -> None:
    assert isinstance(twin, BlockingResource)
    assert get_args(type(twin).__orig_bases__[0]) == (type(mine),)  # type: ignore[attr-defined]
    assert inspect.getdoc(type(twin)) == inspect.getdoc(type(mine))
    assert names(type(twin)) == names(type(mine))
    for name in names(type(mine)):
        source, bridge = inspect.getattr_static(type(mine), name), inspect.getattr_static(type(twin), name)
        if isinstance(source, Group):
            assert isinstance(bridge, Group)  # the groups themselves are compared, two by two
            continue
        assert bridge.__wrapped__ is source, name
        # The type that checkers see follows from which of the two bridges it is.
        expected = "blocking" if inspect.iscoroutinefunction(source) else "blocking_listing"
        assert bridge.__code__.co_qualname == f"{expected}.<locals>.call", name
        if expected == "blocking_listing":
            assert "Listing[" in str(inspect.signature(source).return_annotation), name


WORDS = [
    (r"AsyncGenerator\[(.*), None\]", r"Iterator[\1]"),
    ("AsyncIterator", "Iterator"),
    ("AsyncProject", "Project"),
    ("AsyncClient", "Client"),
    (r"\bListing\b", "BlockingListing"),
    (r"sinch_provisioning\.[\w.]+\.", ""),
]


# How the two kinds of listing meet, and how `bulk` walks one: not for callers, and so on one side only.
BRIDGED = {"bridge", "target"}
FETCHED = {"drain", "fetch", "filters", "operation_id"}


def signature(fn: Any, left_out: set[str]) -> str:
    """Return a signature in the blocking side's words."""
    found = inspect.signature(fn)
    kept = [parameter for name, parameter in found.parameters.items() if name not in left_out]
    text = str(found.replace(parameters=kept)).replace('"', "").replace("'", "")
    for pattern, word in WORDS:
        text = re.sub(pattern, word, text)
    return text


@pytest.mark.parametrize(("mine", "twin"), [(AsyncClient, Client), (AsyncProject, Project), (Listing, BlockingListing)])
def test_what_is_written_twice_is_the_same(mine: type, twin: type) -> None:
    assert names(twin) - BRIDGED == names(mine) - FETCHED
    spoken = {*names(mine) - FETCHED, *({"__init__"} if mine is AsyncClient else ())}
    for name in spoken:
        source, copy = inspect.getattr_static(mine, name), inspect.getattr_static(twin, name)
        if isinstance(source, classmethod):
            source, copy = source.__func__, copy.__func__
        if isinstance(source, Group):
            assert isinstance(copy, Group)
            continue
        if not inspect.isfunction(source):
            assert type(copy) is type(source), name
            assert inspect.getdoc(copy) == inspect.getdoc(source), name
            continue
        only = set(ONLY_ASYNC.get((mine, name), ()))
        assert signature(copy, set()) == signature(source, only), name
        assert inspect.getdoc(copy), name
