"""Calls for KakaoTalk categories."""

from typing import Final

from sinch_provisioning.blocking import BlockingResource, blocking, blocking_listing
from sinch_provisioning.core.dispatch import Resource
from sinch_provisioning.core.operation import Operation, Safety, paged
from sinch_provisioning.kakaotalk.categories.models import SenderCategoryList, TemplateCategory
from sinch_provisioning.paging import Listing, OnUnreadable

_CATEGORIES = "/v1/projects/{projectId}/kakaotalk/categories/senders"

SENDERS = Operation("listKakaotalkSenderCategories", "GET", _CATEGORIES, SenderCategoryList, Safety.SAFE)
TEMPLATES = paged(
    "listKakaotalkTemplateCategories", _CATEGORIES + "/{plusFriendId}/templates", "categories", TemplateCategory
)


class Categories(Resource):
    """What senders and templates can be about."""

    async def senders(self) -> SenderCategoryList:
        """Return the tree of sender categories in one response without pages (listKakaotalkSenderCategories).

        `kakaotalk.sender_category_paths(tree)` yields the categories that a sender can have.

        Raises:
            BadRequest: `project_not_initialized`: the project has no sender yet.
        """
        return await self._send(SENDERS)

    def templates(
        self, plus_friend_id: str, *, page_size: int | None = None, on_unreadable: OnUnreadable | None = None
    ) -> Listing[TemplateCategory]:
        """List the categories that templates of a sender can have (listKakaotalkTemplateCategories)."""
        return Listing(self._dispatch, TEMPLATES, page_size, on_unreadable, plus_friend_id=plus_friend_id)


class BlockingCategories(BlockingResource[Categories]):
    senders: Final = blocking(Categories.senders)
    templates: Final = blocking_listing(Categories.templates)
