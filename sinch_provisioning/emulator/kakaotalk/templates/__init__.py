"""Templates, as Kakao inspects them."""

from sinch_provisioning.emulator.kakaotalk.templates import handlers as handlers
