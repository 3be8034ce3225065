"""The plain decoder: cattrs over parsed JSON. It is the reference for the fast one, and it words errors.

There are two converters. The tolerant one reads responses: it ignores what it does not know, reads null as absent
where a field cannot be null, and stops at the first value that does not fit. The strict one reads what a caller wants
to send: names are the wire's or Python's, unknown names and enum texts are rejected, and all violations are gathered.
"""

# Types are values here, and JSON is anything.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
# pyright: reportUnknownParameterType=false, reportUnknownLambdaType=false

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any, Final, TypeVar, cast

import attrs
import cattrs
import msgspec

from sinch_provisioning.core.codec.names import camel, in_utc, snake
from sinch_provisioning.core.enums import OpenEnum
from sinch_provisioning.core.secrets import Secret
from sinch_provisioning.core.shapes import NUMBER, Kind, Shape, fields, known_texts, remembered, shape
from sinch_provisioning.core.unions import Unknown, Variants
from sinch_provisioning.errors import DecodeError, InvalidRequest

T = TypeVar("T")
Part = tuple[str | int, object, Any, Any]
"""Of an object or array: a key in what is read, the place in the JSON, the value, and its type or what is wrong."""

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
        path, reason = _found(error)[0]
    return DecodeError(reason, path=f"${path}", operation=operation, body=body)


def read_dict(cls: type[T], content: Mapping[str, Any], *, strict: bool) -> T:
    """Read a caller's dict.

    Raises:
        InvalidRequest: it does not fit.
    """
    try:
        return (_strict if strict else _tolerant).converter.structure(content, cls)
    except Exception as error:  # noqa: BLE001 - cattrs passes on whatever a hook raised
        found = _found(error)
    raise InvalidRequest([(path.removeprefix(".") or "data", reason) for path, reason in found])


def _found(error: Exception) -> list[tuple[str, str]]:
    """Return what an error says."""
    if isinstance(error, InvalidRequest):  # of `Unknown`
        return [(field.removeprefix("body"), rule) for field, rule in error.violations]
    return list(error.found) if isinstance(error, Misfit) else [("", str(error))]


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


def _whole(_form: Shape, value: float) -> int:
    if isinstance(value, float) and not value.is_integer():
        raise ValueError("expected a whole number")
    return int(value)


def _moment(_form: Shape, value: str | dt.datetime) -> dt.datetime:
    # The documents promise UTC; a time that does not say so is taken at its word rather than rejected.
    return in_utc(value if isinstance(value, dt.datetime) else msgspec.convert(value, dt.datetime))


Reader = tuple[str, Any, Callable[[Shape, Any], Any]]
"""What is expected in words, of which classes it is in JSON, and what makes the value of it."""

_SCALARS: Final[Mapping[Any, Reader]] = {
    str: ("a text", str, lambda _, value: value),
    bool: ("a boolean", bool, lambda _, value: value),
    int: ("a number", NUMBER, _whole),
    float: ("a number", NUMBER, lambda _, value: float(value)),
    NUMBER: ("a number", NUMBER, lambda _, value: value),
    dt.datetime: ("a text", (str, dt.datetime), _moment),
    Secret: ("a text", str, lambda _, value: Secret(value)),
}


