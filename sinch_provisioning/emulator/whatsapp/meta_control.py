"""What exists at Meta, put there by hand."""

from collections.abc import Mapping, Sequence
from typing import Literal

from sinch_provisioning.emulator.store import Store
from sinch_provisioning.emulator.whatsapp.flows import flows_of
from sinch_provisioning.emulator.whatsapp.meta import meta
from sinch_provisioning.emulator.whatsapp.solutions import solutions_of

FlowStatus = Literal["FLOW_STATUS_DEPRECATED", "FLOW_STATUS_DRAFT", "FLOW_STATUS_PUBLISHED"]
Failure = Literal["ACTIVATION_FAILED", "CREATION_FAILED"]
Trouble = Literal["facebook_Request_limit_reached", "log_in_facebook_required"]


class MetaControl:
    """Business accounts, flows and apps at Meta; what Embedded Signup gave, and whether it is good."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add_waba(self, project_id: str, numbers: Mapping[str, tuple[str, str]]) -> str:
        """Share a business account with a project, and return its id.

        Args:
            project_id: The project.
            numbers: Calling code and number, by `phoneNumberId`.
        """
        with self._store.decision(project_id) as project:
            waba_id = str(project.random.randrange(10**14, 10**15))
            meta(project).wabas[waba_id] = {
                number_id: {"countryCode": code, "phoneNumber": number} for number_id, (code, number) in numbers.items()
            }
            return waba_id

    def refuse(self, project_id: str, token_or_code: str) -> None:
        """Let a token or a code of Embedded Signup be wrong; all others are good, codes once."""
        with self._store.decision(project_id) as project:
            meta(project).refuse(token_or_code)

    def offer_manager(self, project_id: str, business_manager: str, on: bool = True) -> None:
        """Let a business manager be one for this server, or not."""
        with self._store.decision(project_id) as project:
            withheld = meta(project).data["withheld"]
            withheld[:] = [name for name in withheld if name != business_manager]
            if not on:
                withheld.append(business_manager)

    def break_off(self, project_id: str, trouble: Trouble | None) -> None:
        """Let Meta take no calls, or take them again with None."""
        with self._store.decision(project_id) as project:
            meta(project).data["trouble"] = trouble

    def offer_analytics(self, project_id: str, on: bool = True) -> None:
        """Let Meta offer template analytics, or not yet."""
        with self._store.decision(project_id) as project:
            meta(project).data["noAnalytics"] = not on

    def add_flow(
        self,
        project_id: str,
        name: str,
        status: FlowStatus = "FLOW_STATUS_PUBLISHED",
        screens: Sequence[str] = ("FIRST",),
    ) -> str:
        """Give the account one more flow, and return its id."""
        with self._store.decision(project_id) as project:
            return flows_of(project).add(name, status, list(screens))

    def add_partner_app(self, project_id: str, name: str, failure: Failure | None = None) -> int:
        """Give the partner one more app, perhaps one for which solutions fail, and return its id."""
        with self._store.decision(project_id) as project:
            return solutions_of(project).add_app(name, failure)
