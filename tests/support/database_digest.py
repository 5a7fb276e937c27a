"""A digest of the domain's tables: if it is equal before and after, nothing changed."""

from __future__ import annotations

from sqlalchemy import select

from bot.core.database import Base, Database

CHANNELS_OWN = {
    "inbox",
    "chats",
    "browser_messages",
    "browser_files",
    "kept",
    "alembic_version",
    "sent_files",
    "known_files",
    "readings",  # proposals are part of the chat
}
DELIVERY = {
    "state",
    "sent_at",
    "answered_at",
    "message_id",
    "told",
    "title",
    "labels",
    "due_at",
    "attempts",
    "error",
}


async def digest(db: Database) -> dict[str, list[str]]:
    """All orders, carts, roles, goods, shipments, manifests, and which notices were ever put, by table."""
    found = {}
    async with db.reading() as connection:
        for table in Base.metadata.sorted_tables:
            if table.name in CHANNELS_OWN:
                continue
            left_out = DELIVERY if table.name == "notices" else set()
            columns = [one for one in table.columns if one.name not in left_out]
            rows = await connection.execute(select(*columns).order_by(*table.primary_key.columns))
            found[table.name] = [repr(tuple(row)) for row in rows]
    return found


def differences(before: dict[str, list[str]], after: dict[str, list[str]]) -> list[str]:
    """The rows that differ, with their table."""
    return [
        f"{name} {row}"
        for name in sorted({*before, *after})
        for row in {*before.get(name, ())} ^ {*after.get(name, ())}
    ]
