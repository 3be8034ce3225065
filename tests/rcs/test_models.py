"""The family's data survives reading and writing, whatever of it is there, and rules are told before sending."""

import json
import re
from collections.abc import Mapping
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sinch_provisioning import rcs
from sinch_provisioning.core.codec import decode, to_json
from sinch_provisioning.core.operation import Safety
from sinch_provisioning.core.rules import check
from sinch_provisioning.core.secrets import Secret
from sinch_provisioning.core.unions import Unknown
from sinch_provisioning.core.unset import UNSET
from sinch_provisioning.errors import DecodeError, InvalidRequest
from sinch_provisioning.rcs import api, models
from tests.documented import CONTRACT, assert_same_operations, examples, read

JSON = Any
SCHEMAS: dict[str, JSON] = CONTRACT["components"]["schemas"]
BODIES: dict[str, Any] = {
    "createRcsSender": rcs.SenderInput,
    "updateRcsSender": rcs.SenderUpdate,
    "createRcsSenderComment": rcs.CommentInput,
    "addRcsTestNumbers": rcs.TestNumbersInput,
    "createRcsAccountComment": rcs.CommentInput,
}
WHEN = "2023-01-19T13:11:08.204Z"


def test_operations_are_those_of_the_contract() -> None:
    assert_same_operations(api.OPERATIONS, "rcs.senders", "rcs.accounts", "rcs.questionnaire")
    assert {operation.id for operation in api.OPERATIONS if operation.safety is Safety.ONCE} == {
        "createRcsSender",
        "launchRcsSender",
        "createRcsSenderComment",
        "addRcsTestNumbers",
        "retryRcsTestNumber",
        "createRcsAccountComment",
    }


@pytest.mark.parametrize(("cls", "sample"), examples(api.OPERATIONS, BODIES))
def test_examples_of_the_contract_survive(cls: Any, sample: object) -> None:
    # The documents write some times with a lower-case t, which is read and not written.
    text = re.sub(r"(\d{4}-\d\d-\d\d)t", r"\1T", json.dumps(sample))
    assert json.loads(to_json(read(cls, sample))) == json.loads(text)


# A value for each kind of text that has a form of its own.
TEXTS = {"email": "ann@example.com", "uri": "https://example.com", "date-time": WHEN}
NAMED = {
    "ein": "12-3456789",
    "siren": "123456789",
    "phone": "+46123123222",
    "number": "+46123123222",
    "color": "#0B5FFF",
    "testNumbers": "+46123123222",
}


def resolved(schema: JSON) -> JSON:
    while "$ref" in schema:
        schema = SCHEMAS[schema["$ref"].rpartition("/")[2]]
    return schema


def full(schema: JSON, variants: Mapping[int, int] | None = None, *, name: str = "", enums: str | None = None) -> JSON:
    """Return a value with every field of a schema.

    `variants` says which one to take where there are so many to choose from; `enums` stands for every enum's value.
    """
    schema = resolved(schema)
    if "anyOf" in schema:
        options = [option for option in schema["anyOf"] if option != {"type": "null"}]
        return full(options[(variants or {}).get(len(options), 0)], variants, name=name, enums=enums)
    kind = schema["type"] if isinstance(schema["type"], str) else schema["type"][0]
    if kind == "object":
        return {
            key: full(inner, variants, name=key, enums=enums) for key, inner in schema.get("properties", {}).items()
        }
    if kind == "array":
        return [full(schema["items"], variants, name=name, enums=enums)]
    if "enum" in schema:
        return enums or schema["enum"][0]
    if kind == "string":
        text = NAMED.get(name) or TEXTS.get(schema.get("format", "")) or "a text of twenty-five characters"
        least: int = schema.get("minLength", 0)
        return text.ljust(least, ".")[: schema.get("maxLength")]
    return {"integer": 7, "number": 7, "boolean": False}[kind]


RESPONSES: list[tuple[Any, str]] = [
    (rcs.SenderList, "RcsSenderList"),
    (rcs.SenderActivityList, "RcsSenderNotificationList"),
    (rcs.AccountActivityList, "RcsAccountNotificationList"),
    (rcs.TestNumbers, "RcsTestNumbers"),
    (rcs.TestNumber, "RcsTestNumberState"),
    (rcs.TestNumberCapabilities, "RcsTestNumberCapabilities"),
    (rcs.Comment, "RcsComment"),
    (rcs.BlankQuestionnaire, "RcsSenderDetailsQuestionnaireBase"),
]


