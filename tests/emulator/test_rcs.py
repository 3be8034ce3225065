"""RCS in the emulator, asked over plain HTTP: lives, quotas, lists, events, and every documented refusal."""

import json
from collections.abc import AsyncIterator
from copy import deepcopy
from typing import Any

import aiohttp
import pytest

from sinch_provisioning.emulator import Emulator
from sinch_provisioning.emulator.contract import the_contract
from sinch_provisioning.emulator.problems import KNOWN, Problem
from sinch_provisioning.emulator.rcs.lifecycle import NumberState
from tests.emulator.service import Service

pytestmark = pytest.mark.anyio

SETUP, PREPARATION, OPERATOR, DAY = 5.0, 10.0, 5.0, 86_400.0
NUMBER, OTHER = "+46123123222", "+46123123333"
PATH = "/%2B46123123222"
BRAND: dict[str, Any] = {
    "name": "Parcel News",
    "emails": [{"label": "Help", "address": "help@parcels.example"}],
    "bannerUrl": "https://parcels.example/banner.png",
    "logoUrl": "https://parcels.example/logo.png",
    "privacyPolicyUrl": "https://parcels.example/privacy",
    "termsOfServiceUrl": "https://parcels.example/terms",
}
FORM: dict[str, Any] = {
    "general": {
        "answers": {
            "optInDescription": "A box to tick",
            "triggerDescription": "A parcel is on its way",
            "interactionsDescription": "Delivery times",
            "optOutDescription": "Answer STOP",
            "screenshotUris": ["https://parcels.example/screen.png"],
            "videoUris": ["https://parcels.example/video.mp4"],
        }
    },
    "verification": {
        "answers": {"name": "Ann Example", "email": "ann@parcels.example", "website": "https://parcels.example"}
    },
}
COMPLETE: dict[str, Any] = {"brand": BRAND, "countries": ["SE"], "questionnaire": FORM}
US: dict[str, Any] = {"ownershipType": "PRIVATE", "messagesVolume": 10}
US_V1: dict[str, Any] = {"ein": "12-3456789", "messagesVolume": "1M+ messages"}


class Rcs(Service):
    """Senders of a project, and how they are asked for."""

    root = "/rcs"

    def __init__(self, emulator: Emulator, session: aiohttp.ClientSession, project: str | None = None) -> None:
        super().__init__(emulator, session, project)
        self.control = emulator.control.rcs

    async def create(self, details: Any = None, *, region: str = "EU", expect: int = 201) -> Any:
        body = {"region": region, "billingCategory": "CONVERSATIONAL", "useCase": "OTP"}
        return await self.ask("POST", "/senders", body if details is None else {**body, "details": details}, expect)

    async def ready(self, details: Any = COMPLETE, *, region: str = "EU") -> Any:
        sender = await self.create(details, region=region)
        self.emulator.advance(SETUP)
        return await self.get(sender["id"])

    async def get(self, sender_id: str) -> Any:
        return await self.ask("GET", f"/senders/{sender_id}")

    async def patch(self, sender_id: str, details: Any, **query: Any) -> Any:
        return await self.ask("PATCH", f"/senders/{sender_id}", {"details": details}, **query)

    async def launch(self, sender_id: str, body: Any = None) -> Any:
        return await self.ask("POST", f"/senders/{sender_id}/launch", body, 200)

    async def history(self, sender_id: str) -> list[str]:
        return [entry["type"] for entry in (await self.ask("GET", f"/senders/{sender_id}/activities"))["notifications"]]


@pytest.fixture
async def rcs() -> AsyncIterator[Rcs]:
    async with (
        Emulator(project_id=["first", "second"], check_replies=True, frozen=True) as emulator,
        aiohttp.ClientSession() as session,
    ):
        yield Rcs(emulator, session)


async def test_every_operation_answers_with_its_documented_success(rcs: Rcs) -> None:
    sender = await rcs.ready()
    place = f"/senders/{sender['id']}"
    assert (await rcs.ask("GET", "/senders", expect=200))["totalSize"] == 1
    assert (await rcs.ask("GET", place, expect=200))["state"] == "IN_TEST"
    assert (await rcs.ask("PATCH", place, {"details": {"countries": ["SE"]}}, 200))["id"] == sender["id"]
    added = await rcs.ask("POST", f"{place}/testNumbers", {"testNumbers": [NUMBER]}, 200)
    assert added == {"testNumbers": [{"number": NUMBER, "state": "PENDING", "submitted": added_at(added)}]}
    rcs.emulator.advance(60)
    assert (await rcs.ask("GET", f"{place}/testNumbers{PATH}", expect=200))["state"] == "VERIFIED"
    assert (await rcs.ask("GET", f"{place}/testNumbers{PATH}/capabilities", expect=200))["features"]
    assert (await rcs.ask("GET", f"{place}/testNumbers{PATH}/retry", expect=200))["state"] == "UNVERIFIED"
    assert await rcs.ask("DELETE", f"{place}/testNumbers{PATH}", expect=204) is None
    assert (await rcs.launch(sender["id"], {}))["state"] == "LAUNCHING"
    comment = await rcs.ask("POST", f"{place}/comments", {"comment": "Hello"}, 201)
    assert (comment["type"], comment["comment"]) == ("CREATED", "Hello")
    assert (await rcs.history(sender["id"]))[0] == "COMMENT_ADDED"
    assert (await rcs.ask("POST", "/comments", {"comment": "Hi"}, 201))["type"] == "CREATED"
    assert (await rcs.ask("GET", "/activities", expect=200))["notifications"][0]["comment"] == "Hi"
    assert "general" in await rcs.ask("GET", "/questionnaire/OTP", expect=200)


