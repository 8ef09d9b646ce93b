"""The shell around each page: who is signed in, where they may go, what must be said on top."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import cast

from flask import Flask, g, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import pgettext
from flask_login import current_user
from sqlalchemy.exc import SQLAlchemyError

from taskboard.db import db
from taskboard.domain.authority import Permission, Role, may
from taskboard.scheduler import wording as scheduler_wording
from taskboard.scheduler.jobs import JOBS
from taskboard.scoring import queries as scoring
from taskboard.web import language, queries
from taskboard.web.context import actor, body_name, core, emblem, now, settings, signed_in, today
from taskboard.web.language import counted as _n
from taskboard.web.wording import weekday_text
from taskboard.wording import day_text

THEME_COOKIE = "taskboard_theme"
THEMES = ("light", "dark", "auto")
IN_THE_BAR = 7
"""Places the bar holds at 1100 px. Who opens more finds the rarer ones under "Thêm", in the bar's own order."""
ON_THE_PHONE = (
    "web.home",
    "web.overdue",
    "tasks.pending",
    "tasks.task_list",
    "briefings.briefing_list",
    "indicators.indicator_list",
)
"""What the phone's four places go to first."""
RARER = frozenset(
    {
        "watch.changes",
        "tasks.board",
        "tasks.calendar",
        "indicators.indicator_list",
        "scoring.overview",
        "units.unit_list",
        "outbox.message_list",
        "settings.overview",
        "journal.entry_list",
    }
)
"""Looked at once a quarter, or when something is wrong."""
_JOBS = tuple(job.name for job in JOBS)
_SCORES = (_l("Bảng điểm"), "scoring.overview", "card-checklist", Permission.VIEW_SCORES)
"""There only where the city uses the sheet."""


@dataclass(frozen=True, slots=True)
class Item:
    label: str
    url: str
    icon: str
    is_current: bool
    count: int | None = None
    short: str = ""
    """What the phone's bar calls it, where the whole name would not fit."""


@dataclass(frozen=True, slots=True)
class Banner:
    kind: str
    text: str
    action_label: str = ""
    action_url: str = ""
    link_url: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    full_name: str
    initials: str
    post_title: str


@dataclass(frozen=True, slots=True)
class Shell:
    body_name: str
    emblem_url: str
    """Empty: the product's own mark stands there."""
    product: str
    person: Person | None
    may_search: bool
    """The box leads to the page of what is found: it is there for whom that page opens."""
    nav: list[Item]
    """Every place that opens for the person."""
    bar: list[Item]
    """Of these, what stands in the bar itself."""
    more: list[Item]
    """The others, folded behind one word."""
    tabs: list[Item]
    theme: str
    locale: str
    banners: list[Banner]


def init_app(app: Flask) -> None:
    app.context_processor(lambda: {"shell": build()})


def build() -> Shell:
    """Made for each rendered page; a signed-out visitor gets the frame only."""
    is_in = bool(current_user and current_user.is_authenticated)
    theme = request.cookies.get(THEME_COOKIE, "auto")
    items = _items() if is_in else []
    bar, more = _divided(items)
    name, picture = _body()
    return Shell(
        body_name=name,
        emblem_url=url_for("settings.emblem_file", name=picture) if picture else "",
        product=_("Theo dõi chỉ đạo"),
        person=_person() if is_in else None,
        may_search=is_in and may(actor(), Permission.VIEW_TASK) is not None,
        nav=items,
        bar=bar,
        more=more,
        tabs=_tabs(items),
        theme=theme if theme in THEMES else "auto",
        locale=language.current_locale(),
        banners=_banners() if is_in else [],
    )


def _divided(items: list[Item]) -> tuple[list[Item], list[Item]]:
    """What the bar shows and what it folds; nothing is folded while everything has room."""
    if len(items) <= IN_THE_BAR:
        return items, []
    rarer = {url_for(endpoint) for endpoint in RARER}
    bar = [item for item in items if item.url not in rarer][:IN_THE_BAR]
    return bar, [item for item in items if item not in bar]


def _tabs(items: list[Item]) -> list[Item]:
    wanted = [url_for(endpoint) for endpoint in ON_THE_PHONE]
    known = [item for url in wanted for item in items if item.url == url]
    return [*known, *(item for item in items if item not in known)][:4]


def _body() -> tuple[str, str]:
    """Its name and emblem as set up; an error page of a database that does not answer has the environment's name."""
    try:
        return body_name(), emblem()
    except SQLAlchemyError:
        db.session.rollback()
        return settings().body_name, ""


def _person() -> Person:
    me = signed_in()
    post = me.posts[0]
    is_of_unit = post.unit is not None and post.role in (Role.UNIT_HEAD, Role.OFFICER)
    title = f"{post.title}, {post.unit.short_name}" if post.unit and is_of_unit else post.title
    return Person(me.person.full_name, me.person.initials, title)


