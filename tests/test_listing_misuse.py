"""What is tried first with a listing says what to write, and a count costs one small request."""

import operator
from collections.abc import Callable
from typing import Any

import pytest

from sinch_provisioning import AsyncClient, Client, Secret, bundles, from_json, rcs, to_json
from sinch_provisioning.emulator import Emulator
from tests.seeded import page

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("cls", [AsyncClient, Client])
@pytest.mark.parametrize(
    ("tried", "words"),
    [
        (len, r"listing\.count\(\)"),
        (bool, r"listing\.first\(\) is not None"),
        (operator.itemgetter(0), r"listing\.collect\(limit=10\)"),
        (operator.itemgetter(slice(5)), r"listing\.collect\(limit=10\)"),
        (next, r"listing\.first\(\)"),
    ],
)
def test_it_says_what_to_write(cls: Any, tried: Callable[[Any], object], words: str) -> None:
    with pytest.raises(TypeError, match=words):
        tried(cls(project_id="p", access_token="t").rcs.senders.list())


async def test_an_async_listing_says_what_to_write() -> None:
    listing: Any = AsyncClient(project_id="p", access_token="t").rcs.senders.list()
    with pytest.raises(TypeError, match=r"`await listing\.collect\(\)` for a list"):
        await listing
    with pytest.raises(TypeError, match="`async for item in listing`"):
        list(listing)
    with pytest.raises(TypeError, match=r"`await listing\.first\(\)`"):
        await anext(listing)


async def test_a_count_is_one_request_for_one_item(emulator: Emulator) -> None:
    project = emulator.add_project("counted", senders=37)
    async with AsyncClient(emulator.config(project)) as sinch:
        before = len(emulator.requests)
        with sinch.capture() as replies:
            assert await sinch.rcs.senders.list(page_size=100).count() == 37
        launched = await sinch.rcs.senders.list(states=[rcs.SenderState.LAUNCHED]).count()
        assert 0 < launched < 37
    assert len(emulator.requests) >= before + 2
    (reply,) = replies
    assert reply.path.endswith("/rcs/senders?pageSize=1")


def test_a_blocking_listing_counts_and_still_makes_a_list() -> None:
    with Emulator(senders=3) as emulator, Client(emulator.config()) as sinch:
        listing = sinch.rcs.senders.list()
        assert listing.count() == 3
        assert len(list(listing)) == len([*listing]) == 3


class Printer:
    """IPython's, as far as it is used."""

    def __init__(self) -> None:
        self.written = ""

    def text(self, text: str) -> None:
        self.written += text


def forms(model: Any) -> list[str]:
    """Return the short forms of a model."""
    from rich.pretty import pretty_repr

    model._repr_pretty_(printer := Printer(), False)
    return [printer.written, model._repr_html_(), pretty_repr(model)]


def test_models_have_a_short_form() -> None:
    senders: Any = from_json(rcs.SenderList, page(100))
    for form in forms(senders):
        assert len(form) < 300
        assert "<100 items>" in form or "&lt;100 items&gt;" in form
    for form in forms(senders.items[0]):
        assert len(form) < 1500 < len(to_json(senders.items[0]))
        assert senders.items[0].id in form
        assert "Details(...)" in form
        assert "None" not in form


def test_short_forms_show_no_secret_and_no_markup() -> None:
    made: Any = bundles.ConversationWebhookInput(
        target="<script>", secret=Secret("hunter-2-hunter"), triggers=[bundles.ConversationTrigger.MESSAGE_DELIVERY]
    )
    for form in forms(made):
        assert "hunter" not in form
    assert "<script>" not in made._repr_html_()
