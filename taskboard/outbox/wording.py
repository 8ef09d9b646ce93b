"""Kinds of mail and reasons in words, for the pages of the outbox. A server's own words are shown as they came."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _lp

_KINDS = {
    "tasks_issued": _lp("mail", "Giao nhiệm vụ"),
    "reminder_digest": _l("Thư nhắc trong ngày"),
    "report_sent_back": _l("Đề nghị bổ sung báo cáo"),
    "task_withdrawn": _l("Thu hồi nhiệm vụ"),
    "extension_decided": _l("Quyết định gia hạn"),
    "task_urged": _lp("mail", "Đôn đốc"),
}
_REASONS = {
    "no_address": _l("Đơn vị chưa có người đứng đầu có địa chỉ thư, cũng chưa có hộp thư chung."),
    "history": _l("Dữ liệu mẫu: thư thuộc lịch sử, không gửi."),
    "superseded": _l("Thư nhắc sau của cùng người nhận đã nêu đủ nội dung thư này."),
    "too_late": _l("Đã qua thời điểm cần nhắc trước khi gửi được."),
}


def kind_text(kind: str) -> str:
    return str(_KINDS.get(kind, kind))


def reason_text(outcome: str) -> str:
    return str(_REASONS.get(outcome, outcome))
