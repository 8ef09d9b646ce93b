"""The verbs of reminders: plan, cancel, digest; and the mails a fact owes its unit at once.

Planned moments are written in the transaction of the fact that moved the deadline; recipients are asked for when a mail
is made (decision 20). Nothing here sends: every mail becomes a row of the outbox.
"""

from __future__ import annotations

from taskboard.reminders.actions.briefing_news import tell_of_briefing
from taskboard.reminders.actions.digests import is_mail_time, kinds_at_rest, make_digests
from taskboard.reminders.actions.feeds import issue_feed, revoke_feed
from taskboard.reminders.actions.gathering import owe_event_date_mails, owe_officer_named_mails
from taskboard.reminders.actions.letters import Kind
from taskboard.reminders.actions.links import invite_replies, make_link, note_use, revoke_links
from taskboard.reminders.actions.owing import (
    owe_extension_decided_mail,
    owe_issue_mails,
    owe_sent_back_mail,
    owe_urge_mail,
    owe_withdrawn_mail,
    speaker_of,
)
from taskboard.reminders.actions.parts import (
    owe_event_date_mail,
    owe_officer_named_mail,
    owe_part_given_mail,
    owe_part_lead_mail,
    owe_part_urged_mail,
    owe_parts_ended_mails,
    owe_parts_given_mails,
    owe_parts_mails,
)
from taskboard.reminders.actions.planning import (
    cancel,
    plan_all,
    plan_some,
    replan,
    replan_many,
    start_pass,
)
from taskboard.reminders.actions.pressing import owe_urge_mails
from taskboard.reminders.actions.rows import Why
from taskboard.reminders.actions.ruling import (
    RuleDraft,
    change_rule,
    check_draft,
    choose_topics,
    rules_with,
    switch_topics,
)
from taskboard.reminders.actions.telling import (
    NewsKind,
    retell_issue,
    tell_other_unit,
    tell_person,
    tell_unit,
)

__all__ = [
    "Kind",
    "NewsKind",
    "RuleDraft",
    "Why",
    "cancel",
    "change_rule",
    "check_draft",
    "choose_topics",
    "invite_replies",
    "is_mail_time",
    "issue_feed",
    "kinds_at_rest",
    "make_digests",
    "make_link",
    "note_use",
    "owe_event_date_mail",
    "owe_event_date_mails",
    "owe_extension_decided_mail",
    "owe_issue_mails",
    "owe_officer_named_mail",
    "owe_officer_named_mails",
    "owe_part_given_mail",
    "owe_part_lead_mail",
    "owe_part_urged_mail",
    "owe_parts_ended_mails",
    "owe_parts_given_mails",
    "owe_parts_mails",
    "owe_sent_back_mail",
    "owe_urge_mail",
    "owe_urge_mails",
    "owe_withdrawn_mail",
    "plan_all",
    "plan_some",
    "replan",
    "replan_many",
    "retell_issue",
    "revoke_feed",
    "revoke_links",
    "rules_with",
    "speaker_of",
    "start_pass",
    "switch_topics",
    "tell_of_briefing",
    "tell_other_unit",
    "tell_person",
    "tell_unit",
]
