"""What the emulator knows: projects, each with one part for a family; kept in a file if asked."""

import contextlib
import inspect
import random
from collections.abc import Generator, Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal, ParamSpec, Protocol, TypedDict, TypeVar, cast

import attrs
import msgspec

from sinch_provisioning.emulator.bounds import MAX_SENDERS
from sinch_provisioning.emulator.changes import Changes
from sinch_provisioning.emulator.clock import LATEST, YEAR, Clock, Due
from sinch_provisioning.emulator.keeping import Keeper, read
from sinch_provisioning.emulator.problems import problem
from sinch_provisioning.emulator.selections import Selections
from sinch_provisioning.emulator.tracking import Fields, Pen

P = ParamSpec("P")

_VERSION = 1
"""Form of the file that keeps the state."""


class Part(Protocol):
    """A family's state in one project. All that has to survive a restart is in `data`, plain JSON."""

    data: dict[str, Any]

    def __init__(self, project: "Project", data: dict[str, Any]) -> None: ...


A = TypeVar("A", bound=Part)


class Action(Protocol[P]):
    """A function that happens later, known by its name."""

    __name__: str

    def __call__(self, project: "Project", *args: P.args, **kwargs: P.kwargs) -> None: ...


_actions: dict[str, Any] = {}


def happens(fn: "Action[P]") -> "Action[P]":
    """Make a function one that `Project.later` can be told of; its arguments are JSON."""
    name = f"{getattr(fn, '__module__', '').rpartition('emulator.')[2]}.{fn.__name__}"
    _actions[name] = fn
    fn.action = name  # type: ignore[attr-defined]
    return fn


def told(action: str) -> str:
    """Return what an action does, in a sentence."""
    return (inspect.getdoc(_actions[action]) or action).split("\n", 1)[0]


@attrs.frozen(kw_only=True)
class Event:
    """Something that webhooks may be told of."""

    at: str
    project_id: str
    type: str
    payload: dict[str, Any] | None
    extra: dict[str, Any]
    """Fields beside type and payload, as `comment` or `currentState`."""

    @property
    def body(self) -> dict[str, Any]:
        """What a webhook is sent."""
        payload = {} if self.payload is None else {"payload": self.payload}
        return {"type": self.type, **payload, **self.extra}


class Project:
    """One project: its parts, the clock, and chance that repeats with the seed."""

    def __init__(self, project_id: str, senders: int, store: "Store", data: dict[str, dict[str, Any]]) -> None:
        self.id = project_id
        self.senders = senders
        """RCS senders that it began with."""
        self.clock: Clock = store.clock
        self.store = store
        self.data: dict[str, dict[str, Any]] = {}
        for name, part in data.items():
            self._adopt(name, part, fresh=False)
        # Each life of a kept state draws anew, or it would make the ids of the last one again.
        life = store.meta.get("restarts", 0)
        self.random: random.Random = random.Random(f"{store.seed} {life} {project_id}")  # noqa: S311 - repeatable on purpose
        self._parts: dict[str, Any] = {}

    def part(self, name: str, cls: type[A]) -> A:
        """Return a family's state, made on first use."""
        found = self._parts.get(name)
        if found is None:
            if name not in self.data:
                self._adopt(name, {}, fresh=True)
            found = self._parts[name] = cls(self, self.data[name])
        fields = self.data[name]
        if isinstance(fields, Fields):
            fields.touch()
        return cast("A", found)

    def _adopt(self, name: str, data: dict[str, Any], *, fresh: bool) -> None:
        pen = self.store.pen
        self.data[name] = data if pen is None else Fields((self.id, name), data, pen, fresh=fresh)

    def later(self, seconds: float, action: "Action[P]", *args: P.args, **_: P.kwargs) -> None:
        """Let an action happen to this project when `seconds` have passed."""
        self.clock.schedule(seconds, self.id, action.action, list(args))  # type: ignore[attr-defined]

    def emit(
        self, type: str, payload: dict[str, Any] | None, *, heard_in: "Sequence[Project]" = (), **extra: Any
    ) -> None:
        """Raise an event, of which this project's webhooks are told, and those of the projects in `heard_in`.

        `extra` are the fields beside type and payload, those that are None left out.
        """
        fields = {name: value for name, value in extra.items() if value is not None}
        # The payload is what it is at this moment, whatever happens to the object afterwards.
        frozen = None if payload is None else msgspec.json.decode(msgspec.json.encode(payload))
        event = Event(at=self.clock.text(), project_id=self.id, type=type, payload=frozen, extra=fields)
        self.store.events.append(event)
        del self.store.events[: -self.store.kept_events]
        if self.store.courier is not None:
            self.store.courier.take(event, [self, *heard_in])

    def uuid(self) -> str:
        """Return a new id, repeatable with the seed."""
        digits = f"{self.random.getrandbits(128):032x}"
        return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-a{digits[17:20]}-{digits[20:]}"

    def digits(self, count: int) -> str:
        """Return a new id of hex digits."""
        return f"{self.random.getrandbits(4 * count):0{count}x}"


class Courier(Protocol):
    """Who brings events to webhooks."""

    def take(self, event: Event, projects: Sequence[Project]) -> None:
        """Bring an event to the webhooks of these projects that ask for it."""
        ...

    def again(self, project: Project, delivery_id: str) -> None:
        """Try once more to bring something that a webhook did not take."""
        ...

    def resume(self) -> None:
        """Take up what the state holds of deliveries that are under way."""
        ...