def added_at(added: Any) -> str:
    moment = added["testNumbers"][0]["submitted"]
    assert isinstance(moment, str)
    return moment


async def test_a_draft_is_set_up_once_its_images_are_there(rcs: Rcs) -> None:
    draft = await rcs.create()
    assert draft["state"] == "DRAFT"
    assert "authToken" not in draft
    assert (await rcs.patch(draft["id"], {"brand": {"logoUrl": "https://x.example/l.png"}}))["state"] == "DRAFT"
    whole = await rcs.patch(draft["id"], {"brand": {"bannerUrl": "https://x.example/b.png"}})
    assert whole["state"] == "IN_PROGRESS"
    assert whole["authToken"]
    assert whole["supplierDetails"]["google"]["agentId"]
    rcs.emulator.advance(SETUP - 1)
    assert (await rcs.get(draft["id"]))["state"] == "IN_PROGRESS"
    rcs.emulator.advance(1)
    assert (await rcs.get(draft["id"]))["state"] == "IN_TEST"
    assert await rcs.history(draft["id"]) == ["TEST", "EDITED", "EDITED", "CREATED"]
    assert [event.extra for event in rcs.events("RCS_SENDER_STATUS")] == [
        {"previousState": "DRAFT", "currentState": "IN_PROGRESS"},
        {"previousState": "IN_PROGRESS", "currentState": "IN_TEST"},
    ]


async def test_operators_decide_one_after_another(rcs: Rcs) -> None:
    sender = await rcs.ready()
    assert {row["status"] for row in sender["countryStatus"][0]["operators"]} == {"NOT_LAUNCHED"}
    launching = await rcs.launch(sender["id"])
    assert launching["countryStatus"][0]["status"] == "PENDING"
    rcs.emulator.advance(OPERATOR)
    one = (await rcs.get(sender["id"]))["countryStatus"][0]
    assert [row["status"] for row in one["operators"]] == ["LAUNCHED", "PENDING", "PENDING", "PENDING"]
    assert one["status"] == "LAUNCHED", "live as soon as one of its operators is"
    rcs.emulator.advance(3 * OPERATOR)
    launched = await rcs.get(sender["id"])
    assert launched["state"] == "LAUNCHED"
    assert launched["launched"]
    assert (await rcs.history(sender["id"]))[0] == "ACTIVE"
    told = rcs.events("RCS_SENDER_OPERATOR")
    assert len(told) == 8
    assert told[4].extra == {
        "operator": "Tele2",
        "operatorCountry": "SE",
        "operatorPreviousStatus": "PENDING",
        "operatorCurrentStatus": "LAUNCHED",
    }
    assert rcs.events("RCS_SENDER_STATUS")[-1].extra == {"previousState": "LAUNCHING", "currentState": "LAUNCHED"}


async def test_events_keep_the_contract(rcs: Rcs) -> None:
    sender = await rcs.ready()
    await rcs.launch(sender["id"])
    rcs.emulator.advance(60)
    await rcs.ask("POST", f"/senders/{sender['id']}/comments", {"comment": "Hello"})
    await rcs.ask("POST", "/comments", {"comment": "Hello"})
    rcs.control.register_brand(rcs.project, sender["id"], "PENDING_REVIEW")
    document = the_contract()
    validator = document.validator({"$ref": "#/components/schemas/WebhookEvent"}, strict=True)
    assert len(set(rcs.raised())) == 5
    for event in rcs.events():
        payload = {} if event.payload is None else {"payload": event.payload}
        body = {"type": event.type, **payload, **event.extra}
        assert [error.message for error in validator.iter_errors(body)] == []


async def test_without_a_video_the_launch_is_prepared_first(rcs: Rcs) -> None:
    details = deepcopy(COMPLETE)
    del details["questionnaire"]["general"]["answers"]["videoUris"]
    sender = await rcs.ready(details)
    assert (await rcs.launch(sender["id"]))["state"] == "PREPARING_LAUNCH"
    await rcs.refused(409, "launch_invalid_agent_state", "POST", f"/senders/{sender['id']}/launch")
    rcs.emulator.advance(PREPARATION)
    assert (await rcs.get(sender["id"]))["state"] == "LAUNCHING"
    rcs.emulator.advance(4 * OPERATOR)
    assert (await rcs.get(sender["id"]))["state"] == "LAUNCHED"


async def test_operators_can_be_decided_for(rcs: Rcs) -> None:
    sender = await rcs.ready()
    await rcs.launch(sender["id"])
    for operator in ("Tele2", "Telenor", "Telia"):
        rcs.control.set_operator(rcs.project, sender["id"], "SE", operator, "REJECTED", remark="No opt-in")
    rcs.control.set_operator(rcs.project, sender["id"], "SE", "Three", "REJECTED")
    rcs.emulator.advance(DAY)
    refused = await rcs.get(sender["id"])
    assert refused["state"] == "LAUNCHING", "nobody has launched it"
    assert refused["countryStatus"][0]["status"] == "REJECTED"
    assert refused["countryStatus"][0]["operators"][0]["remark"] == "No opt-in"

    again = await rcs.launch(sender["id"])
    assert {row["status"] for row in again["countryStatus"][0]["operators"]} == {"PENDING"}
    rcs.emulator.advance(DAY)
    assert (await rcs.get(sender["id"]))["state"] == "LAUNCHED"


