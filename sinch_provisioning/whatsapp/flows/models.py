"""Data of WhatsApp flows."""

from collections.abc import Sequence
from typing import Final

from sinch_provisioning.core.enums import OpenEnum
from sinch_provisioning.core.model import model
from sinch_provisioning.core.pages import Page, page_of


class FlowStatus(OpenEnum):
    """Whether a flow is a draft, published, or deprecated."""

    FLOW_STATUS_DEPRECATED = "FLOW_STATUS_DEPRECATED"
    FLOW_STATUS_DRAFT = "FLOW_STATUS_DRAFT"
    FLOW_STATUS_PUBLISHED = "FLOW_STATUS_PUBLISHED"
    UNRECOGNIZED = "UNRECOGNIZED"


@model
class Flow:
    """A flow: a form that people fill in inside WhatsApp."""

    id: str
    name: str | None = None
    status: FlowStatus | None = None


FlowList: Final[type[Page[Flow]]] = page_of("flows", Flow)


@model
class FlowScreen:
    """A screen of a flow."""

    id: str


@model
class FlowScreenList:
    """All screens of a flow."""

    screens: Sequence[FlowScreen] = ()
