"""The calls of the SMS family."""

from collections.abc import Collection
from types import NoneType
from typing import Final

from sinch_provisioning.core.dispatch import Resource
from sinch_provisioning.core.groups import Group
from sinch_provisioning.core.operation import ListOperation, Operation, Safety
from sinch_provisioning.core.shared import ProvisioningState
from sinch_provisioning.core.unset import UNSET, Unset
from sinch_provisioning.errors import InvalidRequest
from sinch_provisioning.paging import Listing, listing
from sinch_provisioning.sms.models import App, AppInput, AppList, AppUpdate, Region
from sinch_provisioning.waiting import parse_states, poll

_APPS = "/v1/projects/{projectId}/sms/smsApps"
_APP = _APPS + "/{smsAppId}"

LIST = ListOperation("listSmsApps", "GET", _APPS, AppList, Safety.SAFE, max_page_size=100)
CREATE = Operation("createSmsApp", "POST", _APPS, App, Safety.ONCE)
GET = Operation("getSmsApp", "GET", _APP, App, Safety.SAFE)
DELETE = Operation("deleteSmsApp", "DELETE", _APP, NoneType, Safety.IDEMPOTENT)
UPDATE = Operation("updateSmsApp", "PATCH", _APP, App, Safety.IDEMPOTENT)


class Apps(Resource):
    """SMS apps of the project's SMS service."""

    def list(self, *, page_size: int | None = None) -> Listing[App]:
        """Return the project's SMS apps, in pages of 1 to 100, 50 by default (listSmsApps).

        Raises:
            InvalidRequest: `page_size` is out of range.
            NotFound: `sms_service_not_found`: the project has no SMS service yet (from the walk, not from this call).
        """
        return listing(self._dispatch, LIST, page_size=page_size)

    async def create(
        self,
        *,
        name: str,
        region: Region,
        conv_api_app: bool | Unset = UNSET,
        conv_api_app_id: str | Unset = UNSET,
    ) -> App:
        """Make an SMS app and return it (createSmsApp).

        Args:
            name: 1 to 255 characters.
            region: Where it is to run.
            conv_api_app: Whether to make a Conversation API app beside it.
            conv_api_app_id: Conversation API app to tie it to; excludes `conv_api_app`.

        Raises:
            InvalidRequest: a field breaks a rule, or the two last exclude each other; nothing was sent.
            TransportError: with `.sent` true the app may exist: list before trying again.
        """
        if conv_api_app is True and conv_api_app_id is not UNSET:
            raise InvalidRequest([("conv_api_app_id", "excludes conv_api_app: tie it to an app, or have one made")])
        body = AppInput(name=name, region=region, conv_api_app=conv_api_app, conv_api_app_id=conv_api_app_id)
        return await self._send(CREATE, body)

    async def get(self, sms_app_id: str) -> App:
        """Return one SMS app (getSmsApp)."""
        return await self._send(GET, sms_app_id=sms_app_id)

    async def update(self, sms_app_id: str, *, name: str | Unset = UNSET) -> App:
        """Change the name of an SMS app, 1 to 255 characters, and return it (updateSmsApp)."""
        return await self._send(UPDATE, AppUpdate(name=name), sms_app_id=sms_app_id)

    async def delete(self, sms_app_id: str) -> None:
        """Delete an SMS app (deleteSmsApp)."""
        await self._send(DELETE, sms_app_id=sms_app_id)

    async def wait_for(
        self,
        sms_app_id: str,
        status: ProvisioningState | Collection[ProvisioningState] = ProvisioningState.ACTIVE,
        *,
        deadline: float = 3600.0,
    ) -> App:
        """Return the SMS app as soon as it has `status`, or one of several.

        Args:
            sms_app_id: Id of the app.
            status: The status, or any of these.
            deadline: Seconds to wait at most.

        Raises:
            InvalidRequest: there is no such status, or the deadline is not positive.
            WaitFailed: something went wrong with the app, or the deadline has passed; `.last` is the app as last seen.
        """
        wanted = parse_states(ProvisioningState, status, field="status")
        return await poll(
            lambda: self.get(sms_app_id),
            done=lambda app: app.status in wanted,
            give_up=lambda app: f"the SMS app is {app.status}" if "FAILED" in app.status else None,
            deadline=deadline,
            clock=self._dispatch.clock,
        )


class Sms(Resource):
    """SMS: the apps of the project's SMS service."""

    apps: Final = Group(Apps)


OPERATIONS = (LIST, CREATE, GET, DELETE, UPDATE)
