"""A service that brings RCS senders live: it orders one, launches it once it is set up, and reports what operators say.

Set SINCH_PROJECT_ID, SINCH_KEY_ID, SINCH_KEY_SECRET, SINCH_WEBHOOK_SECRET and PUBLIC_URL, where Sinch reaches you:

    waitress-serve --call examples.flask_onboarding:create_app
"""

import os
from threading import Lock

from flask import Flask, abort

from examples.parcels import details
from sinch_provisioning import Client, rcs, webhooks

HOOK = "/webhooks/sinch"
TRIGGERS = [
    webhooks.WebhookTrigger.RCS_SENDER_STATUS_UPDATED,
    webhooks.WebhookTrigger.RCS_SENDER_OPERATOR_STATUS_UPDATED,
]


class Senders:
    """Each sender as it was last seen; a database in real life."""

    def __init__(self) -> None:
        self.known: dict[str, rcs.Sender] = {}
        self._lock = Lock()

    def keep(self, sender: rcs.Sender) -> rcs.Sender:
        """Keep a sender unless something newer is known, as events may come twice or late; return what is known."""
        with self._lock:
            known = self.known.get(sender.id, sender)
            if known.modified is None or sender.modified is None or sender.modified >= known.modified:
                self.known[sender.id] = sender
            return self.known[sender.id]


def create_app() -> Flask:
    """Open the client, see to it that Sinch calls this service, and return the service."""
    app, senders, sinch = Flask(__name__), Senders(), Client.from_env()
    app.extensions["sinch"] = sinch
    secret = os.environ["SINCH_WEBHOOK_SECRET"]
    sinch.webhooks.ensure(target=os.environ["PUBLIC_URL"] + HOOK, secret=secret, triggers=TRIGGERS)

    def react(event: webhooks.Event) -> None:
        """Keep the news, and launch what is ready. If this raises, Sinch sends the event again."""
        if isinstance(event, webhooks.RcsSenderStatusUpdated | webhooks.RcsSenderOperatorStatusUpdated):
            sender = senders.keep(event.payload)
            if sender.state == rcs.SenderState.IN_TEST:
                sinch.rcs.senders.launch(sender.id)

    app.post(HOOK)(webhooks.wsgi.endpoint(webhooks.Receiver(secret), react))

    @app.post("/senders/<name>")
    def order(name: str) -> tuple[dict[str, str], int]:
        """Order a sender and complete it; everything else follows by events."""
        category, case = rcs.BillingCategory.CONVERSATIONAL, rcs.UseCase.TRANSACTIONAL
        sender = sinch.rcs.senders.create(region=rcs.Region.EU, billing_category=category, use_case=case)
        return {"id": senders.keep(sinch.rcs.senders.update(sender.id, details=details(name))).id}, 202

    @app.get("/senders/<sender_id>")
    def report(sender_id: str) -> dict[str, object]:
        """Tell how far a sender is, and what each operator says."""
        sender = senders.known.get(sender_id) or abort(404)
        operators = [
            {"name": operator.name, "country": country.country, "status": operator.status, "remark": operator.remark}
            for country in sender.country_status or []
            for operator in country.operators
        ]
        return {"state": sender.state, "operators": operators}

    return app
