"""Schemathesis against the running emulator: nothing that it thinks up brings out what the contract does not know."""

# Schemathesis leaves the parts of a request without types.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

import asyncio
import copy
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from sinch_provisioning import AsyncClient
from sinch_provisioning.core.codec.names import snake
from sinch_provisioning.emulator import Emulator
from sinch_provisioning.testing import SkippingClock
from tests.contract.catalogue import CATALOGUE, Given
from tests.contract.document import DESCRIBED, DOCUMENT

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
UNLISTED = {
    ("createWhatsappSolution", 400): "the documents list no refusal of a body that cannot be used (see docs/errata.md)",
}
"""Statuses that the emulator has to answer although no document lists them, each with the reason."""


def document() -> dict[str, Any]:
    """Return the contract with the unlisted statuses."""
    found = copy.deepcopy(DOCUMENT)
    error = {"application/json": {"schema": {"$ref": "#/components/schemas/PapiError"}}}
    for (operation, status), reason in UNLISTED.items():
        described = DESCRIBED[operation]
        responses = found["paths"][described.path][described.method.lower()]["responses"]
        assert str(status) not in responses
        responses[str(status)] = {"description": reason, "content": error}
    return found


SCHEMA = schemathesis.openapi.from_dict(document())


@pytest.fixture(scope="module")
def emulator() -> Iterator[Emulator]:
    with Emulator(project_id="p", frozen=True, check_replies=True) as emulator:
        yield emulator


def prepared(emulator: Emulator, operation: str) -> Given:
    """Bring about what the operation's call in the catalogue needs."""

    async def prepare() -> Given:
        async with AsyncClient(emulator.config(), clock=SkippingClock(emulator)) as sinch:
            entry = next(entry for entry in CATALOGUE if entry.operation == operation)
            return await entry.needs(sinch, emulator)

    emulator.reset()
    return asyncio.run(prepare())


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["good", "bad"])
@pytest.mark.parametrize("operation", DESCRIBED)
def test_nothing_undocumented_comes_back(operation: str, mode: GenerationMode, emulator: Emulator) -> None:
    there = prepared(emulator, operation)
    found = SCHEMA.find_operation_by_id(operation)

    @settings(
        max_examples=10,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    @given(found.as_strategy(generation_mode=mode), st.booleans())
    def run(case: Any, real: bool) -> None:
        case.path_parameters["projectId"] = emulator.project_id
        if real:
            for name in case.path_parameters:
                if hasattr(there, snake(name)):
                    case.path_parameters[name] = getattr(there, snake(name))
                elif name == "languageCode":
                    case.path_parameters[name] = "EN"
        case.call_and_validate(base_url=emulator.url, auth=(emulator.key_id, emulator.key_secret), checks=CHECKS)

    run()
