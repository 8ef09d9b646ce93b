"""Units are ranked only inside a comparable group and a volume band (rule 34)."""

from __future__ import annotations

from taskboard.domain.rating import Thresholds, rank
from taskboard.domain.rollup import Counts, UnitLine, figures_of
from tests.domain.test_rollup import done, rolled, task


def line(unit_id: int, *, group: str = "wards", finished: int = 0, owed: int = 0) -> UnitLine:
    """A unit with so many tasks done in time and overdue."""
    facts = [
        *(done(f"A{unit_id}-{number}") for number in range(finished)),
        *(task(f"C{unit_id}-{number}") for number in range(owed)),
    ]
    rows = list(rolled(*facts).rows)
    figures = figures_of(rows, silence_days=30)
    assert figures.counts == Counts(done_on_time=finished, open_overdue=owed)
    return UnitLine(unit_id, f"Đơn vị {unit_id}", group, figures)


def places(lines: list[UnitLine]) -> dict[tuple[str, int], list[tuple[int, int]]]:
    return {
        (table.group, table.band): [(ranked.place, ranked.line.unit_id) for ranked in table.ranked]
        for table in rank(lines, Thresholds())
    }


def test_the_best_share_comes_first_and_equal_shares_share_a_place():
    lines = [line(1, finished=1, owed=1), line(2, finished=2), line(3, finished=2, owed=2), line(4, owed=1)]
    assert places(lines) == {("wards", 0): [(1, 2), (2, 1), (2, 3), (4, 4)]}


def test_groups_and_volumes_are_never_mixed():
    lines = [
        line(1, finished=3),
        line(2, finished=1),
        line(3, group="departments", finished=1),
        line(4, group="departments", owed=2),
        line(5, finished=21),
        line(6, finished=10, owed=15),
    ]
    assert places(lines) == {
        ("departments", 0): [(1, 3), (2, 4)],
        ("wards", 0): [(1, 1), (1, 2)],
        ("wards", 1): [(1, 5), (2, 6)],
    }


def test_who_has_nothing_to_rate_or_nobody_beside_has_no_place():
    assert places([line(1), line(2, finished=1), line(3, group="departments", finished=1)]) == {}
