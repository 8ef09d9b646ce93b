"""Before a briefing: planned ahead, units asked from D-5, the silent urged in one mail each, figures frozen once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from taskboard.briefings.actions import window as verbs
from taskboard.briefings.models import Briefing, BriefingState
from taskboard.briefings.queries import window as reading
from taskboard.domain.calendar import WorkingCalendar
from taskboard.domain.errors import AlreadyDone, RuleBroken
from taskboard.domain.window import WindowPolicy, window_of
from taskboard.journal.queries import timeline
from taskboard.outbox.models import OutboxMessage
from taskboard.reports import queries as reports
from taskboard.settings import queries as settings
from taskboard.tasks import actions as tasks
from taskboard.tasks.models import Task
from tests import build
from tests.cast import Cast, cast
from tests.pages.visitor import Visitor

if TYPE_CHECKING:
    from flask.testing import FlaskClient
    from sqlalchemy.orm import Session, scoped_session

    from tests.conftest import HandClock

__all__ = ["cast"]
HELD_ON = date(2021, 7, 5)
"""A Monday: D-5 is Monday 28/06, D-3 Wednesday 30/06, D-1 Friday 02/07."""


@pytest.mark.parametrize(
    ("policy", "days"),
    [
        (WindowPolicy(), (date(2021, 6, 28), date(2021, 6, 30), date(2021, 7, 2))),
        (WindowPolicy(3, 5, 1), (date(2021, 6, 30), date(2021, 6, 30), date(2021, 7, 2))),
        (WindowPolicy(1, 1, 0), (date(2021, 7, 2), date(2021, 7, 2), date(2021, 7, 5))),
    ],
)
def test_the_window_counts_back_in_working_days(policy: WindowPolicy, days: tuple[date, ...]) -> None:
    found = window_of(HELD_ON, policy, WorkingCalendar())
    assert (found.opens_on, found.answers_until, found.checks_on) == days


@dataclass
class Story:
    briefing: Briefing
    answered: Task
    silent: Task
    also_silent: Task
    done: Task


@pytest.fixture
def story(cast: Cast, db_session: scoped_session[Session]) -> Story:
    april = build.occasion(build.at(date(2021, 4, 6)), cast.chief)
    rows = [
        build.task(title, lead=lead, on=april, due_on=date(2021, 8, 30))
        for title, lead in (
            ("Phương án hộ đê", cast.economy),
            ("Hồ sơ nông thôn mới", cast.economy),
            ("Vỉa hè", cast.urban),
            ("Cây xanh", cast.urban),
        )
    ]
    told = build.occasion(build.at(date(2021, 5, 20)), cast.other_head)
    build.confirmed(rows[3], by=build.occasion(build.at(date(2021, 5, 21)), cast.monitor), told=told)
    briefing = verbs.plan_briefing(
        title="Giao ban quý II", held_on=HELD_ON, on=build.occasion(build.at(date(2021, 6, 16)), cast.monitor)
    )
    db_session.commit()
    return Story(briefing, *rows)


def _answers(story: Story) -> dict[str, tuple[int, int]]:
    days = reading.window(story.briefing, settings.calendar())
    rows = reading.answers(story.briefing, days, build.CITY)
    return {row.unit.short_name: (row.answered, len(row.asked)) for row in rows}


def test_the_window_opens_by_itself_and_once(story: Story) -> None:
    for day, state in (
        (date(2021, 6, 25), BriefingState.PLANNED),
        (date(2021, 6, 28), BriefingState.COLLECTING),
        (date(2021, 6, 29), BriefingState.COLLECTING),
    ):
        verbs.follow_calendar(on=build.occasion(build.at(day)))
        assert story.briefing.state is state
    with pytest.raises(AlreadyDone):
        verbs.start_collecting(story.briefing, on=build.occasion(build.at(date(2021, 6, 29))))


def test_the_list_is_what_was_open_when_the_window_opened(story: Story, cast: Cast) -> None:
    assert _answers(story) == {"Kinh tế": (0, 2), "QLĐT": (0, 1)}
    during = build.occasion(build.at(date(2021, 6, 29)), cast.head)
    build.progress(story.answered, on=during)
    build.task("Việc giao sau", lead=cast.economy, on=build.occasion(build.at(date(2021, 6, 29)), cast.chief))
    assert _answers(story) == {"Kinh tế": (1, 2), "QLĐT": (0, 1)}
    build.completion(story.silent, on=during)
    tasks.withdraw(
        story.also_silent, reason="trùng", on=build.occasion(build.at(date(2021, 6, 30)), cast.chair)
    )
    assert _answers(story) == {"Kinh tế": (2, 2)}


def test_a_report_from_before_the_window_is_no_answer(story: Story, cast: Cast) -> None:
    build.progress(story.answered, on=build.occasion(build.at(date(2021, 6, 25)), cast.head))
    assert _answers(story)["Kinh tế"] == (0, 2)


def test_the_silent_get_one_mail_a_unit_a_day(
    story: Story, cast: Cast, db_session: scoped_session[Session]
) -> None:
    silent = [story.answered, story.silent, story.also_silent]
    on = build.occasion(build.at(date(2021, 6, 29)), cast.monitor)
    verbs.urge_unanswered(story.briefing, silent, on=on)
    kinds = sa.select(OutboxMessage.subject).where(OutboxMessage.kind == "tasks_urged")
    subjects = db_session.scalars(kinds).all()
    assert len(subjects) == 2
    assert any("Đôn đốc 2 nhiệm vụ" in subject for subject in subjects)
    with pytest.raises(AlreadyDone):
        verbs.urge_unanswered(story.briefing, silent, on=on)
    with pytest.raises(RuleBroken):
        verbs.urge_unanswered(story.briefing, [], on=on)


def test_freezing_closes_the_window_and_happens_once(story: Story, cast: Cast) -> None:
    on = build.occasion(build.at(date(2021, 7, 2)), cast.chief)
    verbs.freeze_planned(story.briefing, cutoff=build.at(date(2021, 7, 1), 0), on=on)
    assert story.briefing.state is BriefingState.FROZEN
    assert len(reports.carried_into(story.briefing)) == 3
    with pytest.raises(AlreadyDone):
        verbs.freeze_planned(story.briefing, cutoff=build.at(date(2021, 7, 1), 0), on=on)
    verbs.follow_calendar(on=build.occasion(build.at(HELD_ON)))
    assert story.briefing.state is BriefingState.HELD


def test_a_briefing_is_planned_for_a_day_to_come(cast: Cast) -> None:
    with pytest.raises(RuleBroken, match="held_in_past"):
        verbs.plan_briefing(
            title="Giao ban",
            held_on=date(2021, 6, 16),
            on=build.occasion(build.at(date(2021, 6, 16)), cast.monitor),
        )


def test_the_office_plans_watches_urges_and_freezes_on_its_pages(
    story: Story, cast: Cast, client: FlaskClient, clock: HandClock
) -> None:
    clock.set_to(build.at(date(2021, 6, 29)))
    visitor = Visitor(client, clock).be(cast.monitor)
    address = f"/briefings/{story.briefing.code}/window"
    assert "0 trong 3 nhiệm vụ đã có báo cáo" in " ".join(visitor.open(address).split())
    visitor.send(visitor.form("/window/urge", holding="unit"))
    assert "mỗi đơn vị một thư" in visitor.page
    clock.set_to(build.at(date(2021, 7, 2)))
    visitor.be(cast.monitor).open(address)
    visitor.send(visitor.form("/freeze"))
    assert visitor.status == 200
    assert "Đã chốt số liệu" in visitor.page


def test_opened_by_hand_the_window_begins_then(
    story: Story, cast: Cast, client: FlaskClient, clock: HandClock, db_session: scoped_session[Session]
) -> None:
    """Days ahead of the planned one: the list is that of the moment, and a report of the same day is an answer."""
    build.progress(story.silent, on=build.occasion(build.at(date(2021, 6, 17)), cast.head))
    db_session.commit()
    clock.set_to(build.at(date(2021, 6, 18)))
    visitor = Visitor(client, clock).be(cast.monitor)
    address = f"/briefings/{story.briefing.code}/window"
    assert "Chưa đến ngày thu báo cáo" in visitor.open(address)
    visitor.send(visitor.form("/window/open"))
    assert "Đã mở thu báo cáo" in visitor.page and "18/06/2021" in visitor.page
    build.progress(story.answered, on=build.occasion(build.at(date(2021, 6, 18), 15), cast.head))
    db_session.commit()
    clock.set_to(build.at(date(2021, 6, 21)))
    visitor.be(cast.monitor)
    assert "1 trong 3 nhiệm vụ đã có báo cáo" in " ".join(visitor.open(address).split())
    assert _answers(story) == {"Kinh tế": (1, 2), "QLĐT": (0, 1)}
    visitor.send(visitor.form("/window/urge"))
    assert "Đã đôn đốc" in visitor.page


def test_a_planned_briefing_is_moved_with_its_reason_and_its_window_with_it(
    story: Story, cast: Cast, client: FlaskClient, clock: HandClock
) -> None:
    clock.set_to(build.at(date(2021, 6, 16)))
    visitor = Visitor(client, clock).be(cast.monitor)
    address = f"/briefings/{story.briefing.code}/window"
    for day, reason, refusal in (
        ("12/07/2021", "", "Đề nghị nêu lý do."),
        ("16/06/2021", "Chủ tịch đi công tác.", "phải sau hôm nay"),
        ("05/07/2021", "Chủ tịch đi công tác.", "đã định vào ngày ấy"),
    ):
        visitor.open(address)
        visitor.press("Đổi ngày họp", held_on=day, reason=reason)
        assert (visitor.status, refusal in visitor.page) == (422, True)
    visitor.open(address)
    visitor.press("Đổi ngày họp", held_on="12/07/2021", reason="Chủ tịch đi công tác.")
    assert "Đã đổi ngày họp" in visitor.page and "05/07/2021" in visitor.page, "D-5 of the new day"
    assert story.briefing.held_on == date(2021, 7, 12)
    assert (story.briefing.period_start, story.briefing.period_end) == (date(2021, 4, 1), date(2021, 6, 30))
    (line,) = (line for line in timeline("briefing", story.briefing.id) if line.event == "briefing_changed")
    assert (line.actor_name, line.details["reason"]) == (cast.monitor.full_name, "Chủ tịch đi công tác.")
    verbs.follow_calendar(on=build.occasion(build.at(date(2021, 6, 28))))
    assert story.briefing.state is BriefingState.PLANNED


def test_what_is_frozen_is_not_moved(story: Story, cast: Cast) -> None:
    on = build.occasion(build.at(date(2021, 7, 2)), cast.chief)
    verbs.freeze_planned(story.briefing, cutoff=build.at(date(2021, 7, 1), 0), on=on)
    with pytest.raises(AlreadyDone, match="already_frozen"):
        verbs.move_briefing(story.briefing, date(2021, 7, 12), reason="Bận.", on=on)


def test_a_second_one_of_the_same_period_is_only_planned_knowingly(
    story: Story, cast: Cast, client: FlaskClient, clock: HandClock
) -> None:
    visitor = Visitor(client, clock).be(cast.monitor)
    assert "Vẫn lập thêm" not in visitor.open("/briefings/plan")
    visitor.press("Lập kế hoạch", title="Giao ban bổ sung", held_on="06/07/2021")
    assert visitor.status == 422
    assert "Kỳ này đã có Giao ban quý II, họp ngày 05/07/2021" in visitor.page
    visitor.press("Lập kế hoạch", title="Giao ban bổ sung", held_on="06/07/2021", is_another="y")
    assert visitor.status == 200
    assert "Đã lập kế hoạch giao ban" in visitor.page


def test_what_is_planned_is_not_opened_beside_itself_unknowingly(
    story: Story, cast: Cast, client: FlaskClient, clock: HandClock
) -> None:
    """Two would count down to one meeting, and the one with the figures would not be the one that was announced."""
    clock.set_to(build.at(date(2021, 7, 2)))
    visitor = Visitor(client, clock).be(cast.chief)
    given = {"title": "Giao ban quý II, bản khác", "held_on": "06/07/2021", "cutoff": "30/06/2021"}
    visitor.open("/briefings/next")
    visitor.press("Chốt số liệu, mở giao ban", **given)
    assert (visitor.status, "đã lập kế hoạch Giao ban quý II" in visitor.page) == (422, True)
    visitor.press("Chốt số liệu, mở giao ban", **given, is_another="y")
    assert (visitor.status, "Đã mở giao ban và chốt số liệu" in visitor.page) == (200, True)


def test_a_new_one_is_planned_from_the_form(cast: Cast, client: FlaskClient, clock: HandClock) -> None:
    visitor = Visitor(client, clock).be(cast.monitor)
    visitor.open("/briefings/plan")
    visitor.press("Lập kế hoạch", title="Giao ban quý II", held_on="16/06/2021")
    assert visitor.status == 422
    assert "phải sau hôm nay" in visitor.page
    visitor.press("Lập kế hoạch", title="Giao ban quý II", held_on="05/07/2021")
    assert "28/06/2021" in visitor.page
