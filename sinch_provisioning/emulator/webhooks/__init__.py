"""Webhook registrations, served; and events, delivered."""
