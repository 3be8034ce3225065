"""What the emulator knows: projects, each with its records; kept in a file if asked."""

import contextlib
import inspect
import random
import secrets
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from types import MethodType
from typing import Any, ClassVar, ParamSpec, TypeVar, cast

import msgspec

from sinch_provisioning.emulator.changes import ChangeNotifier
from sinch_provisioning.emulator.clock import Clock, Due
from sinch_provisioning.emulator.database import Changes, Database, StateFileError, StateNotSaved
from sinch_provisioning.emulator.events import Event
from sinch_provisioning.emulator.problems import problem
from sinch_provisioning.emulator.selections import Selections
from sinch_provisioning.emulator.snapshots import VERSION, is_state
from sinch_provisioning.emulator.tables import JSON, Settings, Table, Unsaved

P = ParamSpec("P")

_SETTINGS = "settings"


class Part:
    """What a project keeps of one kind of thing: tables and settings, and what is done with them."""

    kind: ClassVar[str]
    """Name of its settings, and of its table."""
    defaults: ClassVar[Mapping[str, JSON]] = {}
    """Settings, as they are at first."""
    scheduled: ClassVar[tuple[str, ...]] = ()
    """Methods that can be scheduled; their arguments are JSON."""
    missing: ClassVar[str] = "internal_error"
    """Error code where there is no such record."""
    noun: ClassVar[str] = "record"
    named: ClassVar[tuple[str, ...]] = ("id",)
    """What the values that name a record are called in decisions."""

    def __init__(self, project: "Project") -> None:
        self.project = project
        self.settings: Settings = project.settings(self.kind, self.defaults)
        self.records: Table = project.table(self.kind)

    def find(self, *names: str, missing: str | None = None) -> JSON:
        """Return a record, to be read only; reject if there is none."""
        [id] = names
        if id not in self.records:
            raise problem(missing or self.missing)
        return self.records[id]

    def open(self, *names: str) -> JSON:
        """Return a record that is about to be changed; reject if there is none."""
        self.find(*names)
        return self.records.edit(names[0])

    def in_review(self, record: JSON) -> bool:  # noqa: ARG002 - reviewed resources know
        """Return whether something about a record waits to be decided."""
        return False

    @classmethod
    def actions(cls) -> dict[str, tuple[type["Part"], str]]:
        """Return what can be scheduled, by the name that is kept of it."""
        return {f"{cls.kind}.{name}": (cls, name) for name in cls.scheduled}


A = TypeVar("A", bound=Part)
Actions = Mapping[str, tuple[type[Part], str]]


class Project:
    """One project: its parts, the clock, and chance that is the same for the same seed."""

    def __init__(self, project_id: str, senders: int, store: "Store", tables: dict[str, dict[str, JSON]]) -> None:
        self.id = project_id
        self.senders = senders
        """RCS senders that it began with."""
        self.clock: Clock = store.clock
        self.store = store
        # Each life of a kept state draws other numbers, or it would make the ids of the last one again.
        life = store.meta.get("restarts", 0)
        self.random: random.Random = random.Random(f"{store.seed} {life} {project_id}")  # noqa: S311 - repeatable on purpose
        self._tables: dict[str, Table] = {}
        for kind, rows in tables.items():
            self._add_table(kind, rows)
        self._parts: dict[type[Part], Any] = {}

    def part(self, cls: type[A]) -> A:
        """Return a part, made on first use."""
        found = self._parts.get(cls)
        if found is None:
            found = self._parts[cls] = cls(self)
        return cast("A", found)

    def table(self, kind: str) -> Table:
        """Return the records of a kind."""
        return self._tables.get(kind) or self._add_table(kind, {})

    def settings(self, part: str, defaults: Mapping[str, JSON]) -> Settings:
        """Return the settings of a part."""
        return Settings(self.table(_SETTINGS), part, defaults)

    @property
    def tables(self) -> dict[str, dict[str, JSON]]:
        """All records that there are, by kind and id."""
        return {kind: dict(table) for kind, table in self._tables.items() if table}

    def _add_table(self, kind: str, rows: dict[str, JSON]) -> Table:
        if kind not in self._tables:
            self._tables[kind] = Table(rows, partial(self.store.unsaved.mark, self.id, kind))
        return self._tables[kind]

    def later(self, seconds: float, method: Callable[P, None], *args: P.args, **_: P.kwargs) -> None:
        """Call a method of one of the project's parts when `seconds` have passed."""
        part = cast("MethodType", method)
        name = f"{part.__self__.kind}.{part.__name__}"  # type: ignore[attr-defined]
        if name not in self.store.actions:
            raise LookupError(f"{name} is not declared as scheduled")
        self.clock.schedule(seconds, self.id, name, list(args))

    def emit(
        self, type: str, payload: dict[str, Any] | None, *, heard_in: "Sequence[Project]" = (), **extra: Any
    ) -> None:
        """Raise an event, of which this project's webhooks are notified, and those of the projects in `heard_in`.

        `extra` are the fields beside type and payload, those that are None left out.
        """
        fields = {name: value for name, value in extra.items() if value is not None}
        # The payload is what it is at this moment, whatever happens to the object afterwards.
        frozen = None if payload is None else msgspec.json.decode(msgspec.json.encode(payload))
        event = Event(at=self.clock.text(), project_id=self.id, type=type, payload=frozen, extra=fields)
        self.store.events.append(event)
        del self.store.events[: -self.store.kept_events]
        self.store.on_event(event, [self, *heard_in])

    def uuid(self) -> str:
        """Return a new id, repeatable with the seed."""
        digits = f"{self.random.getrandbits(128):032x}"
        return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-a{digits[17:20]}-{digits[20:]}"

    def digits(self, count: int) -> str:
        """Return a new id of hex digits."""
        return f"{self.random.getrandbits(4 * count):0{count}x}"

    def number(self, count: int) -> str:
        """Return a new decimal number of so many digits, as Meta's ids are."""
        return str(self.random.randrange(10 ** (count - 1), 10**count))


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
