"""Every number a city may tune: its default, its limits, and where it comes from (domain section 6, rule 46)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from taskboard.domain.authority import Role
from taskboard.domain.calendar import CutOff
from taskboard.domain.rollup import Basis


class Section(StrEnum):
    """Where a setting stands on the page."""

    DEADLINE = "deadline"
    REMINDING = "reminding"
    REQUEST = "request"
    RESULT = "result"
    BRIEFING = "briefing"
    RATING = "rating"
    DOCUMENT = "document"
    SIGN_IN = "sign_in"


@dataclass(frozen=True, slots=True)
class Definition:
    key: str
    section: Section
    default: Any
    minimum: int | None
    maximum: int | None
    basis: str
    """Where the default comes from; a city writes the article of its own quy chế beside its value."""
    words: tuple[str, ...] = ()
    """What a list of words may hold."""
    options: type[StrEnum] | None = None
    """What one word may be."""
    is_picture: bool = False
    """The value names a picture, put on a page of its own."""

    @property
    def kind(self) -> type:
        return type(self.default)


@dataclass(frozen=True, slots=True)
class Relation:
    """Two numbers of which one must stay below the other, on every day."""

    lower: str
    upper: str
    may_be_equal: bool = False

    def holds(self, lower: int, upper: int) -> bool:
        """Whether two values may stand on one day."""
        return lower <= upper if self.may_be_equal else lower < upper


RELATIONS = (
    Relation("mail_hour", "quiet_from_hour"),
    Relation("criticise_done_percent", "praise_done_percent", may_be_equal=True),
    Relation("window_answers_working_days", "window_opens_working_days"),
    Relation("window_checks_working_days", "window_answers_working_days", may_be_equal=True),
    Relation("score_done_points", "score_good_points"),
    Relation("score_good_points", "score_excellent_points"),
)
WHOLE_DAY = 24
"""The due hour that means "until the end of the day"."""


def _number(key: str, section: Section, default: int, minimum: int, maximum: int, basis: str) -> Definition:
    return Definition(key, section, default, minimum, maximum, basis)


def _switch(key: str, section: Section, basis: str, *, default: bool = True) -> Definition:
    return Definition(key, section, default, None, None, basis)


def _one_of(key: str, section: Section, options: type[StrEnum], basis: str) -> Definition:
    """The first option is the default."""
    return Definition(key, section, next(iter(options)).value, None, None, basis, options=options)


def _noop(message: str) -> str:
    """Marks a message for translation where it stands; the page that shows it translates."""
    return message


DEFINITIONS: dict[str, Definition] = {
    definition.key: definition
    for definition in (
        _number(
            "due_hour",
            Section.DEADLINE,
            WHOLE_DAY,
            12,
            WHOLE_DAY,
            _noop("Bộ luật Dân sự 2015, điều 148: đến hết ngày cuối cùng; nơi tính theo giờ làm việc đặt 17"),
        ),
        _switch("roll_due_to_working_day", Section.DEADLINE, _noop("Bộ luật Dân sự 2015, điều 148 khoản 5")),
        _number("due_soon_working_days", Section.DEADLINE, 3, 0, 30, _noop("Thông lệ: 72 giờ")),
        _one_of(
            "on_time_basis",
            Section.DEADLINE,
            Basis,
            _noop("Thông lệ: xét theo hạn ban đầu, nêu hạn đã gia hạn bên cạnh"),
        ),
        _number(
            "silent_days",
            Section.DEADLINE,
            30,
            1,
            365,
            _noop("Việc không thời hạn không cập nhật (Bình Định)"),
        ),
        _number(
            "mail_hour", Section.REMINDING, 8, 5, 17, _noop("Giờ làm việc; trước giờ này không gửi thư nhắc")
        ),
        _number(
            "quiet_from_hour", Section.REMINDING, 18, 12, 23, _noop("Ngoài giờ làm việc không gửi thư nhắc")
        ),
        _number("mail_link_days", Section.REMINDING, 14, 1, 60, _noop("Hiệu lực liên kết trong thư")),
        _number(
            "extensions_per_task", Section.REQUEST, 1, 0, 10, _noop("Đồng Tháp: tối đa một lần một nhiệm vụ")
        ),
        _switch("chair_exceeds_extensions", Section.REQUEST, _noop("Quá số lần thì chỉ Chủ tịch quyết định")),
        _switch("extension_before_due", Section.REQUEST, _noop("Đà Nẵng: đề nghị gia hạn trước khi hết hạn")),
        _switch(
            "office_decides",
            Section.REQUEST,
            _noop("Người giao quyết định; Văn phòng quyết định khi được ủy quyền"),
        ),
        _number(
            "return_working_days",
            Section.REQUEST,
            2,
            0,
            30,
            _noop("Trong 2 ngày làm việc kể từ khi tiếp nhận"),
        ),
        _number(
            "explain_working_days",
            Section.REQUEST,
            3,
            1,
            30,
            _noop("Hạn giải trình thông thường: 3 ngày làm việc"),
        ),
        _switch("evidence_required", Section.RESULT, _noop("Kết quả và số, ngày văn bản hoặc tệp kèm theo")),
        _number(
            "confirm_working_days",
            Section.RESULT,
            5,
            1,
            30,
            _noop("Người xác nhận cũng có thời hạn: 5 ngày làm việc"),
        ),
        _number(
            "partner_silence_working_days",
            Section.RESULT,
            15,
            0,
            90,
            _noop("Quá hạn phối hợp chừng này ngày không trả lời thì coi như đồng ý; 0 là không áp dụng"),
        ),
        _number(
            "file_megabytes",
            Section.RESULT,
            20,
            1,
            200,
            _noop("Không quá mức máy chủ nhận (TASKBOARD_MAX_FILE_MB)"),
        ),
        _number(
            "files_per_report", Section.RESULT, 10, 1, 10, _noop("Đủ cho văn bản và phụ lục của một báo cáo")
        ),
        _number(
            "notice_working_days",
            Section.BRIEFING,
            5,
            1,
            30,
            _noop("QĐ 45/2018: thông báo kết luận trong 5 ngày làm việc"),
        ),
        _number(
            "entry_working_days",
            Section.BRIEFING,
            2,
            1,
            30,
            _noop("Thanh Hóa: nhập văn bản nhiều nhiệm vụ trong 2 ngày làm việc"),
        ),
        _number(
            "window_opens_working_days",
            Section.BRIEFING,
            5,
            1,
            30,
            _noop("Thông lệ: danh sách lập trước 5 ngày làm việc"),
        ),
        _number(
            "window_answers_working_days",
            Section.BRIEFING,
            3,
            1,
            30,
            _noop("Thông lệ: đơn vị cập nhật đến trước 3 ngày"),
        ),
        _number(
            "window_checks_working_days",
            Section.BRIEFING,
            1,
            0,
            30,
            _noop("Quảng Ngãi: trích số liệu trước họp một ngày"),
        ),
        _one_of(
            "period_cutoff", Section.BRIEFING, CutOff, _noop("Quý dương lịch, hoặc từ ngày 15 đến ngày 14")
        ),
        _number(
            "praise_done_percent", Section.RATING, 90, 1, 100, _noop("Đà Nẵng: biểu dương từ 90% hoàn thành")
        ),
        _number(
            "praise_late_percent", Section.RATING, 10, 1, 100, _noop("Đà Nẵng: dưới 10% hoàn thành quá hạn")
        ),
        _number(
            "criticise_done_percent",
            Section.RATING,
            50,
            1,
            100,
            _noop("Đà Nẵng: phê bình dưới 50% hoàn thành"),
        ),
        Definition(
            "volume_bands",
            Section.RATING,
            [20, 100],
            1,
            100_000,
            _noop("So sánh trong nhóm cùng số lượng: 1-20, 21-100, trên 100"),
        ),
        _switch(
            "score_sheet",
            Section.RATING,
            _noop("Nghị định 335/2025/NĐ-CP, từ 01/01/2026; cơ quan tự quyết định có dùng bảng hay không"),
            default=False,
        ),
        _number(
            "score_general_points",
            Section.RATING,
            30,
            0,
            90,
            _noop("Nghị định 335/2025/NĐ-CP: tiêu chí chung 30 điểm, kết quả 70 điểm"),
        ),
        *(
            _number(
                f"score_{criterion}_weight",
                Section.RATING,
                1,
                0,
                10,
                _noop("Nghị định 335/2025/NĐ-CP: trung bình của số lượng, chất lượng, tiến độ"),
            )
            for criterion in ("quantity", "quality", "progress")
        ),
        _number(
            "score_step_percent",
            Section.RATING,
            25,
            0,
            100,
            _noop("Nghị định 335/2025/NĐ-CP: mỗi lần chậm, mỗi lần chưa đạt trừ 25% điểm của sản phẩm đó"),
        ),
        _number(
            "score_excellent_points",
            Section.RATING,
            90,
            1,
            100,
            _noop("Nghị định 335/2025/NĐ-CP: từ 90 điểm"),
        ),
        _number(
            "score_good_points",
            Section.RATING,
            70,
            1,
            100,
            _noop("Nghị định 335/2025/NĐ-CP: từ 70 đến dưới 90 điểm"),
        ),
        _number(
            "score_done_points",
            Section.RATING,
            50,
            1,
            100,
            _noop("Nghị định 335/2025/NĐ-CP: từ 50 đến dưới 70 điểm"),
        ),
        Definition(
            "body_name", Section.DOCUMENT, "", None, None, _noop("Để trống thì theo TASKBOARD_BODY_NAME")
        ),
        Definition(
            "emblem",
            Section.DOCUMENT,
            "",
            None,
            None,
            _noop("Nghị định 30/2020/NĐ-CP: văn bản không có biểu trưng; chỉ hiện trên các trang"),
            is_picture=True,
        ),
        _number(
            "document_direct_tasks",
            Section.DOCUMENT,
            500,
            1,
            100_000,
            _noop("Báo cáo nhiều nhiệm vụ hơn được lập ở chế độ nền, không phải chờ"),
        ),
        _number(
            "document_keep_days",
            Section.DOCUMENT,
            7,
            1,
            365,
            _noop("Tệp lập ở chế độ nền được giữ chừng này ngày"),
        ),
        _number("session_hours", Section.SIGN_IN, 12, 1, 24, _noop("Một ngày làm việc")),
        _number(
            "session_remembered_days", Section.SIGN_IN, 30, 1, 90, _noop("Khi chọn “ghi nhớ” trên máy riêng")
        ),
        _number(
            "session_idle_minutes",
            Section.SIGN_IN,
            60,
            5,
            720,
            _noop("NIST SP 800-63B-4, 2.2.3: không quá 60 phút không thao tác; OWASP ASVS 5.0, 7.3.1"),
        ),
        _number(
            "session_remembered_idle_days",
            Section.SIGN_IN,
            14,
            1,
            90,
            _noop("OWASP ASVS 5.0, 7.3.1: máy riêng để quên hai tuần thì phải đăng nhập lại"),
        ),
        _number(
            "sign_in_tries",
            Section.SIGN_IN,
            10,
            3,
            100,
            _noop("NIST SP 800-63B-4: không quá 100 lần liên tiếp"),
        ),
        _number(
            "sign_in_pause_minutes", Section.SIGN_IN, 15, 1, 1440, _noop("Sau chừng ấy phút được nhập lại")
        ),
        _number(
            "password_min_length",
            Section.SIGN_IN,
            12,
            8,
            64,
            _noop("NIST SP 800-63B-4: 15 khi chỉ có mật khẩu, 8 khi có mã"),
        ),
        Definition(
            "second_factor_roles",
            Section.SIGN_IN,
            [],
            None,
            None,
            _noop("OWASP ASVS 5.0, 6.3.3: hai yếu tố cho người có quyền quản trị"),
            words=tuple(role.value for role in Role),
        ),
    )
}
