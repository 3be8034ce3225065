"""WhatsApp flows, async and blocking, against the emulator."""

import pytest

from sinch_provisioning import AsyncClient, errors
from sinch_provisioning.emulator import Emulator
from sinch_provisioning.whatsapp import EmbeddedSignupSenderInput, Flow, FlowStatus

pytestmark = pytest.mark.anyio


async def sign_up(sinch: AsyncClient) -> None:
    """Bring an account."""
    await sinch.whatsapp.senders.create(EmbeddedSignupSenderInput(waba_id="104", phone_number_id="205"))


async def test_flows_and_their_screens(sinch: AsyncClient, emulator: Emulator) -> None:
    await sign_up(sinch)
    meta, project = emulator.control.whatsapp.meta, emulator.project_id
    flow_id = meta.add_flow(project, "order", "FLOW_STATUS_DEPRECATED", screens=["FIRST", "LAST"])
    flows = await sinch.whatsapp.flows.list().collect()
    assert flows[-1] == Flow(id=flow_id, name="order", status=FlowStatus.FLOW_STATUS_DEPRECATED)
    found = await sinch.whatsapp.flows.screens(flow_id)
    assert [screen.id for screen in found.screens] == ["FIRST", "LAST"]


async def test_pages_and_tokens(sinch: AsyncClient, emulator: Emulator) -> None:
    await sign_up(sinch)
    for number in range(3):
        emulator.control.whatsapp.meta.add_flow(emulator.project_id, f"flow_{number}")
    flows = await sinch.whatsapp.flows.list().collect()
    listing = sinch.whatsapp.flows.list(page_size=2)
    assert [flow async for flow in listing] == flows
    pages = [page async for page in listing.pages()]
    assert [len(page.items) for page in pages] == [2, 2, 1]
    assert (pages[0].total_size, pages[0].page_size, pages[-1].next_token) == (5, 2, None)
    assert [page async for page in listing.pages(after=pages[0].next_token)] == pages[1:]
    assert await sinch.whatsapp.flows.list().first() == flows[0]


async def test_what_is_not_there(sinch: AsyncClient, emulator: Emulator) -> None:
    await sign_up(sinch)
    empty = emulator.control.whatsapp.meta.add_flow(emulator.project_id, "empty", screens=[])
    for flow_id, code in (("1", "flow_not_found"), (empty, "flow_screens_not_found")):
        with pytest.raises(errors.NotFound) as caught:
            await sinch.whatsapp.flows.screens(flow_id)
        assert caught.value.error_code == code


async def test_a_project_without_an_account(sinch: AsyncClient) -> None:
    for call in (lambda: sinch.whatsapp.flows.list().collect(), lambda: sinch.whatsapp.flows.screens("1")):
        with pytest.raises(errors.BadRequest) as caught:
            await call()
        assert caught.value.error_code == "project_not_initialized"


async def test_arguments_out_of_range(sinch: AsyncClient, emulator: Emulator) -> None:
    for size in (0, 101):
        with pytest.raises(errors.InvalidRequest, match="from 1 to 100,"):
            sinch.whatsapp.flows.list(page_size=size)
    with pytest.raises(errors.InvalidRequest, match="flow_id: is empty"):
        await sinch.whatsapp.flows.screens("")
    assert not emulator.requests
