"""What type checkers make of every call of whatsapp."""

# pyright: reportUnnecessaryTypeIgnoreComment=true

import datetime as dt
from collections.abc import Sequence
from typing import assert_type

from sinch_provisioning import AsyncClient, BlockingListing, Client, Listing, evolve, whatsapp


def answer(_about: whatsapp.SenderRegistration) -> str:
    return "123456"


async def awaited(sinch: AsyncClient) -> None:
    assert_type(await sinch.whatsapp.account.get(), whatsapp.Account)
    assert_type(
        await sinch.whatsapp.account.create(
            whatsapp.PartnerInitiatedAccountInput(
                waba_name="x",
                client_business_manager_id="x",
                sender_details=whatsapp.AccountSenderDetails(
                    display_name="x", business_category=whatsapp.Vertical.ALCOHOL
                ),
            )
        ),
        whatsapp.Account,
    )
    assert_type(
        await sinch.whatsapp.account.update(
            waba_name="x",
            client_business_manager_id="x",
            sender_details=whatsapp.AccountSenderDetailsUpdate(
                display_name="x", business_category=whatsapp.Vertical.ALCOHOL
            ),
            company_legal_name="x",
        ),
        whatsapp.Account,
    )
    await sinch.whatsapp.account.delete()
    assert_type(await sinch.whatsapp.account.wait_for(whatsapp.AccountState.ONBOARDED, deadline=60.0), whatsapp.Account)
    assert_type(sinch.whatsapp.account.activities(page_size=10), Listing[whatsapp.Activity])
    assert_type(await sinch.whatsapp.account.comment("x"), whatsapp.Comment)
    assert_type(sinch.whatsapp.flows.list(page_size=10), Listing[whatsapp.Flow])
    assert_type(await sinch.whatsapp.flows.screens("x"), whatsapp.FlowScreenList)
    assert_type(
        sinch.whatsapp.senders.list(
            states=[whatsapp.SenderState.ACTIVE], statuses=[whatsapp.SenderStatus.DRAFT], page_size=10
        ),
        Listing[whatsapp.Sender],
    )
    assert_type(
        await sinch.whatsapp.senders.create(whatsapp.EmbeddedSignupSenderInput(waba_id="x", phone_number_id="x")),
        whatsapp.Sender,
    )
    assert_type(await sinch.whatsapp.senders.get("x"), whatsapp.Sender)
    assert_type(
        await sinch.whatsapp.senders.update(
            "x",
            details=whatsapp.SenderDetailsUpdate(display_name="x", vertical=whatsapp.Vertical.ALCOHOL),
            status=whatsapp.Action.DRAFT,
        ),
        whatsapp.Sender,
    )
    sender = await sinch.whatsapp.senders.get("x")
    assert_type(sender.details.display_name, str | None)
    edit = whatsapp.changes(sender, evolve(sender, details=evolve(sender.details, about="x")))
    assert_type(edit, whatsapp.SenderUpdate)
    assert_type(await sinch.whatsapp.senders.update("x", edit), whatsapp.Sender)
    await sinch.whatsapp.senders.update("x", details=sender.details, status="SUBMIT")
    assert_type(whatsapp.changes(sender.details, sender.details), whatsapp.SenderDetailsUpdate)
    assert_type(whatsapp.changes(whatsapp.AccountDetails(), whatsapp.AccountDetails()), whatsapp.AccountUpdate)
    sinch.whatsapp.senders.list(states=["ACTIVE"], on_unreadable=print)
    await sinch.whatsapp.senders.delete("x")
    await sinch.whatsapp.senders.delete_changes("x")
    assert_type(await sinch.whatsapp.senders.wait_for("x", whatsapp.SenderState.ACTIVE, deadline=60.0), whatsapp.Sender)
    assert_type(await sinch.whatsapp.senders.wait_for_changes("x", deadline=60.0), whatsapp.Sender)
    assert_type(sinch.whatsapp.senders.activities("x", page_size=10), Listing[whatsapp.Activity])
    assert_type(await sinch.whatsapp.senders.comment("x", "x"), whatsapp.Comment)
    assert_type(
        await sinch.whatsapp.senders.register("x", method=whatsapp.RegistrationMethod.SMS), whatsapp.SenderRegistration
    )
    await sinch.whatsapp.senders.verify("x", code="x")
    await sinch.whatsapp.senders.register_and_verify("x", answer, method=whatsapp.RegistrationMethod.SMS, tries=10)
    assert_type(await sinch.whatsapp.senders.suggested_usernames("x"), whatsapp.SuggestedUsernames)
    assert_type(await sinch.whatsapp.solutions.list(), whatsapp.SolutionList)
    assert_type(
        await sinch.whatsapp.solutions.create(
            details=whatsapp.SolutionDetails(name="x"),
            access_token="x",
            business_manager=whatsapp.BusinessManager.SINCH_AMERICA,
        ),
        whatsapp.CreatedSolutions,
    )
    assert_type(await sinch.whatsapp.solutions.get("x"), whatsapp.Solution)
    await sinch.whatsapp.solutions.assign("x")
    assert_type(
        sinch.whatsapp.templates.list(
            states=[whatsapp.TemplateState.APPROVED],
            statuses=[whatsapp.TemplateStatus.DRAFT],
            name_prefix="x",
            analytics_date_range=whatsapp.AnalyticsDateRange.DAY,
            page_size=10,
        ),
        Listing[whatsapp.Template],
    )
    assert_type(
        sinch.whatsapp.templates.list_partial(
            [whatsapp.TemplateField.WHATSAPP_ID],
            states=[whatsapp.TemplateState.APPROVED],
            statuses=[whatsapp.TemplateStatus.DRAFT],
            name_prefix="x",
            analytics_date_range=whatsapp.AnalyticsDateRange.DAY,
            page_size=10,
        ),
        Listing[whatsapp.PartialTemplate],
    )
    assert_type(
        sinch.whatsapp.templates.list_by_name("x", analytics_date_range=whatsapp.AnalyticsDateRange.DAY, page_size=10),
        Listing[whatsapp.Template],
    )
    assert_type(
        sinch.whatsapp.templates.list_partial_by_name(
            "x",
            [whatsapp.TemplateField.WHATSAPP_ID],
            analytics_date_range=whatsapp.AnalyticsDateRange.DAY,
            page_size=10,
        ),
        Listing[whatsapp.PartialTemplate],
    )
    assert_type(
        await sinch.whatsapp.templates.create(
            name="x",
            language=whatsapp.TemplateLanguage.AF,
            category=whatsapp.TemplateCategory.AUTHENTICATION,
            details=whatsapp.TemplateDetails(
                components=[whatsapp.Body("x")],
                message_send_ttl_seconds=10,
            ),
            status=whatsapp.Action.DRAFT,
            save_draft_on_failure=True,
            allow_category_change=True,
        ),
        whatsapp.Template,
    )
    assert_type(
        await sinch.whatsapp.templates.get(
            "x", whatsapp.TemplateLanguage.AF, analytics_date_range=whatsapp.AnalyticsDateRange.DAY
        ),
        whatsapp.Template,
    )
    assert_type(
        await sinch.whatsapp.templates.get_partial(
            "x",
            whatsapp.TemplateLanguage.AF,
            [whatsapp.TemplateField.WHATSAPP_ID],
            analytics_date_range=whatsapp.AnalyticsDateRange.DAY,
        ),
        whatsapp.PartialTemplate,
    )
    assert_type(
        await sinch.whatsapp.templates.update(
            "x",
            whatsapp.TemplateLanguage.AF,
            details=whatsapp.TemplateDetailsUpdate(
                components=[whatsapp.Body("x")],
                message_send_ttl_seconds=10,
            ),
            status=whatsapp.Action.DRAFT,
            category=whatsapp.TemplateCategory.AUTHENTICATION,
            allow_category_change=True,
        ),
        whatsapp.Template,
    )
    await sinch.whatsapp.templates.delete("x", whatsapp.TemplateLanguage.AF, delete_submitted=True)
    await sinch.whatsapp.templates.delete_by_name("x")
    await sinch.whatsapp.templates.sync()
    assert_type(await sinch.whatsapp.templates.sync_and_list(deadline=60.0), list[whatsapp.Template])
    assert_type(
        await sinch.whatsapp.templates.create(
            whatsapp.TemplateInput(
                name="x", language=whatsapp.TemplateLanguage.AF, category=whatsapp.TemplateCategory.UTILITY
            )
        ),
        whatsapp.Template,
    )
    template = await sinch.whatsapp.templates.get("x", "AF", analytics_date_range="DAY")
    assert_type(template.details.components, Sequence[whatsapp.ComponentVariant])
    change = whatsapp.changes(template, evolve(template, details=whatsapp.TemplateDetails()))
    assert_type(change, whatsapp.TemplateUpdate)
    assert_type(await sinch.whatsapp.templates.update("x", "AF", change), whatsapp.Template)
    await sinch.whatsapp.templates.update("x", "AF", details=template.details, status="SUBMIT")
    assert_type(
        whatsapp.changes(template.details, evolve(template.details, optimization=None)), whatsapp.TemplateDetailsUpdate
    )
    assert_type(
        await sinch.whatsapp.templates.wait_for("x", "AF", whatsapp.TemplateState.PAUSED, deadline=60.0),
        whatsapp.Template,
    )
    await sinch.whatsapp.templates.wait_for("x", "AF", ["PAUSED", whatsapp.TemplateState.DISABLED])
    assert_type(
        await sinch.whatsapp.templates.wait_for_review("x", whatsapp.TemplateLanguage.AF, deadline=60.0),
        whatsapp.Template,
    )
    assert_type(
        await sinch.whatsapp.templates.compare(
            "x",
            whatsapp.TemplateLanguage.AF,
            other_name="x",
            other_language=whatsapp.TemplateLanguage.AF,
            timeframe=whatsapp.CompareTimeframe.DAYS_7,
            end_timestamp=dt.datetime.now(dt.UTC),
        ),
        whatsapp.TemplateComparison,
    )
    assert_type(
        sinch.whatsapp.templates.activities("x", whatsapp.TemplateLanguage.AF, page_size=10),
        Listing[whatsapp.Activity],
    )
    assert_type(await sinch.whatsapp.templates.comment("x", whatsapp.TemplateLanguage.AF, "x"), whatsapp.Comment)
    await sinch.whatsapp.tools.enable_template_analytics()
    tools = sinch.whatsapp.tools
    token = await tools.create_long_lived_access_token(  # pyright: ignore[reportDeprecated]
        facebook_token="x", facebook_code="x", business_manager=whatsapp.BusinessManager.SINCH_UK
    )
    assert_type(token, whatsapp.LongLivedAccessToken)
    wabas = await tools.list_waba_details(  # pyright: ignore[reportDeprecated]
        facebook_token="x", business_manager=whatsapp.BusinessManager.SINCH_UK
    )
    assert_type(wabas, whatsapp.WabaDetailsList)


