"""Data of the WhatsApp account."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any

from sinch_provisioning.core.countries import CountryCode
from sinch_provisioning.core.deprecation import deprecated
from sinch_provisioning.core.enums import OpenEnum
from sinch_provisioning.core.model import model
from sinch_provisioning.core.rules import REQUIRED, Deprecated, Length, NotOneOf
from sinch_provisioning.core.unions import Variants, keys
from sinch_provisioning.core.unset import UNSET, Unset
from sinch_provisioning.whatsapp.shared import (
    BusinessManager,
    CompatibleRegion,
    DailyLimit,
    MetaLocalStorage,
    Region,
    Vertical,
    WabaBanState,
)

Name = Annotated[str, Length(1, 255)]
AccountVertical = Annotated[Vertical, NotOneOf("ONLINE_GAMBLING")]


class AccountState(OpenEnum):
    """State of the account; it has none until a first request has been decided."""

    ONBOARDED = "ONBOARDED"
    PENDING_FACEBOOK_VERIFICATION = "PENDING_FACEBOOK_VERIFICATION"
    REJECTED = "REJECTED"


class AccountStatus(OpenEnum):
    """Status of a request about the account that is not live."""

    DRAFT = "DRAFT"
    IN_PROGRESS = "IN_PROGRESS"
    PENDING_FACEBOOK_VERIFICATION = "PENDING_FACEBOOK_VERIFICATION"
    REJECTED = "REJECTED"


@model(sent=True)
class AccountSenderDetails:
    """The first sender of an account, whose region and storage are the defaults of later senders."""

    display_name: Annotated[Name, REQUIRED] | None = None
    """Name of the business account, and the first name of its new number."""
    business_category: Annotated[AccountVertical, REQUIRED] | None = None
    region: Region | None = None
    """Default when it is created: the region of the billing account's country."""
    meta_local_storage: MetaLocalStorage | None = None
    """Default when it is created: the usual one of the region."""


@model
class AccountDetails:
    """The details of an account: what is live, or what was requested."""

    client_business_manager_id: str | None = None
    """The client's own business manager at Meta."""
    waba_name: str | None = None
    """Registered name of the brand."""
    company_legal_name: Annotated[str, Deprecated("read waba_name")] | None = None
    """Deprecated: it means the same as `waba_name`."""
    sender_details: AccountSenderDetails = AccountSenderDetails()
    """The first sender."""


@model
class AccountChanges:
    """A request that is not finished, or was rejected."""

    status: AccountStatus | None = None
    details: AccountDetails = AccountDetails()
    """What was requested; after an edit only the fields that it named."""


@model
class Account:
    """The project's WhatsApp account: one WhatsApp Business Account (WABA) at Meta."""

    is_embedded_signup: bool | None = None
    """Whether Embedded Signup created it; such an account takes only senders by Embedded Signup."""
    business_manager: BusinessManager | None = None
    compatible_regions: Sequence[CompatibleRegion] = ()
    """Conversation API regions whose apps can use the account."""
    state: AccountState | None = None
    """None until a first request has been decided."""
    waba_id: str | None = None
    """Id at Meta; it can be present while the request is pending."""
    changes: AccountChanges | None = None
    """A request that is not live; None once it is settled."""
    details: AccountDetails = AccountDetails()
    """What is live; empty until a first request has been decided."""
    waba_ban_state: WabaBanState | None = None
    """Present only after Meta has announced or imposed a ban, which `state` does not show."""
    waba_ban_date: datetime | None = None
    waba_enabled_for_insights: bool | None = None
    """Template analytics are on."""
    waba_enabled_for_direct_send: bool | None = None
    """The Direct Send API is on."""
    waba_max_price_onboarded: bool | None = None
    """The maximum-price feature is on; responses older than 1.2.117 do not say."""
    primary_business_location: CountryCode | None = None
    """Country of the business."""
    partner_initiated_request_id: Annotated[str, Deprecated("it is no longer filled")] | None = None
    business_daily_limit: DailyLimit | None = None
    """Replaces the sender's `daily_limit`."""
    currency: str | None = None
    """Currency code, as EUR."""


@model(sent=True)
class PartnerInitiatedAccountInput:
    """An account that Sinch opens at Meta on behalf of a client, who has to accept it there."""

    waba_name: Name
    """Has to equal the name in the client's business manager."""
    client_business_manager_id: Name
    """The client's own business manager at Meta."""
    sender_details: AccountSenderDetails
    """The first sender."""
    business_manager: BusinessManager | None = None


@deprecated("Meta ended the on-behalf-of model on 2025-09-30; use PartnerInitiatedAccountInput", category=None)
@model(sent=True)
class OnBehalfOfAccountInput:
    """Deprecated: an account of the on-behalf-of model, which Meta ended on 2025-09-30."""

    client_business_manager_id: Name
    company_legal_name: Name
    business_manager: BusinessManager | None = None


def _account_input(content: Mapping[str, Any]) -> type:
    new = "wabaName" in content or "senderDetails" in content
    return PartnerInitiatedAccountInput if new else OnBehalfOfAccountInput  # pyright: ignore[reportDeprecated]


AccountInputVariant = Annotated[
    PartnerInitiatedAccountInput | OnBehalfOfAccountInput,  # pyright: ignore[reportDeprecated]
    Variants(_account_input, probe=keys("wabaName", "senderDetails")),
]


@model(sent=True)
class AccountSenderDetailsUpdate:
    """What to correct of the first sender."""

    display_name: Name | Unset = UNSET
    business_category: AccountVertical | Unset = UNSET
    region: Region | Unset = UNSET
    meta_local_storage: MetaLocalStorage | Unset = UNSET


@model(sent=True)
class AccountUpdate:
    """What to correct of a rejected request; the service rejects an update without any field."""

    waba_name: Name | Unset = UNSET
    client_business_manager_id: Name | Unset = UNSET
    sender_details: AccountSenderDetailsUpdate | AccountSenderDetails | Unset = UNSET
    company_legal_name: Annotated[Name, Deprecated("use waba_name")] | Unset = UNSET
