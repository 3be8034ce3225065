"""Senders, which are KakaoTalk channels, as Kakao and Sinch bring them to life."""

from sinch_provisioning.emulator.kakaotalk.senders import handlers as handlers