def _items() -> list[Item]:
    """In the order of what each role does most; only what opens for them."""
    who = actor()
    roles = who.roles
    leads = {Role.CHAIR, Role.VICE_CHAIR, Role.CHIEF_OF_OFFICE, Role.MONITOR}
    is_unit = bool(roles & {Role.UNIT_HEAD, Role.OFFICER}) and not roles & leads
    wanted = [
        (_("Việc của đơn vị") if is_unit else _("Tổng quan"), "web.home", "house", Permission.SIGNED_IN),
        (_("Quá hạn"), "web.overdue", "exclamation-octagon", Permission.VIEW_TASK),
        (pgettext("list", "Nhiệm vụ"), "tasks.task_list", "list-check", Permission.VIEW_TASK),
        (_("Có gì mới"), "watch.changes", "bell", Permission.VIEW_TASK),
        (_("Giao ban"), "briefings.briefing_list", "journal-text", Permission.VIEW_BRIEFING),
        (pgettext("menu", "Chờ duyệt"), "tasks.pending", "clipboard-check", Permission.DECIDE_REQUEST),
        (pgettext("list", "Chỉ tiêu"), "indicators.indicator_list", "graph-up", Permission.VIEW_INDICATORS),
        (_("Bảng nhiệm vụ"), "tasks.board", "kanban", Permission.VIEW_TASK),
        (_("Lịch thời hạn"), "tasks.calendar", "calendar3", Permission.VIEW_TASK),
        *([_SCORES] if scoring.is_on(today()) else []),
        (pgettext("list", "Đơn vị"), "units.unit_list", "diagram-3", Permission.VIEW_ADMINISTRATION),
        (_("Thư"), "outbox.message_list", "envelope", Permission.VIEW_ADMINISTRATION),
        (_("Quản trị"), "settings.overview", "sliders", Permission.VIEW_ADMINISTRATION),
        (_("Nhật ký"), "journal.entry_list", "clock-history", Permission.VIEW_JOURNAL),
    ]
    is_board = _opens_on_the_board(roles)
    counted = "web.home" if is_board else "web.overdue"
    return [
        Item(
            str(label),
            url_for(endpoint),
            icon,
            _is_current(endpoint) or (is_board and endpoint == "web.home" and _is_current("web.overdue")),
            _overdue_count() if endpoint == counted and may(who, Permission.VIEW_TASK) else None,
            _("Đơn vị") if is_unit and endpoint == "web.home" else "",
        )
        for label, endpoint, icon, permission in wanted
        if may(who, permission) and not (is_board and endpoint == "web.overdue")
    ]


def _opens_on_the_board(roles: Collection[Role]) -> bool:
    """The Office's first page is the board of what is late: a second entry for it would only puzzle."""
    leaders = {Role.CHAIR, Role.VICE_CHAIR}
    return bool({Role.CHIEF_OF_OFFICE, Role.MONITOR} & set(roles)) and not leaders & set(roles)


def _standing() -> queries.Standing:
    """Asked once a page. One that has counted what is overdue already leaves the figure in `g.overdue_count`."""
    if "standing" not in g:
        who = actor()
        is_office = may(who, Permission.VIEW_ADMINISTRATION) is not None and "says_faults_itself" not in g
        g.standing = queries.standing(
            who,
            now(),
            counts_overdue="overdue_count" not in g and may(who, Permission.VIEW_TASK) is not None,
            counts_mails=is_office and settings().smtp_url is None,
            jobs=_JOBS if is_office else (),
        )
    return cast(queries.Standing, g.standing)


def _overdue_count() -> int:
    return int(g.overdue_count) if "overdue_count" in g else _standing().overdue


def _is_current(endpoint: str) -> bool:
    here = request.endpoint or ""
    own = ("tasks.pending", "tasks.board", "tasks.calendar", "watch.changes")
    if endpoint in ("web.overdue", "tasks.task_list", "web.home", *own):
        other = {"tasks.task_list": here.startswith(("tasks.", "watch.")) and here not in own}
        return here == endpoint or other.get(endpoint, False)
    if endpoint == "settings.overview" and request.path.startswith("/settings/"):
        return True  # rules, replies, webhooks, tokens, wordings: rooms of their own, found from there
    return here.partition(".")[0] == endpoint.partition(".")[0]


def _banners() -> list[Banner]:
    who = actor()
    banners = []
    clock = core().clock
    if clock.is_shifted:
        today = clock.today()
        text = _(
            "Dữ liệu mẫu. Ngày làm việc: %(weekday)s, %(day)s.",
            weekday=weekday_text(today),
            day=day_text(today),
        )
        banners.append(Banner("demo", text, _("Sang ngày tiếp theo"), url_for("demo.next_day")))
    if may(who, Permission.VIEW_ADMINISTRATION) and "says_faults_itself" not in g:
        banners.extend(_office_banners())
    return banners


def _office_banners() -> list[Banner]:
    banners = []
    if settings().smtp_url is None:
        kept = _standing().mails_owed
        text = _n("Chưa cấu hình máy chủ thư. %(count)s thư được giữ lại, chưa gửi đi.", count=kept)
        banners.append(Banner("mail", text, _("Xem thư"), link_url=url_for("outbox.message_list")))
    if not _standing().has_scheduler:
        text = _("Bộ lịch không chạy: thư nhắc chưa được lập. Chạy lệnh: flask scheduler run.")
        banners.append(
            Banner("scheduler", text, _("Xem công việc nền"), link_url=url_for("scheduler.job_list"))
        )
    elif failing := _standing().failing:
        text = _(
            "Công việc nền không chạy trọn: %(jobs)s.",
            jobs="; ".join(map(scheduler_wording.job_text, failing)),
        )
        banners.append(
            Banner("scheduler", text, _("Xem công việc nền"), link_url=url_for("scheduler.job_list"))
        )
    return banners
