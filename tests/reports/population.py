"""Random cities for the roll-up: every state, late entries, duties, hand-overs, carried tasks; straight into the tables.

No verb made these histories, so they hold what the verbs would refuse too. Only what every verb keeps is kept: nothing is
claimed for a day to come.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from taskboard.briefings.models import (
    Briefing,
    BriefingSeries,
    BriefingState,
    Directive,
    SourceKind,
    SourceLevel,
)
from taskboard.db import db
from taskboard.domain.authority import Role
from taskboard.domain.calendar import end_of_day, local_date
from taskboard.domain.deadline import DueKind, Recurrence
from taskboard.domain.lifecycle import State
from taskboard.reports.known import AsOf
from taskboard.reports.models import CarriedTask
from taskboard.tasks.models import Cause, Duty, Task, TaskHandOver, TaskVersion
from taskboard.units.models import Unit, UnitKind
from tests import build

CITY = ZoneInfo("Asia/Ho_Chi_Minh")
FIRST, LAST = date(2020, 10, 1), date(2021, 9, 30)
START = date(2021, 4, 1)
CLAIMED = (State.WAITING, State.COMPLETED)
FIELDS = ("", "kinh-te", "đất đai")


@dataclass
class City:
    units: list[Unit]
    leaders: list[int | None]
    directives: list[int]
    duties: list[int]
    carried: frozenset[str]
    tasks: list[Task]


def gathered(dice: random.Random, size: int, *, until: datetime | None = None) -> City:
    """A few units, directives, some with a duty; `size` tasks with their histories, all written by `until`."""
    last = local_date(until, CITY) - timedelta(days=1) if until else LAST
    kinds = (UnitKind.DEPARTMENT, UnitKind.WARD, UnitKind.COMMUNE, UnitKind.MASS_BODY)
    units = [build.unit(f"Đơn vị {number} {dice.random()}", kind) for number, kind in enumerate(kinds)]
    units[-1].valid_to = dice.choice([None, a_day(dice, START, date(2021, 7, 10))])
    people = [build.person(f"Lãnh đạo {number}", Role.VICE_CHAIR) for number in range(2)]
    directives = [_directive(number) for number in range(3)]
    duties = [
        _duty(directive, ends_on)
        for directive, ends_on in zip(directives, (None, date(2021, 5, 1)), strict=False)
    ]
    db.session.flush()
    tasks = [_task(number, dice, units, directives, duties, last) for number in range(size)]
    db.session.add_all(tasks)
    db.session.flush()
    leaders = [None, *(person.id for person in people)]
    for task in tasks:
        _history(task, dice, leaders, last)
        if dice.random() < 0.15 and task.assigned_on < START <= last:
            _hand_over(task, dice, units, last)
    carried = _carried(tasks, dice)
    db.session.flush()
    return City(units, leaders, [row.id for row in directives], [row.id for row in duties], carried, tasks)


def later_entries(dice: random.Random, city: City, *, since: datetime) -> None:
    """After an instant: new versions of old tasks, tasks that were given long before, hand-overs."""
    moment = since + timedelta(hours=1)
    for task in dice.sample(city.tasks, len(city.tasks) // 2):
        open_one = db.session.scalars(
            sa.select(TaskVersion).where(TaskVersion.task_id == task.id, TaskVersion.recorded_to.is_(None))
        ).one()
        open_one.recorded_to = moment
        db.session.flush()
        later = _version(task, dice, moment, city.leaders)
        db.session.add(TaskVersion(**later, seq=open_one.seq + 1))
    units = [unit.id for unit in city.units]
    for task in dice.sample(city.tasks, 5):
        day = local_date(since, CITY)
        db.session.add(
            TaskHandOver(
                task_id=task.id,
                from_unit_id=units[0],
                to_unit_id=units[1],
                effective_on=day,
                recorded_at=moment,
            )
        )
    db.session.flush()


def a_day(dice: random.Random, first: date = FIRST, last: date = LAST) -> date:
    return first + timedelta(days=dice.randrange((last - first).days + 1))


def an_instant(dice: random.Random, first: date = FIRST, last: date = LAST) -> datetime:
    """Midnights, when days change hands, are as likely as all other minutes together."""
    clock = dice.choice([time(), time(dice.randrange(24), dice.randrange(60), dice.randrange(60))])
    return datetime.combine(a_day(dice, first, last), clock, CITY).astimezone(UTC)


def an_as_of(dice: random.Random, city: City) -> AsOf:
    """A cutoff in the second quarter or about it, known before, at or after it."""
    cutoff = an_instant(dice, START, date(2021, 7, 10))
    known_at = dice.choice([cutoff, an_instant(dice, START), datetime(2022, 1, 1, tzinfo=UTC)])
    return AsOf(cutoff, known_at, CITY, START, dice.choice([frozenset(), city.carried]))


def _directive(number: int) -> Directive:
    row = Directive(
        code=f"CD-{number}",
        source_kind=SourceKind.LETTER,
        source_number="1/UBND",
        wording="Thực hiện.",
        assigned_on=FIRST,
        issued_at=datetime(2020, 10, 1, tzinfo=UTC),
    )
    db.session.add(row)
    db.session.flush()
    return row


def _duty(directive: Directive, ends_on: date | None) -> Duty:
    row = Duty(
        directive_id=directive.id,
        recurrence=Recurrence.WEEKLY,
        starts_on=FIRST,
        ends_on=ends_on,
        opened_until=LAST,
    )
    db.session.add(row)
    return row


def _task(
    number: int,
    dice: random.Random,
    units: list[Unit],
    directives: list[Directive],
    duties: list[Duty],
    last: date,
) -> Task:
    duty = dice.choice(duties) if dice.random() < 0.5 else None
    directive = duty.directive_id if duty else dice.choice(directives).id
    return Task(
        code=f"NV-2020-{number:04}",
        directive_id=directive,
        duty_id=duty.id if duty else None,
        period_key=f"2021-{number}" if duty else None,
        unit_id=dice.choice(units).id,
        title=f"Việc {number}",
        due_kind=DueKind.DUTY if duty else DueKind.NONE,
        source_level=dice.choice(list(SourceLevel)),
        assigned_on=a_day(dice, last=last),
    )


def _history(task: Task, dice: random.Random, leaders: list[int | None], last: date) -> None:
    moments = sorted({an_instant(dice, task.assigned_on, last) for _ in range(dice.randrange(1, 5))})
    for seq, moment in enumerate(moments, start=1):
        until = moments[seq] if seq < len(moments) else None
        db.session.add(TaskVersion(**_version(task, dice, moment, leaders), seq=seq, recorded_to=until))


def _version(task: Task, dice: random.Random, moment: datetime, leaders: list[int | None]) -> dict[str, Any]:
    state = dice.choice([*State, State.COMPLETED, State.WAITING, State.IN_PROGRESS])
    due_on = a_day(dice) if dice.random() < 0.8 else None
    moved = due_on and due_on + timedelta(days=dice.choice([0, 0, 20]))
    return {
        "task_id": task.id,
        "recorded_from": moment,
        "state": state,
        "directive_id": task.directive_id,
        "title": f"{task.title} {state.value}",
        "unit_id": task.unit_id,
        "original_due_on": due_on,
        "original_overdue_from": _late_from(due_on, dice),
        "due_on": moved,
        "overdue_from": _late_from(moved, dice),
        "claimed_on": a_day(dice, task.assigned_on, local_date(moment, CITY)) if state in CLAIMED else None,
        "confirmed_at": moment if state is State.COMPLETED else None,
        "cause": Cause.NONE,
        "has_objective_cause": dice.random() < 0.3,
        "field": dice.choice(FIELDS),
        "is_starred": dice.random() < 0.2,
        "leader_id": dice.choice(leaders),
        "last_report_at": dice.choice([None, an_instant(dice, FIRST, moment.date())]),
        "send_back_count": dice.randrange(2),
        "reopen_count": dice.randrange(2),
        "extension_count": dice.randrange(3),
    }


def _late_from(day: date | None, dice: random.Random) -> datetime | None:
    """24:00 of the day, or 17:00 on it."""
    if day is None:
        return None
    return dice.choice([end_of_day(day, CITY), datetime.combine(day, time(17), CITY).astimezone(UTC)])


def _hand_over(task: Task, dice: random.Random, units: list[Unit], last: date) -> None:
    old, new = dice.sample([unit.id for unit in units], 2)
    on = a_day(dice, START, last)
    recorded_at = an_instant(dice, on, last)
    db.session.add(
        TaskHandOver(
            task_id=task.id, from_unit_id=old, to_unit_id=new, effective_on=on, recorded_at=recorded_at
        )
    )


def _carried(tasks: list[Task], dice: random.Random) -> frozenset[str]:
    """Into two briefings of the past, by reference; the codes are what the last of them left unfinished."""
    series = BriefingSeries(code=f"s{dice.random()}", name="Giao ban")
    db.session.add(series)
    db.session.flush()
    chosen: list[Task] = []
    for number, held_on in enumerate((date(2021, 1, 5), date(2021, 4, 5)), start=1):
        briefing = Briefing(
            code=f"{held_on.year}-q{number}-{dice.random()}",
            series_id=series.id,
            title="Giao ban",
            year=held_on.year,
            quarter=number,
            held_on=held_on,
            period_start=held_on.replace(day=1),
            period_end=held_on,
            state=BriefingState.CLOSED,
            created_at=datetime(2021, 1, 1, tzinfo=UTC),
        )
        db.session.add(briefing)
        db.session.flush()
        chosen = dice.sample(tasks, len(tasks) // 3)
        db.session.add_all(
            CarriedTask(
                briefing_id=briefing.id, task_id=task.id, times=number, recorded_at=an_instant(dice, held_on)
            )
            for task in chosen
        )
    return frozenset(task.code for task in chosen)
