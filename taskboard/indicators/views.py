"""Pages of indicators: what the city measures, and a quarter's figures as units enter and the Office checks them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from taskboard.accounts.models import Person
from taskboard.briefings import queries as briefings
from taskboard.briefings.models import Briefing
from taskboard.domain.authority import Permission, Subject, may
from taskboard.domain.errors import RuleBroken
from taskboard.domain.indicators import Direction, QuarterKey, Standing
from taskboard.domain.retirement import in_use
from taskboard.indicators import actions, queries
from taskboard.indicators.entering import Sheet, Typed, TypedWords, read_sheet
from taskboard.indicators.forms import FieldNoteForm, IndicatorForm, PlanForm
from taskboard.indicators.models import FieldNote, Indicator, IndicatorValue
from taskboard.occasion import Occasion, occasion_of
from taskboard.reports import queries as reports
from taskboard.units import queries as units
from taskboard.units.models import WorkField
from taskboard.web.context import actor, core, now, today
from taskboard.web.filters import moment_text
from taskboard.web.guard import acting_under, attempt, guard
from taskboard.web.language import counted as _n
from taskboard.web.wording import decimal_text

bp = Blueprint("indicators", __name__, template_folder="templates")


# ---------------------------------------------------------------------------------------------------------- definitions


@bp.get("/indicators")
@guard(Permission.VIEW_INDICATORS)
def indicator_list() -> ResponseReturnValue:
    rows = [row for row in queries.all_indicators() if _may_see(row)]
    return render_template(
        "indicators/list.html",
        rows=rows,
        plans=queries.plans_in(rows, today().year),
        fields={field.code: field.name for field in units.work_fields()},
        today=today(),
        may_define=may(actor(), Permission.DEFINE_INDICATORS) is not None,
        briefing=briefings.latest_briefing(),
    )


def _may_see(row: Indicator) -> bool:
    return may(actor(), Permission.VIEW_INDICATORS, Subject(lead_unit_id=row.unit_id)) is not None


@bp.route("/indicators/new", methods=["GET", "POST"])
@guard(Permission.DEFINE_INDICATORS)
def new_indicator() -> ResponseReturnValue:
    form = _indicator_form()
    if form.validate_on_submit():
        with attempt(form) as outcome:
            row = actions.define_indicator(
                _definition(form),
                valid_from=today().replace(month=1, day=1),
                on=occasion_of(core(), acting_under(Permission.DEFINE_INDICATORS), now=now()),
            )
        if outcome.succeeded:
            flash(_("Đã lập chỉ tiêu “%(name)s”.", name=row.name), "done")
            return redirect(url_for("indicators.indicator", code=row.code))
    page = render_template("indicators/edit.html", form=form, row=None, plan_form=None, plans=[])
    return page, 422 if form.has_errors else 200


@bp.route("/indicators/<code>", methods=["GET", "POST"])
@guard(Permission.DEFINE_INDICATORS)
def indicator(code: str) -> ResponseReturnValue:
    row = _indicator_or_404(code)
    form = _indicator_form(row, obj=row if request.method == "GET" else None)
    if form.validate_on_submit():
        version = request.form.get("version", row.version, type=int)
        with attempt(form) as outcome:
            actions.change_indicator(
                row,
                _definition(form),
                version=version,
                on=occasion_of(core(), acting_under(Permission.DEFINE_INDICATORS), now=now()),
            )
        if outcome.succeeded:
            flash(_("Đã lưu chỉ tiêu “%(name)s”.", name=row.name), "done")
            return redirect(url_for("indicators.indicator_list"))
    shown = row if request.method == "GET" else None
    return _edit_page(code, form, PlanForm(formdata=None, year=today().year), shown)


@bp.post("/indicators/<code>/plan")
@guard(Permission.DEFINE_INDICATORS)
def plan(code: str) -> ResponseReturnValue:
    row, form = _indicator_or_404(code), PlanForm()
    if form.validate() and form.plan.number is not None:
        with attempt(form) as outcome:
            actions.set_plan(
                row,
                form.year.data,
                form.plan.number,
                basis=form.basis.data or "",
                on=occasion_of(core(), acting_under(Permission.DEFINE_INDICATORS), now=now()),
            )
        if outcome.succeeded:
            flash(_("Đã ghi kế hoạch năm %(year)s.", year=form.year.data), "done")
            return redirect(url_for("indicators.indicator", code=code))
    return _edit_page(code, _indicator_form(row, obj=_indicator_or_404(code), formdata=None), form)


def _indicator_or_404(code: str) -> Indicator:
    row = queries.indicator_by_code(code)
    if row is None:
        abort(404)
    return row


def _indicator_form(row: Indicator | None = None, **given: object) -> IndicatorForm:
    """With the units and fields of the day, and the field the indicator has already."""
    form = IndicatorForm(**given)
    form.offer_units([(unit.id, unit.name) for unit in units.assignable_on(today())])
    form.offer_fields(in_use(units.work_fields(), today(), besides=row.field if row else ""))
    return form


def _definition(form: IndicatorForm) -> actions.Definition:
    unit = units.unit_by_id(form.unit_id.data)
    if unit is None:
        raise RuleBroken("target_unknown", field="unit_id")
    return actions.Definition(
        name=form.name.data or "",
        measure=form.measure.data or "",
        direction=Direction(form.direction.data),
        adds_up=bool(form.adds_up.data),
        may_be_negative=bool(form.may_be_negative.data),
        unit=unit,
        field=form.field.data or "",
        position=form.position.data or 0,
        valid_to=form.valid_to.data,
    )


def _edit_page(
    code: str, form: IndicatorForm, plan_form: PlanForm, row: Indicator | None = None
) -> ResponseReturnValue:
    """`row` where it was read; what a refused act let go is read anew."""
    row = row or _indicator_or_404(code)
    page = render_template(
        "indicators/edit.html", form=form, row=row, plan_form=plan_form, plans=queries.plans_of(row)
    )
    return page, 422 if form.has_errors or plan_form.has_errors else 200


# ------------------------------------------------------------------------------------------------- a quarter's figures


@dataclass(frozen=True, slots=True)
class Line:
    """One indicator on the page of a quarter."""

    row: Indicator
    standing: Standing
    entries: list[IndicatorValue]
    typed: Typed
    may_enter: bool


@bp.route("/briefings/<code>/indicators", methods=["GET", "POST"])
@guard(Permission.VIEW_INDICATORS)
def quarter(code: str) -> ResponseReturnValue:
    """The unit's own figures, or all of them for those who read the whole."""
    briefing = briefings.briefing_by_code(code)
    if briefing is None:
        abort(404)
    if request.method == "POST":
        sheet = _read(briefing)
        if FieldNoteForm().validate() and not sheet.has_errors:
            with attempt() as outcome:
                written, withdrawn = _enter(briefing, sheet)
            if outcome.succeeded:
                _say_what_was_written(written, withdrawn)
                return redirect(url_for("indicators.quarter", code=code))
    return _quarter_page(code, is_refused=request.method == "POST")


