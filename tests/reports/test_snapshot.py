"""Frozen figures stay as they were; what is known later is told apart (decisions 8 and 9)."""

from __future__ import annotations

import hashlib
import re
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from taskboard.briefings import actions as briefings
from taskboard.domain.authority import Permission, may
from taskboard.domain.calendar import Quarter
from taskboard.domain.errors import RuleBroken
from taskboard.domain.rollup import canonical_json
from taskboard.reports import actions, queries
from taskboard.reports.models import CarriedTask
from taskboard.tasks import actions as tasks
from taskboard.tasks.models import Task
from tests import build
from tests.cast import Cast, cast, sign_in

if TYPE_CHECKING:
    from flask.testing import FlaskClient
    from sqlalchemy.orm import Session, scoped_session

    from taskboard.briefings.models import Briefing
    from tests.conftest import HandClock

__all__ = ["cast"]

SECOND = Quarter(2021, 2)


@pytest.fixture
def quarter(cast: Cast) -> dict[str, Task]:
    """Five tasks of the second quarter of 2021, one of each kind."""
    assigned = build.occasion(build.at(date(2021, 4, 6)), cast.chief)
    rows = {
        "on_time": build.task(
            "Hồ sơ nông thôn mới", lead=cast.economy, on=assigned, due_on=date(2021, 5, 31)
        ),
        "late": build.task("Phương án hộ đê", lead=cast.economy, on=assigned, due_on=date(2021, 4, 29)),
        "overdue": build.task("Giải phóng mặt bằng", lead=cast.urban, on=assigned, due_on=date(2021, 5, 14)),
        "in_time": build.task("Diễn tập", lead=cast.urban, on=assigned, due_on=date(2021, 12, 31)),
        "undated": build.task("Đơn thư", lead=cast.loc_vuong, on=assigned),
    }
    told = build.occasion(build.at(date(2021, 5, 20)), cast.head)
    confirmed = build.occasion(build.at(date(2021, 5, 21)), cast.monitor)
    for name in ("on_time", "late"):
        build.confirmed(rows[name], by=confirmed, told=told)
    return rows


@pytest.fixture
def opened(quarter: dict[str, Task], cast: Cast, db_session: scoped_session[Session]) -> Briefing:
    on = build.occasion(build.at(date(2021, 6, 16)), cast.chief)
    briefing = briefings.open_briefing(
        title="Giao ban quý II", held_on=date(2021, 7, 5), cutoff=build.at(date(2021, 6, 16)), on=on
    )
    db_session.commit()
    return briefing


def _figures(briefing: Briefing, known_at: datetime) -> queries.BothBases:
    snapshot = queries.latest_snapshot(briefing)
    assert snapshot is not None
    return queries.compute(
        period_start=briefing.period_start, cutoff=snapshot.cutoff, known_at=known_at, zone=build.CITY
    )


def test_the_official_classes_are_counted(opened: Briefing) -> None:
    snapshot = queries.latest_snapshot(opened)
    assert snapshot is not None
    counts = queries.read(snapshot).original.counts
    assert (counts.done_on_time, counts.done_late, counts.open_overdue) == (1, 1, 1)
    assert (counts.open_in_time, counts.open_no_deadline, counts.total) == (1, 1, 5)


def test_the_unfinished_are_carried_over_by_reference(
    opened: Briefing, quarter: dict[str, Task], db_session: scoped_session[Session]
) -> None:
    carried = {task.code: times for task, times in queries.carried_into(opened)}
    assert carried == {quarter[name].code: 1 for name in ("overdue", "in_time", "undated")}
    assert db_session.scalar(sa.select(sa.func.count(Task.id))) == 5


def test_known_at_the_freeze_gives_the_frozen_bytes_whatever_happened_since(
    opened: Briefing, quarter: dict[str, Task], cast: Cast
) -> None:
    snapshot = queries.latest_snapshot(opened)
    assert snapshot is not None
    late = build.occasion(build.at(date(2021, 6, 20)), cast.other_head)
    build.completion(quarter["overdue"], on=late, claimed_on=date(2021, 5, 13))
    tasks.confirm(quarter["overdue"], on=build.occasion(build.at(date(2021, 6, 21)), cast.monitor))
    tasks.withdraw(
        quarter["undated"], reason="Trùng", on=build.occasion(build.at(date(2021, 6, 21)), cast.chief)
    )
    again = _figures(opened, snapshot.known_at)
    assert canonical_json(again.original) == snapshot.roll_up_original
    assert canonical_json(again.current) == snapshot.roll_up_current


