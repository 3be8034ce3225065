"""The family's data survives reading and writing, whatever of it is there, and rules are told before sending."""

import json
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sinch_provisioning import from_json, operations, rcs
from sinch_provisioning.core.codec import to_json
from sinch_provisioning.core.operation import Safety
from sinch_provisioning.core.pages import page_of
from sinch_provisioning.core.rules import check
from sinch_provisioning.core.secrets import Secret
from sinch_provisioning.core.unset import UNSET
from sinch_provisioning.errors import InvalidRequest
from tests.contract.golden import written
from tests.contract.ways import decode
from tests.documented import assert_same_operations, examples, read
from tests.rcs.bodies import SCHEMAS, WHEN, full, resolved

JSON = Any
OPERATIONS = list(operations.declared("rcs"))
BODIES: dict[str, Any] = {operation.id: operation.body for operation in OPERATIONS if operation.body is not None}


def test_operations_are_those_of_the_contract() -> None:
    assert_same_operations(OPERATIONS, "rcs.senders", "rcs.accounts", "rcs.questionnaire")
    assert {operation.id for operation in OPERATIONS if operation.safety is Safety.ONCE} == {
        "createRcsSender",
        "launchRcsSender",
        "createRcsSenderComment",
        "addRcsTestNumbers",
        "retryRcsTestNumber",
        "createRcsAccountComment",
    }


@pytest.mark.parametrize(("cls", "sample"), examples(OPERATIONS, BODIES))
def test_examples_of_the_contract_survive(cls: Any, sample: object) -> None:
    # The documents write some times with a lower-case t, which is read and not written.
    text = re.sub(r"(\d{4}-\d\d-\d\d)t", r"\1T", json.dumps(sample))
    found = sent(cls, sample) if cls in BODIES.values() else read(cls, sample)
    assert written(json.loads(to_json(found))) == written(json.loads(text))


def sent(cls: Any, sample: JSON) -> Any:
    """Read JSON of a body that is sent."""
    return from_json(cls, json.dumps(sample))


RESPONSES: list[tuple[Any, str]] = [
    (rcs.SenderList, "RcsSenderList"),
    (page_of("notifications", rcs.Activity), "RcsSenderNotificationList"),
    (page_of("notifications", rcs.Activity), "RcsAccountNotificationList"),
    (rcs.TestNumbers, "RcsTestNumbers"),
    (rcs.TestNumber, "RcsTestNumberState"),
    (rcs.TestNumberCapabilities, "RcsTestNumberCapabilities"),
    (rcs.Comment, "RcsComment"),
    (rcs.Questionnaire, "RcsSenderDetailsQuestionnaireBase"),
]


@pytest.mark.parametrize(("cls", "schema"), RESPONSES)
def test_every_field_of_a_response_survives(cls: Any, schema: str) -> None:
    sample = full(SCHEMAS[schema])
    assert written(json.loads(to_json(read(cls, sample)))) == written(sample)


@pytest.mark.parametrize(("cls", "schema"), RESPONSES)
def test_fields_that_are_newer_do_no_harm(cls: Any, schema: str) -> None:
    def adorned(fields: dict[str, JSON]) -> JSON:
        # An empty object is the one whose fields no document names; it is kept as it is. A new question is kept too.
        asks = any(isinstance(value, dict) and "suggestedAnswers" in value for value in fields.values())
        return fields | {"brandNew": [None]} if fields and not asks else fields

    sample = full(SCHEMAS[schema])
    newer = json.loads(json.dumps(sample), object_hook=adorned)
    assert newer != sample
    assert written(json.loads(to_json(read(cls, newer)))) == written(sample)


@pytest.mark.parametrize(("cls", "schema"), RESPONSES)
def test_enum_values_that_are_newer_survive(cls: Any, schema: str) -> None:
    sample = full(SCHEMAS[schema], enums="BRAND_NEW")
    assert written(json.loads(to_json(read(cls, sample)))) == written(sample)


