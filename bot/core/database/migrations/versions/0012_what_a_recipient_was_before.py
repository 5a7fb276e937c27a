"""what a recipient was before"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _swap("revision", sa.Column("before", sa.String(length=8), nullable=False))


def downgrade() -> None:
    _swap("before", sa.Column("revision", sa.Integer(), nullable=False))


def _swap(gone: str, made: sa.Column[object]) -> None:
    """Unsaved changes of recipients are of a few days at most: they go, as none has the other column."""
    op.execute(sa.text("DELETE FROM recipient_changes"))
    with op.batch_alter_table("recipient_changes") as batch_op:
        batch_op.drop_column(gone)
        batch_op.add_column(made)
