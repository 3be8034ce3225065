"""All operations of the API with their handlers, and all parts of a project, collected from the families."""

from collections.abc import Iterable, Mapping
from typing import TypeVar

from sinch_provisioning.emulator.bundles.orders import Bundles, note_call
from sinch_provisioning.emulator.conversation import apps as conversation
from sinch_provisioning.emulator.family import Reply, Request
from sinch_provisioning.emulator.kakaotalk.account import Account as KakaotalkAccount
from sinch_provisioning.emulator.kakaotalk.senders import Senders as KakaotalkSenders
from sinch_provisioning.emulator.kakaotalk.templates import Templates as KakaotalkTemplates
from sinch_provisioning.emulator.paging import Pager
from sinch_provisioning.emulator.project import Project
from sinch_provisioning.emulator.rcs import account as rcs_account
from sinch_provisioning.emulator.rcs import numbers as rcs_numbers
from sinch_provisioning.emulator.rcs import senders as rcs_senders
from sinch_provisioning.emulator.rcs.lifecycle import Senders as RcsSenders
from sinch_provisioning.emulator.sms.apps import SmsApps
from sinch_provisioning.emulator.tables import JSON
from sinch_provisioning.emulator.webhooks.state import Webhooks
from sinch_provisioning.emulator.whatsapp import flows, solutions, template_handlers, tools
from sinch_provisioning.emulator.whatsapp.account import Account as WhatsappAccount
from sinch_provisioning.emulator.whatsapp.meta import Meta
from sinch_provisioning.emulator.whatsapp.senders import Senders as WhatsappSenders
from sinch_provisioning.emulator.whatsapp.templates import Templates as WhatsappTemplates

V = TypeVar("V")


def merged(mappings: Iterable[Mapping[str, V]]) -> dict[str, V]:
    """Return all entries of some mappings; a name that two of them have is a mistake."""
    found: dict[str, V] = {}
    for mapping in mappings:
        twice = found.keys() & mapping
        if twice:
            raise ValueError(f"{min(twice)} is declared twice")
        found.update(mapping)
    return found


PARTS = (
    *(rcs_account.Account, RcsSenders, rcs_numbers.TestNumbers),
    *(WhatsappAccount, flows.Flows, Meta, WhatsappSenders, solutions.Solutions, WhatsappTemplates),
    *(KakaotalkAccount, KakaotalkSenders, KakaotalkTemplates),
    *(Webhooks, SmsApps, conversation.ConversationApps, Bundles),
)
HANDLERS = merged(
    [
        *(rcs_account.HANDLERS, rcs_numbers.HANDLERS, rcs_senders.HANDLERS),
        *(WhatsappAccount.handlers("WhatsappAccount"), flows.HANDLERS, WhatsappSenders.handlers("WhatsappSender")),
        *(solutions.HANDLERS, template_handlers.HANDLERS, tools.HANDLERS),
        *(KakaotalkSenders.handlers("KakaotalkSender"), KakaotalkTemplates.handlers("KakaotalkTemplate")),
        *(Webhooks.handlers("Webhook"), SmsApps.handlers("SmsApp"), conversation.HANDLERS, Bundles.handlers("Bundle")),
    ]
)
"""By operationId."""
CHANGING = frozenset({"retryRcsTestNumber"})
"""Operations that change something although their method is GET."""
ACTIONS = merged(part.actions() for part in PARTS)
"""What can be scheduled."""
ON_CALL = {"BUNDLE_DONE": note_call}
"""What is called after each call about an event, by its type."""


def ask(project: Project, operation: str, *, pager: Pager, query: JSON = None, body: JSON = None, **path: str) -> Reply:
    """Ask a handler from within, as a client that is admitted would."""
    return HANDLERS[operation](
        Request(
            operation=operation,
            project=project,
            path={"projectId": project.id, **path},
            query=query or {},
            body=body,
            code_of_bad_field="invalid_input",
            clock=project.clock,
            pager=pager,
        )
    )
