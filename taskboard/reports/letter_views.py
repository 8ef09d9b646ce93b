"""Letters about tasks: chosen on a page, taken as files. A letter is a draft until it is signed, so nothing is kept."""

from __future__ import annotations

from typing import Any, TypeVar

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from taskboard.accounts.models import Post
from taskboard.db import row_number
from taskboard.documents.wordings import SHEET_WORDS, URGING_WORDS, own_words
from taskboard.domain.authority import Permission
from taskboard.occasion import occasion_of
from taskboard.reports import letter_actions, letter_queries
from taskboard.reports.blueprint import bp
from taskboard.reports.body import Body
from taskboard.reports.content import OfficialDocument, Signature, split_at_gaps
from taskboard.reports.letter_actions import Released
from taskboard.reports.letter_forms import LetterForm, ReleaseForm, UrgingForm
from taskboard.reports.letter_queries import LateUnit
from taskboard.reports.letters import LetterFacts, LetterTask, assignment_sheet, urging_letter
from taskboard.reports.signing import signature_of
from taskboard.tasks import queries as tasks
from taskboard.tasks.showing import lens
from taskboard.web.context import actor, body_name, core, now, settings, today
from taskboard.web.downloads import download
from taskboard.web.guard import acting_under, attempt, authorise, guard
from taskboard.web.language import counted as _n

URGING_SYMBOL = "UBND-VP"
AnyLetter = TypeVar("AnyLetter", bound=LetterForm)


@bp.get("/letters/urging", defaults={"kind": ""})
@bp.get("/letters/urging.docx", defaults={"kind": "docx"})
@bp.get("/letters/urging.pdf", defaults={"kind": "pdf"})
@guard(Permission.URGE_TASK)
def urging(kind: str) -> ResponseReturnValue:
    """Công văn đôn đốc to the chosen units: one letter to all of them, or to one alone."""
    seen = lens()
    units = letter_queries.late_units(seen.reading, actor())
    form, posts = _filled(UrgingForm(formdata=request.args))
    form.offer_units(units)
    is_sound = form.validate()
    late = letter_queries.late_tasks(form.unit.data or [], seen.reading, actor(), seen.zone)
    if kind and not (is_sound and late):
        abort(404)
    letter = urging_letter(
        _facts(form, posts, URGING_SYMBOL),
        late,
        as_of=seen.today,
        answer_by=form.answer_by.data,
        made_at=now(),
        wording=own_words(URGING_WORDS, form.dated_on.data or seen.today),
    )
    if kind:
        return download(letter, kind, f"cong-van-don-doc-{seen.today:%Y-%m-%d}")
    return _urging_page(form, units, letter if late and is_sound else None, _release_of(form))


def _release_of(form: UrgingForm) -> ReleaseForm:
    """What is known of the letter on the screen, to be recorded once it went out."""
    return ReleaseForm(
        formdata=None,
        data={
            "number": form.number.data,
            "dated_on": form.dated_on.data or today(),
            "answer_by": form.answer_by.data,
            "unit": form.unit.data,
        },
    )


def _urging_page(
    form: UrgingForm, units: list[LateUnit], letter: OfficialDocument | None, release: ReleaseForm
) -> ResponseReturnValue:
    shown: dict[str, Any] = {"document": letter, "runs": split_at_gaps, "release": release}
    page = render_template("reports/urging.html", form=form, units=units, **shown)
    return page, 422 if form.has_errors or release.has_errors else 200


@bp.post("/letters/urging/release")
@guard(Permission.URGE_TASK)
def release_urging() -> ResponseReturnValue:
    """The letter went out: written into the history of each task it names."""
    seen = lens()
    units = letter_queries.late_units(seen.reading, actor())
    release = ReleaseForm()
    release.offer_units(units)
    if release.validate():
        on = occasion_of(core(), acting_under(Permission.URGE_TASK), now=now())
        rows = letter_queries.to_urge(release.unit.data or [], seen.reading, actor())
        numbering = LetterFacts(Body.of(body_name()), URGING_SYMBOL, release.number.data or "").numbering
        letter = Released(numbering.number, numbering.symbol, release.dated_on.given, release.answer_by.data)
        with attempt(release) as outcome:
            count = letter_actions.record_urging_letter(rows, letter, on=on)
        if outcome.succeeded:
            flash(
                _n(
                    "Đã ghi công văn số %(number)s vào diễn biến của %(count)s nhiệm vụ.",
                    count=count,
                    number=letter.cited,
                ),
                "done",
            )
            return redirect(url_for("web.overdue"))
    form, posts = _filled(UrgingForm(formdata=request.form))
    form.offer_units(units)
    form.validate()
    letter_shown = urging_letter(
        _facts(form, posts, URGING_SYMBOL),
        letter_queries.late_tasks(form.unit.data or [], seen.reading, actor(), seen.zone),
        as_of=seen.today,
        answer_by=form.answer_by.data,
        made_at=now(),
        wording=own_words(URGING_WORDS, form.dated_on.data or seen.today),
    )
    return _urging_page(form, units, letter_shown if form.unit.data else None, release)


@bp.get("/tasks/<code>/assignment.docx", defaults={"kind": "docx"})
@bp.get("/tasks/<code>/assignment.pdf", defaults={"kind": "pdf"})
@guard(Permission.VIEW_TASK)
def task_assignment(code: str, kind: str) -> ResponseReturnValue:
    """Phiếu giao việc of one task, for whoever may see it."""
    task = tasks.task_by_code(code) or abort(404)
    authorise(Permission.VIEW_TASK, tasks.subject_of(task))
    form, posts = _filled(LetterForm(formdata=request.args))
    told = letter_queries.told_of(task, today(), settings().zone)
    sheet = _sheet(form, posts, [told])
    return download(sheet, kind, f"phieu-giao-viec-{code}")


@bp.get("/letters/assignment.docx", defaults={"kind": "docx"})
@bp.get("/letters/assignment.pdf", defaults={"kind": "pdf"})
@guard(Permission.URGE_TASK)
def unit_assignment(kind: str) -> ResponseReturnValue:
    """Phiếu giao việc of everything a unit leads and has not finished: `?unit=12`."""
    told = letter_queries.open_tasks_of(
        request.args.get("unit", -1, type=row_number), today(), settings().zone
    )
    if not told:
        abort(404)
    form, posts = _filled(LetterForm(formdata=request.args))
    sheet = _sheet(form, posts, told)
    return download(sheet, kind, "phieu-giao-viec")


def _sheet(form: LetterForm, posts: list[Post], told: list[LetterTask]) -> OfficialDocument:
    words = own_words(SHEET_WORDS, form.dated_on.data or today())
    return assignment_sheet(_facts(form, posts, "PGV-UBND"), told, made_at=now(), wording=words)


def _filled(form: AnyLetter) -> tuple[AnyLetter, list[Post]]:
    posts = letter_queries.signing_posts(today())
    form.offer_signers(posts)
    return form, posts


def _facts(form: LetterForm, posts: list[Post], symbol: str) -> LetterFacts:
    return LetterFacts(
        body=Body.of(body_name()),
        symbol=symbol,
        number=form.number.data or "",
        dated_on=form.dated_on.data,
        signature=_signature(next((post for post in posts if post.id == form.signer.data), None)),
    )


def _signature(post: Post | None) -> Signature | None:
    if post is None:
        return None
    return signature_of(post.role, post.title, post.person.full_name, is_acting=post.is_acting)
