"""Reminders of partners and of explanations."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

SINCE = date(2000, 1, 1)
PARTS = 'Giả định: cơ quan phối hợp có hạn riêng thì được nhắc như cơ quan chủ trì'
PARTS_OFFICE = 'Giả định: phối hợp chậm thì người theo dõi biết trước khi việc chính chậm'
EXPLAINED = 'Giả định: đề nghị giải trình có hạn trả lời thì được nhắc theo hạn'
EXPLAINED_OFFICE = 'Đồng Tháp: chậm hoặc không báo cáo thì phải giải trình'

# key, trigger, offsets, readers, subject, legal basis
RULES = (
    ('part_before', 'before', '3 1', 'head', 'part', PARTS),
    ('part_on_day', 'on_day', '', 'head', 'part', PARTS),
    ('part_after', 'after', '1 3', 'head', 'part', PARTS),
    ('part_office', 'escalate', '2', 'monitor', 'part', PARTS_OFFICE),
    ('explain_before', 'before', '1', 'head', 'explanation', EXPLAINED),
    ('explain_on_day', 'on_day', '', 'head', 'explanation', EXPLAINED),
    ('explain_after', 'after', '1 3', 'head', 'explanation', EXPLAINED),
    ('explain_office', 'escalate', '2', 'chief_of_office', 'explanation', EXPLAINED_OFFICE),
)
_PARTIAL = {
    'uq_reminder_briefing': (['briefing_id', 'rule', 'occurrence'], 'briefing_id IS NOT NULL'),
    'uq_reminder_part': (['assignment_id', 'rule', 'occurrence'], 'assignment_id IS NOT NULL'),
    'uq_reminder_explanation': (['explanation_id', 'rule', 'occurrence'], 'explanation_id IS NOT NULL'),
}
_OF_NOTHING = 'task_id IS NULL AND briefing_id IS NULL AND assignment_id IS NULL AND explanation_id IS NULL'
_OF_NOTHING_BEFORE = 'task_id IS NULL AND briefing_id IS NULL'
_ONE_SUBJECT = (
    '(task_id IS NOT NULL AND briefing_id IS NULL AND assignment_id IS NULL AND explanation_id IS NULL)'
    ' OR (task_id IS NULL AND briefing_id IS NOT NULL AND assignment_id IS NULL AND explanation_id IS NULL)'
    ' OR (task_id IS NULL AND briefing_id IS NULL AND assignment_id IS NOT NULL AND explanation_id IS NULL)'
    ' OR (task_id IS NULL AND briefing_id IS NULL AND assignment_id IS NULL)'
)


TOPICS = (
    'assignment', 'withdrawal', 'sent_back', 'urging', 'extension_decided', 'deadline', 'escalation', 'progress',
    'naming', 'decision', 'briefing', 'bulletin', 'calendar_file',
)
_SWITCHED = ('mail_switch', 'mail_choice')


def _allow_topics(topics) -> None:
    names = ', '.join(f"'{topic}'" for topic in topics)
    for table in _SWITCHED:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_constraint(batch_op.f(f'ck_{table}_topic'), type_='check')
            batch_op.create_check_constraint(batch_op.f(f'ck_{table}_topic'), f'topic IN ({names})')


def _create_unique(name, columns, where):
    op.create_index(
        name, 'reminder', columns, unique=True, sqlite_where=sa.text(where), postgresql_where=sa.text(where)
    )


def upgrade() -> None:
    op.drop_index('uq_reminder_general', 'reminder')
    op.drop_index('uq_reminder_briefing', 'reminder')
    with op.batch_alter_table('reminder', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_reminder_one_subject'), type_='check')
        batch_op.add_column(sa.Column('assignment_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('explanation_id', sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_reminder_assignment_id'), 'assignment', ['assignment_id'], ['id'])
        batch_op.create_foreign_key(batch_op.f('fk_reminder_explanation_id'), 'explanation', ['explanation_id'], ['id'])
        batch_op.create_check_constraint(batch_op.f('ck_reminder_one_subject'), _ONE_SUBJECT)
    for name, (columns, where) in _PARTIAL.items():
        _create_unique(name, columns, where)
    _create_unique('uq_reminder_general', ['rule', 'occurrence'], _OF_NOTHING)

    with op.batch_alter_table('reminder_rule', schema=None) as batch_op:
        batch_op.add_column(sa.Column('subject', sa.String(40), nullable=False, server_default='task'))
    with op.batch_alter_table('reminder_rule', schema=None) as batch_op:
        batch_op.alter_column('subject', existing_type=sa.String(40), existing_nullable=False, server_default=None)
        batch_op.create_check_constraint(
            batch_op.f('ck_reminder_rule_subject'), "subject IN ('task', 'part', 'explanation')"
        )
    _write_rules()
    _allow_topics((*TOPICS, 'news'))


def _write_rules() -> None:
    table = sa.table(
        'reminder_rule', *(sa.column(name) for name in (
            'key', 'trigger', 'offsets', 'readers', 'stop', 'importance', 'unit_kinds', 'recurrence', 'day', 'is_on',
            'subject', 'legal_basis', 'position',
        )), sa.column('valid_from', sa.Date),
    )
    last = op.get_bind().execute(sa.text('SELECT max(position) FROM reminder_rule')).scalar() or 0
    op.bulk_insert(table, [
        {
            'key': key, 'trigger': trigger, 'offsets': offsets, 'readers': readers, 'stop': 'done', 'importance': 'any',
            'unit_kinds': '', 'recurrence': None, 'day': None, 'is_on': True, 'subject': subject, 'legal_basis': basis,
            'position': position, 'valid_from': SINCE,
        }
        for position, (key, trigger, offsets, readers, subject, basis) in enumerate(RULES, start=last + 1)
    ])


def downgrade() -> None:
    for table in _SWITCHED:
        op.execute(f"DELETE FROM {table} WHERE topic = 'news'")
    _allow_topics(TOPICS)
    op.execute("DELETE FROM reminder_rule WHERE subject <> 'task'")
    with op.batch_alter_table('reminder_rule', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_reminder_rule_subject'), type_='check')
        batch_op.drop_column('subject')

    beside = 'assignment_id IS NOT NULL OR explanation_id IS NOT NULL'
    op.execute(f'DELETE FROM digest_reminder WHERE reminder_id IN (SELECT id FROM reminder WHERE {beside})')
    op.execute(f'DELETE FROM reminder WHERE {beside}')
    for name in (*_PARTIAL, 'uq_reminder_general'):
        op.drop_index(name, 'reminder')
    with op.batch_alter_table('reminder', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_reminder_one_subject'), type_='check')
        batch_op.drop_constraint(batch_op.f('fk_reminder_explanation_id'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('fk_reminder_assignment_id'), type_='foreignkey')
        batch_op.drop_column('explanation_id')
        batch_op.drop_column('assignment_id')
        batch_op.create_check_constraint(
            batch_op.f('ck_reminder_one_subject'), 'task_id IS NULL OR briefing_id IS NULL'
        )
    _create_unique('uq_reminder_briefing', *_PARTIAL['uq_reminder_briefing'])
    _create_unique('uq_reminder_general', ['rule', 'occurrence'], _OF_NOTHING_BEFORE)
