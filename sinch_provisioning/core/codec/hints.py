"""What of a field's type a reader has to know."""

# Types are values here.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
# pyright: reportUnknownParameterType=false

import types
from functools import cache
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from sinch_provisioning.core.model import Interned
from sinch_provisioning.core.unions import Unknown, Variants
from sinch_provisioning.core.unset import Unset

M = TypeVar("M")


def bare(tp: Any) -> Any:
    """Return a type without Unset and rules, but with the marks that say how to read it."""
    origin = get_origin(tp)
    if origin is Annotated:
        base, *extras = get_args(tp)
        marks = [extra for extra in extras if isinstance(extra, Variants | Interned)]
        return Annotated[base, marks[0]] if marks else bare(base)
    if is_union(tp):
        return Union[tuple(bare(arg) for arg in get_args(tp) if arg is not Unset)]
    if origin is Literal:
        return type(get_args(tp)[0])
    return tp


def mark(tp: Any, kind: type[M]) -> M | None:
    """Return a type's mark of a kind, if it has one."""
    if get_origin(tp) is not Annotated:
        return None
    return next((extra for extra in get_args(tp)[1:] if isinstance(extra, kind)), None)


def is_model(tp: Any) -> bool:
    """Tell whether a type is a data class of the API, and not one that someone else made with attrs."""
    return isinstance(tp, type) and hasattr(tp, "__wire_model__")


def is_unknown(tp: Any) -> bool:
    """Tell whether a variant of a union is the one for what this version does not know."""
    return isinstance(tp, type) and issubclass(tp, Unknown)


def is_union(tp: Any) -> bool:
    """Tell whether a type is a union, in either spelling."""
    return get_origin(tp) in {Union, types.UnionType}


@cache
def hints(cls: type) -> dict[str, Any]:
    """Return the types of a model's fields, rules and marks included."""
    return get_type_hints(cls, include_extras=True)
