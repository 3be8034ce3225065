"""How a review at Meta has ended, read off the two versions that a template can have."""

from sinch_provisioning.core.drafts import NOT_SUBMITTED
from sinch_provisioning.whatsapp.templates.models import RejectionCode, Template, TemplateState, TemplateStatus


def approved(template: Template) -> bool:
    """Return whether the template is live and nothing newer is pending."""
    return template.state == TemplateState.APPROVED and template.changes is None


def refused(template: Template) -> str | None:
    """Return why no approval can follow without another call, or None while one can."""
    status = template.changes.status if template.changes else None
    if status == TemplateStatus.DRAFT:
        return NOT_SUBMITTED
    if status == TemplateStatus.REJECTED or (status is None and template.state == TemplateState.REJECTED):
        return f"Meta refused it{_why(template.rejection_code)}; change and submit it again with update()"
    if status is None and template.state == TemplateState.DISABLED:
        return "Meta has disabled it"
    return None


def _why(code: RejectionCode | None) -> str:
    return "" if code is None or code == RejectionCode.NONE else f" ({code})"
