"""What type checkers make of every call of kakaotalk."""

# pyright: reportUnnecessaryTypeIgnoreComment=true

from typing import assert_type

from sinch_provisioning import AsyncClient, BlockingListing, Client, Listing, kakaotalk


def answer(_about: kakaotalk.Sender) -> str:
    return "123456"


async def awaited(sinch: AsyncClient) -> None:
    assert_type(await sinch.kakaotalk.categories.senders(), kakaotalk.SenderCategoryList)
    assert_type(sinch.kakaotalk.categories.templates("x", page_size=10), Listing[kakaotalk.TemplateCategory])
    assert_type(
        sinch.kakaotalk.senders.list(
            states=[kakaotalk.SenderState.ACTIVE], statuses=[kakaotalk.SenderStatus.DRAFT], page_size=10
        ),
        Listing[kakaotalk.Sender],
    )
    assert_type(
        await sinch.kakaotalk.senders.create(
            plus_friend_id="x",
            details=kakaotalk.SenderDetails(admin_phone_no="x", name="x"),
            status=kakaotalk.Action.DRAFT,
            save_draft_on_failure=True,
        ),
        kakaotalk.Sender,
    )
    assert_type(await sinch.kakaotalk.senders.get("x"), kakaotalk.Sender)
    assert_type(
        await sinch.kakaotalk.senders.update(
            "x", details=kakaotalk.SenderDetailsUpdate(admin_phone_no="x", name="x"), status=kakaotalk.Action.DRAFT
        ),
        kakaotalk.Sender,
    )
    await sinch.kakaotalk.senders.delete("x")
    await sinch.kakaotalk.senders.delete_changes("x")
    assert_type(
        await sinch.kakaotalk.senders.wait_for("x", kakaotalk.SenderState.ACTIVE, deadline=60.0), kakaotalk.Sender
    )
    assert_type(await sinch.kakaotalk.senders.wait_for_changes("x", deadline=60.0), kakaotalk.Sender)
    assert_type(sinch.kakaotalk.senders.activities("x", page_size=10), Listing[kakaotalk.Activity])
    assert_type(await sinch.kakaotalk.senders.comment("x", "x"), kakaotalk.Comment)
    assert_type(await sinch.kakaotalk.senders.register("x"), kakaotalk.Sender)
    assert_type(await sinch.kakaotalk.senders.verify("x", code="x"), kakaotalk.Sender)
    assert_type(await sinch.kakaotalk.senders.register_and_verify("x", answer, tries=10), kakaotalk.Sender)
    assert_type(
        sinch.kakaotalk.templates.list(
            "x",
            states=[kakaotalk.TemplateState.APPROVED],
            statuses=[kakaotalk.TemplateStatus.DRAFT],
            name_prefix="x",
            page_size=10,
        ),
        Listing[kakaotalk.Template],
    )
    assert_type(
        await sinch.kakaotalk.templates.create(
            "x",
            details=kakaotalk.TemplateDetails(name="x", language=kakaotalk.TemplateLanguage.AF),
            status=kakaotalk.Action.DRAFT,
            save_draft_on_failure=True,
        ),
        kakaotalk.Template,
    )
    assert_type(await sinch.kakaotalk.templates.get("x", "x"), kakaotalk.Template)
    assert_type(
        await sinch.kakaotalk.templates.update(
            "x", "x", details=kakaotalk.TemplateDetailsUpdate(name="x", content="x"), status=kakaotalk.Action.DRAFT
        ),
        kakaotalk.Template,
    )
    await sinch.kakaotalk.templates.delete("x", "x")
    await sinch.kakaotalk.templates.delete_changes("x", "x")
    assert_type(await sinch.kakaotalk.templates.wait_for("x", "x", "APPROVED", deadline=60.0), kakaotalk.Template)
    assert_type(await sinch.kakaotalk.templates.wait_for_review("x", "x", deadline=60.0), kakaotalk.Template)
    assert_type(sinch.kakaotalk.templates.activities("x", "x", page_size=10), Listing[kakaotalk.Activity])
    assert_type(await sinch.kakaotalk.templates.comment("x", "x", "x"), kakaotalk.Comment)


