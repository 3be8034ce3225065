"""Events: every documented one has a type of its own, and nothing of any event is lost."""

import json
import pickle
import subprocess
import sys
from datetime import UTC, datetime
from typing import Any, assert_never, cast

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sinch_provisioning import Secret, bundles, errors, from_json, kakaotalk, rcs, to_json, webhooks, whatsapp
from sinch_provisioning.webhooks import EVENTS, Event, KnownEvent, UnknownEvent, WebhookTrigger
from tests.contract.document import breaches
from tests.documented import read
from tests.webhooks.samples import ILLUSTRATION, SENDER_STUB, TABLE, TYPES, an_event, events

JSON = Any
PAYLOADS: dict[str | None, Any] = {
    None: type(None),
    "BundlesBundles": bundles.Bundle,
    "WhatsappAccount": whatsapp.Account,
    "WhatsappSender": whatsapp.Sender,
    "WhatsappTemplate": whatsapp.Template,
    "RcsSender": rcs.Sender,
    "KakaotalkSender": kakaotalk.Sender,
    "KakaotalkTemplate": kakaotalk.Template,
}


def read_event(content: JSON) -> Any:
    return read(Event, content)


def without_state(event: Any) -> Any:
    return attrs.evolve(event, payload=attrs.evolve(event.payload, state=None))


def same_moments(value: JSON) -> JSON:
    """Write all times in one way, as the documents write some of them with a small t."""

    def same(fields: list[tuple[str, JSON]]) -> JSON:
        return {name: moment(each) for name, each in fields}

    def moment(each: JSON) -> JSON:
        if not isinstance(each, str) or each[4:5] != "-":
            return each
        try:
            return datetime.fromisoformat(each.upper()).astimezone(UTC)
        except ValueError:
            return each

    return json.loads(json.dumps(value), object_pairs_hook=same)


def test_each_trigger_has_a_type_of_its_own() -> None:
    assert len(TYPES) == 38
    assert set(TYPES) == set(EVENTS) == set(WebhookTrigger) - {WebhookTrigger.ALL}
    assert len(set(EVENTS.values())) == 38
    for trigger, cls in EVENTS.items():
        assert cls.__name__.upper() == trigger.replace("_", "")
        assert getattr(webhooks, cls.__name__) is cls


@pytest.mark.parametrize("type", TYPES)
def test_a_documented_event_becomes_its_own_type_and_comes_out_as_it_went_in(type: str) -> None:
    (row,) = [row for row in TABLE if type in row["types"]]
    for content in events(type):
        assert breaches({"$ref": "#/components/schemas/WebhookEvent"}, content, strict=False) == []
        event = read_event(content)
        own_type: Any = EVENTS[WebhookTrigger(type)]
        assert event.__class__ is own_type
        assert event.type == type
        if "payload" in content:
            assert isinstance(event.payload, PAYLOADS[row["payload"]])
        else:
            assert event.payload is None
        assert event.comment == content.get("comment")
        written = to_json(event)
        assert same_moments(json.loads(written)) == same_moments(content)
        again = from_json(cast("Any", Event), written)
        assert (again, again.body) == (event, b"")


@pytest.mark.parametrize("content", [SENDER_STUB, ILLUSTRATION], ids=["a deleted sender", "the illustration"])
def test_what_the_documents_describe_in_words_is_read_too(content: JSON) -> None:
    event = read_event(content)
    assert json.loads(to_json(event)) == content


def test_the_fields_beside_the_payload_are_typed() -> None:
    status = an_event("RCS_SENDER_STATUS_UPDATED")
    assert read_event({**status, "currentState": "LAUNCHED"}).current_state is rcs.SenderState.LAUNCHED
    operator = an_event("RCS_SENDER_OPERATOR_STATUS_UPDATED")
    event = read_event({**operator, "operator": "9 Mobile", "operatorCountry": "NG", "operatorCurrentStatus": "NEWER"})
    assert (event.operator, event.operator_country) == ("9 Mobile", rcs.CountryCode.NG)
    assert str(event.operator_current_status) == "NEWER"
    assert not event.operator_current_status.is_known


@pytest.mark.parametrize("type", TYPES)
def test_an_event_needs_its_type_and_its_resource_only(type: str) -> None:
    whole = an_event(type)
    event = read_event({name: value for name, value in whole.items() if name in {"type", "payload"}})
    for field in attrs.fields(cast("Any", EVENTS[WebhookTrigger(type)])):
        if field.name not in {"type", "payload", "body"}:
            assert getattr(event, field.name) is None


def test_match_and_type_checkers_tell_events_apart() -> None:
    def told(event: Event) -> str:
        match event:
            case webhooks.RcsSenderStatusUpdated(payload=sender, current_state=state):
                return f"{sender.id} {state}"
            case webhooks.RcsAccountCommentAdded(comment=comment):
                return comment or ""
            case UnknownEvent(content=content):
                return f"unknown {content['type']}"
            case KnownEvent():
                return str(event.type)
            case _:
                assert_never(event)

    sender = an_event("RCS_SENDER_STATUS_UPDATED")
    assert told(read_event({**sender, "currentState": "IN_TEST"})) == f"{sender['payload']['id']} IN_TEST"
    assert told(read_event({"type": "RCS_ACCOUNT_COMMENT_ADDED", "comment": "hello"})) == "hello"
    assert told(read_event({"type": "FAX_SENDER_ACTIVE"})) == "unknown FAX_SENDER_ACTIVE"
    assert told(read_event(an_event("BUNDLE_DONE"))) == "BUNDLE_DONE"


