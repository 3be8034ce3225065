"""Records of projects, by kind and id. Whoever changes a record says so first, and only what was said is saved."""

from collections.abc import Callable, Iterator, Mapping, ValuesView
from typing import Any, TypeAlias

JSON: TypeAlias = Any
Record: TypeAlias = dict[str, Any]
Place: TypeAlias = tuple[str, str, str]
"""Project, kind, id."""
Mark: TypeAlias = Callable[[str, bool], None]
"""Called with a record's id before it changes; True if it was removed or is new."""


class Table(Mapping[str, JSON]):
    """The records of one kind in a project, in the order of their creation.

    What is looked up is to be read only: `edit` returns a record that may be changed.
    """

    def __init__(self, rows: dict[str, JSON], mark: Mark) -> None:
        self._rows = rows
        self._mark = mark

    def edit(self, id: str) -> JSON:
        """Return a record that is about to be changed."""
        record = self._rows[id]
        self._mark(id, False)
        return record

    def put(self, id: str, record: JSON) -> JSON:
        """Keep a record, a new one behind all others."""
        self._mark(id, id not in self._rows)
        self._rows[id] = record
        return record

    def remove(self, id: str) -> JSON:
        """Forget a record, and return it."""
        record = self._rows.pop(id)
        self._mark(id, True)
        return record

    def clear(self) -> None:
        """Forget all records."""
        for id in list(self._rows):
            self.remove(id)

    def reload(self, rows: dict[str, JSON]) -> None:
        """Go back to what was saved last."""
        self._rows.clear()
        self._rows.update(rows)

    def __getitem__(self, id: str) -> JSON:
        return self._rows[id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def __contains__(self, id: object) -> bool:
        return id in self._rows

    def values(self) -> ValuesView[JSON]:
        """Return the records."""
        return self._rows.values()


class Settings:
    """Single values of a part, over their defaults."""

    def __init__(self, table: Table, part: str, defaults: Mapping[str, JSON]) -> None:
        self._table = table
        self._part = part
        self._defaults = defaults

    def __getitem__(self, name: str) -> JSON:
        kept = self._table.get(self._part)
        return kept[name] if kept is not None and name in kept else self._defaults[name]

    def set(self, **values: JSON) -> None:
        """Change some of them."""
        self._table.put(self._part, {**self._table.get(self._part, {}), **values})

    def clear(self) -> None:
        """Go back to the defaults."""
        if self._part in self._table:
            self._table.remove(self._part)


class Unsaved:
    """What has changed since the last save."""

    def __init__(self) -> None:
        self.records: dict[Place, bool] = {}
        """Places of records; True where what was saved there has to go first."""
        self.projects: list[str] = []
        """Projects that were added."""
        self.count: int = 0
        """Changes ever made: as long as it stays the same, so does everything that is kept."""

    def __bool__(self) -> bool:
        return bool(self.records or self.projects)

    def mark(self, project_id: str, kind: str, id: str, replaced: bool) -> None:
        """Note that a record changes; one that is removed or new loses its place in the order."""
        place = (project_id, kind, id)
        self.count += 1
        if replaced:
            self.records.pop(place, None)
            self.records[place] = True
        else:
            self.records.setdefault(place, False)

    def forget(self) -> None:
        """Begin again."""
        self.records.clear()
        self.projects.clear()