async def test_a_country_that_joins_is_launched_with_the_next_launch(rcs: Rcs) -> None:
    sender = await rcs.ready()
    await rcs.launch(sender["id"])
    rcs.emulator.advance(DAY)
    joined = await rcs.patch(sender["id"], {"countries": ["SE", "NO"]})
    assert [row["status"] for row in joined["countryStatus"]] == ["LAUNCHED", "NOT_LAUNCHED"]
    await rcs.launch(sender["id"])
    rcs.emulator.advance(DAY)
    both = await rcs.get(sender["id"])
    assert both["state"] == "LAUNCHED"
    assert [row["status"] for row in both["countryStatus"]] == ["LAUNCHED", "LAUNCHED"]


async def test_a_country_that_leaves_is_not_waited_for(rcs: Rcs) -> None:
    sender = await rcs.ready({**COMPLETE, "countries": ["SE", "NO"]})
    await rcs.launch(sender["id"])
    rcs.emulator.advance(OPERATOR)
    for operator in ("Telenor", "Telia"):
        rcs.control.set_operator(rcs.project, sender["id"], "NO", operator, "PENDING")
    await rcs.patch(sender["id"], {"countries": ["SE"]})
    rcs.emulator.advance(3 * OPERATOR)
    assert (await rcs.get(sender["id"]))["state"] == "LAUNCHED"


async def test_sinch_takes_a_sender_out_of_service(rcs: Rcs) -> None:
    sender = await rcs.ready()
    await rcs.launch(sender["id"])
    rcs.emulator.advance(DAY)
    rcs.control.unlaunch(rcs.project, sender["id"])
    gone = await rcs.get(sender["id"])
    assert gone["state"] == gone["countryStatus"][0]["status"] == "UNLAUNCHED"
    assert (await rcs.history(sender["id"]))[0] == "INACTIVE"
    assert (await rcs.launch(sender["id"]))["state"] == "LAUNCHING"
    rcs.emulator.advance(DAY)
    assert (await rcs.get(sender["id"]))["state"] == "LAUNCHED"


async def test_a_brand_is_registered_for_the_us(rcs: Rcs) -> None:
    sender = await rcs.ready()
    assert "brandDetails" not in sender
    rcs.control.register_brand(rcs.project, sender["id"], "MANUAL_REVIEW")
    begun = await rcs.get(sender["id"])
    assert begun["brandDetails"]["status"] == "DRAFT"
    assert begun["brandDetails"]["registration"]["status"] == "MANUAL_REVIEW"
    assert "campaignDetails" not in begun
    rcs.control.register_brand(rcs.project, sender["id"], "COMPLETED")
    done = await rcs.get(sender["id"])
    assert done["brandDetails"]["status"] == "COMPLETED"
    assert done["brandDetails"]["id"] == begun["brandDetails"]["id"]
    assert done["campaignDetails"]["campaignName"] == "Parcel News"
    assert rcs.events("RCS_BRAND")[-1].extra == {"status": "COMPLETED"}


async def test_decisions_that_cannot_be_are_told(rcs: Rcs) -> None:
    sender = await rcs.ready()
    place = (rcs.project, sender["id"])
    with pytest.raises(ValueError, match="country is one of"):
        rcs.control.set_operator(*place, "JP", "Telia", "LAUNCHED")
    with pytest.raises(ValueError, match="an operator of SE is one of Tele2, Telenor, Telia, Three"):
        rcs.control.set_operator(*place, "SE", "Orange", "LAUNCHED")
    with pytest.raises(Problem, match="user_is_not_tester_for_agent"):
        rcs.control.test_number(*place, NUMBER, "VERIFIED")
    with pytest.raises(Problem, match="sender_not_found"):
        rcs.control.unlaunch(rcs.project, "nobody")
    with pytest.raises(Problem, match="project_not_found"):
        rcs.control.unlaunch("nobody's", sender["id"])


# PATCH: what merges, what replaces, what removes.


async def test_objects_merge_arrays_replace_and_null_removes(rcs: Rcs) -> None:
    sender = await rcs.create(COMPLETE)
    changed = await rcs.patch(
        sender["id"],
        {
            "brand": {"emails": None, "phones": [{"label": "A", "number": "123456"}], "description": "News"},
            "countries": ["FR", "GB"],
            "questionnaire": {
                "general": {"answers": {"optInDescription": None}},
                "fr": {"answers": {"siren": "1" * 9}},
            },
        },
    )
    brand = changed["details"]["brand"]
    assert "emails" not in brand
    assert (brand["phones"][0]["number"], brand["description"], brand["name"]) == ("123456", "News", "Parcel News")
    assert changed["details"]["countries"] == ["FR", "GB"]
    form = changed["details"]["questionnaire"]
    assert "optInDescription" not in form["general"]["answers"]
    assert form["general"]["answers"]["triggerDescription"] == "A parcel is on its way"
    assert form["fr"]["answers"] == {"siren": "1" * 9}
    assert form["gb"]["answers"] == {}
    assert (await rcs.patch(sender["id"], {"countries": None}))["details"]["countries"] == []


@pytest.mark.parametrize(
    ("answers", "asked"),
    [
        ({}, 31),
        ({"companyLegalName": "X"}, 31),
        (US_V1, 6),
        ({"brandIndustry": "Automotive"}, 6),
        ({"brandIndustry": "RETAIL"}, 28),
        (US, 26),
        ({"ownershipType": "PUBLIC"}, 28),
        ({"ownershipType": "PUBLIC", "taxIdCountry": "SE"}, 27),
        ({"ownershipType": "PRIVATE", "taxIdCountry": "SE"}, 25),
    ],
)
async def test_the_us_section_asks_what_goes_with_its_answers(rcs: Rcs, answers: Any, asked: int) -> None:
    details = {"countries": ["US"], "questionnaire": {"us": {"answers": answers}}}
    section = (await rcs.create(details, region="US"))["details"]["questionnaire"]["us"]
    assert section["answers"] == answers
    assert len(section["questions"]) == asked


