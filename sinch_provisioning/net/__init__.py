"""The only rooms with sockets, clocks and locks."""
