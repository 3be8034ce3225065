"""Enums that grow with the service."""

import enum
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

E = TypeVar("E")


class OpenEnum(str, enum.Enum):
    """An enum that grows with the service: an unknown text becomes a member of its own, equal to that text."""

    # More unknown values than any real enum has, each shorter than this: past that they still work, but a value is no
    # longer the same object each time.
    _unknown_limit = enum.nonmember(1024)
    _cached_length = enum.nonmember(100)
    # pytest would collect `rcs.TestNumberState` where a test imports it. Type checkers would take it for a member.
    vars().update({"__test__": False})

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
        if len(value) <= cls._cached_length and len(known) - len(cls) < cls._unknown_limit:
            # `setdefault` is atomic, so two threads that meet a new value at once get the same member.
            return known.setdefault(value, member)  # type: ignore[return-value]
        return member

    def __deepcopy__(self, memo: Mapping[int, Any]) -> Self:
        return self

    def __reduce_ex__(self, protocol: Any) -> tuple[Any, ...]:
        return type(self), (self.value,)


if TYPE_CHECKING:

    class Listed(enum.EnumMeta):
        """Lets type checkers know that an enum has more members than they see: those of `members`."""

        def __getattr__(cls: type[E], name: str) -> E: ...

else:
    Listed = enum.EnumMeta


def members(values: str, separator: str = " ") -> dict[str, str]:
    """Return the members of a long list, for an enum's body: `vars().update(members("AD AE AF"))`.

    A value names its member: `details.0.mediaUrl` is DETAILS_MEDIA_URL, and `Order/Reservation` ORDER_RESERVATION.
    """
    found = (value.strip() for value in values.replace("\n", separator).split(separator))
    # A number in a path stands for any place in a list.
    return {re.sub(r"(\.0)?\W+|(?<=[a-z0-9])(?=[A-Z])", "_", value).upper(): value for value in found if value}
