"""The commands of the API, each made from a method of the typed classes when it is used: `calls:rcs.senders.list`."""

# Types are values here, and JSON is anything.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
# pyright: reportUnknownParameterType=false, reportUnknownLambdaType=false

import datetime as dt
import inspect
import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from getpass import getpass
from importlib import import_module
from itertools import islice
from typing import Annotated, Any, cast, get_args

import attrs
from cyclopts import App, Parameter

from sinch_provisioning import OpenEnum, Operation, Safety, Secret
from sinch_provisioning.cli.bodies import leaves, models, put, read_body, read_input, set_fields, skeleton
from sinch_provisioning.cli.failing import Exit
from sinch_provisioning.cli.options import Options, Problem, client_from, note, seconds
from sinch_provisioning.cli.output import emit
from sinch_provisioning.core.codec.names import snake, wire_name
from sinch_provisioning.core.groups import Group

_RENAMED = {"wait_for": "wait"}


def __getattr__(path: str) -> Any:
    """Return the command, or the group of commands, at a path such as `rcs.senders.list`."""
    family, *rest = path.split(".")
    if family.startswith("_"):
        raise AttributeError(path)
    target: Any = getattr(import_module(f"sinch_provisioning.{family}.api"), f"Blocking{family.title()}")
    for name in rest:
        target = vars(target)["update" if name == "diff" else name]
        target = target.cls if isinstance(target, Group) else target
    return _group(path, target) if inspect.isclass(target) else Call(path, inspect.unwrap(target)).app()


def _group(path: str, cls: type) -> App:
    app = App(name=_name(path), help=_first(cls.__doc__))
    members = {name: member for name, member in vars(cls).items() if not name.startswith("_")}
    for name, found in members.items():
        member = found.cls if isinstance(found, Group) else found
        if inspect.isclass(member) or inspect.isfunction(member):
            app.command(f"{__name__}:{path}.{name}", name=_name(name), help=_first(member.__doc__))
    if {"get", "update"} <= members.keys():
        app.command(f"{__name__}:{path}.diff", name="diff", help=_DIFF)
    return app


_DIFF = "Show what an update would change, as the body of that update; exit code 7 if there is something."


def _name(path: str) -> str:
    """Return the command of a path."""
    name = path.rpartition(".")[2]
    return _kebab(_RENAMED.get(name, name))


def _kebab(name: str) -> str:
    return name.replace("_", "-")


def _first(doc: str | None) -> str:
    """Return the first sentence of a docstring, in one line."""
    return " ".join((doc or "").partition("\n\n")[0].split())


def _described(doc: str | None) -> tuple[str, dict[str, str]]:
    """Return what a docstring says in general, and of each argument."""
    text, _, rest = re.split(r"\n\nRaises:\n", inspect.cleandoc(doc or ""))[0].partition("\n\nArgs:\n")
    found = re.findall(r"^    (\w+): (.*(?:\n     .*)*)", rest, re.MULTILINE)
    paragraphs = (" ".join(paragraph.split()) for paragraph in text.split("\n\n"))
    return "\n\n".join(paragraphs), {name: " ".join(words.split()) for name, words in found}


def _more(
    *,
    input: str | None = None,
    set_: Annotated[list[str] | None, Parameter(name="--set")] = None,
    generate_skeleton: bool = False,
    variant: str | None = None,
    dry_run: bool = False,
    after: str | None = None,
    limit: int | None = None,
    options: Options = Options(),  # noqa: B008 - it is immutable
) -> None:
    """Say what commands take besides the arguments of their methods.

    Args:
        input: File with the body as YAML or JSON, - for standard input; null deletes.
        set_: One field of the body, as details.brand.name=Shop; may be repeated.
        generate_skeleton: Print the body as commented YAML to fill in, and send nothing.
        variant: Kind of body that the skeleton is for.
        dry_run: Show the request and the rules that it breaks, and send nothing.
        after: Token to go on after: the resume token of an error.
        limit: Items at most.
        options: What all commands take.
    """


def _extra(*names: str) -> Iterator[inspect.Parameter]:
    _, about = _described(_more.__doc__)
    for name, one in inspect.signature(_more).parameters.items():
        if name in names:
            more = (
                Parameter(help=about[name], negative=(), show_default=False, group="Request")
                if name != "options"
                else Parameter()
            )
            yield one.replace(annotation=Annotated[one.annotation, more])


