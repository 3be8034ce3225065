"""Multi-partner solutions: made with a token of Embedded Signup, one for each app of the partner (inferred)."""

from typing import Literal

from sinch_provisioning.emulator.family import Handlers, Reply, Request, created, no_content, ok
from sinch_provisioning.emulator.problems import problem
from sinch_provisioning.emulator.project import Part, Project
from sinch_provisioning.emulator.tables import JSON, Table
from sinch_provisioning.emulator.whatsapp.account import Account

Failure = Literal["ACTIVATION_FAILED", "CREATION_FAILED"]
OWNER: dict[str, JSON] = {"id": 730_000_000_000_001, "name": "Sinch"}


class Solutions(Part):
    """The solutions of a project, and the apps of the partner who makes them."""

    kind = "whatsapp_solutions"
    missing = "solution_not_found"

    def __init__(self, project: Project) -> None:
        super().__init__(project)
        self.apps: Table = project.table("whatsapp_partner_apps")
        if not self.apps:
            self.add_app("Partner")

    def add_app(self, name: str, failure: Failure | None = None) -> int:
        """Give the partner one more app, perhaps one for which solutions fail, and return its id."""
        app_id = self.project.number(15)
        self.apps.put(app_id, {"id": int(app_id), "name": name, "failure": failure})
        return int(app_id)


def list_solutions(request: Request) -> Reply:
    """Return all solutions."""
    return ok({"solutions": list(request.project.part(Solutions).records.values())})


def create(request: Request) -> Reply:
    """Make a solution for each app of the partner; failures stand beside what was made."""
    solutions = request.project.part(Solutions)
    made: list[JSON] = []
    failed: list[JSON] = []
    for app in solutions.apps.values():
        if app["failure"] is not None:
            failure = {"partnerAppId": str(app["id"]), "errorCode": app["failure"], "errorMessage": "Rejected by Meta."}
            failed.append(failure)
            continue
        solution: JSON = {
            "id": request.project.number(15),
            "details": {"name": request.body["details"]["name"]},
            "partnerApp": {"id": app["id"], "name": app["name"]},
            "ownerApp": OWNER,
            "assigned": False,
        }
        made.append(solutions.records.put(solution["id"], solution))
    return created({"solutions": made, "failedSolutions": failed})


def get(request: Request) -> Reply:
    """Return one solution."""
    return ok(request.project.part(Solutions).find(request.path["solutionId"]))


def assign(request: Request) -> Reply:
    """Tie a solution to the project, and let go of another one; only before the project is onboarded."""
    solutions = request.project.part(Solutions)
    chosen = solutions.find(request.path["solutionId"])
    account = request.project.part(Account).peek()
    if account is not None and account.get("state") == "ONBOARDED":
        raise problem("solution_cannot_be_reassigned")
    for solution_id, solution in solutions.records.items():
        if solution["assigned"] != (solution is chosen):
            solutions.records.edit(solution_id)["assigned"] = solution is chosen
    return no_content()


HANDLERS: Handlers = {
    "listWhatsappSolutions": list_solutions,
    "createWhatsappSolution": create,
    "getWhatsappSolution": get,
    "assignWhatsappSolution": assign,
}
