"""The family's data survives reading and writing, both ways of reading agree, and rules are told before sending."""

import json
from typing import Any

import attrs
import pytest

from sinch_provisioning import from_dict, whatsapp
from sinch_provisioning.core.codec import to_json
from sinch_provisioning.core.operation import Operation
from sinch_provisioning.core.pages import page_of
from sinch_provisioning.core.rules import check
from sinch_provisioning.errors import InvalidRequest
from sinch_provisioning.whatsapp.account import api as account
from sinch_provisioning.whatsapp.flows import api as flows
from sinch_provisioning.whatsapp.senders import api as senders
from sinch_provisioning.whatsapp.solutions import api as solutions
from sinch_provisioning.whatsapp.tools import api as tools
from tests.documented import assert_same_operations, examples, read

OPERATIONS = [
    operation
    for module in (account, senders, flows, solutions, tools)
    for operation in vars(module).values()
    if isinstance(operation, Operation)
]
TAGS = ("whatsapp.account", "whatsapp.flows", "whatsapp.senders", "whatsapp.solutions", "whatsapp.tools")


@pytest.mark.parametrize(("cls", "sample"), examples(OPERATIONS, {one.id: one.body for one in OPERATIONS}))
def test_examples_of_the_contract_survive(cls: Any, sample: object) -> None:
    assert json.loads(to_json(read(cls, sample))) == sample


def test_operations_are_those_of_the_contract() -> None:
    assert_same_operations(OPERATIONS, *TAGS)


ACCOUNT: dict[str, Any] = {
    "state": "ONBOARDED",
    "isEmbeddedSignup": False,
    "businessManager": "SINCH_UK",
    "wabaId": "104996122399160",
    "changes": {"status": "REJECTED", "details": {"senderDetails": {"region": "EU"}}},
    "details": {
        "clientBusinessManagerId": "1",
        "wabaName": "Shop",
        "companyLegalName": "Shop Ltd",
        "senderDetails": {
            "displayName": "Shop",
            "businessCategory": "OTHER",
            "region": "EU",
            "metaLocalStorage": "UNSPECIFIED",
        },
    },
    "wabaBanState": "SCHEDULE_FOR_DISABLE",
    "wabaBanDate": "2026-01-19T13:11:08.204Z",
    "wabaEnabledForInsights": True,
    "wabaEnabledForDirectSend": False,
    "wabaMaxPriceOnboarded": True,
    "compatibleRegions": ["eu", "us"],
    "primaryBusinessLocation": "XK",
    "partnerInitiatedRequestId": "7",
    "businessDailyLimit": "TIER_1K",
    "currency": "EUR",
}
SENDER: dict[str, Any] = {
    "id": "01HJD",
    "state": "ACTIVE",
    "changes": {
        "status": "ERROR",
        "details": {"about": "Hi", "username": "shop"},
        "errorReason": "No certificate",
        "errorCode": "NO_CERTIFICATE_AVAILABLE",
    },
    "details": {
        "displayName": "Shop",
        "description": "We sell",
        "vertical": "SHOPPING_AND_RETAIL",
        "email": "shop@example.com",
        "address": "Street 1",
        "websiteOne": "https://example.com",
        "websiteTwo": "https://example.org",
        "about": "Hello",
        "photoUrl": "https://example.com/photo.png",
        "username": "shop",
    },
    "metadata": {
        "displayName": {"value": "The Shop", "status": "REJECTED", "rejectionReason": "No such shop"},
        "username": {"status": "RESERVED"},
    },
    "region": "EU",
    "metaLocalStorage": "UNRECOGNIZED",
    "conversationApiApp": "01ABC",
    "conversationApiAppDetails": {"id": "01ABC", "projectId": "p", "region": "EU", "channelStatus": "FAILING"},
    "maxTps": 20,
    "qualityRating": "GREEN",
    "dailyLimit": "NOT_SET",
    "bearerToken": "very-secret",
    "cloudApi": True,
    "created": "2026-01-19T13:11:08.204Z",
    "modified": "2026-01-19T13:11:08.204Z",
    "countryCode": "48",
    "phoneNumber": "123456789",
    "numberProvider": "CUSTOMER",
    "businessManager": "SINCH_UK",
    "wabaBanState": "REINSTATE",
    "wabaBanDate": "2026-01-19T13:11:08.204Z",
    "compatibleRegions": ["eu"],
}
FULL: list[tuple[Any, dict[str, Any]]] = [
    (whatsapp.Account, ACCOUNT),
    (whatsapp.SenderList, {"totalSize": 1, "pageSize": 50, "nextPageToken": "x", "senders": [SENDER]}),
    (
        whatsapp.CreatedSolutions,
        {
            "solutions": [
                {
                    "id": "1",
                    "details": {"name": "S"},
                    "assigned": False,
                    "partnerApp": {"id": 9_007_199_254_740_993, "name": "P"},
                    "ownerApp": {"id": 2, "name": "O"},
                }
            ],
            "failedSolutions": [{"partnerAppId": "3", "errorCode": "CREATION_FAILED", "errorMessage": "no"}],
        },
    ),
    (
        page_of("notifications", whatsapp.Activity),
        {
            "totalSize": 1,
            "pageSize": 1,
            "previousPageToken": "y",
            "notifications": [
                {"type": "VERIFIED", "created": "2026-01-19T13:11:08.204Z", "author": "Sinch", "comment": "c"}
            ],
        },
    ),
]


