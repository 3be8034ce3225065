"""The calls about KakaoTalk senders."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from types import NoneType

from sinch_provisioning.asking import Answers
from sinch_provisioning.core.arguments import optional_list
from sinch_provisioning.core.dispatch import Resource
from sinch_provisioning.core.operation import ListOperation, Operation, Safety
from sinch_provisioning.core.secrets import Secret
from sinch_provisioning.core.shared import Action, Comment, CommentInput
from sinch_provisioning.core.unset import UNSET, Unset
from sinch_provisioning.kakaotalk.codes import as_number, is_wrong_code
from sinch_provisioning.kakaotalk.lifecycle import changes_stuck, sender_stuck
from sinch_provisioning.kakaotalk.models import (
    Sender,
    SenderActivity,
    SenderActivityList,
    SenderDetailsInput,
    SenderDetailsUpdate,
    SenderInput,
    SenderList,
    SenderState,
    SenderStatus,
    SenderUpdate,
    VerifyInput,
)
from sinch_provisioning.kakaotalk.submission import check_complete
from sinch_provisioning.paging import Listing, listing
from sinch_provisioning.waiting import parse_states, poll

_SENDERS = "/v1/projects/{projectId}/kakaotalk/senders"
_SENDER = _SENDERS + "/{plusFriendId}"

LIST = ListOperation(
    "listKakaotalkSenders",
    "GET",
    _SENDERS,
    SenderList,
    Safety.SAFE,
    max_page_size=100,
)
CREATE = Operation("createKakaotalkSender", "POST", _SENDERS, Sender, Safety.ONCE)
GET = Operation("getKakaotalkSender", "GET", _SENDER, Sender, Safety.SAFE)
# Handing in the same edit twice ends where handing it in once does: the second is refused.
UPDATE = Operation("updateKakaotalkSender", "PATCH", _SENDER, Sender, Safety.IDEMPOTENT)
DELETE = Operation("deleteKakaotalkSender", "DELETE", _SENDER, NoneType, Safety.IDEMPOTENT)
DELETE_CHANGES = Operation("deleteKakaotalkSenderChanges", "DELETE", _SENDER + "/changes", NoneType, Safety.IDEMPOTENT)
ACTIVITIES = ListOperation(
    "listKakaotalkSenderActivities",
    "GET",
    _SENDER + "/activities",
    SenderActivityList,
    Safety.SAFE,
    max_page_size=100,
)
COMMENT = Operation("createKakaotalkSenderComment", "POST", _SENDER + "/comments", Comment, Safety.ONCE)
# Each call sends a person another code.
REGISTER = Operation("registerKakaotalkSender", "POST", _SENDER + "/register", Sender, Safety.ONCE)
# Wrong codes may be counted, and a code that got through is refused the second time as a wrong one is.
VERIFY = Operation("verifyKakaotalkSender", "POST", _SENDER + "/verify", Sender, Safety.ONCE)


class KakaotalkSenders(Resource):
    """KakaoTalk senders: each is a KakaoTalk channel, known by its `plus_friend_id`."""

    def list(
        self,
        *,
        states: Sequence[SenderState] | None = None,
        statuses: Sequence[SenderStatus] | None = None,
        page_size: int | None = None,
    ) -> Listing[Sender]:
        """Return the project's senders, page after page (listKakaotalkSenders).

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

    async def create(
        self,
        *,
        plus_friend_id: str,
        details: SenderDetailsInput | Unset = UNSET,
        status: Action = Action.SUBMIT,
        save_draft_on_failure: bool | Unset = UNSET,
    ) -> Sender:
        """Ask for a sender, or store a draft of it, and return it (createKakaotalkSender).

        The project's first sender also sets up its KakaoTalk account. `register` and `verify` follow.

        Args:
            plus_friend_id: Id of the KakaoTalk channel, of 1 to 30 characters.
            details: What KakaoTalk is to know; a draft may go without, and without parts of it.
            status: SUBMIT hands it in, DRAFT only stores it.
            save_draft_on_failure: Keep it as a draft if handing it in fails; the error is raised all the same.

        Raises:
            InvalidRequest: a field breaks a rule of the contract, or is missing for a submission; nothing was sent.
            BadRequest: the service refuses a field, the category codes (`sender_invalid_category_code`), or the type
                of the logo.
            Conflict: the id is taken (`plus_friend_id_used`), the account is in the way, or the logo is not usable.
            PreconditionFailed: `account_is_in_progress`: the account is still being set up; wait.
            TransportError: with `.sent` true the sender may exist: get it before trying again.
        """
        body = SenderInput(
            plus_friend_id=plus_friend_id, details=details, status=status, save_draft_on_failure=save_draft_on_failure
        )
        if status == Action.SUBMIT:
            check_complete(body)
        return await self._send(CREATE, body)

    async def get(self, plus_friend_id: str) -> Sender:
        """Return one sender (getKakaotalkSender)."""
        return await self._send(GET, plus_friend_id=plus_friend_id)

    async def update(
        self, plus_friend_id: str, *, details: SenderDetailsUpdate | Unset = UNSET, status: Action = Action.DRAFT
    ) -> Sender:
        """Change an active sender, or the draft of a new one, and return it (updateKakaotalkSender).

        What is left out stays, a value replaces, None removes. Edits gather in `changes`, where `details` keeps what
        is live until they are through.

        Args:
            plus_friend_id: Id of the sender.
            details: What to change.
            status: DRAFT only stores, SUBMIT hands in. It is always sent.

        Raises:
            InvalidRequest: a field breaks a rule of the contract; nothing was sent.
            BadRequest: `no_fields_to_update`, or a refused field.
            Conflict: state, changes or the logo forbid it. The documents contradict each other on whether rejected
                changes may be edited; `delete_changes` clears them away. `sender_changes_not_updatable` also follows
                when an earlier attempt of this call got through and only its answer was lost.
        """
        return await self._send(UPDATE, SenderUpdate(status=status, details=details), plus_friend_id=plus_friend_id)

    async def delete(self, plus_friend_id: str) -> None:
        """Mark a sender for removal: it works for 60 more days, then it is gone (deleteKakaotalkSender).

        Raises:
            Conflict: `sender_already_deleted`: it is marked already, maybe by an earlier attempt of this call.
        """
        await self._send(DELETE, plus_friend_id=plus_friend_id)

    async def delete_changes(self, plus_friend_id: str) -> None:
        """Throw away changes in DRAFT or REJECTED; what is live stays (deleteKakaotalkSenderChanges).

        A sender that was never more than changes presumably disappears with them.

        Raises:
            NotFound: `sender_changes_not_found`: there are none, maybe after an earlier attempt of this call.
            Conflict: `sender_changes_not_deletable`: they are in review.
        """
        await self._send(DELETE_CHANGES, plus_friend_id=plus_friend_id)

    async def wait_for(
        self, plus_friend_id: str, state: SenderState | Collection[SenderState], *, deadline: float = 3600.0
    ) -> Sender:
        """Return the sender as soon as it is in `state`, or in one of several.

        A new sender comes to VERIFYING by `register` and to ACTIVE by `verify` only. An edit leaves the state as it
        is: `wait_for_changes` is for those.

        Args:
            plus_friend_id: Id of the sender.
            state: The state, or any of these states.
            deadline: Seconds to wait at most.

        Raises:
            InvalidRequest: there is no such state, or the deadline is not positive.
            WaitFailed: the deadline has passed, the creation was refused or not submitted (the text says so), or the
                sender is in a state from which the wanted one cannot come; `.last` is the sender as last seen.
        """
        wanted = parse_states(SenderState, state)
        return await poll(
            lambda: self.get(plus_friend_id),
            done=lambda sender: sender.state in wanted,
            give_up=lambda sender: sender_stuck(sender, wanted),
            deadline=deadline,
            clock=self._dispatch.clock,
        )

    async def wait_for_changes(self, plus_friend_id: str, *, deadline: float = 3600.0) -> Sender:
        """Return the sender as soon as what was asked for in `changes` is live, and there are none any more.

        Args:
            plus_friend_id: Id of the sender.
            deadline: Seconds to wait at most.

        Raises:
            WaitFailed: the deadline has passed, or the changes were refused or not submitted (the text says so);
                `.last` is the sender as last seen.
        """
        return await poll(
            lambda: self.get(plus_friend_id),
            done=lambda sender: sender.changes is None,
            give_up=changes_stuck,
            deadline=deadline,
            clock=self._dispatch.clock,
        )

    def activities(self, plus_friend_id: str, *, page_size: int | None = None) -> Listing[SenderActivity]:
        """Return what happened to a sender, newest first, in pages of 1 to 100 (listKakaotalkSenderActivities).

        The reason of a refusal is found here.
        """
        return listing(self._dispatch, ACTIVITIES, page_size=page_size, plus_friend_id=plus_friend_id)

    async def comment(self, plus_friend_id: str, comment: str) -> Comment:
        """Leave a comment of 1 to 65535 characters for the people at Sinch (createKakaotalkSenderComment)."""
        return await self._send(COMMENT, CommentInput(comment=comment), plus_friend_id=plus_friend_id)

    async def register(self, plus_friend_id: str) -> Sender:
        """Have a one-time code sent to a person, and return the sender, now VERIFYING (registerKakaotalkSender).

        A person is reached each time, presumably at `admin_phone_no`, so it is never repeated by itself.

        Raises:
            BadRequest: `invalid_app_key`: something between Sinch and Kakao is wrong; contact support.
            Conflict: `not_allowed_register`: the sender is ACTIVE.
        """
        return await self._send(REGISTER, plus_friend_id=plus_friend_id)

    async def verify(self, plus_friend_id: str, *, code: str | Secret | int) -> Sender:
        """Hand in the one-time code, and return the sender, now ACTIVE (verifyKakaotalkSender).

        Args:
            plus_friend_id: Id of the sender.
            code: The code, best as text. The API takes a number, so a code that begins with 0 cannot be handed in.

        Raises:
            InvalidRequest: the code is not made of digits, or begins with 0; nothing was sent.
            Conflict: `not_allowed_verify`: the sender is not VERIFYING; presumably a wrong code gives the same.
            TransportError: with `.sent` true the code may have been taken: get the sender before trying again.
        """
        return await self._send(VERIFY, VerifyInput(code=as_number(code)), plus_friend_id=plus_friend_id)

    async def register_and_verify(
        self,
        plus_friend_id: str,
        code: Callable[[Sender], str | Secret | int | Awaitable[str | Secret | int]],
        *,
        tries: int = 3,
    ) -> Sender:
        """Have a one-time code sent, ask `code` for it, hand it in, and return the sender, now ACTIVE.

        After a wrong code it is asked again, without another message to the person.

        Args:
            plus_friend_id: Id of the sender.
            code: Returns the code that came, plain or async; a plain function runs in a thread of its own. It is given
                the sender.
            tries: How often to ask at most.

        Raises:
            InvalidRequest: the code begins with 0, which `verify` explains; or the last try was no code.
            BadRequest: no code could be sent; see `register`.
            Conflict: the last try was wrong too (presumably `not_allowed_verify`), or the sender is ACTIVE already.
        """
        answers: Answers[Sender, str | Secret | int] = Answers(code, tries=tries)
        sender = await self.register(plus_friend_id)
        return await answers.hand_in(sender, lambda given: self.verify(plus_friend_id, code=given), wrong=is_wrong_code)


OPERATIONS = (LIST, CREATE, GET, UPDATE, DELETE, DELETE_CHANGES, ACTIVITIES, COMMENT, REGISTER, VERIFY)
