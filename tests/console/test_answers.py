"""Health, projects, clock, faults, requests, events, deliveries and state as JSON."""

import json
from typing import Any

import aiohttp
import pytest

from sinch_provisioning import AsyncClient, RetryPolicy, errors
from sinch_provisioning._version import __version__
from sinch_provisioning.emulator import Emulator
from sinch_provisioning.emulator.clock import write_time
from sinch_provisioning.emulator.contract import the_contract
from sinch_provisioning.webhooks import WebhookTrigger
from tests.console.asking import Asker
from tests.console.scene import Scene
from tests.emulator.hooks import SECRET, Hook

pytestmark = pytest.mark.anyio

ONCE = RetryPolicy(attempts=1)


async def test_health_says_that_it_answers_and_which_it_is(asker: Asker) -> None:
    assert await asker.get("health") == {"status": "ok", "version": __version__, "projects": 1}


async def test_projects_are_listed_and_added(asker: Asker, emulator: Emulator) -> None:
    made = await asker.post("projects", {"project_id": "p2", "senders": 3})
    assert made == {"id": "p2"}
    other = (await asker.post("projects"))["id"]
    listed = (await asker.get("projects"))["projects"]
    assert listed == [
        {"id": asker.project, "senders": 0},
        {"id": "p2", "senders": 3},
        {"id": other, "senders": 0},
    ]
    async with AsyncClient(emulator.config("p2")) as sinch:
        assert len(await sinch.rcs.senders.list().collect()) == 3
    refused = await asker.post("projects", {"senders": -1}, 400)
    assert "between 0 and" in refused["additionalInformation"]["validationErrors"][0]


async def test_the_clock_tells_what_is_due_and_moves(asker: Asker, emulator: Emulator, scene: Scene) -> None:
    clock = await asker.get("clock")
    assert clock["now"] == write_time(emulator.clock.now())
    assert {"Let a new app be ready, and the channel that it is."} <= {each["what"] for each in clock["due"]}
    assert all(each["project"] == asker.project and each["about"] for each in clock["due"])
    before = emulator.clock.now()
    assert (await asker.post("clock", {"seconds": 86_400}))["now"] == write_time(before + 86_400)
    assert (await asker.get("clock"))["due"] == []
    assert "BUNDLE_DONE" in [event.type for event in emulator.events]
    for wrong in ({"seconds": -1}, {"seconds": "1"}, {}):
        await asker.post("clock", wrong, 400)


async def test_faults_are_added_listed_and_taken_away(asker: Asker, emulator: Emulator) -> None:
    rule = {"operation": "listRcsSenders", "status": 503, "retry_after": 2, "times": 2, "headers": {"x-by": "me"}}
    first = await asker.post("faults", rule)
    second = await asker.post("faults", {"delay": 0})
    assert first == {"id": 1, "name": "status 503", "skip": 0, "hits": 0, **rule}
    assert await asker.get("faults") == {"faults": [first, second]}
    async with AsyncClient(emulator.config(retry=ONCE)) as sinch:
        with pytest.raises(errors.ServerError) as caught:
            await sinch.rcs.senders.list().collect()
    assert (caught.value.status, caught.value.retry_after) == (503, 2)
    assert (await asker.get("faults"))["faults"][0]["hits"] == 1
    assert (await asker.ask("DELETE", "faults/1")).status == 204
    assert (await asker.get("faults"))["faults"] == [second]
    assert (await asker.ask("DELETE", "faults/1")).status == 404
    assert (await asker.ask("DELETE", "faults/x")).status == 400
    assert (await asker.ask("DELETE", "faults")).status == 204
    assert await asker.get("faults") == {"faults": []}


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ({}, "no fault"),
        ({"status": 503, "reset": "before"}, "one thing"),
        ({"operation": "nothing", "status": 503}, "no operation"),
        ({"status": "503"}, "`status`"),
        ({"reset": "during"}, "`reset`"),
        ({"stauts": 503}, "`stauts`"),
    ],
)
async def test_a_fault_that_cannot_be_is_told(asker: Asker, rule: Any, words: str) -> None:
    refused = await asker.post("faults", rule, 400)
    assert words in refused["additionalInformation"]["validationErrors"][0]


async def test_requests_are_found_by_what_they_were(asker: Asker, emulator: Emulator, scene: Scene) -> None:
    found = await asker.get("requests")
    assert found["total"] == emulator.requests.total == len(found["requests"])
    numbers = [each["number"] for each in found["requests"]]
    assert numbers == sorted(numbers, reverse=True)
    made = await asker.get("requests", operation="createRcsSender")
    assert [each["body"]["details"]["brand"]["name"] for each in made["requests"]] == ["Parcel News", "Parcel Help"]
    newest = made["requests"][0]
    assert (newest["method"], newest["status"], newest["project"]) == ("POST", 201, asker.project)
    assert newest["response"]["id"] == scene.launching
    assert newest["headers"]["Authorization"] == "***"
    assert len((await asker.get("requests", limit=2))["requests"]) == 2
    assert [each["number"] for each in (await asker.get("requests", after=numbers[1]))["requests"]] == numbers[:1]
    for query in ({"project": "other"}, {"method": "DELETE"}, {"path": "/nothing"}, {"status": "404"}):
        assert (await asker.get("requests", **query))["requests"] == []
    assert (await asker.get("requests", path="/rcs/", method="POST", status="201"))["requests"] == made["requests"]
    assert (await asker.get("requests", 400, limit="many"))["errorCode"] == "invalid_input"
    assert (await asker.get("requests", 400, limit="-1"))["errorCode"] == "invalid_input"
    assert (await asker.get("requests", 400, nonsense="1"))["errorCode"] == "invalid_input"


