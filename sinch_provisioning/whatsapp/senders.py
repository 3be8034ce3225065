"""The calls about WhatsApp senders."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from types import NoneType

from sinch_provisioning.asking import Answers
from sinch_provisioning.core.arguments import optional_list
from sinch_provisioning.core.dispatch import Resource
from sinch_provisioning.core.operation import ListOperation, Operation, Safety
from sinch_provisioning.core.rules import check_kind
from sinch_provisioning.core.secrets import Secret, secret
from sinch_provisioning.core.shared import Action, Comment, CommentInput
from sinch_provisioning.core.unset import UNSET, Unset
from sinch_provisioning.errors import Conflict, InvalidRequest, ProvisioningError
from sinch_provisioning.paging import Listing, listing
from sinch_provisioning.waiting import parse_states, poll
from sinch_provisioning.whatsapp.lifecycle import changes_stuck, sender_stuck
from sinch_provisioning.whatsapp.models import (
    EmbeddedSignupSenderInput,
    LegacyEmbeddedSignupSenderInput,  # pyright: ignore[reportDeprecated]
    NewNumberSenderInput,
    PartnerInitiatedSenderInput,
    RegisterInput,
    RegistrationMethod,
    Sender,
    SenderActivity,
    SenderActivityList,
    SenderDetailsUpdate,
    SenderInputVariant,
    SenderList,
    SenderRegistration,
    SenderState,
    SenderStatus,
    SenderUpdate,
    SuggestedUsernames,
    VerifyInput,
)
from sinch_provisioning.whatsapp.signup import check_signup

_SENDERS = "/v1/projects/{projectId}/whatsapp/senders"
_SENDER = _SENDERS + "/{senderId}"

LIST = ListOperation(
    "listWhatsappSenders",
    "GET",
    _SENDERS,
    SenderList,
    Safety.SAFE,
    max_page_size=100,
)
CREATE = Operation("createWhatsappSender", "POST", _SENDERS, Sender, Safety.ONCE)
GET = Operation("getWhatsappSender", "GET", _SENDER, Sender, Safety.SAFE)
# Handing in the same edit twice ends where handing it in once does: the second is refused, or has nothing to do.
UPDATE = Operation("updateWhatsappSender", "PATCH", _SENDER, Sender, Safety.IDEMPOTENT)
DELETE = Operation("deleteWhatsappSender", "DELETE", _SENDER, NoneType, Safety.IDEMPOTENT)
DELETE_CHANGES = Operation("deleteWhatsappSenderChanges", "DELETE", _SENDER + "/changes", NoneType, Safety.IDEMPOTENT)
ACTIVITIES = ListOperation(
    "listWhatsappSenderActivities",
    "GET",
    _SENDER + "/activities",
    SenderActivityList,
    Safety.SAFE,
    max_page_size=100,
)
COMMENT = Operation("createWhatsappSenderComment", "POST", _SENDER + "/comments", Comment, Safety.ONCE)
# Each call may make a person's phone ring.
REGISTER = Operation("registerWhatsappSender", "POST", _SENDER + "/register", SenderRegistration, Safety.ONCE)
# Each wrong code counts.
VERIFY = Operation("verifyWhatsappSender", "POST", _SENDER + "/verify", NoneType, Safety.ONCE)
SUGGESTED_USERNAMES = Operation(
    "getWhatsappSenderSuggestedUsernames", "GET", _SENDER + "/suggestedUsernames", SuggestedUsernames, Safety.SAFE
)


class WhatsappSenders(Resource):
    """WhatsApp senders: each is a business profile on a phone number."""

    def list(
        self,
        *,
        states: Sequence[SenderState] | None = None,
        statuses: Sequence[SenderStatus] | None = None,
        page_size: int | None = None,
    ) -> Listing[Sender]:
        """Return the project's senders, page after page (listWhatsappSenders).

        Args:
            states: Only senders in one of these states, thus none that is nothing but changes yet.
            statuses: Only senders whose `changes` have one of these statuses.
            page_size: Senders a page, 1 to 100; the service's default is 50.

        Raises:
            InvalidRequest: an argument is out of range.
        """
        query = {
            "filter_states": optional_list("states", states),
            "filter_statuses": optional_list("statuses", statuses),
        }
        return listing(self._dispatch, LIST, page_size=page_size, query=query)

    async def create(self, sender: SenderInputVariant) -> Sender:
        """Ask for a sender and return it, as a rule nothing but `changes` yet (createWhatsappSender).

        Follow it with `wait_for` or by webhook. Region BR goes with the business managers SINCH_BR and SINCH_MX, EU
        with SINCH_UK, US with all three.

        Args:
            sender: One form for each way of signing up: PartnerInitiatedSenderInput, EmbeddedSignupSenderInput,
                NewNumberSenderInput, or the deprecated LegacyEmbeddedSignupSenderInput.

        Raises:
            InvalidRequest: a field breaks a rule of the contract; nothing was sent.
            BadRequest: the service refuses a field, the photo's type, or what Embedded Signup gave.
            Conflict: the number or the business account is taken or does not fit, or the photo is not usable; see
                `.error_code`.
            ServerError: with `log_in_facebook_required` a person has to log in at Facebook first.
            TransportError: with `.sent` true the sender may exist: list before trying again.
        """
        check_kind(
            "sender",
            sender,
            PartnerInitiatedSenderInput,
            EmbeddedSignupSenderInput,
            NewNumberSenderInput,
            LegacyEmbeddedSignupSenderInput,  # pyright: ignore[reportDeprecated]
        )
        if isinstance(sender, LegacyEmbeddedSignupSenderInput):  # pyright: ignore[reportDeprecated]
            check_signup(facebook_access_token=sender.facebook_access_token, facebook_code=sender.facebook_code)
        return await self._send(CREATE, sender)

    async def get(self, sender_id: str) -> Sender:
        """Return one sender (getWhatsappSender)."""
        return await self._send(GET, sender_id=sender_id)

    async def update(
        self, sender_id: str, *, details: SenderDetailsUpdate | Unset = UNSET, status: Action = Action.DRAFT
    ) -> Sender:
        """Change an active sender, or its draft or rejected changes, and return it (updateWhatsappSender).

        What is left out stays, a value replaces, None removes. Edits gather in `changes`, where `details` keeps what
        is live until they are through; a draft is submitted by `status=Action.SUBMIT` alone. Display name and user
        name are followed in `metadata`.

        Args:
            sender_id: Id of the sender.
            details: What to change.
            status: DRAFT only stores, SUBMIT hands in. It is always sent, as the documents contradict each other
                about its default.

        Raises:
            InvalidRequest: a field breaks a rule of the contract; nothing was sent.
            BadRequest: `no_fields_to_update`, or a refused field.
            Conflict: state, changes, a review of the name, or the photo forbid it. `sender_changes_not_updatable` also
                follows when an earlier attempt of this call got through and only its answer was lost.
        """
        return await self._send(UPDATE, SenderUpdate(status=status, details=details), sender_id=sender_id)

    async def delete(self, sender_id: str) -> None:
        """Mark a sender for removal: it works for 30 more days, then it is gone (deleteWhatsappSender).

        Raises:
            Conflict: `sender_already_deleted`: it is marked already, maybe by an earlier attempt of this call.
        """
        await self._send(DELETE, sender_id=sender_id)

    async def delete_changes(self, sender_id: str) -> None:
        """Throw away changes in DRAFT, REJECTED or ERROR; what is live stays (deleteWhatsappSenderChanges).

        A sender that was never more than changes disappears with them.

        Raises:
            NotFound: `sender_changes_not_found`: there are none, maybe after an earlier attempt of this call.
            Conflict: `sender_changes_not_deletable`: they are in progress.
        """
        await self._send(DELETE_CHANGES, sender_id=sender_id)

    async def wait_for(
        self, sender_id: str, state: SenderState | Collection[SenderState], *, deadline: float = 3600.0
    ) -> Sender:
        """Return the sender as soon as it is in `state`, or in one of several.

        A number that needs a code stays in PENDING_VERIFICATION until it gets one, so wait for that state and ACTIVE
        alike. An edit leaves the state as it is: `wait_for_changes` is for those.

        Args:
            sender_id: Id of the sender.
            state: The state, or any of these states.
            deadline: Seconds to wait at most.

        Raises:
            InvalidRequest: there is no such state, or the deadline is not positive.
            WaitFailed: the deadline has passed, the creation was refused or has failed (the text says why), or the
                sender is in a state from which the wanted one cannot come; `.last` is the sender as last seen.
        """
        wanted = parse_states(SenderState, state)
        return await poll(
            lambda: self.get(sender_id),
            done=lambda sender: sender.state in wanted,
            give_up=lambda sender: sender_stuck(sender, wanted),
            deadline=deadline,
            clock=self._dispatch.clock,
        )

    async def wait_for_changes(self, sender_id: str, *, deadline: float = 3600.0) -> Sender:
        """Return the sender as soon as what was asked for in `changes` is live, and there are none any more.

        Display name and user name are reviewed on their own, see `metadata`, and not waited for.

        Args:
            sender_id: Id of the sender.
            deadline: Seconds to wait at most.

        Raises:
            WaitFailed: the deadline has passed, the changes were refused or have failed (the text says why), or were
                not submitted; `.last` is the sender as last seen.
        """
        return await poll(
            lambda: self.get(sender_id),
            done=lambda sender: sender.changes is None,
            give_up=changes_stuck,
            deadline=deadline,
            clock=self._dispatch.clock,
        )

    def activities(self, sender_id: str, *, page_size: int | None = None) -> Listing[SenderActivity]:
        """Return what happened to a sender, newest first, in pages of 1 to 100 (listWhatsappSenderActivities)."""
        return listing(self._dispatch, ACTIVITIES, page_size=page_size, sender_id=sender_id)

    async def comment(self, sender_id: str, comment: str) -> Comment:
        """Leave a comment of 1 to 65535 characters for the people at Sinch (createWhatsappSenderComment)."""
        return await self._send(COMMENT, CommentInput(comment=comment), sender_id=sender_id)

    async def register(self, sender_id: str, *, method: RegistrationMethod) -> SenderRegistration:
        """Have Meta tell a person a one-time code, for a sender in PENDING_VERIFICATION (registerWhatsappSender).

        A person is reached each time, so it is never repeated by itself.

        Raises:
            BadRequest: `sender_request_code_failed`: Meta did not send it; try later.
            Conflict: `not_allowed_register`: the sender is in another state; or the number is not allowed for business.
            RateLimited: too many codes, or too many wrong ones: wait. `sender-already-registered` is no matter of time.
        """
        return await self._send(REGISTER, RegisterInput(method=method), sender_id=sender_id)

    async def verify(self, sender_id: str, *, code: str | Secret | Unset = UNSET) -> None:
        """Hand in the one-time code (verifyWhatsappSender).

        Args:
            sender_id: Id of the sender.
            code: 6 characters; left out where `register` said that no code was sent.

        Raises:
            InvalidRequest: the code is not 6 characters without spaces; nothing was sent.
            Conflict: `wrong_otp`, or `not_allowed_verify`: the sender is not in PENDING_VERIFICATION.
        """
        await self._send(VERIFY, VerifyInput(code=secret(code)), sender_id=sender_id)

    async def register_and_verify(
        self,
        sender_id: str,
        code: Callable[[SenderRegistration], str | Secret | Awaitable[str | Secret]],
        *,
        method: RegistrationMethod,
        tries: int = 3,
    ) -> None:
        """Have a one-time code sent, ask `code` for it, and hand it in.

        Where Meta knows the number already, `code` is not asked. After a wrong code it is asked again, without another
        message to the person.

        Args:
            sender_id: Id of the sender.
            code: Returns the code that came, plain or async; a plain function runs in a thread of its own.
            method: How the code is to come.
            tries: How often to ask at most.

        Raises:
            Conflict: `wrong_otp`: the last try was wrong too; or the sender is not in PENDING_VERIFICATION.
            BadRequest: no code could be sent; see `register`.
            RateLimited: too many codes, or too many wrong ones; see `register`.
        """
        answers: Answers[SenderRegistration, str | Secret] = Answers(code, tries=tries)
        registration = await self.register(sender_id, method=method)
        if not registration.verification_code_sent:
            return await self.verify(sender_id)
        return await answers.hand_in(
            registration, lambda given: self.verify(sender_id, code=given), wrong=_is_wrong_code
        )

    async def suggested_usernames(self, sender_id: str) -> SuggestedUsernames:
        """Return user names that Meta would take; nothing changes by asking (getWhatsappSenderSuggestedUsernames)."""
        return await self._send(SUGGESTED_USERNAMES, sender_id=sender_id)


def _is_wrong_code(error: ProvisioningError) -> bool:
    return isinstance(error, InvalidRequest) or (isinstance(error, Conflict) and error.error_code == "wrong_otp")


OPERATIONS = (
    LIST,
    CREATE,
    GET,
    UPDATE,
    DELETE,
    DELETE_CHANGES,
    ACTIVITIES,
    COMMENT,
    REGISTER,
    VERIFY,
    SUGGESTED_USERNAMES,
)
