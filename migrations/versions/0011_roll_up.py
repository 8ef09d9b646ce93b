"""The roll-up at scale: versions found by until when they held, headline counts and partners' parts kept with a snapshot."""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("task_version") as batch_op:
        batch_op.drop_index("ix_task_version_recorded")
        batch_op.create_index("ix_task_version_held", ["recorded_to", "confirmed_at"])
    with op.batch_alter_table("snapshot") as batch_op:
        batch_op.add_column(sa.Column("headline", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("parts", sa.Text(), server_default="", nullable=False))
    with op.batch_alter_table("carried_task") as batch_op:
        batch_op.add_column(sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=True))
    _fill_headlines()
    _fill_carried()
    with op.batch_alter_table("snapshot") as batch_op:
        batch_op.alter_column("headline", server_default=None)
        batch_op.alter_column("parts", server_default=None)
    with op.batch_alter_table("carried_task") as batch_op:
        batch_op.alter_column("recorded_at", existing_type=sa.DateTime(timezone=True), nullable=False)


def _fill_headlines() -> None:
    """From the frozen figures themselves, one snapshot at a time: each is large."""
    snapshot = sa.table("snapshot", *(sa.column(name) for name in ("id", "roll_up_original", "headline")))
    connection = op.get_bind()
    for id_ in connection.scalars(sa.select(snapshot.c.id)).all():
        frozen = json.loads(
            connection.scalar(sa.select(snapshot.c.roll_up_original).where(snapshot.c.id == id_)) or "{}"
        )
        counts = {basis: frozen[basis] for basis in ("original", "current") if basis in frozen}
        text = json.dumps(counts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        connection.execute(sa.update(snapshot).where(snapshot.c.id == id_).values(headline=text))


def _fill_carried() -> None:
    """A task is carried over by the first freeze of a briefing; without one, the briefing's own beginning will do."""
    op.execute(
        "UPDATE carried_task SET recorded_at = COALESCE("
        "(SELECT MIN(known_at) FROM snapshot WHERE snapshot.briefing_id = carried_task.briefing_id),"
        "(SELECT created_at FROM briefing WHERE briefing.id = carried_task.briefing_id))"
    )


def downgrade() -> None:
    with op.batch_alter_table("carried_task") as batch_op:
        batch_op.drop_column("recorded_at")
    with op.batch_alter_table("snapshot") as batch_op:
        batch_op.drop_column("parts")
        batch_op.drop_column("headline")
    with op.batch_alter_table("task_version") as batch_op:
        batch_op.drop_index("ix_task_version_held")
        batch_op.create_index("ix_task_version_recorded", ["recorded_from", "recorded_to"])
