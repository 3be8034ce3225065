"""Data of WhatsApp solutions."""

from collections.abc import Sequence
from typing import Annotated

from sinch_provisioning.core.enums import OpenEnum
from sinch_provisioning.core.model import model
from sinch_provisioning.core.rules import REQUIRED
from sinch_provisioning.core.secrets import Secret
from sinch_provisioning.whatsapp.shared import SenderBusinessManager


class FailedSolutionError(OpenEnum):
    """The step at which creating a solution failed."""

    ACTIVATION_FAILED = "ACTIVATION_FAILED"
    CREATION_FAILED = "CREATION_FAILED"
    UNRECOGNIZED = "UNRECOGNIZED"


@model(sent=True)
class SolutionDetails:
    """What the caller says about a solution."""

    name: Annotated[str, REQUIRED] | None = None


@model
class MetaApp:
    """An app at Meta."""

    id: int | None = None
    """A number here, while `FailedSolution` identifies an app by a text."""
    name: str | None = None


@model
class Solution:
    """A multi-partner solution at Meta: a tech provider and a solution partner who serve clients together."""

    id: str
    details: SolutionDetails = SolutionDetails()
    assigned: bool | None = None
    """Whether it is assigned to this project."""
    partner_app: MetaApp | None = None
    """App of the tech provider."""
    owner_app: MetaApp | None = None
    """App of the solution partner, usually Sinch."""


@model
class SolutionList:
    """All solutions."""

    solutions: Sequence[Solution] = ()


@model
class FailedSolution:
    """A solution that could not be created."""

    partner_app_id: str | None = None
    error_code: FailedSolutionError | None = None
    error_message: str | None = None


@model
class CreatedSolutions:
    """What one call created, and what it could not create."""

    solutions: Sequence[Solution] = ()
    failed_solutions: Sequence[FailedSolution] = ()


@model(sent=True)
class SolutionInput:
    """A request for solutions."""

    details: SolutionDetails
    access_token: Secret
    """Token from Meta's sign-up dialog."""
    business_manager: SenderBusinessManager
