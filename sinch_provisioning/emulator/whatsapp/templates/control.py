"""Decisions of Meta about templates, and what else has to come from outside."""

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from typing import Any, Literal

from sinch_provisioning.emulator.clock import write_time
from sinch_provisioning.emulator.store import Store
from sinch_provisioning.emulator.whatsapp.account import require_account
from sinch_provisioning.emulator.whatsapp.templates.review import PART, approve, delete, meta_error, reject
from sinch_provisioning.emulator.whatsapp.templates.state import Record, TemplatesState, new_record

Rejection = Literal["ABUSIVE_CONTENT", "INCORRECT_CATEGORY", "INVALID_FORMAT", "SCAM"]
NewState = Literal["ARCHIVED", "DISABLED", "FLAGGED", "PAUSED", "REINSTATED", "UNPAUSED"]
Category = Literal["AUTHENTICATION", "MARKETING", "UTILITY"]
Quality = Literal["QUALITY_SCORE_GREEN", "QUALITY_SCORE_RED", "QUALITY_SCORE_UNKNOWN", "QUALITY_SCORE_YELLOW"]
FileTrouble = Literal[
    "file_invalid_mime_type",
    "file_not_found",
    "file_size_too_large",
    "file_unexpected_error",
    "template_check_media_file_size",
    "template_media_file_size_exceeds_maximum_file_size_limit",
    "template_start_session_for_uploading_media",
]
Refusal = Literal[
    "object_with_whatsapp_business_account_id_does_not_exist",
    "template_content_already_exists",
    "template_limit_reached",
    "template_policies_violations",
    "template_submit_error",
    "whatsapp_business_api_request_limit_exceeded",
]

# What becomes of `state`; the others leave it as it is (inferred).
_STATES = {"DISABLED": "DISABLED", "PAUSED": "PAUSED", "REINSTATED": "APPROVED", "UNPAUSED": "APPROVED"}


