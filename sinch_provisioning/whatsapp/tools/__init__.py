"""Tools for an account at Meta."""
