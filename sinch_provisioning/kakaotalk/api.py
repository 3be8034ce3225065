"""The KakaoTalk family as a whole; its calls are in a room for each resource."""

from sinch_provisioning.core.operation import Resource
from sinch_provisioning.kakaotalk import categories, senders, templates
from sinch_provisioning.kakaotalk.categories import KakaotalkCategories
from sinch_provisioning.kakaotalk.senders import KakaotalkSenders
from sinch_provisioning.kakaotalk.templates import KakaotalkTemplates


class Kakaotalk(Resource):
    """KakaoTalk: senders, their templates, and the categories of both."""

    @property
    def senders(self) -> KakaotalkSenders:
        """Senders: KakaoTalk channels."""
        return KakaotalkSenders(self._dispatch)

    @property
    def templates(self) -> KakaotalkTemplates:
        """Message templates of senders."""
        return KakaotalkTemplates(self._dispatch)

    @property
    def categories(self) -> KakaotalkCategories:
        """What senders and templates can be about."""
        return KakaotalkCategories(self._dispatch)


OPERATIONS = (*senders.OPERATIONS, *templates.OPERATIONS, *categories.OPERATIONS)
