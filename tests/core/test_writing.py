"""What goes out: numbers that JSON has, times in UTC, text; anything else is rejected before a request is made."""

import datetime as dt
import json
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from math import isfinite
from typing import Any
from uuid import UUID

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sinch_provisioning import UNSET, AsyncClient, Client, errors, from_json, rcs, to_json
from sinch_provisioning.core.codec.names import write_datetime
from sinch_provisioning.core.languages import TemplateLanguage
from sinch_provisioning.core.model import model
from sinch_provisioning.core.secrets import Secret
from sinch_provisioning.core.shared import Comment
from sinch_provisioning.core.unions import Unknown
from tests.contract.ways import written_both_ways
from tests.net.wire import says, wire

pytestmark = pytest.mark.anyio

NAN, INFINITE = float("nan"), float("inf")
NOT_FINITE = [NAN, INFINITE, -INFINITE, Decimal("NaN"), Decimal("sNaN"), Decimal("Infinity"), Decimal("-Infinity")]


class Ratio(float):
    """A float of a subclass, as NumPy's float64 is one."""


@model
class Measured:
    volume: int | float
    share: float | None = None
    many: list[float] | None = None
    named: dict[str, float] | None = None
    labels: Mapping[str, str] = {}
    anything: Any = None
    other: Unknown | None = None


def details(volume: Any) -> rcs.DetailsUpdate:
    answers = rcs.UsAnswersUpdate(messages_volume=volume)
    return rcs.DetailsUpdate(questionnaire=rcs.QuestionnaireUpdate(us=rcs.UsSectionUpdate(answers=answers)))


@pytest.mark.parametrize("value", [NAN, INFINITE, -INFINITE, Ratio("nan")])
async def test_an_update_with_a_number_that_is_not_finite_is_rejected_before_it_is_sent(value: float) -> None:
    async with wire() as server, AsyncClient(server.config()) as sinch:
        with pytest.raises(errors.InvalidRequest) as caught:
            await sinch.rcs.senders.update("s1", details=details(value))
        assert caught.value.field.endswith("us.answers.messages_volume")
        assert caught.value.rule == "must be a finite number"
        assert server.connections == 0


@pytest.mark.parametrize("value", NOT_FINITE, ids=repr)
@pytest.mark.parametrize(
    ("put", "field"),
    [
        (lambda v: v, "body"),
        (lambda v: {"a": v}, "body.a"),
        (lambda v: [1, [2, v]], "body[1][1]"),
        (lambda v: {"a": ({"b": (v,)},)}, "body.a[0].b[0]"),
        (lambda v: {"a": {v} if isinstance(v, float) else deque([v])}, "body.a[0]"),
        (lambda v: Measured(volume=1, anything={"x": [v]}), "body.anything.x[0]"),
        (lambda v: {"model": Measured(volume=1, other=Unknown(content={"x": v}))}, "body.x"),
    ],
)
async def test_a_free_body_holds_finite_numbers_only(put: Callable[[Any], Any], field: str, value: Any) -> None:
    async with wire() as server, AsyncClient(server.config()) as sinch:
        with pytest.raises(errors.InvalidRequest) as caught:
            await sinch.request("POST", "/x", body=put(value))
        assert caught.value.violations == ((field, "must be a finite number"),)
        assert server.connections == 0


@pytest.mark.parametrize("value", NOT_FINITE, ids=repr)
async def test_a_query_holds_finite_numbers_only(value: Any) -> None:
    async with wire() as server, AsyncClient(server.config()) as sinch:
        for query, field in (({"max_size": value}, "max_size"), ({"sizes": [1, value]}, "sizes[1]")):
            with pytest.raises(errors.InvalidRequest) as caught:
                await sinch.request("GET", "/x", query=query)
            assert caught.value.violations == ((field, "must be a finite number"),)
        assert server.connections == 0


@pytest.mark.parametrize("field", ["volume", "share", "many", "named"])
def test_a_model_cannot_be_written_with_a_number_that_is_not_finite(field: str) -> None:
    for value in (NAN, INFINITE, -INFINITE):
        held = {"many": [value], "named": {"n": value}}.get(field, value)
        fields: dict[str, Any] = {"volume": 1} | {field: held}
        with pytest.raises(errors.InvalidRequest, match="must be a finite number") as caught:
            to_json(Measured(**fields))
        assert caught.value.field.startswith(f"body.{field}")


