"""From good data to data that is nearly good: what finds more than noise does."""

import json
import random
from collections.abc import Callable, Sequence
from typing import Any

JSON = Any

TOKENS: Sequence[bytes] = (
    b"\x00", b"\xff", b"\xed\xa0\x80", b"\r\n", b"\n\n", b"..", b"../", b"%2e%2e", b"%", b"\\", b'"', b"'", b"{", b"}",
    b"[", b"]", b":", b",", b"null", b"true", b"NaN", b"-", b"1e999", b"-1e-999", b"9" * 400, b"0x10", b"1_000", b" ",
    b"\t", b"=", b"==", b"&", b";", b"?", b"#", b"\xef\xbb\xbf", b"\\ud800", b"\\u0000", b"[" * 2000, b'{"a":' * 1500,
    b"Bearer ", b"Basic ", b"GMT", b"Tue, 14 Nov 2023 22:30:20 GMT", b"\xe2\x80\xa8", b"[::1", b"http://[",
    b"2023-01-19t13:11:08.204Z", b"9999-12-31T23:59:60+23:59", b"0000-00-00T00:00:00Z", b"Content-Length: 5\r\n",
    b"Transfer-Encoding: chunked\r\n",
)  # fmt: skip
VALUES: Sequence[JSON] = (
    None, True, False, 0, -1, 1.5, 2**63, 2**64, -(2**63) - 1, 10**40, 1e308, -0.0, "", "x", "\x00", "\ud7ff",
    "\ud800", "é" * 300, [], {}, [[]], [None], {"": None}, {"a": 1}, "2023-01-19t13:11:08.204Z", "2023-13-01T00:00:00Z",
    "UNRECOGNIZED", "1", [1, "a", None, {}], "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59",
)  # fmt: skip


def mutated(seed: bytes, chance: random.Random, others: Sequence[bytes]) -> bytes:
    """Return some data that is like a seed, but for a few changes; JSON at its end stays JSON half of the time."""
    if chance.random() < 0.5:
        head, line_end, tail = seed.rpartition(b"\n")
        try:
            content = json.loads(tail)
        except (ValueError, RecursionError):
            pass
        else:
            for _ in range(chance.choice((1, 1, 1, 2, 3))):
                content = _bent(content, chance)
            written = json.dumps(content, ensure_ascii=chance.random() < 0.5)
            return head + line_end + written.encode("utf-8", "surrogatepass")
    data = bytearray(seed)
    for _ in range(chance.choice((1, 1, 2, 3, 8))):
        chance.choice(CHANGES)(data, chance, others)
    return bytes(data)


def _flip(data: bytearray, chance: random.Random, _others: Sequence[bytes]) -> None:
    if data:
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def _put(data: bytearray, chance: random.Random, _others: Sequence[bytes]) -> None:
    at = chance.randint(0, len(data))
    data[at:at] = chance.choice(TOKENS)


def _overwrite(data: bytearray, chance: random.Random, _others: Sequence[bytes]) -> None:
    at = chance.randint(0, len(data))
    token = chance.choice(TOKENS)
    data[at : at + len(token)] = token


def _cut(data: bytearray, chance: random.Random, _others: Sequence[bytes]) -> None:
    at = chance.randint(0, len(data))
    del data[at : at + chance.choice((1, 2, 4, 16, 1000))]


def _repeat(data: bytearray, chance: random.Random, _others: Sequence[bytes]) -> None:
    at = chance.randint(0, len(data))
    piece = data[at : at + chance.randint(1, 32)]
    data[at:at] = piece * chance.choice((1, 2, 50))


def _splice(data: bytearray, chance: random.Random, others: Sequence[bytes]) -> None:
    other = chance.choice(others)
    data[chance.randint(0, len(data)) :] = other[chance.randint(0, len(other)) :]


def _noise(data: bytearray, chance: random.Random, _others: Sequence[bytes]) -> None:
    at = chance.randint(0, len(data))
    data[at:at] = chance.randbytes(chance.randint(1, 8))


Change = Callable[[bytearray, random.Random, Sequence[bytes]], None]
CHANGES: Sequence[Change] = (_flip, _put, _overwrite, _cut, _repeat, _splice, _noise)


def _bent(content: JSON, chance: random.Random) -> JSON:
    """Return parsed JSON with one of its parts replaced, removed, renamed or doubled."""
    if isinstance(content, dict) and content and chance.random() < 0.9:
        name = chance.choice(list(content))
        twist = chance.random()
        if twist < 0.15:
            return {key: value for key, value in content.items() if key != name}
        if twist < 0.2:
            return content | {name + chance.choice(("x", "", "_", " ")): chance.choice(VALUES)}
        return content | {name: _bent(content[name], chance)}
    if isinstance(content, list) and content and chance.random() < 0.8:
        at = chance.randrange(len(content))
        return [*content[:at], _bent(content[at], chance), *content[at + (chance.random() < 0.9) :]]
    return chance.choice(VALUES)
