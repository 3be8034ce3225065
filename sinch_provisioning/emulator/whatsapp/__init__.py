"""WhatsApp, served."""
