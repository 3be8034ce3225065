"""Decisions over HTTP: the listing, and for each of them a call that works and arguments that do not."""

from typing import Any

import pytest

from sinch_provisioning.emulator import Emulator
from sinch_provisioning.emulator.console.calls import decisions
from tests.console.asking import Asker
from tests.console.scene import Scene

pytestmark = pytest.mark.anyio

ALL = dict(decisions(Emulator(frozen=True).control))
FIELDS: dict[str, Any] = {
    "rcs/link_app": {"app_id": "A" * 32},
    "rcs/register_brand": {"status": "COMPLETED"},
    "rcs/set_operator": {"country": "SE", "operator": "Telia", "status": "SUSPENDED", "remark": "Not now."},
    "rcs/test_number": {"number": "+46700000002", "state": "DECLINED"},
    "conversation/set_channel": {"channel": "viber", "fields": {"status": "FAILING"}},
    "whatsapp/account/set_location": {"country": "PL"},
    "whatsapp/meta/offer_manager": {"on": False},
    "whatsapp/meta/offer_analytics": {"on": False},
    "whatsapp/meta/add_waba": {"numbers": {"1": ["48", "123456789"]}},
    "whatsapp/meta/add_flow": {"name": "survey", "screens": ["FIRST", "LAST"]},
    "whatsapp/senders/decide_field": {"field": "displayName", "decision": "APPROVED"},
    "whatsapp/templates/make_at_meta": {"category": "UTILITY", "components": [{"type": "BODY", "text": "Hello"}]},
    "whatsapp/templates/add_figures": {"sent": 3, "delivered": 2, "read": 1, "clicks": {"Stop": 1}, "hours": 2},
    "kakaotalk/account/initialize": {"on": False},
    "kakaotalk/templates/hold": {"on": False},
    "whatsapp/templates/hold": {"on": False},
    "sms/set_status": {"status": "BLOCKED"},
}
"""What is decided, where what is made up from the types would not do."""


def schema_of(parameter: Any) -> Any:
    """Return the schema of what is not null."""
    schema = parameter["schema"]
    return next((each for each in schema.get("anyOf", [schema]) if each.get("type") != "null"), schema)


def made_up(parameter: Any) -> Any:
    schema = schema_of(parameter)
    if "enum" in schema:
        return schema["enum"][0]
    return {"integer": 5, "number": 1.5, "boolean": True, "string": "something"}.get(schema["type"], [])


def wrong(parameter: Any) -> Any:
    """Return what no parameter of this type takes."""
    return 7 if schema_of(parameter).get("type", "string") in {"string", "object", "array"} else {"no": "number"}


@pytest.fixture
async def known(asker: Asker, emulator: Emulator, scene: Scene) -> dict[str, dict[str, Any]]:
    """Ids of what there is, by the family or the group that decides about it."""
    project = emulator.project_id
    state = emulator.snapshot()["projects"][project]["tables"]
    template = next(iter(state["kakaotalk_templates"].values()))
    return {
        "rcs": {"sender_id": scene.testing},
        "sms": {"sms_app_id": next(iter(state["sms_apps"]))},
        "bundles": {"bundle_id": next(iter(state["bundles"]))},
        "conversation": {"app_id": next(iter(state["conversation_apps"]))},
        "kakaotalk": {"plus_friend_id": template["plusFriendId"], "template_code": template["code"]},
        "whatsapp/senders": {"sender_id": next(iter(state["whatsapp_senders"]))},
        "whatsapp/templates": {"name": "parcel_arrives", "language": "EN"},
    }


async def prepare(asker: Asker, emulator: Emulator, path: str) -> None:
    """Bring about what some decisions are about."""
    project = emulator.project_id
    parts = emulator.snapshot()
    state = parts["projects"][project]["tables"]
    account, sender = state["whatsapp_account"][""], next(iter(state["whatsapp_senders"].values()))
    match path.split("/"):
        case ["whatsapp", "account", "onboard" | "ask_client" | "reject"]:
            account["changes"] = {"status": "IN_PROGRESS", "details": account["details"]}
        case ["whatsapp", "senders", "finish" | "reject" | "fail"]:
            sender["changes"] = {"status": "IN_PROGRESS", "details": {}}
        case ["whatsapp", "senders", "decide_field"]:
            sender["metadata"]["displayName"] = {"value": "New", "status": "PENDING"}
        case ["whatsapp", "templates", "set_state"]:
            emulator.control.whatsapp.templates.approve(project, "parcel_arrives", "EN")
            return
        case ["kakaotalk", "senders", "approve" | "reject"]:
            state["kakaotalk_senders"]["parcelnews"]["changes"] = {"status": "IN_PROGRESS", "details": {}}
        case _:
            return
    emulator.restore(parts)


