"""One-time codes of KakaoTalk senders, async and blocking, against the emulator."""

from collections.abc import Callable
from typing import Any

import pytest

from sinch_provisioning import AsyncClient, Secret, errors, kakaotalk
from sinch_provisioning.emulator import Emulator
from sinch_provisioning.kakaotalk import (
    SenderState,
)
from tests.kakaotalk.scene import make

pytestmark = pytest.mark.anyio


class TestCodes:
    async def test_the_caller_is_asked_for_the_code(self, sinch: AsyncClient, emulator: Emulator) -> None:
        await make(sinch)
        asked: list[kakaotalk.Sender] = []

        def plain(sender: kakaotalk.Sender) -> Secret:
            asked.append(sender)
            return Secret(emulator.control.kakaotalk.senders.code(emulator.project_id, "shop"))

        async def waiting(sender: kakaotalk.Sender) -> str:
            return plain(sender).reveal()

        for question in (plain, waiting):
            sender = await verified(sinch, question)
            assert sender.state is SenderState.ACTIVE
            assert asked[-1].state is SenderState.VERIFYING
            emulator.control.kakaotalk.senders.set_state(emulator.project_id, "shop", "INACTIVE")

    async def test_after_a_wrong_code_the_caller_is_asked_again(self, sinch: AsyncClient, emulator: Emulator) -> None:
        await make(sinch)
        asked: list[str] = []

        def question(_: kakaotalk.Sender) -> str:
            right = emulator.control.kakaotalk.senders.code(emulator.project_id, "shop")
            asked.append(["12 34", "1", right][len(asked) % 3])
            return asked[-1]

        assert (await verified(sinch, question)).state is SenderState.ACTIVE
        assert [asked[0], asked[1]] == ["12 34", "1"]
        sent = [entry.operation for entry in emulator.requests]
        assert sent[-3:] == ["registerKakaotalkSender", "verifyKakaotalkSender", "verifyKakaotalkSender"]

    @pytest.mark.parametrize("tries", [1, 2])
    async def test_the_last_wrong_code_is_raised(self, sinch: AsyncClient, emulator: Emulator, tries: int) -> None:
        await make(sinch)
        asked: list[kakaotalk.Sender] = []

        def question(sender: kakaotalk.Sender) -> str:
            asked.append(sender)
            return "1"

        with pytest.raises(errors.Conflict) as caught:
            await sinch.kakaotalk.senders.register_and_verify("shop", question, tries=tries)
        assert caught.value.error_code == "not_allowed_verify"
        assert len(asked) == tries

    async def test_a_code_that_begins_with_zero_is_not_sent_as_another(
        self, sinch: AsyncClient, emulator: Emulator
    ) -> None:
        await make(sinch)
        asked: list[kakaotalk.Sender] = []

        def question(sender: kakaotalk.Sender) -> str:
            asked.append(sender)
            return "012345"

        with pytest.raises(errors.InvalidRequest, match="code: cannot begin with 0"):
            await sinch.kakaotalk.senders.register_and_verify("shop", question)
        assert len(asked) == 1
        assert emulator.requests[-1].operation == "registerKakaotalkSender"

    async def test_what_ends_it_before_anybody_is_asked(self, sinch: AsyncClient, emulator: Emulator) -> None:
        senders = sinch.kakaotalk.senders

        def never(sender: kakaotalk.Sender) -> str:
            pytest.fail(f"asked about {sender}")

        await make(sinch)
        before = len(emulator.requests)
        with pytest.raises(errors.InvalidRequest, match="tries: must be a whole number of at least 1"):
            await senders.register_and_verify("shop", never, tries=0)
        assert len(emulator.requests) == before
        emulator.control.kakaotalk.senders.fail_app_key(emulator.project_id)
        with pytest.raises(errors.BadRequest) as broken:
            await senders.register_and_verify("shop", never)
        assert broken.value.error_code == "invalid_app_key"
        with pytest.raises(errors.Conflict) as early:
            await senders.verify("shop", code=123456)
        assert early.value.error_code == "not_allowed_verify"
        emulator.control.kakaotalk.senders.approve(emulator.project_id, "shop")
        with pytest.raises(errors.Conflict) as active:
            await senders.register_and_verify("shop", never)
        assert active.value.error_code == "not_allowed_register"


async def verified(sinch: AsyncClient, question: Callable[[kakaotalk.Sender], Any]) -> kakaotalk.Sender:
    """Register and verify, again if the code began with 0, which happens with one in ten."""
    while True:
        try:
            return await sinch.kakaotalk.senders.register_and_verify("shop", question)
        except errors.InvalidRequest as error:
            assert "begin with 0" in error.rule  # noqa: PT017 - other errors fail the test by themselves
