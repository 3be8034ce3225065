"""Questionnaires: their call and data."""
