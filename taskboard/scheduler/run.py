"""The scheduler as its own process: APScheduler is the tick of a clock and nothing more.

Its job store is memory, its only knowledge is how often to ask (peers section 5): `misfire_grace_time=None` and
`coalesce` turn any number of missed ticks into one, `max_instances=1` keeps a slow job from piling up, ticks are in
UTC. What is due stands in the database; the lease says which of several processes acts.
"""

from __future__ import annotations

import logging
import os
import signal
import threading
from collections.abc import Callable
from datetime import UTC, timedelta
from time import monotonic
from typing import TYPE_CHECKING

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from flask_babel import force_locale
from sqlalchemy.exc import SQLAlchemyError

from taskboard.clock import real_now
from taskboard.core import Core
from taskboard.db import begin_writing, db
from taskboard.journal.actions import SCHEDULER
from taskboard.occasion import occasion_of
from taskboard.outbox.delivery import holder_name
from taskboard.scheduler import actions, queries
from taskboard.scheduler.jobs import JOBS, Job, MailTrouble, Stop, never
from taskboard.scheduler.lease import RENEW_SECONDS, Leadership
from taskboard.scheduler.limits import time_limit
from taskboard.scheduler.wording import trouble_text

if TYPE_CHECKING:
    from flask import Flask

logger = logging.getLogger("taskboard.scheduler")

POLL_SECONDS = 2.0
"""How soon a job somebody asked for begins."""
STUCK = 2.0
"""A job still running after so many of its time limits answers to nothing: the process ends, and another takes over."""
EXIT_STUCK = 70


def run_job(
    app: Flask, job: Job, *, holder: str, should_stop: Stop = never, is_asked_for: bool = False
) -> bool:
    """Run one job now and write down how it went. A job that fails stops neither the others nor its next run.

    With `is_asked_for` it runs for the person whose request stands, and not at all when that is gone.
    """
    with app.app_context():
        core: Core = app.extensions["taskboard"]
        run_id = _start(core, job, holder, is_asked_for)
        if run_id is None:
            return True
        said, succeeded = _outcome(core, job.as_asked() if is_asked_for else job, should_stop)
        _finish(core, run_id, succeeded, said)
        if not succeeded:
            _try_to_tell(core, job, said)
        return succeeded


def _outcome(core: Core, job: Job, should_stop: Stop) -> tuple[str, bool]:
    with time_limit(job.timeout_seconds) as limit:
        try:
            return job.run(core, lambda: should_stop() or limit.has_passed()), True
        except MailTrouble as trouble:
            return str(trouble), False  # logged where it was met; a traceback would say no more
        except Exception as error:
            if limit.has_passed():
                logger.warning("job %s took longer than %s s", job.name, job.timeout_seconds)
                return f"timed out after {job.timeout_seconds:g} s", False
            logger.exception("job %s failed", job.name)
            return f"{type(error).__name__}: {error}", False


def _start(core: Core, job: Job, holder: str, is_asked_for: bool) -> int | None:
    begin_writing()
    asked_by_id = actions.take_request(job.name) if is_asked_for else None
    if is_asked_for and asked_by_id is None:
        db.session.rollback()
        return None
    run_id = actions.start_run(
        job.name, holder=holder, real_now=core.clock.real_now(), asked_by_id=asked_by_id
    )
    db.session.commit()
    return run_id


def _finish(core: Core, run_id: int, succeeded: bool, said: str) -> None:
    begin_writing()  # rolls back what a failed job left half done
    actions.finish_run(run_id, has_succeeded=succeeded, outcome=said, real_now=core.clock.real_now())
    db.session.commit()


def _try_to_tell(core: Core, job: Job, said: str) -> None:
    """What made the job fail may keep the mail from being owed, too: the strip on every page says it all the same."""
    try:
        begin_writing()
        with force_locale("vi"):  # mails are Vietnamese whatever language a page has
            error = trouble_text(said)
        actions.tell_of_failure(job.name, does=job.does, error=error, on=occasion_of(core, SCHEDULER))
        db.session.commit()
    except SQLAlchemyError:
        db.session.rollback()
        logger.exception("no mail about the failure of job %s could be owed", job.name)