def _is_callable(one: inspect.Parameter) -> bool:
    return "Callable[" in str(one.annotation)


class Call:
    """One method of a group, as a command.

    Args:
        path: Where it is: `rcs.senders.list`.
        method: The async method, whose signature and docstring say all that the command needs.
    """

    def __init__(self, path: str, method: Callable[..., Any]) -> None:
        self.path = path.split(".")
        self.method = method
        signature = inspect.signature(method)
        found = {name: one for name, one in signature.parameters.items() if name not in {"self", "on_unreadable"}}
        self.body = next((one for one in found.values() if one.kind is not one.KEYWORD_ONLY and _is_body(one)), None)
        self.parameters = {name: one for name, one in found.items() if not _is_body(one)}
        self.kinds: list[Any] = models(self.body.annotation) if self.body is not None else []
        self.fields = {field.name for cls in self.kinds for field in attrs.fields(cls)}
        returns = signature.return_annotation
        self.listed: Any = get_args(returns)[0] if "Listing[" in str(returns) else None
        self.text, self.about = _described(method.__doc__)
        ids = re.findall(r"\((\w+)[,)]", self.text)
        declared = (one for one in method.__globals__.values() if isinstance(one, Operation))
        self.operation: Operation[Any] | None = next((one for one in declared if one.id in ids), None)

    def app(self) -> App:
        """Return the command."""
        is_diff, operation = self.path[-1] == "diff", self.operation
        extra = ["options"]
        if self.body is not None:
            extra += ["input", "set_", "generate_skeleton"] + ["variant"] * (len(self.kinds) > 1)
        if operation is not None and (operation.method, operation.safety) != ("GET", Safety.SAFE) and not is_diff:
            extra.append("dry_run")
        if self.listed:
            extra += ["after", "limit"]
        own = [found for one in self.parameters.values() if (found := self._parameter(one)) is not None]
        parameters = [*own, *_extra(*extra)]

        def run(*ids: Any, **given: Any) -> int | None:
            return self.run(ids, given)

        command: Any = run
        ordered = sorted(parameters, key=lambda one: one.kind)
        command.__signature__ = inspect.Signature(ordered, return_annotation=int | None)
        command.__annotations__ = {one.name: one.annotation for one in parameters}
        text = _DIFF if is_diff else self.text
        return App(name=_name(self.path[-1]), help=text, default_command=command)

    def _parameter(self, one: inspect.Parameter) -> inspect.Parameter | None:
        """Return how a parameter of the method is given at the command line; None if it is not."""
        marks, text = leaves(one.annotation), str(one.annotation)
        option, about, kind, default = f"--{_kebab(one.name)}", self.about.get(one.name, ""), one.kind, one.default
        base: Any = next((mark for mark in (bool, int, float, dt.datetime) if mark in marks), str)
        if _is_callable(one):
            return None
        if Secret in marks:
            option, base, default, kind = f"{option}-env", str, None, one.KEYWORD_ONLY
            about = f"Environment variable with it; without one it is asked for at a terminal. {about}"
        elif one.name == "state":
            option, kind, base = "--for", one.KEYWORD_ONLY, list[str]
            default = [str(default)] if isinstance(default, str) else default
        elif one.name == "deadline":
            option, base, default = "--timeout", str, f"{default / 3600:g}h"
            about = "Time to wait at most, as 90, 30m, 6h or 14d."
        elif "Sequence[" in text:
            base = list[str]
        for mark in dict.fromkeys(marks):
            if isinstance(mark, type) and issubclass(mark, OpenEnum):
                about = f"{about} One of {', '.join(mark)}.".strip()
        if default is not one.empty:
            base = base | None
            default = default if isinstance(default, str | int | float | list) else None
        named = kind is one.KEYWORD_ONLY
        parameter = Parameter(name=option if named else None, help=about, negative_iterable=(), negative_none=())
        return inspect.Parameter(
            one.name,
            one.KEYWORD_ONLY if named else one.POSITIONAL_ONLY,
            default=default,
            annotation=Annotated[base, parameter],
        )

    def run(self, ids: Sequence[Any], given: dict[str, Any]) -> int | None:
        """Run the command."""
        options: Options = given.pop("options", None) or Options()
        annotation: Any = self.body.annotation if self.body is not None else None
        if given.pop("generate_skeleton", False):
            sys.stdout.write(skeleton(annotation, given.get("variant")))
            return None
        dry_run, after, limit = (given.pop(name, None) for name in ("dry_run", "after", "limit"))
        if self.path[-1] == "diff":
            from sinch_provisioning.cli.trying import show_difference

            content = read_input(given.get("input"))
            set_fields(content, given.get("set_") or [], annotation)
            return show_difference(self.path[:-1], ids, content, self.kinds[0], options)
        if dry_run:
            from sinch_provisioning.cli.trying import show_request

            return show_request(self.path, self.operation, lambda: self.arguments(ids, given), options)
        args, values = self.arguments(ids, given)
        result = at(client_from(options), self.path)(*args, **values)
        if self.listed is None:
            emit(result, options)
            return None
        unreadable: list[str] = []
        items = islice(_items(result.pages(after), unreadable), limit)
        emit(items, options, columns=[wire_name(field) for field in attrs.fields(self.listed)])
        if unreadable:
            raise Problem(f"{len(unreadable)} cannot be read; the first: {unreadable[0]}", code=Exit.PARTLY)
        return None

    def arguments(self, ids: Sequence[Any], given: Mapping[str, Any]) -> tuple[list[Any], dict[str, Any]]:
        """Return what the method is called with."""
        content = read_input(given.get("input"))
        annotation: Any = self.body.annotation if self.body is not None else None
        set_fields(content, given.get("set_") or [], annotation)
        values: dict[str, Any] = {}
        for name, one in self.parameters.items():
            if one.kind is one.KEYWORD_ONLY or name in given or _is_callable(one):
                value = self._value(one, given.get(name), name in map(snake, content))
                if value is not None:
                    values[name] = value
        for name in values.keys() & self.fields:
            put(content, name, values.pop(name))
        if self.body is None or (values and not content):
            return list(ids), values
        if not content and self.body.default is inspect.Parameter.empty:
            raise Problem("give --input or --set; --generate-skeleton shows what belongs there")
        return [*ids, read_body(annotation, content)], values

    def _value(self, one: inspect.Parameter, value: Any, in_body: bool) -> Any:
        """Return a parameter's value from what the command line gives for it."""
        marks = leaves(one.annotation)
        if _is_callable(one):
            return lambda _: _ask("code")
        if Secret in marks:
            if value is not None:
                if value not in os.environ:
                    raise Problem(f"--{_kebab(one.name)}-env {value}: there is no such environment variable")
                return os.environ[value]
            required = one.default is one.empty or any(
                field.name == one.name and field.default is attrs.NOTHING
                for cls in self.kinds
                for field in attrs.fields(cls)
            )
            updates = any(cls.__name__.endswith("Update") for cls in self.kinds)
            return _ask(one.name) if required and not updates and not in_body else None
        if one.name == "deadline":
            return seconds(value) if value is not None else None
        if isinstance(value, list):
            return [part for text in cast("list[str]", value) for part in text.split(",")]
        return value


def _is_body(one: inspect.Parameter) -> bool:
    """Tell whether a parameter takes a model, and nothing that a command line has a form for."""
    marks = leaves(one.annotation)
    return bool(models(one.annotation)) and str not in marks


def at(root: Any, path: Sequence[str]) -> Any:
    """Return what is at a path of attributes."""
    for name in path:
        root = getattr(root, name)
    return root


def _ask(name: str) -> str:
    """Return a secret that is typed, or a line of standard input where nobody can type."""
    if sys.stdin.isatty():
        return getpass(f"{name.replace('_', ' ')}: ")
    if text := sys.stdin.readline().strip():
        return text
    raise Problem(f"{name} is needed: give --{_kebab(name)}-env, or write it to standard input")


def _items(pages: Iterator[Any], unreadable: list[str]) -> Iterator[Any]:
    for page in pages:
        yield from page.items
        for one in page.unreadable:
            note(f"cannot be read: {one.error}")
            unreadable.append(str(one.error))