def test_an_unknown_type_is_seen_and_kept_whole() -> None:
    content = {"type": "FAX_SENDER_ACTIVE", "payload": {"id": "f1", "deep": [{"x": None}]}, "comment": "new", "y": 1.5}
    event = read_event(content)
    assert isinstance(event, UnknownEvent)
    assert event.type == "FAX_SENDER_ACTIVE"
    assert not event.type.is_known
    assert event.content == content
    assert (event.payload, event.comment) == (content["payload"], "new")
    assert json.loads(to_json(event)) == content
    assert pickle.loads(pickle.dumps(event)) == event
    assert read_event({"type": "ALL"}).type is WebhookTrigger.ALL
    assert (read_event({"type": "X", "comment": {}}).comment, read_event({"type": "X"}).payload) == (None, None)


def test_new_fields_and_values_do_no_harm() -> None:
    content = an_event("WHATSAPP_SENDER_ACTIVE")
    grown = {**content, "payload": {**content["payload"], "state": "NAPPING", "mood": {"a": 1}}, "eventId": "e1"}
    event = read_event(grown)
    assert isinstance(event, webhooks.WhatsappSenderActive)
    assert event.payload.state == "NAPPING"
    assert without_state(event) == without_state(read_event(content))


@pytest.mark.parametrize(
    ("content", "path"),
    [
        ({}, "$"),
        ({"type": None}, "$"),
        ({"type": 38}, "$"),
        ([], "$"),
        ("BUNDLE_DONE", "$"),
        ({"type": "BUNDLE_DONE"}, "$.payload"),
        ({"type": "BUNDLE_DONE", "payload": []}, "$.payload"),
        ({"type": "RCS_ACCOUNT_COMMENT_ADDED", "comment": 7}, "$.comment"),
        ({"type": "RCS_SENDER_STATUS_UPDATED", "payload": {"id": 7}}, "$.payload.id"),
    ],
)
def test_what_is_not_an_event_is_rejected_with_its_place(content: JSON, path: str) -> None:
    body = json.dumps(content).encode()
    with pytest.raises(errors.DecodeError) as caught:
        from_json(cast("Any", Event), body)
    assert (caught.value.path, caught.value.body) == (path, body)


def test_secrets_stay_secret() -> None:
    rcs_event = an_event("RCS_SENDER_STATUS_UPDATED")
    rcs_event["payload"]["authToken"] = "hunter2"
    whatsapp_event = an_event("WHATSAPP_SENDER_ACTIVE")
    whatsapp_event["payload"]["bearerToken"] = "hunter2"
    unknown = {"type": "FAX_SENDER_ACTIVE", "payload": {"authToken": "hunter2"}}
    for content in (rcs_event, whatsapp_event, unknown):
        event = read_event(content)
        object.__setattr__(event, "body", json.dumps(content).encode())
        assert "hunter2" not in repr(event)
        assert "hunter2" not in str(event)
        assert "hunter2" not in f"{[event]}"
        assert "hunter2" in json.dumps(event.content)
    assert read_event(rcs_event).payload.auth_token == Secret("hunter2")
    assert read_event(whatsapp_event).payload.bearer_token == Secret("hunter2")


def test_content_of_an_event_that_did_not_come_in_is_what_would_be_written() -> None:
    event = webhooks.RcsAccountCommentAdded(comment="hello")
    assert event.content == {"type": "RCS_ACCOUNT_COMMENT_ADDED", "comment": "hello"}
    assert event.body == b""


def test_whoever_only_registers_webhooks_loads_no_family() -> None:
    code = (
        "import sys; from sinch_provisioning import webhooks; from sinch_provisioning.webhooks import api; "
        "loaded = [name for name in sys.modules if 'rcs' in name or 'whatsapp' in name or name == 'aiohttp']; "
        "assert not loaded, loaded; webhooks.Receiver; assert 'sinch_provisioning.rcs.senders.models' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


WHOLE = st.integers(min_value=-(2**53), max_value=2**53)
ANYTHING = st.recursive(
    st.none() | st.booleans() | WHOLE | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(
    type=st.text().filter(lambda name: name not in TYPES),
    rest=st.dictionaries(st.text().filter(lambda name: name != "type"), ANYTHING, max_size=5),
)
def test_whatever_an_unknown_event_holds_comes_out_again(type: str, rest: JSON) -> None:
    content = {"type": type, **rest}
    event = read_event(content)
    assert event.content == content
    assert event.type == type
    assert json.loads(to_json(event)) == content


@given(
    type=st.sampled_from(TYPES),
    extra=st.dictionaries(
        st.text(min_size=1).filter(lambda name: not name.isascii() or not name.isalpha()), ANYTHING, max_size=4
    ),
)
def test_whatever_is_added_to_a_known_event_changes_nothing_of_what_is_known(type: str, extra: JSON) -> None:
    content = an_event(type)
    grown = {**content, **extra}
    if "payload" in content:
        grown["payload"] = {**content["payload"], **extra}
    assert read_event(grown) == read_event(content)
