"""The one codec: JSON to models and back.

There are two ways to read and to write, both by the shapes of types. `fast` and `fast_writing` go by msgspec and by
functions that are compiled for each model; `plain` and `plain_writing`, by way of cattrs, are the reference: they do
what these decline, and word all errors. Each is imported when it is first used.

A response may hold secrets, so what reads one returns the error, and `settled` raises it from where no frame holds
anything of the response. Only the error's `.body` does.
"""

# Types are values here, and JSON is anything.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false
# pyright: reportUnknownParameterType=false, reportUnknownLambdaType=false

import re
from collections.abc import Callable, Mapping
from typing import Any, TypeVar, cast

import msgspec

from sinch_provisioning.errors import DecodeError, InvalidRequest

T = TypeVar("T")

UNREADABLE = (msgspec.MsgspecError, ValueError, RecursionError, InvalidRequest)
"""What reading JSON raises: msgspec, and `Unknown` for what is nested too deeply to be kept."""


def from_json(cls: type[T], data: bytes | str) -> T:
    """Read JSON with the wire's names into a model, or into a list or dict of models.

    A response model ignores what it does not know. A model that can be sent rejects unknown names.

    Raises:
        DecodeError: `data` is not JSON or does not fit; `.path` says where.
        InvalidRequest: `cls` is not a model or a plain type of JSON, or `data` is neither bytes nor text.
    """
    from sinch_provisioning.core.shapes import check_readable

    form = check_readable("cls", cls)
    if isinstance(data, str):
        data = data.encode("utf-8", "surrogatepass")  # half of a pair is not JSON, and decoding says so
    elif not isinstance(data, bytes | bytearray | memoryview):
        raise InvalidRequest([("data", f"must be bytes or a text, not {type(data).__name__}")])
    held = [bytes(data)]
    del data
    return settled(attempt_plainly(cls, held.pop(), strict=True) if form.is_sent else attempt(cls, held.pop()))


def to_json(obj: object) -> bytes:
    """Write a model as JSON with the wire's names; what is absent stays absent, and secrets are written as they are.

    Raises:
        InvalidRequest: JSON cannot hold it, such as a number that is not finite; `.field` is the path below `body`.
    """
    from sinch_provisioning.core.codec.fast_writing import write

    written = write(obj)
    if written is not None:
        return written
    from sinch_provisioning.core.codec import plain_writing

    return plain_writing.write(obj)


def from_dict(cls: type[T], data: Mapping[str, Any]) -> T:
    """Read a dict, as from YAML, into a model. Names are the wire's or Python's, at any depth.

    A model that can be sent rejects unknown names and unknown enum texts; a response model takes them.

    Raises:
        InvalidRequest: it does not fit; each violation names its field in the spelling that was given.
    """
    from sinch_provisioning.core.codec.plain import read_dict
    from sinch_provisioning.core.shapes import check_readable

    return read_dict(cls, data, strict=check_readable("cls", cls).is_sent)


def to_dict(obj: object) -> dict[str, Any]:
    """Return a model as a dict of plain JSON values, with the wire's names; what is absent stays absent."""
    return cast("dict[str, Any]", msgspec.json.decode(to_json(obj)))


def settled(found: T | DecodeError) -> T:
    """Return what was read.

    Raises:
        DecodeError: it is what was found.
    """
    if isinstance(found, DecodeError):
        try:
            raise found
        finally:
            del found  # or error and frame would keep each other alive
    return found


def attempt(cls: type[T], body: bytes, operation: str | None = None) -> T | DecodeError:
    """Read a response, or return the error."""
    from sinch_provisioning.core.codec.fast import decoder

    read = decoder(cls)
    if read is not None:
        try:
            return cast("T", read(body))
        except UNREADABLE:
            pass  # the plain decoder decides
    return attempt_plainly(cls, body, operation, fast=read is not None)


def attempt_plainly(
    cls: type[T], body: bytes, operation: str | None = None, *, fast: bool = False, strict: bool = False
) -> T | DecodeError:
    """Read JSON by way of plain dicts, the reference that the fast decoder has to equal; or return the error.

    Args:
        cls: What to read.
        body: The JSON.
        operation: The contract's operationId, for errors.
        fast: Read each item of a page with the fast decoder if it can.
        strict: Read a caller's JSON of a model that can be sent.
    """
    from sinch_provisioning.core.codec.plain import read
    from sinch_provisioning.core.pages import Page

    if isinstance(cls, type) and issubclass(cls, Page):
        from sinch_provisioning.core.codec.page import read_page

        return cast("T | DecodeError", read_page(cls, body, operation, fast=fast))
    content = parse(body, operation)
    if isinstance(content, DecodeError):
        return content
    return read(cls, content, body=body, operation=operation, strict=strict)


# Half of a surrogate pair, as `"Caf\ud83d"`, which a careless cut of an emoji leaves in JSON; first come the escapes
# that are whole: a pair, and one of any other character, so that the u of an escaped backslash is not taken for one.
_HALF = re.compile(
    rb"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(\\u[dD][89a-fA-F][0-9a-fA-F]{2})|\\.", re.DOTALL
)


def parse(body: bytes, operation: str | None = None, decode: Callable[[bytes], Any] = msgspec.json.decode) -> Any:
    """Return JSON as `decode` reads it, with half of a surrogate pair as U+FFFD; or a DecodeError if it does not."""
    try:
        return decode(body)
    except UNREADABLE as error:
        reason = str(error)
    repaired = _HALF.sub(lambda found: b"\\ufffd" if found[1] else found[0], body) if b"\\u" in body else body
    if repaired != body:
        try:
            return decode(repaired)
        except UNREADABLE as error:
            reason = str(error)
    return DecodeError(f"not JSON: {reason}", operation=operation, body=body)
