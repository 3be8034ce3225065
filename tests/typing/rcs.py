"""What type checkers make of every call of rcs."""

# pyright: reportUnnecessaryTypeIgnoreComment=true

from typing import assert_type

from sinch_provisioning import AsyncClient, BlockingListing, Client, Listing, rcs


async def awaited(sinch: AsyncClient) -> None:
    assert_type(sinch.rcs.account.activities(page_size=10), Listing[rcs.Activity])
    assert_type(await sinch.rcs.account.comment("x"), rcs.Comment)
    assert_type(
        await sinch.rcs.questionnaires.get(
            rcs.UseCase.MULTIUSE,
            countries=[rcs.LaunchCountry.AT],
            us_questionnaire_version=rcs.UsQuestionnaireVersion.V1,
            us_brand_campaign_version=rcs.UsBrandCampaignVersion.NON_US_PRIVATE,
        ),
        rcs.Questionnaire,
    )
    assert_type(
        sinch.rcs.senders.list(
            states=[rcs.SenderState.DRAFT],
            search="x",
            conversation_api_app_id="x",
            sender_ids="x",
            sender_name="x",
            sort_column=rcs.SortColumn.CREATED,
            sort_direction=rcs.SortDirection.ASC,
            page_size=10,
        ),
        Listing[rcs.Sender],
    )
    assert_type(
        await sinch.rcs.senders.create(
            region=rcs.Region.BR,
            billing_category=rcs.BillingCategory.CONVERSATIONAL,
            use_case=rcs.UseCase.MULTIUSE,
            details=rcs.DetailsInput(
                brand=rcs.Brand(name="x", emails=[rcs.Email(label="x", address="x")]), test_numbers=["x"]
            ),
        ),
        rcs.Sender,
    )
    assert_type(await sinch.rcs.senders.get("x"), rcs.Sender)
    assert_type(
        await sinch.rcs.senders.update(
            "x",
            details=rcs.DetailsUpdate(
                brand=rcs.BrandUpdate(name="x", emails=[rcs.Email(label="x", address="x")]), test_numbers=["x"]
            ),
            us_questionnaire_version=rcs.UsQuestionnaireVersion.V1,
        ),
        rcs.Sender,
    )
    sender = await sinch.rcs.senders.get("x")
    assert_type(sender.details.brand.name, str | None)
    assert_type(await sinch.rcs.senders.update("x", rcs.changes(sender, sender)), rcs.Sender)
    assert_type(rcs.changes(sender.details, sender.details), rcs.DetailsUpdate)
    assert_type(
        await sinch.rcs.senders.create(region="EU", billing_category="CONVERSATIONAL", use_case="OTP"), rcs.Sender
    )
    assert_type(sinch.rcs.senders.list(states=["IN_TEST"], on_unreadable=print), Listing[rcs.Sender])
    assert_type(await sinch.rcs.senders.update("x", details=rcs.DetailsUpdate(brand=sender.details.brand)), rcs.Sender)
    assert_type(await sinch.rcs.senders.wait_for("x", "LAUNCHED"), rcs.Sender)
    assert_type(await sinch.rcs.senders.launch("x"), rcs.Sender)
    assert_type(await sinch.rcs.senders.wait_for("x", rcs.SenderState.DRAFT, deadline=60.0), rcs.Sender)
    assert_type(sinch.rcs.senders.activities("x", page_size=10), Listing[rcs.Activity])
    assert_type(await sinch.rcs.senders.comment("x", "x"), rcs.Comment)
    assert_type(await sinch.rcs.senders.test_numbers.add("x", ["x"]), rcs.TestNumbers)
    assert_type(await sinch.rcs.senders.test_numbers.state("x", "x"), rcs.TestNumber)
    await sinch.rcs.senders.test_numbers.delete("x", "x")
    assert_type(await sinch.rcs.senders.test_numbers.capabilities("x", "x"), rcs.TestNumberCapabilities)
    assert_type(await sinch.rcs.senders.test_numbers.retry("x", "x"), rcs.TestNumber)  # pyright: ignore[reportDeprecated]


def blocking(sinch: Client) -> None:
    assert_type(sinch.rcs.account.activities(page_size=10), BlockingListing[rcs.Activity])
    assert_type(sinch.rcs.account.comment("x"), rcs.Comment)
    assert_type(
        sinch.rcs.questionnaires.get(
            rcs.UseCase.MULTIUSE,
            countries=[rcs.LaunchCountry.AT],
            us_questionnaire_version=rcs.UsQuestionnaireVersion.V1,
            us_brand_campaign_version=rcs.UsBrandCampaignVersion.NON_US_PRIVATE,
        ),
        rcs.Questionnaire,
    )
    assert_type(
        sinch.rcs.senders.list(
            states=[rcs.SenderState.DRAFT],
            search="x",
            conversation_api_app_id="x",
            sender_ids="x",
            sender_name="x",
            sort_column=rcs.SortColumn.CREATED,
            sort_direction=rcs.SortDirection.ASC,
            page_size=10,
        ),
        BlockingListing[rcs.Sender],
    )
    assert_type(
        sinch.rcs.senders.create(
            region=rcs.Region.BR,
            billing_category=rcs.BillingCategory.CONVERSATIONAL,
            use_case=rcs.UseCase.MULTIUSE,
            details=rcs.DetailsInput(
                brand=rcs.Brand(name="x", emails=[rcs.Email(label="x", address="x")]), test_numbers=["x"]
            ),
        ),
        rcs.Sender,
    )
    assert_type(sinch.rcs.senders.get("x"), rcs.Sender)
    assert_type(
        sinch.rcs.senders.update(
            "x",
            details=rcs.DetailsUpdate(
                brand=rcs.BrandUpdate(name="x", emails=[rcs.Email(label="x", address="x")]), test_numbers=["x"]
            ),
            us_questionnaire_version=rcs.UsQuestionnaireVersion.V1,
        ),
        rcs.Sender,
    )
    sender = sinch.rcs.senders.get("x")
    assert_type(sender.details.brand.name, str | None)
    assert_type(sinch.rcs.senders.update("x", rcs.changes(sender, sender)), rcs.Sender)
    new = sinch.rcs.senders.create(region="EU", billing_category="CONVERSATIONAL", use_case="OTP")
    assert_type(new, rcs.Sender)
    assert_type(sinch.rcs.senders.list(states=["IN_TEST"], on_unreadable=print), BlockingListing[rcs.Sender])
    assert_type(sinch.rcs.senders.update("x", details=rcs.DetailsUpdate(brand=sender.details.brand)), rcs.Sender)
    assert_type(sinch.rcs.senders.wait_for("x", "LAUNCHED"), rcs.Sender)
    assert_type(sinch.rcs.senders.launch("x"), rcs.Sender)
    assert_type(sinch.rcs.senders.wait_for("x", rcs.SenderState.DRAFT, deadline=60.0), rcs.Sender)
    assert_type(sinch.rcs.senders.activities("x", page_size=10), BlockingListing[rcs.Activity])
    assert_type(sinch.rcs.senders.comment("x", "x"), rcs.Comment)
    assert_type(sinch.rcs.senders.test_numbers.add("x", ["x"]), rcs.TestNumbers)
    assert_type(sinch.rcs.senders.test_numbers.state("x", "x"), rcs.TestNumber)
    sinch.rcs.senders.test_numbers.delete("x", "x")
    assert_type(sinch.rcs.senders.test_numbers.capabilities("x", "x"), rcs.TestNumberCapabilities)
    assert_type(sinch.rcs.senders.test_numbers.retry("x", "x"), rcs.TestNumber)  # pyright: ignore[reportDeprecated]
