"""What the emulator knows: projects, each with its records; kept in a file if asked."""

import contextlib
import inspect
import secrets
from collections.abc import Callable, Generator, Iterator, Sequence
from pathlib import Path
from typing import Any, cast

import msgspec

from sinch_provisioning.emulator.changes import ChangeNotifier
from sinch_provisioning.emulator.clock import Clock, Due
from sinch_provisioning.emulator.database import Changes, Database, StateFileError, StateNotSaved
from sinch_provisioning.emulator.events import Event
from sinch_provisioning.emulator.problems import problem
from sinch_provisioning.emulator.project import Actions, Project
from sinch_provisioning.emulator.selections import Selections
from sinch_provisioning.emulator.snapshots import VERSION, is_state
from sinch_provisioning.emulator.tables import JSON, Unsaved


class Store:
    """All projects."""

    kept_events = 10_000

    def __init__(self, clock: Clock, *, actions: Actions, seed: int, file: Path | None) -> None:
        self.clock = clock
        self.actions = actions
        """What can be scheduled, by name."""
        self.seed: int = seed
        self.events: list[Event] = []
        self.projects: dict[str, Project] = {}
        self.meta: dict[str, Any] = {}
        """What the server itself has to remember, as the key of its page tokens."""
        self.on_event: Callable[[Event, Sequence[Project]], None] = lambda _event, _projects: None
        """Called with an event, and the projects whose webhooks are to be notified of it."""
        self.on_retry: Callable[[Project, str], None] = lambda _project, _id: None
        """Called when the delivery of an event is to be retried."""
        self.on_restore: Callable[[], None] = lambda: None
        """Called after a state was put back."""
        self.changes: ChangeNotifier = ChangeNotifier()
        self.unsaved: Unsaved = Unsaved()
        self.selections: Selections = Selections()
        self._file = file
        self._database: Database | None = None
        clock.happen = self._happen
        if file is not None:
            clock.notes = []
            self._database = Database(file)
            try:
                saved = self._database.load()
                if saved is not None:
                    self._load(self._checked(saved))
            except BaseException:
                self._database.close()
                raise
        self.meta.setdefault("pager", secrets.token_hex(16))
        self._save_everything()

    @property
    def version(self) -> int:
        """Grows with whatever changes the state."""
        return self.unsaved.count

    def add(self, project_id: str, senders: int) -> Project:
        """Make a project, or return the one that is there."""
        if project_id not in self.projects:
            self.projects[project_id] = Project(project_id, senders, self, {})
            self.unsaved.projects.append(project_id)
        return self.projects[project_id]

    def describe(self, action: str) -> str:
        """Return what something scheduled does, in a sentence."""
        part, name = self.actions[action]
        return (inspect.getdoc(getattr(part, name)) or action).split("\n", 1)[0]

    @contextlib.contextmanager
    def look(self, project_id: str) -> Generator[Project]:
        """Look at a project after all that is due; change nothing. `Problem` if there is no such project."""
        with self.clock.lock:
            self.catch_up()
            if project_id not in self.projects:
                raise problem("project_not_found", f"There is no project {project_id}.")
            yield self.projects[project_id]

    @contextlib.contextmanager
    def decision(self, project_id: str) -> Generator[Project]:
        """Decide something about a project, after all that is due; `Problem` if it is not there, or cannot be saved."""
        with self.look(project_id) as project:
            try:
                yield project
            except BaseException:
                self.roll_back()
                raise
            self.save()

    def catch_up(self) -> bool:
        """Let everything happen that is due; return False if it cannot be saved: it has not happened, and stays due."""
        try:
            if self.clock.settle():
                self.save()
        except StateNotSaved:
            return False
        return True

    def advance(self, seconds: float) -> None:
        """Move time forward; what falls due happens at once, in order. After `StateNotSaved` time has not moved."""
        with self.clock.lock:
            moved = self.clock.moved
            self.clock.advance(seconds)
            try:
                self.save(always=True)
            except StateNotSaved:
                self.clock.moved = moved
                raise

    def reset(self) -> None:
        """Let all projects begin again."""
        self.clock.clear()
        self.events.clear()
        for project in list(self.projects.values()):
            self.projects[project.id] = Project(project.id, project.senders, self, {})
        self.unsaved.count += 1
        self._save_everything()
        self.changes.notify()

    def save(self, *, always: bool = False) -> None:
        """Save what has changed, if there is a file, and notify; `always` saves the time at least.

        After `StateNotSaved` all is as it was at the last save.
        """
        if not (always or self.unsaved or self.clock.notes):
            return
        self.changes.notify()
        if self._database is None:
            self.unsaved.forget()
            self.clock.noted()
            return
        due, done = self.clock.noted()
        projects = {id: self.projects[id].senders for id in self.unsaved.projects}
        records = [(place, replaced, self._encoded(*place)) for place, replaced in self.unsaved.records.items()]
        changes = Changes(meta={"now": self.clock.now()}, projects=projects, records=records, due=due, done=done)
        try:
            self._database.save(changes)
        except StateFileError as error:
            self.roll_back(clock=bool(due or done))
            raise StateNotSaved(error) from error
        self.unsaved.forget()

    def roll_back(self, *, clock: bool = False) -> None:
        """Let all be as it was at the last save, if there is a file; `clock` says that what is due has changed."""
        if self._database is None:
            return
        for project_id, kind in {place[:2]: None for place in self.unsaved.records}:
            if project_id in self.projects:
                self.projects[project_id].table(kind).reload(self._database.rows(project_id, kind))
        for project_id in self.unsaved.projects:
            self.projects.pop(project_id, None)
        self.unsaved.forget()
        self.unsaved.count += 1
        if clock or self.clock.notes:
            self.clock.load({"now": self.clock.now(), "due": self._database.due()})
            self.clock.noted()

    def snapshot(self) -> dict[str, Any]:
        """Return everything as plain JSON, for `restore`."""
        with self.clock.lock:
            projects = {
                project.id: {"senders": project.senders, "tables": project.tables} for project in self.projects.values()
            }
            whole = {
                "version": VERSION,
                "seed": self.seed,
                "meta": self.meta,
                "clock": self.clock.save(),
                "projects": projects,
            }
            return cast("dict[str, Any]", msgspec.json.decode(msgspec.json.encode(whole)))

    def restore(self, snapshot: dict[str, Any]) -> None:
        """Let everything be as in a snapshot, and draw the same by chance each time; `ValueError` if it is none."""
        if not is_state(snapshot, self.actions):
            raise ValueError("this is not a snapshot of this emulator")
        with self.clock.lock:
            # A copy, so that the snapshot can be restored again, whatever becomes of the state.
            copy = msgspec.json.decode(msgspec.json.encode(snapshot))
            copy["meta"]["pager"] = self.meta["pager"]  # what hands out page tokens has it already
            self.projects.clear()
            self._load(copy, back=True)
            self.unsaved.count += 1
            self._save_everything()
            self.changes.notify()
            self.on_restore()

    def open(self) -> None:
        """Open the file again after `close`; `StateFileError` if it cannot be used any more."""
        if self._file is not None and self._database is None:
            self._database = Database(self._file)
            self._save_everything()

    def close(self) -> None:
        """Save the time, and let go of the file."""
        if self._database is not None:
            with contextlib.suppress(StateNotSaved):
                self.save(always=True)
            self._database.close()
            self._database = None

    def _encoded(self, project_id: str, kind: str, id: str) -> bytes | None:
        record = self.projects[project_id].table(kind).get(id)
        return None if record is None else msgspec.json.encode(record)

    def _save_everything(self) -> None:
        if self._database is not None:
            records = [
                ((project.id, kind, id), False, msgspec.json.encode(record))
                for project in self.projects.values()
                for kind, rows in project.tables.items()
                for id, record in rows.items()
            ]
            clock = self.clock.save()
            meta = {"version": VERSION, "seed": self.seed, "meta": self.meta, "now": clock["now"]}
            projects = {project.id: project.senders for project in self.projects.values()}
            changes = Changes(meta=meta, projects=projects, records=records, due=clock["due"], done=[])
            self._database.save(changes, everything=True)
        self.unsaved.forget()
        self.clock.noted()

    def _load(self, saved: dict[str, Any], *, back: bool = False) -> None:
        self.seed = saved["seed"]
        self.meta = saved["meta"]
        self.meta["restarts"] = self.meta.get("restarts", 0) + 1
        self.clock.load(saved["clock"], back=back)
        for project_id, project in saved["projects"].items():
            self.projects[project_id] = Project(project_id, project["senders"], self, project["tables"])

    def _happen(self, due: Due) -> None:
        project = self.projects.get(due.project_id)
        if project is not None:
            part, name = self.actions[due.action]
            getattr(project.part(part), name)(*due.arguments)

    def _checked(self, saved: JSON) -> dict[str, Any]:
        if not is_state(saved, self.actions):
            raise StateFileError(f"{self._file} holds no state of this emulator. Name another file, or move it away")
        return cast("dict[str, Any]", saved)

    def __iter__(self) -> Iterator[Project]:
        return iter(list(self.projects.values()))
