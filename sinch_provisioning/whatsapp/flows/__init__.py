"""WhatsApp flows."""
