"""The calls about KakaoTalk categories."""

from sinch_provisioning.core.dispatch import Resource
from sinch_provisioning.core.operation import ListOperation, Operation, Safety
from sinch_provisioning.kakaotalk.models import SenderCategoryList, TemplateCategory, TemplateCategoryList
from sinch_provisioning.paging import Listing, listing

_CATEGORIES = "/v1/projects/{projectId}/kakaotalk/categories/senders"

SENDERS = Operation("listKakaotalkSenderCategories", "GET", _CATEGORIES, SenderCategoryList, Safety.SAFE)
TEMPLATES = ListOperation(
    "listKakaotalkTemplateCategories",
    "GET",
    _CATEGORIES + "/{plusFriendId}/templates",
    TemplateCategoryList,
    Safety.SAFE,
    max_page_size=100,
)


class KakaotalkCategories(Resource):
    """What senders and templates can be about."""

    async def senders(self) -> SenderCategoryList:
        """Return the tree of sender categories, in one answer without pages (listKakaotalkSenderCategories).

        `kakaotalk.sender_category_paths(tree)` walks the categories that a sender can have.

        Raises:
            BadRequest: `project_not_initialized`: the project has no sender yet.
        """
        return await self._send(SENDERS)

    def templates(self, plus_friend_id: str, *, page_size: int | None = None) -> Listing[TemplateCategory]:
        """Return what templates of a sender can be about, in pages of 1 to 100 (listKakaotalkTemplateCategories)."""
        return listing(self._dispatch, TEMPLATES, page_size=page_size, plus_friend_id=plus_friend_id)


OPERATIONS = (SENDERS, TEMPLATES)
