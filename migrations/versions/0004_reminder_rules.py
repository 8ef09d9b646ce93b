"""Reminder rules as data, how far each task is planned, switches, calendar feeds, deadlines attached to mails."""

from __future__ import annotations

import json
from datetime import date

import sqlalchemy as sa
from alembic import op

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None

TRIGGERS = ('before', 'on_day', 'after', 'weekly', 'escalate', 'silence', 'progress', 'unnamed', 'confirm', 'request', 'briefing', 'bulletin')
TOPICS = ('assignment', 'withdrawal', 'sent_back', 'urging', 'extension_decided', 'deadline', 'escalation', 'progress', 'naming', 'decision', 'briefing', 'bulletin', 'calendar_file')
SINCE = date(2000, 1, 1)
LADDER = 'Thông lệ: +1 thủ trưởng, +2 Chánh Văn phòng, +5 Chủ tịch'
STARRED = 'Giả định: việc gắn sao báo lên sớm hơn; thành phố chỉnh theo quy chế của mình'
PERIOD = 'Nhiệm vụ định kỳ: mốc nhắc theo độ dài của kỳ'

# key, trigger, offsets, readers, stop, importance, recurrence, day, legal basis: the defaults of domain section 6
RULES = (
    ('before', 'before', '7 3 1', 'head officer', 'done', 'any', None, None, 'Thông lệ: 7, 3 và 1 ngày làm việc'),
    ('on_day', 'on_day', '', 'head officer', 'done', 'any', None, None, 'Đà Nẵng, công văn 4651: đến hạn phải báo xong hoặc chưa xong'),
    ('after', 'after', '1 3 7', 'head officer', 'done', 'any', None, None, 'Thông lệ: 1, 3 và 7 ngày làm việc, sau đó hằng tuần'),
    ('weekly', 'weekly', '7', 'head officer', 'done', 'any', None, None, 'Thông lệ: 1, 3 và 7 ngày làm việc, sau đó hằng tuần'),
    ('escalate_head', 'escalate', '1', 'head', 'answer', 'any', None, None, LADDER),
    ('escalate_chief', 'escalate', '2', 'chief_of_office', 'answer', 'ordinary', None, None, LADDER),
    ('escalate_chief.starred', 'escalate', '1', 'chief_of_office', 'answer', 'starred', None, None, STARRED),
    ('escalate_chair', 'escalate', '5', 'chair', 'answer', 'ordinary', None, None, LADDER),
    ('escalate_chair.starred', 'escalate', '3', 'chair leader', 'answer', 'starred', None, None, STARRED),
    ('silence', 'silence', '30', 'head officer', 'done', 'any', None, None, 'Việc không thời hạn không cập nhật (Bình Định)'),
    ('silence_named', 'silence', '90', 'head monitor chief_of_office', 'done', 'any', None, None, 'Nêu tên việc không cập nhật (Bình Định)'),
    ('progress', 'progress', '3', 'head officer', 'done', 'any', None, 25, 'Đà Nẵng: cập nhật trước ngày 25 hằng tháng'),
    ('unnamed', 'unnamed', '3', 'head', 'done', 'any', None, None, 'Giả định: giao cho đơn vị mà chưa có người làm thì báo lên'),
    ('confirm', 'confirm', '2', 'monitor', 'done', 'any', None, None, 'Giả định: người xác nhận cũng có hạn'),
    ('confirm_late', 'confirm', '5', 'chief_of_office', 'done', 'any', None, None, 'Giả định: người xác nhận cũng có hạn'),
    ('request', 'request', '1 3', 'leader chief_of_office', 'done', 'any', None, None, 'Giả định: đề nghị của đơn vị cần được trả lời'),
    ('briefing', 'briefing', '5 3', 'head', 'done', 'any', None, None, 'Danh sách chốt D-5, đơn vị cập nhật đến D-3, Văn phòng rà D-1'),
    ('briefing_check', 'briefing', '1', 'monitor chief_of_office', 'done', 'any', None, None, 'Danh sách chốt D-5, đơn vị cập nhật đến D-3, Văn phòng rà D-1'),
    ('bulletin', 'bulletin', '', 'chair vice_chairs chief_of_office', 'done', 'any', None, 1, 'Bản tin đầu tuần cho lãnh đạo'),
    ('on_day.daily', 'on_day', '', 'head officer', 'done', 'any', 'daily', None, PERIOD),
    ('on_day.weekly', 'on_day', '', 'head officer', 'done', 'any', 'weekly', None, PERIOD),
    ('after.weekly', 'after', '1', 'head officer', 'done', 'any', 'weekly', None, PERIOD),
    ('before.monthly', 'before', '3', 'head officer', 'done', 'any', 'monthly', None, PERIOD),
    ('on_day.monthly', 'on_day', '', 'head officer', 'done', 'any', 'monthly', None, PERIOD),
    ('after.monthly', 'after', '1', 'head officer', 'done', 'any', 'monthly', None, PERIOD),
)


