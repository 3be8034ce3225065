"""Data of the tools for an account at Meta."""

from collections.abc import Sequence
from typing import Annotated, ClassVar

from sinch_provisioning.core.model import model
from sinch_provisioning.core.rules import Length, ObjectRules
from sinch_provisioning.core.secrets import Secret
from sinch_provisioning.whatsapp.shared import BusinessManager, needs_one_of


@model(sent=True)
class LongLivedAccessTokenInput:
    """A token or a code of Embedded Signup to exchange."""

    __rules__: ClassVar[ObjectRules] = (needs_one_of("facebook_token", "facebook_code"),)

    facebook_token: Annotated[Secret, Length(1)] | None = None
    """Token from Embedded Signup, or an earlier long-lived one."""
    facebook_code: Annotated[Secret, Length(1)] | None = None
    """Code from Embedded Signup; it works once."""
    business_manager: BusinessManager | None = None


@model
class LongLivedAccessToken:
    """A token that is valid for 60 days."""

    long_lived_access_token: Secret


@model(sent=True)
class WabaDetailsInput:
    """The token whose business accounts are to be listed."""

    facebook_token: Secret
    """A long-lived token."""
    business_manager: BusinessManager | None = None


@model
class WabaNumber:
    """A number of a business account."""

    id: str | None = None
    """What `EmbeddedSignupSenderInput` calls `phone_number_id`."""
    display_phone_number: str | None = None
    """For people; the documents show it with spaces."""
    provisioned: bool | None = None
    """Whether it can be used, as the documents say, although the name suggests the opposite."""


@model
class WabaDetails:
    """A business account that a token can reach."""

    id: str
    numbers: Sequence[WabaNumber] = ()
    """Numbers shared with the business account."""


@model
class WabaDetailsList:
    """The business accounts that a token can reach."""

    wabas: Sequence[WabaDetails] = ()
