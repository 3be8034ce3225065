"""Readers of foreign data, fed with what nobody would send.

    python -m tests.fuzz --executions 1000000

runs mutations of good data against every target of `targets.py`, and tells what got through that must not have. A
short, seeded run is part of the suite (`test_fuzz.py`), and so is everything that was ever found (`found.py`).
"""
