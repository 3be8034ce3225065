"""The emulator, steered over HTTP and looked at in a browser: all that is below `/_emulator/`.

The Python of `Emulator` and of its control is the truth; what is here is made from its signatures.
"""

from sinch_provisioning.emulator.console.console import Console

__all__ = ["Console"]
