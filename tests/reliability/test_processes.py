"""Errors, models, settings and results reach another process, and come back equal."""

import copy
import multiprocessing
import pickle
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from typing import Any

import pytest

from sinch_provisioning import UNSET, AsyncClient, Config, Page, RetryPolicy, Secret, bulk, errors, rcs, webhooks
from sinch_provisioning.net.hooks import Reply
from tests.net.scripts import error, reset
from tests.net.wire import FakeClock, says, wire
from tests.reliability.table import ROWS, Row
from tests.reliability.test_faults import CALLS, faulty


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[ProcessPoolExecutor]:
    """A process that shares nothing with this one."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        yield pool


def give_back(thing: Any) -> Any:
    return thing


def raise_it(thing: BaseException) -> None:
    raise thing


API: dict[str, Any] = {
    "status": 409, "error_code": "account_exists", "message": "m", "resolution": "r", "request_id": "q",
    "additional_information": {"validationErrors": ["a is b"]}, "method": "GET", "route": "/x", "operation": "o",
    "retry_after": 3.5, "attempts": 3, "body": b"{}",
}  # fmt: skip
MADE: list[errors.ProvisioningError] = [
    errors.ProvisioningError("p"),
    errors.ConfigurationError("c", field="f"),
    errors.WrongEventLoop("w"),
    errors.ClientClosed("c"),
    errors.InvalidRequest([("a", "b"), ("c", "d")]),
    errors.TransportError("t", sent=True, attempts=2),
    errors.ConnectFailed("t", attempts=2),
    errors.ConnectionLost("t", sent=True, attempts=2),
    errors.IncompleteAnswer("t", body=b"x", attempts=2, operation="o"),
    errors.TimedOut("t", sent=False),
    errors.DeadlineExceeded("d", sent=True, attempts=2),
    errors.DecodeError("d", path="$.a", operation="o", body=b"x"),
    errors.SignatureError("s", reason="old"),
    errors.StorageError("s"),
    errors.WaitFailed("w", last=rcs.Region.EU),
    errors.BulkFailed({"a": errors.NotFound(**API | {"status": 404})}, {"b": 1}),
    *(getattr(errors, name)(**API) for name in errors.__all__ if issubclass(getattr(errors, name), errors.ApiError)),
]


ANSWERS = [row for _, rows in ROWS for row in rows if row.place == "answer"]


def test_there_is_one_of_each_error() -> None:
    found = {type(one).__name__ for one in MADE}
    assert found == set(errors.__all__)


@pytest.mark.parametrize("made", MADE, ids=lambda made: type(made).__name__)
def test_an_error_survives_another_process(made: errors.ProvisioningError, elsewhere: ProcessPoolExecutor) -> None:
    made.resume_token = "token"
    twins: list[Any] = [elsewhere.submit(give_back, made).result(), copy.copy(made), copy.deepcopy(made)]
    with pytest.raises(type(made)) as caught:
        elsewhere.submit(raise_it, made).result()
    for twin in [*twins, caught.value]:
        assert type(twin) is type(made)
        assert (str(twin), twin.args) == (str(made), made.args)
        assert _plain(twin.__dict__) == _plain(made.__dict__)


def _plain(fields: dict[str, Any]) -> dict[str, Any]:
    """Errors compare by identity, so what they hold is compared by its text."""
    return {name: repr(value) if name == "errors" else value for name, value in fields.items() if name != "__notes__"}


@pytest.mark.anyio
@pytest.mark.parametrize("row", ANSWERS, ids=lambda row: row.name)
async def test_errors_that_happen_survive_pickling(row: Row) -> None:
    happened: list[errors.ProvisioningError] = []
    async with faulty(row) as server:
        config = server.config(retry=RetryPolicy(attempts=1), timeout=0.1, max_body=100_000)
        async with AsyncClient(config, clock=FakeClock()) as sinch:
            for make in CALLS.values():
                try:
                    await make(sinch)
                except errors.ProvisioningError as trouble:
                    happened.append(trouble)
    for one in happened:
        for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
            twin = pickle.loads(pickle.dumps(one, protocol))
            assert type(twin) is type(one)
            assert twin.__dict__ == one.__dict__
            assert str(twin) == str(one)


@pytest.mark.anyio
async def test_settings_and_results_survive_another_process(elsewhere: ProcessPoolExecutor) -> None:
    fields = {"senders": [], "totalSize": 1, "pageSize": 1, "nextPageToken": "2"}
    async with wire(otherwise=says(fields)) as server:
        config = server.config(concurrency=3, retry=RetryPolicy(budget=None))
        async with AsyncClient(config) as sinch:
            with sinch.capture() as replies:
                page = await sinch.rcs.senders.list().page()
            server.otherwise = error(404, "sender_not_found")
            calls = {"a": lambda: sinch.rcs.senders.get("s1")}
            failed = [result async for result in bulk.calls(calls)]
            server.otherwise = reset
        found = bulk.Item(key="k", item=page)
        things = [config, page, replies, failed, found, bulk.ItemPage(key=1, page=page), Secret("s"), UNSET]
        for thing in things:
            twin = elsewhere.submit(give_back, thing).result()
            if thing is failed:
                assert isinstance(twin[0].error, errors.NotFound)
            elif thing is replies:
                assert isinstance(twin[0], Reply)
                assert twin[0].headers["content-LENGTH"] == replies[0].headers["Content-Length"]
                assert twin[0].body == replies[0].body
            else:
                assert twin == thing
        assert elsewhere.submit(give_back, UNSET).result() is UNSET
        assert elsewhere.submit(give_back, config).result().key_secret.reveal() == "ksecret"
        assert isinstance(page, Page)


def test_a_configuration_with_a_context_of_certificates_says_why_it_stays(elsewhere: ProcessPoolExecutor) -> None:
    import ssl

    config = Config(project_id="p", access_token="t", ssl=ssl.create_default_context())
    with pytest.raises(TypeError, match="SSLContext"):
        pickle.dumps(config)
    assert copy.copy(config) == config


def test_an_unknown_value_and_an_event_survive_another_process(elsewhere: ProcessPoolExecutor) -> None:
    unknown = rcs.SenderState("BRAND_NEW")
    twin = elsewhere.submit(give_back, unknown).result()
    assert twin is unknown
    assert not twin.is_known
    assert elsewhere.submit(give_back, webhooks.WebhookTrigger.ALL).result() is webhooks.WebhookTrigger.ALL
