"""What Kakao and Sinch decide about KakaoTalk."""

from typing import Literal

from sinch_provisioning.emulator.kakaotalk.account import account_of
from sinch_provisioning.emulator.kakaotalk.senders.control import SendersControl
from sinch_provisioning.emulator.kakaotalk.templates.control import TemplatesControl
from sinch_provisioning.emulator.store import Store

AccountTrouble = Literal["account_data_is_corrupt", "account_exists", "account_is_in_progress", "account_not_updatable"]


class AccountControl:
    """What happens to a project's KakaoTalk account, which no operation shows."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def initialize(self, project_id: str, on: bool = True) -> None:
        """Give a project an account before its first sender, or take it away."""
        with self._store.decision(project_id) as project:
            account_of(project).initialize(on)

    def set_trouble(self, project_id: str, trouble: AccountTrouble | None) -> None:
        """Let the account stand in the way of new senders, or no longer with None."""
        with self._store.decision(project_id) as project:
            account_of(project).data["trouble"] = trouble


class KakaotalkControl:
    """Decisions about KakaoTalk, by what they are about."""

    def __init__(self, store: Store) -> None:
        self.account: AccountControl = AccountControl(store)
        self.senders: SendersControl = SendersControl(store)
        self.templates: TemplatesControl = TemplatesControl(store)
