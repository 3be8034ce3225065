"""The KakaoTalk family: the groups of its methods, async and blocking."""

from typing import Final

from sinch_provisioning.blocking import BlockingResource
from sinch_provisioning.core.dispatch import Resource
from sinch_provisioning.core.groups import Group
from sinch_provisioning.kakaotalk.categories.api import BlockingCategories, Categories
from sinch_provisioning.kakaotalk.senders.api import BlockingSenders, Senders
from sinch_provisioning.kakaotalk.templates.api import BlockingTemplates, Templates


class Kakaotalk(Resource):
    """KakaoTalk: senders, their templates, and the categories of both."""

    senders: Final = Group(Senders)
    templates: Final = Group(Templates)
    categories: Final = Group(Categories)


class BlockingKakaotalk(BlockingResource[Kakaotalk]):
    senders: Final = Group(BlockingSenders)
    templates: Final = Group(BlockingTemplates)
    categories: Final = Group(BlockingCategories)
