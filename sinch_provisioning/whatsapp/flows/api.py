"""Calls about WhatsApp flows, which are created elsewhere."""

from typing import Final

from sinch_provisioning.blocking import BlockingResource, blocking, blocking_listing
from sinch_provisioning.core.dispatch import Resource
from sinch_provisioning.core.operation import Operation, Safety, paged
from sinch_provisioning.paging import Listing, OnUnreadable
from sinch_provisioning.whatsapp.flows.models import Flow, FlowScreenList

_FLOWS = "/v1/projects/{projectId}/whatsapp/flows"

LIST = paged("listWhatsappFlows", _FLOWS, "flows", Flow)
SCREENS = Operation("listWhatsappFlowScreens", "GET", _FLOWS + "/{flowId}/screens", FlowScreenList, Safety.SAFE)


class Flows(Resource):
    """Flows: forms that people fill in inside WhatsApp. They can only be read here."""

    def list(self, *, page_size: int | None = None, on_unreadable: OnUnreadable | None = None) -> Listing[Flow]:
        """List the flows of the project's account (listWhatsappFlows)."""
        return Listing(self._dispatch, LIST, page_size, on_unreadable)

    async def screens(self, flow_id: str) -> FlowScreenList:
        """Return all screens of a flow (listWhatsappFlowScreens).

        Raises:
            NotFound: `flow_not_found`, or `flow_screens_not_found`: it has no screens.
        """
        return await self._send(SCREENS, flow_id=flow_id)


class BlockingFlows(BlockingResource[Flows]):
    list: Final = blocking_listing(Flows.list)
    screens: Final = blocking(Flows.screens)
