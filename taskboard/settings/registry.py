"""Every number a city may tune: its default, its unit of measure, and why (domain section 6)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from taskboard.domain.authority import Role


@dataclass(frozen=True, slots=True)
class Definition:
    key: str
    default: Any
    minimum: float | None
    maximum: float | None
    basis: str
    """Where the default comes from; a city writes the article of its own quy chế beside its value."""
    words: tuple[str, ...] = ()
    """What a list of words may hold."""

    @property
    def kind(self) -> type:
        return type(self.default)


def _number(key: str, default: int, minimum: int, maximum: int, basis: str) -> Definition:
    return Definition(key, default, minimum, maximum, basis)


def _noop(message: str) -> str:
    """Marks a message for translation where it stands; the page that shows it translates."""
    return message


DEFINITIONS: dict[str, Definition] = {
    definition.key: definition
    for definition in (
        _number("due_soon_working_days", 3, 0, 30, _noop("Thông lệ: 72 giờ")),
        _number("mail_hour", 8, 5, 17, _noop("Giờ làm việc")),
        _number("quiet_from_hour", 18, 12, 23, _noop("Ngoài giờ làm việc không gửi thư nhắc")),
        _number("silent_days", 30, 1, 365, _noop("Việc không thời hạn không cập nhật (Bình Định)")),
        _number("extensions_per_task", 1, 0, 10, _noop("Đồng Tháp: tối đa một lần một nhiệm vụ")),
        Definition(
            "office_decides",
            True,
            None,
            None,
            _noop("Người giao quyết định; Văn phòng quyết định khi được ủy quyền"),
        ),
        _number("return_working_days", 2, 0, 30, _noop("Trong 2 ngày làm việc kể từ khi tiếp nhận")),
        _number("confirm_working_days", 5, 1, 30, _noop("Người xác nhận cũng có thời hạn: 5 ngày làm việc")),
        _number("explain_working_days", 3, 1, 30, _noop("Hạn giải trình thông thường: 3 ngày làm việc")),
        _number(
            "notice_working_days", 5, 1, 30, _noop("QĐ 45/2018: thông báo kết luận trong 5 ngày làm việc")
        ),
        _number(
            "entry_working_days",
            2,
            1,
            30,
            _noop("Thanh Hóa: nhập văn bản nhiều nhiệm vụ trong 2 ngày làm việc"),
        ),
        _number(
            "partner_silence_working_days",
            15,
            0,
            90,
            _noop("Quá hạn phối hợp chừng này ngày không trả lời thì coi như đồng ý; 0 là không áp dụng"),
        ),
        _number("praise_done_percent", 90, 1, 100, _noop("Đà Nẵng: biểu dương từ 90% hoàn thành")),
        _number("praise_late_percent", 10, 1, 100, _noop("Đà Nẵng: dưới 10% hoàn thành quá hạn")),
        _number("criticise_done_percent", 50, 1, 100, _noop("Đà Nẵng: phê bình dưới 50% hoàn thành")),
        Definition(
            "volume_bands",
            [20, 100],
            1,
            100_000,
            _noop("So sánh trong nhóm cùng số lượng: 1-20, 21-100, trên 100"),
        ),
        _number("mail_link_days", 14, 1, 60, _noop("Hiệu lực liên kết trong thư")),
        Definition(
            "roll_due_to_working_day", True, None, None, _noop("Bộ luật Dân sự 2015, điều 148 khoản 5")
        ),
        Definition(
            "evidence_required", True, None, None, _noop("Kết quả và số, ngày văn bản hoặc tệp kèm theo")
        ),
        _number(
            "window_opens_working_days", 5, 1, 30, _noop("Thông lệ: danh sách lập trước 5 ngày làm việc")
        ),
        _number("window_answers_working_days", 3, 1, 30, _noop("Thông lệ: đơn vị cập nhật đến trước 3 ngày")),
        _number(
            "window_checks_working_days", 1, 0, 30, _noop("Quảng Ngãi: trích số liệu trước họp một ngày")
        ),
        _number(
            "document_direct_tasks",
            500,
            1,
            100_000,
            _noop("Báo cáo nhiều nhiệm vụ hơn được lập ở chế độ nền, không phải chờ"),
        ),
        _number("document_keep_days", 7, 1, 365, _noop("Tệp lập ở chế độ nền được giữ chừng này ngày")),
        Definition(
            "period_cutoff", "calendar", None, None, _noop("Quý dương lịch, hoặc từ 15 đến 14 (15_14)")
        ),
        Definition("body_name", "", None, None, _noop("Để trống thì theo TASKBOARD_BODY_NAME")),
        _number(
            "password_min_length", 12, 8, 64, _noop("NIST SP 800-63B-4: 15 khi chỉ có mật khẩu, 8 khi có mã")
        ),
        Definition(
            "second_factor_roles",
            [],
            None,
            None,
            _noop("OWASP ASVS 5.0, 6.3.3: hai yếu tố cho người có quyền quản trị"),
            words=tuple(role.value for role in Role),
        ),
    )
}
