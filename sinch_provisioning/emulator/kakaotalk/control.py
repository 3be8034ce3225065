"""What Kakao and Sinch decide about KakaoTalk."""

from typing import Literal

from sinch_provisioning.emulator.control_group import ControlGroup, on_one, on_pair, on_project, switch
from sinch_provisioning.emulator.kakaotalk.account import Account
from sinch_provisioning.emulator.kakaotalk.senders import Senders
from sinch_provisioning.emulator.kakaotalk.templates import Templates

FileError = Literal["file_invalid_mime_type", "file_not_found", "file_size_too_large", "file_unexpected_error"]


def _fail_file(part: Senders | Templates, url: str, code: FileError | None) -> None:
    """Let Kakao reject the image at a URL, or take it again with None. Files are never really fetched."""
    part.fail_file(url, code)


class AccountControl(ControlGroup):
    """What happens to a project's KakaoTalk account, which no operation shows."""

    initialize = on_project(Account, Account.initialize)
    fail = on_project(Account, Account.fail)


class SendersControl(ControlGroup):
    """What Kakao and Sinch do with senders.

    Without any decision, edits of a live sender are approved after a while; a new sender waits for its registration.
    """

    hold = on_project(Senders, Senders.hold)
    approve = on_one(Senders, Senders.approve, "review")
    reject = on_one(Senders, Senders.reject, "review")
    set_state = on_one(Senders, Senders.set_state)
    code = on_one(Senders, Senders.code_of, "read")
    fail_app_key = switch(Senders, "wrongAppKey", "Let no code be sent, as the key between Sinch and Kakao is wrong.")
    fail_file = on_project(Senders, _fail_file)


class TemplatesControl(ControlGroup):
    """What Kakao does with templates. Without any decision, every submission is approved after a while."""

    hold = on_project(Templates, Templates.hold)
    approve = on_pair(Templates, Templates.approve, "review")
    reject = on_pair(Templates, Templates.reject, "review")
    reject_next = on_project(Templates, Templates.reject_next)
    fail_file = on_project(Templates, _fail_file)
    freeze = on_pair(Templates, Templates.freeze)


class KakaotalkControl(ControlGroup):
    """Decisions about KakaoTalk, by what they are about."""

    account: AccountControl
    senders: SendersControl
    templates: TemplatesControl
