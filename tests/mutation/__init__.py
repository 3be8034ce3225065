"""Mutants: small faults put into the package one at a time, each of which some test has to notice.

`python -m tests.mutation` takes a sample of a few minutes; `--count`, `--seed` and names of modules change it.
"""
