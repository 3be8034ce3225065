"""What is wrong with an argument is said before anything is sent."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from sinch_provisioning import AsyncClient, errors
from sinch_provisioning.emulator import Emulator
from sinch_provisioning.kakaotalk import (
    Action,
    Button,
    Buttons,
    ButtonType,
    SenderDetails,
    SenderDetailsUpdate,
    SenderState,
    TemplateDetails,
    TemplateDetailsUpdate,
    TemplateLanguage,
    TemplateStatus,
)
from tests.kakaotalk.scene import content, details

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize(
    ("call", "field", "rule"),
    [
        (lambda k: k.senders.create(plus_friend_id="x" * 31, details=details()), "plus_friend_id", "at most 30"),
        (lambda k: k.senders.create(plus_friend_id="shop"), "details", "required to submit"),
        (
            lambda k: k.senders.create(plus_friend_id="shop", details=details(name="")),
            "details.name",
            "at least 1",
        ),
        (
            lambda k: k.senders.create(plus_friend_id="shop", details=SenderDetails(name="Shop")),
            "details.admin_phone_no",
            "required to submit",
        ),
        (
            lambda k: k.senders.update("shop", details=SenderDetailsUpdate(top_level_category_code="1")),
            "details.top_level_category_code",
            "three digits",
        ),
        (lambda k: k.senders.update("shop", status="SEND"), "status", "not one of"),
        (lambda k: k.senders.get(""), "plus_friend_id", "empty"),
        (lambda k: k.senders.get(".."), "plus_friend_id", "another resource"),
        (lambda k: k.senders.comment("shop", ""), "comment", "at least 1"),
        (lambda k: k.senders.verify("shop", code="012345"), "code", "cannot begin with 0"),
        (lambda k: k.senders.verify("shop", code="secret"), "code", "digits only"),
        (lambda k: k.templates.create("shop", details=content(name="")), "details.name", "at least 1"),
        (
            lambda k: k.templates.create("shop", details=TemplateDetails(name="welcome", language=TemplateLanguage.EN)),
            "details.content",
            "required to submit",
        ),
        (
            lambda k: k.templates.update(
                "shop",
                "code",
                details=TemplateDetailsUpdate(buttons=Buttons(Button.of(ButtonType.BOT_KEYWORD))),
                status=Action.SUBMIT,
            ),
            "details.buttons[0].name",
            "required to submit",
        ),
        (
            lambda k: k.templates.update(
                "shop",
                "code",
                details=TemplateDetailsUpdate(
                    buttons=Buttons(Button.of(ButtonType.BOT_KEYWORD, "A"), Button.of(ButtonType.BOT_KEYWORD, "B"))
                ),
            ),
            "details.buttons",
            "no type may be there twice",
        ),
        (lambda k: k.templates.get("shop", ""), "template_code", "empty"),
        (lambda k: k.templates.get("shop", ".."), "template_code", "another resource"),
        (lambda k: k.templates.comment("shop", "code", ""), "comment", "at least 1"),
        (lambda k: k.templates.wait_for_review("shop", "code", deadline=-1), "deadline", "positive"),
        (lambda k: k.senders.wait_for("shop", SenderState.ACTIVE, deadline=0), "deadline", "positive"),
    ],
)
async def test_bad_input_is_told_before_sending(
    sinch: AsyncClient, emulator: Emulator, call: Callable[[Any], Awaitable[Any]], field: str, rule: str
) -> None:
    with pytest.raises(errors.InvalidRequest) as caught:
        await call(sinch.kakaotalk)
    assert caught.value.field == field
    assert rule in caught.value.rule
    assert not emulator.requests


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda k, size: k.senders.list(page_size=size), "1 to 100,"),
        (lambda k, size: k.senders.activities("shop", page_size=size), "1 to 100,"),
        (lambda k, size: k.categories.templates("shop", page_size=size), "1 to 100,"),
        (lambda k, size: k.templates.list("shop", page_size=10 * size), "1 to 1000,"),
        (lambda k, size: k.templates.activities("shop", "code", page_size=size), "1 to 100,"),
    ],
)
async def test_page_sizes_have_limits(sinch: AsyncClient, call: Callable[[Any, int], object], words: str) -> None:
    call(sinch.kakaotalk, 100)
    for size in (0, 101):
        with pytest.raises(errors.InvalidRequest, match=words):
            call(sinch.kakaotalk, size)


async def test_words_that_are_not_states_are_rejected(sinch: AsyncClient, emulator: Emulator) -> None:
    kakao = sinch.kakaotalk
    for call in (
        lambda: kakao.senders.list(states=["ACTVE"]),
        lambda: kakao.senders.list(statuses=["DRAFTED"]),
        lambda: kakao.templates.list("shop", states=["ACTVE"]),
        lambda: kakao.templates.list("shop", statuses=["ACTVE"]),
    ):
        with pytest.raises(errors.InvalidRequest, match=r"stat(es|uses)\[0\]"):
            call()
    for states in ("ACTVE", ["ACTIVE", "ACTVE"], []):
        with pytest.raises(errors.InvalidRequest, match="state"):
            await kakao.senders.wait_for("shop", states)
    assert not emulator.requests


async def test_a_lone_value_is_not_a_list(sinch: AsyncClient) -> None:
    with pytest.raises(errors.InvalidRequest, match="states: must be a list"):
        sinch.kakaotalk.senders.list(states=SenderState.ACTIVE)
    with pytest.raises(errors.InvalidRequest, match="statuses: must be a list"):
        sinch.kakaotalk.templates.list("shop", statuses=TemplateStatus.DRAFT)
