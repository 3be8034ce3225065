"""Rules of the contract about values, kept beside the types in `Annotated`, and the check before sending."""

# Types are values here, and JSON is anything.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
# pyright: reportUnknownParameterType=false, reportUnknownLambdaType=false

import datetime as dt
import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, final

from sinch_provisioning.core.frozen import FrozenDict
from sinch_provisioning.core.model import value
from sinch_provisioning.core.secrets import Secret
from sinch_provisioning.core.shapes import NUMBER, Field, Kind, Shape, fields, known_texts, shape, shapes_of
from sinch_provisioning.core.unset import UNSET
from sinch_provisioning.errors import InvalidRequest

Breaches = Sequence[tuple[str, str]]
"""What is wrong with a value: where, seen from the value, and the rule in words."""
ObjectRules = tuple[Callable[[Any], Iterable[tuple[str, str]]], ...]
"""Functions that see an object and walk its fields that do not go together, each with the rule in words."""


@value
class Length:
    """Number of characters of a text."""

    min: int = 0
    max: int | None = None

    def breach(self, value: str | Secret, /) -> str | None:
        return _outside(len(value), self.min, self.max, "character")


@value
class Items:
    """Number of items of a list, and whether they must differ from each other."""

    min: int = 0
    max: int | None = None
    unique: bool = False

    def breach(self, value: Sequence[object], /) -> str | None:
        if self.unique and len(set(value)) < len(value):
            return "no item may be there twice"
        return _outside(len(value), self.min, self.max, "item")


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
        return f"needs at least {least} {unit}{'s' * (least != 1)}, has {size}"
    if most is not None and size > most:
        return f"takes at most {most} {unit}{'s' * (most != 1)}, has {size}"
    return None


def check(value: object) -> None:
    """Raise InvalidRequest, with every breach, unless an object of the API keeps the types and rules of its fields."""
    check_argument("", type(value), value)


def check_argument(name: str, tp: Any, value: object) -> None:
    """Raise InvalidRequest, with every breach, unless an argument keeps a type and its rules."""
    found = _breaches(shape(tp), value)
    if found:
        raise InvalidRequest([((name + path).removeprefix("."), words) for path, words in found])


def check_kind(name: str, value: object, union: Any) -> None:
    """Raise InvalidRequest unless an argument is an object of one of a union's classes."""
    kinds = tuple(option.cls for option in shape(union).options)
    if not isinstance(value, kinds):
        raise InvalidRequest([(name, must_be(" or ".join(kind.__name__ for kind in kinds), value, model=True))])


def must_be(name: str, value: object, *, model: bool = False) -> str:
    """Say what a value has to be; a dict in the place of a model is told how it becomes one."""
    way = "; from_dict makes one from plain data" if model and isinstance(value, Mapping) else ""
    return f"must be {name}, not {type(value).__name__}{way}"


def _breaches(form: Shape, value: Any, update: type | None = None) -> Breaches:
    """Return what is wrong with a value.

    Args:
        form: What it has to be.
        value: The value.
        update: The update in whose place a model stands: what the model lacks is kept then.
    """
    if value is UNSET:
        return () if form.omissible else _says("is required")
    if value is None and form.nullable:
        return ()
    if value is None and form.omissible:
        return _says("cannot be None; leave it out to keep what is there")
    if form.choices:
        words = " or ".join(map(str, form.choices))
        return () if value in form.choices else _says(f"must be {words}, not {value!r}")
    found = _CHECKS[form.kind](form, value, update)
    if found or not form.rules:  # a rule cannot judge a value of another type
        return found
    return [("", words) for rule in form.rules if (words := rule.breach(value)) is not None]


def _says(words: str) -> Breaches:
    return (("", words),)


def _must_be(name: str, value: object, *, model: bool = False) -> Breaches:
    return _says(must_be(name, value, model=model))


def _union(form: Shape, value: Any, update: type | None) -> Breaches:
    update = update or form.update
    for part in form.parts:
        found = _breaches(part, value, update)
        if not found:
            return ()
        if part.kind is not Kind.UNION and isinstance(value, part.cls) and not isinstance(value, bool):
            return found
    options = [one for one in form.options if one.kind is not Kind.UNKNOWN]
    model = any(one.kind is Kind.MODEL for one in options)
    return _must_be(" or ".join(_name(one.cls) for one in options), value, model=model)


def _object(form: Shape, value: Any, update: type | None) -> Breaches:
    """Check an object: each field, and what does not go together.

    A model that knows more than types can say has `__rules__`: functions that see the object, and walk the fields that
    are wrong, each with the rule in words.
    """
    if not isinstance(value, form.cls):
        return _must_be(form.cls.__name__, value, model=True)
    changeable = None if update is None or form.is_update else shapes_of(update)
    rules: ObjectRules = getattr(value, "__rules__", ())
    return [
        (f".{field.name}{path}", words)
        for field in fields(form.cls)
        for path, words in _field(field, getattr(value, field.name), changeable)
    ] + [(f".{name}", words) for rule in rules for name, words in rule(value)]


def _field(field: Field, value: Any, changeable: Mapping[str, Shape] | None) -> Breaches:
    """Check a field; in an update it is compared with the update's fields."""
    given = None if changeable is None else changeable.get(field.name)
    if field.is_default(value):
        # What goes with every change of an object is marked in its update too.
        if REQUIRED in field.shape.all_marks and (changeable is None or (given and REQUIRED in given.all_marks)):
            return _says("is required")
        if field.omitted:
            return ()
    if changeable is not None and given is None:
        return _says("cannot be changed; the family's changes(before, after) holds only what differs")
    return _breaches(field.shape, value, None if given is None else given.update)


def _array(form: Shape, value: Any, _update: type | None) -> Breaches:
    if not isinstance(value, list | tuple):
        return _must_be("a list", value)
    item = form.parts[0]
    return [(f"[{index}]{path}", words) for index, one in enumerate(value) for path, words in _breaches(item, one)]


def _mapping(form: Shape, value: Any, _update: type | None) -> Breaches:
    if not isinstance(value, Mapping):
        return _must_be("a dict", value)
    item = form.parts[0]
    return [(f".{key}{path}", words) for key, one in value.items() for path, words in _breaches(item, one)]


# Values by which the service says that it did not understand something itself. They mean nothing in a request.
NEVER_SENT: Final = frozenset({"UNRECOGNIZED", "UNSPECIFIED", "NOT_SET"})


def _enum(form: Shape, value: Any, _update: type | None) -> Breaches:
    if not isinstance(value, str):
        return _must_be(form.cls.__name__, value)
    text = str(value)
    if text in NEVER_SENT:
        return _says(f"{text} is for responses only")
    if isinstance(value, form.cls) or text in known_texts(form.cls):
        return ()
    newer = f"a value newer than this version goes as {form.cls.__name__}({text!r})"
    return _says(f"{text!r} is not one of {', '.join(known_texts(form.cls))}; {newer}")


def _scalar(form: Shape, value: Any, _update: type | None) -> Breaches:
    accepted = NUMBER if form.cls is float else form.cls
    if not isinstance(value, accepted) or (isinstance(value, bool) and form.cls is not bool):
        return _must_be(_name(form.cls), value)
    return _says("must be a finite number") if isinstance(value, float) and not math.isfinite(value) else ()


_CHECKS: Final[Mapping[Kind, Callable[[Shape, Any, type | None], Breaches]]] = {
    Kind.ANYTHING: lambda _form, _value, _update: (),
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
