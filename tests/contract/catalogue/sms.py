"""Calls of the SMS family."""

from sinch_provisioning import AsyncClient, sms
from sinch_provisioning.emulator import Emulator
from tests.contract.catalogue.entry import Given, calls


async def app(sinch: AsyncClient, _emulator: Emulator) -> Given:
    made = await sinch.sms.apps.create(name="Parcels", region=sms.Region.EU)
    return Given(sms_app_id=made.id)


@calls("listSmsApps", needs=app)
async def list_apps(sinch: AsyncClient, _given: Given) -> object:
    return await sinch.sms.apps.list(page_size=100).page()


@calls("createSmsApp", body=sms.AppInput)
async def create(sinch: AsyncClient, _given: Given) -> object:
    return await sinch.sms.apps.create(name="Parcels", region=sms.Region.EU, conv_api_app=True)


@calls("getSmsApp", needs=app)
async def get(sinch: AsyncClient, given: Given) -> object:
    return await sinch.sms.apps.get(given.sms_app_id)


@calls("updateSmsApp", needs=app, body=sms.AppUpdate)
async def update(sinch: AsyncClient, given: Given) -> object:
    return await sinch.sms.apps.update(given.sms_app_id, name="Parcel News")


@calls("deleteSmsApp", needs=app)
async def delete(sinch: AsyncClient, given: Given) -> None:
    await sinch.sms.apps.delete(given.sms_app_id)
