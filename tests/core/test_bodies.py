"""A method takes the model that it is named for, or the model's fields."""

from typing import Any

import pytest

from sinch_provisioning import UNSET, kakaotalk, rcs, whatsapp
from sinch_provisioning.core.bodies import body_of, comment_of, with_status
from sinch_provisioning.core.rules import check
from sinch_provisioning.errors import InvalidRequest

FIELDS = {"region": "EU", "billing_category": "CONVERSATIONAL", "use_case": "OTP", "details": None}
SENDER = rcs.SenderInput(
    region=rcs.Region.EU, billing_category=rcs.BillingCategory.CONVERSATIONAL, use_case=rcs.UseCase.OTP
)


def test_a_body_is_the_model_or_made_of_its_fields() -> None:
    assert body_of(rcs.SenderInput, None, FIELDS) == SENDER
    assert body_of(rcs.SenderInput, SENDER, dict.fromkeys(FIELDS)) is SENDER
    assert body_of(rcs.SenderInput, SENDER, dict.fromkeys(FIELDS, UNSET)) is SENDER


@pytest.mark.parametrize("absent", [None, UNSET])
def test_a_field_that_is_missing_is_named(absent: object) -> None:
    with pytest.raises(InvalidRequest) as caught:
        body_of(rcs.SenderInput, None, FIELDS | {"region": absent, "use_case": absent})
    assert [field for field, _ in caught.value.violations] == ["region", "use_case"]
    assert "unless a SenderInput is given" in caught.value.rule


def test_both_or_another_model_are_rejected() -> None:
    with pytest.raises(InvalidRequest, match="region: is given beside a SenderInput"):
        body_of(rcs.SenderInput, SENDER, {"region": "EU"})
    with pytest.raises(InvalidRequest, match=r"must be a SenderInput, not DetailsInput$"):
        body_of(rcs.SenderInput, rcs.DetailsInput(), {})


def test_a_dict_in_the_place_of_a_model_is_told_how_it_becomes_one() -> None:
    given: Any = {"region": "EU"}
    way = "not dict; from_dict makes one from plain data"
    with pytest.raises(InvalidRequest, match=f"body: must be a SenderInput, {way}"):
        body_of(rcs.SenderInput, given, {})
    with pytest.raises(InvalidRequest, match=f"details: must be DetailsUpdate or Details, {way}"):
        check(rcs.SenderUpdate(details=given))
    with pytest.raises(InvalidRequest, match=rf"emails\[0\]: must be Email, {way}"):
        check(rcs.Brand(emails=[given]))
    with pytest.raises(InvalidRequest, match=r"name: must be a text, not dict$"):
        check(rcs.Brand(name=given))


def test_a_comment_is_a_text_or_the_model() -> None:
    comment = rcs.CommentInput(comment="x")
    assert comment_of("x") == comment
    assert comment_of(comment) is comment


@pytest.mark.parametrize("update", [kakaotalk.SenderUpdate, kakaotalk.TemplateUpdate, whatsapp.SenderUpdate])
def test_only_a_status_that_is_left_out_gets_the_default(update: Any) -> None:
    assert with_status(update(), kakaotalk.Action.DRAFT).status == "DRAFT"
    assert with_status(update(status="SUBMIT"), kakaotalk.Action.DRAFT).status == "SUBMIT"
    # None deletes in an update, which a status cannot be; the check before sending says so.
    assert with_status(update(status=None), kakaotalk.Action.DRAFT).status is None
