"""The calls about webhook registrations."""

from collections.abc import Sequence
from types import NoneType

from sinch_provisioning.core.arguments import as_list
from sinch_provisioning.core.dispatch import Resource
from sinch_provisioning.core.operation import ListOperation, Operation, Safety
from sinch_provisioning.core.rules import check
from sinch_provisioning.core.secrets import Secret
from sinch_provisioning.core.secrets import secret as as_secret
from sinch_provisioning.core.shared import WebhookTrigger
from sinch_provisioning.core.unset import UNSET, Unset
from sinch_provisioning.errors import Conflict, NotFound, TransportError
from sinch_provisioning.paging import Listing, listing
from sinch_provisioning.webhooks.models import Webhook, WebhookInput, WebhookList, WebhookUpdate

_WEBHOOKS = "/v1/projects/{projectId}/webhooks"
_WEBHOOK = _WEBHOOKS + "/{webhookId}"

LIST = ListOperation("listWebhooks", "GET", _WEBHOOKS, WebhookList, Safety.SAFE, max_page_size=15)
CREATE = Operation("createWebhook", "POST", _WEBHOOKS, Webhook, Safety.ONCE)
GET = Operation("getWebhook", "GET", _WEBHOOK, Webhook, Safety.SAFE)
DELETE = Operation("deleteWebhook", "DELETE", _WEBHOOK, NoneType, Safety.IDEMPOTENT)
REPLACE = Operation("replaceWebhook", "PUT", _WEBHOOK, Webhook, Safety.IDEMPOTENT)
UPDATE = Operation("updateWebhook", "PATCH", _WEBHOOK, Webhook, Safety.IDEMPOTENT)

# Another process may make or delete the webhook between the look and the call; each look settles one such race.
_LOOKS = 3


class Webhooks(Resource):
    """Registrations: which URL is called when what happens, and what signs the calls. A project has 15 at most."""

    def list(self, *, page_size: int | None = None) -> Listing[Webhook]:
        """Return the project's webhooks, on one page unless a `page_size` of 1 to 15 is given (listWebhooks)."""
        return listing(self._dispatch, LIST, page_size=page_size)

    async def create(self, *, target: str, secret: str | Secret, triggers: Sequence[WebhookTrigger]) -> Webhook:
        """Register a webhook and return it (createWebhook).

        Args:
            target: Absolute URL, up to 742 characters, not registered in the project yet.
            secret: Signs the calls, 1 to 128 characters; it can never be read back.
            triggers: What to be told of; ALL stands for everything and is best sent alone.

        Raises:
            InvalidRequest: a field breaks a rule of the contract; nothing was sent.
            Conflict: `webhook_exists`: the target is taken.
            FailedDependency: `webhook_limit_reached`: there are 15 already.
        """
        body = WebhookInput(target=target, secret=as_secret(secret), triggers=as_list("triggers", triggers))
        return await self._send(CREATE, body)

    async def get(self, webhook_id: str) -> Webhook:
        """Return one webhook, without its secret (getWebhook)."""
        return await self._send(GET, webhook_id=webhook_id)

    async def replace(
        self, webhook_id: str, *, target: str, secret: str | Secret, triggers: Sequence[WebhookTrigger]
    ) -> Webhook:
        """Put other values, all of them, into a webhook and return it (replaceWebhook); raises as `create`."""
        body = WebhookInput(target=target, secret=as_secret(secret), triggers=as_list("triggers", triggers))
        return await self._send(REPLACE, body, webhook_id=webhook_id)

    async def update(
        self,
        webhook_id: str,
        *,
        target: str | Unset = UNSET,
        secret: str | Secret | Unset = UNSET,
        triggers: Sequence[WebhookTrigger] | Unset = UNSET,
    ) -> Webhook:
        """Change some values of a webhook and return it (updateWebhook); raises as `create`.

        What is left out stays; `triggers` that are given take the place of the old ones.
        """
        body = WebhookUpdate(
            target=target,
            secret=as_secret(secret),
            triggers=triggers if isinstance(triggers, Unset) else as_list("triggers", triggers),
        )
        return await self._send(UPDATE, body, webhook_id=webhook_id)

    async def delete(self, webhook_id: str) -> None:
        """Remove a webhook (deleteWebhook)."""
        await self._send(DELETE, webhook_id=webhook_id)

    async def ensure(self, *, target: str, secret: str | Secret, triggers: Sequence[WebhookTrigger]) -> Webhook:
        """Return the webhook of a target, made or brought into line; safe to run on every start, and by many at once.

        A webhook that is there gets the secret and the triggers given here, as the secret cannot be compared. If others
        give it other ones at the same time, the last one's hold: let a receiver accept both secrets meanwhile.

        Raises:
            InvalidRequest: a field breaks a rule of the contract; nothing was sent.
            FailedDependency: `webhook_limit_reached`: the target is new, and there are 15 already.
            Conflict: `webhook_exists`: the service takes the target for that of a webhook that is written differently.
        """
        check(WebhookInput(target=target, secret=as_secret(secret), triggers=as_list("triggers", triggers)))
        return await self._ensure(target, secret, triggers, looks=_LOOKS)

    async def _ensure(
        self, target: str, secret: str | Secret, triggers: Sequence[WebhookTrigger], *, looks: int
    ) -> Webhook:
        there = [webhook.id async for webhook in self.list() if webhook.target == target]
        try:
            if there:
                return await self.update(there[0], secret=secret, triggers=triggers)
            return await self.create(target=target, secret=secret, triggers=triggers)
        except (Conflict, NotFound) as error:
            if looks == 1 or error.error_code not in {"webhook_exists", "webhook_not_found"}:
                raise
        except TransportError as error:
            # Whether it was made is open. It cannot be made twice, as the target is taken then, so look again.
            if looks == 1 or there or not error.sent:
                raise
        return await self._ensure(target, secret, triggers, looks=looks - 1)


OPERATIONS = (LIST, CREATE, GET, DELETE, REPLACE, UPDATE)
