"""Every RCS call, async and blocking, against the emulator."""

from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import unquote

import attrs
import pytest

from sinch_provisioning import AsyncClient, errors, evolve, rcs
from sinch_provisioning.emulator import Emulator
from tests.contract.catalogue.rcs import DETAILS, NUMBER

pytestmark = pytest.mark.anyio

OTHER = "+46123123333"


async def create(sinch: AsyncClient, details: rcs.DetailsInput | None = None) -> rcs.Sender:
    given: dict[str, Any] = {} if details is None else {"details": details}
    return await sinch.rcs.senders.create(
        region=rcs.Region.US,
        billing_category=rcs.BillingCategory.CONVERSATIONAL,
        use_case=rcs.UseCase.TRANSACTIONAL,
        **given,
    )


async def ready(sinch: AsyncClient, details: rcs.DetailsInput = DETAILS) -> rcs.Sender:
    """Return a sender that can be launched."""
    return await sinch.rcs.senders.wait_for((await create(sinch, details)).id, rcs.SenderState.IN_TEST)


def question(section: Any, name: str) -> rcs.Question:
    found = section.questions[name]
    assert isinstance(found, rcs.Question)
    return found


def change(**fields: Any) -> rcs.DetailsUpdate:
    return rcs.DetailsUpdate(**fields)


async def test_a_bare_sender_is_a_draft_with_the_documented_defaults(sinch: AsyncClient, emulator: Emulator) -> None:
    sender = await create(sinch)
    assert sender.state is rcs.SenderState.DRAFT
    assert sender.details.brand == rcs.Brand(name="RCS Sender", color="#000000")
    assert sender.hosting_region is rcs.HostingRegion.NORTH_AMERICA
    assert emulator.requests[-1].body == {
        "region": "US",
        "billingCategory": "CONVERSATIONAL",
        "useCase": "TRANSACTIONAL",
    }
    assert await sinch.rcs.senders.get(sender.id) == sender
    assert await sinch.rcs.senders.list().collect() == [sender]


async def test_a_complete_sender_shows_all_that_was_given(sinch: AsyncClient) -> None:
    sender = await ready(sinch)
    assert sender.details.brand == rcs.Brand(
        name="Parcel News",
        description="Where your parcel is",
        color="#0B5FFF",
        emails=[rcs.Email(label="Help", address="help@parcels.example")],
        phones=[rcs.Phone(label="Help", number="+46123123123")],
        websites=[rcs.Website(label="Shop", url="https://parcels.example")],
        banner_url="https://parcels.example/banner.png",
        logo_url="https://parcels.example/logo.png",
        privacy_policy_url="https://parcels.example/privacy",
        terms_of_service_url="https://parcels.example/terms",
    )
    form = sender.details.questionnaire
    assert form.general.answers.opt_in_description == "A box to tick when ordering"
    assert form.general.answers.opt_in_description_metadata == rcs.AnswerMetadata(ignore="when ordering")
    assert form.verification.answers.partner is not None
    assert form.verification.answers.partner.contact_name == "Bob"
    assert form.gb is not None
    assert question(form.gb, "messagesVolume").suggested_answers
    assert form.fr is not None
    assert form.fr.answers.siren == "123456789"
    assert form.us is not None
    assert form.us.answers.messages_volume == 10_000
    assert "stockSymbol" in form.us.questions
    assert sender.auth_name
    assert sender.auth_token is not None
    assert sender.auth_token.reveal() not in repr(sender)
    assert sender.supplier_details is not None
    assert [row.country for row in sender.country_status or []] == ["FR", "GB", "US"]