def blocking(sinch: Client) -> None:
    assert_type(sinch.whatsapp.account.get(), whatsapp.Account)
    assert_type(
        sinch.whatsapp.account.create(
            whatsapp.PartnerInitiatedAccountInput(
                waba_name="x",
                client_business_manager_id="x",
                sender_details=whatsapp.AccountSenderDetails(
                    display_name="x", business_category=whatsapp.Vertical.ALCOHOL
                ),
            )
        ),
        whatsapp.Account,
    )
    assert_type(
        sinch.whatsapp.account.update(
            waba_name="x",
            client_business_manager_id="x",
            sender_details=whatsapp.AccountSenderDetailsUpdate(
                display_name="x", business_category=whatsapp.Vertical.ALCOHOL
            ),
            company_legal_name="x",
        ),
        whatsapp.Account,
    )
    sinch.whatsapp.account.delete()
    assert_type(sinch.whatsapp.account.wait_for(whatsapp.AccountState.ONBOARDED, deadline=60.0), whatsapp.Account)
    assert_type(sinch.whatsapp.account.activities(page_size=10), BlockingListing[whatsapp.Activity])
    assert_type(sinch.whatsapp.account.comment("x"), whatsapp.Comment)
    assert_type(sinch.whatsapp.flows.list(page_size=10), BlockingListing[whatsapp.Flow])
    assert_type(sinch.whatsapp.flows.screens("x"), whatsapp.FlowScreenList)
    assert_type(
        sinch.whatsapp.senders.list(
            states=[whatsapp.SenderState.ACTIVE], statuses=[whatsapp.SenderStatus.DRAFT], page_size=10
        ),
        BlockingListing[whatsapp.Sender],
    )
    assert_type(
        sinch.whatsapp.senders.create(whatsapp.EmbeddedSignupSenderInput(waba_id="x", phone_number_id="x")),
        whatsapp.Sender,
    )
    assert_type(sinch.whatsapp.senders.get("x"), whatsapp.Sender)
    assert_type(
        sinch.whatsapp.senders.update(
            "x",
            details=whatsapp.SenderDetailsUpdate(display_name="x", vertical=whatsapp.Vertical.ALCOHOL),
            status=whatsapp.Action.DRAFT,
        ),
        whatsapp.Sender,
    )
    sinch.whatsapp.senders.delete("x")
    sinch.whatsapp.senders.delete_changes("x")
    assert_type(sinch.whatsapp.senders.wait_for("x", whatsapp.SenderState.ACTIVE, deadline=60.0), whatsapp.Sender)
    assert_type(sinch.whatsapp.senders.wait_for_changes("x", deadline=60.0), whatsapp.Sender)
    assert_type(sinch.whatsapp.senders.activities("x", page_size=10), BlockingListing[whatsapp.Activity])
    assert_type(sinch.whatsapp.senders.comment("x", "x"), whatsapp.Comment)
    assert_type(
        sinch.whatsapp.senders.register("x", method=whatsapp.RegistrationMethod.SMS), whatsapp.SenderRegistration
    )
    sinch.whatsapp.senders.verify("x", code="x")
    sinch.whatsapp.senders.register_and_verify("x", answer, method=whatsapp.RegistrationMethod.SMS, tries=10)
    assert_type(sinch.whatsapp.senders.suggested_usernames("x"), whatsapp.SuggestedUsernames)
    assert_type(sinch.whatsapp.solutions.list(), whatsapp.SolutionList)
    assert_type(
        sinch.whatsapp.solutions.create(
            details=whatsapp.SolutionDetails(name="x"),
            access_token="x",
            business_manager=whatsapp.BusinessManager.SINCH_AMERICA,
        ),
        whatsapp.CreatedSolutions,
    )
    assert_type(sinch.whatsapp.solutions.get("x"), whatsapp.Solution)
    sinch.whatsapp.solutions.assign("x")
    assert_type(
        sinch.whatsapp.templates.list(
            states=[whatsapp.TemplateState.APPROVED],
            statuses=[whatsapp.TemplateStatus.DRAFT],
            name_prefix="x",
            analytics_date_range=whatsapp.AnalyticsDateRange.DAY,
            page_size=10,
        ),
        BlockingListing[whatsapp.Template],
    )
    assert_type(
        sinch.whatsapp.templates.list_partial(
            [whatsapp.TemplateField.WHATSAPP_ID],
            states=[whatsapp.TemplateState.APPROVED],
            statuses=[whatsapp.TemplateStatus.DRAFT],
            name_prefix="x",
            analytics_date_range=whatsapp.AnalyticsDateRange.DAY,
            page_size=10,
        ),
        BlockingListing[whatsapp.PartialTemplate],
    )
    assert_type(
        sinch.whatsapp.templates.list_by_name("x", analytics_date_range=whatsapp.AnalyticsDateRange.DAY, page_size=10),
        BlockingListing[whatsapp.Template],
    )
    assert_type(
        sinch.whatsapp.templates.list_partial_by_name(
            "x",
            [whatsapp.TemplateField.WHATSAPP_ID],
            analytics_date_range=whatsapp.AnalyticsDateRange.DAY,
            page_size=10,
        ),
        BlockingListing[whatsapp.PartialTemplate],
    )
    assert_type(
        sinch.whatsapp.templates.create(
            name="x",
            language=whatsapp.TemplateLanguage.AF,
            category=whatsapp.TemplateCategory.AUTHENTICATION,
            details=whatsapp.TemplateDetails(
                components=[whatsapp.Body("x")],
                message_send_ttl_seconds=10,
            ),
            status=whatsapp.Action.DRAFT,
            save_draft_on_failure=True,
            allow_category_change=True,
        ),
        whatsapp.Template,
    )
    assert_type(
        sinch.whatsapp.templates.get(
            "x", whatsapp.TemplateLanguage.AF, analytics_date_range=whatsapp.AnalyticsDateRange.DAY
        ),
        whatsapp.Template,
    )
    assert_type(
        sinch.whatsapp.templates.get_partial(
            "x",
            whatsapp.TemplateLanguage.AF,
            [whatsapp.TemplateField.WHATSAPP_ID],
            analytics_date_range=whatsapp.AnalyticsDateRange.DAY,
        ),
        whatsapp.PartialTemplate,
    )
    assert_type(
        sinch.whatsapp.templates.update(
            "x",
            whatsapp.TemplateLanguage.AF,
            details=whatsapp.TemplateDetailsUpdate(
                components=[whatsapp.Body("x")],
                message_send_ttl_seconds=10,
            ),
            status=whatsapp.Action.DRAFT,
            category=whatsapp.TemplateCategory.AUTHENTICATION,
            allow_category_change=True,
        ),
        whatsapp.Template,
    )
    sinch.whatsapp.templates.delete("x", whatsapp.TemplateLanguage.AF, delete_submitted=True)
    sinch.whatsapp.templates.delete_by_name("x")
    sinch.whatsapp.templates.sync()
    assert_type(sinch.whatsapp.templates.sync_and_list(deadline=60.0), list[whatsapp.Template])
    assert_type(
        sinch.whatsapp.templates.create(
            whatsapp.TemplateInput(
                name="x", language=whatsapp.TemplateLanguage.AF, category=whatsapp.TemplateCategory.UTILITY
            )
        ),
        whatsapp.Template,
    )
    template = sinch.whatsapp.templates.get("x", "AF", analytics_date_range="DAY")
    assert_type(template.details.components, Sequence[whatsapp.ComponentVariant])
    change = whatsapp.changes(template, evolve(template, details=whatsapp.TemplateDetails()))
    assert_type(change, whatsapp.TemplateUpdate)
    assert_type(sinch.whatsapp.templates.update("x", "AF", change), whatsapp.Template)
    sinch.whatsapp.templates.update("x", "AF", details=template.details, status="SUBMIT")
    assert_type(
        whatsapp.changes(template.details, evolve(template.details, optimization=None)), whatsapp.TemplateDetailsUpdate
    )
    assert_type(
        sinch.whatsapp.templates.wait_for("x", "AF", whatsapp.TemplateState.PAUSED, deadline=60.0), whatsapp.Template
    )
    sinch.whatsapp.templates.wait_for("x", "AF", ["PAUSED", whatsapp.TemplateState.DISABLED])
    assert_type(
        sinch.whatsapp.templates.wait_for_review("x", whatsapp.TemplateLanguage.AF, deadline=60.0), whatsapp.Template
    )
    assert_type(
        sinch.whatsapp.templates.compare(
            "x",
            whatsapp.TemplateLanguage.AF,
            other_name="x",
            other_language=whatsapp.TemplateLanguage.AF,
            timeframe=whatsapp.CompareTimeframe.DAYS_7,
            end_timestamp=dt.datetime.now(dt.UTC),
        ),
        whatsapp.TemplateComparison,
    )
    assert_type(
        sinch.whatsapp.templates.activities("x", whatsapp.TemplateLanguage.AF, page_size=10),
        BlockingListing[whatsapp.Activity],
    )
    assert_type(sinch.whatsapp.templates.comment("x", whatsapp.TemplateLanguage.AF, "x"), whatsapp.Comment)
    sinch.whatsapp.tools.enable_template_analytics()
    tools = sinch.whatsapp.tools
    token = tools.create_long_lived_access_token(  # pyright: ignore[reportDeprecated]
        facebook_token="x", facebook_code="x", business_manager=whatsapp.BusinessManager.SINCH_UK
    )
    assert_type(token, whatsapp.LongLivedAccessToken)
    wabas = tools.list_waba_details(  # pyright: ignore[reportDeprecated]
        facebook_token="x", business_manager=whatsapp.BusinessManager.SINCH_UK
    )
    assert_type(wabas, whatsapp.WabaDetailsList)


def masked(component: whatsapp.PartialComponent) -> None:
    """What a field mask leaves is typed, whatever the kind of the component."""
    assert_type(component.example, whatsapp.MediaExample | str | None)
    assert_type(component.buttons, Sequence[whatsapp.PartialButton] | None)
    assert_type(component.cards, Sequence[whatsapp.CarouselCard] | None)
