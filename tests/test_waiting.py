"""Waiting: growing pauses, an end in time, and an early end where hope is gone."""

from collections.abc import Callable
from typing import Any

import pytest

from sinch_provisioning import AsyncClient, Client, errors, rcs, whatsapp
from sinch_provisioning.testing import ManualClock
from sinch_provisioning.waiting import parse_states, poll
from tests.net.wire import wire

pytestmark = pytest.mark.anyio


class Object:
    """Something at the service that counts how often it was read."""

    def __init__(self, fails_at: int | None = None) -> None:
        self.reads = 0
        self._fails_at = fails_at

    async def read(self) -> int:
        self.reads += 1
        if self.reads == self._fails_at:
            raise errors.NotFound(status=404, error_code="sender_not_found")
        return self.reads


def never(_: int) -> str | None:
    return None


def at(count: int) -> Callable[[int], bool]:
    return lambda reads: reads >= count


async def test_what_is_there_already_is_not_waited_for() -> None:
    clock = ManualClock()
    assert await poll(Object().read, done=at(1), give_up=never, deadline=1, clock=clock) == 1
    assert clock.slept == []


async def test_pauses_grow_from_one_second_to_thirty() -> None:
    clock = ManualClock()
    assert await poll(Object().read, done=at(13), give_up=never, deadline=3600, clock=clock) == 13
    assert clock.slept[:4] == [1.0, 1.5, 2.25, 3.375]
    assert clock.slept == sorted(clock.slept)
    assert clock.slept[-2:] == [30.0, 30.0]


async def test_the_deadline_is_kept_to_the_second_and_looked_at_once_more() -> None:
    clock, thing = ManualClock(), Object()
    with pytest.raises(errors.WaitFailed, match="not reached within 100 seconds") as caught:
        await poll(thing.read, done=at(10**6), give_up=never, deadline=100, clock=clock)
    assert sum(clock.slept) == pytest.approx(100)
    assert caught.value.last == thing.reads == len(clock.slept) + 1


async def test_what_comes_with_the_last_look_has_come() -> None:
    clock = ManualClock()
    assert await poll(Object().read, done=at(2), give_up=never, deadline=0.5, clock=clock) == 2
    assert clock.slept == [0.5]


async def test_no_hope_ends_the_wait_at_once() -> None:
    clock = ManualClock()

    def hopeless(reads: int) -> str | None:
        return "it was refused" if reads == 3 else None

    with pytest.raises(errors.WaitFailed, match="it was refused") as caught:
        await poll(Object().read, done=at(5), give_up=hopeless, deadline=3600, clock=clock)
    assert caught.value.last == 3
    assert len(clock.slept) == 2


async def test_what_is_done_needs_no_hope() -> None:
    assert await poll(Object().read, done=at(1), give_up=lambda _: "gone", deadline=1, clock=ManualClock()) == 1


async def test_an_error_of_reading_is_the_callers() -> None:
    with pytest.raises(errors.NotFound):
        await poll(Object(fails_at=2).read, done=at(5), give_up=never, deadline=3600, clock=ManualClock())


@pytest.mark.parametrize("deadline", [0, -1, float("nan"), "5", None, True])
async def test_a_deadline_has_to_be_positive(deadline: Any) -> None:
    thing = Object()
    with pytest.raises(errors.InvalidRequest) as caught:
        await poll(thing.read, done=at(1), give_up=never, deadline=deadline, clock=ManualClock())
    assert caught.value.field == "deadline"
    assert thing.reads == 0


def test_states_are_given_as_one_or_as_several() -> None:
    assert parse_states(rcs.SenderState, rcs.SenderState.LAUNCHED) == {rcs.SenderState.LAUNCHED}
    both = parse_states(rcs.SenderState, [rcs.SenderState.LAUNCHED, rcs.SenderState.IN_TEST])
    assert both == {rcs.SenderState.LAUNCHED, rcs.SenderState.IN_TEST}
    newer = rcs.SenderState("PAUSED")
    assert parse_states(rcs.SenderState, [newer]) == {newer}


def test_a_text_that_is_no_state_would_be_waited_for_in_vain() -> None:
    with pytest.raises(errors.InvalidRequest, match="'LAUNCHD' is not one of DRAFT, ") as caught:
        parse_states(rcs.SenderState, "LAUNCHD")
    assert caught.value.field == "state"
    assert parse_states(rcs.SenderState, "LAUNCHED") == {rcs.SenderState.LAUNCHED}
    with pytest.raises(errors.InvalidRequest, match="at least one state"):
        parse_states(rcs.SenderState, [])


