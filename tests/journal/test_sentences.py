"""No page shows a key of ours: events, what they are about, reasons, marks and kinds of mail all have words."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import taskboard
from taskboard.accounts.models import LinkKind
from taskboard.briefings.models import BriefingState, UnitRole
from taskboard.documents.wordings import DOCUMENTS
from taskboard.domain.events import REQUIRED, Event
from taskboard.domain.lifecycle import State
from taskboard.domain.reminding import Gone, Topic
from taskboard.outbox import wording as mails
from taskboard.outbox.actions import Expired, Skipped
from taskboard.outbox.pace import Held
from taskboard.reminders.actions.letters import Kind
from taskboard.reminders.actions.rows import Why
from taskboard.reminders.actions.telling import NewsKind
from taskboard.reminders.models import ReminderState
from taskboard.reminders.wording import why_text
from taskboard.scheduler.jobs import JOBS
from taskboard.settings.registry import DEFINITIONS, Definition
from taskboard.web import labels

if TYPE_CHECKING:
    from flask import Flask

CODE = Path(taskboard.__file__).parent
RULES = ("after", "escalate_chair.starred", "silence_named", "part_office", "explain_before")


def calls(*names: str, within: str = "*.py") -> Iterator[ast.Call]:
    """Calls of functions of these names, wherever they stand in the product."""
    for path in CODE.rglob(within):
        text = path.read_text("utf-8")
        if not any(f"{name}(" in text for name in names):
            continue
        for node in ast.walk(ast.parse(text)):
            called = node.func if isinstance(node, ast.Call) else None
            if getattr(called, "id", getattr(called, "attr", "")) in names:
                assert isinstance(node, ast.Call)
                yield node


def constants(node: ast.AST) -> list[str]:
    found = (one.value for one in ast.walk(node) if isinstance(one, ast.Constant))
    return [one for one in found if isinstance(one, str)]


@pytest.fixture(autouse=True)
def _reader(app: Flask) -> Iterator[None]:
    with app.test_request_context():
        yield


@pytest.mark.parametrize("kind", labels.LABELS, ids=lambda kind: kind.__name__)
def test_every_value_of_every_kind_that_pages_name_has_a_name(kind: type[StrEnum]) -> None:
    assert set(labels.LABELS[kind]) == set(kind)
    assert all(str(label).strip() and str(label) not in set(kind) for label in labels.LABELS[kind].values())


def test_whatever_the_journal_is_written_about_has_a_name() -> None:
    written = {
        call.args[1].value
        for call in calls("record", "record_all", "record_first")
        if len(call.args) > 1 and isinstance(call.args[1], ast.Constant)
    }
    assert len(written) > 15
    assert written <= set(labels.SUBJECTS)


def values_of(definition: Definition) -> list[Any]:
    if definition.options is not None:
        return [one.value for one in definition.options]
    if definition.words:
        return [list(definition.words)]
    return [True, False] if definition.kind is bool else [definition.default]


KEYED: dict[tuple[Event, str], list[dict[str, Any]]] = {
    (Event.ACCOUNT_LINK_MADE, "kind"): [{"kind": one} for one in LinkKind],
    (Event.ACCOUNT_LINK_USED, "kind"): [{"kind": one} for one in LinkKind],
    (Event.UNIT_JOINED, "role"): [{"role": one} for one in UnitRole],
    (Event.BRIEFING_MOVED, "from"): [{"from": one} for one in BriefingState],
    (Event.BRIEFING_MOVED, "to"): [{"to": one} for one in BriefingState],
    (Event.SETTING_CHANGED, "key"): [{"key": key} for key in DEFINITIONS],
    (Event.SETTING_CHANGED, "from"): [
        {"key": key, "from": value} for key, one in DEFINITIONS.items() for value in values_of(one)
    ],
    (Event.SETTING_CHANGED, "to"): [{"key": "evidence_required", "to": False}],
    (Event.REMINDER_RULE_CHANGED, "key"): [{"key": key} for key in RULES],
    (Event.MAIL_SWITCHED, "topic"): [{"topic": one} for one in Topic],
    (Event.MAIL_SWITCHED, "is_on"): [{"is_on": True}, {"is_on": False}],
    (Event.MAIL_CHOSEN, "topic"): [{"topic": one} for one in Topic],
    (Event.MAIL_CHOSEN, "is_on"): [{"is_on": True}, {"is_on": False}],
    (Event.JOB_ASKED, "job"): [{"job": job.name} for job in JOBS],
    (Event.PHRASE_CHANGED, "document"): [{"document": key} for key in DOCUMENTS],
    (Event.PHRASE_CHANGED, "name"): [
        {"document": key, "name": name} for key, one in DOCUMENTS.items() for name in one.official.flat()
    ],
    (Event.INDICATOR_ENTERED, "quarter"): [{"quarter": "2021-q1"}],
    (Event.FIELD_NOTE_WRITTEN, "quarter"): [{"quarter": "2021-q4"}],
    (Event.WEBHOOK_CHANGED, "from"): [{"from": {"events": "task_assigned task_received"}}],
    (Event.WEBHOOK_CHANGED, "to"): [{"to": {"events": "task_assigned"}}],
    (Event.DRAFT_CHANGED, "change"): [{"change": one} for one in labels.DRAFT_CHANGES],
    (Event.SUB_TASK_CHANGED, "change"): [{"change": one} for one in labels.SUB_TASK_CHANGES],
}
"""Each fact that an entry keeps as a key of ours, with what it may be."""
WORDS_ALREADY = frozenset(
    "name from to on tasks heirs reason members full_name title count failures left expires_on short long day text"
    " number code carried drafts by directives tasks units unit due_on claimed_on question cause times row"
    " completed_on original_due_on new_due_on task briefing year valid_from document file rows url file_kind letter"
    " dated_on supplements held_on seals factors webhooks".split()
)
"""Names of facts that are words, days or numbers, apart from the pairs above."""


def test_each_fact_kept_as_a_key_is_told_in_words() -> None:
    assert set(KEYED) == set(labels.FACTS)


@pytest.mark.parametrize(("event", "name"), KEYED, ids=lambda part: str(part))
def test_no_sentence_of_the_journal_holds_a_key(event: Event, name: str) -> None:
    for details in KEYED[event, name]:
        told = labels.event_sentence(event, details)
        value = details[name]
        keys = value.values() if isinstance(value, dict) else value if isinstance(value, list) else [value]
        words = re.split(r"[\s“”,:;]+", told)
        assert not {key for key in keys if isinstance(key, str) and key} & set(words), told
        assert not {"True", "False"} & set(words) and "[" not in told, told


def test_every_other_fact_of_a_sentence_is_one_that_is_kept_in_words() -> None:
    """A new placeholder is either words already, or is added to `labels.FACTS`."""
    for event, sentence in labels.EVENTS.items():
        names = {part.partition(")")[0] for part in str(sentence).split("%(")[1:]}
        unknown = {name for name in names - WORDS_ALREADY if (event, name) not in labels.FACTS}
        assert not unknown, (event, unknown)


@pytest.mark.parametrize(
    ("name", "within", "known"),
    [
        ("record_change", "*.py", labels.DRAFT_CHANGES),
        ("_record", "tasks/actions/sub_tasks.py", labels.SUB_TASK_CHANGES),
    ],
    ids=["drafts", "shares"],
)
def test_changes_of_drafts_and_shares_have_words(name: str, within: str, known: dict[str, Any]) -> None:
    said = {one for call in calls(name, within=within) for one in constants(call.args[1])}
    assert len(said) > 2 and said <= set(known)


def test_every_kind_of_mail_and_every_reason_has_words() -> None:
    for kind in (*Kind, *NewsKind):
        assert mails.kind_text(kind) != kind
    for reason in (*Skipped, *Expired, *Held):
        assert mails.reason_text(reason) != reason
    for reason in (*Gone, *Why, *ReminderState, "computed", "day_off", *(set(State) - {State.NEW})):
        if reason not in (State.RECEIVED, State.IN_PROGRESS):  # these are still owed
            assert why_text(reason) != reason


def test_every_event_that_must_carry_a_key_is_known() -> None:
    assert set(REQUIRED) <= set(labels.EVENTS)
