"""The calls about test numbers."""

from collections.abc import Sequence
from types import NoneType
from typing import Final

from sinch_provisioning.blocking import BlockingResource, blocking
from sinch_provisioning.core.arguments import as_list
from sinch_provisioning.core.deprecation import deprecated
from sinch_provisioning.core.dispatch import Resource
from sinch_provisioning.core.operation import Operation, Safety
from sinch_provisioning.rcs.test_numbers.models import TestNumber, TestNumberCapabilities, TestNumbers, TestNumbersInput

_NUMBERS = "/v1/projects/{projectId}/rcs/senders/{senderId}/testNumbers"
_NUMBER = _NUMBERS + "/{testNumber}"

# Each added number gets an invitation every time, and so does a retried one: its GET changes state.
ADD = Operation("addRcsTestNumbers", "POST", _NUMBERS, TestNumbers, Safety.ONCE, body=TestNumbersInput)
STATE = Operation("getRcsTestNumberState", "GET", _NUMBER, TestNumber, Safety.SAFE)
DELETE = Operation("deleteRcsTestNumber", "DELETE", _NUMBER, NoneType, Safety.IDEMPOTENT)
CAPABILITIES = Operation(
    "getRcsTestNumberCapabilities", "GET", _NUMBER + "/capabilities", TestNumberCapabilities, Safety.SAFE
)
RETRY = Operation("retryRcsTestNumber", "GET", _NUMBER + "/retry", TestNumber, Safety.ONCE)


class SenderTestNumbers(Resource):
    """Phones that may try a sender before its launch. Numbers are E.164 with a plus, as `+46123123222`."""

    async def add(self, sender_id: str, numbers: Sequence[str] | TestNumbersInput) -> TestNumbers:
        """Invite test numbers and return the states of all of the sender's numbers (addRcsTestNumbers).

        A sender has at most 200 numbers and 20 invitations a day. A number that is VERIFIED already is invited again.

        Raises:
            InvalidRequest: more than 200 numbers, one of them twice, or not in E.164 form.
            RateLimited: the day's invitations are used up; go on tomorrow.
        """
        body = (
            numbers
            if isinstance(numbers, TestNumbersInput)
            else TestNumbersInput(test_numbers=as_list("numbers", numbers))
        )
        return await self._send(ADD, body, sender_id=sender_id)

    async def state(self, sender_id: str, number: str) -> TestNumber:
        """Return how far the invitation of one number is (getRcsTestNumberState)."""
        return await self._send(STATE, sender_id=sender_id, test_number=number)

    async def delete(self, sender_id: str, number: str) -> None:
        """Remove one number (deleteRcsTestNumber)."""
        await self._send(DELETE, sender_id=sender_id, test_number=number)

    async def capabilities(self, sender_id: str, number: str) -> TestNumberCapabilities:
        """Return what the phone behind a number can show (getRcsTestNumberCapabilities).

        Raises:
            NotFound: see `.error_code`: the invitation is not accepted, or the phone has no RCS.
        """
        return await self._send(CAPABILITIES, sender_id=sender_id, test_number=number)

    @deprecated("the documents mark this operation as deprecated since 1.2.126 and name no successor", category=None)
    async def retry(self, sender_id: str, number: str) -> TestNumber:
        """Invite one number again and return its new state (retryRcsTestNumber).

        A person gets a message each time, so the client never retries it by itself, although it is a GET.
        """
        return await self._send(RETRY, sender_id=sender_id, test_number=number)


class BlockingSenderTestNumbers(BlockingResource[SenderTestNumbers]):
    add: Final = blocking(SenderTestNumbers.add)
    state: Final = blocking(SenderTestNumbers.state)
    delete: Final = blocking(SenderTestNumbers.delete)
    capabilities: Final = blocking(SenderTestNumbers.capabilities)
    retry: Final = blocking(SenderTestNumbers.retry)  # pyright: ignore[reportDeprecated]
