"""Marks, rules and reasons in words: pages and commands say them alike. Pure: pages pass their translation in."""

from __future__ import annotations

from collections.abc import Callable

from taskboard.domain.lifecycle import State
from taskboard.domain.reminding import Gone

Translate = Callable[[str], str]


def _noop(message: str) -> str:
    """Marks a message for translation where it stands; the page that shows it translates."""
    return message


_REASONS = {
    "planned": _noop("đã lập lịch"),
    "computed": _noop("sẽ được lập lịch"),
    "consumed": _noop("đã đưa vào thư"),
    "cancelled": _noop("đã hủy"),
    "expired": _noop("đã quá thời điểm"),
    "day_off": _noop("không gửi vào ngày nghỉ"),
    "no_address": _noop("không có địa chỉ nhận thư"),
    "switched_off": _noop("người nhận hoặc cơ quan đã tắt loại thư này"),
    "too_late": _noop("hệ thống dừng quá lâu, mốc nhắc sau thay thế"),
    Gone.DEADLINE_MOVED: _noop("thời hạn đã đổi"),
    Gone.NO_DEADLINE: _noop("việc không còn thời hạn"),
    Gone.RULE_CHANGED: _noop("quy tắc nhắc đã đổi"),
    Gone.ANSWERED: _noop("đơn vị đã nêu phương án và ngày dự kiến xong"),
    Gone.URGED: _noop("thư đôn đốc đã thay bước này"),
    Gone.REPORTED: _noop("đơn vị đã báo cáo"),
    Gone.NAMED: _noop("đã phân công người thực hiện"),
    Gone.DECIDED: _noop("đã được quyết định"),
    Gone.PART_DONE: _noop("cơ quan phối hợp đã báo cáo, hoặc phần phối hợp đã đóng"),
    Gone.EXPLAINED: _noop("đơn vị đã giải trình"),
    Gone.BRIEFING_MOVED: _noop("giao ban đã đổi ngày hoặc đã hủy"),
    State.WAITING.value: _noop("đơn vị đã báo cáo hoàn thành"),
    State.COMPLETED.value: _noop("việc đã hoàn thành"),
    State.PAUSED.value: _noop("việc đang tạm dừng"),
    State.RETURNED.value: _noop("việc đã trả lại"),
    State.WITHDRAWN.value: _noop("việc đã thu hồi"),
    State.NOT_PURSUED.value: _noop("không tiếp tục thực hiện"),
}
UNUSED = {
    "off": _noop("quy tắc đang tắt"),
    "recurrence": _noop("quy tắc dành cho nhiệm vụ có kỳ báo cáo khác"),
    "importance": _noop("quy tắc dành cho việc có mức quan trọng khác"),
    "unit_kind": _noop("quy tắc dành cho loại đơn vị khác"),
    "state": _noop("việc không còn chờ đơn vị báo cáo"),
    "no_deadline": _noop("việc không có thời hạn"),
    "has_deadline": _noop("việc có thời hạn, đã có các mốc nhắc theo hạn"),
    "named": _noop("đã phân công người thực hiện, hoặc đơn vị không có chuyên viên để phân công"),
    "nothing_asked": _noop("không có đề nghị nào đang chờ"),
    "not_waiting": _noop("không có báo cáo hoàn thành nào đang chờ"),
    "no_part": _noop("không có cơ quan phối hợp nào còn nợ phần việc có hạn"),
    "no_explanation": _noop("không có đề nghị giải trình nào đang chờ trả lời"),
    "passed": _noop("các mốc đã qua, hoặc chưa tới kỳ"),
}
"""Why a rule gives a task no mark."""
_MARKS = {
    "before": _noop("trước hạn %(count)s ngày làm việc"),
    "on_day": _noop("đúng ngày đến hạn"),
    "after": _noop("sau hạn %(count)s ngày làm việc"),
    "weekly": _noop("nhắc hằng tuần khi quá hạn"),
    "escalate_head": _noop("thang báo cáo: thủ trưởng đơn vị, quá hạn %(count)s ngày làm việc"),
    "escalate_chief": _noop("thang báo cáo: Chánh Văn phòng, quá hạn %(count)s ngày làm việc"),
    "escalate_chair": _noop("thang báo cáo: Chủ tịch, quá hạn %(count)s ngày làm việc"),
    "silence": _noop("không thời hạn, %(count)s ngày chưa cập nhật"),
    "silence_named": _noop("nêu tên, %(count)s ngày chưa cập nhật"),
    "progress": _noop("báo cáo tiến độ tháng, trước ngày phải báo cáo %(count)s ngày làm việc"),
    "unnamed": _noop("%(count)s ngày làm việc chưa phân công người thực hiện"),
    "confirm": _noop("%(count)s ngày làm việc chờ xác nhận"),
    "confirm_late": _noop("%(count)s ngày làm việc chờ xác nhận, báo Chánh Văn phòng"),
    "request": _noop("%(count)s ngày làm việc chờ quyết định đề nghị của đơn vị"),
    "briefing": _noop("còn %(count)s ngày làm việc đến giao ban"),
    "briefing_check": _noop("còn %(count)s ngày làm việc đến giao ban, Văn phòng rà lại"),
    "briefing_news": _noop("giao ban đổi ngày họp hoặc hủy"),
    "bulletin": _noop("bản tin đầu tuần"),
    "part_before": _noop("phối hợp, trước hạn %(count)s ngày làm việc"),
    "part_on_day": _noop("phối hợp, đúng ngày đến hạn"),
    "part_after": _noop("phối hợp, sau hạn %(count)s ngày làm việc"),
    "part_office": _noop("phối hợp quá hạn %(count)s ngày làm việc, báo người theo dõi"),
    "explain_before": _noop("giải trình, trước hạn %(count)s ngày làm việc"),
    "explain_on_day": _noop("giải trình, đúng ngày đến hạn"),
    "explain_after": _noop("giải trình, sau hạn %(count)s ngày làm việc"),
    "explain_office": _noop("giải trình quá hạn %(count)s ngày làm việc, báo Chánh Văn phòng"),
}
_ON_THE_DAY = {"briefing_check": _noop("ngày giao ban, Văn phòng rà lại")}
_RULES = {
    "before": _noop("Trước hạn"),
    "on_day": _noop("Ngày đến hạn"),
    "after": _noop("Sau hạn"),
    "weekly": _noop("Quá hạn, nhắc hằng tuần"),
    "escalate_head": _noop("Thang báo cáo: thủ trưởng đơn vị"),
    "escalate_chief": _noop("Thang báo cáo: Chánh Văn phòng"),
    "escalate_chair": _noop("Thang báo cáo: Chủ tịch"),
    "silence": _noop("Không thời hạn, lâu không cập nhật"),
    "silence_named": _noop("Không thời hạn, nêu tên"),
    "progress": _noop("Báo cáo tiến độ hằng tháng"),
    "unnamed": _noop("Chưa phân công người thực hiện"),
    "confirm": _noop("Chờ xác nhận hoàn thành"),
    "confirm_late": _noop("Chờ xác nhận quá lâu"),
    "request": _noop("Đề nghị của đơn vị chờ quyết định"),
    "briefing": _noop("Đếm ngược đến giao ban"),
    "briefing_check": _noop("Văn phòng rà trước giao ban"),
    "briefing_news": _noop("Giao ban đổi ngày họp hoặc hủy"),
    "bulletin": _noop("Bản tin đầu tuần"),
    "part_before": _noop("Cơ quan phối hợp: trước hạn"),
    "part_on_day": _noop("Cơ quan phối hợp: ngày đến hạn"),
    "part_after": _noop("Cơ quan phối hợp: sau hạn"),
    "part_office": _noop("Cơ quan phối hợp quá hạn: báo Văn phòng"),
    "explain_before": _noop("Giải trình: trước hạn"),
    "explain_on_day": _noop("Giải trình: ngày đến hạn"),
    "explain_after": _noop("Giải trình: sau hạn"),
    "explain_office": _noop("Giải trình quá hạn: báo Chánh Văn phòng"),
}
BASES = (
    _noop("Thông lệ: 7, 3 và 1 ngày làm việc"),
    _noop("Đà Nẵng, công văn 4651: đến hạn phải báo xong hoặc chưa xong"),
    _noop("Thông lệ: 1, 3 và 7 ngày làm việc, sau đó hằng tuần"),
    _noop("Thông lệ: +1 thủ trưởng, +2 Chánh Văn phòng, +5 Chủ tịch"),
    _noop("Giả định: việc gắn sao báo lên sớm hơn; thành phố chỉnh theo quy chế của mình"),
    _noop("Việc không thời hạn không cập nhật (Bình Định)"),
    _noop("Nêu tên việc không cập nhật (Bình Định)"),
    _noop("Đà Nẵng: cập nhật trước ngày 25 hằng tháng"),
    _noop("Giả định: giao cho đơn vị mà chưa có người làm thì báo lên"),
    _noop("Giả định: người xác nhận cũng có hạn"),
    _noop("Giả định: đề nghị của đơn vị cần được trả lời"),
    _noop("Danh sách chốt D-5, đơn vị cập nhật đến D-3, Văn phòng rà D-1"),
    _noop("Bản tin đầu tuần cho lãnh đạo"),
    _noop("Nhiệm vụ định kỳ: mốc nhắc theo độ dài của kỳ"),
    _noop("Giả định: cơ quan phối hợp có hạn riêng thì được nhắc như cơ quan chủ trì"),
    _noop("Giả định: phối hợp chậm thì người theo dõi biết trước khi việc chính chậm"),
    _noop("Giả định: đề nghị giải trình có hạn trả lời thì được nhắc theo hạn"),
    _noop("Đồng Tháp: chậm hoặc không báo cáo thì phải giải trình"),
)
"""Where the defaults come from, as the rules were first written; what a city writes is shown as it wrote it."""
_VARIANTS = {
    "starred": _noop("việc gắn sao"),
    "daily": _noop("nhiệm vụ hằng ngày"),
    "weekly": _noop("nhiệm vụ hằng tuần"),
    "monthly": _noop("nhiệm vụ hằng tháng"),
}


def mark_text(mark: str, translate: Translate = str) -> str:
    """`before_3` is "trước hạn 3 ngày làm việc"."""
    name, _, count = mark.rpartition("_")
    if count == "0" and name in _ON_THE_DAY:
        return translate(_ON_THE_DAY[name])
    if count.isdecimal() and name in _MARKS:
        return translate(_MARKS[name]) % {"count": count}
    return translate(_MARKS[mark]) if mark in _MARKS else mark


def rule_name(key: str, translate: Translate = str) -> str:
    """`escalate_chief.starred` is "Thang báo cáo: Chánh Văn phòng (việc gắn sao)"."""
    name, _, variant = key.partition(".")
    said = translate(_RULES[name]) if name in _RULES else name
    return f"{said} ({translate(_VARIANTS[variant])})" if variant in _VARIANTS else said


def why_text(why: str, translate: Translate = str) -> str:
    """`cancelled: waiting` is "đã hủy: đơn vị đã báo cáo hoàn thành"."""
    return ": ".join(translate(_REASONS[part]) if part in _REASONS else part for part in why.split(": "))


def unused_text(why: str, translate: Translate = str) -> str:
    """Why a rule owes a task nothing."""
    return translate(UNUSED[why])
