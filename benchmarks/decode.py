"""A page of 100 senders, from bytes to objects."""

import re
from collections.abc import Callable
from functools import partial
from itertools import count
from typing import Any

from benchmarks import service
from benchmarks.measure import Meter, Outcome, Ratio, Sample, compare, figures, rounds
from benchmarks.stage import Stage

NAMES = {"ours": "sinch-provisioning", "pydantic": "pydantic 2", "orjson": "orjson.loads (no models)"}

# Senders of one country have the same questions, which are read once; here no two questions are alike.
UNLIKE = {
    "ours_unlike": "sinch-provisioning, no question twice",
    "orjson_unlike": "orjson.loads, no question twice",
}


def run(stage: Stage) -> Outcome:
    pages = 20 if stage.quick else 100
    found = rounds(__name__, list(NAMES), stage.rounds, url=stage.url, pages=pages)
    unlike = rounds(__name__, list(UNLIKE), stage.rounds, url=stage.url, pages=pages)
    return Outcome(
        title=f"Decode a page of 100 senders, {found['ours'][0]['bytes'] / 100_000:.1f} kB each",
        figures=[
            *figures(found, NAMES, "CPU a sender", "us"),
            *figures(unlike, UNLIKE, "CPU a sender, nothing shared", "us"),
        ],
        ratios=[
            Ratio(
                what="decode vs pydantic 2",
                value=compare(found["ours"], found["pydantic"], "us"),
                target=0.45,
                stretch=0.35,
            ),
            Ratio(
                what="decode vs orjson.loads",
                value=compare(found["ours"], found["orjson"], "us"),
                target=1.6,
                stretch=1.3,
            ),
            Ratio(
                what="decode vs orjson.loads, no question twice",
                value=compare(unlike["ours_unlike"], unlike["orjson_unlike"], "us"),
            ),
        ],
    )


def _ours(url: str, pages: int, *, unlike: bool = False) -> Sample:
    from sinch_provisioning import from_json
    from sinch_provisioning.rcs import SenderList

    return _time(_bodies(url, unlike), pages, lambda body: from_json(SenderList, body), _attribute)


def _pydantic(url: str, pages: int) -> Sample:
    from benchmarks.shape import PydanticSenderList

    return _time(_bodies(url, unlike=False), pages, PydanticSenderList.model_validate_json, _attribute)


def _orjson(url: str, pages: int, *, unlike: bool = False) -> Sample:
    import orjson  # type: ignore[import-not-found]

    return _time(_bodies(url, unlike), pages, orjson.loads, _key)


def _bodies(url: str, unlike: bool) -> list[bytes]:
    bodies = [service.page(url, f"decode{number}-100") for number in range(4)]
    if not unlike:
        return bodies
    numbers = count(10_000)
    return [re.sub(rb'"question":"', lambda _: b'"question":"%d ' % next(numbers), body) for body in bodies]


def _attribute(page: Any) -> list[str]:
    return [sender.details.questionnaire.general.questions["optOutDescription"].question for sender in page.items]


def _key(page: Any) -> list[str]:
    return [
        sender["details"]["questionnaire"]["general"]["questions"]["optOutDescription"]["question"]
        for sender in page["senders"]
    ]


def _time(bodies: list[bytes], pages: int, decode: Callable[[bytes], Any], deep: Callable[[Any], list[str]]) -> Sample:
    texts = [deep(decode(body)) for body in bodies]
    with Meter() as meter:
        for number in range(pages):
            page = decode(bodies[number % len(bodies)])
    assert deep(page) == texts[(pages - 1) % len(bodies)]
    return {
        "us": meter.cpu / pages / 100 * 1e6,
        "bytes": len(bodies[0]),
        "check": sum(len(text) for page in texts for text in page),
    }


CONTENDERS = {
    "ours": _ours,
    "pydantic": _pydantic,
    "orjson": _orjson,
    "ours_unlike": partial(_ours, unlike=True),
    "orjson_unlike": partial(_orjson, unlike=True),
}
