"""The status of the background jobs: who keeps the clock, what each job did, when it runs next, and running one now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from taskboard.domain.authority import Permission, may
from taskboard.operation import backup
from taskboard.scheduler import actions, queries
from taskboard.scheduler.jobs import JOBS, Job, job
from taskboard.scheduler.models import JobRequest, JobRun
from taskboard.scheduler.queries import Leader
from taskboard.scheduler.wording import (
    age_text,
    duration_text,
    job_text,
    outcome_text,
    period_text,
    size_text,
)
from taskboard.web.context import actor, core, now, signed_in
from taskboard.web.guard import acting_under, attempt, guard

bp = Blueprint("scheduler", __name__, template_folder="templates")

RUNS_SHOWN = 50


@bp.app_context_processor
def _words() -> dict[str, object]:
    return {"job_text": job_text, "age_text": age_text, "size_text": size_text}


@dataclass(frozen=True, slots=True)
class Line:
    """One job as the page shows it."""

    name: str
    does: str
    period: str
    state: str
    """A key of STATES in the template: never, running, lost, done, failed."""
    ran_at: datetime | None
    took: str
    result: str
    next_at: datetime | None
    """None while nobody keeps the clock."""
    asked_at: datetime | None
    asked_by: str


@bp.get("/scheduler")
@guard(Permission.VIEW_ADMINISTRATION)
def job_list() -> ResponseReturnValue:
    leader, runs, requests = queries.leader(), queries.last_runs(), queries.requests()
    real_now = core().clock.real_now()
    lines = [_line(one, runs.get(one.name), requests.get(one.name), leader, real_now) for one in JOBS]  # nosec B113  # a dict
    return render_template(
        "scheduler/jobs.html",
        leader=leader,
        lines=lines,
        backup=backup.standing(core()),
        failed=[line for line in lines if line.state in ("failed", "lost")],
        may_run=may(actor(), Permission.OPERATE) is not None and leader is not None,
    )


def _line(
    one: Job, run: JobRun | None, request: JobRequest | None, leader: Leader | None, real_now: datetime
) -> Line:
    return Line(
        name=one.name,
        does=job_text(one.name),
        period=period_text(one.every_seconds),
        state=state_of(run, leader),
        ran_at=run.started_at if run else None,
        took=duration_text(run.finished_at - run.started_at) if run and run.finished_at else "",
        result=outcome_text(run) if run and run.finished_at else "",
        next_at=_next_at(one, run, real_now) if leader else None,
        asked_at=request.asked_at if request else None,
        asked_by=run.asked_by.full_name if run and run.asked_by else "",
    )


def state_of(run: JobRun | None, leader: Leader | None) -> str:
    """A run without an end is under way only while the process that began it leads."""
    if run is None:
        return "never"
    if run.finished_at is None:
        return "running" if leader and leader.holder == run.holder else "lost"
    return "done" if run.has_succeeded else "failed"


def _next_at(one: Job, run: JobRun | None, real_now: datetime) -> datetime:
    following = run.started_at + timedelta(seconds=one.every_seconds) if run else real_now
    return max(following, real_now)


@bp.get("/scheduler/<name>")
@guard(Permission.VIEW_ADMINISTRATION)
def job_runs(name: str) -> ResponseReturnValue:
    one, leader = _load(name), queries.leader()
    return render_template(
        "scheduler/job.html",
        does=job_text(one.name),
        period=period_text(one.every_seconds),
        limit=duration_text(timedelta(seconds=one.timeout_seconds)),
        rows=[
            (
                run,
                state_of(run, leader),
                duration_text(run.finished_at - run.started_at) if run.finished_at else "",
                outcome_text(run) if run.finished_at else "",
            )
            for run in queries.runs_of(one.name, RUNS_SHOWN)
        ],
    )


@bp.post("/scheduler/<name>/run")
@guard(Permission.OPERATE)
def run_now(name: str) -> ResponseReturnValue:
    one = _load(name)
    with attempt() as outcome:
        actions.ask_for(
            one.name,
            person_id=signed_in().person.id,
            acting=acting_under(Permission.OPERATE),
            now=now(),
            real_now=core().clock.real_now(),
        )
    if outcome.succeeded:
        flash(
            _("Đã yêu cầu chạy ngay: %(job)s. Bộ lịch bắt đầu trong vài giây.", job=job_text(one.name)),
            "done",
        )
    return redirect(url_for("scheduler.job_list"))


def _load(name: str) -> Job:
    try:
        return job(name)
    except KeyError:
        abort(404)
