"""How Alembic runs the steps: on the connection it is handed, in that connection's own transaction."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from alembic.operations.ops import MigrationScript, ModifyTableOps

from bot.core.database.engine import UtcDateTime

metadata: Any = context.config.attributes["metadata"]
"""The tables as the code has them; None unless a new step is written from what differs."""


def render(kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:
    # Steps know no code of the house, which moves on while they must not.
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, UtcDateTime) else False


def in_order(_context: Any, _revision: Any, scripts: list[MigrationScript]) -> None:
    # A key may point to what the same step adds to another table: that table comes first.
    places = {table.name: place for place, table in enumerate(metadata.sorted_tables, start=1)}
    for script in scripts:
        assert script.upgrade_ops is not None
        script.upgrade_ops.ops.sort(
            key=lambda one: places[one.table_name] if isinstance(one, ModifyTableOps) else 0
        )
        script.downgrade_ops = script.upgrade_ops.reverse()


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    render_item=render,
    process_revision_directives=in_order,
)
with context.begin_transaction():
    context.run_migrations()
