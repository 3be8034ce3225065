"""A service that brings RCS senders live: it orders one, launches it once it is set up, and reports what operators say.

Set SINCH_PROJECT_ID, SINCH_KEY_ID, SINCH_KEY_SECRET, SINCH_WEBHOOK_SECRET and PUBLIC_URL, where Sinch reaches you:

    uvicorn examples.fastapi_onboarding:app
"""

import os
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from fastapi import FastAPI, HTTPException
from starlette.routing import Route

from examples.parcels import details
from sinch_provisioning import AsyncClient, rcs, webhooks

HOOK = "/webhooks/sinch"
SECRET = os.environ["SINCH_WEBHOOK_SECRET"]
TRIGGERS = [
    webhooks.WebhookTrigger.RCS_SENDER_STATUS_UPDATED,
    webhooks.WebhookTrigger.RCS_SENDER_OPERATOR_STATUS_UPDATED,
]
senders: dict[str, rcs.Sender] = {}  # each as it was last seen; a database in real life


def keep(sender: rcs.Sender) -> rcs.Sender:
    """Keep a sender unless something newer is known, as events may come twice or late, and return what is known."""
    known = senders.get(sender.id, sender)
    if known.modified is None or sender.modified is None or sender.modified >= known.modified:
        senders[sender.id] = sender
    return senders[sender.id]


async def react(event: webhooks.Event) -> None:
    """Keep the news, and launch what is ready. If this raises, Sinch sends the event again."""
    if isinstance(event, webhooks.RcsSenderStatusUpdated | webhooks.RcsSenderOperatorStatusUpdated):
        sender = keep(event.payload)
        if sender.state == rcs.SenderState.IN_TEST:
            await app.state.sinch.rcs.senders.launch(sender.id)


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncGenerator[None, None]:
    """Open the client, and see to it that Sinch calls this service."""
    async with AsyncClient.from_env() as sinch:
        app.state.sinch = sinch
        await sinch.webhooks.ensure(target=os.environ["PUBLIC_URL"] + HOOK, secret=SECRET, triggers=TRIGGERS)
        yield


hook = webhooks.asgi.endpoint(webhooks.Receiver(SECRET), react)
app = FastAPI(lifespan=lifespan, routes=[Route(HOOK, hook)])


@app.post("/senders/{name}", status_code=202)
async def order(name: str) -> dict[str, str]:
    """Order a sender and complete it; everything else follows by events."""
    api = app.state.sinch.rcs.senders
    sender = await api.create(
        region=rcs.Region.EU, billing_category=rcs.BillingCategory.CONVERSATIONAL, use_case=rcs.UseCase.TRANSACTIONAL
    )
    return {"id": keep(await api.update(sender.id, details=details(name))).id}


@app.get("/senders/{sender_id}")
async def report(sender_id: str) -> dict[str, object]:
    """Tell how far a sender is, and what each operator says."""
    if sender_id not in senders:
        raise HTTPException(404)
    operators = [
        {"name": operator.name, "country": country.country, "status": operator.status, "remark": operator.remark}
        for country in senders[sender_id].country_status or []
        for operator in country.operators
    ]
    return {"state": senders[sender_id].state, "operators": operators}
