"""Calls of the RCS family."""

from sinch_provisioning import AsyncClient, rcs
from sinch_provisioning.emulator import Emulator
from tests.contract.catalogue.entry import Given, calls

NUMBER = "+46123123222"
US_ANSWERS = rcs.UsAnswers(
    ownership_type=rcs.OwnershipType.PUBLIC,
    company_legal_name="Parcels Inc.",
    company_phone_number="+12025550123",
    company_email_address="us@parcels.example",
    brand_name="Parcel News",
    brand_industry=rcs.BrandIndustry.RETAIL,
    legal_form=rcs.LegalForm.CORPORATION,
    tax_id_country=rcs.CountryCode.US,
    tax_id="12-3456789",
    address_line="1 Parcel Street",
    address_city="Albany",
    address_country=rcs.CountryCode.US,
    address_state=rcs.UsState.NY,
    address_postal_code="12207",
    website_url="https://parcels.example",
    contact_first_name="Ann",
    contact_surname="Example",
    stock_exchange="NASDAQ",
    stock_symbol="PRCL",
    sample_messages=["Your parcel comes today between 3 and 4."],
    messages_volume=10_000,
    embedded_link=True,
    embedded_phone=False,
    age_gated_content=False,
    direct_lending=False,
    opt_in_confirmation_message="You will hear of your parcels from now on.",
    help_message="Write to help@parcels.example for help.",
    call_to_action_message="People tick a box when they order, and can untick it at any time.",
)
DETAILS = rcs.DetailsInput(
    brand=rcs.Brand(
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
    ),
    countries=[rcs.LaunchCountry.FR, rcs.LaunchCountry.GB, rcs.LaunchCountry.US],
    test_numbers=[NUMBER],
    questionnaire=rcs.Questionnaire(
        general=rcs.GeneralSection(
            answers=rcs.GeneralAnswers(
                opt_in_description="A box to tick when ordering",
                opt_in_description_metadata=rcs.AnswerMetadata(ignore="when ordering"),
                trigger_description="A parcel is on its way",
                trigger_description_metadata=rcs.AnswerMetadata(),
                interactions_description="Delivery times, a link to change the day",
                opt_out_description="Answer STOP",
                screenshot_uris=["https://parcels.example/screen.png"],
                video_uris=["https://parcels.example/video.mp4"],
            )
        ),
        verification=rcs.VerificationSection(
            answers=rcs.VerificationAnswers(
                name="Ann Example",
                email="ann@parcels.example",
                title="Head of parcels",
                website="https://parcels.example",
                phone="+12025550123",
                partner=rcs.VerificationPartnerAnswers(
                    company_name="Partner", contact_name="Bob", contact_email_address="bob@partner.example"
                ),
            )
        ),
        gb=rcs.GbSection(
            answers=rcs.GbAnswers(
                brand_industry="Logistics", company_legal_name="Parcels Ltd", messages_volume="10K - 100K messages"
            )
        ),
        fr=rcs.FrSection(answers=rcs.FrAnswers(siren="123456789", full_company_address="1 rue X, Paris")),
        us=rcs.UsSection(answers=US_ANSWERS),
    ),
)


async def draft(sinch: AsyncClient, _emulator: Emulator) -> Given:
    sender = await sinch.rcs.senders.create(
        region=rcs.Region.US, billing_category=rcs.BillingCategory.CONVERSATIONAL, use_case=rcs.UseCase.OTP
    )
    return Given(sender_id=sender.id)


async def complete(sinch: AsyncClient, _emulator: Emulator) -> Given:
    sender = await sinch.rcs.senders.create(
        region=rcs.Region.US,
        billing_category=rcs.BillingCategory.CONVERSATIONAL,
        use_case=rcs.UseCase.OTP,
        details=DETAILS,
    )
    sender = await sinch.rcs.senders.wait_for(sender.id, rcs.SenderState.IN_TEST)
    return Given(sender_id=sender.id, test_number=NUMBER)


async def accepted(sinch: AsyncClient, emulator: Emulator) -> Given:
    given = await complete(sinch, emulator)
    emulator.control.rcs.test_number(emulator.project_id, given.sender_id, given.test_number, "VERIFIED")
    return given


@calls("listRcsSenders", needs=draft)
async def list_senders(sinch: AsyncClient, given: Given) -> object:
    return await sinch.rcs.senders.list(
        states=[rcs.SenderState.DRAFT, rcs.SenderState.IN_TEST],
        search="sender",
        conversation_api_app_id=given.conversation_app_id,
        sender_ids=given.sender_id,
        sender_name="RCS",
        sort_column=rcs.SortColumn.NAME,
        sort_direction=rcs.SortDirection.DESC,
        page_size=100,
    ).page()


