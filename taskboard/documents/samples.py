"""Each kind of document with example figures: how a city's words read before they hold. Pure."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from taskboard.briefings.notice import (
    NoticeFacts,
    NoticeWording,
    Order,
    Span,
    notice,
    proposed_opening,
    usual_recipients,
)
from taskboard.domain.authority import Role
from taskboard.domain.lifecycle import State
from taskboard.domain.rating import Thresholds
from taskboard.domain.rollup import Basis, RollUp, TaskFact, roll_up
from taskboard.reports.body import Body
from taskboard.reports.content import Numbering, OfficialDocument
from taskboard.reports.letters import (
    LetterFacts,
    LetterTask,
    SheetWording,
    UrgingWording,
    assignment_sheet,
    urging_letter,
)
from taskboard.reports.parts import BriefingFacts, TaskDetail
from taskboard.reports.quarter import quarter_report
from taskboard.reports.ratings import SYMBOL, RatingFacts, RatingWording, rating_list
from taskboard.reports.signing import signature_of
from taskboard.reports.wording import Wording

DAY = date(2021, 6, 30)
AT = datetime(2021, 6, 30, 17, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
PERIOD, NEXT_PERIOD = "quý II năm 2021", "quý III năm 2021"
UNIT, OTHER_UNIT = "Phòng Kinh tế", "Ủy ban nhân dân phường Lộc Vượng"
SOURCE = "58/TB-UBND, 08/04/2021"
TITLE = "Hoàn thiện hồ sơ đấu giá quyền sử dụng đất"
_TEXT = "1. Phòng Kinh tế hoàn thiện hồ sơ đấu giá quyền sử dụng đất trước ngày 15/6/2021."


def sample_of(key: str, words: Any, body: Body) -> OfficialDocument:
    """The document of this key in these words. Raises KeyError for a key that is none."""
    return _SAMPLES[key](words, body)


def _fact(number: int, unit_id: int, unit: str, group: str, state: State, due_on: date | None) -> TaskFact:
    overdue_from = datetime.combine(due_on + timedelta(days=1), datetime.min.time(), ZONE) if due_on else None
    is_done = state is State.COMPLETED
    return TaskFact(
        code=f"NV-2021-{number:04d}",
        title=TITLE,
        directive_code="CD-2021-01",
        unit_id=unit_id,
        unit_name=unit,
        unit_group=group,
        state=state,
        assigned_on=date(2021, 4, 8),
        original_due_on=due_on,
        original_overdue_from=overdue_from,
        due_on=due_on,
        overdue_from=overdue_from,
        claimed_on=date(2021, 6, 10) if is_done else None,
        confirmed_on=date(2021, 6, 11) if is_done else None,
    )


def _figures() -> RollUp:
    late, soon = date(2021, 6, 15), date(2021, 7, 30)
    facts = [
        _fact(1, 1, UNIT, "departments", State.IN_PROGRESS, late),
        _fact(2, 1, UNIT, "departments", State.COMPLETED, late),
        _fact(3, 1, UNIT, "departments", State.IN_PROGRESS, soon),
        _fact(4, 2, OTHER_UNIT, "wards", State.COMPLETED, late),
        _fact(5, 2, OTHER_UNIT, "wards", State.IN_PROGRESS, None),
    ]
    return roll_up(facts, period_start=date(2021, 4, 1), cutoff=AT, basis=Basis.ORIGINAL, zone=ZONE)


def _letter(body: Body, symbol: str, role: Role) -> LetterFacts:
    return LetterFacts(body, symbol, "118", DAY, signature=signature_of(role, "", "Nguyễn Văn A"))


def _tasks() -> list[LetterTask]:
    return [
        LetterTask(
            code="NV-2021-0001",
            title=TITLE,
            unit=UNIT,
            source=SOURCE,
            original_due_on=date(2021, 6, 15),
            due_on=date(2021, 6, 15),
            days_late=15,
            partners=("Phòng Tài chính - Kế hoạch",),
            words=_TEXT[3:],
        )
    ]


def _report(words: Wording, body: Body) -> OfficialDocument:
    facts = BriefingFacts(
        issuer=body.issuer,
        body=body.name,
        numbering=Numbering("BC-UBND", body.place, "112", DAY),
        signature=signature_of(Role.CHAIR, "", "Nguyễn Văn A"),
        period=PERIOD,
        next_period=NEXT_PERIOD,
        recipients=None,
    )
    return quarter_report(_figures(), {"NV-2021-0001": TaskDetail(source=SOURCE)}, facts, words)


def _urging(words: UrgingWording, body: Body) -> OfficialDocument:
    letter = _letter(body, "UBND-VP", Role.CHIEF_OF_OFFICE)
    answer_by = DAY + timedelta(days=7)
    return urging_letter(letter, _tasks(), as_of=DAY, answer_by=answer_by, made_at=AT, wording=words)


def _sheet(words: SheetWording, body: Body) -> OfficialDocument:
    letter = _letter(body, "PGV-UBND", Role.CHIEF_OF_OFFICE)
    return assignment_sheet(letter, _tasks(), made_at=AT, wording=words)


def _rating(words: RatingWording, body: Body) -> OfficialDocument:
    thresholds = Thresholds(
        praise_done_percent=90, praise_late_percent=10, criticise_done_percent=50, bands=(20, 100)
    )
    facts = RatingFacts(_letter(body, SYMBOL, Role.CHIEF_OF_OFFICE), PERIOD, thresholds)
    return rating_list(_figures(), facts, made_at=AT, wording=words)


def _notice(words: NoticeWording, body: Body) -> OfficialDocument:
    title = f"Chủ tịch UBND {body.level}".strip()
    opening = proposed_opening(
        meeting="Hội nghị giao ban quý I/2021",
        held_on=date(2021, 4, 5),
        place="Hội trường UBND",
        chair="Nguyễn Văn A",
        chair_title=title,
        attendees="Các Phó Chủ tịch; Thủ trưởng các phòng, ban.",
        body=body,
        wording=words,
    )
    span = Span(3, len(_TEXT))
    facts = NoticeFacts(
        body=body,
        meeting="Hội nghị giao ban quý I/2021",
        chair_title=title,
        number="58/TB-UBND",
        dated_on=date(2021, 4, 8),
        place=body.place,
        opening=opening,
        recipients=usual_recipients(body, words),
        archive="",
        signature=signature_of(Role.CHIEF_OF_OFFICE, "", "Nguyễn Văn A"),
        has_appendix=True,
        text=_TEXT,
        starts_at=0,
        passages=(Span(0, len(_TEXT)),),
        orders=(Order(1, span, TITLE, (UNIT,), (), "15/06/2021"),),
        wording=words,
    )
    return notice(facts, made_at=AT)


_SAMPLES: dict[str, Callable[[Any, Body], OfficialDocument]] = {
    "quarter_report": _report,
    "notice": _notice,
    "urging": _urging,
    "assignment": _sheet,
    "rating": _rating,
}
