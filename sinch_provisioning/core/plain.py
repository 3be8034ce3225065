"""The plain way of the codec: one cattrs converter, by way of dicts. It reads as a reference, and it writes."""

# Types are values here, and JSON is anything.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
# pyright: reportUnknownParameterType=false, reportUnknownLambdaType=false

import datetime as dt
import types
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from typing import Annotated, Any, Literal, TypedDict, Union, get_args, get_origin, get_type_hints

import attrs
import cattrs
import msgspec
from cattrs.gen import make_dict_unstructure_fn, override

from sinch_provisioning.core.fast import decoder
from sinch_provisioning.core.model import UNSET, OpenEnum, Secret, Unknown, Unset, Variants, fields_lock
from sinch_provisioning.core.wire import bare, camel, in_utc, write_datetime
from sinch_provisioning.core.writing import Unsendable, decimal, number


class Malformed(Exception):
    """An item that was kept as raw bytes is not JSON."""


class Misfit(Exception):
    """A value does not fit its type; `path` says where, and grows on the way up."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(reason)
        self.path = path
        self.reason = reason


def _misfit(step: str, error: Exception) -> Misfit:
    """Return the misfit that an error stands for, seen from one step further up."""
    if isinstance(error, Misfit):
        return Misfit(step + error.path, error.reason)
    return Misfit(step, str(error))


def _expected(what: str, value: object) -> ValueError:
    kinds: dict[type, str] = {dict: "an object", list: "an array", str: "a text", bool: "a boolean", type(None): "null"}
    return ValueError(f"expected {what}, got {kinds.get(type(value), 'a number')}")


def _make_converter() -> cattrs.Converter:
    made = cattrs.Converter(detailed_validation=False)

    def fields(cls: type) -> dict[str, Any]:
        # Only absence is left out in writing: a tag has a default too, and has to be sent.
        return {
            field.name: override(
                rename=camel(field.name), omit_if_default=field.default is None or field.default is UNSET
            )
            for field in attrs.fields(cls)
        }

    def read_object(cls: type) -> Callable[[Any, Any], Any]:
        with fields_lock:
            hints = get_type_hints(cls, include_extras=True)
            known = [
                (field.alias or field.name, camel(field.name), hints[field.name], field.default is attrs.NOTHING)
                for field in attrs.fields(cls)
                if field.init
            ]

        def read(value: Any, _: Any) -> Any:
            if not isinstance(value, dict):
                raise _expected("an object", value)
            found: dict[str, Any] = {}
            for name, key, tp, required in known:
                if key in value:
                    try:
                        found[name] = made.structure(value[key], tp)
                    except Malformed:
                        raise
                    except Exception as error:  # noqa: BLE001 - a hook raises whatever it likes
                        raise _misfit(f".{key}", error) from None
                elif required:
                    raise Misfit(f".{key}", "required field is missing")
            return cls(**found)

        return read

    def write_object(cls: type) -> Callable[[Any], dict[str, Any]]:
        with fields_lock:
            attrs.resolve_types(cls, include_extras=True)
            return make_dict_unstructure_fn(cls, made, **fields(cls))

    def read_union(tp: Any) -> Callable[[Any, Any], Any]:
        inner = bare(tp)
        args = get_args(inner) if get_origin(inner) in {Union, types.UnionType} else (inner,)
        real = [arg for arg in args if arg is not type(None)]
        if set(real) <= {int, float}:
            return lambda value, _: None if value is None and type(None) in args else _read_number(value, float)
        flag = bool in real and len(real) > 1
        others = [arg for arg in real if arg is not bool] if flag else real
        if len(others) != 1:
            raise TypeError(f"{tp} needs Variants to tell its members apart")
        target = others[0]

        def read(value: Any, _: Any) -> Any:
            # An object, or simply true or false: told apart by the type in the JSON.
            return value if value is None or (flag and isinstance(value, bool)) else made.structure(value, target)

        # An answer never has null where its type does not allow it; reading it as absent does no harm.
        return read

    def read_variants(tp: Any) -> Callable[[Any, Any], Any]:
        variants = next(extra for extra in get_args(tp)[1:] if isinstance(extra, Variants))

        def read(value: Any, _: Any) -> Any:
            if not isinstance(value, dict):
                raise _expected("an object", value)
            chosen = variants.choose(value)
            return made.structure(value, chosen)

        return read

    # These stop at the first item that does not fit. cattrs' own go on and gather an error for each, which for a small
    # body of many wrong items takes minutes and gigabytes.
    def read_list(tp: Any) -> Callable[[Any, Any], Any]:
        (item_type,) = get_args(tp) or (Any,)

        def read(value: Any, _: Any) -> Any:
            if not isinstance(value, list):
                raise _expected("an array", value)
            found: list[Any] = []
            for index, item in enumerate(value):
                try:
                    found.append(
                        read_raw(item, item_type) if type(item) is msgspec.Raw else made.structure(item, item_type)
                    )
                except Malformed:
                    raise
                except Exception as error:  # noqa: BLE001 - a hook raises whatever it likes
                    raise _misfit(f"[{index}]", error) from None
            return found

        return read

    def read_dict(tp: Any) -> Callable[[Any, Any], Any]:
        _, item_type = get_args(tp) or (str, Any)

        def read(value: Any, _: Any) -> Any:
            if not isinstance(value, dict):
                raise _expected("an object", value)
            found: dict[str, Any] = {}
            for key, item in value.items():
                try:
                    found[key] = made.structure(item, item_type)
                except Malformed:
                    raise
                except Exception as error:  # noqa: BLE001 - a hook raises whatever it likes
                    raise _misfit(f".{key}", error) from None
            return found

        return read

    def read_raw(raw: msgspec.Raw, tp: Any) -> Any:
        """Read an item of a page that the fast way declined as a whole; most items are not to blame."""
        fast: Callable[[Any], Any] | None = decoder(tp)
        if fast is not None:
            try:
                return fast(raw)
            except (msgspec.MsgspecError, ValueError, RecursionError):
                pass  # the plain way decides
        try:
            content = msgspec.json.decode(raw)
        except (msgspec.MsgspecError, ValueError, RecursionError):
            raise Malformed from None
        return made.structure(content, tp)

    made.register_structure_hook_factory(_is_list, read_list)
    made.register_structure_hook_factory(_is_dict, read_dict)
    made.register_structure_hook_factory(attrs.has, read_object)
    made.register_unstructure_hook_factory(attrs.has, write_object)
    made.register_structure_hook_factory(_is_union, read_union)
    made.register_structure_hook_factory(_is_literal, lambda tp: lambda value, _: made.structure(value, bare(tp)))
    made.register_unstructure_hook_factory(_is_literal, lambda _tp: made.unstructure)
    made.register_unstructure_hook_factory(_is_union, lambda _tp: made.unstructure)
    made.register_structure_hook_factory(_has_variants, read_variants)
    made.register_unstructure_hook_factory(_has_variants, lambda _tp: made.unstructure)
    made.register_structure_hook(Unknown, lambda value, tp: tp(content=value))
    made.register_unstructure_hook(Unknown, lambda value: made.unstructure(value.content))
    made.register_unstructure_hook(Unset, lambda _: Unsendable("is UNSET; leave it out"))
    made.register_unstructure_hook(float, number)
    made.register_unstructure_hook(Decimal, decimal)
    for kind in (bytes, bytearray, memoryview):
        made.register_unstructure_hook(kind, lambda value: Unsendable(f"has to be a text, is {type(value).__name__}"))
    made.register_structure_hook(OpenEnum, _read_enum)
    made.register_unstructure_hook(OpenEnum, str)
    made.register_structure_hook(str, _read_text)
    made.register_structure_hook(bool, _read_bool)
    made.register_structure_hook(int, _read_number)
    made.register_structure_hook(float, _read_number)
    made.register_structure_hook(dt.datetime, _read_datetime)
    made.register_unstructure_hook(dt.datetime, write_datetime)
    made.register_structure_hook(Secret, lambda value, _: Secret(_read_text(value, str)))
    made.register_unstructure_hook(Secret, lambda value: value.reveal())
    return made


def _is_list(tp: Any) -> bool:
    return tp is list or get_origin(tp) is list


def _is_dict(tp: Any) -> bool:
    return tp is dict or get_origin(tp) is dict


def _is_union(tp: Any) -> bool:
    return get_origin(tp) in {Union, types.UnionType}


def _is_literal(tp: Any) -> bool:
    return get_origin(tp) is Literal


def _has_variants(tp: Any) -> bool:
    return get_origin(tp) is Annotated and any(isinstance(extra, Variants) for extra in get_args(tp)[1:])


def _read_enum(value: Any, tp: type[OpenEnum]) -> OpenEnum:
    return tp(_read_text(value, str))


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
    moment = msgspec.convert(_read_text(value, str), dt.datetime)
    # The documents promise UTC; a time that does not say so is taken at its word rather than refused.
    return in_utc(moment)


converter: cattrs.Converter = _make_converter()


def items_apart(cls: Any, body: bytes) -> Any:
    """Return the parsed JSON of a page with its items still raw, so that each goes the fast way if it can.

    None if `cls` is not a page, or the body has not the form of one.
    """
    form = _form(cls)
    try:
        return None if form is None else msgspec.json.decode(body, type=form)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return None


@cache
def _form(cls: Any) -> Any:
    """Return what msgspec is to read for a page, its items raw; None if the class has no list."""
    if _is_list(cls):
        return list[msgspec.Raw]
    if not attrs.has(cls):
        return None
    with fields_lock:
        hints = get_type_hints(cls, include_extras=True)
        kinds = {camel(field.name): bare(hints[field.name]) for field in attrs.fields(cls) if field.init}
    lists = {key for key, tp in kinds.items() if any(_is_list(each) for each in (tp, *get_args(tp)))}
    form: dict[str, Any] = {key: list[msgspec.Raw] | None if key in lists else Any for key in kinds}
    return TypedDict("Page", form, total=False) if lists else None  # type: ignore[operator]
