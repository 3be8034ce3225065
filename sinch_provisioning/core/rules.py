"""Rules of the contract about values, kept beside the types in `Annotated`, and the check before sending."""

# Types are values here, and JSON is anything.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
# pyright: reportUnknownParameterType=false, reportUnknownLambdaType=false

import datetime as dt
import math
import re
import types
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from functools import cache
from typing import Annotated, Any, Final, Literal, Protocol, Union, cast, final, get_args, get_origin, get_type_hints

import attrs

from sinch_provisioning.core.enums import OpenEnum
from sinch_provisioning.core.model import EMPTY_IS_ABSENT, value
from sinch_provisioning.core.secrets import Secret
from sinch_provisioning.core.unions import Unknown
from sinch_provisioning.core.unset import Unset
from sinch_provisioning.errors import InvalidRequest

Violations = list[tuple[str, str]]
Check = Callable[[Any, str, Violations], None]


class Rule(Protocol):
    """A rule about one value."""

    def breach(self, value: Any, /) -> str | None:
        """Return the rule in words if the value breaks it."""
        ...


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
    found: Violations = []
    checker(cast("Hashable", type(value)))(value, "", found)
    if found:
        raise InvalidRequest(found)


def check_kind(name: str, value: object, union: Any) -> None:
    """Raise InvalidRequest unless an argument is an object of one of a union's classes."""
    kinds: tuple[type, ...] = get_args(_members(union)[0])
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
    origin = get_origin(tp)
    if origin is Annotated:
        base, *extras = get_args(tp)
        return _ruled(checker(base, update), [extra for extra in extras if hasattr(extra, "breach")])
    if origin in {Union, types.UnionType}:
        return _union(get_args(tp), update)
    if origin is Literal:
        return _literal(get_args(tp))
    if isinstance(tp, type) and attrs.has(tp):
        return _object(tp, None if _is_update(tp) else update)
    if origin in {list, Sequence}:
        return _array(checker(get_args(tp)[0]))
    if origin in {dict, Mapping}:
        return _mapping(checker(get_args(tp)[1]))
    if isinstance(tp, type) and issubclass(tp, OpenEnum):
        return _enum(tp)
    return _plain(tp)


def _anything(_value: Any, _path: str, _found: Violations) -> None:
    pass


def _ruled(base: Check, rules: Sequence[Rule]) -> Check:
    if not rules:
        return base

    def run(value: Any, path: str, found: Violations) -> None:
        before = len(found)
        base(value, path, found)
        if value is None or isinstance(value, Unset) or len(found) > before:
            return  # a rule about the content of a text says nothing about its absence, and cannot judge another type
        found.extend((path, breach) for rule in rules if (breach := rule.breach(value)) is not None)

    return run


def _union(options: tuple[Any, ...], update: type | None) -> Check:
    nullable = type(None) in options
    omissible = Unset in options
    real = [option for option in options if option is not type(None) and option is not Unset]
    if len(real) == 1:
        single = checker(real[0], update)
    elif real:
        single = _variant(tuple(real), update or update_in(tuple(real)))
    else:
        single = _anything

    def run(value: Any, path: str, found: Violations) -> None:
        if value is None:
            if not nullable:
                found.append((path, "cannot be None; leave it out to keep what is there"))
        elif isinstance(value, Unset):
            if not omissible:
                found.append((path, "is required"))
        else:
            single(value, path, found)

    return run


def _variant(options: tuple[Any, ...], update: type | None) -> Check:
    known = [option for option in options if option is not Unknown]
    names = " or ".join(_name(option) for option in known)

    def run(value: Any, path: str, found: Violations) -> None:
        if type(value) is Unknown and Unknown in options:
            return
        for option in known:
            attempt: Violations = []
            checker(option, update)(value, path, attempt)
            if not attempt:
                return
            if isinstance(option, type) and isinstance(value, option) and not isinstance(value, bool):
                found.extend(attempt)
                return
        found.append((path, f"must be {names}, not {type(value).__name__}"))

    return run


def _object(cls: type, update: type | None) -> Check:
    """Compile the check of an object: of each field, and of what does not go together.

    A model that knows more than types can say has `__rules__`: functions that see the object, and walk the fields that
    are wrong, each with the rule in words.
    """
    if cls is Unknown:
        return _anything
    hints = get_type_hints(cls, include_extras=True)
    changeable = None if update is None else get_type_hints(update, include_extras=True)
    fields = [(field.name, _field(field, hints[field.name], changeable)) for field in attrs.fields(cast("Any", cls))]
    rules: tuple[Callable[[Any], Iterable[tuple[str, str]]], ...] = getattr(cls, "__rules__", ())

    def run(value: Any, path: str, found: Violations) -> None:
        if not isinstance(value, cls):
            found.append((path, f"must be {cls.__name__}, not {type(value).__name__}"))
            return
        prefix = f"{path}." if path else ""
        for name, test in fields:
            test(getattr(value, name), f"{prefix}{name}", found)
        for rule in rules:
            found.extend((f"{prefix}{name}", words) for name, words in rule(value))

    return run


