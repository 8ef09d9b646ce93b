"""What a notice says, gathered from the briefing, its frozen text and what the Office added."""

from __future__ import annotations

import re
from datetime import date, timedelta

import sqlalchemy as sa

from taskboard.accounts.models import Post
from taskboard.briefings.models import (
    Briefing,
    BriefingState,
    Conclusion,
    ConclusionText,
    Directive,
    Draft,
    DraftDue,
    DraftState,
)
from taskboard.briefings.notice import (
    Earlier,
    NoticeFacts,
    NoticeWording,
    Order,
    Replaced,
    Span,
    proposed_opening,
    supplement_opening,
    usual_recipients,
)
from taskboard.briefings.notice_models import Notice
from taskboard.db import db
from taskboard.documents.wordings import NOTICE_WORDS, own_words
from taskboard.domain.authority import Role
from taskboard.domain.calendar import WorkingCalendar
from taskboard.domain.deadline import Recurrence
from taskboard.reports.body import Body
from taskboard.reports.content import Signature
from taskboard.reports.signing import signature_of
from taskboard.settings import queries as settings
from taskboard.units.models import UnitKind
from taskboard.wording import day_text

SIGNING = (Role.CHAIR, Role.VICE_CHAIR, Role.CHIEF_OF_OFFICE)


def frozen_texts(briefing: Briefing) -> list[ConclusionText]:
    """What was issued of a briefing, the first text, then its supplements."""
    statement = sa.select(ConclusionText).where(
        ConclusionText.briefing_id == briefing.id, ConclusionText.frozen_at.is_not(None)
    )
    return list(db.session.scalars(statement.order_by(ConclusionText.frozen_at, ConclusionText.id)))


def notice_of(text: ConclusionText) -> Notice | None:
    return db.session.scalar(sa.select(Notice).where(Notice.text_id == text.id))


def issued_as(text: ConclusionText, notice: Notice | None) -> tuple[str, date | None]:
    """Number and day a notice went out under: of the first text they stand with the briefing."""
    if text.supersedes_id is None:
        return text.briefing.notice_number, text.briefing.notice_on
    return (notice.number, notice.dated_on) if notice else ("", None)


def signers(day: date, kept: Post | None = None) -> list[Post]:
    """Posts that may sign on that day: leaders, the chief of the Office and their deputies; and the one already chosen."""
    held = sa.and_(Post.valid_from <= day, sa.or_(Post.valid_to.is_(None), Post.valid_to > day))
    rank = sa.case({role: place for place, role in enumerate(SIGNING)}, value=Post.role, else_=len(SIGNING))
    rows = db.session.scalars(sa.select(Post).where(held).order_by(rank, Post.id)).unique()
    found = [post for post in rows if post.role in SIGNING or _is_deputy(post)]
    return found if kept is None or kept in found else [kept, *found]


def _is_deputy(post: Post) -> bool:
    in_office = post.unit is not None and post.unit.kind is UnitKind.OFFICE
    return in_office and post.title.casefold().startswith("phó chánh văn phòng")


def notice_facts(text: ConclusionText, notice: Notice | None, *, body: Body) -> NoticeFacts:
    """Everything the notice says. What the Office has not written yet is proposed from the record, with its gaps."""
    briefing = text.briefing
    number, dated_on = issued_as(text, notice)
    earlier = _earlier(text)
    wording = own_words(NOTICE_WORDS, dated_on or briefing.held_on)
    return NoticeFacts(
        body=body,
        meeting=briefing.title,
        chair_title=chair_title(briefing, body),
        number=number,
        dated_on=dated_on,
        place=(notice.place if notice else "") or body.place,
        opening=_lines(notice.opening if notice else "")
        or opening_of(text, earlier, body=body, wording=wording),
        recipients=_lines(notice.recipients if notice else "")
        or (() if notice else usual_recipients(body, wording)),
        archive=(notice.archive if notice else "") or wording.archive,
        signature=_signature(notice),
        has_appendix=notice.has_appendix if notice else True,
        text=text.text,
        starts_at=text.starts_at,
        passages=tuple(Span(row.start, row.end) for row in _conclusions(text)),
        orders=_orders(text),
        earlier=earlier,
        wording=wording,
    )


def opening_of(
    text: ConclusionText, earlier: Earlier | None, *, body: Body, wording: NoticeWording
) -> tuple[str, ...]:
    """As proposed to the Office."""
    briefing = text.briefing
    if earlier is not None:
        return supplement_opening(
            earlier, body=body, meeting=briefing.title, chair_title=chair_title(briefing, body)
        )
    return proposed_opening(
        meeting=briefing.title,
        held_on=briefing.held_on,
        place=briefing.place,
        chair=briefing.chair.full_name if briefing.chair else "",
        chair_title=chair_title(briefing, body),
        attendees=briefing.attendees,
        body=body,
        wording=wording,
    )


