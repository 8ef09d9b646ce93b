"""What the life of a task still lacked."""

from __future__ import annotations

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

ROLES = ("lead", "partner", "suggested")


def upgrade() -> None:
    _allow_roles(*ROLES, "informed")


def downgrade() -> None:
    op.execute("DELETE FROM draft_unit WHERE role = 'informed'")
    _allow_roles(*ROLES)


def _allow_roles(*roles: str) -> None:
    """Which parts a unit may have in a draft."""
    listed = ", ".join(f"'{role}'" for role in roles)
    with op.batch_alter_table("draft_unit") as batch:
        batch.drop_constraint(op.f("ck_draft_unit_draft_role"), type_="check")
        batch.create_check_constraint(op.f("ck_draft_unit_draft_role"), f"role IN ({listed})")
