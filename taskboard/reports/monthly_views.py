"""The monthly sheet: what each unit was given, has done and owes, up to a day."""

from __future__ import annotations

from datetime import date
from io import BytesIO

from flask import render_template, request, send_file
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from taskboard.domain.authority import Permission
from taskboard.domain.calendar import end_of_day
from taskboard.domain.rollup import RollUp
from taskboard.reports import queries
from taskboard.reports.blueprint import bp
from taskboard.reports.monthly import month_start, monthly_workbook
from taskboard.settings import queries as settings
from taskboard.spreadsheet import XLSX
from taskboard.web.context import now, today
from taskboard.web.context import settings as installation
from taskboard.web.forms import BaseForm, DayField, optional
from taskboard.web.guard import guard


@bp.get("/reports/monthly")
@guard(Permission.VIEW_REPORT)
def monthly() -> ResponseReturnValue:
    form = MonthForm(formdata=request.args)
    until = _until(form)
    rollup = _figures(until)
    order = queries.unit_order()
    units = sorted(rollup.by_unit, key=lambda line: (order.get(line.unit_id, len(order)), line.name))
    page = render_template("reports/monthly.html", form=form, until=until, rollup=rollup, units=units)
    return page, 422 if form.has_errors else 200


@bp.get("/reports/monthly.xlsx")
@guard(Permission.VIEW_REPORT)
def monthly_xlsx() -> ResponseReturnValue:
    until = _until(MonthForm(formdata=request.args))
    content = monthly_workbook(_figures(until), queries.unit_order(), until=until)
    return send_file(
        BytesIO(content),
        mimetype=XLSX,
        as_attachment=True,
        download_name=f"tong-hop-thang-{until:%Y-%m-%d}.xlsx",
    )


class MonthForm(BaseForm):
    """Sent by GET: it changes nothing."""

    class Meta(BaseForm.Meta):
        csrf = False

    until = DayField(_l("Đến ngày"), validators=[optional()])


def _until(form: MonthForm) -> date:
    """The day asked for; none, or one still to come, is today."""
    asked = form.until.data if form.validate() else None
    if not form.has_errors:
        form.until.data = min(asked or today(), today())
    return min(asked or today(), today())


def _figures(until: date) -> RollUp:
    """By the current deadline, as units see it."""
    zone = installation().zone
    is_15_14 = settings.value_on("period_cutoff", until) == "15_14"
    figures = queries.compute(
        period_start=month_start(until, is_15_14=is_15_14),
        cutoff=min(end_of_day(until, zone), now()),
        known_at=now(),
        zone=zone,
    )
    return figures.current