def chair_title(briefing: Briefing, body: Body) -> str:
    """The post in which somebody chaired it, on its day; empty when nobody is recorded."""
    if briefing.chair is None:
        return ""
    posts = briefing.chair.posts_on(briefing.held_on)
    leading = [post.title for post in posts if post.role in (Role.CHAIR, Role.VICE_CHAIR)]
    return _whole_title(leading[0], body) if leading else ""


def _whole_title(title: str, body: Body) -> str:
    """Of which body: a bare "Chủ tịch" is the committee's own."""
    return f"{title} UBND {body.level}".strip() if title in ("Chủ tịch", "Phó Chủ tịch") else title


def _lines(words: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in words.splitlines() if line.strip())


def _signature(notice: Notice | None) -> Signature | None:
    if notice is None or notice.signer is None:
        return None
    post = notice.signer
    return signature_of(
        post.role,
        post.title,
        post.person.full_name,
        is_acting=post.is_acting,
        is_by_authority=notice.is_by_authority,
    )


def _conclusions(text: ConclusionText) -> list[Conclusion]:
    statement = sa.select(Conclusion).where(Conclusion.text_id == text.id).order_by(Conclusion.number)
    return list(db.session.scalars(statement))


# Orders and what they replace


def _orders(text: ConclusionText) -> tuple[Order, ...]:
    """What was issued, joined to the accepted drafts by their place: these hold units and dates as reviewed."""
    drafts = {
        (draft.start, draft.end): draft
        for draft in db.session.scalars(
            sa.select(Draft).where(Draft.text_id == text.id, Draft.state == DraftState.ACCEPTED)
        )
    }
    return tuple(_order(row, drafts.get((row.start or 0, row.end or 0))) for row in _directives(text))


def _directives(text: ConclusionText) -> list[Directive]:
    statement = (
        sa.select(Directive)
        .join(Conclusion, Conclusion.id == Directive.conclusion_id)
        .where(Conclusion.text_id == text.id)
        .order_by(Directive.start)
    )
    return list(db.session.scalars(statement))


def _order(directive: Directive, draft: Draft | None) -> Order:
    return Order(
        number=directive.number or 0,
        span=Span(directive.start or 0, directive.end or 0),
        title=draft.title if draft else directive.wording,
        leads=tuple(row.label for row in draft.leads) if draft else (),
        partners=tuple(row.label for row in draft.partners) if draft else (),
        deadline=_deadline(draft) if draft else "",
    )


_PERIODS = {
    Recurrence.DAILY: "Hằng ngày",
    Recurrence.WEEKLY: "Hằng tuần",
    Recurrence.MONTHLY: "Hằng tháng",
    Recurrence.QUARTERLY: "Hằng quý",
    Recurrence.YEARLY: "Hằng năm",
}


_DAY = re.compile(r"\d{1,2}\s*[/.-]\s*\d{1,2}|\d{1,2}\s+tháng\s+\d")


def _deadline(draft: Draft) -> str:
    """The words of the text with the settled day behind them where they do not say it."""
    settled = day_text(draft.due_on) if draft.due is DraftDue.DATED else ""
    if draft.due is DraftDue.DUTY and draft.recurrence is not None:
        settled = _PERIODS[draft.recurrence]
    words = draft.deadline_text or draft.event_text
    if words and draft.due is DraftDue.DATED and not _DAY.search(words):
        return f"{words}\n({settled})"
    return words or settled or "Không thời hạn"


def _earlier(text: ConclusionText) -> Earlier | None:
    if text.supersedes_id is None:
        return None
    before = db.session.get_one(ConclusionText, text.supersedes_id)
    number, day = issued_as(before, notice_of(before))
    return Earlier(number, day, _replaced(text))


def _replaced(text: ConclusionText) -> tuple[Replaced, ...]:
    """Orders this text ended, each with the one in its stead, in the order of the earlier notice."""
    ended = db.session.scalars(
        sa.select(Directive).where(Directive.ended_by_id == text.id).order_by(Directive.number)
    )
    return tuple(
        Replaced(
            wording=row.wording,
            by=row.superseded_by.number if row.superseded_by else None,
            reason=row.end_reason,
        )
        for row in ended
    )


# In time?


def working_days_left(briefing: Briefing, today: date, *, calendar: WorkingCalendar) -> int:
    """Until the last day on which the notice is in time (rule 5); negative by so many working days it is late."""
    days = settings.value_on("notice_working_days", briefing.held_on)
    limit = calendar.add_working_days(briefing.held_on, days)
    return calendar.working_days_between(today, limit)


def owes_notice(today: date, *, within_days: int = 60) -> sa.ColumnElement[bool]:
    """Of a briefing: lately held, and its notice has no day yet."""
    since = today - timedelta(days=within_days)
    return sa.and_(
        Briefing.state != BriefingState.CANCELLED,
        Briefing.notice_on.is_(None),
        Briefing.held_on <= today,
        Briefing.held_on > since,
    )


def notices_owed(today: date) -> list[Briefing]:
    """Briefings whose notice is still to be signed, the longest ago first."""
    statement = sa.select(Briefing).where(owes_notice(today))
    return list(db.session.scalars(statement.order_by(Briefing.held_on)))
