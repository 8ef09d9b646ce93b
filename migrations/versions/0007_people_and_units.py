"""Posts held for another, reorganised units and what passed to their successors, workbooks read before they are written."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None

OLD_UNIQUE = 'uq_task_duty_id_unit_id_period_key'
NEW_UNIQUE = 'uq_task_duty_id_origin_unit_id_period_key'


def upgrade() -> None:
    is_postgres = op.get_bind().dialect.name == 'postgresql'
    instant = sa.TIMESTAMP(timezone=True) if is_postgres else sa.DATETIME()
    with op.batch_alter_table('post') as batch_op:
        batch_op.add_column(sa.Column('on_behalf_of_id', sa.Integer(), nullable=True))
        batch_op.create_foreign_key(op.f('fk_post_on_behalf_of_id'), 'post', ['on_behalf_of_id'], ['id'])

    with op.batch_alter_table('unit_succession') as batch_op:
        batch_op.add_column(sa.Column('basis', sa.Text(), server_default='', nullable=False))
    with op.batch_alter_table('unit_succession') as batch_op:
        batch_op.alter_column('basis', server_default=None)

    with op.batch_alter_table('task') as batch_op:
        batch_op.add_column(sa.Column('origin_unit_id', sa.Integer(), nullable=True))
        batch_op.create_foreign_key(op.f('fk_task_origin_unit_id'), 'unit', ['origin_unit_id'], ['id'])
    op.execute('UPDATE task SET origin_unit_id = unit_id')
    with op.batch_alter_table('task') as batch_op:
        batch_op.alter_column('origin_unit_id', existing_type=sa.Integer(), nullable=False)
        batch_op.drop_constraint(op.f(OLD_UNIQUE), type_='unique')
        batch_op.create_unique_constraint(op.f(NEW_UNIQUE), ['duty_id', 'origin_unit_id', 'period_key'])

    op.create_table(
        'task_hand_over',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('task_id', sa.Integer(), nullable=False),
        sa.Column('from_unit_id', sa.Integer(), nullable=False),
        sa.Column('to_unit_id', sa.Integer(), nullable=False),
        sa.Column('effective_on', sa.Date(), nullable=False),
        sa.Column('recorded_at', instant, nullable=False),
        sa.CheckConstraint('from_unit_id <> to_unit_id', name=op.f('ck_task_hand_over_another_unit')),
        sa.ForeignKeyConstraint(['task_id'], ['task.id'], name=op.f('fk_task_hand_over_task_id')),
        sa.ForeignKeyConstraint(['from_unit_id'], ['unit.id'], name=op.f('fk_task_hand_over_from_unit_id')),
        sa.ForeignKeyConstraint(['to_unit_id'], ['unit.id'], name=op.f('fk_task_hand_over_to_unit_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_task_hand_over')),
    )
    op.create_index(op.f('ix_task_hand_over_task_id'), 'task_hand_over', ['task_id'])

    op.create_table(
        'import_batch',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('kind', sa.String(length=40), nullable=False),
        sa.Column('file_name', sa.Text(), nullable=False),
        sa.Column('file_sha256', sa.Text(), nullable=False),
        sa.Column('row_count', sa.Integer(), nullable=False),
        sa.Column('content', sa.LargeBinary(), nullable=True),
        sa.Column('read_at', instant, nullable=False),
        sa.Column('read_by_id', sa.Integer(), nullable=True),
        sa.Column('written_at', instant, nullable=True),
        sa.CheckConstraint("kind IN ('units', 'people', 'tasks')", name=op.f('ck_import_batch_import_kind')),
        sa.CheckConstraint(
            '(content IS NULL) = (written_at IS NOT NULL)', name=op.f('ck_import_batch_kept_until_written')
        ),
        sa.CheckConstraint('row_count > 0', name=op.f('ck_import_batch_rows')),
        sa.ForeignKeyConstraint(['read_by_id'], ['person.id'], name=op.f('fk_import_batch_read_by_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_import_batch')),
    )


def downgrade() -> None:
    op.drop_table('import_batch')
    op.drop_index(op.f('ix_task_hand_over_task_id'), table_name='task_hand_over')
    op.drop_table('task_hand_over')

    with op.batch_alter_table('task') as batch_op:
        batch_op.drop_constraint(op.f(NEW_UNIQUE), type_='unique')
        batch_op.create_unique_constraint(op.f(OLD_UNIQUE), ['duty_id', 'unit_id', 'period_key'])
        batch_op.drop_constraint(op.f('fk_task_origin_unit_id'), type_='foreignkey')
        batch_op.drop_column('origin_unit_id')

    with op.batch_alter_table('unit_succession') as batch_op:
        batch_op.drop_column('basis')

    with op.batch_alter_table('post') as batch_op:
        batch_op.drop_constraint(op.f('fk_post_on_behalf_of_id'), type_='foreignkey')
        batch_op.drop_column('on_behalf_of_id')
