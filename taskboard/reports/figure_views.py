"""The report page, the lists behind its numbers, and what became of a snapshot since."""

from __future__ import annotations

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from taskboard.briefings import queries as briefings
from taskboard.briefings.models import Briefing
from taskboard.db import row_number
from taskboard.domain.authority import Permission, may
from taskboard.domain.calendar import local_date
from taskboard.domain.rollup import Basis
from taskboard.occasion import occasion_of
from taskboard.reports import actions, documents, figures, parts_apart, queries, trend
from taskboard.reports.basis import basis_of
from taskboard.reports.blueprint import bp
from taskboard.reports.differences import since
from taskboard.reports.forms import FreezeForm
from taskboard.reports.indicators import figures_of
from taskboard.reports.page import build
from taskboard.reports.page import since as since_page
from taskboard.reports.page.links import PREVIOUS
from taskboard.reports.page.words import class_words, part_words
from taskboard.reports.selection import Selection
from taskboard.reports.source import Frozen, Source, source_before, source_of
from taskboard.web.context import actor, core, now, today
from taskboard.web.guard import acting_under, guard
from taskboard.web.wording import quarter_text

LIST_LENGTH = 100


@bp.get("/briefings/<code>/report")
@guard(Permission.VIEW_REPORT)
def report(code: str) -> ResponseReturnValue:
    """Frozen figures when there are some, else those of this moment, and the page says which."""
    briefing = briefing_or_404(code)
    if briefing.is_cancelled:
        return redirect(url_for("briefings.briefing", code=code))
    source, basis = _source(briefing), asked_basis()
    zone = core().settings.zone
    page = build(
        source.grouped(basis),
        briefing,
        names=queries.field_names(),
        order=queries.unit_order(),
        thresholds=documents.thresholds_on(local_date(source.cutoff, zone)),
        earlier=trend.before(briefing, basis),
        parts=parts_apart.lines(parts_apart.rows_of(source, briefing.period_start, zone=zone)),
    )
    snapshot = source.snapshot if isinstance(source, Frozen) else None
    return render_template(
        "reports/report.html",
        briefing=briefing,
        snapshot=snapshot,
        section=figures.section_of(briefing, snapshot),
        figures_of=figures_of,
        snapshots=queries.snapshots_of(briefing),
        page=page,
        basis=basis,
        form=FreezeForm(),
        period=quarter_text(briefing.quarter, briefing.year),
        may_freeze=may(actor(), Permission.OPEN_BRIEFING) is not None,
    )


@bp.get("/briefings/<code>/report/tasks")
@guard(Permission.VIEW_REPORT)
def report_tasks(code: str) -> ResponseReturnValue:
    """The rows behind a number of the report, from the same figures; `period=previous` of what they stand beside."""
    briefing = briefing_or_404(code)
    basis, source = asked_basis(), _source(briefing)
    if request.args.get("period") == PREVIOUS:
        source = _before(briefing, source, basis)
    selection, start = _selection(), request.args.get("from", 0, type=row_number)
    return render_template(
        "reports/tasks.html",
        briefing=briefing,
        listed=source.listed(basis, selection, start=start, count=LIST_LENGTH),
        start=start,
        length=LIST_LENGTH,
        cutoff=source.cutoff,
        basis=basis,
        period=quarter_text(briefing.quarter, briefing.year),
        class_words=class_words,
        asked=request.args,
    )


@bp.get("/briefings/<code>/report/parts")
@guard(Permission.VIEW_REPORT)
def report_parts(code: str) -> ResponseReturnValue:
    """The parts behind a number of partners' work."""
    briefing = briefing_or_404(code)
    source, counted = _source(briefing), request.args.get("counted", "asked")
    if counted not in parts_apart.NAMES:
        abort(404)
    unit = request.args.get("unit", type=row_number)
    found = parts_apart.rows_of(source, briefing.period_start, zone=core().settings.zone)
    return render_template(
        "reports/parts.html",
        briefing=briefing,
        rows=[row for row in found if counted in row.counted and unit in (None, row.unit_id)],
        counted=counted,
        part_words=part_words,
        cutoff=source.cutoff,
        period=quarter_text(briefing.quarter, briefing.year),
    )


@bp.get("/briefings/<code>/report/differences")
@guard(Permission.VIEW_REPORT)
def differences(code: str) -> ResponseReturnValue:
    """What became known of a frozen quarter since, row by row, with the event behind each."""
    briefing, basis = briefing_or_404(code), asked_basis()
    snapshot = queries.latest_snapshot(briefing) or abort(404)
    found = since(briefing, snapshot, basis, known_at=now(), zone=core().settings.zone)
    fields = queries.field_names()
    return render_template(
        "reports/differences.html",
        briefing=briefing,
        snapshot=snapshot,
        basis=basis,
        found=found,
        figures=since_page.figures(found),
        rows=since_page.rows(found, fields),
        revised=since_page.revised(figures.revised_since(briefing, snapshot)),
        reworded=since_page.reworded(figures.reworded_since(briefing, snapshot), fields),
        period=quarter_text(briefing.quarter, briefing.year),
    )


def _source(briefing: Briefing) -> Source:
    on = occasion_of(core(), acting_under(Permission.VIEW_REPORT), now=now())
    cutoff = actions.running_cutoff(briefing, on=on)
    return source_of(briefing, cutoff=cutoff, known_at=on.now, zone=on.zone)


def _before(briefing: Briefing, source: Source, basis: Basis) -> Source:
    picture = source.grouped(basis).picture
    found = source_before(briefing, source, picture, known_at=now(), zone=core().settings.zone)
    return found or abort(404)


def _selection() -> Selection:
    try:
        return Selection.of(request.args)
    except ValueError:
        abort(404)


def briefing_or_404(code: str) -> Briefing:
    briefing = briefings.briefing_by_code(code)
    if briefing is None:
        abort(404)
    return briefing


def asked_basis() -> Basis:
    return basis_of(request.args.get("basis"), today())
