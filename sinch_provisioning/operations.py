"""The registry: every operation of the contract by its operationId, for tools and tests."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final

from sinch_provisioning.core.operation import ListOperation, Operation, Safety
from sinch_provisioning.families import FAMILIES, api_modules

__all__ = ["OPERATIONS", "ListOperation", "Operation", "Safety", "declared"]


def declared(family: str) -> Iterator[Operation[Any]]:
    """Return the operations of a family; variants of one, as with a field mask, have its id and come later."""
    for module in api_modules(family):
        yield from (value for value in vars(module).values() if isinstance(value, Operation))


def _by_id() -> dict[str, Operation[Any]]:
    found: dict[str, Operation[Any]] = {}
    for family in FAMILIES:
        for operation in declared(family):
            found.setdefault(operation.id, operation)
    return found


OPERATIONS: Final[Mapping[str, Operation[Any]]] = MappingProxyType(_by_id())
"""Operation by the contract's operationId."""