def _field(field: "attrs.Attribute[Any]", tp: Any, changeable: dict[str, Any] | None) -> Check:
    """Compile the check of a field; in an update it is compared with the update's fields."""
    if changeable is not None and field.name not in changeable:
        rule = "cannot be changed; the family's changes(before, after) holds only what differs"
        return _split(field.default, _anything, _says(rule))
    base = checker(tp, None if changeable is None else update_in((changeable[field.name],)))
    default = field.default
    # What goes with every change of an object is marked in its update too.
    if is_marked(tp, REQUIRED) and (changeable is None or is_marked(changeable[field.name], REQUIRED)):
        return _split(default, _says("is required"), base)
    # An empty object is left out of the JSON, and so are some empty arrays.
    empty = attrs.has(type(default)) or isinstance(default, Mapping)
    omitted = empty or EMPTY_IS_ABSENT.items() <= field.metadata.items()
    return _split(default, _anything, base) if omitted else base


def _split(default: Any, same: Check, other: Check) -> Check:
    def run(value: Any, path: str, found: Violations) -> None:
        (same if value == default else other)(value, path, found)

    return run


def _says(rule: str) -> Check:
    return lambda _value, path, found: found.append((path, rule))


def is_marked(tp: Any, mark: object) -> bool:
    """Tell whether a type, or a member of the union that it is, has a mark such as REQUIRED."""
    return any(arg is mark or is_marked(arg, mark) for arg in _members(tp))


def update_in(options: tuple[Any, ...]) -> type | None:
    """Return the update among the members of a union."""
    for option in options:
        if _is_update(option):
            return cast("type", option)
        if (found := update_in(_members(option))) is not None:
            return found
    return None


def _is_update(tp: Any) -> bool:
    return isinstance(tp, type) and attrs.has(tp) and tp.__name__.endswith("Update")


def _members(tp: Any) -> tuple[Any, ...]:
    return get_args(tp) if get_origin(tp) in {Annotated, Union, types.UnionType} else ()


def _array(item: Check) -> Check:
    return _every(item, list | tuple, "a list", lambda value: ((f"[{index}]", one) for index, one in enumerate(value)))


def _mapping(item: Check) -> Check:
    return _every(item, Mapping, "a dict", lambda value: ((f".{key}", one) for key, one in value.items()))


def _every(item: Check, kind: Any, name: str, parts: Callable[[Any], Iterable[tuple[str, Any]]]) -> Check:
    def run(value: Any, path: str, found: Violations) -> None:
        if not isinstance(value, kind):
            found.append((path, f"must be {name}, not {type(value).__name__}"))
            return
        for step, one in parts(value):
            item(one, path + step, found)

    return run


# Values by which the service says that it did not understand something itself. They mean nothing in a request.
NEVER_SENT: Final = frozenset({"UNRECOGNIZED", "UNSPECIFIED", "NOT_SET"})


def _enum(cls: type[OpenEnum]) -> Check:
    known = frozenset(member.value for member in cls)

    def run(value: Any, path: str, found: Violations) -> None:
        if not isinstance(value, str):
            found.append((path, f"must be {cls.__name__}, not {type(value).__name__}"))
            return
        text = str(value)
        if text in NEVER_SENT:
            found.append((path, f"{text} is for responses only"))
        elif text not in known and not isinstance(value, cls):
            newer = f"a value newer than this version goes as {cls.__name__}({text!r})"
            found.append((path, f"{text!r} is not one of {', '.join(sorted(known))}; {newer}"))

    return run


def _literal(values: tuple[Any, ...]) -> Check:
    words = " or ".join(str(value) for value in values)

    def run(value: Any, path: str, found: Violations) -> None:
        if value not in values:
            found.append((path, f"must be {words}, not {value!r}"))

    return run


def _plain(tp: Any) -> Check:
    if tp in {Any, object}:
        return _anything
    accepted: tuple[type, ...] = (int, float) if tp is float else (tp,)

    def run(value: Any, path: str, found: Violations) -> None:
        if not isinstance(value, accepted) or (isinstance(value, bool) and tp is not bool):
            found.append((path, f"must be {_name(tp)}, not {type(value).__name__}"))
        elif isinstance(value, float) and not math.isfinite(value):
            found.append((path, "must be a finite number"))

    return run


_NAMES = {str: "a text", int: "a whole number", float: "a number", bool: "True or False", dt.datetime: "a datetime"}


def _name(tp: Any) -> str:
    if get_origin(tp) is Annotated:
        return _name(get_args(tp)[0])
    return _NAMES.get(tp) or str(getattr(tp, "__name__", tp))
