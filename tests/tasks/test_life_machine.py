"""Random verbs by random people through the actions, as the authority allows; after every step all that must hold."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from taskboard.accounts import actions as accounts
from taskboard.accounts.models import Person
from taskboard.accounts.queries import actor_on
from taskboard.briefings.models import DraftDue, UnitRole
from taskboard.db import db
from taskboard.domain import deadline
from taskboard.domain.authority import Permission, Role, may
from taskboard.domain.calendar import local_date
from taskboard.domain.deadline import DueKind, Recurrence
from taskboard.domain.errors import RuleBroken
from taskboard.domain.events import Channel, Event
from taskboard.domain.lifecycle import REMINDED, TERMINAL, State
from taskboard.domain.rollup import Basis, TaskClass
from taskboard.journal.actions import COMMAND, SCHEDULER
from taskboard.journal.models import JournalEntry
from taskboard.journal.queries import verify
from taskboard.occasion import Occasion
from taskboard.reminders.models import Reminder, ReminderState
from taskboard.reports import queries as reports
from taskboard.tasks import actions
from taskboard.tasks.models import (
    Cause,
    Duty,
    ExtensionState,
    PartState,
    RequestState,
    Task,
    TaskVersion,
    ToldVia,
)
from taskboard.tasks.queries import subject_of
from taskboard.tasks.queries.as_of import task_as_of, tasks_as_of
from tests import build
from tests.cast import Cast, cast

if TYPE_CHECKING:
    from sqlalchemy.orm import Session, scoped_session

    from taskboard.units.models import Unit

__all__ = ["cast"]

CITY = build.CITY
WEDNESDAY = date(2021, 6, 16)
WHO = "chair vice chief monitor second_monitor both head officer other_head ward_head inspector".split()

some = st.integers(0, 63)
"""Picks one of whatever there is, modulo."""
days = st.integers(-6, 40)
words = st.sampled_from(["Chờ ý kiến của tỉnh.", "Đã làm xong phần khảo sát.", "  "])
OFTEN = st.sampled_from(WHO)


@dataclass
class Told:
    """One task as its journal tells it."""

    state: State = State.NEW
    lead: str = ""
    original: date | None = None
    due: date | None = None
    claimed: date | None = None
    officer: str = "—"
    monitor: str | None = None
    star: bool | None = None
    sent_back: int = 0
    reopened: int = 0
    extended: int = 0
    has_cause: bool = False
    decided: list[tuple[int, str, date]] = field(default_factory=list)
    """By whom something was decided, who led then, on which day."""


DECISIONS = {
    Event.TASK_CONFIRMED,
    Event.TASK_SENT_BACK,
    Event.EXTENSION_GRANTED,
    Event.EXTENSION_REFUSED,
    Event.TASK_RETURNED,
    Event.RETURN_REFUSED,
    Event.TASK_TRANSFERRED,
    Event.TRANSFER_REFUSED,
    Event.TASK_CORRECTED,
    Event.CORRECTION_PROPOSED,
    Event.CORRECTION_REFUSED,
    Event.CAUSE_CONFIRMED,
    Event.CAUSE_REVOKED,
    Event.TASK_PAUSED,
    Event.TASK_RESUMED,
    Event.EVENT_DATE_SET,
    Event.TASK_WITHDRAWN,
    Event.TASK_NOT_PURSUED,
}
"""Where the doer of a task may never be the one who acts (rule 39)."""
STATES = {state.value for state in State}


def entries_of(task: Task) -> list[JournalEntry]:
    mine = sa.and_(JournalEntry.subject_kind == "task", JournalEntry.subject_id == task.id)
    return list(db.session.scalars(sa.select(JournalEntry).where(mine).order_by(JournalEntry.seq)))


def replay(entries: list[JournalEntry]) -> Told:
    """The history from its first entry on, and nothing else."""
    told = Told()
    for entry in entries:
        if entry.event in DECISIONS and entry.actor_id is not None:
            told.decided.append((entry.actor_id, told.lead, local_date(entry.at, CITY)))
        _apply(told, Event(entry.event), json.loads(entry.details))
    return told


def _day(value: Any) -> date | None:
    return date.fromisoformat(value) if value else None


def _apply(told: Told, event: Event, said: dict[str, Any]) -> None:
    if {str(said.get("from")), str(said.get("to"))} <= STATES:
        assert said["from"] == told.state, f"{event.value} left {said['from']}, not {told.state}"
        told.state = State(said["to"])
    if event in _EFFECTS:
        _EFFECTS[event](told, said)


def _assigned(told: Told, said: dict[str, Any]) -> None:
    told.lead, told.original, told.due = said["unit"], _day(said["due_on"]), _day(said["due_on"])


def _claimed(told: Told, said: dict[str, Any]) -> None:
    told.claimed = _day(said["claimed_on"])


def _unclaimed(told: Told, _said: dict[str, Any]) -> None:
    told.claimed = None


def _sent_back(told: Told, _said: dict[str, Any]) -> None:
    told.claimed, told.sent_back = None, told.sent_back + 1


def _reopened(told: Told, _said: dict[str, Any]) -> None:
    told.claimed, told.reopened = None, told.reopened + 1


def _passed(told: Told, said: dict[str, Any]) -> None:
    assert (said["from"], said["state_before"]) == (told.lead, told.state)
    told.lead, told.state, told.officer, told.monitor = said["to"], State.NEW, "—", None


def _corrected(told: Told, said: dict[str, Any]) -> None:
    if "state_before" in said:
        _passed(told, said)
        return
    assert _day(said["from"]) == told.original
    was_extended, told.original = told.due != told.original, _day(said["to"])
    assert told.due and told.original
    told.due = max(told.due, told.original) if was_extended else told.original


def _dated(told: Told, said: dict[str, Any]) -> None:
    told.original = told.due = _day(said["to"])


def _moved(told: Told, said: dict[str, Any]) -> None:
    assert _day(said["from"]) == told.due
    told.due = _day(said["to"])


def _extended(told: Told, said: dict[str, Any]) -> None:
    _moved(told, said)
    told.extended += 1


_EFFECTS: dict[Event, Callable[[Told, dict[str, Any]], None]] = {
    Event.TASK_ASSIGNED: _assigned,
    Event.COMPLETION_REPORTED: _claimed,
    Event.TASK_SENT_BACK: _sent_back,
    Event.TASK_REOPENED: _reopened,
    Event.TASK_WITHDRAWN: _unclaimed,
    Event.TASK_NOT_PURSUED: _unclaimed,
    Event.TASK_TRANSFERRED: _passed,
    Event.TASK_CORRECTED: _corrected,
    Event.EVENT_DATE_SET: _dated,
    Event.EXTENSION_GRANTED: _extended,
    Event.DEADLINE_MOVED: _moved,
    Event.OFFICER_NAMED: lambda told, said: setattr(told, "officer", said["to"]),
    Event.MONITOR_SET: lambda told, said: setattr(told, "monitor", said["to"]),
    Event.STAR_SET: lambda told, said: setattr(told, "star", said["to"] == "có"),
    Event.CAUSE_CONFIRMED: lambda told, said: setattr(told, "has_cause", True),
    Event.CAUSE_REVOKED: lambda told, said: setattr(told, "has_cause", False),
}


VERSIONED = [
    column.key
    for column in TaskVersion.__table__.columns
    if column.key not in {"id", "task_id", "seq", "recorded_from", "recorded_to", "has_objective_cause"}
]


def recorded(task: Task) -> dict[str, Any]:
    return {key: getattr(task, key) for key in VERSIONED}


class Life(RuleBasedStateMachine):
    """A small city over some weeks: two letters, an event, a duty; whoever is drawn tries what is drawn."""

    def __init__(self, cast: Cast, root: Path) -> None:
        super().__init__()
        self.cast, self.root = cast, root
        self.now = build.at(WEDNESDAY)
        self.seen: list[tuple[datetime, dict[int, dict[str, Any]]]] = []
        self.grown: dict[int, tuple[int, int]] = {}
        self.done: Counter[str] = Counter()

    @initialize()
    def city(self) -> None:
        cast = self.cast
        self.people: dict[str, Person] = cast.everyone
        self.people["second_monitor"] = build.person("Phạm Hồng Nhung", Role.MONITOR, cast.office)
        self.people["both"] = build.person("Bùi Văn Hai", Role.MONITOR, cast.office)
        accounts.give_post(
            self.people["both"],
            role=Role.UNIT_HEAD,
            unit=cast.economy,
            title="Phó Trưởng phòng",
            valid_from=build.BEGAN_ON,
            acting=COMMAND,
            now=self.now,
        )
        on = self.occasion(cast.monitor)
        build.tasks_of_letter(
            "Rà soát chợ tạm",
            leads=[cast.economy, cast.loc_vuong],
            partners=[cast.urban],
            due_on=WEDNESDAY + timedelta(days=9),
            leader=cast.vice,
            field="nong-nghiep",
            on=on,
        )
        build.task("Theo dõi giá vật tư", lead=cast.economy, on=on)
        build.task(
            "Báo cáo sau kỳ họp",
            lead=cast.urban,
            due=DraftDue.EVENT,
            event_text="sau kỳ họp HĐND",
            leader=cast.chair,
            on=on,
        )
        build.tasks_of_letter(
            "Báo cáo hằng tuần",
            leads=[cast.economy, cast.urban],
            due=DraftDue.DUTY,
            recurrence=Recurrence.WEEKLY,
            due_day=5,
            on=on,
        )
        self.remember()

    def teardown(self) -> None:
        try:
            self.past_is_as_it_was_shown()
            assert verify(None).is_whole
        finally:
            db.session.rollback()

    # ---------------------------------------------------------------------------------------------------- in few words

    def occasion(self, who: Person | None, *, channel: Channel = Channel.WEB) -> Occasion:
        return build.occasion(self.now, who, channel=channel)

    @property
    def today(self) -> date:
        return local_date(self.now, CITY)

    @property
    def tasks(self) -> list[Task]:
        return list(db.session.scalars(sa.select(Task).order_by(Task.id)))

    def task(self, pick: int) -> Task:
        rows = self.tasks
        return rows[pick % len(rows)]

    def unit(self, pick: int) -> Unit:
        units = (self.cast.economy, self.cast.urban, self.cast.loc_vuong, self.cast.cua_nam)
        return units[pick % len(units)]

    def person(self, pick: int) -> Person:
        return self.people[WHO[pick % len(WHO)]]

    def remember(self) -> None:
        db.session.expire_all()
        self.seen.append((self.now, {task.id: recorded(task) for task in self.tasks}))

    @contextmanager
    def trying(self) -> Iterator[None]:
        """One verb in a transaction of its own; refused, nothing of it is left."""
        before = self.everything()
        self.now += timedelta(minutes=1)
        refused = None
        try:
            with db.session.begin_nested():
                yield
                db.session.flush()
        except RuleBroken as broken:
            refused = broken
            self.done[broken.key] += 1
        db.session.expire_all()
        assert refused is None or self.everything() == before, f"{refused} left something behind"
        self.remember()

    def everything(self) -> dict[str, Any]:
        """Every row of the tables that the verbs write, in numbers; of tasks their versions too."""
        counts = {table: db.session.scalar(sa.text(f"SELECT count(*) FROM {table}")) for table in TABLES}
        versions = db.session.execute(sa.select(Task.id, Task.version, Task.state, Task.due_on)).all()
        return {**counts, "versions": [tuple(row) for row in versions]}

    def does(
        self,
        who: str,
        permission: Permission,
        task: Task,
        verb: Callable[[Occasion, Role], object],
        *,
        channel: Channel = Channel.WEB,
    ) -> None:
        """The verb, where the authority lets this person; who is not let in cannot come to it at all."""
        person = self.people[who]
        post = may(actor_on(person, self.today), permission, subject_of(task))
        if post is None:
            self.done["not_allowed"] += 1
            return
        with self.trying():
            on = self.occasion(person, channel=channel)
            on = replace(on, acting=replace(on.acting, post_id=post.post_id))
            verb(on, post.role)
            self.done[permission.value] += 1

    # ---------------------------------------------------------------------------------------------------------- verbs

    @rule(many=st.sampled_from([1, 1, 2, 3, 8, 25]))
    def days_pass(self, many: int) -> None:
        self.now += timedelta(days=many)
        self.remember()

    @rule(by=OFTEN, pick=some)
    def receive(self, by: str, pick: int) -> None:
        task = self.task(pick)
        self.does(by, Permission.RECEIVE_TASK, task, lambda on, _: actions.receive(task, on=on))

    @rule(by=OFTEN, pick=some, text=words, obstacle=st.booleans(), forecast=days)
    def report_progress(self, by: str, pick: int, text: str, obstacle: bool, forecast: int) -> None:
        task = self.task(pick)
        more: dict[str, Any] = {"obstacle_text": "Vướng mặt bằng.", "cause": Cause.LAND} if obstacle else {}
        account = build.account(
            text, next_step="Làm tiếp.", forecast_on=self.today + timedelta(days=forecast), **more
        )
        self.does(
            by,
            Permission.REPORT_TASK,
            task,
            lambda on, _: actions.report_progress(
                task, account, unit=task.unit, storage=build.storage(self.root), on=on
            ),
        )

    @rule(by=OFTEN, pick=some, ago=st.integers(-1, 9), evidence=st.sampled_from(["125/BC", "125/BC", ""]))
    def report_completion(self, by: str, pick: int, ago: int, evidence: str) -> None:
        task = self.task(pick)
        self.does(by, Permission.REPORT_TASK, task, self._completion(task, ago, evidence))

    @rule(by=OFTEN, pick=some, ago=st.integers(0, 3))
    def report_on_behalf(self, by: str, pick: int, ago: int) -> None:
        task = self.task(pick)
        verb = self._completion(task, ago, "126/BC")
        self.does(by, Permission.REPORT_ON_BEHALF, task, verb, channel=Channel.ON_PAPER)

    def _completion(self, task: Task, ago: int, evidence: str) -> Callable[[Occasion, Role], object]:
        claimed = self.today - timedelta(days=ago)
        told = actions.Telling(ToldVia.PHONE, "Trần Văn Bình", self.today)
        account = build.account("Xong.", document_number=evidence, told=told)
        return lambda on, _: actions.report_completion(
            task, account, claimed_on=claimed, unit=task.unit, storage=build.storage(self.root), on=on
        )

    @rule(by=OFTEN, pick=some)
    def confirm(self, by: str, pick: int) -> None:
        task = self.waiting(pick)
        self.does(by, Permission.CONFIRM_TASK, task, lambda on, _: actions.confirm(task, on=on))

    @rule(by=OFTEN, pick=some, why=words)
    def send_back(self, by: str, pick: int, why: str) -> None:
        task = self.waiting(pick)
        self.does(by, Permission.CONFIRM_TASK, task, lambda on, _: actions.send_back(task, reason=why, on=on))

    def waiting(self, pick: int) -> Task:
        """Mostly one that waits, else the half of the verbs that decide would find nothing to decide."""
        rows = [task for task in self.tasks if task.state is State.WAITING]
        return rows[pick % len(rows)] if rows and pick % 5 else self.task(pick)

    @rule(by=OFTEN, pick=some, why=words, later=days)
    def ask_extension(self, by: str, pick: int, why: str, later: int) -> None:
        task = self.task(pick)
        day = (task.due_on or self.today) + timedelta(days=later)
        self.does(
            by,
            Permission.ASK_EXTENSION,
            task,
            lambda on, _: actions.ask_extension(task, new_due_on=day, reason=why, on=on),
        )

    @rule(by=OFTEN, pick=some, yes=st.booleans(), why=words)
    def decide_extension(self, by: str, pick: int, yes: bool, why: str) -> None:
        rows = [row for task in self.tasks for row in task.extensions]
        if not rows:
            return
        pending = [row for row in rows if row.state is ExtensionState.PENDING]
        asked = (pending or rows)[pick % len(pending or rows)]

        def verb(on: Occasion, role: Role) -> None:
            if yes:
                actions.grant_extension(asked, note=why, role=role, on=on)
            else:
                actions.refuse_extension(asked, reason=why, role=role, on=on)

        self.does(by, Permission.DECIDE_EXTENSION, asked.task, verb)

    @rule(by=OFTEN, pick=some, why=words)
    def ask_return(self, by: str, pick: int, why: str) -> None:
        task = self.task(pick)
        person = self.people[by]
        post = may(actor_on(person, self.today), Permission.ASK_RETURN, subject_of(task))
        if post is not None and post.unit_id is not None:
            unit_id = post.unit_id
            self.does(
                by,
                Permission.ASK_RETURN,
                task,
                lambda on, _: actions.ask_return(task, unit_id=unit_id, reason=why, on=on),
            )

    @rule(by=OFTEN, pick=some, to=some, why=words)
    def ask_transfer(self, by: str, pick: int, to: int, why: str) -> None:
        task, unit = self.task(pick), self.unit(to)
        self.does(
            by,
            Permission.ASK_TRANSFER,
            task,
            lambda on, _: actions.ask_transfer(task, new_unit=unit, reason=why, on=on),
        )

    @rule(by=OFTEN, pick=some, days=days, why=words)
    def correct_date(self, by: str, pick: int, days: int, why: str) -> None:
        task, day = self.task(pick), self.today + timedelta(days=days)
        self.does(
            by,
            Permission.CORRECT_TASK,
            task,
            lambda on, _: actions.propose_date_correction(task, new_due_on=day, reason=why, on=on),
        )

    @rule(by=OFTEN, pick=some, to=some, why=words)
    def correct_lead(self, by: str, pick: int, to: int, why: str) -> None:
        task, unit = self.task(pick), self.unit(to)
        self.does(
            by,
            Permission.CORRECT_TASK,
            task,
            lambda on, _: actions.propose_lead_correction(task, new_unit=unit, reason=why, on=on),
        )

    @rule(by=OFTEN, pick=some, yes=st.booleans(), why=words, days=st.none() | days)
    def decide_request(self, by: str, pick: int, yes: bool, why: str, days: int | None) -> None:
        rows = [row for task in self.tasks for row in task.requests]
        if not rows:
            return
        pending = [row for row in rows if row.state is RequestState.PENDING]
        asked = (pending or rows)[pick % len(pending or rows)]
        corrects = asked.kind.value.startswith("correct")
        day = None if days is None else self.today + timedelta(days=days)

        def verb(on: Occasion, role: Role) -> None:
            if yes:
                actions.accept_request(asked, note=why, new_due_on=day, role=role, on=on)
            else:
                actions.refuse_request(asked, reason=why, role=role, on=on)

        permission = Permission.CORRECT_TASK if corrects else Permission.DECIDE_REQUEST
        self.does(by, permission, asked.task, verb)

    @rule(by=OFTEN, pick=some, to=some, days=st.none() | days)
    def give_again(self, by: str, pick: int, to: int, days: int | None) -> None:
        rows = [task for task in self.tasks if task.state is State.RETURNED] or self.tasks
        task, unit = rows[pick % len(rows)], self.unit(to)
        day = None if days is None else self.today + timedelta(days=days)
        self.does(
            by,
            Permission.DECIDE_REQUEST,
            task,
            lambda on, _: actions.give_again(task, unit=unit, due_on=day, on=on),
        )

    @rule(by=OFTEN, pick=some, days=days, why=words)
    def pause(self, by: str, pick: int, days: int, why: str) -> None:
        task, day = self.task(pick), self.today + timedelta(days=days)
        self.does(
            by,
            Permission.PAUSE_TASK,
            task,
            lambda on, _: actions.pause(task, reason=why, resume_on=day, on=on),
        )

    @rule(by=OFTEN, pick=some)
    def resume(self, by: str, pick: int) -> None:
        rows = [task for task in self.tasks if task.state is State.PAUSED] or self.tasks
        task = rows[pick % len(rows)]
        self.does(by, Permission.PAUSE_TASK, task, lambda on, _: actions.resume(task, on=on))

    @rule(by=OFTEN, pick=some, why=words)
    def reopen(self, by: str, pick: int, why: str) -> None:
        rows = [task for task in self.tasks if task.state is State.COMPLETED] or self.tasks
        task = rows[pick % len(rows)]
        self.does(by, Permission.REOPEN_TASK, task, lambda on, _: actions.reopen(task, reason=why, on=on))

    @rule(by=st.sampled_from(["chair", "chief", "head"]), pick=some, why=words)
    def withdraw(self, by: str, pick: int, why: str) -> None:
        task = self.task(pick)
        self.does(by, Permission.WITHDRAW_TASK, task, lambda on, _: actions.withdraw(task, reason=why, on=on))

    @rule(by=st.sampled_from(["chair", "vice", "both"]), pick=some, why=words)
    def stop_pursuing(self, by: str, pick: int, why: str) -> None:
        task = self.task(pick)
        self.does(
            by,
            Permission.STOP_PURSUING_TASK,
            task,
            lambda on, _: actions.stop_pursuing(task, reason=why, on=on),
        )

    @rule(by=OFTEN, pick=some, which=some, role=st.sampled_from([UnitRole.PARTNER, UnitRole.INFORMED]))
    def join_unit(self, by: str, pick: int, which: int, role: UnitRole) -> None:
        task, unit = self.task(pick), self.unit(which)
        self.does(by, Permission.EDIT_TASK, task, lambda on, _: actions.join_unit(task, unit, role, on=on))

    @rule(by=OFTEN, pick=some, which=some, why=words)
    def leave_unit(self, by: str, pick: int, which: int, why: str) -> None:
        task, unit = self.task(pick), self.unit(which)
        self.does(
            by, Permission.EDIT_TASK, task, lambda on, _: actions.leave_unit(task, unit, reason=why, on=on)
        )

    @rule(by=OFTEN, pick=some, which=some, days=st.none() | days)
    def set_part_due(self, by: str, pick: int, which: int, days: int | None) -> None:
        task, unit = self.task(pick), self.unit(which)
        day = None if days is None else self.today + timedelta(days=days)
        self.does(
            by, Permission.EDIT_TASK, task, lambda on, _: actions.set_part_due(task, unit, due_on=day, on=on)
        )

    @rule(by=OFTEN, pick=some, which=some, text=words)
    def report_part(self, by: str, pick: int, which: int, text: str) -> None:
        task, unit, account = self.task(pick), self.unit(which), build.account(text)
        self.does(
            by,
            Permission.REPORT_PART,
            task,
            lambda on, _: actions.report_part(
                task, account, unit=unit, storage=build.storage(self.root), on=on
            ),
        )

    @rule(by=OFTEN, pick=some, which=some)
    def urge_partner(self, by: str, pick: int, which: int) -> None:
        task, unit = self.task(pick), self.unit(which)
        self.does(by, Permission.URGE_PARTNER, task, lambda on, _: actions.urge_partner(task, unit, on=on))

    @rule(by=OFTEN, pick=some, whom=st.none() | some)
    def name_officer(self, by: str, pick: int, whom: int | None) -> None:
        task, officer = self.task(pick), None if whom is None else self.person(whom)
        self.does(by, Permission.NAME_OFFICER, task, lambda on, _: actions.name_officer(task, officer, on=on))

    @rule(by=OFTEN, pick=some, whom=st.none() | some)
    def set_monitor(self, by: str, pick: int, whom: int | None) -> None:
        task, monitor = self.task(pick), None if whom is None else self.person(whom)
        self.does(by, Permission.EDIT_TASK, task, lambda on, _: actions.set_monitor(task, monitor, on=on))

    @rule(by=OFTEN, pick=some, is_starred=st.booleans())
    def set_star(self, by: str, pick: int, is_starred: bool) -> None:
        task = self.task(pick)
        self.does(by, Permission.EDIT_TASK, task, lambda on, _: actions.set_star(task, is_starred, on=on))

    @rule(by=OFTEN, pick=some, days=days)
    def set_event_date(self, by: str, pick: int, days: int) -> None:
        rows = [task for task in self.tasks if task.due_on is None] or self.tasks
        task, day = rows[pick % len(rows)], self.today + timedelta(days=days)
        self.does(
            by, Permission.SET_DATE, task, lambda on, _: actions.set_event_date(task, due_on=day, on=on)
        )

    @rule(by=OFTEN, pick=some, title=words, whom=st.none() | some, days=st.none() | days)
    def add_sub_task(self, by: str, pick: int, title: str, whom: int | None, days: int | None) -> None:
        task = self.task(pick)
        day = None if days is None else self.today + timedelta(days=days)
        share = actions.Share(title, None if whom is None else self.person(whom), day)
        self.does(by, Permission.PLAN_SUB_TASKS, task, lambda on, _: actions.add_sub_task(task, share, on=on))

    @rule(by=OFTEN, pick=some, change=st.sampled_from(["tick", "untick", "remove", "rename"]))
    def change_sub_task(self, by: str, pick: int, change: str) -> None:
        rows = [row for task in self.tasks for row in task.sub_tasks]
        if not rows:
            return
        row = rows[pick % len(rows)]
        verbs: dict[str, Callable[[Occasion, Role], object]] = {
            "tick": lambda on, _: actions.tick_sub_task(row, is_done=True, on=on),
            "untick": lambda on, _: actions.tick_sub_task(row, is_done=False, on=on),
            "remove": lambda on, _: actions.remove_sub_task(row, on=on),
            "rename": lambda on, _: actions.change_sub_task(row, actions.Share("Tên khác"), on=on),
        }
        self.does(by, Permission.PLAN_SUB_TASKS, row.task, verbs[change])

    @rule(by=OFTEN, pick=some, text=words, days=days)
    def ask_explanation(self, by: str, pick: int, text: str, days: int) -> None:
        task, day = self.task(pick), self.today + timedelta(days=days)
        self.does(
            by,
            Permission.ASK_EXPLANATION,
            task,
            lambda on, _: actions.ask_explanation(task.unit, task=task, question=text, due_on=day, on=on),
        )

    @rule(by=OFTEN, pick=some, text=words)
    def answer_explanation(self, by: str, pick: int, text: str) -> None:
        rows = [row for task in self.tasks for row in task.explanations]
        if rows:
            row = rows[pick % len(rows)]
            assert row.task is not None
            self.does(
                by,
                Permission.ANSWER_EXPLANATION,
                row.task,
                lambda on, _: actions.answer_explanation(row, answer=text, on=on),
            )

    @rule(by=OFTEN, pick=some, confirms=st.booleans(), text=words)
    def settle_cause(self, by: str, pick: int, confirms: bool, text: str) -> None:
        task = self.task(pick)

        def verb(on: Occasion, _role: Role) -> None:
            if confirms:
                actions.confirm_cause(task, note=text, on=on)
            else:
                actions.revoke_cause(task, reason=text, on=on)

        self.does(by, Permission.CONFIRM_CAUSE, task, verb)

    @rule(by=OFTEN, pick=some, text=words)
    def remark(self, by: str, pick: int, text: str) -> None:
        task = self.task(pick)
        self.does(by, Permission.REMARK_TASK, task, lambda on, _: actions.remark(task, text=text, on=on))

    @rule(by=OFTEN, pick=some)
    def urge(self, by: str, pick: int) -> None:
        task = self.task(pick)
        self.does(by, Permission.URGE_TASK, task, lambda on, _: actions.urge(task, on=on))

    @rule()
    def the_scheduler_passes(self) -> None:
        with self.trying():
            on = replace(self.occasion(None), acting=SCHEDULER)
            actions.open_due_occurrences(on=on)
            actions.agree_by_silence(on=on)

    # ---------------------------------------------------------------------------------------------------- what must hold

    @invariant()
    def all_of_it_holds(self) -> None:
        self.the_table_holds()
        self.one_lead_is_live_and_partners_are_in_order()
        self.the_open_version_is_the_row_and_the_past_has_no_gap()
        self.the_journal_rebuilds_the_row()
        self.versions_only_grow()
        self.only_what_is_reminded_of_has_reminders()
        self.the_classes_add_up()
        self.no_occurrence_is_lost_or_doubled()

    def the_table_holds(self) -> None:
        for task in self.tasks:
            assert (task.state is State.COMPLETED) == (task.confirmed_at is not None)
            assert (task.state in (State.WAITING, State.COMPLETED)) == (task.claimed_on is not None)
            assert (task.state in TERMINAL) == bool(task.closing_reason)
            assert task.state is not State.NEW or task.received_at is None
            assert task.resume_on is None or task.state is State.PAUSED
            assert (task.confirm_by is not None) == (task.state is State.WAITING)
            assert (task.original_due_on is None) == (task.due_on is None)
            assert task.due_kind is not DueKind.DATED or task.due_on is not None
            ended = task.state in TERMINAL or task.state is State.COMPLETED
            waits = [*task.extensions, *task.requests]
            assert not ended or all(row.decided_at is not None for row in waits)

    def one_lead_is_live_and_partners_are_in_order(self) -> None:
        for task in self.tasks:
            live = [row for row in task.assignments if row.ended_at is None]
            assert [row.unit_id for row in live if row.role is UnitRole.LEAD] == [task.unit_id]
            assert len({row.unit_id for row in live}) == len(live)
            partners = [row for row in live if row.role is UnitRole.PARTNER]
            assert task.state is not State.COMPLETED or all(
                row.part is not PartState.OPEN for row in partners
            )

    def the_open_version_is_the_row_and_the_past_has_no_gap(self) -> None:
        rows = db.session.scalars(sa.select(TaskVersion).order_by(TaskVersion.task_id, TaskVersion.seq))
        kept: dict[int, list[TaskVersion]] = {}
        for row in rows:
            kept.setdefault(row.task_id, []).append(row)
        for task in self.tasks:
            mine = kept.pop(task.id)
            assert [row.seq for row in mine] == list(range(1, task.recorded_seq + 1))
            assert [row.recorded_to for row in mine] == [*(row.recorded_from for row in mine[1:]), None]
            assert all(row.recorded_from <= row.recorded_to for row in mine if row.recorded_to is not None)
            last = mine[-1]
            assert {key: getattr(last, key) for key in VERSIONED} == recorded(task)
            assert last.has_objective_cause == (task.objective_cause_confirmed_at is not None)
        assert not kept

    def the_journal_rebuilds_the_row(self) -> None:
        for task in self.tasks:
            entries = entries_of(task)
            told = replay(entries)
            assert (told.state, told.lead) == (task.state, task.unit.name)
            assert (told.original, told.due) == (task.original_due_on, task.due_on)
            assert told.claimed == task.claimed_on
            counts = (told.sent_back, told.reopened, told.extended)
            assert counts == (task.send_back_count, task.reopen_count, task.extension_count)
            assert told.has_cause == (task.objective_cause_confirmed_at is not None)
            if any(line.event == Event.OFFICER_NAMED for line in entries):
                assert told.officer == (task.officer.full_name if task.officer else "—")
            if told.monitor is not None:
                assert told.monitor == (task.monitor.full_name if task.monitor else "—")
            if told.star is not None:
                assert told.star == task.is_starred
            self.no_doer_decided(told)

    def no_doer_decided(self, told: Told) -> None:
        for actor_id, lead, day in told.decided:
            person = db.session.get_one(Person, actor_id)
            units = {post.unit.name for post in person.posts_on(day) if post.unit is not None}
            assert lead not in units, f"{person.full_name} decided on a task of {lead}"

    def versions_only_grow(self) -> None:
        now = {task.id: (task.version, task.recorded_seq) for task in self.tasks}
        for task_id, (version, seq) in self.grown.items():
            assert now[task_id][0] >= version
            assert now[task_id][1] == seq or now[task_id][0] > version, "recorded anew without a new version"
        self.grown = now

    def only_what_is_reminded_of_has_reminders(self) -> None:
        """The unit is reminded of what it owes, the Office of what it has to confirm or to decide, nobody of else."""
        planned = sa.select(Task, Reminder.rule, Reminder.deadline_version).join(
            Reminder, Reminder.task_id == Task.id
        )
        for task, mark, version in db.session.execute(
            planned.where(Reminder.state == ReminderState.PLANNED, Reminder.expires_at > self.now)
        ).unique():
            assert version in (0, task.deadline_version)
            waits = any(row.decided_at is None for row in [*task.extensions, *task.requests])
            match mark.partition("_")[0]:
                case "confirm":
                    assert task.state is State.WAITING, f"{mark} is planned for a task that is {task.state}"
                case "request":
                    assert waits, f"{mark} is planned for a task of which nothing is asked"
                case _:
                    assert task.state in REMINDED, f"{mark} is planned for a task that is {task.state}"

    def the_classes_add_up(self) -> None:
        figures = reports.compute(
            period_start=WEDNESDAY - timedelta(days=1),
            cutoff=self.now + timedelta(seconds=1),
            known_at=self.now,
            zone=CITY,
        )
        tasks = {task.code: task for task in self.tasks}
        for basis, figure in ((Basis.ORIGINAL, figures.original), (Basis.CURRENT, figures.current)):
            behind = [code for row in figure.rows for code in row.codes]
            counted = sorted(tasks.keys() - self.taken_out_of_duties())
            assert sorted(behind) == counted, "each task stands behind one row, once"
            excluded = sum(figure.excluded.values())
            assert figure.counts.total + excluded == len(figure.rows)
            assert sum(line.figures.counts.total for line in figure.by_unit) == figure.counts.total
            assert figure.counts_on(basis) == figure.counts
            for row in figure.rows:
                if row.reports is None:
                    assert row.task_class is self.class_by_hand(tasks[row.code], basis), row.code
        assert figures.original.counts.total == figures.current.counts.total

    def taken_out_of_duties(self) -> set[str]:
        """Occurrences that ended uncounted beside others the unit still owes: the duty goes on without them."""
        going_on = {
            (task.duty_id, task.unit_id) for task in self.tasks if task.duty_id and task.state not in TERMINAL
        }
        ended = [task for task in self.tasks if task.duty_id and task.state in TERMINAL]
        return {task.code for task in ended if (task.duty_id, task.unit_id) in going_on}

    def class_by_hand(self, task: Task, basis: Basis) -> TaskClass:
        """The official classes told once more, in the words of domain 1.4."""
        if task.state in TERMINAL:
            return TaskClass.EXCLUDED
        done = task.state is State.COMPLETED
        late_from = task.original_overdue_from if basis is Basis.ORIGINAL else task.overdue_from
        if late_from is None:
            return TaskClass.DONE_NO_DEADLINE if done else TaskClass.OPEN_NO_DEADLINE
        if task.claimed_on is not None:
            late = task.claimed_on >= local_date(late_from, CITY)
        else:
            late = self.now + timedelta(seconds=1) >= late_from
        if done:
            return TaskClass.DONE_LATE if late else TaskClass.DONE_ON_TIME
        return TaskClass.OPEN_OVERDUE if late else TaskClass.OPEN_IN_TIME

    def no_occurrence_is_lost_or_doubled(self) -> None:
        for duty in db.session.scalars(sa.select(Duty)):
            tasks = [task for task in self.tasks if task.duty_id == duty.id and task.replaces_id is None]
            asked = Counter((task.origin_unit_id, task.period_key) for task in tasks)
            assert set(asked.values()) == {1}
            if any(task.state in TERMINAL for task in tasks):
                continue
            periods = deadline.duty_periods(
                duty.recurrence,
                duty.starts_on,
                duty.opened_until,
                due_day=duty.due_day,
                calendar=self.occasion(None).calendar,
            )
            owed = {period.key for period in periods}
            leads = {task.origin_unit_id for task in tasks}
            first = min(task.period_key or "" for task in tasks)
            missing = {(unit, key) for unit in leads for key in owed if key >= first} - set(asked)
            assert not self.never_taken_over(missing, tasks), missing

    def never_taken_over(self, missing: set[tuple[int, str]], tasks: list[Task]) -> set[tuple[int, str]]:
        """Of these, what no unit that leads an occurrence now was asked for either: a lead may have passed on."""
        passed = {task.origin_unit_id for task in tasks if task.unit_id != task.origin_unit_id}
        return {(unit, key) for unit, key in missing if unit not in passed}

    def past_is_as_it_was_shown(self) -> None:
        """Every instant of the story is asked again, of all tasks at once and of one."""
        for at, shown in self.seen:
            known = tasks_as_of(None, at, zone=CITY)
            assert known.keys() == shown.keys()
            for task_id, row in shown.items():
                one = known[task_id]
                assert task_as_of(task_id, at, zone=CITY) == one
                kept = {key: getattr(one, key) for key in VERSIONED if hasattr(one, key)}
                assert kept == {key: row[key] for key in kept}


TABLES = (
    "task",
    "task_version",
    "assignment",
    "report",
    "extension",
    "task_request",
    "explanation",
    "remark",
    "sub_task",
    "journal_entry",
    "reminder",
    "outbox_message",
    "attachment",
)


def play(cast: Cast, root: Path, *, examples: int, steps: int, is_new: bool) -> None:
    """`is_new`: lives nobody has seen yet, else the same at each run of the same code."""
    run_state_machine_as_test(
        lambda: Life(cast, root),
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            derandomize=not is_new,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.slow
def test_no_verb_by_anybody_cheats_the_table_the_past_or_the_figures(
    db_session: scoped_session[Session], cast: Cast, tmp_path: Path
) -> None:
    play(cast, tmp_path, examples=8, steps=40, is_new=False)


@pytest.mark.long
def test_nor_does_it_over_many_lives(db_session: scoped_session[Session], cast: Cast, tmp_path: Path) -> None:
    play(cast, tmp_path, examples=300, steps=80, is_new=True)
