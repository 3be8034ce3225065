"""The plain way of the codec: one cattrs converter, by way of dicts. It reads as a reference, and it writes."""

# Types are values here, and JSON is anything.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
# pyright: reportUnknownParameterType=false, reportUnknownLambdaType=false

import datetime as dt
import types
from collections.abc import Callable
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import attrs
import cattrs
import msgspec
from cattrs.cols import list_structure_factory
from cattrs.errors import AttributeValidationNote, IterableValidationNote
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override

from sinch_provisioning.core.model import UNSET, OpenEnum, Secret, Unknown, Variants, fields_lock
from sinch_provisioning.core.wire import bare, camel, write_datetime
from sinch_provisioning.errors import DecodeError


def locate(error: BaseException, path: str) -> tuple[str, str]:
    """Follow cattrs' notes to the first value that does not fit."""
    if isinstance(error, cattrs.BaseValidationError):
        inner = error.exceptions[0]
        for note in getattr(inner, "__notes__", ()):
            if isinstance(note, AttributeValidationNote):
                path = f"{path}.{camel(note.name)}"
            elif isinstance(note, IterableValidationNote):
                path = f"{path}[{note.index}]" if isinstance(note.index, int) else f"{path}.{note.index}"
        return locate(inner, path)
    if isinstance(error, KeyError):
        return path, "required field is missing"
    if isinstance(error, DecodeError):
        return path + error.path[1:], error.reason
    return path, str(error)


def _expected(what: str, value: object) -> ValueError:
    kinds: dict[type, str] = {dict: "an object", list: "an array", str: "a text", bool: "a boolean", type(None): "null"}
    return ValueError(f"expected {what}, got {kinds.get(type(value), 'a number')}")


def _make_converter() -> cattrs.Converter:
    made = cattrs.Converter(detailed_validation=True)

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
            attrs.resolve_types(cls, include_extras=True)
            read: Any = make_dict_structure_fn(cls, made, _cattrs_detailed_validation=True, **fields(cls))

        def checked(value: Any, tp: Any) -> Any:
            if not isinstance(value, dict):
                raise _expected("an object", value)
            return read(value, tp)

        return checked

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

    def read_list(tp: Any) -> Callable[[Any, Any], Any]:
        read: Any = list_structure_factory(tp, made)

        def checked(value: Any, inner: Any) -> Any:
            if not isinstance(value, list):
                raise _expected("an array", value)
            return read(value, inner)

        return checked

    made.register_structure_hook_factory(_is_list, read_list)
    made.register_structure_hook_factory(attrs.has, read_object)
    made.register_unstructure_hook_factory(attrs.has, write_object)
    made.register_structure_hook_factory(_is_union, read_union)
    made.register_structure_hook_factory(_is_literal, lambda tp: lambda value, _: made.structure(value, bare(tp)))
    made.register_unstructure_hook_factory(_is_literal, lambda _tp: made.unstructure)
    made.register_unstructure_hook_factory(_is_union, lambda _tp: made.unstructure)
    made.register_structure_hook_factory(_has_variants, read_variants)
    made.register_unstructure_hook_factory(_has_variants, lambda _tp: made.unstructure)
    made.register_structure_hook(Unknown, lambda value, tp: tp(content=value))
    made.register_unstructure_hook(Unknown, lambda value: value.content)
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
    return get_origin(tp) is list


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
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


converter: cattrs.Converter = _make_converter()
