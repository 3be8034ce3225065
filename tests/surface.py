"""The public surface as text: every name that users may rely on, a line each, with its signature and types.

The text is committed as `surface.txt`; a change of it is reviewed as a diff, and tells what the changelog has to say.

```sh
python -m tests.surface            # print how the surface differs from the text
python -m tests.surface --write    # write the text
python -m tests.surface --against v1.2.0    # what a release would break, by griffe (needs git and griffe)
```
"""

import argparse
import ast
import collections.abc
import difflib
import enum
import inspect
import pkgutil
import sys
import textwrap
import types
import typing
from collections.abc import Iterator
from functools import cached_property
from importlib import import_module
from itertools import product
from pathlib import Path
from typing import Annotated, Any, ForwardRef, Literal, Union, get_args, get_origin, get_type_hints

import attrs
from cyclopts import App

import sinch_provisioning
from sinch_provisioning import AsyncClient, Client, Config, errors
from sinch_provisioning.cli import failing
from sinch_provisioning.cli.app import app
from sinch_provisioning.core.groups import Group
from sinch_provisioning.operations import OPERATIONS

TEXT = Path(__file__).with_name("surface.txt")
PACKAGE = "sinch_provisioning"
PRIVATE = {"cli", "core", "demo", "families", "net", "serving"}
"""Packages at the top that users do not import from."""
NESTED = ("webhooks.aiohttp", "webhooks.asgi", "webhooks.wsgi")
"""Modules inside packages that users import from."""
MEMBERS = (property, cached_property, classmethod, staticmethod)
COMMAND = "python -m tests.surface --write"


def public_modules() -> Iterator[str]:
    """Walk the modules that users import from."""
    yield PACKAGE
    for found in pkgutil.iter_modules(sinch_provisioning.__path__):
        if not found.name.startswith("_") and found.name not in PRIVATE:
            yield f"{PACKAGE}.{found.name}"
    yield from (f"{PACKAGE}.{name}" for name in NESTED)


def exported(module: str) -> dict[str, Any]:
    """Return what a module says is public: by `__all__`, or by importing names as themselves."""
    imported = import_module(module)
    return {name: getattr(imported, name) for name in names_of(imported)}


def names_of(module: types.ModuleType) -> list[str]:
    """Return the public names of a module."""
    if hasattr(module, "__all__"):
        return list(module.__all__)
    tree = ast.parse(inspect.getsource(module))
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    return [alias.name for node in imports for alias in node.names if alias.asname == alias.name]


def ours(value: Any) -> bool:
    """Whether something is defined in the package."""
    return str(getattr(value, "__module__", "")).partition(".")[0] == PACKAGE


def bases_of(cls: type) -> Iterator[type]:
    """Walk the bases that users may rely on: those of a private base instead of it."""
    for base in cls.__bases__:
        if ours(base) and base.__name__.startswith("_"):
            yield from bases_of(base)
        elif base not in {object, typing.Generic, typing.Protocol}:
            yield base


