"""What the report page calls things."""

from __future__ import annotations

from flask_babel import gettext as _

from taskboard.briefings.models import SourceLevel
from taskboard.domain.deadline import LateBand
from taskboard.domain.rollup import STARRED, TaskClass
from taskboard.web import labels
from taskboard.web.wording import tenths_text

SERIES = (
    TaskClass.DONE_ON_TIME,
    TaskClass.DONE_LATE,
    TaskClass.OPEN_IN_TIME,
    TaskClass.OPEN_OVERDUE,
    TaskClass.DONE_NO_DEADLINE,
    TaskClass.OPEN_NO_DEADLINE,
)
"""One order on every chart and table."""
GROUPS = ("departments", "agencies", "mass_bodies", "wards")


def class_words(each: TaskClass) -> str:
    return {
        TaskClass.DONE_ON_TIME: _("Hoàn thành đúng hạn"),
        TaskClass.DONE_LATE: _("Hoàn thành quá hạn"),
        TaskClass.OPEN_IN_TIME: _("Chưa hoàn thành, trong hạn"),
        TaskClass.OPEN_OVERDUE: _("Chưa hoàn thành, quá hạn"),
        TaskClass.DONE_NO_DEADLINE: _("Hoàn thành, không thời hạn"),
        TaskClass.OPEN_NO_DEADLINE: _("Chưa hoàn thành, không thời hạn"),
        TaskClass.EXCLUDED: _("Ngoài tổng số"),
    }[each]


def group_words(group: str) -> str:
    return {
        "departments": _("Phòng, ban chuyên môn"),
        "agencies": _("Cơ quan, đơn vị khác"),
        "mass_bodies": _("Mặt trận và đoàn thể"),
        "wards": _("Phường, xã"),
    }.get(group, group)


def level_words(level: str) -> str:
    return str(labels.of(SourceLevel(level)))


def importance_words(key: str) -> str:
    return _("Việc gắn sao") if key == STARRED else _("Việc thường")


def band_words(band: LateBand) -> str:
    return {
        LateBand.WEEK: _("từ 1 đến 7 ngày"),
        LateBand.MONTH: _("từ 8 đến 30 ngày"),
        LateBand.QUARTER: _("từ 31 đến 90 ngày"),
        LateBand.LONGER: _("trên 90 ngày"),
    }[band]


def part_words(name: str) -> str:
    """What a figure of partners' work counts."""
    return {
        "asked": _("Được giao phối hợp"),
        "reported": _("Đã có ý kiến"),
        "reported_late": _("Có ý kiến quá hạn"),
        "agreed": _("Coi như đồng ý"),
        "closed": _("Đóng theo chủ trì"),
        "open": _("Chưa có ý kiến"),
        "open_late": _("Chưa có ý kiến, quá hạn"),
    }[name]


def permille_text(permille: int | None) -> str:
    """`67,0%`; a dash where there is nothing to rate (rule 34)."""
    return "—" if permille is None else f"{tenths_text(permille)}%"


def signed(number: int) -> str:
    return f"+{number}" if number > 0 else str(number).replace("-", "−")
