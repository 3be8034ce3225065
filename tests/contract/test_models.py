"""Every schema of the contract has its place in the package: a class with its fields, an enum with its words."""

from typing import Any, cast

import attrs
import pytest

from sinch_provisioning import rcs, whatsapp
from sinch_provisioning.core.codec.names import wire_name
from sinch_provisioning.core.enums import OpenEnum
from sinch_provisioning.core.rules import TO_SUBMIT
from sinch_provisioning.core.shapes import fields
from sinch_provisioning.webhooks import events
from tests.contract.document import SCHEMAS, resolve
from tests.contract.likeness import Likeness
from tests.contract.shapes import REPLIES, REQUESTS

NO_CLASS = {
    "PapiError": "core/failures.py reads it into an ApiError, whatever it lacks",
    "WebhookEvent": "the union of the events, which are laid one by one",
}
"""Schemas without a class of their own, each with what stands for it."""
QUERIES: dict[str, type[OpenEnum]] = {
    "RcsSenderSortColumn": rcs.SortColumn,
    "RcsSortDirection": rcs.SortDirection,
    "RcsUsQuestionnaireBrandCampaignVersion": rcs.UsBrandCampaignVersion,
    "RcsUsQuestionnaireVersion": rcs.UsQuestionnaireVersion,
    "WhatsappTemplateAnalyticsDateRange": whatsapp.AnalyticsDateRange,
    "WhatsappTemplateFieldMaskPath": whatsapp.TemplateField,
}
"""Enums of query parameters, which no body holds."""
UNLIKE = {
    "RCS_SENDER_OPERATOR_STATUS_UPDATED.operator: any text will do, where the contract has a list": (
        "the same name is free text in a sender, and new ones come often"
    ),
}
"""Where type and contract differ on purpose, each with the reason."""


@pytest.fixture(scope="module")
def laid() -> tuple[Likeness, list[str]]:
    """Lay every body over its type."""
    likeness, wrong = Likeness(), list[str]()
    for shape in [*REPLIES, *REQUESTS]:
        likeness.sent = shape in REQUESTS
        wrong += likeness.lay(shape.schema, shape.type, shape.name)
    likeness.sent = False
    for trigger, event in events.EVENTS.items():
        ref: str = SCHEMAS["WebhookEvent"]["discriminator"]["mapping"][trigger]
        schema = resolve({"$ref": ref})
        narrowed = {**schema["properties"], "type": {"type": "string", "const": str(trigger)}}
        wrong += likeness.lay({**schema, "properties": narrowed}, event, trigger, ref.rpartition("/")[2])
    return likeness, wrong


def test_bodies_and_their_types_are_alike(laid: tuple[Likeness, list[str]]) -> None:
    assert laid[1] == list(UNLIKE)


def test_every_schema_has_a_place(laid: tuple[Likeness, list[str]]) -> None:
    assert set(SCHEMAS) - laid[0].reached == {*NO_CLASS, *QUERIES}


OWN_FIELDS = {
    "BundleDone": {"comment"},
    "KakaotalkTemplateApproved": {"comment"},
    "KakaotalkTemplateRejected": {"comment"},
    "WhatsappTemplateDeleted": {"comment"},
}
"""Fields that the contract does not know: every event can be asked for its comment, also those that never have one."""


def test_a_class_has_no_field_of_its_own(laid: tuple[Likeness, list[str]]) -> None:
    extra = {
        cls.__qualname__: more
        for cls, needed in laid[0].fields.items()
        if (more := {wire_name(field) for field in attrs.fields(cast("Any", cls)) if field.init} - needed - {""})
    }
    assert extra == OWN_FIELDS


def test_what_only_a_draft_may_lack_is_marked(laid: tuple[Likeness, list[str]]) -> None:
    needed = {
        (cls, field)
        for name, schema in SCHEMAS.items()
        for field in schema.get("x-optional-in-draft", [])
        for cls in laid[0].classes[name]
    }
    assert needed
    marked = {
        (cls, field.wire) for cls in laid[0].fields for field in fields(cls) if TO_SUBMIT in field.shape.all_marks
    }
    assert marked == needed


def test_an_enum_has_no_word_of_its_own(laid: tuple[Likeness, list[str]]) -> None:
    extra = {
        enum.__qualname__: more
        for enum, needed in laid[0].words.items()
        if (more := {member.value for member in cast("type[OpenEnum]", enum)} - needed)
    }
    assert extra == {}


@pytest.mark.parametrize("schema", QUERIES)
def test_an_enum_of_a_query_has_the_words_of_the_contract(schema: str) -> None:
    assert {member.value for member in QUERIES[schema]} == set(SCHEMAS[schema]["enum"])