def test_a_newer_value_is_told_from_a_known_one() -> None:
    sender = read(rcs.Sender, full(SCHEMAS["RcsSender"]) | {"state": "BRAND_NEW"})
    assert str(sender.state) == "BRAND_NEW"
    assert not sender.state.is_known
    assert sender.region.is_known


US_FORMS: list[tuple[dict[str, str], type]] = [
    ({"ownershipType": "PUBLIC", "taxIdCountry": "US"}, rcs.UsAnswers),
    ({"ownershipType": "PRIVATE", "taxIdCountry": "US"}, rcs.UsAnswers),
    ({"ownershipType": "PUBLIC", "taxIdCountry": "SE"}, rcs.UsAnswers),
    ({"ownershipType": "PRIVATE", "taxIdCountry": "SE"}, rcs.UsAnswers),
    ({}, rcs.UsV1Answers),
]


@pytest.mark.parametrize("form", range(5))
def test_every_field_of_a_new_sender_survives_and_keeps_the_rules(form: int) -> None:
    sample = full(SCHEMAS["RcsSenderInput"], {5: form})
    telling, cls = US_FORMS[form]
    sample["details"]["questionnaire"]["us"]["answers"] |= telling
    body = sent(rcs.SenderInput, sample)
    assert type(body.details.questionnaire.us.answers) is cls
    assert json.loads(to_json(body)) == sample
    check(body)


@pytest.mark.parametrize(("form", "cls"), [(0, rcs.UsAnswersUpdate), (1, rcs.UsV1AnswersUpdate)])
def test_every_field_of_a_change_survives_and_keeps_the_rules(form: int, cls: type) -> None:
    sample = full(SCHEMAS["RcsUpdateSenderInput"], {2: form})
    body = sent(rcs.SenderUpdate, sample)
    assert type(body.details.questionnaire.us.answers) is cls
    assert json.loads(to_json(body)) == sample
    check(body)


def partial(schema: JSON, name: str = "") -> st.SearchStrategy[JSON]:
    """Return JSON that fits a schema, with any of its optional fields left out or, where it may be, null."""
    schema = resolved(schema)
    if "anyOf" in schema:
        # The first form of US answers stands for all: a body of few fields fits several of them.
        null = {"type": "null"} in schema["anyOf"]
        return st.none() | partial(schema["anyOf"][0], name) if null else partial(schema["anyOf"][0], name)
    kinds: list[str] = [schema["type"]] if isinstance(schema["type"], str) else schema["type"]
    if kinds[0] == "object":
        inner = {key: partial(value, key) for key, value in schema["properties"].items()}
        needed = schema.get("required", [])
        value: st.SearchStrategy[JSON] = st.fixed_dictionaries(
            {key: strategy for key, strategy in inner.items() if key in needed},
            optional={key: strategy for key, strategy in inner.items() if key not in needed},
        )
    elif kinds[0] == "array":
        value = partial(schema["items"], name).map(lambda item: [item])
    else:
        value = st.just(full({**schema, "type": kinds[0]}, name=name))
    return st.none() | value if "null" in kinds else value


@pytest.mark.parametrize(
    ("cls", "schema"),
    [(rcs.SenderUpdate, "RcsUpdateSenderInput"), (rcs.SenderInput, "RcsSenderInput")],
    ids=["update", "create"],
)
def test_absent_null_and_value_never_collapse(cls: Any, schema: str) -> None:
    @given(partial(SCHEMAS[schema]))
    @settings(max_examples=150, deadline=None)
    def keeps(sample: JSON) -> None:
        body = sent(cls, sample)
        assert written(json.loads(to_json(body))) == written(sample)
        check(body)

    keeps()


def test_a_field_says_whether_it_is_absent_null_or_there() -> None:
    details = sent(rcs.DetailsUpdate, {"countries": None, "brand": {"name": "Shop"}})
    assert details.countries is None
    assert details.test_numbers is UNSET
    assert details.brand.name == "Shop"
    assert details.brand.emails is UNSET
    assert json.loads(to_json(rcs.DetailsUpdate())) == {}


