"""KakaoTalk, served."""

from sinch_provisioning.emulator.family import Family
from sinch_provisioning.emulator.kakaotalk import categories, sender_handlers, template_handlers
from sinch_provisioning.emulator.kakaotalk.account import Account
from sinch_provisioning.emulator.kakaotalk.senders import Senders
from sinch_provisioning.emulator.kakaotalk.templates import Templates

FAMILY = Family(
    handlers={**categories.HANDLERS, **sender_handlers.HANDLERS, **template_handlers.HANDLERS},
    parts=(Account, Senders, Templates),
)
