"""The first schema: everything decisions asked for before the first row."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('briefing_series',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.Text(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_briefing_series')),
    sa.UniqueConstraint('code', name=op.f('uq_briefing_series_code'))
    )
    op.create_table('calendar_day',
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('kind', sa.Enum('holiday', 'closure', 'swap_working', name='day_kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('source', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('day', name=op.f('pk_calendar_day'))
    )
    op.create_table('counter',
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('value', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_counter'))
    )
    op.create_table('file_content',
    sa.Column('sha256', sa.Text(), nullable=False),
    sa.Column('size_bytes', sa.Integer(), nullable=False),
    sa.Column('media_type', sa.Text(), nullable=False),
    sa.Column('stored_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('sha256', name=op.f('pk_file_content'))
    )
    op.create_table('job_run',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('job', sa.Text(), nullable=False),
    sa.Column('holder', sa.Text(), nullable=False),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('finished_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('has_succeeded', sa.Boolean(), nullable=True),
    sa.Column('outcome', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_job_run'))
    )
    with op.batch_alter_table('job_run', schema=None) as batch_op:
        batch_op.create_index('ix_job_run_job_started_at', ['job', 'started_at'], unique=False)

    op.create_table('journal_head',
    sa.Column('subject_kind', sa.Text(), nullable=False),
    sa.Column('subject_id', sa.Integer(), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('hash', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('subject_kind', 'subject_id', name=op.f('pk_journal_head'))
    )
    op.create_table('journal_seal',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('sealed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('last_entry_id', sa.Integer(), nullable=False),
    sa.Column('entry_count', sa.Integer(), nullable=False),
    sa.Column('digest', sa.Text(), nullable=False),
    sa.Column('mac', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_journal_seal'))
    )
    op.create_table('lease',
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('holder', sa.Text(), nullable=False),
    sa.Column('taken_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_lease'))
    )
    op.create_table('person',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('sign_in_name', sa.Text(), nullable=False),
    sa.Column('full_name', sa.Text(), nullable=False),
    sa.Column('sort_key', sa.Text(), nullable=False),
    sa.Column('email', sa.Text(), nullable=True),
    sa.Column('phone', sa.Text(), nullable=True),
    sa.Column('password_hash', sa.Text(), nullable=True),
    sa.Column('locale', sa.Text(), nullable=False),
    sa.Column('locked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_person')),
    sa.UniqueConstraint('sign_in_name', name=op.f('uq_person_sign_in_name'))
    )
    op.create_table('sign_in_attempt',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('sign_in_name', sa.Text(), nullable=False),
    sa.Column('address', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('has_succeeded', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sign_in_attempt'))
    )
    with op.batch_alter_table('sign_in_attempt', schema=None) as batch_op:
        batch_op.create_index('ix_sign_in_attempt_name_at', ['sign_in_name', 'at'], unique=False)

    op.create_table('unit',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.Text(), nullable=False),
    sa.Column('kind', sa.Enum('leadership', 'office', 'department', 'ward', 'commune', 'mass_body', 'agency', name='unit_kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('parent_id', sa.Integer(), nullable=True),
    sa.Column('email', sa.Text(), nullable=True),
    sa.Column('phone', sa.Text(), nullable=True),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('monitor_id', sa.Integer(), nullable=True),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.CheckConstraint('valid_to IS NULL OR valid_to > valid_from', name=op.f('ck_unit_period')),
    sa.ForeignKeyConstraint(['monitor_id'], ['person.id'], name=op.f('fk_unit_monitor_id'), use_alter=True),
    sa.ForeignKeyConstraint(['parent_id'], ['unit.id'], name=op.f('fk_unit_parent_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_unit')),
    sa.UniqueConstraint('code', name=op.f('uq_unit_code'))
    )
    op.create_table('unit_group',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.Text(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('aliases', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_unit_group')),
    sa.UniqueConstraint('code', name=op.f('uq_unit_group_code'))
    )
    op.create_table('used_form',
    sa.Column('key', sa.Text(), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('result', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_used_form'))
    )
    op.create_table('briefing',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.Text(), nullable=False),
    sa.Column('series_id', sa.Integer(), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('quarter', sa.Integer(), nullable=False),
    sa.Column('held_on', sa.Date(), nullable=False),
    sa.Column('place', sa.Text(), nullable=False),
    sa.Column('chair_id', sa.Integer(), nullable=True),
    sa.Column('attendees', sa.Text(), nullable=False),
    sa.Column('notice_number', sa.Text(), nullable=False),
    sa.Column('notice_on', sa.Date(), nullable=True),
    sa.Column('period_start', sa.Date(), nullable=False),
    sa.Column('period_end', sa.Date(), nullable=False),
    sa.Column('state', sa.Enum('planned', 'collecting', 'frozen', 'held', 'issued', 'closed', name='briefing_state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('previous_id', sa.Integer(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created_by_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('period_end >= period_start', name=op.f('ck_briefing_period')),
    sa.CheckConstraint('quarter BETWEEN 1 AND 4', name=op.f('ck_briefing_quarter')),
    sa.ForeignKeyConstraint(['chair_id'], ['person.id'], name=op.f('fk_briefing_chair_id')),
    sa.ForeignKeyConstraint(['created_by_id'], ['person.id'], name=op.f('fk_briefing_created_by_id')),
    sa.ForeignKeyConstraint(['previous_id'], ['briefing.id'], name=op.f('fk_briefing_previous_id')),
    sa.ForeignKeyConstraint(['series_id'], ['briefing_series.id'], name=op.f('fk_briefing_series_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_briefing')),
    sa.UniqueConstraint('code', name=op.f('uq_briefing_code'))
    )
    op.create_table('mail_link',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('token_hash', sa.Text(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('last_used_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_mail_link_person_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_mail_link_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mail_link')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_mail_link_token_hash'))
    )
    with op.batch_alter_table('mail_link', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_mail_link_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_mail_link_unit_id'), ['unit_id'], unique=False)

    op.create_table('outbox_message',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.Text(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('unit_id', sa.Integer(), nullable=True),
    sa.Column('to_name', sa.Text(), nullable=False),
    sa.Column('to_address', sa.Text(), nullable=False),
    sa.Column('subject', sa.Text(), nullable=False),
    sa.Column('text_body', sa.Text(), nullable=False),
    sa.Column('html_body', sa.Text(), nullable=False),
    sa.Column('state', sa.Enum('owed', 'sending', 'sent', 'failed', 'skipped', 'expired', name='mail_state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('outcome', sa.Text(), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('business_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('next_attempt_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('claimed_by', sa.Text(), nullable=True),
    sa.Column('claimed_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('repeats_id', sa.Integer(), nullable=True),
    sa.CheckConstraint("(state = 'sending') = (claimed_by IS NOT NULL)", name=op.f('ck_outbox_message_claimed')),
    sa.CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name=op.f('ck_outbox_message_sent')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_outbox_message_person_id')),
    sa.ForeignKeyConstraint(['repeats_id'], ['outbox_message.id'], name=op.f('fk_outbox_message_repeats_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_outbox_message_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outbox_message')),
    sa.UniqueConstraint('key', name=op.f('uq_outbox_message_key'))
    )
    with op.batch_alter_table('outbox_message', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_outbox_message_person_id'), ['person_id'], unique=False)
        batch_op.create_index('ix_outbox_message_state_next', ['state', 'next_attempt_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_outbox_message_unit_id'), ['unit_id'], unique=False)

    op.create_table('post',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('role', sa.Enum('chair', 'vice_chair', 'chief_of_office', 'monitor', 'unit_head', 'officer', 'administrator', 'inspector', name='role', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=True),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('field_codes', sa.Text(), nullable=False),
    sa.Column('is_acting', sa.Boolean(), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.CheckConstraint("unit_id IS NOT NULL OR role NOT IN ('unit_head', 'officer', 'monitor', 'chief_of_office')", name=op.f('ck_post_unit_needed')),
    sa.CheckConstraint('valid_to IS NULL OR valid_to > valid_from', name=op.f('ck_post_period')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_post_person_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_post_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_post'))
    )
    with op.batch_alter_table('post', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_post_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_post_unit_id'), ['unit_id'], unique=False)

    op.create_table('setting_value',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.Text(), nullable=False),
    sa.Column('value', sa.Text(), nullable=False),
    sa.Column('legal_basis', sa.Text(), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('set_by_id', sa.Integer(), nullable=True),
    sa.Column('set_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['set_by_id'], ['person.id'], name=op.f('fk_setting_value_set_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_setting_value')),
    sa.UniqueConstraint('key', 'valid_from', name=op.f('uq_setting_value_key_valid_from'))
    )
    op.create_table('sign_in_session',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('token_hash', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('address', sa.Text(), nullable=False),
    sa.Column('device', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_sign_in_session_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sign_in_session')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_sign_in_session_token_hash'))
    )
    with op.batch_alter_table('sign_in_session', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sign_in_session_person_id'), ['person_id'], unique=False)

    op.create_table('unit_alias',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('alias', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_unit_alias_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_unit_alias')),
    sa.UniqueConstraint('unit_id', 'alias', name=op.f('uq_unit_alias_unit_id_alias'))
    )
    with op.batch_alter_table('unit_alias', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_unit_alias_unit_id'), ['unit_id'], unique=False)

    op.create_table('unit_group_member',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('group_id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['group_id'], ['unit_group.id'], name=op.f('fk_unit_group_member_group_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_unit_group_member_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_unit_group_member')),
    sa.UniqueConstraint('group_id', 'unit_id', 'valid_from', name=op.f('uq_unit_group_member_group_id_unit_id_valid_from'))
    )
    with op.batch_alter_table('unit_group_member', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_unit_group_member_unit_id'), ['unit_id'], unique=False)

    op.create_table('unit_name',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('short_name', sa.Text(), nullable=False),
    sa.Column('sort_key', sa.Text(), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_unit_name_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_unit_name')),
    sa.UniqueConstraint('unit_id', 'valid_from', name=op.f('uq_unit_name_unit_id_valid_from'))
    )
    with op.batch_alter_table('unit_name', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_unit_name_sort_key'), ['sort_key'], unique=False)

    op.create_table('unit_succession',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('predecessor_id', sa.Integer(), nullable=False),
    sa.Column('successor_id', sa.Integer(), nullable=True),
    sa.Column('kind', sa.Enum('merge', 'split', 'rename', 'abolish', name='succession_kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('succeeded_on', sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(['predecessor_id'], ['unit.id'], name=op.f('fk_unit_succession_predecessor_id')),
    sa.ForeignKeyConstraint(['successor_id'], ['unit.id'], name=op.f('fk_unit_succession_successor_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_unit_succession'))
    )
    op.create_table('work_field',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.Text(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('keywords', sa.Text(), nullable=False),
    sa.Column('usual_lead_id', sa.Integer(), nullable=True),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['usual_lead_id'], ['unit.id'], name=op.f('fk_work_field_usual_lead_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_work_field')),
    sa.UniqueConstraint('code', name=op.f('uq_work_field_code'))
    )
    op.create_table('conclusion_text',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('briefing_id', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('text_sha256', sa.Text(), nullable=False),
    sa.Column('starts_at', sa.Integer(), nullable=False),
    sa.Column('source_name', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('created_by_id', sa.Integer(), nullable=True),
    sa.Column('frozen_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('supersedes_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['briefing_id'], ['briefing.id'], name=op.f('fk_conclusion_text_briefing_id')),
    sa.ForeignKeyConstraint(['created_by_id'], ['person.id'], name=op.f('fk_conclusion_text_created_by_id')),
    sa.ForeignKeyConstraint(['supersedes_id'], ['conclusion_text.id'], name=op.f('fk_conclusion_text_supersedes_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_conclusion_text'))
    )
    with op.batch_alter_table('conclusion_text', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_conclusion_text_briefing_id'), ['briefing_id'], unique=False)
        batch_op.create_index('uq_conclusion_text_open', ['briefing_id'], unique=True, sqlite_where=sa.text('frozen_at IS NULL'), postgresql_where=sa.text('frozen_at IS NULL'))

    op.create_table('delivery_attempt',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('message_id', sa.Integer(), nullable=False),
    sa.Column('holder', sa.Text(), nullable=False),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('has_succeeded', sa.Boolean(), nullable=True),
    sa.Column('answer', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['message_id'], ['outbox_message.id'], name=op.f('fk_delivery_attempt_message_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_delivery_attempt'))
    )
    with op.batch_alter_table('delivery_attempt', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_delivery_attempt_message_id'), ['message_id'], unique=False)

    op.create_table('digest',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('recipient', sa.Text(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('message_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['message_id'], ['outbox_message.id'], name=op.f('fk_digest_message_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_digest')),
    sa.UniqueConstraint('recipient', 'day', name=op.f('uq_digest_recipient_day'))
    )
    op.create_table('journal_entry',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('subject_kind', sa.Text(), nullable=False),
    sa.Column('subject_id', sa.Integer(), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('event', sa.Text(), nullable=False),
    sa.Column('actor_id', sa.Integer(), nullable=True),
    sa.Column('post_id', sa.Integer(), nullable=True),
    sa.Column('on_behalf_of_id', sa.Integer(), nullable=True),
    sa.Column('channel', sa.Enum('web', 'mail_link', 'command', 'scheduler', 'on_paper', 'demo', name='channel', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('details', sa.Text(), nullable=False),
    sa.Column('previous_hash', sa.Text(), nullable=False),
    sa.Column('hash', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['actor_id'], ['person.id'], name=op.f('fk_journal_entry_actor_id')),
    sa.ForeignKeyConstraint(['on_behalf_of_id'], ['person.id'], name=op.f('fk_journal_entry_on_behalf_of_id')),
    sa.ForeignKeyConstraint(['post_id'], ['post.id'], name=op.f('fk_journal_entry_post_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_journal_entry')),
    sa.UniqueConstraint('subject_kind', 'subject_id', 'seq', name=op.f('uq_journal_entry_subject_kind_subject_id_seq'))
    )
    with op.batch_alter_table('journal_entry', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_journal_entry_actor_id'), ['actor_id'], unique=False)
        batch_op.create_index('ix_journal_entry_at', ['at'], unique=False)

    op.create_table('snapshot',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('briefing_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('cutoff', sa.DateTime(timezone=True), nullable=False),
    sa.Column('known_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('last_entry_id', sa.Integer(), nullable=False),
    sa.Column('facts', sa.Text(), nullable=False),
    sa.Column('roll_up_original', sa.Text(), nullable=False),
    sa.Column('roll_up_current', sa.Text(), nullable=False),
    sa.Column('sha256', sa.Text(), nullable=False),
    sa.Column('schema_version', sa.Text(), nullable=False),
    sa.Column('calculation_version', sa.Text(), nullable=False),
    sa.Column('time_zone', sa.Text(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('frozen_by_id', sa.Integer(), nullable=True),
    sa.CheckConstraint("number = 1 OR reason <> ''", name=op.f('ck_snapshot_reason_when_again')),
    sa.ForeignKeyConstraint(['briefing_id'], ['briefing.id'], name=op.f('fk_snapshot_briefing_id')),
    sa.ForeignKeyConstraint(['frozen_by_id'], ['person.id'], name=op.f('fk_snapshot_frozen_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_snapshot')),
    sa.UniqueConstraint('briefing_id', 'number', name=op.f('uq_snapshot_briefing_id_number'))
    )
    op.create_table('conclusion',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('text_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('start_at', sa.Integer(), nullable=False),
    sa.Column('end_at', sa.Integer(), nullable=False),
    sa.Column('wording', sa.Text(), nullable=False),
    sa.Column('no_task_reason', sa.Text(), nullable=True),
    sa.CheckConstraint('end_at > start_at', name=op.f('ck_conclusion_span')),
    sa.ForeignKeyConstraint(['text_id'], ['conclusion_text.id'], name=op.f('fk_conclusion_text_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_conclusion')),
    sa.UniqueConstraint('text_id', 'number', name=op.f('uq_conclusion_text_id_number'))
    )
    op.create_table('draft',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('text_id', sa.Integer(), nullable=False),
    sa.Column('start_at', sa.Integer(), nullable=False),
    sa.Column('end_at', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('order', 'request', 'attitude', 'passage', name='draft_kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('state', sa.Enum('open', 'accepted', 'dropped', name='draft_state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('due', sa.Enum('undecided', 'dated', 'none', 'duty', 'event', name='draft_due', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('deadline_text', sa.Text(), nullable=False),
    sa.Column('recurrence', sa.Enum('daily', 'weekly', 'monthly', 'quarterly', 'yearly', name='recurrence', native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column('due_day', sa.Integer(), nullable=True),
    sa.Column('event_text', sa.Text(), nullable=False),
    sa.Column('field', sa.Text(), nullable=False),
    sa.Column('fans_out', sa.Boolean(), nullable=False),
    sa.Column('rule', sa.Enum('all', 'any', 'some', name='fan_out_rule', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('drop_reason', sa.Text(), nullable=False),
    sa.Column('reasons', sa.Text(), nullable=False),
    sa.Column('decided_by_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("due <> 'dated' OR due_on IS NOT NULL", name=op.f('ck_draft_date_when_dated')),
    sa.CheckConstraint("due <> 'duty' OR recurrence IS NOT NULL", name=op.f('ck_draft_period_when_duty')),
    sa.CheckConstraint("state <> 'dropped' OR drop_reason <> ''", name=op.f('ck_draft_reason_when_dropped')),
    sa.CheckConstraint('end_at > start_at', name=op.f('ck_draft_span')),
    sa.ForeignKeyConstraint(['decided_by_id'], ['person.id'], name=op.f('fk_draft_decided_by_id')),
    sa.ForeignKeyConstraint(['text_id'], ['conclusion_text.id'], name=op.f('fk_draft_text_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_draft'))
    )
    with op.batch_alter_table('draft', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_draft_text_id'), ['text_id'], unique=False)

    op.create_table('directive',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.Text(), nullable=False),
    sa.Column('source_kind', sa.Enum('conclusion', 'letter', 'direct_order', 'superior', name='source_kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('briefing_id', sa.Integer(), nullable=True),
    sa.Column('conclusion_id', sa.Integer(), nullable=True),
    sa.Column("number", sa.Integer(), nullable=True),
        sa.Column('start_at', sa.Integer(), nullable=True),
    sa.Column('end_at', sa.Integer(), nullable=True),
    sa.Column('wording', sa.Text(), nullable=False),
    sa.Column('source_number', sa.Text(), nullable=False),
    sa.Column('source_on', sa.Date(), nullable=True),
    sa.Column('source_body', sa.Text(), nullable=False),
    sa.Column('source_level', sa.Enum('own', 'province', 'government', name='source_level', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('leader_id', sa.Integer(), nullable=True),
    sa.Column('field', sa.Text(), nullable=False),
    sa.Column('rule', sa.Enum('all', 'any', 'some', name='fan_out_rule', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('rule_count', sa.Integer(), nullable=True),
    sa.Column('assigned_on', sa.Date(), nullable=False),
    sa.Column('issued_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('issued_by_id', sa.Integer(), nullable=True),
    sa.Column('supersedes_id', sa.Integer(), nullable=True),
    sa.CheckConstraint("rule <> 'some' OR rule_count > 0", name=op.f('ck_directive_rule_count')),
    sa.CheckConstraint("source_kind <> 'conclusion' OR (conclusion_id IS NOT NULL AND briefing_id IS NOT NULL)", name=op.f('ck_directive_source')),
    sa.ForeignKeyConstraint(['briefing_id'], ['briefing.id'], name=op.f('fk_directive_briefing_id')),
    sa.ForeignKeyConstraint(['conclusion_id'], ['conclusion.id'], name=op.f('fk_directive_conclusion_id')),
    sa.ForeignKeyConstraint(['issued_by_id'], ['person.id'], name=op.f('fk_directive_issued_by_id')),
    sa.ForeignKeyConstraint(['leader_id'], ['person.id'], name=op.f('fk_directive_leader_id')),
    sa.ForeignKeyConstraint(['supersedes_id'], ['directive.id'], name=op.f('fk_directive_supersedes_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_directive')),
    sa.UniqueConstraint('code', name=op.f('uq_directive_code'))
    )
    with op.batch_alter_table('directive', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_directive_briefing_id'), ['briefing_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_directive_conclusion_id'), ['conclusion_id'], unique=False)

    op.create_table('draft_unit',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('draft_id', sa.Integer(), nullable=False),
    sa.Column('role', sa.Enum('lead', 'partner', 'suggested', name='draft_role', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=True),
    sa.Column('group_id', sa.Integer(), nullable=True),
    sa.Column('surface', sa.Text(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['draft_id'], ['draft.id'], name=op.f('fk_draft_unit_draft_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['group_id'], ['unit_group.id'], name=op.f('fk_draft_unit_group_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_draft_unit_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_draft_unit'))
    )
    with op.batch_alter_table('draft_unit', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_draft_unit_draft_id'), ['draft_id'], unique=False)

    op.create_table('duty',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('directive_id', sa.Integer(), nullable=False),
    sa.Column('recurrence', sa.Enum('daily', 'weekly', 'monthly', 'quarterly', 'yearly', name='recurrence', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('due_day', sa.Integer(), nullable=True),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('opened_until', sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(['directive_id'], ['directive.id'], name=op.f('fk_duty_directive_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_duty'))
    )
    with op.batch_alter_table('duty', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_duty_directive_id'), ['directive_id'], unique=False)

    op.create_table('task',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.Text(), nullable=False),
    sa.Column('directive_id', sa.Integer(), nullable=False),
    sa.Column('duty_id', sa.Integer(), nullable=True),
    sa.Column('period_key', sa.Text(), nullable=True),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('search_text', sa.Text(), nullable=False),
    sa.Column('state', sa.Enum('new', 'received', 'in_progress', 'waiting', 'completed', 'paused', 'returned', 'withdrawn', 'not_pursued', name='state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('due_kind', sa.Enum('dated', 'none', 'duty', 'event', name='due_kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('original_due_on', sa.Date(), nullable=True),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('due_time', sa.Time(), nullable=True),
    sa.Column('original_overdue_from', sa.DateTime(timezone=True), nullable=True),
    sa.Column('overdue_from', sa.DateTime(timezone=True), nullable=True),
    sa.Column('due_basis', sa.Text(), nullable=False),
    sa.Column('deadline_version', sa.Integer(), nullable=False),
    sa.Column('claimed_on', sa.Date(), nullable=True),
    sa.Column('completed_on', sa.Date(), nullable=True),
    sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('received_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('field', sa.Text(), nullable=False),
    sa.Column('source_level', sa.Enum('own', 'province', 'government', name='source_level', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('is_starred', sa.Boolean(), nullable=False),
    sa.Column('leader_id', sa.Integer(), nullable=True),
    sa.Column('monitor_id', sa.Integer(), nullable=True),
    sa.Column('officer_id', sa.Integer(), nullable=True),
    sa.Column('cause', sa.Enum('none', 'land', 'procedure', 'funding', 'coordination', 'staff', 'superior', 'weather', 'other', name='cause', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('objective_cause_confirmed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('assigned_on', sa.Date(), nullable=False),
    sa.Column('last_report_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('send_back_count', sa.Integer(), nullable=False),
    sa.Column('reopen_count', sa.Integer(), nullable=False),
    sa.Column('extension_count', sa.Integer(), nullable=False),
    sa.Column('closing_reason', sa.Text(), nullable=False),
    sa.Column('recorded_seq', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint("(state = 'completed') = (confirmed_at IS NOT NULL)", name=op.f('ck_task_confirmed')),
    sa.CheckConstraint("due_kind <> 'dated' OR due_on IS NOT NULL", name=op.f('ck_task_dated_has_date')),
    sa.CheckConstraint("due_kind <> 'none' OR due_on IS NULL", name=op.f('ck_task_undated_has_none')),
    sa.CheckConstraint("state NOT IN ('returned', 'withdrawn', 'not_pursued') OR closing_reason <> ''", name=op.f('ck_task_closed_with_reason')),
    sa.CheckConstraint("state NOT IN ('waiting', 'completed') OR claimed_on IS NOT NULL", name=op.f('ck_task_claimed')),
    sa.CheckConstraint('(due_on IS NULL) = (overdue_from IS NULL)', name=op.f('ck_task_due_instant')),
    sa.CheckConstraint('(duty_id IS NULL) = (period_key IS NULL)', name=op.f('ck_task_duty_period')),
    sa.CheckConstraint('(original_due_on IS NULL) = (due_on IS NULL)', name=op.f('ck_task_original_due')),
    sa.ForeignKeyConstraint(['directive_id'], ['directive.id'], name=op.f('fk_task_directive_id')),
    sa.ForeignKeyConstraint(['duty_id'], ['duty.id'], name=op.f('fk_task_duty_id')),
    sa.ForeignKeyConstraint(['leader_id'], ['person.id'], name=op.f('fk_task_leader_id')),
    sa.ForeignKeyConstraint(['monitor_id'], ['person.id'], name=op.f('fk_task_monitor_id')),
    sa.ForeignKeyConstraint(['officer_id'], ['person.id'], name=op.f('fk_task_officer_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_task_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_task')),
    sa.UniqueConstraint('code', name=op.f('uq_task_code')),
    sa.UniqueConstraint('duty_id', 'unit_id', 'period_key', name=op.f('uq_task_duty_id_unit_id_period_key'))
    )
    with op.batch_alter_table('task', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_task_directive_id'), ['directive_id'], unique=False)
        batch_op.create_index('ix_task_state_overdue_from', ['state', 'overdue_from'], unique=False)
        batch_op.create_index(batch_op.f('ix_task_unit_id'), ['unit_id'], unique=False)
        batch_op.create_index('ix_task_unit_state', ['unit_id', 'state'], unique=False)

    op.create_table('assignment',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('task_id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('role', sa.Enum('lead', 'partner', 'informed', name='unit_role', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('assigned_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['task_id'], ['task.id'], name=op.f('fk_assignment_task_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_assignment_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_assignment')),
    sa.UniqueConstraint('task_id', 'unit_id', 'assigned_at', name=op.f('uq_assignment_task_id_unit_id_assigned_at'))
    )
    with op.batch_alter_table('assignment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_assignment_task_id'), ['task_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_assignment_unit_id'), ['unit_id'], unique=False)
        batch_op.create_index('uq_assignment_lead', ['task_id'], unique=True, sqlite_where=sa.text("role = 'lead' AND ended_at IS NULL"), postgresql_where=sa.text("role = 'lead' AND ended_at IS NULL"))

    op.create_table('carried_task',
    sa.Column('briefing_id', sa.Integer(), nullable=False),
    sa.Column('task_id', sa.Integer(), nullable=False),
    sa.Column('times', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['briefing_id'], ['briefing.id'], name=op.f('fk_carried_task_briefing_id')),
    sa.ForeignKeyConstraint(['task_id'], ['task.id'], name=op.f('fk_carried_task_task_id')),
    sa.PrimaryKeyConstraint('briefing_id', 'task_id', name=op.f('pk_carried_task'))
    )
    with op.batch_alter_table('carried_task', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_carried_task_task_id'), ['task_id'], unique=False)

    op.create_table('extension',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('task_id', sa.Integer(), nullable=False),
    sa.Column('from_due_on', sa.Date(), nullable=False),
    sa.Column('new_due_on', sa.Date(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('state', sa.Enum('pending', 'granted', 'refused', name='extension_state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('asked_by_id', sa.Integer(), nullable=True),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('was_asked_late', sa.Boolean(), nullable=False),
    sa.Column('decided_by_id', sa.Integer(), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('decision_note', sa.Text(), nullable=False),
    sa.CheckConstraint("(state = 'pending') = (decided_at IS NULL)", name=op.f('ck_extension_decided')),
    sa.CheckConstraint('new_due_on > from_due_on', name=op.f('ck_extension_later')),
    sa.ForeignKeyConstraint(['asked_by_id'], ['person.id'], name=op.f('fk_extension_asked_by_id')),
    sa.ForeignKeyConstraint(['decided_by_id'], ['person.id'], name=op.f('fk_extension_decided_by_id')),
    sa.ForeignKeyConstraint(['task_id'], ['task.id'], name=op.f('fk_extension_task_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_extension'))
    )
    with op.batch_alter_table('extension', schema=None) as batch_op:
        batch_op.create_index('uq_extension_pending', ['task_id'], unique=True, sqlite_where=sa.text("state = 'pending'"), postgresql_where=sa.text("state = 'pending'"))

    op.create_table('mail_link_task',
    sa.Column('link_id', sa.Integer(), nullable=False),
    sa.Column('task_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['link_id'], ['mail_link.id'], name=op.f('fk_mail_link_task_link_id')),
    sa.ForeignKeyConstraint(['task_id'], ['task.id'], name=op.f('fk_mail_link_task_task_id')),
    sa.PrimaryKeyConstraint('link_id', 'task_id', name=op.f('pk_mail_link_task'))
    )
    with op.batch_alter_table('mail_link_task', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_mail_link_task_task_id'), ['task_id'], unique=False)

    op.create_table('reminder',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('task_id', sa.Integer(), nullable=False),
    sa.Column('rule', sa.Text(), nullable=False),
    sa.Column('deadline_version', sa.Integer(), nullable=False),
    sa.Column('occurrence', sa.Date(), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('state', sa.Enum('planned', 'consumed', 'cancelled', 'expired', name='reminder_state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('outcome', sa.Text(), nullable=False),
    sa.Column('settled_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['task_id'], ['task.id'], name=op.f('fk_reminder_task_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reminder')),
    sa.UniqueConstraint('task_id', 'rule', 'deadline_version', 'occurrence', name=op.f('uq_reminder_task_id_rule_deadline_version_occurrence'))
    )
    with op.batch_alter_table('reminder', schema=None) as batch_op:
        batch_op.create_index('ix_reminder_state_due_at', ['state', 'due_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_reminder_task_id'), ['task_id'], unique=False)

    op.create_table('report',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('task_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('progress', 'completion', name='report_kind', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('post_id', sa.Integer(), nullable=True),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('channel', sa.Enum('web', 'mail_link', 'command', 'scheduler', 'on_paper', 'demo', name='channel', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('done_text', sa.Text(), nullable=False),
    sa.Column('obstacle_text', sa.Text(), nullable=False),
    sa.Column('cause', sa.Enum('none', 'land', 'procedure', 'funding', 'coordination', 'staff', 'superior', 'weather', 'other', name='cause', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('forecast_on', sa.Date(), nullable=True),
    sa.Column('next_step', sa.Text(), nullable=False),
    sa.Column('claimed_on', sa.Date(), nullable=True),
    sa.Column('document_number', sa.Text(), nullable=False),
    sa.Column('document_on', sa.Date(), nullable=True),
    sa.Column('send_back_reason', sa.Text(), nullable=False),
    sa.Column('reported_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('form_key', sa.Text(), nullable=False),
    sa.CheckConstraint("kind <> 'completion' OR claimed_on IS NOT NULL", name=op.f('ck_report_claimed')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_report_person_id')),
    sa.ForeignKeyConstraint(['post_id'], ['post.id'], name=op.f('fk_report_post_id')),
    sa.ForeignKeyConstraint(['task_id'], ['task.id'], name=op.f('fk_report_task_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_report_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_report')),
    sa.UniqueConstraint('form_key', name=op.f('uq_report_form_key'))
    )
    with op.batch_alter_table('report', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_report_task_id'), ['task_id'], unique=False)

    op.create_table('task_version',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('task_id', sa.Integer(), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('recorded_from', sa.DateTime(timezone=True), nullable=False),
    sa.Column('recorded_to', sa.DateTime(timezone=True), nullable=True),
    sa.Column('state', sa.Enum('new', 'received', 'in_progress', 'waiting', 'completed', 'paused', 'returned', 'withdrawn', 'not_pursued', name='state', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('original_due_on', sa.Date(), nullable=True),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('original_overdue_from', sa.DateTime(timezone=True), nullable=True),
    sa.Column('overdue_from', sa.DateTime(timezone=True), nullable=True),
    sa.Column('claimed_on', sa.Date(), nullable=True),
    sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('cause', sa.Enum('none', 'land', 'procedure', 'funding', 'coordination', 'staff', 'superior', 'weather', 'other', name='cause', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('has_objective_cause', sa.Boolean(), nullable=False),
    sa.Column('field', sa.Text(), nullable=False),
    sa.Column('is_starred', sa.Boolean(), nullable=False),
    sa.Column('leader_id', sa.Integer(), nullable=True),
    sa.Column('last_report_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('send_back_count', sa.Integer(), nullable=False),
    sa.Column('reopen_count', sa.Integer(), nullable=False),
    sa.Column('extension_count', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['leader_id'], ['person.id'], name=op.f('fk_task_version_leader_id')),
    sa.ForeignKeyConstraint(['task_id'], ['task.id'], name=op.f('fk_task_version_task_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_task_version_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_task_version')),
    sa.UniqueConstraint('task_id', 'seq', name=op.f('uq_task_version_task_id_seq'))
    )
    with op.batch_alter_table('task_version', schema=None) as batch_op:
        batch_op.create_index('ix_task_version_recorded', ['recorded_from', 'recorded_to'], unique=False)
        batch_op.create_index('uq_task_version_open', ['task_id'], unique=True, sqlite_where=sa.text('recorded_to IS NULL'), postgresql_where=sa.text('recorded_to IS NULL'))

    op.create_table('attachment',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('sha256', sa.Text(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('report_id', sa.Integer(), nullable=True),
    sa.Column('conclusion_text_id', sa.Integer(), nullable=True),
    sa.Column('attached_by_id', sa.Integer(), nullable=True),
    sa.Column('attached_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('(report_id IS NULL) <> (conclusion_text_id IS NULL)', name=op.f('ck_attachment_one_subject')),
    sa.ForeignKeyConstraint(['attached_by_id'], ['person.id'], name=op.f('fk_attachment_attached_by_id')),
    sa.ForeignKeyConstraint(['conclusion_text_id'], ['conclusion_text.id'], name=op.f('fk_attachment_conclusion_text_id')),
    sa.ForeignKeyConstraint(['report_id'], ['report.id'], name=op.f('fk_attachment_report_id')),
    sa.ForeignKeyConstraint(['sha256'], ['file_content.sha256'], name=op.f('fk_attachment_sha256')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attachment'))
    )
    with op.batch_alter_table('attachment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_attachment_conclusion_text_id'), ['conclusion_text_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_attachment_report_id'), ['report_id'], unique=False)

    op.create_table('digest_reminder',
    sa.Column('digest_id', sa.Integer(), nullable=False),
    sa.Column('reminder_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['digest_id'], ['digest.id'], name=op.f('fk_digest_reminder_digest_id')),
    sa.ForeignKeyConstraint(['reminder_id'], ['reminder.id'], name=op.f('fk_digest_reminder_reminder_id')),
    sa.PrimaryKeyConstraint('digest_id', 'reminder_id', name=op.f('pk_digest_reminder'))
    )
    with op.batch_alter_table('digest_reminder', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_digest_reminder_reminder_id'), ['reminder_id'], unique=False)


    # unit and person name each other; SQLite took this key with the table, others take it now that both stand
    if op.get_bind().dialect.name != "sqlite":
        op.create_foreign_key("fk_unit_monitor_id", "unit", "person", ["monitor_id"], ["id"])


def downgrade() -> None:
    if op.get_bind().dialect.name != "sqlite":
        op.drop_constraint("fk_unit_monitor_id", "unit", type_="foreignkey")
    with op.batch_alter_table('digest_reminder', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_digest_reminder_reminder_id'))

    op.drop_table('digest_reminder')
    with op.batch_alter_table('attachment', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_attachment_report_id'))
        batch_op.drop_index(batch_op.f('ix_attachment_conclusion_text_id'))

    op.drop_table('attachment')
    with op.batch_alter_table('task_version', schema=None) as batch_op:
        batch_op.drop_index('uq_task_version_open', sqlite_where=sa.text('recorded_to IS NULL'), postgresql_where=sa.text('recorded_to IS NULL'))
        batch_op.drop_index('ix_task_version_recorded')

    op.drop_table('task_version')
    with op.batch_alter_table('report', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_report_task_id'))

    op.drop_table('report')
    with op.batch_alter_table('reminder', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_reminder_task_id'))
        batch_op.drop_index('ix_reminder_state_due_at')

    op.drop_table('reminder')
    with op.batch_alter_table('mail_link_task', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_mail_link_task_task_id'))

    op.drop_table('mail_link_task')
    with op.batch_alter_table('extension', schema=None) as batch_op:
        batch_op.drop_index('uq_extension_pending', sqlite_where=sa.text("state = 'pending'"), postgresql_where=sa.text("state = 'pending'"))

    op.drop_table('extension')
    with op.batch_alter_table('carried_task', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_carried_task_task_id'))

    op.drop_table('carried_task')
    with op.batch_alter_table('assignment', schema=None) as batch_op:
        batch_op.drop_index('uq_assignment_lead', sqlite_where=sa.text("role = 'lead' AND ended_at IS NULL"), postgresql_where=sa.text("role = 'lead' AND ended_at IS NULL"))
        batch_op.drop_index(batch_op.f('ix_assignment_unit_id'))
        batch_op.drop_index(batch_op.f('ix_assignment_task_id'))

    op.drop_table('assignment')
    with op.batch_alter_table('task', schema=None) as batch_op:
        batch_op.drop_index('ix_task_unit_state')
        batch_op.drop_index(batch_op.f('ix_task_unit_id'))
        batch_op.drop_index('ix_task_state_overdue_from')
        batch_op.drop_index(batch_op.f('ix_task_directive_id'))

    op.drop_table('task')
    with op.batch_alter_table('duty', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_duty_directive_id'))

    op.drop_table('duty')
    with op.batch_alter_table('draft_unit', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_draft_unit_draft_id'))

    op.drop_table('draft_unit')
    with op.batch_alter_table('directive', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_directive_conclusion_id'))
        batch_op.drop_index(batch_op.f('ix_directive_briefing_id'))

    op.drop_table('directive')
    with op.batch_alter_table('draft', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_draft_text_id'))

    op.drop_table('draft')
    op.drop_table('conclusion')
    op.drop_table('snapshot')
    with op.batch_alter_table('journal_entry', schema=None) as batch_op:
        batch_op.drop_index('ix_journal_entry_at')
        batch_op.drop_index(batch_op.f('ix_journal_entry_actor_id'))

    op.drop_table('journal_entry')
    op.drop_table('digest')
    with op.batch_alter_table('delivery_attempt', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_delivery_attempt_message_id'))

    op.drop_table('delivery_attempt')
    with op.batch_alter_table('conclusion_text', schema=None) as batch_op:
        batch_op.drop_index('uq_conclusion_text_open', sqlite_where=sa.text('frozen_at IS NULL'), postgresql_where=sa.text('frozen_at IS NULL'))
        batch_op.drop_index(batch_op.f('ix_conclusion_text_briefing_id'))

    op.drop_table('conclusion_text')
    op.drop_table('work_field')
    op.drop_table('unit_succession')
    with op.batch_alter_table('unit_name', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_unit_name_sort_key'))

    op.drop_table('unit_name')
    with op.batch_alter_table('unit_group_member', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_unit_group_member_unit_id'))

    op.drop_table('unit_group_member')
    with op.batch_alter_table('unit_alias', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_unit_alias_unit_id'))

    op.drop_table('unit_alias')
    with op.batch_alter_table('sign_in_session', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_sign_in_session_person_id'))

    op.drop_table('sign_in_session')
    op.drop_table('setting_value')
    with op.batch_alter_table('post', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_post_unit_id'))
        batch_op.drop_index(batch_op.f('ix_post_person_id'))

    op.drop_table('post')
    with op.batch_alter_table('outbox_message', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_outbox_message_unit_id'))
        batch_op.drop_index('ix_outbox_message_state_next')
        batch_op.drop_index(batch_op.f('ix_outbox_message_person_id'))

    op.drop_table('outbox_message')
    with op.batch_alter_table('mail_link', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_mail_link_unit_id'))
        batch_op.drop_index(batch_op.f('ix_mail_link_person_id'))

    op.drop_table('mail_link')
    op.drop_table('briefing')
    op.drop_table('used_form')
    op.drop_table('unit_group')
    op.drop_table('unit')
    with op.batch_alter_table('sign_in_attempt', schema=None) as batch_op:
        batch_op.drop_index('ix_sign_in_attempt_name_at')

    op.drop_table('sign_in_attempt')
    op.drop_table('person')
    op.drop_table('lease')
    op.drop_table('journal_seal')
    op.drop_table('journal_head')
    with op.batch_alter_table('job_run', schema=None) as batch_op:
        batch_op.drop_index('ix_job_run_job_started_at')

    op.drop_table('job_run')
    op.drop_table('file_content')
    op.drop_table('counter')
    op.drop_table('calendar_day')
    op.drop_table('briefing_series')