class TemplatesControl:
    """Reviews and other decisions of Meta, figures, locks. Without any, every submission is approved after a while."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def hold(self, project_id: str, on: bool = True) -> None:
        """Leave submissions in review until `approve` or `reject`, instead of approving them after a while."""
        with self._templates(project_id) as templates:
            templates.settings["hold"] = on

    def strict(self, project_id: str, on: bool = True) -> None:
        """Let submissions fail that keep the schema and break a documented rule beside it, or repeat content."""
        with self._templates(project_id) as templates:
            templates.settings["strict"] = on

    def limit(self, project_id: str, templates: int | None) -> None:
        """Let the account hold so many submitted templates; None is as many as you like."""
        with self._templates(project_id) as state:
            state.settings["limit"] = templates

    def dynamic_pricing(self, project_id: str, on: bool = True) -> None:
        """Let the account be ready for templates with an optimization."""
        with self._templates(project_id) as templates:
            require_account(templates.project)["wabaMaxPriceOnboarded"] = on

    def approve(self, project_id: str, name: str, language: str) -> None:
        """Let Meta approve what is in review."""
        with self._in_review(project_id, name, language) as (templates, record):
            approve(templates, record)

    def reject(
        self,
        project_id: str,
        name: str,
        language: str,
        code: Rejection = "INVALID_FORMAT",
        comment: str | None = None,
    ) -> None:
        """Let Meta refuse what is in review."""
        with self._in_review(project_id, name, language) as (templates, record):
            reject(templates, record, code, comment)

    def refuse_next(self, project_id: str, code: Refusal = "template_submit_error", reason: str | None = None) -> None:
        """Let Meta refuse the next submission at once."""
        with self._templates(project_id) as templates:
            information = {"metaError": meta_error([reason or "Refused on request."])}
            templates.data["refusals"].append(
                {
                    "code": code,
                    "message": reason,
                    "information": information if code == "template_submit_error" else None,
                }
            )

    def break_file(self, project_id: str, url: str, code: FileTrouble | None) -> None:
        """Let the file at a URL be unusable, or usable again with None. Files are never really fetched."""
        with self._templates(project_id) as templates:
            templates.files.spoil(url, code)

    def set_state(
        self, project_id: str, name: str, language: str, new_state: NewState, comment: str | None = None
    ) -> None:
        """Let Meta pause, disable, flag, archive or reinstate a live template."""
        with self._record(project_id, name, language) as (templates, record):
            if "live" not in record:
                raise ValueError(f"{name} in {language} is not live")
            record["state"] = _STATES.get(new_state, record["state"])
            templates.project.emit(
                "WHATSAPP_TEMPLATE_STATUS_UPDATED", templates.view(record), newState=new_state, comment=comment
            )

    def set_pending(self, project_id: str, name: str, language: str) -> None:
        """Let the live version be PENDING, in which it cannot be changed; no event tells of that."""
        with self._record(project_id, name, language) as (_, record):
            record["state"] = "PENDING"

    def set_quality(self, project_id: str, name: str, language: str, score: Quality) -> None:
        """Let Meta judge the quality."""
        with self._record(project_id, name, language) as (templates, record):
            record["qualityScore"] = score
            templates.project.emit("WHATSAPP_TEMPLATE_QUALITY_SCORE_UPDATED", templates.view(record))

    def announce_category(self, project_id: str, name: str, language: str, category: Category) -> None:
        """Let Meta announce that it will move the template to another category."""
        with self._record(project_id, name, language) as (templates, record):
            templates.project.emit(
                "WHATSAPP_TEMPLATE_CATEGORY_FUTURE_UPDATE", templates.view(record), futureCategory=category
            )

    def set_category(self, project_id: str, name: str, language: str, category: Category) -> None:
        """Let Meta move the template to another category."""
        with self._record(project_id, name, language) as (templates, record):
            record["category"] = category
            templates.project.emit("WHATSAPP_TEMPLATE_CATEGORY_UPDATED", templates.view(record))

    def delete(self, project_id: str, name: str, language: str) -> None:
        """Let Meta delete a template."""
        with self._record(project_id, name, language) as (templates, record):
            delete(templates, record)

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
        with self._templates(project_id) as templates:
            record = new_record(name, language, category) | {
                "isMetaGenerated": meta_generated,
                "submitted": True,
                "whatsappId": str(templates.project.random.randrange(10**14, 10**15)),
                "state": "APPROVED",
                "live": {"components": [*components]},
            }
            templates.data["atMeta"].append({"name": name, "language": language, "record": record})

    def delete_at_meta(self, project_id: str, name: str, language: str) -> None:
        """Let a template be deleted at Meta itself; it vanishes here with the next sync."""
        with self._templates(project_id) as templates:
            templates.data["atMeta"].append({"name": name, "language": language})

    def count_sends(
        self, project_id: str, name: str, language: str, sends: int, *, blocks: int = 0, reason: str = "NO_REASON_GIVEN"
    ) -> None:
        """Let messages have been sent just now, some of which made people block the sender."""
        with self._record(project_id, name, language) as (templates, record):
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
        with self._record(project_id, name, language) as (templates, record):
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
        with self._templates(project_id) as templates:
            templates.lock(name, language, seconds)

    @contextmanager
    def _templates(self, project_id: str) -> Generator[TemplatesState]:
        with self._store.decision(project_id) as project:
            yield project.part(PART, TemplatesState)

    @contextmanager
    def _record(self, project_id: str, name: str, language: str) -> Generator[tuple[TemplatesState, Record]]:
        with self._templates(project_id) as templates:
            record = templates.find(name, language)
            if record is None:
                raise ValueError(f"there is no template {name} in {language}")
            yield templates, record

    @contextmanager
    def _in_review(self, project_id: str, name: str, language: str) -> Generator[tuple[TemplatesState, Record]]:
        with self._record(project_id, name, language) as (templates, record):
            if record.get("status") != "IN_PROGRESS":
                raise ValueError(f"{name} in {language} is not in review")
            yield templates, record
