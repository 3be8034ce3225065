"""What the receiver takes, and everything that it refuses."""

import base64
import hashlib
import hmac
import json
import threading
import traceback
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from multidict import CIMultiDict
from starlette.datastructures import Headers as StarletteHeaders
from werkzeug.datastructures import Headers as WerkzeugHeaders

from sinch_provisioning import Secret, errors, webhooks
from sinch_provisioning.testing import ManualClock
from sinch_provisioning.webhooks import Receiver, UnknownEvent, sign
from sinch_provisioning.webhooks.signature import verify
from tests.webhooks.samples import TYPES, an_event

# The vector of the documents, whose body is an event of another API.
VECTOR_SECRET = "foo_secret1234"
VECTOR_HEADERS = {
    "x-sinch-webhook-signature": "Yc+3R1pIS78xLASybulhs8BsSo9BPB3Pr92QCUoczfk=",
    "x-sinch-webhook-signature-algorithm": "HmacSHA256",
    "x-sinch-webhook-signature-nonce": "01FJA8B4A7BM43YGWSG9GBV067",
    "x-sinch-webhook-signature-timestamp": "1634579353",
}
VECTOR_BODY = (
    b'{"app_id":"01EB37HMH1M6SV18BSNS3G135H","accepted_time":"2020-11-17T15:09:11.659Z",'
    b'"project_id":"c36f3d3d-1513-2edd-ae42-11995557ff61","message_delivery_report":'
    b'{"message_id":"01EQBC1A3BEK731GY4YXEN0C2R","conversation_id":"01EPYATA64TMNZ1FV02JKF12JF",'
    b'"status":"QUEUED_ON_CHANNEL","contact_id":"01EXA07N79THJ20WSN6AS30TMW"}}'
)

NOW = 1_700_000_000
NONCE = "01JABCDEFGHJKMNPQRSTVWXYZ0"
SECRET = "s3cret"
BODY = b'{"type":"RCS_ACCOUNT_COMMENT_ADDED","comment":"Gr\xc3\xbc\xc3\x9fe"}'


def receiver(*secrets: str | Secret, now: float = NOW, **options: Any) -> Receiver:
    return Receiver(*(secrets or (SECRET,)), clock=ManualClock(now), **options)


def signed(body: bytes = BODY, secret: str = SECRET, nonce: str = NONCE, at: float = NOW) -> dict[str, str]:
    """Sign as the documents say, without any code of ours."""
    message = body + b"." + nonce.encode() + b"." + str(int(at)).encode()
    digest = hmac.new(secret.encode(), message, hashlib.sha256).digest()
    return {
        "x-sinch-webhook-signature": base64.b64encode(digest).decode(),
        "x-sinch-webhook-signature-algorithm": "HmacSHA256",
        "x-sinch-webhook-signature-nonce": nonce,
        "x-sinch-webhook-signature-timestamp": str(int(at)),
    }


def takes(taker: Receiver, headers: dict[str, str] | None = None, body: bytes = BODY) -> bool:
    return taker.receive(body, signed() if headers is None else headers).body == body


def refusal(taker: Receiver, body: bytes = BODY, headers: Any = None) -> str:
    with pytest.raises(errors.SignatureError) as caught:
        taker.receive(body, signed() if headers is None else headers)
    assert SECRET not in str(caught.value)
    return caught.value.reason


def test_the_documented_vector_is_genuine() -> None:
    verify(VECTOR_BODY, VECTOR_HEADERS, secrets=[Secret(VECTOR_SECRET)])
    nonce = VECTOR_HEADERS["x-sinch-webhook-signature-nonce"]
    assert sign(VECTOR_BODY, VECTOR_SECRET, nonce=nonce, timestamp=1634579353) == VECTOR_HEADERS


def test_a_genuine_call_becomes_its_event_with_the_body_as_it_came() -> None:
    event = receiver().receive(BODY, signed())
    assert event == webhooks.RcsAccountCommentAdded(comment="Grüße")
    assert event.body == BODY


@pytest.mark.parametrize("type", TYPES)
def test_every_documented_event_verifies_and_keeps_what_this_version_does_not_know(type: str) -> None:
    content = {**an_event(type), "eventId": "e1"}
    body = json.dumps(content, indent=2, ensure_ascii=False).encode()
    event = receiver().receive(body, signed(body))
    assert event.type == type
    assert event.content == content


def test_an_unknown_type_arrives_whole() -> None:
    body = b'{"payload": {"n": 1.0}, "type": "FAX_SENDER_ACTIVE"}'
    event = receiver().receive(body, signed(body))
    assert isinstance(event, UnknownEvent)
    assert (event.body, event.content["payload"]) == (body, {"n": 1.0})