def test_every_culprit_is_named() -> None:
    with pytest.raises(errors.InvalidRequest) as caught:
        to_json({"a": NAN, "b": [object(), UNSET, b"x"], "c": 1.5})
    assert caught.value.violations == (
        ("body.a", "must be a finite number"),
        ("body.b[0]", "must be of a JSON type, not object"),
        ("body.b[1]", "is UNSET; leave it out"),
        ("body.b[2]", "must be a text, not bytes"),
    )


@pytest.mark.parametrize(
    ("body", "field", "rule"),
    [
        (object(), "body", "must be of a JSON type, not object"),
        (b'{"a":1}', "body", "must be a text, not bytes"),
        ({"a": bytearray(b"x")}, "body.a", "must be a text, not bytearray"),
        ({"a": [1, {"b": object()}]}, "body.a[1].b", "must be of a JSON type, not object"),
        ({"a": Fraction(1, 3)}, "body.a", "must be of a JSON type, not Fraction"),
        ({"a": 1j}, "body.a", "must be of a JSON type, not complex"),
        ({"a": iter([])}, "body.a", "must be of a JSON type, not list_iterator"),
        ({"a": UNSET}, "body.a", "is UNSET; leave it out"),
        ({"a": {None: 1}}, "body.a", "the name None must be a text"),
        ({"a": {NAN: 1}}, "body.a", "the name .* must be a text"),
        ({"a": {b"x": 1}}, "body.a", "the name .* must be a text"),
        ({"a": {frozenset(): 1}}, "body.a", "the name .* must be a text"),
        ({1: {"a": object()}}, "body.1.a", "must be of a JSON type, not object"),
        ({"a": ["\ud800"]}, "body.a[0]", "is not valid text"),
        ({"\udfff": 1}, "body", "the name .* is not valid text"),
        (Comment(type=rcs.CommentType.CREATED, comment="\ud800"), "body.comment", "is not valid text"),
    ],
)
async def test_what_json_has_no_form_for_is_named(body: Any, field: str, rule: str) -> None:
    async with wire() as server, AsyncClient(server.config()) as sinch:
        with pytest.raises(errors.InvalidRequest, match=rule) as caught:
            await sinch.request("POST", "/x", body=body)
        assert caught.value.field == field
        str(caught.value).encode()
        assert server.connections == 0


async def test_a_body_in_a_circle_is_rejected() -> None:
    circle: list[Any] = []
    circle.append(circle)
    deep: dict[str, Any] = {}
    for _ in range(100_000):
        deep = {"a": deep}
    async with wire() as server, AsyncClient(server.config()) as sinch:
        for body in (circle, {"a": circle}, deep):
            with pytest.raises(errors.InvalidRequest, match="nested too deeply"):
                await sinch.request("POST", "/x", body=body)
        assert server.connections == 0


async def test_what_json_has_a_form_for_goes_out() -> None:
    body = {
        "float": 1.5, "ratio": Ratio(0.25), "decimal": Decimal("1.50"), "large": 10**40, "id": UUID(int=1), "set": {1},
        "day": dt.date(2023, 1, 19), "enum": TemplateLanguage.EN_GB, "secret": Secret("s"), "null": None, "yes": True,
        "model": Comment(type=rcs.CommentType.CREATED, comment="c"), "tuple": (1, "a"), "names": {
            1: 0, 1.5: 0, Decimal("2.5"): 0, UUID(int=1): 0, dt.date(2023, 1, 19): 0, TemplateLanguage.EN_GB: 0,
        },
    }  # fmt: skip
    async with wire() as server, AsyncClient(server.config()) as sinch:
        await sinch.request("POST", "/x", body=body)
        assert json.loads(server.requests[-1].body) == {
            "float": 1.5, "ratio": 0.25, "decimal": "1.50", "large": 10**40, "id": str(UUID(int=1)), "set": [1],
            "day": "2023-01-19", "enum": "EN_GB", "secret": "s", "null": None, "yes": True,
            "model": {"type": "CREATED", "comment": "c"}, "tuple": [1, "a"], "names": dict.fromkeys(
                ["1", "1.5", "2.5", str(UUID(int=1)), "2023-01-19", "EN_GB"], 0
            ),
        }  # fmt: skip


@attrs.define
class Tagged:
    """A caller's own class."""

    tags: set[int]
    note: str | None = None