async def test_the_listing_has_every_decision_with_what_it_takes(asker: Asker, emulator: Emulator) -> None:
    listed = {each["path"]: each for each in (await asker.get("control"))["decisions"]}
    assert listed.keys() == {f"/_emulator/control/{path}" for path in ALL}
    families = {path.split("/")[0] for path in ALL}
    assert families == {name for name in vars(emulator.control) if not name.startswith("_")}
    one = listed["/_emulator/control/rcs/set_operator"]
    assert one["summary"] == "Let an operator of a country decide, say LAUNCHED, or REJECTED with a remark."
    assert [each["name"] for each in one["parameters"]] == [
        *("project_id", "sender_id", "country", "operator", "status", "remark")
    ]
    status, remark = one["parameters"][-2:]
    assert status["required"]
    assert "LAUNCHED" in status["schema"]["enum"]
    assert not remark["required"]
    assert remark["default"] is None
    assert all(each["summary"].endswith(".") and each["parameters"] for each in listed.values())


@pytest.mark.parametrize("path", ALL)
async def test_a_decision_is_taken_and_wrong_arguments_are_named(
    asker: Asker, emulator: Emulator, known: dict[str, dict[str, Any]], path: str
) -> None:
    call = ALL[path]
    group = known.get(path.rpartition("/")[0]) or known.get(path.split("/", maxsplit=1)[0], {})
    given = {each["name"]: made_up(each) for each in call.parameters() if each["required"]}
    names = {each["name"] for each in call.parameters()}
    given |= {name: value for name, value in group.items() if name in names}
    given |= FIELDS.get(path, {}) | {"project_id": asker.project}

    for parameter in call.parameters():
        name = parameter["name"]
        refused = await asker.post(f"control/{path}", {**given, name: wrong(parameter)}, 400)
        assert refused["errorCode"] == "invalid_input"
        assert any(f"`{name}" in error for error in refused["additionalInformation"]["validationErrors"]), refused
        if parameter["required"]:
            left_out = {each: value for each, value in given.items() if each != name}
            refused = await asker.post(f"control/{path}", left_out, 400)
            assert f"`{name}`" in refused["additionalInformation"]["validationErrors"][0]
    refused = await asker.post(f"control/{path}", {**given, "nonsense": 1}, 400)
    assert "`nonsense`" in refused["additionalInformation"]["validationErrors"][0]
    missing = await asker.post(f"control/{path}", {**given, "project_id": "nobody's"}, 404)
    assert missing["errorCode"] == "project_not_found"

    await prepare(asker, emulator, path)
    before = emulator.snapshot()["projects"]
    result = await asker.post(f"control/{path}", given)
    if path.endswith("/code"):
        assert result.isdecimal()
    elif not path.endswith("/announce_category"):  # it is nothing but an event
        assert emulator.snapshot()["projects"] != before
    else:
        assert emulator.events[-1].type == "WHATSAPP_TEMPLATE_CATEGORY_FUTURE_UPDATE"


async def test_what_cannot_be_decided_is_told(asker: Asker, scene: Scene) -> None:
    place = {"project_id": asker.project, "sender_id": scene.launching, "country": "SE", "status": "LAUNCHED"}
    refused = await asker.post("control/rcs/set_operator", {**place, "operator": "Orange"}, 400)
    assert refused["additionalInformation"]["validationErrors"] == [
        "an operator of SE is one of Tele2, Telenor, Telia, Three, not Orange"
    ]
    nobody = {**place, "operator": "Telia", "sender_id": "nobody"}
    assert (await asker.post("control/rcs/set_operator", nobody, 404))["errorCode"] == "sender_not_found"


@pytest.mark.parametrize("body", ["[1]", "{", "nonsense", '{"project_id": NaN}'])
async def test_a_body_that_is_no_object_is_refused(asker: Asker, body: str) -> None:
    answer = await asker.ask("POST", "control/rcs/unlaunch", body, headers={"Content-Type": "application/json"})
    assert (answer.status, answer.json["errorCode"]) == (400, "invalid_payload")


@pytest.mark.parametrize(
    "path", ["control/rcs", "control/rcs/nothing", "control/nothing/x", "control/rcs/_store", "control/"]
)
async def test_a_decision_that_there_is_not_is_not_found(asker: Asker, path: str) -> None:
    assert (await asker.post(path, {}, 404))["errorCode"] == "not_found"


async def test_a_form_says_the_same_in_texts(asker: Asker, emulator: Emulator, scene: Scene) -> None:
    form = {"project_id": asker.project, "sender_id": scene.launching, "country": "SE", "operator": "Telia"}
    answer = await asker.ask("POST", "control/rcs/set_operator", data={**form, "status": "LAUNCHED", "remark": ""})
    assert answer.status == 204
    assert emulator.events[-1].extra["operatorCurrentStatus"] == "LAUNCHED"
    await asker.ask("POST", "control/whatsapp/templates/hold", data={"project_id": asker.project, "on": "false"})
    parts = emulator.snapshot()["projects"][asker.project]["tables"]
    assert parts["settings"]["whatsapp_templates"]["hold"] is False
    # What curl sends with -d says that it is a form.
    as_curl = {"Content-Type": "application/x-www-form-urlencoded"}
    body = f'{{"project_id": "{asker.project}", "on": true}}'
    assert (await asker.ask("POST", "control/whatsapp/templates/hold", body, headers=as_curl)).status == 204
    parts = emulator.snapshot()["projects"][asker.project]["tables"]
    assert parts["settings"]["whatsapp_templates"]["hold"] is True
