"""Bundles, served."""

from sinch_provisioning.emulator.bundles.orders import Bundles, note_call
from sinch_provisioning.emulator.family import Family

FAMILY = Family(handlers=Bundles.handlers("Bundle"), parts=(Bundles,), on_call={"BUNDLE_DONE": note_call})
