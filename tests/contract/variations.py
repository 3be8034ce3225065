"""What a newer service may do to a body that we know: leave out a key, add one, or use a word of its own."""

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import attrs

from tests.contract.golden import Free, Golden, Place, Word, golden, identifiers

JSON = Any
NEW_KEY = "brandNewKey"
NEW_WORD = "BRAND_NEW_WORD"


@attrs.frozen
class Variation:
    """A body that differs from a golden one in one place."""

    kind: str
    """`removed`, `added` or `changed`."""
    place: Place
    body: JSON
    kept: JSON
    """What is left of it after reading and writing: all but the key that is unknown."""

    def __str__(self) -> str:
        return f"{self.kind} {dotted(self.place)}"


def dotted(place: Place) -> str:
    """Write a place as `$.senders[].id`."""
    return "$" + "".join(step if step == "[]" else f".{step}" for step in place)


def removed(golden: Golden) -> Iterator[Variation]:
    """Take away each key in turn, but those that a body cannot be without."""
    needed = set(identifiers(golden.shape.schema))
    for place, key, holder, put in _walk(golden.body, (), lambda body: body):
        if isinstance(holder, dict) and place not in needed:
            body = put({name: value for name, value in holder.items() if name != key})
            yield Variation("removed", place, body, body)


def added(golden: Golden) -> Iterator[Variation]:
    """Add a key that nobody knows to each object with fields in turn."""
    yielded: set[int] = set()
    free = _places(golden.shape.name, Free)
    for place, _, holder, put in _walk(golden.body, (), lambda body: body):
        if isinstance(holder, dict) and id(holder) not in yielded and place[:-1] not in free:
            yielded.add(id(holder))
            yield Variation("added", (*place[:-1], NEW_KEY), put({**holder, NEW_KEY: {"a": [1]}}), golden.body)


def changed(golden: Golden) -> Iterator[Variation]:
    """Replace each word of a list in the contract in turn by one that is not in the list."""
    words = _places(golden.shape.name, Word)
    for place, key, holder, put in _walk(golden.body, (), lambda body: body):
        if isinstance(holder[key], str) and place in words:
            body = put(_with(holder, key, NEW_WORD))
            yield Variation("changed", place, body, body)


KINDS: dict[str, Callable[[Golden], Iterator[Variation]]] = {"removed": removed, "added": added, "changed": changed}


def variations(golden: Golden, kind: str) -> Iterator[Variation]:
    """Walk the variations of a body of one kind, one a place: items of an array that are alike count once."""
    seen: set[tuple[Place, tuple[str, ...]]] = set()
    for variation in KINDS[kind](golden):
        # What tells variants apart makes two items of one array different places.
        key = (variation.place, _told_apart(golden.body, variation.body))
        if key not in seen:
            seen.add(key)
            yield variation


def _told_apart(before: JSON, after: JSON) -> tuple[str, ...]:
    """Return the kinds of the objects on the way to the one place where two bodies differ."""
    way: list[str] = []
    while type(before) is type(after):
        if isinstance(before, dict):
            way.append(f"{before.get('type')}/{before.get('format')}/{len(before)}")
            keys = [key for key in before if key in after and after[key] is not before[key]]
            if len(keys) != 1 or after.keys() != before.keys():
                break
            before, after = before[keys[0]], after[keys[0]]
        elif isinstance(before, list):
            index = next(number for number, item in enumerate(before) if item is not after[number])
            before, after = before[index], after[index]
        else:
            break
    return tuple(way)


@cache
def _places(shape: str, kind: type) -> frozenset[Place]:
    """Return the places of a shape at which some golden body has a value of a kind, which examples do not tell."""
    return frozenset(
        place
        for each in golden()
        if each.shape.name == shape
        for place, key, holder, _ in _walk(each.body, (), lambda body: body)
        if isinstance(holder[key], kind)
    )


def _walk(
    value: JSON, place: Place, put: Callable[[JSON], JSON]
) -> Iterator[tuple[Place, Any, JSON, Callable[[JSON], JSON]]]:
    """Walk the values of a body: place, key, holder, and what makes a body in which the holder is another.

    Nothing is copied but the way from the top to the place.
    """
    inside: Any = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in inside:
        below = (*place, key if isinstance(value, dict) else "[]")
        yield below, key, value, put

        def put_inside(changed: JSON, key: Any = key) -> JSON:
            return put(_with(value, key, changed))

        yield from _walk(inner, below, put_inside)


def _with(holder: JSON, key: Any, value: JSON) -> JSON:
    if isinstance(holder, dict):
        return {**holder, key: value}
    return [*holder[:key], value, *holder[key + 1 :]]
