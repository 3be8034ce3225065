"""What exists at Meta, put there by hand."""

from collections.abc import Mapping, Sequence
from typing import Literal

from sinch_provisioning.emulator.control_group import ControlGroup
from sinch_provisioning.emulator.whatsapp.flows import Flows
from sinch_provisioning.emulator.whatsapp.meta import Meta
from sinch_provisioning.emulator.whatsapp.solutions import Solutions

FlowStatus = Literal["FLOW_STATUS_DEPRECATED", "FLOW_STATUS_DRAFT", "FLOW_STATUS_PUBLISHED"]
Failure = Literal["ACTIVATION_FAILED", "CREATION_FAILED"]
Error = Literal["facebook_Request_limit_reached", "log_in_facebook_required"]


class MetaControl(ControlGroup):
    """Business accounts, flows and apps at Meta; what Embedded Signup gave, and whether it is good."""

    def add_waba(self, project_id: str, numbers: Mapping[str, tuple[str, str]]) -> str:
        """Share a business account with a project, and return its id.

        Args:
            project_id: The project.
            numbers: Calling code and number, by `phoneNumberId`.
        """
        with self._store.decision(project_id) as project:
            waba_id = project.number(15)
            known = {
                number_id: {"countryCode": code, "phoneNumber": number} for number_id, (code, number) in numbers.items()
            }
            project.part(Meta).wabas.put(waba_id, known)
            return waba_id

    def reject_credential(self, project_id: str, token_or_code: str) -> None:
        """Let a token or a code of Embedded Signup be wrong; all others are good, codes once."""
        with self._store.decision(project_id) as project:
            project.part(Meta).reject(token_or_code)

    def offer_manager(self, project_id: str, business_manager: str, on: bool = True) -> None:
        """Let a business manager be one for this server, or not."""
        with self._store.decision(project_id) as project:
            settings = project.part(Meta).settings
            others = [name for name in settings["withheld"] if name != business_manager]
            settings.set(withheld=others if on else [*others, business_manager])

    def fail_meta(self, project_id: str, code: Error | None) -> None:
        """Let Meta take no calls, or take them again with None."""
        with self._store.decision(project_id) as project:
            project.part(Meta).settings.set(error=code)

    def offer_analytics(self, project_id: str, on: bool = True) -> None:
        """Let Meta offer template analytics, or not yet."""
        with self._store.decision(project_id) as project:
            project.part(Meta).settings.set(noAnalytics=not on)

    def add_flow(
        self,
        project_id: str,
        name: str,
        status: FlowStatus = "FLOW_STATUS_PUBLISHED",
        screens: Sequence[str] = ("FIRST",),
    ) -> str:
        """Give the account one more flow, and return its id."""
        with self._store.decision(project_id) as project:
            return project.part(Flows).add(name, status, list(screens))

    def add_partner_app(self, project_id: str, name: str, failure: Failure | None = None) -> int:
        """Give the partner one more app, perhaps one for which solutions fail, and return its id."""
        with self._store.decision(project_id) as project:
            return project.part(Solutions).add_app(name, failure)
