"""Senders: their calls, data, lifecycle, and what a launch needs."""
