"""Absent, null and value; both ways of reading; errors with paths."""

import datetime as dt
import json
import pickle
from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any, Literal, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sinch_provisioning.core.codec import fast, from_dict, from_json, to_json
from sinch_provisioning.core.codec.names import camel, snake
from sinch_provisioning.core.enums import OpenEnum
from sinch_provisioning.core.model import model
from sinch_provisioning.core.secrets import Secret
from sinch_provisioning.core.unions import Unknown, tagged
from sinch_provisioning.core.unset import UNSET, Unset
from sinch_provisioning.errors import DecodeError
from tests.contract.ways import decode, decode_plainly


class Kind(OpenEnum):
    ONE = "ONE"
    TWO = "TWO"


@model
class One:
    type: Literal[Kind.ONE] = Kind.ONE
    whole_number: int


@model
class Two:
    type: Literal[Kind.TWO] = Kind.TWO
    some_text: str | None = None


Part = Annotated[One | Two | Unknown, tagged(One | Two | Unknown, "type")]


@model
class Answer:
    id: str
    kind: Kind | None = None
    seen_at: dt.datetime | None = None
    token: Secret | None = None
    part: Part | None = None
    parts: list[Part] | None = None
    by_name: dict[str, Part] | None = None
    amount: int | float | None = None
    count: int | None = None
    flag: bool | None = None
    extra: dict[str, Any] | None = None
    inner: "list[Inner] | None" = None
    label: "Inner | str | None" = None


@model
class Inner:
    inner_name: str


@model
class Patch:
    first_name: str | Unset = UNSET
    nick_name: str | None | Unset = UNSET
    tags: list[Kind] | None | Unset = UNSET


@model
class Rows:
    rows: Sequence[Mapping[str, int] | None] = ()
    part: Unknown | None = None
    share: float = 0.0


names = st.from_regex(r"[a-z][a-z0-9]+(_[a-z][a-z0-9]+)*", fullmatch=True)


@given(names)
def test_names_go_there_and_back(name: str) -> None:
    assert snake(camel(name)) == name


absent_null_value = st.one_of(st.just(UNSET), st.none(), st.text())


@given(st.one_of(st.just(UNSET), st.text()), absent_null_value, st.one_of(st.just(UNSET), st.none(), st.just([])))
def test_absent_null_and_value_never_collapse(first: Any, nick: Any, tags: Any) -> None:
    patch = Patch(first_name=first, nick_name=nick, tags=tags)
    sent = json.loads(to_json(patch))
    said = {"firstName": first, "nickName": nick, "tags": tags}
    assert sent == {name: value for name, value in said.items() if value is not UNSET}
    assert repr(from_json(Patch, to_json(patch))) == repr(patch)


kinds = st.one_of(st.sampled_from(["ONE", "TWO", "THREE"]), st.text())
parts: st.SearchStrategy[Any] = st.one_of(
    st.fixed_dictionaries({"type": st.just("ONE"), "wholeNumber": st.integers(-(2**53), 2**53)}),
    st.fixed_dictionaries({"type": st.just("TWO")}, optional={"someText": st.text()}),
    st.fixed_dictionaries(
        {"type": st.text().filter(lambda t: t not in {"ONE", "TWO"})}, optional={"new": st.integers()}
    ),
    st.fixed_dictionaries({}, optional={"type": st.one_of(st.none(), st.integers())}),
)
junk = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-(2**53), 2**53),
        st.floats(allow_nan=False, allow_infinity=False),
        st.text(),
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(), inner, max_size=3)),
    max_leaves=6,
)
times = st.one_of(
    st.sampled_from(
        [
            "2023-01-19T13:11:08.204Z",
            "2023-01-19t13:11:08.204z",
            "2023-01-19T13:11:08+02:00",
            "2023-01-19T13:11:08",
            "yesterday",
            "",
        ]
    ),
    st.datetimes(timezones=st.just(dt.UTC)).map(dt.datetime.isoformat),
)
bodies = st.fixed_dictionaries(
    {"id": st.one_of(st.text(), junk)},
    optional={
        "kind": st.one_of(kinds, junk),
        "seenAt": st.one_of(times, junk),
        "token": st.one_of(st.text(), junk),
        "part": st.one_of(parts, junk),
        "parts": st.one_of(st.lists(parts, max_size=3), junk),
        "byName": st.one_of(st.dictionaries(st.text(), parts, max_size=2), junk),
        "amount": junk,
        "count": junk,
        "flag": junk,
        "label": st.one_of(st.text(), st.fixed_dictionaries({"innerName": st.text()}), junk),
        "extra": junk,
        "inner": st.one_of(st.lists(st.fixed_dictionaries({"innerName": junk}), max_size=2), junk),
        "unknownField": junk,
    },
)


