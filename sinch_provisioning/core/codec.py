"""The one codec: JSON to models and back.

There are two ways to read: `core.fast`, and `core.plain`, which is the reference, the way to write, and what words
errors. Each is loaded when it is first taken.
"""

# Types are values here, and JSON is anything.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
# pyright: reportUnknownParameterType=false, reportUnknownLambdaType=false

from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from sinch_provisioning.errors import DecodeError, InvalidRequest

if TYPE_CHECKING:
    from sinch_provisioning.core.fast import Decoders

T = TypeVar("T")


def from_json(cls: type[T], data: bytes | str) -> T:
    """Read JSON into a model (or a list or dict of models).

    Raises:
        DecodeError: `data` is not JSON or does not fit; `.path` says where.
    """
    return decode(cls, data.encode() if isinstance(data, str) else bytes(data))


def to_json(obj: object) -> bytes:
    """Write a model as JSON with the wire's names; what is absent stays absent.

    Raises:
        InvalidRequest: JSON cannot hold it, such as a number that is not finite; `.field` is the path below `body`.
    """
    from sinch_provisioning.core.plain import converter
    from sinch_provisioning.core.writing import write

    try:
        content = converter.unstructure(obj)
    except RecursionError:
        raise InvalidRequest([("body", "is nested too deeply")]) from None
    return write(content)


def decode(cls: type[T], body: bytes, operation: str | None = None, *, decoders: "Decoders | None" = None) -> T:
    """Read a response: the fast way where there is one, the plain way for everything that it declines."""
    from sinch_provisioning.core.fast import decoder

    fast = decoder(cls) if decoders is None else decoders.decoder(cls)
    if fast is None:
        return decode_plainly(cls, body, operation)
    try:
        return fast(body)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        pass  # the plain way decides, and words the error
    from sinch_provisioning.core.plain import Malformed, items_apart

    content = items_apart(cls, body)
    if content is not None:
        try:
            return structure(cls, content)
        except DecodeError as error:
            raise DecodeError(error.reason, path=error.path, operation=operation, body=body) from None
        except Malformed:
            pass  # the whole says where
    return decode_plainly(cls, body, operation)


def decode_plainly(cls: type[T], body: bytes, operation: str | None = None) -> T:
    """Read a response by way of plain dicts; the reference that the fast way has to equal."""
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
        DecodeError: it does not fit; `.path` says where. Nothing after the first misfit is looked at.
    """
    from sinch_provisioning.core.plain import Malformed, Misfit, converter

    try:
        return converter.structure(content, cls)
    except Malformed:
        raise
    except Misfit as error:
        raise DecodeError(error.reason, path=f"${error.path}") from None
    except Exception as error:  # noqa: BLE001 - cattrs passes on whatever a hook raised
        raise DecodeError(str(error)) from None
