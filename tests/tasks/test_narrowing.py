"""Every condition of the address narrows the list as its name says, alone and with groups, and its count is its rows."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from taskboard.accounts.queries import actor_on
from taskboard.briefings.models import SourceKind
from taskboard.domain.deadline import DueClass, DueKind
from taskboard.domain.lifecycle import State
from taskboard.settings import queries as settings
from taskboard.tasks import actions, queries
from taskboard.tasks.models import Cause, Task
from taskboard.tasks.queries import By, Filter, Grouping, Order, Reading, Sort, View
from taskboard.tasks.reading import reading_at
from taskboard.watch.actions import follow
from tests import build
from tests.cast import Cast, cast

if TYPE_CHECKING:
    from datetime import datetime

    from taskboard.domain.authority import Actor

__all__ = ["cast"]

TODAY = date(2021, 6, 16)
EVERYBODY = ("chair", "monitor", "head", "other_head", "ward_head", "inspector", "administrator")


@pytest.fixture
def reading(now: datetime) -> Reading:
    return reading_at(now, build.CITY, settings.calendar())


@pytest.fixture
def city(cast: Cast) -> dict[str, Task]:
    """One task for each thing a condition asks about."""

    def given(
        title: str, due_on: date | None, lead: Any = None, day: date = date(2021, 6, 1), **more: Any
    ) -> Task:
        on = build.occasion(build.at(day), cast.monitor)
        return build.task(title, lead=lead or cast.economy, on=on, due_on=due_on, **more)

    tasks = {
        "late": given("Lập phương án hộ đê", date(2021, 6, 11)),
        "near": given("Kiểm tra điểm tập kết", date(2021, 6, 18), cast.urban),
        "far": given("Sắp xếp chợ Rồng", date(2021, 8, 30), field="do-thi"),
        "undated": given("Rà soát số nhà", None, cast.loc_vuong),
        "silent": given("Rà soát biển tên", date(2021, 12, 31), cast.urban, day=date(2021, 4, 1)),
        "held_up": given("Giải phóng mặt bằng", date(2021, 7, 30), field="nong-nghiep"),
        "more_time": given("Quy hoạch đất", date(2021, 7, 15)),
        "sent_away": given("Đề án phố đi bộ", date(2021, 7, 20), cast.urban, leader=cast.vice),
        "waiting": given("Tổng hợp giống lúa", date(2021, 6, 20)),
    }
    on = build.occasion(build.at(date(2021, 6, 10)), cast.head)
    build.progress(tasks["held_up"], on=on, obstacle_text="Vướng đất.", cause=Cause.LAND)
    build.extension(tasks["more_time"], date(2021, 9, 30), on=on)
    build.completion(tasks["waiting"], on=on)
    asks = build.occasion(build.at(date(2021, 6, 2)), cast.other_head)
    actions.ask_transfer(tasks["sent_away"], new_unit=cast.economy, reason="Không đúng việc.", on=asks)
    actions.name_officer(tasks["far"], cast.officer, on=on)
    follow(tasks["near"], cast.chair.id, is_on=True, on=on)
    return tasks


def narrowed(city: dict[str, Task], cast: Cast) -> dict[str, tuple[Filter, set[str]]]:
    """Each new condition, and the tasks it leaves."""
    dated = set(city) - {"undated"}
    return {
        "late": (Filter(View.ALL, due_class=DueClass.OVERDUE), {"late"}),
        "near": (Filter(View.ALL, due_class=DueClass.DUE_SOON), {"near"}),
        "in time": (
            Filter(View.ALL, due_class=DueClass.IN_TIME),
            {"far", "silent", "held_up", "more_time", "sent_away"},
        ),
        "without": (Filter(View.ALL, due_class=DueClass.NO_DEADLINE), {"undated"}),
        "kind": (Filter(View.ALL, due_kind=DueKind.DATED), dated),
        "source": (Filter(View.ALL, source=SourceKind.LETTER), set(city)),
        "no source": (Filter(View.ALL, source=SourceKind.SUPERIOR), set()),
        "cause": (Filter(View.ALL, cause=Cause.LAND), {"held_up"}),
        "officer": (Filter(View.ALL, officer_id=cast.officer.id), {"far"}),
        "silence": (Filter(View.ALL, is_silent=True), {"silent"}),
        "asked": (Filter(View.ALL, is_asked=True), {"more_time", "sent_away"}),
        "followed": (Filter(View.ALL, follower_id=cast.chair.id), {"near"}),
        "together": (
            Filter(
                View.OPEN,
                due_class=DueClass.IN_TIME,
                field="nong-nghiep",
                cause=Cause.LAND,
                unit_id=cast.economy.id,
            ),
            {"held_up"},
        ),
    }


def reader(cast: Cast, name: str) -> Actor:
    return actor_on(cast.everyone[name], TODAY)


def whole(filters: Filter, reading: Reading, who: Actor, order: Order = Order()) -> list[str]:  # noqa: B008
    return [row.code for row in queries.task_page(filters, reading, who, order=order, limit=500).tasks]


def test_a_condition_leaves_what_its_name_says_and_counts_it(
    city: dict[str, Task], cast: Cast, reading: Reading
) -> None:
    names = {task.code: name for name, task in city.items()}
    for condition, (filters, expected) in narrowed(city, cast).items():
        rows = whole(filters, reading, reader(cast, "chair"))
        assert {names[code] for code in rows} == expected, condition
        assert queries.task_count(filters, reading, reader(cast, "chair")) == len(expected), condition


def test_nobody_reads_past_their_own_by_any_condition(
    city: dict[str, Task], cast: Cast, reading: Reading
) -> None:
    for name in EVERYBODY:
        who = reader(cast, name)
        own = set(whole(Filter(View.ALL), reading, who))
        for condition, (filters, _expected) in narrowed(city, cast).items():
            rows = whole(filters, reading, who)
            assert set(rows) <= own, f"{name}: {condition}"
            assert queries.task_count(filters, reading, who) == len(rows), f"{name}: {condition}"


# --------------------------------------------------------------------------------------------------------- groups


@pytest.mark.parametrize("by", By)
@pytest.mark.parametrize("sort", ["", "-due", "code"])
def test_a_list_in_groups_holds_the_same_rows_and_its_counts_agree(
    by: By, sort: str, city: dict[str, Task], cast: Cast, reading: Reading
) -> None:
    for name in EVERYBODY:
        who, filters = reader(cast, name), Filter(View.ALL)
        grouping = Grouping(by, queries.groups(by, filters, reading, who))
        seen = read_through(filters, Order.read(sort), reading, who, grouping)
        plain = whole(filters, reading, who, Order.read(sort))
        assert sorted(code for code, _group in seen) == sorted(plain)
        assert [group for _code, group in seen] == sorted(group for _code, group in seen), "group after group"
        counts = [sum(group == place for _code, group in seen) for place in range(len(grouping.groups))]
        assert counts == [group.count for group in grouping.groups]
        for place in range(len(grouping.groups)):
            inside = [code for code, group in seen if group == place]
            assert inside == [code for code in plain if code in inside], "inside in the order of the list"


def read_through(
    filters: Filter, order: Order, reading: Reading, who: Actor, grouping: Grouping
) -> list[tuple[str, int]]:
    """Codes with their groups, page after page of two, with the count of what is left always right."""
    place, found, total = "", [], queries.task_count(filters, reading, who)
    while True:
        page = queries.task_page(filters, reading, who, order=order, after=place, limit=2, grouping=grouping)
        found += list(zip([task.code for task in page.tasks], page.groups, strict=True))
        place = page.next
        if not place:
            return found
        left = queries.count_after(filters, reading, who, order=order, after=place, grouping=grouping)
        assert len(found) + left == total


def test_groups_stand_in_the_order_people_look_for_them(
    city: dict[str, Task], cast: Cast, reading: Reading
) -> None:
    who = reader(cast, "chair")

    def values(by: By) -> list[Any]:
        return [group.value for group in queries.groups(by, Filter(View.ALL), reading, who)]

    assert values(By.MONTH) == [202106, 202107, 202108, 202112, None]
    assert [State(value) for value in values(By.STATE)] == [State.NEW, State.IN_PROGRESS, State.WAITING]
    names = [group.name for group in queries.groups(By.UNIT, Filter(View.ALL), reading, who)]
    assert names == ["Phòng Kinh tế", "Phòng Quản lý đô thị", "Phường Lộc Vượng"]
    assert values(By.FIELD) == ["nong-nghiep", "do-thi", None]
    assert values(By.OFFICER) == [cast.officer.id, None]
    assert values(By.BRIEFING) == [None]


@pytest.mark.parametrize("place", ["", "x", "999.W10", ".", "1.khong-co", "é.é"])
def test_a_place_in_no_group_is_the_beginning(
    place: str, city: dict[str, Task], cast: Cast, reading: Reading
) -> None:
    who = reader(cast, "chair")
    grouping = Grouping(By.STATE, queries.groups(By.STATE, Filter(View.ALL), reading, who))
    rows = queries.task_page(Filter(View.ALL), reading, who, after=place, grouping=grouping).tasks
    assert len(rows) == len(city)


def test_new_orders_are_orders() -> None:
    assert {Sort.ORIGINAL, Sort.COMPLETED} <= {Order.read(name).by for name in Sort}
