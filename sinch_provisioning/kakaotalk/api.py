"""The KakaoTalk family as a whole; its calls are in a room for each resource."""

from typing import Final

from sinch_provisioning.core.dispatch import Resource
from sinch_provisioning.core.groups import Group
from sinch_provisioning.kakaotalk import categories, senders, templates
from sinch_provisioning.kakaotalk.categories import KakaotalkCategories
from sinch_provisioning.kakaotalk.senders import KakaotalkSenders
from sinch_provisioning.kakaotalk.templates import KakaotalkTemplates


class Kakaotalk(Resource):
    """KakaoTalk: senders, their templates, and the categories of both."""

    senders: Final = Group(KakaotalkSenders)
    templates: Final = Group(KakaotalkTemplates)
    categories: Final = Group(KakaotalkCategories)


OPERATIONS = (*senders.OPERATIONS, *templates.OPERATIONS, *categories.OPERATIONS)
