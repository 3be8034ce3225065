"""Values that show themselves only on request."""

from typing import TypeVar, final

from sinch_provisioning.core.unset import Unset

S = TypeVar("S", bound="Secret | Unset | None")


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
    """Return a caller's text as a Secret, and anything else as it is, for the check before sending to judge."""
    return Secret(value) if isinstance(value, str) else value