class Surface:
    """Makes the text.

    Args:
        prefer: A module whose names win where a class has several; the shortest wins otherwise.
    """

    def __init__(self, prefer: str = "") -> None:
        self.homes: dict[int, str] = {}
        """The name by which users import a class, by its identity: the shortest, so that the top level wins."""
        modules = list(public_modules())
        for module in modules:
            for name, value in exported(module).items():
                if isinstance(value, type):
                    path = f"{module}.{name}".removeprefix(f"{PACKAGE}.")
                    known = self.homes.setdefault(id(value), path)
                    if (path.count("."), path) < (known.count("."), known):
                        self.homes[id(value)] = path
        if prefer:
            inside = prefer.removeprefix(f"{PACKAGE}.")
            found = exported(prefer).items()
            self.homes.update({id(value): f"{inside}.{name}" for name, value in found if isinstance(value, type)})
        self._modules = modules

    def lines(self) -> Iterator[str]:
        """Walk the text, section by section."""
        for module in self._modules:
            yield f"# {module}"
            yield from self.exports(module)
            yield ""
        config = Config(project_id="p", access_token="t")
        for title, made in (("async", AsyncClient(config)), ("blocking", Client(config))):
            yield f"# calls of the {title} client"
            for line in self._calls("sinch", made):
                # What wraps an async method for the blocking client has that method's signature.
                yield line.replace(") -> Listing[", ") -> BlockingListing[") if isinstance(made, Client) else line
            yield ""
            if isinstance(made, Client):
                made.close()
        yield "# commands"
        yield from self._commands("sinch-provisioning", app)
        yield ""
        yield "# exit codes of the commands"
        yield from exit_codes()
        yield ""
        yield "# operations"
        for operation in OPERATIONS.values():
            returns = self.shown(operation.returns)
            body = self.shown(getattr(operation, "body", None))
            yield f"{operation.id}: {operation.method} {operation.path} {body} -> {returns}, {operation.safety.name}"

    def exports(self, module: str) -> Iterator[str]:
        """Walk the lines of what a module exports."""
        for name, value in sorted(exported(module).items()):
            yield from self._exported(module.removeprefix(PACKAGE).removeprefix("."), name, value)

    def _commands(self, path: str, commands: App) -> Iterator[str]:
        for name in sorted(commands):
            if not name.startswith("-"):
                command = commands[name]
                if command.default_command is not None and ours(command.default_command):
                    yield self.function(f"{path} {name}", command.default_command)
                yield from self._commands(f"{path} {name}", command)

    def _exported(self, module: str, name: str, value: Any) -> Iterator[str]:
        path = f"{module}.{name}".removeprefix(".")
        if isinstance(value, types.ModuleType):
            yield f"{path}: module"
        elif isinstance(value, type):
            home = self.homes[id(value)]
            if home == path:
                yield from self._class(path, value)
            else:
                yield f"{path} = {home}"
        elif inspect.isroutine(value) or hasattr(value, "_fixture_function"):
            yield self.function(path, value)
        else:
            yield f"{path}: {self._constant(value)}"

    def _constant(self, value: Any) -> str:
        if isinstance(value, str) and value != sinch_provisioning.__version__:
            return f"str = {value!r}"
        return self.shown(value) if get_origin(value) is not None else self.shown(type(value))

    def _class(self, path: str, cls: type) -> Iterator[str]:
        yield f"{path}: class({', '.join(map(self.shown, bases_of(cls)))})"
        if issubclass(cls, enum.Enum):
            yield from (f"{path}.{member.name} = {member.value!r}" for member in cls)
        elif attrs.has(cls):
            yield from self._fields(path, cls)
        elif not ours(cls):
            return
        else:
            yield from self._initialiser(path, cls)
        for name, member in sorted(self._members(cls)):
            if isinstance(member, Group):
                yield f"{path}.{name}: {self.shown(member.cls)}"
            elif isinstance(member, property | cached_property):
                yield f"{path}.{name}: {self._returned(plain(member))}"
            else:
                yield self.function(f"{path}.{name}", member)

    def _fields(self, path: str, cls: type) -> Iterator[str]:
        hints = hints_of(cls)
        for field in attrs.fields(cls):
            if field.name.startswith("_") and not field.init:
                continue
            name = field.alias or field.name
            hint = self.shown(hints.get(field.name, field.type))
            default = "" if field.default is attrs.NOTHING else f" = {self._default(field.default)}"
            position = "" if field.kw_only or not field.init else ", by position too"
            yield f"{path}.{name}: {hint}{default}{position}{'' if field.init else ', not an argument'}"

    def _own(self, cls: type) -> Iterator[type]:
        """Walk a class and its bases but those that have lines of their own."""
        yield cls
        yield from (base for base in cls.__mro__[1:] if ours(base) and id(base) not in self.homes)

    def _members(self, cls: type) -> Iterator[tuple[str, Any]]:
        seen: set[str] = set()
        for base in self._own(cls):
            for name, member in own_members(base, inherited=False):
                if name not in seen:
                    seen.add(name)
                    yield name, member

    def _initialiser(self, path: str, cls: type) -> Iterator[str]:
        names: set[str] = set()
        for base in self._own(cls):
            if "__init__" in vars(base) and not getattr(cls, "_is_protocol", False):
                yield self.function(f"{path}.__init__", vars(base)["__init__"])
            names |= {name for name in inspect.get_annotations(base) if not name.startswith("_")}
            names |= set(assigned(base))
        hints = hints_of(cls)
        for name in sorted(names):
            yield f"{path}.{name}: {self.shown(hints[name]) if name in hints else 'attribute'}"

    def _calls(self, path: str, owner: Any) -> Iterator[str]:
        """Walk the groups of methods below a client."""
        for name in sorted(dir(type(owner))):
            if name.startswith("_"):
                continue
            member = inspect.getattr_static(type(owner), name)
            if isinstance(member, property | cached_property | Group):
                value = getattr(owner, name)
                if ours(type(value)) and not attrs.has(type(value)) and not isinstance(value, str):
                    yield from self._calls(f"{path}.{name}", value)
            elif path != "sinch":
                yield self.function(f"{path}.{name}", getattr(owner, name))

    def function(self, path: str, member: Any) -> str:
        """Write a signature."""
        fn = plain(member)
        signature = inspect.signature(fn)
        hints = hints_of(fn)
        kinds: list[str] = []
        for parameter in signature.parameters.values():
            if parameter.name in {"self", "cls"} and not kinds and "." in fn.__qualname__:
                continue
            hint = hints.get(parameter.name, parameter.annotation)
            star = {"VAR_POSITIONAL": "*", "VAR_KEYWORD": "**"}.get(parameter.kind.name, "")
            written = f"{star}{parameter.name}: {self.shown(hint)}"
            if parameter.default is not parameter.empty:
                written += f" = {self._default(parameter.default)}"
            if parameter.kind is parameter.KEYWORD_ONLY and not any(kind.startswith("*") for kind in kinds):
                kinds.append("*")
            kinds.append(written)
            if parameter.kind is parameter.POSITIONAL_ONLY:
                kinds.append("/")
        kinds = [kind for number, kind in enumerate(kinds) if kind != "/" or "/" not in kinds[number + 1 :]]
        is_async = inspect.iscoroutinefunction(getattr(member, "__func__", member))
        return f"{'async ' if is_async else ''}{path}({', '.join(kinds)}) -> {self._returned(fn)}"

    def _returned(self, fn: Any) -> str:
        return self.shown(hints_of(fn).get("return", inspect.signature(fn).return_annotation))

    def _default(self, value: Any) -> str:
        if isinstance(value, enum.Enum):
            return f"{type(value).__name__}.{value.name}"
        if value is None or isinstance(value, bool | int | float | str | bytes | tuple | frozenset):
            return repr(value).replace(sinch_provisioning.__version__, "VERSION")
        if isinstance(value, dict | list) and not value:
            return repr(value)
        if isinstance(value, type):
            return self.shown(value)
        return "..."

    def shown(self, tp: Any) -> str:
        """Write a type: classes of ours by the name that users import, unions with None last."""
        if tp is None or tp is types.NoneType:
            return "None"
        if tp is inspect.Parameter.empty:
            return "untyped"
        if isinstance(tp, str | ForwardRef):
            return tp if isinstance(tp, str) else tp.__forward_arg__
        origin, args = get_origin(tp), get_args(tp)
        if origin is Annotated:
            return self.shown(args[0])
        if origin in {Union, types.UnionType}:
            members = sorted({self.shown(arg) for arg in args}, key=lambda name: (name == "None", name))
            return " | ".join(members)
        if origin is Literal:
            return f"Literal[{', '.join(map(repr, args))}]"
        if origin is collections.abc.Callable:
            taken = "..." if args[0] is ... else f"[{', '.join(map(self.shown, args[0]))}]"
            return f"Callable[{taken}, {self.shown(args[1])}]"
        if origin is not None and origin is not tp:
            return f"{self.shown(origin)}[{', '.join('...' if arg is ... else self.shown(arg) for arg in args)}]"
        if isinstance(tp, type):
            return self.homes.get(id(tp), tp.__qualname__)
        return str(getattr(tp, "__name__", None) or tp).removeprefix("typing.")