async def test_the_journal_shows_which_trace_a_request_belongs_to(asker: Asker) -> None:
    parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    url = f"{asker.emulator.url}/v1/projects/p/rcs/senders"
    async with aiohttp.ClientSession() as session, session.get(url, headers={"traceparent": parent}):
        pass
    (newest,) = (await asker.get("requests", limit=1))["requests"]
    assert newest["headers"]["traceparent"] == parent
    assert parent in await asker.view("page/requests")


async def test_a_refusal_and_a_fault_are_in_the_journal(asker: Asker, emulator: Emulator) -> None:
    emulator.fail("listWebhooks", reset="after", times=1)
    async with AsyncClient(emulator.config(retry=ONCE)) as sinch:
        with pytest.raises(errors.NotFound):
            await sinch.webhooks.get("none")
        with pytest.raises(errors.TransportError):
            await sinch.webhooks.list().collect()
    broken, refused = (await asker.get("requests", path="/webhooks"))["requests"]
    assert (refused["status"], refused["errorCode"], refused["fault"]) == (404, "webhook_not_found", None)
    assert refused["response"]["errorCode"] == "webhook_not_found"
    assert (broken["status"], broken["fault"]) == (None, "reset after")


async def test_events_and_deliveries_are_told(asker: Asker, emulator: Emulator, scene: Scene, hook: Hook) -> None:
    events = (await asker.get("events"))["events"]
    assert [each["type"] for each in events] == [event.type for event in reversed(emulator.events)]
    decided = (await asker.get("events", type="RCS_SENDER_OPERATOR_STATUS_UPDATED", limit=1))["events"][0]
    assert (decided["operator"], decided["operatorCurrentStatus"]) == ("Orange", "REJECTED")
    assert (await asker.get("events", project="other"))["events"] == []

    deliveries = (await asker.get("deliveries"))["deliveries"]
    assert [each["type"] for each in reversed(deliveries)] == hook.types
    newest = deliveries[0]
    assert (newest["webhook"], newest["target"], newest["state"]) == (scene.webhook, hook.url, "DELIVERED")
    assert [(each["status"], each["error"]) for each in newest["attempts"]] == [(200, None)]
    hook.answers = [500]
    emulator.control.rcs.set_operator(asker.project, scene.launching, "SE", "Telia", "LAUNCHED")
    await emulator.delivered()
    (waiting,) = (await asker.get("deliveries", state="PENDING"))["deliveries"]
    assert waiting["attempts"][0]["error"] == "the target responded with 500"
    assert waiting["nextAttempt"] == write_time(emulator.clock.now() + 5)
    assert (await asker.get("deliveries", webhook="other"))["deliveries"] == []
    assert (await asker.get("deliveries", project="other"))["deliveries"] == []
    assert (await asker.get("deliveries", 400, state="SLOW"))["errorCode"] == "invalid_input"


async def test_a_state_is_taken_and_put_back(asker: Asker, emulator: Emulator, scene: Scene) -> None:
    state = await asker.get("state")
    assert state == emulator.snapshot()
    emulator.advance(86_400)
    async with AsyncClient(emulator.config()) as sinch:
        launched = await sinch.rcs.senders.get(scene.launching)
        assert launched.state == "LAUNCHED"
        for _ in range(2):
            assert (await asker.ask("PUT", "state", state)).status == 204
            assert emulator.snapshot()["projects"] == state["projects"]
            assert emulator.clock.now() == state["clock"]["now"]
            assert (await sinch.rcs.senders.get(scene.launching)).state == "LAUNCHING"
        emulator.advance(86_400)
        assert await sinch.rcs.senders.get(scene.launching) == launched


async def test_ids_after_a_restore_are_the_same_each_time(asker: Asker, emulator: Emulator) -> None:
    state = emulator.snapshot()
    made: list[str] = []
    for _ in range(2):
        emulator.restore(state)
        made.append(emulator.control.conversation.add_app(asker.project))
    assert made[0] == made[1]


@pytest.mark.parametrize(
    "broken",
    [
        {},
        {"version": 1},
        {"clock": {"now": "soon", "due": []}},
        {"projects": {"p": {}}},
        {"clock": {"now": 1, "due": [{"at": 1, "order": 1, "project_id": "p", "action": "none", "arguments": []}]}},
    ],
)
async def test_what_is_no_state_changes_nothing(asker: Asker, emulator: Emulator, scene: Scene, broken: Any) -> None:
    before = emulator.snapshot()
    given = {**before, **broken} if broken else {}
    answer = await asker.ask("PUT", "state", given)
    assert (answer.status, answer.json["errorCode"]) == (400, "invalid_input")
    assert emulator.snapshot() == before


