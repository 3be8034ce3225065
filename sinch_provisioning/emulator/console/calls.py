"""Python functions, called with what came over HTTP: names, types and defaults are those of their signatures."""

import inspect
from collections.abc import Callable, Iterator, Mapping
from typing import Any, get_type_hints

import msgspec

from sinch_provisioning.emulator.control_group import ControlGroup
from sinch_provisioning.emulator.problems import Problem, problem
from sinch_provisioning.emulator.tables import JSON


class Call:
    """A function, what it can be called with, and how what it returns is shown."""

    def __init__(self, fn: Callable[..., Any], *, shown: Callable[[Any], JSON] = lambda value: value) -> None:
        self._fn = fn
        self._shown = shown
        self._arguments = _arguments(fn)

    def __call__(self, given: Mapping[str, JSON], *, lax: bool = False) -> JSON:
        """Call the function with arguments by name, and return what is shown of its result.

        `lax` says that they are texts, as in a query or a form: `3` is a number too, `true` a flag, `null` nothing. An
        argument that is missing, unknown or wrong raises `Problem`, and so does what the function rejects.
        """
        try:
            arguments = msgspec.structs.asdict(msgspec.convert(given, self._arguments, strict=not lax))
        except msgspec.ValidationError as error:
            raise _bad(str(error)) from None
        try:
            return self._shown(self._fn(**arguments))
        except ValueError as error:
            raise _bad(str(error)) from None

    @property
    def summary(self) -> str:
        """First sentence of the docstring."""
        return (inspect.getdoc(self._fn) or "").split("\n", 1)[0]

    def parameters(self) -> list[JSON]:
        """Return name, JSON Schema and default of each parameter."""
        return [_parameter(field) for field in msgspec.structs.fields(self._arguments)]


def decisions(group: ControlGroup, path: str = "") -> Iterator[tuple[str, Call]]:
    """Yield all decisions of a group with their paths: `rcs/set_operator`, `whatsapp/templates/approve`, ..."""
    for name in (*vars(group), *dir(type(group))):
        if not name.startswith("_"):
            inner = getattr(group, name)
            here = f"{path}/{name}".removeprefix("/")
            yield from decisions(inner, here) if isinstance(inner, ControlGroup) else [(here, Call(inner))]


def _arguments(fn: Callable[..., Any]) -> type[msgspec.Struct]:
    """Return a struct with a field for each parameter."""
    hints = get_type_hints(fn, include_extras=True)
    fields: list[Any] = [
        (name, hints[name]) if each.default is each.empty else (name, hints[name], each.default)
        for name, each in inspect.signature(fn).parameters.items()
    ]
    return msgspec.defstruct(fn.__name__, fields, kw_only=True, forbid_unknown_fields=True)


def _parameter(field: msgspec.structs.FieldInfo) -> JSON:
    described: JSON = {"name": field.name, "required": field.required, "schema": msgspec.json.schema(field.type)}
    if not field.required:
        described["default"] = field.default
    return described


def _bad(text: str) -> Problem:
    # msgspec writes paths as `$.status`; the name alone is what a caller knows.
    return problem("invalid_input", information={"validationErrors": [text.replace("`$.", "`")]})
