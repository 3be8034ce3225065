"""Decisions of Meta, of Sinch and of the client about a WhatsApp account."""

from typing import Annotated, Literal

import msgspec

from sinch_provisioning.emulator.reviewed import ReviewedControl
from sinch_provisioning.emulator.whatsapp.account import Account

Country = Annotated[str, msgspec.Meta(pattern="^[A-Z]{2}$")]
Ban = Literal["DISABLE", "REINSTATE", "SCHEDULE_FOR_DISABLE"]
Limit = Literal["TIER_50", "TIER_250", "TIER_1K", "TIER_2K", "TIER_10K", "TIER_100K", "TIER_UNLIMITED"]


class AccountControl(ReviewedControl[Account]):
    """What becomes of a project's WhatsApp account. Without any decision it goes live after a while."""

    _resource = Account

    def ask_client(self, project_id: str) -> None:
        """Let Meta ask the client to accept."""
        with self._in_review(project_id) as (accounts, account):
            accounts.ask_client(account)

    def onboard(self, project_id: str) -> None:
        """Let the account go live now."""
        with self._in_review(project_id) as (accounts, account):
            accounts.approve(account)

    def reject(self, project_id: str, reason: str | None = None) -> None:
        """Reject the request for the account."""
        with self._in_review(project_id) as (accounts, account):
            accounts.reject(account, reason)

    def set_daily_limit(self, project_id: str, limit: Limit) -> None:
        """Let Meta give the business another limit."""
        with self._one(project_id) as (accounts, account):
            account["businessDailyLimit"] = limit
            accounts.emit(account, "DAILY_LIMIT_CHANGED")

    def set_location(self, project_id: str, country: Country) -> None:
        """Let the business data at Meta name another country, as `PL`."""
        with self._one(project_id) as (accounts, account):
            account["primaryBusinessLocation"] = country
            accounts.project.emit("WHATSAPP_WABA_ACCOUNT_CHANGED", accounts.view(account))

    def ban(self, project_id: str, ban: Ban) -> None:
        """Let Meta announce a ban, impose it or lift it, which raises no event."""
        with self._one(project_id) as (accounts, account):
            account["wabaBanState"] = ban
            account["wabaBanDate"] = accounts.project.clock.text()

    def corrupt(self, project_id: str, on: bool = True) -> None:
        """Let the record of the account be inconsistent, or whole again."""
        with self._one(project_id) as (accounts, _):
            accounts.settings.set(corrupt=on)

    def keep_drafts(self, project_id: str, on: bool = True) -> None:
        """Let template drafts withstand, so that the account cannot be deleted."""
        with self._one(project_id) as (accounts, _):
            accounts.settings.set(keepsDrafts=on)
