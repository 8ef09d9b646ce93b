"""What waits for an answer: confirmations, more time, returns, transfers, corrections, explanations, rests that end.

Heads of these lists stand beside the Office's board; the page of all of them is for whoever decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import g, url_for
from flask_babel import gettext as _

from taskboard.domain.authority import Actor, Permission, Role, Subject, may
from taskboard.domain.requests import Delegation, may_decide
from taskboard.tasks import queries
from taskboard.tasks.actions.answering import CORRECTIONS
from taskboard.tasks.asked import request_title
from taskboard.tasks.models import Explanation, Extension, Report, Task, TaskRequest
from taskboard.tasks.queries import Detailed, Filter, Pick, View
from taskboard.tasks.showing import Lens, lens, short_day, short_moment, told_late
from taskboard.units import queries as units
from taskboard.web.context import actor
from taskboard.web.homes.addresses import here, listed
from taskboard.web.language import counted as _n

ALL = 50
"""Of each kind on the page of all of them."""


@dataclass(frozen=True, slots=True)
class Box:
    items: list[dict[str, Any]]
    count: int
    url: str

    @property
    def more(self) -> int:
        return self.count - len(self.items)


@dataclass(frozen=True, slots=True)
class Heads:
    """The first tasks of some lists, as `queries.picked` gives them."""

    waiting: Sequence[Detailed]
    asked: Sequence[Detailed]
    resting: Sequence[Detailed]
    undated: Sequence[Detailed] = ()


@dataclass(frozen=True, slots=True)
class Boxes:
    waiting: Box
    asked: Box
    requests: Box
    explanations: Box
    resting: Box
    undated: Box
    """Without a deadline: on the Office's board, the queue of what was ordered and not bounded."""

    @property
    def decisions(self) -> int:
        """What waits for a yes or no."""
        return self.waiting.count + self.asked.count + self.requests.count


def boxes(
    heads: Heads, counts: dict[View, int], who: Actor, seen: Lens, *, limit: int, is_mine: bool = False
) -> Boxes:
    """One query for what is no list of tasks: requests, and explanations."""
    found = queries.pending(who, monitor_id=who.person_id if is_mine else None, limit=limit)
    office = seen.reading.office_decides
    return Boxes(
        Box(
            [_waiting_item(row, who, seen) for row in heads.waiting],
            counts[View.WAITING],
            listed(View.WAITING, mine=is_mine),
        ),
        Box(
            [_asked_item(row, who, seen, office) for row in heads.asked],
            counts[View.EXTENSION],
            listed(View.EXTENSION, mine=is_mine),
        ),
        Box(
            [_request_item(row, who, seen, office) for row in found.requests],
            found.request_count,
            url_for("tasks.pending"),
        ),
        Box(
            [_question_item(row, seen) for row in found.questions],
            found.question_count,
            url_for("tasks.pending"),
        ),
        Box(
            [_resting_item(row, seen) for row in heads.resting],
            counts[View.RESUME],
            listed(View.RESUME, mine=is_mine),
        ),
        Box(
            [_undated_item(row, who, seen) for row in heads.undated],
            counts.get(View.NO_DEADLINE, 0),
            listed(View.NO_DEADLINE, mine=is_mine),
        ),
    )


def page_context() -> dict[str, Any]:
    """Everything `homes/requests.html` reads."""
    who, seen = actor(), lens()
    views = (View.WAITING, View.EXTENSION, View.RESUME)
    counts = queries.view_counts((*views, View.OVERDUE), Filter(View.ALL), seen.reading, who)
    heads = queries.picked([Pick(Filter(view), ALL) for view in views], seen.reading, who)
    g.overdue_count = counts[View.OVERDUE]
    return {
        "inboxes": boxes(Heads(*heads), counts, who, seen, limit=ALL),
        "here": here(),
        "tabs": [],
        "seen": seen,
        "units": units.assignable_on(seen.today) if _asks_units(who) else [],
    }


def _asks_units(who: Actor) -> bool:
    """Whether this person may ask any unit about its work as a whole: a vice-chair asks about tasks of own fields."""
    return may(who, Permission.ASK_EXPLANATION, Subject(lead_unit_id=0)) is not None


def subject_of(task: Task) -> Subject:
    """Enough of a task for the rights of those who see all of them."""
    return Subject(lead_unit_id=task.unit_id, leader_id=task.leader_id, field=task.field or None)


def has_word(task: Task, who: Actor, role: Role, *, office_decides: bool) -> bool:
    """At a glance, by who is recorded as assigning; the task's page knows whether that leader is still there."""
    delegation = Delegation(office_decides, task.leader_id)
    return may_decide(delegation, decider_id=who.person_id, role=role)


# ----------------------------------------------------------------------------------------------------------- the items


def _waiting_item(row: Detailed, who: Actor, seen: Lens) -> dict[str, Any]:
    task, code = row.task, row.task.code
    may_confirm = may(who, Permission.CONFIRM_TASK, subject_of(task)) is not None
    is_late = task.confirm_by is not None and task.confirm_by < seen.today
    return {
        "task": task,
        "said": row.report.done_text if row.report else "",
        "facts": [task.unit.name, *_proof(row.report, seen)],
        "told_late": told_late(task, seen),
        "by": _answer_by(task, seen),
        "is_late": is_late,
        "confirm": {
            "label": _("Xác nhận"),
            "url": url_for("tasks.confirm", code=code),
            "method": "post",
            "icon": "check-lg",
            "fields": {"next": here(), "version": task.version},
            "hidden": code,
        }
        if may_confirm
        else None,
        "send_back": {
            "label": _("Gửi lại"),
            "url": url_for("tasks.task", code=code),
            "kind": "plain",
            "hidden": code,
        },
    }


