"""Secrets show nowhere: with every log on, in no repr, error, traceback, pickle or warning."""

import asyncio
import base64
import io
import logging
import pickle
import traceback
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import attrs
import pytest

from sinch_provisioning import (
    AsyncClient,
    Attempt,
    Call,
    CallRetry,
    CallWait,
    Client,
    Config,
    Observer,
    RetryPolicy,
    Secret,
    TokenFetch,
    errors,
    rcs,
    webhooks,
    whatsapp,
)
from sinch_provisioning.operations import OPERATIONS
from tests.net.scripts import close, framed, sends, stall
from tests.net.wire import FakeClock, Request, Script, Wire, answer, says, wire
from tests.reliability.table import ROWS, Row
from tests.reliability.test_exactly_once import call
from tests.reliability.test_faults import CALLS, faulty

pytestmark = pytest.mark.anyio

KEY = "key-secret-0123456789"
TOKEN = "token.secret.abcdefgh"
PROXY = "proxy-secret-ijklmnop"
HOOK = "hook-secret-qrstuvwx"
META = "meta-secret-yz012345"
CODE = "one-time-code-456789"
DIGITS = "748159263748159263"
SECRETS = (KEY, TOKEN, PROXY, HOOK, META, CODE, DIGITS)

NEEDLES = [
    needle
    for secret in (*SECRETS, f"kid:{KEY}", f"proxyuser:{PROXY}")
    for needle in (secret, base64.b64encode(secret.encode()).decode().rstrip("="), secret.encode().hex())
]


def found_in(text: str | bytes) -> list[str]:
    """Return the secrets that a text gives away."""
    data = text.encode() if isinstance(text, str) else text
    return [needle for needle in NEEDLES if needle.encode() in data]


class Everything(logging.Handler):
    """Keeps all records as the most talkative of formats would write them, arguments too."""

    def __init__(self) -> None:
        super().__init__(level=0)
        self.written = io.StringIO()

    def emit(self, record: logging.LogRecord) -> None:
        print(self.format(record), record.__dict__, file=self.written)


@pytest.fixture
def log() -> Iterator[Everything]:
    """Log everything of everybody."""
    handler = Everything()
    root = logging.getLogger()
    names = ["", "asyncio", "aiohttp", "aiohttp.client", "aiohttp.internal", "sinch_provisioning"]
    before = {name: logging.getLogger(name).level for name in names}
    root.addHandler(handler)
    for name in names:
        logging.getLogger(name).setLevel(1)
    yield handler
    root.removeHandler(handler)
    for name, level in before.items():
        logging.getLogger(name).setLevel(level)


class Gossip(Observer):
    """A hook that shows what it is told."""

    def __init__(self) -> None:
        self.heard: list[str] = []

    def before(self, attempt: Attempt) -> None:
        self.heard.append(repr(attempt))

    def after(self, attempt: Attempt) -> None:
        self._hear(attempt, attempt.error)
        self.heard.append(repr(dict(attempt.response_headers or {})))

    def call_started(self, call: Call) -> None:
        self._hear(call)

    def call_ended(self, call: Call) -> None:
        self._hear(call, call.error)

    def retry(self, retry: CallRetry) -> None:
        self._hear(retry, retry.error)

    def wait(self, wait: CallWait) -> None:
        self._hear(wait)

    def token(self, fetch: TokenFetch) -> None:
        self._hear(fetch, fetch.error)

    def _hear(self, event: object, error: BaseException | None = None) -> None:
        self.heard += [repr(event), repr(error), *map(repr, _chain(error))]


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    todo = [error]
    while todo:
        one = todo.pop()
        if one is None or id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        todo += [one.__cause__, one.__context__, *getattr(one, "exceptions", ())]


def told_by(error: BaseException) -> str:
    """Return all that an error can be made to tell, down to the local variables of its frames, as Sentry shows them."""
    shown: list[object] = []
    for one in _chain(error):
        shown += [str(one), repr(one), one.args, one.__dict__]
        if isinstance(one, errors.ProvisioningError):
            shown += [pickle.dumps(one), pickle.loads(pickle.dumps(one))]
        for frame, _ in traceback.walk_tb(one.__traceback__):
            if "/tests/" not in frame.f_code.co_filename:
                shown += [f"{name} = {_repr(value)}" for name, value in frame.f_locals.items()]
    shown += traceback.format_exception(error)
    return "\n".join(map(str, shown))


def _repr(value: object) -> str:
    try:
        return repr(value)
    except AttributeError as error:  # of an object whose making failed
        return str(error)


def config(server: Wire, **fields: Any) -> Config:
    given: dict[str, Any] = {"key_secret": KEY, "retry": RetryPolicy(attempts=2, budget=None), "timeout": 0.1}
    return server.config(**(given | fields))


FAULTS = [row for _, rows in ROWS for row in rows if row.place != "address"]


async def good_token(request: Request) -> None:
    await request.send(answer({"access_token": TOKEN, "token_type": "Bearer", "expires_in": 3600, "scope": ""}))


