"""Pages of the conclusions: taking in the text, reviewing its drafts, issuing, and what was issued.

One address shows whatever the text has come to. Every act is a plain form; review.js only spares the page's reload.
"""

from __future__ import annotations

import json
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from taskboard.briefings import actions, queries
from taskboard.briefings.blueprint import bp
from taskboard.briefings.forms import (
    DROP_REASONS,
    DraftForm,
    TextForm,
    gone_names,
    names_of,
    pick_list,
    stamp_of,
)
from taskboard.briefings.models import Briefing, ConclusionText, Draft, DraftDue, DraftKind, DraftState
from taskboard.briefings.reading import read_text
from taskboard.briefings.sheet import Mark, cuts_of, lines_of, starts_of
from taskboard.domain.authority import Permission, may
from taskboard.domain.errors import AlreadyDone, RuleBroken, Stale
from taskboard.domain.review import Missing
from taskboard.domain.text import Offsets, clean_line
from taskboard.occasion import Occasion, occasion_of
from taskboard.settings import queries as settings
from taskboard.units import queries as units
from taskboard.web import labels
from taskboard.web.context import actor, core, now, today
from taskboard.web.context import settings as installation
from taskboard.web.guard import Attempt, acting_under, attempt, guard
from taskboard.web.language import counted as _n
from taskboard.web.limits import takes_files
from taskboard.wording import day_text

TONES = {DraftState.ACCEPTED: "done", DraftState.DROPPED: "none"}


def pressed(name: str) -> bool:
    """Which button of a form was pressed, where they are told apart by their name."""
    return name in request.form


def load_text(code: str) -> ConclusionText:
    """The newest text of the briefing of an address; 404 without one."""
    briefing = queries.briefing_by_code(code) or abort(404)
    return queries.conclusion_text(briefing) or abort(404)


def occasion(permission: Permission = Permission.RECORD_BRIEFING) -> Occasion:
    return occasion_of(core(), acting_under(permission), now=now())


def _whole(name: str) -> int:
    """A whole number of the form; -1, which no text has, for anything else."""
    value = request.form.get(name, "")
    return int(value) if value.isdecimal() and len(value) < 10 else -1


@bp.context_processor
def _rights() -> dict[str, bool]:
    """What the templates of this room may offer; the guard decides again when it is pressed."""
    if not current_user.is_authenticated:
        return {}
    who = actor()
    return {
        "may_edit": may(who, Permission.RECORD_BRIEFING) is not None,
        "may_report": may(who, Permission.VIEW_REPORT) is not None,
    }


# ------------------------------------------------------------------------------------------------------ taking it in


@bp.get("/briefings/<code>/conclusions")
@guard(Permission.VIEW_BRIEFING)
def conclusions(code: str) -> ResponseReturnValue:
    briefing = queries.briefing_by_code(code) or abort(404)
    text = queries.conclusion_text(briefing)
    if text is None:
        return _paste_page(briefing, None, TextForm())
    if text.frozen_at is not None:
        return _issued_page(text)
    if "paste" in request.args:
        return _paste_page(briefing, text, TextForm(data={"text": text.text, "seen_version": text.version}))
    if "start" in request.args:
        places = starts_of(text.text)
        return render_template("briefings/start.html", briefing=briefing, text=text, places=places)
    return _review_page(text, _chosen(text))


@bp.post("/briefings/<code>/conclusions")
@takes_files
@guard(Permission.RECORD_BRIEFING)
def record_text(code: str) -> ResponseReturnValue:
    briefing = queries.briefing_by_code(code) or abort(404)
    form = TextForm()
    with attempt(form) as outcome:
        name, words = _words_of(form)
        row = actions.record_conclusions(
            briefing,
            words,
            max_chars=installation().max_text_chars,
            source_name=name,
            accept_none=bool(form.accept_none.data),
            seen_version=form.seen_version.data,
            on=occasion(),
        )
        count = sum(draft.kind is not DraftKind.PASSAGE for draft in row.drafts)
    if outcome.succeeded:
        flash(
            _n("Đã ghi văn bản và đề xuất %(count)s dự thảo. Chưa có gì được ban hành.", count=count), "done"
        )
        return redirect(url_for("briefings.conclusions", code=code))
    return _text_refused(code, form, outcome)


