import json
from collections import Counter
from dataclasses import fields, replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taskboard.domain.calendar import WorkingCalendar, start_of_day
from taskboard.domain.deadline import DueClass, due_state, overdue_from
from taskboard.domain.lifecycle import TERMINAL, State
from taskboard.domain.rollup import (
    CALCULATION_VERSION,
    COUNT_NAMES,
    RATIO_NAMES,
    Basis,
    Counts,
    Ratio,
    Reported,
    RollUp,
    TaskClass,
    TaskFact,
    canonical_json,
    classify,
    is_in_population,
    lateness,
    roll_up,
)
from tests.domain.calendars import CITY

PLAIN = WorkingCalendar()
START = date(2021, 4, 1)
CUTOFF = datetime(2021, 6, 30, 17, 0, tzinfo=CITY).astimezone(UTC)
DUE = date(2021, 5, 20)


def instant(due_on: date | None, due_time: time | None = None) -> datetime | None:
    return None if due_on is None else overdue_from(due_on, due_time, PLAIN, CITY)


def task(
    code="NV-2021-0001", due_on: date | None = DUE, state=State.IN_PROGRESS, moved_to=None, **facts
) -> TaskFact:
    current = moved_to or due_on
    return TaskFact(
        **{
            "code": code,
            "title": "Rà soát các khoản thu",
            "directive_code": "CD-2021-01",
            "unit_id": 1,
            "unit_name": "Phòng Kinh tế",
            "unit_group": "department",
            "state": state,
            "assigned_on": date(2021, 4, 6),
            "original_due_on": due_on,
            "original_overdue_from": instant(due_on),
            "due_on": current,
            "overdue_from": instant(current),
            **facts,
        }
    )


def done(code="NV-2021-0001", claimed_on=DUE, **facts) -> TaskFact:
    confirmed_on = facts.pop("confirmed_on", claimed_on + timedelta(days=2))
    return task(code, state=State.COMPLETED, claimed_on=claimed_on, confirmed_on=confirmed_on, **facts)


def occurrence(week: int, *, unit_id=1, **facts) -> TaskFact:
    sunday = date.fromisocalendar(2021, week, 7)
    made = done if facts.pop("is_done", False) else task
    claimed = {"claimed_on": sunday} if made is done else {}
    period = {"duty_key": "duty-3", "duty_period": f"2021-W{week}", "unit_id": unit_id}
    return made(f"NV-2021-{unit_id:02d}{week}", due_on=sunday, **{**claimed, **period, **facts})


def rolled(*facts: TaskFact, basis=Basis.ORIGINAL, cutoff=CUTOFF, **more) -> RollUp:
    return roll_up(facts, **{"period_start": START, "cutoff": cutoff, "basis": basis, "zone": CITY, **more})


def class_of(fact: TaskFact, basis=Basis.ORIGINAL, cutoff=CUTOFF) -> TaskClass:
    return classify(fact, cutoff, basis, CITY)


# Classes


@pytest.mark.parametrize(
    ("fact", "expected"),
    [
        (done(claimed_on=DUE), TaskClass.DONE_ON_TIME),
        (done(claimed_on=DUE + timedelta(days=1)), TaskClass.DONE_LATE),
        (task(due_on=date(2021, 7, 5)), TaskClass.OPEN_IN_TIME),
        (task(), TaskClass.OPEN_OVERDUE),
        (done(due_on=None), TaskClass.DONE_NO_DEADLINE),
        (task(due_on=None), TaskClass.OPEN_NO_DEADLINE),
        (task(state=State.PAUSED), TaskClass.OPEN_OVERDUE),
        (task(state=State.WITHDRAWN), TaskClass.EXCLUDED),
        (task(state=State.NOT_PURSUED), TaskClass.EXCLUDED),
        (task(state=State.RETURNED, due_on=None), TaskClass.EXCLUDED),
    ],
)
def test_the_official_classes(fact, expected):
    assert class_of(fact) is expected


