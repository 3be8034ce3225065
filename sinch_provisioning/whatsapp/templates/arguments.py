"""Arguments of the calls about templates: checked where the caller wrote them, and made what requests hold."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeVar

from sinch_provisioning.core.arguments import choice, choices
from sinch_provisioning.core.bodies import body_of
from sinch_provisioning.core.codec.names import in_utc
from sinch_provisioning.core.languages import TemplateLanguage
from sinch_provisioning.core.model import evolve
from sinch_provisioning.core.unset import UNSET, Unset
from sinch_provisioning.errors import InvalidRequest
from sinch_provisioning.whatsapp.templates import models

B = TypeVar("B", models.TemplateInput, models.TemplateUpdate)


def code(language_code: TemplateLanguage | str) -> str:
    """Return a language for the path."""
    choice("language_code", TemplateLanguage, language_code)
    return language_code


def query_of(
    analytics_date_range: models.AnalyticsDateRange | str | None,
    fields: Sequence[models.TemplateField | str] | None = None,
    states: Sequence[models.TemplateState | str] | None = None,
    statuses: Sequence[models.TemplateStatus | str] | None = None,
    name_prefix: str | None = None,
) -> dict[str, object]:
    """Return the query of a call that reads templates: the period of their figures, what of which is wanted."""
    mask = choices("fields", models.TemplateField, fields)
    if mask == []:
        raise InvalidRequest([("fields", "needs at least one field; a call without `fields` returns all")])
    return {
        "filter_states": choices("states", models.TemplateState, states),
        "filter_statuses": choices("statuses", models.TemplateStatus, statuses),
        "template_name": name_prefix,
        "template_analytics_date_range": choice(
            "analytics_date_range", models.AnalyticsDateRange, analytics_date_range
        ),
        "field_mask": mask,
    }


def comparison_of(
    given: models.TemplateComparisonInput | None,
    other_name: str | Unset,
    other_language: TemplateLanguage | str | Unset,
    timeframe: models.CompareTimeframe | str | None,
    end_timestamp: datetime | None,
) -> models.TemplateComparisonInput:
    """Return the request of a comparison: the model that was given, or one made of the other arguments."""
    other: dict[str, Any] = {"other_name": other_name, "other_language": other_language}
    missing = [name for name, value in other.items() if isinstance(value, Unset)]
    if given is None and missing:
        rule = "is required, unless a TemplateComparisonInput is given"
        raise InvalidRequest([(name, rule) for name in missing])
    if isinstance(other_language, str):
        choice("other_language", TemplateLanguage, other_language)
    to_compare = models.TemplateToCompare(template_name=other["other_name"], template_language=other["other_language"])
    fields: dict[str, Any] = {
        "templates": UNSET if len(missing) == len(other) else [to_compare],
        "timeframe": timeframe,
        "end_timestamp": round(in_utc(end_timestamp).timestamp() * 1000)
        if isinstance(end_timestamp, datetime)
        else end_timestamp,
    }
    return body_of(models.TemplateComparisonInput, given, fields)


def as_sent(body: B) -> B:
    """Return a template, or a change of one, without the labels that only Meta can choose, in the words of requests."""
    details = body.details
    if not isinstance(details, models.TemplateDetails | models.TemplateDetailsUpdate):
        return body
    changed: dict[str, Any] = {}
    if isinstance(details.components, tuple):
        changed["components"] = tuple(map(_without_labels, details.components))
    if getattr(details.optimization, "bid_strategy", None) == models.BidStrategy.BID_STRATEGY_LOWEST_COST_WITH_BID_CAP:
        strategy = models.BidStrategy.LOWEST_COST_WITH_BID_CAP
        changed["optimization"] = evolve(details.optimization, bid_strategy=strategy)
    return evolve(body, details=evolve(details, **changed))


def _without_labels(part: object) -> object:
    if isinstance(part, models.ButtonsComponent) and isinstance(part.buttons, tuple):
        return evolve(part, buttons=tuple(map(_without_labels, part.buttons)))
    labelled = models.RequestContactInfoButton | models.OrderDetailsButton | models.CopyCodeButton
    return evolve(part, text=None) if isinstance(part, labelled) else part
