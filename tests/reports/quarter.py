"""A quarter of a city to report on: every official class, both bases, duties, long names, one unit without a task."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from taskboard.domain.calendar import WorkingCalendar
from taskboard.domain.deadline import overdue_from
from taskboard.domain.lifecycle import State
from taskboard.domain.rollup import Basis, RollUp, TaskFact, roll_up
from taskboard.reports.content import Issuer, Numbering, Signature
from taskboard.reports.quarter import BriefingFacts, TaskDetail
from tests.domain.calendars import CITY

CUTOFF = datetime(2021, 6, 30, 17, 0, tzinfo=CITY).astimezone(UTC)
START = date(2021, 4, 1)
PLAIN = WorkingCalendar()

UNITS = {
    1: ("Văn phòng HĐND và UBND thành phố", "departments"),
    2: ("Phòng Tài nguyên và Môi trường", "departments"),
    3: ("Phòng Lao động - Thương binh và Xã hội", "departments"),
    4: ("Phòng Kinh tế", "departments"),
    5: ("Ban Quản lý dự án đầu tư xây dựng", "agencies"),
    6: ("Công an thành phố", "agencies"),
    7: ("Hội Liên hiệp Phụ nữ thành phố", "mass_bodies"),
    8: ("Ủy ban nhân dân phường Trần Đăng Ninh", "wards"),
    9: ("Ủy ban nhân dân xã Nam Phong", "wards"),
}
FIELDS = {
    "budget": "Tài chính, ngân sách",
    "land": "Đất đai, môi trường",
    "construction": "Xây dựng, giải phóng mặt bằng",
    "culture": "Văn hóa - xã hội",
}
TITLES = (
    "Rà soát các khoản thu ngân sách còn tiềm năng, lập phương án phấn đấu vượt dự toán được giao",
    "Hoàn thiện hồ sơ đấu giá quyền sử dụng đất tại các khu dân cư đã có hạ tầng",
    "Xử lý dứt điểm các trường hợp vi phạm trật tự xây dựng đã lập biên bản",
    "Đẩy nhanh tiến độ giải ngân vốn đầu tư công các công trình chuyển tiếp",
    "Báo cáo kết quả kiểm tra an toàn đê điều trước mùa mưa bão",
)
STATES = (
    State.COMPLETED,
    State.COMPLETED,
    State.COMPLETED,
    State.IN_PROGRESS,
    State.IN_PROGRESS,
    State.WAITING,
)


def fact(number: int) -> TaskFact:
    """The tasks differ by arithmetic on their number, so the quarter is the same in every run."""
    unit_id = 1 + number * 7 % len(UNITS)
    name, group = UNITS[unit_id]
    state = STATES[number % len(STATES)]
    due_on = None if number % 9 == 0 else date(2021, 4, 20) + timedelta(days=number * 11 % 90)
    extended = due_on and due_on + timedelta(days=20 if number % 8 == 5 else 0)
    claimed_on = min(date(2021, 6, 28), (due_on or date(2021, 6, 1)) + timedelta(days=number % 7 - 4))
    is_done = state is State.COMPLETED
    return TaskFact(
        code=f"NV-2021-{number:04d}",
        title=TITLES[number % len(TITLES)],
        directive_code=f"CD-2021-{number % 14 + 1:02d}",
        unit_id=unit_id,
        unit_name=name,
        unit_group=group,
        state=state,
        assigned_on=date(2021, 4, 6),
        field=[*FIELDS, ""][number % 5],
        original_due_on=due_on,
        original_overdue_from=due_on and overdue_from(due_on, None, PLAIN, CITY),
        due_on=extended,
        overdue_from=extended and overdue_from(extended, None, PLAIN, CITY),
        claimed_on=claimed_on if is_done or state is State.WAITING else None,
        confirmed_on=claimed_on + timedelta(days=2) if is_done else None,
        quarters_carried=number % 4 if number % 5 == 0 else 0,
        last_report_on=None if number % 6 == 4 else date(2021, 6, 10),
        extension_count=int(number % 8 == 5),
        has_objective_cause=number % 13 == 0,
    )


def duty(unit_id: int, week: int) -> TaskFact:
    sunday = date.fromisocalendar(2021, week, 7)
    name, group = UNITS[unit_id]
    is_given = (week + unit_id) % 5 != 0
    return TaskFact(
        code=f"NV-2021-9{unit_id}{week}",
        title="Ra quân tổng vệ sinh môi trường hằng tuần",
        directive_code="CD-2021-15",
        unit_id=unit_id,
        unit_name=name,
        unit_group=group,
        state=State.COMPLETED if is_given else State.IN_PROGRESS,
        assigned_on=sunday - timedelta(days=6),
        field="land",
        original_due_on=sunday,
        original_overdue_from=overdue_from(sunday, None, PLAIN, CITY),
        due_on=sunday,
        overdue_from=overdue_from(sunday, None, PLAIN, CITY),
        claimed_on=sunday if is_given else None,
        confirmed_on=sunday if is_given else None,
        duty_key="CD-2021-15",
        duty_period=f"2021-W{week}",
        last_report_on=sunday if is_given else None,
    )


def withdrawn(number: int, state: State) -> TaskFact:
    name, group = UNITS[2]
    return TaskFact(
        code=f"NV-2021-8{number:03d}",
        title="Rà soát danh mục công trình tạm dừng",
        directive_code="CD-2021-03",
        unit_id=2,
        unit_name=name,
        unit_group=group,
        state=state,
        assigned_on=date(2021, 4, 6),
        closed_on=date(2021, 5, 20),
    )


def facts() -> list[TaskFact]:
    ordinary = [fact(number) for number in range(1, 71)]
    duties = [duty(unit_id, week) for unit_id in (8, 9) for week in range(15, 26)]
    return [*ordinary, *duties, withdrawn(1, State.WITHDRAWN), withdrawn(2, State.NOT_PURSUED)]


def quarter(basis: Basis = Basis.ORIGINAL) -> RollUp:
    previous = roll_up(
        [fact(number) for number in range(1, 40)],
        period_start=date(2021, 1, 1),
        cutoff=datetime(2021, 5, 1, tzinfo=UTC),
        basis=basis,
        zone=CITY,
    )
    return roll_up(facts(), period_start=START, cutoff=CUTOFF, basis=basis, zone=CITY, previous=previous)


DETAILS = {
    f"NV-2021-{number:04d}": TaskDetail(
        source="45/TB-UBND, 12/04/2021",
        partners=("Phòng Tài chính - Kế hoạch", "Chi cục Thuế") if number % 5 == 0 else (),
        result="Đã trình phương án, chờ thẩm định"
        if number % 3 == 0
        else "Văn bản 112/BC-KT ngày 05/06/2021",
        cause=("Vướng mắc về đất đai", "Chưa bố trí được vốn")[number % 2],
    )
    for number in range(1, 60)
    if number % 7
}

FACTS = BriefingFacts(
    issuer=Issuer(("ỦY BAN NHÂN DÂN", "THÀNH PHỐ NAM ĐỊNH")),
    body="Ủy ban nhân dân thành phố Nam Định",
    numbering=Numbering("BC-UBND", "Nam Định", "112", date(2021, 7, 2)),
    signature=Signature(("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), "Nguyễn Văn An"),
    period="quý II năm 2021",
    next_period="quý III năm 2021",
    recipients=(
        "UBND tỉnh",
        "Thường trực Thành ủy",
        "Thường trực HĐND thành phố",
        "Chủ tịch, các Phó Chủ tịch UBND thành phố",
        "Các phòng, ban, đơn vị; UBND các phường, xã",
    ),
    archive="VT, TH",
    unit_order=tuple(UNITS),
    field_names=FIELDS,
    assessment=(
        "Một số đơn vị chưa chủ động báo cáo khi nhiệm vụ đến hạn; công tác phối hợp có việc còn chậm.",
    ),
)
UNKNOWN = BriefingFacts(
    issuer=Issuer(("ỦY BAN NHÂN DÂN", "THÀNH PHỐ NAM ĐỊNH")),
    body="Ủy ban nhân dân thành phố Nam Định",
    numbering=Numbering("BC-UBND", "Nam Định"),
    signature=Signature(("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")),
    period="quý II năm 2021",
    next_period="quý III năm 2021",
)
"""A body that has written nothing yet."""
