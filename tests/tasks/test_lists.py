"""Lists: who sees what, each list by its one condition, counts equal to rows, search with and without accents."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from taskboard.accounts.models import Person
from taskboard.accounts.queries import actor_on
from taskboard.briefings import actions as briefings
from taskboard.briefings.models import SourceLevel
from taskboard.domain.authority import Actor
from taskboard.domain.deadline import LateBand
from taskboard.domain.lifecycle import State
from taskboard.settings import queries as settings
from taskboard.tasks import actions, queries
from taskboard.tasks.models import Task
from taskboard.tasks.queries import Filter, Order, Reading, Sort, View
from taskboard.tasks.reading import reading_at
from tests import build
from tests.cast import Cast, cast

if TYPE_CHECKING:
    from taskboard.occasion import Occasion

__all__ = ["cast"]

TODAY = date(2021, 6, 16)


def on(day: date, person: Person) -> Occasion:
    return build.occasion(build.at(day), person)


def actor(person: Person) -> Actor:
    return actor_on(person, TODAY)


@pytest.fixture
def reading(now: datetime) -> Reading:
    return reading_at(now, build.CITY, settings.calendar())


@pytest.fixture
def city(cast: Cast) -> dict[str, Task]:
    """One task for each thing a list asks about, by the name tests use."""
    office = cast.monitor

    def given(
        title: str, assigned: date, due_on: date | None = None, lead: object = None, **more: object
    ) -> Task:
        unit = lead or cast.economy
        return build.task(title, lead=unit, on=on(assigned, office), due_on=due_on, **more)  # type: ignore[arg-type]

    tasks = {
        "late_a_day": given("Lập phương án hộ đê", date(2021, 4, 8), date(2021, 6, 15)),
        "late_a_month": given("Xử lý vi phạm đường Đông A", date(2021, 4, 1), date(2021, 5, 10), cast.urban),
        "soon": given("Kiểm tra điểm tập kết vật liệu", date(2021, 6, 1), date(2021, 6, 21)),
        "in_time": given("Sắp xếp điểm kinh doanh quanh chợ Rồng", date(2021, 6, 15), date(2021, 7, 30)),
        "undated_silent": given("Rà soát biển tên đường", date(2021, 4, 8), None, cast.urban),
        "undated_fresh": given("Rà soát số nhà", date(2021, 6, 10)),
        "waiting": given("Báo cáo điểm tập kết rác", date(2021, 6, 1), date(2021, 6, 10), cast.loc_vuong),
        "done": given("Tổng hợp giống lúa", date(2021, 5, 1), date(2021, 5, 31), field="nong-nghiep"),
        "withdrawn": given("Đề án phố đi bộ", date(2021, 5, 1), date(2021, 6, 1), cast.urban),
        "extension": given(
            "Quy hoạch sử dụng đất", date(2021, 6, 1), date(2021, 8, 30), partners=[cast.loc_vuong]
        ),
        "starred": given("Giải phóng mặt bằng", date(2021, 6, 1), date(2021, 9, 30), is_starred=True),
    }
    build.completion(tasks["waiting"], on=on(date(2021, 6, 9), cast.ward_head))
    build.confirmed(tasks["done"], told=on(date(2021, 5, 20), cast.head), by=on(date(2021, 5, 21), office))
    actions.withdraw(tasks["withdrawn"], reason="Tỉnh làm.", on=on(date(2021, 6, 5), cast.chief))
    build.extension(tasks["extension"], date(2021, 9, 30), on=on(date(2021, 6, 10), cast.head))
    return tasks


EXPECTED: dict[View, set[str]] = {
    View.OVERDUE: {"late_a_day", "late_a_month"},
    View.DUE_SOON: {"soon"},
    View.WAITING: {"waiting"},
    View.NEW: {
        *("late_a_day", "late_a_month", "soon", "in_time", "undated_silent", "undated_fresh"),
        *("extension", "starred"),
    },
    View.NO_DEADLINE: {"undated_silent", "undated_fresh"},
    View.SILENT: {"undated_silent", "late_a_day", "late_a_month"},
    View.EXTENSION: {"extension"},
    View.STARRED: {"starred"},
    View.DONE: {"done"},
    View.CLOSED: {"withdrawn"},
}


def names(rows: list[Task], city: dict[str, Task]) -> list[str]:
    by_code = {task.code: name for name, task in city.items()}
    return [by_code[row.code] for row in rows]


@pytest.mark.parametrize("view", EXPECTED)
def test_a_list_holds_exactly_what_its_name_says(
    view: View, city: dict[str, Task], cast: Cast, reading: Reading
) -> None:
    rows = queries.task_list(Filter(view), reading, actor(cast.chair))
    assert set(names(rows, city)) == EXPECTED[view]


def test_every_task_is_open_done_or_closed(city: dict[str, Task], cast: Cast, reading: Reading) -> None:
    counts = queries.view_counts(list(View), Filter(), reading, actor(cast.chair))
    assert counts[View.OPEN] + counts[View.DONE] + counts[View.CLOSED] == counts[View.ALL] == len(city)


@pytest.mark.parametrize("who", ["chair", "vice", "monitor", "head", "other_head", "ward_head", "inspector"])
def test_counts_are_the_lengths_of_the_lists(
    who: str, city: dict[str, Task], cast: Cast, reading: Reading
) -> None:
    reader = actor(cast.everyone[who])
    counts = queries.view_counts(list(View), Filter(), reading, reader)
    lengths = {view: len(queries.task_list(Filter(view), reading, reader)) for view in View}
    assert counts == lengths


def test_a_unit_sees_its_own_tasks_and_those_it_shares(
    city: dict[str, Task], cast: Cast, reading: Reading
) -> None:
    seen = queries.task_list(Filter(View.ALL), reading, actor(cast.ward_head))
    assert set(names(seen, city)) == {"waiting", "extension"}


@pytest.mark.parametrize("who", ["chair", "vice", "chief", "monitor", "inspector"])
def test_leaders_office_and_inspector_see_all(
    who: str, city: dict[str, Task], cast: Cast, reading: Reading
) -> None:
    assert queries.task_count(Filter(View.ALL), reading, actor(cast.everyone[who])) == len(city)


def test_the_administrator_runs_the_system_and_reads_no_task(
    city: dict[str, Task], cast: Cast, reading: Reading
) -> None:
    assert queries.task_count(Filter(View.ALL), reading, actor(cast.administrator)) == 0


def test_the_most_pressing_stands_first_and_undated_last(
    city: dict[str, Task], cast: Cast, reading: Reading
) -> None:
    rows = names(queries.task_list(Filter(View.OPEN), reading, actor(cast.chair)), city)
    assert rows[:4] == ["late_a_month", "waiting", "late_a_day", "soon"]
    assert set(rows[-2:]) == {"undated_silent", "undated_fresh"}


def test_a_list_comes_in_pages_that_neither_lose_nor_repeat(
    city: dict[str, Task], cast: Cast, reading: Reading
) -> None:
    reader = actor(cast.chair)
    whole = [row.code for row in queries.task_list(Filter(View.ALL), reading, reader)]
    assert read_through(Filter(View.ALL), Order(), reading, reader) == whole


def read_through(filters: Filter, order: Order, reading: Reading, reader: Actor) -> list[str]:
    """Codes, page after page of four, with the count of what is left always right."""
    place, codes = "", []
    while True:
        page = queries.task_page(filters, reading, reader, order=order, after=place, limit=4)
        codes += [row.code for row in page.tasks]
        if not page.next:
            return codes
        place = page.next
        left = queries.count_after(filters, reading, reader, order=order, after=place)
        assert len(codes) + left == queries.task_count(filters, reading, reader)


@pytest.mark.parametrize("sort", [sign + by for by in Sort for sign in ("", "-")])
@pytest.mark.parametrize("view", [View.ALL, View.OPEN, View.DONE, View.WAITING])
def test_every_order_is_read_through_page_by_page(
    sort: str, view: View, city: dict[str, Task], cast: Cast, reading: Reading
) -> None:
    reader, order = actor(cast.chair), Order.read(sort)
    whole = queries.task_page(Filter(view), reading, reader, order=order, limit=500).tasks
    assert read_through(Filter(view), order, reading, reader) == [row.code for row in whole]
    assert len(whole) == queries.task_count(Filter(view), reading, reader)


@pytest.mark.parametrize(
    "place", ["", "khong-co", "W10", "WzFd", "bnVsbA", "W251bGwsbnVsbF0", "W3RydWUsMV0", "é", "W1sxXSwyXQ"]
)
def test_a_place_that_is_none_is_the_beginning(
    place: str, city: dict[str, Task], cast: Cast, reading: Reading
) -> None:
    whole = queries.task_page(Filter(View.ALL), reading, actor(cast.chair))
    assert queries.task_page(Filter(View.ALL), reading, actor(cast.chair), after=place) == whole


def test_conditions_narrow_alone_and_together(city: dict[str, Task], cast: Cast, reading: Reading) -> None:
    def found(**more: object) -> list[str]:
        filters = Filter(View.ALL, **more)  # type: ignore[arg-type]
        return names(queries.task_list(filters, reading, actor(cast.chair)), city)

    assert found(state=State.COMPLETED) == ["done"]
    assert found(is_starred=True) == ["starred"]
    assert found(due_from=date(2021, 6, 21), due_to=date(2021, 7, 30)) == ["soon", "in_time"]
    assert found(due_from=date(2021, 6, 21), due_to=date(2021, 7, 30), unit_id=cast.urban.id) == []
    assert found(level=SourceLevel.GOVERNMENT) == []
    assert len(found(level=SourceLevel.OWN, is_unnamed=True)) == len(city)
    assert found(is_carried=True) == []


@pytest.mark.parametrize("words", ["chợ Rồng", "cho rong", "CHỢ RỒNG", "rồng chợ", "dien  kinh rong"])
def test_a_search_finds_with_and_without_accents(
    words: str, city: dict[str, Task], cast: Cast, reading: Reading
) -> None:
    expected = ["in_time"] if "dien" not in words else []
    found = queries.task_list(Filter(View.ALL, text=words), reading, actor(cast.chair))
    assert names(found, city) == expected


def test_a_search_finds_a_code_and_takes_percent_for_a_character(
    city: dict[str, Task], cast: Cast, reading: Reading
) -> None:
    code = city["soon"].code
    found = queries.task_list(Filter(View.ALL, text=code), reading, actor(cast.chair))
    assert names(found, city) == ["soon"]
    assert queries.task_count(Filter(View.ALL, text="100%_"), reading, actor(cast.chair)) == 0


def test_a_decomposed_search_finds_composed_words(
    city: dict[str, Task], cast: Cast, reading: Reading
) -> None:
    """And words from their beginning: "hộ đê" is not in "đề án phố đi bộ"."""
    typed = unicodedata.normalize("NFD", "hộ đê")
    assert names(queries.task_list(Filter(View.ALL, text=typed), reading, actor(cast.chair)), city) == [
        "late_a_day"
    ]


@pytest.mark.parametrize(
    ("days", "band"),
    [
        (1, LateBand.WEEK),
        (7, LateBand.WEEK),
        (8, LateBand.MONTH),
        (30, LateBand.MONTH),
        (31, LateBand.QUARTER),
        (90, LateBand.QUARTER),
        (91, LateBand.LONGER),
        (400, LateBand.LONGER),
    ],
)
def test_a_band_holds_the_days_its_name_says(cast: Cast, reading: Reading, days: int, band: LateBand) -> None:
    """The boundary days, at nine in the morning: the list and the words on the chip count alike."""
    task = build.task("Việc chậm", lead=cast.economy, on=on(date(2020, 3, 2), cast.monitor), due_on=TODAY)
    late_from = build.at(TODAY, 0) - timedelta(days=days - 1)
    task.overdue_from = late_from
    found = {
        one
        for one in LateBand
        if queries.task_count(Filter(View.OVERDUE, band=one), reading, actor(cast.chair))
    }
    assert found == {band}


def test_conditions_narrow_together(city: dict[str, Task], cast: Cast, reading: Reading) -> None:
    base = Filter(View.ALL, unit_id=cast.economy.id)
    reader = actor(cast.chair)
    of_unit = queries.task_count(base, reading, reader)
    with_field = names(queries.task_list(replace(base, field="nong-nghiep"), reading, reader), city)
    assert of_unit == 7
    assert with_field == ["done"]
    mine = queries.task_list(Filter(View.ALL, monitor_id=cast.monitor.id), reading, reader)
    assert {row.unit_id for row in mine} == {cast.economy.id, cast.loc_vuong.id}


def test_what_is_said_waiting_is_not_overdue(city: dict[str, Task], cast: Cast, reading: Reading) -> None:
    """Due on the 10th, claimed on the 9th: the Office's delay is not the unit's (decision 4)."""
    assert city["waiting"].overdue_from is not None
    assert city["waiting"].overdue_from < reading.now
    assert "waiting" not in names(queries.task_list(Filter(View.OVERDUE), reading, actor(cast.chair)), city)


def test_menus_offer_only_units_the_reader_may_see(city: dict[str, Task], cast: Cast) -> None:
    offered = [name for _code, name in queries.filter_choices(actor(cast.ward_head)).units]
    assert offered == ["Phòng Kinh tế", "Phường Lộc Vượng"]
    assert len(queries.filter_choices(actor(cast.chair)).units) == 3


def test_siblings_are_those_the_reader_may_see(cast: Cast) -> None:
    units = [cast.loc_vuong, cast.cua_nam, cast.urban]
    made = build.tasks_of_letter("Tổng vệ sinh", leads=units, on=on(TODAY, cast.monitor))

    def siblings(who: str) -> list[queries.Sibling]:
        reader = actor(cast.everyone[who])
        return queries.around(made[0], reader, TODAY, with_shares=False, with_colleagues=False).siblings

    seen_by = {who: len(siblings(who)) for who in ("chair", "ward_head")}
    assert seen_by == {"chair": 3, "ward_head": 1}


def test_the_menu_of_briefings_names_those_that_gave_the_reader_something(cast: Cast) -> None:
    """A title may say what is not for everybody."""
    titles = {"Giao ban tuần": cast.loc_vuong, "Họp về dự án mật": cast.urban}
    for number, (title, unit) in enumerate(titles.items()):
        row = build.task("Việc", lead=unit, on=on(TODAY, cast.monitor))
        day = date(2021, 4 + 3 * number, 5)
        briefing = briefings.record_briefing(title=title, held_on=day, on=on(TODAY, cast.monitor))
        row.directive.briefing = briefing
    build.saved()

    def offered(who: str) -> set[str]:
        return {title for _code, title in queries.filter_choices(actor(cast.everyone[who])).briefings}

    assert offered("ward_head") == {"Giao ban tuần"}
    assert offered("chair") == set(titles)
    assert offered("administrator") == set()
