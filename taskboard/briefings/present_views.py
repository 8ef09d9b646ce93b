"""Briefing mode: one screen at a time for the hall, and a line for the secretary to type what is said."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from taskboard.briefings import present, queries
from taskboard.briefings.actions import speaking
from taskboard.briefings.blueprint import bp
from taskboard.briefings.models import Briefing
from taskboard.domain.authority import Permission, may
from taskboard.occasion import occasion_of
from taskboard.reports.basis import basis_of
from taskboard.reports.page.links import Links
from taskboard.units import queries as units
from taskboard.web.context import actor, core, now, settings, today
from taskboard.web.forms import (
    BaseForm,
    DayField,
    SelectField,
    TextAreaField,
    at_most,
    choices,
    id_or_none,
    optional,
    required,
)
from taskboard.web.guard import acting_under, attempt, guard


class SpokenForm(BaseForm):
    """What the chair just said."""

    words = TextAreaField(_l("Lời kết luận"), [required(), at_most(4000)])
    unit = SelectField(_l("Đơn vị chủ trì"), coerce=id_or_none, validate_choice=False)
    due_on = DayField(_l("Thời hạn"), [optional()])

    def offer_units(self) -> None:
        pairs = [(row.id, row.name) for row in units.assignable_on(today())]
        self.unit.choices = choices([("", _l("Như trong lời")), *pairs])


@bp.get("/briefings/<code>/present")
@guard(Permission.VIEW_BRIEFING)
def present_briefing(code: str) -> ResponseReturnValue:
    briefing = _briefing_or_404(code)
    if briefing.is_cancelled:
        return redirect(url_for("briefings.briefing", code=code))
    return _screen(briefing, _spoken_form(formdata=None))


def _briefing_or_404(code: str) -> Briefing:
    briefing = queries.briefing_by_code(code)
    if briefing is None:
        abort(404)
    return briefing


def _spoken_form(**given: object) -> SpokenForm:
    form = SpokenForm(**given)
    form.offer_units()
    return form


def _screen(briefing: Briefing, form: SpokenForm) -> ResponseReturnValue:
    basis = basis_of(request.args.get("basis"), today())
    meeting = present.meeting_of(briefing, basis)
    last = len(meeting.sheets) if meeting else 0
    page = min(max(request.args.get("page", 0, type=int), 0), last)
    shown = render_template(
        "briefings/present.html",
        briefing=briefing,
        meeting=meeting,
        basis=request.args.get("basis"),
        links=Links.of_report(briefing, basis),
        page=page,
        last=last,
        sheet=meeting.sheets[page - 1] if meeting and page else None,
        form=form,
        may_write=may(actor(), Permission.RECORD_BRIEFING) is not None,
    )
    return shown, 422 if form.has_errors else 200


@bp.post("/briefings/<code>/present")
@guard(Permission.RECORD_BRIEFING)
def take_down(code: str) -> ResponseReturnValue:
    """A conclusion typed while it is spoken: it lands among the drafts of this briefing's text."""
    briefing, form = _briefing_or_404(code), _spoken_form()
    if form.validate():
        with attempt(form) as outcome:
            speaking.take_down(
                briefing,
                form.words.data or "",
                unit=units.unit_by_id(form.unit.data) if form.unit.data else None,
                due_on=form.due_on.data,
                max_chars=settings().max_text_chars,
                on=occasion_of(core(), acting_under(Permission.RECORD_BRIEFING), now=now()),
            )
        if outcome.succeeded:
            flash(_("Đã ghi vào dự thảo kết luận, chờ duyệt."), "done")
            return redirect(
                url_for(
                    "briefings.present_briefing",
                    code=code,
                    page=request.args.get("page", 0),
                    basis=request.args.get("basis"),
                )
            )
    return _screen(_briefing_or_404(code), form)
