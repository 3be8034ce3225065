"""The WhatsApp templates of a project: submitted, rejected by Meta at once, or reviewed and decided later."""

from collections.abc import Sequence
from typing import Any, Literal

from sinch_provisioning.emulator.clock import write_time
from sinch_provisioning.emulator.family import Request
from sinch_provisioning.emulator.problems import problem
from sinch_provisioning.emulator.resources import USER
from sinch_provisioning.emulator.reviewed import DAY
from sinch_provisioning.emulator.tables import JSON, Record
from sinch_provisioning.emulator.whatsapp.account import Account
from sinch_provisioning.emulator.whatsapp.template_content import (
    applied,
    composed,
    forbidden_host,
    media_urls,
    shown,
    wrong_example,
)
from sinch_provisioning.emulator.whatsapp.template_masks import apply_field_mask
from sinch_provisioning.emulator.whatsapp.template_names import NamedTemplates
from sinch_provisioning.emulator.whatsapp.template_objections import objections

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
WINDOWS = {"DAY": DAY, "WEEK": 7 * DAY, "MONTH": 30 * DAY, "QUARTER": 90 * DAY}


class Templates(NamedTemplates):
    """Templates by name and language, each as it was written; how it is read is worked out when it is read."""

    def view(self, record: Record, window: str | None = None) -> JSON:
        """Return a template as it is read, with the figures of a window if one is given."""
        since = self.project.clock.now() - WINDOWS.get(window or "", 0.0)
        view = super().view(record)
        view["analytics"] = [entry["figures"] for entry in record["figures"] if entry["end"] > since]
        if "details" in record:
            view["details"] = shown(record["details"])
        if "changes" in record:
            view["changes"] = {**record["changes"], "details": shown(record["changes"]["details"])}
        return view

    def view_for(self, request: Request, record: Record) -> JSON:
        """Return a template with what a request asks for. Without Meta's analytics there are no figures (inferred)."""
        counted = self.project.part(Account).require()["wabaEnabledForInsights"]
        view = self.view(record, request.query.get("templateAnalyticsDateRange", "DAY") if counted else None)
        fields = request.query.get("fieldMask")
        return apply_field_mask(view, fields) if fields else view

    def applied(self, live: JSON, changes: JSON) -> JSON:
        """Return live content with changes carried out."""
        return applied(live, changes)

    def check_content(self, details: JSON) -> None:
        """Reject content that the service itself does not take, for a draft too."""
        if wrong_example(details):
            raise problem("template_invalid_button_example")
        host = forbidden_host(details)
        if host is not None:
            raise problem("template_restricted_Domain_for_button_url", f"Buttons may not lead to {host}.")
        for url in media_urls(details):
            self.check_file(url)

    def change(self, record: Record, body: JSON) -> None:
        """Store changes beside the live version, and submit them if asked to.

        What Meta rejects at once stays as the draft that it is by then (inferred).
        """
        changes = record.get("changes", {})
        pending = composed(changes.get("details", {}), body.get("details", {}))
        record["changes"] = {**changes, "status": "DRAFT", "details": pending}
        if "category" in body:
            record["category"] = body["category"]
        if "allowCategoryChange" in body:
            record["changes"]["allowCategoryChange"] = body["allowCategoryChange"]
        self.note(record, "EDITED", author=USER)
        if body.get("status", "DRAFT") == "SUBMIT":
            self.submit(record)

    def submit(self, record: Record) -> None:
        """Submit what is pending; Meta may reject it at once, and then nothing has changed."""
        if self.settings["rejections"]:
            asked, *others = self.settings["rejections"]
            self.settings.set(rejections=others)
            raise problem(asked["code"], asked["message"], information=asked["information"])
        details = self.applied(record.get("details", {}), record["changes"]["details"])
        if self.settings["strict"]:
            self._check_strictly(record, details)
        limit = self.settings["limit"]
        held = sum(other["submitted"] for other in self.records.values() if other is not record)
        if limit is not None and held >= limit:
            raise problem("template_limit_reached", f"The account holds {limit} templates.")
        record["submitted"] = True
        record.setdefault("whatsappId", self.project.number(15))
        super().submit(record)

    def _check_strictly(self, record: Record, details: JSON) -> None:
        wrong = list(objections(details, record["category"]))
        if wrong:
            information = {"metaError": meta_error(wrong)}
            raise problem("template_submit_error", "Meta rejects the template.", information=information)
        for other in self.records.values():
            same_place = other["language"] == record["language"] and other["name"] != record["name"]
            if same_place and other.get("details", {}).get("components") == details.get("components"):
                raise problem("template_content_already_exists", f"{other['name']} has the same content.")

    def approved(self, record: Record) -> None:
        """The pending version is live."""
        record["state"] = "APPROVED"
        record.setdefault("qualityScore", "QUALITY_SCORE_UNKNOWN")
        record.pop("rejectionCode", None)
        self.emit(record, "APPROVED")

    def reject(self, record: Record, reason: str | None = None, code: str = "INVALID_FORMAT") -> None:
        """Reject a first version as a whole, a later one beside the live version, which stays."""
        record["rejectionCode"] = code
        if record.get("state", "REJECTED") == "REJECTED":
            self.go_live(record)
            record["state"] = "REJECTED"
            record.pop("whatsappId", None)
        else:
            record["changes"]["status"] = "REJECTED"
        self.note(record, "REJECTED")
        self.emit(record, "REJECTED", comment=reason)

    def delete(self, record: Record) -> None:
        """Let a template be deleted; Meta notifies of those that it knew."""
        self.remove(record)
        if record["submitted"]:
            payload = self.view(record)
            payload.pop("state", None)
            self.project.emit("WHATSAPP_TEMPLATE_DELETED", payload)

    def bring_in(self) -> None:
        """Do here what was done at Meta since the last time."""
        changes = self.settings["atMeta"]
        self.settings.set(atMeta=[])
        for change in changes:
            record = self.peek(change["name"], change["language"])
            if "record" in change:
                self.add({**(record or {}), **change["record"]})
            elif record is not None:
                self.remove(record)

    # What follows is decided by hand.

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


def meta_error(reasons: list[str]) -> dict[str, str]:
    """Return an error as Meta words it."""
    return {
        "code": "100",
        "subcode": "2388299",
        "message": "Invalid parameter",
        "description": "; ".join(reasons),
        "reason": "INVALID_FORMAT",
    }
