"""The database, on SQLite or PostgreSQL: its transactions, and the few places where the two differ.

Rows to which others refer (chats, orders, products, shipments) are locked with `key_share`, so that a row
that refers to one can be put in meanwhile; with a full lock, a notice to a busy chat would wait for it.
"""

from bot.core.database.engine import (
    Base,
    Database,
    insert_or_leave,
    insert_or_update,
    session_on,
    sqlite_path,
)
from bot.core.database.failures import comes_of_an_outage, is_conflict, is_out_of_order

__all__ = [
    "Base",
    "Database",
    "comes_of_an_outage",
    "insert_or_leave",
    "insert_or_update",
    "is_conflict",
    "is_out_of_order",
    "session_on",
    "sqlite_path",
]
