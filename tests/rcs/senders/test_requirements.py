"""What a launch would be rejected for is known before the call, and is what the emulator rejects it for then."""

from collections.abc import Iterator
from typing import Any, cast

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sinch_provisioning import Client, errors, evolve, rcs
from sinch_provisioning.core.codec.names import snake
from sinch_provisioning.emulator import Emulator
from sinch_provisioning.testing import SkippingClock
from tests.contract.catalogue.rcs import DETAILS

State = rcs.SenderState
COUNTRIES = [rcs.LaunchCountry.FR, rcs.LaunchCountry.GB, rcs.LaunchCountry.US, rcs.LaunchCountry.SE]


@pytest.fixture(scope="module")
def emulator() -> Iterator[Emulator]:
    with Emulator(frozen=True, check_replies=True) as running:
        yield running


@pytest.fixture(scope="module")
def sinch(emulator: Emulator) -> Iterator[Client]:
    with Client(emulator.config(), clock=SkippingClock(emulator)) as client:
        yield client


def thinned(thing: Any) -> st.SearchStrategy[Any]:
    """Return copies of a model from which any fields may be missing; what is required stays."""
    cls = cast("Any", type(thing))
    fields: dict[str, st.SearchStrategy[Any]] = {}
    for field in attrs.fields(cls):
        value: Any = getattr(thing, field.name)
        if value == field.default:
            continue
        inner: st.SearchStrategy[Any] = thinned(value) if hasattr(value, "__attrs_attrs__") else st.just(value)
        if field.default is not attrs.NOTHING:
            # Most launches fail for a handful of things, so most things are mostly there.
            inner = st.sampled_from([inner] * 7 + [st.just(field.default)]).flatmap(itself)
        fields[field.name] = inner
    return st.builds(cls, **fields)


