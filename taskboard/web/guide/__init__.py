"""The user guide at /help: the pages of docs/guide, each role's own first, and what the words of the field mean."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Blueprint, abort, render_template, send_from_directory, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from taskboard.domain.authority import Permission, Role
from taskboard.web.context import actor
from taskboard.web.guard import guard
from taskboard.web.guide.markdown import article
from taskboard.web.guide.terms import TERMS, Term

FOLDER = Path(__file__).parents[3] / "docs" / "guide"
bp = Blueprint("guide", __name__, url_prefix="/help")


@dataclass(frozen=True, slots=True)
class Chapter:
    name: str
    title: Any
    roles: frozenset[Role]


CHAPTERS = (
    Chapter(
        "lanh-dao", _l("Lãnh đạo Ủy ban nhân dân"), frozenset({Role.CHAIR, Role.VICE_CHAIR, Role.INSPECTOR})
    ),
    Chapter("van-phong", _l("Văn phòng"), frozenset({Role.CHIEF_OF_OFFICE, Role.MONITOR})),
    Chapter("thu-truong", _l("Thủ trưởng đơn vị"), frozenset({Role.UNIT_HEAD})),
    Chapter("chuyen-vien", _l("Chuyên viên của đơn vị"), frozenset({Role.OFFICER})),
    Chapter("quan-tri", _l("Quản trị hệ thống"), frozenset({Role.ADMINISTRATOR})),
)


@bp.get("")
@guard(Permission.SIGNED_IN)
def own() -> ResponseReturnValue:
    """The chapter of the person's most general post."""
    return _page(next(chapter for chapter in CHAPTERS if chapter.roles & actor().roles))


@bp.get("/<name>")
@guard(Permission.SIGNED_IN)
def chapter(name: str) -> ResponseReturnValue:
    found = next((chapter for chapter in CHAPTERS if chapter.name == name), None)
    return _page(found) if found else abort(404)


@bp.get("/tu-ngu")
@guard(Permission.SIGNED_IN)
def words() -> ResponseReturnValue:
    """What the words on the screens mean, in the order a task meets them."""
    return render_template("guide/words.html", terms=TERMS, chapters=CHAPTERS)


@bp.get("/img/<path:name>")
@guard(Permission.SIGNED_IN)
def picture(name: str) -> ResponseReturnValue:
    return send_from_directory(FOLDER / "img", name, max_age=3600)


@bp.app_template_global()
def terms_of(*keys: str) -> list[Term]:
    """For components/terms.html."""
    return [TERMS[key] for key in keys]


def _page(chapter: Chapter) -> ResponseReturnValue:
    text = (FOLDER / f"{chapter.name}.md").read_text(encoding="utf-8")
    return render_template(
        "guide/chapter.html", article=article(text, _address), chapter=chapter, chapters=CHAPTERS
    )


def _address(target: str) -> str:
    """Of a picture or of another chapter, on this site."""
    if target.startswith("img/"):
        return url_for("guide.picture", name=target.removeprefix("img/"))
    return url_for("guide.chapter", name=target.removesuffix(".md"))