def _enum(values, name):
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    with op.batch_alter_table('outbox_message', schema=None) as batch_op:
        batch_op.add_column(sa.Column('calendar', sa.Text(), nullable=False, server_default=''))
    with op.batch_alter_table('outbox_message', schema=None) as batch_op:
        batch_op.alter_column('calendar', existing_type=sa.Text(), existing_nullable=False, server_default=None)

    with op.batch_alter_table('reminder', schema=None) as batch_op:
        batch_op.alter_column('task_id', existing_type=sa.Integer(), nullable=True)
        batch_op.add_column(sa.Column('briefing_id', sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_reminder_briefing_id'), 'briefing', ['briefing_id'], ['id'])
        batch_op.create_check_constraint(batch_op.f('ck_reminder_one_subject'), 'task_id IS NULL OR briefing_id IS NULL')
    op.create_index(
        'uq_reminder_briefing', 'reminder', ['briefing_id', 'rule', 'occurrence'], unique=True,
        sqlite_where=sa.text('briefing_id IS NOT NULL'), postgresql_where=sa.text('briefing_id IS NOT NULL'),
    )
    op.create_index(
        'uq_reminder_general', 'reminder', ['rule', 'occurrence'], unique=True,
        sqlite_where=sa.text('task_id IS NULL AND briefing_id IS NULL'),
        postgresql_where=sa.text('task_id IS NULL AND briefing_id IS NULL'),
    )

    op.create_table('plan_basis',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('fingerprint', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_plan_basis'))
    )
    op.create_table('mail_switch',
    sa.Column('topic', _enum(TOPICS, 'topic'), nullable=False),
    sa.Column('is_on', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('topic', name=op.f('pk_mail_switch'))
    )
    op.create_table('mail_choice',
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('topic', _enum(TOPICS, 'topic'), nullable=False),
    sa.Column('is_on', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_mail_choice_person_id')),
    sa.PrimaryKeyConstraint('person_id', 'topic', name=op.f('pk_mail_choice'))
    )
    op.create_table('calendar_feed',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('token_hash', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_calendar_feed_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_calendar_feed')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_calendar_feed_token_hash'))
    )
    with op.batch_alter_table('calendar_feed', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_calendar_feed_person_id'), ['person_id'], unique=False)
        batch_op.create_index('uq_calendar_feed_live', ['person_id'], unique=True, sqlite_where=sa.text('revoked_at IS NULL'), postgresql_where=sa.text('revoked_at IS NULL'))

    _plan_every_open_task()
    _write_rules()


def _plan_every_open_task() -> None:
    """The next pass plans all of them by the new rules; what went out already stays as it is."""
    op.create_table('task_plan',
    sa.Column('task_id', sa.Integer(), nullable=False),
    sa.Column('planned_until', sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(['task_id'], ['task.id'], name=op.f('fk_task_plan_task_id')),
    sa.PrimaryKeyConstraint('task_id', name=op.f('pk_task_plan'))
    )
    with op.batch_alter_table('task_plan', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_task_plan_planned_until'), ['planned_until'], unique=False)
    op.execute(
        "INSERT INTO task_plan (task_id, planned_until) SELECT id, '2000-01-01' FROM task"
        " WHERE state IN ('new', 'received', 'in_progress', 'waiting', 'paused')"
    )


def _write_rules() -> None:
    """The defaults, and after them whatever the city had set by the settings that rules replace."""
    table = op.create_table('reminder_rule',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.Text(), nullable=False),
    sa.Column('trigger', _enum(TRIGGERS, 'trigger'), nullable=False),
    sa.Column('offsets', sa.Text(), nullable=False),
    sa.Column('readers', sa.Text(), nullable=False),
    sa.Column('stop', _enum(('done', 'answer'), 'stop'), nullable=False),
    sa.Column('importance', _enum(('any', 'starred', 'ordinary'), 'importance'), nullable=False),
    sa.Column('unit_kinds', sa.Text(), nullable=False),
    sa.Column('recurrence', _enum(('daily', 'weekly', 'monthly', 'quarterly', 'yearly'), 'recurrence'), nullable=True),
    sa.Column('day', sa.Integer(), nullable=True),
    sa.Column('is_on', sa.Boolean(), nullable=False),
    sa.Column('legal_basis', sa.Text(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('set_by_id', sa.Integer(), nullable=True),
    sa.Column('set_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['set_by_id'], ['person.id'], name=op.f('fk_reminder_rule_set_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reminder_rule')),
    sa.UniqueConstraint('key', 'valid_from', name=op.f('uq_reminder_rule_key_valid_from'))
    )
    rows = [_row(position, *rule) for position, rule in enumerate(RULES, start=1)]
    op.bulk_insert(table, rows)
    defaults = {row['key']: row for row in rows}
    op.bulk_insert(table, list(_rows_of_settings(defaults)))


def _row(position, key, trigger, offsets, readers, stop, importance, recurrence, day, basis):
    return {
        'key': key, 'trigger': trigger, 'offsets': offsets, 'readers': readers, 'stop': stop, 'importance': importance,
        'unit_kinds': '', 'recurrence': recurrence, 'day': day, 'is_on': True, 'legal_basis': basis,
        'position': position, 'valid_from': SINCE, 'set_by_id': None, 'set_at': None,
    }


def _rows_of_settings(defaults):
    values = sa.table(
        'setting_value', sa.column('key', sa.Text), sa.column('value', sa.Text), sa.column('legal_basis', sa.Text),
        sa.column('valid_from', sa.Date), sa.column('set_by_id', sa.Integer),
        sa.column('set_at', sa.DateTime(timezone=True)),
    )
    keys = {
        'remind_before_working_days': ('before',), 'remind_after_working_days': ('after', 'weekly'),
        'silent_days': ('silence',), 'silent_list_days': ('silence_named',),
    }
    chosen = sa.select(values).where(values.c.key.in_(keys), values.c.valid_from > SINCE)
    for row in op.get_bind().execute(chosen.order_by(values.c.valid_from)):
        value = json.loads(row.value)
        numbers = sorted(value if isinstance(value, list) else [value])
        for key in keys[row.key]:
            offsets = numbers[-1:] if key == 'weekly' else numbers
            yield {
                **defaults[key], 'offsets': ' '.join(str(number) for number in offsets),
                'legal_basis': row.legal_basis or defaults[key]['legal_basis'],
                'valid_from': row.valid_from, 'set_by_id': row.set_by_id, 'set_at': row.set_at,
            }


def downgrade() -> None:
    op.drop_table('reminder_rule')
    with op.batch_alter_table('task_plan', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_task_plan_planned_until'))
    op.drop_table('task_plan')
    with op.batch_alter_table('calendar_feed', schema=None) as batch_op:
        batch_op.drop_index('uq_calendar_feed_live')
        batch_op.drop_index(batch_op.f('ix_calendar_feed_person_id'))
    op.drop_table('calendar_feed')
    op.drop_table('mail_choice')
    op.drop_table('mail_switch')
    op.drop_table('plan_basis')
    op.execute(
        'DELETE FROM digest_reminder WHERE reminder_id IN (SELECT id FROM reminder WHERE task_id IS NULL)'
    )
    op.execute('DELETE FROM reminder WHERE task_id IS NULL')
    op.drop_index('uq_reminder_general', 'reminder')
    op.drop_index('uq_reminder_briefing', 'reminder')
    with op.batch_alter_table('reminder', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_reminder_one_subject'), type_='check')
        batch_op.drop_constraint(batch_op.f('fk_reminder_briefing_id'), type_='foreignkey')
        batch_op.drop_column('briefing_id')
        batch_op.alter_column('task_id', existing_type=sa.Integer(), nullable=False)
    with op.batch_alter_table('outbox_message', schema=None) as batch_op:
        batch_op.drop_column('calendar')