def test_what_waits_is_judged_by_the_day_the_unit_claims():
    assert class_of(task(state=State.WAITING, claimed_on=DUE)) is TaskClass.OPEN_IN_TIME
    late = task(state=State.WAITING, claimed_on=DUE + timedelta(days=4))
    assert class_of(late) is TaskClass.OPEN_OVERDUE
    assert lateness(late, CUTOFF, Basis.ORIGINAL, CITY) == 4


def test_once_confirmed_the_claimed_day_counts_not_the_day_of_confirming():
    assert class_of(done(claimed_on=DUE, confirmed_on=DUE + timedelta(days=20))) is TaskClass.DONE_ON_TIME


def test_sent_back_it_never_was():
    assert class_of(task(claimed_on=DUE, state=State.IN_PROGRESS)) is TaskClass.OPEN_OVERDUE


def test_an_extension_moves_the_current_class_and_never_the_original_one():
    extended = done(claimed_on=date(2021, 6, 1), moved_to=date(2021, 6, 10))
    assert class_of(extended, Basis.ORIGINAL) is TaskClass.DONE_LATE
    assert class_of(extended, Basis.CURRENT) is TaskClass.DONE_ON_TIME
    both = rolled(extended)
    assert (both.counts.done_late, both.current.done_on_time, both.original) == (1, 1, both.counts)
    assert rolled(extended, basis=Basis.CURRENT).counts == both.current


def test_lateness_begins_at_the_instant_and_the_screen_says_the_same():
    fact = task(due_on=date(2021, 6, 30))
    midnight = start_of_day(date(2021, 7, 1), CITY)
    assert class_of(fact, cutoff=midnight - timedelta(seconds=1)) is TaskClass.OPEN_IN_TIME
    assert class_of(fact, cutoff=midnight) is TaskClass.OPEN_OVERDUE
    assert lateness(fact, midnight, Basis.ORIGINAL, CITY) == 1


def test_a_finished_task_that_names_no_day_is_an_error_and_not_a_guess():
    with pytest.raises(ValueError, match="NV-2021-0001 is completed"):
        class_of(task(state=State.COMPLETED))


# Population


def test_the_period_holds_what_was_open_at_its_start_or_given_within_it():
    before = date(2021, 3, 1)
    belongs = {
        "open since before": task(assigned_on=before),
        "ended within": done(assigned_on=before, claimed_on=date(2021, 3, 30), confirmed_on=START),
        "given on the last day": task(assigned_on=date(2021, 6, 30)),
        "withdrawn within": task(assigned_on=before, state=State.WITHDRAWN, closed_on=START),
    }
    does_not = {
        "ended before": done(assigned_on=before, claimed_on=before, confirmed_on=date(2021, 3, 31)),
        "given after the cutoff": task(assigned_on=date(2021, 7, 1)),
        "withdrawn before": task(assigned_on=before, state=State.WITHDRAWN, closed_on=before),
    }
    for name, fact in {**belongs, **does_not}.items():
        inside = is_in_population(fact, period_start=START, cutoff=CUTOFF, zone=CITY)
        assert inside == (name in belongs), name


def test_a_cutoff_at_midnight_takes_nothing_of_the_new_day():
    midnight = start_of_day(date(2021, 7, 1), CITY)
    fact = task(assigned_on=date(2021, 7, 1))
    assert not is_in_population(fact, period_start=START, cutoff=midnight, zone=CITY)


def test_what_ended_between_the_freeze_and_the_new_period_is_still_told():
    evening = done(assigned_on=date(2021, 3, 1), claimed_on=date(2021, 3, 31), confirmed_on=date(2021, 3, 31))
    frozen = rolled(
        replace(evening, state=State.IN_PROGRESS, claimed_on=None, confirmed_on=None),
        period_start=date(2021, 1, 1),
        cutoff=datetime(2021, 3, 31, 10, tzinfo=UTC),
    )
    assert frozen.unfinished_codes == {"NV-2021-0001"}
    assert rolled(evening).counts.total == 0
    assert rolled(evening, carried=frozen.unfinished_codes).counts.done == 1


# Duties


