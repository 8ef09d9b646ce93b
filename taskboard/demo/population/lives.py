"""What became of one task: received, reported on, put off, sent back, confirmed, until the day the story stops."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from taskboard.briefings.models import UnitRole
from taskboard.demo.population import words
from taskboard.demo.population.histories import Chain, Histories
from taskboard.demo.population.orders import Order, morning
from taskboard.demo.population.peopling import Body
from taskboard.demo.population.writing import Bulk
from taskboard.domain import deadline
from taskboard.domain.calendar import WorkingCalendar
from taskboard.domain.deadline import DueKind
from taskboard.domain.events import Channel, Event
from taskboard.domain.lifecycle import State
from taskboard.journal.actions import Acting
from taskboard.tasks.models import (
    REMEMBERED,
    Assignment,
    Cause,
    Extension,
    ExtensionState,
    PartState,
    Report,
    ReportKind,
    RequestKind,
    RequestState,
    Task,
    TaskRequest,
    TaskVersion,
)

CONFIRM_WITHIN = timedelta(days=7)


@dataclass(slots=True)
class Pens:
    """What every life is written with."""

    bulk: Bulk
    histories: Histories
    dice: Random
    calendar: WorkingCalendar
    zone: ZoneInfo
    until: datetime
    late_from: dict[date, datetime]

    def overdue_from(self, day: date | None) -> datetime | None:
        if day is not None and day not in self.late_from:
            self.late_from[day] = deadline.overdue_from(day, None, self.calendar, self.zone)
        return None if day is None else self.late_from[day]


class NotYet(Exception):
    """What would come next lies ahead of the story's last day."""


