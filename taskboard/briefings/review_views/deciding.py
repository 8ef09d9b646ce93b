"""What is done with one draft, and what the person sees who came too late."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, jsonify, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from taskboard.briefings import actions, queries
from taskboard.briefings.blueprint import bp
from taskboard.briefings.forms import DraftForm, names_of, pick_list, stamp_of
from taskboard.briefings.models import ConclusionText, Draft, DraftDue, DraftState, SupplementAct
from taskboard.briefings.review_views.asking import code_point, load_text, occasion, pressed, whole
from taskboard.briefings.review_views.reviewing import chosen, offer, offer_fields, review_page
from taskboard.domain.authority import Permission
from taskboard.domain.errors import RuleBroken, Stale
from taskboard.units import queries as units
from taskboard.web import labels
from taskboard.web.context import now
from taskboard.web.context import settings as installation
from taskboard.web.forms import SelectField
from taskboard.web.guard import Attempt, attempt, guard
from taskboard.wording import day_text


@bp.post("/briefings/<code>/conclusions/drafts/<int:draft_id>")
@guard(Permission.RECORD_BRIEFING)
def change_draft(code: str, draft_id: int) -> ResponseReturnValue:
    """What is done with one draft: the button's name says which of ACTS."""
    text = load_text(code)
    form = DraftForm()
    draft = queries.draft_of(text, draft_id)
    offer_fields(form, text, draft)
    if pressed("autosave"):
        return _autosaved(draft, form)
    if draft is None:
        return _gone(text, form)
    act = next((name for name in ACTS if pressed(name)), "save")
    if act in NEEDS_FORM and not form.validate():
        return review_page(text, draft, form), 422
    with attempt(form) as outcome:
        ACTS[act](draft, form)
    if not outcome.succeeded:
        return _draft_refused(code, draft_id, form, outcome)
    return _go_on(code, draft_id, act)


def _autosaved(draft: Draft | None, form: DraftForm) -> ResponseReturnValue:
    """The answer to the page that saves while its draft is typed in: what happened, in words, and the new stamp.

    409 when somebody else was first or the draft is gone: the page then asks for both versions. 422 for what no order
    may say. Nothing is written of either.
    """
    if draft is None:
        return _not_saved(labels.broken_rule(Stale("stale")), is_stale=True), 409
    if not form.validate():
        return _not_saved(_first_complaint(form)), 422
    was_accepted = draft.state is DraftState.ACCEPTED
    with attempt(form) as outcome:
        _save(draft, form)
    if not outcome.succeeded:
        is_stale = isinstance(outcome.error, Stale) or (
            outcome.error is not None and outcome.error.key in ("stale", "conclusions_frozen")
        )
        return _not_saved(_first_complaint(form), is_stale=is_stale), 409 if is_stale else 422
    at = f"{now().astimezone(installation().zone):%H:%M}"
    said = _("Đã lưu lúc %(at)s", at=at)
    if was_accepted and draft.state is DraftState.OPEN:
        said = _("Đã lưu lúc %(at)s; đoạn này cần được nhận lại.", at=at)
    return jsonify(saved=True, said=said, stamp=stamp_of(draft))


def _not_saved(why: str, *, is_stale: bool = False) -> Response:
    return jsonify(saved=False, stale=is_stale, said=_("Chưa lưu: %(why)s", why=why))


def _first_complaint(form: DraftForm) -> str:
    errors = [*form.form_errors, *(error for field in form for error in field.errors)]
    return str(errors[0]) if errors else _("Đề nghị tải lại trang.")


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
        draft, code_point(draft.text_row, "split"), version=form.seen_version(draft), on=occasion()
    )


def _suggest(draft: Draft, form: DraftForm) -> None:
    """What was typed beside the suggestion is saved with it."""
    _save(draft, form)
    actions.take_suggestion(draft, whole("suggest"), version=draft.version, on=occasion())


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


def _go_on(code: str, draft_id: int, act: str) -> ResponseReturnValue:
    """To the draft the person was on the way to, to the next open one after a decision, else to the same."""
    text = load_text(code)
    wanted = whole("then")
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
    return review_page(text, draft, form, clash=clash), 422


def _frozen_meanwhile(code: str) -> ResponseReturnValue:
    flash(labels.broken_rule(RuleBroken("conclusions_frozen")), "warn")
    return redirect(url_for("briefings.conclusions", code=code))


def _gone(text: ConclusionText, form: DraftForm) -> ResponseReturnValue:
    """The draft was joined with another, or the text replaced: what was typed is shown, to be copied."""
    if text.frozen_at is not None:
        return _frozen_meanwhile(text.briefing.code)
    pick = pick_list(units.assignable_on(text.briefing.held_on), units.groups())
    clash = {"gone": True, "mine": _form_facts(form, names_of(pick)), "theirs": None}
    return review_page(text, chosen(text), clash=clash), 409


def _both_versions(draft: Draft, form: DraftForm) -> dict[str, Any]:
    pick = pick_list(units.assignable_on(draft.text_row.briefing.held_on), units.groups())
    saved = DraftForm(formdata=None, data=DraftForm.values_of(draft))
    for shown in (saved, form):
        offer(shown, draft)
    pairs = zip(_form_facts(saved, names_of(pick)), _form_facts(form, names_of(pick)), strict=True)
    said = [(one, other) for one, other in pairs if one["value"] or other["value"]]
    for one, other in said:
        one["differs"] = other["differs"] = one["value"] != other["value"]
    theirs, mine = [one for one, _other in said], [other for _one, other in said]
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
        {"label": _("Nhận để biết"), "value": units_named("informed")},
        {"label": _("Thời hạn"), "value": ", ".join([str(labels.of(due)), *filter(None, details)])},
        *_more_facts(form),
    ]


def _more_facts(form: DraftForm) -> list[dict[str, Any]]:
    """What few drafts say."""
    act = next((one for one in SupplementAct if one.value == form.supplement_act.data), None)
    facts = [
        {"label": form.is_starred.label.text, "value": _("có") if form.is_starred.data else ""},
        {"label": form.field.label.text, "value": _choice(form.field)},
        {"label": form.leader.label.text, "value": _choice(form.leader)},
    ]
    if form.replaces.choices and len(form.replaces.choices) > 1:
        said = [str(labels.of(act)), _choice(form.replaces) if form.replaces.data else ""]
        facts.append({"label": form.supplement_act.label.text, "value": ", ".join(filter(None, said))})
    return facts


def _choice(field: SelectField) -> str:
    """The words of what is chosen; nothing where the list leaves it open."""
    if not field.data:
        return ""
    return next((str(one.label) for one in field.choices or () if str(one.value) == str(field.data)), "")
