"""Rules of the contract about values, kept beside the types in `Annotated`, and the check before sending.

A rule's `breach(value)` returns the rule in words if the value breaks it.
"""

# Types are values here, and JSON is anything.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
# pyright: reportUnknownParameterType=false, reportUnknownLambdaType=false

import datetime as dt
import math
import re
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any, Final, cast, final

from sinch_provisioning.core.frozen import FrozenDict
from sinch_provisioning.core.model import value
from sinch_provisioning.core.secrets import Secret
from sinch_provisioning.core.shapes import NUMBER, Field, Kind, Shape, fields, shape
from sinch_provisioning.core.unset import UNSET
from sinch_provisioning.errors import InvalidRequest

Check = Callable[[Any], Sequence[tuple[str, str]]]
"""Returns what is wrong with a value: where, seen from the value, and the rule in words."""


@value
class Length:
    """Number of characters of a text."""

    min: int = 0
    max: int | None = None

    def breach(self, value: str | Secret, /) -> str | None:
        return _outside(len(value), self.min, self.max, "characters")


@value
class Items:
    """Number of items of a list, and whether they must differ from each other."""

    min: int = 0
    max: int | None = None
    unique: bool = False

    def breach(self, value: Sequence[object], /) -> str | None:
        if self.unique and any(item in value[:index] for index, item in enumerate(value)):
            return "no item may be there twice"
        return _outside(len(value), self.min, self.max, "items")


@value
class Distinct:
    """A field in which no two items of a list are alike."""

    field: str

    def breach(self, value: Sequence[object], /) -> str | None:
        seen = [getattr(item, self.field) for item in value]
        return f"no {self.field} may be there twice" if len(set(seen)) < len(seen) else None


@value
class Range:
    """Smallest and largest number."""

    min: float | None = None
    max: float | None = None

    def breach(self, value: float, /) -> str | None:
        if self.min is not None and value < self.min:
            return f"must be at least {self.min}, not {value}"
        if self.max is not None and value > self.max:
            return f"must be at most {self.max}, not {value}"
        return None


@value
class Pattern:
    """A regular expression that the text has to contain a match of, and what it says in words."""

    regex: str
    words: str

    def breach(self, value: str | Secret, /) -> str | None:
        text = value.reveal() if isinstance(value, Secret) else value
        # The service's digits are those of ASCII; Python's would be those of every script.
        return None if re.search(self.regex, text, re.ASCII) else f"must be {self.words}"


class NotOneOf:
    """Values of an enum that this field does not take."""

    def __init__(self, *values: str) -> None:
        self.values: frozenset[str] = frozenset(values)

    def breach(self, value: str, /) -> str | None:
        return f"{value} cannot stand here" if str(value) in self.values else None


class ReadOnly:
    """A field that responses have and requests do not."""

    def breach(self, _value: object, /) -> str:
        return "cannot be set; it is for responses only"


READ_ONLY: Final = ReadOnly()


@final
class Required:
    """Marks a field that has to be there when its object is sent, though a response may lack it.

    In an update, where an object holds only what changes, it may be missing.
    """


REQUIRED: Final = Required()


@final
class ToSubmit:
    """Marks a field that only a draft may lack: it has to be there when its object is submitted.

    In an update, where an object holds only what changes, it may be missing.
    """


TO_SUBMIT: Final = ToSubmit()


E164 = Pattern(r"\A\+[1-9]\d{1,14}\Z", "a phone number in E.164 form, as +46123456789")
COLOR = Pattern(r"\A#[0-9A-Fa-f]{6}\Z", "a colour as #RRGGBB")


@value
class Deprecated:
    """Marks a field or value that the API keeps for old callers, and says what to use instead."""

    instead: str


def _outside(size: int, least: int, most: int | None, unit: str) -> str | None:
    if size < least:
        return f"needs at least {least} {unit}, has {size}"
    if most is not None and size > most:
        return f"takes at most {most} {unit}, has {size}"
    return None


def check(value: object) -> None:
    """Raise InvalidRequest, with every breach, unless an object of the API keeps the types and rules of its fields."""
    check_argument("", cast("Hashable", type(value)), value)


def check_argument(name: str, tp: Any, value: object) -> None:
    """Raise InvalidRequest, with every breach, unless an argument keeps a type and its rules."""
    found = checker(tp)(value)
    if found:
        raise InvalidRequest([((name + path).removeprefix("."), words) for path, words in found])


def check_kind(name: str, value: object, union: Any) -> None:
    """Raise InvalidRequest unless an argument is an object of one of a union's classes."""
    kinds = tuple(option.cls for option in shape(union).options)
    if not isinstance(value, kinds):
        words = " or ".join(kind.__name__ for kind in kinds)
        raise InvalidRequest([(name, f"must be {words}, not {type(value).__name__}")])


@cache
def checker(tp: Any, update: type | None = None) -> Check:
    """Compile the check for a type.

    Args:
        tp: The type.
        update: The update in whose place a model stands: what the model lacks is kept then.
    """
    form = shape(tp)
    test = _literal(form.choices) if form.choices else _CHECKS[form.kind](form, update)
    breaches = [mark.breach for mark in form.marks if hasattr(mark, "breach")]

    def run(value: Any) -> Sequence[tuple[str, str]]:
        if value is UNSET:
            return () if form.omissible else _says("is required")
        if value is None and form.nullable:
            return ()
        if value is None and form.omissible:
            return _says("cannot be None; leave it out to keep what is there")
        # A rule cannot judge a value of another type.
        return test(value) or [("", words) for breach in breaches if (words := breach(value)) is not None]

    return run


