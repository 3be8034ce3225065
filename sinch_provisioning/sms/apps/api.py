"""Calls for SMS apps."""

from collections.abc import Collection
from types import NoneType
from typing import Final

from sinch_provisioning.blocking import BlockingResource, blocking, blocking_listing
from sinch_provisioning.core.bodies import body_of
from sinch_provisioning.core.dispatch import Resource
from sinch_provisioning.core.operation import Operation, Safety, paged
from sinch_provisioning.core.sms import ProvisioningState, Region
from sinch_provisioning.core.unset import UNSET, Unset
from sinch_provisioning.errors import InvalidRequest
from sinch_provisioning.paging import Listing, OnUnreadable
from sinch_provisioning.sms.apps.models import App, AppInput, AppUpdate
from sinch_provisioning.waiting import Lifecycle, wait_for

_APPS = "/v1/projects/{projectId}/sms/smsApps"
_APP = _APPS + "/{smsAppId}"

LIST = paged("listSmsApps", _APPS, "smsApps", App)
CREATE = Operation("createSmsApp", "POST", _APPS, App, Safety.ONCE, body=AppInput)
GET = Operation("getSmsApp", "GET", _APP, App, Safety.SAFE)
DELETE = Operation("deleteSmsApp", "DELETE", _APP, NoneType, Safety.IDEMPOTENT)
UPDATE = Operation("updateSmsApp", "PATCH", _APP, App, Safety.IDEMPOTENT, body=AppUpdate)


def _why_unreachable(app: App, _wanted: Collection[ProvisioningState]) -> str | None:
    failed = app.status is not None and "FAILED" in app.status
    return "it has failed and does not continue by itself" if failed else None


LIFECYCLE: Final = Lifecycle("SMS app", ProvisioningState, lambda app: app.status, _why_unreachable)


class Apps(Resource):
    """SMS apps of the project's SMS service."""

    def list(self, *, page_size: int | None = None, on_unreadable: OnUnreadable | None = None) -> Listing[App]:
        """List the project's SMS apps (listSmsApps).

        Args:
            page_size: Apps per page, 1 to 100; the service's default is 50.

        Raises:
            NotFound: `sms_service_not_found`: the project has no SMS service yet (raised by the walk, not by this
                call).
        """
        return Listing(self._dispatch, LIST, page_size, on_unreadable)

    async def create(
        self,
        app: AppInput | None = None,
        /,
        *,
        name: str | None = None,
        region: Region | str | None = None,
        conv_api_app: bool | None = None,
        conv_api_app_id: str | None = None,
    ) -> App:
        """Create an SMS app and return it (createSmsApp).

        Args:
            name: 1 to 255 characters; required unless `app` is given.
            region: Where it runs; required unless `app` is given.
            conv_api_app: Whether to create a Conversation API app with it.
            conv_api_app_id: Conversation API app to link it to; excludes `conv_api_app`.

        Raises:
            InvalidRequest: a field breaks a rule, or the last two exclude each other; nothing was sent.
            TransportError: with `.sent` true the app may exist: list before trying again.
        """
        fields = {"name": name, "region": region, "conv_api_app": conv_api_app, "conv_api_app_id": conv_api_app_id}
        body = body_of(AppInput, app, fields)
        if body.conv_api_app is True and body.conv_api_app_id is not None:
            raise InvalidRequest([("conv_api_app_id", "excludes conv_api_app: link an app, or have one created")])
        return await self._send(CREATE, body)

    async def get(self, sms_app_id: str) -> App:
        """Return one SMS app (getSmsApp)."""
        return await self._send(GET, sms_app_id=sms_app_id)

    async def update(self, sms_app_id: str, change: AppUpdate | None = None, *, name: str | Unset = UNSET) -> App:
        """Change the name of an SMS app and return it (updateSmsApp).

        Args:
            name: 1 to 255 characters.

        Raises:
            BadRequest: `no_fields_to_update`: nothing was given.
        """
        return await self._send(UPDATE, body_of(AppUpdate, change, {"name": name}), sms_app_id=sms_app_id)

    async def delete(self, sms_app_id: str) -> None:
        """Delete an SMS app (deleteSmsApp)."""
        await self._send(DELETE, sms_app_id=sms_app_id)

    async def wait_for(
        self,
        sms_app_id: str,
        state: ProvisioningState | str | Collection[ProvisioningState | str] = ProvisioningState.ACTIVE,
        *,
        deadline: float = 3600.0,
    ) -> App:
        """Return the SMS app as soon as its `status` is `state`, or one of several.

        Raises:
            WaitFailed: also if something has failed.
        """
        return await wait_for(LIFECYCLE, lambda: self.get(sms_app_id), state, deadline, self._dispatch.clock)


class BlockingApps(BlockingResource[Apps]):
    list: Final = blocking_listing(Apps.list)
    create: Final = blocking(Apps.create)
    get: Final = blocking(Apps.get)
    update: Final = blocking(Apps.update)
    delete: Final = blocking(Apps.delete)
    wait_for: Final = blocking(Apps.wait_for)