def itself(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return strategy


form = DETAILS.questionnaire
assert form is not None
assert form.us is not None
answers = form.us.answers
OLD = rcs.UsV1Answers(company_legal_name="Parcels Inc.", brand_industry="Logistics", messages_volume="1M+ messages")
US_FORMS: list[Any] = [
    answers,
    rcs.UsAnswers(ownership_type=rcs.OwnershipType.PRIVATE, tax_id_country=rcs.CountryCode.SE),
    rcs.UsAnswers(ownership_type=rcs.OwnershipType.PRIVATE, tax_id_country=rcs.CountryCode.US),
    OLD,
]


@st.composite
def some_details(draw: st.DrawFn) -> rcs.DetailsInput:
    details: Any = draw(thinned(DETAILS))
    us = draw(st.sampled_from(US_FORMS).flatmap(thinned))
    if details.questionnaire is not None and draw(st.booleans()):
        section = rcs.UsSection(answers=us)
        details = attrs.evolve(details, questionnaire=attrs.evolve(details.questionnaire, us=section))
    countries = draw(st.lists(st.sampled_from(COUNTRIES), unique=True))
    done: rcs.DetailsInput = attrs.evolve(details, countries=countries or None, test_numbers=None)
    return done


def removal(answers: type, names: list[str]) -> st.SearchStrategy[Any]:
    return st.lists(st.sampled_from(names), unique=True).map(lambda gone: answers(**dict.fromkeys(gone)))


REMOVALS = st.builds(
    rcs.DetailsUpdate,
    brand=removal(rcs.BrandUpdate, ["emails", "phones", "websites"]),
    questionnaire=st.builds(
        rcs.QuestionnaireUpdate,
        general=st.builds(
            rcs.GeneralSectionUpdate,
            answers=removal(rcs.GeneralAnswersUpdate, ["opt_in_description", "video_uris", "screenshot_uris"]),
        ),
        fr=st.builds(rcs.FrSectionUpdate, answers=removal(rcs.FrAnswersUpdate, ["siren", "full_company_address"])),
    ),
)


@given(details=some_details(), change=st.none() | REMOVALS)
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_missing_is_what_a_launch_is_rejected_for(
    emulator: Emulator, sinch: Client, details: rcs.DetailsInput, change: rcs.DetailsUpdate | None
) -> None:
    sender = sinch.rcs.senders.create(
        region=rcs.Region.US,
        billing_category=rcs.BillingCategory.CONVERSATIONAL,
        use_case=rcs.UseCase.OTP,
        details=details,
    )
    if change is not None:
        sinch.rcs.senders.update(sender.id, details=change)
    emulator.advance(60)
    sender = sinch.rcs.senders.get(sender.id)
    told = rcs.missing_launch_requirements(sender)
    if sender.state is State.DRAFT:
        # Only without its images a sender stays a draft, which cannot even be asked to be launched.
        assert {"details.brand.banner_url", "details.brand.logo_url"} & set(told)
        with pytest.raises(errors.Conflict) as conflict:
            sinch.rcs.senders.launch(sender.id)
        assert conflict.value.error_code == "launch_invalid_agent_state"
    elif told:
        with pytest.raises(errors.PreconditionFailed) as caught:
            sinch.rcs.senders.launch(sender.id)
        assert [without_words(text) for text in caught.value.validation_errors] == told
    else:
        assert sinch.rcs.senders.launch(sender.id).state in {State.LAUNCHING, State.PREPARING_LAUNCH}


def without_words(text: str) -> str:
    """Return the path that a validation error is about, in Python's names."""
    path = text.partition(" is required")[0].partition(" needs ")[0]
    return ".".join(map(snake, path.split(".")))


def test_a_complete_sender_lacks_nothing(emulator: Emulator, sinch: Client) -> None:
    sender = sinch.rcs.senders.create(
        region=rcs.Region.US,
        billing_category=rcs.BillingCategory.CONVERSATIONAL,
        use_case=rcs.UseCase.OTP,
        details=DETAILS,
    )
    assert rcs.missing_launch_requirements(sender) == []


def test_a_sender_of_which_nothing_is_shown_lacks_everything() -> None:
    bare = rcs.Sender(id="s")
    found = rcs.missing_launch_requirements(bare)
    assert "details.questionnaire.general" in found
    assert "details.countries" in found
    assert "details.brand.phones or details.brand.emails" in found
    assert "details.brand.privacy_policy_url" in found
    assert len(found) == 10
    advised = rcs.missing_launch_requirements(bare, advice=True)
    assert "details.questionnaire.general.answers.screenshot_uris" in advised
    assert len(advised) == 14


def test_a_launch_needs_none_of_the_answers_that_are_advised(emulator: Emulator, sinch: Client) -> None:
    general = rcs.GeneralSection(answers=rcs.GeneralAnswers(trigger_description="A sale."))
    details = evolve(DETAILS, questionnaire=evolve(form, general=general))
    sender = sinch.rcs.senders.create(
        region=rcs.Region.US,
        billing_category=rcs.BillingCategory.CONVERSATIONAL,
        use_case=rcs.UseCase.OTP,
        details=details,
    )
    assert sender.state is State.IN_TEST
    assert rcs.missing_launch_requirements(sender) == []
    assert rcs.missing_launch_requirements(sender, advice=True) == [
        f"details.questionnaire.general.answers.{name}"
        for name in ("opt_in_description", "interactions_description", "opt_out_description", "screenshot_uris")
    ]
    assert sinch.rcs.senders.launch(sender.id).state is State.PREPARING_LAUNCH


def test_only_the_answers_of_its_generation_are_asked_of_a_us_section() -> None:
    questions = {"ein": rcs.Question(question="Your EIN?")}
    sender = rcs.Sender(
        id="s",
        details=rcs.Details(
            countries=[rcs.CountryCode.US],
            questionnaire=rcs.Questionnaire(us=rcs.UsSection(questions=questions)),
        ),
    )
    found = [path for path in rcs.missing_launch_requirements(sender) if ".us." in path]
    assert [path.rpartition(".")[2] for path in found] == ["company_legal_name", "brand_industry", "messages_volume"]
    assert "details.questionnaire.verification.answers.phone" not in rcs.missing_launch_requirements(sender)