async def test_a_class_of_the_callers_goes_out_with_its_own_names() -> None:
    async with wire() as server, AsyncClient(server.config()) as sinch:
        await sinch.request("POST", "/x", body=Tagged(tags={1}, note="n"))
        assert json.loads(server.requests[-1].body) == {"tags": [1], "note": "n"}


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.decimals(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
)


class Word(str):
    """A text of a subclass."""

    __slots__ = ()


AWARE = dt.datetime(2023, 1, 19, 13, 11, 8, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    "value",
    [
        None, UNSET, True, 3, 10**40, 1.5, NAN, Ratio(0.25), Decimal("1.5"), "text", "\ud800", Word("text"), b"x", 1j,
        object(), Secret("s"), TemplateLanguage.EN, TemplateLanguage("newer"), Unknown({"a": [1]}), UUID(int=1),
        (), [], {}, (1, "a"), [UNSET], {"a": b"x"}, {"a": Secret("s")}, {1: "a"}, {TemplateLanguage.EN: "a"},
        {Word("a"): 1}, {1, 2}, deque([1]), range(2), dt.date(2023, 1, 19), dt.time(1), dt.timedelta(1),
        AWARE, AWARE.replace(microsecond=204000), AWARE.replace(microsecond=204001), AWARE.replace(tzinfo=None),
        AWARE.replace(year=1), AWARE.astimezone(dt.timezone(dt.timedelta(hours=2))), Comment(), Comment(comment="c"),
        [Comment()], (Comment(created=AWARE),), rcs.Details(), rcs.Details(brand=rcs.Brand(name="n")),
        rcs.BrandUpdate(emails=None), rcs.GeneralSection(), rcs.Questionnaire(gb=rcs.GbSection()),
    ],
    ids=lambda value: type(value).__name__,
)  # fmt: skip
def test_the_fast_writer_writes_what_the_reference_writes_or_leaves_it_alone(value: Any) -> None:
    fields: list[dict[str, Any]] = [
        {"volume": value},
        {"volume": 1, "share": value, "anything": [value]},
        {"volume": 1, "named": value},
    ]
    for each in (value, *(Measured(**one) for one in fields)):
        quickly, plainly = written_both_ways(each)
        assert quickly in ([], plainly)
        if plainly:
            assert json.loads(to_json(each)) == plainly[0]
        else:
            with pytest.raises(errors.InvalidRequest):
                to_json(each)


def test_questions_that_senders_share_are_written_alike_each_time() -> None:
    sections = [
        rcs.GeneralSection(questions={"optOutDescription": rcs.Question(question=f"{number}?")})
        for number in range(100)
    ]
    for _ in range(2):
        for number, section in enumerate(sections):
            quickly, plainly = written_both_ways(section)
            assert quickly == plainly
            assert quickly[0]["questions"]["optOutDescription"]["question"] == f"{number}?"
    odd: Any = {"a": {"b": NAN}}
    with pytest.raises(errors.InvalidRequest, match="must be a finite number"):
        to_json(rcs.GeneralSection(questions=odd))


def test_the_fast_writer_writes_what_is_usual() -> None:
    brand = rcs.Brand(name="n", emails=[rcs.Email(label="l", address="a")])
    usual = (rcs.Details(brand=brand), Measured(volume=1.5, anything={"a": [AWARE, None]}), [brand], {"a": brand})
    for value in usual:
        quickly, plainly = written_both_ways(value)
        assert quickly == plainly != []


@given(json_values)
def test_what_is_written_is_what_was_given(content: Any) -> None:
    def same(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: same(item) for key, item in value.items()}
        if isinstance(value, list):
            return [same(item) for item in value]
        return str(value) if isinstance(value, Decimal) else value

    def finite(value: Any) -> bool:
        if isinstance(value, dict | list):
            return all(finite(item) for item in (value.values() if isinstance(value, dict) else value))
        return value.is_finite() if isinstance(value, Decimal) else not isinstance(value, float) or isfinite(value)

    if finite(content):
        assert json.loads(to_json(content), parse_constant=pytest.fail) == same(content)
    else:
        with pytest.raises(errors.InvalidRequest) as caught:
            to_json(content)
        assert {rule for _, rule in caught.value.violations} == {"must be a finite number"}


