"""A session ends when nobody uses it, and knows whether it was asked to be remembered."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("sign_in_session") as batch:
        batch.add_column(sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("is_remembered", sa.Boolean(), nullable=False, server_default=sa.false()))
    _begin_counting_now()
    with op.batch_alter_table("sign_in_session") as batch:
        batch.alter_column("seen_at", existing_type=sa.DateTime(timezone=True), nullable=False)
        batch.alter_column("is_remembered", server_default=None)


def _begin_counting_now() -> None:
    """Nobody is signed out by the upgrade. Until now only a remembered session could last longer than a day."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    op.execute("UPDATE sign_in_session SET seen_at = CURRENT_TIMESTAMP")
    lasts_longer = (
        "julianday(expires_at) - julianday(created_at) > 1"
        if is_sqlite
        else "expires_at - created_at > interval '1 day'"
    )
    op.execute(f"UPDATE sign_in_session SET is_remembered = true WHERE {lasts_longer}")


def downgrade() -> None:
    with op.batch_alter_table("sign_in_session") as batch:
        batch.drop_column("is_remembered")
        batch.drop_column("seen_at")
