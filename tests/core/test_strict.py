"""What a caller wants to send is read strictly: by the wire's names or Python's, with every violation named."""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal

import pytest

from sinch_provisioning import UNSET, OpenEnum, Secret, Unset, errors, from_dict, from_json, to_dict
from sinch_provisioning.core.changes import difference
from sinch_provisioning.core.model import model
from sinch_provisioning.core.unions import Unknown, tagged


class Colour(OpenEnum):
    RED = "RED"
    BLUE = "BLUE"


@model(sent=True)
class Email:
    label: str
    address: str | None = None


@model(sent=True)
class Round:
    kind: Literal["ROUND"] = "ROUND"
    wide_radius: int | None = None


@model(sent=True)
class Brand:
    banner_url: str | None = None
    emails: Sequence[Email] | None = None
    colour: Colour | None = None
    token: Secret | None = None
    since: dt.datetime | None = None
    labels: Mapping[str, str] | None = None
    shape: Annotated[Round | Unknown, tagged(Round | Unknown, "kind")] | None = None


@model(sent=True)
class BrandUpdate:
    banner_url: str | None | Unset = UNSET
    emails: Sequence[Email] | None | Unset = UNSET
    colour: Colour | Unset = UNSET


@model(sent=True)
class Update:
    brand: BrandUpdate | Brand | Unset = UNSET


@model
class Thing:
    id: str
    brand: Brand = Brand()
    state: str | None = None


@pytest.mark.parametrize(
    "data",
    [
        {"banner_url": "u", "emails": [{"label": "l"}], "colour": "RED"},
        {"bannerUrl": "u", "emails": ({"label": "l"},), "colour": Colour.RED},
        {"bannerUrl": "u", "emails": [Email(label="l")], "colour": "RED"},
    ],
)
def test_names_are_the_wires_or_pythons(data: dict[str, Any]) -> None:
    assert from_dict(Brand, data) == Brand(banner_url="u", emails=[Email(label="l")], colour=Colour.RED)


def test_values_of_yaml_are_taken() -> None:
    when = dt.datetime(2026, 1, 2, 3, 4)  # noqa: DTZ001 - as YAML gives it
    brand = from_dict(
        Brand, {"token": "t", "since": when, "labels": {"a": "b"}, "shape": {"kind": "ROUND", "wide_radius": 2}}
    )
    assert brand.token == Secret("t")
    assert brand.since == when.replace(tzinfo=dt.UTC)
    assert brand.shape == Round(wide_radius=2)
    assert from_dict(Brand, to_dict(brand)) == brand


def test_every_violation_is_named_in_the_callers_spelling() -> None:
    data = {"brand": {"banner_url": 7, "emials": [], "colour": "RDE", "emails": [{"label": 1}, {"lable": "x"}]}}
    with pytest.raises(errors.InvalidRequest) as caught:
        from_dict(Update, data)
    assert dict(caught.value.violations) == {
        "brand.emials": "unknown field; did you mean 'emails'?",
        "brand.banner_url": "expected a text, got a number",
        "brand.colour": "'RDE' is not a Colour; did you mean 'RED'?",
        "brand.emails[0].label": "expected a text, got a number",
        "brand.emails[1].lable": "unknown field; did you mean 'label'?",
        "brand.emails[1].label": "required field is missing",
    }


@pytest.mark.parametrize(
    ("data", "path", "reason"),
    [
        ({"bannerUrl": "a", "banner_url": "b"}, "banner_url", "is there twice, also as bannerUrl"),
        ({"shape": {"kind": "SQUARE"}}, "shape", "none of the known kinds: Round"),
        ({"emails": "a@b"}, "emails", "expected an array, got a text"),
        ([], "data", "expected an object, got an array"),
    ],
)
def test_other_mistakes(data: Any, path: str, reason: str) -> None:
    with pytest.raises(errors.InvalidRequest) as caught:
        from_dict(Brand, data)
    assert caught.value.violations == ((path, reason),)


def test_null_deletes_in_an_update_and_nowhere_else() -> None:
    assert from_dict(Update, {"brand": {"emails": None}}) == Update(brand=BrandUpdate(emails=None))
    with pytest.raises(errors.InvalidRequest, match=r"brand\.colour: cannot be null; leave it out"):
        from_dict(Update, {"brand": {"colour": None}})


def test_json_of_a_model_that_is_sent_is_read_strictly_too() -> None:
    with pytest.raises(errors.DecodeError, match="did you mean 'emails'") as caught:
        from_json(Update, b'{"brand":{"emials":[]}}')
    assert caught.value.path == "$.brand.emials"


def test_what_may_be_null_is_read_strictly_too() -> None:
    kind: Any = Update | None
    assert from_json(kind, b"null") is None
    with pytest.raises(errors.DecodeError, match="did you mean 'emails'"):
        from_json(kind, b'{"brand":{"emials":[]}}')


def test_lists_and_dicts_of_what_is_sent_are_read_strictly_too() -> None:
    wrong: dict[str, Any] = {"label": "a", "adress": "b"}
    assert from_json(list[Email], b'[{"label":"a"}]') == [Email(label="a")]
    readings: list[tuple[Any, Any, str]] = [
        (list[Email], [wrong], "[0].adress"),
        (dict[str, Email | None], {"x": None, "y": wrong}, "y.adress"),
        (list[dict[str, Email]], [{"x": wrong}], "[0].x.adress"),
    ]
    for kind, data, path in readings:
        with pytest.raises(errors.InvalidRequest, match="did you mean 'address'") as caught:
            from_dict(kind, data)
        assert caught.value.field == path
        with pytest.raises(errors.DecodeError, match="did you mean 'address'"):
            from_json(kind, json.dumps(data))
    assert from_dict(list[Thing], [{"id": "x", "new": 1}]) == [Thing(id="x")]  # type: ignore[arg-type]


def test_a_response_takes_what_it_does_not_know() -> None:
    found = from_json(Thing, b'{"id":"a","brand":{"new":1,"colour":"GREEN"},"other":2}')
    assert found == Thing(id="a", brand=Brand(colour=Colour("GREEN")))
    assert from_dict(Thing, {"id": "a", "other": 2}) == Thing(id="a")


def test_the_difference_holds_only_what_differs() -> None:
    before = Thing(id="a", brand=Brand(banner_url="u", emails=[Email(label="l")], colour=Colour.RED))
    after = Thing(id="a", brand=Brand(banner_url="v", colour=Colour.RED))
    assert difference(Update, before, after) == Update(brand=BrandUpdate(banner_url="v", emails=None))
    assert difference(Update, before, before) == Update()
    with pytest.raises(errors.InvalidRequest, match=r"brand\.colour: cannot be removed"):
        difference(Update, before, Thing(id="a", brand=Brand(banner_url="u", emails=[Email(label="l")])))
    with pytest.raises(errors.InvalidRequest, match="id: cannot be changed"):
        difference(Update, before, Thing(id="b", brand=before.brand))