async def test_generations_of_us_answers_do_not_mix(rcs: Rcs) -> None:
    def us(answers: Any) -> Any:
        return {"questionnaire": {"us": {"answers": answers}}}

    sender = await rcs.create(us(US_V1))
    newer = (await rcs.patch(sender["id"], us(US)))["details"]["questionnaire"]["us"]
    assert newer["answers"] == US
    named = await rcs.patch(sender["id"], us({"companyLegalName": "X"}))
    assert named["details"]["questionnaire"]["us"]["answers"] == US | {"companyLegalName": "X"}
    older = await rcs.patch(sender["id"], us({"companyLegalName": "Y"}), usQuestionnaireVersion="v1")
    assert older["details"]["questionnaire"]["us"]["answers"] == {"companyLegalName": "Y"}
    assert len(older["details"]["questionnaire"]["us"]["questions"]) == 6
    wrong = await rcs.refused(
        400, "invalid_input", "PATCH", f"/senders/{sender['id']}", {"details": us(US)}, usQuestionnaireVersion="v1"
    )
    assert "belong to v2, not to v1" in wrong["additionalInformation"]["validationErrors"][0]
    empty = await rcs.patch(sender["id"], us({"companyLegalName": None}))
    assert len(empty["details"]["questionnaire"]["us"]["questions"]) == 31


# Test numbers.


async def test_an_invitation_arrives_and_is_accepted(rcs: Rcs) -> None:
    sender = await rcs.create({**COMPLETE, "testNumbers": [NUMBER]})
    place = f"/senders/{sender['id']}/testNumbers{PATH}"
    seen = [sender["testNumberStates"][0]["state"]]
    for _ in range(4):
        rcs.emulator.advance(2)
        seen.append((await rcs.ask("GET", place))["state"])
    assert seen == ["PENDING", "UNVERIFIED", "UNVERIFIED", "UNVERIFIED", "VERIFIED"]


@pytest.mark.parametrize(
    ("state", "capabilities"),
    [
        ("PENDING", "user_has_not_accepted_invite"),
        ("UNVERIFIED", "user_has_not_accepted_invite"),
        ("EXPIRED", "user_has_not_accepted_invite"),
        ("INVALID", "user_cannot_be_reached"),
        ("DECLINED", "blocked_because_the_recipient_declined"),
        ("REJECTED", "blocked_because_the_recipient_declined"),
    ],
)
async def test_capabilities_need_an_accepted_invitation(rcs: Rcs, state: NumberState, capabilities: str) -> None:
    sender = await rcs.ready({**COMPLETE, "testNumbers": [NUMBER]})
    rcs.control.test_number(rcs.project, sender["id"], NUMBER, state)
    place = f"/senders/{sender['id']}/testNumbers"
    await rcs.refused(404, capabilities, "GET", f"{place}{PATH}/capabilities")
    rcs.emulator.advance(DAY)
    assert (await rcs.ask("GET", place + PATH))["state"] == state, "a decision overtakes the invitation"
    if state in {"DECLINED", "REJECTED", "INVALID"}:
        blocked = (404, "blocked_because_the_recipient_declined")
        await rcs.refused(*blocked, "POST", place, {"testNumbers": [NUMBER]})
        await rcs.refused(*blocked, "GET", f"{place}{PATH}/retry")
        await rcs.ask("DELETE", place + PATH)
        await rcs.ask("POST", place, {"testNumbers": [NUMBER]}, 200)


async def test_a_day_has_twenty_invitations_and_a_sender_two_hundred_numbers(rcs: Rcs) -> None:
    def numbers(start: int, count: int) -> list[str]:
        return [f"+4612312{number:04}" for number in range(start, start + count)]

    sender = await rcs.ready({**COMPLETE, "testNumbers": numbers(0, 20)})
    place = f"/senders/{sender['id']}/testNumbers"
    await rcs.refused(429, "rbm_too_many_requests", "POST", place, {"testNumbers": [NUMBER]})
    await rcs.refused(429, "rbm_too_many_requests", "GET", f"{place}/%2B46123120000/retry")
    for day in range(1, 10):
        rcs.emulator.advance(DAY)
        await rcs.ask("POST", place, {"testNumbers": numbers(20 * day, 20)}, 200)
    rcs.emulator.advance(DAY)
    full = await rcs.refused(429, "rbm_too_many_requests", "POST", place, {"testNumbers": [NUMBER]})
    assert "200" in full["message"]
    assert len((await rcs.get(sender["id"]))["testNumberStates"]) == 200

    replaced = await rcs.patch(sender["id"], {"testNumbers": [NUMBER, *numbers(0, 3)]})
    assert replaced["details"]["testNumbers"] == [NUMBER, *numbers(0, 3)]
    assert {row["number"]: row["state"] for row in replaced["testNumberStates"]} == {
        NUMBER: "PENDING",
        **dict.fromkeys(numbers(0, 3), "VERIFIED"),
    }
    assert (await rcs.patch(sender["id"], {"testNumbers": None}))["testNumberStates"] == []
    await rcs.refused(
        429,
        "rbm_too_many_requests",
        "PATCH",
        f"/senders/{sender['id']}",
        {"details": {"testNumbers": numbers(300, 20)}},
    )


