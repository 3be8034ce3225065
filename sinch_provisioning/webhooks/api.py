"""Calls for webhook registrations."""

from collections.abc import Sequence
from types import NoneType
from typing import Final

from sinch_provisioning.blocking import BlockingResource, blocking, blocking_listing
from sinch_provisioning.core.bodies import body_of
from sinch_provisioning.core.dispatch import Resource
from sinch_provisioning.core.operation import Operation, Safety, paged
from sinch_provisioning.core.rules import check
from sinch_provisioning.core.secrets import Secret
from sinch_provisioning.core.secrets import secret as sealed
from sinch_provisioning.core.subscriptions import Webhook, WebhookInput, WebhookTrigger
from sinch_provisioning.core.unset import UNSET, Unset
from sinch_provisioning.errors import Conflict, NotFound, TransportError
from sinch_provisioning.paging import Listing, OnUnreadable
from sinch_provisioning.webhooks.models import WebhookUpdate

_WEBHOOKS = "/v1/projects/{projectId}/webhooks"
_WEBHOOK = _WEBHOOKS + "/{webhookId}"

LIST = paged("listWebhooks", _WEBHOOKS, "webhooks", Webhook, max_page_size=15)
CREATE = Operation("createWebhook", "POST", _WEBHOOKS, Webhook, Safety.ONCE, body=WebhookInput)
GET = Operation("getWebhook", "GET", _WEBHOOK, Webhook, Safety.SAFE)
DELETE = Operation("deleteWebhook", "DELETE", _WEBHOOK, NoneType, Safety.IDEMPOTENT)
REPLACE = Operation("replaceWebhook", "PUT", _WEBHOOK, Webhook, Safety.IDEMPOTENT, body=WebhookInput)
UPDATE = Operation("updateWebhook", "PATCH", _WEBHOOK, Webhook, Safety.IDEMPOTENT, body=WebhookUpdate)

# Another process may create or delete the webhook between the look and the call; each look settles one such race.
_LOOKS = 3


class Webhooks(Resource):
    """Registrations: which URL is called for which events, and what signs the calls; 15 per project at most."""

    def list(self, *, page_size: int | None = None, on_unreadable: OnUnreadable | None = None) -> Listing[Webhook]:
        """List the project's webhooks (listWebhooks).

        Args:
            page_size: Webhooks per page, 1 to 15; without it all are on one page.
        """
        return Listing(self._dispatch, LIST, page_size, on_unreadable)

    async def create(
        self,
        webhook: WebhookInput | None = None,
        /,
        *,
        target: str | None = None,
        secret: str | Secret | None = None,
        triggers: Sequence[WebhookTrigger | str] | None = None,
    ) -> Webhook:
        """Register a webhook and return it (createWebhook).

        Args:
            target: Absolute URL, up to 742 characters, not registered in the project yet.
            secret: Signs the calls, 1 to 128 characters; it can never be read back.
            triggers: What to call for; ALL stands for everything and is best sent alone.

        Raises:
            Conflict: `webhook_exists`: the target is taken.
            FailedDependency: `webhook_limit_reached`: there are already 15.
        """
        return await self._send(CREATE, _input(webhook, target, secret, triggers))

    async def get(self, webhook_id: str) -> Webhook:
        """Return one webhook, without its secret (getWebhook)."""
        return await self._send(GET, webhook_id=webhook_id)

    async def replace(
        self,
        webhook_id: str,
        webhook: WebhookInput | None = None,
        *,
        target: str | None = None,
        secret: str | Secret | None = None,
        triggers: Sequence[WebhookTrigger | str] | None = None,
    ) -> Webhook:
        """Replace all values of a webhook and return it (replaceWebhook); arguments and errors as of `create`."""
        return await self._send(REPLACE, _input(webhook, target, secret, triggers), webhook_id=webhook_id)

    async def update(
        self,
        webhook_id: str,
        change: WebhookUpdate | None = None,
        *,
        target: str | Unset = UNSET,
        secret: str | Secret | Unset = UNSET,
        triggers: Sequence[WebhookTrigger | str] | Unset = UNSET,
    ) -> Webhook:
        """Change some values of a webhook and return it (updateWebhook); errors as of `create`.

        What is left out stays; `triggers` replaces the whole list.

        Args:
            webhook_id: Id of the webhook.
            target: Absolute URL, up to 742 characters.
            secret: Signs the calls, 1 to 128 characters.
            triggers: What to call for.
        """
        body = body_of(WebhookUpdate, change, {"target": target, "secret": sealed(secret), "triggers": triggers})
        return await self._send(UPDATE, body, webhook_id=webhook_id)

    async def delete(self, webhook_id: str) -> None:
        """Delete a webhook (deleteWebhook)."""
        await self._send(DELETE, webhook_id=webhook_id)

    async def ensure(
        self,
        webhook: WebhookInput | None = None,
        /,
        *,
        target: str | None = None,
        secret: str | Secret | None = None,
        triggers: Sequence[WebhookTrigger | str] | None = None,
    ) -> Webhook:
        """Return the webhook of a target, created or updated; safe to run on every start, and by many at once.

        An existing webhook gets the secret and the triggers given here, as its secret cannot be compared. If several
        processes give different ones at the same time, the last one's remain: let a receiver accept both secrets
        meanwhile. The arguments are those of `create`.

        Raises:
            FailedDependency: `webhook_limit_reached`: the target is new, and there are already 15.
            Conflict: `webhook_exists`: the service takes the target for that of a webhook that is written differently.
        """
        body = _input(webhook, target, secret, triggers)
        check(body)
        looks = _LOOKS
        while True:
            looks -= 1
            existing = [webhook.id async for webhook in self.list() if webhook.target == body.target]
            try:
                if existing:
                    return await self.update(existing[0], secret=body.secret, triggers=body.triggers)
                return await self.create(body)
            except (Conflict, NotFound) as error:
                if not looks or error.error_code not in {"webhook_exists", "webhook_not_found"}:
                    raise
            except TransportError as error:
                # Whether it was created is unknown. It cannot be created twice, as its target is taken: look again.
                if not looks or existing or not error.sent:
                    raise


class BlockingWebhooks(BlockingResource[Webhooks]):
    list: Final = blocking_listing(Webhooks.list)
    create: Final = blocking(Webhooks.create)
    get: Final = blocking(Webhooks.get)
    replace: Final = blocking(Webhooks.replace)
    update: Final = blocking(Webhooks.update)
    delete: Final = blocking(Webhooks.delete)
    ensure: Final = blocking(Webhooks.ensure)


def _input(
    webhook: WebhookInput | None,
    target: str | None,
    secret: str | Secret | None,
    triggers: Sequence[WebhookTrigger | str] | None,
) -> WebhookInput:
    return body_of(WebhookInput, webhook, {"target": target, "secret": sealed(secret), "triggers": triggers})
