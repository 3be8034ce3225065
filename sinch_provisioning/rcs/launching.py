"""What a launch needs, told before the call, and which states come without another call."""

from collections.abc import Collection, Iterator

from sinch_provisioning.core.codec.names import camel
from sinch_provisioning.core.countries import CountryCode
from sinch_provisioning.core.unions import Unknown
from sinch_provisioning.rcs.models import (
    OwnershipType,
    Sender,
    SenderState,
    UsAnswers,
    UsV1Section,
)
from sinch_provisioning.waiting import join_or

# Advice of the vendor's MCP client: no document marks these answers as needed, and launches go through without.
GENERAL_ADVICE = (
    "opt_in_description",
    "trigger_description",
    "interactions_description",
    "opt_out_description",
    "screenshot_uris",
)
# What the documents mark as needed for a launch.
VERIFICATION = ("name", "email", "website")
GB = ("brand_industry", "company_legal_name", "messages_volume")
# No answer of this section, and of the general one, is marked, yet both have to be there: one answer makes it so.
FR = ("full_company_address", "siren")
US_V1 = ("company_legal_name", "brand_industry", "messages_volume")
US = (
    "ownership_type",
    "company_legal_name",
    "company_phone_number",
    "company_email_address",
    "brand_name",
    "brand_industry",
    "legal_form",
    "tax_id_country",
    "tax_id",
    "address_line",
    "address_city",
    "address_country",
    "address_postal_code",
    "website_url",
    "contact_first_name",
    "contact_surname",
    "sample_messages",
    "messages_volume",
    "embedded_link",
    "embedded_phone",
    "age_gated_content",
    "direct_lending",
    "opt_in_confirmation_message",
    "help_message",
    "call_to_action_message",
)
US_LISTED = ("stock_exchange", "stock_symbol")
BRAND = ("banner_url", "logo_url", "privacy_policy_url", "terms_of_service_url")


def missing_launch_requirements(sender: Sender, *, advice: bool = False) -> list[str]:
    """Return the wire paths of everything without which a launch of this sender would be rejected; empty if nothing.

    With `advice` the general answers that the vendor recommends are in it too, although a launch needs none of them by
    itself. What only the service can judge (files, the state, Google's verification) never is. A missing video does not
    matter: Sinch adds one, and the launch starts in PREPARING_LAUNCH.
    """
    return list(_missing(sender, advice))


def _missing(sender: Sender, advice: bool) -> Iterator[str]:
    details = sender.details
    form = details.questionnaire if details else None
    countries = (details.countries if details else None) or []
    us = form.us if form else None
    # A section that this version cannot read is the service's to judge.
    american = CountryCode.US in countries and not isinstance(us, Unknown)
    first_generation = isinstance(us, UsV1Section)

    general = form and form.general.answers
    if advice:
        yield from _unanswered("general", general, GENERAL_ADVICE)
    elif not any(_answered(general, name) for name in (*GENERAL_ADVICE, "video_uris")):
        yield "details.questionnaire.general"
    phone = ("phone",) if american and not first_generation else ()
    yield from _unanswered("verification", form and form.verification.answers, VERIFICATION + phone)
    if CountryCode.GB in countries:
        yield from _unanswered("gb", form and form.gb and form.gb.answers, GB)
    if CountryCode.FR in countries and not any(_answered(form and form.fr and form.fr.answers, name) for name in FR):
        yield "details.questionnaire.fr"
    if american:
        answers = us.answers if us and not isinstance(us, Unknown) else None
        required = US_V1 if first_generation else US + _by_form(answers if isinstance(answers, UsAnswers) else None)
        yield from _unanswered("us", answers, required)
    if not countries:
        yield "details.countries"
    brand = details.brand if details else None
    if brand is None or not (brand.phones or brand.emails):
        yield "details.brand.phones or details.brand.emails"
    for name in BRAND:
        if not getattr(brand, name, None):
            yield f"details.brand.{camel(name)}"


def _by_form(answers: UsAnswers | None) -> tuple[str, ...]:
    """Return what the form for this kind of brand asks besides."""
    if answers is None:
        return ()
    listed = US_LISTED if answers.ownership_type == OwnershipType.PUBLIC else ()
    american = ("address_state",) if answers.tax_id_country == CountryCode.US else ()
    return american + listed


def _unanswered(section: str, answers: object, names: Collection[str]) -> Iterator[str]:
    for name in names:
        if not _answered(answers, name):
            yield f"details.questionnaire.{section}.answers.{camel(name)}"


def _answered(answers: object, name: str) -> bool:
    value: object = getattr(answers, name, None)
    return value is not None and value not in ("", [])


# Moves that the service makes by itself. DRAFT is among them as an update completes a draft asynchronously.
_MOVES: dict[SenderState, SenderState] = {
    SenderState.DRAFT: SenderState.IN_PROGRESS,
    SenderState.IN_PROGRESS: SenderState.IN_TEST,
    SenderState.PREPARING_LAUNCH: SenderState.LAUNCHING,
    SenderState.LAUNCHING: SenderState.LAUNCHED,
    SenderState.LAUNCHED: SenderState.UNLAUNCHED,
}


def no_way(state: SenderState | None, wanted: Collection[SenderState]) -> str | None:
    """Return why none of the wanted states can follow without another call, or None while one can."""
    if state is None or not state.is_known or not all(one.is_known for one in wanted):
        return None  # what a newer state can lead to, or come from, is not known here
    ahead: SenderState | None = state
    while ahead is not None:
        if ahead in wanted:
            return None
        ahead = _MOVES.get(ahead)
    hint = "; call launch() first" if SenderState.LAUNCHED in wanted and state != SenderState.UNKNOWN else ""
    return f"the sender is {state}, from which {join_or(wanted)} cannot come by itself{hint}"
