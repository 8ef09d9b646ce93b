"""The page of the review: the chair's words at the left, what is proposed at the right."""

from __future__ import annotations

import json
from typing import Any

from flask import render_template, request, url_for
from flask_babel import gettext as _

from taskboard.briefings import queries
from taskboard.briefings.forms import DROP_REASONS, DraftForm, PickGroup, gone_names, names_of, pick_list
from taskboard.briefings.models import ConclusionText, Draft, DraftDue, DraftKind, DraftState
from taskboard.briefings.sheet import Mark, cuts_of, head_of, lines_of
from taskboard.domain.retirement import in_use
from taskboard.domain.review import Missing, informing_words, second_action
from taskboard.files import queries as files
from taskboard.settings import queries as settings
from taskboard.units import queries as units
from taskboard.web import labels
from taskboard.web.context import actor, today
from taskboard.wording import day_text


def chosen(text: ConclusionText) -> Draft | None:
    """The draft the address asks for, else the first one still open."""
    wanted = request.args.get("draft", type=int)
    asked = queries.draft_of(text, wanted) if wanted else None
    return asked or queries.first_open(text)


def review_page(
    text: ConclusionText,
    active: Draft | None,
    form: DraftForm | None = None,
    *,
    clash: dict[str, Any] | None = None,
) -> str:
    """The text with its drafts, one of them open; `clash` shows what was typed beside what somebody else saved."""
    fields = units.work_fields()
    pick = pick_list(units.assignable_on(text.briefing.held_on), units.groups(on=text.briefing.held_on))
    drafts = sorted(text.drafts, key=lambda draft: draft.start)
    count = queries.review_count(text)
    report, body = lines_of(text.text, _marks(text, drafts, active), starts_at=text.starts_at)
    return render_template(
        "briefings/review.html",
        briefing=text.briefing,
        text=text,
        original=files.original_of(text.id) if text.source_name else None,
        report=report,
        has_marks_in_report=any(draft.start < text.starts_at for draft in drafts),
        body=body,
        drafts=drafts,
        lacks={draft.id: queries.missing_of(draft) for draft in drafts},
        active=active,
        form=_form_of(active, form),
        names=_names(active, pick),
        pick=pick,
        reasons=json.loads(active.reasons) if active else [],
        drop_reasons=DROP_REASONS,
        cuts=cuts_of(text.text, active.start, active.end) if active else [],
        second=_second_action(active),
        informing=informing_words(active.wording) if active else "",
        save=_save_facts(text, active, is_held=clash is not None),
        count=count,
        ended=queries.ended_orders(text) if count.is_finished and text.is_supplement else [],
        passages_left=queries.passages_left(text),
        preview=issue_preview(text) if count.is_finished else None,
        clash=clash,
        stamp=drafts_stamp(text),
        Missing=Missing,
        due_words=due_words,
        fields={one.code: one.name for one in fields},
    )


def drafts_stamp(text: ConclusionText) -> str:
    """Changes with every change of a draft: what is issued or thrown away is what the page showed."""
    return ".".join(str(part) for part in (text.version, *(draft.version for draft in text.drafts)))


def _form_of(active: Draft | None, form: DraftForm | None) -> DraftForm | None:
    """The form that was refused, else one filled from the draft."""
    if active is not None and form is None:
        form = DraftForm(formdata=None, data=DraftForm.values_of(active))
    if form is not None and active is not None:
        offer(form, active)
    return form


def offer(form: DraftForm, draft: Draft) -> None:
    """Fill the lists of a draft's form: fields, leaders, and in a supplement the orders it may replace."""
    text = draft.text_row
    leaders = queries.leaders_of(text.briefing)
    offer_fields(form, text, draft)
    form.offer_leaders(leaders, queries.leader_of_field(draft.field, text.briefing, leaders))
    form.offer_issued(queries.standing_directives(text.briefing, before=text) if text.is_supplement else [])


def offer_fields(form: DraftForm, text: ConclusionText, draft: Draft | None) -> None:
    """The fields in use on the day of the briefing, and the one the draft bears."""
    kept = draft.field if draft else ""
    form.offer_fields(in_use(units.work_fields(), text.briefing.held_on, besides=kept))


def _second_action(active: Draft | None) -> dict[str, Any] | None:
    """Where a second action seems to begin in the open draft (rule 2): the place in the text, and its first words."""
    if active is None or active.kind is DraftKind.PASSAGE or active.state is DraftState.DROPPED:
        return None
    at = second_action(active.wording)
    if at is None:
        return None
    return {"at": active.start + at, "words": head_of(active.wording[at:])}


def _save_facts(text: ConclusionText, active: Draft | None, *, is_held: bool) -> dict[str, Any]:
    """What autosave.js needs to know of the person and the way back in."""
    here = url_for("briefings.conclusions", code=text.briefing.code, draft=active.id if active else None)
    return {
        "person_id": actor().person_id,
        "is_held": is_held,
        "sign_in": url_for("accounts.sign_in", next=here),
    }


def _names(active: Draft | None, pick: list[PickGroup]) -> dict[str, str]:
    """What may be chosen, and what the draft names that may be chosen no more."""
    names = names_of(pick)
    return names if active is None else gone_names(active, names) | names


def issue_preview(text: ConclusionText) -> queries.IssuePreview:
    """What issuing the text now would make."""
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


TONES = {DraftState.ACCEPTED: "done", DraftState.DROPPED: "none"}


def _tone(draft: Draft) -> str:
    if draft.state in TONES:
        return TONES[draft.state]
    return "stop" if draft.kind is not DraftKind.PASSAGE and queries.missing_of(draft) else "open"


def due_words(draft: Draft) -> str:
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
