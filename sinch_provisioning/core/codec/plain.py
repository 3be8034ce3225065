"""The plain decoder: cattrs over parsed JSON. It is the reference for the fast one, and it words errors.

There are two converters. The tolerant one reads responses: it ignores what it does not know, reads null as absent
where a field cannot be null, and stops at the first value that does not fit. The strict one reads what a caller wants
to send: names are the wire's or Python's, unknown names and enum texts are rejected, and all violations are gathered.
"""

# Types are values here, and JSON is anything.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
# pyright: reportUnknownParameterType=false, reportUnknownLambdaType=false

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any, Final, TypeVar, cast

import attrs
import cattrs
import msgspec

from sinch_provisioning.core.codec.names import camel, in_utc, snake
from sinch_provisioning.core.enums import OpenEnum
from sinch_provisioning.core.model import is_model
from sinch_provisioning.core.secrets import Secret
from sinch_provisioning.core.shapes import NUMBER, Kind, Shape, fields, shape
from sinch_provisioning.core.unions import Unknown, Variants
from sinch_provisioning.errors import DecodeError, InvalidRequest

T = TypeVar("T")
Read = Callable[[Any], Any]
Part = tuple[str | int, object, Any, Any]
"""A part of an object or an array: its key in what is read, its place in the JSON, its value, and its type or error."""

MOST_VIOLATIONS = 20
"""Violations that are gathered before reading strictly gives up."""


class Misfit(Exception):
    """Values that do not fit their types: where, seen from the value that was read, and why."""

    def __init__(self, *found: tuple[str, str]) -> None:
        super().__init__(found[0][1])
        self.found = found


def read(cls: type[T], content: Any, *, body: bytes, operation: str | None, strict: bool = False) -> T | DecodeError:
    """Read parsed JSON, or return the error. A tolerant reading looks at nothing after the first misfit."""
    try:
        return (_strict if strict else _tolerant).converter.structure(content, cls)
    except Exception as error:  # noqa: BLE001 - cattrs passes on whatever a hook raised
        path, reason = _found("", error)[0]
    return DecodeError(reason, path=f"${path}", operation=operation, body=body)


def read_dict(cls: type[T], content: Mapping[str, Any], *, strict: bool) -> T:
    """Read a caller's dict.

    Raises:
        InvalidRequest: it does not fit.
    """
    try:
        return (_strict if strict else _tolerant).converter.structure(content, cls)
    except Exception as error:  # noqa: BLE001 - cattrs passes on whatever a hook raised
        found = _found("", error)
    raise InvalidRequest([(path.removeprefix(".") or "data", reason) for path, reason in found])


def _found(step: str, error: Exception) -> list[tuple[str, str]]:
    """Return what an error says, seen from one step further up."""
    if isinstance(error, Misfit):
        return [(step + path, reason) for path, reason in error.found]
    return [(step, str(error))]


_KINDS: dict[type, str] = {
    dict: "an object",
    list: "an array",
    str: "a text",
    bool: "a boolean",
    type(None): "null",
    int: "a number",
    float: "a number",
}


def _expected(what: str, value: object) -> ValueError:
    return ValueError(f"expected {what}, got {_KINDS.get(type(value), type(value).__name__)}")


def _suggest(name: str, known: Iterable[str]) -> str:
    known = sorted(known)
    close = get_close_matches(name, known, 1)
    return f"did you mean {close[0]!r}?" if close else f"it is one of {', '.join(known)}"


def _read_text(value: Any, _tp: Any = None) -> str:
    if not isinstance(value, str):
        raise _expected("a text", value)
    return value


def _read_bool(value: Any, _tp: Any) -> bool:
    if not isinstance(value, bool):
        raise _expected("a boolean", value)
    return value


def _read_number(value: Any, tp: Any) -> int | float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _expected("a number", value)
    if tp is int:
        if isinstance(value, float) and not value.is_integer():
            raise ValueError("expected a whole number")
        return int(value)
    return value if tp is NUMBER else float(value)


def _read_datetime(value: Any, _tp: Any) -> dt.datetime:
    moment = value if isinstance(value, dt.datetime) else msgspec.convert(_read_text(value), dt.datetime)
    # The documents promise UTC; a time that does not say so is taken at its word rather than rejected.
    return in_utc(moment)


def _read_secret(value: Any, _tp: Any) -> Secret:
    return value if isinstance(value, Secret) else Secret(_read_text(value))


_SCALARS: Final[Mapping[Any, Callable[[Any, Any], Any]]] = {
    str: _read_text,
    bool: _read_bool,
    int: _read_number,
    float: _read_number,
    NUMBER: _read_number,
    dt.datetime: _read_datetime,
    Secret: _read_secret,
}


