"""The state of a template, read off its two versions, and which states need another call."""

from collections.abc import Collection
from typing import Final

from sinch_provisioning.core.bodies import NOT_SUBMITTED
from sinch_provisioning.waiting import Lifecycle, join_or
from sinch_provisioning.whatsapp.templates.models import RejectionCode, Template, TemplateState, TemplateStatus

# What Meta does by itself. From a state that is not listed, anything may follow.
_MOVES: dict[TemplateState, frozenset[TemplateState]] = {
    TemplateState.APPROVED: frozenset({TemplateState.PAUSED, TemplateState.DISABLED}),
    TemplateState.PAUSED: frozenset({TemplateState.APPROVED, TemplateState.DISABLED}),
    TemplateState.DISABLED: frozenset(),
    TemplateState.REJECTED: frozenset(),
}


def newest_state(template: Template) -> TemplateState | None:
    """Return the state of the newest version: None while it is a draft or at Meta.

    The documents show a rejection in two shapes, `state` or `changes.status`.
    """
    if template.changes is None:
        return template.state
    return TemplateState.REJECTED if template.changes.status == TemplateStatus.REJECTED else None


def why_unreachable(template: Template, wanted: Collection[TemplateState]) -> str | None:
    """Return why none of the wanted states can follow without another call, or None while one can."""
    if template.changes is not None and template.changes.status == TemplateStatus.DRAFT:
        return NOT_SUBMITTED
    state, code = newest_state(template), template.rejection_code
    if state is None or not _MOVES.get(state, frozenset(wanted)).isdisjoint(wanted):
        return None
    if state == TemplateState.REJECTED:
        reason = "" if code is None or code == RejectionCode.NONE else f" ({code})"
        return f"Meta rejected it{reason}; change and submit it again with update()"
    return f"a template that is {state} does not become {join_or(wanted)} by itself"


LIFECYCLE: Final = Lifecycle("template", TemplateState, newest_state, why_unreachable)
