"""The KakaoTalk senders of a project and their life. What is inferred of the steps and times is all here."""

import secrets
from collections.abc import Mapping
from typing import Any, ClassVar, Literal, Self

from sinch_provisioning.emulator.data import data
from sinch_provisioning.emulator.family import Handler, Handlers, Reply, Request, ok
from sinch_provisioning.emulator.kakaotalk.account import Account
from sinch_provisioning.emulator.kakaotalk.catalogue import sender_paths, sender_tree
from sinch_provisioning.emulator.problems import problem
from sinch_provisioning.emulator.resources import USER
from sinch_provisioning.emulator.reviewed import DAY, Reviewed
from sinch_provisioning.emulator.tables import JSON, Record

State = Literal["ACTIVE", "BLOCKED", "INACTIVE", "SUSPENDED"]
CATEGORIES = ("topLevelCategoryCode", "midLevelCategoryCode", "subLevelCategoryCode")
HINT = "List the sender categories for the codes; in a project without any sender create one with status DRAFT first."


class Senders(Reviewed):
    """Senders, which are KakaoTalk channels, in the order of their creation."""

    kind = "kakaotalk_senders"
    noun = "sender"
    events = "KAKAOTALK_SENDER"
    missing = "sender_not_found"
    named: ClassVar[tuple[str, ...]] = ("plus_friend_id",)
    key: ClassVar[tuple[str, ...]] = ("plusFriendId",)
    path: ClassVar[tuple[str, ...]] = ("plusFriendId",)
    items = "senders"
    shown: ClassVar[tuple[str, ...]] = ("id", "plusFriendId", "state", "created", "modified")
    review: ClassVar[float] = 5.0
    grace: ClassVar[float] = 60 * DAY
    defaults: ClassVar[Mapping[str, Any]] = {"hold": False, "files": {}, "wrongAppKey": False}

    @classmethod
    def of(cls, request: Request, *, missing: str | None = None) -> Self:
        """Return the senders of a project that has an account."""
        request.project.part(Account).require()
        return super().of(request, missing=missing)

    def add(self, record: Record) -> None:
        """Keep a new sender; the first one brings the account along."""
        super().add(record)
        self.project.part(Account).initialize()

    def remove(self, record: Record) -> None:
        """Forget a sender, and its templates with it."""
        super().remove(record)
        templates = self.project.table("kakaotalk_templates")
        for key, template in list(templates.items()):
            if template["plusFriendId"] == record["plusFriendId"]:
                templates.remove(key)

    def decides(self, record: Record) -> bool:
        """Edits are decided after a while; a new sender waits to be registered (inferred)."""
        return "state" in record and super().decides(record)

    def approved(self, record: Record) -> None:
        """A new sender goes ACTIVE without any code. That a finished edit raises the same event is inferred."""
        if record.setdefault("state", "ACTIVE") == "ACTIVE":
            self.note(record, "ACTIVE")
            self.emit(record, "ACTIVE")

    def check_details(self, details: JSON, logo: str | None) -> None:
        """Reject details that the service does not accept, for a draft too (inferred)."""
        codes = tuple(details.get(name) for name in CATEGORIES)
        # A draft may name a part of a path only, of which nothing can be said.
        if None not in codes and codes not in sender_paths():
            raise problem("sender_invalid_category_code", f"{' > '.join(codes)} is not a path in the tree. {HINT}")
        self.check_file(logo)

    def create(self, request: Request) -> Record:
        """Begin a sender, and submit it unless it is to be a draft."""
        account, body = self.project.part(Account), request.body
        account.check_free()
        # A channel has one sender in all of Sinch (inferred).
        if any(body["plusFriendId"] in each.table(self.kind) for each in self.project.store):
            raise problem("plus_friend_id_used", f"{body['plusFriendId']} has a sender already.")
        details = body.get("details", {})
        record = self.new({"id": self.project.uuid(), "plusFriendId": body["plusFriendId"]}, details)
        self.begin(record, body, lambda: self.check_details(details, details.get("logoImage")))
        return record

    def change(self, request: Request, record: Record) -> None:
        """Accept an edit, or reject it."""
        body = request.body
        details: JSON = body.get("details", {})
        submit = body.get("status", "DRAFT") == "SUBMIT"
        if not details and not (submit and "changes" in record):
            raise problem("no_fields_to_update")
        self._check_updatable(record)
        pending = {**record.get("changes", {}).get("details", {}), **details}
        whole = self.applied(record.get("details", {}), pending)
        self.check_details(whole, pending.get("logoImage"))
        if submit:
            self.check_complete(request, whole)
        self.edit(record)["changes"] = {"status": "DRAFT", "details": pending}
        if details:
            self.note(record, "EDITED", author=USER)
        if submit:
            self.submit(record)

    def _check_updatable(self, record: Record) -> None:
        """Reject by state and by changes. That a rejected sender may change (the guide) is inferred."""
        if record.get("state", "ACTIVE") != "ACTIVE":
            raise problem("sender_not_updatable", f"The sender is {record['state']}.")
        if self.in_review(record):
            raise problem("sender_changes_not_updatable")

    def register(self, record: Record) -> None:
        """Send a person a code, another one each time; the last one counts (inferred)."""
        if record.get("state") == "ACTIVE":
            raise problem("not_allowed_register", "The sender is ACTIVE.")
        if "state" not in record and not self.in_review(record):
            # A draft may lack the number that the code goes to, and a rejection would mean nothing (inferred).
            raise problem(
                "not_allowed_register", f"The sender is {self.status(record)}; update it with status SUBMIT first."
            )
        if self.settings["wrongAppKey"]:
            raise problem("invalid_app_key", "The key between Sinch and Kakao is wrong.")
        self.edit(record)
        if "state" not in record:
            self.go_live(record)
        record["state"] = "VERIFYING"
        record["modified"] = self.project.clock.text()
        # A request holds the code as a number, so one that begins with 0 is never sent (inferred).
        record["code"] = str(100_000 + secrets.randbelow(900_000))

    def verify(self, record: Record, code: JSON) -> None:
        """Check a code. No rejection of a wrong code is documented; that it is this one is inferred."""
        if record.get("state") != "VERIFYING":
            raise problem("not_allowed_verify", "No code is awaited; register the sender first.")
        if "code" not in record or int(record["code"]) != code:
            raise problem("not_allowed_verify", "The code is wrong.")
        del self.edit(record)["code"]
        self.move(record, "ACTIVE")

    def set_state(self, record: Record, state: State) -> None:
        """Switch a sender on or off, or block or suspend it, which raises no event."""
        self.require_live(record)
        record.pop("code", None)
        self.move(record, state)

    def move(self, record: Record, state: str) -> None:
        """Bring a sender into another state, and raise an event where the API has one."""
        record["state"] = state
        record["modified"] = self.project.clock.text()
        if state in {"ACTIVE", "INACTIVE"}:
            self.note(record, state)
            self.emit(record, state)

    @classmethod
    def serve_register(cls, request: Request) -> Reply:
        """Send a one-time code."""
        senders, record = cls.at(request)
        senders.register(record)
        return ok(senders.view(record))

    @classmethod
    def serve_verify(cls, request: Request) -> Reply:
        """Check a one-time code."""
        senders, record = cls.at(request)
        senders.verify(record, request.body["code"])
        return ok(senders.view(record))

    @classmethod
    def serve_categories(cls, request: Request) -> Reply:
        """Return the whole tree of what senders are about."""
        request.project.part(Account).require()
        return ok({"categories": sender_tree()})

    @classmethod
    def serve_template_categories(cls, request: Request) -> Reply:
        """Return what the templates of a sender may be about, the same for all senders (inferred)."""
        cls.at(request)
        return request.page("categories", data("kakaotalk_template_categories"))

    @classmethod
    def handlers(cls, name: str, **others: Handler) -> Handlers:
        """Return all handlers of senders."""
        return super().handlers(
            name,
            registerKakaotalkSender=cls.serve_register,
            verifyKakaotalkSender=cls.serve_verify,
            listKakaotalkSenderCategories=cls.serve_categories,
            listKakaotalkTemplateCategories=cls.serve_template_categories,
            **others,
        )
