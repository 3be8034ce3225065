"""Everything that can be swept, by name: each table is filled, and equals what the client lists."""

from pathlib import Path
from typing import Any

import pytest

from sinch_provisioning import AsyncClient, Client, errors, sweeping
from sinch_provisioning.emulator import Emulator
from sinch_provisioning.errors import InvalidRequest
from sinch_provisioning.operations import OPERATIONS, ListOperation
from sinch_provisioning.sweeping import NAMES, Store, listings

pytestmark = pytest.mark.anyio

# Templates of one name are among all; categories are the same for all, and change with KakaoTalk's catalogue.
NOT_SWEPT = {"listWhatsappTemplatesByName", "listKakaotalkTemplateCategories"}


async def test_every_listing_of_an_estate_is_swept_by_its_name(tmp_path: Path) -> None:
    store = Store(tmp_path / "estate.db")
    projects = ["p1", "p2"]
    async with (
        Emulator(project_id=projects, senders=4, estate="demo", templates=8, frozen=True) as emulator,
        AsyncClient(emulator.config()) as sinch,
    ):
        for name in NAMES:
            found = await sweeping.sweep(store, listings(sinch, name, projects, store=store))
            assert found.failures == (), name
            assert found.unreadable == 0
        wanted: dict[str, int] = {}
        for id in projects:
            project = sinch.project(id)
            friends = [sender.plus_friend_id async for sender in project.kakaotalk.senders.list()]
            counts = {
                "senders": await project.rcs.senders.list().count()
                + await project.whatsapp.senders.list().count()
                + await project.kakaotalk.senders.list().count(),
                "templates": await project.whatsapp.templates.list().count()
                + sum([await project.kakaotalk.templates.list(friend).count() for friend in friends]),
                "webhooks": await project.webhooks.list().count(),
                "accounts": 1,
            }
            wanted |= {name: wanted.get(name, 0) + count for name, count in counts.items()}
            account = await project.whatsapp.account.get()
            (row,) = store.sql(f"SELECT waba_id, name, state FROM accounts WHERE project = '{id}'")
            assert row == (account.waba_id, account.details.waba_name, account.state)
        assert {name: len(list(store.table(name))) for name in wanted} == wanted
        kinds = {tuple(row) for row in store.sql("SELECT DISTINCT channel, about FROM activities")}
        assert {("rcs", "sender"), ("whatsapp", "account"), ("whatsapp", "template"), ("kakaotalk", "sender")} <= kinds
        operations = {row[0] for row in store.sql("SELECT DISTINCT operation FROM sweeps")}
    paged = {id for id, operation in OPERATIONS.items() if isinstance(operation, ListOperation)}
    assert operations == paged - NOT_SWEPT | {"getWhatsappAccount"}


async def test_a_project_without_a_channel_has_nothing_there(tmp_path: Path) -> None:
    store = Store(tmp_path / "estate.db")
    async with Emulator(project_id="p") as emulator, AsyncClient(emulator.config()) as sinch:
        for name in NAMES:
            try:
                found = listings(sinch, name, ["p"], store=store)
            except errors.ConfigurationError as error:
                assert "sweep them first" in str(error)  # noqa: PT017 - of what there is none
                continue
            done = await sweeping.sweep(store, found)
            assert (done.done, done.items, done.failures) == (1, 0, ()), name
        emulator.fail("getWhatsappAccount", status=403)
        done = await sweeping.sweep(store, listings(sinch, "whatsapp account", ["p"]))
    assert isinstance(done.failures[0].error, errors.Forbidden)


async def test_what_is_missing_is_told(tmp_path: Path) -> None:
    store = Store(tmp_path / "estate.db")
    async with Emulator(project_id=["p", "q"], senders=1) as emulator, AsyncClient(emulator.config()) as sinch:
        with pytest.raises(InvalidRequest, match="must be one of rcs senders, "):
            listings(sinch, "rcs sender", ["p"])
        with pytest.raises(InvalidRequest, match="store: is needed"):
            listings(sinch, "rcs senders activities", ["p"])
        with pytest.raises(errors.ConfigurationError, match="a sweep makes it"):
            listings(sinch, "rcs senders activities", ["p"], store=store)
        mine: Any = listings(sinch, "rcs senders", ["p"])
        await sweeping.sweep(store, mine)
        with pytest.raises(errors.ConfigurationError, match="has no rcs senders of these projects"):
            listings(sinch, "rcs senders activities", ["q"], store=store)
        assert len(listings(sinch, "rcs senders activities", ["p"], store=store)) == 1


def test_a_blocking_client_sweeps_by_name_too(tmp_path: Path) -> None:
    store = Store(tmp_path / "estate.db")
    with (
        Emulator(project_id=["p", "q"], estate="demo", templates=2) as emulator,
        Client(emulator.config()) as sinch,
    ):
        for name in ("whatsapp account", "rcs senders", "whatsapp templates", "whatsapp templates activities"):
            done = sweeping.sweep(store, listings(sinch, name, ["p", "q"], store=store))
            assert (done.failures, done.listings) == ((), done.done)
        assert len(list(store.table("accounts"))) == 2