def exit_codes() -> Iterator[str]:
    """Walk the exit codes, and which of them an error leads to."""
    for code in failing.Exit:
        yield f"exit {code.name}: {code.value}"
    for name in sorted(errors.__all__):
        codes: list[int] = []
        for method, sent in product(("GET", "POST"), (False, True)):
            error = getattr(errors, name).__new__(getattr(errors, name))
            error.method, error.sent = method, sent
            codes.append(int(failing.exit_code(error)))
        unlike = "" if len(set(codes)) == 1 else f"; GET, GET that was sent, POST, POST that was sent: {codes}"
        yield f"exit after {name}: {codes[0]}{unlike}"


def plain(member: Any) -> Any:
    """Return the function inside a method, property or fixture."""
    for holder in ("__func__", "fget", "func", "__wrapped__", "_fixture_function"):
        member = getattr(member, holder, None) or member
    return member


def own_members(cls: type, *, inherited: bool = True) -> Iterator[tuple[str, Any]]:
    """Walk the public methods and properties that a class has from a class of ours, each once."""
    seen: set[str] = set()
    for base in cls.__mro__ if inherited else [cls]:
        if ours(base):
            for name, member in vars(base).items():
                is_member = inspect.isroutine(member) or isinstance(member, MEMBERS)
                if is_member and not name.startswith("_") and name not in seen:
                    seen.add(name)
                    yield name, member


