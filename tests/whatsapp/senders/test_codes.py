"""Registration of a sender whose response says less than the documents promise."""

from collections.abc import Callable, Mapping
from typing import Any, cast

import pytest

from sinch_provisioning import from_json
from sinch_provisioning.core.dispatch import Clock
from sinch_provisioning.core.operation import Operation
from sinch_provisioning.testing import ManualClock
from sinch_provisioning.whatsapp import RegistrationMethod, SenderRegistration, VerifyInput
from sinch_provisioning.whatsapp.senders.api import REGISTER, VERIFY, Senders


class Replying:
    """Responds to `register` with a fixed body, and keeps what is sent to `verify`."""

    def __init__(self, body: bytes) -> None:
        self.clock: Clock = ManualClock()
        self.verified: list[VerifyInput] = []
        self._body = body

    async def send(
        self, operation: Operation[Any], /, *, path: Mapping[str, str], query: Mapping[str, object], body: object
    ) -> Any:
        if operation is REGISTER:
            return from_json(SenderRegistration, self._body)
        assert operation is VERIFY
        self.verified.append(cast("VerifyInput", body))
        return None

    async def send_deferred(
        self, operation: Operation[Any], /, *, path: Mapping[str, str], query: Mapping[str, object]
    ) -> Callable[[], Any]:
        raise NotImplementedError


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("body", "asked"),
    [
        (b'{"id":"1"}', True),
        (b'{"id":"1","verificationCodeSent":true}', True),
        (b'{"id":"1","verificationCodeSent":false}', False),
    ],
)
async def test_a_code_is_asked_for_unless_the_response_says_that_none_was_sent(body: bytes, asked: bool) -> None:
    dispatch = Replying(body)
    await Senders(dispatch).register_and_verify("1", lambda _: "123456", method=RegistrationMethod.SMS)
    [verified] = dispatch.verified
    assert (verified.code is not None and verified.code.reveal() == "123456") is asked