@pytest.mark.parametrize(("cls", "schema"), RESPONSES)
def test_every_field_of_an_answer_survives(cls: Any, schema: str) -> None:
    sample = full(SCHEMAS[schema])
    assert json.loads(to_json(read(cls, sample))) == sample


@pytest.mark.parametrize(("cls", "schema"), RESPONSES)
def test_fields_that_are_newer_do_no_harm(cls: Any, schema: str) -> None:
    def adorned(fields: dict[str, JSON]) -> JSON:
        # An empty object is the one whose fields the documents do not tell; it is kept as it is.
        return fields | {"brandNew": [None]} if fields else fields

    sample = full(SCHEMAS[schema])
    newer = json.loads(json.dumps(sample), object_hook=adorned)
    assert newer != sample
    assert json.loads(to_json(read(cls, newer))) == sample


@pytest.mark.parametrize(("cls", "schema"), RESPONSES)
def test_enum_values_that_are_newer_survive(cls: Any, schema: str) -> None:
    sample = full(SCHEMAS[schema], enums="BRAND_NEW")
    assert json.loads(to_json(read(cls, sample))) == sample


def test_a_newer_value_is_told_from_a_known_one() -> None:
    sender = read(rcs.Sender, full(SCHEMAS["RcsSender"]) | {"state": "BRAND_NEW"})
    assert str(sender.state) == "BRAND_NEW"
    assert not sender.state.is_known
    assert sender.region.is_known


# By the number of variants: three forms of the US section, five of its questions.
@pytest.mark.parametrize(
    ("section", "questions", "cls"),
    [
        (0, 0, rcs.UsDefaultSection),
        (1, 0, rcs.UsSection),
        (1, 1, rcs.UsSection),
        (1, 2, rcs.UsSection),
        (1, 3, rcs.UsSection),
        (1, 4, rcs.UsSection),
        (2, 0, rcs.UsV1Section),
    ],
)
def test_every_form_of_the_us_section_survives(section: int, questions: int, cls: type) -> None:
    sample = full(SCHEMAS["RcsSender"], {3: section, 5: questions})
    sender = read(rcs.Sender, sample)
    assert type(sender.details.questionnaire.us) is cls
    assert json.loads(to_json(sender)) == sample


@pytest.mark.parametrize(
    ("section", "questions", "cls"),
    [*[(0, form, rcs.BlankUsSection) for form in range(5)], (1, 0, rcs.BlankUsV1Section)],
)
def test_every_form_of_the_blank_us_section_survives(section: int, questions: int, cls: type) -> None:
    sample = full(SCHEMAS["RcsSenderDetailsQuestionnaireBase"], {2: section, 5: questions})
    blank = read(rcs.BlankQuestionnaire, sample)
    assert type(blank.us) is cls
    assert json.loads(to_json(blank)) == sample


@pytest.mark.parametrize("content", [{"questions": {"x": 1}}, {"answers": {}}, {"questions": None}, {}])
def test_a_us_section_of_a_newer_generation_is_kept_as_it_came(content: JSON) -> None:
    sample = full(SCHEMAS["RcsSender"])
    sample["details"]["questionnaire"]["us"] = content
    sender = decoded(rcs.Sender, sample)
    assert sender.details.questionnaire.us == Unknown(content=content)
    assert json.loads(to_json(sender)) == sample


US_INPUTS: list[tuple[dict[str, str], type]] = [
    ({"ownershipType": "PUBLIC", "taxIdCountry": "US"}, rcs.UsPublicAnswersInput),
    ({"ownershipType": "PRIVATE", "taxIdCountry": "US"}, rcs.UsPrivateAnswersInput),
    ({"ownershipType": "PUBLIC", "taxIdCountry": "SE"}, rcs.NonUsPublicAnswersInput),
    ({"ownershipType": "PRIVATE", "taxIdCountry": "SE"}, rcs.NonUsPrivateAnswersInput),
    ({}, rcs.UsV1AnswersInput),
]


@pytest.mark.parametrize("form", range(5))
def test_every_field_of_a_new_sender_survives_and_keeps_the_rules(form: int) -> None:
    sample = full(SCHEMAS["RcsSenderInput"], {5: form})
    telling, cls = US_INPUTS[form]
    sample["details"]["questionnaire"]["us"]["answers"] |= telling
    body = read(rcs.SenderInput, sample)
    assert type(body.details.questionnaire.us.answers) is cls
    assert json.loads(to_json(body)) == sample
    check(body)


