"""One class is read, created and changed: what it has to hold depends on where it stands."""

from collections.abc import Iterator, Sequence
from typing import Annotated

import pytest

from sinch_provisioning.core.model import model
from sinch_provisioning.core.rules import READ_ONLY, REQUIRED, Length, check
from sinch_provisioning.core.unset import UNSET, Unset
from sinch_provisioning.errors import InvalidRequest


@model(sent=True)
class Phone:
    number: Annotated[str, Length(3), REQUIRED] | None = None
    label: str | None = None


@model(sent=True)
class Brand:
    name: Annotated[str, REQUIRED] | None = None
    logo: str | None = None
    region: str | None = None
    """Cannot be changed."""
    phones: Sequence[Phone] | None = None
    seen: Annotated[int, READ_ONLY] | None = None


@model(sent=True)
class BrandUpdate:
    name: str | Unset = UNSET
    logo: str | None | Unset = UNSET
    phones: Sequence[Phone] | None | Unset = UNSET


@model(sent=True)
class Details:
    brand: Brand = Brand()
    note: str | None = None


@model(sent=True)
class DetailsUpdate:
    brand: BrandUpdate | Brand | Unset = UNSET
    note: str | None | Unset = UNSET


@model(sent=True)
class Input:
    details: Annotated[Details, REQUIRED] = Details()


@model(sent=True)
class Update:
    details: DetailsUpdate | Details | Unset = UNSET


GOOD = [
    Input(details=Details(brand=Brand(name="Shop"))),
    Input(details=Details(note="an empty object is not sent, so nothing in it is missing")),
    Update(),
    Update(details=Details(brand=Brand(logo="x"))),
    Update(details=DetailsUpdate(brand=Brand(logo="x"))),
    Update(details=DetailsUpdate(brand=BrandUpdate(logo=None, phones=[Phone(number="123")]))),
]


@pytest.mark.parametrize("body", GOOD)
def test_a_change_may_lack_what_a_new_object_has_to_hold(body: object) -> None:
    check(body)


BAD: list[tuple[object, str, str]] = [
    (Input(), "details", "is required"),
    (Input(details=Details(brand=Brand(logo="x"))), "details.brand.name", "is required"),
    (
        Input(details=Details(brand=Brand(name="Shop", phones=[Phone(label="x")]))),
        "details.brand.phones[0].number",
        "is required",
    ),
    (Input(details=Details(brand=Brand(name="Shop", seen=1))), "details.brand.seen", "for responses only"),
    (Update(details=Details(brand=Brand(region="EU"))), "details.brand.region", "cannot be changed"),
    (Update(details=DetailsUpdate(brand=Brand(region="EU"))), "details.brand.region", "cannot be changed"),
    (Update(details=Details(brand=Brand(seen=1))), "details.brand.seen", "cannot be changed"),
    (Update(details=Details(brand=Brand(phones=[Phone()]))), "details.brand.phones[0].number", "is required"),
    (
        Update(details=DetailsUpdate(brand=BrandUpdate(phones=[Phone(number="1")]))),
        "details.brand.phones[0].number",
        "at least 3",
    ),
    (Update(details=DetailsUpdate(brand=BrandUpdate(name=None))), "details.brand.name", "cannot be None"),  # type: ignore[arg-type]
]


@pytest.mark.parametrize(("body", "field", "rule"), BAD)
def test_what_is_missing_or_not_for_a_request_is_named(body: object, field: str, rule: str) -> None:
    with pytest.raises(InvalidRequest) as caught:
        check(body)
    assert caught.value.field == field
    assert rule in caught.value.rule


def _no_logo_without_a_name(brand: "Named") -> Iterator[tuple[str, str]]:
    if brand.logo is not None and brand.name is None:
        yield "logo", "goes with a name only"


@model(sent=True)
class Named:
    __rules__ = (_no_logo_without_a_name,)

    name: str | None = None
    logo: str | None = None


@model(sent=True)
class Several:
    brands: Sequence[Named]


def test_a_rule_of_the_whole_object_names_its_field() -> None:
    check(Several(brands=[Named(name="a", logo="b"), Named()]))
    with pytest.raises(InvalidRequest) as caught:
        check(Several(brands=[Named(), Named(logo="b")]))
    assert caught.value.violations == (("brands[1].logo", "goes with a name only"),)
