"""A task's whole life: partners' own parts, requests, explanations, remarks, sub-tasks; who follows a field."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('explanation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('task_id', sa.Integer(), nullable=True),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('question', sa.Text(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('asked_by_id', sa.Integer(), nullable=True),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('answer', sa.Text(), nullable=False),
    sa.Column('answered_by_id', sa.Integer(), nullable=True),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("(answer = '') = (answered_at IS NULL)", name=op.f('ck_explanation_answered')),
    sa.ForeignKeyConstraint(['answered_by_id'], ['person.id'], name=op.f('fk_explanation_answered_by_id')),
    sa.ForeignKeyConstraint(['asked_by_id'], ['person.id'], name=op.f('fk_explanation_asked_by_id')),
    sa.ForeignKeyConstraint(['task_id'], ['task.id'], name=op.f('fk_explanation_task_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_explanation_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_explanation'))
    )
    with op.batch_alter_table('explanation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_explanation_task_id'), ['task_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_explanation_unit_id'), ['unit_id'], unique=False)

    op.create_table('remark',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('task_id', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('post_id', sa.Integer(), nullable=True),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_remark_person_id')),
    sa.ForeignKeyConstraint(['post_id'], ['post.id'], name=op.f('fk_remark_post_id')),
    sa.ForeignKeyConstraint(['task_id'], ['task.id'], name=op.f('fk_remark_task_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_remark'))
    )
    with op.batch_alter_table('remark', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_remark_task_id'), ['task_id'], unique=False)

    op.create_table('sub_task',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('task_id', sa.Integer(), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('officer_id', sa.Integer(), nullable=True),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('done_on', sa.Date(), nullable=True),
    sa.Column('created_by_id', sa.Integer(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['created_by_id'], ['person.id'], name=op.f('fk_sub_task_created_by_id')),
    sa.ForeignKeyConstraint(['officer_id'], ['person.id'], name=op.f('fk_sub_task_officer_id')),
    sa.ForeignKeyConstraint(['task_id'], ['task.id'], name=op.f('fk_sub_task_task_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sub_task'))
    )
    with op.batch_alter_table('sub_task', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sub_task_task_id'), ['task_id'], unique=False)

    op.create_table('task_request',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('task_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('return', 'transfer', 'correct_deadline', 'correct_lead', name='request_kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('new_unit_id', sa.Integer(), nullable=True),
    sa.Column('new_due_on', sa.Date(), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('state', sa.Enum('pending', 'accepted', 'refused', 'lapsed', name='request_state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('asked_by_id', sa.Integer(), nullable=True),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('decided_by_id', sa.Integer(), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('decision_note', sa.Text(), nullable=False),
    sa.CheckConstraint("(state = 'pending') = (decided_at IS NULL)", name=op.f('ck_task_request_decided')),
    sa.CheckConstraint("kind <> 'correct_deadline' OR new_due_on IS NOT NULL", name=op.f('ck_task_request_new_date')),
    sa.CheckConstraint("kind NOT IN ('transfer', 'correct_lead') OR new_unit_id IS NOT NULL", name=op.f('ck_task_request_new_unit')),
    sa.CheckConstraint("reason <> ''", name=op.f('ck_task_request_reason')),
    sa.ForeignKeyConstraint(['asked_by_id'], ['person.id'], name=op.f('fk_task_request_asked_by_id')),
    sa.ForeignKeyConstraint(['decided_by_id'], ['person.id'], name=op.f('fk_task_request_decided_by_id')),
    sa.ForeignKeyConstraint(['new_unit_id'], ['unit.id'], name=op.f('fk_task_request_new_unit_id')),
    sa.ForeignKeyConstraint(['task_id'], ['task.id'], name=op.f('fk_task_request_task_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_task_request_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_task_request'))
    )
    with op.batch_alter_table('task_request', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_task_request_task_id'), ['task_id'], unique=False)
        batch_op.create_index('uq_task_request_pending', ['task_id', 'unit_id'], unique=True, sqlite_where=sa.text("state = 'pending'"), postgresql_where=sa.text("state = 'pending'"))

    with op.batch_alter_table('assignment', schema=None) as batch_op:
        batch_op.add_column(sa.Column('part', sa.Enum('open', 'reported', 'agreed', 'closed', name='part_state', native_enum=False, create_constraint=False, length=40), server_default='open', nullable=False))
        batch_op.add_column(sa.Column('part_settled_at', sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table('task', schema=None) as batch_op:
        batch_op.add_column(sa.Column('objective_cause_confirmed_by_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('objective_cause_note', sa.Text(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('resume_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('confirm_by', sa.Date(), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_task_objective_cause_confirmed_by_id'), 'person', ['objective_cause_confirmed_by_id'], ['id'])

    with op.batch_alter_table('task_version', schema=None) as batch_op:
        batch_op.add_column(sa.Column('monitor_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('officer_id', sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_task_version_officer_id'), 'person', ['officer_id'], ['id'])
        batch_op.create_foreign_key(batch_op.f('fk_task_version_monitor_id'), 'person', ['monitor_id'], ['id'])

    with op.batch_alter_table('work_field', schema=None) as batch_op:
        batch_op.add_column(sa.Column('monitor_id', sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_work_field_monitor_id'), 'person', ['monitor_id'], ['id'])

    with op.batch_alter_table('assignment') as batch_op:
        batch_op.alter_column('part', server_default=None)
        batch_op.create_check_constraint(
            op.f('ck_assignment_part_state'), "part IN ('open', 'reported', 'agreed', 'closed')"
        )
        batch_op.create_check_constraint(op.f('ck_assignment_part_of_partner'), "part = 'open' OR role = 'partner'")
        batch_op.create_check_constraint(
            op.f('ck_assignment_part_settled'), "(part = 'open') = (part_settled_at IS NULL)"
        )

    with op.batch_alter_table('task') as batch_op:
        batch_op.alter_column('objective_cause_note', server_default=None)
        batch_op.create_check_constraint(op.f('ck_task_paused_until'), "resume_on IS NULL OR state = 'paused'")
        batch_op.create_check_constraint(op.f('ck_task_confirm_by'), "confirm_by IS NULL OR state = 'waiting'")
        batch_op.create_check_constraint(
            op.f('ck_task_objective_cause'),
            "objective_cause_confirmed_by_id IS NULL OR objective_cause_confirmed_at IS NOT NULL",
        )
        batch_op.add_column(sa.Column('replaces_id', sa.Integer(), nullable=True))
        batch_op.create_foreign_key(op.f('fk_task_replaces_id'), 'task', ['replaces_id'], ['id'])
        batch_op.create_unique_constraint(op.f('uq_task_replaces_id'), ['replaces_id'])
        batch_op.create_check_constraint(
            op.f('ck_task_completed_day'), "(state = 'completed') = (completed_on IS NOT NULL)"
        )
        batch_op.create_check_constraint(
            op.f('ck_task_claimed_only'), "state IN ('waiting', 'completed') OR claimed_on IS NULL"
        )
        batch_op.create_check_constraint(
            op.f('ck_task_new_unreceived'), "state <> 'new' OR received_at IS NULL"
        )

    with op.batch_alter_table('extension') as batch_op:
        batch_op.drop_constraint(op.f('ck_extension_extension_state'), type_='check')
        batch_op.create_check_constraint(
            op.f('ck_extension_extension_state'), "state IN ('pending', 'granted', 'refused', 'lapsed')"
        )

    with op.batch_alter_table('file_content') as batch_op:
        batch_op.add_column(sa.Column('scanned_at', sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table('report') as batch_op:
        batch_op.drop_constraint(op.f('ck_report_report_kind'), type_='check')
        batch_op.create_check_constraint(
            op.f('ck_report_report_kind'), "kind IN ('progress', 'completion', 'part')"
        )
        batch_op.add_column(sa.Column('told_via', sa.Enum('phone', 'paper', 'meeting', name='told_via', native_enum=False, create_constraint=False, length=40), nullable=True))
        batch_op.add_column(sa.Column('told_by', sa.Text(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('told_on', sa.Date(), nullable=True))

    with op.batch_alter_table('report') as batch_op:
        batch_op.alter_column('told_by', server_default=None)
        batch_op.create_check_constraint(op.f('ck_report_told_via'), "told_via IN ('phone', 'paper', 'meeting')")
        batch_op.create_check_constraint(op.f('ck_report_told_on_behalf'), "told_via IS NULL OR channel = 'on_paper'")


def downgrade() -> None:
    op.execute("DELETE FROM attachment WHERE report_id IN (SELECT id FROM report WHERE kind = 'part')")
    op.execute("DELETE FROM report WHERE kind = 'part'")
    with op.batch_alter_table('report') as batch_op:
        for name in ('told_via', 'told_on_behalf'):
            batch_op.drop_constraint(op.f(f'ck_report_{name}'), type_='check')

    with op.batch_alter_table('report') as batch_op:
        for name in ('told_via', 'told_by', 'told_on'):
            batch_op.drop_column(name)
        batch_op.drop_constraint(op.f('ck_report_report_kind'), type_='check')
        batch_op.create_check_constraint(op.f('ck_report_report_kind'), "kind IN ('progress', 'completion')")

    with op.batch_alter_table('file_content') as batch_op:
        batch_op.drop_column('scanned_at')

    op.execute("UPDATE extension SET state = 'refused' WHERE state = 'lapsed'")
    with op.batch_alter_table('extension') as batch_op:
        batch_op.drop_constraint(op.f('ck_extension_extension_state'), type_='check')
        batch_op.create_check_constraint(
            op.f('ck_extension_extension_state'), "state IN ('pending', 'granted', 'refused')"
        )

    with op.batch_alter_table('task') as batch_op:
        checks = (
            'completed_day', 'claimed_only', 'new_unreceived', 'paused_until', 'confirm_by', 'objective_cause'
        )
        for name in checks:
            batch_op.drop_constraint(op.f(f'ck_task_{name}'), type_='check')
        batch_op.drop_constraint(op.f('uq_task_replaces_id'), type_='unique')
        batch_op.drop_constraint(op.f('fk_task_replaces_id'), type_='foreignkey')
        batch_op.drop_column('replaces_id')

    with op.batch_alter_table('assignment') as batch_op:
        for name in ('part_state', 'part_of_partner', 'part_settled'):
            batch_op.drop_constraint(op.f(f'ck_assignment_{name}'), type_='check')

    with op.batch_alter_table('work_field', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_work_field_monitor_id'), type_='foreignkey')
        batch_op.drop_column('monitor_id')

    with op.batch_alter_table('task_version', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_task_version_monitor_id'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('fk_task_version_officer_id'), type_='foreignkey')
        batch_op.drop_column('officer_id')
        batch_op.drop_column('monitor_id')

    with op.batch_alter_table('task', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_task_objective_cause_confirmed_by_id'), type_='foreignkey')
        batch_op.drop_column('confirm_by')
        batch_op.drop_column('resume_on')
        batch_op.drop_column('objective_cause_note')
        batch_op.drop_column('objective_cause_confirmed_by_id')

    with op.batch_alter_table('assignment', schema=None) as batch_op:
        batch_op.drop_column('part_settled_at')
        batch_op.drop_column('part')

    with op.batch_alter_table('task_request', schema=None) as batch_op:
        batch_op.drop_index('uq_task_request_pending', sqlite_where=sa.text("state = 'pending'"), postgresql_where=sa.text("state = 'pending'"))
        batch_op.drop_index(batch_op.f('ix_task_request_task_id'))

    op.drop_table('task_request')
    with op.batch_alter_table('sub_task', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_sub_task_task_id'))

    op.drop_table('sub_task')
    with op.batch_alter_table('remark', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_remark_task_id'))

    op.drop_table('remark')
    with op.batch_alter_table('explanation', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_explanation_unit_id'))
        batch_op.drop_index(batch_op.f('ix_explanation_task_id'))

    op.drop_table('explanation')
