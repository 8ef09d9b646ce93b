"""Registers of the offices: their columns, where each task came from, and taking an import back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "known_register",
        sa.Column("signature", sa.Text(), nullable=False),
        sa.Column("mapping", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["saved_by_id"], ["person.id"], name=op.f("fk_known_register_saved_by_id")),
        sa.PrimaryKeyConstraint("signature", name=op.f("pk_known_register")),
    )
    op.create_table(
        "imported_task",
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("row_number", sa.Integer(), nullable=False),
        sa.Column("own_number", sa.Text(), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batch.id"], name=op.f("fk_imported_task_batch_id")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_imported_task_task_id")),
        sa.PrimaryKeyConstraint("task_id", name=op.f("pk_imported_task")),
    )
    with op.batch_alter_table("imported_task") as batch:
        batch.create_index(batch.f("ix_imported_task_batch_id"), ["batch_id"])
    with op.batch_alter_table("import_batch") as batch:
        batch.add_column(sa.Column("mapping", sa.Text(), nullable=False, server_default=""))
        batch.add_column(sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("withdrawn_by_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("withdrawal_reason", sa.Text(), nullable=False, server_default=""))
        batch.create_foreign_key(
            batch.f("fk_import_batch_withdrawn_by_id"), "person", ["withdrawn_by_id"], ["id"]
        )
        batch.create_check_constraint(
            batch.f("ck_import_batch_withdrawn_after_written"),
            "withdrawn_at IS NULL OR written_at IS NOT NULL",
        )


def downgrade() -> None:
    with op.batch_alter_table("import_batch") as batch:
        batch.drop_constraint(batch.f("ck_import_batch_withdrawn_after_written"), type_="check")
        batch.drop_constraint(batch.f("fk_import_batch_withdrawn_by_id"), type_="foreignkey")
        batch.drop_column("withdrawal_reason")
        batch.drop_column("withdrawn_by_id")
        batch.drop_column("withdrawn_at")
        batch.drop_column("mapping")
    op.drop_table("imported_task")
    op.drop_table("known_register")