async def test_every_filter_finds_its_own(sinch: AsyncClient, emulator: Emulator) -> None:
    first, second = await create(sinch), await ready(sinch)
    emulator.control.rcs.link_app(emulator.project_id, second.id, "APP1")

    async def ids(**filters: Any) -> list[str]:
        return [sender.id for sender in await sinch.rcs.senders.list(**filters).collect()]

    assert await ids() == [first.id, second.id]
    assert await ids(states=[rcs.SenderState.IN_TEST]) == [second.id]
    assert await ids(states=[rcs.SenderState.IN_TEST, rcs.SenderState.DRAFT]) == [first.id, second.id]
    assert emulator.requests[-1].query == "filterStates=IN_TEST&filterStates=DRAFT"
    assert await ids(states=[]) == [first.id, second.id]
    assert await ids(search="PARCEL") == [second.id]
    assert await ids(sender_name="rcs s") == [first.id]
    assert await ids(sender_ids=first.id) == [first.id]
    assert await ids(conversation_api_app_id="APP1") == [second.id]
    assert await ids(conversation_api_app_id="APP2") == []
    assert await ids(states=[rcs.SenderState.DRAFT], search="parcel") == []
    linked = await sinch.rcs.senders.get(second.id)
    assert linked.conversation_api_app_details is not None
    assert linked.conversation_api_app_details.channel_status == "ACTIVE"


async def test_every_sorting_sorts(sinch: AsyncClient, emulator: Emulator) -> None:
    for name in ("Bakery", "Airline", "Cinema"):
        await create(sinch, rcs.DetailsInput(brand=rcs.Brand(name=name)))
        emulator.advance(60)
    senders = await sinch.rcs.senders.list().collect()
    await sinch.rcs.senders.update(senders[0].id, details=change(countries=[rcs.LaunchCountry.SE]))

    async def names(column: rcs.SortColumn | None, direction: rcs.SortDirection | None) -> list[str | None]:
        found = sinch.rcs.senders.list(sort_column=column, sort_direction=direction, page_size=2)
        return [sender.details.brand.name async for sender in found]

    column, direction = rcs.SortColumn, rcs.SortDirection
    assert await names(column.CREATED, None) == ["Bakery", "Airline", "Cinema"]
    assert await names(column.CREATED, direction.DESC) == ["Cinema", "Airline", "Bakery"]
    assert await names(column.MODIFIED, direction.ASC) == ["Airline", "Cinema", "Bakery"]
    assert await names(column.NAME, direction.ASC) == ["Airline", "Bakery", "Cinema"]
    assert await names(column.NAME, direction.DESC) == ["Cinema", "Bakery", "Airline"]
    assert await names(column.STATE, direction.ASC) == ["Bakery", "Airline", "Cinema"]
    assert await names(None, direction.DESC) == ["Cinema", "Airline", "Bakery"]


async def test_an_update_says_what_was_said_and_nothing_else(sinch: AsyncClient, emulator: Emulator) -> None:
    sender = await ready(sinch)
    updated = await sinch.rcs.senders.update(
        sender.id,
        details=change(
            countries=[rcs.LaunchCountry.FR],
            test_numbers=None,
            brand=rcs.BrandUpdate(phones=None, name="Parcels"),
            questionnaire=rcs.QuestionnaireUpdate(
                general=rcs.GeneralSectionUpdate(
                    answers=rcs.GeneralAnswersUpdate(
                        video_uris=None, opt_in_description_metadata=rcs.AnswerMetadataUpdate(ignore=None)
                    )
                ),
                verification=rcs.VerificationSectionUpdate(answers=rcs.VerificationAnswersUpdate(partner=None)),
            ),
        ),
    )
    assert emulator.requests[-1].body == {
        "details": {
            "countries": ["FR"],
            "testNumbers": None,
            "brand": {"phones": None, "name": "Parcels"},
            "questionnaire": {
                "general": {"answers": {"videoUris": None, "optInDescriptionMetadata": {"ignore": None}}},
                "verification": {"answers": {"partner": None}},
            },
        }
    }
    before, after = sender.details, updated.details
    assert after.countries == ("FR",)
    assert after.test_numbers == ()
    assert updated.test_number_states == ()
    assert (after.brand.phones, after.brand.name) == (None, "Parcels")
    assert after.brand.emails == before.brand.emails
    general = after.questionnaire.general.answers
    assert (general.video_uris, general.opt_in_description) == (None, "A box to tick when ordering")
    assert general.opt_in_description_metadata == rcs.AnswerMetadata()
    assert after.questionnaire.verification.answers.partner is None
    assert after.questionnaire.verification.answers.title == "Head of parcels"
    assert after.questionnaire.gb == before.questionnaire.gb, "answers outlive their country"


