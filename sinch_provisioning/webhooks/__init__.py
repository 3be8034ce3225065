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
from sinch_provisioning.errors import SignatureError as SignatureError
from sinch_provisioning.webhooks.models import WebhookUpdate as WebhookUpdate
from sinch_provisioning.webhooks.models import changes as changes

# The receiving side knows the data of all families, so it is loaded on first use. For type checkers these imports
# stand; for them a module with `__getattr__` would have every name.
if TYPE_CHECKING:
    from sinch_provisioning.webhooks import aiohttp as aiohttp
    from sinch_provisioning.webhooks import asgi as asgi
    from sinch_provisioning.webhooks import wsgi as wsgi
    from sinch_provisioning.webhooks.endpoint import Handler as Handler
    from sinch_provisioning.webhooks.events import *  # noqa: F403 - the class of each trigger, and nothing that is not public
    from sinch_provisioning.webhooks.inbox import Entry as Entry
    from sinch_provisioning.webhooks.inbox import Inbox as Inbox
    from sinch_provisioning.webhooks.receiver import Call as Call
    from sinch_provisioning.webhooks.receiver import Receiver as Receiver
    from sinch_provisioning.webhooks.replays import FileReplays as FileReplays
    from sinch_provisioning.webhooks.replays import MemoryReplays as MemoryReplays
    from sinch_provisioning.webhooks.replays import Replays as Replays
    from sinch_provisioning.webhooks.signature import sign as sign
else:
    _HOME = {
        "Call": "receiver",
        "Entry": "inbox",
        "Handler": "endpoint",
        "Inbox": "inbox",
        "Receiver": "receiver",
        **dict.fromkeys(("FileReplays", "MemoryReplays", "Replays"), "replays"),
        "sign": "signature",
        **dict.fromkeys(("EVENTS", "Event", "KnownEvent", "UnknownEvent", "WhatsappTemplateNewState"), "events"),
        # Each trigger's event has its name: RCS_SENDER_STATUS_UPDATED is RcsSenderStatusUpdated.
        **{trigger.title().replace("_", ""): "events" for trigger in WebhookTrigger if trigger != WebhookTrigger.ALL},
    }
    _HERE = ("SignatureError", "Webhook", "WebhookInput", "WebhookTrigger", "WebhookUpdate", "changes")
    __all__ = [*_HERE, "aiohttp", "asgi", "wsgi", *_HOME]  # noqa: PLE0604 - all are texts

    def __getattr__(name: str) -> object:
        from importlib import import_module

        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        module = import_module(f"{__name__}.{_HOME.get(name, name)}")
        globals()[name] = value = getattr(module, name) if name in _HOME else module
        return value

    def __dir__() -> list[str]:
        return sorted({*globals(), *__all__})
