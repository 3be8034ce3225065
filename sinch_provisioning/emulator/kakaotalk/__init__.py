"""KakaoTalk, served."""

from sinch_provisioning.emulator.kakaotalk import categories, senders

__all__ = ["categories", "senders"]
