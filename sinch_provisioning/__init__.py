"""Sinch's Provisioning API: RCS, WhatsApp, KakaoTalk, Conversation, SMS, bundles and webhooks, async first.

```python
async with AsyncClient.from_env() as sinch:
    async for sender in sinch.rcs.senders.list():
        print(sender.id)
```
"""

from typing import TYPE_CHECKING

from sinch_provisioning._version import __version__

if TYPE_CHECKING:
    from sinch_provisioning import (
        bulk,
        bundles,
        conversation,
        errors,
        kakaotalk,
        operations,
        rcs,
        sms,
        webhooks,
        whatsapp,
    )
    from sinch_provisioning.blocking import BlockingListing
    from sinch_provisioning.blocking.client import Client, Project
    from sinch_provisioning.client import AsyncClient, AsyncProject
    from sinch_provisioning.config import Config, RetryPolicy, Server
    from sinch_provisioning.core.codec import from_dict, from_json, to_dict, to_json
    from sinch_provisioning.core.enums import OpenEnum
    from sinch_provisioning.core.frozen import FrozenDict
    from sinch_provisioning.core.model import evolve
    from sinch_provisioning.core.operation import Operation, Safety
    from sinch_provisioning.core.pages import Page, Unreadable
    from sinch_provisioning.core.secrets import Secret
    from sinch_provisioning.core.unions import Unknown
    from sinch_provisioning.core.unset import UNSET, Unset
    from sinch_provisioning.errors import ProvisioningError
    from sinch_provisioning.net.hooks import (
        Attempt,
        Call,
        CallRetry,
        CallWait,
        Hook,
        Observer,
        Reply,
        TokenFetch,
    )
    from sinch_provisioning.paging import Listing

__all__ = [
    "UNSET",
    "AsyncClient",
    "AsyncProject",
    "Attempt",
    "BlockingListing",
    "Call",
    "CallRetry",
    "CallWait",
    "Client",
    "Config",
    "FrozenDict",
    "Hook",
    "Listing",
    "Observer",
    "OpenEnum",
    "Operation",
    "Page",
    "Project",
    "ProvisioningError",
    "Reply",
    "RetryPolicy",
    "Safety",
    "Secret",
    "Server",
    "TokenFetch",
    "Unknown",
    "Unreadable",
    "Unset",
    "__version__",
    "bulk",
    "bundles",
    "conversation",
    "errors",
    "evolve",
    "from_dict",
    "from_json",
    "kakaotalk",
    "operations",
    "rcs",
    "sms",
    "to_dict",
    "to_json",
    "webhooks",
    "whatsapp",
]

# Resolved on first use (PEP 562): a script that only reads one family does not pay for the others.
_MODULES = {
    "blocking": ["BlockingListing"],
    "blocking.client": ["Client", "Project"],
    "client": ["AsyncClient", "AsyncProject"],
    "config": ["Config", "RetryPolicy", "Server"],
    "core.codec": ["from_dict", "from_json", "to_dict", "to_json"],
    "core.enums": ["OpenEnum"],
    "core.frozen": ["FrozenDict"],
    "core.model": ["evolve"],
    "core.operation": ["Operation", "Safety"],
    "core.pages": ["Page", "Unreadable"],
    "core.secrets": ["Secret"],
    "core.unions": ["Unknown"],
    "core.unset": ["UNSET", "Unset"],
    "errors": ["ProvisioningError"],
    "net.hooks": ["Attempt", "Call", "CallRetry", "CallWait", "Hook", "Observer", "Reply", "TokenFetch"],
    "paging": ["Listing"],
}
_HOME = {name: module for module, names in _MODULES.items() for name in names}


# Type checkers see the imports above instead; for them a module with `__getattr__` would have every name.
if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        from importlib import import_module

        module = _HOME.get(name)
        if module is not None:
            value: object = getattr(import_module(f"{__name__}.{module}"), name)
        elif name in __all__:
            value = import_module(f"{__name__}.{name}")
        else:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return sorted(set(globals()) | set(__all__))
