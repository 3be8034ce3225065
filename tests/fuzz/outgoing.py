"""What callers hand over: it goes out as it is, or is rejected; nothing becomes something else on the way."""

import datetime as dt
import enum
import json
import math
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final
from urllib.parse import parse_qs

import msgspec

from sinch_provisioning import UNSET, Secret, errors, rcs, to_json
from sinch_provisioning.core.query import write_query
from sinch_provisioning.core.requests import write_body
from tests.fuzz.target import Target

MOMENT = dt.datetime(2023, 1, 19, 13, 11, 8)  # noqa: DTZ001 - one without a zone is in UTC

# Deeper than this, both outcomes are fine: how deep Python goes depends on its version.
DEEP = 100


class _Ratio(float):
    """A float of a subclass, as NumPy has one."""


class _Level(enum.IntEnum):
    HIGH = 3


class Unfit:
    """Marks what cannot be sent."""


UNFIT: Final = Unfit()


def _deep(levels: int) -> Any:
    content: Any = 1
    for level in range(levels):
        content = [content] if level % 2 else {"a": content}
    return content


def _circle() -> Any:
    content: list[Any] = []
    content.append({"a": content})
    return content


# By the text that stands for it in the data: what the caller gives, and what has to go out.
PLACEHOLDERS: dict[str, tuple[Any, Any]] = {
    "$nan": (math.nan, UNFIT),
    "$inf": (math.inf, UNFIT),
    "$-inf": (-math.inf, UNFIT),
    "$ratio": (_Ratio(0.25), 0.25),
    "$ratio-nan": (_Ratio("nan"), UNFIT),
    "$decimal": (Decimal("1.50"), "1.50"),
    "$decimal-nan": (Decimal("NaN"), UNFIT),
    "$decimal-snan": (Decimal("sNaN"), UNFIT),
    "$decimal-inf": (Decimal("-Infinity"), UNFIT),
    "$level": (_Level.HIGH, 3),
    "$surrogate": ("a\ud800", UNFIT),
    "$bytes": (b"{}", UNFIT),
    "$object": (object(), UNFIT),
    "$unset": (UNSET, UNFIT),
    "$complex": (1j, UNFIT),
    "$function": (len, UNFIT),
    "$moment": (MOMENT, "2023-01-19T13:11:08.000Z"),
    "$day": (MOMENT.date(), "2023-01-19"),
    "$secret": (Secret("s"), "s"),
    "$model": (rcs.CommentInput(comment="c"), {"comment": "c"}),
    "$deep": (_deep(DEEP), _deep(DEEP)),
    "$deeper": (_deep(100_000), UNFIT),
    "$circle": (_circle(), UNFIT),
    "$tuple": ((1, 2), [1, 2]),
    "$odd-names": ({None: 1}, UNFIT),
}


def given(content: Any) -> tuple[Any, Any]:
    """Return what the caller gives for some data, and what has to go out for it."""
    if isinstance(content, str):
        if content in PLACEHOLDERS:
            return PLACEHOLDERS[content]
        return content, content
    if isinstance(content, list):
        pairs = [given(item) for item in content]
        wanted = [want for _, want in pairs]
        return [value for value, _ in pairs], UNFIT if UNFIT in wanted else wanted
    if isinstance(content, dict):
        named = {key: given(item) for key, item in content.items()}
        right = {key: want for key, (_, want) in named.items()}
        return {key: value for key, (value, _) in named.items()}, UNFIT if UNFIT in right.values() else right
    return content, content


def depth(content: Any) -> int:
    """Return how many levels some data has."""
    levels, inner = 0, [content]
    while inner := [
        item
        for one in inner
        if isinstance(one, dict | list)
        for item in (one.values() if isinstance(one, dict) else one)
    ]:
        levels += 1
    return levels


class Outgoing(Target):
    """Bodies and queries of `request()`, and numbers of models: sent as they are, or rejected with their path."""

    name = "outgoing"

    def seeds(self) -> Sequence[bytes]:
        contents: list[Any] = [
            {"a": 1, "b": [1.5, "x", None, True], "c": {"d": {"e": []}}},
            *({"a": [text], "b": {"c": text}} for text in PLACEHOLDERS),
            *PLACEHOLDERS,
            [1, 2, 3],
            ["a", "b"],
            12000,
            0.5,
        ]
        return [json.dumps(content).encode() for content in contents]

    def run(self, data: bytes) -> bool:
        try:
            content: Any = msgspec.json.decode(data)
        except (msgspec.MsgspecError, ValueError, RecursionError):
            return False
        value, wanted = given(content)
        taken = self._body(value, wanted, certain=depth(content) < DEEP)
        self._query(value, wanted)
        self._model(value, wanted)
        return taken

    def _body(self, value: Any, wanted: Any, *, certain: bool) -> bool:
        try:
            written = to_json(value)
        except errors.InvalidRequest as error:
            assert wanted is UNFIT or not certain, error  # noqa: PT017
            assert all(field.startswith("body") and rule for field, rule in error.violations)  # noqa: PT017
            assert repr(error).isprintable()  # noqa: PT017
            return False
        assert wanted is not UNFIT, written
        assert json.loads(written, parse_constant=_no_constant) == wanted
        return True

    def _query(self, value: Any, wanted: Any) -> None:
        values = value if isinstance(value, list | tuple) else [value]
        try:
            query = write_query({"some_name": value})
        except errors.InvalidRequest as error:
            assert all(field.startswith("some_name") for field, _ in error.violations)  # noqa: PT017
            simple = all(isinstance(one, str | int) and not _half(one) for one in values)
            assert not simple, error  # noqa: PT017
            return
        assert query.isascii()
        if values and value is not None and value is not UNSET:
            assert wanted is not UNFIT, query
            assert len(parse_qs(query[1:], keep_blank_values=True)["someName"]) == len(values)

    def _model(self, value: Any, wanted: Any) -> None:
        try:
            written = write_body(rcs.UsAnswersUpdate(messages_volume=value))
        except errors.InvalidRequest as error:
            assert error.violations[0][0].endswith(("messages_volume", "messagesVolume"))  # noqa: PT017
            return
        assert written is not None
        sent = json.loads(written.reveal(), parse_constant=_no_constant)
        assert sent == ({} if value is UNSET else {"messagesVolume": wanted})


def _half(value: object) -> bool:
    return isinstance(value, str) and any("\ud800" <= letter <= "\udfff" for letter in value)


def _no_constant(name: str) -> Any:
    raise AssertionError(f"{name} was sent")
