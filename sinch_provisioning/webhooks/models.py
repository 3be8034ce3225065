"""Data of webhook registrations."""

from collections.abc import Sequence
from typing import Annotated

from sinch_provisioning.core.model import model
from sinch_provisioning.core.pages import page_of
from sinch_provisioning.core.rules import Items, Length
from sinch_provisioning.core.secrets import Secret
from sinch_provisioning.core.shared import WebhookTrigger
from sinch_provisioning.core.unset import UNSET, Unset

Target = Annotated[str, Length(1, 742)]
SigningSecret = Annotated[Secret, Length(1, 128)]
Triggers = Annotated[Sequence[WebhookTrigger], Items(min=1, unique=True)]


@model
class WebhookInput:
    """A webhook to be registered, or to take the place of one."""

    target: Target
    """Absolute URL; no two of a project are the same."""
    secret: SigningSecret
    """Signs the calls. No answer ever contains it."""
    triggers: Triggers


@model
class WebhookUpdate:
    """What to change of a webhook."""

    target: Target | Unset = UNSET
    secret: SigningSecret | Unset = UNSET
    triggers: Triggers | Unset = UNSET
    """Replaces the old list."""


@model
class Webhook:
    """A registration as it is read; the secret never comes back."""

    id: str
    target: str
    project_id: str
    triggers: Sequence[WebhookTrigger]


WebhookList = page_of("webhooks", Webhook)
