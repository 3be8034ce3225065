"""Data of test numbers."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from sinch_provisioning.core.enums import OpenEnum
from sinch_provisioning.core.model import model
from sinch_provisioning.core.rules import E164, Items

TestNumberList = Annotated[Sequence[Annotated[str, E164]], Items(max=200, unique=True)]


class TestNumberState(OpenEnum):
    """How far the invitation of a test number is."""

    DECLINED = "DECLINED"
    EXPIRED = "EXPIRED"
    FAILED = "FAILED"
    INVALID = "INVALID"
    PENDING = "PENDING"
    REJECTED = "REJECTED"
    UNVERIFIED = "UNVERIFIED"
    VERIFIED = "VERIFIED"
    UNRECOGNIZED = "UNRECOGNIZED"


class Feature(OpenEnum):
    """Something that a phone can show or do."""

    ACTION_COMPOSE = "ACTION_COMPOSE"
    ACTION_CREATE_CALENDAR_EVENT = "ACTION_CREATE_CALENDAR_EVENT"
    ACTION_DIAL = "ACTION_DIAL"
    ACTION_OPEN_URL = "ACTION_OPEN_URL"
    ACTION_OPEN_URL_IN_WEBVIEW = "ACTION_OPEN_URL_IN_WEBVIEW"
    ACTION_SHARE_LOCATION = "ACTION_SHARE_LOCATION"
    ACTION_VIEW_LOCATION = "ACTION_VIEW_LOCATION"
    REVOCATION = "REVOCATION"
    RICHCARD_CAROUSEL = "RICHCARD_CAROUSEL"
    RICHCARD_STANDALONE = "RICHCARD_STANDALONE"
    FEATURE_UNSPECIFIED = "FEATURE_UNSPECIFIED"
    UNRECOGNIZED = "UNRECOGNIZED"


@model
class TestNumber:
    """A phone that may try the sender before its launch."""

    number: str
    """E.164 with plus."""
    state: TestNumberState | None = None
    submitted: datetime | None = None
    """When the number was submitted."""


@model
class TestNumbers:
    """All test numbers of a sender."""

    test_numbers: Sequence[TestNumber] = ()


@model(sent=True)
class TestNumbersInput:
    """Test numbers to invite."""

    test_numbers: TestNumberList
    """E.164 numbers; each one is invited."""


@model
class TestNumberCapabilities:
    """What the phone behind a test number can show."""

    features: Sequence[Feature] = ()
