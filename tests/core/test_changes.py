"""The difference of two models is an update that holds only what differs."""

from collections.abc import Sequence

import pytest

from sinch_provisioning.core.changes import difference
from sinch_provisioning.core.frozen import FrozenDict
from sinch_provisioning.core.model import model
from sinch_provisioning.core.unset import UNSET, Unset
from sinch_provisioning.errors import InvalidRequest


@model
class Section:
    questions: FrozenDict[str, str] = FrozenDict()
    answer: str | None = None


@model
class SectionUpdate:
    answer: str | None | Unset = UNSET


@model
class Thing:
    id: str = "1"
    name: str | None = None
    tags: Sequence[str] | None = None
    section: Section | None = None


@model
class ThingUpdate:
    name: str | Unset = UNSET
    tags: Sequence[str] | None | Unset = UNSET
    section: SectionUpdate | Section | Unset = UNSET


def test_only_what_differs_is_in_it() -> None:
    before = Thing(name="a", tags=["x"], section=Section(answer="yes"))
    after = Thing(name="b", section=Section(answer="yes"))
    with pytest.raises(InvalidRequest, match="id: cannot be changed"):
        difference(ThingUpdate, before, Thing(id="2", name="a", tags=["x"], section=before.section))
    assert difference(ThingUpdate, before, after) == ThingUpdate(name="b", tags=None)
    assert difference(ThingUpdate, before, before) == ThingUpdate()


def test_an_object_that_is_new_is_compared_with_an_empty_one() -> None:
    found = difference(ThingUpdate, Thing(), Thing(section=Section(answer="yes")))
    assert found == ThingUpdate(section=SectionUpdate(answer="yes"))
    with pytest.raises(InvalidRequest, match=r"section\.questions: cannot be changed"):
        difference(ThingUpdate, Thing(), Thing(section=Section(questions=FrozenDict(a="?"))))


def test_what_cannot_be_removed_is_named() -> None:
    with pytest.raises(InvalidRequest) as caught:
        difference(ThingUpdate, Thing(name="a", section=Section(answer="yes")), Thing())
    assert dict(caught.value.violations) == {"name": "cannot be removed", "section": "cannot be removed"}
