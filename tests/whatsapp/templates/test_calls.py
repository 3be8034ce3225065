"""Every call about templates, of both clients, against the emulator."""

import datetime as dt
import json
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest

from sinch_provisioning import AsyncClient, Client, evolve, whatsapp
from sinch_provisioning.core.operation import Operation, Safety
from sinch_provisioning.emulator import Emulator
from sinch_provisioning.errors import (
    BadRequest,
    Conflict,
    FailedDependency,
    InvalidRequest,
    NotFound,
    RateLimited,
    TransportError,
    WaitFailed,
)
from sinch_provisioning.testing import SkippingClock
from sinch_provisioning.whatsapp import (
    Action,
    ActivityType,
    AnalyticsDateRange,
    BidStrategy,
    Body,
    Card,
    Carousel,
    CompareTimeframe,
    Footer,
    Header,
    TemplateCategory,
    TemplateDetails,
    TemplateDetailsUpdate,
    TemplateField,
    TemplateLanguage,
    TemplateState,
    TemplateStatus,
)
from sinch_provisioning.whatsapp.templates import api
from sinch_provisioning.whatsapp.templates.api import BlockingTemplates, Templates

SPOKEN = [value for value in vars(api).values() if isinstance(value, Operation)]
EN, PL = TemplateLanguage.EN, TemplateLanguage.PL
UTILITY = TemplateCategory.UTILITY
ACCOUNT: dict[str, Any] = {
    "clientBusinessManagerId": "1234567890",
    "businessManager": "SINCH_UK",
    "wabaName": "Shop",
    "senderDetails": {"displayName": "Shop", "businessCategory": "OTC_DRUGS", "region": "EU"},
}


def content(text: str = "Hello {{1}}") -> TemplateDetails:
    return TemplateDetails(components=[Body(text, examples=["Ann"])])


@pytest.fixture
async def emulator() -> AsyncIterator[Emulator]:
    async with Emulator(check_replies=True, frozen=True) as emulator:
        yield emulator


@pytest.fixture
async def sinch(emulator: Emulator, no_stray_tasks: None) -> AsyncIterator[AsyncClient]:
    async with AsyncClient(emulator.config(), clock=SkippingClock(emulator)) as sinch:
        await sinch.request("POST", "/whatsapp", body=ACCOUNT, returns=dict)
        yield sinch


@pytest.fixture
def templates(sinch: AsyncClient) -> Templates:
    return sinch.whatsapp.templates


async def create(templates: Templates, name: str = "sale", language: TemplateLanguage = EN) -> whatsapp.Template:
    return await templates.create(name=name, language=language, category=UTILITY, details=content())


