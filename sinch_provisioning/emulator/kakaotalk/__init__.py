"""KakaoTalk, served."""

from sinch_provisioning.emulator.family import Family
from sinch_provisioning.emulator.kakaotalk import categories
from sinch_provisioning.emulator.kakaotalk.account import Account
from sinch_provisioning.emulator.kakaotalk.senders import Senders
from sinch_provisioning.emulator.kakaotalk.templates import Templates

FAMILY = Family(
    handlers={
        **categories.HANDLERS,
        **Senders.handlers(
            "KakaotalkSender",
            registerKakaotalkSender=Senders.serve_register,
            verifyKakaotalkSender=Senders.serve_verify,
        ),
        **Templates.handlers("KakaotalkTemplate"),
    },
    parts=(Account, Senders, Templates),
)
