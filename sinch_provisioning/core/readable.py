"""What JSON can be read into: models, and the plain types of JSON. Anything else would be read by guesswork."""

# Types are values here.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
# pyright: reportUnknownParameterType=false

import datetime as dt
import types
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from sinch_provisioning.core.codec.hints import bare, is_model
from sinch_provisioning.core.enums import OpenEnum
from sinch_provisioning.core.secrets import Secret
from sinch_provisioning.core.unions import Unknown, Variants
from sinch_provisioning.errors import InvalidRequest

_PLAIN = frozenset({Any, object, dict, list, str, int, float, bool, dt.datetime, Secret})


def check_readable(name: str, tp: Any) -> None:
    """Raise InvalidRequest unless JSON can be read into a type; `name` is the caller's name for the type."""
    try:
        readable = _readable(tp)
    except TypeError:  # not hashable, so not a type
        readable = False
    if not readable:
        shown = getattr(tp, "__name__", None) if isinstance(tp, type) and not get_args(tp) else None
        kinds = "a model of this package, dict, list, str, int, float, bool, or list[...], dict[str, ...] of these"
        raise InvalidRequest([(name, f"must be {kinds}, not {shown or repr(tp)}; read a dict and make it from that")])


@cache
def _readable(tp: Any) -> bool:
    origin, args = get_origin(tp), get_args(tp)
    if origin is Annotated and not any(isinstance(extra, Variants) for extra in args[1:]):
        return _readable(args[0])
    if origin is Annotated:
        return all(is_model(arg) or issubclass(arg, Unknown) for arg in get_args(args[0]) or args[:1])
    if origin in {Union, types.UnionType}:
        return _readable_union({bare(arg) for arg in args} - {type(None)})
    if origin in {list, Sequence}:
        return _readable(args[0])
    if origin in {dict, Mapping}:
        return args[0] is str and _readable(args[1])
    if origin is Literal:
        return _readable(bare(tp))
    return tp in _PLAIN or is_model(tp) or (isinstance(tp, type) and issubclass(tp, OpenEnum))


def _readable_union(real: set[Any]) -> bool:
    """Tell whether the members of a union can be told apart by the kind of their JSON."""
    if real <= {int, float}:
        return True
    others = real - {bool}
    return len(others) == 1 and all(map(_readable, others))