def _say_what_was_written(written: int, withdrawn: int) -> None:
    flash(_n("Đã ghi %(count)s mục.", count=written) if written else _("Không có gì thay đổi."), "done")
    if withdrawn:
        flash(_n("Trong đó %(count)s mục được rút, nay để trống.", count=withdrawn), "warn")


def _read(briefing: Briefing) -> Sheet:
    """What was sent, beside all that stands."""
    rows = _enterable(briefing)
    entries, notes = queries.entries_of(rows, _key(briefing)), queries.notes_of(_key(briefing))
    return read_sheet(request.form, rows, entries, [field.code for field in _fields()], notes)


def _key(briefing: Briefing) -> QuarterKey:
    return briefing.year, briefing.quarter


def _visible(briefing: Briefing) -> list[Indicator]:
    return [row for row in queries.indicators_on(briefing.period_end) if _may_see(row)]


def _enterable(briefing: Briefing) -> list[Indicator]:
    return [row for row in _visible(briefing) if _may_enter(row.unit_id)]


def _may_enter(unit_id: int) -> bool:
    return may(actor(), Permission.ENTER_INDICATORS, Subject(lead_unit_id=unit_id)) is not None


def _fields() -> list[WorkField]:
    """Fields on which this person may write a word: those their unit leads in, or all."""
    return [
        field
        for field in units.work_fields()
        if field.usual_lead_id is not None and _may_enter(field.usual_lead_id)
    ]


def _enter(briefing: Briefing, sheet: Sheet) -> tuple[int, int]:
    """What was changed on the sheet, written; how many things were, and how many of them were withdrawn."""
    is_frozen = reports.latest_snapshot(briefing) is not None
    on = occasion_of(core(), acting_under(Permission.ENTER_INDICATORS), now=now())
    figures = [
        _enter_figure(briefing, row, sheet.figures[row.id], is_frozen=is_frozen, on=on)
        for row in _enterable(briefing)
        if sheet.figures[row.id].is_changed
    ]
    words = [
        _write_words(briefing, field, sheet.words[field.code], on=on)
        for field in _fields()
        if sheet.words[field.code].is_changed
    ]
    withdrawn = sum(row is not None and row.value is None for row in figures)
    withdrawn += sum(row is not None and not row.says_something for row in words)
    return sum(row is not None for row in (*figures, *words)), withdrawn


def _enter_figure(
    briefing: Briefing, row: Indicator, typed: Typed, *, is_frozen: bool, on: Occasion
) -> IndicatorValue | None:
    is_on_behalf = row.unit_id not in actor().unit_ids
    if typed.number is None:
        return actions.withdraw_value(
            row,
            *_key(briefing),
            note=typed.note,
            shown=typed.shown,
            is_on_behalf=is_on_behalf,
            is_frozen=is_frozen,
            on=on,
        )
    return actions.enter_value(
        row,
        *_key(briefing),
        typed.number,
        note=typed.note,
        shown=typed.shown,
        is_on_behalf=is_on_behalf,
        is_frozen=is_frozen,
        on=on,
    )