@pytest.mark.parametrize(("form", "cls"), [(0, rcs.UsAnswersUpdate), (1, rcs.UsV1AnswersUpdate)])
def test_every_field_of_a_change_survives_and_keeps_the_rules(form: int, cls: type) -> None:
    sample = full(SCHEMAS["RcsUpdateSenderInput"], {2: form})
    body = read(rcs.SenderUpdate, sample)
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
        body = read(cls, sample)
        assert json.loads(to_json(body)) == sample
        check(body)

    keeps()


def test_a_field_says_whether_it_is_absent_null_or_there() -> None:
    details = read(rcs.DetailsUpdate, {"countries": None, "brand": {"name": "Shop"}})
    assert details.countries is None
    assert details.test_numbers is UNSET
    assert details.brand.name == "Shop"
    assert details.brand.emails is UNSET
    assert json.loads(to_json(rcs.DetailsUpdate())) == {}


@pytest.mark.parametrize("field", ["id", "region", "billingCategory", "useCase", "hostingRegion"])
def test_a_sender_without_a_required_field_is_told_with_its_path(field: str) -> None:
    sample = full(SCHEMAS["RcsSenderList"])
    del sample["senders"][0][field]
    with pytest.raises(DecodeError) as caught:
        decoded(rcs.SenderList, sample)
    assert caught.value.path == f"$.senders[0].{field}"
    assert json.loads(caught.value.body) == sample


def decoded(cls: Any, sample: JSON) -> Any:
    """Read JSON as a client does."""
    return decode(cls, json.dumps(sample).encode(), "listRcsSenders")


def test_required_fields_are_those_of_the_contract() -> None:
    pairs = [(cls, resolved(SCHEMAS[schema])) for cls, schema in RESPONSES] + [
        (rcs.Sender, SCHEMAS["RcsSender"]),
        (rcs.Details, SCHEMAS["RcsSenderDetails"]),
        (rcs.SenderInput, SCHEMAS["RcsSenderInput"]),
        (rcs.EmailInput, SCHEMAS["RcsEmailInput"]),
        (rcs.BrandRegistration, SCHEMAS["RcsBrandRegistration"]),
        (rcs.CampaignRegistration, SCHEMAS["RcsCampaignRegistration"]),
    ]
    for cls, schema in pairs:
        needed = {field.name.replace("_", "") for field in attrs.fields(cls) if field.default is attrs.NOTHING}
        assert needed == {name.lower() for name in schema["required"]}, cls


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
    return details(brand=rcs.BrandInput(**fields))


def answers(section: str, **fields: Any) -> rcs.SenderInput:
    holder: Any = getattr(rcs, f"{section.title()}SectionInput")
    content: Any = getattr(rcs, f"{section.title()}AnswersInput")
    return details(questionnaire=rcs.QuestionnaireInput(**{section: holder(answers=content(**fields))}))


def us(form: Any, **fields: Any) -> rcs.SenderInput:
    return details(questionnaire=rcs.QuestionnaireInput(us=rcs.UsSectionInput(answers=form(**fields))))


def change(**fields: Any) -> rcs.SenderUpdate:
    return rcs.SenderUpdate(details=rcs.DetailsUpdate(**fields))


def email(label: str = "Help", address: str = "a@example.com") -> rcs.EmailInput:
    return rcs.EmailInput(label=label, address=address)


