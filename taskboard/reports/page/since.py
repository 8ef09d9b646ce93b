"""What became known since a freeze, as the screen says it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from taskboard.domain.deadline import LateBand
from taskboard.domain.rollup import Row, RowDifference, TaskClass
from taskboard.journal.queries import Line
from taskboard.reports.differences import Explained, Since
from taskboard.reports.figures import Revised, figure_of
from taskboard.reports.indicators import figure_text
from taskboard.reports.page.words import band_words, class_words, signed
from taskboard.web import labels
from taskboard.web.language import counted as _n
from taskboard.web.wording import quarter_text
from taskboard.wording import day_text


@dataclass(frozen=True, slots=True)
class SinceRow:
    code: str
    title: str
    unit: str
    then: TaskClass | None
    now: TaskClass | None
    changes: list[str]
    why: list[dict[str, Any]]
    moves: list[str]


def figures(found: Since) -> list[dict[str, Any]]:
    """Each figure that is not what was printed: then, now, and the step between."""
    return [
        {
            "label": figure_words(row.name),
            "then": row.then,
            "now": row.now,
            "step": signed(row.now - row.then),
        }
        for row in found.figures
    ]


def rows(found: Since) -> list[SinceRow]:
    return [_row(each) for each in found.rows]


def _row(each: Explained) -> SinceRow:
    one = each.difference
    return SinceRow(
        code=_moved_code(one),
        title=one.row.title,
        unit=one.row.unit_name,
        then=one.then.task_class if one.then else None,
        now=one.now.task_class if one.now else None,
        changes=list(_changes(one.then, one.now)) if one.then and one.now else [],
        why=[_event(line) for line in each.why],
        moves=[f"{figure_words(name)} {signed(step)}" for name, step in one.moves.items()],
    )


def _moved_code(one: RowDifference) -> str:
    """The task a row is told by: of a duty the newest occurrence that is owed no more, or newly owed."""
    then, now = (row.unfinished_codes if row else () for row in (one.then, one.now))
    return max(set(then) ^ set(now), default=one.row.codes[-1]) if _is_duty(one.row) else one.row.codes[-1]


def _is_duty(row: Row) -> bool:
    return row.reports is not None


def _event(line: Line) -> dict[str, Any]:
    return {"what": labels.event_sentence(line.event, line.details), "who": _who(line), "at": line.at}


def _who(line: Line) -> str:
    return ", ".join(word for word in (line.actor_name, line.post_title) if word)


def revised(found: Iterable[Revised]) -> list[dict[str, Any]]:
    """Figures of indicators that are not as they were frozen, each with who entered what and when."""
    return [
        {
            "name": one.name,
            "measure": one.measure,
            "period": quarter_text(one.quarter, one.year)
            if one.quarter
            else _("kế hoạch năm %(year)s", year=one.year),
            "then": figure_text(one.then),
            "now": figure_text(one.now),
            "why": [_entry(line) for line in one.lines],
        }
        for one in found
    ]


def _entry(line: Line) -> dict[str, Any]:
    """`2.900 → 3.000`, why, by whom; a figure that was withdrawn is a dash."""
    step = f"{figure_text(figure_of(line, 'from'))} → {figure_text(figure_of(line, 'to'))}"
    return {"what": step, "note": line.details.get("note", ""), "who": _who(line), "at": line.at}


def _changes(then: Row, now: Row) -> Iterator[str]:
    """From → to of what a row says beside its class."""
    if _is_duty(now) and then.original_due_on != now.original_due_on:
        facts = _periods(
            then, now
        )  # the row shows another occurrence: its state and days are no change of this one
    else:
        facts = _facts(then, now)
    for label, before, after in facts:
        if before != after:
            yield f"{label}: {before or '—'} → {after or '—'}"


def _periods(then: Row, now: Row) -> tuple[tuple[str, str, str], ...]:
    return (
        (_("Kỳ còn phải báo cáo"), ", ".join(then.unfinished_codes), ", ".join(now.unfinished_codes)),
        (_("Số ngày quá hạn"), str(then.days_late), str(now.days_late)),
    )


def _facts(then: Row, now: Row) -> tuple[tuple[str, str, str], ...]:
    return (
        (_("Trạng thái"), str(labels.state(then.state)), str(labels.state(now.state))),
        (_("Đơn vị chủ trì"), then.unit_name, now.unit_name),
        (_("Hạn ban đầu"), day_text(then.original_due_on), day_text(now.original_due_on)),
        (_("Hạn hiện hành"), day_text(then.due_on), day_text(now.due_on)),
        (_("Ngày hoàn thành"), day_text(then.claimed_on), day_text(now.claimed_on)),
        (_("Số ngày quá hạn"), str(then.days_late), str(now.days_late)),
    )


_CLASSES = {each.value: each for each in TaskClass}


def figure_words(name: str) -> str:
    """What a figure is called in a sentence of moves."""
    if name.startswith("late_"):
        return _("Quá hạn %(band)s", band=band_words(LateBand(name.removeprefix("late_"))))
    if name.startswith("carried_"):
        times = int(name.removeprefix("carried_"))
        if not times:
            return _("Còn phải làm, giao trong quý")
        return _n("Còn phải làm, chuyển tiếp %(count)s quý", count=times)
    if name in _CLASSES:
        return class_words(_CLASSES[name])
    return {
        "total": _("Tổng số"),
        "done": _("Đã hoàn thành"),
        "open": _("Chưa hoàn thành"),
        "waiting": _("Chờ Văn phòng xác nhận"),
        "paused": _("Tạm dừng"),
        "silent": _("Không cập nhật"),
        "extended": _("Được gia hạn"),
        "sent_back": _("Bị gửi lại"),
        "reopened": _("Mở lại sau khi đã xác nhận"),
        "objective_causes": _("Chậm do nguyên nhân khách quan, đã xác nhận"),
        "updated": _("Có cập nhật"),
        "owing": _("Còn phải làm"),
        "reports_given": _("Báo cáo định kỳ đã gửi"),
        "reports_owed": _("Báo cáo định kỳ phải gửi"),
    }[name]
