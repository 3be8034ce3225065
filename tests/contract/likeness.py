"""Lay the contract's schemas over the package's types, and tell where they are not alike."""

import datetime as dt
import types
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

import attrs

from sinch_provisioning.core.codec.names import wire_name
from sinch_provisioning.core.enums import OpenEnum
from sinch_provisioning.core.model import EMPTY_IS_SENT
from sinch_provisioning.core.rules import REQUIRED
from sinch_provisioning.core.secrets import Secret
from sinch_provisioning.core.unions import Unknown
from sinch_provisioning.core.unset import Unset
from tests.contract.document import SCHEMAS, resolve
from tests.contract.golden import IDENTIFIERS, PAGING

JSON = Any
NOTHING = type(None)
_UPDATES = ("update",)
"""How the names of bodies begin in which a read class may stand in an update's place; its None keeps."""


@attrs.define
class Likeness:
    """What was found on the way down from bodies and their types."""

    sent: bool = False
    """Whether the body at hand is sent: what it needs has to be there, and an update tells null from absence."""
    classes: dict[str, set[type]] = attrs.field(factory=dict[str, set[type]])
    """Classes and enums that stand for a schema, by its name."""
    fields: dict[type, set[str]] = attrs.field(factory=dict[type, set[str]])
    """Fields that a class needs, gathered from all schemas that it stands for."""
    words: dict[type, set[str]] = attrs.field(factory=dict[type, set[str]])
    """Values that an enum needs, likewise."""
    reached: set[str] = attrs.field(factory=set[str])

    def lay(self, schema: JSON, tp: Any, where: str, name: str = "") -> Iterator[str]:
        """Walk the differences; a schema is known by its reference, or by the name that is given."""
        name = schema["$ref"].rpartition("/")[2] if "$ref" in schema else name
        schema = resolve(schema)
        if "x-same-as" in schema:
            schema = SCHEMAS[schema["x-same-as"]]
        members = _members(tp)
        if name:
            self.reached.add(name)
            # A schema and a type that were laid upon each other once are alike, or told of already.
            if self.classes.setdefault(name, set()).issuperset(members):
                return
            self.classes[name] |= {member for member in members if isinstance(member, type)}
        yield from self._below(schema, tp, members, where, name)

    def _below(self, schema: JSON, tp: Any, members: list[Any], where: str, name: str) -> Iterator[str]:
        if "allOf" in schema:
            yield from self.lay(schema["allOf"][0], tp, where)
        elif "properties" not in schema and ("oneOf" in schema or "anyOf" in schema):
            for variant in schema.get("oneOf") or schema["anyOf"]:
                if _kinds(variant) != {"null"}:
                    yield from self._nearest(variant, members, where)
        elif "properties" in schema and len(members) > 1:
            yield from self._members(schema, members, where, name)
        elif "properties" in schema and _is_dict(members[0]):
            yield from self._mapping(schema, members[0], where)
        elif "properties" in schema:
            yield from self._object(schema, members, where, IDENTIFIERS.get(name, set()) | PAGING)
        elif "array" in _kinds(schema):
            yield from _only(members, where, "a list", _is_list)
            for member in filter(_is_list, members):
                yield from self.lay(schema["items"], get_args(member)[0], f"{where}[]")
        elif _kinds(schema) == {"string"} and ("enum" in schema or "const" in schema):
            yield from self._enum(set(schema.get("enum", [schema.get("const")])), members, where)
        else:
            yield from _plain(schema, members, where)

    def _nearest(self, variant: JSON, members: list[Any], where: str) -> Iterator[str]:
        """Lay a variant upon the member of a union that it fits best; only the fitting one counts."""
        found: list[tuple[list[str], Likeness]] = []
        for member in [*members, Union[tuple(members)]] if len(members) > 1 else members:
            attempt = Likeness(self.sent)
            found.append(([*attempt.lay(variant, member, where)], attempt))
        wrong, attempt = min(found, key=lambda one: len(one[0]))
        self._take(attempt)
        yield from wrong

    def _take(self, other: "Likeness") -> None:
        self.reached |= other.reached
        for mine, theirs in ((self.classes, other.classes), (self.fields, other.fields), (self.words, other.words)):
            for key, values in theirs.items():
                mine.setdefault(key, set()).update(values)  # type: ignore[arg-type]

    def _object(self, schema: JSON, members: list[Any], where: str, identifiers: set[str]) -> Iterator[str]:
        yield from _only(members, where, "a class", _is_class)
        for cls in filter(_is_class, members):
            hints = get_type_hints(cls, include_extras=True)
            fields = {wire_name(field): field for field in attrs.fields(cls)}
            self.fields.setdefault(cls, set()).update(schema["properties"])
            needed = set(schema.get("required", [])) - set(schema.get("x-optional-in-draft", []))
            for name, inner in schema["properties"].items():
                place = f"{where}.{name}"
                if name not in fields:
                    yield f"{place}: {cls.__qualname__} has no such field"
                    continue
                field, hint = fields[name], hints[fields[name].name]
                if field.init and field.default is attrs.NOTHING:
                    if name not in schema.get("required", []):
                        yield f"{place}: may be absent, and {cls.__qualname__} needs it"
                    elif not self.sent and name not in identifiers and not _is_tag(hint):
                        yield f"{place}: is not an identifier, and {cls.__qualname__} needs it"
                elif self.sent and name in needed and _absent(field) and not _is_required(hint):
                    yield f"{place}: has to be there, and {cls.__qualname__} goes without"
                if self.sent:
                    yield from _null(inner, cls, hint, place)
                yield from self.lay(inner, hint, place)

    def _members(self, schema: JSON, members: list[Any], where: str, name: str) -> Iterator[str]:
        """Lay an object upon a union: an update and the class in its place both fit; of several classes, one."""
        updates = [member for member in members if _is_class(member) and member.__name__.endswith("Update")]
        for several in (updates, [member for member in members if member not in updates]):
            if several:
                yield from self._nearest_member(schema, several, where, name)

    def _mapping(self, schema: JSON, tp: Any, where: str) -> Iterator[str]:
        for key, inner in schema["properties"].items():
            yield from self.lay(inner, get_args(tp)[1], f"{where}.{key}")

    def _nearest_member(self, schema: JSON, members: list[Any], where: str, name: str) -> Iterator[str]:
        """Lay an object upon the member of a union that it fits best."""
        found: list[tuple[list[str], Likeness]] = []
        for member in members:
            attempt = Likeness(self.sent)
            found.append(([*attempt._below(schema, member, [member], where, name)], attempt))
        wrong, attempt = min(found, key=lambda one: len(one[0]))
        self._take(attempt)
        yield from wrong

    def _enum(self, values: set[str], members: list[Any], where: str) -> Iterator[str]:
        if members == [str]:
            yield f"{where}: any text will do, where the contract has a list"
            return
        known: set[str] = set()
        for member in members:
            if get_origin(member) is Literal:
                known |= {str(value) for value in get_args(member)}
            elif isinstance(member, type) and issubclass(member, OpenEnum):
                known |= {each.value for each in member}
                self.words.setdefault(member, set()).update(values)
            else:
                yield f"{where}: {member} is no enum"
        if values - known:
            yield f"{where}: {sorted(values - known)} are unknown"


