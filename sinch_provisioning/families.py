"""The one list of the families, and of the modules that declare their operations."""

from importlib import import_module
from types import ModuleType
from typing import Final

FAMILIES: Final = ("rcs", "whatsapp", "kakaotalk", "conversation", "bundles", "sms", "webhooks")
"""Names of the packages, and of the attributes of a client."""


def api_modules(family: str) -> list[ModuleType]:
    """Return the modules of a family that declare operations: its own `api`, and those of its resource groups."""
    from pkgutil import iter_modules

    name = f"sinch_provisioning.{family}"
    package = import_module(name)
    groups = sorted(found.name for found in iter_modules(package.__path__) if found.ispkg)
    return [import_module(module) for module in (f"{name}.api", *(f"{name}.{group}.api" for group in groups))]
