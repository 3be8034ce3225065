"""Attacks on a running emulator: anything at all to its control interface, and raw bytes to its port.

It has to stay alive, to respond to everything with something but a 5xx, and not to grow.
"""
