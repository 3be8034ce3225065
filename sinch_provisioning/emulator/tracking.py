"""Dicts that notice what may have changed in them, so that keeping a change costs no more than what it was about.

The state is plain JSON, changed in place by whoever has got hold of a part of it. Nobody has to say what was changed:
what nobody has asked for cannot have changed, and of all else it is found out by comparison.
"""

# JSON is anything.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

from collections.abc import Iterator
from typing import Any, Self

import msgspec

JSON = Any
Place = tuple[str, ...]


class Pen:
    """What may have to be written, of all parts of all projects."""

    def __init__(self) -> None:
        self.touched: dict[int, Fields] = {}
        self.written: bool = False
        """Whether anything was put somewhere since it was last looked; changes inside of records are not seen."""

    def changes(self) -> list[JSON]:
        """Return what has changed, and begin anew."""
        found = [change for fields in self.touched.values() for change in fields.changes()]
        self.forget()
        return found

    def forget(self) -> None:
        """Begin anew; what was touched was only looked at."""
        for fields in self.touched.values():
            fields.forget()
        self.touched.clear()
        self.written = False


class _Noticing(dict[str, Any]):
    """A dict that is told of each key that is put in or taken out."""

    def _put(self, key: str, value: JSON) -> None:
        raise NotImplementedError

    def _take(self, key: str) -> None:
        raise NotImplementedError

    def __setitem__(self, key: str, value: JSON) -> None:
        self._put(key, value)

    def __delitem__(self, key: str) -> None:
        super().__delitem__(key)
        self._take(key)

    def pop(self, key: str, *default: Any) -> Any:
        found = super().pop(key, *default)
        self._take(key)
        return found

    def popitem(self) -> tuple[str, Any]:
        key, found = super().popitem()
        self._take(key)
        return key, found

    def clear(self) -> None:
        for key in list(self):
            del self[key]

    def update(self, *others: Any, **more: Any) -> None:
        for key, value in dict(*others, **more).items():
            self[key] = value

    def __ior__(self, other: Any, /) -> Self:  # type: ignore[misc, override]
        self.update(other)
        return self


class Records(_Noticing):
    """Records by id. Those that somebody has got hold of may have changed."""

    def __init__(self, records: dict[str, Any], fields: "Fields", *, fresh: bool) -> None:
        super().__init__(records)
        self._fields = fields
        self._handled: dict[str, None] = {}
        self._taken: dict[str, None] = {}
        self._kept: dict[str, int] = {}
        self.fresh: bool = fresh
        """Whether none of it is kept yet."""

    def changes(self, place: Place) -> Iterator[JSON]:
        """Yield what has changed."""
        if self.fresh:
            self.fresh = False
            yield {"at": place, "is": self}
            return
        for key in self._taken:
            yield {"at": [*place, key]}
            self._kept.pop(key, None)
        for key in self._handled:
            if key in self:
                encoded = msgspec.json.encode(super().__getitem__(key))
                if self._kept.get(key) != hash(encoded):
                    self._kept[key] = hash(encoded)
                    yield {"at": [*place, key], "is": msgspec.Raw(encoded)}

    def forget(self) -> None:
        """Take nothing of it for handled any more."""
        self._handled.clear()
        self._taken.clear()

    def _put(self, key: str, value: JSON) -> None:
        if key not in self:
            self._handled.pop(key, None)  # its place is at the end
        dict.__setitem__(self, key, value)
        self._handle(key)
        self._fields.pen.written = True

    def _take(self, key: str) -> None:
        self._taken[key] = None
        self._fields.touch()
        self._fields.pen.written = True

    def _handle(self, key: str) -> None:
        self._handled[key] = None
        self._fields.touch()

    def __getitem__(self, key: str) -> Any:
        found = super().__getitem__(key)
        self._handle(key)
        return found

    def get(self, key: str, default: Any = None) -> Any:
        if key not in self:
            return default
        return self[key]

    def setdefault(self, key: str, default: Any = None) -> Any:
        if key not in self:
            self[key] = default
        return self[key]

    def values(self) -> Any:
        self._handle_all()
        return super().values()

    def items(self) -> Any:
        self._handle_all()
        return super().items()

    def _handle_all(self) -> None:
        if self:
            self._handled.update(dict.fromkeys(self))
            self._fields.touch()


class Fields(_Noticing):
    """What a part of a project keeps: single values, which are compared each time, and collections of records."""

    def __init__(self, place: Place, data: dict[str, Any], pen: Pen, *, fresh: bool) -> None:
        super().__init__(data)
        self.pen = pen
        self._place = place
        self._taken: dict[str, None] = {}
        self._kept: dict[str, int] = {}
        for key, value in data.items():
            if isinstance(value, dict):
                dict.__setitem__(self, key, Records(value, self, fresh=fresh))
        if fresh:
            self.pen.written = True
            self.touch()

    def touch(self) -> None:
        """Note that something in it may change."""
        self.pen.touched[id(self)] = self

    def changes(self) -> Iterator[JSON]:
        """Yield what has changed."""
        for key in self._taken:
            yield {"at": [*self._place, key]}
            self._kept.pop(key, None)
        for key, value in dict.items(self):
            place = (*self._place, key)
            if isinstance(value, Records):
                yield from value.changes(place)
                continue
            encoded = msgspec.json.encode(value)
            if self._kept.get(key) != hash(encoded):
                self._kept[key] = hash(encoded)
                yield {"at": place, "is": msgspec.Raw(encoded)}

    def forget(self) -> None:
        """Take nothing of it for touched any more."""
        self._taken.clear()
        for value in dict.values(self):
            if isinstance(value, Records):
                value.forget()

    def _put(self, key: str, value: JSON) -> None:
        # Not made into records: whoever puts it here may go on to change it.
        dict.__setitem__(self, key, value)
        self.touch()
        self.pen.written = True

    def _take(self, key: str) -> None:
        self._taken[key] = None
        self.touch()
        self.pen.written = True

    def setdefault(self, key: str, default: Any = None) -> Any:
        if key not in self:
            self[key] = Records(default, self, fresh=True) if isinstance(default, dict) else default
        return self[key]

    def update(self, *others: Any, **more: Any) -> None:
        for key, value in dict(*others, **more).items():
            self[key] = Records(value, self, fresh=True) if isinstance(value, dict) else value


def apply(projects: dict[str, Any], change: JSON) -> None:
    """Carry out a change on what was kept before it."""
    project, *way, last = change["at"]
    place = projects[project]["parts"]
    for name in way:
        place = place.setdefault(name, {})
    if "is" in change:
        place[last] = change["is"]
    else:
        place.pop(last, None)
