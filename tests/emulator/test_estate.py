"""Estates: what is documented is there, the API shows it as the contract says, and it is the same each time."""

import hashlib
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from sinch_provisioning import AsyncClient
from sinch_provisioning.emulator import Emulator

pytestmark = pytest.mark.anyio

NOW = 1_800_000_000.0
DIGEST = "8fdc6b24fa27ded2973153f6691db4309145112a46e849ac8eda14eb9303f691"
"""Of the estate of project p1 and seed 0 at that moment, without its secrets."""
SECRETS = {"bearerToken", "code", "secret"}
DOCUMENTED = (Path(__file__).parents[2] / "docs" / "emulator.md").read_text()
KINDS = {
    "RCS senders, with a history": "rcs_senders",
    "WhatsApp account": "whatsapp_account",
    "WhatsApp senders": "whatsapp_senders",
    "WhatsApp templates": "whatsapp_templates",
    "KakaoTalk senders": "kakaotalk_senders",
    "KakaoTalk templates": "kakaotalk_templates",
    "SMS apps": "sms_apps",
    "bundles": "bundles",
    "webhooks": "webhooks",
}


def demo(**options: Any) -> Emulator:
    given: dict[str, Any] = {"project_id": "p1", "estate": "demo", "frozen": True, "now": NOW, "check_replies": True}
    return Emulator(**(given | options))


def tables_of(emulator: Emulator) -> Any:
    return emulator.snapshot()["projects"]["p1"]["tables"]


def without_secrets(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            key: without_secrets(inner) for key, inner in value.items() if key not in {"bearerToken", "code", "secret"}
        }
    return [without_secrets(inner) for inner in value] if isinstance(value, list) else value


def digest_of(emulator: Emulator) -> str:
    snapshot = emulator.snapshot()
    whole = [snapshot["projects"], snapshot["clock"], [event.body for event in emulator.events]]
    return hashlib.sha256(json.dumps(without_secrets(whole)).encode()).hexdigest()


@pytest.mark.parametrize("row", KINDS)
def test_there_is_as_much_of_everything_as_is_documented(row: str) -> None:
    found = re.search(rf"^\| {row} \| (\d+)[^|]* \| (.*) \|$", DOCUMENTED, re.MULTILINE)
    assert found is not None
    records = tables_of(demo())[KINDS[row]]
    assert len(records) == int(found[1])
    told = dict(re.findall(r"([A-Z][A-Z_]+|not live yet)(?: (\d+))?", found[2]))
    states = Counter(record.get("state", record.get("status", "not live yet")) for record in records.values())
    if row != "webhooks":
        assert {state: int(count or 1) for state, count in told.items()} == states


def test_the_same_seed_makes_the_same_estate_on_every_python() -> None:
    assert digest_of(demo()) == DIGEST
    assert digest_of(demo(seed=1)) != DIGEST


async def test_the_api_shows_all_of_it() -> None:
    async with demo() as emulator, AsyncClient(emulator.config()) as sinch:
        senders = await sinch.rcs.senders.list().collect()
        assert len(senders) == 110
        for sender in senders[100:]:
            assert await sinch.rcs.senders.activities(sender.id).collect()
        for number in await sinch.whatsapp.senders.list().collect():
            assert await sinch.whatsapp.senders.activities(number.id).collect()
        for template in await sinch.whatsapp.templates.list().collect():
            assert await sinch.whatsapp.templates.activities(template.name, template.language).collect()
        for channel in await sinch.kakaotalk.senders.list().collect():
            assert await sinch.kakaotalk.senders.activities(channel.plus_friend_id).collect()
        assert len(await sinch.kakaotalk.templates.list("demo00").collect()) == 30
        assert len(await sinch.bundles.list().collect()) == 3
        assert len(await sinch.webhooks.list().collect()) == 3


def test_its_history_goes_back_as_many_weeks_as_asked() -> None:
    emulator = demo(weeks=3, templates=200)
    moments = [event.at for event in emulator.events]
    assert moments == sorted(moments)
    assert moments[0][:10] >= "2026-12-25"
    assert moments[-1][:10] <= "2027-01-15"
    assert len({moment[:10] for moment in moments}) > 15
    assert len(tables_of(emulator)["whatsapp_templates"]) == 200


def test_a_reset_brings_it_back(tmp_path: Path) -> None:
    emulator = demo(state=tmp_path / "state.db", check_replies=False)
    before = Counter({kind: len(rows) for kind, rows in tables_of(emulator).items()})
    emulator.control.conversation.add_app("p1")
    emulator.reset()
    assert Counter({kind: len(rows) for kind, rows in tables_of(emulator).items()}) == before
    emulator._store.close()
    again = Emulator(state=tmp_path / "state.db", estate="demo", frozen=True)
    assert Counter({kind: len(rows) for kind, rows in tables_of(again).items()}) == before


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"estate": "big"}, "there is no estate big"),
        ({"templates": -1}, "templates is between 0 and"),
        ({"weeks": 0}, "weeks is between 0 and"),
        ({"weeks": float("nan")}, "weeks is between 0 and"),
    ],
)
def test_an_estate_that_cannot_be_is_rejected(options: dict[str, Any], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        demo(**options)
