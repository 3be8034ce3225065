"""The registry: every operation of the contract by its operationId, for tools and tests."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from sinch_provisioning.bundles import api as bundles
from sinch_provisioning.conversation import api as conversation
from sinch_provisioning.core.operation import ListOperation, Operation, Safety
from sinch_provisioning.kakaotalk import api as kakaotalk
from sinch_provisioning.rcs import api as rcs
from sinch_provisioning.sms import api as sms
from sinch_provisioning.webhooks import api as webhooks
from sinch_provisioning.whatsapp import api as whatsapp

__all__ = ["OPERATIONS", "ListOperation", "Operation", "Safety"]

OPERATIONS: Final[Mapping[str, Operation[Any]]] = MappingProxyType(
    {
        operation.id: operation
        for family in (rcs, whatsapp, kakaotalk, conversation, bundles, sms, webhooks)
        for operation in family.OPERATIONS
    }
)
