"""Multi-partner solutions: made with a token of Embedded Signup, one for each app of the partner (inferred)."""

from typing import Any

from sinch_provisioning.emulator.family import Reply, Request, created, handles, no_content, ok
from sinch_provisioning.emulator.problems import problem
from sinch_provisioning.emulator.store import Project
from sinch_provisioning.emulator.whatsapp.account import whatsapp

JSON = Any
OWNER: dict[str, JSON] = {"id": 730_000_000_000_001, "name": "Sinch"}


class SolutionsState:
    """The solutions of a project, and the apps of the partner who makes them."""

    def __init__(self, project: Project, data: dict[str, Any]) -> None:
        self.project = project
        self.data = data
        self.solutions: dict[str, JSON] = data.setdefault("solutions", {})
        data.setdefault("apps", [])
        if not data["apps"]:
            self.add_app("Partner")

    def add_app(self, name: str, failure: str | None = None) -> int:
        """Give the partner one more app, perhaps one for which solutions fail, and return its id."""
        app_id = self.project.random.randrange(10**14, 10**15)
        self.data["apps"].append({"id": app_id, "name": name, "failure": failure})
        return app_id

    def find(self, solution_id: str) -> JSON:
        """Return a solution; refuse if there is none."""
        found = self.solutions.get(solution_id)
        if found is None:
            raise problem("solution_not_found")
        return found


def solutions_of(project: Project) -> SolutionsState:
    """Return the solutions' part of a project."""
    return project.part("whatsapp_solutions", SolutionsState)


@handles("listWhatsappSolutions")
def list_solutions(request: Request) -> Reply:
    """Answer all solutions."""
    return ok({"solutions": list(solutions_of(request.project).solutions.values())})


@handles("createWhatsappSolution")
def create_solutions(request: Request) -> Reply:
    """Make a solution for each app of the partner; failures stand beside what was made."""
    state = solutions_of(request.project)
    made: list[JSON] = []
    failed: list[JSON] = []
    for app in state.data["apps"]:
        if app["failure"] is not None:
            failure = {"partnerAppId": str(app["id"]), "errorCode": app["failure"], "errorMessage": "Refused by Meta."}
            failed.append(failure)
            continue
        solution: JSON = {
            "id": str(request.project.random.randrange(10**14, 10**15)),
            "details": {"name": request.body["details"]["name"]},
            "partnerApp": {"id": app["id"], "name": app["name"]},
            "ownerApp": OWNER,
            "assigned": False,
        }
        state.solutions[solution["id"]] = solution
        made.append(solution)
    return created({"solutions": made, "failedSolutions": failed})


@handles("getWhatsappSolution")
def get_solution(request: Request) -> Reply:
    """Answer one solution."""
    return ok(solutions_of(request.project).find(request.path["solutionId"]))


@handles("assignWhatsappSolution")
def assign(request: Request) -> Reply:
    """Tie a solution to the project, and let go of another one; only before the project is onboarded."""
    state = solutions_of(request.project)
    chosen = state.find(request.path["solutionId"])
    account = whatsapp(request.project).account
    if account is not None and account.get("state") == "ONBOARDED":
        raise problem("solution_cannot_be_reassigned")
    for solution in state.solutions.values():
        solution["assigned"] = solution is chosen
    return no_content()