def _plain(schema: JSON, members: list[Any], where: str) -> Iterator[str]:
    fitting: dict[str, set[Any]] = {
        "string": {dt.datetime} if schema.get("format") == "date-time" else {str, Secret},
        "number": {int, float},
        "integer": {int},
        "boolean": {bool},
    }
    # A text may stand beside an object, which is for another variant.
    members = [member for member in members if not _is_class(member)] or members
    for kind in _kinds(schema) - {"null"}:
        yield from _only(members, where, f"a {kind}", _is_dict if kind == "object" else fitting[kind].__contains__)


def _null(schema: JSON, cls: type, hint: Any, place: str) -> Iterator[str]:
    """In an update null removes and absence keeps; everywhere else None is absence."""
    if cls.__name__.endswith("Update"):
        if ("null" in _kinds(schema)) != (NOTHING in get_args(_bare(hint))):
            yield f"{place}: null is allowed on one side only"
    elif "null" in _kinds(schema) and not place.startswith(_UPDATES):
        yield f"{place}: null is allowed, and {cls.__qualname__} cannot say it"


def _absent(field: "attrs.Attribute[Any]") -> bool:
    default: Any = field.default
    if EMPTY_IS_SENT.items() <= field.metadata.items():
        return False
    return default is None or default is Unset.UNSET or default == () or attrs.has(type(default))


def _is_required(tp: Any) -> bool:
    if get_origin(tp) not in {Annotated, Union, types.UnionType}:
        return tp is REQUIRED
    return any(_is_required(arg) for arg in get_args(tp))


def _only(members: list[Any], where: str, what: str, fits: Callable[[Any], bool]) -> Iterator[str]:
    yield from (f"{where}: {member} is not {what}" for member in members if not fits(member))
    if not members:
        yield f"{where}: nothing is {what}"


def _is_tag(tp: Any) -> bool:
    """Tell whether a field tells variants of a union apart, so that a class is only chosen where the field is there."""
    return get_origin(_bare(tp)) is Literal


def _is_list(tp: Any) -> bool:
    return get_origin(tp) is Sequence


def _is_dict(tp: Any) -> bool:
    return get_origin(tp) is Mapping


def _is_class(tp: Any) -> bool:
    return isinstance(tp, type) and attrs.has(tp)


def _kinds(schema: JSON) -> set[str]:
    """Return the kinds of JSON that a schema takes; none for those that its variants decide on."""
    schema = resolve(schema)
    variants = schema.get("oneOf") or schema.get("anyOf")
    if variants and "properties" not in schema:
        return {kind for variant in variants for kind in _kinds(variant)}
    kind = schema.get("type", ())
    return {kind} if isinstance(kind, str) else set(kind)


def _bare(tp: Any) -> Any:
    return _bare(get_args(tp)[0]) if get_origin(tp) is Annotated else tp


def _members(tp: Any) -> list[Any]:
    """Return the members of a union, flat, without absence, null and what is unknown."""
    tp = _bare(tp)
    if get_origin(tp) not in {Union, types.UnionType}:
        return [tp]
    flat = [inner for arg in get_args(tp) for inner in _members(arg)]
    return [member for member in flat if member not in {NOTHING, Unset, Unknown}]
