"""Flows of an account: made elsewhere, read here."""

from typing import Any

from sinch_provisioning.emulator.family import Reply, Request, handles, ok
from sinch_provisioning.emulator.problems import problem
from sinch_provisioning.emulator.store import Project
from sinch_provisioning.emulator.whatsapp.account import require_account

# What each project begins with, as no call makes any: name, status, screens.
SAMPLES = (
    ("sign_up", "FLOW_STATUS_PUBLISHED", ("NAME", "ADDRESS", "SUMMARY")),
    ("survey", "FLOW_STATUS_DRAFT", ()),
)


class FlowsState:
    """The flows of a project by id."""

    def __init__(self, project: Project, data: dict[str, Any]) -> None:
        self.project = project
        self.data = data
        if not data:
            for name, status, screens in SAMPLES:
                self.add(name, status, list(screens))

    def add(self, name: str, status: str, screens: list[str]) -> str:
        """Keep a new flow and return its id."""
        flow_id = str(self.project.random.randrange(10**14, 10**15))
        self.data[flow_id] = {"name": name, "status": status, "screens": screens}
        return flow_id


def flows_of(project: Project) -> FlowsState:
    """Return the flows' part of a project."""
    return project.part("whatsapp_flows", FlowsState)


@handles("listWhatsappFlows")
def list_flows(request: Request) -> Reply:
    """Answer the flows of the project's account."""
    require_account(request.project)
    flows = [
        {"id": flow_id, "name": flow["name"], "status": flow["status"]}
        for flow_id, flow in flows_of(request.project).data.items()
    ]
    return request.page("flows", flows)


@handles("listWhatsappFlowScreens")
def list_screens(request: Request) -> Reply:
    """Answer the screens of a flow."""
    require_account(request.project)
    flow = flows_of(request.project).data.get(request.path["flowId"])
    if flow is None:
        raise problem("flow_not_found")
    if not flow["screens"]:
        raise problem("flow_screens_not_found")
    return ok({"screens": [{"id": screen} for screen in flow["screens"]]})
