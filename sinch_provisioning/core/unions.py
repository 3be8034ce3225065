"""Unions of the API's objects: how their variants are told apart, and what a new variant is read as."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Self, TypedDict, final, get_args

import attrs
import msgspec


@attrs.frozen(init=False, repr=False)
class Unknown:
    """A variant of a union that this version does not know; its JSON is kept, and goes out again as it came.

    Args:
        content: The JSON object.

    Raises:
        InvalidRequest: JSON cannot hold the content.
    """

    json: bytes
    """The JSON object, without spaces between its parts."""

    def __init__(self, content: Mapping[str, Any]) -> None:
        from sinch_provisioning.core.codec import to_json

        self.__attrs_init__(to_json(content))  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]

    @property
    def content(self) -> dict[str, Any]:
        """The JSON object, parsed at each access, so changing it changes nothing here."""
        parsed: dict[str, Any] = msgspec.json.decode(self.json)
        return parsed

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.content!r})"

    def __reduce__(self) -> tuple[type[Self], tuple[Mapping[str, Any]]]:
        return type(self), (self.content,)


@final
@attrs.frozen(eq=False)
class Variants:
    """How the variants of a union are told apart, beside the union: `Annotated[A | B | Unknown, Variants(...)]`."""

    choose: Callable[[Mapping[str, Any]], type]
    """Sees the JSON object and names the class to read it into."""
    probe: Any = attrs.field(default=dict, kw_only=True)
    """The `keys` that `choose` looks at, where building the whole object to ask costs much."""
    usual: tuple[type, str] | None = attrs.field(default=None, kw_only=True)
    """The class of most objects, and a field that none of the others has, so that these need no asking."""


def keys(*names: str) -> Any:
    """Return the type of an object of which only these keys are read."""
    return TypedDict("Probe", dict.fromkeys(names, Any), total=False)  # type: ignore[operator]


def tagged(union: Any, *tags: str) -> Variants:
    """Tell the classes of a union apart by the Literals of some of their fields; any other text is `Unknown`.

    Args:
        union: The classes, and `Unknown`.
        tags: Names of the fields; the second tells those apart that have the same Literal in the first.
    """
    return Variants(_chooser(get_args(union), tags), probe=keys(*tags))


def _chooser(classes: Iterable[Any], tags: Sequence[str]) -> Callable[[Mapping[str, Any]], type]:
    tag, *further = tags
    alike: dict[str, list[Any]] = {}
    for cls in classes:
        field = attrs.fields_dict(cls).get(tag)
        for value in get_args(field.type) if field is not None else ():
            alike.setdefault(str(value), []).append(cls)
    known = {value: same[0] if len(same) == 1 else _chooser(same, further) for value, same in alike.items()}

    def choose(content: Mapping[str, Any]) -> type:
        value = content.get(tag)
        found = known.get(value, Unknown) if isinstance(value, str) else Unknown
        return found if isinstance(found, type) else found(content)

    return choose