def test_a_weekly_duty_of_a_ward_counts_once_and_says_k_of_n():
    weeks = [occurrence(week, is_done=week != 23) for week in range(16, 26)]
    duty = rolled(*weeks)
    (row,) = duty.rows
    assert duty.counts == Counts(open_overdue=1)
    assert row.reports == Reported(given=9, owed=10)
    assert (row.code, row.due_on, row.days_late) == ("duty-3", date.fromisocalendar(2021, 23, 7), 16)
    assert row.unfinished_codes == ("NV-2021-0123",)
    assert duty.total.reports == Ratio(9, 10)


def test_a_duty_in_order_is_in_time_while_it_runs_and_done_when_it_has_ended():
    weeks = [occurrence(week, is_done=True) for week in (16, 17)]
    assert rolled(*weeks).counts == Counts(open_in_time=1)
    ended = [replace(week, duty_is_running=False) for week in weeks]
    assert rolled(*ended).counts == Counts(done_on_time=1)
    late = replace(ended[0], claimed_on=date(2021, 6, 1))
    assert rolled(late, ended[1]).counts == Counts(done_late=1)


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (State.WITHDRAWN, "done_on_time"),
        (State.RETURNED, "done_on_time"),
        (State.NOT_PURSUED, "open_in_time"),
    ],
)
def test_a_duty_taken_away_has_ended_and_one_occurrence_given_up_ends_only_itself(
    state: State, expected: str
):
    newest = replace(occurrence(17), state=state)
    (row,) = rolled(occurrence(16, is_done=True), newest).rows
    assert (row.task_class, row.unfinished_codes) == (expected, ())


def test_a_report_that_is_not_due_yet_is_not_missing():
    (row,) = rolled(occurrence(25, is_done=True), occurrence(26)).rows
    assert (row.task_class, row.reports) == (TaskClass.OPEN_IN_TIME, Reported(1, 1))


def test_one_duty_to_two_wards_is_two_obligations():
    assert rolled(occurrence(20, unit_id=1), occurrence(20, unit_id=2, is_done=True)).counts == Counts(
        open_overdue=1, open_in_time=1
    )


def test_a_duty_between_two_reports_owes_nothing_and_is_not_silent():
    figures = rolled(occurrence(16, is_done=True)).total
    assert (figures.counts.open, figures.silent, figures.updated, figures.carried) == (1, 0, Ratio(0, 0), {})


def test_a_withdrawn_occurrence_is_no_part_of_its_duty():
    gone = replace(occurrence(20), state=State.WITHDRAWN)
    assert rolled(gone, occurrence(21, is_done=True)).rows[0].reports == Reported(1, 1)
    alone = rolled(gone)
    assert (alone.counts.total, alone.excluded) == (0, {State.WITHDRAWN: 1})


# Figures


def test_the_working_groups_numbers_of_2017():
    counts = Counts(done_on_time=14068, done_late=1983, open_in_time=5640, open_overdue=223)
    assert (counts.total, counts.done, counts.open) == (21914, 16051, 5863)
    assert counts.done_of_done_and_overdue == Ratio(16051, 16274)
    assert counts.done_of_done_and_overdue.permille == 986


def test_a_share_of_nothing_is_nothing():
    empty = rolled()
    assert all(getattr(empty.counts, name) == Ratio(0, 0) for name in RATIO_NAMES)
    assert Ratio(0, 0).permille is None
    assert empty.changes() is None
    assert empty.permille_change("done_of_all") is None


def test_tenths_of_a_percent_are_rounded_half_up():
    assert [Ratio(*pair).permille for pair in ((1, 3), (2, 3), (1, 2000), (1, 2001), (181, 270))] == [
        333,
        667,
        1,
        0,
        670,
    ]


