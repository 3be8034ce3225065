"""A hundred senders, from objects to bytes."""

from collections.abc import Callable
from functools import partial
from typing import Any

from benchmarks import service
from benchmarks.aims import aim
from benchmarks.measure import Outcome, Ratio, Sample, compare, each, figures, rounds, side_by_side
from benchmarks.stage import Stage

NAMES = {
    "ours": "sinch-provisioning, to_json",
    "pydantic": "pydantic 2, model_dump_json",
    "orjson": "orjson.dumps of its dict (no models)",
}


def run(stage: Stage) -> Outcome:
    found = rounds(__name__, ["orjson", "pydantic"], stage.rounds, url=stage.url, times=10 if stage.quick else 50)
    beside = {name: each(samples) for name, samples in found.items()}
    return Outcome(
        title="Write a sender",
        figures=figures({**beside["pydantic"], **beside["orjson"]}, NAMES, "CPU a sender", "us"),
        ratios=[
            Ratio(
                what=f"write vs {NAMES[other]}",
                value=compare(samples["ours"], samples[other], "us"),
                **aim(f"write, {other}"),
            )
            for other, samples in beside.items()
        ],
    )


def _beside(url: str, times: int, *, other: str) -> Sample:
    from sinch_provisioning import from_json, to_json
    from sinch_provisioning.rcs import SenderList

    body = service.page(url, "writing-100")
    senders = from_json(SenderList, body).items
    write, others = _OTHERS[other](body)
    assert len(others) == len(senders)
    works: dict[str, Callable[[int], object]] = {
        "ours": lambda _: [to_json(one) for one in senders],
        other: lambda _: [write(one) for one in others],
    }
    spent = side_by_side(works, range(times))
    return {"us": {name: each / len(senders) for name, each in spent.items()}}


def _orjson(body: bytes) -> tuple[Callable[[Any], bytes], list[Any]]:
    import orjson  # type: ignore[import-not-found]

    return orjson.dumps, orjson.loads(body)["senders"]


def _pydantic(body: bytes) -> tuple[Callable[[Any], str], list[Any]]:
    from benchmarks.shape import PydanticSenderList

    page: Any = PydanticSenderList.model_validate_json(body)
    return lambda one: one.model_dump_json(by_alias=True, exclude_none=True), page.items


_OTHERS = {"orjson": _orjson, "pydantic": _pydantic}

CONTENDERS = {name: partial(_beside, other=name) for name in _OTHERS}
