"""Calls of the WhatsApp family but those about templates."""

from sinch_provisioning import AsyncClient, Secret, whatsapp
from sinch_provisioning.emulator import Emulator
from sinch_provisioning.whatsapp import Action, BusinessManager, MetaLocalStorage, Region, SenderState, Vertical
from tests.contract.catalogue.entry import Given, calls

PHONE_NUMBER_ID = "22222222222222"
ACCOUNT = whatsapp.PartnerInitiatedAccountInput(
    waba_name="Parcel News",
    client_business_manager_id="1234567890",
    business_manager=BusinessManager.SINCH_UK,
    sender_details=whatsapp.AccountSenderDetails(
        display_name="Parcel News",
        business_category=Vertical.TRAVEL_AND_TRANSPORTATION,
        region=Region.EU,
        meta_local_storage=MetaLocalStorage.DE,
    ),
)
SENDER = whatsapp.PartnerInitiatedSenderInput(
    phone_number_provider=whatsapp.NumberProvider.CUSTOMER,
    status=Action.SUBMIT,
    save_draft_on_failure=True,
    region=Region.EU,
    meta_local_storage=MetaLocalStorage.DE,
    details=whatsapp.PartnerInitiatedDetailsInput(
        display_name="Parcel News",
        vertical=Vertical.TRAVEL_AND_TRANSPORTATION,
        country_code="46",
        phone_number="123123123",
        description="Where your parcel is",
        email="help@parcels.example",
        address="1 Parcel Street",
        website_one="https://parcels.example",
        website_two="https://news.parcels.example",
        about="Parcels",
        photo_url="https://parcels.example/photo.jpg",
    ),
)


async def requested(sinch: AsyncClient, _emulator: Emulator) -> Given:
    await sinch.whatsapp.account.create(ACCOUNT)
    return Given()


async def rejected(sinch: AsyncClient, emulator: Emulator) -> Given:
    await requested(sinch, emulator)
    emulator.control.whatsapp.account.reject(emulator.project_id, "The name is another one at Meta.")
    return Given()


async def account(sinch: AsyncClient, _emulator: Emulator) -> Given:
    await sinch.whatsapp.account.create(ACCOUNT)
    await sinch.whatsapp.account.wait_for()
    return Given()


async def refused_sender(sinch: AsyncClient, emulator: Emulator) -> Given:
    await account(sinch, emulator)
    made = await sinch.whatsapp.senders.create(SENDER)
    emulator.control.whatsapp.senders.reject(emulator.project_id, made.id)
    return Given(sender_id=made.id)


async def silent_sender(sinch: AsyncClient, emulator: Emulator) -> Given:
    await account(sinch, emulator)
    made = await sinch.whatsapp.senders.create(SENDER)
    made = await sinch.whatsapp.senders.wait_for(made.id, SenderState.PENDING_VERIFICATION)
    return Given(sender_id=made.id)


async def asked_sender(sinch: AsyncClient, emulator: Emulator) -> Given:
    given = await silent_sender(sinch, emulator)
    await sinch.whatsapp.senders.register(given.sender_id, method=whatsapp.RegistrationMethod.SMS)
    code = emulator.control.whatsapp.senders.code(emulator.project_id, given.sender_id)
    return Given(sender_id=given.sender_id, verification_code=code)


async def active_sender(sinch: AsyncClient, emulator: Emulator) -> Given:
    given = await asked_sender(sinch, emulator)
    await sinch.whatsapp.senders.verify(given.sender_id, code=given.verification_code)
    return given


async def waba(_sinch: AsyncClient, emulator: Emulator) -> Given:
    numbers = {PHONE_NUMBER_ID: ("46", "123123125")}
    return Given(waba_id=emulator.control.whatsapp.meta.add_waba(emulator.project_id, numbers))


async def flow(sinch: AsyncClient, emulator: Emulator) -> Given:
    await account(sinch, emulator)
    return Given(flow_id=emulator.control.whatsapp.meta.add_flow(emulator.project_id, "order"))


async def solution(sinch: AsyncClient, emulator: Emulator) -> Given:
    emulator.control.whatsapp.meta.add_partner_app(emulator.project_id, "Broken", "CREATION_FAILED")
    made = await sinch.whatsapp.solutions.create(
        details=whatsapp.SolutionDetails(name="Parcels"),
        access_token="t",
        business_manager=BusinessManager.SINCH_UK,
    )
    return Given(solution_id=made.solutions[0].id)


@calls("getWhatsappAccount", needs=account)
async def get_account(sinch: AsyncClient, _given: Given) -> object:
    return await sinch.whatsapp.account.get()


