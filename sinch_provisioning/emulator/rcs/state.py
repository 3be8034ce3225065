"""All RCS senders of a project: those made here, and seeded ones, each made on demand until it is changed."""

from collections.abc import Callable, Iterable, Iterator
from typing import ClassVar

import msgspec

from sinch_provisioning.emulator.family import Reply, Request
from sinch_provisioning.emulator.files import FileUser
from sinch_provisioning.emulator.problems import problem
from sinch_provisioning.emulator.project import Project
from sinch_provisioning.emulator.rcs import records
from sinch_provisioning.emulator.rcs.seeding import Seeds
from sinch_provisioning.emulator.resources import Resource
from sinch_provisioning.emulator.tables import JSON, Record, Table


class KeptSenders(Resource, FileUser):
    """The records of the senders."""

    kind = "rcs_senders"
    noun = "sender"
    named: ClassVar[tuple[str, ...]] = ("sender_id",)
    path: ClassVar[tuple[str, ...]] = ("senderId",)
    events = "RCS_SENDER"

    def __init__(self, project: Project) -> None:
        super().__init__(project)
        self._changed: Table = project.table("rcs_senders_changed")
        self.seeds: Seeds = Seeds(project)

    def __len__(self) -> int:
        return self.seeds.count + len(self.records)

    def add(self, record: JSON) -> None:
        """Keep a new sender."""
        self.records.put(record["id"], record)

    def view(self, record: Record) -> JSON:
        """Return a sender as the API shows it."""
        return records.view(record)

    @classmethod
    def serve_one(cls, request: Request) -> Reply:
        """Return one sender; a seeded one is rendered without its record."""
        senders, sender_id = request.project.part(cls), request.path["senderId"]
        index = senders.seeds.index_of(sender_id)
        return Reply(200, raw=_render(senders.find(sender_id)) if index is None else senders._seeded(index))  # noqa: SLF001

    def find(self, *names: str, missing: str | None = None) -> JSON:
        """Return a sender's record, to be read only; reject if there is none."""
        [sender_id] = names
        found = self.records.get(sender_id) or self._changed.get(sender_id)
        if found is not None:
            return found
        index = self.seeds.index_of(sender_id)
        if index is None:
            raise problem(missing or "sender_not_found")
        return self.seeds.record(index)

    def open(self, *names: str) -> JSON:
        """Return a sender's record, which is about to be changed; reject if there is none."""
        [sender_id] = names
        if sender_id in self.records:
            return self.records.edit(sender_id)
        return self._changed.put(sender_id, self.find(sender_id))

    def render(self, positions: Iterable[int]) -> list[bytes]:
        """Return the senders at some positions in their own order, seeded first, as the JSON that the API shows."""
        made, count = list(self.records.values()), self.seeds.count
        seeded = self._seeded if self._changed else self.seeds.render
        return [seeded(each) if each < count else _render(made[each - count]) for each in positions]

    def _seeded(self, index: int) -> bytes:
        changed = self._changed.get(self.seeds.id_of(index))
        return self.seeds.render(index) if changed is None else _render(changed)

    def select(
        self, wanted: Callable[[JSON], bool], *, column: str | None = None, descending: bool = False
    ) -> Iterable[int]:
        """Return the positions of all senders that fit, in their own order or by a trait, as `name`."""
        fitting = ((position, traits) for position, traits in enumerate(self._traits()) if wanted(traits))
        if column is None:
            return (position for position, _ in fitting)
        keys = {position: traits[column] for position, traits in fitting}
        return sorted(keys, key=keys.__getitem__, reverse=descending)

    def _traits(self) -> Iterator[JSON]:
        for index in range(self.seeds.count):
            changed = self._changed.get(self.seeds.id_of(index)) if self._changed else None
            yield self.seeds.traits(index) if changed is None else traits_of(changed)
        yield from map(traits_of, self.records.values())


def _render(record: JSON) -> bytes:
    return msgspec.json.encode(records.view(record))


def traits_of(record: JSON) -> JSON:
    """Return what senders are filtered and sorted by."""
    return {
        "id": record["id"],
        "name": record["brand"]["name"],
        "state": record["state"],
        "created": record["created"],
        "modified": record["modified"],
        "app": record.get("conversationApiApp"),
    }
