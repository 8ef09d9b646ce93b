"""What is ordered in one quarter: by the conclusions of its briefing, by letters, by the leaders' own word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from taskboard.accounts.models import Person
from taskboard.briefings import actions as briefings
from taskboard.briefings.models import (
    Briefing,
    BriefingState,
    Conclusion,
    ConclusionText,
    Directive,
    SourceKind,
    SourceLevel,
)
from taskboard.counters import next_directive_codes
from taskboard.db import db
from taskboard.demo.data import city
from taskboard.demo.population import words
from taskboard.demo.population.histories import Histories
from taskboard.demo.population.peopling import Body, Staff
from taskboard.demo.population.writing import Bulk
from taskboard.domain.calendar import Quarter
from taskboard.domain.events import Event
from taskboard.domain.text import text_sha256
from taskboard.occasion import Occasion
from taskboard.wording import day_text

MOST_CONCLUSIONS = 40
BROAD, SEVERAL = 0.08, 0.30
"""Shares of orders to many bodies at once, and to a few or many."""
UNDATED = 0.12


@dataclass(frozen=True, slots=True)
class Order:
    """One directive and whom it binds."""

    source: SourceKind
    field: str
    title: str
    assigned_on: date
    issued_at: datetime
    due_on: date | None
    is_starred: bool
    leads: tuple[Body, ...]
    partners: tuple[Body, ...]
    leader_id: int
    directive_id: int = 0
    wording: str = ""
    level: SourceLevel = SourceLevel.OWN


@dataclass(frozen=True, slots=True)
class Desk:
    """What writing an order takes."""

    staff: Staff
    bulk: Bulk
    histories: Histories
    dice: Random
    until: datetime
    """Nothing is ordered after this business instant."""


def orders_of(desk: Desk, quarter: Quarter, tasks: int, briefing: Briefing) -> list[Order]:
    """Orders that bind so many bodies in all, those of the quarter's briefing first, then the oldest first."""
    drawn = _drawn(desk, quarter, tasks)
    count = min(MOST_CONCLUSIONS, len(drawn) // 4)
    spoken = [_concluded(order, briefing.held_on) for order in drawn[:count]]
    written = sorted(drawn[count:], key=lambda order: order.issued_at)
    codes = iter(next_directive_codes(quarter.year, len(drawn)))
    return [*_conclude(desk, briefing, spoken, codes), *_dictate(desk, written, codes)]


def _drawn(desk: Desk, quarter: Quarter, tasks: int) -> list[Order]:
    made, left = [], tasks
    while left:
        order = _draw(desk, quarter, left)
        left -= len(order.leads)
        made.append(order)
    return made


def _draw(desk: Desk, quarter: Quarter, most: int) -> Order:
    dice, work = desk.dice, desk.dice.choice(words.WORKS)
    leads = _leads(desk, work.field, most)
    last_day = min(quarter.last_day, desk.until.date() - timedelta(days=1))
    assigned_on = quarter.first_day + timedelta(days=dice.randrange((last_day - quarter.first_day).days + 1))
    return Order(
        source=dice.choices(
            (SourceKind.LETTER, SourceKind.DIRECT_ORDER, SourceKind.SUPERIOR), weights=(70, 12, 18)
        )[0],
        field=work.field,
        title=words.order_of(work, dice),
        assigned_on=assigned_on,
        issued_at=morning(assigned_on, dice),
        due_on=None if dice.random() < UNDATED else assigned_on + timedelta(days=dice.randrange(7, 75)),
        is_starred=dice.random() < 0.02,
        leads=leads,
        partners=_partners(desk, leads),
        leader_id=desk.staff.leaders[work.field],
    )


def morning(day: date, dice: Random) -> datetime:
    """An instant of the day's office hours, 07:30 to 16:30 in a city seven hours ahead of UTC."""
    return datetime.combine(day, time(0, 30), UTC) + timedelta(minutes=dice.randrange(540))


def _leads(desk: Desk, field: str, most: int) -> tuple[Body, ...]:
    dice, bodies, luck = desk.dice, desk.staff.bodies, desk.dice.random()
    if luck < BROAD:
        count = dice.randrange(8, max(9, len(bodies) // 2))
    elif luck < SEVERAL:
        count = dice.randrange(2, 7)
    else:
        usual = desk.staff.usual.get(field)
        return (usual if usual and dice.random() < 0.3 else dice.choice(bodies),)
    return tuple(dice.sample(bodies, min(count, most)))


def _partners(desk: Desk, leads: Sequence[Body]) -> tuple[Body, ...]:
    count = desk.dice.choices((0, 1, 2, 3), weights=(55, 25, 15, 5))[0]
    taken = {body.unit_id for body in leads}
    asked = desk.dice.sample(desk.staff.bodies, count)
    return tuple(body for body in asked if body.unit_id not in taken)


# ------------------------------------------------------------------------------------------------------- briefings


def held_on(quarter: Quarter) -> date:
    """In the second week of the quarter, on a Tuesday."""
    day = quarter.first_day + timedelta(days=7)
    return day + timedelta(days=(1 - day.weekday()) % 7)


def _concluded(order: Order, held_on: date) -> Order:
    issued_at = datetime.combine(held_on + timedelta(days=2), time(9), UTC)
    span = (order.due_on - order.assigned_on) if order.due_on else None
    due_on = held_on + span if span else None
    return replace(
        order, source=SourceKind.CONCLUSION, assigned_on=held_on, issued_at=issued_at, due_on=due_on
    )


def _conclude(desk: Desk, briefing: Briefing, orders: Sequence[Order], codes: Iterator[str]) -> list[Order]:
    """The briefing's text with the spans of every order, and the orders it gave."""
    if not orders:
        return []
    issued_at = orders[0].issued_at
    text, spans = _text(orders, briefing)
    row = ConclusionText(
        briefing_id=briefing.id,
        text=text,
        text_sha256=text_sha256(text),
        starts_at=spans[0][0],
        created_at=issued_at - timedelta(days=1),
        created_by_id=desk.staff.office.person_id,
        frozen_at=issued_at,
    )
    db.session.add(row)
    db.session.flush()
    made = []
    for number, (order, (start, end)) in enumerate(zip(orders, spans, strict=True), start=1):
        wording = text[start:end]
        conclusion_id = desk.bulk.of(Conclusion).add(
            text_id=row.id, number=number, start_at=start, end_at=end, wording=wording
        )
        at = {"briefing_id": briefing.id, "conclusion_id": conclusion_id, "number": number}
        said = {"start_at": start, "end_at": end, "source_number": briefing.notice_number}
        made.append(_issue(desk, order, next(codes), wording, **at, **said, source_on=briefing.notice_on))
    return made


def brief(quarter: Quarter, previous: Briefing | None, *, chair: Person, on: Occasion) -> Briefing:
    """The briefing of a quarter, which looks back on the one before and closes the last briefing."""
    day, reported = held_on(quarter), quarter.previous
    briefing = briefings.record_briefing(
        title=f"Hội nghị giao ban quý {reported.roman} năm {reported.year}",
        held_on=day,
        place=city.PLACE,
        chair=chair,
        notice_number=f"{day.month * 9}/TB-UBND",
        notice_on=day + timedelta(days=2),
        previous=previous,
        reporting_quarter=reported,
        on=on,
    )
    briefing.state = BriefingState.ISSUED
    if previous is not None:
        previous.state = BriefingState.CLOSED
    return briefing


def _text(orders: Sequence[Order], briefing: Briefing) -> tuple[str, list[tuple[int, int]]]:
    """The notice as it was frozen, and where in it each order stands."""
    parts = [
        f"THÔNG BÁO\nKết luận của Chủ tịch UBND tại {briefing.title}\n\n"
        f"Ngày {day_text(briefing.held_on)}, Chủ tịch UBND chủ trì hội nghị và kết luận như sau:\n\n"
    ]
    spans, place = [], len(parts[0])
    for number, order in enumerate(orders, start=1):
        lead, words_ = f"{number}. ", _wording(order)
        spans.append((place + len(lead), place + len(lead) + len(words_)))
        parts.append(f"{lead}{words_}\n")
        place += len(parts[-1])
    return "".join(parts), spans


# --------------------------------------------------------------------------------------------- letters and the rest


def _dictate(desk: Desk, orders: Sequence[Order], codes: Iterator[str]) -> list[Order]:
    return [
        _issue(desk, order, next(codes), f"{_wording(order)}", **_source(order, number))
        for number, order in enumerate(orders, start=101)
    ]


def _source(order: Order, number: int) -> dict[str, str | date]:
    if order.source is SourceKind.DIRECT_ORDER:
        return {}
    body = "UBND tỉnh Nam Định" if order.source is SourceKind.SUPERIOR else "UBND thành phố Nam Định"
    return {"source_number": f"{number}/UBND-VP", "source_on": order.assigned_on, "source_body": body}


def _wording(order: Order) -> str:
    who = order.leads[0].name if len(order.leads) == 1 else "Các đơn vị được giao"
    helped = (
        f" chủ trì, phối hợp với {', '.join(body.name for body in order.partners)}" if order.partners else ""
    )
    when = f" trước ngày {day_text(order.due_on)}" if order.due_on else ""
    return f"{who}{helped} {order.title[0].lower()}{order.title[1:]}, báo cáo kết quả{when}."


def _issue(desk: Desk, order: Order, code: str, wording: str, **more: object) -> Order:
    """The directive and its first entry."""
    level = SourceLevel.PROVINCE if order.source is SourceKind.SUPERIOR else SourceLevel.OWN
    directive_id = desk.bulk.of(Directive).add(
        code=code,
        source_kind=order.source,
        wording=wording,
        source_level=level,
        leader_id=order.leader_id,
        field=order.field,
        assigned_on=order.assigned_on,
        issued_at=order.issued_at,
        issued_by_id=desk.staff.office.person_id,
        **more,
    )
    chain = desk.histories.begin("directive", directive_id)
    chain.add(Event.DIRECTIVE_ISSUED, desk.staff.office, order.issued_at, source=order.source, words=wording)
    desk.histories.end(chain)
    return replace(order, directive_id=directive_id, wording=wording, level=level)


def count_of(orders: Sequence[Order]) -> int:
    return sum(len(order.leads) for order in orders)
