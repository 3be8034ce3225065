"""Flows of an account: made elsewhere, read here."""

from collections.abc import Sequence
from typing import Literal

from sinch_provisioning.emulator.family import Handlers, Reply, Request, ok
from sinch_provisioning.emulator.problems import problem
from sinch_provisioning.emulator.project import Part, Project
from sinch_provisioning.emulator.whatsapp.account import Account

Status = Literal["FLOW_STATUS_DEPRECATED", "FLOW_STATUS_DRAFT", "FLOW_STATUS_PUBLISHED"]
# What each project begins with, as no call makes any: name, status, screens.
SAMPLES: Sequence[tuple[str, Status, Sequence[str]]] = (
    ("sign_up", "FLOW_STATUS_PUBLISHED", ("NAME", "ADDRESS", "SUMMARY")),
    ("survey", "FLOW_STATUS_DRAFT", ()),
)


class Flows(Part):
    """The flows of a project by id."""

    kind = "whatsapp_flows"

    def __init__(self, project: Project) -> None:
        super().__init__(project)
        if not self.records:
            for name, status, screens in SAMPLES:
                self.add(name, status, screens)

    def add(self, name: str, status: Status = "FLOW_STATUS_PUBLISHED", screens: Sequence[str] = ("FIRST",)) -> str:
        """Give the account one more flow, and return its id."""
        flow_id = self.project.number(15)
        self.records.put(flow_id, {"name": name, "status": status, "screens": list(screens)})
        return flow_id


def list_flows(request: Request) -> Reply:
    """Return the flows of the project's account."""
    request.project.part(Account).require()
    flows = [
        {"id": flow_id, "name": flow["name"], "status": flow["status"]}
        for flow_id, flow in request.project.part(Flows).records.items()
    ]
    return request.page("flows", flows)


def list_screens(request: Request) -> Reply:
    """Return the screens of a flow."""
    request.project.part(Account).require()
    flow = request.project.part(Flows).records.get(request.path["flowId"])
    if flow is None:
        raise problem("flow_not_found")
    if not flow["screens"]:
        raise problem("flow_screens_not_found")
    return ok({"screens": [{"id": screen} for screen in flow["screens"]]})


HANDLERS: Handlers = {"listWhatsappFlows": list_flows, "listWhatsappFlowScreens": list_screens}