class TestAwaited:
    pytestmark = pytest.mark.anyio

    async def test_create_wait_get(self, emulator: Emulator, templates: Templates) -> None:
        created = await templates.create(
            name="sale",
            language=EN,
            category=UTILITY,
            details=TemplateDetails(
                components=[
                    Header.text("Hi {{1}}", example="Ann"),
                    Body("Hello {{1}}", examples=["Ann"]),
                    Footer("Bye"),
                    Carousel(Card.image("https://shop.example/1.jpg", "One")),
                ],
                message_send_ttl_seconds=60,
            ),
            allow_category_change=True,
            save_draft_on_failure=True,
        )
        assert created.state is None
        assert created.changes is not None
        assert created.changes.status is TemplateStatus.IN_PROGRESS
        assert emulator.requests[-1].body["status"] == "SUBMIT"
        live = await templates.wait_for_review("sale", EN)
        assert live.state is TemplateState.APPROVED
        match live.details.components:
            case [
                whatsapp.TextHeader(text="Hi {{1}}"),
                whatsapp.BodyComponent(examples=("Ann",)),
                whatsapp.FooterComponent(text="Bye"),
                whatsapp.CarouselComponent(
                    cards=[whatsapp.CarouselCard(components=[_, whatsapp.CardBody(text="One")])]
                ),
            ]:
                pass
            case other:
                pytest.fail(f"not matched: {other}")
        assert await templates.get("sale", EN, analytics_date_range=AnalyticsDateRange.QUARTER) == live

    async def test_lists(self, emulator: Emulator, templates: Templates) -> None:
        for number in range(5):
            await create(templates, f"sale_{number}")
        await create(templates, "sale_0", PL)
        emulator.advance(60)
        await templates.create(name="news", language=EN, category=UTILITY, status=Action.DRAFT)
        names = [template.name async for template in templates.list(page_size=2)]
        assert names == ["news", "sale_0", "sale_0", "sale_1", "sale_2", "sale_3", "sale_4"]
        assert [template.name for template in await templates.list(statuses=[TemplateStatus.DRAFT]).collect()] == [
            "news"
        ]
        approved = templates.list(
            states=[TemplateState.APPROVED, TemplateState.PAUSED],
            name_prefix="sale_",
            analytics_date_range=AnalyticsDateRange.WEEK,
            page_size=1000,
        )
        assert len(await approved.collect()) == 6
        languages = [template.language async for template in templates.list_by_name("sale_0", page_size=1)]
        assert languages == [EN, PL]

    async def test_masks(self, templates: Templates) -> None:
        await create(templates)
        fields = [TemplateField.NAME, TemplateField.CHANGES_DETAILS_COMPONENTS_TEXT]
        partial = await templates.get_partial("sale", EN, fields)
        assert partial == whatsapp.PartialTemplate(
            name="sale",
            changes=whatsapp.PartialTemplateChanges(
                details=whatsapp.PartialTemplateDetails(
                    components=[whatsapp.PartialComponent(text="Hello {{1}}")],
                )
            ),
        )
        assert await templates.list_partial(fields, name_prefix="s", page_size=5).collect() == [partial]
        assert await templates.list_partial_by_name("sale", fields, page_size=5).collect() == [partial]
        with pytest.raises(BadRequest) as caught:
            await templates.get_partial("sale", EN, [TemplateField("details.colour")])
        assert caught.value.error_code == "invalid_fields"

    async def test_a_draft_and_its_submission(self, emulator: Emulator, templates: Templates) -> None:
        half = TemplateDetails(components=[Body("Hello"), whatsapp.ButtonsComponent()])
        draft = await templates.create(name="sale", language=EN, category=UTILITY, details=half, status=Action.DRAFT)
        assert draft.changes is not None
        assert draft.changes.status is TemplateStatus.DRAFT
        assert draft.changes.details.components == half.components
        with pytest.raises(WaitFailed, match="was not submitted") as failed:
            await templates.wait_for_review("sale", EN)
        assert failed.value.last == draft
        with pytest.raises(InvalidRequest, match=r"details\.components\[1\]\.buttons: is required to submit"):
            await templates.update(
                "sale", EN, details=TemplateDetailsUpdate(components=half.components), status=Action.SUBMIT
            )
        with pytest.raises(BadRequest) as caught:
            await templates.update("sale", EN, status=Action.SUBMIT)
        assert caught.value.validation_errors == ["details.components.1.buttons should not be null or undefined"]
        updated = await templates.update(
            "sale",
            EN,
            category=TemplateCategory.MARKETING,
            allow_category_change=True,
            details=TemplateDetailsUpdate(components=content().components, message_send_ttl_seconds=43200),
        )
        assert emulator.requests[-1].body["status"] == "DRAFT"
        assert updated.category is TemplateCategory.MARKETING
        await templates.update("sale", EN, status=Action.SUBMIT)
        assert (await templates.wait_for_review("sale", EN)).changes is None

    async def test_what_only_a_draft_may_lack(self, emulator: Emulator, templates: Templates) -> None:
        before = len(emulator.requests)
        with pytest.raises(InvalidRequest, match="details: is required to submit"):
            await templates.create(name="sale", language=EN, category=UTILITY)
        with pytest.raises(InvalidRequest, match="name: must be lower-case"):
            await templates.create(name="Sale", language=EN, category=UTILITY, details=content())
        assert len(emulator.requests) == before

    async def test_a_template_as_a_model_or_as_texts(self, emulator: Emulator, templates: Templates) -> None:
        given = whatsapp.TemplateInput(name="sale", language=EN, category=UTILITY, details=content())
        await templates.create(given)
        assert emulator.requests[-1].body["status"] == "SUBMIT"
        live = await templates.wait_for("sale", "EN", "APPROVED")
        assert live.details == given.details
        await templates.create(name="sale", language="PL", category="UTILITY", details=content(), status="DRAFT")
        await templates.update("sale", "PL", whatsapp.TemplateUpdate(allow_category_change=True))
        assert emulator.requests[-1].body == {"status": "DRAFT", "allowCategoryChange": True}
        assert [one.language async for one in templates.list(statuses=["DRAFT"], analytics_date_range="WEEK")] == [PL]
        assert await templates.get_partial("sale", "PL", ["name"]) == whatsapp.PartialTemplate(name="sale")
        sent = len(emulator.requests)
        for call, words in (
            (templates.create(), "name: is required, unless a TemplateInput is given"),
            (templates.create(given, name="x"), "name: is given beside a TemplateInput"),
            (templates.create(name="sale", language="en", category=UTILITY, details=content()), "language: 'en' is"),
            (templates.update("sale", "PL", status="SENT"), "status: 'SENT' is"),
            (templates.get("sale", "en"), "language_code: 'en' is"),
            (templates.get("sale", "PL", analytics_date_range="YEAR"), "analytics_date_range: 'YEAR' is"),
            (templates.get_partial("sale", "PL", ["colour"]), r"fields\[0\]: 'colour' is"),
            (templates.get_partial("sale", "PL", []), "fields: needs at least one field"),
            (templates.compare("sale", "PL", other_name="x"), "other_language: is required"),
            (
                templates.compare("sale", "PL", other_name="x", other_language="XX"),
                "other_language: 'XX' is",
            ),
            (templates.wait_for("sale", "PL", "LIVE"), "state: 'LIVE' is"),
        ):
            with pytest.raises(InvalidRequest, match=words):
                await call
        for query in ({"states": ["LIVE"]}, {"statuses": ["LIVE"]}):
            with pytest.raises(InvalidRequest, match="'LIVE' is"):
                templates.list(**query)  # type: ignore[arg-type]
        assert len(emulator.requests) == sent

    async def test_only_the_difference_is_sent(self, emulator: Emulator, templates: Templates) -> None:
        await create(templates)
        before = await templates.wait_for_review("sale", EN)
        wanted = evolve(before, details=evolve(before.details, message_send_ttl_seconds=90))
        await templates.update("sale", EN, whatsapp.changes(before, wanted))
        assert emulator.requests[-1].body == {"status": "DRAFT", "details": {"messageSendTtlSeconds": 90}}
        await templates.update("sale", EN, status=Action.SUBMIT)
        after = await templates.wait_for_review("sale", EN)
        assert after.details == wanted.details

    async def test_a_wait_for_a_state(self, emulator: Emulator, templates: Templates) -> None:
        control, project = emulator.control.whatsapp.templates, emulator.project_id
        await create(templates)
        await templates.wait_for("sale", EN, TemplateState.APPROVED)
        control.set_state(project, "sale", "EN", "PAUSED")
        paused = await templates.wait_for("sale", EN, ["PAUSED", TemplateState.DISABLED])
        assert paused.state is TemplateState.PAUSED
        with pytest.raises(
            WaitFailed, match="it is PAUSED: a template that is PAUSED does not become REJECTED"
        ) as failed:
            await templates.wait_for("sale", EN, TemplateState.REJECTED)
        assert failed.value.wanted == (TemplateState.REJECTED,)
        assert failed.value.state is TemplateState.PAUSED
        control.set_state(project, "sale", "EN", "UNPAUSED")
        control.hold(project)
        change = TemplateDetailsUpdate(message_send_ttl_seconds=100)
        await templates.update("sale", EN, details=change, status=Action.SUBMIT)
        with pytest.raises(WaitFailed, match="to be APPROVED, but it is None: not reached within 10 seconds"):
            await templates.wait_for("sale", EN, "APPROVED", deadline=10)

    async def test_what_takes_unreadable_items_has_to_be_a_function(self, templates: Templates) -> None:
        wrong: Any = "print"
        with pytest.raises(InvalidRequest, match="on_unreadable: must be a function"):
            await templates.sync_and_list(on_unreadable=wrong)
        for make in (
            lambda: templates.list(on_unreadable=wrong),
            lambda: templates.list_partial(["name"], on_unreadable=wrong),
            lambda: templates.list_by_name("sale", on_unreadable=wrong),
            lambda: templates.list_partial_by_name("sale", ["name"], on_unreadable=wrong),
            lambda: templates.activities("sale", EN, on_unreadable=wrong),
        ):
            with pytest.raises(InvalidRequest, match="on_unreadable: must be a function"):
                make()

    async def test_a_rejection_is_named(self, emulator: Emulator, templates: Templates) -> None:
        control = emulator.control.whatsapp.templates
        control.hold(emulator.project_id)
        await create(templates)
        control.reject(emulator.project_id, "sale", "EN", "INCORRECT_CATEGORY")
        with pytest.raises(WaitFailed, match=r"Meta rejected it \(INCORRECT_CATEGORY\)") as caught:
            await templates.wait_for_review("sale", EN)
        assert caught.value.last.rejection_code is whatsapp.RejectionCode.INCORRECT_CATEGORY

    async def test_a_rejected_change_is_named_too(self, emulator: Emulator, templates: Templates) -> None:
        control = emulator.control.whatsapp.templates
        await create(templates)
        await templates.wait_for_review("sale", EN)
        control.hold(emulator.project_id)
        change = TemplateDetailsUpdate(message_send_ttl_seconds=100)
        await templates.update("sale", EN, details=change, status=Action.SUBMIT)
        control.reject(emulator.project_id, "sale", "EN")
        with pytest.raises(WaitFailed, match="INVALID_FORMAT") as caught:
            await templates.wait_for_review("sale", EN)
        assert caught.value.last.state is TemplateState.APPROVED

    async def test_a_wait_ends(self, emulator: Emulator, templates: Templates) -> None:
        control, project = emulator.control.whatsapp.templates, emulator.project_id
        control.hold(project)
        await create(templates)
        with pytest.raises(WaitFailed, match="not reached within 100 seconds"):
            await templates.wait_for_review("sale", EN, deadline=100)
        control.approve(project, "sale", "EN")
        control.set_state(project, "sale", "EN", "PAUSED")
        with pytest.raises(WaitFailed, match="not reached within"):
            await templates.wait_for_review("sale", EN, deadline=100)
        control.set_state(project, "sale", "EN", "DISABLED")
        with pytest.raises(WaitFailed, match="it is DISABLED"):
            await templates.wait_for_review("sale", EN)
        with pytest.raises(NotFound):
            await templates.wait_for_review("gone", EN)

    async def test_a_copy_in_another_language(self, templates: Templates) -> None:
        await create(templates)
        live = await templates.wait_for_review("sale", EN)
        await templates.create(name="sale", language=PL, category=UTILITY, details=live.details)
        copy = await templates.wait_for_review("sale", PL)
        assert copy.details == live.details

    async def test_optimization(self, emulator: Emulator, templates: Templates) -> None:
        pricing = whatsapp.Optimization(
            bid_amount=10,
            bid_strategy=whatsapp.BidStrategy.LOWEST_COST_WITH_BID_CAP,
            bid_country_multiplier_overrides={"US": "1.2"},
        )
        details = TemplateDetails(components=content().components, optimization=pricing)
        marketing = TemplateCategory.MARKETING
        with pytest.raises(BadRequest) as caught:
            await templates.create(name="sale", language=EN, category=marketing, details=details)
        assert caught.value.error_code == "template_dynamic_pricing_not_available"
        emulator.control.whatsapp.templates.dynamic_pricing(emulator.project_id)
        await templates.create(name="sale", language=EN, category=marketing, details=details)
        live = await templates.wait_for_review("sale", EN)
        assert live.details.optimization == evolve(
            pricing, bid_strategy=BidStrategy.BID_STRATEGY_LOWEST_COST_WITH_BID_CAP
        )
        await templates.update("sale", EN, details=TemplateDetailsUpdate(optimization=None), status=Action.SUBMIT)
        assert emulator.requests[-1].body["details"] == {"optimization": None}
        live = await templates.wait_for_review("sale", EN)
        assert live.details.optimization is None

    async def test_delete(self, templates: Templates) -> None:
        await create(templates)
        with pytest.raises(Conflict) as caught:
            await templates.delete("sale", EN)
        assert caught.value.error_code == "template_not_deletable_due_to_input_config"
        await templates.delete("sale", EN, delete_submitted=True)
        await create(templates)
        await create(templates, language=PL)
        await templates.delete_by_name("sale")
        with pytest.raises(NotFound):
            await templates.list_by_name("sale").first()

    async def test_errors_of_create(self, emulator: Emulator, templates: Templates) -> None:
        await create(templates)
        with pytest.raises(Conflict) as conflict:
            await create(templates)
        assert conflict.value.error_code == "template_exists"
        emulator.control.whatsapp.templates.reject_next(emulator.project_id, reason="Bad taste.")
        with pytest.raises(FailedDependency) as rejected:
            await create(templates, "more")
        assert rejected.value.additional_information["metaError"]["description"] == "Bad taste."

    async def test_a_create_whose_response_was_lost_is_never_retried(
        self, emulator: Emulator, templates: Templates
    ) -> None:
        emulator.fail("createWhatsappTemplate", reset="after", times=1)
        with pytest.raises(TransportError) as caught:
            await create(templates)
        assert caught.value.sent
        assert (await templates.get("sale", EN)).name == "sale"
        assert [entry.operation for entry in emulator.requests].count("createWhatsappTemplate") == 1

    async def test_an_update_whose_response_was_lost_is_retried(self, emulator: Emulator, templates: Templates) -> None:
        await create(templates)
        await templates.wait_for_review("sale", EN)
        emulator.fail("updateWhatsappTemplate", reset="after", times=1)
        await templates.update("sale", EN, details=TemplateDetailsUpdate(message_send_ttl_seconds=100))
        emulator.fail("updateWhatsappTemplate", reset="after", times=1)
        with pytest.raises(Conflict) as caught:
            await templates.update("sale", EN, status=Action.SUBMIT)
        assert caught.value.error_code == "template_changes_not_updatable"

    async def test_sync_and_list(self, emulator: Emulator, templates: Templates) -> None:
        control, project = emulator.control.whatsapp.templates, emulator.project_id
        body = json.loads('{"type": "BODY", "text": "Hello"}')
        control.make_at_meta(project, "hello_world", "EN_US", "UTILITY", [body], meta_generated=True)
        control.lock(project, seconds=30)
        with pytest.raises(Conflict) as caught:
            await templates.sync()
        assert caught.value.error_code == "resource_locked"
        [template] = await templates.sync_and_list()
        assert template.is_meta_generated
        control.lock(project, seconds=1000)
        with pytest.raises(WaitFailed):
            await templates.sync_and_list(deadline=10)
        emulator.fail("syncWhatsappTemplates", status=409, error_code="other")
        with pytest.raises(Conflict):
            await templates.sync_and_list()
        emulator.clear_faults()
        emulator.fail("syncWhatsappTemplates", status=429)
        with pytest.raises(RateLimited):
            await templates.sync()

    async def test_compare(self, emulator: Emulator, templates: Templates) -> None:
        control, project = emulator.control.whatsapp.templates, emulator.project_id
        await create(templates)
        await create(templates, language=PL)
        control.count_sends(project, "sale", "EN", 2000, blocks=7, reason="SPAM")
        control.count_sends(project, "sale", "PL", 1000)
        end = dt.datetime.fromtimestamp(emulator.clock.now() + 3600, dt.UTC)
        comparison = await templates.compare(
            "sale",
            EN,
            other_name="sale",
            other_language=PL,
            timeframe=CompareTimeframe.DAYS_30,
            end_timestamp=end,
        )
        assert emulator.requests[-1].body["endTimestamp"] == round(end.timestamp() * 1000)
        first, second = comparison.templates
        assert (first.language, first.message_sends, first.top_block_reason) == (EN, 2000, whatsapp.BlockReason.SPAM)
        assert second.block_order == 1
        late: Any = "tomorrow"
        with pytest.raises(InvalidRequest, match="end_timestamp: must be a whole number"):
            await templates.compare("sale", EN, other_name="sale", other_language=PL, end_timestamp=late)
        with pytest.raises(Conflict) as conflict:
            await templates.compare("sale", EN, other_name="sale", other_language=EN)
        assert conflict.value.error_code == "templates_compare_not_unique"
        with pytest.raises(NotFound) as missing:
            await templates.compare("sale", EN, other_name="gone", other_language=EN)
        assert missing.value.error_code == "templates_compare_not_found"

    async def test_comments_and_activities(self, templates: Templates) -> None:
        await create(templates)
        comment = await templates.comment("sale", EN, "Please hurry")
        assert comment.comment == "Please hurry"
        kinds = [activity.type async for activity in templates.activities("sale", EN, page_size=1)]
        assert kinds == [
            ActivityType.COMMENT_ADDED,
            ActivityType.IN_PROGRESS,
            ActivityType.CREATED,
        ]
        with pytest.raises(InvalidRequest, match="comment: needs at least 1 character, has 0"):
            await templates.comment("sale", EN, "")

    async def test_arguments_out_of_range(self, templates: Templates) -> None:
        for size in (0, 1001):
            with pytest.raises(InvalidRequest, match="from 1 to 1000"):
                templates.list(page_size=size)
            with pytest.raises(InvalidRequest, match="from 1 to 1000"):
                templates.list_by_name("sale", page_size=size)
        with pytest.raises(InvalidRequest, match="from 1 to 100,"):
            templates.activities("sale", EN, page_size=101)
        with pytest.raises(InvalidRequest, match="states: must be a list"):
            templates.list(states=TemplateState.APPROVED)
        with pytest.raises(InvalidRequest, match="fields: must be a list"):
            templates.list_partial("name")
        with pytest.raises(InvalidRequest, match="template_name: is empty"):
            await templates.get("", EN)

    async def test_a_name_cannot_leave_its_segment(self, emulator: Emulator, templates: Templates) -> None:
        with pytest.raises(NotFound):
            await templates.get("a/b?c#d", EN)
        assert "/templates/a%2Fb%3Fc%23d/languages/EN" in emulator.requests[-1].path
        asked = len(emulator.requests)
        with pytest.raises(InvalidRequest, match="template_name: is"):
            await templates.get("..", EN)
        assert len(emulator.requests) == asked