def _words_of(form: TextForm) -> tuple[str, str]:
    """The chosen file's text, else what was pasted. What was read stays in the box if the text is refused.

    Raises ReadingError.
    """
    upload = form.file.data
    if not upload or not upload.filename:
        return "", form.words
    with upload.stream as stream:
        form.text.data = read_text(stream.read(), upload.filename).text
    return clean_line(upload.filename), form.words


def _text_refused(code: str, form: TextForm, outcome: Attempt) -> ResponseReturnValue:
    """The page again with what was typed; where somebody else was first, beside what they recorded."""
    briefing = queries.briefing_by_code(code) or abort(404)
    text = queries.conclusion_text(briefing)
    if text is not None and text.frozen_at is not None:
        flash(labels.broken_rule(outcome.error or RuleBroken("conclusions_frozen")), "warn")
        return redirect(url_for("briefings.conclusions", code=code))
    form.seen_version.data = text.version if text else None
    return _paste_page(briefing, text, form), 422


def _paste_page(briefing: Briefing, text: ConclusionText | None, form: TextForm) -> str:
    return render_template("briefings/paste.html", briefing=briefing, text=text, form=form)


@bp.post("/briefings/<code>/conclusions/start")
@guard(Permission.RECORD_BRIEFING)
def move_start(code: str) -> ResponseReturnValue:
    text = load_text(code)
    with attempt() as outcome:
        actions.move_start(text, _whole("starts_at"), version=_whole("version"), on=occasion())
    if outcome.succeeded:
        flash(_("Đã đổi chỗ bắt đầu kết luận và đề xuất lại các dự thảo từ đó."), "done")
    return redirect(url_for("briefings.conclusions", code=code))


# ------------------------------------------------------------------------------------------------------- the review


def _chosen(text: ConclusionText) -> Draft | None:
    """The draft the address asks for, else the first one still open."""
    wanted = request.args.get("draft", type=int)
    asked = queries.draft_of(text, wanted) if wanted else None
    return asked or queries.first_open(text)


def _review_page(
    text: ConclusionText,
    active: Draft | None,
    form: DraftForm | None = None,
    *,
    clash: dict[str, Any] | None = None,
) -> str:
    fields = units.work_fields()
    if active is not None and form is None:
        form = DraftForm(formdata=None, data=DraftForm.values_of(active))
    if form is not None:
        form.offer_fields(fields)
    pick = pick_list(units.assignable_on(text.briefing.held_on), units.groups())
    names = names_of(pick)
    if active is not None:
        names = gone_names(active, names) | names
    drafts = sorted(text.drafts, key=lambda draft: draft.start)
    count = queries.review_count(text)
    report, body = lines_of(text.text, _marks(text, drafts, active), starts_at=text.starts_at)
    return render_template(
        "briefings/review.html",
        briefing=text.briefing,
        text=text,
        report=report,
        has_marks_in_report=any(draft.start < text.starts_at for draft in drafts),
        body=body,
        drafts=drafts,
        lacks={draft.id: queries.missing_of(draft) for draft in drafts},
        active=active,
        form=form,
        names=names,
        pick=pick,
        reasons=json.loads(active.reasons) if active else [],
        drop_reasons=DROP_REASONS,
        cuts=cuts_of(text.text, active.start, active.end) if active else [],
        count=count,
        passages_left=queries.passages_left(text),
        preview=_preview(text) if count.is_finished else None,
        clash=clash,
        Missing=Missing,
        due_words=_due_words,
        fields={one.code: one.name for one in fields},
    )


def _preview(text: ConclusionText) -> queries.IssuePreview:
    return queries.issue_preview(text, today=today(), calendar=settings.calendar())


