"""The WhatsApp account of a project: asked for, reviewed by Meta and Sinch, corrected after a rejection, deleted."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal

import msgspec

from sinch_provisioning.emulator.family import Reply, Request, no_content
from sinch_provisioning.emulator.problems import problem
from sinch_provisioning.emulator.resources import USER
from sinch_provisioning.emulator.reviewed import Reviewed
from sinch_provisioning.emulator.tables import JSON, Record
from sinch_provisioning.emulator.whatsapp.meta import Meta, sender_records
from sinch_provisioning.emulator.whatsapp.regions import (
    DEFAULT_BUSINESS_MANAGER,
    USUAL_STORAGE,
    compatible_regions,
    usual_region,
)

Country = Annotated[str, msgspec.Meta(pattern="^[A-Z]{2}$")]
Ban = Literal["DISABLE", "REINSTATE", "SCHEDULE_FOR_DISABLE"]
Limit = Literal["TIER_50", "TIER_250", "TIER_1K", "TIER_2K", "TIER_10K", "TIER_100K", "TIER_UNLIMITED"]


class Account(Reviewed):
    """The account, if there is one."""

    kind = "whatsapp_account"
    noun = "account"
    events = "WHATSAPP_ACCOUNT"
    missing = "account_not_found"
    named: ClassVar[tuple[str, ...]] = ()
    key: ClassVar[tuple[str, ...]] = ()
    path: ClassVar[tuple[str, ...]] = ()
    shown: ClassVar[tuple[str, ...]] = (
        *("isEmbeddedSignup", "businessManager", "wabaId", "compatibleRegions", "wabaEnabledForInsights"),
        *("wabaEnabledForDirectSend", "wabaMaxPriceOnboarded", "currency", "state", "businessDailyLimit"),
        *("primaryBusinessLocation", "wabaBanState", "wabaBanDate"),
    )
    review: ClassVar[float] = 5.0
    """Seconds until a request waits for the client at Meta."""
    acceptance: ClassVar[float] = 10.0
    """Seconds until the client has accepted (inferred)."""
    scheduled: ClassVar[tuple[str, ...]] = ("review_ends", "client_accepts")
    defaults: ClassVar[Mapping[str, Any]] = {"hold": False, "files": {}, "corrupt": False, "keepsDrafts": False}

    def require(self) -> Record:
        """Return the account, for operations that call a project without one "not initialized"."""
        account = self.peek()
        if account is None:
            raise problem("project_not_initialized")
        return account

    def check_intact(self) -> None:
        """Reject while the record of the account is inconsistent."""
        if self.settings["corrupt"]:
            raise problem("account_data_is_corrupt")

    def make(self, *, embedded: bool, business_manager: str | None, waba_id: str) -> Record:
        """Give the project an account for which nothing was asked yet, and return it."""
        manager = business_manager or DEFAULT_BUSINESS_MANAGER
        fields = {
            "isEmbeddedSignup": embedded,
            "businessManager": manager,
            "wabaId": waba_id,
            "compatibleRegions": compatible_regions(manager),
            "wabaEnabledForInsights": False,
            "wabaEnabledForDirectSend": False,
            "wabaMaxPriceOnboarded": False,
            "currency": "EUR",
        }
        account = self.new(fields, {})
        self.note(account, "CREATED", author=USER)
        self.add(account)
        return account

    def view_for(self, request: Request, record: Record) -> JSON:
        """Return the account; reject while it is inconsistent."""
        self.check_intact()
        return super().view_for(request, record)

    def create(self, request: Request) -> Record:
        """Ask for an account."""
        details = dict(request.body)
        manager = details.pop("businessManager", None)
        self.project.part(Meta).check_manager(manager)
        self.check_intact()
        if self.peek() is not None:
            raise problem("account_exists")
        account = self.make(embedded=False, business_manager=manager, waba_id=self.project.number(15))
        self.ask(account, details)
        return account

    def change(self, request: Request, record: Record) -> None:
        """Correct a rejected request, and submit it again."""
        asked = {name: value for name, value in request.body.items() if value != {}}
        if not asked:
            raise problem("no_fields_to_update")
        if not self.is_rejected(record):
            raise problem("account_not_updatable", "Only a rejected account can change.")
        before = record.get("changes", {}).get("details") or record.get("details", {})
        if "senderDetails" in asked:
            asked["senderDetails"] = {**before.get("senderDetails", {}), **asked["senderDetails"]}
        if "companyLegalName" in asked and "wabaName" in before:
            asked.setdefault("wabaName", asked["companyLegalName"])  # the old name of the same field
        self.edit(record)
        # The documented response shows the rejected request as the present details (see docs/errata.md).
        record["state"] = "REJECTED"
        record["details"] = {"wabaName": before.get("companyLegalName", ""), **before}
        self.note(record, "EDITED", author=USER)
        self.ask(record, {**before, **asked})

    def delete(self, record: Record) -> None:
        """Delete the account, if no sender belongs to it; its templates go with it (inferred)."""
        senders = list(sender_records(self.project))
        live = [sender["id"] for sender in senders if "state" in sender]
        if live:
            raise problem("account_has_senders", information={"projectId": self.project.id, "senderIds": live})
        if senders:
            raise problem("account_has_sender_changes", information={"projectId": self.project.id})
        if self.settings["keepsDrafts"]:
            raise problem("template_could_not_delete_drafts")
        self.remove(record)
        self.settings.set(corrupt=False)
        self.project.table("whatsapp_templates").clear()
        self.project.settings("whatsapp_templates", {}).clear()

    @classmethod
    def serve_deletion(cls, request: Request) -> Reply:
        """Delete the account; a project without one is not initialized."""
        accounts = request.project.part(cls)
        accounts.delete(accounts.require())
        return no_content()

    @classmethod
    def serve_comment(cls, request: Request) -> Reply:
        """Keep a comment as an activity; reject while the account is inconsistent."""
        accounts, _ = cls.at(request)
        accounts.check_intact()
        return super().serve_comment(request)

    def ask(self, account: Record, details: JSON) -> None:
        """Submit a request, with defaults for what it leaves out."""
        sender = details.get("senderDetails")
        if sender is not None:
            region = sender.get("region", usual_region(account["businessManager"]))
            storage = {"metaLocalStorage": USUAL_STORAGE[region]}
            details = {**details, "senderDetails": {**storage, **sender, "region": region}}
        account["changes"] = {"status": "DRAFT", "details": details}
        self.submit(account)

    def in_review(self, record: Record) -> bool:
        """Return whether a request waits for Sinch, Meta or the client."""
        return self.status(record) in {"IN_PROGRESS", "PENDING_FACEBOOK_VERIFICATION"}

    def is_rejected(self, account: Record) -> bool:
        """Return whether an account is rejected, in either of the two documented shapes."""
        return "REJECTED" in {account.get("state"), self.status(account)} and not self.in_review(account)

    def review_ends(self, key: str, turn: str) -> None:
        """Let Meta accept a request, and ask the client to accept."""
        account = self.records.get(key)
        if account is not None and account["turn"] == turn and self.status(account) == "IN_PROGRESS":
            self.ask_client(self.records.edit(key))
            self.project.later(self.acceptance, self.client_accepts, key, turn)

    def client_accepts(self, key: str, turn: str) -> None:
        """Let the client accept."""
        if self.status(self.records.get(key) or {}) == "PENDING_FACEBOOK_VERIFICATION":
            super().review_ends(key, turn)

    def ask_client(self, account: Record) -> None:
        """Let Meta ask the client to accept."""
        account["changes"]["status"] = "PENDING_FACEBOOK_VERIFICATION"
        self.note(account, "PENDING_FACEBOOK_VERIFICATION")
        self.emit(account, "PENDING_VERIFICATION")

    def approved(self, record: Record) -> None:
        """The account goes live with what was asked for; no type of activity reports that."""
        record["details"].setdefault("wabaName", record["details"].get("companyLegalName", ""))
        record["state"] = "ONBOARDED"
        self.emit(record, "ONBOARDED")

    def set_daily_limit(self, account: Record, limit: Limit) -> None:
        """Let Meta give the business another limit."""
        account["businessDailyLimit"] = limit
        self.emit(account, "DAILY_LIMIT_CHANGED")

    def set_location(self, account: Record, country: Country) -> None:
        """Let the business data at Meta name another country, as `PL`."""
        account["primaryBusinessLocation"] = country
        self.project.emit("WHATSAPP_WABA_ACCOUNT_CHANGED", self.view(account))

    def ban(self, account: Record, ban: Ban) -> None:
        """Let Meta announce a ban, impose it or lift it, which raises no event."""
        account["wabaBanState"] = ban
        account["wabaBanDate"] = self.project.clock.text()