async def test_a_sender_is_created_from_a_model_as_from_its_fields(sinch: AsyncClient, emulator: Emulator) -> None:
    new = rcs.SenderInput(
        region=rcs.Region.EU, billing_category=rcs.BillingCategory.CONVERSATIONAL, use_case=rcs.UseCase.OTP
    )
    await sinch.rcs.senders.create(new)
    await sinch.rcs.senders.create(region="EU", billing_category="CONVERSATIONAL", use_case="OTP")
    first, second = emulator.requests.of("createRcsSender")
    assert first.body == second.body
    with pytest.raises(errors.InvalidRequest, match="region: is given beside a SenderInput"):
        await sinch.rcs.senders.create(new, region="EU")


async def test_changes_are_sent_as_the_difference(sinch: AsyncClient, emulator: Emulator) -> None:
    before = await ready(sinch)
    brand = evolve(before.details.brand, name="Parcels", phones=None)
    answers = evolve(before.details.questionnaire.general.answers, opt_in_description=None, opt_out_description="STOP")
    general = evolve(before.details.questionnaire.general, answers=answers)
    questionnaire = evolve(before.details.questionnaire, general=general)
    wanted = evolve(before, details=evolve(before.details, brand=brand, questionnaire=questionnaire))
    after = await sinch.rcs.senders.update(before.id, rcs.changes(before, wanted))
    assert emulator.requests[-1].body == {
        "details": {
            "brand": {"name": "Parcels", "phones": None},
            "questionnaire": {"general": {"answers": {"optInDescription": None, "optOutDescription": "STOP"}}},
        }
    }
    assert after.details == wanted.details
    assert rcs.changes(after, after) == rcs.SenderUpdate()
    assert rcs.changes(before.details, wanted.details) == rcs.changes(before, wanted).details
    with pytest.raises(errors.InvalidRequest, match="region: cannot be changed"):
        rcs.changes(before, evolve(before, region=rcs.Region.BR))
    new = evolve(questionnaire, gb=None, fr=rcs.FrSection(answers=rcs.FrAnswers(siren="123456789")))
    with pytest.raises(errors.InvalidRequest, match=r"details\.questionnaire\.gb: cannot be removed"):
        rcs.changes(before, evolve(before, details=evolve(before.details, questionnaire=new)))


async def test_comments_and_numbers_are_taken_as_models_too(sinch: AsyncClient, emulator: Emulator) -> None:
    sender = await ready(sinch)
    await sinch.rcs.senders.comment(sender.id, rcs.CommentInput(comment="x"))
    await sinch.rcs.account.comment(rcs.CommentInput(comment="x"))
    assert [entry.body for entry in emulator.requests[-2:]] == [{"comment": "x"}] * 2
    await sinch.rcs.senders.test_numbers.add(sender.id, rcs.TestNumbersInput(test_numbers=[OTHER]))
    assert emulator.requests[-1].body == {"testNumbers": [OTHER]}


async def test_an_update_of_us_answers_says_which_generation_they_are(sinch: AsyncClient, emulator: Emulator) -> None:
    sender = await ready(sinch)
    old = rcs.UsV1AnswersUpdate(company_legal_name="Parcels Inc.", messages_volume="1M+ messages", ein="12-3456789")
    updated = await sinch.rcs.senders.update(
        sender.id,
        details=change(questionnaire=rcs.QuestionnaireUpdate(us=rcs.UsSectionUpdate(answers=old))),
        us_questionnaire_version=rcs.UsQuestionnaireVersion.V1,
    )
    assert emulator.requests[-1].query == "usQuestionnaireVersion=v1"
    us = updated.details.questionnaire.us
    assert us is not None
    assert us.generation is rcs.UsQuestionnaireVersion.V1
    assert us.answers == rcs.UsV1Answers(
        company_legal_name="Parcels Inc.", messages_volume="1M+ messages", ein="12-3456789"
    )

    new = rcs.UsAnswersUpdate(messages_volume=1000, age_gated_content=False)
    updated = await sinch.rcs.senders.update(
        sender.id, details=change(questionnaire=rcs.QuestionnaireUpdate(us=rcs.UsSectionUpdate(answers=new)))
    )
    us = updated.details.questionnaire.us
    assert us is not None
    assert us.generation is rcs.UsQuestionnaireVersion.V2
    assert us.answers == rcs.UsAnswers(messages_volume=1000, age_gated_content=False)


