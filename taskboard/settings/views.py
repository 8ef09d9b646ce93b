"""Settings with their legal basis, and the working calendar (rule 46)."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from taskboard.domain.authority import Permission, Role, may
from taskboard.domain.errors import RuleBroken
from taskboard.settings import actions, queries
from taskboard.settings.forms import CalendarDayForm, SettingForm
from taskboard.settings.models import DayKind
from taskboard.settings.registry import DEFINITIONS, Definition
from taskboard.web import labels
from taskboard.web.context import actor, now, today
from taskboard.web.guard import acting_under, attempt, guard

bp = Blueprint("settings", __name__, template_folder="templates")

FIRST_YEAR, LAST_YEAR = 1990, 2100
"""What the calendar pages turn to."""


@bp.get("/settings")
@guard(Permission.VIEW_ADMINISTRATION)
def overview() -> ResponseReturnValue:
    rows = [
        (current, *labels.SETTINGS[current.definition.key], _shown_of(current), _basis_of(current))
        for current in queries.all_on(today())
    ]
    may_edit = may(actor(), Permission.EDIT_SETTINGS) is not None
    year = min(max(request.args.get("year", today().year, type=int), FIRST_YEAR), LAST_YEAR)
    return render_template(
        "settings/overview.html",
        rows=rows,
        may_edit=may_edit,
        may_edit_wording=may(actor(), Permission.EDIT_WORDING) is not None,
        days=queries.calendar_days(year),
        year=year,
    )


@bp.route("/settings/<key>", methods=["GET", "POST"])
@guard(Permission.EDIT_SETTINGS)
def setting(key: str) -> ResponseReturnValue:
    definition = DEFINITIONS.get(key)
    if definition is None:
        abort(404)
    if definition.words:
        return redirect(url_for("accounts.sign_in_rules"))  # words are ticked there, not typed
    form = SettingForm()
    if request.method == "GET":
        form.value.data, form.valid_from.data = shown(queries.value_on(key, today())), today()
    elif form.validate():
        with attempt(form) as outcome:
            actions.set_value(
                key,
                parsed(definition, form.value.data or ""),
                legal_basis=form.legal_basis.data or "",
                valid_from=form.valid_from.given,
                acting=acting_under(Permission.EDIT_SETTINGS),
                now=now(),
            )
        if outcome.succeeded:
            flash(_("Đã lưu thiết lập."), "done")
            return redirect(url_for("settings.overview"))
    label, measure = labels.SETTINGS[key]
    page = render_template(
        "settings/setting.html",
        form=form,
        label=label,
        measure=measure,
        default=shown(definition.default),
        basis=_(definition.basis),
    )
    return page, 422 if form.has_errors else 200


@bp.route("/settings/calendar/new", methods=["GET", "POST"])
@guard(Permission.EDIT_SETTINGS)
def new_calendar_day() -> ResponseReturnValue:
    form = CalendarDayForm()
    if form.validate_on_submit():
        with attempt(form) as outcome:
            actions.set_calendar_day(
                form.day.given,
                DayKind(form.kind.data),
                name=form.name.data or "",
                source=form.source.data or "",
                acting=acting_under(Permission.EDIT_SETTINGS),
                now=now(),
            )
        if outcome.succeeded:
            flash(_("Đã lưu ngày trong lịch làm việc."), "done")
            return redirect(url_for("settings.overview", year=form.day.given.year, _anchor="calendar"))
    return render_template("settings/calendar_day.html", form=form), 422 if form.has_errors else 200


def _basis_of(current: queries.Current) -> str:
    """What the city wrote, as it wrote it; our own default in the reader's language."""
    own = current.definition.basis
    return _(own) if current.legal_basis == own else current.legal_basis


def _shown_of(current: queries.Current) -> str:
    """Words of a list by the labels people know; nothing set is a dash."""
    if current.definition.words:
        return ", ".join(str(labels.of(Role(word))) for word in current.value) or "—"
    return shown(current.value) or "—"


def shown(value: Any) -> str:
    """A value as it is typed back: `7, 3, 1`, `có`, `3`."""
    if isinstance(value, bool):
        return _("có") if value else _("không")
    if isinstance(value, list):
        return ", ".join(str(part) for part in value)
    return str(value)


def parsed(definition: Definition, text: str) -> Any:
    """The typed value. Raises RuleBroken('setting_out_of_range') for what is no such value."""
    refusal = RuleBroken(
        "setting_out_of_range", field="value", low=definition.minimum, high=definition.maximum
    )
    if definition.kind is bool:
        words = {"có": True, "yes": True, "không": False, "no": False}
        if text.lower() not in words:
            raise RuleBroken("setting_out_of_range", field="value", low=_("có"), high=_("không"))
        return words[text.lower()]
    if definition.kind is str:
        return text
    try:
        numbers = [int(part) for part in text.split(",")]
    except ValueError:
        raise refusal from None
    if definition.kind is list:
        return numbers
    if len(numbers) != 1:
        raise refusal
    return numbers[0]
