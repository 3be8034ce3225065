"""Data that several families share."""

from datetime import datetime
from typing import Annotated

from sinch_provisioning.core.enums import OpenEnum
from sinch_provisioning.core.model import model
from sinch_provisioning.core.rules import Length


class Action(OpenEnum):
    """Keep as a draft, or submit for processing."""

    DRAFT = "DRAFT"
    SUBMIT = "SUBMIT"


class ActivityType(OpenEnum):
    """What happened to a resource; each kind of resource has some of these."""

    ACTIVE = "ACTIVE"
    COMMENT_ADDED = "COMMENT_ADDED"
    CREATED = "CREATED"
    DELETED = "DELETED"
    DRAFT = "DRAFT"
    EDITED = "EDITED"
    ERROR = "ERROR"
    INACTIVE = "INACTIVE"
    IN_PROGRESS = "IN_PROGRESS"
    PENDING_FACEBOOK_VERIFICATION = "PENDING_FACEBOOK_VERIFICATION"
    REGISTERED = "REGISTERED"
    REJECTED = "REJECTED"
    TEST = "TEST"
    VERIFIED = "VERIFIED"


@model
class Activity:
    """An entry in the history of a resource. The approval of a template has no entry."""

    type: ActivityType | None = None
    created: datetime | None = None
    author: str | None = None
    comment: str | None = None
    """The comment, or why the resource was rejected."""


class CommentType(OpenEnum):
    """The one thing that can happen to a comment."""

    CREATED = "CREATED"


@model
class Comment:
    """A comment as the service has stored it."""

    type: CommentType | None = None
    comment: str | None = None
    created: datetime | None = None


@model(sent=True)
class CommentInput:
    """A comment for the people at Sinch."""

    comment: Annotated[str, Length(1, 65535)]


class ConversationApiAppRegion(OpenEnum):
    """Region of a Conversation API app."""

    BR = "BR"
    EU = "EU"
    US = "US"
    UNRECOGNIZED = "UNRECOGNIZED"


class ConversationApiChannelStatus(OpenEnum):
    """Whether a channel of a Conversation API app works with its credentials."""

    ACTIVE = "ACTIVE"
    FAILING = "FAILING"
    PENDING = "PENDING"
    UNRECOGNIZED = "UNRECOGNIZED"


@model
class ConversationApiApp:
    """The Conversation API app that a resource is linked to."""

    id: str | None = None
    project_id: str | None = None
    region: ConversationApiAppRegion | None = None
    channel_status: ConversationApiChannelStatus | None = None
