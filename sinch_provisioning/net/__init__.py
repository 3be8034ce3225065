"""Sockets, clocks and locks: what carries a call to the service."""
