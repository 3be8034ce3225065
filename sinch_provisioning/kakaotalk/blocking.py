"""The calls of the KakaoTalk family without await: each line names its async twin."""

from typing import Final

from sinch_provisioning.blocking import BlockingResource, blocking, blocking_listing
from sinch_provisioning.core.groups import Group
from sinch_provisioning.kakaotalk import api, categories, senders, templates


class KakaotalkSenders(BlockingResource[senders.KakaotalkSenders]):
    """KakaoTalk senders: each is a KakaoTalk channel, known by its `plus_friend_id`."""

    list: Final = blocking_listing(senders.KakaotalkSenders.list)
    create: Final = blocking(senders.KakaotalkSenders.create)
    get: Final = blocking(senders.KakaotalkSenders.get)
    update: Final = blocking(senders.KakaotalkSenders.update)
    delete: Final = blocking(senders.KakaotalkSenders.delete)
    delete_changes: Final = blocking(senders.KakaotalkSenders.delete_changes)
    wait_for: Final = blocking(senders.KakaotalkSenders.wait_for)
    wait_for_changes: Final = blocking(senders.KakaotalkSenders.wait_for_changes)
    activities: Final = blocking_listing(senders.KakaotalkSenders.activities)
    comment: Final = blocking(senders.KakaotalkSenders.comment)
    register: Final = blocking(senders.KakaotalkSenders.register)
    verify: Final = blocking(senders.KakaotalkSenders.verify)
    register_and_verify: Final = blocking(senders.KakaotalkSenders.register_and_verify)


class KakaotalkTemplates(BlockingResource[templates.KakaotalkTemplates]):
    """Message templates. Each belongs to a sender and is known by the `code` that the service gave it."""

    list: Final = blocking_listing(templates.KakaotalkTemplates.list)
    create: Final = blocking(templates.KakaotalkTemplates.create)
    get: Final = blocking(templates.KakaotalkTemplates.get)
    update: Final = blocking(templates.KakaotalkTemplates.update)
    delete: Final = blocking(templates.KakaotalkTemplates.delete)
    delete_changes: Final = blocking(templates.KakaotalkTemplates.delete_changes)
    wait_for_review: Final = blocking(templates.KakaotalkTemplates.wait_for_review)
    activities: Final = blocking_listing(templates.KakaotalkTemplates.activities)
    comment: Final = blocking(templates.KakaotalkTemplates.comment)


class KakaotalkCategories(BlockingResource[categories.KakaotalkCategories]):
    """What senders and templates can be about."""

    senders: Final = blocking(categories.KakaotalkCategories.senders)
    templates: Final = blocking_listing(categories.KakaotalkCategories.templates)


class Kakaotalk(BlockingResource[api.Kakaotalk]):
    """KakaoTalk: senders, their templates, and the categories of both."""

    senders: Final = Group(KakaotalkSenders)
    templates: Final = Group(KakaotalkTemplates)
    categories: Final = Group(KakaotalkCategories)
