"""The score sheet of Nghị định 335/2025 (domain 1.8, rule 36): results by quantity, quality and progress, line by line.

100 points are general criteria and results. Results compare what was completed with what was asked in a month or a quarter:
quantity, quality (a quarter off each product's points for every check it failed), progress (a quarter off for every date it
missed); neither is taken off for an objective cause that was confirmed. What this software cannot know is no figure here: the
general criteria, work outside the directives, the weight of one product against another. Pure: facts in, a sheet out.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from enum import StrEnum
from fractions import Fraction

from taskboard.domain.calendar import DAY, CutOff, Period, Quarter, local_date
from taskboard.domain.deadline import days_late
from taskboard.domain.lifecycle import TERMINAL, State
from taskboard.domain.rollup import Basis, TaskFact

WHOLE = Fraction(100)
_KEY = re.compile(r"((?:19|20|21)\d{2})-(?:q([1-4])|(0[1-9]|1[0-2]))")


class Criterion(StrEnum):
    QUANTITY = "quantity"
    QUALITY = "quality"
    PROGRESS = "progress"


class Grade(StrEnum):
    EXCELLENT = "excellent"
    GOOD = "good"
    DONE = "done"
    NOT_DONE = "not_done"


@dataclass(frozen=True, slots=True)
class Scale:
    """What the decree says in numbers; a city may set others, with the article they rest on."""

    general_points: int = 30
    step_percent: int = 25
    """Off a product's points for each failed check, and for each missed date."""
    quantity_weight: int = 1
    quality_weight: int = 1
    progress_weight: int = 1
    excellent_points: int = 90
    good_points: int = 70
    done_points: int = 50

    @property
    def result_points(self) -> int:
        return 100 - self.general_points

    def weight_of(self, criterion: Criterion) -> int:
        return {
            Criterion.QUANTITY: self.quantity_weight,
            Criterion.QUALITY: self.quality_weight,
            Criterion.PROGRESS: self.progress_weight,
        }[criterion]

    def grade(self, total: Fraction) -> Grade:
        """By points alone; the decree knows further grounds for the lowest grade, which no figure tells."""
        if total >= self.excellent_points:
            return Grade.EXCELLENT
        if total >= self.good_points:
            return Grade.GOOD
        return Grade.DONE if total >= self.done_points else Grade.NOT_DONE


class Why(StrEnum):
    """One reason for points that are missing, or that were left in spite of one."""

    NOT_DONE = "not_done"
    ORIGINAL_MISSED = "original_missed"
    CURRENT_MISSED = "current_missed"
    SENT_BACK = "sent_back"
    REOPENED = "reopened"
    OBJECTIVE = "objective"
    """Late, for a cause outside the unit that somebody confirmed: nothing is taken off."""


class Aside(StrEnum):
    """Why a task of the period is in no figure of the sheet."""

    NOT_YET_DUE = "not_yet_due"
    WAITING = "waiting"
    """Reported as done; whether it is, the Office has not said."""
    UNDATED = "undated"
    GIVEN_UP = "given_up"
    """Withdrawn, returned, not pursued."""


@dataclass(frozen=True, slots=True)
class Work:
    """One task as it is judged."""

    fact: TaskFact
    officer_id: int | None
    is_done: bool
    quantity: Fraction
    quality: Fraction
    progress: Fraction
    reasons: tuple[tuple[Why, int], ...]
    """Why, and how often."""

    def points(self, criterion: Criterion) -> Fraction:
        return {
            Criterion.QUANTITY: self.quantity,
            Criterion.QUALITY: self.quality,
            Criterion.PROGRESS: self.progress,
        }[criterion]


@dataclass(frozen=True, slots=True)
class Product:
    """What is compared: a task, or a duty of one unit, whose occurrences share one place (decision 3)."""

    works: tuple[Work, ...]

    @property
    def title(self) -> str:
        return self.works[-1].fact.title

    def points(self, criterion: Criterion) -> Fraction:
        """Percent, the mean of its occurrences."""
        return sum((work.points(criterion) for work in self.works), Fraction()) / len(self.works)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one unit, or one person, has for a period."""

    scale: Scale
    products: tuple[Product, ...]
    asides: tuple[tuple[Aside, TaskFact], ...]

    def percent(self, criterion: Criterion) -> Fraction | None:
        """None where nothing was asked: there is nothing to compare."""
        if not self.products:
            return None
        points = (product.points(criterion) for product in self.products)
        return sum(points, Fraction()) / len(self.products)

    def points_of(self, criterion: Criterion) -> Fraction | None:
        """The criterion's part of the points for results."""
        percent = self.percent(criterion)
        weights = sum(self.scale.weight_of(each) for each in Criterion)
        if percent is None or not weights:
            return None
        return percent / WHOLE * self.scale.result_points * self.scale.weight_of(criterion) / weights

    @property
    def result(self) -> Fraction | None:
        """Points for results."""
        parts = [self.points_of(criterion) for criterion in Criterion]
        known = [part for part in parts if part is not None]
        return sum(known, Fraction()) if len(known) == len(parts) else None

    def total(self, general: Fraction | None) -> Fraction | None:
        """With the general criteria as somebody judged them; None while nobody has."""
        return None if general is None or self.result is None else general + self.result


@dataclass(frozen=True, slots=True)
class Judged:
    """A task with whoever does it, before it is put on anybody's sheet."""

    fact: TaskFact
    officer_id: int | None = None


