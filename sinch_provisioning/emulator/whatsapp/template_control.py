"""Decisions of Meta about templates, and what else has to come from outside."""

from collections.abc import Sequence
from typing import Any, Literal

from sinch_provisioning.emulator.clock import write_time
from sinch_provisioning.emulator.reviewed import ReviewedControl
from sinch_provisioning.emulator.whatsapp.account import Account
from sinch_provisioning.emulator.whatsapp.templates import Templates, meta_error

Rejection = Literal["ABUSIVE_CONTENT", "INCORRECT_CATEGORY", "INVALID_FORMAT", "SCAM"]
NewState = Literal["ARCHIVED", "DISABLED", "FLAGGED", "PAUSED", "REINSTATED", "UNPAUSED"]
Category = Literal["AUTHENTICATION", "MARKETING", "UTILITY"]
Quality = Literal["QUALITY_SCORE_GREEN", "QUALITY_SCORE_RED", "QUALITY_SCORE_UNKNOWN", "QUALITY_SCORE_YELLOW"]
FileError = Literal[
    "file_invalid_mime_type",
    "file_not_found",
    "file_size_too_large",
    "file_unexpected_error",
    "template_check_media_file_size",
    "template_media_file_size_exceeds_maximum_file_size_limit",
    "template_start_session_for_uploading_media",
]
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


class TemplatesControl(ReviewedControl[Templates]):
    """Reviews and other decisions of Meta, figures, locks. Without any, every submission is approved after a while."""

    _resource = Templates

    def strict(self, project_id: str, on: bool = True) -> None:
        """Let submissions fail that keep the schema and break a documented rule beside it, or repeat content."""
        with self._all(project_id) as templates:
            templates.settings.set(strict=on)

    def limit(self, project_id: str, templates: int | None) -> None:
        """Let the account hold so many submitted templates; None is as many as you like."""
        with self._all(project_id) as resources:
            resources.settings.set(limit=templates)

    def dynamic_pricing(self, project_id: str, on: bool = True) -> None:
        """Let the account be ready for templates with an optimization."""
        with self._all(project_id) as templates:
            accounts = templates.project.part(Account)
            accounts.edit(accounts.require())["wabaMaxPriceOnboarded"] = on

    def approve(self, project_id: str, name: str, language: str) -> None:
        """Let Meta approve what is in review."""
        with self._in_review(project_id, name, language) as (templates, record):
            templates.approve(record)

    def reject(
        self,
        project_id: str,
        name: str,
        language: str,
        code: Rejection = "INVALID_FORMAT",
        comment: str | None = None,
    ) -> None:
        """Let Meta reject what is in review."""
        with self._in_review(project_id, name, language) as (templates, record):
            templates.reject(record, comment, code)

    def reject_next(self, project_id: str, code: Rejected = "template_submit_error", reason: str | None = None) -> None:
        """Let Meta reject the next submission at once."""
        with self._all(project_id) as templates:
            information = {"metaError": meta_error([reason or "Rejected on request."])}
            asked = {
                "code": code,
                "message": reason,
                "information": information if code == "template_submit_error" else None,
            }
            templates.settings.set(rejections=[*templates.settings["rejections"], asked])

    def fail_file(self, project_id: str, url: str, code: FileError | None) -> None:
        """Let the file at a URL be unusable, or usable again with None. Files are never really fetched."""
        with self._all(project_id) as templates:
            templates.files.fail(url, code)

    def set_state(
        self, project_id: str, name: str, language: str, new_state: NewState, comment: str | None = None
    ) -> None:
        """Let Meta pause, disable, flag, archive or reinstate a live template."""
        with self._one(project_id, name, language) as (templates, record):
            if "details" not in record:
                raise ValueError(f"{name} in {language} is not live")
            record["state"] = _STATES.get(new_state, record["state"])
            templates.emit(record, "STATUS_UPDATED", newState=new_state, comment=comment)

    def set_pending(self, project_id: str, name: str, language: str) -> None:
        """Let the live version be PENDING, in which it cannot be changed; which raises no event."""
        with self._one(project_id, name, language) as (_, record):
            record["state"] = "PENDING"

    def set_quality(self, project_id: str, name: str, language: str, score: Quality) -> None:
        """Let Meta judge the quality."""
        with self._one(project_id, name, language) as (templates, record):
            record["qualityScore"] = score
            templates.emit(record, "QUALITY_SCORE_UPDATED")

    def announce_category(self, project_id: str, name: str, language: str, category: Category) -> None:
        """Let Meta announce that it will move the template to another category."""
        with self._one(project_id, name, language) as (templates, record):
            templates.emit(record, "CATEGORY_FUTURE_UPDATE", futureCategory=category)

    def set_category(self, project_id: str, name: str, language: str, category: Category) -> None:
        """Let Meta move the template to another category."""
        with self._one(project_id, name, language) as (templates, record):
            record["category"] = category
            templates.emit(record, "CATEGORY_UPDATED")

    def delete(self, project_id: str, name: str, language: str) -> None:
        """Let Meta delete a template."""
        with self._one(project_id, name, language) as (templates, record):
            templates.delete(record)

    def make_at_meta(
        self,
        project_id: str,
        name: str,
        language: str,
        category: Category,
        components: Sequence[dict[str, Any]],
        *,
        meta_generated: bool = False,
    ) -> None:
        """Let a template be made or changed at Meta itself; it shows up here with the next sync."""
        with self._all(project_id) as templates:
            record = templates.blank(name, language, category, {"components": [*components]}) | {
                "isMetaGenerated": meta_generated,
                "submitted": True,
                "whatsappId": templates.project.number(15),
                "state": "APPROVED",
            }
            templates.go_live(record)
            change = {"name": name, "language": language, "record": record}
            templates.settings.set(atMeta=[*templates.settings["atMeta"], change])

    def delete_at_meta(self, project_id: str, name: str, language: str) -> None:
        """Let a template be deleted at Meta itself; it vanishes here with the next sync."""
        with self._all(project_id) as templates:
            change = {"name": name, "language": language}
            templates.settings.set(atMeta=[*templates.settings["atMeta"], change])

    def count_sends(
        self, project_id: str, name: str, language: str, sends: int, *, blocks: int = 0, reason: str = "NO_REASON_GIVEN"
    ) -> None:
        """Let messages have been sent just now, some of which made people block the sender."""
        with self._one(project_id, name, language) as (templates, record):
            record["sends"].append(
                {"at": templates.project.clock.now(), "sends": sends, "blocks": blocks, "reason": reason}
            )

    def add_figures(
        self,
        project_id: str,
        name: str,
        language: str,
        *,
        sent: int,
        delivered: int,
        read: int,
        clicks: dict[str, int] | None = None,
        hours: float = 1.0,
    ) -> None:
        """Add figures of the last hours to a template's analytics; `clicks` are by label of a quick reply."""
        with self._one(project_id, name, language) as (templates, record):
            end = templates.project.clock.now()
            buttons = [
                {"type": "QUICK_REPLY", "content": label, "clicks": count} for label, count in (clicks or {}).items()
            ]
            figures = {
                "sent": sent,
                "delivered": delivered,
                "read": read,
                "start": write_time(end - hours * 3600),
                "end": write_time(end),
                "buttons": buttons,
            }
            record["figures"].append({"end": end, "figures": figures})

    def lock(
        self, project_id: str, name: str | None = None, language: str | None = None, *, seconds: float = 10.0
    ) -> None:
        """Let another operation work for a while on a template, on all of a name, or on the project."""
        with self._all(project_id) as templates:
            templates.lock(name, language, seconds)
