"""Webhooks: registrations, and the receiving side.

```python
receiver = webhooks.Receiver(secret)
match receiver.receive(body, headers):
    case webhooks.RcsSenderStatusUpdated(payload=sender, current_state=state):
        print(sender.id, state)
```

`webhooks.asgi`, `webhooks.aiohttp` and `webhooks.wsgi` each have an `endpoint(receiver, handler)` for a server.
"""

from typing import TYPE_CHECKING

from sinch_provisioning.core.shared import WebhookTrigger
from sinch_provisioning.webhooks.models import Webhook, WebhookInput, WebhookList, WebhookUpdate

if TYPE_CHECKING:
    from sinch_provisioning.errors import SignatureError
    from sinch_provisioning.webhooks import aiohttp, asgi, wsgi
    from sinch_provisioning.webhooks.answering import Handler
    from sinch_provisioning.webhooks.events import (
        EVENTS,
        BundleDone,
        Event,
        KakaotalkSenderActive,
        KakaotalkSenderCommentAdded,
        KakaotalkSenderInactive,
        KakaotalkSenderRejected,
        KakaotalkTemplateApproved,
        KakaotalkTemplateCommentAdded,
        KakaotalkTemplateRejected,
        KnownEvent,
        RcsAccountCommentAdded,
        RcsBrandRegistrationProcessStatusUpdated,
        RcsSenderCommentAdded,
        RcsSenderOperatorStatusUpdated,
        RcsSenderStatusUpdated,
        UnknownEvent,
        WhatsappAccountCommentAdded,
        WhatsappAccountDailyLimitChanged,
        WhatsappAccountOnboarded,
        WhatsappAccountPendingVerification,
        WhatsappAccountRejected,
        WhatsappSenderActive,
        WhatsappSenderCommentAdded,
        WhatsappSenderDailyLimitChanged,
        WhatsappSenderDeleted,
        WhatsappSenderDisplayNameUpdated,
        WhatsappSenderError,
        WhatsappSenderInactive,
        WhatsappSenderPendingVerification,
        WhatsappSenderQualityRatingChanged,
        WhatsappSenderRejected,
        WhatsappSenderUsernameUpdated,
        WhatsappTemplateApproved,
        WhatsappTemplateCategoryFutureUpdate,
        WhatsappTemplateCategoryUpdated,
        WhatsappTemplateCommentAdded,
        WhatsappTemplateDeleted,
        WhatsappTemplateNewState,
        WhatsappTemplateQualityScoreUpdated,
        WhatsappTemplateRejected,
        WhatsappTemplateStatusUpdated,
        WhatsappWabaAccountChanged,
    )
    from sinch_provisioning.webhooks.receiver import Receiver
    from sinch_provisioning.webhooks.signature import sign

__all__ = [
    "EVENTS",
    "BundleDone",
    "Event",
    "Handler",
    "KakaotalkSenderActive",
    "KakaotalkSenderCommentAdded",
    "KakaotalkSenderInactive",
    "KakaotalkSenderRejected",
    "KakaotalkTemplateApproved",
    "KakaotalkTemplateCommentAdded",
    "KakaotalkTemplateRejected",
    "KnownEvent",
    "RcsAccountCommentAdded",
    "RcsBrandRegistrationProcessStatusUpdated",
    "RcsSenderCommentAdded",
    "RcsSenderOperatorStatusUpdated",
    "RcsSenderStatusUpdated",
    "Receiver",
    "SignatureError",
    "UnknownEvent",
    "Webhook",
    "WebhookInput",
    "WebhookList",
    "WebhookTrigger",
    "WebhookUpdate",
    "WhatsappAccountCommentAdded",
    "WhatsappAccountDailyLimitChanged",
    "WhatsappAccountOnboarded",
    "WhatsappAccountPendingVerification",
    "WhatsappAccountRejected",
    "WhatsappSenderActive",
    "WhatsappSenderCommentAdded",
    "WhatsappSenderDailyLimitChanged",
    "WhatsappSenderDeleted",
    "WhatsappSenderDisplayNameUpdated",
    "WhatsappSenderError",
    "WhatsappSenderInactive",
    "WhatsappSenderPendingVerification",
    "WhatsappSenderQualityRatingChanged",
    "WhatsappSenderRejected",
    "WhatsappSenderUsernameUpdated",
    "WhatsappTemplateApproved",
    "WhatsappTemplateCategoryFutureUpdate",
    "WhatsappTemplateCategoryUpdated",
    "WhatsappTemplateCommentAdded",
    "WhatsappTemplateDeleted",
    "WhatsappTemplateNewState",
    "WhatsappTemplateQualityScoreUpdated",
    "WhatsappTemplateRejected",
    "WhatsappTemplateStatusUpdated",
    "WhatsappWabaAccountChanged",
    "aiohttp",
    "asgi",
    "sign",
    "wsgi",
]

# The receiving side knows the data of all families: whoever only registers a webhook does not load them.
_ROOMS = {
    "Handler": f"{__name__}.answering",
    "Receiver": f"{__name__}.receiver",
    "SignatureError": "sinch_provisioning.errors",
    "sign": f"{__name__}.signature",
}


def __getattr__(name: str) -> object:
    from importlib import import_module

    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object
    if name in {"aiohttp", "asgi", "wsgi"}:
        value = import_module(f"{__name__}.{name}")
    else:
        room = _ROOMS.get(name, f"{__name__}.events")
        value = getattr(import_module(room), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(set(globals()) | set(__all__))
