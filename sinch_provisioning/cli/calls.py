"""The commands of the API, each made from a method of the typed classes when it is used: `calls:rcs.senders.list`."""

# Types are values here, and JSON is anything.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
# pyright: reportUnknownParameterType=false, reportUnknownLambdaType=false

import datetime as dt
import inspect
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from importlib import import_module
from itertools import islice
from operator import attrgetter
from typing import Annotated, Any, get_args
from urllib.parse import parse_qs

import attrs
from cyclopts import App, Parameter, validators

from sinch_provisioning import UNSET, OpenEnum, Operation, Safety, Secret, from_dict, from_json
from sinch_provisioning.cli.bodies import Body, Content, skeleton
from sinch_provisioning.cli.failing import Exit, once
from sinch_provisioning.cli.options import NONE, Options, Problem, ask, client_from, note, variable
from sinch_provisioning.cli.output import emit, names_in, plain
from sinch_provisioning.core.codec.names import snake, wire_name
from sinch_provisioning.core.durations import seconds
from sinch_provisioning.core.editing import merged, misfits, put
from sinch_provisioning.core.outline import leaves, models
from sinch_provisioning.core.rules import NEVER_SENT
from sinch_provisioning.errors import InvalidRequest

_KEYWORD = inspect.Parameter.KEYWORD_ONLY
_RENAMED = {"wait_for": "wait"}
_DIFF = "Show what an update would change, as the body of that update; exit code 7 if there is something."


def __getattr__(path: str) -> App:
    """Return the command, or the group of commands, at a path such as `rcs.senders.list`."""
    if path.startswith("_"):
        raise AttributeError(path)
    family, *rest = path.split(".")
    names = ["update" if name == "diff" else name for name in rest]
    target = _at(import_module(f"sinch_provisioning.{family}.api"), [f"Blocking{family.title()}", *names])
    return _group(path, target) if inspect.isclass(target) else Call(path, inspect.unwrap(target)).app()


def _at(owner: Any, path: Sequence[str]) -> Any:
    return attrgetter(".".join(path))(owner)


def _group(path: str, cls: type) -> App:
    app = App(name=_name(path), help=_described(cls)[0])
    members = [name for name in vars(cls) if not name.startswith("_") and callable(getattr(cls, name))]
    for name in members:
        about = _described(getattr(cls, name))[0].partition("\n\n")[0]
        app.command(f"{__name__}:{path}.{name}", name=_name(name), help=about)
    if {"get", "update"} <= {*members}:
        app.command(f"{__name__}:{path}.diff", name="diff", help=_DIFF)
    return app


def _name(path: str) -> str:
    """Return the command of a path."""
    name = path.rpartition(".")[2]
    return _RENAMED.get(name, name).replace("_", "-")


def _described(value: Any) -> tuple[str, dict[str, str]]:
    """Return what a docstring says in general, and of each argument."""
    text, _, rest = inspect.cleandoc(value.__doc__ or "").partition("\n\nRaises:")[0].partition("\n\nArgs:\n")
    arguments = re.findall(r"^    (\w+): (.*(?:\n     .*)*)", rest, re.MULTILINE)
    paragraphs = (" ".join(paragraph.split()) for paragraph in text.split("\n\n"))
    return "\n\n".join(paragraphs), {name: " ".join(words.split()) for name, words in arguments}


_BODY = Body()
_more = partial(Parameter, negative=(), show_default=False, group="Request")


