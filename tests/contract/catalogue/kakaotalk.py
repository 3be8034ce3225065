"""Calls of the KakaoTalk family."""

from sinch_provisioning import AsyncClient, kakaotalk
from sinch_provisioning.emulator import Emulator
from sinch_provisioning.kakaotalk import (
    Action,
    Button,
    Buttons,
    ButtonType,
    EmphasizeType,
    MessageType,
    SenderState,
    SenderStatus,
    TemplateLanguage,
    TemplateState,
    TemplateStatus,
)
from tests.contract.catalogue.entry import Given, calls

SENDER = kakaotalk.SenderDetails(
    admin_phone_no="+821012345678",
    name="Parcel News",
    top_level_category_code="001",
    mid_level_category_code="0001",
    sub_level_category_code="0001",
    logo_image="https://parcels.example/logo.png",
)
CONTENT = kakaotalk.TemplateDetails(
    name="Parcel today",
    language=TemplateLanguage.EN,
    content="Your parcel comes today.",
    message_type=MessageType.EXTRA_INFORMATION,
    emphasize_type=EmphasizeType.EMPHASIZE_TYPE_TEXT,
    category_code="001001",
    security_flag=False,
    extra="Between 3 and 4.",
    title="Parcel News",
    subtitle="Today",
    image_name="parcel.png",
    image_url="https://parcels.example/parcel.png",
    buttons=Buttons(
        Button.web_link("Follow", "https://m.parcels.example", pc="https://parcels.example"),
        Button.app_link("Open", ios="parcels://1", android="parcels://1"),
        Button.of(ButtonType.BOT_KEYWORD, "Help"),
    ),
)


async def draft_sender(sinch: AsyncClient, _emulator: Emulator) -> Given:
    given = Given()
    await sinch.kakaotalk.senders.create(plus_friend_id=given.plus_friend_id, details=SENDER, status=Action.DRAFT)
    return given


async def sender(sinch: AsyncClient, _emulator: Emulator) -> Given:
    given = Given()
    await sinch.kakaotalk.senders.create(plus_friend_id=given.plus_friend_id, details=SENDER)
    return given


async def asked_sender(sinch: AsyncClient, emulator: Emulator) -> Given:
    given = await sender(sinch, emulator)
    await sinch.kakaotalk.senders.register(given.plus_friend_id)
    code = emulator.control.kakaotalk.senders.code(emulator.project_id, given.plus_friend_id)
    return Given(verification_code=code)


async def active_sender(sinch: AsyncClient, emulator: Emulator) -> Given:
    given = await asked_sender(sinch, emulator)
    await sinch.kakaotalk.senders.verify(given.plus_friend_id, code=given.verification_code)
    return given


async def draft_template(sinch: AsyncClient, emulator: Emulator) -> Given:
    given = await active_sender(sinch, emulator)
    made = await sinch.kakaotalk.templates.create(given.plus_friend_id, details=CONTENT, status=Action.DRAFT)
    return Given(template_code=made.code)


async def template(sinch: AsyncClient, emulator: Emulator) -> Given:
    given = await active_sender(sinch, emulator)
    made = await sinch.kakaotalk.templates.create(given.plus_friend_id, details=CONTENT)
    await sinch.kakaotalk.templates.wait_for_review(given.plus_friend_id, made.code)
    return Given(template_code=made.code)


@calls("listKakaotalkSenderCategories", needs=sender)
async def sender_categories(sinch: AsyncClient, _given: Given) -> object:
    return await sinch.kakaotalk.categories.senders()


@calls("listKakaotalkTemplateCategories", needs=sender)
async def template_categories(sinch: AsyncClient, given: Given) -> object:
    return await sinch.kakaotalk.categories.templates(given.plus_friend_id, page_size=100).page()


@calls("listKakaotalkSenders", needs=active_sender)
async def list_senders(sinch: AsyncClient, _given: Given) -> object:
    return await sinch.kakaotalk.senders.list(
        states=[SenderState.ACTIVE, SenderState.VERIFYING],
        statuses=[SenderStatus.DRAFT, SenderStatus.REJECTED],
        page_size=100,
    ).page()


@calls("createKakaotalkSender", body=kakaotalk.SenderInput)
async def create_sender(sinch: AsyncClient, given: Given) -> object:
    return await sinch.kakaotalk.senders.create(
        plus_friend_id=given.plus_friend_id, details=SENDER, save_draft_on_failure=True
    )


@calls("createKakaotalkSender", body=kakaotalk.SenderInput, draft=True)
async def create_sender_draft(sinch: AsyncClient, given: Given) -> object:
    return await sinch.kakaotalk.senders.create(plus_friend_id=given.plus_friend_id, status=Action.DRAFT)


@calls("getKakaotalkSender", needs=active_sender)
async def get_sender(sinch: AsyncClient, given: Given) -> object:
    return await sinch.kakaotalk.senders.get(given.plus_friend_id)