def _marks(text: ConclusionText, drafts: list[Draft], active: Draft | None) -> list[Mark]:
    return [
        Mark(
            start=draft.start,
            end=draft.end,
            key=f"s{draft.id}",
            number=number,
            tone=_tone(draft) + (" span-on" if draft is active else ""),
            url=url_for(
                "briefings.conclusions", code=text.briefing.code, draft=draft.id, _anchor=f"draft-{draft.id}"
            ),
            label=draft.title or _("Câu chưa có nhiệm vụ"),
        )
        for number, draft in enumerate(drafts, start=1)
    ]


def _tone(draft: Draft) -> str:
    if draft.state in TONES:
        return TONES[draft.state]
    return "stop" if draft.kind is not DraftKind.PASSAGE and queries.missing_of(draft) else "open"


def _due_words(draft: Draft) -> str:
    """The deadline of a draft in one line of the list."""
    match draft.due:
        case DraftDue.DATED:
            return day_text(draft.due_on)
        case DraftDue.DUTY:
            return str(labels.of(draft.recurrence)).lower()
        case DraftDue.EVENT:
            return draft.event_text or _("theo sự kiện")
        case DraftDue.NONE:
            return _("không thời hạn")
        case DraftDue.UNDECIDED:
            return _("thời hạn chưa rõ")


@bp.post("/briefings/<code>/conclusions/drafts/<int:draft_id>")
@guard(Permission.RECORD_BRIEFING)
def change_draft(code: str, draft_id: int) -> ResponseReturnValue:
    """What is done with one draft: the button's name says which of ACTS."""
    text = load_text(code)
    form = DraftForm()
    form.offer_fields(units.work_fields())
    draft = queries.draft_of(text, draft_id)
    if draft is None:
        return _gone(text, form)
    act = next((name for name in ACTS if pressed(name)), "save")
    if act in NEEDS_FORM and not form.validate():
        return _review_page(text, draft, form), 422
    with attempt(form) as outcome:
        ACTS[act](draft, form)
    if not outcome.succeeded:
        return _draft_refused(code, draft_id, form, outcome)
    return _go_on(code, draft_id, act)


def _save(draft: Draft, form: DraftForm) -> None:
    actions.edit_draft(draft, form.edit(), version=form.seen_version(draft), on=occasion())


def _accept(draft: Draft, form: DraftForm) -> None:
    _save(draft, form)
    actions.accept_draft(draft, version=draft.version, on=occasion())


def _drop(draft: Draft, form: DraftForm) -> None:
    actions.drop_draft(
        draft, reason=form.drop_reason.data or "", version=form.seen_version(draft), on=occasion()
    )


def _reopen(draft: Draft, form: DraftForm) -> None:
    actions.reopen_draft(draft, version=form.seen_version(draft), on=occasion())


def _join(draft: Draft, form: DraftForm) -> None:
    actions.join_draft(draft, version=form.seen_version(draft), on=occasion())


def _split(draft: Draft, form: DraftForm) -> None:
    actions.split_draft(
        draft, _code_point(draft.text_row, "split"), version=form.seen_version(draft), on=occasion()
    )


def _suggest(draft: Draft, form: DraftForm) -> None:
    """What was typed beside the suggestion is saved with it."""
    _save(draft, form)
    actions.take_suggestion(draft, _whole("suggest"), version=draft.version, on=occasion())


ACTS = {
    "accept": _accept,
    "drop": _drop,
    "reopen": _reopen,
    "join": _join,
    "split": _split,
    "split16": _split,
    "suggest": _suggest,
    "save": _save,
}
NEEDS_FORM = ("accept", "save", "suggest")
LEAVES = ("accept", "drop")
"""Acts after which the next open draft is shown."""


def _code_point(text: ConclusionText, name: str) -> int:
    """An offset of the form in code points; `…16` is one the browser counted in UTF-16. -1 for one outside the text."""
    if f"{name}16" not in request.form:
        return _whole(name)
    try:
        return Offsets.of(text.text).from_utf16(_whole(f"{name}16"))
    except ValueError:
        return -1


