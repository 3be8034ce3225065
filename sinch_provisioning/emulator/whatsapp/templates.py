"""The WhatsApp templates of a project: submitted, rejected by Meta at once, or reviewed and decided later."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, Self

from sinch_provisioning.emulator.activities import USER
from sinch_provisioning.emulator.family import Request
from sinch_provisioning.emulator.problems import problem
from sinch_provisioning.emulator.reviewed import DAY, Record, Reviewed
from sinch_provisioning.emulator.whatsapp.account import require_account
from sinch_provisioning.emulator.whatsapp.template_content import (
    applied,
    composed,
    forbidden_host,
    media_urls,
    shown,
    wrong_example,
)
from sinch_provisioning.emulator.whatsapp.template_languages import LANGUAGES
from sinch_provisioning.emulator.whatsapp.template_masks import apply_field_mask
from sinch_provisioning.emulator.whatsapp.template_objections import objections

JSON = Any

NAME_BLOCKED = 30 * DAY
LANGUAGE_BLOCKED = 28 * DAY  # the code's text says 4 weeks, another place 30 days
WINDOWS = {"DAY": DAY, "WEEK": 7 * DAY, "MONTH": 30 * DAY, "QUARTER": 90 * DAY}


class Templates(Reviewed):
    """Templates by name and language, each as it was written; how it is read is worked out when it is read."""

    kind = "whatsapp_templates"
    noun = "template"
    events = "WHATSAPP_TEMPLATE"
    missing = "template_not_found"
    key: ClassVar[tuple[str, ...]] = ("name", "language")
    path: ClassVar[tuple[str, ...]] = ("templateName", "languageCode")
    items = "templates"
    shown: ClassVar[tuple[str, ...]] = (
        "name",
        "language",
        "category",
        "isMetaGenerated",
        "whatsappId",
        "state",
        "rejectionCode",
        "qualityScore",
    )
    review: ClassVar[float] = 20.0
    defaults: ClassVar[Mapping[str, Any]] = {
        "hold": False,
        "files": {},
        "strict": False,
        "limit": None,
        "rejections": [],
        "blocked": {},
        "locks": {},
        "syncs": [],
        "atMeta": [],
    }

    @classmethod
    def of(cls, request: Request, *, missing: str | None = None) -> Self:
        """Return the templates of a project that has an account."""
        require_account(request.project)
        return super().of(request, missing=missing)

    @classmethod
    def at(cls, request: Request, *, edit: bool = False, missing: str | None = None) -> tuple[Self, Record]:
        """Return the template that a path names; one that is to be changed must not be locked."""
        language = request.path["languageCode"]
        templates = cls.of(request)
        if language not in LANGUAGES:
            information = {"supportedCodes": ", ".join(LANGUAGES)}
            raise problem("template_invalid_language_code", f"{language} is not a language.", information=information)
        record = templates.find(request.path["templateName"], language, missing=missing)
        if edit:
            templates.check_unlocked(record["name"], language)
            templates.edit(record)
        return templates, record

    def blank(self, name: str, language: str, category: str, details: JSON) -> Record:
        """Return a new draft, which is not kept yet."""
        fields = {"name": name, "language": language, "category": category, "isMetaGenerated": False}
        return self.new({**fields, "submitted": False, "figures": [], "sends": []}, details)

    def clear(self) -> None:
        """Begin again."""
        self.records.clear()
        self.settings.clear()

    def all(self) -> list[Record]:
        """Return all templates, sorted by name."""
        return sorted(self.records.values(), key=lambda record: (record["name"], record["language"]))

    def matching(self, request: Request) -> Iterable[Record]:
        """Return the templates whose names begin as asked, sorted by name."""
        prefix = request.query.get("templateName", "")
        return [record for record in self.all() if record["name"].startswith(prefix)]

    def named(self, name: str) -> list[Record]:
        """Return a template in all its languages; reject if there is none."""
        found = [record for record in self.all() if record["name"] == name]
        if not found:
            raise problem("template_not_found", f"There is no template {name}.")
        return found

    def block(self, name: str, language: str | None) -> None:
        """Keep a name, or a name with a language, from being used again for a while."""
        seconds = NAME_BLOCKED if language is None else LANGUAGE_BLOCKED
        self._set_time("blocked", _key(name, language), seconds)

    def lock(self, name: str | None, language: str | None, seconds: float) -> None:
        """Let another operation work on a template, on all of a name, or on the whole project."""
        self._set_time("locks", _key(name, language), seconds)

    def _set_time(self, setting: str, key: str, seconds: float) -> None:
        self.settings.set(**{setting: {**self.settings[setting], key: self.project.clock.now() + seconds}})

    def check_free(self, name: str, language: str, category: str) -> None:
        """Reject a name that cannot be taken now."""
        if self.peek(name, language) is not None:
            # What it lists is not said; taken for the languages that the name is still free in (inferred).
            free = ", ".join(code for code in LANGUAGES if self.peek(name, code) is None)
            raise problem("template_exists", f"{name} exists in {language}.", information={"supportedCodes": free})
        if self._blocked(_key(name, None)):
            raise problem("template_name_recently_used")
        if self._blocked(_key(name, language)):
            raise problem("template_language_recently_deleted")
        siblings = {record["category"] for record in self.records.values() if record["name"] == name}
        if siblings - {category}:
            raise problem("template_incorrect_category", f"{name} is {', '.join(sorted(siblings))} in other languages.")

    def _blocked(self, key: str) -> bool:
        return bool(self.settings["blocked"].get(key, 0.0) > self.project.clock.now())

    def check_unlocked(self, name: str | None = None, language: str | None = None) -> None:
        """Reject while another operation works on the project, the name or the template."""
        now, locks = self.project.clock.now(), self.settings["locks"]
        keys = (_key(None, None), _key(name, None), _key(name, language)) if name is not None else locks
        if any(locks.get(key, 0.0) > now for key in keys):
            raise problem("resource_locked")

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
        counted = require_account(self.project)["wabaEnabledForInsights"]
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
            self.files.check(url)

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

    def reject(self, record: Record, comment: str | None = None, code: str = "INVALID_FORMAT") -> None:
        """Reject a first version as a whole, a later one beside the live version, which stays."""
        record["rejectionCode"] = code
        if record.get("state", "REJECTED") == "REJECTED":
            self.go_live(record)
            record["state"] = "REJECTED"
            record.pop("whatsappId", None)
        else:
            record["changes"]["status"] = "REJECTED"
        self.note(record, "REJECTED")
        self.emit(record, "REJECTED", comment=comment)

    def delete(self, record: Record) -> None:
        """Let a template be gone; Meta notifies of those that it knew."""
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


def _key(name: str | None, language: str | None) -> str:
    # Names hold no blank, so no two keys are alike.
    return f"{name or ''} {language or ''}"
