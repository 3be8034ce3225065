"""Listings of raw items: the bytes that came, page by page, with either client."""

import json

import pytest

from sinch_provisioning import AsyncClient, Client, bulk, from_json, rcs
from sinch_provisioning.emulator import Emulator
from tests.net.wire import says, wire


@pytest.mark.anyio
async def test_the_bytes_of_each_item_come_as_the_service_sent_them() -> None:
    async with Emulator(senders=7) as emulator, AsyncClient(emulator.config()) as sinch:
        listing = sinch.rcs.senders.list(page_size=3)
        with sinch.capture() as replies:
            raws = await listing.raw().collect()
        assert b"".join(raws)
        assert all(any(raw in reply.body for reply in replies) for raw in raws)
        assert [json.loads(raw) for raw in raws] == [
            sender for reply in replies for sender in json.loads(reply.body)["senders"]
        ]
        assert [from_json(rcs.Sender, raw) for raw in raws] == await listing.collect()
        pages = [page async for page in listing.raw().pages()]
        assert [len(page.items) for page in pages] == [3, 3, 1]
        assert pages[0].total_size == 7
        assert pages[1].token == pages[0].next_token
        assert (await listing.raw().page(pages[0].next_token)).items == pages[1].items


@pytest.mark.anyio
async def test_an_item_that_no_model_fits_is_there_like_the_others() -> None:
    body = {"senders": [{}, 5, {"id": 7}], "totalSize": 3, "pageSize": 3}
    async with wire(otherwise=says(body)) as server, AsyncClient(server.config()) as sinch:
        assert await sinch.rcs.senders.list().raw().collect() == [b"{}", b"5", b'{"id": 7}']


def test_many_raw_listings_of_a_blocking_client_come_page_by_page() -> None:
    projects = ["p1", "p2"]
    with Emulator(project_id=projects, senders=5) as emulator, Client(emulator.config()) as sinch:
        listings = {id: sinch.project(id).rcs.senders.list(page_size=3) for id in projects}
        pages = list(bulk.pages({id: listing.raw() for id, listing in listings.items()}, concurrency=2))
        assert all(result.error is None for result in pages)
        assert len(pages) == 4
        for id, listing in listings.items():
            raws = [raw for found in pages if found.key == id and found.page is not None for raw in found.page.items]
            assert [from_json(rcs.Sender, raw) for raw in raws] == list(listing)


def test_a_listing_tells_what_narrows_it() -> None:
    with Emulator() as emulator, Client(emulator.config()) as sinch:
        assert not sinch.rcs.senders.list(page_size=3).target.filters
        states = [rcs.SenderState.DRAFT]
        assert sinch.rcs.senders.list(states=states).raw().target.filters == {"filter_states": states}