@pytest.mark.parametrize(("cls", "sample"), FULL, ids=lambda value: getattr(value, "__name__", ""))
def test_every_field_survives(cls: Any, sample: dict[str, Any]) -> None:
    assert json.loads(to_json(read(cls, sample))) == sample


def test_samples_above_have_every_field() -> None:
    pairs: list[tuple[Any, dict[str, Any]]] = [(whatsapp.Account, ACCOUNT), (whatsapp.Sender, SENDER)]
    for cls, sample in pairs:
        wanted = {field.name.replace("_", "") for field in attrs.fields(cls)}
        assert wanted == {name.lower() for name in sample}


def test_bearer_token_does_not_show() -> None:
    sender = read(whatsapp.Sender, SENDER)
    assert "very-secret" not in repr(sender)
    assert sender.bearer_token.reveal() == "very-secret"


def test_only_ids_are_needed() -> None:
    sender = read(whatsapp.Sender, {"id": "1"})
    assert (sender.details.display_name, sender.compatible_regions, sender.changes) == (None, (), None)
    account = read(whatsapp.Account, {})
    assert (account.details.sender_details.region, account.changes) == (None, None)
    assert read(whatsapp.CreatedSolutions, {}).failed_solutions == ()


def test_a_misspelt_name_is_not_lost() -> None:
    with pytest.raises(InvalidRequest, match=r"details.web_site_one: unknown field; did you mean 'website_one'"):
        from_dict(whatsapp.SenderUpdate, {"details": {"web_site_one": None}})


def test_new_values_are_read() -> None:
    sender = read(whatsapp.Sender, {**SENDER, "state": "ON_HOLIDAY", "region": "MOON", "brandNew": 1})
    state: whatsapp.SenderState = sender.state
    assert (state, state.is_known) == ("ON_HOLIDAY", False)


PARTNER: Any = whatsapp.PartnerInitiatedSenderInput(
    phone_number_provider=whatsapp.NumberProvider.CUSTOMER,
    details=whatsapp.PartnerInitiatedDetailsInput(
        display_name="Shop", vertical=whatsapp.Vertical.OTHER, country_code="48", phone_number="123456789"
    ),
)
LEGACY: Any = whatsapp.LegacyEmbeddedSignupSenderInput(  # pyright: ignore[reportDeprecated]
    name="Shop",
    details=whatsapp.SenderDetails(display_name="Shop", vertical=whatsapp.Vertical.OTHER),
    facebook_code=whatsapp.Secret("code"),
    waba_id="1",
)
FORMS = [
    PARTNER,
    LEGACY,
    whatsapp.EmbeddedSignupSenderInput(waba_id="", phone_number_id="2", authentication_code=whatsapp.Secret("4uth")),
    whatsapp.NewNumberSenderInput(
        details=whatsapp.NewNumberDetailsInput(country_code="48", phone_number="123456789", display_name="Shop")
    ),
]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: type(form).__name__)
def test_forms_of_a_sender_are_told_apart(form: Any) -> None:
    check(form)
    written = to_json(form)
    assert read(whatsapp.SenderInputVariant, json.loads(written)) == form
    assert "4uth" not in repr(form)


def test_forms_of_an_account_are_told_apart() -> None:
    details = whatsapp.AccountSenderDetails(display_name="Shop", business_category=whatsapp.Vertical.OTHER)
    partner = whatsapp.PartnerInitiatedAccountInput(
        waba_name="Shop", client_business_manager_id="1", sender_details=details
    )
    behalf = whatsapp.OnBehalfOfAccountInput(  # pyright: ignore[reportDeprecated]
        client_business_manager_id="1", company_legal_name="Shop Ltd"
    )
    forms: list[Any] = [partner, behalf]
    for form in forms:
        assert read(whatsapp.AccountInputVariant, json.loads(to_json(form))) == form


def test_absent_and_removed_differ() -> None:
    details = whatsapp.SenderDetailsUpdate(about=None, display_name="Shop")
    body = whatsapp.SenderUpdate(status=whatsapp.Action.SUBMIT, details=details)
    assert json.loads(to_json(body)) == {"status": "SUBMIT", "details": {"displayName": "Shop", "about": None}}


def details(**changes: Any) -> whatsapp.SenderDetailsUpdate:
    return whatsapp.SenderDetailsUpdate(**changes)


def partner(**changes: Any) -> Any:
    return attrs.evolve(PARTNER, details=attrs.evolve(PARTNER.details, **changes))


def first_sender(**changes: Any) -> whatsapp.AccountUpdate:
    return whatsapp.AccountUpdate(sender_details=whatsapp.AccountSenderDetailsUpdate(**changes))


def es(**changes: Any) -> whatsapp.EmbeddedSignupSenderInput:
    return whatsapp.EmbeddedSignupSenderInput(waba_id="1", phone_number_id="2", **changes)