@pytest.mark.parametrize(
    "row", [row for _, rows in ROWS for row in rows if row.place != "address"], ids=lambda r: r.name
)
async def test_no_fault_brings_a_secret_to_light(row: Row, log: Everything) -> None:
    asyncio.get_running_loop().set_debug(True)
    asyncio.get_running_loop().slow_callback_duration = 0
    gossip = Gossip()
    shown: list[str] = []
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        async with faulty(row) as server:
            if row.place != "token":
                server.token = good_token
            async with AsyncClient(config(server), clock=FakeClock(), hooks=[gossip]) as sinch:
                for make in CALLS.values():
                    with sinch.capture() as replies:
                        try:
                            shown.append(repr(await make(sinch)))
                        except errors.ProvisioningError as error:
                            shown.append(told_by(error))
                    shown.append(repr(replies))
                shown += [repr(sinch), str(sinch.__dict__), repr(sinch.config)]
    asyncio.get_running_loop().set_debug(False)
    shown += [*gossip.heard, log.written.getvalue(), *(str(one) for one in warned)]
    assert found_in("\n".join(shown)) == []
    assert "attempt 1" in log.written.getvalue() or row.place in {"token", "connection"}, "the log is on"
    wanted = server.tokens if row.place == "token" else server.requests
    if wanted:
        assert found_in(str([request.headers for request in wanted])), "and the server was told, as it has to be"


@pytest.mark.parametrize(
    "body",
    [
        {"access_token": TOKEN, "token_type": "mac"},
        {"access_token": TOKEN + "\n", "token_type": "Bearer"},
        {"error": "x", "access_token": TOKEN},
    ],
)
@pytest.mark.parametrize("status", [200, 201, 302, 400, 503])
async def test_a_token_in_a_strange_answer_is_not_passed_on(body: object, status: int, log: Everything) -> None:
    async with wire(token=says(body, status)) as server, AsyncClient(config(server), clock=FakeClock()) as sinch:
        try:
            await sinch.rcs.senders.get("s1")
        except errors.ProvisioningError as error:
            told = told_by(error)
            assert found_in(told) == []
    assert found_in(log.written.getvalue()) == []


async def test_every_operation_keeps_its_secrets(log: Everything) -> None:
    shown: list[str] = []
    async with wire(token=good_token, otherwise=says({"errorCode": "x", "message": "m"}, 400)) as server:
        async with AsyncClient(config(server), clock=FakeClock(), hooks=[(gossip := Gossip())]) as sinch:
            for operation in OPERATIONS.values():
                with sinch.capture() as replies, pytest.raises(errors.BadRequest) as caught:
                    await call(sinch, operation)
                shown += [repr(replies), told_by(caught.value)]
        assert len(server.requests) == len(OPERATIONS)
    assert found_in("\n".join([*shown, *gossip.heard, log.written.getvalue()])) == []


HANDED_OVER: dict[str, Callable[[AsyncClient | Client], Any]] = {
    "webhooks.create": lambda sinch: sinch.webhooks.create(
        target="https://example.com/x", secret=Secret(HOOK), triggers=[webhooks.WebhookTrigger.ALL]
    ),
    "webhooks.create, rejected": lambda sinch: sinch.webhooks.create(
        target="https://example.com/x",
        secret=Secret(HOOK),
        triggers=["NO_SUCH_TRIGGER"],
    ),
    "webhooks.create, not JSON": lambda sinch: sinch.webhooks.create(
        target="https://example.com/\ud800", secret=Secret(HOOK), triggers=[webhooks.WebhookTrigger.ALL]
    ),
    "webhooks.replace": lambda sinch: sinch.webhooks.replace(
        "w1", target="https://example.com/x", secret=Secret(HOOK), triggers=[webhooks.WebhookTrigger.ALL]
    ),
    "webhooks.update": lambda sinch: sinch.webhooks.update("w1", secret=Secret(HOOK)),
    "tools": lambda sinch: sinch.whatsapp.tools.create_long_lived_access_token(facebook_token=Secret(META)),
    "whatsapp.senders.verify": lambda sinch: sinch.whatsapp.senders.verify("s1", code=Secret(CODE)),
    "kakaotalk.senders.verify": lambda sinch: sinch.kakaotalk.senders.verify("s1", code=Secret(DIGITS)),
    "kakaotalk.senders.verify, rejected": lambda sinch: sinch.kakaotalk.senders.verify("s1", code=Secret(CODE)),
}


