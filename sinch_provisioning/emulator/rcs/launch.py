"""What a launch is rejected for, in the documented order (inferred) and with our words (no texts are documented)."""

from collections.abc import Iterator

from sinch_provisioning.emulator.problems import problem
from sinch_provisioning.emulator.tables import JSON

ALLOWED = frozenset({"IN_TEST", "LAUNCHING", "LAUNCHED", "UNLAUNCHED"})

ADVICE = {
    "DRAFT": "Complete it first: an update with details.brand name, logoUrl and bannerUrl brings it to IN_TEST.",
    "IN_PROGRESS": "Try again in a moment, when it is IN_TEST.",
    "PREPARING_LAUNCH": "Wait: its launch is being prepared already.",
}
"""What to do about a state that does not allow a launch."""

GENERAL = (
    *("optInDescription", "triggerDescription", "interactionsDescription", "optOutDescription"),
    *("screenshotUris", "videoUris"),
)
"""None of them is needed, but the section is: it is there with one of them (inferred)."""
VERIFICATION = ("name", "email", "website")
GB = ("brandIndustry", "companyLegalName", "messagesVolume")
FR = ("fullCompanyAddress", "siren")
"""Neither is needed, but the section is: it is there with one of them, as the general section."""
US_V1 = ("companyLegalName", "brandIndustry", "messagesVolume")
US = (
    *("ownershipType", "companyLegalName", "companyPhoneNumber", "companyEmailAddress", "brandName", "brandIndustry"),
    *("legalForm", "taxIdCountry", "taxId", "addressLine", "addressCity", "addressCountry", "addressPostalCode"),
    *("websiteUrl", "contactFirstName", "contactSurname", "sampleMessages", "messagesVolume", "embeddedLink"),
    *("embeddedPhone", "ageGatedContent", "directLending", "optInConfirmationMessage", "helpMessage"),
    "callToActionMessage",
)
BRAND = ("bannerUrl", "logoUrl", "privacyPolicyUrl", "termsOfServiceUrl")


def check(record: JSON) -> None:
    """Reject a launch that cannot be: the state does not allow it, or data is missing."""
    if record["state"] not in ALLOWED:
        message = f"A sender that is {record['state']} cannot be launched."
        raise problem("launch_invalid_agent_state", message, resolution=ADVICE.get(record["state"]))
    suits_att(record, record["countries"])
    missing = list(_missing(record))
    if missing:
        raise problem("launch_precondition_failed", information={"validationErrors": missing})


def suits_att(record: JSON, countries: list[str]) -> None:
    """Reject the US in another region; AT&T is the supplier of every sender there (inferred)."""
    if "US" in countries and record["region"] != "US":
        raise problem("invalid_region_for_att_supplier")


def has_video(record: JSON) -> bool:
    """Return whether there is a video to be shown to operators."""
    return bool(record["answers"].get("general", {}).get("videoUris"))


def _missing(record: JSON) -> Iterator[str]:
    answers, countries, brand = record["answers"], record["countries"], record["brand"]
    us = answers.get("us", {})
    first_generation = record["usVersion"] == "v1"
    phone = ("phone",) if "US" in countries and not first_generation else ()
    if not any(answers.get("general", {}).get(name) for name in GENERAL):
        yield "details.questionnaire.general is required"
    yield from _unanswered(answers, "verification", (*VERIFICATION, *phone))
    if "GB" in countries:
        yield from _unanswered(answers, "gb", GB)
    if "FR" in countries and not set(FR) & answers.get("fr", {}).keys():
        yield "details.questionnaire.fr is required for FR"
    if "US" in countries:
        yield from _unanswered(answers, "us", US_V1 if first_generation else (*US, *_by_form(us)))
    if not countries:
        yield "details.countries needs at least one country"
    if not brand.get("phones") and not brand.get("emails"):
        yield "details.brand.phones or details.brand.emails is required"
    for name in BRAND:
        if not brand.get(name):
            yield f"details.brand.{name} is required"


def _by_form(us: JSON) -> tuple[str, ...]:
    american = ("addressState",) if us.get("taxIdCountry") == "US" else ()
    listed = ("stockExchange", "stockSymbol") if us.get("ownershipType") == "PUBLIC" else ()
    return american + listed


def _unanswered(answers: JSON, section: str, names: tuple[str, ...]) -> Iterator[str]:
    given = answers.get(section, {})
    for name in names:
        if given.get(name) in (None, "", []):
            yield f"details.questionnaire.{section}.answers.{name} is required"