@calls("updateKakaotalkSender", needs=active_sender, body=kakaotalk.SenderUpdate)
async def update_sender(sinch: AsyncClient, given: Given) -> object:
    return await sinch.kakaotalk.senders.update(
        given.plus_friend_id,
        status=Action.SUBMIT,
        details=kakaotalk.SenderDetailsUpdate(
            admin_phone_no="+821012345679",
            name="Parcels",
            top_level_category_code="001",
            mid_level_category_code="0001",
            sub_level_category_code="0001",
            logo_image=None,
        ),
    )


@calls("deleteKakaotalkSender", needs=active_sender)
async def delete_sender(sinch: AsyncClient, given: Given) -> None:
    await sinch.kakaotalk.senders.delete(given.plus_friend_id)


@calls("deleteKakaotalkSenderChanges", needs=draft_sender)
async def delete_sender_changes(sinch: AsyncClient, given: Given) -> None:
    await sinch.kakaotalk.senders.delete_changes(given.plus_friend_id)


@calls("listKakaotalkSenderActivities", needs=sender)
async def sender_activities(sinch: AsyncClient, given: Given) -> object:
    return await sinch.kakaotalk.senders.activities(given.plus_friend_id, page_size=100).page()


@calls("createKakaotalkSenderComment", needs=sender, body=kakaotalk.CommentInput)
async def sender_comment(sinch: AsyncClient, given: Given) -> object:
    return await sinch.kakaotalk.senders.comment(given.plus_friend_id, "Please have a look.")


@calls("registerKakaotalkSender", needs=sender)
async def register(sinch: AsyncClient, given: Given) -> object:
    return await sinch.kakaotalk.senders.register(given.plus_friend_id)


@calls("verifyKakaotalkSender", needs=asked_sender, body=kakaotalk.VerifyInput)
async def verify(sinch: AsyncClient, given: Given) -> object:
    return await sinch.kakaotalk.senders.verify(given.plus_friend_id, code=given.verification_code)


@calls("listKakaotalkTemplates", needs=template)
async def list_templates(sinch: AsyncClient, given: Given) -> object:
    return await sinch.kakaotalk.templates.list(
        given.plus_friend_id,
        states=[TemplateState.APPROVED, TemplateState.REJECTED],
        statuses=[TemplateStatus.DRAFT, TemplateStatus.IN_PROGRESS],
        name_prefix="Parcel",
        page_size=1000,
    ).page()


@calls("createKakaotalkTemplate", needs=active_sender, body=kakaotalk.TemplateInput)
async def create_template(sinch: AsyncClient, given: Given) -> object:
    return await sinch.kakaotalk.templates.create(given.plus_friend_id, details=CONTENT, save_draft_on_failure=True)


@calls("getKakaotalkTemplate", needs=template)
async def get_template(sinch: AsyncClient, given: Given) -> object:
    return await sinch.kakaotalk.templates.get(given.plus_friend_id, given.template_code)


@calls("updateKakaotalkTemplate", needs=template, body=kakaotalk.TemplateUpdate)
async def update_template(sinch: AsyncClient, given: Given) -> object:
    return await sinch.kakaotalk.templates.update(
        given.plus_friend_id,
        given.template_code,
        status=Action.SUBMIT,
        details=kakaotalk.TemplateDetailsUpdate(
            name="Parcel tomorrow",
            content="Your parcel comes tomorrow.",
            message_type=MessageType.BASIC,
            emphasize_type=EmphasizeType.EMPHASIZE_TYPE_NONE,
            category_code="999999",
            security_flag=True,
            extra=None,
            title=None,
            subtitle=None,
            image_name=None,
            image_url=None,
            buttons=Buttons(Button.of(ButtonType.CHANNEL_ID_ADDED, "Add")),
        ),
    )


@calls("deleteKakaotalkTemplate", needs=template)
async def delete_template(sinch: AsyncClient, given: Given) -> None:
    await sinch.kakaotalk.templates.delete(given.plus_friend_id, given.template_code)


@calls("deleteKakaotalkTemplateChanges", needs=draft_template)
async def delete_template_changes(sinch: AsyncClient, given: Given) -> None:
    await sinch.kakaotalk.templates.delete_changes(given.plus_friend_id, given.template_code)


@calls("listKakaotalkTemplateActivities", needs=draft_template)
async def template_activities(sinch: AsyncClient, given: Given) -> object:
    activities = sinch.kakaotalk.templates.activities(given.plus_friend_id, given.template_code, page_size=100)
    return await activities.page()


@calls("createKakaotalkTemplateComment", needs=template, body=kakaotalk.CommentInput)
async def template_comment(sinch: AsyncClient, given: Given) -> object:
    return await sinch.kakaotalk.templates.comment(given.plus_friend_id, given.template_code, "Please have a look.")
