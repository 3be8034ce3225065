"""The calls about WhatsApp flows, which are made elsewhere."""

from sinch_provisioning.core.dispatch import Resource
from sinch_provisioning.core.operation import ListOperation, Operation, Safety
from sinch_provisioning.paging import Listing, listing
from sinch_provisioning.whatsapp.models import Flow, FlowList, FlowScreenList

_FLOWS = "/v1/projects/{projectId}/whatsapp/flows"

LIST = ListOperation("listWhatsappFlows", "GET", _FLOWS, FlowList, Safety.SAFE, max_page_size=100)
SCREENS = Operation("listWhatsappFlowScreens", "GET", _FLOWS + "/{flowId}/screens", FlowScreenList, Safety.SAFE)


class WhatsappFlows(Resource):
    """Flows: forms that people fill in inside WhatsApp. They can only be read here."""

    def list(self, *, page_size: int | None = None) -> Listing[Flow]:
        """Return the flows of the project's account, in pages of 1 to 100 (listWhatsappFlows)."""
        return listing(self._dispatch, LIST, page_size=page_size)

    async def screens(self, flow_id: str) -> FlowScreenList:
        """Return all screens of a flow (listWhatsappFlowScreens).

        Raises:
            NotFound: `flow_not_found`, or `flow_screens_not_found`: it has none.
        """
        return await self._send(SCREENS, flow_id=flow_id)


OPERATIONS = (LIST, SCREENS)
