"""What the life of a task still lacked."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

ROLES = ("lead", "partner", "suggested")


def upgrade() -> None:
    _allow_roles(*ROLES, "informed")
    op.create_table(
        "reorganisation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", _enum("succession_kind", "merge", "split", "rename", "abolish"), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("bodies", sa.Text(), nullable=False),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("state", _enum("prepared_state", "planned", "done", "called_off"), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("prepared_by_id", sa.Integer(), nullable=True),
        sa.Column("prepared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(state = 'planned') = (settled_at IS NULL)", name=op.f("ck_reorganisation_settled")
        ),
        sa.CheckConstraint(
            "state = 'planned' OR problem = ''", name=op.f("ck_reorganisation_problem_while_planned")
        ),
        sa.ForeignKeyConstraint(
            ["prepared_by_id"], ["person.id"], name=op.f("fk_reorganisation_prepared_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reorganisation")),
    )


def _enum(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def downgrade() -> None:
    op.drop_table("reorganisation")
    op.execute("DELETE FROM draft_unit WHERE role = 'informed'")
    _allow_roles(*ROLES)


def _allow_roles(*roles: str) -> None:
    """Which parts a unit may have in a draft."""
    listed = ", ".join(f"'{role}'" for role in roles)
    with op.batch_alter_table("draft_unit") as batch:
        batch.drop_constraint(op.f("ck_draft_unit_draft_role"), type_="check")
        batch.create_check_constraint(op.f("ck_draft_unit_draft_role"), f"role IN ({listed})")
