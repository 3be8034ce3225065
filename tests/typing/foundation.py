"""What type checkers make of clients, listings, bulk walks, raw requests, models and unions."""

# pyright: reportUnnecessaryTypeIgnoreComment=true

from collections.abc import AsyncGenerator, Generator, Iterator, Sequence
from functools import partial
from typing import assert_never, assert_type

from sinch_provisioning import (
    UNSET,
    AsyncClient,
    AsyncProject,
    BlockingListing,
    Client,
    Listing,
    Page,
    Project,
    Reply,
    Unknown,
    Unset,
    bulk,
    errors,
    from_json,
    operations,
    rcs,
    to_json,
    webhooks,
    whatsapp,
)
from sinch_provisioning.rcs.api import BlockingRcs
from sinch_provisioning.rcs.api import Rcs as AsyncRcs
from sinch_provisioning.rcs.test_numbers.api import BlockingSenderTestNumbers as BlockingTestNumbers
from sinch_provisioning.rcs.test_numbers.api import SenderTestNumbers as AsyncTestNumbers


async def clients(sinch: AsyncClient) -> None:
    assert_type(AsyncClient.from_env(timeout=5), AsyncClient)
    assert_type(sinch.project("p"), AsyncProject)
    assert_type(sinch.options(deadline=5).rcs.senders.list(), Listing[rcs.Sender])
    assert_type(await sinch.request("GET", "/x", returns=dict[str, int]), dict[str, int])
    assert_type(await sinch.request("GET", "/x", returns=rcs.Sender), rcs.Sender)
    await sinch.request("DELETE", "/x")
    with sinch.capture() as replies:
        assert_type(replies, list[Reply])


def blocking_clients(sinch: Client) -> None:
    assert_type(Client.from_env(timeout=5), Client)
    assert_type(sinch.project("p"), Project)
    assert_type(sinch.options(deadline=5).rcs.senders.list(), BlockingListing[rcs.Sender])
    assert_type(sinch.request("GET", "/x", returns=dict[str, int]), dict[str, int])
    sinch.request("DELETE", "/x")
    with sinch.capture() as replies:
        assert_type(replies, list[Reply])


async def listings(listing: Listing[rcs.Sender]) -> None:
    async for sender in listing:
        assert_type(sender, rcs.Sender)
    assert_type(listing.pages(after="t"), AsyncGenerator[Page[rcs.Sender], None])
    async for page in listing.pages():
        assert_type(page.items, Sequence[rcs.Sender])
        assert_type(page.next_token, str | None)
    assert_type(await listing.page("t"), Page[rcs.Sender])
    assert_type(await listing.collect(limit=1), list[rcs.Sender])
    assert_type(await listing.first(), rcs.Sender | None)


def blocking_listings(listing: BlockingListing[rcs.Sender]) -> None:
    for sender in listing:
        assert_type(sender, rcs.Sender)
    assert_type(listing.pages(after="t"), Iterator[Page[rcs.Sender]])
    assert_type(listing.page("t"), Page[rcs.Sender])
    assert_type(listing.collect(limit=1), list[rcs.Sender])
    assert_type(listing.first(), rcs.Sender | None)


async def many(sinch: AsyncClient, blocking: Client) -> None:
    async for result in bulk.listings({1: sinch.rcs.senders.list()}):
        assert_type(result.key, int)
        if result.error is None:
            assert_type(result.item, rcs.Sender)
        elif isinstance(result, bulk.Failure):
            assert_type(result.error, errors.ProvisioningError)
            assert_type(result.resume_token, str | None)
        else:
            assert_type(result.error, errors.DecodeError)
            assert_type(result.raw, bytes)
    for blocking_result in bulk.listings({"a": blocking.rcs.senders.list()}):
        if blocking_result.error is None:
            assert_type(blocking_result.item, rcs.Sender)
    async for paged in bulk.pages((n, sinch.rcs.senders.list()) for n in range(3)):
        assert_type(paged, bulk.PageResult[int, rcs.Sender])
    for blocking_paged in bulk.pages({"a": blocking.rcs.senders.list()}, after={"a": None}):
        assert_type(blocking_paged.key, str)
        if blocking_paged.error is None:
            assert_type(blocking_paged.page, Page[rcs.Sender])


async def mapped(sinch: AsyncClient, blocking: Client) -> None:
    get, blocking_get = sinch.rcs.senders.get, blocking.rcs.senders.get
    assert_type(bulk.map(get, ["a"]), AsyncGenerator[bulk.Result[str, rcs.Sender], None])
    assert_type(bulk.map(blocking_get, ["a"]), Generator[bulk.Result[str, rcs.Sender], None, None])
    async for result in bulk.map(partial(sinch.rcs.senders.update, details=rcs.DetailsUpdate()), ["a"]):
        assert_type(result.key, str)
        if result.error is None:
            assert_type(result.item, rcs.Sender)
    for counted in bulk.map(len, ["a"], concurrency=2):
        if counted.error is None:
            assert_type(counted.item, int)
    calls = {"a": partial(get, "a")}
    blocking_calls = {1: partial(blocking_get, "a")}
    assert_type(bulk.calls(calls), AsyncGenerator[bulk.Result[str, rcs.Sender], None])
    assert_type(bulk.calls(blocking_calls), Generator[bulk.Result[int, rcs.Sender], None, None])
    assert_type(await bulk.gather(calls), dict[str, rcs.Sender])
    assert_type(bulk.gather(blocking_calls), dict[int, rcs.Sender])


def groups(sinch: AsyncClient, blocking: Client) -> None:
    """A group's type is known from the instance, and from the class."""
    assert_type(sinch.rcs, AsyncRcs)
    assert_type(sinch.project("p").rcs.senders.test_numbers, AsyncTestNumbers)
    assert_type(blocking.rcs, BlockingRcs)
    assert_type(blocking.options(timeout=5).rcs.senders.test_numbers, BlockingTestNumbers)
    assert_type(AsyncClient.rcs, type[AsyncRcs])
    assert_type(Client.rcs.senders.test_numbers, type[BlockingTestNumbers])


def models(sender: rcs.Sender) -> None:
    assert_type(sender.state, rcs.SenderState | None)
    assert_type(from_json(rcs.Sender, b"{}"), rcs.Sender)
    assert_type(to_json(sender), bytes)
    left_out: Unset = UNSET
    assert_type(bool(left_out), bool)  # ty: ignore[type-assertion-failure]  # it knows that it is False
    assert_type(rcs.SenderState("NEW").is_known, bool)
    for operation in operations.OPERATIONS.values():
        assert_type(operation.safety, operations.Safety)


def unions(component: whatsapp.ComponentVariant) -> str | None:
    """Find that every variant has its case; a new one that is forgotten here fails the check."""
    match component:
        case whatsapp.TextHeader() | whatsapp.BodyComponent() | whatsapp.FooterComponent():
            return component.text
        case whatsapp.LimitedTimeOfferComponent():
            return component.text
        case whatsapp.MediaHeader() | whatsapp.LocationHeader():
            return component.format
        case whatsapp.ButtonsComponent() | whatsapp.CarouselComponent():
            return None
        case Unknown():
            return None
        case _:
            assert_never(component)


def events(event: webhooks.Event) -> str | None:
    match event:
        case webhooks.RcsSenderStatusUpdated():
            assert_type(event.payload, rcs.Sender)
            return event.payload.id
        case webhooks.BundleDone(payload=bundle):
            return bundle.id
        case webhooks.UnknownEvent():
            return event.type
        case _:
            return event.comment
