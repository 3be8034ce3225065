"""The public surface is what it says: exports true and complete, everything in them documented and typed."""

import inspect
import pkgutil
from collections.abc import Iterator
from importlib import import_module
from typing import Any, get_args, get_type_hints

import attrs
import pytest

from sinch_provisioning import AsyncClient, Config
from sinch_provisioning.core.dispatch import Resource
from sinch_provisioning.core.groups import Group
from tests.surface import exported, names_of, own_members, plain, public_modules

FAMILIES = ("bundles", "conversation", "kakaotalk", "rcs", "sms", "webhooks", "whatsapp")
MODULES = list(public_modules())
everywhere = pytest.mark.parametrize("name", MODULES)


def resources() -> dict[str, Resource]:
    """Find all groups of methods, by the path that a user writes."""
    found: dict[str, Resource] = {}

    def walk(owner: object, path: str) -> None:
        for name in dir(owner):
            member = None if name.startswith("_") else getattr(owner, name)
            if isinstance(member, Resource):
                found[f"{path}.{name}"] = member
                walk(member, f"{path}.{name}")

    walk(AsyncClient(Config(project_id="p", access_token="t")), "sinch")
    return found


def methods(cls: type) -> Iterator[tuple[str, Any]]:
    """Walk the public methods and properties of a class; `resources` leads to its groups."""
    return ((name, member) for name, member in own_members(cls) if not isinstance(member, Group))


def functions(objects: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Walk everything callable of ours among objects: functions, and the methods of classes."""
    for name, value in objects.items():
        if inspect.isclass(value):
            yield from ((f"{value.__name__}.{member}", found) for member, found in methods(value))
            ours = value.__module__.startswith("sinch_provisioning") and not getattr(value, "_is_protocol", False)
            if "__init__" in vars(value) and ours:
                yield f"{name}.__init__", value.__init__
        elif inspect.isroutine(value):
            yield name, value


@everywhere
def test_what_is_exported_is_true_and_complete(name: str) -> None:
    module = import_module(name)
    assert inspect.getdoc(module)
    names = names_of(module)
    assert len(set(names)) == len(names)
    assert set(names) <= set(dir(module))
    own = {
        each
        for each, value in vars(module).items()
        if not each.startswith("_")
        and getattr(value, "__module__", None) == name
        and type(value).__module__ != "typing"  # variables of types
    }
    assert own - set(names) == set()


@pytest.mark.parametrize("family", FAMILIES)
def test_a_family_exports_all_of_its_data(family: str) -> None:
    package = import_module(f"sinch_provisioning.{family}")
    rooms = [name for _, name, _ in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")]
    own = {
        name
        for room in rooms
        for name, value in vars(import_module(room)).items()
        if isinstance(value, type) and value.__module__ == room and not name.startswith("_")
        if room.endswith((".models", ".events"))
    }
    assert own
    assert own - set(names_of(package)) == set()


@everywhere
def test_what_is_public_is_documented(name: str) -> None:
    undocumented = [
        each
        for each, value in exported(name).items()
        if (inspect.isclass(value) or inspect.isroutine(value)) and not inspect.getdoc(value)
    ]
    undocumented += [
        each
        for each, member in functions(exported(name))
        if not each.endswith("__init__")
        if not inspect.getdoc(plain(member))
    ]
    assert undocumented == []


@everywhere
def test_what_is_public_is_typed(name: str) -> None:
    untyped: list[str] = []
    for each, member in functions(exported(name)):
        signature = inspect.signature(plain(member))
        bare = [
            parameter.name
            for parameter in list(signature.parameters.values())
            if parameter.annotation is parameter.empty and parameter.name not in {"self", "cls", "obj"}
        ]
        if bare or signature.return_annotation is signature.empty:
            untyped.append(f"{each} {bare}")
    assert untyped == []


@pytest.mark.parametrize(("path", "resource"), resources().items())
def test_a_group_of_methods_is_documented_and_typed(path: str, resource: Resource) -> None:
    for name, member in methods(type(resource)):
        fn = plain(member)
        assert inspect.getdoc(fn), name
        hints = get_type_hints(fn)
        assert set(hints) == {*inspect.signature(fn).parameters, "return"} - {"self"}, name


def mentioned(tp: Any, found: set[type]) -> None:
    """Gather the classes of ours that a type speaks of, and their fields in turn."""
    for arg in get_args(tp):
        mentioned(arg, found)
    if isinstance(tp, type) and tp.__module__.startswith("sinch_provisioning") and tp not in found:
        found.add(tp)
        if attrs.has(tp):
            for hint in get_type_hints(tp).values():
                mentioned(hint, found)


def test_whatever_a_method_takes_or_gives_can_be_imported() -> None:
    found: set[type] = set()
    for resource in resources().values():
        for _, member in methods(type(resource)):
            for hint in get_type_hints(plain(member)).values():
                mentioned(hint, found)
    public = {value for name in MODULES for value in exported(name).values() if inspect.isclass(value)}
    groups = {type(resource) for resource in resources().values()}
    assert len(found) > 200
    assert found - public - groups == set()
