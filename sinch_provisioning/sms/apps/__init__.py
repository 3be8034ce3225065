"""SMS apps."""
