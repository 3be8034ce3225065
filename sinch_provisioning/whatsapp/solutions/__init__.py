"""WhatsApp solutions."""