@pytest.mark.parametrize("make", HANDED_OVER.values(), ids=HANDED_OVER.keys())
@pytest.mark.parametrize("kind", ["async", "blocking"])
@pytest.mark.parametrize(
    "fault",
    [lambda request: request.reset(), sends(framed(b"{}", length=9), then=close), stall, sends(b"NO HTTP\r\n\r\n")],
    ids=["reset", "cut", "silent", "no HTTP"],
)
async def test_secrets_that_a_caller_hands_over_show_nowhere(
    make: Callable[[Any], Any], kind: str, fault: Script, log: Everything
) -> None:
    """In no error, and in no local variable of a frame that an error passes through."""
    shown: list[str] = []
    async with wire(token=good_token, otherwise=fault) as server:
        given = config(server, retry=RetryPolicy(attempts=1))
        try:
            if kind == "async":
                async with AsyncClient(given) as sinch:
                    await make(sinch)
            else:
                await asyncio.to_thread(_blocking, given, make)
        except errors.ProvisioningError as error:
            shown.append(told_by(error))
        seen = b"".join(request.body for request in server.requests)
        assert not seen or any(secret.encode() in seen for secret in (HOOK, META, CODE, DIGITS)), "the service is told"
    assert shown
    assert found_in("\n".join([*shown, log.written.getvalue()])) == []


def _blocking(given: Config, make: Callable[[Any], Any]) -> None:
    with Client(given) as sinch:
        make(sinch)


async def test_a_call_that_is_cancelled_tells_nothing_either() -> None:
    async with wire(token=good_token, otherwise=stall) as server, AsyncClient(config(server, timeout=5)) as sinch:
        for make in HANDED_OVER.values():
            with pytest.raises((TimeoutError, errors.InvalidRequest)) as caught:
                async with asyncio.timeout(0.1):
                    await make(sinch)
            assert found_in(told_by(caught.value)) == []


@pytest.mark.parametrize("returns", [dict, rcs.Sender, whatsapp.LongLivedAccessToken])
async def test_a_response_that_does_not_fit_stays_in_the_body(returns: Any) -> None:
    """The service returns secrets, too; `.body` holds them, and no frame does."""
    content = [{"id": 7, "accessToken": META, "details": {"authToken": HOOK}}]
    async with wire(token=good_token, otherwise=says(content)) as server, AsyncClient(config(server)) as sinch:
        for make in (
            lambda: sinch.request("GET", "/x", returns=returns),
            lambda: sinch.rcs.senders.get("s1"),
            lambda: sinch.rcs.senders.list().collect(),
        ):
            with pytest.raises(errors.DecodeError) as caught:
                await make()
            error = caught.value
            assert META.encode() in error.body
            error.body = b""
            assert found_in(told_by(error)) == []


async def test_settings_do_not_show_their_secrets() -> None:
    async def provide() -> str:
        return TOKEN

    made = [
        Config(project_id="p", key_id="kid", key_secret=KEY, proxy=f"http://proxyuser:{PROXY}@proxy.example:3128"),
        Config(project_id="p", access_token=TOKEN),
        Config(project_id="p", access_token=provide),
    ]
    for one in made:
        clients: list[object] = [AsyncClient(one), Client(one)]
        told = [repr(one), str(one), repr(clients), str([client.__dict__ for client in clients])]
        assert found_in("\n".join(told)) == []
    receiver = webhooks.Receiver(HOOK, META)
    assert found_in(repr(receiver)) == []


@pytest.mark.parametrize(
    "fields",
    [
        {"key_secret": KEY, "access_token": TOKEN},
        {"key_id": "a:b", "key_secret": KEY},
        {"access_token": TOKEN + "\n"},
        {"key_id": None, "key_secret": KEY},
        {"key_id": "k", "key_secret": KEY, "base_url": f"https://user:{PROXY}@example.com"},
        {"key_id": "k", "key_secret": KEY, "auth_url": f"ftp://user:{PROXY}@example.com"},
        {"key_id": "k", "key_secret": KEY, "proxy": f"socks5://user:{PROXY}@example.com"},
        {"key_id": "k", "key_secret": KEY, "time_out": 3},
    ],
)
def test_wrong_settings_are_refused_without_showing_them(fields: dict[str, Any]) -> None:
    with pytest.raises(errors.ConfigurationError) as caught:
        Config.of(project_id="p", **fields)
    error = caught.value
    assert found_in(f"{error!r}{error}{error.__dict__}{traceback.format_exception(error)}{pickle.dumps(error)!r}") == []


def test_a_secret_shows_itself_only_when_asked() -> None:
    secret = Secret(KEY)
    holder = attrs.make_class("Holder", ["secret"])(secret)
    told = [repr(secret), str(secret), f"{secret}", f"{secret!s:>40}", f"{holder}", f"{[secret]}"]
    assert found_in("\n".join(told)) == []
    assert secret.reveal() == KEY


async def test_a_call_to_a_webhook_that_is_not_genuine_tells_nothing_of_the_secret() -> None:
    receiver = webhooks.Receiver(HOOK)
    headers = {
        "x-sinch-webhook-signature": "AAAA",
        "x-sinch-webhook-signature-algorithm": "HmacSHA256",
        "x-sinch-webhook-signature-nonce": "n",
        "x-sinch-webhook-signature-timestamp": "1",
    }
    with pytest.raises(errors.SignatureError) as caught:
        receiver.receive(b"{}", headers)
    error = caught.value
    assert found_in(f"{error!r}{error}{error.__dict__}{traceback.format_exception(error)}{pickle.dumps(error)!r}") == []
