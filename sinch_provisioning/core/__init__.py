"""What every family stands on: no sockets, no clock, no randomness."""
