"""Documents made by a job, and the wording of a city."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

UNDER_WAY = "state IN ('waiting', 'making')"


def upgrade() -> None:
    op.create_table(
        "document_order",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Enum("quarter_report", name="document_kind", native_enum=False, create_constraint=True, length=40), nullable=False),
        sa.Column("file_kind", sa.Text(), nullable=False),
        sa.Column("parameters", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("edition", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("task_count", sa.Integer(), nullable=False),
        sa.Column("state", sa.Enum("waiting", "making", "made", "failed", name="order_state", native_enum=False, create_constraint=True, length=40), nullable=False),
        sa.Column("stage", sa.Enum("queued", "figures", "text", "pages", "keeping", "done", name="stage", native_enum=False, create_constraint=True, length=40), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.Text(), nullable=False),
        sa.CheckConstraint("(state = 'made') = (sha256 IS NOT NULL)", name=op.f("ck_document_order_made_has_file")),
        sa.ForeignKeyConstraint(["sha256"], ["file_content.sha256"], name=op.f("fk_document_order_sha256")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_order")),
    )
    with op.batch_alter_table("document_order") as batch:
        batch.create_index("ix_document_order_state", ["state", "asked_at"])
        batch.create_index(
            "ix_document_order_under_way",
            ["subject"],
            unique=True,
            sqlite_where=sa.text(UNDER_WAY),
            postgresql_where=sa.text(UNDER_WAY),
        )
    op.create_table(
        "document_asker",
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["document_order.id"], name=op.f("fk_document_asker_order_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_document_asker_person_id")),
        sa.PrimaryKeyConstraint("order_id", "person_id", name=op.f("pk_document_asker")),
    )
    with op.batch_alter_table("document_asker") as batch:
        batch.create_index(batch.f("ix_document_asker_person_id"), ["person_id"])
    op.create_table(
        "document_phrase",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("set_by_id", sa.Integer(), nullable=True),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["set_by_id"], ["person.id"], name=op.f("fk_document_phrase_set_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_phrase")),
        sa.UniqueConstraint("document", "name", "valid_from", name=op.f("uq_document_phrase_document_name_valid_from")),
    )


def downgrade() -> None:
    op.drop_table("document_phrase")
    op.drop_table("document_asker")
    op.drop_table("document_order")
