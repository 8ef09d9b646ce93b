"""What became known since a freeze: row by row, with its event, and adding up to the difference of the figures."""

from __future__ import annotations

import random
import re
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from taskboard.briefings import actions as briefings
from taskboard.briefings.models import DraftDue
from taskboard.domain.deadline import Recurrence
from taskboard.domain.rollup import Basis, TaskClass, figures_told, moved
from taskboard.reports import queries
from taskboard.reports.differences import since
from taskboard.reports.page import since as since_page
from taskboard.tasks import actions as tasks
from taskboard.tasks.models import Task
from tests import build
from tests.cast import Cast, cast, sign_in
from tests.reports.population import gathered

if TYPE_CHECKING:
    from flask.testing import FlaskClient
    from sqlalchemy.orm import Session, scoped_session

    from taskboard.briefings.models import Briefing
    from tests.conftest import HandClock

__all__ = ["cast"]


@pytest.fixture
def made(cast: Cast) -> list[Task]:
    on = build.occasion(build.at(date(2021, 4, 6)), cast.chief)
    rows = [
        build.task("Trễ, báo muộn", lead=cast.economy, on=on, due_on=date(2021, 5, 14)),
        build.task("Xong, rồi mở lại", lead=cast.urban, on=on, due_on=date(2021, 5, 31)),
        build.task("Đứng yên", lead=cast.loc_vuong, on=on, due_on=date(2021, 12, 31)),
    ]
    told, by = (
        build.occasion(build.at(date(2021, 5, 20)), cast.other_head),
        build.occasion(build.at(date(2021, 5, 21)), cast.monitor),
    )
    build.confirmed(rows[1], by=by, told=told)
    return rows


@pytest.fixture
def opened(made: list[Task], cast: Cast) -> Briefing:
    on = build.occasion(build.at(date(2021, 6, 16)), cast.chief)
    briefing = briefings.open_briefing(
        title="Giao ban quý II", held_on=date(2021, 7, 5), cutoff=on.now, on=on
    )
    build.saved()
    return briefing


def later(made: list[Task], cast: Cast) -> None:
    """After the freeze: one is said to have been done long ago, one is re-opened."""
    build.completion(
        made[0], on=build.occasion(build.at(date(2021, 6, 18)), cast.head), claimed_on=date(2021, 5, 13)
    )
    tasks.confirm(made[0], on=build.occasion(build.at(date(2021, 6, 21)), cast.monitor))
    tasks.reopen(made[1], reason="Chưa đạt.", on=build.occasion(build.at(date(2021, 6, 22)), cast.chief))


def test_a_late_entry_and_a_re_opening_are_told_with_who_and_when(
    opened: Briefing, made: list[Task], cast: Cast
) -> None:
    snapshot = queries.latest_snapshot(opened)
    assert snapshot is not None
    before = snapshot.roll_up_original
    later(made, cast)
    found = since(opened, snapshot, Basis.ORIGINAL, known_at=build.at(date(2021, 6, 23)), zone=build.CITY)
    by_code = {each.difference.row.code: each for each in found.rows}
    late, reopened = by_code[made[0].code], by_code[made[1].code]
    assert made[2].code not in by_code
    assert late.difference.then and late.difference.then.task_class is TaskClass.OPEN_OVERDUE
    assert late.difference.now and late.difference.now.task_class is TaskClass.DONE_ON_TIME
    assert [line.event for line in late.why] == ["completion_reported", "task_confirmed"]
    assert late.why[-1].actor_name == cast.monitor.full_name
    assert reopened.difference.now and reopened.difference.now.task_class is TaskClass.OPEN_OVERDUE
    assert {row.name: row.now - row.then for row in found.figures}["reopened"] == 1
    assert snapshot.roll_up_original == before, "what was frozen stays"


@pytest.mark.parametrize("basis", Basis)
def test_the_moves_of_the_rows_are_the_difference_of_the_figures(
    basis: Basis, opened: Briefing, made: list[Task], cast: Cast, db_session: scoped_session[Session]
) -> None:
    snapshot = queries.latest_snapshot(opened)
    assert snapshot is not None
    later(made, cast)
    gathered(random.Random(7), 40)
    known_at = datetime(2022, 1, 1, tzinfo=UTC)
    found = since(opened, snapshot, basis, known_at=known_at, zone=build.CITY)
    both = queries.compute(
        period_start=opened.period_start, cutoff=snapshot.cutoff, known_at=known_at, zone=build.CITY
    )
    frozen = queries.read(snapshot)
    then, now = (one.original if basis is Basis.ORIGINAL else one.current for one in (frozen, both))
    step = moved(*(figures_told(one.total, sum(one.excluded.values())) for one in (then, now)))
    assert {row.name: row.now - row.then for row in found.figures} == step
    assert len(step) > 10


