"""Indicators of the quarter, their plans and figures, a word on each field; frozen with the snapshot."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('field_note',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('field', sa.Text(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('quarter', sa.Integer(), nullable=False),
    sa.Column('results', sa.Text(), nullable=False),
    sa.Column('shortcomings', sa.Text(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=True),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('written_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("results <> '' OR shortcomings <> ''", name=op.f('ck_field_note_something')),
    sa.CheckConstraint('quarter BETWEEN 1 AND 4', name=op.f('ck_field_note_quarter')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_field_note_person_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_field_note_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_field_note'))
    )
    with op.batch_alter_table('field_note', schema=None) as batch_op:
        batch_op.create_index('ix_field_note_quarter', ['year', 'quarter', 'field'], unique=False)

    op.create_table('indicator',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.Text(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('measure', sa.Text(), nullable=False),
    sa.Column('direction', sa.Enum('up', 'down', 'neither', name='direction', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('adds_up', sa.Boolean(), nullable=False),
    sa.Column('field', sa.Text(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('valid_to IS NULL OR valid_to > valid_from', name=op.f('ck_indicator_period')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_indicator_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_indicator')),
    sa.UniqueConstraint('code', name=op.f('uq_indicator_code'))
    )
    with op.batch_alter_table('indicator', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_indicator_unit_id'), ['unit_id'], unique=False)

    op.create_table('indicator_plan',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('indicator_id', sa.Integer(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('value', sa.Text(), nullable=False),
    sa.Column('basis', sa.Text(), nullable=False),
    sa.Column('set_by_id', sa.Integer(), nullable=True),
    sa.Column('set_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['indicator_id'], ['indicator.id'], name=op.f('fk_indicator_plan_indicator_id')),
    sa.ForeignKeyConstraint(['set_by_id'], ['person.id'], name=op.f('fk_indicator_plan_set_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_indicator_plan'))
    )
    with op.batch_alter_table('indicator_plan', schema=None) as batch_op:
        batch_op.create_index('ix_indicator_plan_year', ['indicator_id', 'year'], unique=False)

    op.create_table('indicator_value',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('indicator_id', sa.Integer(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('quarter', sa.Integer(), nullable=False),
    sa.Column('value', sa.Text(), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('channel', sa.Enum('web', 'mail_link', 'command', 'scheduler', 'on_paper', 'demo', name='channel', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('is_on_behalf', sa.Boolean(), nullable=False),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('quarter BETWEEN 1 AND 4', name=op.f('ck_indicator_value_quarter')),
    sa.ForeignKeyConstraint(['indicator_id'], ['indicator.id'], name=op.f('fk_indicator_value_indicator_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_indicator_value_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_indicator_value'))
    )
    with op.batch_alter_table('indicator_value', schema=None) as batch_op:
        batch_op.create_index('ix_indicator_value_quarter', ['indicator_id', 'year', 'quarter'], unique=False)

    with op.batch_alter_table('snapshot', schema=None) as batch_op:
        batch_op.add_column(sa.Column('indicators', sa.Text(), server_default='', nullable=False))

    with op.batch_alter_table('snapshot') as batch_op:
        batch_op.alter_column('indicators', server_default=None)


def downgrade() -> None:
    with op.batch_alter_table('snapshot') as batch_op:
        batch_op.drop_column('indicators')
    for name in ('field_note', 'indicator_value', 'indicator_plan', 'indicator'):
        op.drop_table(name)
