"""The outline of each body: YAML that reads back into the model, required fields alone and with the optional ones."""

import re
from typing import Any

import pytest
from ruamel.yaml import YAML

from sinch_provisioning import from_dict, kakaotalk, whatsapp
from sinch_provisioning.core.outline import models, outline
from sinch_provisioning.errors import InvalidRequest
from sinch_provisioning.operations import OPERATIONS

BODIES = sorted(
    {kind for operation in OPERATIONS.values() if operation.body is not None for kind in models(operation.body)},
    key=lambda kind: f"{kind.__module__} {kind.__name__}",
)


def parse(text: str) -> Any:
    return YAML(typ="safe", pure=True).load(text) or {}


@pytest.mark.parametrize("kind", BODIES, ids=lambda kind: f"{kind.__module__.split('.')[1]} {kind.__name__}")
def test_all_lines_are_yaml_with_names_that_the_model_has(kind: type) -> None:
    text = outline(kind)
    everything = re.sub(r"^#(?!#)", "", text, flags=re.MULTILINE)
    told = ""
    try:
        from_dict(kind, parse(everything))
    except InvalidRequest as error:
        told = str(error)  # samples may break a rule, but each name and each nesting is right
    assert not re.search(r"unknown field|expected|has to be|required", told)
    assert parse(text).keys() <= parse(everything).keys()
    assert not re.search(r"\b(UNRECOGNIZED|UNSPECIFIED|NOT_SET)\b", text)


def test_it_says_rules_values_and_what_is_required() -> None:
    text = outline(next(kind for kind in BODIES if kind.__name__ == "SenderInput" and ".rcs." in kind.__module__))
    assert re.search(r"^region: \w+  # required; one of BR, EU, US$", text, re.MULTILINE)
    assert re.search(r'^#    name: ""  # .*up to 40 characters', text, re.MULTILINE)
    assert re.search(r"^#  countries: \[AT\]  # .*at least 1 item", text, re.MULTILINE)
    assert "JPEG or PNG" in text
    assert parse(text).keys() == {"region", "billingCategory", "useCase"}
    text = outline(whatsapp.TemplateInput)
    assert re.search("^#details:  # required to submit; Content of a template.$", text, re.MULTILINE)
    assert re.search("^#  components:  # no two alike; required to submit; one of TextHeader, ", text, re.MULTILINE)
    assert re.search("^#    bidAmount: 0  # required; at least 0; ", text, re.MULTILINE)
    text = outline(kakaotalk.TemplateInput)
    assert re.search(r'^#?  content: ""  # 1 to 1000 characters; required to submit; ', text, re.MULTILINE)
