"""Settings with their legal basis, and the working calendar (rule 46)."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from taskboard.domain.authority import Permission, may
from taskboard.domain.civil_day import parse_day
from taskboard.domain.errors import RuleBroken
from taskboard.reminders.queries import SET_BY
from taskboard.reminders.wording import rule_name
from taskboard.settings import abbreviation_views, actions, emblem_views, queries
from taskboard.settings.blueprint import bp
from taskboard.settings.forms import YES, CalendarDayForm, KnownDayForm, SettingForm, as_typed, form_of
from taskboard.settings.models import CalendarDay, DayKind
from taskboard.settings.registry import DEFINITIONS, Definition, Section
from taskboard.web import labels
from taskboard.web.context import actor, now, today
from taskboard.web.context import settings as installation
from taskboard.web.guard import acting_under, attempt, guard
from taskboard.web.language import counted as _n
from taskboard.web.limits import MEGABYTE

__all__ = ["abbreviation_views", "bp", "emblem_views"]

FIRST_YEAR, LAST_YEAR = 1990, 2100
"""What the calendar pages turn to."""


@bp.get("/settings")
@guard(Permission.VIEW_ADMINISTRATION)
def overview() -> ResponseReturnValue:
    """Every setting under its heading, with what comes next; and a year of the working calendar."""
    rows: dict[Section, list[tuple[Any, ...]]] = {section: [] for section in Section}
    for current in queries.all_on(today()):
        definition = current.definition
        coming = current.coming and (current.coming[0], labels.setting_value(definition, current.coming[1]))
        label, measure = labels.SETTINGS[definition.key]
        said = labels.setting_value(definition, current.value)
        rows[definition.section].append((current, label, measure, said, _basis_of(current), coming))
    year = min(max(request.args.get("year", today().year, type=int), FIRST_YEAR), LAST_YEAR)
    return render_template(
        "settings/overview.html",
        sections=rows,
        may_edit=may(actor(), Permission.EDIT_SETTINGS) is not None,
        may_edit_wording=may(actor(), Permission.EDIT_WORDING) is not None,
        days=queries.calendar_days(year),
        year=year,
    )


@bp.route("/settings/<key>", methods=["GET", "POST"])
@guard(Permission.EDIT_SETTINGS)
def setting(key: str) -> ResponseReturnValue:
    """One setting: another value from a day on, and all it was before."""
    definition = DEFINITIONS.get(key)
    if definition is None:
        abort(404)
    if definition.words:
        return redirect(url_for("accounts.sign_in_rules"))  # words are ticked there, not typed
    if definition.is_picture:
        return redirect(url_for("settings.emblem"))
    form = form_of(definition)
    if request.method == "GET":
        form.value.data, form.valid_from.data = as_typed(queries.value_on(key, today())), today()
    elif form.validate() and _save(definition, form):
        flash(_("Đã lưu thiết lập."), "done")
        return redirect(url_for("settings.overview", _anchor=definition.section.value))
    return _setting_page(definition, form)


def _save(definition: Definition, form: SettingForm) -> bool:
    with attempt(form) as outcome:
        actions.set_value(
            definition.key,
            parsed(definition, form.value.data or ""),
            legal_basis=form.legal_basis.data or "",
            valid_from=form.valid_from.given,
            acting=acting_under(Permission.EDIT_SETTINGS),
            now=now(),
            ceiling=_ceiling(definition.key),
        )
    return outcome.succeeded


def _ceiling(key: str) -> int | None:
    """What this machine takes at most, whatever the city would like."""
    machine = installation()
    ceilings = {
        "file_megabytes": machine.max_file_bytes // MEGABYTE,
        "files_per_report": machine.max_files_per_report,
    }
    return ceilings.get(key)


def _setting_page(definition: Definition, form: SettingForm) -> ResponseReturnValue:
    label, measure = labels.SETTINGS[definition.key]
    low, high = definition.minimum, definition.maximum
    ceiling = _ceiling(definition.key)
    page = render_template(
        "settings/setting.html",
        form=form,
        label=label,
        measure=measure,
        default=labels.setting_value(definition, definition.default),
        basis=_(definition.basis),
        limits=(low, high if ceiling is None or high is None else min(high, ceiling)),
        history=[
            (row, labels.setting_value(definition, row.value)) for row in queries.history_of(definition.key)
        ],
        rules=[rule_name(key, _) for key, names in SET_BY.items() if definition.key in names],
        day=today(),
    )
    return page, 422 if form.has_errors else 200


@bp.route("/settings/calendar/new", methods=["GET", "POST"])
@guard(Permission.EDIT_SETTINGS)
def new_calendar_day() -> ResponseReturnValue:
    form = CalendarDayForm()
    if form.validate_on_submit():
        with attempt(form) as outcome:
            actions.add_calendar_day(
                form.day.given,
                DayKind(form.kind.data),
                name=form.name.data or "",
                source=form.source.data or "",
                acting=acting_under(Permission.EDIT_SETTINGS),
                now=now(),
            )
        if outcome.succeeded:
            flash(_("Đã lưu ngày trong lịch làm việc."), "done")
            return _to_year(form.day.given.year)
    return render_template("settings/calendar_day.html", form=form, row=None), 422 if form.has_errors else 200


@bp.route("/settings/calendar/<day>", methods=["GET", "POST"])
@guard(Permission.EDIT_SETTINGS)
def calendar_day(day: str) -> ResponseReturnValue:
    """What a day of the calendar is called, of what kind it is, and on what it rests."""
    row = _day_or_404(day)
    form = KnownDayForm(obj=row)
    if request.method == "GET":
        form.kind.data = row.kind.value
    elif form.validate():
        with attempt(form) as outcome:
            actions.set_calendar_day(
                row.day,
                DayKind(form.kind.data),
                name=form.name.data or "",
                source=form.source.data or "",
                acting=acting_under(Permission.EDIT_SETTINGS),
                now=now(),
            )
        if outcome.succeeded:
            flash(_("Đã lưu ngày trong lịch làm việc."), "done")
            return _to_year(row.day.year)
    return render_template("settings/calendar_day.html", form=form, row=row), 422 if form.has_errors else 200


@bp.post("/settings/calendar/<day>/remove")
@guard(Permission.EDIT_SETTINGS)
def remove_calendar_day(day: str) -> ResponseReturnValue:
    row = _day_or_404(day)
    year = row.day.year
    actions.remove_calendar_day(row, acting=acting_under(Permission.EDIT_SETTINGS), now=now())
    flash(_("Đã bỏ ngày khỏi lịch làm việc. Thời hạn đã giao giữ nguyên."), "done")
    return _to_year(year)


@bp.post("/settings/calendar/<int:year>/holidays")
@guard(Permission.EDIT_SETTINGS)
def seed_holidays(year: int) -> ResponseReturnValue:
    """The announced public holidays of a year, where the calendar does not have them yet."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        abort(404)
    acting = acting_under(Permission.EDIT_SETTINGS)
    added = actions.seed_public_holidays(range(year, year + 1), acting=acting, now=now())
    flash(_n("Đã thêm %(count)s ngày nghỉ lễ. Đề nghị đối chiếu với thông báo nghỉ lễ.", count=added), "done")
    return _to_year(year)


def _to_year(year: int) -> ResponseReturnValue:
    return redirect(url_for("settings.overview", year=year, _anchor="calendar"))


def _day_or_404(text: str) -> CalendarDay:
    day = parse_day(text)
    row = queries.calendar_day(day) if day is not None else None
    return row or abort(404)


def _basis_of(current: queries.Current) -> str:
    """What the city wrote, as it wrote it; our own default in the reader's language."""
    own = current.definition.basis
    return _(own) if current.legal_basis == own else current.legal_basis


def parsed(definition: Definition, text: str) -> Any:
    """The typed value. Raises RuleBroken('setting_out_of_range') for what is no such value."""
    if definition.kind is bool:
        return text == YES
    if definition.kind is str:
        return text
    try:
        numbers = [int(part) for part in text.split(",")]
    except ValueError:
        numbers = []
    if definition.kind is list and numbers:
        return numbers
    if len(numbers) != 1:
        raise RuleBroken(
            "setting_out_of_range", field="value", low=definition.minimum, high=definition.maximum
        )
    return numbers[0]
