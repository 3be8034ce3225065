"""Calls about WhatsApp senders."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from types import NoneType
from typing import Final

from sinch_provisioning.asking import Codes
from sinch_provisioning.blocking import BlockingResource, blocking, blocking_listing
from sinch_provisioning.core.arguments import choice, choices
from sinch_provisioning.core.bodies import body_of, comment_of, with_status
from sinch_provisioning.core.dispatch import Resource
from sinch_provisioning.core.operation import Operation, Safety, paged
from sinch_provisioning.core.rules import check_kind
from sinch_provisioning.core.secrets import Secret, secret
from sinch_provisioning.core.shared import Action, Activity, Comment, CommentInput
from sinch_provisioning.core.unset import UNSET, Unset
from sinch_provisioning.errors import Conflict, InvalidRequest, ProvisioningError
from sinch_provisioning.paging import Listing, OnUnreadable
from sinch_provisioning.waiting import poll, wait_for
from sinch_provisioning.whatsapp.senders.lifecycle import LIFECYCLE, why_changes_stay
from sinch_provisioning.whatsapp.senders.models import (
    RegisterInput,
    RegistrationMethod,
    Sender,
    SenderDetails,
    SenderDetailsUpdate,
    SenderInputVariant,
    SenderRegistration,
    SenderState,
    SenderStatus,
    SenderUpdate,
    SuggestedUsernames,
    VerifyInput,
)

_SENDERS = "/v1/projects/{projectId}/whatsapp/senders"
_SENDER = _SENDERS + "/{senderId}"

LIST = paged("listWhatsappSenders", _SENDERS, "senders", Sender)
CREATE = Operation("createWhatsappSender", "POST", _SENDERS, Sender, Safety.ONCE, body=SenderInputVariant)
GET = Operation("getWhatsappSender", "GET", _SENDER, Sender, Safety.SAFE)
# Submitting the same edit twice ends as submitting it once does: the second is rejected, or changes nothing.
UPDATE = Operation("updateWhatsappSender", "PATCH", _SENDER, Sender, Safety.IDEMPOTENT, body=SenderUpdate)
DELETE = Operation("deleteWhatsappSender", "DELETE", _SENDER, NoneType, Safety.IDEMPOTENT)
DELETE_CHANGES = Operation("deleteWhatsappSenderChanges", "DELETE", _SENDER + "/changes", NoneType, Safety.IDEMPOTENT)
ACTIVITIES = paged("listWhatsappSenderActivities", _SENDER + "/activities", "notifications", Activity)
COMMENT = Operation(
    "createWhatsappSenderComment", "POST", _SENDER + "/comments", Comment, Safety.ONCE, body=CommentInput
)
# Each call may make a person's phone ring.
REGISTER = Operation(
    "registerWhatsappSender", "POST", _SENDER + "/register", SenderRegistration, Safety.ONCE, body=RegisterInput
)
# Each wrong code counts.
VERIFY = Operation("verifyWhatsappSender", "POST", _SENDER + "/verify", NoneType, Safety.ONCE, body=VerifyInput)
SUGGESTED_USERNAMES = Operation(
    "getWhatsappSenderSuggestedUsernames", "GET", _SENDER + "/suggestedUsernames", SuggestedUsernames, Safety.SAFE
)


class Senders(Resource):
    """WhatsApp senders: each is a business profile on a phone number."""

    def list(
        self,
        *,
        states: Sequence[SenderState | str] | None = None,
        statuses: Sequence[SenderStatus | str] | None = None,
        page_size: int | None = None,
        on_unreadable: OnUnreadable | None = None,
    ) -> Listing[Sender]:
        """List the project's senders (listWhatsappSenders).

        Args:
            states: Only senders in one of these states, so none that consists only of changes.
            statuses: Only senders whose `changes` have one of these statuses.
            page_size: Senders per page, 1 to 100; the service's default is 50.
        """
        query = {
            "filter_states": choices("states", SenderState, states),
            "filter_statuses": choices("statuses", SenderStatus, statuses),
        }
        return Listing(self._dispatch, LIST, page_size, on_unreadable, query)

    async def create(self, sender: SenderInputVariant) -> Sender:
        """Request a sender and return it, which usually consists only of `changes` yet (createWhatsappSender).

        Follow it with `wait_for` or by webhook. Region BR goes with the business managers SINCH_BR and SINCH_MX, EU
        with SINCH_UK, US with all three.

        Args:
            sender: One form for each kind of signup: PartnerInitiatedSenderInput, EmbeddedSignupSenderInput,
                NewNumberSenderInput, or the deprecated LegacyEmbeddedSignupSenderInput.

        Raises:
            BadRequest: the service rejects a field, the photo's type, or the token or code of Embedded Signup.
            Conflict: the number or the business account is taken or does not fit, or the photo is not usable; see
                `.error_code`.
            ServerError: with `log_in_facebook_required` a person has to log in at Facebook first.
            TransportError: with `.sent` true the sender may exist: list before trying again.
        """
        check_kind("sender", sender, SenderInputVariant)
        return await self._send(CREATE, sender)

    async def get(self, sender_id: str) -> Sender:
        """Return one sender (getWhatsappSender)."""
        return await self._send(GET, sender_id=sender_id)

    async def update(
        self,
        sender_id: str,
        change: SenderUpdate | None = None,
        *,
        details: SenderDetailsUpdate | SenderDetails | Unset = UNSET,
        status: Action | str | Unset = UNSET,
    ) -> Sender:
        """Change an active sender, or its draft or rejected changes, and return it (updateWhatsappSender).

        What is left out stays, a value replaces, None removes. Edits are collected in `changes`; `details` shows what
        is live until they are approved. A draft is submitted by `status=Action.SUBMIT` alone. Reviews of display name
        and username are shown in `metadata`.

        Args:
            change: The whole change, as `whatsapp.changes` returns it, instead of its fields below.
            details: What to change.
            status: DRAFT, the default, only stores the change; SUBMIT submits it. It is always sent, as the documents
                contradict each other about the service's default.

        Raises:
            BadRequest: `no_fields_to_update`, or a rejected field.
            Conflict: the state, the changes, a review of the name, or the photo do not allow it.
                `sender_changes_not_updatable` also follows if an earlier attempt of this call succeeded and only its
                response was lost.
        """
        body = with_status(body_of(SenderUpdate, change, {"status": status, "details": details}), Action.DRAFT)
        return await self._send(UPDATE, body, sender_id=sender_id)

    async def delete(self, sender_id: str) -> None:
        """Mark a sender for removal: it works for 30 more days and then disappears (deleteWhatsappSender).

        Raises:
            Conflict: `sender_already_deleted`: it is already marked, maybe by an earlier attempt of this call.
        """
        await self._send(DELETE, sender_id=sender_id)

    async def delete_changes(self, sender_id: str) -> None:
        """Discard changes in DRAFT, REJECTED or ERROR; what is live stays (deleteWhatsappSenderChanges).

        A sender that never was more than changes disappears with them.

        Raises:
            NotFound: `sender_changes_not_found`: there are none, maybe after an earlier attempt of this call.
            Conflict: `sender_changes_not_deletable`: they are in progress.
        """
        await self._send(DELETE_CHANGES, sender_id=sender_id)

    async def wait_for(
        self, sender_id: str, state: SenderState | str | Collection[SenderState | str], *, deadline: float = 3600.0
    ) -> Sender:
        """Return the sender as soon as it is in `state`, or in one of several.

        A number that needs a code stays in PENDING_VERIFICATION until it gets one, so wait for that state as well as
        for ACTIVE. An edit leaves the state as it is: use `wait_for_changes` for edits.

        Raises:
            WaitFailed: also if the creation was rejected or has failed (the text says why), or the sender is in a state
                that does not lead to the wanted one.
        """
        return await wait_for(LIFECYCLE, lambda: self.get(sender_id), state, deadline, self._dispatch.clock)

    async def wait_for_changes(self, sender_id: str, *, deadline: float = 3600.0) -> Sender:
        """Return the sender as soon as its `changes` are live and none are left.

        The reviews of display name and username, which `metadata` shows, are not waited for.

        Raises:
            WaitFailed: also if the changes were rejected or have failed, or were not submitted; the text says which.
        """
        return await poll(
            lambda: self.get(sender_id),
            done=lambda sender: sender.changes is None,
            give_up=why_changes_stay,
            deadline=deadline,
            clock=self._dispatch.clock,
        )

    def activities(
        self, sender_id: str, *, page_size: int | None = None, on_unreadable: OnUnreadable | None = None
    ) -> Listing[Activity]:
        """List what happened to a sender, newest first (listWhatsappSenderActivities)."""
        return Listing(self._dispatch, ACTIVITIES, page_size, on_unreadable, sender_id=sender_id)

    async def comment(self, sender_id: str, comment: str | CommentInput) -> Comment:
        """Leave a comment of 1 to 65535 characters for the people at Sinch (createWhatsappSenderComment)."""
        return await self._send(COMMENT, comment_of(comment), sender_id=sender_id)

    async def register(
        self,
        sender_id: str,
        registration: RegisterInput | None = None,
        *,
        method: RegistrationMethod | str | None = None,
    ) -> SenderRegistration:
        """Have Meta send a person a one-time code, for a sender in PENDING_VERIFICATION (registerWhatsappSender).

        Each call reaches a person, so it is never retried automatically.

        Args:
            registration: The request, instead of its field below.
            method: How the code reaches the person; required unless `registration` is given.

        Raises:
            BadRequest: `sender_request_code_failed`: Meta did not send it; try later.
            Conflict: `not_allowed_register`: the sender is in another state; or the number is not allowed for business.
            RateLimited: too many codes, or too many wrong ones: wait. With `sender-already-registered` waiting does not
                help.
        """
        body = body_of(RegisterInput, registration, {"method": method})
        return await self._send(REGISTER, body, sender_id=sender_id)

    async def verify(
        self, sender_id: str, verification: VerifyInput | None = None, *, code: str | Secret | None = None
    ) -> None:
        """Submit the one-time code (verifyWhatsappSender).

        Args:
            verification: The request, instead of its field below.
            code: 6 characters without spaces; left out if `register` said that no code was sent.

        Raises:
            Conflict: `wrong_otp`, or `not_allowed_verify`: the sender is not in PENDING_VERIFICATION.
        """
        body = body_of(VerifyInput, verification, {"code": secret(code)})
        await self._send(VERIFY, body, sender_id=sender_id)

    async def register_and_verify(
        self,
        sender_id: str,
        code: Callable[[SenderRegistration], str | Secret | Awaitable[str | Secret]],
        *,
        method: RegistrationMethod | str,
        tries: int = 3,
    ) -> None:
        """Request a one-time code, ask the function `code` for it, and submit it.

        If Meta knows the number already, `code` is not called. After a wrong code it is called again, without another
        message to the person.

        Args:
            code: Returns the code that was received; plain or async. A plain function runs in a thread of its own.
            method: How the code reaches the person.
            tries: Calls of `code` at most.

        Raises:
            Conflict: `wrong_otp`: the last try was wrong too; or the sender is not in PENDING_VERIFICATION.
            BadRequest: no code could be sent; see `register`.
            RateLimited: too many codes, or too many wrong ones; see `register`.
        """
        codes: Codes[SenderRegistration, str | Secret] = Codes(code, tries=tries)
        registration = await self.register(sender_id, method=choice("method", RegistrationMethod, method))
        if registration.verification_code_sent is False:
            return await self.verify(sender_id)
        return await codes.submit(
            registration, lambda given: self.verify(sender_id, code=given), is_wrong=_is_wrong_code
        )

    async def suggested_usernames(self, sender_id: str) -> SuggestedUsernames:
        """Return usernames that Meta would accept; it changes nothing (getWhatsappSenderSuggestedUsernames)."""
        return await self._send(SUGGESTED_USERNAMES, sender_id=sender_id)


def _is_wrong_code(error: ProvisioningError) -> bool:
    return isinstance(error, InvalidRequest) or (isinstance(error, Conflict) and error.error_code == "wrong_otp")


class BlockingSenders(BlockingResource[Senders]):
    list: Final = blocking_listing(Senders.list)
    create: Final = blocking(Senders.create)
    get: Final = blocking(Senders.get)
    update: Final = blocking(Senders.update)
    delete: Final = blocking(Senders.delete)
    delete_changes: Final = blocking(Senders.delete_changes)
    wait_for: Final = blocking(Senders.wait_for)
    wait_for_changes: Final = blocking(Senders.wait_for_changes)
    activities: Final = blocking_listing(Senders.activities)
    comment: Final = blocking(Senders.comment)
    register: Final = blocking(Senders.register)
    verify: Final = blocking(Senders.verify)
    register_and_verify: Final = blocking(Senders.register_and_verify)
    suggested_usernames: Final = blocking(Senders.suggested_usernames)
