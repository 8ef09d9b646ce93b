"""The breakdowns of the report as tables: by unit, group, field, leader, level, importance; what is carried over; ranks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from taskboard.domain.rating import Thresholds, rank
from taskboard.domain.rollup import STARRED, Counts, Line, Picture, TaskClass, UnitLine
from taskboard.domain.vietnamese import sort_key
from taskboard.reports.page.links import Cell, Links, ShareCell
from taskboard.reports.page.words import (
    GROUPS,
    SERIES,
    group_words,
    importance_words,
    level_words,
    part_words,
    permille_text,
)
from taskboard.reports.parts_apart import NAMES, PartLine
from taskboard.reports.selection import MANY_QUARTERS, NONE
from taskboard.web import labels
from taskboard.web.language import counted as _n

OVERDUE = TaskClass.OPEN_OVERDUE.value


@dataclass(frozen=True, slots=True)
class ClassRow:
    """A unit with the official classes."""

    label: str
    url: str
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class ShareRow:
    """One line of a breakdown: counts beside every share, both denominators (rule 33)."""

    label: str
    total: Cell
    done: ShareCell
    done_with_deadline: ShareCell
    on_time: ShareCell
    overdue: ShareCell
    overdue_with_deadline: ShareCell


@dataclass(frozen=True, slots=True)
class Breakdown:
    title: str
    heading: str
    rows: list[ShareRow]


def classes(lines: Sequence[UnitLine], counts: Counts, links: Links) -> list[ClassRow]:
    """The figures of the bars, a unit a line, the total last."""
    rows = [_class_row(line.name, line.figures.counts, links, unit=line.unit_id) for line in lines]
    return [*rows, _class_row(_("Tổng cộng"), counts, links)]


def _class_row(label: str, counts: Counts, links: Links, **where: Any) -> ClassRow:
    cells = [links.cell(getattr(counts, each.value), task_class=each.value, **where) for each in SERIES]
    return ClassRow(label, links.to(**where), [links.cell(counts.total, **where), *cells])


def breakdowns(picture: Picture, links: Links, names: Mapping[str, str]) -> list[Breakdown]:
    """Every way the figures are told, but by unit."""
    by_group = sorted(picture.by_group, key=lambda line: GROUPS.index(line.key))
    by_field = sorted(
        picture.by_field, key=lambda line: (line.key == "", sort_key(names.get(line.key, line.key)))
    )
    told: tuple[tuple[str, str, Iterable[Line], str, Callable[[str], str]], ...] = (
        (_("Theo khối đơn vị"), _("Khối"), by_group, "group", group_words),
        (
            _("Theo lĩnh vực"),
            _("Lĩnh vực"),
            by_field,
            "field",
            lambda key: names.get(key, key) or _("Chưa nêu lĩnh vực"),
        ),
        (
            _("Theo lãnh đạo phụ trách"),
            _("Lãnh đạo"),
            picture.by_leader,
            "leader",
            lambda key: key or _("Chưa nêu lãnh đạo"),
        ),
        (_("Theo cấp giao"), _("Cấp giao"), picture.by_source_level, "level", level_words),
        (_("Theo mức quan trọng"), _("Mức quan trọng"), picture.by_importance, "starred", importance_words),
    )
    return [
        Breakdown(title, heading, [_share_row(words(line.key), line, links, name) for line in lines])
        for title, heading, lines, name, words in told
    ]


def _share_row(label: str, line: Line, links: Links, name: str) -> ShareRow:
    key = ("yes" if line.key == STARRED else "no") if name == "starred" else line.key or NONE
    counts = line.figures.counts

    def share(ratio: str, part: str, all_: str) -> ShareCell:
        found = getattr(counts, ratio)
        return links.share(
            found,
            permille_text(found.permille),
            {"task_class": part, name: key},
            {"task_class": all_, name: key},
        )

    return ShareRow(
        label=label,
        total=links.cell(counts.total, **{name: key}),
        done=share("done_of_all", "done", ""),
        done_with_deadline=share("done_of_with_deadline", "done_with_deadline", "with_deadline"),
        on_time=share("on_time_of_done_with_deadline", "done_on_time", "done_with_deadline"),
        overdue=share("overdue_of_all", OVERDUE, ""),
        overdue_with_deadline=share("overdue_of_with_deadline", OVERDUE, "with_deadline"),
    )


def followed(picture: Picture, links: Links) -> list[dict[str, Any]]:
    """What is carried over and what is watched, each with its list."""
    total = picture.total
    many = sum(count for times, count in total.carried.items() if times >= 2)
    flags = (
        (_("Chờ Văn phòng xác nhận"), "waiting"),
        (_("Tạm dừng"), "paused"),
        (_n("Không cập nhật quá %(days)s ngày", days=picture.silence_days), "silent"),
        (_("Được gia hạn"), "extended"),
        (_("Bị gửi lại"), "sent_back"),
        (_("Mở lại sau khi đã xác nhận"), "reopened"),
        (_("Chậm do nguyên nhân khách quan, đã xác nhận"), "objective_causes"),
    )
    return [
        _counted(_("Chưa hoàn thành"), picture.counts.open, links, task_class="open"),
        _counted(_("Đã chuyển tiếp từ 2 quý trở lên"), many, links, carried=MANY_QUARTERS),
        *(_counted(label, getattr(total, flag), links, flag=flag) for label, flag in flags),
        *_excluded(picture, links),
    ]


def _excluded(picture: Picture, links: Links) -> list[dict[str, Any]]:
    where = {"task_class": TaskClass.EXCLUDED.value}
    return [
        _counted(
            _("Ngoài tổng số: %(state)s", state=str(labels.state(state)).lower()),
            count,
            links,
            **where,
            state=state.value,
        )
        for state, count in picture.excluded.items()
    ]


def _counted(label: str, value: int, links: Links, **conditions: Any) -> dict[str, Any]:
    return {"label": label, "value": value, "url": links.to(**conditions) if value else ""}


def carried(picture: Picture, links: Links) -> list[dict[str, Any]]:
    """What is still owed, by the number of quarters it was carried over (rule 29)."""
    return [
        _counted(
            _n("chuyển tiếp %(count)s quý", count=times) if times else _("giao trong quý"),
            count,
            links,
            carried=times if times else "0",
        )
        for times, count in sorted(picture.total.carried.items())
    ]


def ranks(lines: Sequence[UnitLine], thresholds: Thresholds, links: Links) -> list[dict[str, Any]]:
    """Units of one group and one volume band, the best first (rule 34)."""
    tables = sorted(rank(lines, thresholds), key=lambda table: (GROUPS.index(table.group), table.band))
    return [
        {
            "title": f"{group_words(table.group)}, {_band_text(thresholds, table.band)}",
            "rows": [_rank_row(ranked.place, ranked.line, links) for ranked in table.ranked],
        }
        for table in tables
    ]


def _band_text(thresholds: Thresholds, band: int) -> str:
    first, last = thresholds.band_limits(band)
    if last is None:
        return _("trên %(count)s việc", count=first - 1)
    return _("từ %(first)s đến %(last)s việc", first=first, last=last)


def _rank_row(place: int, line: UnitLine, links: Links) -> dict[str, Any]:
    counts, unit = line.figures.counts, line.unit_id
    done, on_time = counts.done_of_all, counts.on_time_of_done_with_deadline
    return {
        "place": place,
        "label": line.name,
        "done": links.share(
            done, permille_text(done.permille), {"task_class": "done", "unit": unit}, {"unit": unit}
        ),
        "on_time": links.share(
            on_time,
            permille_text(on_time.permille),
            {"task_class": "done_on_time", "unit": unit},
            {"task_class": "done_with_deadline", "unit": unit},
        ),
        "overdue": links.cell(counts.open_overdue, task_class=OVERDUE, unit=unit),
    }


@dataclass(frozen=True, slots=True)
class PartTable:
    """What units did as partners, each number with its list."""

    columns: list[dict[str, Any]]
    rows: list[ClassRow]


def parts(found: Sequence[PartLine], list_url: str) -> PartTable | None:
    """None where no unit had a part."""
    if not found:
        return None
    rows = [
        ClassRow(
            line.name,
            f"{list_url}?unit={line.unit_id}",
            [
                Cell(getattr(line.figures, name), f"{list_url}?unit={line.unit_id}&counted={name}")
                for name in NAMES
            ],
        )
        for line in found
    ]
    sums = [
        Cell(sum(getattr(line.figures, name) for line in found), f"{list_url}?counted={name}")
        for name in NAMES
    ]
    heads: list[dict[str, Any]] = [{"label": part_words(name), "num": True} for name in NAMES]
    columns: list[dict[str, Any]] = [{"label": _("Đơn vị phối hợp")}, *heads]
    return PartTable(columns, [*rows, ClassRow(_("Tổng cộng"), list_url, sums)])