async def test_a_refused_change_changes_nothing(rcs: Rcs) -> None:
    sender = await rcs.ready({**COMPLETE, "testNumbers": [NUMBER]})
    details = {"brand": {"name": "Other"}, "countries": ["FR"], "testNumbers": [OTHER, "12"]}
    refusal = await rcs.refused(
        400, "add_test_number_invalid", "PATCH", f"/senders/{sender['id']}", {"details": details}
    )
    assert "12 is not a phone number" in refusal["message"]
    assert await rcs.get(sender["id"]) == sender


# Lists.


async def walk(rcs: Rcs, path: str, key: str, **query: Any) -> tuple[list[Any], list[Any]]:
    """Return all pages of a list, forwards and then backwards."""
    ahead: list[Any] = []
    page = await rcs.ask("GET", path, **query)
    ahead.append(page)
    while "nextPageToken" in page:
        page = await rcs.ask("GET", path, **query, pageToken=page["nextPageToken"])
        ahead.append(page)
    back = [page]
    while "previousPageToken" in page:
        page = await rcs.ask("GET", path, **query, pageToken=page["previousPageToken"])
        back.append(page)
    return [one[key] for one in ahead], [one[key] for one in back]


async def test_lists_are_walked_both_ways(rcs: Rcs) -> None:
    rcs.emulator.add_project("many", senders=23)
    rcs.project = "many"
    ahead, back = await walk(rcs, "/senders", "senders", pageSize=10)
    assert [len(page) for page in ahead] == [10, 10, 3]
    assert back == ahead[::-1]
    ahead, back = await walk(
        rcs, "/senders", "senders", pageSize=4, filterStates=["DRAFT", "LAUNCHED"], sortColumn="NAME"
    )
    assert back == ahead[::-1]
    names = [sender["details"]["brand"]["name"] for page in ahead for sender in page]
    assert names == sorted(names)

    sender = ahead[0][0]["id"]
    for number in range(5):
        await rcs.ask("POST", f"/senders/{sender}/comments", {"comment": str(number)})
        await rcs.ask("POST", "/comments", {"comment": str(number)})
    for path in (f"/senders/{sender}/activities", "/activities"):
        ahead, back = await walk(rcs, path, "notifications", pageSize=2)
        assert back == ahead[::-1]
        assert [entry["comment"] for page in ahead for entry in page] == ["4", "3", "2", "1", "0"]


async def test_a_token_is_good_for_the_list_only_that_it_came_from(rcs: Rcs) -> None:
    rcs.emulator.add_project("many", senders=23)
    rcs.project = "many"
    token = (await rcs.ask("GET", "/senders", pageSize=5))["nextPageToken"]
    assert (await rcs.ask("GET", "/senders", pageSize=7, pageToken=token))["pageSize"] == 7
    sender = (await rcs.ask("GET", "/senders"))["senders"][0]["id"]
    refused: tuple[int, str, str] = (400, "invalid_page_token", "GET")
    await rcs.refused(*refused, "/senders", search="bank", pageToken=token)
    await rcs.refused(*refused, "/senders", sortColumn="NAME", pageToken=token)
    await rcs.refused(*refused, f"/senders/{sender}/activities", pageToken=token)
    await rcs.refused(*refused, "/activities", pageToken=token)
    for wrong in (token[:-1], token[::-1], "MTA", "0", "é"):
        await rcs.refused(*refused, "/senders", pageToken=wrong)
    rcs.emulator.add_project("others", senders=23)
    rcs.project = "others"
    await rcs.refused(*refused, "/senders", pageToken=token)


async def test_projects_know_nothing_of_each_other(rcs: Rcs) -> None:
    mine = await rcs.ready()
    await rcs.ask("POST", "/comments", {"comment": "mine"})
    rcs.project = "second"
    assert (await rcs.ask("GET", "/senders"))["totalSize"] == 0
    assert (await rcs.ask("GET", "/activities"))["totalSize"] == 0
    await rcs.refused(404, "sender_not_found", "GET", f"/senders/{mine['id']}")
    theirs = await rcs.create()
    assert theirs["id"] != mine["id"]
    rcs.project = "first"
    await rcs.refused(404, "sender_not_found", "GET", f"/senders/{theirs['id']}")


# Seeded senders.


async def seeded(**options: Any) -> Any:
    async with (
        Emulator(project_id="p", frozen=True, check_replies=True, **options) as emulator,
        aiohttp.ClientSession() as session,
    ):
        return await Rcs(emulator, session).ask("GET", "/senders", pageSize=100)


async def test_the_same_seed_makes_the_same_senders() -> None:
    first = await seeded(senders=100)
    assert first == await seeded(senders=100)
    assert first != await seeded(senders=100, seed=1)
    assert first["senders"][:30] == (await seeded(senders=30))["senders"]


async def test_seeded_senders_are_as_large_and_varied_as_real_ones() -> None:
    senders = (await seeded(senders=100))["senders"]
    assert 7_000 < len(json.dumps(senders, separators=(",", ":"))) / 100 < 14_000
    assert len({sender["id"] for sender in senders}) == 100
    assert len({sender["state"] for sender in senders}) >= 6
    assert {len(sender["details"]["questionnaire"]) for sender in senders} >= {2, 3, 4}
    us = [sender["details"]["questionnaire"].get("us") for sender in senders]
    assert any(section and section["answers"]["messagesVolume"] == 10_000 for section in us)
    assert any("campaignDetails" in sender for sender in senders)


