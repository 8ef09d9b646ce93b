"""What became known since a freeze, as the screen says it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from taskboard.domain.deadline import LateBand
from taskboard.domain.rollup import STARRED, Row, RowDifference, TaskClass
from taskboard.journal.queries import Line
from taskboard.reports.differences import Explained, Since
from taskboard.reports.figures import Revised, RevisedWords, figure_of
from taskboard.reports.indicators import figure_text
from taskboard.reports.page.words import band_words, class_words, importance_words, level_words, signed
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


def rows(found: Since, fields: Mapping[str, str]) -> list[SinceRow]:
    """`fields`: the names of fields of work by code."""
    return [_row(each, fields) for each in found.rows]


def _row(each: Explained, fields: Mapping[str, str]) -> SinceRow:
    one = each.difference
    return SinceRow(
        code=_moved_code(one),
        title=one.row.title,
        unit=one.row.unit_name,
        then=one.then.task_class if one.then else None,
        now=one.now.task_class if one.now else None,
        changes=list(_changes(one.then, one.now, fields)) if one.then and one.now else [],
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


def reworded(found: Iterable[RevisedWords], fields: Mapping[str, str]) -> list[dict[str, Any]]:
    """Words on fields, and names of indicators, that are not as they were frozen: each thing that changed as was and is."""
    return [
        {
            "name": one.name,
            "changes": [
                {"label": _WORD_NAMES[name](), "then": said(before), "now": said(after)}
                for name, before, after in one.changes
                for said in [fields.get if name == "field" else str]
            ],
            "why": [_event(line) for line in one.lines],
        }
        for one in found
    ]


_WORD_NAMES: Mapping[str, Callable[[], str]] = {
    "results": lambda: _("Kết quả"),
    "shortcomings": lambda: _("Tồn tại, hạn chế"),
    "name": lambda: _("Tên chỉ tiêu"),
    "measure": lambda: _("Đơn vị tính"),
    "unit_name": lambda: _("Đơn vị báo cáo"),
    "field": lambda: _("Lĩnh vực"),
}


def _entry(line: Line) -> dict[str, Any]:
    """`2.900 → 3.000`, why, by whom; a figure that was withdrawn is a dash."""
    step = f"{figure_text(figure_of(line, 'from'))} → {figure_text(figure_of(line, 'to'))}"
    return {"what": step, "note": line.details.get("note", ""), "who": _who(line), "at": line.at}


_Fact = tuple[str, str, str]
"""What it is called, as it was frozen, as it is known now."""


def _changes(then: Row, now: Row, fields: Mapping[str, str]) -> Iterator[str]:
    """From → to of all that a row says beside its class."""
    # of a duty that shows another occurrence, the state and the days are no change of this one
    shows_another = _is_duty(now) and then.original_due_on != now.original_due_on
    facts = _periods(then, now) if shows_another else _facts(then, now)
    for label, before, after in (*facts, *_words(then, now, fields), *_counts(then, now)):
        if before != after:
            yield f"{label}: {before or '—'} → {after or '—'}"


def _periods(then: Row, now: Row) -> tuple[_Fact, ...]:
    return (
        (_("Kỳ còn phải báo cáo"), ", ".join(then.unfinished_codes), ", ".join(now.unfinished_codes)),
        (_("Số ngày quá hạn"), str(then.days_late), str(now.days_late)),
    )


def _facts(then: Row, now: Row) -> tuple[_Fact, ...]:
    return (
        (_("Trạng thái"), str(labels.state(then.state)), str(labels.state(now.state))),
        (_("Đơn vị chủ trì"), then.unit_name, now.unit_name),
        (_("Hạn ban đầu"), day_text(then.original_due_on), day_text(now.original_due_on)),
        (_("Hạn hiện hành"), day_text(then.due_on), day_text(now.due_on)),
        (_("Ngày hoàn thành"), day_text(then.claimed_on), day_text(now.claimed_on)),
        (_("Số ngày quá hạn"), str(then.days_late), str(now.days_late)),
    )


def _words(then: Row, now: Row, fields: Mapping[str, str]) -> tuple[_Fact, ...]:
    """What the task is called, and under what it is counted."""
    return (
        (_("Tên nhiệm vụ"), then.title, now.title),
        (_("Chỉ đạo"), then.directive_code, now.directive_code),
        (_("Lĩnh vực"), fields.get(then.field, then.field), fields.get(now.field, now.field)),
        (_("Lãnh đạo phụ trách"), then.leader, now.leader),
        (_("Cấp giao"), level_words(then.source_level), level_words(now.source_level)),
        (_("Mức quan trọng"), _importance(then), _importance(now)),
        (_("Ngày giao"), day_text(then.assigned_on), day_text(now.assigned_on)),
    )


def _importance(row: Row) -> str:
    return importance_words(STARRED if row.is_starred else "")


def _counts(then: Row, now: Row) -> tuple[_Fact, ...]:
    """What happened to it, how often, and when its unit last spoke."""
    return (
        (_("Báo cáo gần nhất"), day_text(then.last_report_on), day_text(now.last_report_on)),
        (_("Số lần gia hạn"), str(then.extension_count), str(now.extension_count)),
        (_("Số lần gửi lại"), str(then.send_back_count), str(now.send_back_count)),
        (_("Số lần mở lại"), str(then.reopen_count), str(now.reopen_count)),
        (_("Nguyên nhân khách quan"), _cause(then), _cause(now)),
        (_("Số quý chuyển tiếp"), str(then.quarters_carried), str(now.quarters_carried)),
    )


def _cause(row: Row) -> str:
    return _("đã xác nhận") if row.has_objective_cause else _("không có")


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
