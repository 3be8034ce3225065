"""Sinch's Provisioning API: RCS, WhatsApp, KakaoTalk, Conversation, SMS, bundles and webhooks, async first.

```python
async with AsyncClient.from_env() as sinch:
    async for sender in sinch.rcs.senders.list():
        print(sender.id)
```
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sinch_provisioning import bulk as bulk
    from sinch_provisioning import bundles as bundles
    from sinch_provisioning import conversation as conversation
    from sinch_provisioning import errors as errors
    from sinch_provisioning import kakaotalk as kakaotalk
    from sinch_provisioning import operations as operations
    from sinch_provisioning import rcs as rcs
    from sinch_provisioning import sms as sms
    from sinch_provisioning import webhooks as webhooks
    from sinch_provisioning import whatsapp as whatsapp
    from sinch_provisioning._version import __version__ as __version__
    from sinch_provisioning.blocking import BlockingListing as BlockingListing
    from sinch_provisioning.blocking.client import Client as Client
    from sinch_provisioning.blocking.client import Project as Project
    from sinch_provisioning.client import AsyncClient as AsyncClient
    from sinch_provisioning.client import AsyncProject as AsyncProject
    from sinch_provisioning.config import Config as Config
    from sinch_provisioning.config import RetryPolicy as RetryPolicy
    from sinch_provisioning.config import Server as Server
    from sinch_provisioning.core.codec import from_dict as from_dict
    from sinch_provisioning.core.codec import from_json as from_json
    from sinch_provisioning.core.codec import to_dict as to_dict
    from sinch_provisioning.core.codec import to_json as to_json
    from sinch_provisioning.core.enums import OpenEnum as OpenEnum
    from sinch_provisioning.core.frozen import FrozenDict as FrozenDict
    from sinch_provisioning.core.model import evolve as evolve
    from sinch_provisioning.core.operation import Operation as Operation
    from sinch_provisioning.core.operation import Safety as Safety
    from sinch_provisioning.core.pages import Page as Page
    from sinch_provisioning.core.pages import Unreadable as Unreadable
    from sinch_provisioning.core.secrets import Secret as Secret
    from sinch_provisioning.core.unions import Unknown as Unknown
    from sinch_provisioning.core.unset import UNSET as UNSET
    from sinch_provisioning.core.unset import Unset as Unset
    from sinch_provisioning.errors import ProvisioningError as ProvisioningError
    from sinch_provisioning.net.hooks import Attempt as Attempt
    from sinch_provisioning.net.hooks import Call as Call
    from sinch_provisioning.net.hooks import CallRetry as CallRetry
    from sinch_provisioning.net.hooks import CallWait as CallWait
    from sinch_provisioning.net.hooks import Hook as Hook
    from sinch_provisioning.net.hooks import Observer as Observer
    from sinch_provisioning.net.hooks import Reply as Reply
    from sinch_provisioning.net.hooks import TokenFetch as TokenFetch
    from sinch_provisioning.paging import Listing as Listing

# Resolved on first use (PEP 562): a script that only reads one family does not pay for the others. For type checkers
# the imports above stand; for them a module with `__getattr__` would have every name.
if not TYPE_CHECKING:
    _MODULES = {
        "": "bulk bundles conversation errors kakaotalk operations rcs sms webhooks whatsapp",
        "_version": "__version__",
        "blocking": "BlockingListing",
        "blocking.client": "Client Project",
        "client": "AsyncClient AsyncProject",
        "config": "Config RetryPolicy Server",
        "core.codec": "from_dict from_json to_dict to_json",
        "core.enums": "OpenEnum",
        "core.frozen": "FrozenDict",
        "core.model": "evolve",
        "core.operation": "Operation Safety",
        "core.pages": "Page Unreadable",
        "core.secrets": "Secret",
        "core.unions": "Unknown",
        "core.unset": "UNSET Unset",
        "errors": "ProvisioningError",
        "net.hooks": "Attempt Call CallRetry CallWait Hook Observer Reply TokenFetch",
        "paging": "Listing",
    }
    _HOME = {name: module for module, names in _MODULES.items() for name in names.split()}
    __all__ = list(_HOME)

    def __getattr__(name: str) -> object:
        from importlib import import_module

        if name not in _HOME:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        module = _HOME[name]
        value = getattr(import_module(f"{__name__}.{module}"), name) if module else import_module(f"{__name__}.{name}")
        globals()[name] = value
        return value

    def __dir__() -> list[str]:
        return sorted({*globals(), *_HOME})