def blocking(sinch: Client) -> None:
    assert_type(sinch.kakaotalk.categories.senders(), kakaotalk.SenderCategoryList)
    assert_type(sinch.kakaotalk.categories.templates("x", page_size=10), BlockingListing[kakaotalk.TemplateCategory])
    assert_type(
        sinch.kakaotalk.senders.list(
            states=[kakaotalk.SenderState.ACTIVE], statuses=[kakaotalk.SenderStatus.DRAFT], page_size=10
        ),
        BlockingListing[kakaotalk.Sender],
    )
    assert_type(
        sinch.kakaotalk.senders.create(
            plus_friend_id="x",
            details=kakaotalk.SenderDetails(admin_phone_no="x", name="x"),
            status=kakaotalk.Action.DRAFT,
            save_draft_on_failure=True,
        ),
        kakaotalk.Sender,
    )
    assert_type(sinch.kakaotalk.senders.get("x"), kakaotalk.Sender)
    assert_type(
        sinch.kakaotalk.senders.update(
            "x", details=kakaotalk.SenderDetailsUpdate(admin_phone_no="x", name="x"), status=kakaotalk.Action.DRAFT
        ),
        kakaotalk.Sender,
    )
    sinch.kakaotalk.senders.delete("x")
    sinch.kakaotalk.senders.delete_changes("x")
    assert_type(sinch.kakaotalk.senders.wait_for("x", kakaotalk.SenderState.ACTIVE, deadline=60.0), kakaotalk.Sender)
    assert_type(sinch.kakaotalk.senders.wait_for_changes("x", deadline=60.0), kakaotalk.Sender)
    assert_type(sinch.kakaotalk.senders.activities("x", page_size=10), BlockingListing[kakaotalk.Activity])
    assert_type(sinch.kakaotalk.senders.comment("x", "x"), kakaotalk.Comment)
    assert_type(sinch.kakaotalk.senders.register("x"), kakaotalk.Sender)
    assert_type(sinch.kakaotalk.senders.verify("x", code="x"), kakaotalk.Sender)
    assert_type(sinch.kakaotalk.senders.register_and_verify("x", answer, tries=10), kakaotalk.Sender)
    assert_type(
        sinch.kakaotalk.templates.list(
            "x",
            states=[kakaotalk.TemplateState.APPROVED],
            statuses=[kakaotalk.TemplateStatus.DRAFT],
            name_prefix="x",
            page_size=10,
        ),
        BlockingListing[kakaotalk.Template],
    )
    assert_type(
        sinch.kakaotalk.templates.create(
            "x",
            details=kakaotalk.TemplateDetails(name="x", language=kakaotalk.TemplateLanguage.AF),
            status=kakaotalk.Action.DRAFT,
            save_draft_on_failure=True,
        ),
        kakaotalk.Template,
    )
    assert_type(sinch.kakaotalk.templates.get("x", "x"), kakaotalk.Template)
    assert_type(
        sinch.kakaotalk.templates.update(
            "x", "x", details=kakaotalk.TemplateDetailsUpdate(name="x", content="x"), status=kakaotalk.Action.DRAFT
        ),
        kakaotalk.Template,
    )
    sinch.kakaotalk.templates.delete("x", "x")
    sinch.kakaotalk.templates.delete_changes("x", "x")
    assert_type(sinch.kakaotalk.templates.wait_for("x", "x", "APPROVED", deadline=60.0), kakaotalk.Template)
    assert_type(sinch.kakaotalk.templates.wait_for_review("x", "x", deadline=60.0), kakaotalk.Template)
    assert_type(sinch.kakaotalk.templates.activities("x", "x", page_size=10), BlockingListing[kakaotalk.Activity])
    assert_type(sinch.kakaotalk.templates.comment("x", "x", "x"), kakaotalk.Comment)
