"""A task's page as it stood at a past day or hour: what was held then, not what is known since (decision 8)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from flask_babel import gettext as _

from taskboard.accounts import queries as accounts
from taskboard.briefings.models import UnitRole
from taskboard.domain.authority import Permission, Subject, may
from taskboard.domain.calendar import end_of_day
from taskboard.domain.civil_day import parse_moment
from taskboard.domain.errors import RuleBroken
from taskboard.domain.lifecycle import State
from taskboard.journal import queries as journal
from taskboard.tasks import parts
from taskboard.tasks.models import Task
from taskboard.tasks.queries.as_of import Known, task_as_of
from taskboard.tasks.reading import reading_at
from taskboard.tasks.showing import Chip, Lens, chip, short_moment
from taskboard.units import queries as units
from taskboard.web import labels
from taskboard.web.context import actor
from taskboard.web.filters import moment_text
from taskboard.wording import day_text

AT_NO_TIME = datetime.max.replace(tzinfo=UTC)
SHOWN = 40
"""Characters of a text that is no moment, said back to whoever typed it."""


def may_look_back() -> bool:
    """Leaders, Office and inspectors: whoever reads the reports that were made of it."""
    return may(actor(), Permission.VIEW_REPORT) is not None


def instant_of(text: str, seen: Lens) -> datetime:
    """The instant that was asked for; of a day its last one, and of today this very moment.

    Raises RuleBroken: at_unknown (text), at_ahead (moment).
    """
    asked = parse_moment(text, seen.zone)
    if asked is None:
        raise RuleBroken("at_unknown", text=f"{text[:SHOWN]}…" if len(text) > SHOWN else text)
    if not isinstance(asked, datetime):
        return _end_of(asked, seen)
    if asked > seen.reading.now:
        raise RuleBroken("at_ahead", moment=moment_text(asked, seen.zone))
    return asked.astimezone(UTC)


def _end_of(day: date, seen: Lens) -> datetime:
    if day > seen.today:
        raise RuleBroken("at_ahead", moment=day_text(day))
    return min(end_of_day(day, seen.zone) - timedelta(microseconds=1), seen.reading.now)


def context(task: Task, at: datetime, subject: Subject, seen: Lens) -> dict[str, Any]:
    """What `tasks/past.html` reads."""
    known = task_as_of(task.id, at, zone=seen.zone)
    lines = [line for line in journal.timeline("task", task.id) if line.at <= at]
    return {
        "task": task,
        "moment": moment_text(at, seen.zone),
        "asked": f"{at.astimezone(seen.zone):%d/%m/%Y %H:%M}",
        "known": known,
        "chip": _chip(task, known, at, seen) if known else None,
        "facts": _facts(task, known, at, seen) if known else [],
        "told": [
            {
                "when": short_moment(line.at, seen),
                "who": line.actor_name or "",
                "what": labels.event_sentence(line.event, line.details),
            }
            for line in parts.told(lines, actor(), subject)
        ],
    }


def _chip(task: Task, known: Known, at: datetime, seen: Lens) -> Chip:
    """The very chip that stood at the head of its page then: of what was held, judged at that instant."""
    was: Any = SimpleNamespace(
        state=known.state,
        due_on=known.due_on,
        overdue_from=known.overdue_from,
        claimed_on=known.claimed_on,
        completed_on=known.claimed_on if known.state is State.COMPLETED else None,
        last_report_at=known.last_report_at,
        assigned_on=task.assigned_on,
    )
    return chip(was, Lens(reading_at(at, seen.zone, seen.calendar), seen.zone, seen.calendar))


def _facts(task: Task, known: Known, at: datetime, seen: Lens) -> list[dict[str, Any]]:
    unit, day = units.unit_by_id(known.unit_id), seen.day_of(at)
    there = [row for row in task.assignments if row.assigned_at <= at < (row.ended_at or AT_NO_TIME)]
    partners = [row.unit.name_on(day) for row in there if row.role is UnitRole.PARTNER]
    said = [
        (_("Trạng thái"), labels.of(known.state)),
        (_("Chủ trì"), unit.name_on(day) if unit else None),
        (_("Phối hợp"), ", ".join(partners)),
        (_("Hạn ban đầu"), _day(known.original_due_on)),
        (_("Hạn hiện hành"), _day(known.due_on)),
        (_("Hoàn thành theo báo cáo"), _day(known.claimed_on)),
        (_("Xác nhận"), short_moment(known.confirmed_at, seen) if known.confirmed_at else None),
        (_("Báo cáo gần nhất"), short_moment(known.last_report_at, seen) if known.last_report_at else None),
        (_("Người được giao"), _name(known.officer_id)),
        (_("Văn phòng theo dõi"), _name(known.monitor_id)),
        (_("Gia hạn, gửi lại, mở lại"), _counts(known)),
        (_("Ghi nhận từ"), short_moment(known.recorded_from, seen)),
    ]
    return [{"label": label, "value": value} for label, value in said]


def _counts(known: Known) -> str:
    return f"{known.extension_count}, {known.send_back_count}, {known.reopen_count}"


def _day(day: Any) -> str | None:
    return day_text(day) if day else None


def _name(person_id: int | None) -> str | None:
    person = accounts.person_by_id(person_id) if person_id else None
    return person.full_name if person else None
