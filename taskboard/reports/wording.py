"""The fixed phrases of the quarter's report. A city replaces any of them without touching code.

`OFFICIAL` is the wording of provincial and city reports as read in domain 1.4 and 2.2; `OFFICIAL.replaced({...})` takes
a city's own by the names of the fields. Braces name what is filled in; a phrase that asks for something else is refused
when it is taken, not when the report is due.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from taskboard.domain.deadline import LateBand
from taskboard.domain.lifecycle import State
from taskboard.domain.rollup import Basis, Ratio, TaskClass
from taskboard.reports.phrases import Phrases
from taskboard.wording import number_text

NOTHING = "—"


def count_text(count: int) -> str:
    """Numbers under ten with a zero, as official sentences write them: `05 nhiệm vụ`."""
    return f"{count:02d}" if 0 < count < 10 else number_text(count)


def percent_text(permille: int | None) -> str:
    """`67,0%`; a dash where there is nothing to rate (rule 34)."""
    return NOTHING if permille is None else f"{number_text(permille // 10)},{permille % 10}%"


def ratio_text(ratio: Ratio) -> str:
    """`181/270`: every share shows both its numbers (rule 33)."""
    return (
        f"{number_text(ratio.numerator)}/{number_text(ratio.denominator)}" if ratio.denominator else NOTHING
    )


def share_text(ratio: Ratio) -> str:
    """`181/270 nhiệm vụ, đạt 67,0%` needs both; alone: `181/270 (67,0%)`."""
    return f"{ratio_text(ratio)} ({percent_text(ratio.permille)})" if ratio.denominator else NOTHING


def signed_text(difference: int) -> str:
    """`+3`, `-2`, `0` with a real minus sign."""
    return f"+{number_text(difference)}" if difference > 0 else number_text(difference).replace("-", "−")


def points_text(permille: int | None) -> str:
    """A move of a share, in percentage points: `+0,7 điểm %`."""
    if permille is None:
        return NOTHING
    sign = "+" if permille > 0 else "−" if permille < 0 else ""
    return f"{sign}{abs(permille) // 10},{abs(permille) % 10} điểm %"


def _classes() -> dict[TaskClass, str]:
    return {
        TaskClass.OPEN_OVERDUE: "Chưa hoàn thành, quá hạn",
        TaskClass.OPEN_IN_TIME: "Chưa hoàn thành, trong hạn",
        TaskClass.OPEN_NO_DEADLINE: "Chưa hoàn thành, không thời hạn",
        TaskClass.DONE_LATE: "Hoàn thành quá hạn",
        TaskClass.DONE_ON_TIME: "Hoàn thành đúng hạn",
        TaskClass.DONE_NO_DEADLINE: "Hoàn thành, không thời hạn",
        TaskClass.EXCLUDED: "Không tính vào tổng số (thu hồi, trả lại, không tiếp tục thực hiện)",
    }


def _ratios() -> dict[str, str]:
    return {
        "done_of_all": "Hoàn thành trên tổng số nhiệm vụ",
        "done_of_with_deadline": "Hoàn thành trên số nhiệm vụ có thời hạn",
        "on_time_of_done_with_deadline": "Hoàn thành đúng hạn trên số đã hoàn thành có thời hạn",
        "overdue_of_all": "Quá hạn chưa hoàn thành trên tổng số nhiệm vụ",
        "overdue_of_with_deadline": "Quá hạn chưa hoàn thành trên số nhiệm vụ có thời hạn",
        "done_of_done_and_overdue": "Hoàn thành trên số đã hoàn thành và quá hạn chưa hoàn thành",
    }


def _following() -> dict[str, str]:
    return {
        "waiting": "{count} nhiệm vụ đã báo cáo hoàn thành, đang chờ xác nhận",
        "extended": "{count} nhiệm vụ được gia hạn",
        "sent_back": "{count} nhiệm vụ bị gửi lại để bổ sung kết quả",
        "reopened": "{count} nhiệm vụ phải mở lại",
        "paused": "{count} nhiệm vụ đang tạm dừng",
    }


def _groups() -> dict[str, str]:
    return {
        "departments": "Các phòng, ban, cơ quan chuyên môn",
        "agencies": "Các cơ quan, đơn vị trên địa bàn",
        "mass_bodies": "Ủy ban Mặt trận Tổ quốc và các đoàn thể",
        "wards": "Ủy ban nhân dân các phường, xã",
    }


@dataclass(frozen=True, slots=True)
class Wording(Phrases):
    common: ClassVar[frozenset[str]] = frozenset({"body", "period", "next_period", "basis", "other_basis"})

    kind: str = "BÁO CÁO"
    subject: str = "Tình hình thực hiện nhiệm vụ {period},\nphương hướng nhiệm vụ {next_period}"
    opening: str = (
        "{body} báo cáo tình hình thực hiện các nhiệm vụ được giao tại kết luận, ý kiến chỉ đạo của lãnh đạo "
        "{body} trong {period} và phương hướng nhiệm vụ {next_period} như sau:"
    )
    stamp: str = "Số liệu tính đến {cutoff}"
    scope: str = (
        "{stamp}; kỳ báo cáo từ ngày {period_start}, gồm các nhiệm vụ còn mở khi bắt đầu kỳ và các nhiệm vụ giao trong "
        "kỳ. Việc phân loại theo {basis}; số liệu theo {other_basis} được in kèm để đối chiếu."
    )

    results_heading: str = "I. KẾT QUẢ THỰC HIỆN NHIỆM VỤ ĐƯỢC GIAO"
    overall_heading: str = "1. Kết quả chung"
    total: str = (
        "Tổng số nhiệm vụ theo dõi trong kỳ là {total} nhiệm vụ, do {units} đơn vị chủ trì; trong đó có "
        "{with_deadline} nhiệm vụ có thời hạn và {without_deadline} nhiệm vụ không thời hạn."
    )
    done: str = (
        "Theo {basis}, đã hoàn thành {done_ratio} nhiệm vụ ({done_percent}), gồm: {done_on_time} nhiệm vụ đúng hạn, {done_late} "
        "nhiệm vụ quá hạn, {done_no_deadline} nhiệm vụ không thời hạn. Chưa hoàn thành {open} nhiệm vụ, gồm: "
        "{open_in_time} nhiệm vụ trong hạn, {open_overdue} nhiệm vụ quá hạn, {open_no_deadline} nhiệm vụ không "
        "thời hạn."
    )
    excluded: str = "Ngoài tổng số nêu trên: {reasons}."
    empty: str = "Trong kỳ không có nhiệm vụ được theo dõi."
    classes_caption: str = "Phân loại nhiệm vụ theo kết quả thực hiện"
    ratios_caption: str = "Tỷ lệ thực hiện (tử số/mẫu số)"
    changes_caption: str = "So sánh với kỳ trước ({basis})"
    no_previous: str = "Chưa có số liệu kỳ trước để so sánh."
    new_value: str = "mới"

    units_heading: str = "2. Kết quả theo đơn vị chủ trì"
    group_result: str = (
        "{group}: {total} nhiệm vụ, hoàn thành {done_share}, quá hạn chưa hoàn thành {overdue}."
    )
    most_overdue: str = "Các đơn vị còn nhiều nhiệm vụ quá hạn: {units}."
    none_overdue: str = "Không có đơn vị còn nhiệm vụ quá hạn."
    units_chart: str = "Số nhiệm vụ theo đơn vị chủ trì và kết quả thực hiện ({basis})"
    units_reference: str = "Kết quả của từng đơn vị tại Phụ lục I; danh mục nhiệm vụ tại Phụ lục II kèm theo."

    fields_heading: str = "3. Kết quả theo lĩnh vực"
    fields_caption: str = "Kết quả thực hiện theo lĩnh vực ({basis})"
    no_field: str = "Chưa phân lĩnh vực"

    following_heading: str = "4. Chế độ báo cáo và cập nhật"
    reports: str = "Nhiệm vụ định kỳ: các đơn vị đã gửi {ratio} báo cáo phải gửi trong kỳ ({percent})."
    updated: str = (
        "Trong {days} ngày gần nhất, {ratio} nhiệm vụ chưa hoàn thành ({percent}) được cập nhật tình hình; {silent} "
        "nhiệm vụ không có cập nhật quá {days} ngày."
    )
    indicators_heading: str = "Chỉ tiêu kinh tế - xã hội và kết quả các lĩnh vực"
    indicator_quarter: str = "{period} đạt {amount}"
    indicator_in_year: str = "lũy kế từ đầu năm {amount}"
    """For what adds up over the year, from its second quarter on."""
    indicator_plan: str = "đạt {share}% kế hoạch năm"
    indicator_rose: str = "tăng {change}% so với cùng kỳ"
    indicator_fell: str = "giảm {change}% so với cùng kỳ"
    indicator_same: str = "bằng cùng kỳ"
    indicator_gap: str = "số liệu {period}"
    indicators_reference: str = "Số liệu đầy đủ tại Phụ lục III kèm theo."
    indicators_appendix: str = "BIỂU CHỈ TIÊU KINH TẾ - XÃ HỘI"
    shortcomings_heading: str = "II. TỒN TẠI, HẠN CHẾ VÀ NGUYÊN NHÂN"
    overdue: str = (
        "Còn {overdue} nhiệm vụ quá hạn chưa hoàn thành, bằng {all_percent} tổng số nhiệm vụ ({all_ratio}) và "
        "{dated_percent} số nhiệm vụ có thời hạn ({dated_ratio})."
    )
    long_carried: str = "{carried} nhiệm vụ chưa hoàn thành đã chuyển tiếp từ hai quý trở lên."
    not_overdue: str = "Không còn nhiệm vụ quá hạn chưa hoàn thành."
    bands_chart: str = "Nhiệm vụ quá hạn theo đơn vị và số ngày quá hạn ({basis})"
    bands_caption: str = "Nhiệm vụ quá hạn theo số ngày quá hạn ({basis})"
    causes: str = "Nguyên nhân do đơn vị báo cáo đối với nhiệm vụ quá hạn: {causes}."
    objective: str = "{count} nhiệm vụ chậm do nguyên nhân khách quan đã được xác nhận."
    assessment_gap: str = "đánh giá tồn tại, hạn chế và nguyên nhân"

    next_heading: str = "III. NHIỆM VỤ TRỌNG TÂM {next_period}"
    carried: str = (
        "Tiếp tục thực hiện {open} nhiệm vụ chưa hoàn thành chuyển sang {next_period}: tập trung hoàn thành ngay "
        "{open_overdue} nhiệm vụ quá hạn; bảo đảm tiến độ {open_in_time} nhiệm vụ trong hạn; rà soát, xác định thời "
        "hạn đối với {open_no_deadline} nhiệm vụ không thời hạn."
    )
    carried_some: str = (
        "Tiếp tục thực hiện {open} nhiệm vụ chưa hoàn thành chuyển sang {next_period}: {steps}."
    )
    """Where one of the three kinds has no task: only what there is to do is said."""
    carried_overdue: str = "tập trung hoàn thành ngay {open_overdue} nhiệm vụ quá hạn"
    carried_in_time: str = "bảo đảm tiến độ {open_in_time} nhiệm vụ trong hạn"
    carried_no_deadline: str = "rà soát, xác định thời hạn đối với {open_no_deadline} nhiệm vụ không thời hạn"
    none_carried: str = "Không có nhiệm vụ chưa hoàn thành chuyển sang {next_period}."
    priorities_gap: str = "nhiệm vụ trọng tâm {next_period}"

    proposals_heading: str = "IV. KIẾN NGHỊ, ĐỀ XUẤT"
    proposals_gap: str = "kiến nghị, đề xuất; nếu không có thì ghi rõ"

    recipients: str = (
        "UBND tỉnh\nThường trực Thành ủy, HĐND thành phố\nChủ tịch, các Phó Chủ tịch UBND thành phố\n"
        "Các phòng, ban, đơn vị thuộc thành phố\nUBND các phường, xã"
    )
    """One a line."""
    archive: str = "VT"
    closing: str = (
        "Trên đây là báo cáo tình hình thực hiện nhiệm vụ {period}, "
        "phương hướng nhiệm vụ {next_period} của {body}"
    )

    units_appendix: str = "TỔNG HỢP KẾT QUẢ THỰC HIỆN NHIỆM VỤ THEO ĐƠN VỊ CHỦ TRÌ"
    tasks_appendix: str = "DANH MỤC NHIỆM VỤ THEO DÕI TRONG KỲ"
    attached: str = "(Kèm theo Báo cáo số {number} ngày {day} của {body})"
    units_note: str = "Phân loại theo {basis}. {stamp}."
    total_row: str = "TỔNG CỘNG"
    tasks_total: str = "TỔNG CỘNG: {total} nhiệm vụ"
    tasks_excluded: str = "; ngoài tổng số: {excluded} nhiệm vụ"
    reports_note: str = "{share} báo cáo định kỳ"
    waiting_note: str = "{waiting} chờ xác nhận"
    days_late: str = "Quá hạn {days} ngày"
    claimed: str = "Hoàn thành {day}"
    claimed_late: str = "Hoàn thành {day}, chậm {days} ngày"
    awaiting: str = "Chờ xác nhận, báo cáo hoàn thành {day}"
    duty_reports: str = "Định kỳ, đã gửi {share} báo cáo"
    duty_overdue: str = "Định kỳ, đã gửi {share} báo cáo; chậm nhất {days} ngày"
    in_time: str = "Đang thực hiện"
    paused: str = "Tạm dừng"
    paused_overdue: str = "Tạm dừng, quá hạn {days} ngày"
    no_report: str = "Chưa có báo cáo"
    partners: str = "Phối hợp: {partners}"
    many_partners: str = "Phối hợp: {count} đơn vị"

    bases: Mapping[Basis, str] = field(
        default_factory=lambda: {Basis.ORIGINAL: "thời hạn ban đầu", Basis.CURRENT: "thời hạn hiện hành"}
    )
    classes: Mapping[TaskClass, str] = field(default_factory=_classes)
    ratios: Mapping[str, str] = field(default_factory=_ratios)
    groups: Mapping[str, str] = field(default_factory=_groups)
    bands: Mapping[LateBand, str] = field(
        default_factory=lambda: {
            LateBand.WEEK: "1-7 ngày",
            LateBand.MONTH: "8-30 ngày",
            LateBand.QUARTER: "31-90 ngày",
            LateBand.LONGER: "Trên 90 ngày",
        }
    )
    following: Mapping[str, str] = field(default_factory=_following)
    """What is said of figures that are not zero."""
    reasons: Mapping[State, str] = field(
        default_factory=lambda: {
            State.RETURNED: "trả lại",
            State.WITHDRAWN: "thu hồi",
            State.NOT_PURSUED: "không tiếp tục thực hiện",
        }
    )


OFFICIAL = Wording()
