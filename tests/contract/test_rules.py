"""Every rule of the contract about what may be sent is told before sending, with the field and the rule."""

import json

import pytest

from sinch_provisioning import errors, from_json, to_json
from sinch_provisioning.core.codec.names import snake
from sinch_provisioning.core.rules import check
from tests.contract.breaking import Breaking, as_text, breaking
from tests.contract.shapes import REQUESTS, Shape


def field_of(found: Breaking) -> str:
    """Return how a field is called in Python."""
    text = ""
    for step in found.place:
        text += f"[{step}]" if isinstance(step, int) else f".{snake(step)}"
    return text.lstrip(".")


def told(shape: Shape, found: Breaking) -> list[tuple[str, str]]:
    try:
        check(from_json(shape.type, json.dumps(found.body)))
    except errors.InvalidRequest as refusal:
        return [(field, rule) for field, rule in refusal.violations]
    return []


def is_left_out(shape: Shape, found: Breaking) -> bool:
    """Tell whether it is an empty array that is never sent, where a draft may lack it."""
    sent = json.loads(to_json(from_json(shape.type, json.dumps(found.body))))
    for step in found.place[:-1]:
        sent = sent[step]
    return found.rule == "minItems" and found.place[-1] not in sent


@pytest.mark.parametrize("shape", [pytest.param(shape, id=shape.name) for shape in REQUESTS])
def test_each_rule_is_told_before_sending(shape: Shape) -> None:
    untold: list[str] = []
    for found in breaking(shape.schema):
        violations = told(shape, found)
        if not violations and is_left_out(shape, found):
            continue
        if {field for field, _ in violations} != {field_of(found)}:
            untold.append(f"{as_text(found)} -> {violations}")
    assert untold == []


def test_the_contract_has_rules_to_break() -> None:
    assert sum(1 for shape in REQUESTS for _ in breaking(shape.schema)) > 500
