"""Kinds of mail, reasons and answers in words, for the pages of the outbox. A server's own words stand beside ours."""

from __future__ import annotations

import re

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _lp

from taskboard.domain.replying import codes_in
from taskboard.outbox.models import DeliveryAttempt, MailState, OutboxMessage

_KINDS = {
    "tasks_issued": _lp("mail", "Giao nhiệm vụ"),
    "reminder_digest": _l("Thư nhắc trong ngày"),
    "report_sent_back": _l("Đề nghị bổ sung báo cáo"),
    "task_withdrawn": _l("Thu hồi nhiệm vụ"),
    "extension_decided": _l("Quyết định gia hạn"),
    "task_urged": _lp("mail", "Đôn đốc"),
    "tasks_urged": _lp("mail", "Đôn đốc nhiều việc"),
    "parts_issued": _lp("mail", "Giao phối hợp"),
    "part_given": _lp("mail", "Giao phối hợp"),
    "part_urged": _l("Đôn đốc phần phối hợp"),
    "parts_ended": _lp("mail", "Thôi phối hợp"),
    "officer_named": _lp("mail", "Giao người thực hiện"),
    "event_date_set": _lp("mail", "Ấn định thời hạn"),
    "task_paused": _lp("mail", "Tạm dừng nhiệm vụ"),
    "task_resumed": _lp("mail", "Tiếp tục nhiệm vụ"),
    "task_not_pursued": _lp("mail", "Không tiếp tục thực hiện"),
    "task_reopened": _lp("mail", "Mở lại nhiệm vụ"),
    "request_decided": _l("Trả lời đề nghị của đơn vị"),
    "lead_changed": _l("Đổi đơn vị chủ trì"),
    "task_corrected": _lp("mail", "Đính chính"),
    "explanation_asked": _l("Đề nghị giải trình"),
    "explanation_given": _lp("mail", "Giải trình"),
    "cause_settled": _lp("mail", "Nguyên nhân khách quan"),
    "remark_made": _lp("mail", "Ý kiến chỉ đạo"),
    "account_link": _l("Liên kết vào tài khoản"),
    "test_mail": _l("Thư thử"),
    "reply_taken": _l("Đã nhận báo cáo bằng thư"),
    "reply_refused": _l("Thư trả lời chưa ghi nhận được"),
    "job_failed": _l("Sự cố công việc nền"),
    "token_made": _l("Mã truy cập mới"),
}
WAITING = frozenset({MailState.OWED, MailState.SENDING})
"""A mail that no server has taken, and that may still leave."""
_NOT_OF_TASKS = frozenset({"account_link", "job_failed", "test_mail", "token_made"})
"""Kinds that whoever runs the installation answers for and reads."""
_REASONS = {
    "switched_off": _l("Người nhận hoặc cơ quan đã tắt loại thư này."),
    "no_address": _l("Đơn vị chưa có người đứng đầu có địa chỉ thư, cũng chưa có hộp thư chung."),
    "history": _l("Dữ liệu mẫu: thư thuộc lịch sử, không gửi."),
    "superseded": _l("Thư nhắc sau của cùng người nhận đã nêu đủ nội dung thư này."),
    "too_late": _l("Đã qua thời điểm cần nhắc trước khi gửi được."),
    "recipient_left": _l("Người nhận đã thôi nhiệm vụ hoặc bị khóa tài khoản trước khi thư được gửi."),
    "pace_in_all": _l("Chờ lượt: đã đủ số thư được gửi trong một phút."),
    "pace_recipient": _l("Chờ lượt: đã đủ số thư được gửi tới địa chỉ này trong một phút."),
}
_CODES = {
    "421": _l("Máy chủ tạm ngừng nhận thư."),
    "535": _l("Máy chủ không nhận tên hoặc mật khẩu gửi thư."),
    "550": _l("Máy chủ từ chối: hộp thư không có hoặc không được nhận thư."),
    "551": _l("Máy chủ từ chối: hộp thư không thuộc máy chủ này."),
    "552": _l("Hộp thư hoặc máy chủ đã đầy; thư được gửi lại sau."),
    "553": _l("Máy chủ từ chối: địa chỉ nhận không hợp lệ."),
}
_TROUBLES = (
    (r"invalid address", _l("Địa chỉ nhận không hợp lệ.")),
    (r"time(d )?out", _l("Máy chủ không trả lời trong thời gian chờ.")),
    (r"Connection ?refused", _l("Không kết nối được tới máy chủ thư.")),
    (r"unreachable|No route", _l("Không có đường mạng tới máy chủ thư.")),
    (r"gaierror", _l("Không tìm thấy máy chủ thư theo tên đã đặt.")),
    (r"SSL|TLS|certificate", _l("Không lập được kết nối bảo mật với máy chủ thư.")),
    (r"Disconnected|reset|closed|Broken ?pipe", _l("Máy chủ ngắt kết nối giữa chừng.")),
)


def kind_text(kind: str) -> str:
    return str(_KINDS.get(kind, kind))


def is_of_tasks(row: OutboxMessage) -> bool:
    """Whether a mail speaks of tasks, and not of accounts and the installation itself."""
    return row.kind not in _NOT_OF_TASKS


def subject_for(row: OutboxMessage, *, reads_tasks: bool) -> str:
    """For who may not read of tasks the kind and the codes in it: enough to ask about a mail, and no task's words."""
    if reads_tasks or not is_of_tasks(row):
        return row.subject
    return " ".join([kind_text(row.kind), *codes_in(row.subject)])


def reason_text(outcome: str) -> str:
    """Why a mail stands where it stands: our own reason in words, or a server's answer with its words."""
    if outcome in _REASONS:
        return str(_REASONS[outcome])
    ours = answer_text(outcome)
    return f"{ours} {outcome}" if ours else outcome


def reminder_text(state: MailState, to: str) -> str:
    """A mail of reminders in the history of a task: only one that left has reminded anybody."""
    if state is MailState.SENT:
        return _("Nhắc qua thư: %(to)s", to=to)
    if state in WAITING:
        return _("Thư nhắc chưa gửi được: %(to)s", to=to)
    return _("Thư nhắc không được gửi: %(to)s", to=to)


def not_sent_text(state: MailState, outcome: str = "", *, has_server: bool) -> str:
    """Why a mail of reminders has reminded nobody yet. A server's own words stay on the pages of the outbox."""
    if state in WAITING:
        return _("thư nhắc chưa gửi được") if has_server else _("thư nhắc chờ chuyển tay ở mục Thư")
    return str(_REASONS[outcome]) if outcome in _REASONS else _("thư nhắc không được gửi")


def answer_text(answer: str) -> str:
    """What an answer means; empty when it speaks for itself."""
    code = re.match(r"([245]\d\d)\b", answer)
    if code is None:
        return next((str(text) for pattern, text in _TROUBLES if re.search(pattern, answer, re.I)), "")
    if code[1] in _CODES:
        return str(_CODES[code[1]])
    return {
        "2": _("Máy chủ đã nhận thư."),
        "4": _("Máy chủ đề nghị gửi lại sau."),
        "5": _("Máy chủ từ chối thư này."),
    }[code[1][0]]


def attempt_title(attempt: DeliveryAttempt) -> str:
    if attempt.ended_at is None:
        return _("Không rõ kết quả")
    return _("Máy chủ đã nhận") if attempt.has_succeeded else _("Chưa gửi được")


def attempt_text(attempt: DeliveryAttempt) -> str:
    if attempt.ended_at is None:
        return _("Tiến trình gửi dừng trước khi ghi được câu trả lời; thư được gửi lại với cùng Message-ID.")
    return answer_text(attempt.answer)
