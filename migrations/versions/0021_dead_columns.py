"""Columns nothing reads: the folded text that the search index replaced, and a time of day no deadline keeps.

Plain ALTER TABLE: a rebuild of the largest table would only put its checks and indexes at risk.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_column("task", "search_text")
    op.drop_column("task", "due_time")


def downgrade() -> None:
    op.add_column("task", sa.Column("due_time", sa.Time(), nullable=True))
    op.add_column("task", sa.Column("search_text", sa.Text(), nullable=False, server_default=""))
    op.execute("UPDATE task SET search_text = lower(code || ' ' || title)")
    with op.batch_alter_table("task") as batch:
        batch.alter_column("search_text", server_default=None)
