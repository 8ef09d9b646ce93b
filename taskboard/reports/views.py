"""The quarter's report: one page and one document, from the same figures."""

from __future__ import annotations

from io import BytesIO

from flask import flash, redirect, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from taskboard.briefings.models import Briefing
from taskboard.db import hold_all_writers
from taskboard.documents.queries import tasks_in_period
from taskboard.domain.authority import Permission
from taskboard.occasion import occasion_of
from taskboard.reports import actions, documents, figure_views, letter_views, monthly_views, queries
from taskboard.reports.blueprint import bp
from taskboard.reports.figure_views import asked_basis, briefing_or_404
from taskboard.reports.forms import FreezeForm
from taskboard.reports.models import Snapshot
from taskboard.reports.queries import BothBases
from taskboard.reports.workbook import report_workbook
from taskboard.settings import queries as settings_queries
from taskboard.spreadsheet import XLSX
from taskboard.web.context import core, now, settings, today
from taskboard.web.downloads import download
from taskboard.web.guard import acting_under, attempt, guard

__all__ = ["bp", "figure_views", "letter_views", "monthly_views"]


@bp.get("/briefings/<code>/report.docx", defaults={"kind": "docx"})
@bp.get("/briefings/<code>/report.pdf", defaults={"kind": "pdf"})
@guard(Permission.VIEW_REPORT)
def report_document(code: str, kind: str) -> ResponseReturnValue:
    """For editing, or for reading; both say the same. What takes long is made by the scheduler."""
    briefing = briefing_or_404(code)
    if tasks_in_period(briefing) > settings_queries.value_on("document_direct_tasks", today()):
        return redirect(url_for("documents.report_files", code=code, basis=asked_basis().value))
    _snapshot, figures = _figures(briefing)
    document = documents.report_document(figures, briefing, settings(), asked_basis())
    return download(document, kind, f"bao-cao-{briefing.code}")


@bp.get("/briefings/<code>/report.xlsx")
@guard(Permission.VIEW_REPORT)
def report_xlsx(code: str) -> ResponseReturnValue:
    """The same figures for a spreadsheet."""
    briefing = briefing_or_404(code)
    _snapshot, figures = _figures(briefing)
    content = report_workbook(figures.original, figures.current, asked_basis(), queries.unit_order())
    return send_file(
        BytesIO(content), mimetype=XLSX, as_attachment=True, download_name=f"so-lieu-{briefing.code}.xlsx"
    )


@bp.get("/briefings/<code>/report/ratings.docx", defaults={"kind": "docx"})
@bp.get("/briefings/<code>/report/ratings.pdf", defaults={"kind": "pdf"})
@guard(Permission.OPEN_BRIEFING)
def ratings(code: str, kind: str) -> ResponseReturnValue:
    """Whom the Office proposes for praise and criticism, from the figures of the report."""
    briefing = briefing_or_404(code)
    _snapshot, figures = _figures(briefing)
    document = documents.rating_document(figures, briefing, settings(), asked_basis(), made_at=now())
    return download(document, kind, f"bieu-duong-phe-binh-{briefing.code}")


@bp.post("/briefings/<code>/freeze")
@guard(Permission.OPEN_BRIEFING)
def freeze(code: str) -> ResponseReturnValue:
    """Freeze now; again only with a reason, and the earlier numbers stay."""
    hold_all_writers()
    briefing = briefing_or_404(code)
    form = FreezeForm()
    on = occasion_of(
        core(), acting_under(Permission.OPEN_BRIEFING)
    )  # the instant from which nobody else writes
    with attempt() as outcome:
        actions.freeze(
            briefing,
            cutoff=actions.default_cutoff(briefing.period_end, on=on),
            reason=form.reason.data or "",
            on=on,
        )
    if outcome.succeeded:
        flash(_("Đã chốt số liệu."), "done")
    return redirect(url_for("reports.report", code=code))


def _figures(briefing: Briefing) -> tuple[Snapshot | None, BothBases]:
    snapshot = queries.latest_snapshot(briefing)
    if snapshot is not None:
        return snapshot, queries.read(snapshot)
    on = occasion_of(core(), acting_under(Permission.VIEW_REPORT), now=now())
    cutoff = actions.running_cutoff(briefing, on=on)
    return None, queries.of_briefing(briefing, cutoff=cutoff, known_at=on.now, zone=on.zone)
