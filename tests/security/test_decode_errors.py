"""A response that does not fit its model shows nowhere but in the error's `.body`: no local variable holds it."""

import gc
import json
import time
import traceback
import weakref
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any

import pytest
from anyio import to_thread

from sinch_provisioning import AsyncClient, Client, errors, from_json, rcs, webhooks
from sinch_provisioning.webhooks import sign
from tests.net.wire import SENDER, says, wire

pytestmark = pytest.mark.anyio

SECRET = "s3cr3t-of-the-response"
SENDER_WITH_TOKEN: dict[str, Any] = {
    **SENDER,
    "details": {"testNumbers": [], "authToken": SECRET, "brand": {"name": SECRET}},
}
WRONG: dict[str, Any] = {
    "a field is missing": {key: value for key, value in SENDER_WITH_TOKEN.items() if key != "id"},
    "a deep misfit": SENDER_WITH_TOKEN | {"details": {"authToken": SECRET, "brand": SECRET}},
    "not an object": [SECRET],
    "a text": SECRET,
}


def frames_of(error: BaseException) -> Iterator[FrameType]:
    seen: BaseException | None = error
    while seen is not None:
        for frame, _ in traceback.walk_tb(seen.__traceback__):
            if "/tests/" not in frame.f_code.co_filename:
                yield frame
        seen = seen.__cause__ or seen.__context__


def reaches(value: object, depth: int = 4) -> bool:
    """Tell whether a value, or what it holds, has the secret in it."""
    if isinstance(value, bytes | bytearray | memoryview):
        return SECRET.encode() in bytes(value)
    if isinstance(value, str):
        return SECRET in value
    if isinstance(value, errors.DecodeError):
        return SECRET in repr(value)  # its `.body` is where the response belongs
    if SECRET in repr(value):
        return True
    if depth and isinstance(value, dict | list | tuple):
        return any(reaches(item, depth - 1) for item in (value.items() if isinstance(value, dict) else value))
    slots = [getattr(value, name, None) for cls in type(value).__mro__ for name in getattr(cls, "__slots__", ())]
    own = "sinch_provisioning" in type(value).__module__ and "client" not in type(value).__module__
    return bool(depth and own and any(reaches(item, depth - 1) for item in slots))


def check(error: errors.DecodeError) -> None:
    assert SECRET.encode() in error.body
    assert SECRET not in str(error) + repr(error)
    assert error.__cause__ is None
    assert error.__context__ is None
    frames = list(frames_of(error))
    assert frames
    for frame in frames:
        held = {name: value for name, value in frame.f_locals.items() if reaches(value)}
        assert not held, (frame.f_code.co_qualname, sorted(held))


CALLS: dict[str, Callable[[Any], Any]] = {
    "get": lambda sinch: sinch.rcs.senders.get("s1"),
    "create": lambda sinch: sinch.rcs.senders.create(
        region=rcs.Region.EU, billing_category=rcs.BillingCategory.CONVERSATIONAL, use_case=rcs.UseCase.OTP
    ),
    "token": lambda sinch: sinch.whatsapp.tools.create_long_lived_access_token(facebook_token="short"),
    "first page": lambda sinch: sinch.rcs.senders.list().collect(),
    "one page": lambda sinch: sinch.rcs.senders.list().page(),
    "request": lambda sinch: sinch.request("GET", "/x", returns=rcs.Sender),
    "a list of": lambda sinch: sinch.request("GET", "/x", returns=list[rcs.Sender]),
    "a number": lambda sinch: sinch.request("GET", "/x", returns=int),
}


@pytest.mark.parametrize("wrong", WRONG)
@pytest.mark.parametrize("call", CALLS)
async def test_no_frame_holds_a_response_that_does_not_fit(call: str, wrong: str) -> None:
    async with wire(otherwise=says(WRONG[wrong])) as server, AsyncClient(server.config()) as sinch:
        with pytest.raises(errors.DecodeError) as caught:
            await CALLS[call](sinch)
        check(caught.value)


@pytest.mark.parametrize(
    "wrong", [{"accessToken": [SECRET]}, {"token": SECRET}, {"accessToken": 5, "x": SECRET}], ids=str
)
async def test_no_frame_holds_a_token_of_a_wrong_shape(wrong: object) -> None:
    async with wire(otherwise=says(wrong)) as server, AsyncClient(server.config()) as sinch:
        with pytest.raises(errors.DecodeError) as caught:
            await CALLS["token"](sinch)
        check(caught.value)


async def test_no_frame_holds_a_later_page_that_does_not_fit() -> None:
    frame = {"totalSize": 2, "pageSize": 1}
    right = frame | {"senders": [SENDER], "nextPageToken": "2"}
    wrong = frame | {"senders": [SENDER_WITH_TOKEN | {"region": 5}]}
    async with wire(scripts=[says(right)], otherwise=says(wrong)) as server, AsyncClient(server.config()) as sinch:
        with pytest.raises(errors.DecodeError) as caught:
            await sinch.rcs.senders.list().collect()
    assert caught.value.path == "$.senders[0].region"
    assert caught.value.resume_token is None  # there is no page after it
    assert [one.index for one in caught.value.unreadable] == [0]
    check(caught.value)


@pytest.mark.parametrize("call", CALLS)
async def test_no_frame_of_the_blocking_client_holds_it(call: str) -> None:
    async with wire(otherwise=says(WRONG["a field is missing"])) as server:

        def attempt() -> errors.DecodeError:
            with Client(server.config()) as sinch, pytest.raises(errors.DecodeError) as caught:
                CALLS[call](sinch)
            return caught.value

        check(await to_thread.run_sync(attempt))


@pytest.mark.parametrize("cut", [b"", b"}", b"]", b"\xff"])
def test_from_json_holds_nothing_of_its_data(cut: bytes) -> None:
    data = json.dumps(WRONG["a field is missing"]).encode() + cut
    for given in (data, bytearray(data), data.decode("latin-1")):
        with pytest.raises(errors.DecodeError) as caught:
            from_json(rcs.Sender, given)  # type: ignore[arg-type]
        check(caught.value)


def test_a_receiver_holds_nothing_of_an_event_that_does_not_fit() -> None:
    body = json.dumps({"type": 5, "x": SECRET}).encode()
    receiver = webhooks.Receiver("hook")
    with pytest.raises(errors.DecodeError) as caught:
        receiver.receive(body, sign(body, "hook", nonce="n", timestamp=time.time()))
    check(caught.value)


def test_an_error_is_gone_with_its_last_user() -> None:
    """No circle keeps a large body alive until the garbage collector comes."""
    gc.disable()
    try:
        try:
            from_json(rcs.Sender, b"[]")
        except errors.DecodeError as error:
            gone = weakref.ref(error)
        assert gone() is None
    finally:
        gc.enable()
