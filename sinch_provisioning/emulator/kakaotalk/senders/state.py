"""The KakaoTalk senders of a project, and how the API shows them."""

from collections.abc import Iterator
from typing import Any, TypeAlias

from sinch_provisioning.emulator.activities import SINCH, activity
from sinch_provisioning.emulator.downloads import Files
from sinch_provisioning.emulator.problems import problem
from sinch_provisioning.emulator.store import Project

JSON = Any
Record: TypeAlias = dict[str, Any]

_PART = "kakaotalk_senders"
_SHOWN = ("id", "plusFriendId", "state", "details", "created", "modified")


class SendersState:
    """Senders in the order of their creation. A sender holds its templates, which go with it."""

    def __init__(self, project: Project, data: dict[str, Any]) -> None:
        self.project = project
        self.data = data
        self.senders: dict[str, Record] = data.setdefault("senders", {})
        self.files: Files = Files(data)
        data.setdefault("hold", False)
        data.setdefault("wrongAppKey", False)

    def find(self, plus_friend_id: str, missing: str = "sender_not_found") -> Record:
        """Return a sender; refuse with `missing` if there is none."""
        found = self.senders.get(plus_friend_id)
        if found is None:
            raise problem(missing, f"There is no sender {plus_friend_id}.")
        return found

    def new(self, plus_friend_id: str, details: JSON) -> Record:
        """Return a new draft that is not kept yet."""
        now = self.project.clock.text()
        return {
            "id": self.project.uuid(),
            "plusFriendId": plus_friend_id,
            "changes": {"status": "DRAFT", "details": details},
            "created": now,
            "modified": now,
            "activities": [],
            "turn": 0,
            "templates": {},
        }

    def add(self, record: Record) -> None:
        """Keep a new sender."""
        self.senders[record["plusFriendId"]] = record

    def remove(self, record: Record) -> None:
        """Forget a sender, and its templates with it."""
        del self.senders[record["plusFriendId"]]

    def view(self, record: Record) -> JSON:
        """Return a sender as the API shows it."""
        shown: JSON = {name: record[name] for name in _SHOWN if name in record}
        if "changes" in record:
            changes = record["changes"]
            asked = {name: value for name, value in changes["details"].items() if value is not None}
            shown["changes"] = {"status": changes["status"], "details": asked}
        return shown

    def note(self, record: Record, type: str, *, author: str = SINCH, comment: str | None = None) -> None:
        """Add an activity to a sender."""
        entry = activity(self.project.clock, type, author=author, comment=comment)
        record["activities"].append(entry)
        if type != "COMMENT_ADDED":
            record["modified"] = entry["created"]

    def tell(self, record: Record, event: str, **extra: Any) -> None:
        """Raise an event about a sender."""
        self.project.emit(f"KAKAOTALK_SENDER_{event}", self.view(record), **extra)


def senders_of(project: Project) -> SendersState:
    """Return the senders' part of a project."""
    return project.part(_PART, SendersState)


def taken_ids(project: Project) -> Iterator[str]:
    """Yield the channels that have a sender in any project; a channel has one sender in all of Sinch (inferred)."""
    for each in project.store:
        yield from each.data.get(_PART, {}).get("senders", {})
