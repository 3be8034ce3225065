"""WhatsApp senders."""
