"""The plain decoder: cattrs over parsed JSON. It is the reference for the fast one, it words errors, and it writes.

There are two converters. The tolerant one reads responses: it ignores what it does not know, reads null as absent
where a field cannot be null, and stops at the first value that does not fit. The strict one reads what a caller wants
to send: names are the wire's or Python's, unknown names and enum texts are rejected, and all violations are gathered.
"""

# Types are values here, and JSON is anything.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
# pyright: reportUnknownParameterType=false, reportUnknownLambdaType=false

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from difflib import get_close_matches
from typing import Any, Final, Literal, TypeVar, cast, get_args, get_origin

import attrs
import cattrs
import msgspec
from cattrs.gen import make_dict_unstructure_fn, override

from sinch_provisioning.core.codec.hints import bare, hints, is_model, is_union, is_unknown, mark
from sinch_provisioning.core.codec.names import camel, in_utc, snake, stands_for_absence, wire_fields, write_datetime
from sinch_provisioning.core.enums import OpenEnum
from sinch_provisioning.core.frozen import FrozenDict
from sinch_provisioning.core.secrets import Secret
from sinch_provisioning.core.unions import Unknown, Variants
from sinch_provisioning.core.unset import Unset
from sinch_provisioning.core.writing import Unsendable, decimal, number
from sinch_provisioning.core.writing import write as write_json
from sinch_provisioning.errors import DecodeError, InvalidRequest

T = TypeVar("T")
Read = Callable[[Any, Any], Any]

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
        return (_strict if strict else _tolerant).structure(content, cls)
    except Exception as error:  # noqa: BLE001 - cattrs passes on whatever a hook raised
        path, reason = _found("", error)[0]
    return DecodeError(reason, path=f"${path}", operation=operation, body=body)


def read_dict(cls: type[T], content: Mapping[str, Any], *, strict: bool) -> T:
    """Read a caller's dict.

    Raises:
        InvalidRequest: it does not fit.
    """
    try:
        return (_strict if strict else _tolerant).structure(content, cls)
    except Exception as error:  # noqa: BLE001 - cattrs passes on whatever a hook raised
        found = _found("", error)
    raise InvalidRequest([(path.removeprefix(".") or "data", reason) for path, reason in found])


def write(value: object) -> bytes:
    """Write a model, or plain data with models in it, as JSON.

    Raises:
        InvalidRequest: JSON cannot hold it, such as a number that is not finite.
    """
    try:
        content = _tolerant.unstructure(value)
    except RecursionError:
        raise InvalidRequest([("body", "is nested too deeply")]) from None
    return write_json(content)


def _found(step: str, error: Exception) -> list[tuple[str, str]]:
    """Return what an error says, seen from one step further up."""
    if isinstance(error, Misfit):
        return [(step + path, reason) for path, reason in error.found]
    return [(step, str(error))]


def _expected(what: str, value: object) -> ValueError:
    kinds: dict[type, str] = {
        dict: "an object",
        list: "an array",
        str: "a text",
        bool: "a boolean",
        type(None): "null",
        int: "a number",
        float: "a number",
    }
    return ValueError(f"expected {what}, got {kinds.get(type(value), type(value).__name__)}")


def _suggest(name: str, known: Sequence[str]) -> str:
    close = get_close_matches(name, known, 1)
    return f"did you mean {close[0]!r}?" if close else f"it is one of {', '.join(sorted(known))}"


class _Gathering:
    """Gathers misfits: the first one ends a tolerant reading, a strict one goes on for more."""

    __slots__ = ("_found", "_strict")

    def __init__(self, *, strict: bool) -> None:
        self._strict = strict
        self._found: list[tuple[str, str]] = []

    def add(self, step: str, error: Exception) -> None:
        self._found += _found(step, error)
        if not self._strict or len(self._found) >= MOST_VIOLATIONS:
            raise Misfit(*self._found[:MOST_VIOLATIONS]) from None

    def end(self) -> None:
        if self._found:
            raise Misfit(*self._found) from None


def _read_object(converter: cattrs.Converter, cls: Any, *, strict: bool) -> Read:
    types = hints(cls)
    fields = [
        (field.alias or field.name, name, types[field.name], field.default is attrs.NOTHING)
        for field, name in wire_fields(cls)
    ]
    names = {name for _, name, _, _ in fields}

    def read(value: Any, _: Any) -> Any:
        if strict and isinstance(value, cls):
            return value
        if not isinstance(value, Mapping if strict else dict):
            raise _expected("an object", value)
        gathering = _Gathering(strict=strict)
        content, spelling = _wire_names(value, names, gathering) if strict else (value, {})
        found: dict[str, Any] = {}
        for argument, name, tp, required in fields:
            if name in content:
                one = content[name]
                if one is None and not required and not _nullable(tp):
                    if strict:
                        gathering.add(f".{spelling[name]}", ValueError("cannot be null; leave it out"))
                    continue
                try:
                    found[argument] = converter.structure(one, tp)
                except Exception as error:  # noqa: BLE001 - a hook raises whatever it likes
                    gathering.add(f".{spelling.get(name, name)}", error)
            elif required:
                gathering.add(f".{name}", ValueError("required field is missing"))
        gathering.end()
        return cls(**found)

    return read


