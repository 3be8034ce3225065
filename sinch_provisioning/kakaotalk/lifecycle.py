"""How far senders and templates are, read off `state` and `changes`, and what cannot come without another call."""

from collections.abc import Collection

from sinch_provisioning.core.drafts import NOT_SUBMITTED
from sinch_provisioning.kakaotalk.models import (
    Sender,
    SenderState,
    SenderStatus,
    Template,
    TemplateState,
    TemplateStatus,
)
from sinch_provisioning.waiting import join_or

_REFUSED = "it was refused, and activities() may say why"

# Moves that no call of ours makes. What leads out of INACTIVE, BLOCKED and SUSPENDED is not documented, and a code may
# be asked for and handed in by somebody else, so hope is left there.
_SENDER_MOVES: dict[SenderState, frozenset[SenderState]] = {
    SenderState.ACTIVE: frozenset({SenderState.INACTIVE, SenderState.BLOCKED, SenderState.SUSPENDED}),
}


def sender_stuck(sender: Sender, wanted: Collection[SenderState]) -> str | None:
    """Return why none of the wanted states can follow without another call, or None while one can."""
    if sender.state is None:
        return changes_stuck(sender)
    if not _SENDER_MOVES.get(sender.state, frozenset(wanted)).isdisjoint(wanted):
        return None
    return f"the sender is {sender.state}, from which {join_or(wanted)} cannot come by itself"


def changes_stuck(sender: Sender) -> str | None:
    """Return why a creation or an edit cannot come about without another call, or None while it can."""
    status = sender.changes.status if sender.changes else None
    if status == SenderStatus.DRAFT:
        return NOT_SUBMITTED
    if status == SenderStatus.REJECTED:
        return f"{_REFUSED}; delete_changes() clears it away, or change and submit it again with update()"
    return None


def approved(template: Template) -> bool:
    """Return whether the template is live and nothing newer is pending."""
    return template.state == TemplateState.APPROVED and template.changes is None


def template_stuck(template: Template) -> str | None:
    """Return why no approval can follow without another call, or None while one can."""
    status = template.changes.status if template.changes else None
    if status == TemplateStatus.DRAFT:
        return NOT_SUBMITTED
    if status == TemplateStatus.REJECTED or (status is None and template.state == TemplateState.REJECTED):
        return f"{_REFUSED}; change and submit it again with update()"
    return None
