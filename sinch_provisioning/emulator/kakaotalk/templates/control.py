"""Decisions of Kakao about templates."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import Literal

from sinch_provisioning.emulator.kakaotalk.senders.state import senders_of
from sinch_provisioning.emulator.kakaotalk.templates import review
from sinch_provisioning.emulator.kakaotalk.templates.state import Record, TemplatesState, templates_of
from sinch_provisioning.emulator.store import Store

ImageTrouble = Literal["file_invalid_mime_type", "file_not_found", "file_size_too_large", "file_unexpected_error"]
Refusal = Literal["internal_error", "template_kakaotalk_validation_error"]


class TemplatesControl:
    """What Kakao does with templates. Without any decision, every submission is approved after a while."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def hold(self, project_id: str, on: bool = True) -> None:
        """Leave what is submitted from now on in inspection until `approve` or `reject`."""
        with self._templates(project_id) as templates:
            templates.data["hold"] = on

    def approve(self, project_id: str, plus_friend_id: str, template_code: str) -> None:
        """Let Kakao approve what is in inspection.

        Raises:
            ValueError: nothing is.
        """
        with self._in_progress(project_id, plus_friend_id, template_code) as (templates, record):
            review.approve(templates, record)

    def reject(self, project_id: str, plus_friend_id: str, template_code: str, reason: str | None = None) -> None:
        """Let Kakao refuse what is in inspection; the reason is found in the activities only.

        Raises:
            ValueError: nothing is.
        """
        with self._in_progress(project_id, plus_friend_id, template_code) as (templates, record):
            review.reject(templates, record, reason)

    def refuse_next(
        self,
        project_id: str,
        reason: str = "Refused on request.",
        code: Refusal = "template_kakaotalk_validation_error",
    ) -> None:
        """Let the next submission of the project fail at once, in Kakao's words."""
        with self._templates(project_id) as templates:
            templates.data["refusals"].append({"code": code, "reason": reason})

    def break_file(self, project_id: str, url: str, trouble: ImageTrouble | None) -> None:
        """Let Kakao refuse the image at a URL, or take it again with None. Files are never really fetched."""
        with self._templates(project_id) as templates:
            templates.files.spoil(url, trouble)

    def freeze(self, project_id: str, plus_friend_id: str, template_code: str, on: bool = True) -> None:
        """Let a template be in no state for updates, as no documented state is, or let it go again."""
        with self._record(project_id, plus_friend_id, template_code) as (_, record):
            record["frozen"] = on

    @contextmanager
    def _templates(self, project_id: str) -> Generator[TemplatesState]:
        with self._store.decision(project_id) as project:
            yield templates_of(project)

    @contextmanager
    def _record(
        self, project_id: str, plus_friend_id: str, template_code: str
    ) -> Generator[tuple[TemplatesState, Record]]:
        with self._templates(project_id) as templates:
            sender = senders_of(templates.project).senders.get(plus_friend_id, {})
            record: Record | None = sender.get("templates", {}).get(template_code)
            if record is None:
                raise ValueError(f"there is no template {template_code} of the sender {plus_friend_id}")
            yield templates, record

    @contextmanager
    def _in_progress(
        self, project_id: str, plus_friend_id: str, template_code: str
    ) -> Generator[tuple[TemplatesState, Record]]:
        with self._record(project_id, plus_friend_id, template_code) as (templates, record):
            if not review.is_in_progress(record):
                raise ValueError(f"the template {template_code} is not in inspection")
            yield templates, record
