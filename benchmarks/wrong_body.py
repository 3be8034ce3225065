"""A wrong body: a megabyte of empty items that should be senders, beside a right body of that size."""

from benchmarks import service
from benchmarks.aims import aim
from benchmarks.measure import Meter, Outcome, Ratio, Sample, compare, figures, rounds
from benchmarks.stage import Stage

NAMES = {"right": "a right body", "wrong": "a body of empty items", "odd": "a body with one time without an offset"}
SIZE = 1_000_000


def run(stage: Stage) -> Outcome:
    found = rounds(__name__, list(NAMES), stage.rounds, url=stage.url, times=5 if stage.quick else 30)
    return Outcome(
        title="Decode a wrong body of 1 MB",
        figures=[
            *figures(found, NAMES, "CPU a megabyte", "ms"),
            *figures(found, NAMES, "peak memory of objects", "MB"),
        ],
        ratios=[
            Ratio(
                what="a wrong body vs a right one of its size",
                value=compare(found["wrong"], found["right"], "ms"),
                **aim("wrong body"),
            ),
            Ratio(
                what="a page with one odd item vs a right page",
                value=compare(found["odd"], found["right"], "ms"),
                **aim("odd item"),
            ),
        ],
    )


def _right(url: str, times: int) -> Sample:
    return _time(_page(url), times, fits=True)


def _wrong(url: str, times: int) -> Sample:  # noqa: ARG001 - contenders are called alike
    items = b",".join([b"{}"] * (SIZE // 3))
    return _time(b'{"totalSize":1,"pageSize":1,"senders":[' + items + b"]}", times, fits=False)


def _odd(url: str, times: int) -> Sample:
    return _time(_page(url).replace(b'Z"', b'"', 1), times, fits=True)


def _page(url: str) -> bytes:
    page = service.page(url, "wrong-100")
    head, _, rest = page.partition(b"[")
    items, _, tail = rest.rpartition(b"]")
    return head + b"[" + b",".join([items] * max(1, round(SIZE / len(items)))) + b"]" + tail


def _time(body: bytes, times: int, *, fits: bool) -> Sample:
    import tracemalloc

    _read(_warming(body))
    with Meter() as meter:
        for _ in range(times):
            assert _read(body) == fits
    tracemalloc.start()
    _read(body)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    megabytes = len(body) / SIZE
    return {"ms": meter.cpu / times * 1000 / megabytes, "MB": peak / 1e6 / megabytes}


def _warming(body: bytes) -> bytes:
    return body.partition(b"[")[0] + b"[{}]}"


def _read(body: bytes) -> bool:
    from sinch_provisioning import errors, from_json
    from sinch_provisioning.rcs import SenderList

    try:
        from_json(SenderList, body)
    except errors.DecodeError:
        return False
    return True


CONTENDERS = {"right": _right, "wrong": _wrong, "odd": _odd}