async def test_a_launch_without_data_is_refused_with_what_is_missing(sinch: AsyncClient) -> None:
    brand = rcs.Brand(banner_url="https://x.example/b.png", logo_url="https://x.example/l.png")
    sender = await ready(sinch, rcs.DetailsInput(brand=brand))
    with pytest.raises(errors.PreconditionFailed) as caught:
        await sinch.rcs.senders.launch(sender.id)
    assert caught.value.error_code == "launch_precondition_failed"
    assert "details.countries needs at least one country" in caught.value.validation_errors
    assert "details.questionnaire.verification.answers.email is required" in caught.value.validation_errors
    assert len(caught.value.validation_errors) == len(rcs.missing_launch_requirements(sender)) == 8
    assert "details.questionnaire.general is required" in caught.value.validation_errors


async def test_a_launch_goes_its_way(sinch: AsyncClient, emulator: Emulator) -> None:
    sender = await ready(sinch)
    launching = await sinch.rcs.senders.launch(sender.id)
    assert launching.state is rcs.SenderState.LAUNCHING
    assert {row.status for row in launching.country_status or []} == {rcs.OperatorStatus.PENDING}
    launched = await sinch.rcs.senders.wait_for(sender.id, rcs.SenderState.LAUNCHED)
    assert launched.launched is not None
    assert {row.status for row in launched.country_status or []} == {rcs.OperatorStatus.LAUNCHED}
    assert emulator.requests.of("launchRcsSender")[0].body is None


async def test_a_launch_without_a_video_is_prepared_first(sinch: AsyncClient) -> None:
    sender = await ready(sinch)
    general = rcs.GeneralSectionUpdate(answers=rcs.GeneralAnswersUpdate(video_uris=None))
    await sinch.rcs.senders.update(sender.id, details=change(questionnaire=rcs.QuestionnaireUpdate(general=general)))
    assert (await sinch.rcs.senders.launch(sender.id)).state is rcs.SenderState.PREPARING_LAUNCH
    assert (await sinch.rcs.senders.wait_for(sender.id, rcs.SenderState.LAUNCHED)).launched is not None


async def test_a_wait_ends_where_hope_ends(sinch: AsyncClient, emulator: Emulator) -> None:
    sender = await ready(sinch)
    emulator.requests.clear()
    with pytest.raises(errors.WaitFailed, match=r"is IN_TEST: LAUNCHED .* call launch\(\) first") as caught:
        await sinch.rcs.senders.wait_for(sender.id, rcs.SenderState.LAUNCHED)
    assert caught.value.last.id == sender.id
    assert len(emulator.requests.of("getRcsSender")) == 1
    draft = await create(sinch)
    with pytest.raises(errors.WaitFailed, match="not reached within 60 seconds"):
        await sinch.rcs.senders.wait_for(draft.id, [rcs.SenderState.IN_TEST, rcs.SenderState.IN_PROGRESS], deadline=60)
    with pytest.raises(errors.InvalidRequest, match="not one of"):
        await sinch.rcs.senders.wait_for(draft.id, "LAUNCHD")
    with pytest.raises(errors.NotFound):
        await sinch.rcs.senders.wait_for("nobody", rcs.SenderState.IN_TEST)


async def test_test_numbers_are_invited_and_accept(sinch: AsyncClient, emulator: Emulator) -> None:
    sender = await ready(sinch)
    numbers = sinch.rcs.senders.test_numbers
    added = await numbers.add(sender.id, [OTHER])
    assert [one.number for one in added.test_numbers] == [NUMBER, OTHER]
    assert (await numbers.state(sender.id, OTHER)).state is rcs.TestNumberState.PENDING
    with pytest.raises(errors.NotFound) as caught:
        await numbers.capabilities(sender.id, OTHER)
    assert caught.value.error_code == "user_has_not_accepted_invite"

    emulator.advance(60)
    assert (await numbers.state(sender.id, OTHER)).state is rcs.TestNumberState.VERIFIED
    assert rcs.Feature.RICHCARD_CAROUSEL in (await numbers.capabilities(sender.id, OTHER)).features

    again = await numbers.retry(sender.id, OTHER)  # pyright: ignore[reportDeprecated]
    assert again.state is rcs.TestNumberState.UNVERIFIED
    await numbers.delete(sender.id, OTHER)
    assert emulator.requests[-1].path.endswith("/testNumbers/%2B46123123333")
    assert [one.number for one in (await sinch.rcs.senders.get(sender.id)).test_number_states or []] == [NUMBER]


