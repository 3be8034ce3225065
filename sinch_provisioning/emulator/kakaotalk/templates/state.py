"""The templates of a sender, and how the API shows them."""

from string import ascii_letters, digits
from typing import Any, TypeAlias

from sinch_provisioning.emulator.activities import SINCH, activity
from sinch_provisioning.emulator.downloads import Files
from sinch_provisioning.emulator.kakaotalk.senders.state import Record as Sender
from sinch_provisioning.emulator.problems import problem
from sinch_provisioning.emulator.store import Project

JSON = Any
Record: TypeAlias = dict[str, Any]

_PART = "kakaotalk_templates"
_SHOWN = ("id", "code", "state", "created", "modified")
_CODE_LENGTH = 20


class TemplatesState:
    """What is to come of submissions in a project; the templates themselves are kept with their senders."""

    def __init__(self, project: Project, data: dict[str, Any]) -> None:
        self.project = project
        self.data = data
        self.files: Files = Files(data)
        data.setdefault("hold", False)
        data.setdefault("refusals", [])

    def find(self, sender: Sender, code: str) -> Record:
        """Return a template; refuse if there is none."""
        found: Record | None = sender["templates"].get(code)
        if found is None:
            raise problem("template_not_found", f"There is no template {code} of the sender {sender['plusFriendId']}.")
        return found

    def new(self, details: JSON) -> Record:
        """Return a new draft that is not kept yet."""
        now = self.project.clock.text()
        return {
            "id": self.project.uuid(),
            "code": "".join(self.project.random.choices(ascii_letters + digits, k=_CODE_LENGTH)),
            "status": "DRAFT",
            "pending": details,
            "created": now,
            "modified": now,
            "activities": [],
            "turn": 0,
        }

    def view(self, record: Record) -> JSON:
        """Return a template as the API shows it."""
        shown: JSON = {name: record[name] for name in _SHOWN if name in record}
        if "live" in record:
            shown["details"] = record["live"]
        if "pending" in record:
            asked = {name: value for name, value in record["pending"].items() if value is not None}
            shown["changes"] = {"status": record["status"], "details": asked}
        return shown

    def note(self, record: Record, type: str, *, author: str = SINCH, comment: str | None = None) -> None:
        """Add an activity to a template."""
        entry = activity(self.project.clock, type, author=author, comment=comment)
        record["activities"].append(entry)
        if type != "COMMENT_ADDED":
            record["modified"] = entry["created"]

    def tell(self, record: Record, event: str, **extra: Any) -> None:
        """Raise an event about a template."""
        self.project.emit(f"KAKAOTALK_TEMPLATE_{event}", self.view(record), **extra)


def templates_of(project: Project) -> TemplatesState:
    """Return the templates' part of a project."""
    return project.part(_PART, TemplatesState)


def name_of(record: Record) -> str:
    """Return the name that a template is sorted and searched by; a new one that is pending does not count yet."""
    name: str = (record["live"] if "live" in record else record["pending"])["name"]
    return name


def check_name(sender: Sender, name: str, besides: Record | None = None) -> None:
    """Refuse a name that another template of the sender has, or asks for. That it is unique there only is inferred."""
    for record in sender["templates"].values():
        names = {record.get(version, {}).get("name") for version in ("live", "pending")}
        if record is not besides and name in names:
            raise problem("template_exists", f"The template {record['code']} is called {name}.")
