"""SMS apps, async and blocking, against the emulator."""

import pytest

from sinch_provisioning import AsyncClient, errors, evolve, sms
from sinch_provisioning.emulator import Emulator
from sinch_provisioning.sms import ProvisioningState

pytestmark = pytest.mark.anyio


async def test_the_life_of_an_app(sinch: AsyncClient) -> None:
    with pytest.raises(errors.NotFound) as caught:
        await sinch.sms.apps.list().first()
    assert caught.value.error_code == "sms_service_not_found"

    made = await sinch.sms.apps.create(name="Parcels", region=sms.Region.EU)
    assert (made.status, made.conversation_api_app_details) == (ProvisioningState.PENDING_ADD, None)
    ready = await sinch.sms.apps.wait_for(made.id)
    assert ready.status == ProvisioningState.ACTIVE
    assert (await sinch.sms.apps.update(made.id, name="Parcel News")).name == "Parcel News"
    assert [app.name async for app in sinch.sms.apps.list()] == ["Parcel News"]

    await sinch.sms.apps.delete(made.id)
    for call in (sinch.sms.apps.get, sinch.sms.apps.delete, sinch.sms.apps.update):
        with pytest.raises(errors.NotFound) as gone:
            await call(made.id)
        assert gone.value.error_code == "sms_app_not_found"
    assert await sinch.sms.apps.list().collect() == []


async def test_an_app_with_a_conversation_app(sinch: AsyncClient) -> None:
    made = await sinch.sms.apps.create(name="A", region=sms.Region.US, conv_api_app=True)
    assert made.conversation_api_app_details is not None
    assert made.conversation_api_app_details.channel_status == "PENDING"
    ready = await sinch.sms.apps.wait_for(made.id)
    assert ready.conversation_api_app_details is not None
    assert ready.conversation_api_app_details.channel_status == "ACTIVE"
    tied = await sinch.sms.apps.create(name="B", region=sms.Region.US, conv_api_app_id="APP1")
    assert tied.conversation_api_app_details is not None
    assert tied.conversation_api_app_details.id == "APP1"


async def test_an_app_that_goes_wrong_is_not_waited_for(sinch: AsyncClient, emulator: Emulator) -> None:
    made = await sinch.sms.apps.create(name="A", region=sms.Region.EU)
    emulator.control.sms.set_status(emulator.project_id, made.id, "FAILED_ADD")
    with pytest.raises(errors.WaitFailed, match="FAILED_ADD") as caught:
        await sinch.sms.apps.wait_for(made.id)
    assert caught.value.last.id == made.id


async def test_a_request_is_a_model_or_its_fields(sinch: AsyncClient, emulator: Emulator) -> None:
    made = await sinch.sms.apps.create(sms.AppInput(name="A", region=sms.Region.EU))
    change = sms.changes(made, evolve(made, name="B"))
    assert change == sms.AppUpdate(name="B")
    assert (await sinch.sms.apps.update(made.id, change)).name == "B"
    assert emulator.requests[-1].body == {"name": "B"}
    with pytest.raises(errors.InvalidRequest, match="region"):
        await sinch.sms.apps.create(name="A")
    with pytest.raises(errors.InvalidRequest, match="name"):
        await sinch.sms.apps.update(made.id, change, name="C")
    for states in ("ACTVE", [], ["ACTIVE", "ACTVE"]):
        with pytest.raises(errors.InvalidRequest, match="state"):
            await sinch.sms.apps.wait_for(made.id, states)


async def test_pages(sinch: AsyncClient) -> None:
    for number in range(7):
        await sinch.sms.apps.create(name=f"app {number}", region=sms.Region.EU)
    pages = [page async for page in sinch.sms.apps.list(page_size=3).pages()]
    assert [len(page.items) for page in pages] == [3, 3, 1]
    back = await sinch.sms.apps.list(page_size=3).page(pages[2].previous_token)
    assert back.items == pages[1].items


async def test_nothing_to_update_is_the_services_to_tell(sinch: AsyncClient) -> None:
    made = await sinch.sms.apps.create(name="A", region=sms.Region.EU)
    with pytest.raises(errors.BadRequest) as caught:
        await sinch.sms.apps.update(made.id)
    assert caught.value.error_code == "no_fields_to_update"


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 256}, "name"),
        ({"region": "CA"}, "region"),
        ({"region": None}, "region"),
        ({"conv_api_app": True, "conv_api_app_id": "x"}, "conv_api_app_id"),
        ({"conv_api_app_id": ""}, "conv_api_app_id"),
    ],
)
async def test_bad_input_is_told_before_sending(
    sinch: AsyncClient, emulator: Emulator, fields: dict[str, object], field: str
) -> None:
    good = {"name": "A", "region": sms.Region.EU}
    with pytest.raises(errors.InvalidRequest) as caught:
        await sinch.sms.apps.create(**(good | fields))  # type: ignore[arg-type]
    assert caught.value.field == field
    assert not emulator.requests