def test_a_sender_without_its_id_costs_only_itself() -> None:
    sample = full(SCHEMAS["RcsSenderList"])
    sample["senders"] *= 2
    sample["senders"][0] = {**sample["senders"][0]}
    del sample["senders"][0]["id"]
    found = decoded(rcs.SenderList, sample)
    assert len(found.items) == 1
    assert found.unreadable[0].error.path == "$.senders[0].id"


@pytest.mark.parametrize("field", ["region", "billingCategory", "useCase", "hostingRegion", "details", "state"])
def test_a_sender_without_another_field_is_read(field: str) -> None:
    sample = full(SCHEMAS["RcsSender"])
    del sample[field]
    sender = read(rcs.Sender, sample)
    assert json.loads(to_json(sender)) == sample
    assert sender.details.brand.name is not None or field == "details"


def decoded(cls: Any, sample: JSON) -> Any:
    """Read JSON as a client does."""
    return decode(cls, json.dumps(sample).encode(), "listRcsSenders")


def test_the_auth_token_does_not_show() -> None:
    sender = read(rcs.Sender, full(SCHEMAS["RcsSender"]) | {"authToken": "very-secret"})
    assert sender.auth_token == Secret("very-secret")
    assert "very-secret" not in repr(sender)
    assert json.loads(to_json(sender))["authToken"] == "very-secret"


def test_both_spellings_of_a_time_are_read_and_one_without_an_offset_too() -> None:
    sample = full(SCHEMAS["RcsSender"])
    for text in ("2023-01-19t13:11:08.204Z", "2023-01-19T13:11:08.204Z", "2023-01-19T14:11:08.204+01:00"):
        assert read(rcs.Sender, sample | {"created": text}).created.isoformat().startswith("2023-01-19T1")
        assert json.loads(to_json(read(rcs.Sender, sample | {"created": text})))["created"] == WHEN


def sender_input(**fields: Any) -> rcs.SenderInput:
    good: dict[str, Any] = {
        "region": rcs.Region.EU,
        "billing_category": rcs.BillingCategory.CONVERSATIONAL,
        "use_case": rcs.UseCase.OTP,
    }
    return rcs.SenderInput(**(good | fields))


def details(**fields: Any) -> rcs.SenderInput:
    return sender_input(details=rcs.DetailsInput(**fields))


def brand(**fields: Any) -> rcs.SenderInput:
    return details(brand=rcs.Brand(**fields))


def answers(section: str, **fields: Any) -> rcs.SenderInput:
    holder: Any = getattr(rcs, f"{section.title()}Section")
    content: Any = getattr(rcs, f"{section.title()}Answers")
    return details(questionnaire=rcs.Questionnaire(**{section: holder(answers=content(**fields))}))


def us(**fields: Any) -> rcs.SenderInput:
    return details(questionnaire=rcs.Questionnaire(us=rcs.UsSection(answers=rcs.UsAnswers(**fields))))


def change(**fields: Any) -> rcs.SenderUpdate:
    return rcs.SenderUpdate(details=rcs.DetailsUpdate(**fields))


def email(label: str = "Help", address: str = "a@example.com") -> rcs.Email:
    return rcs.Email(label=label, address=address)