@calls("createWhatsappAccount", body=whatsapp.AccountInputVariant)
async def create_account(sinch: AsyncClient, _given: Given) -> object:
    return await sinch.whatsapp.account.create(ACCOUNT)


@calls("createWhatsappAccount", body=whatsapp.AccountInputVariant)
async def create_account_on_behalf(sinch: AsyncClient, _given: Given) -> object:
    return await sinch.whatsapp.account.create(
        whatsapp.OnBehalfOfAccountInput(  # pyright: ignore[reportDeprecated]
            client_business_manager_id="1234567890",
            company_legal_name="Parcels Ltd",
            business_manager=BusinessManager.SINCH_UK,
        )
    )


@calls("updateWhatsappAccount", needs=rejected, body=whatsapp.AccountUpdate)
async def update_account(sinch: AsyncClient, _given: Given) -> object:
    return await sinch.whatsapp.account.update(
        waba_name="Parcels",
        client_business_manager_id="1234567891",
        sender_details=whatsapp.AccountSenderDetailsUpdate(
            display_name="Parcels",
            business_category=Vertical.OTHER,
            region=Region.EU,
            meta_local_storage=MetaLocalStorage.GB,
        ),
    )


@calls("deleteWhatsappAccount", needs=account)
async def delete_account(sinch: AsyncClient, _given: Given) -> None:
    await sinch.whatsapp.account.delete()


@calls("listWhatsappAccountActivities", needs=requested)
async def account_activities(sinch: AsyncClient, _given: Given) -> object:
    return await sinch.whatsapp.account.activities(page_size=100).page()


@calls("createWhatsappAccountComment", needs=requested, body=whatsapp.CommentInput)
async def account_comment(sinch: AsyncClient, _given: Given) -> object:
    return await sinch.whatsapp.account.comment("Please have a look.")


@calls("listWhatsappSenders", needs=active_sender)
async def list_senders(sinch: AsyncClient, _given: Given) -> object:
    return await sinch.whatsapp.senders.list(
        states=[SenderState.ACTIVE, SenderState.PENDING_VERIFICATION],
        statuses=[whatsapp.SenderStatus.DRAFT, whatsapp.SenderStatus.ERROR],
        page_size=100,
    ).page()


@calls("createWhatsappSender", needs=account, body=whatsapp.SenderInputVariant)
async def create_sender(sinch: AsyncClient, _given: Given) -> object:
    return await sinch.whatsapp.senders.create(SENDER)


@calls("createWhatsappSender", needs=account, body=whatsapp.SenderInputVariant)
async def create_sender_on_new_number(sinch: AsyncClient, _given: Given) -> object:
    details = whatsapp.NewNumberDetailsInput(country_code="46", phone_number="123123124", display_name="Parcels")
    return await sinch.whatsapp.senders.create(
        whatsapp.NewNumberSenderInput(details=details, region=Region.EU, meta_local_storage=MetaLocalStorage.DE)
    )


@calls("createWhatsappSender", needs=waba, body=whatsapp.SenderInputVariant)
async def create_sender_by_embedded_signup(sinch: AsyncClient, given: Given) -> object:
    return await sinch.whatsapp.senders.create(
        whatsapp.EmbeddedSignupSenderInput(
            waba_id=given.waba_id,
            phone_number_id=PHONE_NUMBER_ID,
            region=Region.EU,
            meta_local_storage=MetaLocalStorage.DE,
            business_manager=BusinessManager.SINCH_UK,
            authentication_code=Secret("CODE"),
        )
    )


@calls("createWhatsappSender", needs=waba, body=whatsapp.SenderInputVariant)
async def create_sender_by_old_signup(sinch: AsyncClient, given: Given) -> object:
    return await sinch.whatsapp.senders.create(
        whatsapp.LegacyEmbeddedSignupSenderInput(  # pyright: ignore[reportDeprecated]
            name="Parcels",
            details=whatsapp.SenderDetails(
                display_name="Parcels",
                vertical=Vertical.OTHER,
                description="Where your parcel is",
                photo_url="https://parcels.example/photo.jpg",
            ),
            region=Region.EU,
            meta_local_storage=MetaLocalStorage.DE,
            business_manager=BusinessManager.SINCH_UK,
            waba_id=given.waba_id,
            phone_number_id=PHONE_NUMBER_ID,
            facebook_access_token=Secret(given.token),
        )
    )


@calls("getWhatsappSender", needs=active_sender)
async def get_sender(sinch: AsyncClient, given: Given) -> object:
    return await sinch.whatsapp.senders.get(given.sender_id)


