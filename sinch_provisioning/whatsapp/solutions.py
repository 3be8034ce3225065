"""The calls about WhatsApp solutions."""

from types import NoneType

from sinch_provisioning.core.dispatch import Resource
from sinch_provisioning.core.operation import Operation, Safety
from sinch_provisioning.core.secrets import Secret, secret
from sinch_provisioning.whatsapp.models import (
    BusinessManager,
    CreatedSolutions,
    Solution,
    SolutionDetailsInput,
    SolutionInput,
    SolutionList,
)

_SOLUTIONS = "/v1/projects/{projectId}/whatsapp/solutions"
_SOLUTION = _SOLUTIONS + "/{solutionId}"

LIST = Operation("listWhatsappSolutions", "GET", _SOLUTIONS, SolutionList, Safety.SAFE)
CREATE = Operation("createWhatsappSolution", "POST", _SOLUTIONS, CreatedSolutions, Safety.ONCE)
GET = Operation("getWhatsappSolution", "GET", _SOLUTION, Solution, Safety.SAFE)
# Whether a second one is taken or refused is not documented.
ASSIGN = Operation("assignWhatsappSolution", "POST", _SOLUTION + "/assign", NoneType, Safety.ONCE)


class WhatsappSolutions(Resource):
    """Multi-partner solutions at Meta, in which a tech provider and a solution partner serve clients together."""

    async def list(self) -> SolutionList:
        """Return all solutions, in one answer without pages (listWhatsappSolutions)."""
        return await self._send(LIST)

    async def create(
        self, *, details: SolutionDetailsInput, access_token: str | Secret, business_manager: BusinessManager
    ) -> CreatedSolutions:
        """Make solutions with a token of Embedded Signup, several at once as the case may be (createWhatsappSolution).

        An answer without error can hold failures: look at its `failed_solutions`.

        Args:
            details: Name of the solution.
            access_token: Token that Meta's sign-up dialog gave.
            business_manager: SINCH_BR, SINCH_MX or SINCH_UK.

        Raises:
            InvalidRequest: a field breaks a rule of the contract; nothing was sent.
            TransportError: with `.sent` true there may be new solutions: list before trying again.
        """
        body = SolutionInput(details=details, access_token=secret(access_token), business_manager=business_manager)
        return await self._send(CREATE, body)

    async def get(self, solution_id: str) -> Solution:
        """Return one solution (getWhatsappSolution)."""
        return await self._send(GET, solution_id=solution_id)

    async def assign(self, solution_id: str) -> None:
        """Tie a solution to the project, so that Embedded Signup can start (assignWhatsappSolution).

        It has to come before the project is onboarded, and nothing here takes it back.

        Raises:
            Conflict: `solution_cannot_be_reassigned`: the project is past that point.
        """
        await self._send(ASSIGN, solution_id=solution_id)


OPERATIONS = (LIST, CREATE, GET, ASSIGN)