def _says(words: str) -> list[tuple[str, str]]:
    return [("", words)]


def _must_be(name: str, value: object) -> list[tuple[str, str]]:
    return _says(f"must be {name}, not {type(value).__name__}")


def _anything(_form: Shape, _update: type | None) -> Check:
    return lambda _: ()


def _union(form: Shape, update: type | None) -> Check:
    update = update or form.update
    tests = [(part.cls, checker(part.tp, update)) for part in form.parts]
    names = " or ".join(_name(option.cls) for option in form.options if option.kind is not Kind.UNKNOWN)

    def run(value: Any) -> Sequence[tuple[str, str]]:
        for cls, test in tests:
            found = test(value)
            if not found or (isinstance(cls, type) and isinstance(value, cls) and not isinstance(value, bool)):
                return found
        return _must_be(names, value)

    return run


def _object(form: Shape, update: type | None) -> Check:
    """Compile the check of an object: of each field, and of what does not go together.

    A model that knows more than types can say has `__rules__`: functions that see the object, and walk the fields that
    are wrong, each with the rule in words.
    """
    cls = form.cls
    changeable = None if update is None or form.is_update else {field.name: field.shape for field in fields(update)}
    tests = [(field.name, _field(field, changeable)) for field in fields(cls)]
    rules: tuple[Callable[[Any], Iterable[tuple[str, str]]], ...] = getattr(cls, "__rules__", ())

    def run(value: Any) -> Sequence[tuple[str, str]]:
        if not isinstance(value, cls):
            return _must_be(cls.__name__, value)
        found = [(f".{name}{path}", words) for name, test in tests for path, words in test(getattr(value, name))]
        return found + [(f".{name}", words) for rule in rules for name, words in rule(value)]

    return run


def _field(field: Field, changeable: Mapping[str, Shape] | None) -> Check:
    """Compile the check of a field; in an update it is compared with the update's fields."""
    given = None if changeable is None else changeable.get(field.name)
    if changeable is not None and given is None:
        words = "cannot be changed; the family's changes(before, after) holds only what differs"
        return lambda value: () if value == field.default else _says(words)
    test = checker(field.tp, None if given is None else given.update)
    # What goes with every change of an object is marked in its update too.
    if field.shape.is_marked(REQUIRED) and (given is None or given.is_marked(REQUIRED)):
        return lambda value: _says("is required") if value == field.default else test(value)
    # What is left out of the JSON cannot be wrong.
    return (lambda value: () if value == field.default else test(value)) if field.omitted else test


def _array(form: Shape, _update: type | None) -> Check:
    test = checker(form.parts[0].tp)

    def run(value: Any) -> Sequence[tuple[str, str]]:
        if not isinstance(value, list | tuple):
            return _must_be("a list", value)
        return [(f"[{index}]{path}", words) for index, one in enumerate(value) for path, words in test(one)]

    return run


def _mapping(form: Shape, _update: type | None) -> Check:
    test = checker(form.parts[0].tp)

    def run(value: Any) -> Sequence[tuple[str, str]]:
        if not isinstance(value, Mapping):
            return _must_be("a dict", value)
        return [(f".{key}{path}", words) for key, one in value.items() for path, words in test(one)]

    return run


def _literal(choices: tuple[Any, ...]) -> Check:
    words = " or ".join(map(str, choices))
    return lambda value: () if value in choices else _says(f"must be {words}, not {value!r}")


# Values by which the service says that it did not understand something itself. They mean nothing in a request.
NEVER_SENT: Final = frozenset({"UNRECOGNIZED", "UNSPECIFIED", "NOT_SET"})


def _enum(form: Shape, _update: type | None) -> Check:
    cls = form.cls
    known = frozenset(member.value for member in cls)

    def run(value: Any) -> Sequence[tuple[str, str]]:
        if not isinstance(value, str):
            return _must_be(cls.__name__, value)
        text = str(value)
        if text in NEVER_SENT:
            return _says(f"{text} is for responses only")
        if text in known or isinstance(value, cls):
            return ()
        newer = f"a value newer than this version goes as {cls.__name__}({text!r})"
        return _says(f"{text!r} is not one of {', '.join(sorted(known))}; {newer}")

    return run


def _scalar(form: Shape, _update: type | None) -> Check:
    cls = form.cls
    accepted = NUMBER if cls is float else cls

    def run(value: Any) -> Sequence[tuple[str, str]]:
        if not isinstance(value, accepted) or (isinstance(value, bool) and cls is not bool):
            return _must_be(_name(cls), value)
        return _says("must be a finite number") if isinstance(value, float) and not math.isfinite(value) else ()

    return run


_CHECKS: Final[Mapping[Kind, Callable[[Shape, type | None], Check]]] = {
    Kind.ANYTHING: _anything,
    Kind.SCALAR: _scalar,
    Kind.ENUM: _enum,
    Kind.MODEL: _object,
    Kind.ARRAY: _array,
    Kind.MAPPING: _mapping,
    Kind.UNKNOWN: _scalar,
    Kind.VARIANTS: _union,
    Kind.UNION: _union,
}

_NAMES = {
    str: "a text", int: "a whole number", float: "a number", NUMBER: "a number", bool: "True or False",
    dt.datetime: "a datetime", tuple: "a list", list: "a list", FrozenDict: "a dict", dict: "a dict",
}  # fmt: skip


def _name(cls: Any) -> str:
    return _NAMES.get(cls) or str(cls.__name__)
