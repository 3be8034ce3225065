"""What a launch needs, checked before the call."""

from collections.abc import Iterator, Sequence
from typing import Any

import attrs

from sinch_provisioning.core.countries import CountryCode
from sinch_provisioning.rcs.questionnaires.models import (
    FrAnswers,
    GeneralAnswers,
    OwnershipType,
    Questionnaire,
    UsAnswers,
    UsQuestionnaireVersion,
)
from sinch_provisioning.rcs.senders.models import Sender


def _answers(section: Any, *without: str) -> list[str]:
    """Return the names of a section's answers, but for some."""
    names = [field.name for field in attrs.fields(section) if not field.name.endswith("_metadata")]
    return [name for name in names if name not in without]


# What the documents mark as required for a launch.
VERIFICATION = ("name", "email", "website")
GB = ("brand_industry", "company_legal_name", "messages_volume")
US_V1 = ("company_legal_name", "brand_industry", "messages_volume")
US_LISTED = ("stock_exchange", "stock_symbol")
US = _answers(UsAnswers, "address_state", *US_LISTED)
BRAND = ("banner_url", "logo_url", "privacy_policy_url", "terms_of_service_url")
# No answer of these sections is marked, yet both have to be there: one answer makes it so.
GENERAL = _answers(GeneralAnswers)
FR = _answers(FrAnswers)
# The vendor's MCP client asks for these, but no document does, and launches go through without them.
GENERAL_ADVICE = _answers(GeneralAnswers, "video_uris")


def missing_launch_requirements(sender: Sender, *, advice: bool = False) -> list[str]:
    """Return the path of each field that a launch of this sender would be rejected for; empty if nothing is missing.

    Paths are in Python's names, as `details.brand.logo_url`. What only the service can judge (files, the state,
    Google's verification) is not checked. A missing video does not matter: Sinch adds one, and the launch starts in
    PREPARING_LAUNCH.

    Args:
        sender: As the service has returned it.
        advice: Add the general answers that the vendor recommends, although a launch needs none of them by itself.
    """
    return list(_missing(sender, advice=advice))


def _missing(sender: Sender, *, advice: bool) -> Iterator[str]:
    brand, countries, form = sender.details.brand, sender.details.countries or (), sender.details.questionnaire
    general = form.general.answers
    if advice:
        yield from _unanswered("general", general, GENERAL_ADVICE)
    elif not any(_answered(general, name) for name in GENERAL):
        yield "details.questionnaire.general"
    in_us = CountryCode.US in countries
    v1 = form.us is not None and form.us.generation is UsQuestionnaireVersion.V1
    phone = ("phone",) if in_us and not v1 else ()
    yield from _unanswered("verification", form.verification.answers, [*VERIFICATION, *phone])
    if CountryCode.GB in countries:
        yield from _unanswered("gb", form.gb and form.gb.answers, GB)
    if CountryCode.FR in countries and not any(_answered(form.fr and form.fr.answers, name) for name in FR):
        yield "details.questionnaire.fr"
    if in_us:
        yield from _unanswered("us", form.us and form.us.answers, US_V1 if v1 else [*US, *_by_kind_of_brand(form)])
    if not countries:
        yield "details.countries"
    if not (brand.phones or brand.emails):
        yield "details.brand.phones or details.brand.emails"
    for name in BRAND:
        if not getattr(brand, name):
            yield f"details.brand.{name}"


def _by_kind_of_brand(form: Questionnaire) -> tuple[str, ...]:
    """Return the US answers that only some kinds of brand need."""
    answers = form.us.answers if form.us else None
    if not isinstance(answers, UsAnswers):
        return ()
    state = ("address_state",) if answers.tax_id_country == CountryCode.US else ()
    return state + (US_LISTED if answers.ownership_type == OwnershipType.PUBLIC else ())


def _unanswered(section: str, answers: object, names: Sequence[str]) -> Iterator[str]:
    for name in names:
        if not _answered(answers, name):
            yield f"details.questionnaire.{section}.answers.{name}"


def _answered(answers: object, name: str) -> bool:
    value: object = getattr(answers, name, None)
    return value is not None and value not in ("", ())
