"""The database, on SQLite or PostgreSQL: its transactions, and the few places where the two differ."""

from bot.core.database.engine import (
    Base,
    Database,
    insert_or_leave,
    insert_or_update,
    is_out_of_order,
    session_on,
    sqlite_path,
)

__all__ = [
    "Base",
    "Database",
    "insert_or_leave",
    "insert_or_update",
    "is_out_of_order",
    "session_on",
    "sqlite_path",
]
