"""What every operation refuses, whatever it is about: who is not known, what is not there, what cannot be read."""

from collections.abc import AsyncIterator, Awaitable
from typing import Any, get_args

import pytest

from sinch_provisioning import AsyncClient, errors, rcs, sms
from sinch_provisioning.emulator import Emulator
from sinch_provisioning.emulator.control import TemplateFileError
from sinch_provisioning.operations import OPERATIONS
from sinch_provisioning.testing import ManualClock, SkippingClock
from tests.contract.catalogue import CATALOGUE, Given, whatsapp, whatsapp_templates
from tests.contract.catalogue import rcs as rcs_calls
from tests.contract.document import DESCRIBED
from tests.contract.on_request import BY_CODE, BY_OPERATION, ON_REQUEST

pytestmark = pytest.mark.anyio

FIRST = {entry.operation: entry for entry in reversed(CATALOGUE)}
every_operation = pytest.mark.parametrize("operation", DESCRIBED)


def documenting(status: int, besides: str = "") -> pytest.MarkDecorator:
    """Parametrize over the operations that document a refusal and give it by themselves, but for one."""
    found = [
        described.id
        for described in DESCRIBED.values()
        if described.id != besides
        and any(
            documented == status and (described.id, status, code) not in ON_REQUEST
            for documented, code in described.error_codes()
        )
    ]
    return pytest.mark.parametrize("operation", found)


def documented(operation: str, error: errors.ApiError) -> bool:
    return (error.status, error.error_code) in set(DESCRIBED[operation].error_codes())


@pytest.fixture
async def sinch(emulator: Emulator) -> AsyncIterator[AsyncClient]:
    async with AsyncClient(emulator.config(), clock=SkippingClock(emulator)) as client:
        yield client


async def furnish(sinch: AsyncClient, emulator: Emulator) -> None:
    """Give the project an account in every channel, and nothing else."""
    await whatsapp.account(sinch, emulator)
    emulator.control.kakaotalk.account.initialize(emulator.project_id)
    await sinch.rcs.senders.create(
        region=rcs.Region.EU, billing_category=rcs.BillingCategory.CONVERSATIONAL, use_case=rcs.UseCase.OTP
    )
    await sinch.sms.apps.create(name="Parcels", region=sms.Region.EU)


@every_operation
async def test_a_token_that_is_wrong_is_refused(operation: str, emulator: Emulator) -> None:
    config = emulator.config(key_id=None, key_secret=None, access_token="wrong")
    async with AsyncClient(config, clock=ManualClock()) as sinch:
        with pytest.raises(errors.Unauthorized) as caught:
            await FIRST[operation].call(sinch, Given())
    assert documented(operation, caught.value)


@every_operation
async def test_a_project_of_somebody_else_is_refused(operation: str, sinch: AsyncClient) -> None:
    with pytest.raises(errors.Unauthorized) as caught:
        await FIRST[operation].call(sinch.project("other"), Given())  # type: ignore[arg-type]
    assert documented(operation, caught.value)


@every_operation
async def test_a_failure_of_the_service_is_a_server_error(operation: str, emulator: Emulator) -> None:
    emulator.fail(operation, status=500, error_code="internal_error")
    async with AsyncClient(emulator.config(), clock=ManualClock()) as sinch:
        with pytest.raises(errors.ServerError) as caught:
            await FIRST[operation].call(sinch, Given())
    assert documented(operation, caught.value)


@documenting(404, besides="createBundle")  # its path names nothing; tests/bundles have its 404
async def test_what_is_not_there_is_not_found(operation: str, sinch: AsyncClient, emulator: Emulator) -> None:
    found: list[errors.ApiError] = []
    for furnished in (False, True):
        if furnished:
            await furnish(sinch, emulator)
        try:
            await FIRST[operation].call(sinch, Given())
        except errors.ApiError as error:
            found.append(error)
    assert all(documented(operation, error) for error in found)
    assert [error for error in found if error.status == 404]


@documenting(400)
async def test_a_bad_request_is_refused(operation: str, sinch: AsyncClient, emulator: Emulator) -> None:
    value, described = OPERATIONS[operation], DESCRIBED[operation]
    ids: dict[str, str] = {name: getattr(Given(), name) for name in dir(Given()) if not name.startswith("_")}
    ids |= {"language_code": "EN", "use_case": "OTP"}
    malformed = dict.fromkeys(ids, "x" * 101)
    of_draft = ids | {"sender_id": (await rcs_calls.draft(sinch, emulator)).sender_id}
    query = {parameter["name"] for parameter in described.parameters if parameter["in"] == "query"}
    tries: list[dict[str, Any]] = [{"path": ids}, {"path": malformed}, {"path": of_draft}]
    tries += [{"path": ids, "query": {name: "~"}} for name in sorted(query)]
    if described.body is not None:
        tries += [{"path": ids, "body": []}, {"path": ids, "body": {"brandNew": True}}]
    found: list[errors.ApiError] = []

    async def attempt(call: Awaitable[object]) -> None:
        try:
            await call
        except errors.ApiError as error:
            found.append(error)

    for furnished in (False, True):
        if furnished:
            await attempt(furnish(sinch, emulator))  # the first attempts may have made a part of it
        await attempt(FIRST[operation].call(sinch, Given()))
        for each in tries:
            path = value.target(emulator.project_id, each["path"])
            more = {"query": each.get("query", {}), "body": each.get("body", {})}
            await attempt(sinch.request(value.method, path, returns=bytes, **more))
    # What the documents forgot to list for an operation is answered all the same; something listed has to be among it.
    assert [error for error in found if error.status == 400 and documented(operation, error)]


@pytest.mark.parametrize(
    ("order", "code"),
    [({"region": "EU"}, "no_services_to_create"), ({"region": "EU", "smsApp": True}, "missing_name")],
)
async def test_an_order_that_asks_for_nothing_is_refused(order: Any, code: str, sinch: AsyncClient) -> None:
    # The SDK would tell before sending, so it is sent in the raw.
    with pytest.raises(errors.BadRequest) as caught:
        await sinch.request("POST", "/bundles", body=order)
    assert caught.value.error_code == code


@pytest.mark.parametrize("code", get_args(TemplateFileError))
async def test_a_file_spoils_an_edit_too(code: TemplateFileError, sinch: AsyncClient, emulator: Emulator) -> None:
    given = await whatsapp_templates.draft(sinch, emulator)
    emulator.control.whatsapp.templates.fail_file(emulator.project_id, "https://parcels.example/1.jpg", code)
    with pytest.raises(errors.ApiError) as caught:
        await FIRST["updateWhatsappTemplate"].call(sinch, given)
    assert caught.value.error_code == code
    assert documented("updateWhatsappTemplate", caught.value)


@pytest.mark.parametrize(("operation", "status", "code"), sorted(ON_REQUEST))
async def test_what_nothing_causes_comes_on_request(operation: str, status: int, code: str, emulator: Emulator) -> None:
    emulator.fail(operation, status=status, error_code=code)
    async with AsyncClient(emulator.config(), clock=ManualClock()) as sinch:
        with pytest.raises(errors.ApiError) as caught:
            await FIRST[operation].call(sinch, Given())
    assert (caught.value.status, caught.value.error_code) == (status, code)
    assert type(caught.value) is not errors.ApiError


def test_reasons_are_about_what_is_documented() -> None:
    pairs = {(operation, code) for operation, _, code in ON_REQUEST}
    assert set(BY_CODE) <= {code for _, code in pairs}
    assert set(BY_OPERATION) <= pairs
