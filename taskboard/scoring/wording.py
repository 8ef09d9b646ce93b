"""What a score sheet says: on the page in its reader's language, in the file in Vietnamese (ADR 0005)."""

from __future__ import annotations

from fractions import Fraction

from flask_babel import lazy_gettext as _l

from taskboard.domain.rollup import Basis
from taskboard.domain.scoring import Aside, Criterion, Grade, ScorePeriod, Why, Work
from taskboard.web.language import counted as _n
from taskboard.web.wording import number_text, period_text
from taskboard.wording import day_text

CRITERIA = {
    Criterion.QUANTITY: _l("Số lượng"),
    Criterion.QUALITY: _l("Chất lượng"),
    Criterion.PROGRESS: _l("Tiến độ"),
}
GRADES = {
    Grade.EXCELLENT: _l("Hoàn thành xuất sắc nhiệm vụ"),
    Grade.GOOD: _l("Hoàn thành tốt nhiệm vụ"),
    Grade.DONE: _l("Hoàn thành nhiệm vụ"),
    Grade.NOT_DONE: _l("Không hoàn thành nhiệm vụ"),
}
ASIDES = {
    Aside.WAITING: _l("Đã báo cáo, chờ Văn phòng xác nhận"),
    Aside.NOT_YET_DUE: _l("Chưa đến hạn"),
    Aside.UNDATED: _l("Không thời hạn, chưa xong"),
    Aside.GIVEN_UP: _l("Thu hồi, trả lại, không tiếp tục thực hiện"),
}
BASES = {Basis.ORIGINAL: _l("hạn ban đầu"), Basis.CURRENT: _l("hạn hiện hành")}
LIMITS = (
    _l("Tiêu chí chung do người có thẩm quyền chấm; phần mềm không có căn cứ nên để trống."),
    _l(
        "Chỉ có nhiệm vụ trong phần mềm mà đơn vị chủ trì; việc thường xuyên và phần phối hợp không có ở đây."
    ),
    _l("Mỗi nhiệm vụ là một sản phẩm, chưa quy đổi theo độ phức tạp; nhiệm vụ định kỳ tính chung là một."),
    _l(
        "Chưa đạt chất lượng là lần báo cáo bị gửi lại hoặc việc đã xác nhận phải mở lại; đánh giá khác không có ở đây."
    ),
    _l("Trừ tiến độ cho hạn ban đầu và hạn đã gia hạn; các hạn ở giữa, nếu gia hạn nhiều lần, không tính."),
    _l("Nguyên nhân khách quan chỉ miễn trừ tiến độ, vì phần mềm ghi xác nhận đó cho việc chậm hạn."),
    _l("Lãnh đạo, quản lý còn các tiêu chí điều hành; xếp loại còn các trường hợp ngoài điểm số."),
)
"""What the sheet cannot know, said on it."""


def points_text(value: Fraction | None) -> str:
    """Two decimals at most; a dash where there is nothing to compare."""
    return "—" if value is None else number_text(round(float(value), 2))


def percent_text(value: Fraction | None) -> str:
    return "—" if value is None else f"{points_text(value)}%"


def period_words(period: ScorePeriod) -> str:
    """`quý I/2026`, `tháng 3/2026`."""
    return period_text(f"{period.year}-Q{period.number}" if period.is_quarter else period.key)


_REASONS = {
    Why.NOT_DONE: _l("chưa hoàn thành"),
    Why.ORIGINAL_MISSED: _l("chậm hạn ban đầu %(original)s"),
    Why.CURRENT_MISSED: _l("chậm hạn %(current)s"),
    Why.OBJECTIVE: _l("chậm, nguyên nhân khách quan đã xác nhận: không trừ"),
}


def reason_text(work: Work, why: Why, count: int, step: int) -> str:
    """One reason with what it takes off."""
    if why is Why.SENT_BACK:
        said = _n("gửi lại %(count)s lần", count=count)
    elif why is Why.REOPENED:
        said = _n("mở lại %(count)s lần", count=count)
    else:
        fact = work.fact
        facts = {"original": day_text(fact.original_due_on), "current": day_text(fact.due_on)}
        said = str(_REASONS[why]) % facts
    return said if why in (Why.NOT_DONE, Why.OBJECTIVE) else f"{said} (−{count * step}%)"


def work_text(work: Work, step: int) -> str:
    """When it was done and why points are missing."""
    fact = work.fact
    due = day_text(fact.original_due_on)
    if fact.due_on != fact.original_due_on:
        due = f"{due} → {day_text(fact.due_on)}"
    done = day_text(fact.claimed_on) if work.is_done else ""
    parts = [
        str(_l("xong %(day)s", day=done)) if done else "",
        str(_l("hạn %(day)s", day=due)) if due else "",
    ]
    reasons = [reason_text(work, why, count, step) for why, count in work.reasons]
    return "; ".join(part for part in (*parts, *reasons) if part)