def _write_words(
    briefing: Briefing, field: WorkField, words: TypedWords, *, on: Occasion
) -> FieldNote | None:
    return actions.write_note(
        field.code,
        *_key(briefing),
        results=words.results,
        shortcomings=words.shortcomings,
        unit=units.unit_by_id(field.usual_lead_id) if field.usual_lead_id else None,
        shown=words.shown,
        on=on,
    )


def _quarter_page(code: str, *, is_refused: bool) -> ResponseReturnValue:
    briefing = briefings.briefing_by_code(code)  # anew: a refused sheet rolled everything back
    assert briefing is not None
    sheet = _read(briefing) if is_refused else Sheet()
    rows = _visible(briefing)
    stand, entries = queries.standings(rows, _key(briefing)), queries.entries_of(rows, _key(briefing))
    lines = [
        Line(
            row,
            stand[row.id],
            found := entries.get(row.id, []),
            _typed(found, sheet.figures.get(row.id)),
            _may_enter(row.unit_id),
        )
        for row in rows
    ]
    words = _words(briefing, sheet)
    page = render_template(
        "indicators/quarter.html",
        briefing=briefing,
        lines=lines,
        missing=sum(line.standing.value is None for line in lines),
        words=words,
        clashes=[*_figure_clashes(lines), *_word_clashes(words)],
        stamp=sum(line.typed.shown for line in lines) + sum(typed.shown for _field, typed, _may in words),
        is_frozen=reports.latest_snapshot(briefing) is not None,
        may_enter=any(line.may_enter for line in lines),
        may_view_briefing=may(actor(), Permission.VIEW_BRIEFING) is not None,
        has_errors=sheet.has_errors and not sheet.has_clashes,
        token=FieldNoteForm(formdata=None),
    )
    return page, 422 if is_refused else 200


def _typed(entries: list[IndicatorValue], typed: Typed | None) -> Typed:
    """What the person changed stays as typed, anything else is as it stands now; both over the newest entry."""
    newest = Typed.of(entries[0] if entries else None)
    return replace(typed, shown=newest.shown) if typed and typed.is_changed else newest


def _words(briefing: Briefing, sheet: Sheet) -> list[tuple[WorkField, TypedWords, bool]]:
    """Field, what stands in its inputs, and whether this person may write there."""
    written, mine = queries.notes_of(_key(briefing)), {field.code for field in _fields()}
    shown = []
    for field in units.work_fields():
        note = next(iter(written.get(field.code, ())), None)
        newest, typed = TypedWords.of(note), sheet.words.get(field.code)
        if typed and typed.is_changed:
            newest = replace(typed, shown=newest.shown)
        if field.code in mine or (note is not None and may(actor(), Permission.VIEW_REPORT) is not None):
            shown.append((field, newest, field.code in mine))
    return shown


def _figure_clashes(lines: list[Line]) -> Iterator[dict[str, Any]]:
    for line in lines:
        if line.typed.theirs:
            theirs = Typed.of(line.typed.theirs)
            labelled = (
                (_("Số liệu"), theirs.value, line.typed.value),
                (_("Ghi chú"), theirs.note, line.typed.note),
            )
            yield _clash(line.row.name, line.typed.theirs.person, line.typed.theirs.entered_at, labelled)


def _word_clashes(words: list[tuple[WorkField, TypedWords, bool]]) -> Iterator[dict[str, Any]]:
    for field, typed, _may in words:
        if note := typed.theirs:
            labelled = (
                (_("Kết quả"), note.results, typed.results),
                (_("Tồn tại, hạn chế"), note.shortcomings, typed.shortcomings),
            )
            yield _clash(field.name, note.person, note.written_at, labelled)


def _clash(
    name: str, person: Person | None, at: datetime, labelled: Iterable[tuple[str, str, str]]
) -> dict[str, Any]:
    """Two versions of one thing as notes.html's `versus` draws them."""

    def fields(place: int) -> list[dict[str, Any]]:
        return [
            {"label": label, "value": both[place] or "—", "differs": both[0] != both[1]}
            for label, *both in labelled
        ]

    labelled = list(labelled)
    who = ", ".join(
        word for word in (person.full_name if person else "", moment_text(at, core().settings.zone)) if word
    )
    return {
        "name": name,
        "theirs": {"title": _("Bản đang lưu"), "who": who, "fields": fields(0)},
        "mine": {"title": _("Bản của ông/bà, chưa ghi"), "who": "", "fields": fields(1)},
    }


@bp.app_template_filter("figure")
def figure(value: Decimal | None) -> str:
    """The exact figure for the reader, `2.755,6`; a dash where there is none."""
    return "—" if value is None else decimal_text(value)


@bp.app_template_filter("change")
def change(value: Decimal | None) -> str:
    """`+8,3%`, `-4%`; a dash where there is nothing to compare."""
    return "—" if value is None else f"{'+' if value > 0 else ''}{decimal_text(value)}%"