@given(bodies)
def test_the_fast_way_equals_the_plain_way(content: dict[str, Any]) -> None:
    body = json.dumps(content).encode()
    assert fast.decoder(Answer) is not None
    plain, quick = outcome(decode_plainly, body), outcome(decode, body)
    if isinstance(plain, DecodeError):
        assert isinstance(quick, DecodeError)
        assert quick.path == plain.path
        assert plain.path.startswith("$")
    else:
        # repr tells an enum member from its text, and 1 from 1.0, which == does not.
        assert repr(quick) == repr(plain)


def outcome(read: Callable[[type[Answer], bytes], Answer], body: bytes) -> Answer | DecodeError:
    try:
        return read(Answer, body)
    except DecodeError as error:
        return error


@given(st.binary())
def test_rubbish_is_a_decode_error(body: bytes) -> None:
    try:
        content: Any = json.loads(body)
    except ValueError:
        content = None
    if not (isinstance(content, dict) and isinstance(cast("dict[str, Any]", content).get("id"), str)):
        with pytest.raises(DecodeError) as caught:
            decode(Answer, body)
        assert caught.value.body == body


@pytest.mark.parametrize(
    ("body", "path", "reason"),
    [
        (b'{"kind":"ONE"}', "$.id", "missing"),
        (b'{"id":1}', "$.id", "expected a text"),
        (b'{"id":"a","inner":[{"innerName":"x"},{}]}', "$.inner[1].innerName", "missing"),
        (b'{"id":"a","parts":[{"type":"ONE","wholeNumber":"1"}]}', "$.parts[0].wholeNumber", "expected a number"),
        (b'{"id":"a","byName":{"k":{"type":"ONE"}}}', "$.byName.k.wholeNumber", "missing"),
        (b'{"id":"a","seenAt":"soon"}', "$.seenAt", "RFC3339"),
        (b'{"id":"a","extra":[]}', "$.extra", ""),
        (b"[]", "$", "expected an object"),
        (b"<html>", "$", "not JSON"),
        (b'{"id":"a"', "$", "not JSON"),
        (b"", "$", "not JSON"),
        (b"[" * 200_000, "$", "not JSON"),
        (b'{"id":"a","extra":{"x":' + b"[" * 100_000 + b"]" * 100_000 + b"}}", "$", "not JSON"),
    ],
)
def test_an_error_says_where(body: bytes, path: str, reason: str) -> None:
    with pytest.raises(DecodeError) as caught:
        from_json(Answer, body)
    assert caught.value.path == path
    assert reason in caught.value.reason
    assert caught.value.body == body


def test_variants_match_and_unknown_ones_come_back_out() -> None:
    body = b'{"id":"a","parts":[{"type":"ONE","wholeNumber":3},{"type":"TWO"},{"type":"NEW","deep":{"x":[1]}},{}]}'
    answer = from_json(Answer, body)
    seen: list[str] = []
    for part in answer.parts or []:
        match part:
            case One(whole_number=number):
                seen.append(f"one {number}")
            case Two():
                seen.append("two")
            case Unknown(content=content):
                seen.append(f"unknown {content.get('type')}")
    assert seen == ["one 3", "two", "unknown NEW", "unknown None"]
    assert json.loads(to_json(answer)) == json.loads(body)