@calls("createRcsSender", body=rcs.SenderInput)
async def create(sinch: AsyncClient, _given: Given) -> object:
    return await sinch.rcs.senders.create(
        region=rcs.Region.US,
        billing_category=rcs.BillingCategory.CONVERSATIONAL,
        use_case=rcs.UseCase.OTP,
        details=DETAILS,
    )


@calls("getRcsSender", needs=complete)
async def get(sinch: AsyncClient, given: Given) -> object:
    return await sinch.rcs.senders.get(given.sender_id)


@calls("updateRcsSender", needs=complete, body=rcs.SenderUpdate)
async def update(sinch: AsyncClient, given: Given) -> object:
    details = rcs.DetailsUpdate(
        brand=rcs.BrandUpdate(name="Parcels", phones=None, emails=[rcs.Email(label="A", address="a@b.example")]),
        countries=None,
        test_numbers=["+46123123333"],
        questionnaire=rcs.QuestionnaireUpdate(
            general=rcs.GeneralSectionUpdate(
                answers=rcs.GeneralAnswersUpdate(
                    opt_in_description=None,
                    opt_out_description="Answer NO",
                    opt_out_description_metadata=rcs.AnswerMetadataUpdate(ignore=None),
                )
            ),
            us=rcs.UsSectionUpdate(answers=rcs.UsAnswersUpdate(messages_volume=20_000, help_message=None)),
        ),
    )
    return await sinch.rcs.senders.update(
        given.sender_id, details=details, us_questionnaire_version=rcs.UsQuestionnaireVersion.V2
    )


@calls("launchRcsSender", needs=complete)
async def launch(sinch: AsyncClient, given: Given) -> object:
    return await sinch.rcs.senders.launch(given.sender_id)


@calls("listRcsSenderActivities", needs=draft)
async def activities(sinch: AsyncClient, given: Given) -> object:
    return await sinch.rcs.senders.activities(given.sender_id, page_size=100).page()


@calls("createRcsSenderComment", needs=draft, body=rcs.CommentInput)
async def comment(sinch: AsyncClient, given: Given) -> object:
    return await sinch.rcs.senders.comment(given.sender_id, "Please have a look.")


@calls("addRcsTestNumbers", needs=complete, body=rcs.TestNumbersInput)
async def add_numbers(sinch: AsyncClient, given: Given) -> object:
    return await sinch.rcs.senders.test_numbers.add(given.sender_id, ["+46123123333", "+46123123444"])


@calls("getRcsTestNumberState", needs=complete)
async def number_state(sinch: AsyncClient, given: Given) -> object:
    return await sinch.rcs.senders.test_numbers.state(given.sender_id, given.test_number)


@calls("deleteRcsTestNumber", needs=complete)
async def delete_number(sinch: AsyncClient, given: Given) -> None:
    await sinch.rcs.senders.test_numbers.delete(given.sender_id, given.test_number)


@calls("getRcsTestNumberCapabilities", needs=accepted)
async def capabilities(sinch: AsyncClient, given: Given) -> object:
    return await sinch.rcs.senders.test_numbers.capabilities(given.sender_id, given.test_number)


@calls("retryRcsTestNumber", needs=complete)
async def retry_number(sinch: AsyncClient, given: Given) -> object:
    numbers = sinch.rcs.senders.test_numbers
    return await numbers.retry(given.sender_id, given.test_number)  # pyright: ignore[reportDeprecated]


@calls("listRcsAccountActivities", needs=draft)
async def account_activities(sinch: AsyncClient, _given: Given) -> object:
    return await sinch.rcs.account.activities(page_size=100).page()


@calls("createRcsAccountComment", needs=draft, body=rcs.CommentInput)
async def account_comment(sinch: AsyncClient, _given: Given) -> object:
    return await sinch.rcs.account.comment("Please have a look.")


@calls("getRcsQuestionnaire")
async def questionnaire(sinch: AsyncClient, _given: Given) -> object:
    return await sinch.rcs.questionnaires.get(
        rcs.UseCase.OTP,
        countries=[rcs.LaunchCountry.GB, rcs.LaunchCountry.FR, rcs.LaunchCountry.US],
        us_questionnaire_version=rcs.UsQuestionnaireVersion.V2,
        us_brand_campaign_version=rcs.UsBrandCampaignVersion.US_PUBLIC,
    )
