"""The templates of a project, and what stands in the way of new ones."""

from typing import Any, TypeAlias

from sinch_provisioning.emulator.activities import USER, activity
from sinch_provisioning.emulator.downloads import Files
from sinch_provisioning.emulator.problems import problem
from sinch_provisioning.emulator.store import Project
from sinch_provisioning.emulator.whatsapp.templates.content import shown

JSON = Any
Record: TypeAlias = dict[str, Any]

DAY = 86_400.0
NAME_BLOCKED = 30 * DAY
LANGUAGE_BLOCKED = 28 * DAY  # the code's text says 4 weeks, another place 30 days
WINDOWS = {"DAY": DAY, "WEEK": 7 * DAY, "MONTH": 30 * DAY, "QUARTER": 90 * DAY}


class TemplatesState:
    """Templates by name and language, each as it was written; how it is read is worked out when it is read."""

    def __init__(self, project: Project, data: dict[str, Any]) -> None:
        self.project = project
        self.data = data
        self.files: Files = Files(data)
        if not data:
            self.clear()

    def clear(self) -> None:
        """Begin anew."""
        self.data.update(
            templates={},
            blocked={},
            locks={},
            syncs=[],
            atMeta=[],
            files={},
            refusals=[],
            settings={"hold": False, "strict": False, "limit": None},
        )

    @property
    def settings(self) -> dict[str, Any]:
        """Switches of the control."""
        found: dict[str, Any] = self.data["settings"]
        return found

    def all(self) -> list[Record]:
        """Return all templates, sorted by name."""
        return sorted(self.data["templates"].values(), key=lambda record: (record["name"], record["language"]))

    def named(self, name: str) -> list[Record]:
        """Return a template in all its languages; refuse if there is none."""
        found = [record for record in self.all() if record["name"] == name]
        if not found:
            raise problem("template_not_found", f"There is no template {name}.")
        return found

    def find(self, name: str, language: str) -> Record | None:
        """Return a template, if there is one."""
        found: Record | None = self.data["templates"].get(_key(name, language))
        return found

    def get(self, name: str, language: str) -> Record:
        """Return a template; refuse if there is none."""
        found = self.find(name, language)
        if found is None:
            raise problem("template_not_found", f"There is no template {name} in {language}.")
        return found

    def add(self, record: Record) -> Record:
        """Keep a new template."""
        self.data["templates"][_key(record["name"], record["language"])] = record
        return record

    def remove(self, record: Record) -> None:
        """Forget a template."""
        del self.data["templates"][_key(record["name"], record["language"])]

    def block(self, name: str, language: str | None) -> None:
        """Keep a name, or a name with a language, from being used again for a while."""
        seconds = NAME_BLOCKED if language is None else LANGUAGE_BLOCKED
        self.data["blocked"][_key(name, language)] = self.project.clock.now() + seconds

    def check_free(self, name: str, language: str, category: str) -> None:
        """Refuse a name that cannot be taken now."""
        if self.find(name, language) is not None:
            raise problem("template_exists", f"{name} exists in {language}.")
        if self._blocked(_key(name, None)):
            raise problem("template_name_recently_used")
        if self._blocked(_key(name, language)):
            raise problem("template_language_recently_deleted")
        siblings = {record["category"] for record in self.all() if record["name"] == name}
        if siblings - {category}:
            raise problem("template_incorrect_category", f"{name} is {', '.join(sorted(siblings))} in other languages.")

    def lock(self, name: str | None, language: str | None, seconds: float) -> None:
        """Let another operation work on a template, on all of a name, or on the whole project."""
        self.data["locks"][_key(name, language)] = self.project.clock.now() + seconds

    def check_unlocked(self, name: str | None = None, language: str | None = None) -> None:
        """Refuse while another operation works on the project, the name or the template."""
        now = self.project.clock.now()
        for key in (_key(None, None), _key(name, None), _key(name, language)):
            if self.data["locks"].get(key, 0.0) > now:
                raise problem("resource_locked")
        if name is None and any(end > now for end in self.data["locks"].values()):
            raise problem("resource_locked")

    def view(self, record: Record, window: str | None = None) -> JSON:
        """Return a template as it is read, with the figures of a window if one is given."""
        since = self.project.clock.now() - WINDOWS.get(window or "", 0.0)
        view: JSON = {
            "name": record["name"],
            "language": record["language"],
            "category": record["category"],
            "analytics": [entry["figures"] for entry in record["figures"] if entry["end"] > since],
            "isMetaGenerated": record["isMetaGenerated"],
        }
        for name in ("whatsappId", "state", "rejectionCode", "qualityScore"):
            if name in record:
                view[name] = record[name]
        if "live" in record:
            view["details"] = shown(record["live"])
        if "status" in record:
            view["changes"] = {"status": record["status"], "details": shown(record["pending"])}
            if "allowCategoryChange" in record:
                view["changes"]["allowCategoryChange"] = record["allowCategoryChange"]
        return view

    def note(self, record: Record, kind: str, comment: str | None = None) -> None:
        """Add to what happened to a template."""
        record["activities"].insert(0, activity(self.project.clock, kind, author=USER, comment=comment))

    def _blocked(self, key: str) -> bool:
        return bool(self.data["blocked"].get(key, 0.0) > self.project.clock.now())


def new_record(name: str, language: str, category: str) -> Record:
    """Return a template that nobody has heard of yet."""
    return {
        "name": name,
        "language": language,
        "category": category,
        "isMetaGenerated": False,
        "submitted": False,
        "submission": 0,
        "activities": [],
        "figures": [],
        "sends": [],
    }


def _key(name: str | None, language: str | None) -> str:
    # Names hold no blank, so no two keys are alike.
    return f"{name or ''} {language or ''}"
