"""A planned briefing that is moved or cancelled: who was told its day learns what holds, and no list keeps what is off."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from taskboard.briefings import actions as briefings
from taskboard.briefings import queries
from taskboard.briefings.actions import speaking
from taskboard.briefings.actions import window as verbs
from taskboard.briefings.models import Briefing, BriefingState
from taskboard.briefings.queries import window as reading
from taskboard.db import db
from taskboard.domain.errors import AlreadyDone, RuleBroken
from taskboard.domain.reminding import Gone
from taskboard.journal.queries import timeline
from taskboard.outbox.models import MailState, OutboxMessage
from taskboard.reminders import actions as reminders
from taskboard.reminders import queries as reminder_queries
from taskboard.reminders.models import Reminder, ReminderRule, ReminderState
from taskboard.settings import queries as settings
from taskboard.settings.actions import set_value
from taskboard.tasks.models import Task
from taskboard.web.homes.queries import office_of
from tests import build
from tests.cast import Cast, cast
from tests.pages.visitor import Visitor

if TYPE_CHECKING:
    from flask.testing import FlaskClient
    from sqlalchemy.orm import Session, scoped_session

    from taskboard.occasion import Occasion
    from tests.conftest import HandClock

__all__ = ["cast"]
HELD_ON, LATER, LATEST = date(2021, 7, 5), date(2021, 7, 12), date(2021, 7, 19)
"""Mondays. D-5 of the first is Monday 28/06, its D-3 Wednesday 30/06."""


@pytest.fixture
def owed(cast: Cast, db_session: scoped_session[Session]) -> list[Task]:
    """Two units owe something; nothing but the countdown reminds them of it."""
    db_session.execute(sa.update(ReminderRule).where(ReminderRule.trigger != "briefing").values(is_on=False))
    on = build.occasion(build.at(date(2021, 4, 6)), cast.chief)
    made = [
        build.task("Phương án hộ đê", lead=cast.economy, on=on, due_on=date(2021, 12, 30)),
        build.task("Vỉa hè", lead=cast.urban, on=on, due_on=date(2021, 12, 30)),
    ]
    db_session.execute(sa.delete(OutboxMessage))
    return made


@pytest.fixture
def planned(owed: list[Task], cast: Cast) -> Briefing:
    return verbs.plan_briefing(title="Giao ban quý II", held_on=HELD_ON, on=_on(date(2021, 6, 16), cast))


def _on(day: date, cast: Cast, hour: int = 9) -> Occasion:
    return build.occasion(build.at(day, hour), cast.monitor)


def _pass(day: date, hour: int = 8) -> list[OutboxMessage]:
    """What the scheduler does at that hour; the mails it made, which leave at once."""
    now = build.at(day, hour, 5)
    reminders.plan_all(on=build.occasion(now))
    reminders.make_digests(on=build.occasion(now))
    return _left(now)


def _left(now: datetime) -> list[OutboxMessage]:
    rows = db.session.scalars(sa.select(OutboxMessage).where(OutboxMessage.state == MailState.OWED)).all()
    for row in rows:
        row.state, row.sent_at = MailState.SENT, now
    db.session.flush()
    return sorted(rows, key=lambda row: row.to_address)


def _to(mails: list[OutboxMessage], person: object) -> str:
    """The one mail that goes to somebody."""
    (mail,) = (mail for mail in mails if mail.to_address == getattr(person, "email", None))
    return " ".join(mail.text_body.split())


def test_who_was_told_the_old_day_learns_the_new_one_in_one_digest(planned: Briefing, cast: Cast) -> None:
    told = {mail.to_address for mail in _pass(date(2021, 6, 28))}
    assert {cast.head.email, cast.other_head.email} <= told
    verbs.move_briefing(planned, LATER, reason="Chủ tịch đi công tác.", on=_on(date(2021, 6, 28), cast, 10))
    verbs.move_briefing(planned, LATEST, reason="Trùng kỳ họp HĐND.", on=_on(date(2021, 6, 28), cast, 11))
    assert _pass(date(2021, 6, 28), 14) == [], "one mail a person and day"
    mails = _pass(date(2021, 6, 29))
    assert {mail.to_address for mail in mails} == told
    words = _to(mails, cast.head)
    assert "19/07" in words and "thay cho ngày 05/07" in words.lower() and "12/07" not in words
    assert "Lý do: Trùng kỳ họp HĐND." in words and "trước hết ngày 14/07" in words
    assert len({mail.to_address for mail in mails}) == len(mails)
    assert _pass(date(2021, 6, 30)) == [], "said once"


def test_nobody_hears_of_a_move_who_was_told_nothing(planned: Briefing, cast: Cast) -> None:
    verbs.move_briefing(planned, LATER, reason="Chủ tịch đi công tác.", on=_on(date(2021, 6, 17), cast))
    assert _pass(date(2021, 6, 18)) == []
    countdown = _pass(date(2021, 7, 5))
    assert "họp thứ Hai 12/07".lower() in _to(countdown, cast.head).lower(), "D-5 of the new day"


def test_moved_there_and_back_nothing_is_said(planned: Briefing, cast: Cast) -> None:
    _pass(date(2021, 6, 28))
    verbs.move_briefing(planned, LATER, reason="Chủ tịch đi công tác.", on=_on(date(2021, 6, 28), cast, 10))
    verbs.move_briefing(planned, HELD_ON, reason="Chủ tịch ở nhà.", on=_on(date(2021, 6, 28), cast, 11))
    assert _pass(date(2021, 6, 29)) == []
    assert "05/07" in _to(_pass(date(2021, 6, 30)), cast.head), "D-3 counts down to the day that holds"


def test_a_window_that_had_opened_closes_with_the_move_and_asks_anew(
    planned: Briefing, owed: list[Task], cast: Cast
) -> None:
    verbs.follow_calendar(on=_on(date(2021, 6, 28), cast, 0))
    build.progress(owed[0], on=build.occasion(build.at(date(2021, 6, 29)), cast.head))
    verbs.move_briefing(planned, LATEST, reason="Trùng kỳ họp.", on=_on(date(2021, 6, 30), cast))
    assert planned.state is BriefingState.PLANNED
    verbs.follow_calendar(on=_on(date(2021, 7, 12), cast, 0))
    assert planned.state is BriefingState.COLLECTING
    rows = reading.answers(planned, reading.window(planned, settings.calendar()), build.CITY)
    assert sum(row.answered for row in rows) == 0, (
        "what was said before the first window answers another list"
    )


def test_a_countdown_still_planned_for_the_old_day_is_not_sent(planned: Briefing, cast: Cast) -> None:
    reminders.plan_all(on=build.occasion(build.at(date(2021, 6, 27), 20)))
    verbs.move_briefing(planned, LATEST, reason="Trùng kỳ họp.", on=_on(date(2021, 6, 28), cast, 7))
    reminders.make_digests(on=build.occasion(build.at(date(2021, 6, 28), 8, 1)))
    assert _left(build.at(date(2021, 6, 28))) == []
    assert {row.outcome for row in _marks(planned)} == {Gone.BRIEFING_MOVED}


def _marks(briefing: Briefing) -> list[Reminder]:
    of_briefing = sa.select(Reminder).where(Reminder.briefing_id == briefing.id)
    return list(db.session.scalars(of_briefing.execution_options(populate_existing=True)))


def test_cancelled_it_leaves_the_lists_and_its_number_and_history_stay(
    planned: Briefing, cast: Cast, client: FlaskClient, clock: HandClock
) -> None:
    _pass(date(2021, 6, 28))
    code = planned.code
    build.saved()
    clock.set_to(build.at(date(2021, 6, 28), 10))
    visitor = Visitor(client, clock).be(cast.monitor)
    assert "Hủy giao ban này" in visitor.open(f"/briefings/{code}/window")
    visitor.open(f"/briefings/{code}/cancel")
    assert "người đã nhận thư về ngày họp này" in visitor.page
    visitor.press("Hủy giao ban", reason=" ")
    assert (visitor.status, "Đề nghị nêu lý do." in visitor.page) == (422, True)
    visitor.press("Hủy giao ban", reason="Tỉnh họp trùng ngày.")
    assert (visitor.status, "Đã hủy giao ban" in visitor.page) == (200, True)
    assert "Tỉnh họp trùng ngày." in visitor.page and "Nhập kết luận" not in visitor.page
    assert f"Hủy giao ban {code}" in visitor.page, "the history is on its page"
    listed = visitor.open("/briefings")
    assert "1 giao ban đã hủy" in listed and "Tỉnh họp trùng ngày." in listed
    assert f"/briefings/{code}/window" not in listed and "Dự kiến" not in listed
    (line,) = (line for line in timeline("briefing", planned.id) if line.event == "briefing_cancelled")
    assert (line.actor_name, line.details["reason"]) == (cast.monitor.full_name, "Tỉnh họp trùng ngày.")
    assert queries.briefings() == [] and queries.briefing_by_code(code) is not None
    assert (
        queries.latest_briefing() is None and office_of([cast.economy.id], date(2021, 6, 29)).briefing is None
    )
    again = visitor.open("/briefings/plan")
    assert "Vẫn lập thêm" not in again
    visitor.press("Lập kế hoạch", title="Giao ban quý II", held_on="05/07/2021")
    assert visitor.status == 200
    assert queries.briefing_by_code(f"{code}-2") is not None, "the old number is not given again"


def test_a_cancelled_one_neither_opens_nor_counts_down_and_those_who_knew_are_told_once(
    planned: Briefing, cast: Cast
) -> None:
    told = {mail.to_address for mail in _pass(date(2021, 6, 28))}
    verbs.cancel_briefing(planned, reason="Tỉnh họp trùng ngày.", on=_on(date(2021, 6, 28), cast, 10))
    assert verbs.follow_calendar(on=build.occasion(build.at(date(2021, 7, 5)))) == 0
    mails = _pass(date(2021, 6, 29))
    assert {mail.to_address for mail in mails} == told
    words = _to(mails, cast.head)
    assert "đã hủy" in words.lower() and "Lý do: Tỉnh họp trùng ngày." in words
    for day in (date(2021, 6, 30), date(2021, 7, 1), date(2021, 7, 2), date(2021, 7, 5)):
        assert _pass(day) == []
    assert planned.state is BriefingState.CANCELLED
    assert not [row for row in _marks(planned) if row.state is ReminderState.PLANNED]


def test_who_was_pressed_for_answers_is_told_too(planned: Briefing, owed: list[Task], cast: Cast) -> None:
    verbs.urge_unanswered(planned, owed[:1], on=_on(date(2021, 6, 24), cast))
    _left(build.at(date(2021, 6, 24)))
    assert reminder_queries.readers_told(planned.id) == [f"person:{cast.head.id}"]
    verbs.cancel_briefing(planned, reason="Tỉnh họp trùng ngày.", on=_on(date(2021, 6, 24), cast, 15))
    (mail,) = _pass(date(2021, 6, 25))
    assert mail.to_address == cast.head.email and "đã hủy" in mail.subject


def test_the_preview_of_mails_knows_of_it(planned: Briefing, cast: Cast) -> None:
    _pass(date(2021, 6, 28))
    verbs.cancel_briefing(planned, reason="Tỉnh họp trùng ngày.", on=_on(date(2021, 6, 28), cast, 10))
    today, on = date(2021, 6, 28), _on(date(2021, 6, 28), cast, 11)
    lines = reminder_queries.preview(today, today=today, zone=on.zone, calendar=on.calendar)
    assert cast.head.full_name in {line.to_name for line in lines if line.rule_key == "briefing_news"}


def test_what_holds_something_is_not_cancelled(planned: Briefing, cast: Cast) -> None:
    briefings.record_conclusions(
        planned,
        "Giao phòng Kinh tế báo cáo trước 15/7/2021.",
        max_chars=10_000,
        on=_on(date(2021, 6, 30), cast),
    )
    with pytest.raises(RuleBroken, match="briefing_has_something"):
        verbs.cancel_briefing(planned, reason="Trùng.", on=_on(date(2021, 7, 1), cast))
    assert planned.state is BriefingState.PLANNED


def test_what_is_frozen_is_not_cancelled(planned: Briefing, cast: Cast) -> None:
    on = _on(date(2021, 7, 2), cast)
    verbs.freeze_planned(planned, cutoff=build.at(date(2021, 7, 1), 0), on=on)
    with pytest.raises(RuleBroken, match="briefing_has_something"):
        verbs.cancel_briefing(planned, reason="Trùng.", on=on)


def test_of_a_cancelled_one_nothing_more_is_written(planned: Briefing, owed: list[Task], cast: Cast) -> None:
    on = _on(date(2021, 6, 24), cast)
    verbs.cancel_briefing(planned, reason="Trùng.", on=on)
    facts = briefings.BriefingFacts(title="Khác")
    later = [
        lambda: verbs.cancel_briefing(planned, reason="Trùng.", on=on),
        lambda: verbs.move_briefing(planned, LATER, reason="Bận.", on=on),
        lambda: verbs.start_collecting(planned, on=on),
        lambda: verbs.freeze_planned(planned, cutoff=on.now, on=on),
        lambda: verbs.urge_unanswered(planned, owed, on=on),
        lambda: briefings.record_conclusions(planned, "Giao phòng Kinh tế.", max_chars=999, on=on),
        lambda: briefings.change_briefing(planned, facts, version=planned.version, on=on),
        lambda: speaking.take_down(planned, "Giao phòng Kinh tế.", max_chars=999, on=on),
    ]
    for act in later:
        with pytest.raises(AlreadyDone, match="already_cancelled"):
            act()


def test_its_pages_say_that_it_is_cancelled(
    planned: Briefing, cast: Cast, client: FlaskClient, clock: HandClock
) -> None:
    code = planned.code
    verbs.cancel_briefing(planned, reason="Trùng.", on=_on(date(2021, 6, 24), cast))
    build.saved()
    clock.set_to(build.at(date(2021, 6, 24), 10))
    visitor = Visitor(client, clock).be(cast.chief)
    for path in ("window", "conclusions", "notice", "edit", "report", "present", "indicators"):
        page = visitor.open(f"/briefings/{code}/{path}")
        assert visitor.status == 200, path
        assert "Chốt số liệu" not in page and "Ghi văn bản" not in page, path


def test_the_mail_names_the_last_day_of_the_citys_setting(planned: Briefing, cast: Cast) -> None:
    on = _on(date(2021, 6, 16), cast)
    key, since = "window_answers_working_days", date(2021, 6, 17)
    set_value(key, 2, legal_basis="", valid_from=since, acting=on.acting, now=on.now)
    assert "trước hết ngày 01/07" in _to(_pass(date(2021, 6, 28)), cast.head)