async def test_a_seeded_sender_looks_the_same_alone_and_lives_on(rcs: Rcs) -> None:
    rcs.emulator.add_project("many", senders=40)
    rcs.project = "many"
    listed = (await rcs.ask("GET", "/senders"))["senders"]
    for sender in listed[:20]:
        assert await rcs.get(sender["id"]) == sender
    one = next(sender for sender in listed if sender["state"] == "IN_TEST")
    await rcs.patch(one["id"], {"brand": {"name": "Renamed"}})
    again = (await rcs.ask("GET", "/senders"))["senders"]
    assert [sender["id"] for sender in again] == [sender["id"] for sender in listed]
    assert [sender["details"]["brand"]["name"] for sender in again].count("Renamed") == 1
    assert (await rcs.ask("GET", "/senders", search="renamed"))["totalSize"] == 1
    made = await rcs.create()
    assert (await rcs.ask("GET", "/senders"))["senders"][-1]["id"] == made["id"]
    waiting = next(sender for sender in listed if sender["state"] == "LAUNCHING")
    await rcs.launch(waiting["id"])
    rcs.emulator.advance(DAY)
    assert (await rcs.get(waiting["id"]))["state"] == "LAUNCHED"


async def test_a_million_senders_cost_nothing(rcs: Rcs) -> None:
    rcs.emulator.add_project("many", senders=1_000_000)
    rcs.project = "many"
    page = await rcs.ask("GET", "/senders", pageSize=1)
    assert page["totalSize"] == 1_000_000
    await rcs.refused(404, "sender_not_found", "GET", "/senders/" + page["senders"][0]["id"][:-12] + "0000000f4240")
    last = await rcs.get(page["senders"][0]["id"][:-12] + "0000000f423f")
    assert last["details"]["brand"]["name"].endswith("999999")


# Refusals with a cause.


@pytest.mark.parametrize("size", ["0", "101", "x", "1.5", "-1", "", " 5", "\uff15"])
@pytest.mark.parametrize("path", ["/senders", "/activities"])
async def test_a_page_size_that_is_none(rcs: Rcs, path: str, size: str) -> None:
    await rcs.refused(400, "invalid_page_size", "GET", path, pageSize=size)


async def test_a_filter_that_is_none_brings_the_supported_values(rcs: Rcs) -> None:
    refusal = await rcs.refused(400, "invalid_filter_states", "GET", "/senders", filterStates=["DRAFT", "GONE"])
    assert refusal["additionalInformation"]["supportedCodes"].startswith("DRAFT, IN_PROGRESS")
    for name in ("sortColumn", "sortDirection"):
        refusal = await rcs.refused(400, "invalid_input", "GET", "/senders", **{name: "GONE"})
        assert refusal["additionalInformation"]["validationErrors"][0].startswith(name)
    assert (await rcs.ask("GET", "/senders", somethingElse="1"))["totalSize"] == 0


BODIES: list[tuple[str, Any, str]] = [
    ("/senders", {}, "region"),
    ("/senders", {"region": "MOON", "billingCategory": "CONVERSATIONAL", "useCase": "OTP"}, "region"),
    ("/senders", {"region": "EU", "billingCategory": "CONVERSATIONAL", "useCase": "OTP", "name": "x"}, "name"),
    ("/comments", {"comment": ""}, "comment"),
    ("/comments", {"comment": "x" * 65_536}, "comment"),
    ("/comments", {"comment": 7}, "comment"),
    ("/comments", {}, "comment"),
]


@pytest.mark.parametrize(("path", "body", "field"), BODIES)
async def test_a_field_that_breaks_a_rule_is_named(rcs: Rcs, path: str, body: Any, field: str) -> None:
    refusal = await rcs.refused(400, "invalid_input", "POST", path, body)
    assert any(text.startswith(field) for text in refusal["additionalInformation"]["validationErrors"])


DETAILS: list[tuple[Any, str]] = [
    ({"brand": {"name": "x" * 41}}, "details.brand.name"),
    ({"brand": {"bannerUrl": "not a url"}}, "details.brand.bannerUrl"),
    ({"brand": {"emails": [{"label": "A", "address": "no address"}]}}, "details.brand.emails.0.address"),
    ({"brand": {"emails": [{"label": x, "address": "a@b.example"} for x in "AB"]}}, "details.brand.emails"),
    ({"brand": {"phones": [{"label": x, "number": "123456"} for x in "AB"]}}, "details.brand.phones"),
    ({"brand": {"websites": [{"label": x, "url": "https://x.example"} for x in "AB"]}}, "details.brand.websites"),
    ({"countries": []}, "details.countries"),
    ({"countries": ["JP"]}, "details.countries.0"),
    ({"testNumbers": [NUMBER, NUMBER]}, "details.testNumbers"),
    ({"testNumbers": [f"+4612312{number:04}" for number in range(201)]}, "details.testNumbers"),
    ({"questionnaire": {"fr": {"answers": {"siren": "12"}}}}, "details.questionnaire.fr.answers.siren"),
    ({"questionnaire": {"gb": {}}}, "details.questionnaire.gb.answers"),
    ({"questionnaire": {"us": {"answers": {"ein": "1", "messagesVolume": "x"}}}}, "details.questionnaire.us.answers"),
]


