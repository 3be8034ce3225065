"""What is wrong with a body is told at a bounded cost, whatever is sent."""

import time
from collections.abc import Callable
from typing import Any

import pytest

from sinch_provisioning.emulator.contract import the_contract

TEMPLATE = {"name": "parcel", "language": "EN", "category": "MARKETING"}
BODY = {"type": "BODY", "text": "Hello"}
MANY = 100_000


def template(*components: Any) -> dict[str, Any]:
    return {**TEMPLATE, "details": {"components": list(components)}}


HEAVY: dict[str, tuple[str, Callable[[], Any]]] = {
    "empty components": ("createWhatsappTemplate", lambda: template(*[{}] * MANY)),
    "empty buttons": ("createWhatsappTemplate", lambda: template({"type": "BUTTONS", "buttons": [{}] * MANY})),
    "many lists of buttons": (
        "createWhatsappTemplate",
        lambda: template(*[{"type": "BUTTONS", "buttons": [{}] * 30}] * (MANY // 30)),
    ),
    "empty cards": ("createWhatsappTemplate", lambda: template({"type": "CAROUSEL", "cards": [{}] * MANY})),
    "unknown fields": ("createWhatsappTemplate", lambda: template({f"x{number}": 1 for number in range(MANY)})),
    "a long name": ("createWhatsappTemplate", lambda: template({"x" * 1_000_000: 1})),
    "webhooks of a bundle": ("createBundle", lambda: {"webhooks": [{}] * MANY}),
    "triggers": ("createWebhook", lambda: {"target": "https://x.example", "secret": "s", "triggers": ["x"] * MANY}),
    "countries": ("createRcsSender", lambda: {"details": {"countries": ["XX"] * MANY}}),
}


@pytest.mark.parametrize("name", HEAVY)
def test_a_megabyte_of_mistakes_is_told_in_a_hundred_lines_and_a_moment(name: str) -> None:
    operation, body = HEAVY[name]
    judge = the_contract().operations[operation].check_body
    judge({})  # compiles
    given = body()
    began = time.process_time()
    breaches = judge(given)
    assert time.process_time() - began < 3, "minutes, without bounds"
    assert 1 <= len(breaches) <= 100
    assert sum(len(str(breach)) for breach in breaches) < 50_000


def test_an_array_that_is_too_long_is_all_that_is_told() -> None:
    judge = the_contract().operations["createRcsSender"].check_body
    details = {"testNumbers": [1] * 201, "brand": {"emails": [{}] * 4, "websites": [{}] * 3}}
    told = [str(breach) for breach in judge({"details": details})]
    assert told == [
        "details.testNumbers must contain no more than 200 elements",
        "details.brand.emails must contain no more than 3 elements",
    ]
    details["testNumbers"], details["brand"] = [1] * 20, {"emails": [{}] * 3}
    told = [str(breach) for breach in judge({"details": details})]
    assert "region should not be null or undefined" in told
    assert "details.brand.emails.2.address should not be null or undefined" in told


def test_a_variant_that_allows_more_is_counted() -> None:
    cards = [{"components": [BODY]}] * 11
    told = (
        the_contract().operations["createWhatsappTemplate"].check_body(template({"type": "CAROUSEL", "cards": cards}))
    )
    assert [str(breach) for breach in told] == ["details.components.0.cards must contain no more than 10 elements"]


def test_a_mistake_far_behind_is_told_too() -> None:
    judge = the_contract().operations["createWhatsappTemplate"].check_body
    many = [{**BODY, "text": str(number)} for number in range(5_000)]
    assert judge(template(*many)) == []
    told = [str(breach) for breach in judge(template(*many, {}))]
    assert told == ["breaks a rule beyond its first 300 items"]