def judge(
    tasks: Iterable[Judged], *, period: Period, cutoff: datetime, basis: Basis, scale: Scale, zone: tzinfo
) -> tuple[list[Work], list[tuple[Aside, Judged]]]:
    """What was to be completed in a period by `cutoff`, and what is in no figure, by code.

    In it is what was done in the period, and what is not done though its deadline came by the cutoff.
    """
    works: list[Work] = []
    asides: list[tuple[Aside, Judged]] = []
    for task in sorted(tasks, key=lambda one: one.fact.code):
        fact = task.fact
        if fact.is_done:
            if fact.claimed_on is not None and fact.claimed_on in period:
                works.append(_work(task, basis, scale, zone, done_on=fact.claimed_on))
        elif (why := _aside(fact, cutoff, basis)) is not None:
            asides.append((why, task))
        else:
            works.append(_work(task, basis, scale, zone, done_on=None, today=local_date(cutoff, zone)))
    return works, asides


def _aside(fact: TaskFact, cutoff: datetime, basis: Basis) -> Aside | None:
    if fact.state in TERMINAL:
        return Aside.GIVEN_UP
    if fact.state is State.WAITING:
        return Aside.WAITING
    overdue_from = fact.overdue_by(basis)
    if overdue_from is None:
        return Aside.UNDATED
    return Aside.NOT_YET_DUE if cutoff < overdue_from else None


def _work(
    task: Judged, basis: Basis, scale: Scale, zone: tzinfo, *, done_on: date | None, today: date | None = None
) -> Work:
    fact = task.fact
    if done_on is None:
        reasons = ((Why.NOT_DONE, 1),)
        nothing = Fraction()
        return Work(fact, task.officer_id, False, nothing, nothing, nothing, reasons)
    missed = _missed(fact, done_on, basis, zone)
    failed = [(Why.SENT_BACK, fact.send_back_count), (Why.REOPENED, fact.reopen_count)]
    checks = [(why, count) for why, count in failed if count]
    is_excused = bool(missed) and fact.has_objective_cause
    late = [] if is_excused else missed
    return Work(
        fact,
        task.officer_id,
        True,
        WHOLE,
        _left(sum(count for _why, count in checks), scale),
        _left(len(late), scale),
        (*checks, *((why, 1) for why in late), *([(Why.OBJECTIVE, len(missed))] if is_excused else [])),
    )


def _missed(fact: TaskFact, done_on: date, basis: Basis, zone: tzinfo) -> list[Why]:
    """Each of its dates that was missed: the first one, and the one it was extended to. Dates between are not told."""
    found = []
    if basis is Basis.ORIGINAL and fact.original_overdue_from is not None:
        if days_late(done_on, fact.original_overdue_from, zone):
            found.append(Why.ORIGINAL_MISSED)
        if fact.overdue_from == fact.original_overdue_from:
            return found
    if fact.overdue_from is not None and days_late(done_on, fact.overdue_from, zone):
        found.append(Why.CURRENT_MISSED)
    return found


def _left(times: int, scale: Scale) -> Fraction:
    return max(Fraction(), WHOLE - times * scale.step_percent)


def sheet(works: Sequence[Work], asides: Sequence[tuple[Aside, Judged]], scale: Scale) -> Sheet:
    """The works of one unit or one person as a sheet: what is unfinished first, then what lost points."""
    by_product: dict[object, list[Work]] = defaultdict(list)
    for work in works:
        fact = work.fact
        by_product[(fact.duty_key, fact.unit_id) if fact.duty_key else fact.code].append(work)
    products = [Product(tuple(some)) for some in by_product.values()]
    products.sort(key=lambda one: (sum(one.points(each) for each in Criterion), one.works[0].fact.code))
    return Sheet(scale, tuple(products), tuple((why, task.fact) for why, task in asides))


# ------------------------------------------------------------------------------------------------------------- periods


@dataclass(frozen=True, slots=True, order=True)
class ScorePeriod:
    """A month or a quarter of a year, as people are assessed."""

    year: int
    number: int
    is_quarter: bool = False

    @property
    def key(self) -> str:
        return f"{self.year}-q{self.number}" if self.is_quarter else f"{self.year}-{self.number:02d}"

    def days(self, cut_off: CutOff) -> Period:
        """By the calendar, or from the 15th of the month before to the 14th, as the city cuts its figures off."""
        if self.is_quarter:
            return Quarter(self.year, self.number).period(cut_off)
        first = date(self.year, self.number, 1)
        if cut_off is CutOff.CALENDAR:
            return Period(first, first.replace(day=monthrange(self.year, self.number)[1]))
        return Period((first - DAY).replace(day=15), first.replace(day=14))


def period_of(key: str) -> ScorePeriod | None:
    """`2026-q1` or `2026-03`; None for anything else."""
    found = _KEY.fullmatch(key)
    if not found:
        return None
    year, quarter, month = int(found[1]), found[2], found[3]
    return ScorePeriod(year, int(quarter), True) if quarter else ScorePeriod(year, int(month))


def periods_until(day: date, cut_off: CutOff, *, quarters: int = 4, months: int = 6) -> list[ScorePeriod]:
    """The running quarter and month, and those before them; the newest first."""
    quarter, found = Quarter.of(day, cut_off), []
    for _ in range(quarters):
        found.append(ScorePeriod(quarter.year, quarter.number, True))
        quarter = quarter.previous
    month = ScorePeriod(day.year, day.month)
    if day not in month.days(cut_off):
        month = _next(month)
    for _ in range(months):
        found.append(month)
        month = _previous(month)
    return found


def _next(month: ScorePeriod) -> ScorePeriod:
    return ScorePeriod(month.year + month.number // 12, month.number % 12 + 1)


def _previous(month: ScorePeriod) -> ScorePeriod:
    return ScorePeriod(month.year - (month.number == 1), (month.number - 2) % 12 + 1)
