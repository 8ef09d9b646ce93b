"""Freezing a roll-up into a briefing (decision 9)."""

from __future__ import annotations

import hashlib
from datetime import date, datetime, timedelta

import sqlalchemy as sa

from taskboard.briefings.models import Briefing
from taskboard.db import db
from taskboard.domain.calendar import end_of_day
from taskboard.domain.canonical import canonical_json as canonical_text
from taskboard.domain.canonical import to_plain
from taskboard.domain.errors import RuleBroken
from taskboard.domain.events import Event
from taskboard.domain.rollup import CALCULATION_VERSION, Basis, canonical_json
from taskboard.indicators import queries as indicators
from taskboard.journal import queries as journal
from taskboard.journal.actions import record
from taskboard.occasion import Occasion
from taskboard.reports import parts_apart, queries
from taskboard.reports.models import CarriedTask, Snapshot
from taskboard.tasks.models import Task

SCHEMA_VERSION = "1"


def freeze(briefing: Briefing, *, cutoff: datetime, reason: str = "", on: Occasion) -> Snapshot:
    """Compute the roll-up at `cutoff`, keep facts, figures and hash. Freezing again makes no. 2, with a reason.

    The caller holds all writers (`db.hold_all_writers`) from the start of the transaction, so nothing moves meanwhile.
    Raises RuleBroken: briefing_cancelled, cutoff_in_future, cutoff_before_period, reason_missing.
    """
    if briefing.is_cancelled:
        raise RuleBroken("briefing_cancelled")
    _check_cutoff(briefing, cutoff, on=on)
    number = len(queries.snapshots_of(briefing)) + 1
    if number > 1 and not reason.strip():
        raise RuleBroken("reason_missing", field="reason")
    snapshot = _snapshot(briefing, cutoff, on=on)
    snapshot.number, snapshot.reason = number, reason
    db.session.add(snapshot)
    db.session.flush()
    record(
        Event.ROLL_UP_FROZEN,
        "briefing",
        briefing.id,
        acting=on.acting,
        at=on.now,
        number=number,
        sha256=snapshot.sha256,
        cutoff=cutoff,
        reason=reason,
    )
    _carry_over(briefing, snapshot, on=on)
    return snapshot


def _check_cutoff(briefing: Briefing, cutoff: datetime, *, on: Occasion) -> None:
    if cutoff > on.now:
        raise RuleBroken("cutoff_in_future", field="cutoff")
    if cutoff.astimezone(on.zone).date() < briefing.period_start:
        raise RuleBroken("cutoff_before_period", field="cutoff", period_start=briefing.period_start)


def _snapshot(briefing: Briefing, cutoff: datetime, *, on: Occasion) -> Snapshot:
    """Facts and both figures as canonical text, under one hash, with all it takes to compute them again."""
    previous, carried = queries.previous_of(briefing, cutoff=cutoff, known_at=on.now, zone=on.zone)
    known = queries.facts(
        cutoff=cutoff, known_at=on.now, zone=on.zone, period_start=briefing.period_start, carried=carried
    )
    figures = queries.of_facts(
        known,
        period_start=briefing.period_start,
        cutoff=cutoff,
        zone=on.zone,
        previous=previous,
        carried=carried,
    )
    facts = canonical_text(to_plain(known))
    original, current = canonical_json(figures.original), canonical_json(figures.current)
    section = indicators.report_section(briefing.year, briefing.quarter)
    kept = canonical_text(section) if section.lines or section.notes else ""
    parts = parts_apart.kept(parts_apart.rows(briefing.period_start, cutoff, zone=on.zone))
    return Snapshot(
        briefing=briefing,
        cutoff=cutoff,
        known_at=on.now,
        last_entry_id=journal.last_entry_id(),
        facts=facts,
        roll_up_original=original,
        roll_up_current=current,
        indicators=kept,
        parts=parts,
        headline=canonical_text(to_plain({each.value: figures.current.counts_on(each) for each in Basis})),
        sha256=digest_of(facts, original, current, kept, parts),
        schema_version=SCHEMA_VERSION,
        calculation_version=CALCULATION_VERSION,
        time_zone=str(on.zone),
        frozen_by_id=on.acting.person_id,
    )


def digest_of(facts: str, original: str, current: str, *more: str) -> str:
    """One hash over all that is printed; a snapshot without indicators or parts hashes as before there were any."""
    kept = [facts, original, current, *(text for text in more if text)]
    return hashlib.sha256("\n".join(kept).encode()).hexdigest()


def _carry_over(briefing: Briefing, snapshot: Snapshot, *, on: Occasion) -> None:
    """Unfinished tasks are presented again by reference; the count says for which time (rule 29)."""
    figures = queries.read(snapshot)
    codes = [code for row in figures.current.rows for code in row.unfinished_codes]
    have = set(
        db.session.scalars(sa.select(CarriedTask.task_id).where(CarriedTask.briefing_id == briefing.id))
    )
    times = _times_before(briefing)
    for task_id, code in db.session.execute(sa.select(Task.id, Task.code).where(Task.code.in_(codes))):
        if task_id in have:
            continue
        count = times.get(task_id, 0) + 1
        db.session.add(CarriedTask(briefing_id=briefing.id, task_id=task_id, times=count, recorded_at=on.now))
        record(
            Event.TASK_CARRIED_OVER,
            "task",
            task_id,
            acting=on.acting,
            at=on.now,
            briefing=briefing.code,
            times=count,
            code=code,
        )
    db.session.flush()


def _times_before(briefing: Briefing) -> dict[int, int]:
    rows = db.session.execute(
        sa.select(CarriedTask.task_id, sa.func.max(CarriedTask.times).label("times"))
        .where(CarriedTask.briefing_id != briefing.id)
        .group_by(CarriedTask.task_id)
    )
    return {row.task_id: row.times for row in rows}


def running_cutoff(briefing: Briefing, *, on: Occasion) -> datetime:
    """As of when a briefing's figures are shown before they are frozen; a period not begun has no figures but its first."""
    first = datetime.combine(briefing.period_start, datetime.min.time(), on.zone)
    return max(default_cutoff(briefing.period_end, on=on), first + timedelta(minutes=1))


def default_cutoff(period_end: date, *, on: Occasion) -> datetime:
    """The end of the period, or now while it still runs."""
    return min(end_of_day(period_end, on.zone), on.now)
