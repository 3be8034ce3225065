"""The calls about the RCS account."""

from typing import Final

from sinch_provisioning.blocking import BlockingResource, blocking, blocking_listing
from sinch_provisioning.core.bodies import comment_of
from sinch_provisioning.core.dispatch import Resource
from sinch_provisioning.core.operation import Operation, Safety, paged
from sinch_provisioning.core.shared import Activity, Comment, CommentInput
from sinch_provisioning.paging import Listing, OnUnreadable

_RCS = "/v1/projects/{projectId}/rcs"

ACTIVITIES = paged("listRcsAccountActivities", _RCS + "/activities", "notifications", Activity)
COMMENT = Operation("createRcsAccountComment", "POST", _RCS + "/comments", Comment, Safety.ONCE, body=CommentInput)


class Account(Resource):
    """The project's RCS account, which holds its senders."""

    def activities(
        self, *, page_size: int | None = None, on_unreadable: OnUnreadable | None = None
    ) -> Listing[Activity]:
        """List what happened to the account, newest first (listRcsAccountActivities)."""
        return Listing(self._dispatch, ACTIVITIES, page_size, on_unreadable)

    async def comment(self, comment: str | CommentInput) -> Comment:
        """Leave a comment of 1 to 65535 characters for the people at Sinch (createRcsAccountComment)."""
        return await self._send(COMMENT, comment_of(comment))


class BlockingAccount(BlockingResource[Account]):
    activities: Final = blocking_listing(Account.activities)
    comment: Final = blocking(Account.comment)
