"""Bundles, served."""
