"""The WhatsApp templates of a project: submitted, rejected by Meta at once, or reviewed and decided later."""

from sinch_provisioning.emulator.family import Request
from sinch_provisioning.emulator.problems import problem
from sinch_provisioning.emulator.resources import USER
from sinch_provisioning.emulator.reviewed import DAY
from sinch_provisioning.emulator.tables import JSON, Record
from sinch_provisioning.emulator.whatsapp.account import Account
from sinch_provisioning.emulator.whatsapp.template_content import (
    applied,
    apply_field_mask,
    composed,
    forbidden_host,
    media_urls,
    shown,
    wrong_example,
)
from sinch_provisioning.emulator.whatsapp.template_names import NamedTemplates
from sinch_provisioning.emulator.whatsapp.template_objections import objections

WINDOWS = {"DAY": DAY, "WEEK": 7 * DAY, "MONTH": 30 * DAY, "QUARTER": 90 * DAY}


class SubmittedTemplates(NamedTemplates):
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
        """Reject content that the service itself does not accept, for a draft too."""
        if wrong_example(details):
            raise problem("template_invalid_button_example")
        host = forbidden_host(details)
        if host is not None:
            raise problem("template_restricted_Domain_for_button_url", f"Buttons may not lead to {host}.")
        for url in media_urls(details):
            self.check_file(url)

    def create(self, request: Request) -> Record:
        """Store a template, and submit it unless it is to be a draft."""
        body, account = request.body, self.project.part(Account).require()
        name, language, category = body["name"], body["language"], body["category"]
        self.check_unlocked(name, language)
        self.check_free(name, language, category)
        details = self.applied({}, body.get("details", {}))
        record = self.blank(name, language, category, details)
        if "allowCategoryChange" in body:
            record["changes"]["allowCategoryChange"] = body["allowCategoryChange"]
        if "optimization" in details and (category != "MARKETING" or not account["wabaMaxPriceOnboarded"]):
            raise problem("template_dynamic_pricing_not_available")
        self.begin(record, body, lambda: self.check_content(details))
        return record

    def change(self, request: Request, record: Record) -> None:
        """Store changes beside the live version, and submit them if asked to.

        What Meta rejects at once stays as the draft that it is by then (inferred).
        """
        body = request.body
        self.check_unlocked(record["name"], record["language"])
        self._check_updatable(record, body)
        submit = body.get("status", "DRAFT") == "SUBMIT"
        if not submit and not body.keys() - {"status"}:
            return
        self.edit(record)
        changes = record.get("changes", {})
        pending = composed(changes.get("details", {}), body.get("details", {}))
        whole = self.applied(record.get("details", {}), pending)
        self.check_content(whole)
        if submit:
            self.check_complete(request, whole)
        record["changes"] = {**changes, "status": "DRAFT", "details": pending}
        if "category" in body:
            record["category"] = body["category"]
        if "allowCategoryChange" in body:
            record["changes"]["allowCategoryChange"] = body["allowCategoryChange"]
        self.note(record, "EDITED", author=USER)
        if submit:
            self.submit(record)

    def _check_updatable(self, record: Record, body: JSON) -> None:
        if record["isMetaGenerated"]:
            raise problem("template_source_not_updatable")
        if record.get("state") == "PENDING":
            raise problem("template_not_updatable", f"The template is {record['state']}.")
        if self.in_review(record):
            raise problem("template_changes_not_updatable")
        # The category is open until it was submitted, and again when it was the reason of a rejection.
        if record["submitted"] and record.get("rejectionCode") != "INCORRECT_CATEGORY":
            if "category" in body:
                raise problem("template_category_not_updatable")
            if "allowCategoryChange" in body:
                raise problem("template_allow_category_change_not_updatable")

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


def meta_error(reasons: list[str]) -> dict[str, str]:
    """Return an error as Meta words it."""
    return {
        "code": "100",
        "subcode": "2388299",
        "message": "Invalid parameter",
        "description": "; ".join(reasons),
        "reason": "INVALID_FORMAT",
    }
