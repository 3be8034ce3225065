"""Decisions of Kakao and Sinch about senders, and the one-time codes that persons were told."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import Literal

from sinch_provisioning.emulator.kakaotalk.senders import lifecycle
from sinch_provisioning.emulator.kakaotalk.senders.state import Record, SendersState, senders_of
from sinch_provisioning.emulator.store import Store

State = Literal["ACTIVE", "BLOCKED", "INACTIVE", "SUSPENDED"]
LogoTrouble = Literal["file_invalid_mime_type", "file_not_found", "file_size_too_large", "file_unexpected_error"]


class SendersControl:
    """What Kakao and Sinch do with senders.

    Without any decision, edits of a live sender are approved after a while; a new sender waits for its registration.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def hold(self, project_id: str, on: bool = True) -> None:
        """Leave edits that are handed in from now on in work until `approve` or `reject`."""
        with self._senders(project_id) as senders:
            senders.data["hold"] = on

    def approve(self, project_id: str, plus_friend_id: str) -> None:
        """Let what is handed in come true now; a new sender goes ACTIVE without a code.

        Raises:
            ValueError: nothing is in work.
        """
        with self._in_progress(project_id, plus_friend_id) as (senders, record):
            lifecycle.approve(senders, record)

    def reject(self, project_id: str, plus_friend_id: str, reason: str | None = None) -> None:
        """Let Kakao or Sinch refuse what is handed in; the reason is found in the activities.

        Raises:
            ValueError: nothing is in work.
        """
        with self._in_progress(project_id, plus_friend_id) as (senders, record):
            lifecycle.reject(senders, record, reason)

    def set_state(self, project_id: str, plus_friend_id: str, state: State) -> None:
        """Let Kakao or Sinch switch a sender on or off, or block or suspend it, which no event tells of.

        Raises:
            ValueError: it was never live.
        """
        with self._record(project_id, plus_friend_id) as (senders, record):
            if "state" not in record:
                raise ValueError(f"the sender {plus_friend_id} is nothing but changes yet")
            record.pop("code", None)
            lifecycle.move(senders, record, state)

    def code(self, project_id: str, plus_friend_id: str) -> str:
        """Return the one-time code that the person was told last, six digits.

        Raises:
            ValueError: none was sent, or it has been used.
        """
        with self._store.look(project_id) as project:
            record = _find(senders_of(project), plus_friend_id)
            if "code" not in record:
                raise ValueError(f"no code is out for the sender {plus_friend_id}")
            return str(record["code"])

    def break_app_key(self, project_id: str, on: bool = True) -> None:
        """Let the key between Sinch and Kakao be wrong, so that no code can be sent, or right again."""
        with self._senders(project_id) as senders:
            senders.data["wrongAppKey"] = on

    def break_file(self, project_id: str, url: str, trouble: LogoTrouble | None) -> None:
        """Let the logo at a URL be unusable, or usable again with None. Files are never really fetched."""
        with self._senders(project_id) as senders:
            senders.files.spoil(url, trouble)

    @contextmanager
    def _senders(self, project_id: str) -> Generator[SendersState]:
        with self._store.decision(project_id) as project:
            yield senders_of(project)

    @contextmanager
    def _record(self, project_id: str, plus_friend_id: str) -> Generator[tuple[SendersState, Record]]:
        with self._senders(project_id) as senders:
            yield senders, _find(senders, plus_friend_id)

    @contextmanager
    def _in_progress(self, project_id: str, plus_friend_id: str) -> Generator[tuple[SendersState, Record]]:
        with self._record(project_id, plus_friend_id) as (senders, record):
            if not lifecycle.is_in_progress(record):
                raise ValueError(f"nothing is in work at the sender {plus_friend_id}")
            yield senders, record


def _find(senders: SendersState, plus_friend_id: str) -> Record:
    record = senders.senders.get(plus_friend_id)
    if record is None:
        raise ValueError(f"there is no sender {plus_friend_id}")
    return record
