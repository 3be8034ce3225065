"""How far the review of a template is, read off `state` and `changes`."""

from sinch_provisioning.core.drafts import NOT_SUBMITTED
from sinch_provisioning.kakaotalk.templates.models import Template, TemplateState, TemplateStatus


def is_approved(template: Template) -> bool:
    """Return whether the template is live and nothing newer is pending."""
    return template.state == TemplateState.APPROVED and template.changes is None


def why_not_approved(template: Template) -> str | None:
    """Return why no approval can follow without another call, or None while one can."""
    status = template.changes.status if template.changes else None
    if status == TemplateStatus.DRAFT:
        return NOT_SUBMITTED
    if status == TemplateStatus.REJECTED or (status is None and template.state == TemplateState.REJECTED):
        return "it was rejected, and activities() may say why; change it and submit it again with update()"
    return None
