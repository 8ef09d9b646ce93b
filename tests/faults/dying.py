"""A process that lives through a morning and is killed at one of its steps, as by kill -9.

A step is anything that leaves the process: a statement before and after the database has it, a commit before and
after, a command to the mail server before it is said and its answer once it is heard. So every point at which a
machine may die is hit, and the same number hits the same point again.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import smtplib
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import Engine

from config import Settings
from taskboard import create_app
from taskboard.clock import FixedClock
from taskboard.core import Core
from taskboard.db import begin_writing, db
from taskboard.scheduler.jobs import job
from taskboard.scheduler.run import run_job
from taskboard.units.models import Unit
from tests import build

PROCESS = multiprocessing.get_context("forkserver")
PROCESS.set_forkserver_preload(["tests.faults.dying", "taskboard.cli", "taskboard.web.views"])
MORNING = ("plan_reminders", "make_digests", "deliver_outbox")
"""What the scheduler does of a morning: plan, gather, send."""
PHASES = ("give", *MORNING)


End = tuple[str, int]
"""Where to die: a phase, and the step of it."""
NEVER: End = ("", 0)


class Countdown:
    """Counts the steps of each phase, and ends the process at the chosen one; step 0 never comes."""

    def __init__(self, end: End) -> None:
        self.end = end
        self.phase = ""
        self.steps = 0

    def begin(self, phase: str) -> None:
        self.phase, self.steps = phase, 0

    def step(self, *_args: Any, **_more: Any) -> None:
        self.steps += 1
        if (self.phase, self.steps) == self.end:
            os.kill(os.getpid(), signal.SIGKILL)

    def watch(self) -> None:
        """From now on every statement, commit and SMTP command is a step."""
        for name in ("before_cursor_execute", "after_cursor_execute", "commit"):
            event.listen(Engine, name, self.step)
        for name in ("putcmd", "getreply", "send"):
            self._wrap(smtplib.SMTP, name)

    def _wrap(self, place: Any, name: str) -> None:
        original: Callable[..., Any] = getattr(place, name)

        def stepping(*args: Any, **more: Any) -> Any:
            self.step()
            answer = original(*args, **more)
            self.step()
            return answer

        setattr(place, name, stepping)


def live_a_morning(settings: Settings, now: datetime, end: End, told: Any) -> None:
    """Give two units a task due today each, then plan, gather and send; die where told. `told` gets each phase's steps."""
    app = create_app(settings)
    app.extensions["taskboard"] = core = Core(settings, FixedClock(settings.zone, now))  # type: ignore[arg-type]
    countdown = Countdown(end)
    countdown.watch()
    for number, phase in enumerate(PHASES):
        countdown.begin(phase)
        if phase == "give":
            _give_tasks(app, core)
        else:
            run_job(app, job(phase), holder="dying")
        told[number] = countdown.steps


def _give_tasks(app: Any, core: Core) -> None:
    with app.app_context():
        begin_writing()
        on = replace(build.occasion(core.clock.now()), real_now=core.clock.real_now())
        units = db.session.scalars(sa.select(Unit).where(Unit.email.is_not(None)).order_by(Unit.id)).all()
        for number, unit in enumerate(units[:2]):
            build.task(f"Việc {number} ngày {on.today:%d/%m}", lead=unit, on=on, due_on=on.today)
        db.session.commit()


def run(settings: Settings, now: datetime, end: End = NEVER) -> tuple[int | None, list[int]]:
    """Live a morning in a process of its own; its exit code, and how many steps each phase took."""
    told = PROCESS.Array("i", len(PHASES))
    process = PROCESS.Process(target=live_a_morning, args=(settings, now, end, told))
    process.start()
    process.join(120)
    return process.exitcode, list(told)


def chosen_end(steps: list[int], chance: random.Random) -> End:
    """Somewhere to die: half of the times while mails are claimed, sent and settled."""
    (phase,) = chance.choices(range(len(PHASES)), weights=(2, 1, 2, 5))
    return PHASES[phase], chance.randint(1, steps[phase])


def working_days(first: date, count: int, is_working: Callable[[date], bool]) -> list[date]:
    """The first so many working days from a day on."""
    days: list[date] = []
    day = first
    while len(days) < count:
        if is_working(day):
            days.append(day)
        day = date.fromordinal(day.toordinal() + 1)
    return days
