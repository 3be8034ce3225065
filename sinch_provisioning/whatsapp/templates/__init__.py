"""WhatsApp templates."""
