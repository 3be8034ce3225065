"""The vocabulary of every model: `@model`, absent values, open enums, secrets, unions."""

import enum
import threading
from collections.abc import Callable, Mapping
from typing import Any, Final, Literal, Self, TypeVar, cast, dataclass_transform, final

import attrs

C = TypeVar("C", bound=type)
T = TypeVar("T")
S = TypeVar("S", bound="Secret | Unset")


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(attrs.field,))
def model(cls: C) -> C:
    """Make a data class of the API: slotted, keyword-only, immutable, comparable, picklable."""
    made = attrs.frozen(kw_only=True)(cls)
    made.__wire_model__ = True  # type: ignore[attr-defined]
    return made


def is_model(tp: object) -> bool:
    """Tell whether a type is a data class of the API, and not one that someone else made with attrs."""
    return isinstance(tp, type) and hasattr(tp, "__wire_model__")


fields_lock: "threading.RLock" = threading.RLock()
"""Held by who looks at the fields of a model's class for good, as they bear other names while a decoder is made."""


def repeated(cls: C) -> C:
    """Mark a model whose JSON comes to the letter in many answers; where it does, the answers share one object."""
    cls.__repeated__ = True  # type: ignore[attr-defined]
    return cls


def evolve(value: T, /, **changes: object) -> T:
    """Return a copy of a model with some fields changed: `evolve(sender, state=None)`.

    Raises:
        TypeError: there is no such field, or the value is no model.
    """
    # attrs' own does the same, but type checkers that know attrs do not take our models for its classes.
    return cast("T", attrs.evolve(cast("Any", value), **changes))


@model
class ListAnswer:
    """What every page of the API has beside its items."""

    total_size: int
    """Items on all pages together."""
    page_size: int
    """Items that a page holds at most."""
    previous_page_token: str | None = None
    next_page_token: str | None = None
    """Where the next page starts; None on the last one."""


@final
class Unset(enum.Enum):
    """The type of `UNSET`: a value that was not given, as opposed to None, which is JSON's null."""

    UNSET = "UNSET"

    def __bool__(self) -> Literal[False]:
        return False

    def __repr__(self) -> str:
        return "UNSET"


UNSET: Final = Unset.UNSET


class OpenEnum(str, enum.Enum):
    """An enum that grows with the service: an unknown text becomes a member of its own, equal to that text."""

    # More and longer unknown values than any real enum has. Beyond, each still works, but is a new object.
    _unknown_limit = enum.nonmember(1024)
    _longest_kept = enum.nonmember(100)

    @property
    def is_known(self) -> bool:
        """Whether this version knows the value."""
        return type(self)._member_map_.get(self._name_) is self

    def __str__(self) -> str:
        return str.__str__(self._value_)

    def __repr__(self) -> str:
        return f"{type(self).__name__}.{self.name}" if self.is_known else f"{type(self).__name__}({self.value!r})"

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        if not isinstance(value, str):
            return None
        member = str.__new__(cls, value)
        member._name_ = member._value_ = value
        known = cls._value2member_map_
        if len(value) <= cls._longest_kept and len(known) - len(cls) < cls._unknown_limit:
            # `setdefault` is atomic, so two threads that meet a new value at once get the same member.
            return known.setdefault(value, member)  # type: ignore[return-value]
        return member

    def __deepcopy__(self, memo: Mapping[int, Any]) -> Self:
        return self

    def __reduce_ex__(self, protocol: Any) -> tuple[Any, ...]:
        return type(self), (self.value,)


@final
class Secret:
    """A value that shows itself only through `reveal()`, never in a repr, a log line, a trace or an error."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """Return the text itself."""
        return self._value

    def __len__(self) -> int:
        return len(self._value)

    def __repr__(self) -> str:
        return "Secret('***')"

    def __eq__(self, other: object) -> bool:
        return self._value == other._value if isinstance(other, Secret) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._value)

    def __reduce__(self) -> tuple[type["Secret"], tuple[str]]:
        return Secret, (self._value,)


def secret(value: str | S) -> Secret | S:
    """Return a text of the caller's as a Secret, and anything else as it is, for the check before sending to judge."""
    return Secret(value) if isinstance(value, str) else value


@model
class Unknown:
    """A variant of a union that this version does not know: its JSON as it came, and as it goes out again."""

    content: Any


@final
class Variants:
    """How the variants of a union are told apart, beside the union: `Annotated[A | B | Unknown, Variants(...)]`.

    `choose` sees the JSON object and names the class to read it into. `probe` is a TypedDict of just the keys that
    `choose` looks at, so that the fast decoder need not build the whole object to ask.
    """

    __slots__ = ("choose", "probe")

    def __init__(self, choose: Callable[[Mapping[str, Any]], type], *, probe: type) -> None:
        self.choose: Callable[[Mapping[str, Any]], type] = choose
        self.probe: type = probe


def tagged(tag: str, variants: Mapping[str, type]) -> Variants:
    """Tell variants apart by the text under one key; any other text is `Unknown`."""
    from typing import TypedDict

    def choose(content: Mapping[str, Any]) -> type:
        value = content.get(tag)
        return variants.get(value, Unknown) if isinstance(value, str) else Unknown

    return Variants(choose, probe=TypedDict("Probe", {tag: Any}, total=False))  # type: ignore[operator]
