"""What Kakao and Sinch decide about KakaoTalk."""

from typing import Literal

from sinch_provisioning.emulator.control_group import ControlGroup
from sinch_provisioning.emulator.kakaotalk.account import Account
from sinch_provisioning.emulator.kakaotalk.senders import Senders
from sinch_provisioning.emulator.kakaotalk.templates import Templates
from sinch_provisioning.emulator.reviewed import ReviewedControl
from sinch_provisioning.emulator.store import Store

AccountError = Literal["account_data_is_corrupt", "account_exists", "account_is_in_progress", "account_not_updatable"]
State = Literal["ACTIVE", "BLOCKED", "INACTIVE", "SUSPENDED"]
FileError = Literal["file_invalid_mime_type", "file_not_found", "file_size_too_large", "file_unexpected_error"]
Rejection = Literal["internal_error", "template_kakaotalk_validation_error"]


class AccountControl(ControlGroup):
    """What happens to a project's KakaoTalk account, which no operation shows."""

    def initialize(self, project_id: str, on: bool = True) -> None:
        """Give a project an account before its first sender, or take it away."""
        with self._store.decision(project_id) as project:
            project.part(Account).initialize(on)

    def fail(self, project_id: str, code: AccountError | None) -> None:
        """Let the account stand in the way of new senders, or no longer with None."""
        with self._store.decision(project_id) as project:
            project.part(Account).settings.set(error=code)


class SendersControl(ReviewedControl[Senders]):
    """What Kakao and Sinch do with senders.

    Without any decision, edits of a live sender are approved after a while; a new sender waits for its registration.
    """

    _resource = Senders

    def approve(self, project_id: str, plus_friend_id: str) -> None:
        """Approve what was submitted; a new sender goes ACTIVE without a code."""
        with self._in_review(project_id, plus_friend_id) as (senders, record):
            senders.approve(record)

    def reject(self, project_id: str, plus_friend_id: str, reason: str | None = None) -> None:
        """Reject what was submitted; the reason is found in the activities."""
        with self._in_review(project_id, plus_friend_id) as (senders, record):
            senders.reject(record, reason)

    def set_state(self, project_id: str, plus_friend_id: str, state: State) -> None:
        """Switch a sender on or off, or block or suspend it, which raises no event."""
        with self._one(project_id, plus_friend_id) as (senders, record):
            if "state" not in record:
                raise ValueError(f"the sender {plus_friend_id} is nothing but changes yet")
            record.pop("code", None)
            senders.move(record, state)

    def code(self, project_id: str, plus_friend_id: str) -> str:
        """Return the one-time code that was sent last, six digits."""
        return self._code(project_id, plus_friend_id)

    def fail_app_key(self, project_id: str, on: bool = True) -> None:
        """Let the key between Sinch and Kakao be wrong, so that no code can be sent, or right again."""
        with self._all(project_id) as senders:
            senders.settings.set(wrongAppKey=on)

    def fail_file(self, project_id: str, url: str, code: FileError | None) -> None:
        """Let the logo at a URL be unusable, or usable again with None. Files are never really fetched."""
        with self._all(project_id) as senders:
            senders.files.fail(url, code)


class TemplatesControl(ReviewedControl[Templates]):
    """What Kakao does with templates. Without any decision, every submission is approved after a while."""

    _resource = Templates

    def approve(self, project_id: str, plus_friend_id: str, template_code: str) -> None:
        """Approve what is in inspection."""
        with self._in_review(project_id, plus_friend_id, template_code) as (templates, record):
            templates.approve(record)

    def reject(self, project_id: str, plus_friend_id: str, template_code: str, reason: str | None = None) -> None:
        """Reject what is in inspection; the reason is found in the activities only."""
        with self._in_review(project_id, plus_friend_id, template_code) as (templates, record):
            templates.reject(record, reason)

    def reject_next(
        self,
        project_id: str,
        reason: str = "Rejected on request.",
        code: Rejection = "template_kakaotalk_validation_error",
    ) -> None:
        """Let the next submission of the project fail at once, in Kakao's words."""
        with self._all(project_id) as templates:
            asked = {"code": code, "reason": reason}
            templates.settings.set(rejections=[*templates.settings["rejections"], asked])

    def fail_file(self, project_id: str, url: str, code: FileError | None) -> None:
        """Let Kakao reject the image at a URL, or take it again with None. Files are never really fetched."""
        with self._all(project_id) as templates:
            templates.files.fail(url, code)

    def freeze(self, project_id: str, plus_friend_id: str, template_code: str, on: bool = True) -> None:
        """Let a template be in no state for updates, as no documented state is, or let it go again."""
        with self._one(project_id, plus_friend_id, template_code) as (_, record):
            record["frozen"] = on


class KakaotalkControl(ControlGroup):
    """Decisions about KakaoTalk, by what they are about."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self.account: AccountControl = AccountControl(store)
        self.senders: SendersControl = SendersControl(store)
        self.templates: TemplatesControl = TemplatesControl(store)
