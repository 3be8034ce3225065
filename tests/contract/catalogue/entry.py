"""What a catalogue of calls is made of: a call through the SDK, and what has to be there first."""

from collections.abc import Awaitable, Callable
from typing import Any

import attrs

from sinch_provisioning import AsyncClient
from sinch_provisioning.emulator import Emulator


@attrs.frozen(kw_only=True)
class Given:
    """Ids that calls are about. The defaults look like those of the documents, for a server that keeps nothing."""

    bundle_id: str = "62a02dd40000000000000000"
    conversation_app_id: str = "01E9DQJFPWGZ2T05XVZAD0BYNB"
    flow_id: str = "12345678765432"
    plus_friend_id: str = "@parcels"
    sender_id: str = "cf11794a-6a5e-4a12-b103-da79bd378bf1"
    sms_app_id: str = "439fffeedc41494ca58b99a534139bb0"
    solution_id: str = "123"
    template_code: str = "S7yFqaKqJ8tsnBZH2CEd"
    template_name: str = "parcel_news"
    test_number: str = "+46123123222"
    token: str = "FACEBOOK_TOKEN"
    verification_code: str = "123456"
    waba_id: str = "11111111111111"
    webhook_id: str = "0123456789abcdef0123456789abcdef"


Needs = Callable[[AsyncClient, Emulator], Awaitable[Given]]
Call = Callable[[AsyncClient, Given], Awaitable[object]]


async def nothing(_sinch: AsyncClient, _emulator: Emulator) -> Given:
    """Bring about nothing."""
    return Given()


@attrs.frozen(kw_only=True)
class Entry:
    """One call of an operation, and what it needs."""

    operation: str
    name: str
    call: Call
    needs: Needs
    body: Any
    """Type that the SDK has for the request's body; None where there is no body."""

    returns: Any
    """Class of the answer where a query makes it another than the registry's; otherwise None."""
    draft: bool
    """Whether the body lacks what only a draft may lack, of which its schema knows nothing."""


CATALOGUE: list[Entry] = []


def calls(
    operation: str, *, needs: Needs = nothing, body: Any = None, returns: Any = None, draft: bool = False
) -> Callable[[Call], Call]:
    """Put a function into the catalogue as a call of an operation."""

    def register(call: Call) -> Call:
        name = f"{operation}-{call.__name__}"
        CATALOGUE.append(
            Entry(operation=operation, name=name, call=call, needs=needs, body=body, returns=returns, draft=draft)
        )
        return call

    return register
