"""The RCS account: its calls."""
