"""Calls about WhatsApp solutions."""

from types import NoneType
from typing import Final

from sinch_provisioning.blocking import BlockingResource, blocking
from sinch_provisioning.core.bodies import body_of
from sinch_provisioning.core.dispatch import Resource
from sinch_provisioning.core.operation import Operation, Safety
from sinch_provisioning.core.secrets import Secret, secret
from sinch_provisioning.whatsapp.shared import BusinessManager
from sinch_provisioning.whatsapp.solutions.models import (
    CreatedSolutions,
    Solution,
    SolutionDetails,
    SolutionInput,
    SolutionList,
)

_SOLUTIONS = "/v1/projects/{projectId}/whatsapp/solutions"
_SOLUTION = _SOLUTIONS + "/{solutionId}"

LIST = Operation("listWhatsappSolutions", "GET", _SOLUTIONS, SolutionList, Safety.SAFE)
CREATE = Operation("createWhatsappSolution", "POST", _SOLUTIONS, CreatedSolutions, Safety.ONCE, body=SolutionInput)
GET = Operation("getWhatsappSolution", "GET", _SOLUTION, Solution, Safety.SAFE)
# Whether the service accepts or rejects a second assignment is not documented.
ASSIGN = Operation("assignWhatsappSolution", "POST", _SOLUTION + "/assign", NoneType, Safety.ONCE)


class Solutions(Resource):
    """Multi-partner solutions at Meta, in which a tech provider and a solution partner serve clients together."""

    async def list(self) -> SolutionList:
        """Return all solutions, in one response without pages (listWhatsappSolutions)."""
        return await self._send(LIST)

    async def create(
        self,
        solution: SolutionInput | None = None,
        *,
        details: SolutionDetails | None = None,
        access_token: str | Secret | None = None,
        business_manager: BusinessManager | str | None = None,
    ) -> CreatedSolutions:
        """Create solutions with a token of Embedded Signup, possibly several at once (createWhatsappSolution).

        A successful response can hold failures: look at its `failed_solutions`.

        Args:
            solution: The whole request, instead of its fields below, which are all required without it.
            details: Name of the solution.
            access_token: Token from Meta's sign-up dialog.
            business_manager: SINCH_BR, SINCH_MX or SINCH_UK.

        Raises:
            TransportError: with `.sent` true there may be new solutions: list before trying again.
        """
        fields = {"details": details, "access_token": secret(access_token), "business_manager": business_manager}
        return await self._send(CREATE, body_of(SolutionInput, solution, fields))

    async def get(self, solution_id: str) -> Solution:
        """Return one solution (getWhatsappSolution)."""
        return await self._send(GET, solution_id=solution_id)

    async def assign(self, solution_id: str) -> None:
        """Assign a solution to the project, so that Embedded Signup can start (assignWhatsappSolution).

        It has to be done before the project is onboarded, and no call reverses it.

        Raises:
            Conflict: `solution_cannot_be_reassigned`: the project is past that point.
        """
        await self._send(ASSIGN, solution_id=solution_id)


class BlockingSolutions(BlockingResource[Solutions]):
    list: Final = blocking(Solutions.list)
    create: Final = blocking(Solutions.create)
    get: Final = blocking(Solutions.get)
    assign: Final = blocking(Solutions.assign)
