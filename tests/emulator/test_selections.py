"""Filtered and sorted lists: each walk selects once, and sees every change."""

import pytest

from sinch_provisioning import AsyncClient, rcs
from sinch_provisioning.emulator import Emulator
from sinch_provisioning.emulator.rcs.seeding import Seeds
from sinch_provisioning.emulator.selections import Selections

pytestmark = pytest.mark.anyio


class Counted:
    """Makes a selection, and counts how often it was asked to."""

    def __init__(self) -> None:
        self.made = 0

    def __call__(self) -> range:
        self.made += 1
        return range(100)


def test_a_selection_is_made_once_for_a_version_and_again_for_another() -> None:
    selections, counted = Selections(), Counted()
    for version in (1, 1, 1, 2, 2):
        assert list(selections.get(version, "a", counted)) == list(range(100))
    assert counted.made == 2


def test_what_is_kept_is_bounded_and_the_latest_stay() -> None:
    selections, counted = Selections(max_kept=250), Counted()
    for key in ("a", "b", "a", "c", "a"):
        selections.get(1, key, counted)
    assert counted.made == 3
    selections.get(1, "b", counted)
    assert counted.made == 4
    assert len(Selections(max_kept=10).get(1, "a", counted)) == 100


async def test_a_walk_looks_at_every_sender_once(monkeypatch: pytest.MonkeyPatch) -> None:
    looked = 0
    traits = Seeds.traits

    def counting(self: Seeds, index: int) -> object:
        nonlocal looked
        looked += 1
        return traits(self, index)

    monkeypatch.setattr(Seeds, "traits", counting)
    async with Emulator(senders=1_000, frozen=True) as emulator, AsyncClient(emulator.config()) as sinch:
        for listing in (
            sinch.rcs.senders.list(page_size=10, search="e"),
            sinch.rcs.senders.list(page_size=10, sort_column=rcs.SortColumn.NAME),
        ):
            looked = 0
            emulator.requests.clear()
            assert len(await listing.collect()) > 200
            assert len(emulator.requests.of("listRcsSenders")) > 20
            assert looked == 1_000


async def test_a_write_and_a_reset_are_seen_by_the_next_page(emulator: Emulator, sinch: AsyncClient) -> None:
    project = emulator.add_project("p2", senders=30)
    senders = sinch.project(project).rcs.senders
    listing = senders.list(search="", page_size=5)
    everyone = [sender.id async for sender in listing]
    assert len(everyone) == 30
    made = await senders.create(
        region=rcs.Region.EU, billing_category=rcs.BillingCategory.CONVERSATIONAL, use_case=rcs.UseCase.OTP
    )
    assert [sender.id async for sender in senders.list(search="", page_size=5)] == [*everyone, made.id]
    emulator.reset()
    assert [sender.id async for sender in senders.list(search="", page_size=5)] == everyone
