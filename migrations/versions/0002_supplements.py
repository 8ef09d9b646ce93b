"""Supplements after issue; who is in charge, the star and so many of the units, in the review; what the machine proposed.

Columns are added in plain SQL that both databases read: Alembic's rebuild of a SQLite table would lose its CHECKs.
"""

from __future__ import annotations

import re

from alembic import op

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None

COLUMNS = (
    ("draft", "rule_count", "INTEGER CONSTRAINT ck_draft_rule_count CHECK (rule <> 'some' OR rule_count > 0)"),
    ("draft", "is_starred", "BOOLEAN DEFAULT false NOT NULL"),
    ("draft", "leader_id", "INTEGER CONSTRAINT fk_draft_leader_id REFERENCES person (id)"),
    ("draft", "proposal", "TEXT"),
    (
        "draft",
        "replaces_id",
        "INTEGER CONSTRAINT fk_draft_replaces_id REFERENCES directive (id)",
    ),
    (
        "draft",
        "supplement_act",
        "VARCHAR(40) CONSTRAINT ck_draft_supplement_act CHECK (supplement_act IN ('new', 'replaces', 'withdraws'))"
        " CONSTRAINT ck_draft_replaced CHECK (supplement_act NOT IN ('replaces', 'withdraws') OR replaces_id IS NOT NULL)",
    ),
    (
        "draft",
        "withdraw_reason",
        "TEXT DEFAULT '' NOT NULL"
        " CONSTRAINT ck_draft_withdrawn_why CHECK (supplement_act <> 'withdraws' OR withdraw_reason <> '')",
    ),
    ("directive", "ended_at", "{instant}"),
    (
        "directive",
        "ended_by_id",
        "INTEGER CONSTRAINT fk_directive_ended_by_id REFERENCES conclusion_text (id)"
        " CONSTRAINT ck_directive_ended CHECK ((ended_at IS NULL) = (ended_by_id IS NULL))",
    ),
    ("directive", "end_reason", "TEXT DEFAULT '' NOT NULL"),
    ("task_version", "title", "TEXT DEFAULT '' NOT NULL"),
    ("task_version", "directive_id", "INTEGER CONSTRAINT fk_task_version_directive_id REFERENCES directive (id)"),
)


def upgrade() -> None:
    is_postgres = op.get_bind().dialect.name == "postgresql"
    instant = "TIMESTAMP WITH TIME ZONE" if is_postgres else "DATETIME"
    for table, name, definition in COLUMNS:
        op.execute(f"ALTER TABLE {table} ADD COLUMN {name} {definition.format(instant=instant)}")
    op.execute(
        "UPDATE task_version SET"
        " title = (SELECT title FROM task WHERE task.id = task_version.task_id),"
        " directive_id = (SELECT directive_id FROM task WHERE task.id = task_version.task_id)"
    )
    op.create_index("uq_directive_supersedes_id", "directive", ["supersedes_id"], unique=True)


def downgrade() -> None:
    """PostgreSQL drops a column's rules with it; SQLite has to be told of the CHECKs and loses the references by itself."""
    op.drop_index("uq_directive_supersedes_id", "directive")
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for table in dict.fromkeys(table for table, _name, _definition in COLUMNS):
        columns = [(name, definition) for owner, name, definition in reversed(COLUMNS) if owner == table]
        with op.batch_alter_table(table) as batch:
            for name, definition in columns:
                for rule in re.findall(r"CONSTRAINT (ck_\w+)", definition) if is_sqlite else ():
                    batch.drop_constraint(op.f(rule), type_="check")
                batch.drop_column(name)
