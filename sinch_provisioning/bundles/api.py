"""The calls about bundles."""

from collections.abc import Collection, Sequence

from sinch_provisioning.bundles.models import (
    Bundle,
    BundleInput,
    BundleList,
    BundleState,
    ConversationAppInput,
    Region,
    SmsAppInput,
    SubprojectInput,
    WebhookInput,
)
from sinch_provisioning.core.arguments import as_list, optional_list
from sinch_provisioning.core.dispatch import Resource
from sinch_provisioning.core.operation import ListOperation, Operation, Safety
from sinch_provisioning.core.unset import UNSET, Unset
from sinch_provisioning.errors import InvalidRequest
from sinch_provisioning.paging import Listing, listing
from sinch_provisioning.waiting import parse_states, poll

_BUNDLES = "/v1/projects/{projectId}/bundles"

LIST = ListOperation("listBundles", "GET", _BUNDLES, BundleList, Safety.SAFE, max_page_size=25)
# There is no request key: a repeated order makes a second set of resources.
CREATE = Operation("createBundle", "POST", _BUNDLES, Bundle, Safety.ONCE)
GET = Operation("getBundle", "GET", _BUNDLES + "/{bundleId}", Bundle, Safety.SAFE)


class Bundles(Resource):
    """Orders of several resources at once: a subproject, an SMS app, a Conversation API app, webhooks."""

    def list(
        self,
        *,
        states: Sequence[BundleState] | None = None,
        conversation_app_ids: Sequence[str] | None = None,
        sms_app_ids: Sequence[str] | None = None,
        page_size: int | None = None,
    ) -> Listing[Bundle]:
        """Return the project's bundles, page after page (listBundles).

        Args:
            states: Only bundles in one of these states.
            conversation_app_ids: Only bundles with one of these Conversation API apps.
            sms_app_ids: Only bundles with one of these SMS apps.
            page_size: Bundles a page, 1 to 25; the service's default is 10.

        Raises:
            InvalidRequest: an argument is out of range.
        """
        query = {
            "filter_states": optional_list("states", states),
            "filter_conv_app_ids": optional_list("conversation_app_ids", conversation_app_ids),
            "filter_sms_app_ids": optional_list("sms_app_ids", sms_app_ids),
        }
        return listing(self._dispatch, LIST, page_size=page_size, query=query)

    async def create(
        self,
        *,
        region: Region,
        name: str | Unset = UNSET,
        subproject: SubprojectInput | bool | Unset = UNSET,
        sms_app: SmsAppInput | bool | Unset = UNSET,
        conv_app: ConversationAppInput | bool | Unset = UNSET,
        webhooks: Sequence[WebhookInput] | Unset = UNSET,
        test_number: bool | Unset = UNSET,
    ) -> Bundle:
        """Order resources and return the bundle, IN_PROGRESS as a rule (createBundle).

        Args:
            region: Where the resources live.
            name: Name of the bundle, and of every resource without one.
            subproject: True, or how to make one; everything else then goes into it.
            sms_app: True, or how to make one.
            conv_app: True, or how to make one.
            webhooks: Webhooks of this API, 1 to 15, no target twice.
            test_number: In an official example, but in no official schema.

        Raises:
            InvalidRequest: nothing is asked for, a resource has no name, or a field breaks a rule; nothing was sent.
            Conflict: a webhook's target is taken, or an app is in use.
            ServerError: a resource could not be made; others may exist by then: look before ordering again.
            TransportError: with `.sent` true the order may have been taken: list before ordering again.
        """
        body = BundleInput(
            region=region,
            name=name,
            subproject=subproject,
            sms_app=sms_app,
            conv_app=conv_app,
            webhooks=webhooks if isinstance(webhooks, Unset) else as_list("webhooks", webhooks),
            test_number=test_number,
        )
        _check_order(body)
        return await self._send(CREATE, body)

    async def get(self, bundle_id: str) -> Bundle:
        """Return one bundle (getBundle)."""
        return await self._send(GET, bundle_id=bundle_id)

    async def wait_for(
        self,
        bundle_id: str,
        state: BundleState | Collection[BundleState] = BundleState.DONE,
        *,
        deadline: float = 3600.0,
    ) -> Bundle:
        """Return the bundle as soon as it is in `state`, or in one of several.

        Args:
            bundle_id: Id of the bundle.
            state: The state, or any of these states.
            deadline: Seconds to wait at most.

        Raises:
            InvalidRequest: there is no such state, or the deadline is not positive.
            WaitFailed: it ended otherwise, or the deadline has passed; `.last` is the bundle as last seen.
        """
        wanted = parse_states(BundleState, state)

        def hopeless(bundle: Bundle) -> str | None:
            over = bundle.state in {BundleState.DONE, BundleState.FAILED}
            return f"the bundle is {bundle.state}, from which nothing follows any more" if over else None

        return await poll(
            lambda: self.get(bundle_id),
            done=lambda bundle: bundle.state in wanted,
            give_up=hopeless,
            deadline=deadline,
            clock=self._dispatch.clock,
        )


def _check_order(body: BundleInput) -> None:
    """Tell before sending what the service refuses as `no_services_to_create` and `missing_name`."""
    resources = {"subproject": body.subproject, "sms_app": body.sms_app, "conv_app": body.conv_app}
    asked = {name: value for name, value in resources.items() if value}
    if not asked and not body.webhooks:
        raise InvalidRequest(
            [("sms_app", "an order needs a subproject, an SMS app, a Conversation API app or webhooks")]
        )
    if not body.name:
        for field, value in asked.items():
            if value is True or not getattr(value, "name", UNSET):
                raise InvalidRequest([("name", f"is needed, as {field} has no name of its own")])


OPERATIONS = (LIST, CREATE, GET)
