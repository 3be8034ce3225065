"""The registry: every operation of the contract by its operationId, for tools and tests."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final

from sinch_provisioning.core.operation import ListOperation, Operation, Safety
from sinch_provisioning.families import FAMILIES, api_modules

__all__ = ["OPERATIONS", "ListOperation", "Operation", "Safety"]


def declared(family: str) -> Iterator[Operation[Any]]:
    """Return the operations that a family declares, each under its first name; variants of one come later."""
    for module in api_modules(family):
        values = getattr(module, "OPERATIONS", vars(module).values())
        yield from (value for value in values if isinstance(value, Operation))


OPERATIONS: Final[Mapping[str, Operation[Any]]] = MappingProxyType(
    {
        operation.id: operation
        # Reversed, so that the first of several operations with one id is the one that stays.
        for operation in reversed([operation for family in FAMILIES for operation in declared(family)])
    }
)
