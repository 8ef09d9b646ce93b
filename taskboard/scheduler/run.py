"""The scheduler as its own process: APScheduler is the tick of a clock and nothing more.

Its job store is memory, its only knowledge is how often to ask (peers section 5): `misfire_grace_time=None` and
`coalesce` turn any number of missed ticks into one, `max_instances=1` keeps a slow job from piling up, ticks are in
UTC. What is due stands in the database; the lease says which of several processes acts.
"""

from __future__ import annotations

import logging
import signal
import threading
from datetime import UTC
from typing import TYPE_CHECKING

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from sqlalchemy.exc import SQLAlchemyError

from taskboard.clock import real_now
from taskboard.core import Core
from taskboard.db import begin_writing, db
from taskboard.outbox.delivery import holder_name
from taskboard.scheduler import actions
from taskboard.scheduler.jobs import JOBS, Job, MailTrouble, Stop, never
from taskboard.scheduler.lease import RENEW_SECONDS, Leadership

if TYPE_CHECKING:
    from flask import Flask

logger = logging.getLogger("taskboard.scheduler")


def run_job(app: Flask, job: Job, *, holder: str, should_stop: Stop = never) -> bool:
    """Run one job now and write down how it went. A job that fails stops neither the others nor its next run."""
    with app.app_context():
        core: Core = app.extensions["taskboard"]
        run_id = _start(core, job, holder)
        try:
            said, succeeded = job.run(core, should_stop), True
        except MailTrouble as trouble:
            said, succeeded = str(trouble), False  # logged where it was met; a traceback would say no more
        except Exception as error:
            logger.exception("job %s failed", job.name)
            said, succeeded = f"{type(error).__name__}: {error}", False
        _finish(core, run_id, succeeded, said)
        return succeeded


def _start(core: Core, job: Job, holder: str) -> int:
    begin_writing()
    run_id = actions.start_run(job.name, holder=holder, real_now=core.clock.real_now())
    db.session.commit()
    return run_id


def _finish(core: Core, run_id: int, succeeded: bool, said: str) -> None:
    begin_writing()  # rolls back what a failed job left half done
    actions.finish_run(run_id, has_succeeded=succeeded, outcome=said, real_now=core.clock.real_now())
    db.session.commit()


class Runner:
    """One scheduler process: renews the lease, ticks, and on being told to stop lets running jobs end."""

    def __init__(self, app: Flask, *, jobs: tuple[Job, ...] = JOBS, holder: str | None = None) -> None:
        self.app = app
        self.jobs = jobs
        self.leadership = Leadership(holder or holder_name())
        self._stopping = threading.Event()
        self._ticks = BackgroundScheduler(
            timezone=UTC,
            executors={"default": ThreadPoolExecutor(max(4, len(jobs)))},
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
        )

    def run(self) -> None:
        """Until `stop`. The calling thread renews the lease: no job, however slow, keeps it from being renewed."""
        self._add_jobs()
        self._ticks.start()
        logger.info("scheduler %s ticks", self.leadership.holder)
        try:
            while not self._stopping.is_set():
                self._renew()
                self._stopping.wait(RENEW_SECONDS)
        finally:
            self._drain()

    def stop(self, *_signal: object) -> None:
        """Safe to call from a signal handler."""
        self._stopping.set()

    def stop_on_signals(self) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.stop)

    def _add_jobs(self) -> None:
        for job in self.jobs:
            self._ticks.add_job(
                self._tick,
                "interval",
                seconds=job.every_seconds,
                args=[job],
                id=job.name,
                next_run_time=real_now(),
            )

    def _tick(self, job: Job) -> None:
        if self._stopping.is_set() or not self.leadership.is_held():
            return
        try:
            run_job(self.app, job, holder=self.leadership.holder, should_stop=self._stopping.is_set)
        except SQLAlchemyError:
            logger.exception("job %s could not be written down", job.name)

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
        for job in self.jobs:
            self._ticks.modify_job(job.name, next_run_time=real_now())

    def _drain(self) -> None:
        self._ticks.shutdown(wait=True)
        try:
            with self.app.app_context():
                self.leadership.give_up()
        except SQLAlchemyError:
            logger.exception("the lease could not be released; it runs out by itself")
