"""The one codec: JSON to models and back, and the only place where camelCase meets snake_case.

There are two ways to read: `core.fast`, and `core.plain`, which is the reference, the way to write, and what words
errors. Each is loaded when it is first taken.
"""

# Types are values here, and JSON is anything.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
# pyright: reportUnknownParameterType=false, reportUnknownLambdaType=false

import datetime as dt
import re
import types
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeVar, Union, cast, get_args, get_origin

import msgspec

from sinch_provisioning.core.model import Unset, Variants
from sinch_provisioning.errors import DecodeError

if TYPE_CHECKING:
    from sinch_provisioning.core.fast import Decoders

T = TypeVar("T")


def camel(name: str) -> str:
    """Return the wire's name of a Python name: `next_page_token` is `nextPageToken`."""
    head, *rest = name.split("_")
    return head + "".join(part[:1].upper() + part[1:] for part in rest)


def snake(name: str) -> str:
    """Return the Python name of a wire name; the inverse of `camel`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def from_json(cls: type[T], data: bytes | str) -> T:
    """Read JSON into a model (or a list or dict of models).

    Raises:
        DecodeError: `data` is not JSON or does not fit; `.path` says where.
    """
    return decode(cls, data.encode() if isinstance(data, str) else bytes(data))


def to_json(obj: object) -> bytes:
    """Write a model as JSON with the wire's names; what is absent stays absent."""
    from sinch_provisioning.core.plain import converter

    return msgspec.json.encode(converter.unstructure(obj))


def decode(cls: type[T], body: bytes, operation: str | None = None, *, decoders: "Decoders | None" = None) -> T:
    """Read an answer: the fast way where there is one, the plain way for everything that it declines."""
    from sinch_provisioning.core.fast import decoder

    fast = decoder(cls) if decoders is None else decoders.decoder(cls)
    if fast is not None:
        try:
            return fast(body)
        except (msgspec.MsgspecError, ValueError, RecursionError):
            pass  # the plain way decides, and words the error
    return decode_plainly(cls, body, operation)


def decode_plainly(cls: type[T], body: bytes, operation: str | None = None) -> T:
    """Read an answer by way of plain dicts; the reference that the fast way has to equal."""
    try:
        content = msgspec.json.decode(body)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise DecodeError(f"not JSON: {error}", operation=operation, body=body) from None
    try:
        return structure(cls, content)
    except DecodeError as error:
        raise DecodeError(error.reason, path=error.path, operation=operation, body=body) from None


def structure(cls: type[T], content: Any) -> T:
    """Turn parsed JSON into a model.

    Raises:
        DecodeError: it does not fit; `.path` says where.
    """
    from sinch_provisioning.core.plain import converter, locate

    try:
        return converter.structure(content, cls)
    except Exception as error:  # noqa: BLE001 - cattrs passes on whatever a hook raised
        path, reason = locate(error, "$")
        raise DecodeError(reason, path=path) from None


def query_value(value: object) -> str | list[str]:
    """Return what a query parameter looks like on the wire; a list repeats its key."""
    if isinstance(value, list | tuple | set | frozenset):
        return [cast("str", query_value(item)) for item in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dt.datetime):
        return write_datetime(value)
    return str(value)


def write_datetime(value: dt.datetime) -> str:
    """Return the wire's form of a time: UTC with milliseconds, or microseconds where there are any."""
    value = value.astimezone(dt.UTC)
    return value.isoformat(timespec="microseconds" if value.microsecond % 1000 else "milliseconds")[:-6] + "Z"


def bare(tp: Any) -> Any:
    """Return what a reader has to know of a type: no Unset, no rules, but how variants are told apart."""
    origin = get_origin(tp)
    if origin is Annotated:
        base, *extras = get_args(tp)
        variants = [extra for extra in extras if isinstance(extra, Variants)]
        return Annotated[base, variants[0]] if variants else bare(base)
    if origin in {Union, types.UnionType}:
        return Union[tuple(bare(arg) for arg in get_args(tp) if arg is not Unset)]
    if origin is Literal:
        return type(get_args(tp)[0])
    return tp
