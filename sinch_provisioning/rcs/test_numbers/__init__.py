"""Test numbers: their calls and data."""
