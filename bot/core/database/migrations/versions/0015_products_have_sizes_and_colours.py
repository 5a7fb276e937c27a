"""products have sizes and colours"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("products", schema=None) as batch_op:
        batch_op.add_column(sa.Column("option_of", sa.String(length=24), server_default="", nullable=False))
        batch_op.add_column(sa.Column("option_id", sa.String(length=40), server_default="", nullable=False))
        batch_op.add_column(sa.Column("option_en", sa.String(length=40), server_default="", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("products", schema=None) as batch_op:
        batch_op.drop_column("option_en")
        batch_op.drop_column("option_id")
        batch_op.drop_column("option_of")