@calls("updateWhatsappSender", needs=active_sender, body=whatsapp.SenderUpdate)
async def update_sender(sinch: AsyncClient, given: Given) -> object:
    return await sinch.whatsapp.senders.update(
        given.sender_id,
        status=Action.SUBMIT,
        details=whatsapp.SenderDetailsUpdate(
            display_name="Parcels",
            vertical=Vertical.OTHER,
            description=None,
            email="ask@parcels.example",
            address=None,
            website_one="https://www.parcels.example",
            website_two=None,
            about="All about parcels",
            photo_url=None,
            username="parcels.news",
        ),
    )


@calls("deleteWhatsappSender", needs=active_sender)
async def delete_sender(sinch: AsyncClient, given: Given) -> None:
    await sinch.whatsapp.senders.delete(given.sender_id)


@calls("deleteWhatsappSenderChanges", needs=refused_sender)
async def delete_sender_changes(sinch: AsyncClient, given: Given) -> None:
    await sinch.whatsapp.senders.delete_changes(given.sender_id)


@calls("listWhatsappSenderActivities", needs=silent_sender)
async def sender_activities(sinch: AsyncClient, given: Given) -> object:
    return await sinch.whatsapp.senders.activities(given.sender_id, page_size=100).page()


@calls("createWhatsappSenderComment", needs=silent_sender, body=whatsapp.CommentInput)
async def sender_comment(sinch: AsyncClient, given: Given) -> object:
    return await sinch.whatsapp.senders.comment(given.sender_id, "Please have a look.")


@calls("registerWhatsappSender", needs=silent_sender, body=whatsapp.RegisterInput)
async def register(sinch: AsyncClient, given: Given) -> object:
    return await sinch.whatsapp.senders.register(given.sender_id, method=whatsapp.RegistrationMethod.SMS)


@calls("verifyWhatsappSender", needs=asked_sender, body=whatsapp.VerifyInput)
async def verify(sinch: AsyncClient, given: Given) -> None:
    await sinch.whatsapp.senders.verify(given.sender_id, code=given.verification_code)


@calls("getWhatsappSenderSuggestedUsernames", needs=active_sender)
async def suggested_usernames(sinch: AsyncClient, given: Given) -> object:
    return await sinch.whatsapp.senders.suggested_usernames(given.sender_id)


@calls("listWhatsappFlows", needs=flow)
async def list_flows(sinch: AsyncClient, _given: Given) -> object:
    return await sinch.whatsapp.flows.list(page_size=100).page()


@calls("listWhatsappFlowScreens", needs=flow)
async def flow_screens(sinch: AsyncClient, given: Given) -> object:
    return await sinch.whatsapp.flows.screens(given.flow_id)


@calls("listWhatsappSolutions", needs=solution)
async def list_solutions(sinch: AsyncClient, _given: Given) -> object:
    return await sinch.whatsapp.solutions.list()


@calls("createWhatsappSolution", needs=solution, body=whatsapp.SolutionInput)
async def create_solution(sinch: AsyncClient, given: Given) -> object:
    return await sinch.whatsapp.solutions.create(
        details=whatsapp.SolutionDetails(name="Parcels"),
        access_token=given.token,
        business_manager=BusinessManager.SINCH_UK,
    )


@calls("getWhatsappSolution", needs=solution)
async def get_solution(sinch: AsyncClient, given: Given) -> object:
    return await sinch.whatsapp.solutions.get(given.solution_id)


@calls("assignWhatsappSolution", needs=solution)
async def assign_solution(sinch: AsyncClient, given: Given) -> None:
    await sinch.whatsapp.solutions.assign(given.solution_id)


@calls("enableWhatsappTemplateAnalytics", needs=account)
async def enable_analytics(sinch: AsyncClient, _given: Given) -> None:
    await sinch.whatsapp.tools.enable_template_analytics()


@calls("createWhatsappLongLivedAccessToken", body=whatsapp.LongLivedAccessTokenInput)
async def long_lived_token(sinch: AsyncClient, given: Given) -> object:
    tools = sinch.whatsapp.tools
    return await tools.create_long_lived_access_token(  # pyright: ignore[reportDeprecated]
        facebook_token=given.token, business_manager=BusinessManager.SINCH_UK
    )


@calls("listWhatsappWabaDetails", body=whatsapp.WabaDetailsInput)
async def waba_details(sinch: AsyncClient, given: Given) -> object:
    tools = sinch.whatsapp.tools
    return await tools.list_waba_details(  # pyright: ignore[reportDeprecated]
        facebook_token=given.token, business_manager=BusinessManager.SINCH_UK
    )
