"""A table of a million rows taken away in each form: does the memory stay flat?"""

import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks.aims import aim
from benchmarks.measure import Figure, Meter, Outcome, Ratio, Sample, Spread, peak
from benchmarks.measure import run as run_one
from benchmarks.memory import resident
from benchmarks.stage import Stage

MILLION = 1_000_000
TABLE = "sender_countries"
PAGE = 100
FORMS = ("csv", "jsonl", "parquet")


def run(stage: Stage) -> Outcome:
    rows = 50_000 if stage.quick else MILLION
    with tempfile.TemporaryDirectory() as folder:
        stores = {count: str(Path(folder, f"{count}.db")) for count in (rows // 10, rows)}
        for count, path in stores.items():
            run_one(__name__, "fill", path=path, rows=count)
        found = {form: [run_one(__name__, form, path=path) for path in stores.values()] for form in FORMS}
    return Outcome(
        title=f"Export {rows:,} rows",
        figures=[
            Figure(
                who=form,
                what="CPU a row",
                unit="us",
                value=Spread.of([large["cpu"]]),
                beside={"peak MB above the idle process": large["above"], "rows": large["rows"], "MB": large["size"]},
            )
            for form, (_, large) in found.items()
        ],
        ratios=[
            Ratio(
                what=f"peak memory, {rows:,} rows less {rows // 10:,}, {form}",
                value=Spread.of([large["above"] - small["above"]]),
                unit=" MB",
                **aim(f"export, {form}"),
            )
            for form, (small, large) in found.items()
        ],
    )


def _fill(path: str, rows: int) -> Sample:
    """Fill a store with senders of the emulator's, until the table has at least so many rows."""
    from sinch_provisioning.core.pages import page_of
    from sinch_provisioning.emulator.clock import Clock
    from sinch_provisioning.emulator.rcs.seeding import Seeds
    from sinch_provisioning.emulator.store import Store as Emulated
    from sinch_provisioning.sweeping import Store
    from sinch_provisioning.sweeping.ledger import Ledger

    store = Store(path)
    emulated = Emulated(Clock(1_700_000_000.0, running=False), actions={}, seed=0, file=None)
    seeds = Seeds(emulated.add("p", 10 * MILLION))
    pages, start = page_of("senders", bytes), 0
    with store.sweeping() as connection:
        ledger = Ledger(connection, "listRcsSenders", "", store.now)
        (walk,) = ledger.open([("p", "")], fresh=False, retry_failed=False).values()
        each = 0.0
        while not start or start * each < rows:
            items = [seeds.render(index) for index in range(start, start + PAGE)]
            start += PAGE
            ledger.take_page(walk, pages(items=items, total_size=start, page_size=PAGE, next_token=str(start)))
            each = each or sum(1 for _ in store.table(TABLE)) / start
    return {"senders": start}


def _export(form: str) -> Callable[..., Sample]:
    def export(path: str) -> Sample:
        from sinch_provisioning.sweeping import Store

        table = Store(path).table(TABLE)
        (rows,) = next(iter(Store(path).sql(f"SELECT count(*) FROM {TABLE}")))
        target = Path(f"{path}.{form}")
        idle = resident()
        with Meter() as meter:
            if form == "parquet":
                table.write_parquet(target)
            else:
                with target.open("w", encoding="utf-8", newline="") as out:
                    (table.write_csv if form == "csv" else table.write_jsonl)(out)
        return {**meter.per(rows), "rows": rows, "above": peak() - idle, "size": target.stat().st_size / 1e6}

    return export


CONTENDERS = {"fill": _fill, **{form: _export(form) for form in FORMS}}
