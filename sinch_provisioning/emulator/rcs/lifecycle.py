"""The life of an RCS sender: what moves by itself, and when. Times are inferred; all of them are here."""

from collections.abc import Collection
from typing import ClassVar, Literal

from sinch_provisioning.emulator.problems import problem
from sinch_provisioning.emulator.rcs import records
from sinch_provisioning.emulator.rcs.launch import has_video
from sinch_provisioning.emulator.rcs.state import KeptSenders
from sinch_provisioning.emulator.tables import JSON

Status = Literal[
    "INVALID_IN_GOOGLE_MY_BUSINESS",
    "LAUNCHED",
    "NOT_LAUNCHED",
    "PENDING",
    "PENDING_UNLAUNCHED",
    "REJECTED",
    "SUSPENDED",
    "UNLAUNCHED",
]
NumberState = Literal["DECLINED", "EXPIRED", "FAILED", "INVALID", "PENDING", "REJECTED", "UNVERIFIED", "VERIFIED"]
Registration = Literal[
    "ARCHIVED", "COMPLETED", "INCOMPLETE", "MANUAL_REVIEW", "NEW", "PENDING", "PENDING_REVIEW", "REJECTED"
]
ChannelStatus = Literal["ACTIVE", "FAILING", "PENDING"]

SETUP = 5.0
"""Seconds from a draft that an update completes to IN_TEST."""
PREPARATION = 10.0
"""Seconds for which Sinch adds a video."""
OPERATOR = 5.0
"""Seconds between the decisions of two operators."""