class Life:
    """One task from its order on. `task` holds its row as it now stands."""

    def __init__(self, pens: Pens, order: Order, body: Body, code: str) -> None:
        self.pens, self.order, self.body, self.dice = pens, order, body, pens.dice
        task_id = pens.bulk.of(Task).next_id()
        self.now = order.issued_at
        self.seq = 0
        self.version: dict[str, Any] = {}
        self.reports: list[dict[str, Any]] = []
        self.parts: list[dict[str, Any]] = [
            {"unit_id": partner.unit_id, "role": UnitRole.PARTNER} for partner in order.partners
        ]
        self.doer = self.dice.choice(body.officers) if body.officers and self.dice.random() < 0.7 else None
        late_from = pens.overdue_from(order.due_on)
        self.task: dict[str, Any] = {
            "id": task_id,
            "code": code,
            "directive_id": order.directive_id,
            "unit_id": body.unit_id,
            "origin_unit_id": body.unit_id,
            "title": order.title,
            "state": State.NEW,
            "due_kind": DueKind.DATED if order.due_on else DueKind.NONE,
            "original_due_on": order.due_on,
            "due_on": order.due_on,
            "original_overdue_from": late_from,
            "overdue_from": late_from,
            "deadline_version": 1,
            "cause": Cause.NONE,
            "field": order.field,
            "source_level": order.level,
            "is_starred": order.is_starred,
            "leader_id": order.leader_id,
            "monitor_id": body.monitor.person_id,
            "officer_id": self.doer.person_id if self.doer else None,
            "assigned_on": order.assigned_on,
            "send_back_count": 0,
            "reopen_count": 0,
            "extension_count": 0,
        }
        self.chain: Chain = pens.histories.begin("task", task_id)

    # ------------------------------------------------------------------------------------------------ telling it

    def tell(self) -> None:
        """Live until it ends or the story stops, then write all that is known of it."""
        title, due_on = self.order.title, self.order.due_on
        self._settle(Event.TASK_ASSIGNED, self.body.monitor, unit=self.body.name, due_on=due_on, title=title)
        with contextlib.suppress(NotYet):
            self._go()
        self._write()

    def _go(self) -> None:
        luck = self.dice.random()
        if luck < 0.012:
            self._end(State.WITHDRAWN, Event.TASK_WITHDRAWN, self._in(3, 40))
        elif luck < 0.020:
            self._return()
        else:
            self._receive()
            if luck < 0.024:
                self._end(State.NOT_PURSUED, Event.TASK_NOT_PURSUED, self._in(20, 80))
                return
            if luck < 0.034:
                self._pause()
            self._work()

    def _come(self, day: date) -> None:
        """The clock moves to some hour of that day, or stays ahead of what happened last. Raises NotYet."""
        while day.weekday() > 4:
            day += timedelta(days=1)
        self.now = max(morning(day, self.dice), self.now + timedelta(minutes=20))
        if self.now > self.pens.until:
            raise NotYet

    def _in(self, low: int, high: int) -> date:
        """So many days on."""
        return self.today + timedelta(days=self.dice.randrange(low, high))

    @property
    def today(self) -> date:
        return self.now.astimezone(self.pens.zone).date()

    def _settle(self, event: Event, acting: Acting, **details: Any) -> None:
        """As `tasks.actions.settling.settle`: a version and an entry."""
        if self.version:
            self.pens.bulk.of(TaskVersion).add(**self.version, recorded_to=self.now)
        self.seq += 1
        self.version = {name: self.task.get(name) for name in REMEMBERED}
        self.version |= {
            "task_id": self.task["id"],
            "seq": self.seq,
            "recorded_from": self.now,
            "has_objective_cause": False,
        }
        self.chain.add(event, acting, self.now, **details)

    def _move(self, state: State, event: Event, acting: Acting, **details: Any) -> None:
        before = self.task["state"]
        self.task["state"] = state
        self._settle(event, acting, from_=before, to=state, **details)

    @property
    def _unit_acting(self) -> Acting:
        """Who speaks for the unit, most often from the link in the mail."""
        channel = Channel.MAIL_LINK if self.dice.random() < 0.4 else Channel.WEB
        who = self.doer or self.body.heads[0]
        return Acting(who.person_id, who.post_id, channel=channel)

    # ------------------------------------------------------------------------------------------------- the verbs

    def _receive(self) -> None:
        self._come(self._in(0, 4) if self.dice.random() < 0.9 else self._in(5, 20))
        self.task["received_at"] = self.now
        self._move(State.RECEIVED, Event.TASK_RECEIVED, self._unit_acting)

    def _end(self, state: State, event: Event, day: date) -> None:
        self._come(day)
        self.task["closing_reason"] = words.ENDINGS[state.value]
        self._move(state, event, self.body.monitor, reason=self.task["closing_reason"])

    def _return(self) -> None:
        """Wrongly given: the unit says so, the Office agrees."""
        self._come(self._in(0, 3))
        reason, head = words.ENDINGS["returned"], self.body.heads[0]
        request = {
            "task_id": self.task["id"],
            "kind": RequestKind.RETURN,
            "unit_id": self.body.unit_id,
            "reason": reason,
            "asked_by_id": head.person_id,
            "asked_at": self.now,
        }
        self._settle(Event.RETURN_ASKED, head, reason=reason, unit=self.body.name)
        try:
            self._end(State.RETURNED, Event.TASK_RETURNED, self._in(1, 4))
            decided = {"decided_by_id": self.body.monitor.person_id, "decided_at": self.now}
            request |= decided | {"state": RequestState.ACCEPTED}
        finally:
            self.pens.bulk.of(TaskRequest).add(**request)

    def _pause(self) -> None:
        self._come(self._in(3, 20))
        self.task["resume_on"] = self._in(20, 70)
        self._move(
            State.PAUSED,
            Event.TASK_PAUSED,
            self.body.monitor,
            reason=words.PAUSE,
            resume_on=self.task["resume_on"],
        )
        self._come(self.task["resume_on"])
        self.task["resume_on"] = None
        self._move(State.IN_PROGRESS, Event.TASK_RESUMED, self.body.monitor)

    def _work(self) -> None:
        """Reports on the way, a request for more time, partners' words, and the end: each on its day."""
        finish = self._finish_on()
        steps: list[tuple[date, Callable[[], None]]] = [(finish, self._finish)]
        day = self._in(8, 25)
        while day < finish and len(steps) < 5:
            steps.append((day, self._report_progress))
            day += timedelta(days=self.dice.randrange(12, 30))
        due_on = self.task["due_on"]
        if due_on and finish > due_on and due_on > self.today and self.dice.random() < 0.4:
            steps.append(
                (max(self.today, due_on - timedelta(days=self.dice.randrange(2, 9))), self._ask_time)
            )
        steps += [
            (self._in(4, 30), lambda part=part: self._report_part(part))  # type: ignore[misc]
            for part in self.parts
            if self.dice.random() < 0.5
        ]
        for day, step in sorted(steps, key=lambda row: row[0]):
            if self.task["state"] is not State.COMPLETED:
                self._come(day)
                step()

    def _finish_on(self) -> date:
        """Most finish in time, some late, a few very late, one of a thousand never."""
        begun, due_on = self.order.assigned_on, self.order.due_on
        span = (due_on - begun).days if due_on else 45
        luck = self.dice.random()
        if luck < 0.72:
            return begun + timedelta(days=span * self.dice.randrange(45, 101) // 100)
        spread = (1, 21) if luck < 0.90 else (20, 90) if luck < 0.975 else (90, 300)
        late = self.dice.randrange(*spread) if luck < 0.999 else 5000
        return begun + timedelta(days=span + late)

    def _report(self, kind: ReportKind, acting: Acting, unit_id: int, words_: str, **more: Any) -> int:
        number = self.pens.bulk.of(Report).next_id()
        self.reports.append(
            {
                "id": number,
                "task_id": self.task["id"],
                "kind": kind,
                "person_id": acting.person_id,
                "post_id": acting.post_id,
                "unit_id": unit_id,
                "channel": acting.channel,
                "done_text": words_,
                "reported_at": self.now,
                "form_key": f"population:{number}",
                **more,
            }
        )
        return number

    def _report_progress(self) -> None:
        said, more = self._said(words.PROGRESS), self._next_step()
        if self.dice.random() < 0.25:
            cause, obstacle = self.dice.choice(words.OBSTACLES)
            more |= {"cause": cause, "obstacle_text": obstacle, "forecast_on": self._in(7, 30)}
            self.task["cause"] = cause
        acting = self._unit_acting
        number = self._report(ReportKind.PROGRESS, acting, self.body.unit_id, said, **more)
        self.task["last_report_at"] = self.now
        self._move(State.IN_PROGRESS, Event.PROGRESS_REPORTED, acting, report=number, text=said)

    def _next_step(self) -> dict[str, Any]:
        return {"next_step": self.dice.choice(words.NEXT_STEPS)}

    def _said(self, phrases: tuple[str, ...]) -> str:
        return self.dice.choice(phrases).format(count=self.dice.randrange(3, 96))

    def _report_part(self, part: dict[str, Any]) -> None:
        """A partner's own word; its part is settled, the task is not."""
        partner = next(one for one in self.order.partners if one.unit_id == part["unit_id"])
        acting, said = partner.heads[0], self._said(words.DONE)
        number = self._report(ReportKind.PART, acting, partner.unit_id, said)
        part |= {"part": PartState.REPORTED, "part_settled_at": self.now}
        self.chain.add(Event.PART_REPORTED, acting, self.now, unit=partner.name, report=number, text=said)

    def _ask_time(self) -> None:
        """More time is asked for and most often given."""
        before, head = self.task["due_on"], self.body.heads[0]
        asked = {
            "task_id": self.task["id"],
            "from_due_on": before,
            "new_due_on": before + timedelta(days=self.dice.randrange(10, 60)),
            "reason": self.dice.choice(words.MORE_TIME),
            "asked_by_id": head.person_id,
            "asked_at": self.now,
            "was_asked_late": False,
        }
        self._settle(Event.EXTENSION_ASKED, head, new_due_on=asked["new_due_on"], reason=asked["reason"])
        try:
            self._come(self._in(1, 5))
            asked |= {"decided_by_id": self.body.monitor.person_id, "decided_at": self.now}
            if self.dice.random() < 0.75:
                asked["state"] = ExtensionState.GRANTED
                self._put_off(asked["new_due_on"])
            else:
                asked |= {"state": ExtensionState.REFUSED, "decision_note": "Giữ nguyên thời hạn đã giao."}
                reason = asked["decision_note"]
                told = {"reason": reason, "new_due_on": asked["new_due_on"]}
                self.chain.add(Event.EXTENSION_REFUSED, self.body.monitor, self.now, **told)
        finally:
            self.pens.bulk.of(Extension).add(**asked)

    def _put_off(self, day: date) -> None:
        before = self.task["due_on"]
        self.task |= {
            "due_on": day,
            "overdue_from": self.pens.overdue_from(day),
            "deadline_version": self.task["deadline_version"] + 1,
            "extension_count": self.task["extension_count"] + 1,
        }
        self._settle(Event.EXTENSION_GRANTED, self.body.monitor, from_=before, to=day, note="")

    def _finish(self) -> None:
        """Claimed, sometimes sent back, confirmed; rarely opened once more."""
        self._claim()
        while self.dice.random() < 0.07:
            self._come(self._in(1, 8))
            self._send_back()
            self._come(self._in(4, 20))
            self._claim()
        self._come(self._in(1, 9))
        self._confirm()
        if self.dice.random() < 0.004:
            self._come(self._in(10, 40))
            self._reopen()
            self._come(self._in(10, 30))
            self._finish()

    def _claim(self) -> None:
        said, acting, today = self._said(words.DONE), self._unit_acting, self.today
        claimed_on = max(self.order.assigned_on, today - timedelta(days=self.dice.randrange(2)))
        paper = {"document_number": f"{self.dice.randrange(20, 900)}/BC", "document_on": claimed_on}
        number = self._report(
            ReportKind.COMPLETION, acting, self.body.unit_id, said, claimed_on=claimed_on, **paper
        )
        self.task |= {
            "claimed_on": claimed_on,
            "last_report_at": self.now,
            "confirm_by": today + CONFIRM_WITHIN,
        }
        details = {"report": number, "claimed_on": claimed_on, "text": said}
        self._move(State.WAITING, Event.COMPLETION_REPORTED, acting, **details)

    def _send_back(self) -> None:
        reason = self.dice.choice(words.NOT_ENOUGH)
        self.reports[-1]["send_back_reason"] = reason
        self.task |= {
            "claimed_on": None,
            "confirm_by": None,
            "send_back_count": self.task["send_back_count"] + 1,
        }
        self._move(State.IN_PROGRESS, Event.TASK_SENT_BACK, self.body.monitor, reason=reason)

    def _confirm(self) -> None:
        claimed_on = self.task["claimed_on"]
        self.task |= {"completed_on": claimed_on, "confirmed_at": self.now, "confirm_by": None}
        self._move(State.COMPLETED, Event.TASK_CONFIRMED, self.body.monitor, claimed_on=claimed_on)
        self._close_parts()

    def _close_parts(self) -> None:
        """Partners who had said nothing are closed with the lead (decision 16)."""
        silent = [part for part in self.parts if "part" not in part]
        if not silent:
            return
        names = {partner.unit_id: partner.name for partner in self.order.partners}
        for part in silent:
            part |= {"part": PartState.CLOSED, "part_settled_at": self.now}
        told = ", ".join(names[part["unit_id"]] for part in silent)
        self.chain.add(Event.PARTS_CLOSED, self.body.monitor, self.now, units=told)

    def _reopen(self) -> None:
        self.task |= {"claimed_on": None, "completed_on": None, "confirmed_at": None}
        self.task["reopen_count"] += 1
        self._move(State.IN_PROGRESS, Event.TASK_REOPENED, self.body.monitor, reason=words.REOPENED)

    # --------------------------------------------------------------------------------------------------- writing

    def _write(self) -> None:
        bulk = self.pens.bulk
        bulk.of(Task).add(**self.task, recorded_seq=self.seq, version=2 * self.seq)
        bulk.of(TaskVersion).add(**self.version)
        lead = {"unit_id": self.body.unit_id, "role": UnitRole.LEAD}
        given = {
            "task_id": self.task["id"],
            "due_on": self.task["due_on"],
            "assigned_at": self.order.issued_at,
        }
        for part in (lead, *self.parts):
            bulk.of(Assignment).add(**given, **part)
        for report in self.reports:
            bulk.of(Report).add(**report)
        self.pens.histories.end(self.chain)
