"""Data and checks that several groups of the WhatsApp family share."""

from collections.abc import Callable, Iterator
from typing import Annotated

from sinch_provisioning.core.enums import Listed, OpenEnum, members
from sinch_provisioning.core.rules import NotOneOf


class BusinessManager(OpenEnum):
    """One of Sinch's business managers at Meta."""

    SINCH_AMERICA = "SINCH_AMERICA"
    SINCH_BR = "SINCH_BR"
    SINCH_MX = "SINCH_MX"
    SINCH_SEP = "SINCH_SEP"
    SINCH_UK = "SINCH_UK"
    UNRECOGNIZED = "UNRECOGNIZED"


class Region(OpenEnum):
    """Where Sinch runs the sender."""

    BR = "BR"
    EU = "EU"
    US = "US"
    UNRECOGNIZED = "UNRECOGNIZED"


class MetaLocalStorage(OpenEnum, metaclass=Listed):
    """Country in which Meta keeps the data."""

    vars().update(members("AE AU BH BR CA CH DE GB ID IN JP KR SG US ZA UNRECOGNIZED UNSPECIFIED"))


class CompatibleRegion(OpenEnum):
    """Region of the Conversation API, in lower case unlike the other regions."""

    BR = "br"
    EU = "eu"
    US = "us"


class Vertical(OpenEnum):
    """Line of business."""

    ALCOHOL = "ALCOHOL"
    AUTOMOTIVE = "AUTOMOTIVE"
    BEAUTY_SPA_SALON = "BEAUTY_SPA_SALON"
    CLOTHING_AND_APPAREL = "CLOTHING_AND_APPAREL"
    EDUCATION = "EDUCATION"
    ENTERTAINMENT = "ENTERTAINMENT"
    EVENT_PLANNING_AND_SERVICE = "EVENT_PLANNING_AND_SERVICE"
    FINANCE_AND_BANKING = "FINANCE_AND_BANKING"
    FOOD_AND_GROCERY = "FOOD_AND_GROCERY"
    HOTEL_AND_LODGING = "HOTEL_AND_LODGING"
    MEDICAL_AND_HEALTH = "MEDICAL_AND_HEALTH"
    NON_PROFIT = "NON_PROFIT"
    NOT_SET = "NOT_SET"
    ONLINE_GAMBLING = "ONLINE_GAMBLING"
    OTC_DRUGS = "OTC_DRUGS"
    OTHER = "OTHER"
    PHYSICAL_GAMBLING = "PHYSICAL_GAMBLING"
    PROFESSIONAL_SERVICES = "PROFESSIONAL_SERVICES"
    PUBLIC_SERVICE = "PUBLIC_SERVICE"
    RESTAURANT = "RESTAURANT"
    SHOPPING_AND_RETAIL = "SHOPPING_AND_RETAIL"
    TRAVEL_AND_TRANSPORTATION = "TRAVEL_AND_TRANSPORTATION"
    UNRECOGNIZED = "UNRECOGNIZED"


class DailyLimit(OpenEnum):
    """Conversations that the business may open within 24 hours."""

    NOT_SET = "NOT_SET"
    TIER_100K = "TIER_100K"
    TIER_10K = "TIER_10K"
    TIER_1K = "TIER_1K"
    TIER_250 = "TIER_250"
    TIER_2K = "TIER_2K"
    TIER_50 = "TIER_50"
    TIER_UNLIMITED = "TIER_UNLIMITED"
    UNRECOGNIZED = "UNRECOGNIZED"


class WabaBanState(OpenEnum):
    """A ban by Meta: announced, in force, or lifted."""

    DISABLE = "DISABLE"
    REINSTATE = "REINSTATE"
    SCHEDULE_FOR_DISABLE = "SCHEDULE_FOR_DISABLE"
    UNRECOGNIZED = "UNRECOGNIZED"


SenderBusinessManager = Annotated[BusinessManager, NotOneOf("SINCH_AMERICA", "SINCH_SEP")]


def needs_one_of(*names: str) -> Callable[[object], Iterator[tuple[str, str]]]:
    """Return the rule that one of these fields has to be there, for a model's `__rules__`."""

    def rule(value: object) -> Iterator[tuple[str, str]]:
        if all(getattr(value, name) is None for name in names):
            yield " or ".join(names), "one of them is required"

    rule.__doc__ = f"{' or '.join(names)} is required"
    return rule
