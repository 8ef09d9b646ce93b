"""Jobs and what came of them in words: nobody reads `deliver_outbox` or `sent 3`."""

from __future__ import annotations

import re
from datetime import timedelta

from flask_babel import gettext as _

from taskboard.outbox.wording import answer_text
from taskboard.scheduler.jobs import JOBS
from taskboard.scheduler.models import JobRun
from taskboard.web.language import counted as _n
from taskboard.web.wording import number_text

_DOES = {job.name: job.does for job in JOBS}


def _noop(message: str) -> str:
    """Marks a message for translation where it stands."""
    return message


_COUNTED = {
    "sent": _noop("đã gửi: %(count)s"),
    "postponed": _noop("hoãn gửi: %(count)s"),
    "failed": _noop("bị từ chối: %(count)s"),
    "expired": _noop("quá thời điểm: %(count)s"),
    "skipped": _noop("không còn người nhận: %(count)s"),
    "taken_back": _noop("nhận lại từ lượt bị ngắt: %(count)s"),
    "resting": _noop("chờ giờ gửi thư nhắc: %(count)s"),
    "held": _noop("chờ theo giới hạn: %(count)s"),
    "kept": _noop("giữ lại, chưa có máy chủ thư: %(count)s"),
    "entered": _noop("thư thành báo cáo: %(count)s"),
    "returned": _noop("thư được trả lời vì chưa ghi nhận được: %(count)s"),
    "ignored": _noop("thư tự động bỏ qua: %(count)s"),
    "known": _noop("thư đã xem từ trước: %(count)s"),
    "told": _noop("đã báo: %(count)s"),
    "paused": _noop("webhook tự tạm dừng: %(count)s"),
    "waiting": _noop("còn chờ: %(count)s"),
    "agreed": _noop("coi như đồng ý: %(count)s"),
    "answered": _noop("liên kết vào tài khoản: %(count)s"),
    "signs": _noop("dấu vết đăng nhập dọn đi: %(count)s"),
    "carried_out": _noop("sắp xếp đơn vị đã thực hiện: %(count)s"),
    "unanswered": _noop("sắp xếp đơn vị chờ người quyết định: %(count)s"),
    "locked": _noop("tài khoản khóa vì hết chức vụ: %(count)s"),
    "moved": _noop("giao ban mở thu báo cáo: %(count)s"),
    "opened": _noop("kỳ mở mới: %(count)s"),
    "planned": _noop("mốc nhắc lập mới: %(count)s"),
    "made": _noop("thư nhắc: %(count)s"),
    "broken": _noop("tài liệu không lập được: %(count)s"),
    "documents": _noop("tài liệu lập xong: %(count)s"),
    "files": _noop("tài liệu hết hạn dọn đi: %(count)s"),
    "backups": _noop("bản sao lưu lập xong, đã đọc lại: %(count)s"),
    "runs": _noop("lượt chạy dọn đi: %(count)s"),
    "attempts": _noop("lần gửi dọn đi: %(count)s"),
    "bodies": _noop("nội dung thư dọn đi: %(count)s"),
}
_PLAIN = {
    "nothing owed": _noop("không có thư chờ"),
    "nothing to tell": _noop("không có sự kiện chờ"),
    "no mail": _noop("không có thư mới"),
    "no key": _noop("chưa có khóa để niêm phong"),
    "sealed": _noop("đã niêm phong"),
    "nothing new": _noop("không có dòng mới"),
    "not due": _noop("chưa đến giờ"),
    "off": _noop("đang tắt"),
}


def job_text(name: str) -> str:
    """What a job does; a name that is in no list any more stays a name."""
    return _(_DOES[name]) if name in _DOES else name


def period_text(seconds: int) -> str:
    if seconds % 3600 == 0:
        return _n("%(count)s giờ một lần", count=seconds // 3600)
    if seconds % 60 == 0:
        return _n("%(count)s phút một lần", count=seconds // 60)
    return _n("%(count)s giây một lần", count=seconds)


def duration_text(took: timedelta) -> str:
    seconds = took.total_seconds()
    if seconds < 60:
        return _("%(seconds)s giây", seconds=number_text(round(seconds, 1)))
    return _("%(minutes)s phút %(seconds)s giây", minutes=int(seconds // 60), seconds=int(seconds % 60))


def age_text(age: timedelta) -> str:
    """How long ago, in the largest unit that says enough."""
    hours = int(age.total_seconds() // 3600)
    if hours >= 48:
        return _("%(days)s ngày trước", days=hours // 24)
    return _("%(hours)s giờ trước", hours=hours) if hours else _("dưới một giờ trước")


def size_text(size_bytes: int) -> str:
    """In megabytes, the decimal as the reader's language writes it."""
    return f"{number_text(round(size_bytes / 1024**2, 1))} MB"


def outcome_text(run: JobRun) -> str:
    """What a run did, or why it failed, with the machine's own words where only they are exact."""
    return _counts_text(run.outcome) if run.has_succeeded else trouble_text(run.outcome)


def trouble_text(said: str) -> str:
    """Why a run failed, after what it did until then."""
    counts, _semicolon, trouble = said.partition("; ")
    if trouble and re.fullmatch(r"[a-z_]+ \d+(, [a-z_]+ \d+)*", counts):
        return f"{_counts_text(counts)}; {_trouble_text(trouble)}"
    if found := re.fullmatch(r"timed out after (.+) s", said):
        return _("Quá %(seconds)s giây nên bị dừng.", seconds=found[1])
    return _trouble_text(said)


def _counts_text(counts: str) -> str:
    return ", ".join(_part_text(part) for part in counts.split(", "))


def _part_text(part: str) -> str:
    name, _blank, number = part.rpartition(" ")
    if name in _COUNTED and number.isdecimal():
        return _(_COUNTED[name], count=number_text(int(number)))
    return _(_PLAIN[part]) if part in _PLAIN else part


def _trouble_text(words: str) -> str:
    meaning = answer_text(words)
    return f"{meaning} {words}" if meaning else words