async def test_invitations_have_a_daily_quota(sinch: AsyncClient, emulator: Emulator) -> None:
    sender = await ready(sinch)
    more = [f"+4612312{number:04}" for number in range(20)]
    with pytest.raises(errors.RateLimited) as caught:
        await sinch.rcs.senders.test_numbers.add(sender.id, more)
    assert caught.value.error_code == "rbm_too_many_requests"
    assert len(emulator.requests.of("addRcsTestNumbers")) == 4, "a 429 is repeated even for what is sent once"
    emulator.advance(86_400)
    added = await sinch.rcs.senders.test_numbers.add(sender.id, more)
    assert len(added.test_numbers) == 21


async def test_comments_and_activities(sinch: AsyncClient, emulator: Emulator) -> None:
    sender = await ready(sinch)
    comment = await sinch.rcs.senders.comment(sender.id, "Please launch us")
    assert (comment.type, comment.comment) == (rcs.CommentType.CREATED, "Please launch us")
    assert comment.created is not None
    activities = [activity async for activity in sinch.rcs.senders.activities(sender.id, page_size=1)]
    assert [activity.type for activity in activities] == ["COMMENT_ADDED", "TEST", "CREATED"]
    assert activities[0].comment == "Please launch us"
    assert activities[0].author == "Provisioning API user"

    assert await sinch.rcs.account.activities().collect() == []
    await sinch.rcs.account.comment("Hello")
    (activity,) = await sinch.rcs.account.activities(page_size=100).collect()
    assert (activity.type, activity.comment) == (rcs.ActivityType.COMMENT_ADDED, "Hello")
    assert [event.type for event in emulator.events][-2:] == ["RCS_SENDER_COMMENT_ADDED", "RCS_ACCOUNT_COMMENT_ADDED"]


async def test_questionnaires_have_the_sections_of_their_countries(sinch: AsyncClient, emulator: Emulator) -> None:
    bare = await sinch.rcs.questionnaires.get(rcs.UseCase.OTP)
    assert (bare.gb, bare.fr, bare.us) == (None, None, None)
    assert question(bare.general, "optInDescription").question
    partner = bare.verification.questions["partner"]
    assert not isinstance(partner, rcs.Question)
    assert partner["companyName"].question
    assert bare.general.answers == rcs.GeneralAnswers()

    countries = [rcs.LaunchCountry.GB, rcs.LaunchCountry.FR, rcs.LaunchCountry.US, rcs.LaunchCountry.SE]
    every = await sinch.rcs.questionnaires.get(rcs.UseCase.MULTIUSE, countries=countries)
    assert emulator.requests[-1].query == "countries=GB&countries=FR&countries=US&countries=SE"
    assert every.gb is not None
    assert every.fr is not None
    assert every.us is not None
    assert every.us.generation is rcs.UsQuestionnaireVersion.V2
    assert "stockExchange" in every.us.questions

    old = await sinch.rcs.questionnaires.get(
        rcs.UseCase.OTP, countries=countries, us_questionnaire_version=rcs.UsQuestionnaireVersion.V1
    )
    assert old.us is not None
    assert old.us.generation is rcs.UsQuestionnaireVersion.V1


@pytest.mark.parametrize(
    ("version", "state", "stock"),
    [("US_PUBLIC", True, True), ("US_PRIVATE", True, False), ("NON_US_PUBLIC", False, True), ("NON_US_PRIVATE", 0, 0)],
)
async def test_the_us_form_is_that_of_the_brand(sinch: AsyncClient, version: str, state: bool, stock: bool) -> None:
    form = await sinch.rcs.questionnaires.get(
        rcs.UseCase.OTP,
        countries=[rcs.LaunchCountry.US],
        us_questionnaire_version=rcs.UsQuestionnaireVersion.V2,
        us_brand_campaign_version=rcs.UsBrandCampaignVersion(version),
    )
    assert form.us is not None
    assert ("addressState" in form.us.questions) == state
    assert ("stockExchange" in form.us.questions) == stock
    assert ("stockSymbol" in form.us.questions) == stock