class Call:
    """One method of a group, as a command: its signature and its docstring say all that the command needs."""

    def __init__(self, path: str, method: Callable[..., Any]) -> None:
        self.path: list[str] = path.split(".")
        signature = inspect.signature(method)
        given = [one for name, one in signature.parameters.items() if name not in {"self", "on_unreadable"}]
        self.asked: list[str] = [one.name for one in given if "Callable[" in str(one.annotation)]
        bodies = [one for one in given if models(one.annotation) and str not in leaves(one.annotation)]
        self.parameters: list[inspect.Parameter] = [
            one for one in given if one not in bodies and one.name not in self.asked
        ]
        self.body: inspect.Parameter | None = next((one for one in bodies if one.kind is not _KEYWORD), None)
        self.kinds: list[Any] = models(self.body.annotation) if self.body is not None else []
        self.fields: dict[str, Any] = {field.name: field for cls in reversed(self.kinds) for field in attrs.fields(cls)}
        returns = signature.return_annotation
        self.listed: Any = get_args(returns)[0] if "Listing[" in str(returns) else None
        self.text: str
        self.about: dict[str, str]
        self.text, self.about = _described(method)
        ids = re.findall(r"\((\w+)[,)]", self.text)
        declared = (one for one in method.__globals__.values() if isinstance(one, Operation))
        self.operation: Operation[Any] | None = next((one for one in declared if one.id in ids), None)

    def app(self) -> App:
        """Return the command."""
        is_diff, operation = self.path[-1] == "diff", self.operation
        changes = operation is not None and (operation.method, operation.safety) != ("GET", Safety.SAFE)
        names = ["body", "generate_skeleton"] * (self.body is not None) + ["variant"] * (len(self.kinds) > 1)
        names += ["dry_run"] * (changes and not is_diff) + ["after", "limit"] * (self.listed is not None) + ["options"]
        more = inspect.signature(self.run).parameters
        parameters = [*map(self._parameter, self.parameters), *(more[name] for name in names)]

        def run(*ids: Any, **given: Any) -> int | None:
            return self.run(*ids, **given)

        command: Any = run
        parameters.sort(key=lambda one: one.kind)
        command.__signature__ = inspect.Signature(parameters, return_annotation=int | None)
        command.__annotations__ = {one.name: one.annotation for one in parameters}
        return App(name=_name(self.path[-1]), help=_DIFF if is_diff else self.text, default_command=command)

    def _parameter(self, one: inspect.Parameter) -> inspect.Parameter:
        """Return how a parameter of the method is given at the command line."""
        marks, about, default = leaves(one.annotation), self.about.get(one.name, ""), one.default
        option, keyword = one.name.replace("_", "-"), one.kind is _KEYWORD
        base: Any = next((mark for mark in (bool, int, float, dt.datetime) if mark in marks), str)
        if Secret in marks:
            option, keyword, base, default = f"{option}-env", True, str, None
            about = f"Environment variable with it; without one it is asked for where it is needed. {about}"
        elif one.name == "deadline":
            option, base, default = "timeout", str, f"{default / 3600:g}h"
            about = "Time to wait at most, as 90, 30m, 6h or 14d."
        elif one.name == "page_size":
            about = about or "Items per page at most."
        elif one.name == "state":
            option, keyword, base = "for", True, list[str]
            about = about or "State to wait for, or several of which any will do."
        elif "Sequence[" in str(one.annotation):
            base = list[str]
        for mark in dict.fromkeys(marks):
            if isinstance(mark, type) and issubclass(mark, OpenEnum):
                about = f"{about} One of {', '.join(value for value in mark if value not in NEVER_SENT)}.".strip()
                default = [default.value] if isinstance(default, mark) else default
        if default is not one.empty:
            base, default = base | None, default if isinstance(default, str | int | float | list) else None
        named = f"--{option}" if keyword else None
        parameter = Parameter(name=named, help=about, negative_iterable=(), negative_none=())
        kind = _KEYWORD if keyword else one.POSITIONAL_ONLY
        return inspect.Parameter(one.name, kind, default=default, annotation=Annotated[base, parameter])

    def run(
        self,
        *ids: Any,
        body: Body = _BODY,
        generate_skeleton: Annotated[bool, _more(help="Print the body as commented YAML; send nothing.")] = False,
        variant: Annotated[str | None, _more(help="Kind of body that the skeleton is for.")] = None,
        dry_run: Annotated[bool, _more(help="Show the request and the rules that it breaks; send nothing.")] = False,
        after: Annotated[str | None, _more(help="Token to go on after: the resume token of an error.")] = None,
        limit: Annotated[int | None, _more(help="Items at most.", validator=validators.Number(gte=0))] = None,
        options: Options = NONE,
        **given: Any,
    ) -> int | None:
        """Run the command; each takes those of these options that mean something to it."""
        if generate_skeleton:
            sys.stdout.write(skeleton(self.kinds, variant))
            return None
        content = body.content(self.kinds)
        if self.path[-1] == "diff":
            return self._show_difference(ids, content, options)
        if dry_run and self.operation is not None:
            return self._show_request(
                self.operation, partial(self._arguments, ids, given, content, asking=False), options
            )
        args, values = self._arguments(ids, given, content)
        once.set(self.operation is not None and self.operation.safety is Safety.ONCE)
        result = _at(client_from(options), self.path)(*args, **values)
        if self.listed is None:
            emit(result, options)
            return None
        unreadable: list[str] = []
        columns = [wire_name(field) for field in attrs.fields(self.listed)]
        emit(islice(_items(result.pages(after), unreadable), limit), options, columns=columns)
        if unreadable:
            raise Problem(f"{len(unreadable)} cannot be read; the first: {unreadable[0]}", code=Exit.PARTLY)
        return None

    def _show_difference(self, ids: Sequence[Any], content: Content, options: Options) -> int:
        """Show the update that leads from what the service has to what is wanted."""
        from sinch_provisioning.core.changes import difference

        before = _at(client_from(options), self.path[:-1]).get(*ids)
        wanted = merged(plain(before), content)
        if wrong := misfits(type(before), plain(before), wanted):
            raise InvalidRequest(wrong)
        change = plain(difference(self.kinds[0], before, from_dict(type(before), wanted)), options.reveal)
        emit(change, options)
        return Exit.DIFFERENT if change else Exit.DONE

    def _show_request(self, operation: Operation[Any], arguments: Callable[[], Any], options: Options) -> int:
        """Show the request that the method would send, and which rules it breaks."""
        from sinch_provisioning import profiles
        from sinch_provisioning.core.trials import trial

        def call(dispatch: Any) -> Any:
            args, values = arguments()
            family = getattr(import_module(f"sinch_provisioning.{self.path[0]}.api"), self.path[0].title())
            return _at(family(dispatch), self.path[1:])(*args, **values)

        project = options.project or profiles.project_of(options.profile) or "PROJECT_ID"
        found = trial(operation, project, call)
        body = None if found.body is UNSET else found.body
        rules = [{"field": field, "rule": rule} for field, rule in found.violations]
        shown = {"operation": operation.id, "project": project, "method": operation.method, "path": found.path}
        emit(shown | {"safety": operation.safety.name, "body": body, "violations": rules}, options)
        return Exit.USAGE if found.violations else Exit.DONE

    def _arguments(
        self, ids: Sequence[Any], given: Mapping[str, Any], content: Content, *, asking: bool = True
    ) -> tuple[list[Any], dict[str, Any]]:
        """Return what the method is called with."""
        values: dict[str, Any] = {name: lambda _: ask("code") for name in self.asked}
        for one in self.parameters:
            value, marks = given.get(one.name), leaves(one.annotation)
            if Secret in marks and value is not None:
                values[one.name] = variable(value)
            elif Secret in marks and self._is_required(one) and one.name not in map(snake, content):
                if asking:
                    values[one.name] = ask(one.name)
                elif one.default is one.empty:
                    raise InvalidRequest([(one.name, "is required")])
            elif value is not None:
                is_time = one.name == "deadline"
                values[one.name] = seconds(value) if is_time else names_in(value) if isinstance(value, list) else value
        if self.body is None or (not content and not values.keys() <= self.fields.keys()):
            return list(ids), values
        for name in values.keys() & self.fields.keys():
            put(content, name, values.pop(name))
        if not content and self.body.default is inspect.Parameter.empty:
            raise Problem("give --input or --set; --generate-skeleton shows what belongs there")
        kind: Any = self.operation.body if content and self.operation is not None else self.kinds[0]
        return [*ids, from_dict(kind, content)], values

    def _is_required(self, one: inspect.Parameter) -> bool:
        field = self.fields.get(one.name)
        return one.default is one.empty or (field is not None and field.default is attrs.NOTHING)


def _items(pages: Iterator[Any], unreadable: list[str]) -> Iterator[Any]:
    for page in pages:
        yield from page.items
        for one in page.unreadable:
            note(f"cannot be read: {one.error}")
            unreadable.append(str(one.error))


def api(method: str, path: str, /, *, body: Body = _BODY, options: Options = NONE) -> None:
    """Call an endpoint that this version does not know.

    Args:
        method: HTTP method.
        path: Below the project, as /rcs/senders?pageSize=1, or from the top, as /v1/...; percent-encoded.
    """
    route, _, query = path.partition("?")
    sent = UNSET if body == _BODY else body.content()
    parameters = parse_qs(query, keep_blank_values=True)
    once.set(method.upper() == "POST")
    reply = client_from(options).request(method, route, returns=bytes, query=parameters, body=sent)
    emit(from_json(dict[str, Any], reply) if reply else None, options)
