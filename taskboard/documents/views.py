"""Documents that are made while nobody waits: asking for one, seeing how far it is, taking the file."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from flask import abort, current_app, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from taskboard.briefings import queries as briefings
from taskboard.briefings.models import Briefing
from taskboard.documents import actions, queries, wording_views
from taskboard.documents.actions import Wanted
from taskboard.documents.blueprint import bp
from taskboard.documents.models import DocumentKind, DocumentOrder, OrderState
from taskboard.domain.authority import Permission, may
from taskboard.domain.rollup import Basis
from taskboard.files.actions import path_of
from taskboard.occasion import Occasion, occasion_of
from taskboard.reports import queries as reports
from taskboard.reports.actions import running_cutoff
from taskboard.reports.basis import basis_of
from taskboard.reports.writing import FILE_KINDS
from taskboard.scheduler import actions as scheduler_actions
from taskboard.scheduler import queries as scheduler
from taskboard.settings import queries as settings
from taskboard.web import labels
from taskboard.web.context import actor, core, now, today
from taskboard.web.context import settings as installation
from taskboard.web.guard import acting_under, guard
from taskboard.web.wording import quarter_text

__all__ = ["bp", "wording_views"]

JOB = "make_documents"


@bp.get("/documents")
@guard(Permission.VIEW_REPORT)
def order_list() -> ResponseReturnValue:
    """What I asked for and is still kept."""
    return render_template(
        "documents/list.html",
        orders=queries.orders_of(actor().person_id),
        keep_days=settings.value_on("document_keep_days", today()),
        latest=briefings.latest_briefing(),
        may_urge=may(actor(), Permission.URGE_TASK) is not None,
        may_edit=may(actor(), Permission.EDIT_WORDING) is not None,
    )


@bp.route("/briefings/<code>/report/files", methods=["GET", "POST"])
@guard(Permission.VIEW_REPORT)
def report_files(code: str) -> ResponseReturnValue:
    """The report of so many tasks that nobody should wait for it: ask for it here."""
    briefing = briefings.briefing_by_code(code) or abort(404)
    if request.method == "POST":
        return _ask_for_report(briefing)
    mine = [order for order in queries.orders_of(actor().person_id) if _briefing_of(order) == code]
    return render_template(
        "documents/report.html",
        briefing=briefing,
        period=quarter_text(briefing.quarter, briefing.year),
        tasks=queries.tasks_in_period(briefing),
        orders=mine,
        basis=_basis(),
        keep_days=settings.value_on("document_keep_days", today()),
    )


def _ask_for_report(briefing: Briefing) -> ResponseReturnValue:
    file_kind = request.form.get("file_kind", "")
    if file_kind not in FILE_KINDS:
        abort(400)
    on = occasion_of(core(), acting_under(Permission.VIEW_REPORT), now=now())
    order = actions.ask(_wanted(briefing, file_kind, on), on=on)
    if order.state is OrderState.WAITING:
        scheduler_actions.wake(JOB, person_id=on.acting.person_id, real_now=on.real_now)
    return redirect(url_for("documents.order", order_id=order.id))


def _wanted(briefing: Briefing, file_kind: str, on: Occasion) -> Wanted:
    """With the instant fixed: made later, or twice, it says the same."""
    snapshot, basis = reports.latest_snapshot(briefing), _basis()
    cutoff = snapshot.cutoff if snapshot else running_cutoff(briefing, on=on)
    figures = snapshot.sha256 if snapshot else on.now.isoformat()
    return Wanted(
        kind=DocumentKind.QUARTER_REPORT,
        file_kind=file_kind,
        parameters={
            "briefing": briefing.code,
            "basis": basis.value,
            "snapshot": snapshot.number if snapshot else None,
            "cutoff": cutoff.isoformat(),
            "known_at": on.now.isoformat(),
        },
        about=f"{briefing.code}:{basis.value}",
        edition=f"{figures}:{_words_on(cutoff)}",
        name=f"bao-cao-{briefing.code}",
        task_count=queries.tasks_in_period(briefing),
        briefing_id=briefing.id,
    )


def _words_on(cutoff: datetime) -> str:
    """Tells a report in the city's words of yesterday from one in those of today."""
    words = queries.phrases_on("quarter_report", cutoff.astimezone(installation().zone).date())
    return sha256(repr(sorted(words.items())).encode()).hexdigest()[:16]


def _briefing_of(order: DocumentOrder) -> str:
    return order.subject.split(":")[1]


@bp.get("/documents/<int:order_id>")
@guard(Permission.VIEW_REPORT)
def order(order_id: int) -> ResponseReturnValue:
    """How far it is; while it is under way the page asks again by itself, with scripts or without."""
    row = _order_or_404(order_id)
    return render_template(
        "documents/order.html",
        order=row,
        before=queries.waiting_before(row),
        is_alive=scheduler.is_alive(),
        error=labels.REFUSALS.get(row.error, row.error),
        briefing=briefings.briefing_by_code(_briefing_of(row)),
    )


@bp.get("/documents/<int:order_id>/file")
@guard(Permission.VIEW_REPORT)
def file(order_id: int) -> ResponseReturnValue:
    row = _order_or_404(order_id)
    if row.sha256 is None:
        abort(404)
    path = path_of(installation().files_dir, row.sha256)
    if not path.is_file():
        current_app.logger.error("document %s: its file is not in the files folder", row.id)
        abort(404)
    return send_file(
        path,
        mimetype=FILE_KINDS[row.file_kind].mimetype,
        as_attachment=True,
        download_name=f"{row.name}.{row.file_kind}",
        etag=False,
    )


def _order_or_404(order_id: int) -> DocumentOrder:
    return queries.order_of(order_id, actor().person_id) or abort(404)


def _basis() -> Basis:
    return basis_of(request.values.get("basis"), today())
