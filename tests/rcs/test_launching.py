"""What a launch would refuse is told before, and agrees with what the emulator refuses then."""

from collections.abc import Iterator
from typing import Any, cast

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sinch_provisioning import UNSET, Client, errors, rcs
from sinch_provisioning.core.unions import Unknown
from sinch_provisioning.emulator import Emulator
from sinch_provisioning.rcs.launching import no_way
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
        if value is UNSET:
            continue
        inner: st.SearchStrategy[Any] = thinned(value) if hasattr(value, "__attrs_attrs__") else st.just(value)
        if field.default is UNSET:
            # Most launches fail for a handful of things, so most things are mostly there.
            inner = st.sampled_from([inner] * 7 + [st.just(UNSET)]).flatmap(itself)
        fields[field.name] = inner
    return st.builds(cls, **fields)


def itself(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return strategy


form = DETAILS.questionnaire
assert isinstance(form, rcs.QuestionnaireInput)
assert isinstance(form.us, rcs.UsSectionInput)
answers = form.us.answers
OLD = rcs.UsV1AnswersInput(
    company_legal_name="Parcels Inc.", brand_industry="Logistics", messages_volume="1M+ messages"
)
US_FORMS: list[Any] = [
    answers,
    rcs.NonUsPrivateAnswersInput(ownership_type=rcs.OwnershipType.PRIVATE, tax_id_country=rcs.CountryCode.SE),
    rcs.UsPrivateAnswersInput(ownership_type=rcs.OwnershipType.PRIVATE, tax_id_country=rcs.CountryCode.US),
    OLD,
]


@st.composite
def some_details(draw: st.DrawFn) -> rcs.DetailsInput:
    details: Any = draw(thinned(DETAILS))
    us = draw(st.sampled_from(US_FORMS).flatmap(thinned))
    if details.questionnaire is not UNSET and draw(st.booleans()):
        section = rcs.UsSectionInput(answers=us)
        details = attrs.evolve(details, questionnaire=attrs.evolve(details.questionnaire, us=section))
    countries = draw(st.lists(st.sampled_from(COUNTRIES), unique=True))
    done: rcs.DetailsInput = attrs.evolve(details, countries=countries or UNSET, test_numbers=UNSET)
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
def test_what_is_told_before_is_what_is_refused_then(
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
        assert {"details.brand.bannerUrl", "details.brand.logoUrl"} & set(told)
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
    """Return the path that a validation error is about."""
    return text.partition(" is required")[0].partition(" needs ")[0]


def test_a_complete_sender_lacks_nothing(emulator: Emulator, sinch: Client) -> None:
    sender = sinch.rcs.senders.create(
        region=rcs.Region.US,
        billing_category=rcs.BillingCategory.CONVERSATIONAL,
        use_case=rcs.UseCase.OTP,
        details=DETAILS,
    )
    assert rcs.missing_launch_requirements(sender) == []


def test_a_sender_of_which_nothing_is_shown_lacks_everything() -> None:
    bare = rcs.Sender(
        id="s",
        region=rcs.Region.EU,
        billing_category=rcs.BillingCategory.CONVERSATIONAL,
        use_case=rcs.UseCase.OTP,
        hosting_region=rcs.HostingRegion.EUROPE,
    )
    told = rcs.missing_launch_requirements(bare)
    assert "details.questionnaire.general" in told
    assert "details.countries" in told
    assert "details.brand.phones or details.brand.emails" in told
    assert len(told) == 10
    advised = rcs.missing_launch_requirements(bare, advice=True)
    assert "details.questionnaire.general.answers.screenshotUris" in advised
    assert len(advised) == 14


def test_a_launch_needs_none_of_the_answers_that_are_advised(emulator: Emulator, sinch: Client) -> None:
    shown: Any = DETAILS
    general = attrs.evolve(shown.questionnaire.general, answers=rcs.GeneralAnswersInput(trigger_description="A sale."))
    details = attrs.evolve(shown, questionnaire=attrs.evolve(shown.questionnaire, general=general))
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
        for name in ("optInDescription", "interactionsDescription", "optOutDescription", "screenshotUris")
    ]
    assert sinch.rcs.senders.launch(sender.id).state is State.PREPARING_LAUNCH


def test_a_us_section_that_cannot_be_read_is_left_to_the_service(emulator: Emulator, sinch: Client) -> None:
    sender = sinch.rcs.senders.create(
        region=rcs.Region.US,
        billing_category=rcs.BillingCategory.CONVERSATIONAL,
        use_case=rcs.UseCase.OTP,
        details=DETAILS,
    )
    shown: Any = sender.details
    newer = attrs.evolve(shown.questionnaire, us=Unknown(content={"questions": {"newer": {}}}))
    thing: Any = sender
    assert rcs.missing_launch_requirements(attrs.evolve(thing, details=attrs.evolve(shown, questionnaire=newer))) == []


@pytest.mark.parametrize(
    ("state", "wanted"),
    [
        (State.DRAFT, State.IN_PROGRESS),
        (State.DRAFT, State.IN_TEST),
        (State.IN_PROGRESS, State.IN_TEST),
        (State.PREPARING_LAUNCH, State.LAUNCHED),
        (State.LAUNCHING, State.LAUNCHED),
        (State.LAUNCHED, State.UNLAUNCHED),
        (None, State.IN_TEST),
        (State("PAUSED"), State.LAUNCHED),
        (State.IN_TEST, State("PAUSED")),
    ],
)
def test_a_state_that_comes_by_itself_is_hoped_for(state: State | None, wanted: State) -> None:
    assert no_way(state, {wanted}) is None


@pytest.mark.parametrize(
    ("state", "wanted", "words"),
    [
        (State.DRAFT, State.LAUNCHED, "call launch() first"),
        (State.IN_TEST, State.LAUNCHING, "from which LAUNCHING cannot come by itself"),
        (State.IN_TEST, State.LAUNCHED, "call launch() first"),
        (State.UNLAUNCHED, State.LAUNCHED, "call launch() first"),
        (State.LAUNCHED, State.IN_TEST, "from which IN_TEST cannot come by itself"),
        (State.LAUNCHING, State.DRAFT, "from which DRAFT cannot come by itself"),
        (State.UNKNOWN, State.LAUNCHED, "is UNKNOWN"),
    ],
)
def test_a_state_that_cannot_come_is_not_hoped_for(state: State, wanted: State, words: str) -> None:
    reason = no_way(state, {wanted})
    assert reason is not None
    assert words in reason
    assert ("launch()" in reason) is (wanted is State.LAUNCHED and state is not State.UNKNOWN)
