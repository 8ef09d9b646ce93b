"""Every event the journal may hold, with the keys it must carry (domain rule 41).

A closed list: an event nobody declared cannot be written, and one that lacks a required key is refused.
"""

from __future__ import annotations

from enum import StrEnum


class Event(StrEnum):
    UNIT_CREATED = "unit_created"
    UNIT_CHANGED = "unit_changed"
    UNIT_RENAMED = "unit_renamed"
    REORGANISATION_PREPARED = "reorganisation_prepared"
    """For a day to come."""
    REORGANISATION_CALLED_OFF = "reorganisation_called_off"
    UNIT_ENDED = "unit_ended"
    """Merged, split or abolished: with who follows it and what they took over (decision 15)."""
    UNIT_INHERITED = "unit_inherited"
    ROWS_IMPORTED = "rows_imported"
    IMPORT_WITHDRAWN = "import_withdrawn"
    """All tasks of one file taken back at once."""
    FIELD_CHANGED = "field_changed"
    FIELD_ADDED = "field_added"
    FIELD_EDITED = "field_edited"
    GROUP_ADDED = "group_added"
    GROUP_EDITED = "group_edited"
    PERSON_CREATED = "person_created"
    PERSON_CHANGED = "person_changed"
    PASSWORD_SET = "password_set"
    POST_GIVEN = "post_given"
    POST_ENDED = "post_ended"
    WORK_PASSED = "work_passed"
    """A person's open tasks went to others in one step."""
    SIGNED_IN = "signed_in"
    SIGN_IN_REFUSED = "sign_in_refused"
    SIGNED_OUT = "signed_out"
    SESSIONS_ENDED = "sessions_ended"
    TRIES_FORGIVEN = "tries_forgiven"
    """An account held after too many wrong passwords is free again."""
    ACCOUNT_LINK_MADE = "account_link_made"
    ACCOUNT_LINK_USED = "account_link_used"
    SECOND_FACTOR_SET = "second_factor_set"
    SECOND_FACTOR_REMOVED = "second_factor_removed"
    SECOND_FACTOR_RESET = "second_factor_reset"
    """By an administrator, for somebody else."""
    RECOVERY_CODE_USED = "recovery_code_used"
    RECOVERY_CODES_MADE = "recovery_codes_made"
    TOKEN_MADE = "token_made"
    """For a program: what it may do, until when."""
    TOKEN_REVOKED = "token_revoked"
    OUTSIDE_LINKED = "outside_linked"
    OUTSIDE_UNLINKED = "outside_unlinked"
    SET_UP = "set_up"
    SECRET_KEY_CHANGED = "secret_key_changed"
    SETTING_CHANGED = "setting_changed"
    CALENDAR_DAY_SET = "calendar_day_set"
    ABBREVIATION_ADDED = "abbreviation_added"
    ABBREVIATION_REMOVED = "abbreviation_removed"
    CALENDAR_DAY_REMOVED = "calendar_day_removed"
    BRIEFING_RECORDED = "briefing_recorded"
    BRIEFING_CHANGED = "briefing_changed"
    BRIEFING_OPENED = "briefing_opened"
    BRIEFING_MOVED = "briefing_moved"
    BRIEFING_CANCELLED = "briefing_cancelled"
    """Planned, collecting, frozen, held: by its calendar or by hand."""
    NOTICE_CHANGED = "notice_changed"
    NOTICE_RELEASED = "notice_released"
    CONCLUSIONS_RECORDED = "conclusions_recorded"
    DRAFT_CHANGED = "draft_changed"
    SUPPLEMENT_RECORDED = "supplement_recorded"
    SUPPLEMENT_THROWN_AWAY = "supplement_thrown_away"
    """While it was under review; nothing of it had been issued."""
    CONCLUSIONS_ISSUED = "conclusions_issued"
    DIRECTIVE_ISSUED = "directive_issued"
    DIRECTIVE_ENDED = "directive_ended"
    """A supplement replaced or withdrew it."""
    TASK_ASSIGNED = "task_assigned"
    TASK_RECEIVED = "task_received"
    PROGRESS_REPORTED = "progress_reported"
    COMPLETION_REPORTED = "completion_reported"
    TASK_CONFIRMED = "task_confirmed"
    TASK_SENT_BACK = "task_sent_back"
    TASK_WITHDRAWN = "task_withdrawn"
    TASK_REPOINTED = "task_repointed"
    """It goes on under the order that replaced its own."""
    TASK_URGED = "task_urged"
    TASK_PAUSED = "task_paused"
    TASK_RESUMED = "task_resumed"
    TASK_NOT_PURSUED = "task_not_pursued"
    TASK_REOPENED = "task_reopened"
    RETURN_ASKED = "return_asked"
    TASK_RETURNED = "task_returned"
    RETURN_REFUSED = "return_refused"
    TRANSFER_ASKED = "transfer_asked"
    TASK_TRANSFERRED = "task_transferred"
    TRANSFER_REFUSED = "transfer_refused"
    CORRECTION_PROPOSED = "correction_proposed"
    TASK_CORRECTED = "task_corrected"
    CORRECTION_REFUSED = "correction_refused"
    EVENT_DATE_SET = "event_date_set"
    EXPLANATION_ASKED = "explanation_asked"
    EXPLANATION_GIVEN = "explanation_given"
    CAUSE_CONFIRMED = "cause_confirmed"
    CAUSE_REVOKED = "cause_revoked"
    REMARK_MADE = "remark_made"
    OFFICER_NAMED = "officer_named"
    MONITOR_SET = "monitor_set"
    STAR_SET = "star_set"
    UNIT_JOINED = "unit_joined"
    UNIT_LEFT = "unit_left"
    PART_DUE_SET = "part_due_set"
    PARTS_MOVED = "parts_moved"
    """Partners due the day the lead was due, along with it."""
    PART_URGED = "part_urged"
    PART_REPORTED = "part_reported"
    PART_AGREED_BY_SILENCE = "part_agreed_by_silence"
    PARTS_CLOSED = "parts_closed"
    SUB_TASK_ADDED = "sub_task_added"
    SUB_TASK_CHANGED = "sub_task_changed"
    TASK_HANDED_ON = "task_handed_on"
    """To the successor of a unit that was merged, split or abolished (decision 15)."""
    PART_HANDED_ON = "part_handed_on"
    TASK_IMPORTED = "task_imported"
    """It was open before this system was used, and came in from a register (rule 32)."""
    PAST_TASK_IMPORTED = "past_task_imported"
    """It was finished before this system was used."""
    EXTENSION_ASKED = "extension_asked"
    EXTENSION_GRANTED = "extension_granted"
    EXTENSION_REFUSED = "extension_refused"
    EXTENSION_LAPSED = "extension_lapsed"
    REQUEST_LAPSED = "request_lapsed"
    TASK_REPLACED = "task_replaced"
    """A returned task was given anew to the right unit."""
    DEADLINE_MOVED = "deadline_moved"
    TASK_CARRIED_OVER = "task_carried_over"
    ROLL_UP_FROZEN = "roll_up_frozen"
    DOCUMENT_ASKED = "document_asked"
    """To be made by the scheduler, for a person who does not wait for it."""
    PHRASE_CHANGED = "phrase_changed"
    """A city's own words in a document."""
    INDICATOR_DEFINED = "indicator_defined"
    INDICATOR_CHANGED = "indicator_changed"
    INDICATOR_PLAN_SET = "indicator_plan_set"
    INDICATOR_ENTERED = "indicator_entered"
    FIELD_NOTE_WRITTEN = "field_note_written"
    REMINDER_SENT = "reminder_sent"
    REMINDER_RULE_CHANGED = "reminder_rule_changed"
    MAIL_SWITCHED = "mail_switched"
    """What the installation sends, or no longer."""
    MAIL_CHOSEN = "mail_chosen"
    """What one person gets, or no longer."""
    CALENDAR_FEED_ISSUED = "calendar_feed_issued"
    CALENDAR_FEED_REVOKED = "calendar_feed_revoked"
    VIEW_SHARED = "view_shared"
    """A saved list that others now find over theirs."""
    VIEW_CHANGED = "view_changed"
    VIEW_WITHDRAWN = "view_withdrawn"
    MAIL_RESENT = "mail_resent"
    MAIL_TESTED = "mail_tested"
    JOB_ASKED = "job_asked"
    WEBHOOK_ADDED = "webhook_added"
    WEBHOOK_CHANGED = "webhook_changed"
    WEBHOOK_SECRET_RENEWED = "webhook_secret_renewed"  # nosec B105  # the event's name
    WEBHOOK_PAUSED = "webhook_paused"
    WEBHOOK_RESUMED = "webhook_resumed"
    WEBHOOK_REMOVED = "webhook_removed"
    WEBHOOK_REPLAYED = "webhook_replayed"
    WEBHOOK_TESTED = "webhook_tested"
    DEMO_DAY_MOVED = "demo_day_moved"


