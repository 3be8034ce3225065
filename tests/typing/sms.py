"""What type checkers make of every call of sms."""

# pyright: reportUnnecessaryTypeIgnoreComment=true

from typing import assert_type

from sinch_provisioning import AsyncClient, BlockingListing, Client, Listing, sms


async def awaited(sinch: AsyncClient) -> None:
    assert_type(sinch.sms.apps.list(page_size=10), Listing[sms.App])
    assert_type(
        await sinch.sms.apps.create(name="x", region=sms.Region.BR, conv_api_app=True, conv_api_app_id="x"), sms.App
    )
    assert_type(await sinch.sms.apps.get("x"), sms.App)
    assert_type(await sinch.sms.apps.update("x", name="x"), sms.App)
    await sinch.sms.apps.delete("x")
    assert_type(await sinch.sms.apps.wait_for("x", sms.ProvisioningState.ACTIVE, deadline=60.0), sms.App)


def blocking(sinch: Client) -> None:
    assert_type(sinch.sms.apps.list(page_size=10), BlockingListing[sms.App])
    assert_type(sinch.sms.apps.create(name="x", region=sms.Region.BR, conv_api_app=True, conv_api_app_id="x"), sms.App)
    assert_type(sinch.sms.apps.get("x"), sms.App)
    assert_type(sinch.sms.apps.update("x", name="x"), sms.App)
    sinch.sms.apps.delete("x")
    assert_type(sinch.sms.apps.wait_for("x", sms.ProvisioningState.ACTIVE, deadline=60.0), sms.App)
