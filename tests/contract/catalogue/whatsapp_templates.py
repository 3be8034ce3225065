"""Calls about WhatsApp templates."""

import datetime as dt

from sinch_provisioning import AsyncClient, whatsapp
from sinch_provisioning.emulator import Emulator
from sinch_provisioning.whatsapp import (
    Action,
    AnalyticsDateRange,
    Body,
    Button,
    Buttons,
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
from tests.contract.catalogue.entry import Given, calls
from tests.contract.catalogue.whatsapp import account

EN = TemplateLanguage.EN
CONTENT = TemplateDetails(
    components=[
        Header.text("Hi {{1}}", example="Ann"),
        Body("Your parcel comes {{1}}.", examples=["today"]),
        Footer("Parcel News"),
        Buttons(
            Button.url("Follow", "https://parcels.example/{{1}}", example="https://parcels.example/1"),
            Button.phone_number("Call", "+46123123123"),
            Button.quick_reply("Stop"),
        ),
    ],
    message_send_ttl_seconds=3600,
)
CARDS = TemplateDetails(
    components=[
        Body("New in the shop"),
        Carousel(
            Card.image("https://parcels.example/1.jpg", "From {{1}}", Button.quick_reply("More"), examples=["5 EUR"]),
            Card.image("https://parcels.example/2.jpg", "From {{1}}", Button.quick_reply("More"), examples=["6 EUR"]),
        ),
    ]
)


async def draft(sinch: AsyncClient, emulator: Emulator) -> Given:
    given = await account(sinch, emulator)
    await sinch.whatsapp.templates.create(
        name=given.template_name,
        language=EN,
        category=TemplateCategory.UTILITY,
        details=CONTENT,
        status=Action.DRAFT,
    )
    return given


async def template(sinch: AsyncClient, emulator: Emulator) -> Given:
    given = await account(sinch, emulator)
    await sinch.whatsapp.templates.create(
        name=given.template_name, language=EN, category=TemplateCategory.UTILITY, details=CONTENT
    )
    await sinch.whatsapp.templates.wait_for_review(given.template_name, EN)
    control = emulator.control.whatsapp.templates
    control.add_figures(emulator.project_id, given.template_name, EN, sent=9, delivered=8, read=7, clicks={"Stop": 1})
    return given


async def two_templates(sinch: AsyncClient, emulator: Emulator) -> Given:
    given = await template(sinch, emulator)
    await sinch.whatsapp.templates.create(name="other", language=EN, category=TemplateCategory.MARKETING, details=CARDS)
    await sinch.whatsapp.templates.wait_for_review("other", EN)
    for name in (given.template_name, "other"):
        emulator.control.whatsapp.templates.count_sends(emulator.project_id, name, EN, 1000, blocks=3)
    return given


async def priced(sinch: AsyncClient, emulator: Emulator) -> Given:
    given = await account(sinch, emulator)
    emulator.control.whatsapp.templates.dynamic_pricing(emulator.project_id)
    await sinch.whatsapp.templates.create(
        name=given.template_name,
        language=EN,
        category=TemplateCategory.MARKETING,
        details=TemplateDetails(
            components=[Body("Parcels for less")],
            optimization=whatsapp.Optimization(
                bid_amount=100.5,
                bid_strategy=whatsapp.BidStrategy.LOWEST_COST_WITH_BID_CAP,
                bid_country_multiplier_overrides={"SE": "1.2"},
            ),
        ),
        status=Action.DRAFT,
    )
    return given


@calls("listWhatsappTemplates", needs=two_templates)
async def list_templates(sinch: AsyncClient, _given: Given) -> object:
    return await sinch.whatsapp.templates.list().page()


@calls("listWhatsappTemplates", needs=two_templates, returns=whatsapp.PartialTemplateList)
async def list_partial(sinch: AsyncClient, given: Given) -> object:
    return await sinch.whatsapp.templates.list_partial(
        [TemplateField.NAME, TemplateField.DETAILS_COMPONENTS, TemplateField.CHANGES_DETAILS],
        states=[TemplateState.APPROVED, TemplateState.PAUSED],
        statuses=[TemplateStatus.DRAFT, TemplateStatus.IN_PROGRESS],
        name_prefix=given.template_name,
        analytics_date_range=AnalyticsDateRange.WEEK,
        page_size=1000,
    ).page()


@calls("createWhatsappTemplate", needs=account, body=whatsapp.TemplateInput)
async def create(sinch: AsyncClient, given: Given) -> object:
    return await sinch.whatsapp.templates.create(
        name=given.template_name,
        language=EN,
        category=TemplateCategory.UTILITY,
        details=CONTENT,
        allow_category_change=True,
        save_draft_on_failure=True,
    )


@calls("createWhatsappTemplate", needs=account, body=whatsapp.TemplateInput, draft=True)
async def create_draft(sinch: AsyncClient, given: Given) -> object:
    return await sinch.whatsapp.templates.create(
        name=given.template_name, language=EN, category=TemplateCategory.MARKETING, status=Action.DRAFT
    )


@calls("syncWhatsappTemplates", needs=template)
async def sync(sinch: AsyncClient, _given: Given) -> None:
    await sinch.whatsapp.templates.sync()


@calls("listWhatsappTemplatesByName", needs=template)
async def list_by_name(sinch: AsyncClient, given: Given) -> object:
    return await sinch.whatsapp.templates.list_by_name(given.template_name).page()


@calls("listWhatsappTemplatesByName", needs=template, returns=whatsapp.PartialTemplateList)
async def list_partial_by_name(sinch: AsyncClient, given: Given) -> object:
    return await sinch.whatsapp.templates.list_partial_by_name(
        given.template_name,
        [TemplateField.STATE, TemplateField.LANGUAGE],
        analytics_date_range=AnalyticsDateRange.MONTH,
        page_size=1000,
    ).page()


@calls("deleteWhatsappTemplatesByName", needs=template)
async def delete_by_name(sinch: AsyncClient, given: Given) -> None:
    await sinch.whatsapp.templates.delete_by_name(given.template_name)


@calls("getWhatsappTemplate", needs=template)
async def get(sinch: AsyncClient, given: Given) -> object:
    return await sinch.whatsapp.templates.get(given.template_name, EN)


@calls("getWhatsappTemplate", needs=template, returns=whatsapp.PartialTemplate)
async def get_partial(sinch: AsyncClient, given: Given) -> object:
    return await sinch.whatsapp.templates.get_partial(
        given.template_name, EN, [TemplateField.ANALYTICS], analytics_date_range=AnalyticsDateRange.QUARTER
    )


@calls("deleteWhatsappTemplate", needs=template)
async def delete(sinch: AsyncClient, given: Given) -> None:
    await sinch.whatsapp.templates.delete(given.template_name, EN, delete_submitted=True)


@calls("updateWhatsappTemplate", needs=draft, body=whatsapp.TemplateUpdate)
async def update(sinch: AsyncClient, given: Given) -> object:
    return await sinch.whatsapp.templates.update(
        given.template_name,
        EN,
        details=TemplateDetailsUpdate(components=CARDS.components, message_send_ttl_seconds=86400, optimization=None),
        status=Action.SUBMIT,
        category=TemplateCategory.MARKETING,
        allow_category_change=False,
    )


@calls("updateWhatsappTemplate", needs=priced, body=whatsapp.TemplateUpdate)
async def update_optimization(sinch: AsyncClient, given: Given) -> object:
    optimization = whatsapp.OptimizationUpdate(
        bid_amount=500,
        bid_strategy=whatsapp.BidStrategy.LOWEST_COST_WITH_BID_CAP,
        bid_country_multiplier_overrides=None,
    )
    return await sinch.whatsapp.templates.update(
        given.template_name, EN, details=TemplateDetailsUpdate(optimization=optimization)
    )


@calls("listWhatsappTemplateActivities", needs=template)
async def activities(sinch: AsyncClient, given: Given) -> object:
    return await sinch.whatsapp.templates.activities(given.template_name, EN, page_size=100).page()


@calls("createWhatsappTemplateComment", needs=template, body=whatsapp.CommentInput)
async def comment(sinch: AsyncClient, given: Given) -> object:
    return await sinch.whatsapp.templates.comment(given.template_name, EN, "Please have a look.")


@calls("compareWhatsappTemplates", needs=two_templates, body=whatsapp.TemplateComparisonInput)
async def compare(sinch: AsyncClient, given: Given) -> object:
    return await sinch.whatsapp.templates.compare(
        given.template_name,
        EN,
        other_name="other",
        other_language=EN,
        timeframe=CompareTimeframe.DAYS_30,
        end_timestamp=dt.datetime.now(dt.UTC) + dt.timedelta(days=1),
    )
