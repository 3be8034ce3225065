"""The state of a template, read off its two versions, and which states need another call."""

from collections.abc import Collection

from sinch_provisioning.core.drafts import NOT_SUBMITTED
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
    """Return why none of the wanted states can follow without another call; None while one can."""
    if template.changes is not None and template.changes.status == TemplateStatus.DRAFT:
        return NOT_SUBMITTED
    state = newest_state(template)
    if state is None:
        return None
    reachable = _MOVES.get(state)
    if reachable is None or any(one in reachable or not one.is_known for one in wanted):
        return None
    if state == TemplateState.REJECTED:
        return f"Meta rejected it{_reason(template.rejection_code)}; change and submit it again with update()"
    if state == TemplateState.DISABLED:
        return "Meta has disabled it"
    return f"a template that is {state} does not become {join_or(wanted)} by itself"


def _reason(code: RejectionCode | None) -> str:
    return "" if code is None or code == RejectionCode.NONE else f" ({code})"


LIFECYCLE = Lifecycle("template", TemplateState, newest_state, why_unreachable)