def test_known_now_tells_the_late_entry_and_leaves_what_happened_after_the_cutoff(
    opened: Briefing, quarter: dict[str, Task], cast: Cast
) -> None:
    late = build.occasion(build.at(date(2021, 6, 20)), cast.other_head)
    build.completion(quarter["overdue"], on=late, claimed_on=date(2021, 5, 13))
    build.completion(quarter["in_time"], on=late)
    by = build.occasion(build.at(date(2021, 6, 21)), cast.monitor)
    tasks.confirm(quarter["overdue"], on=by)
    tasks.confirm(quarter["in_time"], on=by)
    counts = _figures(opened, by.now).original.counts
    assert (counts.open_overdue, counts.done_on_time, counts.open_in_time) == (0, 2, 1)


def test_the_hash_is_of_what_is_kept(opened: Briefing) -> None:
    snapshot = queries.latest_snapshot(opened)
    assert snapshot is not None
    kept = "\n".join((snapshot.facts, snapshot.roll_up_original, snapshot.roll_up_current))
    assert hashlib.sha256(kept.encode()).hexdigest() == snapshot.sha256


def test_freezing_again_needs_a_reason_and_keeps_both(opened: Briefing, cast: Cast) -> None:
    on = build.occasion(build.at(date(2021, 6, 17)), cast.chief)
    with pytest.raises(RuleBroken, match="reason_missing"):
        actions.freeze(opened, cutoff=on.now, on=on)
    actions.freeze(opened, cutoff=on.now, reason="Bổ sung báo cáo của phường", on=on)
    assert [row.number for row in queries.snapshots_of(opened)] == [1, 2]


def test_no_figures_of_tomorrow(opened: Briefing, cast: Cast) -> None:
    on = build.occasion(build.at(date(2021, 6, 17)), cast.chief)
    with pytest.raises(RuleBroken, match="cutoff_in_future"):
        actions.freeze(opened, cutoff=on.now + timedelta(minutes=1), reason="thử", on=on)


def test_the_extended_task_is_judged_by_both_dates(
    quarter: dict[str, Task], cast: Cast, db_session: scoped_session[Session]
) -> None:
    row = quarter["in_time"]
    row = build.task(
        "Lập quy hoạch",
        lead=cast.urban,
        on=build.occasion(build.at(date(2021, 4, 6)), cast.chief),
        due_on=date(2021, 6, 10),
    )
    asked = build.extension(
        row, date(2021, 7, 30), on=build.occasion(build.at(date(2021, 6, 1)), cast.other_head)
    )
    tasks.grant_extension(asked, on=build.occasion(build.at(date(2021, 6, 2)), cast.chief))
    figures = queries.compute(
        period_start=SECOND.first_day,
        cutoff=build.at(date(2021, 6, 16)),
        known_at=build.at(date(2021, 6, 16)),
        zone=build.CITY,
    )
    assert figures.original.counts.open_overdue == figures.current.counts.open_overdue + 1


def test_each_quarter_carried_is_counted(opened: Briefing, quarter: dict[str, Task], cast: Cast) -> None:
    on = build.occasion(build.at(date(2021, 10, 4)), cast.chief)
    third = briefings.open_briefing(
        title="Giao ban quý III", held_on=date(2021, 10, 5), cutoff=build.at(date(2021, 10, 1)), on=on
    )
    times = {task.code: count for task, count in queries.carried_into(third)}
    assert times[quarter["overdue"].code] == 2


def test_page_list_and_document_say_the_same(
    opened: Briefing, cast: Cast, client: FlaskClient, clock: HandClock
) -> None:
    code = opened.code
    sign_in(client, cast.chair, clock.real_now())
    page = client.get(f"/briefings/{code}/report")
    assert page.status_code == 200
    assert "2 trong 5 việc đã hoàn thành" in re.sub(r"<[^>]+>", "", page.text)
    for link in set(re.findall(rf'href="(/briefings/{code}/report/tasks[^"]*)"', page.text)):
        answer = client.get(link.replace("&amp;", "&"))
        assert answer.status_code == 200
    listed = client.get(f"/briefings/{code}/report/tasks?task_class=open_overdue").text
    assert "1 việc trong báo cáo" in listed
    for kind, mark in (("docx", b"PK"), ("pdf", b"%PDF")):
        document = client.get(f"/briefings/{code}/report.{kind}")
        assert document.data.startswith(mark)
        assert f"bao-cao-{code}.{kind}" in document.headers["Content-Disposition"]


def test_a_unit_head_does_not_see_the_whole_citys_report(
    opened: Briefing, cast: Cast, client: FlaskClient, clock: HandClock
) -> None:
    from taskboard.accounts.queries import actor_on

    assert may(actor_on(cast.head, clock.today()), Permission.VIEW_REPORT) is None
    code = opened.code
    sign_in(client, cast.head, clock.real_now())
    assert client.get(f"/briefings/{code}/report").status_code == 403


def test_carried_rows_name_the_briefing(opened: Briefing, db_session: scoped_session[Session]) -> None:
    assert {row.briefing_id for row in db_session.scalars(sa.select(CarriedTask))} == {opened.id}
