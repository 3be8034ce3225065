"""Arguments of the calls about templates, checked where the caller wrote them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sinch_provisioning.core.arguments import choice, choices
from sinch_provisioning.core.bodies import body_of
from sinch_provisioning.core.codec.names import in_utc
from sinch_provisioning.core.languages import TemplateLanguage
from sinch_provisioning.core.unset import UNSET, Unset
from sinch_provisioning.errors import InvalidRequest
from sinch_provisioning.whatsapp.templates.models import (
    AnalyticsDateRange,
    CompareTimeframe,
    TemplateComparisonInput,
    TemplateField,
    TemplateState,
    TemplateStatus,
    TemplateToCompare,
)


def code(language_code: TemplateLanguage | str) -> str:
    """Return a language for the path."""
    choice("language_code", TemplateLanguage, language_code)
    return language_code


def figures(analytics_date_range: AnalyticsDateRange | str | None) -> dict[str, object]:
    """Return the part of a query that chooses the period of the figures."""
    found = choice("analytics_date_range", AnalyticsDateRange, analytics_date_range)
    return {"template_analytics_date_range": found}


def filters(
    states: Sequence[TemplateState | str] | None,
    statuses: Sequence[TemplateStatus | str] | None,
    name_prefix: str | None,
    analytics_date_range: AnalyticsDateRange | str | None,
) -> dict[str, object]:
    """Return the query of a list of the project's templates."""
    return {
        "filter_states": choices("states", TemplateState, states),
        "filter_statuses": choices("statuses", TemplateStatus, statuses),
        "template_name": name_prefix,
        **figures(analytics_date_range),
    }


def mask(fields: Sequence[TemplateField | str]) -> dict[str, object]:
    """Return the part of a query that chooses fields."""
    return {"field_mask": choices("fields", TemplateField, fields)}


def comparison_of(
    given: TemplateComparisonInput | None,
    other_name: str | Unset,
    other_language: TemplateLanguage | str | Unset,
    timeframe: CompareTimeframe | str | None,
    end_timestamp: datetime | None,
) -> TemplateComparisonInput:
    """Return the request of a comparison: the model that was given, or one made of the other arguments."""
    other: dict[str, Any] = {"other_name": other_name, "other_language": other_language}
    missing = [name for name, value in other.items() if isinstance(value, Unset)]
    if given is None and missing:
        rule = "is required, unless a TemplateComparisonInput is given"
        raise InvalidRequest([(name, rule) for name in missing])
    fields: dict[str, Any] = {
        "templates": UNSET
        if len(missing) == len(other)
        else [TemplateToCompare(template_name=other["other_name"], template_language=other["other_language"])],
        "timeframe": timeframe,
        "end_timestamp": None if end_timestamp is None else round(in_utc(end_timestamp).timestamp() * 1000),
    }
    return body_of(TemplateComparisonInput, given, fields)