def test_sign_is_what_the_receiver_takes() -> None:
    headers = sign(BODY, Secret(SECRET), nonce="n-1", timestamp=NOW + 0.9)
    assert headers == signed(nonce="n-1")
    assert receiver().receive(BODY, headers).comment == "Grüße"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"x-sinch-webhook-signature": None}, "missing"),
        ({"x-sinch-webhook-signature-algorithm": None}, "missing"),
        ({"x-sinch-webhook-signature-nonce": None}, "missing"),
        ({"x-sinch-webhook-signature-timestamp": None}, "missing"),
        ({"x-sinch-webhook-signature-algorithm": "HmacSHA1"}, "algorithm"),
        ({"x-sinch-webhook-signature-algorithm": "hmacsha256"}, "algorithm"),
        ({"x-sinch-webhook-signature-algorithm": "none"}, "algorithm"),
        ({"x-sinch-webhook-signature-algorithm": ""}, "algorithm"),
        ({"x-sinch-webhook-signature-nonce": ""}, "nonce"),
        ({"x-sinch-webhook-signature-nonce": "a.b"}, "nonce"),
        ({"x-sinch-webhook-signature-nonce": "\udcff"}, "nonce"),
        ({"x-sinch-webhook-signature": "\udcff"}, "signature"),
        ({"x-sinch-webhook-signature-nonce": "n" * 129}, "nonce"),
        ({"x-sinch-webhook-signature-nonce": NONCE[:-1]}, "signature"),
        ({"x-sinch-webhook-signature-timestamp": ""}, "timestamp"),
        ({"x-sinch-webhook-signature-timestamp": "-1700000000"}, "timestamp"),
        ({"x-sinch-webhook-signature-timestamp": "1.7e9"}, "timestamp"),
        ({"x-sinch-webhook-signature-timestamp": " 1700000000"}, "timestamp"),
        (
            {"x-sinch-webhook-signature-timestamp": "\u0661\u0667\u0660\u0660\u0660\u0660\u0660\u0660\u0660\u0660"},
            "timestamp",
        ),
        ({"x-sinch-webhook-signature-timestamp": "1" * 5000}, "timestamp"),
        ({"x-sinch-webhook-signature-timestamp": "1700000001"}, "signature"),
        ({"x-sinch-webhook-signature-timestamp": "01700000000"}, "signature"),
        ({"x-sinch-webhook-signature": ""}, "signature"),
        ({"x-sinch-webhook-signature": "Yc+3R1pIS78xLASybulhs8BsSo9BPB3Pr92QCUoczfk="}, "signature"),
        ({"x-sinch-webhook-signature": "ünïcode"}, "signature"),
    ],
)
def test_headers_that_were_changed_are_refused(change: dict[str, str | None], reason: str) -> None:
    changed = {**signed(), **change}
    assert refusal(receiver(), headers={name: value for name, value in changed.items() if value is not None}) == reason


def test_an_unsigned_call_is_refused() -> None:
    assert refusal(receiver(), headers={"content-type": "application/json"}) == "missing"


@pytest.mark.parametrize(
    "body", [b"", BODY[:-1], BODY + b" ", BODY + b"\n", BODY.replace(b'","', b'", "'), BODY.replace(b"T", b"t", 1)]
)
def test_a_body_that_was_changed_is_refused(body: bytes) -> None:
    assert refusal(receiver(), body) == "signature"


def test_a_piece_of_the_body_cannot_pass_for_the_nonce() -> None:
    body = b'{"type":"X","comment":"1.2"}'
    headers = signed(body)
    headers["x-sinch-webhook-signature-nonce"] = '2"}.' + NONCE
    assert refusal(receiver(), b'{"type":"X","comment":"1', headers) == "nonce"


@pytest.mark.parametrize(
    ("age", "reason"), [(-300.0, None), (300.0, None), (301.0, "old"), (86400.0, "old"), (-301.0, "future")]
)
def test_a_call_has_to_be_of_now(age: float, reason: str | None) -> None:
    taker = receiver(now=NOW + age)
    if reason is None:
        assert taker.receive(BODY, signed()).comment
    else:
        assert refusal(taker) == reason


def test_the_tolerance_is_the_users_choice() -> None:
    assert takes(receiver(now=NOW + 86400, tolerance=float("inf")))
    assert refusal(receiver(now=NOW + 1, tolerance=0)) == "old"


