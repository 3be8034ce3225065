"""Calls for bundles."""

from collections.abc import Collection, Iterator, Sequence
from typing import Final

from sinch_provisioning.blocking import BlockingResource, blocking, blocking_listing
from sinch_provisioning.bundles.models import (
    Bundle,
    BundleInput,
    BundleState,
    ConversationAppInput,
    ProcessingMode,
    RetentionPolicyType,
    SmsAppInput,
    SubprojectInput,
)
from sinch_provisioning.core.arguments import as_list, choices
from sinch_provisioning.core.bodies import body_of
from sinch_provisioning.core.dispatch import Resource
from sinch_provisioning.core.operation import Operation, Safety, paged
from sinch_provisioning.core.rules import check
from sinch_provisioning.core.sms import Region
from sinch_provisioning.core.subscriptions import WebhookInput
from sinch_provisioning.errors import InvalidRequest
from sinch_provisioning.paging import Listing, OnUnreadable
from sinch_provisioning.waiting import Lifecycle, wait_for

_BUNDLES = "/v1/projects/{projectId}/bundles"

LIST = paged("listBundles", _BUNDLES, "bundles", Bundle, max_page_size=25)
# There is no idempotency key: a retried order creates a second set of resources.
CREATE = Operation("createBundle", "POST", _BUNDLES, Bundle, Safety.ONCE, body=BundleInput)
GET = Operation("getBundle", "GET", _BUNDLES + "/{bundleId}", Bundle, Safety.SAFE)


def _why_unreachable(bundle: Bundle, _wanted: Collection[BundleState]) -> str | None:
    return "no other state follows" if bundle.state in {BundleState.DONE, BundleState.FAILED} else None


LIFECYCLE: Final = Lifecycle("bundle", BundleState, lambda bundle: bundle.state, _why_unreachable)


class Bundles(Resource):
    """Orders of several resources at once: a subproject, an SMS app, a Conversation API app, webhooks."""

    def list(
        self,
        *,
        states: Sequence[BundleState | str] | None = None,
        conversation_app_ids: Sequence[str] | None = None,
        sms_app_ids: Sequence[str] | None = None,
        page_size: int | None = None,
        on_unreadable: OnUnreadable | None = None,
    ) -> Listing[Bundle]:
        """List the project's bundles (listBundles).

        Args:
            states: Only bundles in one of these states.
            conversation_app_ids: Only bundles with one of these Conversation API apps.
            sms_app_ids: Only bundles with one of these SMS apps.
            page_size: Bundles per page, 1 to 25; the service's default is 10.
        """
        query = {
            "filter_states": choices("states", BundleState, states),
            "filter_conv_app_ids": _ids("conversation_app_ids", conversation_app_ids),
            "filter_sms_app_ids": _ids("sms_app_ids", sms_app_ids),
        }
        return Listing(self._dispatch, LIST, page_size, on_unreadable, query)

    async def create(
        self,
        order: BundleInput | None = None,
        /,
        *,
        region: Region | str | None = None,
        name: str | None = None,
        subproject: SubprojectInput | bool | None = None,
        sms_app: SmsAppInput | bool | None = None,
        conv_app: ConversationAppInput | bool | None = None,
        webhooks: Sequence[WebhookInput] | None = None,
        test_number: bool | None = None,
    ) -> Bundle:
        """Order resources and return the bundle, usually IN_PROGRESS (createBundle).

        Args:
            region: Where the resources are created; required unless `order` is given.
            name: Name of the bundle, and of every resource without one.
            subproject: True, or the subproject to create; everything else then goes into it.
            sms_app: True, or the SMS app to create.
            conv_app: True, or the Conversation API app to create.
            webhooks: Webhooks of this API, 1 to 15, each with another target.
            test_number: Shown in an official example, but in no official schema.

        Raises:
            InvalidRequest: nothing is ordered, a resource has no name, or a field breaks a rule; nothing was sent.
            Conflict: a webhook's target is taken, or an app is in use.
            ServerError: a resource could not be created; others may exist by then: look before ordering again.
            TransportError: with `.sent` true the order may have been taken: list before ordering again.
        """
        fields = {
            "region": region,
            "name": name,
            "subproject": subproject,
            "sms_app": sms_app,
            "conv_app": conv_app,
            "webhooks": webhooks,
            "test_number": test_number,
        }
        body = body_of(BundleInput, order, fields)
        check(body)
        if violations := list(_violations(body)):
            raise InvalidRequest(violations)
        return await self._send(CREATE, body)

    async def get(self, bundle_id: str) -> Bundle:
        """Return one bundle (getBundle)."""
        return await self._send(GET, bundle_id=bundle_id)

    async def wait_for(
        self,
        bundle_id: str,
        state: BundleState | str | Collection[BundleState | str] = BundleState.DONE,
        *,
        deadline: float = 3600.0,
    ) -> Bundle:
        """Return the bundle as soon as it is in `state`, or in one of several.

        Raises:
            WaitFailed: also if it ended in another state.
        """
        return await wait_for(LIFECYCLE, lambda: self.get(bundle_id), state, deadline, self._dispatch.clock)


class BlockingBundles(BlockingResource[Bundles]):
    list: Final = blocking_listing(Bundles.list)
    create: Final = blocking(Bundles.create)
    get: Final = blocking(Bundles.get)
    wait_for: Final = blocking(Bundles.wait_for)


def _ids(name: str, values: Sequence[str] | None) -> Sequence[str] | None:
    return None if values is None else as_list(name, values)


def _violations(body: BundleInput) -> Iterator[tuple[str, str]]:
    """Yield what the service would reject although each field keeps its rules: field, and rule."""
    resources = {"subproject": body.subproject, "sms_app": body.sms_app, "conv_app": body.conv_app}
    ordered = {name: value for name, value in resources.items() if value}
    if not ordered and not body.webhooks:
        yield "sms_app", "an order needs a subproject, an SMS app, a Conversation API app or webhooks"
    for field, value in ordered.items():
        if not body.name and not getattr(value, "name", None):
            yield "name", f"is required, as {field} has no name of its own"
            break
    if isinstance(body.conv_app, ConversationAppInput) and body.conv_app.retention_policy is not None:
        conversation = body.conv_app.processing_mode == ProcessingMode.CONVERSATION
        policy, field = body.conv_app.retention_policy, "conv_app.retention_policy"
        if conversation and policy.ttl == 0:
            yield f"{field}.ttl", "must be at least 1 day with the processing mode CONVERSATION"
        if not conversation and policy.ttl is not None and policy.ttl > 7:
            yield f"{field}.ttl", "must be at most 7 days unless the processing mode is CONVERSATION"
        if not conversation and policy.retention_policy_type not in {None, RetentionPolicyType.MESSAGE_EXPIRE_POLICY}:
            rule = "must be MESSAGE_EXPIRE_POLICY unless the processing mode is CONVERSATION"
            yield f"{field}.retention_policy_type", rule