def solution(**changes: Any) -> whatsapp.SolutionInput:
    given: dict[str, Any] = {
        "details": whatsapp.SolutionDetails(name="S"),
        "access_token": whatsapp.Secret("t"),
        "business_manager": whatsapp.BusinessManager.SINCH_UK,
    }
    return whatsapp.SolutionInput(**given | changes)


BAD: list[tuple[Any, str, str]] = [
    (whatsapp.CommentInput(comment=""), "comment", "at least 1"),
    (whatsapp.CommentInput(comment="x" * 65536), "comment", "at most 65535"),
    (whatsapp.AccountUpdate(waba_name=""), "waba_name", "at least 1"),
    (whatsapp.AccountUpdate(waba_name="x" * 256), "waba_name", "at most 255"),
    (whatsapp.AccountUpdate(client_business_manager_id="x" * 256), "client_business_manager_id", "at most 255"),
    (whatsapp.AccountUpdate(company_legal_name="x" * 256), "company_legal_name", "at most 255"),
    (first_sender(display_name=None), "sender_details.display_name", "cannot be None"),
    (first_sender(business_category="ONLINE_GAMBLING"), "sender_details.business_category", "cannot stand here"),
    (first_sender(business_category="NOT_SET"), "sender_details.business_category", "for responses only"),
    (first_sender(region="UNRECOGNIZED"), "sender_details.region", "for responses only"),
    (first_sender(meta_local_storage="UNSPECIFIED"), "sender_details.meta_local_storage", "for responses only"),
    (details(display_name=None), "display_name", "cannot be None"),
    (details(vertical=None), "vertical", "cannot be None"),
    (details(vertical="NOT_SET"), "vertical", "for responses only"),
    (details(display_name="x" * 129), "display_name", "at most 128"),
    (details(description="x" * 513), "description", "at most 512"),
    (details(description=""), "description", "at least 1"),
    (details(email="x" * 129), "email", "at most 128"),
    (details(address="x" * 257), "address", "at most 256"),
    (details(website_one="x" * 257), "website_one", "at most 256"),
    (details(website_two="x" * 257), "website_two", "at most 256"),
    (details(about="x" * 140), "about", "at most 139"),
    (details(photo_url="x" * 257), "photo_url", "at most 256"),
    (details(username=""), "username", "at least 1"),
    (partner(country_code="+48"), "details.country_code", "digits only"),
    (partner(phone_number="1" * 33), "details.phone_number", "at most 32"),
    (partner(phone_number="12 34"), "details.phone_number", "digits only"),
    (partner(about=""), "details.about", "at least 1"),
    (attrs.evolve(PARTNER, phone_number_provider="UNRECOGNIZED"), "phone_number_provider", "for responses only"),
    (attrs.evolve(LEGACY, name=""), "name", "at least 1"),
    (attrs.evolve(LEGACY, facebook_code=whatsapp.Secret("")), "facebook_code", "at least 1"),
    (es(authentication_code=whatsapp.Secret("")), "authentication_code", "at least 1"),
    (es(authentication_code="code"), "authentication_code", "Secret"),
    (es(business_manager="SINCH_SEP"), "business_manager", "cannot stand here"),
    (es(business_manager="SINCH_AMERICA"), "business_manager", "cannot stand here"),
    (solution(business_manager="SINCH_SEP"), "business_manager", "cannot stand here"),
    (solution(access_token=None), "access_token", "must be Secret"),
    (whatsapp.RegisterInput(method="PIGEON"), "method", "not one of"),  # type: ignore[arg-type]
    (whatsapp.VerifyInput(code=whatsapp.Secret("12345")), "code", "6 characters"),
    (whatsapp.VerifyInput(code=whatsapp.Secret("12 345")), "code", "without spaces"),
    (whatsapp.VerifyInput(code=whatsapp.Secret("123456\n")), "code", "6 characters"),
    (whatsapp.LongLivedAccessTokenInput(facebook_token=whatsapp.Secret("")), "facebook_token", "at least 1"),
]


@pytest.mark.parametrize(("body", "field", "words"), BAD, ids=[f"{field}-{words}" for _, field, words in BAD])
def test_broken_rules_are_told_with_their_field(body: Any, field: str, words: str) -> None:
    with pytest.raises(InvalidRequest) as caught:
        check(body)
    assert caught.value.field == field
    assert words in caught.value.rule


def test_a_wrong_code_is_not_in_the_error() -> None:
    with pytest.raises(InvalidRequest) as caught:
        check(whatsapp.VerifyInput(code=whatsapp.Secret("s3cret7")))
    assert "s3cret7" not in str(caught.value)


def test_older_signup_needs_a_token_or_a_code() -> None:
    with pytest.raises(InvalidRequest, match="facebook_token or facebook_code: one of them"):
        check(whatsapp.LongLivedAccessTokenInput())
    check(whatsapp.LongLivedAccessTokenInput(facebook_code=whatsapp.Secret("c")))
    with pytest.raises(InvalidRequest, match="facebook_access_token or facebook_code: one of them"):
        check(attrs.evolve(LEGACY, facebook_access_token=None, facebook_code=None))