def test_several_secrets_are_taken_while_one_replaces_the_other() -> None:
    both = receiver("new", Secret("old"))
    assert takes(both, signed(secret="new"))
    assert takes(both, signed(secret="old"))
    assert refusal(both, headers=signed(secret="older")) == "signature"


@pytest.mark.parametrize("secret", ["schlüssel", "密钥", "  spaces  ", "c2VjcmV0", "x" * 128])
def test_a_secret_is_used_exactly_as_it_was_registered(secret: str) -> None:
    assert takes(receiver(secret), signed(secret=secret))
    assert refusal(receiver(secret.strip() + "x"), headers=signed(secret=secret)) == "signature"


@pytest.mark.parametrize("body", ['{"type":"X"}', {"type": "X"}, None, 7, [1, 2]])
def test_anything_but_bytes_is_a_mistake_of_the_program(body: Any) -> None:
    with pytest.raises(TypeError, match=r"bytes as received"):
        receiver().receive(body, signed())


@pytest.mark.parametrize("kind", [bytes, bytearray, memoryview])
def test_all_kinds_of_bytes_are_taken(kind: Any) -> None:
    assert receiver().receive(kind(BODY), signed()).body == BODY


DRESSES: list[Callable[[dict[str, str]], Any]] = [
    dict,
    lambda headers: {name.upper(): value for name, value in headers.items()},
    lambda headers: {name.title(): value for name, value in headers.items()},
    lambda headers: {name.encode(): value.encode() for name, value in headers.items()},
    lambda headers: list(headers.items()),
    lambda headers: [(name.encode(), value.encode()) for name, value in headers.items()],
    CIMultiDict,
    StarletteHeaders,
    WerkzeugHeaders,
]


@pytest.mark.parametrize(
    "dress",
    DRESSES,
    ids=["dict", "upper", "title", "bytes", "pairs", "raw pairs", "aiohttp", "starlette", "werkzeug"],
)
def test_headers_are_taken_as_frameworks_have_them(dress: Any) -> None:
    assert receiver().receive(BODY, dress(signed())).comment == "Grüße"


@pytest.mark.parametrize("name", signed())
def test_a_header_that_is_there_twice_is_refused(name: str) -> None:
    headers = [*signed().items(), (name.upper(), "other")]
    assert refusal(receiver(), headers=headers) == "repeated"
    joined = {**signed(), name: f"{signed()[name]},other"}  # as servers of WSGI and proxies do
    assert refusal(receiver(), headers=joined) == "repeated"


def test_a_body_that_is_too_large_is_refused() -> None:
    taker = receiver(max_body=len(BODY))
    assert takes(taker)
    assert refusal(taker, BODY + b" ", signed(BODY + b" ")) == "too_large"


def test_a_genuine_call_that_cannot_be_read_is_told_from_a_false_one() -> None:
    body = b'{"type":"BUNDLE_DONE","payload":{}}'
    with pytest.raises(errors.DecodeError) as caught:
        receiver().receive(body, signed(body))
    assert (caught.value.path, caught.value.body) == ("$.payload.id", body)


@pytest.mark.parametrize(
    ("arguments", "options", "field"),
    [
        ([""], {}, "secret"),
        ([None], {}, "secret"),
        ([Secret("")], {}, "secret"),
        ([b"bytes"], {}, "secret"),
        (["\ud800"], {}, "secret"),
        (["good", ""], {}, "secret"),
        (["good"], {"tolerance": -1}, "tolerance"),
        (["good"], {"tolerance": float("nan")}, "tolerance"),
        (["good"], {"max_body": -1}, "max_body"),
        (["good"], {"remember": -1}, "remember"),
    ],
)
def test_a_receiver_that_would_check_nothing_is_not_made(
    arguments: list[Any], options: dict[str, Any], field: str
) -> None:
    with pytest.raises(errors.ConfigurationError) as caught:
        Receiver(*arguments, **options)
    assert caught.value.field == field


def test_secrets_are_not_shown() -> None:
    assert "hunter2" not in repr(Receiver("hunter2"))


@pytest.mark.parametrize("secret", ["hunter2", lambda _: ["hunter2", "hunter3"]], ids=["fixed", "looked up"])
@pytest.mark.parametrize("change", [name for name in signed() if not name.endswith("algorithm")])
def test_no_frame_shows_a_secret_while_an_error_passes_through_it(secret: Any, change: str) -> None:
    taker = Receiver(secret, remember=1, clock=ManualClock(NOW))
    headers = {**signed(secret="hunter2"), change: "1"}
    with pytest.raises(errors.SignatureError) as caught:
        taker.receive(BODY, headers)
    frames = [frame for frame, _ in traceback.walk_tb(caught.value.__traceback__)][1:]
    assert frames
    assert not [frame for frame in frames if "hunter" in repr(frame.f_locals)]


