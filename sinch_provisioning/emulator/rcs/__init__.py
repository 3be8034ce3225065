"""RCS, served."""
