"""The project's WhatsApp account."""