class TestRemembering:
    def test_without_memory_a_call_may_come_again(self) -> None:
        taker = receiver()
        assert taker.receive(BODY, signed()) == taker.receive(BODY, signed())

    def test_with_memory_it_may_not(self) -> None:
        taker = receiver(remember=10)
        taker.receive(BODY, signed())
        assert refusal(taker) == "replayed"
        assert takes(taker, signed(nonce="another"))

    def test_false_calls_use_nothing_up(self) -> None:
        taker = receiver(remember=10)
        for _ in range(3):
            assert refusal(taker, headers=signed(secret="guess")) == "signature"
        assert refusal(taker, headers=signed(at=NOW - 400)) == "old"
        assert takes(taker)

    def test_a_call_that_was_not_handled_may_be_repeated(self) -> None:
        taker = receiver(remember=10)
        taker.receive(BODY, signed())
        taker.forget(signed())
        assert takes(taker)
        receiver().forget(signed())

    def test_a_call_that_could_not_be_read_may_be_repeated(self) -> None:
        taker = receiver(remember=10)
        for _ in range(2):
            with pytest.raises(errors.DecodeError):
                taker.receive(b"{}", signed(b"{}"))

    def test_memory_is_bounded_and_the_oldest_goes_first(self) -> None:
        taker = receiver(remember=3)
        for number in range(5):
            taker.receive(BODY, signed(nonce=f"n{number}"))
        assert [refusal(taker, headers=signed(nonce=f"n{number}")) for number in (2, 3, 4)] == ["replayed"] * 3
        assert takes(taker, signed(nonce="n0"))

    def test_a_nonce_may_come_again_once_its_first_call_would_be_too_old(self) -> None:
        clock = ManualClock(NOW)
        taker = Receiver(SECRET, remember=10, clock=clock)
        taker.receive(BODY, signed(at=NOW + 300))
        clock.advance(600)
        assert refusal(taker, headers=signed(at=NOW + 600)) == "replayed"
        clock.advance(1)
        assert takes(taker, signed(at=NOW + 600))

    def test_of_many_threads_with_the_same_call_one_gets_it(self) -> None:
        taker = receiver(remember=10)
        taken: list[object] = []
        gate = threading.Barrier(16)

        def take() -> None:
            gate.wait()
            try:
                taken.append(taker.receive(BODY, signed()))
            except errors.SignatureError as error:
                assert error.reason == "replayed"  # noqa: PT017 - most threads end here, one does not

        threads = [threading.Thread(target=take) for _ in range(16)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(taken) == 1


NONCES = st.text(
    st.characters(codec="latin-1", exclude_characters=".", exclude_categories=["Cc"]), min_size=1, max_size=40
)


@given(
    body=st.binary(max_size=200),
    secret=st.text(min_size=1, max_size=128).filter(lambda text: text.encode("utf-8", "ignore").decode() == text),
    nonce=NONCES,
    at=st.integers(0, 2**40),
)
def test_what_is_signed_verifies_and_nothing_else_does(body: bytes, secret: str, nonce: str, at: int) -> None:
    headers = sign(body, secret, nonce=nonce, timestamp=at)
    verify(body, headers, secrets=[Secret("wrong"), Secret(secret)])
    for other_body, other_secret, change in [
        (body + b"x", secret, {}),
        (body, secret + "x", {}),
        (body, secret, {"x-sinch-webhook-signature-nonce": nonce + "x"}),
        (body, secret, {"x-sinch-webhook-signature-timestamp": str(at + 1)}),
    ]:
        with pytest.raises(errors.SignatureError):
            verify(other_body, {**headers, **change}, secrets=[Secret(other_secret)])


@given(at=st.integers(0, len(BODY) - 1), bit=st.integers(0, 7))
def test_one_turned_bit_is_enough(at: int, bit: int) -> None:
    changed = bytearray(BODY)
    changed[at] ^= 1 << bit
    assume(bytes(changed) != BODY)
    assert refusal(receiver(), bytes(changed)) == "signature"


@given(headers=st.dictionaries(st.sampled_from(list(signed())), st.text(max_size=60)), body=st.binary(max_size=60))
def test_no_garbage_ever_passes_or_breaks_anything(headers: dict[str, str], body: bytes) -> None:
    assert refusal(receiver(), body, headers)