@pytest.mark.parametrize(("details", "field"), DETAILS, ids=[f"{field}-{n}" for n, (_, field) in enumerate(DETAILS)])
async def test_details_that_break_a_rule_are_named_in_create_and_update(rcs: Rcs, details: Any, field: str) -> None:
    sender = await rcs.create()
    body = {"region": "EU", "billingCategory": "CONVERSATIONAL", "useCase": "OTP", "details": details}
    for method, path, sent in (
        ("POST", "/senders", body),
        ("PATCH", f"/senders/{sender['id']}", {"details": details}),
    ):
        refusal = await rcs.refused(400, "invalid_input", method, path, sent)
        assert any(text.startswith(field) for text in refusal["additionalInformation"]["validationErrors"]), refusal
    assert (await rcs.ask("GET", "/senders"))["totalSize"] == 1


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"7", b"null", b"\xff", b'{"a": NaN}'])
async def test_a_body_that_is_no_object(rcs: Rcs, content: bytes) -> None:
    sender = await rcs.create()
    for method, path in (
        ("POST", "/senders"),
        ("POST", "/comments"),
        ("PATCH", f"/senders/{sender['id']}"),
        ("POST", f"/senders/{sender['id']}/comments"),
    ):
        await rcs.refused(400, "invalid_payload", method, path, content)


async def test_an_update_has_to_say_something(rcs: Rcs) -> None:
    sender = await rcs.create()
    await rcs.refused(400, "no_fields_to_update", "PATCH", f"/senders/{sender['id']}", {"details": {}})
    await rcs.refused(400, "invalid_input", "PATCH", f"/senders/{sender['id']}", {})
    await rcs.refused(400, "invalid_input", "PATCH", f"/senders/{sender['id']}", {"details": {"brand": {"name": None}}})


async def test_in_launch_only_countries_change(rcs: Rcs) -> None:
    sender = await rcs.ready()
    await rcs.launch(sender["id"])
    for _ in ("LAUNCHING", "LAUNCHED"):
        body = {"details": {"brand": {"name": "Other"}, "countries": ["SE"]}}
        await rcs.refused(400, "fields_not_updatable", "PATCH", f"/senders/{sender['id']}", body)
        await rcs.patch(sender["id"], {"countries": ["SE", "NO"]})
        rcs.emulator.advance(DAY)


async def test_the_us_goes_with_its_own_region_only(rcs: Rcs) -> None:
    details = {**COMPLETE, "countries": ["US"]}
    sender = await rcs.ready(details)
    code = "invalid_region_for_att_supplier"
    await rcs.refused(400, code, "POST", f"/senders/{sender['id']}/launch")
    await rcs.refused(400, code, "PATCH", f"/senders/{sender['id']}", {"details": {"countries": ["SE", "US"]}})
    american = await rcs.ready(details, region="US")
    refusal = await rcs.refused(412, "launch_precondition_failed", "POST", f"/senders/{american['id']}/launch")
    missing = refusal["additionalInformation"]["validationErrors"]
    assert "details.questionnaire.verification.answers.phone is required" in missing
    assert len(missing) == 26


@pytest.mark.parametrize(
    ("trouble", "status"),
    [
        ("file_invalid_mime_type", 400),
        ("file_not_found", 409),
        ("file_size_too_large", 409),
        ("file_has_wrong_dimensions", 409),
        ("file_unexpected_error", 409),
    ],
)
async def test_images_that_cannot_be_used(rcs: Rcs, trouble: Any, status: int) -> None:
    url = BRAND["logoUrl"]
    rcs.control.fail_file(rcs.project, url, trouble)
    refusal = await rcs.create(COMPLETE, expect=status)
    assert refusal["errorCode"] == trouble
    assert "details.brand.logoUrl" in refusal["message"]
    assert (await rcs.ask("GET", "/senders"))["totalSize"] == 0
    rcs.control.fail_file(rcs.project, url, None)
    await rcs.create(COMPLETE)


async def test_questionnaires_name_what_they_take(rcs: Rcs) -> None:
    refusal = await rcs.refused(400, "questionnaire_invalid_use_case", "GET", "/questionnaire/NEW")
    assert refusal["additionalInformation"] == {"validUseCases": "MULTIUSE, OTP, PROMOTIONAL, TRANSACTIONAL"}
    refusal = await rcs.refused(400, "questionnaire_invalid_country", "GET", "/questionnaire/OTP", countries="JP")
    assert refusal["additionalInformation"]["supportedValues"].startswith("AT, BE, BR")
    await rcs.refused(400, "invalid_input", "GET", "/questionnaire/OTP", usQuestionnaireVersion="v3")


# What is asked of a sender that is not there, cannot be there, or is nothing but a draft.
OF_A_SENDER: list[tuple[str, str, str, Any]] = [
    ("getRcsSender", "GET", "", None),
    ("updateRcsSender", "PATCH", "", {"details": {"countries": ["SE"]}}),
    ("listRcsSenderActivities", "GET", "/activities", None),
    ("createRcsSenderComment", "POST", "/comments", {"comment": "x"}),
    ("launchRcsSender", "POST", "/launch", None),
    ("addRcsTestNumbers", "POST", "/testNumbers", {"testNumbers": [NUMBER]}),
    ("getRcsTestNumberState", "GET", f"/testNumbers{PATH}", None),
    ("deleteRcsTestNumber", "DELETE", f"/testNumbers{PATH}", None),
    ("getRcsTestNumberCapabilities", "GET", f"/testNumbers{PATH}/capabilities", None),
    ("retryRcsTestNumber", "GET", f"/testNumbers{PATH}/retry", None),
]


@pytest.mark.parametrize(("operation", "method", "path", "body"), OF_A_SENDER)
async def test_a_sender_that_is_not_there(rcs: Rcs, operation: str, method: str, path: str, body: Any) -> None:
    await rcs.refused(404, "sender_not_found", method, f"/senders/nobody{path}", body)
    malformed = f"/senders/{'x' * 101}{path}"
    if "invalid_id_format" in the_contract().operations[operation].error_codes[400]:
        await rcs.refused(400, "invalid_id_format", method, malformed, body)
    else:
        await rcs.refused(404, "sender_not_found", method, malformed, body)
    assert {entry.operation for entry in rcs.emulator.requests} == {operation}