def test_the_page_says_it(
    opened: Briefing, made: list[Task], cast: Cast, client: FlaskClient, clock: HandClock
) -> None:
    code, who = opened.code, cast.monitor.full_name
    address = f"/briefings/{code}/report/differences"
    later(made, cast)
    build.saved()
    clock.set_to(build.at(date(2021, 6, 23)))
    sign_in(client, cast.chair, clock.real_now())
    assert address in client.get(f"/briefings/{code}/report").text
    words = re.sub(r"<[^>]+>|\s+", " ", client.get(address).text)
    assert "Trễ, báo muộn" in words and "Xong, rồi mở lại" in words and "Đứng yên" not in words
    assert who in words and "Mở lại sau khi đã xác nhận +1" in words


def test_without_a_snapshot_there_is_nothing_to_differ_from(
    cast: Cast, client: FlaskClient, clock: HandClock
) -> None:
    on = build.occasion(build.at(date(2021, 6, 16)), cast.chief)
    briefing = briefings.record_briefing(title="Giao ban quý II", held_on=date(2021, 7, 5), on=on)
    code = briefing.code
    build.saved()
    sign_in(client, cast.chair, clock.real_now())
    assert client.get(f"/briefings/{code}/report/differences").status_code == 404
    assert client.get(f"/briefings/{code}/report").status_code == 200, "an empty quarter has a page"


def test_a_duty_is_told_by_the_period_that_moved_not_by_the_one_it_shows_now(
    cast: Cast, db_session: scoped_session[Session]
) -> None:
    given, told, by = (
        build.occasion(build.at(day), who)
        for day, who in (
            (date(2021, 6, 1), cast.chief),
            (date(2021, 6, 3), cast.ward_head),
            (date(2021, 6, 4), cast.monitor),
        )
    )
    (first,) = build.tasks_of_letter(
        "Tổng vệ sinh", leads=[cast.loc_vuong], on=given, due=DraftDue.DUTY, recurrence=Recurrence.WEEKLY
    )
    build.confirmed(first, by=by, told=told)
    on = build.occasion(build.at(date(2021, 6, 16)), cast.chief)
    tasks.open_due_occurrences(on=on)
    open_ones = db_session.scalars(sa.select(Task).where(Task.id > first.id).order_by(Task.id)).all()
    briefing = briefings.open_briefing(
        title="Giao ban quý II", held_on=date(2021, 7, 5), cutoff=on.now, on=on
    )
    late, running = open_ones
    build.completion(
        late, on=build.occasion(build.at(date(2021, 6, 17)), cast.ward_head), claimed_on=date(2021, 6, 16)
    )
    tasks.confirm(late, on=build.occasion(build.at(date(2021, 6, 18)), cast.monitor))
    snapshot = queries.latest_snapshot(briefing)
    assert snapshot is not None
    found = since(briefing, snapshot, Basis.CURRENT, known_at=build.at(date(2021, 6, 23)), zone=build.CITY)
    (row,) = since_page.rows(found, {})
    assert row.code == late.code
    assert row.changes[0] == f"Kỳ còn phải báo cáo: {late.code}, {running.code} → {running.code}"
    assert not any("Hạn" in change or "Trạng thái" in change for change in row.changes)


def test_each_thing_that_changed_of_a_task_is_told_as_it_was_and_is(
    opened: Briefing, made: list[Task], cast: Cast, db_session: scoped_session[Session]
) -> None:
    """Its name, field, leader, importance and what happened to it, beside its class and days."""
    snapshot = queries.latest_snapshot(opened)
    assert snapshot is not None
    row = made[2]
    row.title, row.field, row.leader_id, row.is_starred = (
        "Đứng yên, đặt tên lại",
        "do-thi",
        cast.vice.id,
        True,
    )
    told = build.occasion(build.at(date(2021, 6, 18)), cast.ward_head)
    build.completion(row, on=told, claimed_on=date(2021, 6, 15))
    tasks.send_back(row, reason="Thiếu số.", on=build.occasion(build.at(date(2021, 6, 21)), cast.monitor))
    found = since(opened, snapshot, Basis.CURRENT, known_at=build.at(date(2021, 6, 23)), zone=build.CITY)
    (shown,) = (each for each in since_page.rows(found, queries.field_names()) if each.code == row.code)
    assert {
        "Tên nhiệm vụ: Đứng yên → Đứng yên, đặt tên lại",
        f"Lĩnh vực: — → {queries.field_names()['do-thi']}",
        f"Lãnh đạo phụ trách: — → {cast.vice.full_name}",
        "Mức quan trọng: Việc thường → Việc gắn sao",
        "Số lần gửi lại: 0 → 1",
    } <= set(shown.changes)