NUMBERS = [f"+4612312{number:04}" for number in range(201)]
PUBLIC, PRIVATE = rcs.OwnershipType.PUBLIC, rcs.OwnershipType.PRIVATE
SAMPLE = "Your parcel comes today."
GB = rcs.GbAnswers(company_legal_name="Parcels Ltd")
Q = "details.questionnaire"
BAD: list[tuple[Any, str, str]] = [
    (sender_input(region="MOON"), "region", "not one of BR, EU, US"),
    (sender_input(use_case=None), "use_case", "must be UseCase"),
    (details(test_numbers=NUMBERS), "details.test_numbers", "at most 200"),
    (details(test_numbers=["+46123123222"] * 2), "details.test_numbers", "twice"),
    (details(test_numbers=["46123123222"]), "details.test_numbers[0]", "E.164"),
    (details(test_numbers=["+46123123222", "+0123"]), "details.test_numbers[1]", "E.164"),
    (details(test_numbers=["+4612312322212345"]), "details.test_numbers[0]", "E.164"),
    (details(test_numbers=["+46 123 123"]), "details.test_numbers[0]", "E.164"),
    (details(test_numbers=["+46\uff11\uff12\uff13"]), "details.test_numbers[0]", "E.164"),
    (details(test_numbers=["+46123123222\n"]), "details.test_numbers[0]", "E.164"),
    (details(test_numbers=[46123123222]), "details.test_numbers[0]", "must be a text"),
    (details(test_numbers="+46123123222"), "details.test_numbers", "must be a list"),
    (details(countries=[]), "details.countries", "at least 1"),
    (details(countries=["FR", "FR"]), "details.countries", "twice"),
    (details(countries=["JP"]), "details.countries[0]", "not one of"),
    (brand(name="x" * 41), "details.brand.name", "at most 40"),
    (brand(description="x" * 101), "details.brand.description", "at most 100"),
    (brand(color="red"), "details.brand.color", "#RRGGBB"),
    (brand(color="#12345"), "details.brand.color", "#RRGGBB"),
    (brand(color="#12345G"), "details.brand.color", "#RRGGBB"),
    (brand(emails=[]), "details.brand.emails", "at least 1"),
    (brand(emails=[email(address=f"{n}@x.example") for n in range(4)]), "details.brand.emails", "at most 3"),
    (brand(emails=[email("A"), email("B")]), "details.brand.emails", "no address may be there twice"),
    (brand(emails=[email("x" * 26)]), "details.brand.emails[0].label", "at most 25"),
    (brand(phones=[rcs.Phone(label="A", number="12345")]), "details.brand.phones[0].number", "at least 6"),
    (brand(phones=[rcs.Phone(label="A", number="+46-123")]), "details.brand.phones[0].number", "6 to 15 digits"),
    (
        brand(phones=[rcs.Phone(label=label, number="123456") for label in "AB"]),
        "details.brand.phones",
        "no number may be there twice",
    ),
    (
        brand(websites=[rcs.Website(label=label, url="https://x.example") for label in "AB"]),
        "details.brand.websites",
        "no url may be there twice",
    ),
    (
        brand(websites=[rcs.Website(label="A", url="https://x.example/" + "x" * 238)]),
        "details.brand.websites[0].url",
        "at most 255",
    ),
    (answers("general", opt_in_description=""), f"{Q}.general.answers.opt_in_description", "at least 1"),
    (answers("general", video_uris=[]), f"{Q}.general.answers.video_uris", "at least 1"),
    (answers("verification", title="x" * 101), f"{Q}.verification.answers.title", "at most 100"),
    (answers("verification", phone="46123123"), f"{Q}.verification.answers.phone", "after + or 00"),
    (answers("fr", siren="12345678"), f"{Q}.fr.answers.siren", "9 digits"),
    (answers("gb", messages_volume=""), f"{Q}.gb.answers.messages_volume", "at least 1"),
    (us(ownership_type=PUBLIC, legal_form=rcs.LegalForm.PARTNERSHIP), f"{Q}.us.answers.legal_form", "CORPORATION"),
    (us(ownership_type=PRIVATE, stock_exchange="NYSE"), f"{Q}.us.answers.stock_exchange", "PUBLIC only"),
    (us(ownership_type=PRIVATE, stock_symbol="X"), f"{Q}.us.answers.stock_symbol", "PUBLIC only"),
    (us(tax_id_country="SE", address_state=rcs.UsState.NY), f"{Q}.us.answers.address_state", "tax_id_country of US"),
    (us(tax_id_country=rcs.CountryCode.AQ), f"{Q}.us.answers.tax_id_country", "cannot stand here"),
    (us(company_phone_number="+1" + "2" * 12), f"{Q}.us.answers.company_phone_number", "at most 13"),
    (us(tax_id="1" * 26), f"{Q}.us.answers.tax_id", "at most 25"),
    (us(address_postal_code="1" * 11), f"{Q}.us.answers.address_postal_code", "at most 10"),
    (us(sample_messages=[SAMPLE] * 6), f"{Q}.us.answers.sample_messages", "at most 5"),
    (us(sample_messages=["too short"]), f"{Q}.us.answers.sample_messages[0]", "at least 20"),
    (us(call_to_action_message="x" * 39), f"{Q}.us.answers.call_to_action_message", "at least 40"),
    (us(embedded_link="yes"), f"{Q}.us.answers.embedded_link", "True or False"),
    (us(messages_volume="10K"), f"{Q}.us.answers.messages_volume", "must be"),
    (
        details(questionnaire=rcs.Questionnaire(us=rcs.UsSection(answers=rcs.UsV1Answers(ein="123456789")))),
        f"{Q}.us.answers.ein",
        "12-3456789",
    ),
    (
        details(questionnaire=rcs.Questionnaire(gb=rcs.GbSection(questions={"x": rcs.Question()}, answers=GB))),
        f"{Q}.gb.questions",
        "for responses only",
    ),
    (brand(emails=[rcs.Email(label="Help")]), "details.brand.emails[0].address", "is required"),
    (brand(phones=[rcs.Phone(number="123456")]), "details.brand.phones[0].label", "is required"),
    (rcs.SenderUpdate(), "details", "is required"),
    (change(brand=rcs.Brand(emails=[rcs.Email(label="Help")])), "details.brand.emails[0].address", "is required"),
    (
        change(questionnaire=rcs.Questionnaire(gb=rcs.GbSection(questions={"x": rcs.Question()}, answers=GB))),
        f"{Q}.gb.questions",
        "cannot be changed",
    ),
    (change(countries=[]), "details.countries", "at least 1"),
    (change(brand=None), "details.brand", "cannot be None"),
    (change(brand=rcs.BrandUpdate(name=None)), "details.brand.name", "cannot be None"),  # type: ignore[arg-type]
    (change(brand=rcs.BrandUpdate(emails=[email("A"), email("B")])), "details.brand.emails", "twice"),
    (change(test_numbers=NUMBERS), "details.test_numbers", "at most 200"),
    (rcs.TestNumbersInput(test_numbers=NUMBERS), "test_numbers", "at most 200"),
    (rcs.CommentInput(comment=""), "comment", "at least 1"),
    (rcs.CommentInput(comment="x" * 65536), "comment", "at most 65535"),
]


