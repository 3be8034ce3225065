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

from sinch_provisioning.core.subscriptions import Webhook as Webhook
from sinch_provisioning.core.subscriptions import WebhookInput as WebhookInput
from sinch_provisioning.core.subscriptions import WebhookTrigger as WebhookTrigger
from sinch_provisioning.webhooks.changing import changes as changes
from sinch_provisioning.webhooks.models import WebhookUpdate as WebhookUpdate

if TYPE_CHECKING:
    from sinch_provisioning.errors import SignatureError as SignatureError
    from sinch_provisioning.webhooks import aiohttp as aiohttp
    from sinch_provisioning.webhooks import asgi as asgi
    from sinch_provisioning.webhooks import wsgi as wsgi
    from sinch_provisioning.webhooks.call import Call as Call
    from sinch_provisioning.webhooks.endpoint import Handler as Handler
    from sinch_provisioning.webhooks.events import EVENTS as EVENTS
    from sinch_provisioning.webhooks.events import BundleDone as BundleDone
    from sinch_provisioning.webhooks.events import Event as Event
    from sinch_provisioning.webhooks.events import KakaotalkSenderActive as KakaotalkSenderActive
    from sinch_provisioning.webhooks.events import KakaotalkSenderCommentAdded as KakaotalkSenderCommentAdded
    from sinch_provisioning.webhooks.events import KakaotalkSenderInactive as KakaotalkSenderInactive
    from sinch_provisioning.webhooks.events import KakaotalkSenderRejected as KakaotalkSenderRejected
    from sinch_provisioning.webhooks.events import KakaotalkTemplateApproved as KakaotalkTemplateApproved
    from sinch_provisioning.webhooks.events import KakaotalkTemplateCommentAdded as KakaotalkTemplateCommentAdded
    from sinch_provisioning.webhooks.events import KakaotalkTemplateRejected as KakaotalkTemplateRejected
    from sinch_provisioning.webhooks.events import KnownEvent as KnownEvent
    from sinch_provisioning.webhooks.events import RcsAccountCommentAdded as RcsAccountCommentAdded
    from sinch_provisioning.webhooks.events import (
        RcsBrandRegistrationProcessStatusUpdated as RcsBrandRegistrationProcessStatusUpdated,
    )
    from sinch_provisioning.webhooks.events import RcsSenderCommentAdded as RcsSenderCommentAdded
    from sinch_provisioning.webhooks.events import RcsSenderOperatorStatusUpdated as RcsSenderOperatorStatusUpdated
    from sinch_provisioning.webhooks.events import RcsSenderStatusUpdated as RcsSenderStatusUpdated
    from sinch_provisioning.webhooks.events import UnknownEvent as UnknownEvent
    from sinch_provisioning.webhooks.events import WhatsappAccountCommentAdded as WhatsappAccountCommentAdded
    from sinch_provisioning.webhooks.events import WhatsappAccountDailyLimitChanged as WhatsappAccountDailyLimitChanged
    from sinch_provisioning.webhooks.events import WhatsappAccountOnboarded as WhatsappAccountOnboarded
    from sinch_provisioning.webhooks.events import (
        WhatsappAccountPendingVerification as WhatsappAccountPendingVerification,
    )
    from sinch_provisioning.webhooks.events import WhatsappAccountRejected as WhatsappAccountRejected
    from sinch_provisioning.webhooks.events import WhatsappSenderActive as WhatsappSenderActive
    from sinch_provisioning.webhooks.events import WhatsappSenderCommentAdded as WhatsappSenderCommentAdded
    from sinch_provisioning.webhooks.events import WhatsappSenderDailyLimitChanged as WhatsappSenderDailyLimitChanged
    from sinch_provisioning.webhooks.events import WhatsappSenderDeleted as WhatsappSenderDeleted
    from sinch_provisioning.webhooks.events import WhatsappSenderDisplayNameUpdated as WhatsappSenderDisplayNameUpdated
    from sinch_provisioning.webhooks.events import WhatsappSenderError as WhatsappSenderError
    from sinch_provisioning.webhooks.events import WhatsappSenderInactive as WhatsappSenderInactive
    from sinch_provisioning.webhooks.events import (
        WhatsappSenderPendingVerification as WhatsappSenderPendingVerification,
    )
    from sinch_provisioning.webhooks.events import (
        WhatsappSenderQualityRatingChanged as WhatsappSenderQualityRatingChanged,
    )
    from sinch_provisioning.webhooks.events import WhatsappSenderRejected as WhatsappSenderRejected
    from sinch_provisioning.webhooks.events import WhatsappSenderUsernameUpdated as WhatsappSenderUsernameUpdated
    from sinch_provisioning.webhooks.events import WhatsappTemplateApproved as WhatsappTemplateApproved
    from sinch_provisioning.webhooks.events import (
        WhatsappTemplateCategoryFutureUpdate as WhatsappTemplateCategoryFutureUpdate,
    )
    from sinch_provisioning.webhooks.events import WhatsappTemplateCategoryUpdated as WhatsappTemplateCategoryUpdated
    from sinch_provisioning.webhooks.events import WhatsappTemplateCommentAdded as WhatsappTemplateCommentAdded
    from sinch_provisioning.webhooks.events import WhatsappTemplateDeleted as WhatsappTemplateDeleted
    from sinch_provisioning.webhooks.events import WhatsappTemplateNewState as WhatsappTemplateNewState
    from sinch_provisioning.webhooks.events import (
        WhatsappTemplateQualityScoreUpdated as WhatsappTemplateQualityScoreUpdated,
    )
    from sinch_provisioning.webhooks.events import WhatsappTemplateRejected as WhatsappTemplateRejected
    from sinch_provisioning.webhooks.events import WhatsappTemplateStatusUpdated as WhatsappTemplateStatusUpdated
    from sinch_provisioning.webhooks.events import WhatsappWabaAccountChanged as WhatsappWabaAccountChanged
    from sinch_provisioning.webhooks.inbox import Entry as Entry
    from sinch_provisioning.webhooks.inbox import Inbox as Inbox
    from sinch_provisioning.webhooks.receiver import Receiver as Receiver
    from sinch_provisioning.webhooks.replays import FileReplays as FileReplays
    from sinch_provisioning.webhooks.replays import MemoryReplays as MemoryReplays
    from sinch_provisioning.webhooks.replays import Replays as Replays
    from sinch_provisioning.webhooks.signature import sign as sign