def _wire_names(
    value: Mapping[Any, Any], known: set[str], gathering: _Gathering
) -> tuple[dict[str, Any], dict[str, str]]:
    """Return an object under its wire names, and how the caller has spelled them."""
    content: dict[str, Any] = {}
    spelling: dict[str, str] = {}
    for key, item in value.items():
        name = key if key in known else camel(str(key))
        if name not in known:
            pythonic = "_" in str(key)
            options = [snake(one) if pythonic else one for one in known]
            gathering.add(f".{key}", ValueError(f"unknown field; {_suggest(str(key), options)}"))
        elif name in content:
            gathering.add(f".{key}", ValueError(f"is there twice, also as {spelling[name]}"))
        else:
            content[name] = item
            spelling[name] = str(key)
    return content, spelling


def _nullable(tp: Any) -> bool:
    inner = bare(tp)
    return inner is Any or inner is object or (is_union(inner) and type(None) in get_args(inner))


def _read_union(converter: cattrs.Converter, tp: Any) -> Read:
    inner = bare(tp)
    args = get_args(inner) if is_union(inner) else (inner,)
    real = [arg for arg in args if arg is not type(None)]
    if not real:
        return lambda value, _: value
    if set(real) <= {int, float}:
        return lambda value, _: None if value is None and type(None) in args else _read_number(value, float)
    flag = bool in real and len(real) > 1
    others = [arg for arg in real if arg is not bool] if flag else real
    if len(others) == 1:
        target = others[0]
        # An object, or simply true or false: told apart by the type in the JSON.
        return lambda value, _: (
            value if value is None or (flag and isinstance(value, bool)) else converter.structure(value, target)
        )
    # Where an update takes the model itself too, what is read is the update.
    models = [arg for arg in others if is_model(arg)]
    updates = [arg for arg in models if arg.__name__.endswith("Update")]
    enums = [arg for arg in others if isinstance(arg, type) and issubclass(arg, OpenEnum)]
    if len(updates) == 1 and len(models) == len(others):
        chosen = updates[0]
    elif len(enums) == 1 and set(others) == {enums[0], str}:
        chosen = enums[0]
    else:
        raise TypeError(f"{tp} needs Variants to tell its members apart")
    return lambda value, _: (
        value
        if value is None or (not isinstance(value, str) and isinstance(value, tuple(models)))
        else converter.structure(value, chosen)
    )


def _read_variants(converter: cattrs.Converter, tp: Any, *, strict: bool) -> Read:
    variants = mark(tp, Variants)
    if variants is None:
        raise TypeError(f"{tp} is not a union")
    choose = variants.choose

    def read(value: Any, _: Any) -> Any:
        if strict and is_model(type(value)):
            return value
        if not isinstance(value, Mapping if strict else dict):
            raise _expected("an object", value)
        keys = (
            {key if "_" not in str(key) else camel(str(key)): item for key, item in value.items()} if strict else value
        )
        chosen = choose(keys)
        if strict and is_unknown(chosen):
            raise ValueError(f"none of the known kinds: {_name_variants(tp)}")
        return converter.structure(value, chosen)

    return read


def _name_variants(tp: Any) -> str:
    options = get_args(get_args(tp)[0]) or (get_args(tp)[0],)
    return ", ".join(str(getattr(option, "__name__", option)) for option in options if not is_unknown(option))


def _read_array(converter: cattrs.Converter, tp: Any, *, strict: bool) -> Read:
    (item, *_) = get_args(tp) or (Any,)
    made: Any = list if (get_origin(tp) or tp) is list else tuple

    def read(value: Any, _: Any) -> Any:
        if not isinstance(value, list | tuple if strict else list):
            raise _expected("an array", value)
        gathering = _Gathering(strict=strict)
        found: list[Any] = []
        for index, one in enumerate(value):
            try:
                found.append(converter.structure(one, item))
            except Exception as error:  # noqa: BLE001 - a hook raises whatever it likes
                gathering.add(f"[{index}]", error)
        gathering.end()
        return made(found)

    return read


def _read_mapping(converter: cattrs.Converter, tp: Any, *, strict: bool) -> Read:
    _, item = get_args(tp) or (str, Any)
    variants = mark(item, Variants)
    # Where new names may come at any time, what is not an object under one of them is nothing that this version knows.
    objects_only = not strict and variants is not None and variants.usual is not None
    made: Any = dict if (get_origin(tp) or tp) is dict else FrozenDict

    def read(value: Any, _: Any) -> Any:
        if not isinstance(value, Mapping if strict else dict):
            raise _expected("an object", value)
        gathering = _Gathering(strict=strict)
        found: dict[str, Any] = {}
        for key, one in value.items():
            if objects_only and not isinstance(one, dict):
                continue  # like an unknown field
            try:
                found[key] = converter.structure(one, item)
            except Exception as error:  # noqa: BLE001 - a hook raises whatever it likes
                gathering.add(f".{key}", error)
        gathering.end()
        return made(found)

    return read


