"""WhatsApp solutions, async and blocking, against the emulator."""

import logging
from typing import Any

import pytest

from sinch_provisioning import AsyncClient, Secret, errors
from sinch_provisioning.emulator import Emulator
from sinch_provisioning.whatsapp import (
    BusinessManager,
    CreatedSolutions,
    EmbeddedSignupSenderInput,
    FailedSolutionError,
    SolutionDetails,
)

pytestmark = pytest.mark.anyio


async def create(sinch: AsyncClient, **fields: Any) -> CreatedSolutions:
    given: dict[str, Any] = {
        "details": SolutionDetails(name="Together"),
        "access_token": "token",
        "business_manager": BusinessManager.SINCH_UK,
    }
    return await sinch.whatsapp.solutions.create(**{**given, **fields})


async def test_the_life_of_solutions(sinch: AsyncClient, emulator: Emulator) -> None:
    meta, project = emulator.control.whatsapp.meta, emulator.project_id
    assert (await sinch.whatsapp.solutions.list()).solutions == ()
    second = meta.add_partner_app(project, "Second")
    made = await create(sinch)
    assert emulator.requests[-1].body == {
        "details": {"name": "Together"},
        "accessToken": "token",
        "businessManager": "SINCH_UK",
    }
    first, other = made.solutions
    assert made.failed_solutions == ()
    assert (first.details.name, first.assigned) == ("Together", False)
    assert other.partner_app is not None
    assert (other.partner_app.id, other.partner_app.name) == (second, "Second")
    assert (await sinch.whatsapp.solutions.list()).solutions == (first, other)
    assert await sinch.whatsapp.solutions.get(other.id) == other

    await sinch.whatsapp.solutions.assign(other.id)
    assert (await sinch.whatsapp.solutions.get(other.id)).assigned
    assert not (await sinch.whatsapp.solutions.get(first.id)).assigned


async def test_some_may_fail(sinch: AsyncClient, emulator: Emulator) -> None:
    app = emulator.control.whatsapp.meta.add_partner_app(emulator.project_id, "Second", "CREATION_FAILED")
    made = await create(sinch)
    assert len(made.solutions) == 1
    [failure] = made.failed_solutions
    assert (failure.partner_app_id, failure.error_code) == (str(app), FailedSolutionError.CREATION_FAILED)
    assert failure.error_message


async def test_a_solution_comes_before_the_project_is_onboarded(sinch: AsyncClient) -> None:
    [solution] = (await create(sinch)).solutions
    await sinch.whatsapp.senders.create(EmbeddedSignupSenderInput(waba_id="104", phone_number_id="205"))
    with pytest.raises(errors.Conflict) as caught:
        await sinch.whatsapp.solutions.assign(solution.id)
    assert caught.value.error_code == "solution_cannot_be_reassigned"


async def test_a_solution_that_does_not_exist(sinch: AsyncClient) -> None:
    for call in (sinch.whatsapp.solutions.get, sinch.whatsapp.solutions.assign):
        with pytest.raises(errors.NotFound) as caught:
            await call("1")
        assert caught.value.error_code == "solution_not_found"


async def test_a_project_that_does_not_exist(sinch: AsyncClient, emulator: Emulator) -> None:
    emulator.fail("listWhatsappSolutions", status=404, error_code="project_not_found", times=1)
    with pytest.raises(errors.NotFound) as caught:
        await sinch.whatsapp.solutions.list()
    assert caught.value.error_code == "project_not_found"
    with pytest.raises(errors.Unauthorized):
        await sinch.project("of-somebody-else").whatsapp.solutions.list()


@pytest.mark.parametrize(
    ("fields", "field", "rule"),
    [
        ({"business_manager": BusinessManager.SINCH_AMERICA}, "business_manager", "cannot stand here"),
        ({"business_manager": "SINCH"}, "business_manager", "not one of"),
        ({"details": {"name": "Together"}}, "details", "must be SolutionDetails"),
        ({"details": SolutionDetails(name=7)}, "details.name", "a text"),  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
        ({"access_token": None}, "access_token", "is required"),
    ],
)
async def test_bad_input_is_told_before_sending(
    sinch: AsyncClient, emulator: Emulator, fields: dict[str, Any], field: str, rule: str
) -> None:
    with pytest.raises(errors.InvalidRequest) as caught:
        await create(sinch, **fields)
    assert caught.value.field == field
    assert rule in caught.value.rule
    assert not emulator.requests


async def test_the_access_token_does_not_show(
    sinch: AsyncClient, emulator: Emulator, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    emulator.fail("createWhatsappSolution", status=404, error_code="project_not_found")
    for token in ("t0p-s3cret", Secret("t0p-s3cret")):
        with pytest.raises(errors.NotFound) as caught:
            await create(sinch, access_token=token)
        assert "t0p-s3cret" not in str(caught.value) + repr(caught.value)
        assert emulator.requests[-1].body["accessToken"] == "t0p-s3cret"
    assert "t0p-s3cret" not in caplog.text


async def test_a_lost_answer_is_never_repeated(sinch: AsyncClient, emulator: Emulator) -> None:
    emulator.fail("createWhatsappSolution", reset="after", times=1)
    with pytest.raises(errors.TransportError) as caught:
        await create(sinch)
    assert caught.value.sent
    [solution] = (await sinch.whatsapp.solutions.list()).solutions
    emulator.fail("assignWhatsappSolution", reset="after", times=1)
    with pytest.raises(errors.TransportError):
        await sinch.whatsapp.solutions.assign(solution.id)
    assert [entry.operation for entry in emulator.requests].count("assignWhatsappSolution") == 1
