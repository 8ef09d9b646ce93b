"""The page of what was found, and the few answers a box offers while somebody types."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from taskboard.domain.authority import Permission
from taskboard.domain.calendar import local_date
from taskboard.domain.search import Piece, Question, holds, pieces
from taskboard.domain.text import clean_line
from taskboard.search import queries
from taskboard.search.finding import question
from taskboard.search.models import Kind
from taskboard.search.queries import Found, Hit
from taskboard.tasks.showing import Chip, chip, lens
from taskboard.web.context import actor, settings
from taskboard.web.guard import guard
from taskboard.wording import day_text

bp = Blueprint("search", __name__, template_folder="templates")

LONGEST = 200
"""Characters of a question, as in the list of tasks."""
OF_EACH = 5
PAGE = 20
MOST_PAGES = 50
"""Nobody reads on from there: a question that finds a thousand rows wants another word."""
SUGGESTED = 6
SNIPPET = 220

ICONS = {
    Kind.TASK: "list-check",
    Kind.DIRECTIVE: "megaphone",
    Kind.CONCLUSION: "journal-text",
    Kind.REPORT: "chat-left-text",
    Kind.ATTACHMENT: "paperclip",
}


def _names() -> dict[Kind, str]:
    return {
        Kind.TASK: _("Nhiệm vụ"),
        Kind.DIRECTIVE: _("Chỉ đạo"),
        Kind.CONCLUSION: _("Kết luận"),
        Kind.REPORT: _("Báo cáo"),
        Kind.ATTACHMENT: _("Tệp kèm"),
    }


@dataclass(frozen=True, slots=True)
class Answer:
    """One row of the page."""

    url: str
    title: list[Piece]
    text: list[Piece]
    """The words around what was found; empty where the title says it all."""
    code: str
    facts: list[str]
    chip: Chip | None = None
    beside: tuple[str, str] | None = None
    """Where a file belongs: words and address."""


@dataclass(frozen=True, slots=True)
class Group:
    kind: Kind
    name: str
    icon: str
    count: int
    answers: list[Answer]
    url: str
    """This kind alone."""
    list_url: str = ""
    """The same question in the list of tasks, where it can be narrowed."""


@bp.get("/search")
@guard(Permission.VIEW_TASK)
def results() -> ResponseReturnValue:
    """Without a word an empty box; a kind or a page that is none is the first."""
    typed = clean_line(request.args.get("q", ""))[:LONGEST]
    asked, only, page = question(typed), _kind(), _page()
    found = queries.find(asked, actor(), limit=PAGE if only is not None else OF_EACH, only=only, page=page)
    groups = _groups(found, asked, typed)
    shown = [group for group in groups if group.kind is only] if only is not None else groups
    return render_template(
        "search/results.html",
        typed=typed,
        asked=bool(asked),
        total=found.total,
        groups=[group for group in shown if group.answers],
        tabs=_tabs(groups, only, found.total, typed),
        only=only,
        **_places(found, only, page, typed),
    )


@bp.get("/search/suggestions")
@guard(Permission.VIEW_TASK)
def suggestions() -> ResponseReturnValue:
    """A piece of HTML for the box: the best few rows, tasks before the rest. Empty where nothing is found."""
    typed = clean_line(request.args.get("q", ""))[:LONGEST]
    asked = question(typed)
    found = queries.find(asked, actor(), limit=SUGGESTED)
    offered = [(group, answer) for group in _groups(found, asked, typed) for answer in group.answers][
        :SUGGESTED
    ]
    return render_template("search/_suggestions.html", offered=offered, typed=typed, total=found.total)


def _kind() -> Kind | None:
    name = request.args.get("kind", "").upper()
    return Kind[name] if name in Kind.__members__ else None


def _page() -> int:
    text = request.args.get("page", "")
    return min(max(int(text), 1), MOST_PAGES) if text.isdecimal() and len(text) < 6 else 1


def _address(typed: str, only: Kind | None = None, page: int = 1) -> str:
    kind = only.name.lower() if only is not None else None
    return url_for("search.results", q=typed or None, kind=kind, page=page if page > 1 else None)


def _tabs(groups: list[Group], only: Kind | None, total: int, typed: str) -> list[dict[str, object]]:
    everything = {"label": _("Tất cả"), "url": _address(typed), "count": total, "is_current": only is None}
    kinds = [
        {"label": group.name, "url": group.url, "count": group.count, "is_current": group.kind is only}
        for group in groups
        if group.count or group.kind is only
    ]
    return [everything, *kinds]


def _places(found: Found, only: Kind | None, page: int, typed: str) -> dict[str, object]:
    """Where the rows of one kind stand among all of them."""
    if only is None:
        return {"pager": None}
    count, rows = found.counts.get(only, 0), len(found.hits.get(only, []))
    shown = (page - 1) * PAGE + rows
    has_more = rows == PAGE and shown < count and page < MOST_PAGES
    return {
        "pager": {
            "shown": shown,
            "total": max(count, shown),
            "next_url": _address(typed, only, page + 1) if has_more else None,
            "next_count": min(PAGE, count - shown),
            "previous_url": _address(typed, only) if page > 1 else None,
        }
    }


def _groups(found: Found, asked: Question, typed: str) -> list[Group]:
    names, chips = _names(), _chips(found)
    return [
        Group(
            kind,
            names[kind],
            ICONS[kind],
            found.counts[kind],
            [_answer(hit, asked, chips) for hit in hits],
            _address(typed, kind),
            url_for("tasks.task_list", q=typed) if kind is Kind.TASK else "",
        )
        for kind, hits in found.hits.items()
    ]


def _chips(found: Found) -> dict[int, Chip]:
    ids = [hit.id for hit in found.hits.get(Kind.TASK, [])]
    if not ids:
        return {}
    seen = lens()
    return {key: chip(task, seen) for key, task in queries.tasks_by_id(ids).items()}


def _answer(hit: Hit, asked: Question, chips: dict[int, Chip]) -> Answer:
    is_task = hit.kind is Kind.TASK
    says_more = hit.kind is Kind.REPORT or (
        is_task and not holds(hit.title, asked) and holds(hit.text, asked)
    )
    return Answer(
        _url(hit),
        pieces(hit.title, asked, length=SNIPPET),
        pieces(hit.text, asked, length=SNIPPET) if says_more else [],
        "" if hit.kind in (Kind.CONCLUSION, Kind.ATTACHMENT) else hit.code,
        [fact for fact in _facts(hit) if fact],
        chips.get(hit.id) if is_task else None,
        _beside(hit) if hit.kind is Kind.ATTACHMENT else None,
    )


def _url(hit: Hit) -> str:
    match hit.kind:
        case Kind.TASK | Kind.REPORT:
            return url_for("tasks.task", code=hit.code)
        case Kind.DIRECTIVE:
            return url_for("briefings.directive", code=hit.code)
        case Kind.CONCLUSION:
            return url_for("briefings.issued_text", code=hit.code, text_id=hit.parent_id)
        case Kind.ATTACHMENT:
            return url_for("files.attachment", attachment_id=hit.id)


def _beside(hit: Hit) -> tuple[str, str]:
    """A file of a report belongs to its task, another to its briefing."""
    if hit.parent_id is not None:
        return f"{hit.code} · {hit.place}", url_for("tasks.task", code=hit.code)
    return hit.place, url_for("briefings.briefing", code=hit.code)


def _facts(hit: Hit) -> list[str]:
    day = local_date(hit.at, settings().zone) if hit.at else hit.day
    match hit.kind:
        case Kind.TASK:
            return [hit.place, _("hạn %(day)s", day=day_text(day)) if day else _("Không thời hạn")]
        case Kind.REPORT:
            return [hit.place, _("báo cáo ngày %(day)s", day=day_text(day))]
        case Kind.ATTACHMENT:
            return [_("gửi ngày %(day)s", day=day_text(day))]
        case _:
            return [hit.place, day_text(day)]
