"""Marks and reasons in Vietnamese words: pages and commands say them alike. Pure."""

from __future__ import annotations

from taskboard.domain.lifecycle import State

_REASONS = {
    "planned": "đã lập lịch",
    "computed": "sẽ được lập lịch",
    "consumed": "đã đưa vào thư",
    "cancelled": "đã hủy",
    "expired": "đã quá thời điểm",
    "day_off": "không gửi vào ngày nghỉ",
    "no_address": "không có địa chỉ nhận thư",
    "deadline_moved": "thời hạn đã đổi",
    "no_deadline": "việc không còn thời hạn",
    "too_late": "hệ thống dừng quá lâu, mốc nhắc sau thay thế",
    State.WAITING.value: "đơn vị đã báo cáo hoàn thành",
    State.COMPLETED.value: "việc đã hoàn thành",
    State.PAUSED.value: "việc đang tạm dừng",
    State.RETURNED.value: "việc đã trả lại",
    State.WITHDRAWN.value: "việc đã thu hồi",
    State.NOT_PURSUED.value: "không tiếp tục thực hiện",
}


def rule_text(rule: str) -> str:
    """`before_3` is "trước hạn 3 ngày làm việc"."""
    side, _, count = rule.partition("_")
    if side in ("before", "after") and count.isdecimal():
        return f"{'trước' if side == 'before' else 'sau'} hạn {count} ngày làm việc"
    return {"on_day": "đúng ngày đến hạn", "weekly": "nhắc hằng tuần khi quá hạn"}.get(rule, rule)


def why_text(why: str) -> str:
    """`cancelled: waiting` is "đã hủy: đơn vị đã báo cáo hoàn thành"."""
    return ": ".join(_REASONS.get(part, part) for part in why.split(": "))
