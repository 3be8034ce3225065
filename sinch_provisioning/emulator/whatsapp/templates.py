"""The WhatsApp templates of a project, with what Meta decides about them by hand."""

from collections.abc import Sequence
from typing import Any, Literal

from sinch_provisioning.emulator.clock import write_time
from sinch_provisioning.emulator.tables import JSON, Record
from sinch_provisioning.emulator.whatsapp.account import Account
from sinch_provisioning.emulator.whatsapp.template_submission import SubmittedTemplates, meta_error

Rejection = Literal["ABUSIVE_CONTENT", "INCORRECT_CATEGORY", "INVALID_FORMAT", "SCAM"]
NewState = Literal["ARCHIVED", "DISABLED", "FLAGGED", "PAUSED", "REINSTATED", "UNPAUSED"]
Category = Literal["AUTHENTICATION", "MARKETING", "UTILITY"]
Quality = Literal["QUALITY_SCORE_GREEN", "QUALITY_SCORE_RED", "QUALITY_SCORE_UNKNOWN", "QUALITY_SCORE_YELLOW"]
Rejected = Literal[
    "object_with_whatsapp_business_account_id_does_not_exist",
    "template_content_already_exists",
    "template_limit_reached",
    "template_policies_violations",
    "template_submit_error",
    "whatsapp_business_api_request_limit_exceeded",
]

# What becomes of `state`; the others leave it as it is (inferred).
_STATES = {"DISABLED": "DISABLED", "PAUSED": "PAUSED", "REINSTATED": "APPROVED", "UNPAUSED": "APPROVED"}


class Templates(SubmittedTemplates):
    """Templates; what is here comes from outside."""

    def set_limit(self, templates: int | None) -> None:
        """Let the account hold so many submitted templates; None is as many as you like."""
        self.settings.set(limit=templates)

    def offer_pricing(self, on: bool = True) -> None:
        """Let the account be ready for templates with an optimization."""
        self.project.part(Account).open()["wabaMaxPriceOnboarded"] = on

    def reject_for(self, record: Record, code: Rejection = "INVALID_FORMAT", reason: str | None = None) -> None:
        """Let Meta reject what is in review."""
        self.reject(record, reason, code)

    def reject_next(self, code: Rejected = "template_submit_error", reason: str | None = None) -> None:
        """Let Meta reject the next submission at once."""
        words = {"metaError": meta_error([reason or "Rejected on request."])}
        information = words if code == "template_submit_error" else None
        asked = {"code": code, "message": reason, "information": information}
        self.settings.set(rejections=[*self.settings["rejections"], asked])

    def set_state(self, record: Record, new_state: NewState, comment: str | None = None) -> None:
        """Let Meta pause, disable, flag, archive or reinstate a live template."""
        if "details" not in record:
            raise ValueError(f"{record['name']} in {record['language']} is not live")
        record["state"] = _STATES.get(new_state, record["state"])
        self.emit(record, "STATUS_UPDATED", newState=new_state, comment=comment)

    def set_pending(self, record: Record) -> None:
        """Let the live version be PENDING, in which it cannot be changed; which raises no event."""
        record["state"] = "PENDING"

    def set_quality(self, record: Record, score: Quality) -> None:
        """Let Meta judge the quality."""
        record["qualityScore"] = score
        self.emit(record, "QUALITY_SCORE_UPDATED")

    def announce_category(self, record: Record, category: Category) -> None:
        """Let Meta announce that it will move the template to another category."""
        self.emit(record, "CATEGORY_FUTURE_UPDATE", futureCategory=category)

    def set_category(self, record: Record, category: Category) -> None:
        """Let Meta move the template to another category."""
        record["category"] = category
        self.emit(record, "CATEGORY_UPDATED")

    def make_at_meta(
        self,
        name: str,
        language: str,
        category: Category,
        components: Sequence[dict[str, Any]],
        *,
        meta_generated: bool = False,
    ) -> None:
        """Let a template be made or changed at Meta itself; it shows up here with the next sync."""
        record = self.blank(name, language, category, {"components": [*components]})
        known = {"isMetaGenerated": meta_generated, "submitted": True, "whatsappId": self.project.number(15)}
        record |= {**known, "state": "APPROVED"}
        self.go_live(record)
        self._change_at_meta({"name": name, "language": language, "record": record})

    def delete_at_meta(self, name: str, language: str) -> None:
        """Let a template be deleted at Meta itself; it vanishes here with the next sync."""
        self._change_at_meta({"name": name, "language": language})

    def _change_at_meta(self, change: JSON) -> None:
        self.settings.set(atMeta=[*self.settings["atMeta"], change])

    def count_sends(self, record: Record, sends: int, *, blocks: int = 0, reason: str = "NO_REASON_GIVEN") -> None:
        """Let messages have been sent just now, some of which made people block the sender."""
        now = self.project.clock.now()
        record["sends"].append({"at": now, "sends": sends, "blocks": blocks, "reason": reason})

    def add_figures(
        self,
        record: Record,
        *,
        sent: int,
        delivered: int,
        read: int,
        clicks: dict[str, int] | None = None,
        hours: float = 1.0,
    ) -> None:
        """Add figures of the last hours to a template's analytics; `clicks` are by label of a quick reply."""
        end = self.project.clock.now()
        buttons = [
            {"type": "QUICK_REPLY", "content": label, "clicks": count} for label, count in (clicks or {}).items()
        ]
        times = {"start": write_time(end - hours * 3600), "end": write_time(end)}
        figures = {"sent": sent, "delivered": delivered, "read": read, **times, "buttons": buttons}
        record["figures"].append({"end": end, "figures": figures})
