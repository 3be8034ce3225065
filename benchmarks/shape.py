"""Pydantic models of the same shape as ours, made from ours, as a careful person would write them by hand."""

import datetime as dt
import types
from functools import cache
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

import attrs
from pydantic import BaseModel, ConfigDict, Discriminator, Field, SecretStr, Tag, create_model

from sinch_provisioning.core.codec.hints import bare
from sinch_provisioning.core.codec.names import camel
from sinch_provisioning.core.enums import OpenEnum
from sinch_provisioning.core.secrets import Secret
from sinch_provisioning.core.unions import Unknown, Variants
from sinch_provisioning.rcs.models import Sender, SenderList


@cache
def pydantic_model(cls: Any) -> type[BaseModel]:
    """Return the pydantic model of one of our models."""
    hints = get_type_hints(cls, include_extras=True)
    fields: dict[str, Any] = {}
    for field in attrs.fields(cls):
        default = ... if field.default is attrs.NOTHING else None
        fields[field.name] = (_type(bare(hints[field.name])), Field(default, alias=camel(field.name)))
    return create_model(cls.__name__, __config__=ConfigDict(frozen=True), **fields)


def _type(tp: Any) -> Any:
    origin, args = get_origin(tp), get_args(tp)
    if origin is Annotated:
        return _variants(args[0], next(extra for extra in args[1:] if isinstance(extra, Variants)))
    if origin in {Union, types.UnionType}:
        return Union[tuple(_type(arg) for arg in args)]
    if origin is list:
        return list[_type(args[0])]  # type: ignore[misc]
    if origin is dict:
        return dict[str, _type(args[1])]  # type: ignore[misc]
    if tp is Secret:
        return SecretStr
    if isinstance(tp, type) and attrs.has(tp):
        return pydantic_model(tp)
    assert tp in {Any, str, bool, int, float, dt.datetime, type(None)} or issubclass(tp, OpenEnum), tp
    return tp


def _variants(union: Any, variants: Variants) -> Any:
    members = [cls for cls in get_args(union) if not issubclass(cls, Unknown)]
    tagged = [Annotated[pydantic_model(cls), Tag(cls.__name__)] for cls in members]
    other = Annotated[dict[str, Any], Tag(Unknown.__name__)]
    return Annotated[
        Union[(*tagged, other)],
        Discriminator(lambda content: variants.choose(content).__name__),
    ]


PydanticSender = pydantic_model(Sender)
PydanticSenderList = pydantic_model(SenderList)
