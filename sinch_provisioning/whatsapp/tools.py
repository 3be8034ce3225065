"""The calls that help with an account at Meta."""

from types import NoneType

from sinch_provisioning.core.deprecation import deprecated
from sinch_provisioning.core.dispatch import Resource
from sinch_provisioning.core.operation import Operation, Safety
from sinch_provisioning.core.secrets import Secret, secret
from sinch_provisioning.core.unset import UNSET, Unset
from sinch_provisioning.whatsapp.models import (
    BusinessManager,
    LongLivedAccessToken,
    LongLivedAccessTokenInput,
    WabaDetailsInput,
    WabaDetailsList,
)
from sinch_provisioning.whatsapp.signup import check_signup

_WHATSAPP = "/v1/projects/{projectId}/whatsapp"

ENABLE_TEMPLATE_ANALYTICS = Operation(
    "enableWhatsappTemplateAnalytics", "PUT", _WHATSAPP + "/enableTemplateAnalytics", NoneType, Safety.IDEMPOTENT
)
# A code works once.
CREATE_LONG_LIVED_ACCESS_TOKEN = Operation(
    "createWhatsappLongLivedAccessToken",
    "POST",
    _WHATSAPP + "/longLivedAccessToken",
    LongLivedAccessToken,
    Safety.ONCE,
)
# A POST that only reads, so that the token need not stand in the address.
LIST_WABA_DETAILS = Operation(
    "listWhatsappWabaDetails", "POST", _WHATSAPP + "/wabaDetails", WabaDetailsList, Safety.SAFE
)


class WhatsappTools(Resource):
    """Helpers: template analytics, and two that Embedded Signup needed in its older form."""

    async def enable_template_analytics(self) -> None:
        """Switch on Meta's analytics of templates for the account, for good (enableWhatsappTemplateAnalytics).

        Raises:
            BadRequest: `project_not_initialized`: there is no account.
            FailedDependency: `template_insights_not_yet_available`: Meta does not offer it for this account yet.
        """
        await self._send(ENABLE_TEMPLATE_ANALYTICS)

    @deprecated("Embedded Signup needs no Facebook token any more; see EmbeddedSignupSenderInput", category=None)
    async def create_long_lived_access_token(
        self,
        *,
        facebook_token: str | Secret | Unset = UNSET,
        facebook_code: str | Secret | Unset = UNSET,
        business_manager: BusinessManager | Unset = UNSET,
    ) -> LongLivedAccessToken:
        """Trade a token or a code of Embedded Signup for a token of 60 days (createWhatsappLongLivedAccessToken).

        Args:
            facebook_token: Token of Embedded Signup, or an earlier long-lived one.
            facebook_code: Code of Embedded Signup; it works once.
            business_manager: Which of Sinch's business managers at Meta.

        Raises:
            InvalidRequest: neither token nor code is given; nothing was sent.
            BadRequest: token or code are wrong or spent, or the business manager is another one.
            ServerError: with `log_in_facebook_required` a person has to log in at Facebook first.
        """
        body = LongLivedAccessTokenInput(
            facebook_token=secret(facebook_token),
            facebook_code=secret(facebook_code),
            business_manager=business_manager,
        )
        check_signup(facebook_token=body.facebook_token, facebook_code=body.facebook_code)
        return await self._send(CREATE_LONG_LIVED_ACCESS_TOKEN, body)

    @deprecated("Embedded Signup needs no Facebook token any more; see EmbeddedSignupSenderInput", category=None)
    async def list_waba_details(
        self, *, facebook_token: str | Secret, business_manager: BusinessManager | Unset = UNSET
    ) -> WabaDetailsList:
        """Return the business accounts, with their numbers, that a token can reach (listWhatsappWabaDetails).

        Args:
            facebook_token: A long-lived token.
            business_manager: Which of Sinch's business managers at Meta.

        Raises:
            BadRequest: the token is wrong or spent, or the business manager is another one.
            ServerError: with `log_in_facebook_required` a person has to log in at Facebook first.
        """
        body = WabaDetailsInput(facebook_token=secret(facebook_token), business_manager=business_manager)
        return await self._send(LIST_WABA_DETAILS, body)


OPERATIONS = (ENABLE_TEMPLATE_ANALYTICS, CREATE_LONG_LIVED_ACCESS_TOKEN, LIST_WABA_DETAILS)
