"""Bodies made from the contract's schemas, and what can be done to them that a reader has to bear."""

# JSON is anything.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

import copy
import datetime as dt
import json
import re
from collections.abc import Callable, Iterator
from functools import partial
from operator import itemgetter
from typing import Any, cast

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from tests.contract.document import resolve

JSON = Any
Strategy = st.SearchStrategy[JSON]
Place = tuple[str | int, ...]

BOUNDED = settings(
    max_examples=20,
    derandomize=True,  # the same bodies each time, everywhere
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)

_PRINTABLE = st.characters(min_codepoint=32, max_codepoint=126)
_TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=6)
_FORMATS: dict[str, Strategy] = {
    "uri": st.sampled_from(["https://parcels.example", "https://parcels.example/a?b=%20#c", "http://x.example:8080/"]),
    "email": st.sampled_from(["ann@parcels.example", "a.b+c@parcels.example"]),
    "date-time": st.datetimes(dt.datetime(2000, 1, 1), dt.datetime(2100, 1, 1)).map(  # noqa: DTZ001 - made UTC below
        lambda moment: moment.isoformat(timespec="milliseconds") + "Z"
    ),
}
# Rules that the contract states in words beside the schema.
_IN_WORDS: dict[tuple[str, str], str] = {
    **{
        (schema, f"{level}LevelCategoryCode"): "^[0-9]{3}$" if level == "top" else "^[0-9]{4}$"
        for schema in ("KakaotalkInputSenderDetails", "KakaotalkInputUpdateSenderDetails")
        for level in ("top", "mid", "sub")
    },
    ("RcsSenderDetailsBrandInput", "color"): "^#[0-9A-Fa-f]{6}$",
    ("RcsUpdateSenderDetailsBrandInput", "color"): "^#[0-9A-Fa-f]{6}$",
    ("RcsSenderDetailsInput", "testNumbers"): r"^\+[1-9][0-9]{1,14}$",
    ("RcsUpdateSenderDetailsInput", "testNumbers"): r"^\+[1-9][0-9]{1,14}$",
    ("RcsTestNumbersInput", "testNumbers"): r"^\+[1-9][0-9]{1,14}$",
    **{
        (schema, name): "^[0-9]{1,15}$"
        for schema in ("WhatsappInputSenderPhoneProvisioningDetails", "WhatsappInputSenderPartnerInitiatedDetails")
        for name in ("countryCode", "phoneNumber")
    },
}
# Fields in which no two items of a list may be alike, stated in words too.
_TELLING: dict[tuple[str, str], str] = {
    **{
        (schema, field): telling
        for schema in ("RcsSenderDetailsBrandInput", "RcsUpdateSenderDetailsBrandInput")
        for field, telling in {"emails": "address", "phones": "number", "websites": "url"}.items()
    },
    ("KakaotalkInputTemplateDetails", "buttons"): "type",
    ("KakaotalkInputUpdateTemplateDetails", "buttons"): "type",
}
_MOST = 2
"""Items of a list, beyond what has to be there."""
_made: dict[str, Strategy] = {}


def bodies(schema: JSON) -> Strategy:
    """Return a strategy that makes what keeps a schema."""
    if "$ref" in schema:
        key = schema["$ref"]
        if key not in _made:
            _made[key] = st.deferred(lambda: _build(worded(key)))
        return _made[key]
    return _build(schema)


def worded(ref: str) -> JSON:
    """Return a schema of the contract with the rules that are stated in words."""
    schema, name = resolve({"$ref": ref}), ref.rpartition("/")[2]
    properties = dict(schema.get("properties", {}))
    for (holder, field), pattern in _IN_WORDS.items():
        if holder == name:
            ruled = properties[field]
            properties[field] = (
                {**ruled, "items": {**ruled["items"], "pattern": pattern}}
                if "items" in ruled
                else {**ruled, "pattern": pattern}
            )
    for (holder, field), telling in _TELLING.items():
        if holder == name:
            properties[field] = {**properties[field], "x-telling": telling}
    return {**schema, "properties": properties} if properties else schema


