"""What became of a message to another system, in words; its own answer stands beside ours."""

from __future__ import annotations

import re
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _lp

from taskboard.domain.errors import RuleBroken
from taskboard.domain.events import Event
from taskboard.domain.hooking import OFFERED, Pause, Topic
from taskboard.hooks.actions import PING
from taskboard.outbox.models import DeliveryAttempt, MailState, OutboxMessage
from taskboard.web import labels

TOPICS = {
    Topic.TASKS: _lp("list", "Nhiệm vụ"),
    Topic.REPORTS: _l("Báo cáo và xác nhận"),
    Topic.DEADLINES: _l("Thời hạn"),
    Topic.PARTS: _l("Phối hợp"),
    Topic.BRIEFINGS: _lp("list", "Giao ban"),
}
EVENT_NAMES = {
    Event.TASK_ASSIGNED: _l("giao nhiệm vụ"),
    Event.TASK_IMPORTED: _l("nhập nhiệm vụ từ sổ"),
    Event.TASK_RECEIVED: _l("đơn vị tiếp nhận"),
    Event.TASK_TRANSFERRED: _l("đổi đơn vị chủ trì"),
    Event.TASK_HANDED_ON: _l("chuyển sang đơn vị kế thừa"),
    Event.TASK_RETURNED: _l("trả lại"),
    Event.TASK_REPLACED: _l("giao lại"),
    Event.TASK_CORRECTED: _l("đính chính"),
    Event.TASK_PAUSED: _l("tạm dừng"),
    Event.TASK_RESUMED: _l("tiếp tục"),
    Event.TASK_WITHDRAWN: _l("thu hồi"),
    Event.TASK_NOT_PURSUED: _l("không tiếp tục thực hiện"),
    Event.TASK_REOPENED: _l("mở lại"),
    Event.TASK_CARRIED_OVER: _l("chuyển tiếp sang kỳ sau"),
    Event.PROGRESS_REPORTED: _l("báo cáo tiến độ"),
    Event.COMPLETION_REPORTED: _l("báo cáo hoàn thành"),
    Event.TASK_SENT_BACK: _l("gửi lại báo cáo"),
    Event.TASK_CONFIRMED: _l("xác nhận hoàn thành"),
    Event.TASK_URGED: _l("đôn đốc"),
    Event.EXTENSION_ASKED: _l("xin gia hạn"),
    Event.EXTENSION_GRANTED: _l("đồng ý gia hạn"),
    Event.EXTENSION_REFUSED: _l("không đồng ý gia hạn"),
    Event.DEADLINE_MOVED: _l("đổi thời hạn"),
    Event.EVENT_DATE_SET: _l("ấn định thời hạn"),
    Event.UNIT_JOINED: _l("thêm đơn vị phối hợp"),
    Event.UNIT_LEFT: _l("bớt đơn vị phối hợp"),
    Event.PART_REPORTED: _l("báo cáo phần phối hợp"),
    Event.PART_DUE_SET: _l("đặt hạn phần phối hợp"),
    Event.PARTS_CLOSED: _l("đóng phần phối hợp"),
    Event.BRIEFING_RECORDED: _l("ghi nhận giao ban"),
    Event.BRIEFING_OPENED: _l("mở giao ban kế tiếp"),
    Event.BRIEFING_MOVED: _l("giao ban sang bước khác"),
    Event.BRIEFING_CANCELLED: _l("giao ban bị hủy"),
    Event.CONCLUSIONS_ISSUED: _l("ban hành kết luận"),
    Event.DIRECTIVE_ISSUED: _l("ban hành chỉ đạo"),
    Event.DIRECTIVE_ENDED: _l("chỉ đạo hết hiệu lực"),
    Event.ROLL_UP_FROZEN: _l("chốt số liệu"),
}
PAUSES = {
    Pause.BY_HAND: _l("Đang tạm dừng. Sự kiện mới không được ghi để gửi; sự kiện đã chờ vẫn giữ."),
    Pause.FAILING: _l(
        "Đã tự tạm dừng vì ba ngày liền không lần gửi nào được nhận. Đề nghị kiểm tra hệ thống nhận, gửi thử rồi cho chạy lại."
    ),
    Pause.GONE: _l("Đã tự tạm dừng: hệ thống nhận trả lời địa chỉ này không còn dùng (410)."),
}
_STATES = {
    MailState.OWED: _l("Chờ gửi"),
    MailState.SENDING: _l("Đang gửi"),
    MailState.SENT: _l("Đã nhận"),
    MailState.FAILED: _l("Không gửi được"),
    MailState.SKIPPED: _l("Không gửi"),
    MailState.EXPIRED: _l("Quá thời điểm"),
}
_TROUBLES = (
    (r"time(d )?out", _l("Hệ thống nhận không trả lời trong thời gian chờ.")),
    (r"Connection ?refused", _l("Không kết nối được tới hệ thống nhận.")),
    (r"unreachable|No route", _l("Không có đường mạng tới hệ thống nhận.")),
    (r"gaierror|no address for", _l("Không tìm thấy máy chủ theo tên trong địa chỉ.")),
    (r"SSL|TLS|certificate", _l("Không lập được kết nối bảo mật, hoặc chứng thư không đúng tên.")),
    (r"Disconnected|reset|closed|Broken ?pipe|IncompleteRead", _l("Hệ thống nhận ngắt kết nối giữa chừng.")),
)
_INSIDE = re.compile(r"(webhook_inside|webhook_in_clear) (\S+)")