REQUIRED: dict[Event, frozenset[str]] = {
    Event.UNIT_CREATED: frozenset({"name"}),
    Event.UNIT_RENAMED: frozenset({"from", "to", "on"}),
    Event.REORGANISATION_PREPARED: frozenset({"kind", "on", "heirs"}),
    Event.REORGANISATION_CALLED_OFF: frozenset({"kind", "on", "heirs"}),
    Event.UNIT_ENDED: frozenset({"kind", "on", "heirs", "tasks"}),
    Event.UNIT_INHERITED: frozenset({"kind", "on", "from", "tasks"}),
    Event.ROWS_IMPORTED: frozenset({"kind", "rows", "file", "sha256"}),
    Event.IMPORT_WITHDRAWN: frozenset({"file", "tasks", "reason"}),
    Event.FIELD_CHANGED: frozenset({"name", "from", "to"}),
    Event.FIELD_ADDED: frozenset({"name"}),
    Event.FIELD_EDITED: frozenset({"name", "from", "to"}),
    Event.GROUP_ADDED: frozenset({"name", "members"}),
    Event.GROUP_EDITED: frozenset({"name", "from", "to"}),
    Event.PERSON_CREATED: frozenset({"full_name"}),
    Event.POST_GIVEN: frozenset({"role"}),
    Event.POST_ENDED: frozenset({"role", "title", "on"}),
    Event.WORK_PASSED: frozenset({"to", "tasks"}),
    Event.SIGN_IN_REFUSED: frozenset({"failures"}),
    Event.SESSIONS_ENDED: frozenset({"count"}),
    Event.ACCOUNT_LINK_MADE: frozenset({"kind", "via"}),
    Event.ACCOUNT_LINK_USED: frozenset({"kind"}),
    Event.RECOVERY_CODE_USED: frozenset({"left"}),
    Event.TOKEN_MADE: frozenset({"name", "scopes", "expires_on"}),
    Event.TOKEN_REVOKED: frozenset({"name"}),
    Event.OUTSIDE_LINKED: frozenset({"by"}),
    Event.SET_UP: frozenset({"kind", "name"}),
    Event.SECRET_KEY_CHANGED: frozenset({"seals", "factors", "webhooks"}),
    Event.SETTING_CHANGED: frozenset({"key", "from", "to"}),
    Event.CALENDAR_DAY_SET: frozenset({"day", "kind"}),
    Event.ABBREVIATION_ADDED: frozenset({"short", "long"}),
    Event.ABBREVIATION_REMOVED: frozenset({"short", "long"}),
    Event.CALENDAR_DAY_REMOVED: frozenset({"day", "name"}),
    Event.BRIEFING_RECORDED: frozenset({"code", "held_on"}),
    Event.BRIEFING_MOVED: frozenset({"from", "to"}),
    Event.BRIEFING_CANCELLED: frozenset({"code", "from", "held_on", "reason"}),
    Event.BRIEFING_OPENED: frozenset({"code", "carried"}),
    Event.NOTICE_CHANGED: frozenset({"text", "from", "to"}),
    Event.NOTICE_RELEASED: frozenset({"text", "number", "dated_on"}),
    Event.CONCLUSIONS_RECORDED: frozenset({"sha256", "drafts"}),
    Event.DRAFT_CHANGED: frozenset({"change"}),
    Event.SUPPLEMENT_RECORDED: frozenset({"sha256", "drafts", "supplements"}),
    Event.SUPPLEMENT_THROWN_AWAY: frozenset({"sha256", "drafts"}),
    Event.CONCLUSIONS_ISSUED: frozenset({"directives", "tasks", "units"}),
    Event.DIRECTIVE_ISSUED: frozenset({"source"}),
    Event.DIRECTIVE_ENDED: frozenset({"by", "reason"}),
    Event.TASK_ASSIGNED: frozenset({"unit", "due_on"}),
    Event.TASK_RECEIVED: frozenset({"from", "to"}),
    Event.PROGRESS_REPORTED: frozenset({"from", "to", "report"}),
    Event.COMPLETION_REPORTED: frozenset({"from", "to", "report", "claimed_on"}),
    Event.TASK_CONFIRMED: frozenset({"from", "to"}),
    Event.TASK_SENT_BACK: frozenset({"from", "to", "reason"}),
    Event.TASK_WITHDRAWN: frozenset({"from", "to", "reason"}),
    Event.TASK_REPOINTED: frozenset({"from", "to"}),
    Event.TASK_URGED: frozenset({"to"}),
    Event.TASK_PAUSED: frozenset({"from", "to", "reason"}),
    Event.TASK_RESUMED: frozenset({"from", "to"}),
    Event.TASK_NOT_PURSUED: frozenset({"from", "to", "reason"}),
    Event.TASK_REOPENED: frozenset({"from", "to", "reason"}),
    Event.RETURN_ASKED: frozenset({"reason"}),
    Event.TASK_RETURNED: frozenset({"from", "to", "reason"}),
    Event.RETURN_REFUSED: frozenset({"reason"}),
    Event.TRANSFER_ASKED: frozenset({"unit", "reason"}),
    Event.TASK_TRANSFERRED: frozenset({"from", "to", "reason"}),
    Event.TRANSFER_REFUSED: frozenset({"reason"}),
    Event.CORRECTION_PROPOSED: frozenset({"from", "to", "reason"}),
    Event.TASK_CORRECTED: frozenset({"from", "to", "reason"}),
    Event.CORRECTION_REFUSED: frozenset({"reason"}),
    Event.EVENT_DATE_SET: frozenset({"from", "to"}),
    Event.EXPLANATION_ASKED: frozenset({"unit", "question", "due_on"}),
    Event.EXPLANATION_GIVEN: frozenset({"unit"}),
    Event.CAUSE_CONFIRMED: frozenset({"cause"}),
    Event.CAUSE_REVOKED: frozenset({"reason"}),
    Event.REMARK_MADE: frozenset({"text"}),
    Event.OFFICER_NAMED: frozenset({"from", "to"}),
    Event.MONITOR_SET: frozenset({"from", "to"}),
    Event.STAR_SET: frozenset({"to"}),
    Event.UNIT_JOINED: frozenset({"unit", "role"}),
    Event.UNIT_LEFT: frozenset({"unit", "reason"}),
    Event.PART_DUE_SET: frozenset({"unit", "from", "to"}),
    Event.PARTS_MOVED: frozenset({"units", "from", "to"}),
    Event.PART_URGED: frozenset({"unit"}),
    Event.PART_REPORTED: frozenset({"unit", "report"}),
    Event.PART_AGREED_BY_SILENCE: frozenset({"unit", "due_on"}),
    Event.PARTS_CLOSED: frozenset({"units"}),
    Event.SUB_TASK_ADDED: frozenset({"title"}),
    Event.SUB_TASK_CHANGED: frozenset({"title", "change"}),
    Event.TASK_HANDED_ON: frozenset({"from", "to", "kind"}),
    Event.PART_HANDED_ON: frozenset({"from", "to", "kind"}),
    Event.TASK_IMPORTED: frozenset({"row", "original_due_on", "due_on"}),
    Event.PAST_TASK_IMPORTED: frozenset({"row", "original_due_on", "due_on", "completed_on"}),
    Event.EXTENSION_ASKED: frozenset({"new_due_on", "reason"}),
    Event.EXTENSION_GRANTED: frozenset({"from", "to"}),
    Event.EXTENSION_REFUSED: frozenset({"reason"}),
    Event.EXTENSION_LAPSED: frozenset({"new_due_on"}),
    Event.REQUEST_LAPSED: frozenset({"kind"}),
    Event.TASK_REPLACED: frozenset({"unit", "task"}),
    Event.DEADLINE_MOVED: frozenset({"from", "to", "reason"}),
    Event.TASK_CARRIED_OVER: frozenset({"briefing", "times"}),
    Event.INDICATOR_DEFINED: frozenset({"name"}),
    Event.INDICATOR_CHANGED: frozenset({"from", "to"}),
    Event.INDICATOR_PLAN_SET: frozenset({"year", "from", "to"}),
    Event.INDICATOR_ENTERED: frozenset({"quarter", "from", "to"}),
    Event.FIELD_NOTE_WRITTEN: frozenset({"field", "quarter"}),
    Event.ROLL_UP_FROZEN: frozenset({"number", "sha256", "cutoff"}),
    Event.DOCUMENT_ASKED: frozenset({"name", "file_kind"}),
    Event.PHRASE_CHANGED: frozenset({"document", "name", "from", "to", "valid_from"}),
    Event.REMINDER_SENT: frozenset({"to", "rules"}),
    Event.REMINDER_RULE_CHANGED: frozenset({"key", "from", "to", "valid_from"}),
    Event.MAIL_SWITCHED: frozenset({"topic", "is_on"}),
    Event.MAIL_CHOSEN: frozenset({"topic", "is_on"}),
    Event.MAIL_TESTED: frozenset({"to"}),
    Event.VIEW_SHARED: frozenset({"name", "sharing", "query"}),
    Event.VIEW_CHANGED: frozenset({"name", "sharing", "query"}),
    Event.VIEW_WITHDRAWN: frozenset({"name", "sharing", "query"}),
    Event.JOB_ASKED: frozenset({"job"}),
    Event.WEBHOOK_ADDED: frozenset({"name", "url"}),
    Event.WEBHOOK_CHANGED: frozenset({"name", "from", "to"}),
    Event.WEBHOOK_SECRET_RENEWED: frozenset({"name"}),
    Event.WEBHOOK_PAUSED: frozenset({"name", "why"}),
    Event.WEBHOOK_RESUMED: frozenset({"name"}),
    Event.WEBHOOK_REMOVED: frozenset({"name"}),
    Event.WEBHOOK_REPLAYED: frozenset({"name", "count"}),
    Event.WEBHOOK_TESTED: frozenset({"name"}),
    Event.DEMO_DAY_MOVED: frozenset({"from", "to"}),
}


class Channel(StrEnum):
    WEB = "web"
    MAIL_LINK = "mail_link"
    MAIL = "mail"
    """A reply to one of our mails."""
    API = "api"
    """By a program, with a token that somebody made for it."""
    COMMAND = "command"
    SCHEDULER = "scheduler"
    ON_PAPER = "on_paper"
    DEMO = "demo"