def _build(schema: JSON) -> Strategy:
    if "const" in schema:
        return st.just(schema["const"])
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    if "anyOf" in schema and "properties" in schema:
        # One object, of which different fields may be the ones that have to be there.
        base = {key: value for key, value in schema.items() if key != "anyOf"}
        return st.one_of(
            [_build({**base, "required": [*base.get("required", []), *each["required"]]}) for each in schema["anyOf"]]
        )
    for several in ("oneOf", "anyOf"):
        if several in schema:
            return st.one_of([bodies(each) for each in schema[several]])
    if "allOf" in schema:
        (only,) = schema["allOf"]
        return bodies(only)
    kind = schema.get("type")
    if isinstance(kind, list):
        return st.one_of([_build({**schema, "type": each}) for each in cast("list[str]", kind)])
    return _KINDS[kind](schema)


def _object(schema: JSON) -> Strategy:
    properties: JSON = schema.get("properties", {})
    if not properties:
        more = schema.get("additionalProperties", True)
        values = _TEXT if more is True else bodies(more)
        return st.dictionaries(_TEXT, values, max_size=2)
    needed = schema.get("required", [])
    made = {name: bodies(each) for name, each in properties.items()}
    return st.fixed_dictionaries(
        {name: made[name] for name in needed},
        optional={name: each for name, each in made.items() if name not in needed},
    )


def _array(schema: JSON) -> Strategy:
    least = schema.get("minItems", 0)
    most = min(schema.get("maxItems", least + _MOST), least + _MOST)
    unique: Callable[[JSON], Any] | None = None
    if "x-telling" in schema:
        unique = itemgetter(schema["x-telling"])
    elif schema.get("uniqueItems"):
        unique = partial(json.dumps, sort_keys=True)
    return st.lists(bodies(schema["items"]), min_size=least, max_size=most, unique_by=unique)


def _text(schema: JSON) -> Strategy:
    if "format" in schema:
        return _FORMATS[schema["format"]]
    least, most = schema.get("minLength", 0), schema.get("maxLength")
    most = least + 6 if most is None else min(most, least + 6)
    if "pattern" in schema:
        whole = re.compile(schema["pattern"].replace("$", r"\Z"), re.ASCII)
        repeatable = [letter for letter in map(chr, range(33, 127)) if whole.match(letter * max(1, least))]
        if repeatable:
            return st.text(st.sampled_from(repeatable), min_size=max(1, least), max_size=most)
        return st.from_regex(whole, alphabet=_PRINTABLE)
    return st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=least, max_size=most)


def _number(schema: JSON) -> Strategy:
    # Numbers are declared without saying that they are whole, which they are (common facts, section 6).
    return st.integers(schema.get("minimum", 0), schema.get("maximum", 2**53))


_KINDS: dict[str | None, Callable[[JSON], Strategy]] = {
    "object": _object,
    "array": _array,
    "string": _text,
    "number": _number,
    "integer": _number,
    "boolean": lambda _: st.booleans(),
    "null": lambda _: st.none(),
    None: lambda _: _TEXT,
}


def places(body: JSON, path: Place = ()) -> Iterator[Place]:
    """Walk the paths of all values inside a body."""
    inside: Any = body.items() if isinstance(body, dict) else enumerate(body) if isinstance(body, list) else ()
    for key, value in inside:
        yield (*path, key)
        yield from places(value, (*path, key))


_STRANGES: list[JSON] = [None, True, 0, -1, 1.5, 2**70, "", "BRAND_NEW", "2023-01-19t13:11:08.204Z", [], {}, [[]]]
_STRANGE: Strategy = st.sampled_from(_STRANGES).map(copy.deepcopy)


@st.composite
def damaged(draw: st.DrawFn, schema: JSON) -> JSON:
    """Make a body that was right once: values replaced, taken away, made null, fields added that nobody knows."""
    body = copy.deepcopy(draw(bodies(schema)))
    for _ in range(draw(st.integers(1, 3))):
        found = list(places(body))
        if not found:
            break
        *way, last = draw(st.sampled_from(found))
        holder = body
        for step in way:
            holder = holder[step]
        what = draw(st.sampled_from(["replace", "remove", "add"]))
        if what == "remove":
            del holder[last]
        elif what == "add" and isinstance(holder, dict):
            holder["brandNew"] = draw(_STRANGE)
        else:
            holder[last] = draw(_STRANGE)
    return body
