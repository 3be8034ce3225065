"""The figures of each report, as plain data; how they are shown is not known here."""

import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from importlib.resources import files
from typing import Any, Final

import attrs

from sinch_provisioning.sweeping import Change, Store

_QUERIES: Final[Mapping[str, Any]] = tomllib.loads(
    files("sinch_provisioning.reports").joinpath("queries.toml").read_text("utf-8")
)
_TIMES: Final = frozenset({"seen", "modified"})
_FIRST: Final = ("launched", "approved", "live")
_OUTCOMES: Final[Mapping[Any, str]] = {
    status: "live" if part in _FIRST else part
    for report in _QUERIES.values()
    for part, statuses in report["groups"].items()
    for status in statuses
    if part != "pending"
}
"""What a change to a status counts as."""
_MOST: Final = 1000


@attrs.frozen(kw_only=True)
class Bars:
    """The picture of a section: a bar for each row."""

    label: tuple[str, ...]
    """Columns that say what a bar is of."""
    parts: tuple[str, ...]
    """Columns with the counts that it is made of."""
    share: bool = True
    """Whether all bars are equally long, and show shares."""


@attrs.frozen(kw_only=True)
class Section:
    """A table, and perhaps a picture of it."""

    title: str
    about: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    bars: Bars | None = None

    def counts(self, row: tuple[Any, ...]) -> list[int]:
        """Return what the bar of a row is made of."""
        return [row[self.columns.index(part)] or 0 for part in self.bars.parts] if self.bars is not None else []

    @property
    def numbers(self) -> frozenset[str]:
        """The columns that hold numbers."""
        columns = zip(self.columns, zip(*self.rows, strict=True), strict=False)
        return frozenset(name for name, values in columns if all(isinstance(one, int | float) for one in values))


@attrs.frozen(kw_only=True)
class Report:
    """What a report says, before it is shown."""

    title: str
    seen: tuple[datetime, datetime] | None
    """When sweeps have seen what it is about: the oldest time and the latest; None if it is about nothing."""
    totals: Mapping[str, int]
    """Figures that come first, by their names."""
    sections: tuple[Section, ...]
    notes: tuple[str, ...] = ()
    """What limits the figures: lists that failed, items that cannot be read."""
    main: int = 0
    """Index of the section whose rows are the data of the report."""

    @property
    def rows(self) -> Iterator[dict[str, Any]]:
        """The data of the report, row by row."""
        section = self.sections[self.main]
        return (dict(zip(section.columns, row, strict=True)) for row in section.rows)


def launch(store: Store) -> Report:
    """Return where RCS senders are launched: for each country and operator how many, and the share of them.

    Raises:
        ConfigurationError: nothing was swept into this store yet.
    """
    return _queried(store, "launch")


def templates(store: Store) -> Report:
    """Return the states of message templates, their quality, and why they were rejected.

    Raises:
        ConfigurationError: nothing was swept into this store yet.
    """
    return _queried(store, "templates")


def changes(store: Store, since: str | datetime | timedelta) -> Report:
    """Return what sweeps have found new, gone or changed since then: by day, by field, and one by one.

    Args:
        store: The store.
        since: As in `Store.changes`: `24h`, `7d`, `2026-11-01`.

    Raises:
        InvalidRequest: `since` is not a time.
        ConfigurationError: nothing was swept into this store yet.
    """
    found = sorted(store.changes(since), key=lambda change: change.seen)
    parts = ("live", "rejected", "new", "gone", "other")
    days = dict[str, Counter[str]]()
    fields = Counter[tuple[str, str | None, str]]()
    for one in found:
        outcome = _OUTCOMES.get(one.after) or ("other" if one.kind == "changed" else one.kind)
        days.setdefault(f"{one.seen:%Y-%m-%d}", Counter())[outcome] += 1
        fields[one.table, one.field, one.kind if one.after is None else str(one.after)] += 1
    columns = tuple(field.name for field in attrs.fields(Change))
    latest = found[: -_MOST - 1 : -1]
    sections = (
        Section(
            title="Days",
            about="Changes by the day on which a sweep has seen them, in UTC; live is what was launched or approved.",
            columns=("day", *parts),
            rows=tuple((day, *(counts[part] for part in parts)) for day, counts in days.items()),
            bars=Bars(label=("day",), parts=parts, share=False),
        ),
        Section(
            title="Fields",
            about="What has changed to what, the most frequent first.",
            columns=("table", "field", "after", "changes"),
            rows=tuple((*what, count) for what, count in fields.most_common(_MOST)),
        ),
        Section(
            title="One by one",
            about=f"The latest {len(latest):,} of {len(found):,} changes, each with the times when it was seen.",
            columns=columns,
            rows=tuple(tuple(getattr(one, name) for name in columns) for one in latest),
        ),
    )
    return Report(
        title="What has changed",
        seen=(found[0].seen, found[-1].seen) if found else None,
        totals={"changes": len(found), **{part: sum(day[part] for day in days.values()) for part in parts}},
        sections=sections,
        notes=_notes(store, "%"),
        main=2,
    )


def _queried(store: Store, name: str) -> Report:
    found = _QUERIES[name]
    groups = {part: ", ".join(f"'{status}'" for status in statuses) for part, statuses in found["groups"].items()}
    counts = [f"sum({found['status']} IN ({statuses})) AS {part}" for part, statuses in groups.items()]
    counts.append(f"sum({found['status']} NOT IN ({', '.join(groups.values())})) AS other")
    given = groups | {"counts": ", ".join(counts)}
    totals = store.sql(found["totals"].format(**given))
    [(first, last)] = store.sql(f"SELECT min(seen), max(seen) FROM {found['seen']}")  # noqa: S608 - a constant
    return Report(
        title=found["title"],
        seen=(datetime.fromisoformat(first), datetime.fromisoformat(last)) if first else None,
        totals=dict(zip(totals.names, *totals, strict=True)),
        sections=tuple(_section(store, each, given, (*groups, "other")) for each in found["sections"]),
        notes=_notes(store, found["operation"]),
        main=found["main"],
    )


def _section(store: Store, found: Mapping[str, Any], given: Mapping[str, str], parts: tuple[str, ...]) -> Section:
    rows = store.sql(found["query"].format(**given))
    return Section(
        title=found["title"],
        about=found["about"],
        columns=rows.names,
        rows=tuple(tuple(map(_read, rows.names, row)) for row in rows),
        bars=Bars(label=tuple(found["bars"]), parts=parts) if "bars" in found else None,
    )


def _read(name: str, value: Any) -> Any:
    return datetime.fromisoformat(value) if value and name in _TIMES else value


def _notes(store: Store, operation: str) -> tuple[str, ...]:
    """Return what limits the figures about the items of an operation, a pattern of LIKE."""
    told = {
        "count(*) FROM failures WHERE": "Lists that failed when last swept: {}; what is known of them is older.",
        "count(problem) FROM items WHERE": "Items that this version cannot read, and that are not counted: {}.",
        "count(*) FROM sweeps WHERE finished IS NULL AND": "Sweeps not finished: {}; the figures may be of a part.",
    }
    counted = {what: next(iter(store.sql(f"SELECT {what} operation LIKE '{operation}'")))[0] for what in told}
    return tuple(words.format(counted[what]) for what, words in told.items() if counted[what])
