"""KakaoTalk, served."""

from sinch_provisioning.emulator.kakaotalk import categories, senders, templates

__all__ = ["categories", "senders", "templates"]
