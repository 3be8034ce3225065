"""From what was read to what can be written: the start of a copy in another language, or of a change."""

from collections.abc import Mapping
from typing import cast

import attrs

from sinch_provisioning.whatsapp.templates.models import (
    BidStrategy,
    BidStrategyInput,
    BodyComponent,
    BodyInput,
    ButtonsComponent,
    ButtonsInput,
    CardBody,
    CardBodyInput,
    CardButtons,
    CardButtonsInput,
    CardHeader,
    CardHeaderInput,
    CardInput,
    CardMediaExampleInput,
    CarouselCard,
    CarouselComponent,
    CarouselInput,
    CopyCodeButton,
    CopyCodeButtonInput,
    FlowButton,
    FlowButtonInput,
    FooterComponent,
    FooterInput,
    LimitedTimeOfferComponent,
    LimitedTimeOfferInput,
    MediaExample,
    MediaExampleInput,
    MediaHeader,
    MediaHeaderInput,
    Optimization,
    OptimizationInput,
    OrderDetailsButton,
    OrderDetailsButtonInput,
    OtpButton,
    OtpButtonInput,
    PhoneNumberButton,
    PhoneNumberButtonInput,
    QuickReplyButton,
    QuickReplyButtonInput,
    RequestContactInfoButton,
    RequestContactInfoButtonInput,
    TemplateChangesDetails,
    TemplateDetails,
    TemplateDetailsInput,
    TextHeader,
    TextHeaderInput,
    UrlButton,
    UrlButtonInput,
)

_WRITTEN: Mapping[type, type] = {
    TemplateDetails: TemplateDetailsInput,
    TemplateChangesDetails: TemplateDetailsInput,
    Optimization: OptimizationInput,
    TextHeader: TextHeaderInput,
    MediaHeader: MediaHeaderInput,
    MediaExample: MediaExampleInput,
    BodyComponent: BodyInput,
    FooterComponent: FooterInput,
    ButtonsComponent: ButtonsInput,
    CarouselComponent: CarouselInput,
    CarouselCard: CardInput,
    CardHeader: CardHeaderInput,
    CardBody: CardBodyInput,
    CardButtons: CardButtonsInput,
    LimitedTimeOfferComponent: LimitedTimeOfferInput,
    UrlButton: UrlButtonInput,
    QuickReplyButton: QuickReplyButtonInput,
    PhoneNumberButton: PhoneNumberButtonInput,
    FlowButton: FlowButtonInput,
    OtpButton: OtpButtonInput,
    RequestContactInfoButton: RequestContactInfoButtonInput,
    OrderDetailsButton: OrderDetailsButtonInput,
    CopyCodeButton: CopyCodeButtonInput,
}
_WRITTEN_IN_CARDS: Mapping[type, type] = {**_WRITTEN, MediaExample: CardMediaExampleInput}


def as_input(details: TemplateDetails | TemplateChangesDetails) -> TemplateDetailsInput:
    """Return content that was read as content to write, for a copy in another language or as the start of a change.

    Labels that Meta chose are left out, and the bid strategy gets the name that it is written by. What this version
    does not know stays as it came.
    """
    return cast("TemplateDetailsInput", _write(details, _WRITTEN))


def _write(value: object, written: Mapping[type, type]) -> object:
    if isinstance(value, list):
        return [_write(item, written) for item in cast("list[object]", value)]
    if isinstance(value, BidStrategy):
        return BidStrategyInput(value.removeprefix("BID_STRATEGY_"))
    if isinstance(value, CarouselCard):
        written = _WRITTEN_IN_CARDS
    read = type(value)
    target = written.get(read)
    if target is None or not attrs.has(read) or not attrs.has(target):
        return value
    names = {field.name for field in attrs.fields(read)} & {field.name for field in attrs.fields(target)}
    values = {name: getattr(value, name) for name in names}
    return target(**{name: _write(inner, written) for name, inner in values.items() if inner is not None})
