"""The notice of a briefing's conclusions: what it says and lacks, its facts, its files, that it went out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from taskboard.briefings import notice_actions, notice_queries, queries
from taskboard.briefings.blueprint import bp
from taskboard.briefings.models import Briefing, ConclusionText
from taskboard.briefings.notice import NoticeFacts, notice
from taskboard.briefings.notice_forms import NoticeForm, ReleaseForm, seen_version
from taskboard.briefings.notice_models import Notice
from taskboard.domain.authority import Permission
from taskboard.occasion import occasion_of
from taskboard.reports.body import Body
from taskboard.reports.content import split_at_gaps
from taskboard.settings import queries as settings
from taskboard.web.context import body_name, core, now, today
from taskboard.web.context import settings as installation
from taskboard.web.downloads import download
from taskboard.web.guard import acting_under, attempt, guard


@dataclass(frozen=True, slots=True)
class Shown:
    """A notice a page is about. `part` is 1 for the first text of the briefing, more for its supplements."""

    briefing: Briefing
    text: ConclusionText
    part: int
    parts: int
    row: Notice | None
    facts: NoticeFacts

    @property
    def address(self) -> dict[str, Any]:
        return {"code": self.briefing.code, **({"part": self.part} if self.part > 1 else {})}


def _shown(code: str) -> Shown | None:
    """404 for an unknown briefing or part; None while nothing of it was issued."""
    briefing = queries.briefing_by_code(code) or abort(404)
    texts = notice_queries.frozen_texts(briefing)
    part = request.args.get("part", 1, type=int)
    if not texts and part == 1:
        return None
    if not 1 <= part <= len(texts):
        abort(404)
    text = texts[part - 1]
    row = notice_queries.notice_of(text)
    facts = notice_queries.notice_facts(text, row, body=Body.of(body_name()))
    return Shown(briefing, text, part, len(texts), row, facts)


def _shown_or_404(code: str) -> Shown:
    return _shown(code) or abort(404)


@bp.get("/briefings/<code>/notice")
@guard(Permission.VIEW_BRIEFING)
def notice_page(code: str) -> ResponseReturnValue:
    shown = _shown(code)
    if shown is None:
        return render_template("briefings/no_notice.html", briefing=queries.briefing_by_code(code))
    return _page(shown, _release_form(shown))


def _release_form(shown: Shown) -> ReleaseForm:
    number, dated_on = notice_queries.issued_as(shown.text, shown.row)
    version = shown.row.version if shown.row else 0
    return ReleaseForm(data={"number": number, "dated_on": dated_on or today(), "version": version})


def _page(shown: Shown, form: ReleaseForm) -> ResponseReturnValue:
    page = render_template(
        "briefings/notice.html",
        briefing=shown.briefing,
        shown=shown,
        document=notice(shown.facts, made_at=now()),
        runs=split_at_gaps,
        form=form,
        timeliness=queries.timeliness(shown.briefing, calendar=settings.calendar(), zone=installation().zone),
        days_left=notice_queries.working_days_left(shown.briefing, today(), calendar=settings.calendar()),
    )
    return page, 422 if form.has_errors else 200


@bp.get("/briefings/<code>/notice.docx", defaults={"kind": "docx"})
@bp.get("/briefings/<code>/notice.pdf", defaults={"kind": "pdf"})
@guard(Permission.VIEW_BRIEFING)
def notice_document(code: str, kind: str) -> ResponseReturnValue:
    shown = _shown_or_404(code)
    made_at = shown.row.changed_at if shown.row else shown.text.frozen_at
    part = f"-{shown.part}" if shown.part > 1 else ""
    return download(notice(shown.facts, made_at=made_at or now()), kind, f"thong-bao-ket-luan-{code}{part}")


@bp.route("/briefings/<code>/notice/edit", methods=["GET", "POST"])
@guard(Permission.RECORD_BRIEFING)
def edit_notice(code: str) -> ResponseReturnValue:
    shown = _shown_or_404(code)
    form = NoticeForm(data=NoticeForm.values_of(shown.row, shown.facts))
    signers = notice_queries.signers(today(), shown.row.signer if shown.row else None)
    form.offer_signers(signers)
    if form.validate_on_submit():
        on = occasion_of(core(), acting_under(Permission.RECORD_BRIEFING), now=now())
        with attempt(form) as outcome:
            notice_actions.change_notice(shown.text, form.edit(signers), version=seen_version(form), on=on)
        if outcome.succeeded:
            flash(_("Đã lưu nội dung thông báo."), "done")
            return redirect(url_for("briefings.notice_page", **shown.address))
        shown = _shown_or_404(code)
        form.version.data = shown.row.version if shown.row else 0
    page = render_template("briefings/edit_notice.html", briefing=shown.briefing, shown=shown, form=form)
    return page, 422 if form.has_errors else 200


@bp.post("/briefings/<code>/notice/release")
@guard(Permission.RECORD_BRIEFING)
def release_notice(code: str) -> ResponseReturnValue:
    shown = _shown_or_404(code)
    form = ReleaseForm()
    if form.validate_on_submit():
        on = occasion_of(core(), acting_under(Permission.RECORD_BRIEFING), now=now())
        with attempt(form) as outcome:
            notice_actions.release_notice(
                shown.text,
                number=form.number.data or "",
                dated_on=form.dated_on.given,
                version=seen_version(form),
                on=on,
            )
        if outcome.succeeded:
            flash(_("Đã ghi nhận thông báo kết luận đã phát hành."), "done")
            return redirect(url_for("briefings.notice_page", **shown.address))
        shown = _shown_or_404(code)
        form.version.data = shown.row.version if shown.row else 0
    return _page(shown, form)