@pytest.mark.parametrize(("body", "field", "words"), BAD, ids=[f"{field}-{words}" for _, field, words in BAD])
def test_broken_rules_are_told_with_their_field(body: Any, field: str, words: str) -> None:
    with pytest.raises(InvalidRequest) as caught:
        check(body)
    assert caught.value.field == field
    assert words in caught.value.rule
    assert caught.value.field in str(caught.value)


def test_all_breaches_are_told_at_once() -> None:
    with pytest.raises(InvalidRequest) as caught:
        check(brand(color="red", name="x" * 41))
    assert {field for field, _ in caught.value.violations} == {"details.brand.color", "details.brand.name"}


def test_a_value_newer_than_this_version_can_be_sent() -> None:
    check(details(countries=[rcs.LaunchCountry("JP")]))


def test_a_section_without_answers_is_sent_with_its_empty_answers() -> None:
    body = details(questionnaire=rcs.Questionnaire(gb=rcs.GbSection()))
    check(body)
    assert json.loads(to_json(body))["details"] == {"questionnaire": {"gb": {"answers": {}}}}


@pytest.mark.parametrize("given", [rcs.Brand(name="Shop"), rcs.BrandUpdate(name="Shop")])
def test_a_change_takes_what_was_read_whose_none_keeps(given: rcs.Brand | rcs.BrandUpdate) -> None:
    body = change(brand=given)
    check(body)
    assert json.loads(to_json(body)) == {"details": {"brand": {"name": "Shop"}}}


def test_models_can_be_imported_by_name_into_a_test_file() -> None:
    for name, thing in vars(rcs).items():
        if name.startswith("Test") and isinstance(thing, type):
            assert getattr(thing, "__test__", True) is False, name
