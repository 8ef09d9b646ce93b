"""A briefing that was only planned can be cancelled: its number stays taken, with when and why."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

STATES = ("planned", "collecting", "frozen", "held", "issued", "closed")


def _allow_states(batch: object, *states: str) -> None:
    listed = ", ".join(f"'{state}'" for state in states)
    batch.drop_constraint(batch.f("ck_briefing_briefing_state"), type_="check")
    batch.create_check_constraint(batch.f("ck_briefing_briefing_state"), f"state IN ({listed})")


def upgrade() -> None:
    with op.batch_alter_table("briefing") as batch:
        batch.add_column(sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("cancel_reason", sa.Text(), nullable=False, server_default=""))
        _allow_states(batch, *STATES, "cancelled")
        batch.create_check_constraint(
            batch.f("ck_briefing_cancelled"),
            "(state = 'cancelled') = (cancelled_at IS NOT NULL) AND (state = 'cancelled') = (cancel_reason <> '')",
        )


def downgrade() -> None:
    with op.batch_alter_table("briefing") as batch:
        batch.drop_constraint(batch.f("ck_briefing_cancelled"), type_="check")
    op.execute(
        "UPDATE briefing SET state = 'closed' WHERE state = 'cancelled'"
    )  # it never comes back by itself
    with op.batch_alter_table("briefing") as batch:
        _allow_states(batch, *STATES)
        batch.drop_column("cancel_reason")
        batch.drop_column("cancelled_at")
