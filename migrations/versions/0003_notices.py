"""What the Office says of a Thông báo kết luận beyond the chair's words: where, signed by whom, to whom."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    is_postgres = op.get_bind().dialect.name == "postgresql"
    instant = sa.TIMESTAMP(timezone=True) if is_postgres else sa.DATETIME()
    op.create_table(
        "notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("text_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("dated_on", sa.Date(), nullable=True),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("signer_post_id", sa.Integer(), nullable=True),
        sa.Column("is_by_authority", sa.Boolean(), nullable=False),
        sa.Column("opening", sa.Text(), nullable=False),
        sa.Column("recipients", sa.Text(), nullable=False),
        sa.Column("archive", sa.Text(), nullable=False),
        sa.Column("has_appendix", sa.Boolean(), nullable=False),
        sa.Column("changed_at", instant, nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_notice"),
        sa.ForeignKeyConstraint(["text_id"], ["conclusion_text.id"], name="fk_notice_text_id"),
        sa.ForeignKeyConstraint(["signer_post_id"], ["post.id"], name="fk_notice_signer_post_id"),
        sa.ForeignKeyConstraint(["changed_by_id"], ["person.id"], name="fk_notice_changed_by_id"),
        sa.UniqueConstraint("text_id", name="uq_notice_text_id"),
    )


def downgrade() -> None:
    op.drop_table("notice")
