"""The calls of the KakaoTalk family without await: each line names its async twin."""

from sinch_provisioning.blocking import BlockingResource, blocking, blocking_listing
from sinch_provisioning.kakaotalk import api, categories, senders, templates


class KakaotalkSenders(BlockingResource[senders.KakaotalkSenders]):
    """KakaoTalk senders: each is a KakaoTalk channel, known by its `plus_friend_id`."""

    list = blocking_listing(senders.KakaotalkSenders.list)
    create = blocking(senders.KakaotalkSenders.create)
    get = blocking(senders.KakaotalkSenders.get)
    update = blocking(senders.KakaotalkSenders.update)
    delete = blocking(senders.KakaotalkSenders.delete)
    delete_changes = blocking(senders.KakaotalkSenders.delete_changes)
    wait_for = blocking(senders.KakaotalkSenders.wait_for)
    wait_for_changes = blocking(senders.KakaotalkSenders.wait_for_changes)
    activities = blocking_listing(senders.KakaotalkSenders.activities)
    comment = blocking(senders.KakaotalkSenders.comment)
    register = blocking(senders.KakaotalkSenders.register)
    verify = blocking(senders.KakaotalkSenders.verify)
    register_and_verify = blocking(senders.KakaotalkSenders.register_and_verify)


class KakaotalkTemplates(BlockingResource[templates.KakaotalkTemplates]):
    """Message templates. Each belongs to a sender and is known by the `code` that the service gave it."""

    list = blocking_listing(templates.KakaotalkTemplates.list)
    create = blocking(templates.KakaotalkTemplates.create)
    get = blocking(templates.KakaotalkTemplates.get)
    update = blocking(templates.KakaotalkTemplates.update)
    delete = blocking(templates.KakaotalkTemplates.delete)
    delete_changes = blocking(templates.KakaotalkTemplates.delete_changes)
    wait_for_review = blocking(templates.KakaotalkTemplates.wait_for_review)
    activities = blocking_listing(templates.KakaotalkTemplates.activities)
    comment = blocking(templates.KakaotalkTemplates.comment)


class KakaotalkCategories(BlockingResource[categories.KakaotalkCategories]):
    """What senders and templates can be about."""

    senders = blocking(categories.KakaotalkCategories.senders)
    templates = blocking_listing(categories.KakaotalkCategories.templates)


class Kakaotalk(BlockingResource[api.Kakaotalk]):
    """KakaoTalk: senders, their templates, and the categories of both."""

    @property
    def senders(self) -> KakaotalkSenders:
        """Senders: KakaoTalk channels."""
        return KakaotalkSenders(self._bridge, self._target.senders)

    @property
    def templates(self) -> KakaotalkTemplates:
        """Message templates of senders."""
        return KakaotalkTemplates(self._bridge, self._target.templates)

    @property
    def categories(self) -> KakaotalkCategories:
        """What senders and templates can be about."""
        return KakaotalkCategories(self._bridge, self._target.categories)
