"""Đề nghị giải trình: of one task, or of a unit's work as a whole; with its own date and its own answer (rule 20)."""

from __future__ import annotations

from datetime import date

from taskboard.db import db
from taskboard.domain.errors import AlreadyDone, RuleBroken
from taskboard.domain.events import Event
from taskboard.domain.text import is_blank
from taskboard.journal.actions import record
from taskboard.occasion import Occasion
from taskboard.outbox import news
from taskboard.reminders import actions as reminders
from taskboard.tasks.models import Explanation, Task
from taskboard.units import queries as units
from taskboard.units.models import Unit


def ask_explanation(
    unit: Unit, *, task: Task | None = None, question: str, due_on: date, on: Occasion
) -> Explanation:
    """Ask the unit, about one task or about its work.

    Raises RuleBroken: unit_followed or unit_ended (nobody is there to answer), question_missing, explain_date_past.
    """
    _need_somebody(unit, on.today)
    if is_blank(question):
        raise RuleBroken("question_missing", field="question")
    if due_on < on.today:
        raise RuleBroken("explain_date_past", field="due_on", today=on.today)
    row = Explanation(
        task=task,
        unit=unit,
        question=question,
        due_on=due_on,
        asked_by_id=on.acting.person_id,
        asked_at=on.now,
    )
    db.session.add(row)
    db.session.flush()
    _record(row, Event.EXPLANATION_ASKED, on=on, unit=unit.name, question=question, due_on=due_on)
    told = news.explanation_asked(
        asked_by=reminders.speaker_of(on), question=question, due_on=due_on, is_of_task=task is not None
    )
    kind, path = reminders.NewsKind.EXPLANATION_ASKED, f"/explanations/{row.id}"
    reminders.tell_other_unit(unit, task, kind, told, key=str(row.id), path=path, on=on)
    return row


def _need_somebody(unit: Unit, today: date) -> None:
    if unit.valid_to is None or today < unit.valid_to:
        return
    heirs = ", ".join(heir.name for heir in units.successors_on(unit, today))
    key = "unit_followed" if heirs else "unit_ended"
    raise RuleBroken(key, unit=unit.name, on=unit.valid_to, heirs=heirs)


def answer_explanation(row: Explanation, *, answer: str, on: Occasion) -> None:
    """The head answers, or the Office for a unit that telephoned; whoever asked is told.

    Raises RuleBroken('answer_missing'), AlreadyDone('already_answered').
    """
    if row.answered_at is not None:
        raise AlreadyDone("already_answered")
    if is_blank(answer):
        raise RuleBroken("answer_missing", field="answer")
    row.answer, row.answered_at, row.answered_by_id = answer, on.now, on.acting.person_id
    db.session.flush()
    _record(row, Event.EXPLANATION_GIVEN, on=on, unit=row.unit.name, answer=answer)
    told = news.explanation_given(unit_name=row.unit.name_on(on.today), question=row.question, answer=answer)
    kind, path = reminders.NewsKind.EXPLANATION_GIVEN, f"/explanations/{row.id}"
    reminders.tell_person(row.asked_by, row.task, kind, told, key=str(row.id), path=path, on=on)


def _record(row: Explanation, event: Event, *, on: Occasion, **details: object) -> None:
    """In the history of the task, or of the unit."""
    kind, subject = ("task", row.task_id) if row.task_id is not None else ("unit", row.unit_id)
    record(event, kind, subject, acting=on.acting, at=on.now, explanation=row.id, **details)