@pytest.fixture
def blocking_templates() -> Iterator[tuple[Emulator, BlockingTemplates]]:
    with Emulator(check_replies=True) as emulator, Client(emulator.config(), clock=SkippingClock(emulator)) as sinch:
        sinch.request("POST", "/whatsapp", body=ACCOUNT, returns=dict)
        yield emulator, sinch.whatsapp.templates


def test_every_call_of_the_blocking_client(blocking_templates: tuple[Emulator, BlockingTemplates]) -> None:
    emulator, templates = blocking_templates
    control, project = emulator.control.whatsapp.templates, emulator.project_id
    created = templates.create(name="sale", language=EN, category=UTILITY, details=content())
    assert created.changes is not None
    live = templates.wait_for_review("sale", EN)
    assert templates.get("sale", EN) == live
    assert [template.name for template in templates.list(page_size=1)] == ["sale"]
    assert templates.list_by_name("sale").collect() == [live]
    fields = [TemplateField.NAME]
    partial = whatsapp.PartialTemplate(name="sale")
    assert templates.get_partial("sale", EN, fields) == partial
    assert list(templates.list_partial(fields)) == [partial]
    assert templates.list_partial_by_name("sale", fields).first() == partial
    update = TemplateDetailsUpdate(message_send_ttl_seconds=60)
    assert templates.update("sale", EN, details=update).changes is not None
    assert templates.comment("sale", EN, "Hello").comment == "Hello"
    assert next(iter(templates.activities("sale", EN))).comment == "Hello"
    templates.create(name="sale", language=PL, category=UTILITY, details=content(), status=Action.DRAFT)
    control.count_sends(project, "sale", "EN", 1000)
    control.count_sends(project, "sale", "PL", 1000)
    assert len(templates.compare("sale", EN, other_name="sale", other_language=PL).templates) == 2
    templates.sync()
    assert len(templates.sync_and_list()) == 2
    templates.delete("sale", PL)
    templates.delete_by_name("sale")
    assert templates.list().collect() == []


def test_what_a_retry_would_do() -> None:
    assert {operation.id: operation.safety for operation in SPOKEN if operation.safety is not Safety.SAFE} == {
        "createWhatsappTemplate": Safety.ONCE,
        "createWhatsappTemplateComment": Safety.ONCE,
        "syncWhatsappTemplates": Safety.IDEMPOTENT,
        "updateWhatsappTemplate": Safety.IDEMPOTENT,
        "deleteWhatsappTemplate": Safety.IDEMPOTENT,
        "deleteWhatsappTemplatesByName": Safety.IDEMPOTENT,
    }