@pytest.mark.parametrize("read", [decode, decode_plainly])
def test_a_text_may_stand_where_an_object_does(read: Callable[[Any, bytes], Answer]) -> None:
    for content, label in ((b'"short"', "short"), (b'{"innerName":"long"}', Inner(inner_name="long"))):
        body = b'{"id":"1","label":%s}' % content
        answer = read(Answer, body)
        assert answer.label == label
        assert to_json(answer) == body
    with pytest.raises(DecodeError) as caught:
        read(Answer, b'{"id":"1","label":7}')
    assert caught.value.path == "$.label"


def test_unknown_fields_are_harmless_and_unknown_values_come_back_out() -> None:
    answer = from_json(Answer, b'{"id":"a","kind":"BRAND_NEW","more":{"x":1}}')
    assert answer.kind == "BRAND_NEW"
    assert answer.kind is not None
    assert not answer.kind.is_known
    assert json.loads(to_json(answer)) == {"id": "a", "kind": "BRAND_NEW"}


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("2023-01-19t13:11:08.204Z", "2023-01-19T13:11:08.204Z"),
        ("2023-01-19T15:11:08+02:00", "2023-01-19T13:11:08.000Z"),
        ("2023-01-19T13:11:08.204567Z", "2023-01-19T13:11:08.204567Z"),
        ("2023-01-19T13:11:08", "2023-01-19T13:11:08.000Z"),
    ],
)
def test_times_are_aware_and_written_as_the_service_writes_them(text: str, written: str) -> None:
    answer = from_json(Answer, json.dumps({"id": "a", "seenAt": text}))
    assert answer.seen_at is not None
    assert answer.seen_at.tzinfo is not None
    assert json.loads(to_json(answer))["seenAt"] == written


def test_a_tag_is_always_written() -> None:
    assert json.loads(to_json(Two())) == {"type": "TWO"}


def test_building_a_decoder_leaves_the_class_as_it_was() -> None:
    import attrs

    fast.decoder(Answer)
    cls: Any = Answer
    assert [field.name for field in attrs.fields(cls)][:3] == ["id", "kind", "seen_at"]
    assert "seen_at" in Answer.__annotations__
    assert not hasattr(Answer, "__attrs_post_init__")
    assert Answer(id="x").seen_at is None


@model
class Registration:
    free: Sequence[Mapping[str, Any]] = ()
    by_name: Mapping[str, Mapping[str, Any]] = {}


@pytest.mark.parametrize("read", [decode, decode_plainly])
def test_json_of_any_kind_is_immutable_at_any_depth(read: Any) -> None:
    found = read(Registration, b'{"free":[{"a":{"b":[1]}}],"byName":{"c":{"d":[{"e":[2]}]}}}')
    assert found.free[0]["a"] == {"b": (1,)}
    assert found.by_name["c"]["d"] == ({"e": (2,)},)
    assert hash(found) == hash(pickle.loads(pickle.dumps(found)))


@pytest.mark.parametrize("read", [decode, decode_plainly])
def test_both_ways_read_nulls_in_arrays_objects_of_any_kind_and_whole_numbers_alike(read: Any) -> None:
    found = read(Rows, b'{"rows":[{"a":1},null],"part":{"b":[2]},"share":1}')
    assert found == Rows(rows=[{"a": 1}, None], part=Unknown({"b": [2]}), share=1)
    assert type(found.share) is float
    assert from_dict(Rows, {"part": found.part}).part is found.part
    assert read(Rows, b'{"part":null}') == Rows()
    with pytest.raises(DecodeError, match="expected an object, got a number") as caught:
        read(Rows, b'{"part":5}')
    assert caught.value.path == "$.part"
