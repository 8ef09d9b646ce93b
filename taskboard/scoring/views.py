"""The score sheet: of all units, of one, of one person. Read only; nothing that is typed here is kept."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from fractions import Fraction
from io import BytesIO
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _

from taskboard.accounts import queries as accounts
from taskboard.domain.authority import TABLE, Permission, Reach, Role, Subject, may
from taskboard.domain.rollup import Basis
from taskboard.domain.scoring import Criterion, Grade, Sheet, period_of, periods_until
from taskboard.scoring import queries, wording
from taskboard.scoring.queries import Asked, PersonSheet
from taskboard.scoring.workbook import score_workbook
from taskboard.spreadsheet import XLSX
from taskboard.units import queries as units
from taskboard.units.models import Unit
from taskboard.web.context import actor, core, now, today
from taskboard.web.guard import authorise, guard
from taskboard.wording import cutoff_text

bp = Blueprint("scoring", __name__, template_folder="templates")


@bp.get("/score-sheet")
@guard(Permission.VIEW_SCORES)
def overview() -> ResponseReturnValue:
    """Every unit on a line; who is of one unit is taken to its own sheet."""
    what = _asked()
    if not _sees_all():
        return redirect(url_for("scoring.unit_sheet", code=_own_unit().code, **_address(what)))
    return render_template(
        "scoring/overview.html",
        rows=queries.unit_sheets(what),
        codes={unit.id: unit.code for unit in units.units_on(what.days.last)},
        **_frame(what),
    )


@bp.get("/score-sheet.xlsx")
@guard(Permission.VIEW_SCORES)
def overview_xlsx() -> ResponseReturnValue:
    what = _asked()
    if not _sees_all():
        return redirect(url_for("scoring.unit_xlsx", code=_own_unit().code, **_address(what)))
    rows = [(row.name, row.sheet) for row in queries.unit_sheets(what)]
    return _file(what, rows, "cac-don-vi")


@bp.get("/score-sheet/units/<code>")
@guard(Permission.VIEW_SCORES)
def unit_sheet(code: str) -> ResponseReturnValue:
    """One unit's points, line by line, and its people where one may see them."""
    what, unit = _asked(), _unit_or_404(code)
    found, people = queries.sheet_of_unit(what, unit.id)
    return render_template(
        "scoring/sheet.html",
        title=unit.name_on(what.days.last),
        sheet=found,
        people=[row for row in people if _may_see(row, unit)],
        code=unit.code,
        back={"label": _("Bảng điểm kết quả"), "url": url_for("scoring.overview", **_address(what))}
        if _sees_all()
        else None,
        file_url=url_for("scoring.unit_xlsx", code=unit.code, **_address(what)),
        **_frame(what),
        **_judged(found),
    )


@bp.get("/score-sheet/units/<code>/sheet.xlsx")
@guard(Permission.VIEW_SCORES)
def unit_xlsx(code: str) -> ResponseReturnValue:
    what, unit = _asked(), _unit_or_404(code)
    found, people = queries.sheet_of_unit(what, unit.id)
    named = [(row.person.full_name, row.sheet) for row in people if row.person and _may_see(row, unit)]
    return _file(what, [(unit.name_on(what.days.last), found), *named], unit.code)


@bp.get("/score-sheet/units/<code>/people/<int:person_id>")
@guard(Permission.VIEW_SCORES)
def person_sheet(code: str, person_id: int) -> ResponseReturnValue:
    """What one officer was given by name at one unit."""
    what, unit = _asked(), _unit_or_404(code)
    person = accounts.person_by_id(person_id)
    _found, people = queries.sheet_of_unit(what, unit.id)
    mine = next((row for row in people if row.person is not None and row.person.id == person_id), None)
    if person is None or mine is None or not _may_see(mine, unit):
        abort(404)
    return render_template(
        "scoring/sheet.html",
        title=person.full_name,
        sheet=mine.sheet,
        people=[],
        back={
            "label": unit.name_on(what.days.last),
            "url": url_for("scoring.unit_sheet", code=unit.code, **_address(what)),
        },
        file_url=None,
        **_frame(what),
        **_judged(mine.sheet),
    )


# ------------------------------------------------------------------------------------------------------ who may see what


