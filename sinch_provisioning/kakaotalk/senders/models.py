"""Data of KakaoTalk senders."""

from datetime import datetime
from typing import Annotated

import attrs

from sinch_provisioning.core.enums import OpenEnum
from sinch_provisioning.core.model import model
from sinch_provisioning.core.rules import TO_SUBMIT, Length, Pattern
from sinch_provisioning.core.shared import Action
from sinch_provisioning.core.unset import UNSET, Unset

Name = Annotated[str, Length(1, 512)]
PhoneNumber = Annotated[str, Length(1, 15)]
TopLevelCode = Annotated[str, Pattern(r"\A[0-9]{3}\Z", "three digits as text, such as 019")]
LowerLevelCode = Annotated[str, Pattern(r"\A[0-9]{4}\Z", "four digits as text, such as 0006")]


class SenderState(OpenEnum):
    """State of the sender at KakaoTalk; a new sender has none while it consists only of `changes`."""

    ACTIVE = "ACTIVE"
    BLOCKED = "BLOCKED"
    INACTIVE = "INACTIVE"
    SUSPENDED = "SUSPENDED"
    VERIFYING = "VERIFYING"


class SenderStatus(OpenEnum):
    """Status of a creation or an edit that is not live yet."""

    DRAFT = "DRAFT"
    IN_PROGRESS = "IN_PROGRESS"
    REJECTED = "REJECTED"


@model(sent=True)
class SenderDetails:
    """What KakaoTalk knows of a sender."""

    admin_phone_no: Annotated[PhoneNumber, TO_SUBMIT] | None = None
    """Presumably the phone that `register` sends the code to."""
    name: Annotated[Name, TO_SUBMIT] | None = None
    top_level_category_code: Annotated[TopLevelCode, TO_SUBMIT] | None = None
    mid_level_category_code: Annotated[LowerLevelCode, TO_SUBMIT] | None = None
    sub_level_category_code: Annotated[LowerLevelCode, TO_SUBMIT] | None = None
    logo_image: str | None = None
    """Public URL of a JPEG or PNG of at most 5 MB."""


@model(sent=True)
class SenderInput:
    """A new sender."""

    plus_friend_id: Annotated[str, Length(1, 30)]
    """Id of the KakaoTalk channel; identifies the sender from now on."""
    details: Annotated[SenderDetails, TO_SUBMIT] | None = None
    status: Action | None = None
    """The service assumes SUBMIT if it is left out."""
    save_draft_on_failure: bool | None = None
    """Keep the sender as a draft if the submission fails. The service assumes false if it is left out."""


@model(sent=True)
class SenderDetailsUpdate:
    """Changes to a sender's details: what is left out stays, None removes."""

    admin_phone_no: PhoneNumber | Unset = UNSET
    name: Name | Unset = UNSET
    top_level_category_code: TopLevelCode | Unset = UNSET
    mid_level_category_code: LowerLevelCode | Unset = UNSET
    sub_level_category_code: LowerLevelCode | Unset = UNSET
    logo_image: str | None | Unset = UNSET
    """Public URL of a JPEG or PNG of at most 5 MB; None removes the logo."""


@model(sent=True)
class SenderUpdate:
    """Changes to a sender."""

    status: Action | Unset = UNSET
    """The service assumes DRAFT if it is left out."""
    details: SenderDetailsUpdate | SenderDetails | Unset = UNSET
    """In `SenderDetails` None keeps what is there."""


@model(sent=True)
class VerifyInput:
    """The one-time code."""

    code: int = attrs.field(repr=False)
    """A number in the JSON, which cannot carry a code that begins with 0."""


@model
class SenderChanges:
    """A creation or an edit that is not live yet."""

    status: SenderStatus | None = None
    details: SenderDetails = SenderDetails()
    """Complete for a new sender unless it is a draft; an edit may hold only what changes."""


@model
class Sender:
    """A KakaoTalk channel that sends messages."""

    plus_friend_id: str
    """Identifies the sender in every call."""
    id: str | None = None
    """No call takes it."""
    state: SenderState | None = None
    """Absent until the sender exists at KakaoTalk."""
    changes: SenderChanges | None = None
    """What is pending; absent if nothing is."""
    details: SenderDetails = SenderDetails()
    """What is live; empty if nothing is."""
    created: datetime | None = None
    modified: datetime | None = None
