"""The questions, as the service would ask them: texts are ours, names and numbers the contract's."""

from typing import Any

from sinch_provisioning.emulator.data import data
from sinch_provisioning.emulator.tables import JSON

_TEXTS: Any = data("questions")
US_INDUSTRIES: list[str] = _TEXTS["usIndustries"]
_AMERICAN_ONLY = {"addressState"}
_LISTED_ONLY = {"stockExchange", "stockSymbol"}
_V1_ONLY = {"ein", "smsCampaign", "fullCompanyAddress", "fullCompanyAddressMetadata"}
_EITHER = {"companyLegalName", "brandIndustry", "messagesVolume"}


def asked(section: str, without: set[str] | frozenset[str] = frozenset()) -> JSON:
    """Return the questions of a section as the API shows them; those about a partner sit one level deeper."""
    shown = {
        name: {"question": question, "suggestedAnswers": suggestions}
        for name, (question, suggestions) in _TEXTS[section].items()
        if name not in without
    }
    return {**shown, "partner": asked("PARTNER")} if section == "VERIFICATION" else shown


def us_v2(*, american: bool = True, listed: bool = True) -> JSON:
    """Return the questions of generation v2 for a kind of brand."""
    return asked("US_V2", {*(() if american else _AMERICAN_ONLY), *(() if listed else _LISTED_ONLY)})


def us_default() -> JSON:
    """Return the questions of both generations, as they are shown before there is any answer."""
    return {**asked("US_V2"), **{name: value for name, value in asked("US_V1").items() if name not in _TEXTS["US_V2"]}}


def us_section(version: str | None, answers: JSON) -> JSON:
    """Return the questions that go with a generation of US answers, and with what is answered so far."""
    if version is None:
        return us_default()
    if version == "v1":
        return asked("US_V1")
    return us_v2(
        american=answers.get("taxIdCountry", "US") == "US", listed=answers.get("ownershipType", "PUBLIC") == "PUBLIC"
    )


def us_version(answers: JSON) -> str | None:
    """Return the generation that US answers belong to, None where they could belong to either."""
    industry, volume = answers.get("brandIndustry"), answers.get("messagesVolume")
    if _V1_ONLY & answers.keys() or isinstance(volume, str) or industry not in {None, *US_INDUSTRIES}:
        return "v1"
    return "v2" if answers.keys() - _EITHER or industry is not None or volume is not None else None