@pytest.mark.parametrize(("operation", "method", "path", "body"), OF_A_SENDER[5:])
async def test_test_numbers_need_a_sender_at_google_and_a_number(
    rcs: Rcs, operation: str, method: str, path: str, body: Any
) -> None:
    draft = await rcs.create()
    await rcs.refused(400, "no_google_supplier", method, f"/senders/{draft['id']}{path}", body)
    if operation != "addRcsTestNumbers":
        sender = await rcs.ready()
        await rcs.refused(404, "user_is_not_tester_for_agent", method, f"/senders/{sender['id']}{path}", body)


async def test_a_draft_cannot_be_launched(rcs: Rcs) -> None:
    draft = await rcs.create()
    await rcs.refused(409, "launch_invalid_agent_state", "POST", f"/senders/{draft['id']}/launch")


@pytest.mark.parametrize("number", ["12", "46123123222", "+0123", "+46 123", "+4612312322212345", "", "+"])
async def test_a_number_that_is_none(rcs: Rcs, number: str) -> None:
    sender = await rcs.ready()
    place = f"/senders/{sender['id']}/testNumbers"
    await rcs.refused(400, "add_test_number_invalid", "POST", place, {"testNumbers": [NUMBER, number]})
    assert (await rcs.get(sender["id"]))["testNumberStates"] == []
    refusal = await rcs.create({"testNumbers": [number]}, expect=400)
    assert refusal["errorCode"] == "add_test_number_invalid"


# Refusals whose cause is not in the emulator come on request.
ASKED: dict[str, tuple[str, str, Any]] = {
    "listRcsSenders": ("GET", "/senders", None),
    "createRcsSender": ("POST", "/senders", {"region": "EU", "billingCategory": "CONVERSATIONAL", "useCase": "OTP"}),
    "listRcsAccountActivities": ("GET", "/activities", None),
    "createRcsAccountComment": ("POST", "/comments", {"comment": "x"}),
    "getRcsQuestionnaire": ("GET", "/questionnaire/OTP", None),
    **{operation: (method, f"/senders/s1{path}", body) for operation, method, path, body in OF_A_SENDER},
}
DOCUMENTED = [
    (operation, status, code)
    for operation in ASKED
    for status, codes in the_contract().operations[operation].error_codes.items()
    for code in codes
]


def test_all_rcs_operations_are_asked() -> None:
    assert ASKED.keys() == {name for name in the_contract().operations if "Rcs" in name}
    assert len(DOCUMENTED) > 100


@pytest.mark.parametrize(("operation", "status", "code"), DOCUMENTED)
async def test_every_documented_refusal_comes_on_request(rcs: Rcs, operation: str, status: int, code: str) -> None:
    rcs.emulator.fail(operation, error_code=code, times=1)
    method, path, body = ASKED[operation]
    refusal = await rcs.refused(status, code, method, path, body)
    assert the_contract().operations[operation].check_reply(status, refusal) == []
    _, message, resolution = KNOWN[code]
    assert (refusal["message"], refusal["resolution"]) == (message, resolution)
    assert (await rcs.ask("GET", "/senders"))["totalSize"] == 0, "it was not carried out"


async def test_what_is_created_complete_is_in_test_at_once_and_can_be_launched(rcs: Rcs) -> None:
    made = await rcs.create(COMPLETE)
    assert made["state"] == "IN_TEST"
    assert made["authToken"]
    assert (await rcs.launch(made["id"]))["state"] == "LAUNCHING"
    assert await rcs.history(made["id"]) == ["TEST", "CREATED"]


@pytest.mark.parametrize("color", ["#FFF", "fff", "FF5733", "#ff5733"])
async def test_a_color_is_hex(rcs: Rcs, color: str) -> None:
    made = await rcs.create({"brand": {"color": color}})
    assert made["details"]["brand"]["color"] == color
    assert (await rcs.patch(made["id"], {"brand": {"color": color}}))["details"]["brand"]["color"] == color


@pytest.mark.parametrize("color", ["red", "", "#FF57", "#FF57333", "#GGGGGG", "##FFF", "#FFF\n"])
async def test_a_color_that_is_not_hex_is_rejected(rcs: Rcs, color: str) -> None:
    wrong = ["details.brand.color must be a hexadecimal color"]
    content = await rcs.create({"brand": {"color": color}}, expect=400)
    assert content["additionalInformation"]["validationErrors"] == wrong
    made = await rcs.create()
    content = await rcs.patch(made["id"], {"brand": {"color": color}}, expect=400)
    assert content["additionalInformation"]["validationErrors"] == wrong


async def test_launching_a_draft_says_what_to_do(rcs: Rcs) -> None:
    made = await rcs.create()
    rejection = await rcs.refused(409, "launch_invalid_agent_state", "POST", f"/senders/{made['id']}/launch")
    assert "Complete it first" in rejection["resolution"]
    assert "logoUrl" in rejection["resolution"]


async def test_mistakes_are_worded_as_the_published_examples_are(rcs: Rcs) -> None:
    made = await rcs.create()
    content = await rcs.ask("PATCH", f"/senders/{made['id']}", {}, 400)
    assert content["additionalInformation"]["validationErrors"] == ["details should not be null or undefined"]
    wanted = {"target": 1, "secret": "s", "triggers": ["ALL"]}
    content = await rcs.ask("POST", "/webhooks", wanted, 400, root="")
    assert content["additionalInformation"]["validationErrors"] == ["target must be a string"]
