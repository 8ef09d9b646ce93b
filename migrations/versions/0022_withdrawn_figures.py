"""A figure or a word entered by mistake can be taken back, and an indicator says whether it can be negative."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("indicator") as batch:
        batch.add_column(
            sa.Column("may_be_negative", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    _keep_what_is_negative()
    with op.batch_alter_table("indicator") as batch:
        batch.alter_column("may_be_negative", server_default=None)
    with op.batch_alter_table("indicator_value") as batch:
        batch.alter_column("value", existing_type=sa.Text(), nullable=True)
    with op.batch_alter_table("field_note") as batch:
        batch.drop_constraint(batch.f("ck_field_note_something"), type_="check")


def _keep_what_is_negative() -> None:
    """A rate in percent can fall below nothing, and so can whatever has done so already."""
    indicator = sa.table(
        "indicator", sa.column("id"), sa.column("measure"), sa.column("may_be_negative", sa.Boolean())
    )
    value = sa.table("indicator_value", sa.column("indicator_id"), sa.column("value", sa.Text()))
    below = sa.select(value.c.indicator_id).where(value.c.value.startswith("-"))
    op.execute(
        indicator.update()
        .where(sa.or_(indicator.c.measure == "%", indicator.c.id.in_(below)))
        .values(may_be_negative=True)
    )


def downgrade() -> None:
    _forget_what_was_withdrawn()
    with op.batch_alter_table("field_note") as batch:
        batch.create_check_constraint(
            batch.f("ck_field_note_something"), "results <> '' OR shortcomings <> ''"
        )
    with op.batch_alter_table("indicator_value") as batch:
        batch.alter_column("value", existing_type=sa.Text(), nullable=False)
    with op.batch_alter_table("indicator") as batch:
        batch.drop_column("may_be_negative")


def _forget_what_was_withdrawn() -> None:
    """With all that stood before it: else a figure that was taken back would count again."""
    op.execute(
        "DELETE FROM indicator_value WHERE EXISTS (SELECT 1 FROM indicator_value AS w WHERE w.value IS NULL "
        "AND w.indicator_id = indicator_value.indicator_id AND w.year = indicator_value.year "
        "AND w.quarter = indicator_value.quarter AND w.id >= indicator_value.id)"
    )
    op.execute(
        "DELETE FROM field_note WHERE EXISTS (SELECT 1 FROM field_note AS w WHERE w.results = '' "
        "AND w.shortcomings = '' AND w.field = field_note.field AND w.year = field_note.year "
        "AND w.quarter = field_note.quarter AND w.id >= field_note.id)"
    )
