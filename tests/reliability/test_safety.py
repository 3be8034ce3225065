"""What a repetition of each operation does is declared, and declared rightly."""

import pytest

from sinch_provisioning.core.operation import Operation, Safety
from sinch_provisioning.operations import OPERATIONS
from tests.contract.document import DESCRIBED

# Where the method alone says something else about what a repetition does.
BY_METHOD = {
    "GET": Safety.SAFE,
    "POST": Safety.ONCE,
    "PUT": Safety.IDEMPOTENT,
    "PATCH": Safety.IDEMPOTENT,
    "DELETE": Safety.IDEMPOTENT,
}
OTHERWISE = {
    "retryRcsTestNumber": Safety.ONCE,  # a GET that sends a person another invitation
    "compareWhatsappTemplates": Safety.SAFE,  # a POST that reads
    "listWhatsappWabaDetails": Safety.SAFE,  # the same
    "syncWhatsappTemplates": Safety.IDEMPOTENT,  # fetches from Meta what is there
}


def test_the_registry_is_the_whole_contract() -> None:
    assert OPERATIONS.keys() == DESCRIBED.keys()


@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=OPERATIONS.keys())
def test_what_a_repetition_does_is_declared(operation: Operation[object]) -> None:
    assert operation.safety is OTHERWISE.get(operation.id, BY_METHOD[operation.method])
