"""A page of 100 senders, from bytes to objects."""

import re
from collections.abc import Callable
from functools import partial
from itertools import count
from typing import Any

from benchmarks import service
from benchmarks.aims import aim
from benchmarks.measure import Outcome, Ratio, Sample, compare, each, figures, rounds, side_by_side
from benchmarks.stage import Stage

NAMES = {"ours": "sinch-provisioning", "pydantic": "pydantic 2", "orjson": "orjson.loads (no models)"}


def run(stage: Stage) -> Outcome:
    pages = 20 if stage.quick else 100
    found = rounds(__name__, ["orjson", "pydantic", "unlike"], stage.rounds, url=stage.url, pages=pages)
    beside = {name: each(samples) for name, samples in found.items()}
    usual = {**beside["pydantic"], **beside["orjson"]}
    return Outcome(
        title=f"Decode a page of 100 senders, {found['orjson'][0]['bytes'] / 100_000:.1f} kB each",
        figures=[
            *figures(usual, NAMES, "CPU a sender", "us"),
            # Senders of one country have the same questions, which are read once; here no two questions are alike.
            *figures(beside["unlike"], NAMES, "CPU a sender, no question twice", "us"),
        ],
        ratios=[
            Ratio(
                what=f"decode vs {words}",
                value=compare(beside[name]["ours"], beside[name][other], "us"),
                **aim(aim_name),
            )
            for name, other, words, aim_name in (
                ("pydantic", "pydantic", "pydantic 2", "decode, pydantic"),
                ("orjson", "orjson", "orjson.loads", "decode, orjson"),
                ("unlike", "orjson", "orjson.loads, no question twice", "decode, no question twice, orjson"),
            )
        ],
    )


def _beside(url: str, pages: int, *, other: str, unlike: bool = False) -> Sample:
    from sinch_provisioning import from_json
    from sinch_provisioning.rcs import SenderList

    bodies = [service.page(url, f"decode{number}-100") for number in range(4)]
    read = _OTHERS[other]()
    texts = [_texts(from_json(SenderList, body)) for body in bodies]
    assert texts == [_keys(read(body)) if other == "orjson" else _texts(read(body)) for body in bodies]
    given = (bodies[number % len(bodies)] for number in range(pages))
    works: dict[str, Callable[[bytes], object]] = {"ours": partial(from_json, SenderList), other: read}
    spent = side_by_side(works, map(_numbered, given, count()) if unlike else given)
    return {
        "bytes": len(bodies[0]),
        "us": {name: each / 100 for name, each in spent.items()},
        "check": sum(len(text) for page in texts for text in page),
    }


def _orjson() -> Callable[[bytes], Any]:
    import orjson  # type: ignore[import-not-found]

    return orjson.loads


def _pydantic() -> Callable[[bytes], Any]:
    from benchmarks.shape import PydanticSenderList

    return PydanticSenderList.model_validate_json


_OTHERS = {"orjson": _orjson, "pydantic": _pydantic}


def _numbered(body: bytes, page: int) -> bytes:
    """Return a page in which no question is like any other, nor like one of another page."""
    numbers = count()
    return re.sub(rb'"question":"', lambda _: b'"question":"%d.%d ' % (page, next(numbers)), body)


def _texts(page: Any) -> list[str]:
    return [sender.details.questionnaire.general.questions["optOutDescription"].question for sender in page.items]


def _keys(page: Any) -> list[str]:
    return [
        sender["details"]["questionnaire"]["general"]["questions"]["optOutDescription"]["question"]
        for sender in page["senders"]
    ]


CONTENDERS = {
    "orjson": partial(_beside, other="orjson"),
    "pydantic": partial(_beside, other="pydantic"),
    "unlike": partial(_beside, other="orjson", unlike=True),
}
