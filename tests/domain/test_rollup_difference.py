"""What moved which figure: the moves of the rows are the difference of the figures, whatever happened between."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from taskboard.domain.lifecycle import State
from taskboard.domain.rollup import Basis, RollUp, differences, figures_told, moved, total_of_moves
from tests.domain.test_rollup import any_facts, done, rolled, task


def told(rollup: RollUp) -> dict[str, int]:
    return figures_told(rollup.total, sum(rollup.excluded.values()))


@given(any_facts(), any_facts(), st.sampled_from(Basis))
def test_the_moves_add_up_to_the_difference_of_the_figures(before, after, basis):
    then, now = rolled(*before, basis=basis), rolled(*after, basis=basis)
    assert total_of_moves(differences(then, now)) == moved(told(then), told(now))


@given(any_facts(), st.sampled_from(Basis))
def test_nothing_differs_from_itself(facts, basis):
    assert differences(rolled(*facts, basis=basis), rolled(*reversed(facts), basis=basis)) == []


def test_a_late_entry_moves_from_one_class_to_another():
    then, now = rolled(task("A"), task("B")), rolled(done("A"), task("B"))
    (one,) = differences(then, now)
    assert (one.row.code, one.moves["open_overdue"], one.moves["done_on_time"]) == ("A", -1, 1)
    assert "total" not in one.moves


def test_a_task_that_passed_to_another_unit_is_one_row_and_moves_no_figure_of_the_whole():
    then, now = rolled(task("A")), rolled(task("A", unit_id=2, unit_name="Phòng Y tế"))
    (one,) = differences(then, now)
    assert (one.then.unit_id, one.now.unit_id, dict(one.moves)) == (1, 2, {})


def test_what_was_withdrawn_or_found_later_is_told():
    then = rolled(task("A"), task("C"))
    now = rolled(task("A", state=State.WITHDRAWN, closed_on=date(2021, 6, 1)), task("B"), task("C"))
    gone, found = sorted(differences(then, now), key=lambda one: one.row.code)
    assert (gone.moves["total"], gone.moves["excluded"]) == (-1, 1)
    assert found.then is None and found.moves["total"] == 1


def test_a_change_of_words_is_shown_and_moves_nothing():
    fact = task("A")
    (one,) = differences(rolled(fact), rolled(replace(fact, title="Tên khác")))
    assert dict(one.moves) == {}
