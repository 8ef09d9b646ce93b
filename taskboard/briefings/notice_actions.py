"""The Office completes a notice and records that it went out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from taskboard.accounts.models import Post
from taskboard.briefings.actions.recording import BriefingFacts, change_briefing, keep_entry
from taskboard.briefings.models import Briefing, ConclusionText
from taskboard.briefings.notice import SYMBOL
from taskboard.briefings.notice_models import Notice
from taskboard.briefings.notice_queries import issued_as, notice_of
from taskboard.db import db
from taskboard.domain.errors import RuleBroken, Stale
from taskboard.domain.events import Event
from taskboard.occasion import Occasion


@dataclass(frozen=True, slots=True)
class NoticeEdit:
    """What the Office may say of a notice; the chair's words are frozen."""

    place: str = ""
    signer: Post | None = None
    is_by_authority: bool = False
    opening: str = ""
    recipients: str = ""
    archive: str = ""
    has_appendix: bool = True


def change_notice(text: ConclusionText, edit: NoticeEdit, *, version: int, on: Occasion) -> Notice:
    """Keep what the Office said; `version` is 0 while nobody said anything.

    Raises Stale, RuleBroken('notice_before_issue').
    """
    notice = _opened(text, version, on=on)
    before = _said(notice)
    notice.place, notice.signer, notice.is_by_authority = edit.place, edit.signer, edit.is_by_authority
    notice.opening, notice.recipients = edit.opening, edit.recipients
    notice.archive, notice.has_appendix = edit.archive, edit.has_appendix
    _close(notice, on=on)
    after = _said(notice)
    changed = [name for name in after if before[name] != after[name]]
    if changed:
        keep_entry(
            Event.NOTICE_CHANGED,
            text.briefing,
            on=on,
            text=text.id,
            from_={name: before[name] for name in changed},
            to={name: after[name] for name in changed},
        )
    return notice


def release_notice(text: ConclusionText, *, number: str, dated_on: date, version: int, on: Occasion) -> None:
    """Đã phát hành số … ngày …: the number is given by the registry, so it is known no earlier.

    Raises Stale; RuleBroken: notice_before_issue, notice_before_briefing, notice_in_future.
    """
    if dated_on > on.today:
        raise RuleBroken("notice_in_future", field="dated_on")
    if dated_on < text.briefing.held_on:
        raise RuleBroken("notice_before_briefing", field="dated_on", held_on=text.briefing.held_on)
    notice = _opened(text, version, on=on)
    given = number if "/" in number else f"{number}/{SYMBOL}"
    before = issued_as(text, notice)
    if text.supersedes_id is None:
        facts = _facts_with(text.briefing, given, dated_on)
        change_briefing(text.briefing, facts, version=text.briefing.version, on=on)
    else:
        notice.number, notice.dated_on = given, dated_on
    _close(notice, on=on)
    keep_entry(
        Event.NOTICE_RELEASED,
        text.briefing,
        on=on,
        text=text.id,
        number=given,
        dated_on=dated_on,
        from_={"number": before[0], "dated_on": before[1]},
    )


def _opened(text: ConclusionText, version: int, *, on: Occasion) -> Notice:
    """The notice of a frozen text, as the person saw it."""
    if text.frozen_at is None:
        raise RuleBroken("notice_before_issue")
    notice = notice_of(text)
    if (notice.version if notice else 0) != version:
        raise Stale("stale")
    if notice is None:
        notice = Notice(text=text, changed_at=on.now, has_appendix=True, is_by_authority=False)
        notice.place = notice.opening = notice.recipients = notice.archive = notice.number = ""
        db.session.add(notice)
    return notice


def _close(notice: Notice, *, on: Occasion) -> None:
    notice.changed_at, notice.changed_by_id = on.now, on.acting.person_id
    db.session.flush()


def _said(notice: Notice) -> dict[str, Any]:
    names = ("place", "is_by_authority", "opening", "recipients", "archive", "has_appendix")
    signer = notice.signer
    return {name: getattr(notice, name) for name in names} | {"signer": signer.id if signer else None}


def _facts_with(briefing: Briefing, number: str, dated_on: date) -> BriefingFacts:
    return BriefingFacts(
        title=briefing.title,
        place=briefing.place,
        chair=briefing.chair,
        attendees=briefing.attendees,
        notice_number=number,
        notice_on=dated_on,
    )