Call = Callable[[AsyncClient, str], Awaitable[object]]
REFUSED: list[tuple[Call, type[errors.ApiError], int, str]] = [
    (lambda sinch, _: sinch.rcs.senders.get("nobody"), errors.NotFound, 404, "sender_not_found"),
    (lambda sinch, _: sinch.rcs.senders.get("x" * 101), errors.BadRequest, 400, "invalid_id_format"),
    (lambda sinch, id: sinch.rcs.senders.launch(id), errors.Conflict, 409, "launch_invalid_agent_state"),
    (lambda sinch, id: sinch.rcs.senders.update(id, details=change()), errors.BadRequest, 400, "no_fields_to_update"),
    (
        lambda sinch, id: sinch.rcs.senders.test_numbers.add(id, [NUMBER]),
        errors.BadRequest,
        400,
        "no_google_supplier",
    ),
    (lambda sinch, _: sinch.rcs.senders.comment("nobody", "x"), errors.NotFound, 404, "sender_not_found"),
    (lambda sinch, _: sinch.rcs.senders.activities("nobody").collect(), errors.NotFound, 404, "sender_not_found"),
    (
        lambda sinch, _: sinch.rcs.senders.list(states=[rcs.SenderState("NEW")]).collect(),
        errors.BadRequest,
        400,
        "invalid_filter_states",
    ),
    (lambda sinch, _: sinch.rcs.senders.list().page("x"), errors.BadRequest, 400, "invalid_page_token"),
    (
        lambda sinch, _: sinch.rcs.questionnaires.get(rcs.UseCase("NEW")),
        errors.BadRequest,
        400,
        "questionnaire_invalid_use_case",
    ),
    (
        lambda sinch, _: sinch.rcs.questionnaires.get(rcs.UseCase.OTP, countries=[rcs.LaunchCountry("JP")]),
        errors.BadRequest,
        400,
        "questionnaire_invalid_country",
    ),
    (lambda sinch, _: sinch.project("another").rcs.senders.get("x"), errors.Unauthorized, 401, "unauthorized_error"),
]


@pytest.mark.parametrize(
    ("call", "error", "status", "code"), REFUSED, ids=[f"{row[3]}-{n}" for n, row in enumerate(REFUSED)]
)
async def test_what_only_the_service_can_judge_comes_back_typed(
    sinch: AsyncClient, call: Call, error: type[errors.ApiError], status: int, code: str
) -> None:
    draft = await create(sinch)
    with pytest.raises(error) as caught:
        await call(sinch, draft.id)
    assert (caught.value.status, caught.value.error_code) == (status, code)
    assert caught.value.message
    assert caught.value.resolution
    assert caught.value.resolution in str(caught.value)
    assert caught.value.operation is not None


async def test_a_launched_sender_changes_its_countries_only(sinch: AsyncClient) -> None:
    sender = await ready(sinch)
    await sinch.rcs.senders.launch(sender.id)
    with pytest.raises(errors.BadRequest) as caught:
        await sinch.rcs.senders.update(sender.id, details=change(brand=rcs.BrandUpdate(name="Other")))
    assert caught.value.error_code == "fields_not_updatable"
    updated = await sinch.rcs.senders.update(sender.id, details=change(countries=[rcs.LaunchCountry.SE]))
    assert updated.details.countries == ("SE",)


