"""Calls for KakaoTalk senders."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from types import NoneType
from typing import Final

from sinch_provisioning.asking import Codes
from sinch_provisioning.blocking import BlockingResource, blocking, blocking_listing
from sinch_provisioning.core.arguments import choices
from sinch_provisioning.core.bodies import body_of, comment_of, with_status
from sinch_provisioning.core.dispatch import Resource
from sinch_provisioning.core.operation import Operation, Safety, paged
from sinch_provisioning.core.secrets import Secret
from sinch_provisioning.core.shared import Action, Activity, Comment, CommentInput
from sinch_provisioning.core.unset import UNSET, Unset
from sinch_provisioning.kakaotalk.senders.codes import as_number, is_wrong_code
from sinch_provisioning.kakaotalk.senders.lifecycle import LIFECYCLE, why_changes_stay
from sinch_provisioning.kakaotalk.senders.models import (
    Sender,
    SenderDetails,
    SenderDetailsUpdate,
    SenderInput,
    SenderState,
    SenderStatus,
    SenderUpdate,
    VerifyInput,
)
from sinch_provisioning.paging import Listing, OnUnreadable
from sinch_provisioning.waiting import poll, wait_for

_SENDERS = "/v1/projects/{projectId}/kakaotalk/senders"
_SENDER = _SENDERS + "/{plusFriendId}"

LIST = paged("listKakaotalkSenders", _SENDERS, "senders", Sender)
CREATE = Operation("createKakaotalkSender", "POST", _SENDERS, Sender, Safety.ONCE, body=SenderInput)
GET = Operation("getKakaotalkSender", "GET", _SENDER, Sender, Safety.SAFE)
# Submitting the same edit twice has the same result as submitting it once: the second time it is rejected.
UPDATE = Operation("updateKakaotalkSender", "PATCH", _SENDER, Sender, Safety.IDEMPOTENT, body=SenderUpdate)
DELETE = Operation("deleteKakaotalkSender", "DELETE", _SENDER, NoneType, Safety.IDEMPOTENT)
DELETE_CHANGES = Operation("deleteKakaotalkSenderChanges", "DELETE", _SENDER + "/changes", NoneType, Safety.IDEMPOTENT)
ACTIVITIES = paged("listKakaotalkSenderActivities", _SENDER + "/activities", "notifications", Activity)
COMMENT = Operation(
    "createKakaotalkSenderComment", "POST", _SENDER + "/comments", Comment, Safety.ONCE, body=CommentInput
)
# Each call sends a person another code.
REGISTER = Operation("registerKakaotalkSender", "POST", _SENDER + "/register", Sender, Safety.ONCE)
# Wrong codes may be counted, and a code that was accepted is rejected the second time like a wrong one.
VERIFY = Operation("verifyKakaotalkSender", "POST", _SENDER + "/verify", Sender, Safety.ONCE, body=VerifyInput)


class Senders(Resource):
    """KakaoTalk senders: each is a KakaoTalk channel, identified by its `plus_friend_id`."""

    def list(
        self,
        *,
        states: Sequence[SenderState | str] | None = None,
        statuses: Sequence[SenderStatus | str] | None = None,
        page_size: int | None = None,
        on_unreadable: OnUnreadable | None = None,
    ) -> Listing[Sender]:
        """List the project's senders (listKakaotalkSenders).

        Args:
            states: Only senders in one of these states, so none that consists only of `changes`.
            statuses: Only senders whose `changes` have one of these statuses.
            page_size: Senders per page, 1 to 100; the service's default is 50.
        """
        query = {
            "filter_states": choices("states", SenderState, states),
            "filter_statuses": choices("statuses", SenderStatus, statuses),
        }
        return Listing(self._dispatch, LIST, page_size, on_unreadable, query)

    async def create(
        self,
        sender: SenderInput | None = None,
        /,
        *,
        plus_friend_id: str | None = None,
        details: SenderDetails | None = None,
        status: Action | str | None = None,
        save_draft_on_failure: bool | None = None,
    ) -> Sender:
        """Request a sender, or store a draft of one, and return it (createKakaotalkSender).

        The project's first sender also sets up its KakaoTalk account. `register` and `verify` come next.

        Args:
            plus_friend_id: Id of the KakaoTalk channel, 1 to 30 characters; required unless `sender` is given.
            details: What KakaoTalk is to know; a draft may lack any or all of it.
            status: SUBMIT, the default, submits it; DRAFT only stores it.
            save_draft_on_failure: Keep it as a draft if the submission fails; the error is raised all the same.

        Raises:
            InvalidRequest: a field breaks a rule of the contract, or is missing for a submission; nothing was sent.
            BadRequest: the service rejects a field, the category codes (`sender_invalid_category_code`), or the type
                of the logo.
            Conflict: the id is taken (`plus_friend_id_used`), the state of the account does not allow it, or the logo
                is not usable.
            PreconditionFailed: `account_is_in_progress`: the account is still being set up; wait.
            TransportError: with `.sent` true the sender may exist: get it before trying again.
        """
        fields = {
            "plus_friend_id": plus_friend_id,
            "details": details,
            "status": status,
            "save_draft_on_failure": save_draft_on_failure,
        }
        return await self._send(CREATE, with_status(body_of(SenderInput, sender, fields), Action.SUBMIT))

    async def get(self, plus_friend_id: str) -> Sender:
        """Return one sender (getKakaotalkSender)."""
        return await self._send(GET, plus_friend_id=plus_friend_id)

    async def update(
        self,
        plus_friend_id: str,
        change: SenderUpdate | None = None,
        *,
        details: SenderDetailsUpdate | SenderDetails | Unset = UNSET,
        status: Action | str | Unset = UNSET,
    ) -> Sender:
        """Change an active sender, or the draft of a new one, and return it (updateKakaotalkSender).

        What is left out stays, a value replaces, None removes. Edits are collected in `changes`; `details` shows what
        is live until they are approved.

        Args:
            details: What to change.
            status: DRAFT, the default, only stores the change; SUBMIT submits it.

        Raises:
            BadRequest: `no_fields_to_update`, or a rejected field.
            Conflict: the state, the changes or the logo do not allow it. The documents contradict each other on
                whether rejected changes may be edited; `delete_changes` removes them.
                `sender_changes_not_updatable` also follows if an earlier attempt of this call succeeded and only its
                response was lost.
        """
        body = with_status(body_of(SenderUpdate, change, {"status": status, "details": details}), Action.DRAFT)
        return await self._send(UPDATE, body, plus_friend_id=plus_friend_id)

    async def delete(self, plus_friend_id: str) -> None:
        """Mark a sender for removal: it works for 60 more days and then disappears (deleteKakaotalkSender).

        Raises:
            Conflict: `sender_already_deleted`: it is already marked, maybe by an earlier attempt of this call.
        """
        await self._send(DELETE, plus_friend_id=plus_friend_id)

    async def delete_changes(self, plus_friend_id: str) -> None:
        """Discard changes in DRAFT or REJECTED; what is live stays (deleteKakaotalkSenderChanges).

        A sender that never was live presumably disappears with them.

        Raises:
            NotFound: `sender_changes_not_found`: there are none, maybe after an earlier attempt of this call.
            Conflict: `sender_changes_not_deletable`: they are in review.
        """
        await self._send(DELETE_CHANGES, plus_friend_id=plus_friend_id)

    async def wait_for(
        self, plus_friend_id: str, state: SenderState | str | Collection[SenderState | str], *, deadline: float = 3600.0
    ) -> Sender:
        """Return the sender as soon as it is in `state`, or in one of several.

        A new sender becomes VERIFYING only by `register` and ACTIVE only by `verify`. An edit leaves the state as it
        is: use `wait_for_changes` for edits.

        Raises:
            WaitFailed: also if the creation was rejected or not submitted (the text says so), or the sender is in a
                state that does not lead to the wanted one.
        """
        return await wait_for(LIFECYCLE, lambda: self.get(plus_friend_id), state, deadline, self._dispatch.clock)

    async def wait_for_changes(self, plus_friend_id: str, *, deadline: float = 3600.0) -> Sender:
        """Return the sender as soon as its `changes` are live and none are left.

        Raises:
            WaitFailed: also if the changes were rejected or not submitted; the text says so.
        """
        return await poll(
            lambda: self.get(plus_friend_id),
            done=lambda sender: sender.changes is None,
            give_up=why_changes_stay,
            deadline=deadline,
            clock=self._dispatch.clock,
        )

    def activities(
        self, plus_friend_id: str, *, page_size: int | None = None, on_unreadable: OnUnreadable | None = None
    ) -> Listing[Activity]:
        """List what happened to a sender, newest first; a rejection has its reason (listKakaotalkSenderActivities)."""
        return Listing(self._dispatch, ACTIVITIES, page_size, on_unreadable, plus_friend_id=plus_friend_id)

    async def comment(self, plus_friend_id: str, comment: str | CommentInput) -> Comment:
        """Leave a comment of 1 to 65535 characters for the people at Sinch (createKakaotalkSenderComment)."""
        return await self._send(COMMENT, comment_of(comment), plus_friend_id=plus_friend_id)

    async def register(self, plus_friend_id: str) -> Sender:
        """Have a one-time code sent to a person, and return the sender, now VERIFYING (registerKakaotalkSender).

        Each call reaches a person, presumably at `admin_phone_no`, so it is never retried automatically.

        Raises:
            BadRequest: `invalid_app_key`: the link between Sinch and Kakao is broken; contact support.
            Conflict: `not_allowed_register`: the sender is ACTIVE.
        """
        return await self._send(REGISTER, plus_friend_id=plus_friend_id)

    async def verify(self, plus_friend_id: str, *, code: str | Secret | int) -> Sender:
        """Submit the one-time code, and return the sender, now ACTIVE (verifyKakaotalkSender).

        Args:
            code: The code, preferably as text. The API takes a number, so a code that begins with 0 cannot be sent.

        Raises:
            InvalidRequest: the code is not made of digits, or begins with 0; nothing was sent.
            Conflict: `not_allowed_verify`: the sender is not VERIFYING; presumably a wrong code gives the same.
            TransportError: with `.sent` true the code may have been accepted: get the sender before trying again.
        """
        return await self._send(VERIFY, VerifyInput(code=as_number(code)), plus_friend_id=plus_friend_id)

    async def register_and_verify(
        self,
        plus_friend_id: str,
        code: Callable[[Sender], str | Secret | int | Awaitable[str | Secret | int]],
        *,
        tries: int = 3,
    ) -> Sender:
        """Have a one-time code sent, get it from `code`, submit it, and return the sender, now ACTIVE.

        After a wrong code `code` is called again, without another message to the person.

        Args:
            code: Takes the sender and returns the code, plain or async; a plain function runs in a thread.
            tries: How often to ask at most.

        Raises:
            InvalidRequest: the code begins with 0, which `verify` explains; or the last try was not a code.
            BadRequest: no code could be sent; see `register`.
            Conflict: the last try was wrong too (presumably `not_allowed_verify`), or the sender is already ACTIVE.
        """
        codes: Codes[Sender, str | Secret | int] = Codes(code, tries=tries)
        sender = await self.register(plus_friend_id)
        return await codes.submit(sender, lambda given: self.verify(plus_friend_id, code=given), is_wrong=is_wrong_code)


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