async def test_a_reset_lets_all_begin_anew(asker: Asker, emulator: Emulator, scene: Scene) -> None:
    emulator.fail("listWebhooks", status=500)
    await asker.post("reset")
    assert emulator.snapshot()["projects"] == {asker.project: {"senders": 0, "tables": {}}}
    assert (len(emulator.requests), emulator.events, emulator.faults) == (0, [], [])


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "nothing"), ("DELETE", "health"), ("POST", "requests"), ("PUT", "control"), ("GET", "faults/1/2")],
)
async def test_what_there_is_not_is_not_found(asker: Asker, method: str, path: str) -> None:
    answer = await asker.ask(method, path)
    assert (answer.status, answer.json["errorCode"]) == (404, "not_found")


async def test_the_console_suffers_no_faults_and_leaves_no_trace(asker: Asker, emulator: Emulator) -> None:
    emulator.fail(status=500)
    assert (await asker.get("health"))["status"] == "ok"
    assert len(emulator.requests) == 0


async def test_secrets_are_shown_nowhere_but_in_the_state(asker: Asker, emulator: Emulator, scene: Scene) -> None:
    state = json.dumps(emulator.snapshot())
    project = emulator.snapshot()["projects"][asker.project]["tables"]
    rcs_token = project["rcs_senders"][scene.launching]["authToken"]
    bearer = next(iter(project["whatsapp_senders"].values())).get("bearerToken")
    async with AsyncClient(emulator.config()) as sinch:
        sender_id = next(iter(project["whatsapp_senders"]))
        with pytest.raises(errors.ApiError):
            await sinch.whatsapp.senders.verify(sender_id, code="918273")
        with pytest.raises(errors.ApiError):
            await sinch.kakaotalk.senders.verify("parcelnews", code=736451)
    secrets = [SECRET, rcs_token, emulator.key_secret, "918273", "736451", *([bearer] if bearer else [])]
    assert SECRET in state
    assert rcs_token in state
    seen = [(await asker.ask("GET", path)).text for path in ("requests", "events", "deliveries", "projects", "clock")]
    seen += [await asker.view(path) for path in ("", f"page/projects/{asker.project}", "page/requests", "page/events")]
    for text in seen:
        assert not [secret for secret in secrets if secret in text]


async def test_secrets_are_masked_under_every_name_of_the_contract_in_every_shape(
    asker: Asker, session: aiohttp.ClientSession
) -> None:
    secret, public = the_contract().secret_names
    assert {"secret", "authToken", "bearerToken", "authenticationCode", "longLivedAccessToken", "code"} <= secret
    assert secret & public == {"code"}, "a code of a template is not secret, a one-time code is"
    spellings = [
        name for each in secret for name in (each, each.upper(), snake(each), f"x-{snake(each)}".replace("_", "-"))
    ]
    url = f"{asker.emulator.url}/nowhere"
    for name in spellings:
        hidden: list[Any] = ["hidden-0", 4711_0815]
        bodies = [{name: each} for each in (*hidden, hidden, {"value": hidden}, [{"deep": hidden}])]
        if name.startswith("x-"):
            if "code" not in name:
                await session.get(url, headers={name: hidden[0]})
            continue
        for body in (*bodies, {"list": bodies}):
            await session.post(f"{url}?{name}={hidden[0]}&shown=1&{name}=", json=body)
    await session.get(url, headers={"Proxy-Authorization": "hidden-0", "Cookie": "hidden-0", "X-Api-Key": "hidden-0"})
    await session.post(url, json={"target": "https://user:hidden-0@example.com/x@y", "mail": "me@example.com"})
    for text in (json.dumps(await asker.get("requests", limit=10_000)), await asker.view("page/requests")):
        assert "hidden-0" not in text
        assert "47110815" not in text
        assert "https://***@example.com/x@y" in text
        assert "me@example.com" in text
        assert "shown=1" in text.replace("&amp;", "&")


def snake(name: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)


async def test_a_target_shows_no_password_in_events_deliveries_and_views(
    asker: Asker, emulator: Emulator, session: aiohttp.ClientSession
) -> None:
    async with AsyncClient(emulator.config()) as sinch:
        target = "http://user:hidden-0@127.0.0.1:1/x"
        await sinch.webhooks.create(target=target, secret="s", triggers=[WebhookTrigger.ALL])
        await sinch.rcs.account.comment("x")
    await emulator.delivered()
    assert (await asker.get("deliveries"))["deliveries"][0]["target"] == "http://***@127.0.0.1:1/x"
    for path in ("deliveries", "events", "requests"):
        assert "hidden-0" not in json.dumps(await asker.get(path))
    assert "hidden-0" not in await asker.view(f"page/projects/{asker.project}")


async def test_the_overview_reads_any_number(asker: Asker) -> None:
    for start in ("9" * 5000, "-1", "", "\u0662", "1e9"):
        assert "Projects" in await asker.view(f"?from={start}")
