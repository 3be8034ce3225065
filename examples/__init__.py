"""Whole programs, which the tests run."""
