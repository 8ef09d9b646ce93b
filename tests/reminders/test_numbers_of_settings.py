"""A number that a rule and a page both go by stands in one place: the city's settings."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from taskboard.briefings import actions as briefings
from taskboard.db import db
from taskboard.domain.errors import RuleBroken
from taskboard.reminders import actions, queries
from taskboard.reminders.models import Reminder, ReminderState
from taskboard.reminders.queries import SET_BY
from taskboard.reminders.wording import mark_text
from taskboard.settings import actions as settings_actions
from taskboard.settings import queries as settings
from taskboard.settings.registry import DEFINITIONS
from taskboard.tasks.models import Task
from taskboard.tasks.reading import reading_at
from tests import build
from tests.cast import Cast, cast
from tests.pages.visitor import Visitor
from tests.reminders.test_rules import WEDNESDAY, draft_of, plan_on

if TYPE_CHECKING:
    from datetime import datetime

    from flask import Flask
    from flask.testing import FlaskClient

    from tests.conftest import HandClock

__all__ = ["cast"]

JULY = date(2021, 7, 1)
GIVEN = build.at(date(2021, 6, 1))


@pytest.fixture
def undated(cast: Cast) -> Task:
    return build.task("Rà soát các khoản thu", lead=cast.economy, on=build.occasion(GIVEN, cast.monitor))


def set_number(key: str, value: int, cast: Cast, *, valid_from: date = WEDNESDAY) -> None:
    on = build.occasion(build.at(WEDNESDAY), cast.administrator)
    settings_actions.set_value(
        key, value, legal_basis="", valid_from=valid_from, acting=on.acting, now=on.now
    )


def planned(prefix: str, **of: Any) -> dict[str, date]:
    rows = db.session.scalars(sa.select(Reminder).filter_by(state=ReminderState.PLANNED, **of))
    return {row.rule: row.due_at.astimezone(build.CITY).date() for row in rows if row.rule.startswith(prefix)}


def numbers(key: str, day: date) -> list[int]:
    return [
        offset
        for rule in queries.rules()
        if rule.key == key and rule.holds_on(day)
        for offset in rule.offsets
    ]


def test_each_such_rule_counts_by_its_settings(cast: Cast) -> None:
    for key, names in SET_BY.items():
        wanted = {settings.value_on(name, WEDNESDAY) for name in names}
        assert set(numbers(key, WEDNESDAY)) == wanted == {DEFINITIONS[name].default for name in names}


def test_the_days_of_silence_are_changed_once_and_reminded_by(undated: Task, cast: Cast) -> None:
    plan_on(WEDNESDAY)
    assert planned("silence_3", task_id=undated.id) == {"silence_30": JULY}
    set_number("silent_days", 45, cast)
    plan_on(WEDNESDAY, 8)
    assert planned("silence_", task_id=undated.id) == {
        "silence_45": date(2021, 7, 16),
        "silence_named_90": date(2021, 8, 30),
    }
    assert reading_at(build.at(WEDNESDAY), build.CITY, settings.calendar()).silence_days == 45
    gone = db.session.scalars(sa.select(Reminder).filter_by(task_id=undated.id, rule="silence_30")).one()
    assert (gone.state, gone.outcome) == (ReminderState.CANCELLED, "rule_changed")


def test_a_setting_of_a_later_day_counts_from_that_day_on(undated: Task, cast: Cast) -> None:
    set_number("silent_days", 20, cast, valid_from=date(2021, 8, 1))
    assert (numbers("silence", date(2021, 7, 31)), numbers("silence", date(2021, 8, 1))) == ([30], [20])
    (standing,) = (one for one in queries.standing_on(WEDNESDAY) if one.current.key == "silence")
    assert (standing.numbers, standing.changes_on) == ((30,), date(2021, 8, 1))
    assert [(one.since, one.numbers) for one in queries.lives_of(queries.history_of("silence"))][1:] == [
        (date(2021, 8, 1), (20,))
    ]


def test_the_rules_page_changes_the_setting_and_shows_first_what_that_does(
    app: Flask, client: FlaskClient, clock: HandClock, undated: Task, cast: Cast, now: datetime
) -> None:
    code = undated.code
    build.saved()
    visitor = Visitor(client, clock).be(cast.administrator)
    visitor.open("/settings/reminders/silence")
    assert visitor.form("/settings/reminders/silence").values["offsets"] == ["30"]
    visitor.press("Xem thay đổi", offsets="45", task_code=code)
    added = visitor.words.index("Thêm Thư gửi thêm")
    assert "45 ngày chưa cập nhật" in visitor.words[added:]
    assert settings.value_on("silent_days", WEDNESDAY) == 30
    visitor.press("Lưu quy tắc")
    assert settings.value_on("silent_days", now.date()) == 45
    visitor.open("/settings/reminders")
    assert "45 ngày không có báo cáo" in visitor.words
    visitor.open("/settings/silent_days")
    assert visitor.form("/settings/silent_days").values["value"] == ["45"]
    assert "Quy tắc nhắc đi theo số này: Không thời hạn, lâu không cập nhật." in visitor.words


def test_the_window_before_a_briefing_and_its_mails_count_alike(cast: Cast) -> None:
    build.task(
        "Lập phương án", lead=cast.urban, on=build.occasion(GIVEN, cast.monitor), due_on=date(2021, 6, 30)
    )
    on = build.occasion(build.at(WEDNESDAY), cast.chief)
    row = briefings.record_briefing(title="Giao ban quý II/2021", held_on=date(2021, 7, 5), on=on)
    office = build.occasion(build.at(WEDNESDAY), cast.administrator)
    actions.change_rule("briefing", draft_of("briefing", offsets=(4, 7)), on=office)
    assert settings.values_on(SET_BY["briefing"], WEDNESDAY) == {
        "window_opens_working_days": 7,
        "window_answers_working_days": 4,
    }
    set_number("window_checks_working_days", 0, cast)
    plan_on(WEDNESDAY, 8)
    assert planned("briefing", briefing_id=row.id) == {
        "briefing_7": date(2021, 6, 24),
        "briefing_4": date(2021, 6, 29),
        "briefing_check_0": date(2021, 7, 5),
    }
    assert mark_text("briefing_check_0") == "ngày giao ban, Văn phòng rà lại"
    actions.change_rule("briefing", draft_of("briefing", offsets=(2, 1)), on=office)
    assert settings.value_on("window_opens_working_days", WEDNESDAY) == 2, "down as well as up"


def test_who_confirms_too_late_is_told_by_the_days_it_may_take(cast: Cast) -> None:
    set_number("confirm_working_days", 8, cast)
    assert numbers("confirm_late", WEDNESDAY) == [8]


@pytest.mark.parametrize(
    ("key", "offsets", "said"),
    [
        ("silence", (30, 60), "offsets_not_as_many"),
        ("silence", (900,), "offsets_not_as_many"),
        ("briefing", (5,), "offsets_not_as_many"),
        ("briefing_check", (4,), "setting_not_below"),
    ],
)
def test_a_number_the_settings_do_not_take_is_refused_at_its_field(
    key: str, offsets: tuple[int, ...], said: str, cast: Cast
) -> None:
    on = build.occasion(build.at(WEDNESDAY), cast.administrator)
    with pytest.raises(RuleBroken) as refused:
        actions.change_rule(key, draft_of(key, offsets=offsets), on=on)
    assert (refused.value.key, refused.value.field) == (said, "offsets")
