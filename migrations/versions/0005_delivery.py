"""delivery: heartbeat of the lease, runs asked for by hand, an index for the pace of mails."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        'job_request',
        sa.Column('job', sa.Text(), nullable=False),
        sa.Column('person_id', sa.Integer(), nullable=False),
        sa.Column('asked_at', INSTANT, nullable=False),
        sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_job_request_person_id')),
        sa.PrimaryKeyConstraint('job', name=op.f('pk_job_request')),
    )
    with op.batch_alter_table('job_run') as table:
        table.add_column(sa.Column('asked_by_id', sa.Integer(), nullable=True))
        table.create_foreign_key(op.f('fk_job_run_asked_by_id'), 'person', ['asked_by_id'], ['id'])
        table.drop_index('ix_job_run_job_started_at')
        table.create_index('ix_job_run_job_id', ['job', 'id'])
    with op.batch_alter_table('lease') as table:
        table.add_column(sa.Column('renewed_at', INSTANT, nullable=True))
    op.execute('UPDATE lease SET renewed_at = taken_at')
    with op.batch_alter_table('lease') as table:
        table.alter_column('renewed_at', existing_type=INSTANT, nullable=False)
    op.create_index('ix_delivery_attempt_started_at', 'delivery_attempt', ['started_at'])


def downgrade() -> None:
    op.drop_index('ix_delivery_attempt_started_at', 'delivery_attempt')
    with op.batch_alter_table('lease') as table:
        table.drop_column('renewed_at')
    with op.batch_alter_table('job_run') as table:
        table.drop_index('ix_job_run_job_id')
        table.create_index('ix_job_run_job_started_at', ['job', 'started_at'])
        table.drop_constraint(op.f('fk_job_run_asked_by_id'), type_='foreignkey')
        table.drop_column('asked_by_id')
    op.drop_table('job_request')