Told = tuple[Call, str, str]
TOLD: list[Told] = [
    (
        lambda sinch, _: create(sinch, attrs.evolve(any_details(), test_numbers=["12"])),
        "details.test_numbers[0]",
        "E.164",
    ),
    (lambda sinch, id: sinch.rcs.senders.test_numbers.add(id, ["+46"] * 201), "test_numbers", "twice"),
    (lambda sinch, id: sinch.rcs.senders.test_numbers.add(id, numbers(201)), "test_numbers", "at most 200"),
    (lambda sinch, id: sinch.rcs.senders.test_numbers.add(id, NUMBER), "numbers", "a list"),
    (lambda sinch, id: sinch.rcs.senders.comment(id, ""), "comment", "at least 1"),
    (lambda sinch, _: sinch.rcs.account.comment("x" * 65_536), "comment", "at most 65535"),
    (lambda sinch, id: sinch.rcs.senders.update(id), "details", "is required"),
    (lambda sinch, id: sinch.rcs.senders.update(id, details=None), "details", "cannot be None"),  # type: ignore[arg-type]
    (lambda sinch, _: sinch.rcs.senders.create(region="EU", use_case="OTP"), "billing_category", "is required"),
    (lambda sinch, _: sinch.rcs.senders.list(states=["DRAUGHT"]).collect(), "states[0]", "not one of"),
    (lambda sinch, _: sinch.rcs.senders.list(sort_column="AGE").collect(), "sort_column", "not one of"),
    (lambda sinch, _: sinch.rcs.questionnaires.get("OTPS"), "use_case", "not one of"),
    (lambda sinch, _: sinch.rcs.questionnaires.get("OTP", countries=["ZZ"]), "countries[0]", "not one of"),
    (lambda sinch, _: sinch.rcs.senders.get(""), "sender_id", "is empty"),
    (lambda sinch, _: sinch.rcs.senders.get(".."), "sender_id", "another resource"),
    (lambda sinch, _: sinch.rcs.senders.get(None), "sender_id", "must be a text"),  # type: ignore[arg-type]
    (lambda sinch, _: sinch.rcs.senders.get("a\nb"), "sender_id", "control character"),
    (lambda sinch, id: sinch.rcs.senders.test_numbers.state(id, ""), "test_number", "is empty"),
    (lambda sinch, _: sinch.rcs.senders.activities("").collect(), "sender_id", "is empty"),
    (lambda sinch, id: sinch.rcs.senders.activities(id, page_size=101).collect(), "page_size", "from 1 to 100"),
    (lambda sinch, _: sinch.rcs.account.activities(page_size=0).collect(), "page_size", "from 1 to 100"),
    (lambda sinch, _: sinch.rcs.senders.list(states="DRAFT").collect(), "states", "a list"),
]


def any_details() -> Any:
    return DETAILS


def numbers(count: int) -> list[str]:
    return [f"+4612312{number:04}" for number in range(count)]


@pytest.mark.parametrize(("call", "field", "rule"), TOLD, ids=[f"{row[1]}-{row[2]}" for row in TOLD])
async def test_bad_input_is_told_before_anything_is_sent(
    sinch: AsyncClient, emulator: Emulator, call: Call, field: str, rule: str
) -> None:
    async def attempt() -> object:
        return await call(sinch, "some-id")

    with pytest.raises(errors.InvalidRequest) as caught:
        await attempt()
    assert caught.value.field == field
    assert rule in caught.value.rule
    assert not emulator.requests


IDS = ["a/b", "a/../b", "../x", "a..b", "..a", "100%", "%2F", "a?b=c", "a#b", "a;b", "a\\b"]
IDS += ["two words", "żółć", "メ", "+46123"]


@pytest.mark.parametrize("odd", IDS)
async def test_an_odd_id_stays_one_segment(sinch: AsyncClient, emulator: Emulator, odd: str) -> None:
    calls: list[tuple[Callable[[], Awaitable[object]], str]] = [
        (lambda: sinch.rcs.senders.get(odd), "getRcsSender"),
        (lambda: sinch.rcs.senders.launch(odd), "launchRcsSender"),
        (lambda: sinch.rcs.senders.activities(odd).collect(), "listRcsSenderActivities"),
        (lambda: sinch.rcs.senders.test_numbers.state(odd, odd), "getRcsTestNumberState"),
    ]
    for call, operation in calls:
        with pytest.raises(errors.NotFound) as caught:
            await call()
        assert caught.value.error_code == "sender_not_found", "another path would be another error"
        entry = emulator.requests[-1]
        assert entry.operation == operation
        assert unquote(entry.path.split("/")[6]) == odd


async def test_an_odd_project_stays_one_segment(sinch: AsyncClient, emulator: Emulator) -> None:
    project = emulator.add_project("a/b ü?", senders=1)
    assert len(await sinch.project(project).rcs.senders.list().collect()) == 1
