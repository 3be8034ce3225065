"""The one codec: JSON to models and back.

There are two ways to read: `core.fast`, and `core.plain`, which is the reference, the way to write, and what words
errors. Each is loaded when it is first taken.
"""

# Types are values here, and JSON is anything.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
# pyright: reportUnknownParameterType=false, reportUnknownLambdaType=false

from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from sinch_provisioning.core.readable import check_readable
from sinch_provisioning.errors import DecodeError, InvalidRequest

if TYPE_CHECKING:
    from sinch_provisioning.core.fast import Decoders

T = TypeVar("T")


def from_json(cls: type[T], data: bytes | str) -> T:
    """Read JSON into a model (or a list or dict of models).

    Raises:
        DecodeError: `data` is not JSON or does not fit; `.path` says where.
        InvalidRequest: `cls` is not a model or a plain type of JSON, or `data` is neither bytes nor text.
    """
    check_readable("cls", cls)
    if isinstance(data, str):
        data = data.encode("utf-8", "surrogatepass")  # half of a pair is not JSON, and decoding says so
    elif not isinstance(data, bytes | bytearray | memoryview):
        raise InvalidRequest([("data", f"has to be bytes or a text, is {type(data).__name__}")])
    found = attempt(cls, bytes(data))
    if isinstance(found, DecodeError):
        del data
        try:
            raise found
        finally:
            del found  # or error and frame would keep each other alive
    return found


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
    """Read a response.

    Raises:
        DecodeError: it is not JSON or does not fit; `.path` says where.
    """
    found = attempt(cls, body, operation, decoders=decoders)
    if isinstance(found, DecodeError):
        del body
        try:
            raise found
        finally:
            del found  # or error and frame would keep each other alive
    return found


def attempt(
    cls: type[T], body: bytes, operation: str | None = None, *, decoders: "Decoders | None" = None
) -> T | DecodeError:
    """Read a response, or return the error, to be raised from a frame that does not hold the body any more.

    The fast way is taken where there is one, and the plain way for everything that it declines. Tools that record the
    local variables of a traceback find nothing of a response, which may hold secrets, but in the error's `.body`.
    """
    from sinch_provisioning.core.fast import decoder

    fast = decoder(cls) if decoders is None else decoders.decoder(cls)
    if fast is None:
        return attempt_plainly(cls, body, operation)
    try:
        return fast(body)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        pass  # the plain way decides, and words the error
    from sinch_provisioning.core.plain import Malformed, items_apart

    content = items_apart(cls, body)
    if content is not None:
        try:
            return _structured(cls, content, operation, body)
        except Malformed:
            pass  # the whole says where
    return attempt_plainly(cls, body, operation)


def attempt_plainly(cls: type[T], body: bytes, operation: str | None = None) -> T | DecodeError:
    """Read a response by way of plain dicts, or return the error; the reference that the fast way has to equal."""
    try:
        content = msgspec.json.decode(body)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        return DecodeError(f"not JSON: {error}", operation=operation, body=body)
    return _structured(cls, content, operation, body)


def decode_plainly(cls: type[T], body: bytes, operation: str | None = None) -> T:
    """Read a response the plain way.

    Raises:
        DecodeError: it is not JSON or does not fit; `.path` says where.
    """
    found = attempt_plainly(cls, body, operation)
    if isinstance(found, DecodeError):
        del body
        try:
            raise found
        finally:
            del found  # or error and frame would keep each other alive
    return found


def _structured(cls: type[T], content: Any, operation: str | None, body: bytes) -> T | DecodeError:
    """Turn parsed JSON into a model, or return the error. Nothing after the first misfit is looked at."""
    from sinch_provisioning.core.plain import Malformed, Misfit, converter

    try:
        return converter.structure(content, cls)
    except Malformed:
        raise
    except Misfit as error:
        return DecodeError(error.reason, path=f"${error.path}", operation=operation, body=body)
    except Exception as error:  # noqa: BLE001 - cattrs passes on whatever a hook raised
        return DecodeError(str(error), operation=operation, body=body)
