"""Indexes for a province."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_OPEN = "state IN ('in_progress', 'new', 'paused', 'received', 'waiting')"
_OWED = "state IN ('in_progress', 'new', 'paused', 'received')"
_CLOSED = "state IN ('not_pursued', 'returned', 'withdrawn')"
_INDEXES = (
    ("ix_task_open_due", "task", ["overdue_from", "id", "state"], _OPEN),
    ("ix_task_closed", "task", ["assigned_on", "id"], _CLOSED),
    ("ix_task_overdue_from_id", "task", ["overdue_from", "id"], ""),
    ("ix_task_state_completed_on", "task", ["state", "completed_on", "id"], ""),
    ("ix_task_leader_id", "task", ["leader_id"], ""),
    ("ix_task_monitor_id", "task", ["monitor_id"], ""),
    ("ix_task_officer_id", "task", ["officer_id"], ""),
    ("ix_task_field", "task", ["field"], ""),
    ("ix_task_version_owed", "task_version", ["recorded_to", "overdue_from"], f"recorded_to IS NULL AND {_OWED}"),
)


def upgrade() -> None:
    for name, table, columns, where in _INDEXES:
        part = {"sqlite_where": sa.text(where), "postgresql_where": sa.text(where)} if where else {}
        op.create_index(name, table, columns, **part)


def downgrade() -> None:
    for name, table, _columns, _where in reversed(_INDEXES):
        op.drop_index(name, table_name=table)
