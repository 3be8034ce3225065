"""Pydantic models of the same shape as ours, made from ours, as a careful person would write them by hand."""

from collections.abc import Callable, Mapping
from typing import Annotated, Any, Union

import attrs
from pydantic import BaseModel, ConfigDict, Discriminator, Field, SecretStr, Tag, create_model

from sinch_provisioning.core.model import is_model
from sinch_provisioning.core.secrets import Secret
from sinch_provisioning.core.shapes import Kind, Shape, fields, remembered
from sinch_provisioning.core.unions import Variants
from sinch_provisioning.rcs.senders.models import Sender, SenderList


@remembered
def pydantic_model(cls: Any) -> type[BaseModel]:
    """Return the pydantic model of one of our models."""
    made: dict[str, Any] = {
        field.name: (_type(field.shape), Field(_default(field.default), alias=field.wire)) for field in fields(cls)
    }
    return create_model(cls.__name__, __config__=ConfigDict(frozen=True), **made)


def _default(value: Any) -> Any:
    """Return a default; an empty object of ours is one of pydantic's."""
    if value is attrs.NOTHING:
        return ...
    cls: Any = type(value)
    return pydantic_model(cls)() if is_model(cls) else value


def _type(form: Shape) -> Any:
    made = _MADE[form.kind](form) if form.kind in _MADE else form.cls
    return made | None if form.nullable else made


def _variants(form: Shape) -> Any:
    variants = form.mark(Variants)
    assert variants is not None
    tagged = [Annotated[_type(part), Tag(_tag(part.tp))] for part in form.parts]

    def discriminate(content: Any) -> str:
        if isinstance(content, BaseModel):  # asked in writing
            return type(content).__name__
        group = any(isinstance(value, BaseModel) for value in content.values())
        return Mapping.__name__ if group else _tag(variants.choose(content))

    return Annotated[Union[tuple(tagged)], Discriminator(discriminate)]


def _tag(member: Any) -> str:
    return str(getattr(member, "__name__", member))


_MADE: dict[Kind, Callable[[Shape], Any]] = {
    Kind.ANYTHING: lambda _: Any,
    Kind.SCALAR: lambda form: SecretStr if form.cls is Secret else form.cls,
    Kind.MODEL: lambda form: pydantic_model(form.cls),
    Kind.ARRAY: lambda form: list[_type(form.parts[0])],  # type: ignore[misc]
    Kind.MAPPING: lambda form: dict[str, _type(form.parts[0])],  # type: ignore[misc]
    Kind.UNKNOWN: lambda _: dict[str, Any],
    Kind.VARIANTS: _variants,
}


PydanticSender = pydantic_model(Sender)
PydanticSenderList = pydantic_model(SenderList)