def event_name(event: str) -> str:
    """A short name of what is told."""
    if event == PING:
        return _("gửi thử")
    return str(EVENT_NAMES[Event(event)]) if event in EVENT_NAMES else event


def event_title(event: str) -> str:
    name = event_name(event)
    return name[:1].upper() + name[1:]


def choices_by_topic() -> list[tuple[str, list[tuple[str, str]]]]:
    """All that may be chosen, in groups: (heading, [(event, name)])."""
    return [
        (str(TOPICS[topic]), [(event.value, event_title(event)) for event in events])
        for topic, events in OFFERED.items()
    ]


def state_text(state: MailState) -> str:
    return str(_STATES[state])


def pause_text(pause: Pause | None) -> str:
    return str(PAUSES[pause]) if pause is not None else ""


def answer_text(answer: str) -> str:
    """What an answer means, with its own words behind."""
    if inside := _INSIDE.match(answer):
        return labels.broken_rule(RuleBroken(inside[1], host=inside[2]))
    if answer in labels.REFUSALS:
        return labels.broken_rule(RuleBroken(answer))
    if re.match(r"\d{3}\b", answer):
        return _status_text(answer)
    ours = next((str(text) for pattern, text in _TROUBLES if re.search(pattern, answer, re.I)), "")
    return " ".join(part for part in (ours, answer) if part)


def _status_text(answer: str) -> str:
    ours = {
        "2": "",
        "3": _("Hệ thống nhận chuyển hướng; taskboard không đi theo chuyển hướng."),
        "4": _("Hệ thống nhận từ chối."),
        "5": _("Hệ thống nhận gặp lỗi."),
    }.get(answer[0], "")
    return " ".join(part for part in (ours, answer) if part)


def outcome_text(row: OutboxMessage) -> str:
    if row.state is MailState.SKIPPED:
        return _("Webhook đã bỏ trước khi gửi.")
    return answer_text(row.outcome) if row.outcome else ""


def attempt_line(attempt: DeliveryAttempt) -> dict[str, Any]:
    """As components/timeline.html takes it, but for its moment."""
    if attempt.ended_at is None:
        text = _("Tiến trình gửi dừng trước khi ghi được câu trả lời; sự kiện được gửi lại với cùng mã.")
        return {"title": _("Không rõ kết quả"), "text": text, "icon": "question-lg", "tone": "soon"}
    title = _("Đã nhận") if attempt.has_succeeded else _("Chưa gửi được")
    icon, tone = ("check-lg", "done") if attempt.has_succeeded else ("exclamation-lg", "over")
    return {"title": title, "text": answer_text(attempt.answer), "icon": icon, "tone": tone}
