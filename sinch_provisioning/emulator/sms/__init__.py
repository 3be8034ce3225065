"""SMS apps, served."""
