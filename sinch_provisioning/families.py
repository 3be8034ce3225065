"""The one list of the families, and of the modules that declare their operations."""

from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType, ModuleType
from typing import Final

SUMMARIES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "rcs": "RCS: senders and their launch, test numbers, questionnaires.",
        "whatsapp": "WhatsApp: the account, senders, templates, flows, solutions, Meta's tools.",
        "kakaotalk": "KakaoTalk: senders, templates, the categories of both.",
        "conversation": "Conversation: what providers report about the channels of an app.",
        "bundles": "Bundles: orders of several resources at once.",
        "sms": "SMS: the apps of the project's SMS service.",
        "webhooks": "Webhooks: which URL is called for which events.",
    }
)
"""What each family holds, in one line."""
FAMILIES: Final = tuple(SUMMARIES)
"""Names of the packages, and of the attributes of a client."""


def api_modules(family: str) -> list[ModuleType]:
    """Return the modules of a family that declare operations: its own `api`, and those of its resource groups."""
    from pkgutil import iter_modules

    name = f"sinch_provisioning.{family}"
    package = import_module(name)
    groups = sorted(found.name for found in iter_modules(package.__path__) if found.ispkg)
    return [import_module(module) for module in (f"{name}.api", *(f"{name}.{group}.api" for group in groups))]
