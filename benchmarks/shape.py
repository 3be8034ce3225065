"""Pydantic models of the same shape as ours, made from ours, as a careful person would write them by hand."""

import datetime as dt
import types
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

import attrs
from pydantic import BaseModel, ConfigDict, Discriminator, Field, SecretStr, Tag, create_model

from sinch_provisioning.core.codec.hints import bare, is_unknown
from sinch_provisioning.core.codec.names import wire_name
from sinch_provisioning.core.enums import OpenEnum
from sinch_provisioning.core.secrets import Secret
from sinch_provisioning.core.unions import Unknown, Variants
from sinch_provisioning.rcs.senders.models import Sender, SenderList


@cache
def pydantic_model(cls: Any) -> type[BaseModel]:
    """Return the pydantic model of one of our models."""
    hints = get_type_hints(cls, include_extras=True)
    fields: dict[str, Any] = {}
    for field in attrs.fields(cls):
        name = wire_name(field)
        if name:
            fields[field.name] = (_type(bare(hints[field.name])), Field(_default(field.default), alias=name))
    return create_model(cls.__name__, __config__=ConfigDict(frozen=True), **fields)


def _default(value: Any) -> Any:
    """Return a default; an empty object of ours is one of pydantic's."""
    if value is attrs.NOTHING:
        return ...
    return pydantic_model(type(value))() if attrs.has(type(value)) else value


def _type(tp: Any) -> Any:
    origin, args = get_origin(tp), get_args(tp)
    if origin is Annotated:
        variants = next((extra for extra in args[1:] if isinstance(extra, Variants)), None)
        return _type(args[0]) if variants is None else _variants(args[0], variants)
    if origin in {Union, types.UnionType}:
        return Union[tuple(_type(arg) for arg in args)]
    if origin is Sequence:
        return list[_type(bare(args[0]))]  # type: ignore[misc]
    if origin is Mapping:
        return dict[str, _type(bare(args[1]))]  # type: ignore[misc]
    if tp is Secret:
        return SecretStr
    if isinstance(tp, type) and attrs.has(tp):
        return pydantic_model(tp)
    assert tp in {Any, str, bool, int, float, dt.datetime, type(None)} or issubclass(tp, OpenEnum), tp
    return tp


def _variants(union: Any, variants: Variants) -> Any:
    members = [member for member in get_args(union) if not is_unknown(member)]
    tagged = [Annotated[_type(member), Tag(_tag(member))] for member in members]
    if len(members) < len(get_args(union)):
        tagged.append(Annotated[dict[str, Any], Tag(Unknown.__name__)])

    def discriminate(content: Any) -> str:
        if isinstance(content, BaseModel):  # asked in writing
            return type(content).__name__
        group = any(isinstance(value, BaseModel) for value in content.values())
        return Mapping.__name__ if group else _tag(variants.choose(content))

    return Annotated[Union[tuple(tagged)], Discriminator(discriminate)]


def _tag(member: Any) -> str:
    return str(getattr(member, "__name__", member))


PydanticSender = pydantic_model(Sender)
PydanticSenderList = pydantic_model(SenderList)