def _read_enum(value: Any, tp: type[OpenEnum]) -> OpenEnum:
    return tp(_read_text(value, str))


def _read_known_enum(value: Any, tp: type[OpenEnum]) -> OpenEnum:
    if isinstance(value, tp):
        return value
    text = _read_text(value, str)
    known = [member.value for member in tp]
    if text not in known:
        raise ValueError(f"{text!r} is not a {tp.__name__}; {_suggest(text.upper(), known)}")
    return tp(text)


def _read_text(value: Any, _tp: Any) -> str:
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
    return value


def _read_datetime(value: Any, _tp: Any) -> dt.datetime:
    moment = value if isinstance(value, dt.datetime) else msgspec.convert(_read_text(value, str), dt.datetime)
    # The documents promise UTC; a time that does not say so is taken at its word rather than rejected.
    return in_utc(moment)


def _read_secret(value: Any, _tp: Any) -> Secret:
    return value if isinstance(value, Secret) else Secret(_read_text(value, str))


def _write_object(converter: cattrs.Converter, cls: Any) -> Callable[[Any], dict[str, Any]]:
    # Only absence is left out in writing: a tag has a default too, and has to be sent.
    types = hints(cls)
    overrides = {field.name: override(omit=True) for field in attrs.fields(cls)} | {
        field.name: override(
            rename=name,
            omit_if_default=stands_for_absence(field),
            unstruct_hook=_writer(converter, types[field.name]),
        )
        for field, name in wire_fields(cls)
    }
    return make_dict_unstructure_fn(cls, converter, **cast("Any", overrides))


def _writer(converter: cattrs.Converter, tp: Any) -> Callable[[Any], Any] | None:
    """Return what writes a field whose own annotation does not say, as it names a class that comes later."""
    inner = bare(tp)
    options = get_args(inner) if is_union(inner) else (inner,)
    return converter.unstructure if any(_is_array(one) or _is_mapping(one) for one in options) else None


def _is_array(tp: Any) -> bool:
    return (get_origin(tp) or tp) in {list, tuple, Sequence}


def _is_mapping(tp: Any) -> bool:
    return (get_origin(tp) or tp) in {dict, Mapping}


def _is_literal(tp: Any) -> bool:
    return get_origin(tp) is Literal


def _has_variants(tp: Any) -> bool:
    return mark(tp, Variants) is not None


def _make_converter(*, strict: bool) -> cattrs.Converter:
    made = cattrs.Converter(detailed_validation=False)
    made.register_structure_hook_factory(_is_array, lambda tp: _read_array(made, tp, strict=strict))
    made.register_structure_hook_factory(_is_mapping, lambda tp: _read_mapping(made, tp, strict=strict))
    made.register_structure_hook_factory(is_model, lambda cls: _read_object(made, cls, strict=strict))
    made.register_structure_hook_factory(is_union, lambda tp: _read_union(made, tp))
    made.register_structure_hook_factory(_is_literal, lambda tp: lambda value, _: made.structure(value, bare(tp)))
    made.register_structure_hook_factory(_has_variants, lambda tp: _read_variants(made, tp, strict=strict))
    made.register_structure_hook(Unknown, lambda value, tp: tp(value))
    made.register_structure_hook(OpenEnum, _read_known_enum if strict else _read_enum)
    made.register_structure_hook(str, _read_text)
    made.register_structure_hook(bool, _read_bool)
    made.register_structure_hook(int, _read_number)
    made.register_structure_hook(float, _read_number)
    made.register_structure_hook(dt.datetime, _read_datetime)
    made.register_structure_hook(Secret, _read_secret)
    made.register_structure_hook_func(lambda tp: tp is Any or tp is object, lambda value, _: value)
    made.register_unstructure_hook_factory(is_model, lambda cls: _write_object(made, cls))
    for written_as_it_is in (_is_literal, is_union, _has_variants):
        made.register_unstructure_hook_factory(written_as_it_is, lambda _tp: made.unstructure)
    made.register_unstructure_hook(Unknown, lambda value: msgspec.Raw(value.json))
    made.register_unstructure_hook(Unset, lambda _: Unsendable("is UNSET; leave it out"))
    made.register_unstructure_hook(float, number)
    made.register_unstructure_hook(Decimal, decimal)
    for kind in (bytes, bytearray, memoryview):
        made.register_unstructure_hook(kind, lambda value: Unsendable(f"must be a text, not {type(value).__name__}"))
    made.register_unstructure_hook(OpenEnum, str)
    made.register_unstructure_hook(dt.datetime, write_datetime)
    made.register_unstructure_hook(Secret, lambda value: value.reveal())
    return made


_tolerant: Final = _make_converter(strict=False)
_strict: Final = _make_converter(strict=True)