class Store:
    """All projects."""

    kept_events = 10_000

    def __init__(self, clock: Clock, *, seed: int, file: Path | None) -> None:
        self.clock = clock
        self.seed: int = seed
        self.events: list[Event] = []
        self.projects: dict[str, Project] = {}
        self.meta: dict[str, Any] = {}
        """What the server itself has to remember, as the key of its page tokens."""
        self.courier: Courier | None = None
        self.changes: Changes = Changes()
        self.version: int = 0
        """Grows with whatever changes the state."""
        self.selections: Selections = Selections()
        self.pen: Pen | None = None
        """Notices what changes, if that is kept."""
        self._keeper: Keeper | None = None
        self._added: list[Project] = []
        clock.happen = self._happen
        if file is not None:
            self.pen, self._keeper = Pen(), Keeper(file, self._whole)
            clock.notes = []
            if file.exists():
                self._load(_read(file))

    def add(self, project_id: str, senders: int) -> Project:
        """Make a project, or return the one that is there."""
        if project_id not in self.projects:
            self.projects[project_id] = Project(project_id, senders, self, {})
            self._added.append(self.projects[project_id])
        return self.projects[project_id]

    @contextlib.contextmanager
    def look(self, project_id: str) -> Generator[Project]:
        """Let somebody look at a project, after all that is due, and change nothing.

        Raises:
            Problem: there is no such project.
        """
        with self.clock.lock:
            if self.clock.settle():
                self.save()
            if project_id not in self.projects:
                raise problem("project_not_found", f"There is no project {project_id}.")
            yield self.projects[project_id]

    @contextlib.contextmanager
    def decision(self, project_id: str) -> Generator[Project]:
        """Let somebody decide something about a project: after all that is due, before anything else, and kept.

        Raises:
            Problem: there is no such project.
        """
        with self.look(project_id) as project:
            yield project
            self.save()

    def reset(self) -> None:
        """Let all projects begin anew."""
        self.clock.clear()
        self.events.clear()
        for project in list(self.projects.values()):
            self.projects[project.id] = Project(project.id, project.senders, self, {})
        self.save(whole=True)

    def save(self, *, whole: bool = False) -> None:
        """Keep what has changed, or everything, in the file, if there is one; and tell those who look."""
        self.version += 1
        self.changes.tell()
        if self._keeper is not None and self.pen is not None:
            if whole:
                self._keeper.write()
            else:
                self._keeper.add(self._change)
            self.pen.forget()
        self._forget()

    def seen(self) -> None:
        """Note that somebody has looked at something; if that has made anything, it is kept."""
        if self.pen is not None:
            if self.pen.written:
                self.save()
            else:
                self.pen.forget()

    def _change(self) -> dict[str, Any]:
        assert self.pen is not None  # noqa: S101 - it is there with the keeper
        due, done = self.clock.noted()
        projects = {project.id: project.senders for project in self._added}
        changes = self.pen.changes()
        return {"now": self.clock.now(), "due": due, "done": done, "projects": projects, "changes": changes}

    def _forget(self) -> None:
        self._added.clear()
        self.clock.noted()

    def snapshot(self) -> dict[str, Any]:
        """Return everything as plain JSON, for `restore`."""
        with self.clock.lock:
            return cast("dict[str, Any]", msgspec.json.decode(msgspec.json.encode(self._whole())))

    def restore(self, snapshot: dict[str, Any]) -> None:
        """Let everything be as in a snapshot; what is drawn by chance from then on is the same after each restore.

        Raises:
            ValueError: it is none.
        """
        if not _is_state(snapshot):
            raise ValueError("this is no snapshot of this emulator")
        with self.clock.lock:
            # A copy, so that the snapshot can be restored again, whatever becomes of the state.
            copy = msgspec.json.decode(msgspec.json.encode(snapshot))
            copy["meta"]["pager"] = self.meta["pager"]  # what hands out page tokens has it already
            self.projects.clear()
            self._load(copy, back=True)
            self.save(whole=True)
            if self.courier is not None:
                self.courier.resume()

    def _whole(self) -> dict[str, Any]:
        projects = {
            project.id: {"senders": project.senders, "parts": project.data} for project in self.projects.values()
        }
        return {
            "version": _VERSION,
            "seed": self.seed,
            "meta": self.meta,
            "clock": self.clock.save(),
            "projects": projects,
        }

    def _load(self, saved: dict[str, Any], *, back: bool = False) -> None:
        self.seed = saved["seed"]
        self.meta = saved["meta"]
        self.meta["restarts"] = self.meta.get("restarts", 0) + 1
        self.clock.load(saved["clock"], back=back)
        for project_id, project in saved["projects"].items():
            self.projects[project_id] = Project(project_id, project["senders"], self, project["parts"])

    def _happen(self, due: Due) -> None:
        project = self.projects.get(due.project_id)
        if project is not None:
            _actions[due.action](project, *due.arguments)

    def __iter__(self) -> Iterator[Project]:
        return iter(list(self.projects.values()))


def _read(file: Path) -> dict[str, Any]:
    saved = read(file)
    if not _is_state(saved):
        raise ValueError(f"{file} holds no state of this emulator; name another file, or delete it")
    return cast("dict[str, Any]", saved)


class _SavedProject(TypedDict):
    senders: Annotated[int, msgspec.Meta(ge=0, le=MAX_SENDERS)]
    parts: dict[str, dict[str, Any]]


class _SavedClock(TypedDict):
    now: Annotated[float, msgspec.Meta(ge=0, le=LATEST)]
    due: list[Due]


class _Saved(TypedDict):
    version: Literal[1]
    seed: int
    meta: dict[str, Any]
    clock: _SavedClock
    projects: dict[str, _SavedProject]


def _is_state(saved: object) -> bool:
    try:
        state = msgspec.convert(saved, _Saved)
    except msgspec.ValidationError:
        return False
    return all(due.action in _actions and 0 <= due.at <= LATEST + YEAR for due in state["clock"]["due"])
