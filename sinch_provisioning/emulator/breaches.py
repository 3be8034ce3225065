"""What is wrong with JSON, in words, at a bounded cost however large it is."""

import math
from collections.abc import Callable, Iterator, Mapping
from itertools import chain, islice
from typing import Any

import attrs

from sinch_provisioning.emulator.tables import JSON

Schema = Mapping[str, Any]
Resolve = Callable[[Schema], Schema]

MASK = "value"
"""What stands for a caller's value in the validator's texts: it may be secret, or long."""
MAX_BREACHES = 100
MAX_OPTIONS = 12
"""Values of an enum that a text names."""
MAX_ITEMS = 300
"""Items of arrays that are judged one by one; more than any body needs."""
MAX_MEMBERS = 10_000
"""Members of objects that are judged; more than any body needs."""
_LONGEST_NAME = 100


@attrs.frozen
class Breach:
    """One thing that is wrong with a request."""

    path: str
    """Dotted path of the field; empty for the body as a whole."""
    text: str

    def __str__(self) -> str:
        return f"{self.path} {self.text}" if self.path else self.text


def find_breaches(
    validator: Any, body: JSON, schema: Schema | None = None, resolve: Resolve = lambda schema: schema
) -> list[Breach]:
    """Return what is wrong with a body, at most `MAX_BREACHES`.

    The validator judges every item of every variant before it reports the first error, which takes minutes for a body
    of a megabyte. So arrays that are longer than the schema allows are all that is reported, if there are any, and of
    the others only the first items are looked at. `schema`, whose references `resolve` follows, has the lengths.
    """
    if validator.is_valid(body):
        return []
    if schema is not None:
        too_long = list(islice(_too_long([schema], body, (), resolve, _Budget()), MAX_BREACHES))
        if too_long:
            return too_long
    errors = validator.iter_errors(_cut(body, _Budget()))
    found = list(islice(chain.from_iterable(map(_read, errors)), MAX_BREACHES))
    return found or [Breach("", f"breaks a rule beyond its first {MAX_ITEMS} items")]


class _Budget:
    """What may still be looked at."""

    def __init__(self) -> None:
        self._items = MAX_ITEMS
        self._members = MAX_MEMBERS

    def items(self, array: list[JSON]) -> list[JSON]:
        taken = array[: self._items]
        self._items -= len(taken)
        return taken

    def members(self, value: dict[str, JSON]) -> Iterator[tuple[str, JSON]]:
        for name, inner in value.items():
            if not self._members:
                return
            self._members -= 1
            yield name, inner


def _cut(value: JSON, budget: _Budget) -> JSON:
    if isinstance(value, dict):
        return {name: _cut(inner, budget) for name, inner in budget.members(value)}
    if isinstance(value, list):
        return [_cut(inner, budget) for inner in budget.items(value)]
    return value


def _too_long(
    schemas: list[Schema], value: JSON, path: tuple[str, ...], resolve: Resolve, budget: _Budget
) -> Iterator[Breach]:
    """Report arrays that are longer than every variant of their schema allows."""
    variants = list(_variants(schemas, resolve))
    if isinstance(value, dict):
        for name, inner in budget.members(value):
            below = [each["properties"][name] for each in variants if name in each.get("properties", {})]
            if below and isinstance(inner, dict | list):
                yield from _too_long(below, inner, (*path, name), resolve, budget)
    elif isinstance(value, list):
        arrays = [each for each in variants if "items" in each]
        limit = max((each.get("maxItems", math.inf) for each in arrays), default=math.inf)
        if len(value) > limit:
            yield Breach(".".join(path), f"must contain no more than {limit} elements")
        elif arrays:
            below = [each["items"] for each in arrays]
            for index, inner in enumerate(budget.items(value)):
                if isinstance(inner, dict | list):
                    yield from _too_long(below, inner, (*path, str(index)), resolve, budget)


def _variants(schemas: list[Schema], resolve: Resolve) -> Iterator[Schema]:
    for each in schemas:
        schema = resolve(each)
        yield schema
        for kind in ("allOf", "anyOf", "oneOf"):
            yield from _variants(schema.get(kind, []), resolve)


def _read(error: Any) -> Iterator[Breach]:
    """Describe what is wrong; of a union, what keeps the body from the variant that it comes nearest to."""
    kind = error.kind
    path = [_short(part) for part in error.instance_path]
    if _fits_no_variant(error):
        branches = [branch for branch in kind.context if branch]
        distances = [_distance(branch) for branch in branches]
        nearest = [
            [breach for inner in branch for breach in _read(inner)]
            for branch, distance in zip(branches, distances, strict=True)
            if distance == min(distances)
        ]
        if all(len(branch) == 1 for branch in nearest):
            yield Breach("", " or ".join(dict.fromkeys(str(branch[0]) for branch in nearest)))
        else:
            yield from nearest[0]
    elif kind.name == "required":
        yield Breach(".".join([*path, kind.property]), "should not be null or undefined")
    elif kind.name == "additionalProperties":
        for name in kind.unexpected:
            yield Breach(".".join([*path, _short(name)]), "should not exist")
    else:
        yield Breach(".".join(path), _text(error))


# In the style of the published examples, which is class-validator's.
_TEXTS = {
    "const": "must be equal to {0.expected_value}",
    "format": "must be a valid {0.format}",
    "maxItems": "must contain no more than {0.limit} elements",
    "maxLength": "must be shorter than or equal to {0.limit} characters",
    "maximum": "must not be greater than {0.limit}",
    "minItems": "must contain at least {0.limit} elements",
    "minLength": "must be longer than or equal to {0.limit} characters",
    "minimum": "must not be less than {0.limit}",
    "pattern": "must match {0.pattern} regular expression",
    "uniqueItems": "must not contain an element twice",
}


def _text(error: Any) -> str:
    kind = error.kind
    if kind.name == "type":
        return f"must be {' or '.join(f'an {name}' if name[0] in 'aio' else f'a {name}' for name in kind.types)}"
    if kind.name == "enum":
        some = [*map(str, kind.options[:MAX_OPTIONS]), *(["..."] if len(kind.options) > MAX_OPTIONS else [])]
        return f"must be one of the following values: {', '.join(some)}"
    text = _TEXTS.get(kind.name)
    return str(error.message).removeprefix(f"{MASK} ") if text is None else text.format(kind)


def _short(name: object) -> str:
    text = str(name)
    return text if len(text) <= _LONGEST_NAME else f"{text[:_LONGEST_NAME]}..."


def _fits_no_variant(error: Any) -> bool:
    from jsonschema_rs import ValidationErrorKind

    return isinstance(error.kind, ValidationErrorKind.AnyOf | ValidationErrorKind.OneOfNotValid)


def _distance(branch: list[Any]) -> tuple[int, int]:
    """Return how far a body is from a variant: marks of another variant weigh more than what is wrong with this one."""
    marks, faults = 0, 0
    for error in branch:
        if _fits_no_variant(error):
            more_marks, more_faults = min(map(_distance, error.kind.context))
            marks, faults = marks + more_marks, faults + more_faults
        elif error.kind.name == "additionalProperties":
            marks += len(error.kind.unexpected)
        elif error.kind.name == "const":
            marks += 1
        else:
            faults += 1
    return marks, faults