class Senders(KeptSenders):
    """The senders of a project. Records that are handed over here are about to be changed."""

    scheduled: ClassVar[tuple[str, ...]] = ("set_up", "prepared", "accept")

    def move(self, record: JSON, state: str) -> None:
        """Bring a sender into another state, and raise an event."""
        before = record["state"]
        if before == state:
            return
        record["state"] = state
        record["modified"] = self.project.clock.text()
        if state == "LAUNCHED":
            record["launched"] = record["modified"]
        noted = {"IN_TEST": "TEST", "LAUNCHED": "ACTIVE", "UNLAUNCHED": "INACTIVE"}.get(state)
        if noted is not None:
            self.note(record, noted)
        self.emit(record, "STATUS_UPDATED", previousState=before, currentState=state)

    def complete(self, record: JSON, *, at_once: bool = False) -> None:
        """Hand a draft that is complete to the supplier, which names its credentials.

        A sender that is created complete is IN_TEST `at_once`, as the official example has it; that this raises no
        event is inferred. One that an update completes is set up first.
        """
        if record["state"] != "DRAFT" or not is_complete(record):
            return
        record["authName"] = f"rcs{self.project.digits(10)}"
        record["authToken"] = self.project.digits(40)
        if at_once:
            record["state"] = "IN_TEST"
            self.note(record, "TEST")
        else:
            self.move(record, "IN_PROGRESS")
            self.project.later(SETUP, self.set_up, record["id"])

    def set_up(self, sender_id: str) -> None:
        """Finish the set-up at the supplier."""
        if self.find(sender_id)["state"] == "IN_PROGRESS":
            self.move(self.open(sender_id), "IN_TEST")

    def launch(self, record: JSON) -> None:
        """Begin the launch, or submit again what has changed since."""
        if record["state"] in {"LAUNCHING", "LAUNCHED"}:
            self.review(record)
        elif has_video(record):
            self.move(record, "LAUNCHING")
            self.review(record)
        else:
            self.move(record, "PREPARING_LAUNCH")
            self.project.later(PREPARATION, self.prepared, record["id"])

    def prepared(self, sender_id: str) -> None:
        """Submit a sender once the video is there."""
        if self.find(sender_id)["state"] == "PREPARING_LAUNCH":
            record = self.open(sender_id)
            self.move(record, "LAUNCHING")
            self.review(record)

    def review(self, record: JSON) -> None:
        """Ask all operators that have not launched the sender yet; they decide one after another."""
        turn = 0
        for country in record["countries"]:
            kept = record["operators"].setdefault(country, {})
            for name in records.operators_of(country):
                status = kept.get(name, {}).get("status")
                if status == "LAUNCHED":
                    continue
                if status != "PENDING":
                    self.decide(record, country, name, "PENDING")
                turn += 1
                self.project.later(turn * OPERATOR, self.accept, record["id"], country, name)
        self._go_live(record)

    def accept(self, sender_id: str, country: str, operator: str) -> None:
        """Let an operator launch a sender, unless it has decided otherwise meanwhile."""
        row = self.find(sender_id)["operators"].get(country, {}).get(operator, {})
        if row.get("status") == "PENDING":
            self.decide(self.open(sender_id), country, operator, "LAUNCHED")

    def decide(self, record: JSON, country: str, operator: str, status: Status, remark: str | None = None) -> None:
        """Let an operator of a country decide, say LAUNCHED, or REJECTED with a remark.

        That raises an event, and with the last operator's decision the sender goes live.
        """
        _require("country", country, records.OPERATORS)
        _require(f"an operator of {country}", operator, records.operators_of(country))
        kept = record["operators"].setdefault(country, {})
        before = kept.get(operator, {}).get("status", "NOT_LAUNCHED")
        if before == status:
            return
        kept[operator] = {"status": status, "modified": self.project.clock.text()}
        if remark is not None:
            kept[operator]["remark"] = remark
        record["modified"] = self.project.clock.text()
        self.emit(
            record,
            "OPERATOR_STATUS_UPDATED",
            operator=operator,
            operatorCountry=country,
            operatorPreviousStatus=before,
            operatorCurrentStatus=status,
        )
        self._go_live(record)

    def _go_live(self, record: JSON) -> None:
        """Bring a sender to LAUNCHED once all operators of its countries have decided, and one of them for it."""
        rows = [row for country in record["countries"] for row in record["operators"].get(country, {}).values()]
        statuses = {row["status"] for row in rows}
        if record["state"] == "LAUNCHING" and "LAUNCHED" in statuses and "PENDING" not in statuses:
            self.move(record, "LAUNCHED")

    def unlaunch(self, record: JSON) -> None:
        """Take a sender out of service, as only Sinch can."""
        for country, rows in record["operators"].items():
            for operator in rows:
                self.decide(record, country, operator, "UNLAUNCHED")
        self.move(record, "UNLAUNCHED")

    def set_number(self, record: JSON, number: str, state: NumberState) -> None:
        """Let the owner of a phone, or the network, decide about an invitation, say VERIFIED or DECLINED."""
        kept = record["numbers"].get(number)
        if kept is None:
            raise problem("user_is_not_tester_for_agent")
        kept["state"] = state
        kept["step"] += 1

    def link_app(self, record: JSON, app_id: str, channel_status: ChannelStatus = "ACTIVE") -> None:
        """Let a Conversation API app use a sender for its RCS channel."""
        record["conversationApiApp"] = app_id
        details = {"projectId": self.project.id, "region": record["region"], "channelStatus": channel_status}
        record["conversationApiAppDetails"] = {"id": app_id, **details}

    def register(self, record: JSON, status: Registration) -> None:
        """Let the registration of a brand for the US come to a status, say PENDING_REVIEW or COMPLETED."""
        uuid = self.project.uuid
        kept = record.setdefault("registration", {"id": uuid(), "process": uuid(), "campaign": None})
        kept["status"] = status
        if status == "COMPLETED" and kept["campaign"] is None:
            kept["campaign"] = {"id": uuid(), "campaignName": record["brand"]["name"], "requestId": uuid()}
        self.project.emit("RCS_BRAND_REGISTRATION_PROCESS_STATUS_UPDATED", self.view(record), status=status)


def _require(name: str, value: str, choices: Collection[str]) -> None:
    if value not in choices:
        raise ValueError(f"{name} is one of {', '.join(choices)}, not {value}")


def is_complete(record: JSON) -> bool:
    """Return whether a draft has enough to exist at the supplier: name, logo and banner (inferred)."""
    brand = record["brand"]
    return all(brand.get(name) for name in ("name", "logoUrl", "bannerUrl"))
