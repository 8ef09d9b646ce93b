"""The administrator's page: what needs attention, and the first steps of a new installation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import g, url_for
from flask_babel import gettext as _

from taskboard.hooks import queries as hooks
from taskboard.outbox import queries as outbox
from taskboard.outbox.models import MailState
from taskboard.scheduler import queries as scheduler
from taskboard.scheduler.models import JobRun
from taskboard.scheduler.wording import job_text
from taskboard.web.context import settings, today
from taskboard.web.homes import queries
from taskboard.web.homes.queries import Founding, Vacancy
from taskboard.web.language import counted as _n

NAMED = 4
"""Names said in one line; the rest is a number."""


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing that needs somebody."""

    kind: str
    """note kinds of components/notes.html: over, soon."""
    title: str
    text: str
    action: dict[str, Any] | None = None


def context() -> dict[str, Any]:
    """Everything `homes/administration.html` reads."""
    g.says_faults_itself = True  # the strips on top would say the same twice
    founding = queries.founding()
    mails, runs = outbox.counts(), scheduler.last_runs()
    return {
        "notices": [
            *_mail_notices(mails),
            *_hook_notices(),
            *_scheduler_notices(founding, runs),
            *_people_notices(),
        ],
        "steps": _steps(founding) if founding.units == 0 or founding.briefings == 0 else [],
        "jobs": [_job(run) for _name, run in sorted(runs.items())],
        "mails": mails,
        "founding": founding,
    }


# ------------------------------------------------------------------------------------------------------------ notices


def _mail_notices(mails: dict[MailState, int]) -> list[Notice]:
    found = []
    if settings().smtp_url is None:
        kept = mails.get(MailState.OWED, 0)
        text = (
            _n("%(count)s thư được giữ lại, chưa gửi đi.", count=kept)
            if kept
            else _("Thư nhắc được giữ lại, chưa gửi đi.")
        )
        text += " " + _("Đặt TASKBOARD_SMTP_URL rồi khởi động lại.")
        action = _open(_("Xem thư"), url_for("outbox.message_list"))
        found.append(Notice("soon", _("Chưa cấu hình máy chủ thư."), text, action))
    if failed := mails.get(MailState.FAILED, 0):
        found.append(
            Notice(
                "over",
                _n("%(count)s thư không gửi được.", count=failed),
                _("Đề nghị sửa địa chỉ nhận rồi gửi lại."),
                _open(_("Xem thư lỗi"), url_for("outbox.message_list", state=MailState.FAILED.value)),
            )
        )
    return found


def _hook_notices() -> list[Notice]:
    """Systems that are told no more because they did not listen for days."""
    names = hooks.paused_by_failures()
    if not names:
        return []
    said = _named(names, str)
    action = _open(_("Xem webhook"), url_for("hooks.webhook_list"))
    return [Notice("over", _("Webhook tự tạm dừng vì gửi nhiều ngày không được."), said, action)]


def _scheduler_notices(founding: Founding, runs: dict[str, JobRun]) -> list[Notice]:
    found = []
    if not founding.has_scheduler:
        found.append(
            Notice(
                "over",
                _("Bộ lịch không chạy."),
                _("Thư nhắc chưa được lập và gửi. Chạy lệnh: flask scheduler run."),
            )
        )
    failed = sorted(name for name, run in runs.items() if run.has_succeeded is False)
    if failed:
        names = "; ".join(job_text(name) for name in failed)
        action = _open(_("Xem công việc nền"), url_for("scheduler.job_list"))
        found.append(Notice("over", _("Công việc nền không chạy trọn."), f"{names}.", action))
    return found


def _people_notices() -> list[Notice]:
    vacancies, idle = queries.units_without_head(today()), queries.people_without_post(today())
    found = []
    if vacancies:
        found.append(_vacancy_notice(vacancies))
    if idle:
        found.append(
            Notice(
                "soon",
                _n("%(count)s tài khoản chưa có chức vụ, không đăng nhập được.", count=len(idle)),
                _named(idle, lambda one: one.full_name),
                _open(_("Xem người dùng"), url_for("accounts.people_list")),
            )
        )
    return found


def _vacancy_notice(vacancies: list[Vacancy]) -> Notice:
    mute = sum(not one.has_mailbox for one in vacancies)
    names = _named(vacancies, lambda one: one.name)
    if mute:
        names += " " + _n(
            "%(count)s đơn vị cũng chưa có hộp thư chung: thư nhắc không có nơi nhận.", count=mute
        )
    return Notice(
        "over" if mute else "soon",
        _n("%(count)s đơn vị chưa có thủ trưởng đăng nhập được.", count=len(vacancies)),
        names,
        _open(_("Xem đơn vị"), url_for("units.unit_list")),
    )


def _named(rows: list[Any], name: Callable[[Any], str]) -> str:
    said = ", ".join(name(row) for row in rows[:NAMED])
    rest = len(rows) - NAMED
    return _n("%(names)s và %(count)s nơi khác.", count=rest, names=said) if rest > 0 else f"{said}."


def _open(label: str, url: str) -> dict[str, Any]:
    return {"label": label, "url": url, "kind": "quiet"}


# --------------------------------------------------------------------------------------------------- jobs, first steps


def _job(run: JobRun) -> dict[str, Any]:
    moment = run.started_at.astimezone(settings().zone)
    state = {True: _("xong"), False: _("không xong"), None: _("đang chạy")}[run.has_succeeded]
    return {
        "name": job_text(run.job),
        "state": state,
        "when": f"{moment:%H:%M %d/%m/%Y}",
        "has_failed": run.has_succeeded is False,
    }


def _steps(founding: Founding) -> list[dict[str, Any]]:
    """As components/notes.html `steps` takes it; the next one carries the button."""
    rows = [
        {"title": _("Tạo tài khoản quản trị"), "is_done": True},
        {
            "title": _("Nhập danh sách đơn vị"),
            "text": _("Tên đầy đủ, tên gọi tắt và hộp thư chung của mỗi đơn vị."),
            "is_done": founding.units > 0,
            "actions": [{"label": _("Nhập đơn vị"), "url": url_for("units.new_unit"), "kind": "primary"}],
        },
        {
            "title": _("Lập tài khoản cho lãnh đạo, Văn phòng và thủ trưởng các đơn vị"),
            "text": _("Chưa có máy chủ thư thì in phiếu mời, trao tận tay."),
            "is_done": founding.people > 1,
            "actions": [
                {"label": _("Lập tài khoản"), "url": url_for("accounts.new_person"), "kind": "primary"}
            ],
        },
        {
            "title": _("Nhập kết luận giao ban"),
            "text": _("Văn phòng ghi nhận giao ban, dán văn bản kết luận, duyệt từng đoạn rồi ban hành."),
            "is_done": founding.briefings > 0,
        },
    ]
    following = next((row for row in rows if not row["is_done"]), None)
    return [row if row is following else {**row, "actions": []} for row in rows]
