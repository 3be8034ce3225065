"""Calls that help with an account at Meta."""

from types import NoneType
from typing import Final

from sinch_provisioning.blocking import BlockingResource, blocking
from sinch_provisioning.core.bodies import body_of
from sinch_provisioning.core.deprecation import deprecated
from sinch_provisioning.core.dispatch import Resource
from sinch_provisioning.core.operation import Operation, Safety
from sinch_provisioning.core.secrets import Secret, secret
from sinch_provisioning.whatsapp.shared import BusinessManager
from sinch_provisioning.whatsapp.tools.models import (
    LongLivedAccessToken,
    LongLivedAccessTokenInput,
    WabaDetailsInput,
    WabaDetailsList,
)

_TOOLS = "/v1/projects/{projectId}/whatsapp"

ENABLE_TEMPLATE_ANALYTICS = Operation(
    "enableWhatsappTemplateAnalytics", "PUT", _TOOLS + "/enableTemplateAnalytics", NoneType, Safety.IDEMPOTENT
)
# A code works once.
CREATE_LONG_LIVED_ACCESS_TOKEN = Operation(
    "createWhatsappLongLivedAccessToken",
    "POST",
    _TOOLS + "/longLivedAccessToken",
    LongLivedAccessToken,
    Safety.ONCE,
    body=LongLivedAccessTokenInput,
)
# A POST that only reads, so that the token is not part of the URL.
LIST_WABA_DETAILS = Operation(
    "listWhatsappWabaDetails", "POST", _TOOLS + "/wabaDetails", WabaDetailsList, Safety.SAFE, body=WabaDetailsInput
)


class Tools(Resource):
    """Tools: template analytics, and two that the older form of Embedded Signup needed."""

    async def enable_template_analytics(self) -> None:
        """Enable Meta's analytics of templates for the account, permanently (enableWhatsappTemplateAnalytics).

        Raises:
            BadRequest: `project_not_initialized`: the project does not have an account.
            FailedDependency: `template_insights_not_yet_available`: Meta does not offer it for this account yet.
        """
        await self._send(ENABLE_TEMPLATE_ANALYTICS)

    @deprecated("Embedded Signup needs no Facebook token any more; see EmbeddedSignupSenderInput", category=None)
    async def create_long_lived_access_token(
        self,
        exchange: LongLivedAccessTokenInput | None = None,
        *,
        facebook_token: str | Secret | None = None,
        facebook_code: str | Secret | None = None,
        business_manager: BusinessManager | str | None = None,
    ) -> LongLivedAccessToken:
        """Exchange a token or a code of Embedded Signup for a token of 60 days (createWhatsappLongLivedAccessToken).

        Args:
            exchange: The whole request, instead of its fields below.
            facebook_token: Token from Embedded Signup, or an earlier long-lived one.
            facebook_code: Code from Embedded Signup; it works once.
            business_manager: Which of Sinch's business managers at Meta.

        Raises:
            InvalidRequest: neither token nor code is given; nothing was sent.
            BadRequest: token or code are wrong or used up, or the business manager is another one.
            ServerError: with `log_in_facebook_required` a person has to log in at Facebook first.
        """
        fields = {
            "facebook_token": secret(facebook_token),
            "facebook_code": secret(facebook_code),
            "business_manager": business_manager,
        }
        return await self._send(CREATE_LONG_LIVED_ACCESS_TOKEN, body_of(LongLivedAccessTokenInput, exchange, fields))

    @deprecated("Embedded Signup needs no Facebook token any more; see EmbeddedSignupSenderInput", category=None)
    async def list_waba_details(
        self,
        token: WabaDetailsInput | None = None,
        *,
        facebook_token: str | Secret | None = None,
        business_manager: BusinessManager | str | None = None,
    ) -> WabaDetailsList:
        """Return the business accounts, with their numbers, that a token can reach (listWhatsappWabaDetails).

        Args:
            token: The whole request, instead of its fields below.
            facebook_token: A long-lived token; required unless `token` is given.
            business_manager: Which of Sinch's business managers at Meta.

        Raises:
            BadRequest: the token is wrong or used up, or the business manager is another one.
            ServerError: with `log_in_facebook_required` a person has to log in at Facebook first.
        """
        fields = {"facebook_token": secret(facebook_token), "business_manager": business_manager}
        return await self._send(LIST_WABA_DETAILS, body_of(WabaDetailsInput, token, fields))


class BlockingTools(BlockingResource[Tools]):
    enable_template_analytics: Final = blocking(Tools.enable_template_analytics)
    create_long_lived_access_token: Final = blocking(
        Tools.create_long_lived_access_token  # pyright: ignore[reportDeprecated]
    )
    list_waba_details: Final = blocking(Tools.list_waba_details)  # pyright: ignore[reportDeprecated]