Wait = Callable[..., Any]
WAITS: dict[str, tuple[str, Wait]] = {
    "rcs": ("state", lambda sinch, state: sinch.rcs.senders.wait_for("s", state)),
    "whatsapp senders": ("state", lambda sinch, state: sinch.whatsapp.senders.wait_for("s", state)),
    "whatsapp account": ("state", lambda sinch, state: sinch.whatsapp.account.wait_for(state)),
    "whatsapp templates": ("state", lambda sinch, state: sinch.whatsapp.templates.wait_for("t", "EN", state)),
    "kakaotalk": ("state", lambda sinch, state: sinch.kakaotalk.senders.wait_for("s", state)),
    "kakaotalk templates": ("state", lambda sinch, state: sinch.kakaotalk.templates.wait_for("s", "t", state)),
    "bundles": ("state", lambda sinch, state: sinch.bundles.wait_for("b", state)),
    "sms": ("state", lambda sinch, state: sinch.sms.apps.wait_for("a", state)),
}
DEADLINES: dict[str, Wait] = {
    "rcs": lambda sinch, limit: sinch.rcs.senders.wait_for("s", rcs.SenderState.LAUNCHED, deadline=limit),
    "whatsapp account": lambda sinch, limit: sinch.whatsapp.account.wait_for(deadline=limit),
    "whatsapp changes": lambda sinch, limit: sinch.whatsapp.senders.wait_for_changes("s", deadline=limit),
    "kakaotalk changes": lambda sinch, limit: sinch.kakaotalk.senders.wait_for_changes("s", deadline=limit),
    "kakaotalk review": lambda sinch, limit: sinch.kakaotalk.templates.wait_for_review("s", "t", deadline=limit),
    "whatsapp review": lambda sinch, limit: sinch.whatsapp.templates.wait_for_review("t", "EN", deadline=limit),
    "bundles": lambda sinch, limit: sinch.bundles.wait_for("b", deadline=limit),
    "sms": lambda sinch, limit: sinch.sms.apps.wait_for("a", deadline=limit),
}


@pytest.mark.parametrize("place", WAITS)
@pytest.mark.parametrize(
    "state", ["", "ACTIV", "active", [], (), ["ACTIVE", "ACTIV"], [""], None, 5, [None], [["ACTIVE"]]]
)
async def test_a_state_that_cannot_come_is_rejected_before_any_request(place: str, state: Any) -> None:
    field, wait = WAITS[place]
    async with wire() as server, AsyncClient(server.config()) as sinch:
        with pytest.raises(errors.InvalidRequest) as caught:
            await wait(sinch, state)
        assert caught.value.field == field
        assert server.connections == 0


@pytest.mark.parametrize("place", WAITS)
def test_the_blocking_client_rejects_such_a_state_too(place: str) -> None:
    _, wait = WAITS[place]
    with Client(project_id="p", access_token="t", base_url="http://127.0.0.1:1") as sinch:
        states: list[Any] = ["ACTIV", []]
        for state in states:
            with pytest.raises(errors.InvalidRequest):
                wait(sinch, state)


@pytest.mark.parametrize("place", DEADLINES)
async def test_a_wait_without_time_is_rejected_before_any_request(place: str) -> None:
    async with wire() as server, AsyncClient(server.config()) as sinch:
        for limit in (0, float("nan"), "5"):
            with pytest.raises(errors.InvalidRequest) as caught:
                await DEADLINES[place](sinch, limit)
            assert caught.value.field == "deadline"
        assert server.connections == 0


REGISTRATIONS: dict[str, Wait] = {
    "whatsapp": lambda sinch, code, **more: sinch.whatsapp.senders.register_and_verify(
        "s", code, **({"method": whatsapp.RegistrationMethod.SMS} | more)
    ),
    "kakaotalk": lambda sinch, code, **more: sinch.kakaotalk.senders.register_and_verify("s", code, **more),
}


@pytest.mark.parametrize("place", REGISTRATIONS)
@pytest.mark.parametrize(
    ("code", "more", "field"),
    [
        ("123456", {}, "code"),
        (123456, {}, "code"),
        (None, {}, "code"),
        (lambda: "123456", {}, "code"),
        (lambda _sender, _more: "123456", {}, "code"),
        (str, {"tries": 0}, "tries"),
        (str, {"tries": "3"}, "tries"),
        (str, {"tries": 1.5}, "tries"),
        (str, {"tries": True}, "tries"),
    ],
)
async def test_no_code_is_sent_to_a_person_if_it_could_not_be_asked_for(
    place: str, code: Any, more: dict[str, Any], field: str
) -> None:
    async with wire() as server, AsyncClient(server.config()) as sinch:
        with pytest.raises(errors.InvalidRequest) as caught:
            await REGISTRATIONS[place](sinch, code, **more)
        assert caught.value.field == field
        assert server.connections == 0


async def test_the_way_of_a_code_is_checked_before_it_is_sent() -> None:
    async with wire() as server, AsyncClient(server.config()) as sinch:
        with pytest.raises(errors.InvalidRequest) as caught:
            await REGISTRATIONS["whatsapp"](sinch, str, method="PIGEON")
        assert caught.value.field == "method"
        assert server.connections == 0