def test_late_bands_silence_waiting_and_carried():
    figures = rolled(
        task("A", due_on=date(2021, 6, 25)),
        task("B", due_on=date(2021, 6, 1), last_report_on=date(2021, 6, 20), quarters_carried=2),
        task("C", due_on=date(2021, 4, 10), state=State.WAITING, claimed_on=date(2021, 6, 2)),
        task("D", due_on=date(2021, 1, 15), assigned_on=date(2020, 12, 1), quarters_carried=2),
        task("E", due_on=None, state=State.PAUSED, assigned_on=date(2021, 6, 1)),
        done(
            "F", claimed_on=date(2021, 6, 1), has_objective_cause=True, extension_count=2, send_back_count=1
        ),
    ).total
    assert list(figures.late_bands.values()) == [1, 1, 1, 1]
    assert figures.carried == {0: 3, 2: 2}
    assert (figures.waiting, figures.paused, figures.silent, figures.updated) == (1, 1, 2, Ratio(1, 5))
    assert (figures.extended, figures.sent_back, figures.objective_causes) == (1, 1, 1)


def test_an_objective_cause_is_counted_only_where_something_was_late():
    assert rolled(done(has_objective_cause=True)).total.objective_causes == 0


def test_a_renamed_unit_is_one_line_under_its_newest_name():
    old = task("A", unit_name="Phòng Kinh tế")
    new = task("B", unit_name="Phòng Kinh tế, Hạ tầng và Đô thị", assigned_on=date(2021, 6, 1))
    (line,) = rolled(new, old).by_unit
    assert (line.name, line.figures.counts.total) == ("Phòng Kinh tế, Hạ tầng và Đô thị", 2)


def test_a_quarter_is_set_beside_the_one_before():
    before = rolled(task("A"), task("B"), period_start=date(2021, 1, 1))
    now = rolled(task("A"), task("B"), done("C", claimed_on=DUE), previous=before)
    changes = {change.name: change for change in now.changes() or ()}
    assert (changes["total"].difference, changes["open_overdue"].difference) == (1, 0)
    assert changes["done"].is_new
    assert not changes["open_overdue"].is_new
    assert now.permille_change("done_of_all") == 333
    assert now.permille_change("on_time_of_done_with_deadline") is None


def test_a_code_that_comes_twice_is_an_error():
    with pytest.raises(ValueError, match="comes twice"):
        rolled(task(), task())


# Whatever the facts


def dated(draw_day):
    return st.none() | draw_day


quarter_days = st.dates(date(2020, 10, 1), date(2021, 9, 30))


@st.composite
def any_fact(draw, number: int) -> TaskFact:
    state = draw(st.sampled_from(State))
    due_on = draw(dated(quarter_days))
    current = due_on and due_on + timedelta(days=draw(st.integers(0, 60)))
    assigned_on = draw(quarter_days)
    claimed_on = draw(quarter_days) if state in (State.WAITING, State.COMPLETED) else None
    is_duty = draw(st.booleans())
    return task(
        f"NV-2021-{number:04d}",
        due_on=due_on,
        state=state,
        moved_to=current,
        assigned_on=assigned_on,
        claimed_on=claimed_on,
        confirmed_on=draw(quarter_days) if state is State.COMPLETED else None,
        closed_on=draw(dated(quarter_days)) if state in TERMINAL else None,
        unit_id=draw(st.integers(1, 4)),
        unit_group=draw(st.sampled_from(["department", "ward"])),
        field=draw(st.sampled_from(["", "kinh-te", "đất đai"])),
        leader=draw(st.sampled_from(["", "Chủ tịch"])),
        is_starred=draw(st.booleans()),
        quarters_carried=draw(st.integers(0, 3)),
        last_report_on=draw(dated(quarter_days)),
        extension_count=draw(st.integers(0, 2)),
        has_objective_cause=draw(st.booleans()),
        duty_key=draw(st.sampled_from(["duty-1", "duty-2"])) if is_duty else None,
        duty_period=f"2021-{number}" if is_duty else None,
        duty_is_running=draw(st.booleans()),
    )


@st.composite
def any_facts(draw) -> list[TaskFact]:
    return [draw(any_fact(number)) for number in range(draw(st.integers(0, 12)))]