NUMBERS = [f"+4612312{number:04}" for number in range(201)]
PUBLIC, PRIVATE = rcs.UsPublicAnswersInput, rcs.UsPrivateAnswersInput
FOREIGN = rcs.NonUsPublicAnswersInput
SAMPLE = "Your parcel comes today."
Q = "details.questionnaire"
BAD: list[tuple[Any, str, str]] = [
    (sender_input(region="MOON"), "region", "none of BR, EU, US"),
    (sender_input(use_case=None), "use_case", "has to be UseCase"),
    (details(test_numbers=NUMBERS), "details.test_numbers", "at most 200"),
    (details(test_numbers=["+46123123222"] * 2), "details.test_numbers", "twice"),
    (details(test_numbers=["46123123222"]), "details.test_numbers[0]", "E.164"),
    (details(test_numbers=["+46123123222", "+0123"]), "details.test_numbers[1]", "E.164"),
    (details(test_numbers=["+4612312322212345"]), "details.test_numbers[0]", "E.164"),
    (details(test_numbers=["+46 123 123"]), "details.test_numbers[0]", "E.164"),
    (details(test_numbers=["+46\uff11\uff12\uff13"]), "details.test_numbers[0]", "E.164"),
    (details(test_numbers=["+46123123222\n"]), "details.test_numbers[0]", "E.164"),
    (details(test_numbers=[46123123222]), "details.test_numbers[0]", "has to be a text"),
    (details(test_numbers="+46123123222"), "details.test_numbers", "has to be a list"),
    (details(countries=[]), "details.countries", "at least 1"),
    (details(countries=["FR", "FR"]), "details.countries", "twice"),
    (details(countries=["JP"]), "details.countries[0]", "none of"),
    (details(countries=None), "details.countries", "cannot be None"),
    (brand(name="x" * 41), "details.brand.name", "at most 40"),
    (brand(description="x" * 101), "details.brand.description", "at most 100"),
    (brand(color="red"), "details.brand.color", "#RRGGBB"),
    (brand(color="#12345"), "details.brand.color", "#RRGGBB"),
    (brand(color="#12345G"), "details.brand.color", "#RRGGBB"),
    (brand(emails=[]), "details.brand.emails", "at least 1"),
    (brand(emails=[email(address=f"{n}@x.example") for n in range(4)]), "details.brand.emails", "at most 3"),
    (brand(emails=[email("A"), email("B")]), "details.brand.emails", "no address may be there twice"),
    (brand(emails=[email("x" * 26)]), "details.brand.emails[0].label", "at most 25"),
    (brand(phones=[rcs.PhoneInput(label="A", number="12345")]), "details.brand.phones[0].number", "at least 6"),
    (brand(phones=[rcs.PhoneInput(label="A", number="+46-123")]), "details.brand.phones[0].number", "6 to 15 digits"),
    (
        brand(phones=[rcs.PhoneInput(label=label, number="123456") for label in "AB"]),
        "details.brand.phones",
        "no number may be there twice",
    ),
    (
        brand(websites=[rcs.WebsiteInput(label=label, url="https://x.example") for label in "AB"]),
        "details.brand.websites",
        "no url may be there twice",
    ),
    (
        brand(websites=[rcs.WebsiteInput(label="A", url="https://x.example/" + "x" * 238)]),
        "details.brand.websites[0].url",
        "at most 255",
    ),
    (answers("general", opt_in_description=""), f"{Q}.general.answers.opt_in_description", "at least 1"),
    (answers("general", video_uris=[]), f"{Q}.general.answers.video_uris", "at least 1"),
    (answers("verification", title="x" * 101), f"{Q}.verification.answers.title", "at most 100"),
    (answers("verification", phone="46123123"), f"{Q}.verification.answers.phone", "after + or 00"),
    (answers("fr", siren="12345678"), f"{Q}.fr.answers.siren", "9 digits"),
    (answers("gb", messages_volume=""), f"{Q}.gb.answers.messages_volume", "at least 1"),
    (us(PUBLIC, ownership_type=rcs.OwnershipType.PRIVATE), f"{Q}.us.answers.ownership_type", "has to be PUBLIC"),
    (us(PUBLIC, legal_form=rcs.LegalForm.PARTNERSHIP), f"{Q}.us.answers.legal_form", "has to be CORPORATION"),
    (us(PRIVATE, tax_id_country=rcs.CountryCode.SE), f"{Q}.us.answers.tax_id_country", "has to be US"),
    (us(FOREIGN, tax_id_country=rcs.CountryCode.US), f"{Q}.us.answers.tax_id_country", "cannot stand here"),
    (us(PRIVATE, company_phone_number="+1" + "2" * 12), f"{Q}.us.answers.company_phone_number", "at most 13"),
    (us(PRIVATE, tax_id="1" * 26), f"{Q}.us.answers.tax_id", "at most 25"),
    (us(PRIVATE, address_postal_code="1" * 11), f"{Q}.us.answers.address_postal_code", "at most 10"),
    (us(PRIVATE, sample_messages=[SAMPLE] * 6), f"{Q}.us.answers.sample_messages", "at most 5"),
    (us(PRIVATE, sample_messages=["too short"]), f"{Q}.us.answers.sample_messages[0]", "at least 20"),
    (us(PRIVATE, call_to_action_message="x" * 39), f"{Q}.us.answers.call_to_action_message", "at least 40"),
    (us(PRIVATE, embedded_link="yes"), f"{Q}.us.answers.embedded_link", "True or False"),
    (us(PRIVATE, messages_volume="10K"), f"{Q}.us.answers.messages_volume", "has to be"),
    (us(rcs.UsV1AnswersInput, ein="123456789"), f"{Q}.us.answers.ein", "12-3456789"),
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


def test_models_can_be_imported_by_name_into_a_test_file() -> None:
    for name, thing in vars(models).items():
        if name.startswith("Test") and isinstance(thing, type):
            assert getattr(thing, "__test__", True) is False, name