def assigned(cls: type) -> Iterator[str]:
    """Walk the public attributes that a class gives its instances in `__init__`."""
    if "__init__" not in vars(cls):
        return
    tree = ast.parse(textwrap.dedent(inspect.getsource(vars(cls)["__init__"])))
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(value=ast.Name(id="self"), attr=name, ctx=ast.Store()) if not name.startswith("_"):
                yield name
            case _:
                pass


def hints_of(holder: Any) -> dict[str, Any]:
    """Return the types of a function or class; as text where a name exists for type checkers only."""
    try:
        return get_type_hints(holder, include_extras=True)
    except NameError:
        pass
    holders = reversed(holder.__mro__) if isinstance(holder, type) else [holder]
    found: dict[str, Any] = {}
    for each in holders:
        space = vars(typing) | vars(sys.modules.get(each.__module__, typing))
        for name, hint in inspect.get_annotations(each).items():
            try:
                found[name] = eval(hint, space) if isinstance(hint, str) else hint
            except NameError:
                found[name] = hint
    return found


def surface() -> str:
    """Return the text."""
    return "\n".join(Surface().lines()) + "\n"


def differences() -> str:
    """Return how the surface differs from the committed text, as a diff; empty if it does not."""
    before, after = TEXT.read_text().splitlines(), surface().splitlines()
    return "\n".join(difflib.unified_diff(before, after, TEXT.name, "the package", lineterm="", n=0))


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.surface", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--write", action="store_true", help="write the text")
    parser.add_argument("--against", metavar="REF", help="name what breaks a user's code since a commit")
    given = parser.parse_args()
    if given.against:
        from tests.breaks import untold

        found = untold(given.against)
        print(*found, sep="\n")
        print(f"{len(found)} breaks that CHANGELOG.md does not name under Unreleased, Changed or Removed")
        return bool(found)
    if given.write:
        TEXT.write_text(surface())
    diff = differences()
    print(diff or "the surface is as its text says")
    return bool(diff)


if __name__ == "__main__":
    sys.exit(main())
