"""A project: its parts, each of which keeps one kind of thing, the clock, and chance."""

import random
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from types import MethodType
from typing import TYPE_CHECKING, Any, ClassVar, ParamSpec, TypeVar, cast

import msgspec

from sinch_provisioning.emulator.clock import Clock
from sinch_provisioning.emulator.events import Event
from sinch_provisioning.emulator.problems import problem
from sinch_provisioning.emulator.tables import JSON, Settings, Table

if TYPE_CHECKING:
    from sinch_provisioning.emulator.store import Store

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
