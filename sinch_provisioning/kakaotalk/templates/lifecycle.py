"""The state of a template, read off `state` and `changes`, and which states need another call."""

from collections.abc import Collection
from typing import Final

from sinch_provisioning.core.bodies import NOT_SUBMITTED
from sinch_provisioning.kakaotalk.templates.models import Template, TemplateState, TemplateStatus
from sinch_provisioning.waiting import Lifecycle


def newest_state(template: Template) -> TemplateState | None:
    """Return KakaoTalk's decision on the newest content: None while it is a draft or being inspected."""
    if template.changes is None:
        return template.state
    return TemplateState.REJECTED if template.changes.status == TemplateStatus.REJECTED else None


def why_unreachable(template: Template, _wanted: Collection[TemplateState]) -> str | None:
    """Return why none of the wanted states can follow without another call, or None while one can."""
    if template.changes is not None and template.changes.status == TemplateStatus.DRAFT:
        return NOT_SUBMITTED
    if newest_state(template) == TemplateState.REJECTED:
        return "it was rejected, and activities() may say why; change it and submit it again with update()"
    return None


LIFECYCLE: Final = Lifecycle("template", TemplateState, newest_state, why_unreachable)