def _go_on(code: str, draft_id: int, act: str) -> ResponseReturnValue:
    """To the draft the person was on the way to, to the next open one after a decision, else to the same."""
    text = load_text(code)
    wanted = _whole("then")
    here = queries.draft_of(text, wanted if wanted > 0 else draft_id)
    if act in LEAVES and wanted <= 0:
        here = queries.first_open(text, after=here)
    if here is None:
        return redirect(url_for("briefings.conclusions", code=code, _anchor="finish"))
    return redirect(url_for("briefings.conclusions", code=code, draft=here.id, _anchor=f"draft-{here.id}"))


def _draft_refused(code: str, draft_id: int, form: DraftForm, outcome: Attempt) -> ResponseReturnValue:
    """The review with what was typed; a stale form beside what the other person saved."""
    text = load_text(code)
    if text.frozen_at is not None:
        return _frozen_meanwhile(code)
    draft = queries.draft_of(text, draft_id)
    if draft is None:
        return _gone(text, form)
    clash = None
    if outcome.error is not None and outcome.error.key == "stale":
        clash = _both_versions(draft, form)
        form.stamp.data = stamp_of(draft)
    return _review_page(text, draft, form, clash=clash), 422


def _frozen_meanwhile(code: str) -> ResponseReturnValue:
    flash(labels.broken_rule(RuleBroken("conclusions_frozen")), "warn")
    return redirect(url_for("briefings.conclusions", code=code))


def _gone(text: ConclusionText, form: DraftForm) -> ResponseReturnValue:
    """The draft was joined with another, or the text replaced: what was typed is shown, to be copied."""
    if text.frozen_at is not None:
        return _frozen_meanwhile(text.briefing.code)
    pick = pick_list(units.assignable_on(text.briefing.held_on), units.groups())
    clash = {"gone": True, "mine": _form_facts(form, names_of(pick)), "theirs": None}
    return _review_page(text, _chosen(text), clash=clash), 409


def _both_versions(draft: Draft, form: DraftForm) -> dict[str, Any]:
    pick = pick_list(units.assignable_on(draft.text_row.briefing.held_on), units.groups())
    saved = DraftForm(formdata=None, data=DraftForm.values_of(draft))
    saved.offer_fields(units.work_fields())
    theirs, mine = _form_facts(saved, names_of(pick)), _form_facts(form, names_of(pick))
    for one, other in zip(theirs, mine, strict=True):
        one["differs"] = other["differs"] = one["value"] != other["value"]
    return {"gone": False, "theirs": theirs, "mine": mine, "last": queries.last_change_of(draft)}


def _form_facts(form: DraftForm, names: dict[str, str]) -> list[dict[str, Any]]:
    """What a form says, as lines to compare."""

    def units_named(role: str) -> str:
        return ", ".join(names.get(value, value) for value in form.chosen(role))

    due = DraftDue(form.due.data) if form.due.data in set(DraftDue) else DraftDue.UNDECIDED
    details = [day_text(form.due_on.data), form.event_text.data or ""]
    return [
        {"label": _("Tên nhiệm vụ"), "value": form.title.data or ""},
        {"label": _("Đơn vị chủ trì"), "value": units_named("leads")},
        {"label": _("Đơn vị phối hợp"), "value": units_named("partners")},
        {"label": _("Thời hạn"), "value": ", ".join([str(labels.of(due)), *filter(None, details)])},
    ]


# ------------------------------------------------------------------------------------- sentences without an order


@bp.post("/briefings/<code>/conclusions/passages")
@guard(Permission.RECORD_BRIEFING)
def drop_passages(code: str) -> ResponseReturnValue:
    """Mark at once every sentence in which no order was found."""
    text = load_text(code)
    with attempt() as outcome:
        count = actions.drop_passages(
            text, reason=clean_line(request.form.get("reason", ""))[:300], on=occasion()
        )
    if outcome.succeeded:
        flash(_n("Đã đánh dấu %(count)s câu không phát sinh nhiệm vụ.", count=count), "done")
    return redirect(url_for("briefings.conclusions", code=code))