class _Reader:
    """A converter, and what reads a value of each kind for it."""

    def __init__(self, *, strict: bool) -> None:
        self._strict = strict
        objects: Any = Mapping if strict else dict
        self._readers: Mapping[Kind, Reader] = {
            Kind.ANYTHING: ("anything", object, lambda _, value: value),
            Kind.ENUM: ("a text", str, self._enum),
            Kind.MODEL: ("an object", objects, self._model),
            Kind.ARRAY: ("an array", (list, tuple) if strict else list, self._array),
            Kind.MAPPING: ("an object", objects, self._mapping),
            Kind.UNKNOWN: ("an object", objects, lambda form, value: form.cls(value)),
            Kind.VARIANTS: ("an object", objects, self._variants),
            Kind.UNION: ("anything", object, lambda form, value: self.converter.structure(value, form.parts[0].tp)),
        }
        self._hook = remembered(self._make_hook)
        self.converter = cattrs.Converter(detailed_validation=False)
        self.converter.register_structure_hook_factory(lambda _: True, self._hook)
        # cattrs knows texts, numbers and enums by itself, with guesswork.
        for cls in _SCALARS:
            self.converter.register_structure_hook(cls, self._hook(cls))
        self.converter.register_structure_hook(OpenEnum, lambda value, tp: self._hook(tp)(value, tp))

    def _make_hook(self, tp: Any) -> Callable[[Any, Any], Any]:
        form = shape(tp)
        what, accepted, read = _SCALARS[form.cls] if form.kind is Kind.SCALAR else self._readers[form.kind]
        # What a caller's dict holds ready is kept.
        kept = (Kind.MODEL, Kind.ENUM, Kind.UNKNOWN, bool, str, Secret)
        ready: Any = tuple(option.cls for option in form.options if option.kind in kept or option.cls in kept)

        def hook(value: Any, _: Any) -> Any:
            if isinstance(value, ready) or (value is None and form.nullable):
                return value
            if not isinstance(value, accepted) or (accepted is NUMBER and isinstance(value, bool)):
                raise _expected(what, value)
            return read(form, value)

        return hook

    def _parts(self, step: str, parts: Iterable[Part]) -> dict[Any, Any]:
        """Read the parts of a value; `step` is how a path goes on to one."""
        read: dict[Any, Any] = {}
        misfits: list[tuple[str, str]] = []
        for key, place, value, tp in parts:
            try:
                if not isinstance(tp, str):
                    read[key] = self.converter.structure(value, tp)
                    continue
                found = [("", tp)]
            except Exception as error:  # noqa: BLE001 - a hook raises whatever it likes
                found = _found(error)
            misfits += [(step.format(place) + path, reason) for path, reason in found]
            if not self._strict or len(misfits) >= MOST_VIOLATIONS:
                break
        if misfits:
            raise Misfit(*misfits[:MOST_VIOLATIONS])
        return read

    def _model(self, form: Shape, value: Mapping[Any, Any]) -> Any:
        return form.cls(**self._parts(".{}", self._fields(form.cls, value)))

    def _fields(self, cls: Any, value: Mapping[Any, Any]) -> Iterator[Part]:
        spelling: dict[str, Any] = {}
        if self._strict:
            yield from _spelled(value, {field.wire for field in fields(cls)}, spelling)
        for field in fields(cls):
            place = spelling.get(field.wire, field.wire)
            item = value.get(place, attrs.NOTHING)
            if item is attrs.NOTHING:
                if field.required:
                    yield field.wire, place, None, "required field is missing"
            elif item is not None or field.required or field.shape.nullable:
                yield field.argument, place, item, field.tp
            elif self._strict:
                yield field.wire, place, None, "cannot be null; leave it out"

    def _array(self, form: Shape, value: Any) -> Any:
        item = form.parts[0].tp
        return form.cls(self._parts("[{}]", ((index, index, one, item) for index, one in enumerate(value))).values())

    def _mapping(self, form: Shape, value: Mapping[str, Any]) -> Any:
        item = form.parts[0]
        variants = item.mark(Variants)
        # Where new names may come at any time, what is not an object under one of them is like an unknown field.
        objects_only = not self._strict and variants is not None and variants.usual is not None
        known = ((key, one) for key, one in value.items() if not objects_only or isinstance(one, dict))
        return form.cls(self._parts(".{}", ((key, key, one, item.tp) for key, one in known)))

    def _variants(self, form: Shape, value: Mapping[str, Any]) -> Any:
        choose = cast("Variants", form.mark(Variants)).choose
        chosen = choose({camel(str(key)): item for key, item in value.items()} if self._strict else value)
        if self._strict and isinstance(chosen, type) and issubclass(chosen, Unknown):
            known = [part.tp for part in form.parts if part.kind is not Kind.UNKNOWN]
            names = ", ".join(str(getattr(tp, "__name__", tp)) for tp in known)
            raise ValueError(f"none of the known kinds: {names}")
        return self.converter.structure(value, chosen)

    def _enum(self, form: Shape, text: str) -> OpenEnum:
        known = known_texts(form.cls)
        if self._strict and text not in known:
            raise ValueError(f"{text!r} is not a {form.cls.__name__}; {_suggest(text.upper(), known)}")
        made: OpenEnum = form.cls(text)
        return made


def _spelled(value: Mapping[Any, Any], known: Collection[str], spelling: dict[str, Any]) -> Iterator[Part]:
    """Note how a caller has spelled each wire name, and yield the keys that are wrong."""
    for key in value:
        name = key if key in known else camel(str(key))
        if name not in known:
            options = map(snake, known) if "_" in str(key) else known
            yield key, key, None, f"unknown field; {_suggest(str(key), options)}"
        elif name in spelling:
            yield key, key, None, f"is there twice, also as {spelling[name]}"
        else:
            spelling[name] = key


_tolerant: Final = _Reader(strict=False)
_strict: Final = _Reader(strict=True)