def _answer_by(task: Task, seen: Lens) -> str:
    """The confirmer's own date."""
    if task.confirm_by is None:
        return ""
    late = (seen.today - task.confirm_by).days
    if late > 0:
        return _n("quá hạn xác nhận %(days)s ngày", days=late)
    return _("xác nhận trước hết %(day)s", day=short_day(task.confirm_by, seen))


def _proof(report: Report | None, seen: Lens) -> list[str]:
    if report is None:
        return []
    facts = [_("báo cáo %(day)s", day=short_day(seen.day_of(report.reported_at), seen))]
    if report.document_number:
        facts.append(_("có văn bản %(number)s", number=report.document_number))
    return facts


def _asked_item(row: Detailed, who: Actor, seen: Lens, office: bool) -> dict[str, Any]:
    task, asked, code = row.task, row.asked, row.task.code
    assert asked is not None  # the list is of tasks that ask
    post = may(who, Permission.DECIDE_EXTENSION, subject_of(task))
    decides = post is not None and has_word(task, who, post.role, office_decides=office)
    # beyond the city's number it is left to the chair, or to nobody: the task's page says which
    is_within = task.extension_count < seen.reading.extensions_per_task
    return {
        "task": task,
        "from": short_day(asked.from_due_on, seen),
        "to": short_day(asked.new_due_on, seen),
        "reason": asked.reason,
        "may_decide": post is not None,
        "grant": _grant(asked, code) if decides and is_within else None,
        "open": {
            "label": _("Không đồng ý") if decides and is_within else _("Xem và quyết định"),
            "url": url_for("tasks.task", code=code),
            "kind": "plain" if decides and is_within else "quiet",
            "hidden": code,
        },
    }


def _grant(asked: Extension, code: str) -> dict[str, Any]:
    return {
        "label": _("Đồng ý"),
        "url": url_for("tasks.grant_extension", extension_id=asked.id),
        "method": "post",
        "fields": {"next": here()},
        "hidden": code,
    }


def _request_item(row: TaskRequest, who: Actor, seen: Lens, office: bool) -> dict[str, Any]:
    """Decided in its place: yes at once, no with a reason; never by whoever asked."""
    is_correction = row.kind in CORRECTIONS
    needed = Permission.CORRECT_TASK if is_correction else Permission.DECIDE_REQUEST
    post = may(who, needed, subject_of(row.task))
    has_a_word = is_correction or (
        post is not None and has_word(row.task, who, post.role, office_decides=office)
    )
    decides = post is not None and has_a_word and row.asked_by_id != who.person_id
    code = row.task.code
    return {
        "task": row.task,
        "title": request_title(row),
        "said": ", ".join(
            part
            for part in (
                row.asked_by.full_name if row.asked_by else row.unit.name,
                short_moment(row.asked_at, seen),
            )
            if part
        ),
        "reason": row.reason,
        "accept": {
            "label": _("Đồng ý"),
            "url": url_for("tasks.accept_request", request_id=row.id),
            "method": "post",
            "icon": "check-lg",
            "fields": {"next": here()},
            "hidden": code,
        }
        if decides
        else None,
        "refuse_url": url_for("tasks.refuse_request", request_id=row.id) if decides else "",
        "waits": "" if decides else _("Chờ một người khác quyết định"),
        "id": row.id,
    }


def _question_item(row: Explanation, seen: Lens) -> dict[str, Any]:
    late = (seen.today - row.due_on).days
    return {
        "unit": row.unit.name,
        "title": row.task.title if row.task else _("Việc thực hiện nhiệm vụ"),
        "url": url_for("tasks.explanation", explanation_id=row.id),
        "question": row.question,
        "due": _n("quá hạn %(days)s ngày", days=late)
        if late > 0
        else _("hạn %(day)s", day=short_day(row.due_on, seen)),
        "is_late": late > 0,
    }


def _resting_item(row: Detailed, seen: Lens) -> dict[str, Any]:
    task = row.task
    day = short_day(task.resume_on, seen) if task.resume_on else ""
    return {"task": task, "facts": [task.unit.name, _("xem xét lại %(day)s", day=day)]}


def _undated_item(row: Detailed, who: Actor, seen: Lens) -> dict[str, Any]:
    """The first date is set on the page of edits, by whoever may; from then on it may be late."""
    task = row.task
    given = _("giao ngày %(day)s", day=short_day(task.assigned_on, seen))
    may_set = may(who, Permission.SET_DATE, subject_of(task)) is not None
    return {
        "task": task,
        "facts": [task.unit.name, given, *([] if task.officer_id else [_("chưa có người thực hiện")])],
        "set_date": {
            "label": _("Ấn định thời hạn"),
            "url": url_for("tasks.edit", code=task.code),
            "hidden": task.code,
        }
        if may_set
        else None,
    }


def questions_to(unit_ids: Sequence[int], seen: Lens) -> list[dict[str, Any]]:
    """For the home of a unit: what it still has to explain, the latest first."""
    return [_question_item(row, seen) for row in queries.questions_to(unit_ids)]