@bp.post("/briefings/<code>/conclusions/add")
@guard(Permission.RECORD_BRIEFING)
def add_draft(code: str) -> ResponseReturnValue:
    """A draft from words the machine passed over: dragged over with the mouse, or pasted exactly as they stand."""
    text = load_text(code)
    with attempt() as outcome:
        start, end = _selected(text)
        draft = actions.add_draft(text, start, end, version=_whole("version"), on=occasion())
    if outcome.succeeded:
        flash(_("Đã thêm dự thảo. Đề nghị chọn đơn vị và thời hạn."), "done")
        return redirect(
            url_for("briefings.conclusions", code=code, draft=draft.id, _anchor=f"draft-{draft.id}")
        )
    return redirect(
        url_for("briefings.conclusions", code=code, words=request.form.get("words", "")[:2000] or None)
    )


def _selected(text: ConclusionText) -> tuple[int, int]:
    """Raises RuleBroken('words_not_found') for pasted words that stand nowhere in the text."""
    if "start16" in request.form:
        return _code_point(text, "start"), _code_point(text, "end")
    return queries.place_of(text, request.form.get("words", ""))


# --------------------------------------------------------------------------------------------------------- issuing


@bp.post("/briefings/<code>/conclusions/issue")
@guard(Permission.ISSUE_CONCLUSIONS)
def issue(code: str) -> ResponseReturnValue:
    """Freeze the text, make the tasks. A second press, or a second person, is led to the result of the first."""
    text = load_text(code)
    there = url_for("briefings.conclusions", code=code)
    if text.frozen_at is None and not _is_as_shown(text):
        flash(
            _("Các dự thảo đã thay đổi từ khi trang được mở. Đề nghị xem lại số nhiệm vụ rồi ban hành."),
            "warn",
        )
        return redirect(f"{there}#finish")
    with attempt() as outcome:
        made = actions.issue(text, on=occasion(Permission.ISSUE_CONCLUSIONS))
        told = len({task.unit_id for task in made})
    if outcome.succeeded:
        flash(
            _n("Đã ban hành %(count)s nhiệm vụ. %(told)s đơn vị nhận thư.", count=len(made), told=told),
            "done",
        )
    return redirect(there if outcome.succeeded else _to_the_fault(there, outcome))


def _is_as_shown(text: ConclusionText) -> bool:
    """What the person confirmed is what would happen now. A text that is not ready is left for the rule to refuse."""
    preview = _preview(text)
    shown = (_whole("tasks"), _whole("units"))
    return not queries.review_count(text).is_finished or shown == (preview.tasks, preview.units)


def _to_the_fault(there: str, outcome: Attempt) -> str:
    error = outcome.error
    draft_id = (
        error.details.get("draft_id")
        if error is not None and not isinstance(error, AlreadyDone | Stale)
        else None
    )
    return f"{there}?draft={draft_id}#draft-{draft_id}" if draft_id else there


def _issued_page(text: ConclusionText) -> str:
    directives = queries.directives_of_text(text)
    progress = {row.directive.id: row for row in queries.directives_of(text.briefing, now=now())}
    rows = [progress[row.id] for row in directives]
    report, body = lines_of(
        text.text, [_issued_mark(n, row) for n, row in enumerate(rows, 1)], starts_at=text.starts_at
    )
    return render_template(
        "briefings/issued.html",
        briefing=text.briefing,
        text=text,
        report=report,
        body=body,
        rows=rows,
        unit_names=queries.unit_names({row.unit_id for row in rows if row.unit_id is not None}),
        dropped=[draft for draft in text.drafts if draft.state is DraftState.DROPPED],
    )


def _issued_mark(number: int, row: queries.DirectiveProgress) -> Mark:
    directive = row.directive
    return Mark(
        start=directive.start or 0,
        end=directive.end or 0,
        key=f"d{directive.id}",
        number=number,
        tone="done",
        url=url_for("briefings.directive", code=directive.code),
        label=row.title,
    )
