"""Invitations, second factor, outside sign-in."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


LINK_KINDS = ('setup', 'invitation', 'reset', 'unlock')
WAYS = ('password', 'outside')


def _enum(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def _instant(name: str, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def upgrade() -> None:
    _new_tables()
    with op.batch_alter_table('person', schema=None) as batch_op:
        batch_op.add_column(_instant('tries_forgiven_at', nullable=True))
    # Those that stand were all opened by password alone; the models have no default in the database.
    with op.batch_alter_table('sign_in_session', schema=None) as batch_op:
        batch_op.add_column(sa.Column('way', sa.String(40), nullable=False, server_default='password'))
        batch_op.add_column(sa.Column('has_second_factor', sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table('sign_in_session', schema=None) as batch_op:
        batch_op.alter_column('way', type_=_enum('way', *WAYS), existing_type=sa.String(40), server_default=None)
        batch_op.alter_column('has_second_factor', existing_type=sa.Boolean(), server_default=None)
    with op.batch_alter_table('sign_in_attempt', schema=None) as batch_op:
        batch_op.add_column(sa.Column('step', sa.String(40), nullable=False, server_default='password'))
    with op.batch_alter_table('sign_in_attempt', schema=None) as batch_op:
        batch_op.alter_column('step', type_=_enum('step', 'password', 'code'), existing_type=sa.String(40), server_default=None)


def _new_tables() -> None:
    op.create_table('installation',
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('draft', sa.Text(), nullable=False),
    _instant('begun_at'),
    _instant('finished_at', nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('id = 1', name=op.f('ck_installation_single')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_installation'))
    )
    op.create_table('waiting_sign_in',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('token_hash', sa.Text(), nullable=False),
    sa.Column('need', _enum('need', 'code', 'enrolment'), nullable=False),
    sa.Column('way', _enum('way', *WAYS), nullable=False),
    sa.Column('is_remembered', sa.Boolean(), nullable=False),
    _instant('created_at'),
    _instant('expires_at'),
    _instant('ended_at', nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_waiting_sign_in_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_waiting_sign_in')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_waiting_sign_in_token_hash'))
    )
    op.create_index(op.f('ix_waiting_sign_in_person_id'), 'waiting_sign_in', ['person_id'])
    op.create_table('account_link',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', _enum('link_kind', *LINK_KINDS), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('token_hash', sa.Text(), nullable=False),
    sa.Column('made_by_id', sa.Integer(), nullable=True),
    _instant('created_at'),
    _instant('expires_at'),
    _instant('used_at', nullable=True),
    _instant('revoked_at', nullable=True),
    sa.CheckConstraint("(kind = 'setup') = (person_id IS NULL)", name=op.f('ck_account_link_of_a_person')),
    sa.ForeignKeyConstraint(['made_by_id'], ['person.id'], name=op.f('fk_account_link_made_by_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_account_link_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_account_link')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_account_link_token_hash'))
    )
    op.create_index(op.f('ix_account_link_person_id'), 'account_link', ['person_id'])
    op.create_table('link_request',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', _enum('link_kind', *LINK_KINDS), nullable=False),
    sa.Column('sign_in_name', sa.Text(), nullable=False),
    _instant('asked_at'),
    _instant('answered_at', nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_link_request'))
    )
    op.create_index(op.f('ix_link_request_answered_at'), 'link_request', ['answered_at'])
    op.create_table('second_factor',
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('sealed_secret', sa.Text(), nullable=False),
    _instant('begun_at'),
    _instant('confirmed_at', nullable=True),
    sa.Column('last_step', sa.Integer(), nullable=False),
    sa.Column('recovery_salt', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_second_factor_person_id')),
    sa.PrimaryKeyConstraint('person_id', name=op.f('pk_second_factor'))
    )
    op.create_table('recovery_code',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('code_hash', sa.Text(), nullable=False),
    _instant('used_at', nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_recovery_code_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_recovery_code')),
    sa.UniqueConstraint('person_id', 'code_hash', name=op.f('uq_recovery_code_person_id_code_hash'))
    )
    op.create_table('outside_identity',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('issuer', sa.Text(), nullable=False),
    sa.Column('subject', sa.Text(), nullable=False),
    _instant('linked_at'),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_outside_identity_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outside_identity')),
    sa.UniqueConstraint('issuer', 'subject', name=op.f('uq_outside_identity_issuer_subject'))
    )
    op.create_index(op.f('ix_outside_identity_person_id'), 'outside_identity', ['person_id'])


def downgrade() -> None:
    with op.batch_alter_table('sign_in_attempt', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_sign_in_attempt_step'), type_='check')
        batch_op.drop_column('step')
    with op.batch_alter_table('sign_in_session', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_sign_in_session_way'), type_='check')
        batch_op.drop_column('way')
        batch_op.drop_column('has_second_factor')
    with op.batch_alter_table('person', schema=None) as batch_op:
        batch_op.drop_column('tries_forgiven_at')
    for table in (
        'outside_identity',
        'recovery_code',
        'second_factor',
        'link_request',
        'account_link',
        'waiting_sign_in',
        'installation',
    ):
        op.drop_table(table)
