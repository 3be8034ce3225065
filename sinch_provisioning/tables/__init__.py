"""Flat tables of a store of sweeps: their schemas, the views that they are, and rows to take away.

`Store.table("senders")` is where to start.
"""

from sinch_provisioning.tables.rows import Rows
from sinch_provisioning.tables.schema import HISTORY, TABLES, VERSION, Column, Table, Type

__all__ = ["HISTORY", "TABLES", "VERSION", "Column", "Rows", "Table", "Type"]