@given(any_facts(), st.sampled_from(Basis))
def test_every_row_is_in_exactly_one_class_and_the_counts_add_up(facts, basis):
    rollup = rolled(*facts, basis=basis)
    classes = Counter(row.task_class for row in rollup.rows)
    excluded = classes.pop(TaskClass.EXCLUDED, 0)
    assert classes == {
        TaskClass(field.name): getattr(rollup.counts, field.name)
        for field in fields(Counts)
        if getattr(rollup.counts, field.name)
    }
    assert sum(rollup.excluded.values()) == excluded
    assert rollup.counts.total == rollup.counts.with_deadline + sum(
        (rollup.counts.done_no_deadline, rollup.counts.open_no_deadline)
    )
    assert sum(rollup.total.late_bands.values()) == rollup.counts.open_overdue
    owing = sum(bool(row.unfinished_codes) for row in rollup.rows)
    assert (
        sum(rollup.total.carried.values()) == owing == rollup.total.updated.denominator <= rollup.counts.open
    )
    assert rollup.counts_on(basis) == rollup.counts


@given(any_facts(), st.sampled_from(Basis))
def test_every_breakdown_adds_up_to_the_whole(facts, basis):
    rollup = rolled(*facts, basis=basis)
    for lines in (rollup.by_unit, rollup.by_group, rollup.by_field, rollup.by_leader, rollup.by_source_level):
        for name in COUNT_NAMES:
            assert sum(getattr(line.figures.counts, name) for line in lines) == getattr(rollup.counts, name)
        assert sum(line.figures.silent for line in lines) == rollup.total.silent
    assert rollup.starred.counts.total == sum(row.is_starred and not row.is_excluded for row in rollup.rows)


@given(any_facts())
def test_every_task_of_the_period_stands_behind_exactly_one_row(facts):
    rollup = rolled(*facts)
    codes = [code for row in rollup.rows for code in row.codes]
    assert len(codes) == len(set(codes))
    missing = {fact.code for fact in facts} - set(codes)
    by_code = {fact.code: fact for fact in facts}
    for code in missing:
        fact = by_code[code]
        inside = is_in_population(fact, period_start=START, cutoff=CUTOFF, zone=CITY)
        assert not inside or (fact.duty_key and fact.state in TERMINAL)


@given(any_facts(), st.randoms(use_true_random=False))
def test_the_order_of_the_facts_changes_no_byte(facts, random):
    shuffled = random.sample(facts, len(facts))
    assert canonical_json(rolled(*facts)) == canonical_json(rolled(*shuffled))


@given(any_facts(), any_facts(), st.sampled_from(Basis))
def test_a_frozen_roll_up_reads_back_bit_for_bit(earlier, facts, basis):
    previous = rolled(*earlier, period_start=date(2021, 1, 1), cutoff=datetime(2021, 3, 31, 10, tzinfo=UTC))
    rollup = rolled(*facts, basis=basis, previous=previous)
    text = canonical_json(rollup)
    again = RollUp.from_dict(json.loads(text))
    assert again == rollup
    assert canonical_json(again) == text
    assert json.loads(text)["calculation_version"] == CALCULATION_VERSION


@given(any_facts(), quarter_days, st.integers(0, 23))
def test_board_and_report_agree_at_every_instant(facts, day, hour):
    cutoff = (datetime(day.year, day.month, day.day, hour, tzinfo=CITY)).astimezone(UTC)
    for fact in facts:
        if fact.state in TERMINAL or fact.is_done or fact.state is State.WAITING:
            continue
        shown = due_state(fact.due_on, fact.overdue_from, now=cutoff, zone=CITY, calendar=PLAIN)
        counted = classify(fact, cutoff, Basis.CURRENT, CITY)
        assert (shown.kind is DueClass.OVERDUE) == (counted is TaskClass.OPEN_OVERDUE)
        assert (shown.kind is DueClass.NO_DEADLINE) == (counted is TaskClass.OPEN_NO_DEADLINE)
        assert shown.days_late == lateness(fact, cutoff, Basis.CURRENT, CITY)


@given(any_facts(), st.sampled_from(Basis))
def test_words_written_later_move_no_figure(facts, basis):
    """Titles and names travel with the rows and decide nothing."""
    renamed = [replace(fact, title=fact.title[::-1]) for fact in facts]
    one, other = rolled(*facts, basis=basis), rolled(*renamed, basis=basis)
    assert (one.total, one.by_group, one.excluded) == (other.total, other.by_group, other.excluded)