class _Reader:
    """A converter, and what reads each kind of shape for it."""

    def __init__(self, *, strict: bool) -> None:
        self._strict = strict
        self._object: Any = Mapping if strict else dict
        self._array: Any = (list, tuple) if strict else list
        self._readers: Mapping[Kind, Callable[[Shape], Read]] = {
            Kind.ANYTHING: lambda _: lambda value: value,
            Kind.SCALAR: lambda form: lambda value: _SCALARS[form.cls](value, form.cls),
            Kind.ENUM: lambda form: lambda value: self._enum(value, form.cls),
            Kind.MODEL: self._read_model,
            Kind.ARRAY: self._read_array,
            Kind.MAPPING: self._read_mapping,
            Kind.UNKNOWN: self._read_unknown,
            Kind.VARIANTS: self._read_variants,
            Kind.UNION: self._read_union,
        }
        self.converter = cattrs.Converter(detailed_validation=False)
        self.converter.register_structure_hook_factory(lambda _: True, self._hook)
        self.converter.register_structure_hook(OpenEnum, self._enum)
        for cls, hook in _SCALARS.items():
            self.converter.register_structure_hook(cls, hook)

    def _hook(self, tp: Any) -> Callable[[Any, Any], Any]:
        form = shape(tp)
        read = self._readers[form.kind](form)
        return lambda value, _: None if value is None and form.nullable else read(value)

    def _parts(self, step: str, parts: Iterable[Part]) -> dict[Any, Any]:
        """Read the parts of a value; `step` is how a path goes on to one."""
        read: dict[Any, Any] = {}
        misfits: list[tuple[str, str]] = []
        for key, place, value, tp in parts:
            try:
                if isinstance(tp, ValueError):
                    raise tp  # noqa: TRY301 - it counts like one that reading finds
                read[key] = self.converter.structure(value, tp)
            except Exception as error:  # noqa: BLE001 - a hook raises whatever it likes
                misfits += _found(step.format(place), error)
                if not self._strict or len(misfits) >= MOST_VIOLATIONS:
                    break
        if misfits:
            raise Misfit(*misfits[:MOST_VIOLATIONS])
        return read

    def _read_model(self, form: Shape) -> Read:
        cls = form.cls
        known = {field.wire: field for field in fields(cls)}

        def parts(value: Mapping[Any, Any]) -> Iterator[Part]:
            content: Mapping[Any, Any] = value
            spelling: Mapping[str, str] = {}
            if self._strict:
                content, spelling, wrong = _by_wire_name(value, known)
                yield from ((key, key, None, error) for key, error in wrong)
            for name, field in known.items():
                place = spelling.get(name, name)
                item = content.get(name, attrs.NOTHING)
                if item is attrs.NOTHING:
                    if field.required:
                        yield name, name, None, ValueError("required field is missing")
                elif item is not None or field.required or field.shape.nullable:
                    yield field.argument, place, item, field.tp
                elif self._strict:
                    yield name, place, None, ValueError("cannot be null; leave it out")

        def read(value: Any) -> Any:
            if self._strict and isinstance(value, cls):
                return value
            if not isinstance(value, self._object):
                raise _expected("an object", value)
            return cls(**self._parts(".{}", parts(value)))

        return read

    def _read_array(self, form: Shape) -> Read:
        item = form.parts[0].tp

        def read(value: Any) -> Any:
            if not isinstance(value, self._array):
                raise _expected("an array", value)
            parts = self._parts("[{}]", ((index, index, one, item) for index, one in enumerate(value)))
            return form.cls(parts.values())

        return read

    def _read_mapping(self, form: Shape) -> Read:
        item = form.parts[0]
        variants = item.mark(Variants)
        # Where new names may come at any time, what is not an object under one of them is like an unknown field.
        objects_only = not self._strict and variants is not None and variants.usual is not None

        def read(value: Any) -> Any:
            if not isinstance(value, self._object):
                raise _expected("an object", value)
            known = ((key, one) for key, one in value.items() if isinstance(one, dict) or not objects_only)
            return form.cls(self._parts(".{}", ((key, key, one, item.tp) for key, one in known)))

        return read

    def _read_variants(self, form: Shape) -> Read:
        variants = cast("Variants", form.mark(Variants))
        names = ", ".join(
            str(getattr(part.tp, "__name__", part.tp)) for part in form.parts if part.kind is not Kind.UNKNOWN
        )

        def read(value: Any) -> Any:
            if self._strict and is_model(type(value)):
                return value
            if not isinstance(value, self._object):
                raise _expected("an object", value)
            chosen = variants.choose({camel(str(key)): item for key, item in value.items()} if self._strict else value)
            if self._strict and isinstance(chosen, type) and issubclass(chosen, Unknown):
                raise ValueError(f"none of the known kinds: {names}")
            return self.converter.structure(value, chosen)

        return read

    def _read_union(self, form: Shape) -> Read:
        first, *others = form.parts
        kept = tuple(other.cls for other in others)  # true or false, or a model that the caller has made
        return lambda value: value if isinstance(value, kept) else self.converter.structure(value, first.tp)

    def _read_unknown(self, form: Shape) -> Read:
        def read(value: Any) -> Any:
            if not isinstance(value, self._object):
                raise _expected("an object", value)
            return form.cls(value)

        return read

    def _enum(self, value: Any, cls: type[OpenEnum]) -> OpenEnum:
        text = _read_text(value)
        if not self._strict or isinstance(value, cls):
            return cls(text)
        known = [member.value for member in cls]
        if text not in known:
            raise ValueError(f"{text!r} is not a {cls.__name__}; {_suggest(text.upper(), known)}")
        return cls(text)


def _by_wire_name(
    value: Mapping[Any, Any], known: Iterable[str]
) -> tuple[dict[str, Any], dict[str, str], list[tuple[str, ValueError]]]:
    """Return an object under its wire names, how the caller has spelled them, and what is wrong with some."""
    content: dict[str, Any] = {}
    spelling: dict[str, str] = {}
    wrong: list[tuple[str, ValueError]] = []
    for key, item in value.items():
        spelled = str(key)
        name = key if key in known else camel(spelled)
        if name not in known:
            options = map(snake, known) if "_" in spelled else known
            wrong.append((spelled, ValueError(f"unknown field; {_suggest(spelled, options)}")))
        elif name in content:
            wrong.append((spelled, ValueError(f"is there twice, also as {spelling[name]}")))
        else:
            content[name], spelling[name] = item, spelled
    return content, spelling, wrong


_tolerant: Final = _Reader(strict=False)
_strict: Final = _Reader(strict=True)
