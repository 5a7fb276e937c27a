"""Alembic's environment: it runs the steps on the connection it is given, in that connection's transaction."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from alembic.operations.ops import MigrationScript, ModifyTableOps

from bot.core.database.engine import UtcDateTime

metadata: Any = context.config.attributes["metadata"]
"""The tables as the code has them, to write a new step from the difference; None when steps are only run."""


def render(kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:
    # A step imports none of our code: the code moves on, the step must not.
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, UtcDateTime) else False


def in_order(_context: Any, _revision: Any, scripts: list[MigrationScript]) -> None:
    # A key may refer to what the same step adds to another table: that table comes first.
    places = {table.name: place for place, table in enumerate(metadata.sorted_tables, start=1)}
    for script in scripts:
        assert script.upgrade_ops is not None
        script.upgrade_ops.ops.sort(
            key=lambda op: places[op.table_name] if isinstance(op, ModifyTableOps) else 0
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
