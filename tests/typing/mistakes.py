"""What type checkers refuse: each ignore comment here is needed, or the check fails for its being there."""

# pyright heeds `type: ignore` too, and complains of one that it has no use for.

# pyright: reportUnnecessaryTypeIgnoreComment=true

from sinch_provisioning import AsyncClient, Client, bundles, kakaotalk, rcs, sms, webhooks, whatsapp


async def awaited(sinch: AsyncClient, sender: rcs.Sender) -> None:
    sinch.rcs.senders.get("s")  # type: ignore[unused-coroutine]
    await sinch.rcs.senders.get(1)  # type: ignore[arg-type]
    await sinch.rcs.senders.get()  # type: ignore[call-arg]
    await sinch.rcs.senders.list()
    sinch.rcs.senders.list(states=[1])  # type: ignore[list-item]
    sinch.rcs.senders.list(state=[rcs.SenderState.DRAFT])  # type: ignore[call-arg]
    sinch.rcs.senders.list([rcs.SenderState.DRAFT])  # type: ignore[call-arg]
    sender.id = "other"  # type: ignore[misc]
    await sinch.sms.apps.create(name="x", region=7)  # type: ignore[arg-type]
    await sinch.kakaotalk.templates.create("x", details=whatsapp.TemplateDetails())  # type: ignore[arg-type]
    await sinch.whatsapp.senders.create(whatsapp.AccountUpdate())  # type: ignore[arg-type]
    await sinch.conversation.telegram(conversation_app="x")  # type: ignore[call-arg]
    await sinch.whatsapp.tools.list_waba_details(facebook_token="t")  # pyright: ignore[reportDeprecated]
    await sinch.rcs.senders.test_numbers.retry("s", "+46123123222")  # pyright: ignore[reportDeprecated]


async def not_awaited(sinch: Client) -> None:
    await sinch.rcs.senders.get("s")  # type: ignore[misc]
    async for _ in sinch.rcs.senders.list():  # type: ignore[attr-defined]
        pass
    sinch.rcs.senders.get(1)  # type: ignore[arg-type]
    sinch.rcs.senders.list(page_size="10")  # type: ignore[arg-type]
    sinch.bundles.create(1)  # type: ignore[arg-type]
    sinch.bundles.create(region=None, sms=True)  # type: ignore[call-arg]
    sinch.rcs.senders.test_numbers.retry("s", "+46123123222")  # pyright: ignore[reportDeprecated]
    sinch.rcs.senders.launch("s").unlaunch()  # type: ignore[attr-defined]


def models() -> None:
    rcs.BrandUpdate(name=None)  # type: ignore[arg-type]
    rcs.Brand(emails="help@parcels.example")  # type: ignore[arg-type]
    rcs.Email("Help", "help@parcels.example")  # type: ignore[call-arg]
    rcs.SenderInput(region=rcs.Region.EU)  # type: ignore[call-arg]
    rcs.DetailsInput(colour="#000000")  # type: ignore[call-arg]
    sms.AppInput(name="x", region="EU")  # type: ignore[arg-type]
    bundles.WebhookInput(target="x", secret="s", triggers=[])  # type: ignore[arg-type]
    webhooks.WebhookUpdate(triggers=None)  # type: ignore[arg-type]
    webhooks.Recevier("secret")  # type: ignore[attr-defined]
    kakaotalk.VerifyInput(code="123456")  # type: ignore[arg-type]
    kakaotalk.changes(kakaotalk.Sender(plus_friend_id="x"), kakaotalk.SenderDetails())  # type: ignore[call-overload]
    whatsapp.OnBehalfOfAccountInput(client_business_manager_id="1", company_legal_name="x")  # pyright: ignore[reportDeprecated]
    whatsapp.Buttons("Stop")  # type: ignore[arg-type]
    whatsapp.TemplateDetails(components=[whatsapp.Button.quick_reply("Stop")])  # type: ignore[list-item]
