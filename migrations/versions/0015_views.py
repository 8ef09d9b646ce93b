"""Saved views, followed tasks, last visits."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "saved_view",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("sharing", sa.Enum("own", "unit", "everyone", name="sharing", native_enum=False, create_constraint=True, length=40), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("name <> ''", name=op.f("ck_saved_view_named")),
        sa.CheckConstraint("(sharing = 'unit') = (unit_id IS NOT NULL)", name=op.f("ck_saved_view_shared_with_unit")),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_saved_view_owner_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_saved_view_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
        sa.UniqueConstraint("owner_id", "name", name=op.f("uq_saved_view_owner_id_name")),
    )
    with op.batch_alter_table("saved_view") as batch:
        batch.create_index(batch.f("ix_saved_view_owner_id"), ["owner_id"])
        batch.create_index(batch.f("ix_saved_view_unit_id"), ["unit_id"])
    op.create_table(
        "default_view",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("view_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_default_view_person_id")),
        sa.ForeignKeyConstraint(["view_id"], ["saved_view.id"], name=op.f("fk_default_view_view_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_default_view")),
    )
    with op.batch_alter_table("default_view") as batch:
        batch.create_index(batch.f("ix_default_view_view_id"), ["view_id"])
    op.create_table(
        "follow",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("followed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_follow_person_id")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_follow_task_id")),
        sa.PrimaryKeyConstraint("person_id", "task_id", name=op.f("pk_follow")),
    )
    with op.batch_alter_table("follow") as batch:
        batch.create_index(batch.f("ix_follow_task_id"), ["task_id"])
    op.create_table(
        "visit",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_visit_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_visit")),
    )
    with op.batch_alter_table("task") as batch:
        batch.create_index(batch.f("ix_task_due_on"), ["due_on"])


def downgrade() -> None:
    with op.batch_alter_table("task") as batch:
        batch.drop_index(batch.f("ix_task_due_on"))
    op.drop_table("visit")
    op.drop_table("follow")
    op.drop_table("default_view")
    op.drop_table("saved_view")
