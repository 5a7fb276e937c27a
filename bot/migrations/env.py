"""How Alembic runs the steps: on the connection it is handed, in that connection's own transaction."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext

from bot.db import UtcDateTime
from bot.migrations.tables import metadata


def render(kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:
    # Steps know no code of the house, which moves on while they must not.
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, UtcDateTime) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    render_item=render,
)
with context.begin_transaction():
    context.run_migrations()