# The receiving side knows the data of all families, so it is loaded on first use. For type checkers the imports above
# stand; for them a module with `__getattr__` would have every name.
if not TYPE_CHECKING:
    _MODULES = {
        "Call": "call",
        "Entry": "inbox",
        "Handler": "endpoint",
        "Inbox": "inbox",
        "Receiver": "receiver",
        "sign": "signature",
        **dict.fromkeys(("FileReplays", "MemoryReplays", "Replays"), "replays"),
        **dict.fromkeys(("EVENTS", "Event", "KnownEvent", "UnknownEvent", "WhatsappTemplateNewState"), "events"),
        # Each trigger's event has its name: RCS_SENDER_STATUS_UPDATED is RcsSenderStatusUpdated.
        **{trigger.title().replace("_", ""): "events" for trigger in WebhookTrigger if trigger != WebhookTrigger.ALL},
    }
    _LAZY = {*_MODULES, "SignatureError", "aiohttp", "asgi", "wsgi"}

    def __getattr__(name: str) -> object:
        from importlib import import_module

        if name not in _LAZY:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value: object
        if name == "SignatureError":
            value = import_module("sinch_provisioning.errors").SignatureError
        elif name in _MODULES:
            value = getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
        else:
            value = import_module(f"{__name__}.{name}")
        globals()[name] = value
        return value

    def __dir__() -> list[str]:
        return sorted(set(globals()) | _LAZY)
