"""What a brand has to tell before its RCS sender can be launched in Germany; it is what the demo's brand tells."""

from sinch_provisioning.demo import complete as details

__all__ = ["details"]