@pytest.mark.parametrize("value", [{"a": 1}, object(), [[1]], [None], b"x", Secret("s"), [UNSET], 1j])
async def test_what_a_query_has_no_form_for_is_named(value: Any) -> None:
    async with wire() as server, AsyncClient(server.config()) as sinch:
        with pytest.raises(errors.InvalidRequest, match="must be a text") as caught:
            await sinch.request("GET", "/x", query={"some_name": value})
        assert caught.value.field.startswith("some_name")
        assert server.connections == 0


async def test_what_a_query_has_a_form_for_goes_out() -> None:
    query = {
        "a_text": "x y", "number": 2, "share": 0.5, "price": Decimal("1.50"), "yes": True, "lang": TemplateLanguage.EN,
        "day": dt.date(2023, 1, 19), "id": UUID(int=1), "left_out": None, "unset": UNSET, "many": ["a", False, 3],
    }  # fmt: skip
    async with wire() as server, AsyncClient(server.config()) as sinch:
        await sinch.request("GET", "/x", query=query)
        assert server.requests[-1].query == {
            "aText": ["x y"], "number": ["2"], "share": ["0.5"], "price": ["1.50"], "yes": ["true"], "lang": ["EN"],
            "day": ["2023-01-19"], "id": [str(UUID(int=1))], "many": ["a", "false", "3"],
        }  # fmt: skip


@pytest.fixture
def far_from_utc(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine whose own zone is nine hours from UTC."""
    monkeypatch.setenv("TZ", "Asia/Seoul")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("far_from_utc")
async def test_a_time_without_a_zone_is_in_utc_both_ways() -> None:
    naive = dt.datetime(2023, 1, 19, 13, 11, 8)  # noqa: DTZ001 - this is what is tried
    text = "2023-01-19T13:11:08.000Z"
    comment = from_json(Comment, b'{"type":"CREATED","comment":"c","created":"2023-01-19T13:11:08"}')
    assert comment.created == naive.replace(tzinfo=dt.UTC)
    naively = Comment(type=comment.type, comment="c", created=naive)
    assert to_json(naively) == to_json(comment)
    async with wire() as server, AsyncClient(server.config()) as sinch:
        await sinch.request(
            "POST", "/x", body={"at": naive, "in": [naive], "model": naively}, query={"from": naive, "to": [naive]}
        )
        sent = server.requests[-1]
        assert json.loads(sent.body) == {"at": text, "in": [text], "model": json.loads(to_json(comment))}
        assert sent.query == {"from": [text], "to": [text]}


@pytest.mark.usefixtures("far_from_utc")
async def test_a_zone_that_knows_no_offset_is_none() -> None:
    class Vague(dt.tzinfo):
        def utcoffset(self, moment: dt.datetime | None) -> None: ...
        def dst(self, moment: dt.datetime | None) -> None: ...
        def tzname(self, moment: dt.datetime | None) -> None: ...

    assert to_json(dt.datetime(2023, 1, 19, 13, 11, 8, tzinfo=Vague())) == b'"2023-01-19T13:11:08.000Z"'


@pytest.mark.usefixtures("far_from_utc")
async def test_the_end_of_a_comparison_without_a_zone_is_in_utc() -> None:
    naive = dt.datetime(2023, 1, 19, 13, 11, 8)  # noqa: DTZ001 - this is what is tried
    compared = says({"templates": []})
    async with wire(otherwise=compared) as server, AsyncClient(server.config()) as sinch:
        for end in (naive, naive.replace(tzinfo=dt.UTC)):
            await sinch.whatsapp.templates.compare(
                "a", TemplateLanguage.EN, other_name="b", other_language=TemplateLanguage.EN, end_timestamp=end
            )
        ends = [json.loads(request.body)["endTimestamp"] for request in server.requests]
        assert ends == [1674133868000] * 2


def test_the_first_and_the_last_moment_can_be_written() -> None:
    for moment in (dt.datetime.min, dt.datetime.max):  # noqa: DTZ901 - this is what is tried
        assert write_datetime(moment) == write_datetime(moment.replace(tzinfo=dt.UTC))
        assert write_datetime(moment).endswith("Z")


def test_the_blocking_client_rejects_it_too() -> None:
    with Client(project_id="p", access_token="t", base_url="http://127.0.0.1:1") as sinch:
        with pytest.raises(errors.InvalidRequest, match="must be a finite number"):
            sinch.rcs.senders.update("s1", details=details(NAN))
        with pytest.raises(errors.InvalidRequest, match="not object"):
            sinch.request("POST", "/x", body=object())
