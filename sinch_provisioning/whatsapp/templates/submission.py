"""How a template is sent: what only a draft may lack, and what responses have and requests do not."""

from typing import Any, TypeVar

from sinch_provisioning.core.drafts import check_complete
from sinch_provisioning.core.model import evolve
from sinch_provisioning.core.shared import Action
from sinch_provisioning.whatsapp.templates.models import (
    BidStrategy,
    ButtonsComponent,
    CardBody,
    CardButtons,
    CardHeader,
    CardMediaExample,
    CarouselCard,
    CarouselComponent,
    CopyCodeButton,
    FlowButton,
    MediaExample,
    MediaHeader,
    Optimization,
    OptimizationUpdate,
    OrderDetailsButton,
    OtpButton,
    PhoneNumberButton,
    QuickReplyButton,
    RequestContactInfoButton,
    TemplateDetails,
    TemplateDetailsUpdate,
    TemplateInput,
    TemplateUpdate,
    TextHeader,
    UrlButton,
)

B = TypeVar("B", TemplateInput, TemplateUpdate)

# The contract's `x-optional-in-draft`.
NEEDED: dict[type, tuple[str, ...]] = {
    TemplateInput: ("details",),
    TextHeader: ("text",),
    MediaHeader: ("example",),
    MediaExample: ("url",),
    ButtonsComponent: ("buttons",),
    CarouselComponent: ("cards",),
    CarouselCard: ("components",),
    CardHeader: ("example",),
    CardMediaExample: ("url",),
    CardBody: ("text",),
    CardButtons: ("buttons",),
    UrlButton: ("text", "url"),
    QuickReplyButton: ("text",),
    PhoneNumberButton: ("text", "phone_number"),
    FlowButton: ("text", "flow_id", "flow_action"),
    OtpButton: ("text",),
}
# A new template needs components; in a change, those that are left out are kept.
_NEEDED_OF_NEW: dict[type, tuple[str, ...]] = {**NEEDED, TemplateDetails: ("components",)}


def prepare(body: B) -> B:
    """Return a template, or a change of one, as it is sent.

    Content that was read has labels that only Meta can choose, which are left out, and another name of the bid
    strategy than requests have.

    Raises:
        InvalidRequest: it is to be submitted and lacks something that only a draft may lack; every field is named.
    """
    if body.status == Action.SUBMIT:
        check_complete(body, _NEEDED_OF_NEW if isinstance(body, TemplateInput) else NEEDED)
    details = body.details
    if not isinstance(details, TemplateDetails | TemplateDetailsUpdate):
        return body
    changed: dict[str, Any] = {}
    if isinstance(details.components, tuple):
        changed["components"] = tuple(map(_without_labels, details.components))
    if isinstance(details.optimization, Optimization | OptimizationUpdate):
        changed["optimization"] = _with_sent_strategy(details.optimization)
    return evolve(body, details=evolve(details, **changed))


def _without_labels(component: object) -> object:
    if not isinstance(component, ButtonsComponent) or not isinstance(component.buttons, tuple):
        return component
    return evolve(component, buttons=tuple(map(_without_label, component.buttons)))


def _without_label(button: object) -> object:
    if isinstance(button, RequestContactInfoButton | OrderDetailsButton | CopyCodeButton):
        return evolve(button, text=None)
    return button


def _with_sent_strategy(optimization: Optimization | OptimizationUpdate) -> Optimization | OptimizationUpdate:
    if optimization.bid_strategy != BidStrategy.BID_STRATEGY_LOWEST_COST_WITH_BID_CAP:
        return optimization
    return evolve(optimization, bid_strategy=BidStrategy.LOWEST_COST_WITH_BID_CAP)
