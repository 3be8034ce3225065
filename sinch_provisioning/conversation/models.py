"""Data of the Conversation family: what providers report about the channels of a Conversation API app."""

from sinch_provisioning.core.enums import OpenEnum
from sinch_provisioning.core.model import model


class ChannelStatus(OpenEnum):
    """State of a channel as the Conversation API sees it."""

    ACTIVE = "ACTIVE"
    ERROR = "ERROR"
    FAILING = "FAILING"
    PENDING = "PENDING"
    UNRECOGNIZED = "UNRECOGNIZED"


@model
class _ChannelInfo:
    status: ChannelStatus | None = None
    status_description: str | None = None
    """What is wrong, if the status is ERROR or FAILING."""


@model
class InstagramInfo(_ChannelInfo):
    """The Instagram account behind an app."""

    id: str | None = None
    name: str | None = None
    username: str | None = None
    biography: str | None = None
    profile_picture_url: str | None = None
    website: str | None = None
    followers_count: int | None = None
    follows_count: int | None = None
    media_count: int | None = None


@model
class MessengerInfo(_ChannelInfo):
    """The Facebook page behind an app."""

    id: str | None = None
    name: str | None = None
    global_brand_page_name: str | None = None


@model
class TelegramBotInfo(_ChannelInfo):
    """The Telegram bot behind an app."""

    name: str | None = None
    username: str | None = None
    can_join_groups: bool | None = None
    can_read_all_group_messages: bool | None = None
    supports_inline_queries: bool | None = None


@model
class AccountLocation:
    """A geographic position, in degrees."""

    lon: int | float | None = None
    lat: int | float | None = None


@model
class ViberBotInfo(_ChannelInfo):
    """The Viber bot behind an app."""

    id: str | None = None
    name: str | None = None
    uri: str | None = None
    icon: str | None = None
    category: str | None = None
    subcategory: str | None = None
    country: str | None = None
    location: AccountLocation | None = None
    subscribers_count: int | None = None