def _sees_all() -> bool:
    post = may(actor(), Permission.VIEW_SCORES)
    return post is not None and any(
        TABLE[Permission.VIEW_SCORES].get(one.role) is Reach.ALL for one in actor().posts
    )


def _own_unit() -> Unit:
    places = (post.unit_id for post in actor().posts if post.role in (Role.UNIT_HEAD, Role.OFFICER))
    unit = next((found for place in places if place and (found := units.unit_by_id(place))), None)
    return unit or abort(404)


def _unit_or_404(code: str) -> Unit:
    unit = units.unit_by_code(code) or abort(404)
    authorise(Permission.VIEW_SCORES, Subject(lead_unit_id=unit.id))
    return unit


def _may_see(row: PersonSheet, unit: Unit) -> bool:
    """Leaders, Office and the unit's head everybody's; an officer only their own, and what nobody was given."""
    heads = any(post.role is Role.UNIT_HEAD and post.unit_id == unit.id for post in actor().posts)
    return _sees_all() or heads or row.person is None or row.person.id == actor().person_id


# -------------------------------------------------------------------------------------------------------- what is asked


def _asked() -> Asked:
    """404 where the city does not use the sheet, or for a period there is not."""
    if not queries.is_on(today()):
        abort(404)
    offered = periods_until(today(), queries.cut_off_on(today()))
    key = request.args.get("period", "")
    period = period_of(key) if key else offered[0]
    if period is None or period.days(queries.cut_off_on(today())).first > today():
        abort(404)
    try:
        basis = Basis(request.args.get("basis", Basis.ORIGINAL.value))
    except ValueError:
        abort(404)
    return queries.asked(period, basis, now=now(), zone=core().settings.zone)


def _address(what: Asked) -> dict[str, Any]:
    return {"period": what.period.key, "basis": what.basis.value}


def _frame(what: Asked) -> dict[str, Any]:
    """What every page of the room says: which period, judged how, until when, and what it cannot know."""
    offered = periods_until(today(), queries.cut_off_on(today()))
    keys = {one.key: wording.period_words(one) for one in (*offered, what.period)}
    return {
        "what": what,
        "address": _address(what),
        "period": wording.period_words(what.period),
        "periods": keys,
        "bases": wording.BASES,
        "until": cutoff_text(what.cutoff, what.zone),
        "criteria": wording.CRITERIA,
        "percent": wording.percent_text,
        "points": wording.points_text,
        "limits": wording.LIMITS,
    }


def _judged(found: Sheet) -> dict[str, Any]:
    """The lines of one sheet, and the total where somebody fills in the general points: for the eye, kept nowhere."""
    general, wrong = _general(found)
    total = found.total(general)
    return {
        "criterion_names": list(Criterion),
        "work_text": wording.work_text,
        "asides": [
            (label, [fact for why, fact in found.asides if why is each])
            for each, label in wording.ASIDES.items()
            if any(why is each for why, _fact in found.asides)
        ],
        "general": request.args.get("general", ""),
        "general_wrong": wrong,
        "total": total,
        "grade": wording.GRADES[found.scale.grade(total)] if total is not None else "",
        "grades": [(wording.GRADES[each], _from_points(found, each)) for each in Grade],
    }


def _from_points(found: Sheet, grade: Grade) -> int:
    scale = found.scale
    return {
        Grade.EXCELLENT: scale.excellent_points,
        Grade.GOOD: scale.good_points,
        Grade.DONE: scale.done_points,
    }.get(grade, 0)


def _general(found: Sheet) -> tuple[Fraction | None, bool]:
    """What was typed, and whether it is no number of points."""
    words = request.args.get("general", "").strip().replace(",", ".")
    if not words:
        return None, False
    try:
        value = Decimal(words) if len(words) <= 6 else Decimal(-1)
    except InvalidOperation:
        return None, True
    if not value.is_finite() or not 0 <= value <= found.scale.general_points:
        return None, True
    return Fraction(value), False


def _file(what: Asked, rows: list[tuple[str, Sheet]], name: str) -> ResponseReturnValue:
    with force_locale("vi"):
        content = score_workbook(what, rows)
    return send_file(
        BytesIO(content),
        mimetype=XLSX,
        as_attachment=True,
        download_name=f"bang-diem-{name}-{what.period.key}.xlsx",
    )
