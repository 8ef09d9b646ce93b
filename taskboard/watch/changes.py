"""The page of what changed since a person last read: task by task, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import url_for

from taskboard.domain.authority import Actor
from taskboard.journal import queries as journal
from taskboard.journal.queries import Line
from taskboard.tasks import queries as tasks
from taskboard.tasks.models import Task
from taskboard.tasks.parts import told
from taskboard.tasks.showing import Chip, Lens, chip, short_moment
from taskboard.watch import queries
from taskboard.web import labels

FIRST_DAYS = 7
"""What is shown to who never read before."""
PAGE = 30
LINES = 6


@dataclass(frozen=True, slots=True)
class News:
    """What others did to one task."""

    task: Task
    chip: Chip
    lines: list[dict[str, str]]
    more: int


def context(
    who: Actor, seen: Lens, *, only_followed: bool, before: int | None, until: int | None
) -> dict[str, Any]:
    """Everything `watch/changes.html` reads. `until` holds the page still while it is read on."""
    mark = queries.mark_of(who.person_id, seen.reading.now - timedelta(days=FIRST_DAYS))
    until = until or journal.last_entry_id()
    found = queries.changed(
        who, mark, until=until, only_followed=only_followed, before=before, limit=PAGE + 1
    )
    shown = found[:PAGE]
    rows = queries.tasks_by_id([one.task_id for one in shown]) if shown else {}
    lines = (
        journal.after("task", list(rows), mark.entry_id, until=until, but_actor=who.person_id) if rows else {}
    )
    news = [_news(rows[one.task_id], lines.get(one.task_id, []), who, seen) for one in shown]
    following: dict[str, Any] = {"followed": "1" if only_followed else None, "until": until}
    return {
        "news": [one for one in news if one.lines],
        "since": short_moment(mark.at, seen),
        "has_read": mark.is_own,
        "until": until,
        "first_days": FIRST_DAYS,
        "only_followed": only_followed,
        "all_url": url_for("watch.changes"),
        "followed_url": url_for("watch.changes", followed=1),
        "next_url": url_for("watch.changes", before=shown[-1].last_id, **following)
        if len(found) > PAGE
        else "",
    }


def _news(task: Task, lines: list[Line], who: Actor, seen: Lens) -> News:
    """The latest first; what happens inside a unit is told to those it concerns."""
    loud = [line for line in lines if line.event not in queries.QUIET]
    read = told(loud, who, tasks.subject_of(task))[::-1]
    return News(
        task, chip(task, seen), [_said(line, seen) for line in read[:LINES]], max(0, len(read) - LINES)
    )


def _said(line: Line, seen: Lens) -> dict[str, str]:
    return {
        "what": labels.event_sentence(line.event, line.details),
        "who": ", ".join(part for part in (line.actor_name, line.post_title) if part),
        "when": short_moment(line.at, seen),
        "at": line.at.astimezone(seen.zone).isoformat(timespec="minutes"),
    }
