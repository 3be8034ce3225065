"""Data of webhook registrations."""

from typing import Annotated

from sinch_provisioning.core.model import UNSET, ListAnswer, Secret, Unset, model
from sinch_provisioning.core.rules import Items, Length
from sinch_provisioning.core.shared import WebhookTrigger

Target = Annotated[str, Length(1, 742)]
SigningSecret = Annotated[Secret, Length(1, 128)]
Triggers = Annotated[list[WebhookTrigger], Items(min=1, unique=True)]


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
    triggers: list[WebhookTrigger]


@model
class WebhookList(ListAnswer):
    """One page of webhooks."""

    webhooks: list[Webhook]