class Runner:
    """One scheduler process: renews the lease, ticks, and on being told to stop lets running jobs end."""

    def __init__(
        self,
        app: Flask,
        *,
        jobs: tuple[Job, ...] = JOBS,
        holder: str | None = None,
        end: Callable[[int], object] = os._exit,
    ) -> None:
        """`end` ends the process at once, whatever its threads do."""
        self.app = app
        self.jobs = {job.name: job for job in jobs}
        self.leadership = Leadership(holder or holder_name())
        self._end = end
        self._stopping = threading.Event()
        self._turns = {job.name: threading.Lock() for job in jobs}
        self._began: dict[str, float] = {}
        self._woken: set[str] = set()
        self._ticks = BackgroundScheduler(
            timezone=UTC,
            executors={"default": ThreadPoolExecutor(max(4, 2 * len(jobs)))},
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
        )

    def run(self) -> None:
        """Until `stop`. The calling thread renews the lease: no job, however slow, keeps it from being renewed."""
        self._add_jobs()
        self._ticks.start()
        logger.info("scheduler %s ticks", self.leadership.holder)
        renew_at = monotonic()
        try:
            while not self._stopping.is_set():
                if monotonic() >= renew_at:
                    renew_at = monotonic() + RENEW_SECONDS
                    self._end_if_stuck()
                    self._mend_ticks()
                    self._renew()
                self._take_requests()
                self._stopping.wait(min(POLL_SECONDS, RENEW_SECONDS))
        finally:
            self._drain()

    def stop(self, *_signal: object) -> None:
        """Safe to call from a signal handler."""
        self._stopping.set()

    def stop_on_signals(self) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.stop)

    def _add_jobs(self) -> None:
        for job in self.jobs.values():
            self._ticks.add_job(
                self._tick,
                "interval",
                seconds=job.every_seconds,
                args=[job],
                id=job.name,
                next_run_time=real_now(),
            )

    def _tick(self, job: Job, is_asked_for: bool = False) -> None:
        """One run of one job at a time in this process; what is asked for waits its turn, a tick is left out."""
        if not self._turns[job.name].acquire(blocking=is_asked_for):
            return
        try:
            if self._stopping.is_set() or not self.leadership.is_held():
                return
            self._began[job.name] = monotonic()
            self._woken.discard(job.name)
            run_job(
                self.app,
                job,
                holder=self.leadership.holder,
                should_stop=self._stopping.is_set,
                is_asked_for=is_asked_for,
            )
        except SQLAlchemyError:
            logger.exception("job %s could not be written down", job.name)
        finally:
            self._began.pop(job.name, None)
            self._turns[job.name].release()
        self._wake(job.wakes)
        if job.name in self._woken:  # while it ran: that tick was left out
            self._wake(job.name)

    def _wake(self, name: str) -> None:
        """Its next tick is now; the following ones count from it, so it is not asked more often than before."""
        if name in self.jobs and not self._stopping.is_set():
            self._woken.add(name)
            self._ticks.modify_job(name, next_run_time=real_now())

    def _take_requests(self) -> None:
        """Jobs that somebody asked for begin now; a request is taken away by the run that answers it."""
        if not self.leadership.is_held():
            return
        try:
            with self.app.app_context():
                asked = [self.jobs[name] for name in queries.requests() if name in self.jobs]
        except SQLAlchemyError:
            logger.exception("requests for jobs could not be read")
            return
        for job in asked:
            self._ticks.add_job(
                self._tick, args=[job, True], id=f"{job.name}, asked for", replace_existing=True
            )

    def _end_if_stuck(self) -> None:
        """A thread cannot be ended; a process can. Mails and reminders under way are the next leader's by their leases."""
        for name, began in list(self._began.items()):
            if monotonic() - began > self.jobs[name].timeout_seconds * STUCK:
                logger.critical("job %s hangs: this scheduler ends, another one takes over", name)
                self._let_go()
                self._end(EXIT_STUCK)

    def _mend_ticks(self) -> None:
        """A clock put back by days would leave every tick days away: they are counted from now."""
        for job in self.jobs.values():
            tick = self._ticks.get_job(job.name)
            if tick and tick.next_run_time > real_now() + timedelta(seconds=2 * job.every_seconds):
                self._ticks.modify_job(job.name, next_run_time=real_now())

    def _renew(self) -> None:
        had = self.leadership.is_held()
        try:
            with self.app.app_context():
                has = self.leadership.renew()
        except SQLAlchemyError:
            logger.exception("the lease could not be renewed")
            return
        if has and not had:
            logger.info("scheduler %s leads", self.leadership.holder)
            self._tick_all_now()

    def _tick_all_now(self) -> None:
        """A new leader asks at once: what its predecessor left is due."""
        for name in self.jobs:
            self._wake(name)

    def _drain(self) -> None:
        self._ticks.shutdown(wait=True)
        self._let_go()

    def _let_go(self) -> None:
        try:
            with self.app.app_context():
                self.leadership.give_up()
        except SQLAlchemyError:
            logger.exception("the lease could not be released; it runs out by itself")
