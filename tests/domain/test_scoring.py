"""Nghị định 335/2025: 25 % off for each missed date and failed check, nothing off for a confirmed cause, nothing invented."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taskboard.domain.calendar import CutOff, Period, end_of_day
from taskboard.domain.lifecycle import State
from taskboard.domain.rollup import Basis, TaskFact
from taskboard.domain.scoring import (
    Aside,
    Criterion,
    Grade,
    Judged,
    Scale,
    ScorePeriod,
    Sheet,
    Why,
    Work,
    judge,
    period_of,
    periods_until,
    sheet,
)

CITY = ZoneInfo("Asia/Ho_Chi_Minh")
QUARTER = Period(date(2026, 1, 1), date(2026, 3, 31))
CUTOFF = end_of_day(QUARTER.last, CITY)
SCALE = Scale()


def late_from(day: date | None) -> datetime | None:
    return end_of_day(day, CITY) if day else None


def fact(code: str = "NV-2026-0001", *, due: date | None = date(2026, 2, 10), **more: Any) -> TaskFact:
    made = TaskFact(
        code=code,
        title="Rà soát",
        directive_code="CD-2026-0001",
        unit_id=1,
        unit_name="Phòng Kinh tế",
        unit_group="departments",
        state=State.IN_PROGRESS,
        assigned_on=date(2026, 1, 5),
        original_due_on=due,
        original_overdue_from=late_from(due),
        due_on=due,
        overdue_from=late_from(due),
    )
    return replace(made, **more)


def done(on: date, code: str = "NV-2026-0001", **more: Any) -> TaskFact:
    return fact(code, state=State.COMPLETED, claimed_on=on, confirmed_on=on, **more)


def extended(to: date) -> dict[str, Any]:
    return {"due_on": to, "overdue_from": late_from(to), "extension_count": 1}


def judged(
    *facts: TaskFact, basis: Basis = Basis.ORIGINAL, scale: Scale = SCALE, cutoff: datetime = CUTOFF
) -> Sheet:
    works, asides = judge(
        [Judged(one) for one in facts], period=QUARTER, cutoff=cutoff, basis=basis, scale=scale, zone=CITY
    )
    return sheet(works, asides, scale)


def work(one: TaskFact, **more: Any) -> Work:
    (product,) = judged(one, **more).products
    return product.works[0]


def test_what_is_done_in_time_and_at_once_has_all_its_points() -> None:
    made = judged(done(date(2026, 2, 10)))
    assert [made.percent(each) for each in Criterion] == [100, 100, 100]
    assert made.result == 70 and made.products[0].works[0].reasons == ()


def test_each_missed_date_takes_a_quarter_of_its_progress_and_nothing_else() -> None:
    once = work(done(date(2026, 2, 11)))
    assert (once.quantity, once.quality, once.progress) == (100, 100, 75)
    assert once.reasons == ((Why.ORIGINAL_MISSED, 1),)
    twice = work(done(date(2026, 3, 1), **extended(date(2026, 2, 20))))
    assert twice.progress == 50 and twice.reasons == ((Why.ORIGINAL_MISSED, 1), (Why.CURRENT_MISSED, 1))
    kept = done(date(2026, 2, 18), **extended(date(2026, 2, 20)))
    assert work(kept).progress == 75, "an extension does not unmake the first date"
    assert work(kept, basis=Basis.CURRENT).progress == 100, "unless the city judges by the granted one"


def test_each_failed_check_takes_a_quarter_of_its_quality_down_to_nothing() -> None:
    made = work(done(date(2026, 2, 1), send_back_count=2, reopen_count=1))
    assert (made.quality, made.progress) == (25, 100)
    assert made.reasons == ((Why.SENT_BACK, 2), (Why.REOPENED, 1))
    assert work(done(date(2026, 2, 1), send_back_count=9)).quality == 0


def test_a_confirmed_objective_cause_takes_nothing_off_and_is_said() -> None:
    made = work(done(date(2026, 3, 1), has_objective_cause=True))
    assert made.progress == 100 and made.reasons == ((Why.OBJECTIVE, 1),)
    assert work(done(date(2026, 3, 1), has_objective_cause=True, send_back_count=1)).quality == 75
    assert work(done(date(2026, 2, 1), has_objective_cause=True)).reasons == ()


def test_what_is_due_and_not_done_has_no_points_at_all() -> None:
    made = judged(fact(), done(date(2026, 2, 1), "NV-2026-0002"))
    assert [made.percent(each) for each in Criterion] == [50, 50, 50] and made.result == 35
    assert made.products[0].works[0].reasons == ((Why.NOT_DONE, 1),), "what lost most stands first"


@pytest.mark.parametrize(
    ("one", "why"),
    [
        (fact(due=date(2026, 4, 10)), Aside.NOT_YET_DUE),
        (fact(due=None), Aside.UNDATED),
        (fact(state=State.WAITING, claimed_on=date(2026, 2, 1)), Aside.WAITING),
        (fact(state=State.WITHDRAWN), Aside.GIVEN_UP),
    ],
)
def test_what_cannot_be_judged_yet_is_set_aside_and_named(one: TaskFact, why: Aside) -> None:
    made = judged(one)
    assert not made.products and made.result is None and [said for said, _fact in made.asides] == [why]


def test_what_was_done_in_another_period_is_not_this_ones() -> None:
    made = judged(done(date(2025, 12, 31)))
    assert not made.products and not made.asides


def test_the_occurrences_of_a_duty_share_one_place() -> None:
    weekly = [
        done(date(2026, 2, 10), f"NV-2026-000{n}", duty_key="CD-9", duty_period=f"2026-W0{n}")
        for n in range(1, 4)
    ]
    made = judged(*weekly, fact("NV-2026-0004", duty_key="CD-9"), done(date(2026, 2, 1), "NV-2026-0009"))
    assert [len(product.works) for product in made.products] == [4, 1]
    assert made.percent(Criterion.QUANTITY) == Fraction(175, 2)


def test_without_the_general_points_there_is_no_total() -> None:
    made = judged(done(date(2026, 2, 1)))
    assert made.total(None) is None and made.total(Fraction(28)) == 98
    assert SCALE.grade(Fraction(98)) is Grade.EXCELLENT


@pytest.mark.parametrize(
    ("points", "grade"),
    [(90, Grade.EXCELLENT), (Fraction(8999, 100), Grade.GOOD), (70, Grade.GOOD), (69, Grade.DONE), (50, Grade.DONE), (49, Grade.NOT_DONE)],
)  # fmt: skip
def test_the_grades_begin_where_the_decree_says(points: Any, grade: Grade) -> None:
    assert SCALE.grade(Fraction(points)) is grade


def test_a_city_may_weigh_otherwise() -> None:
    scale = Scale(general_points=40, quantity_weight=2, quality_weight=1, progress_weight=1, step_percent=50)
    made = judged(done(date(2026, 3, 1)), scale=scale)
    assert [made.points_of(each) for each in Criterion] == [30, 15, Fraction(15, 2)]


_DAYS = st.integers(0, 89).map(lambda number: QUARTER.first + timedelta(days=number))


@given(
    st.lists(
        st.builds(
            lambda due, claimed, sent, again, cause: done(
                claimed, due=due, send_back_count=sent, reopen_count=again, has_objective_cause=cause
            ),
            _DAYS,
            _DAYS,
            st.integers(0, 6),
            st.integers(0, 3),
            st.booleans(),
        )
        | st.builds(lambda due: fact(due=due), _DAYS),
        min_size=1,
        max_size=12,
    )
)
def test_points_stay_between_nothing_and_all_and_the_parts_make_the_whole(facts: list[TaskFact]) -> None:
    made = judged(*(replace(one, code=f"NV-2026-{n:04d}") for n, one in enumerate(facts)))
    assert len(made.products) == len(facts)
    parts = [made.points_of(each) for each in Criterion]
    assert made.result == sum(part for part in parts if part is not None)
    assert 0 <= (made.result or 0) <= 70
    quantity, quality, progress = (made.percent(each) or 0 for each in Criterion)
    assert quality <= quantity and progress <= quantity, "nothing unfinished is good or timely"


def test_periods_are_months_and_quarters_by_the_citys_cut_off() -> None:
    assert ScorePeriod(2026, 1, True).days(CutOff.FIFTEENTH) == Period(date(2025, 12, 15), date(2026, 3, 14))
    assert ScorePeriod(2026, 2).days(CutOff.CALENDAR) == Period(date(2026, 2, 1), date(2026, 2, 28))
    assert ScorePeriod(2026, 1).days(CutOff.FIFTEENTH) == Period(date(2025, 12, 15), date(2026, 1, 14))
    assert [one.key for one in periods_until(date(2025, 12, 20), CutOff.FIFTEENTH, quarters=2, months=2)] == [
        "2026-q1",
        "2025-q4",
        "2026-01",
        "2025-12",
    ]
    assert [period_of(key) for key in ("2026-q1", "2026-12")] == [
        ScorePeriod(2026, 1, True),
        ScorePeriod(2026, 12),
    ]
    assert [period_of(key) for key in ("2026-q5", "2026-13", "2026", "", "9999-01", "2026-q1x")] == [None] * 6
