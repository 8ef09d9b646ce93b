"""The pages of settings and of the working calendar: edited by right, dated, with their history; bad input stays typed."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from taskboard.accounts.actions import open_session, sign_in
from taskboard.accounts.models import SignInSession
from taskboard.db import db
from taskboard.domain.errors import RuleBroken
from taskboard.domain.events import Event
from taskboard.journal.actions import COMMAND
from taskboard.journal.models import JournalEntry
from taskboard.reports.basis import basis_of
from taskboard.settings import actions, queries
from taskboard.settings.models import CalendarDay, DayKind
from tests import build
from tests.cast import Cast, cast
from tests.journeys.plain_browser import Form
from tests.pages.visitor import Visitor, counted

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from tests.conftest import HandClock

__all__ = ["cast"]

TODAY = date(2021, 6, 16)
DUE = date(2021, 6, 30)


@pytest.fixture
def browser(app: Flask, client: FlaskClient, clock: HandClock) -> Visitor:
    return Visitor(client, clock)


def put(key: str, value: Any, *, since: date = TODAY, ceiling: int | None = None) -> None:
    actions.set_value(
        key,
        value,
        legal_basis="Điều 5 quy chế",
        valid_from=since,
        acting=COMMAND,
        now=build.at(TODAY),
        ceiling=ceiling,
    )


def refusal(key: str, value: Any, *, since: date = TODAY, ceiling: int | None = None) -> RuleBroken:
    with pytest.raises(RuleBroken) as broken:
        put(key, value, since=since, ceiling=ceiling)
    return broken.value


# ------------------------------------------------------------------------------------------------- values and their order


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("due_soon_working_days", 31),
        ("due_soon_working_days", -1),
        ("due_soon_working_days", True),
        ("due_soon_working_days", "3"),
        ("volume_bands", []),
        ("volume_bands", [20, 0]),
        ("volume_bands", [20, "x"]),
        ("period_cutoff", "lunar"),
        ("on_time_basis", ""),
        ("second_factor_roles", ["king"]),
    ],
)
def test_what_is_no_such_value_is_refused(cast: Cast, key: str, value: Any) -> None:
    assert refusal(key, value).key == "setting_out_of_range"


def test_bands_rise(cast: Cast) -> None:
    assert refusal("volume_bands", [100, 20]).key == "setting_not_rising"
    assert refusal("volume_bands", [20, 20]).key == "setting_not_rising"


def test_the_machines_limit_is_the_lower_one(cast: Cast) -> None:
    assert refusal("file_megabytes", 30, ceiling=25).details["high"] == 25
    put("file_megabytes", 25, ceiling=25)


def test_numbers_that_belong_together_stay_in_order_on_every_day(cast: Cast) -> None:
    put("mail_hour", 13, since=TODAY + timedelta(days=30))
    broken = refusal("quiet_from_hour", 13)
    assert (broken.key, broken.details["setting"]) == ("setting_not_above", "mail_hour")
    assert broken.details["day"] == TODAY + timedelta(days=30)
    put("quiet_from_hour", 14)
    assert refusal("mail_hour", 14).key == "setting_not_below"
    assert refusal("praise_done_percent", 40).key == "setting_not_above"
    assert refusal("window_answers_working_days", 5).key == "setting_not_below"


def test_a_later_change_of_its_own_ends_what_a_value_is_compared_with(cast: Cast) -> None:
    put("quiet_from_hour", 19, since=TODAY + timedelta(days=10))
    put("mail_hour", 13, since=TODAY + timedelta(days=30))
    put("quiet_from_hour", 12)  # holds for ten days only, and 13 o'clock comes later
    assert queries.value_on("quiet_from_hour", TODAY) == 12


# --------------------------------------------------------------------------------------------------- what goes by them


def test_a_day_ends_when_the_city_says_and_dates_already_given_stay(cast: Cast) -> None:
    on = build.occasion(build.at(TODAY), cast.monitor)
    before = build.task("Việc cũ", lead=cast.economy, due_on=DUE, on=on)
    put("due_hour", 17)
    after = build.task("Việc mới", lead=cast.economy, due_on=DUE, on=on)
    assert before.overdue_from == build.at(date(2021, 7, 1), 0)
    assert after.overdue_from == build.at(DUE, 17)


def test_more_time_after_the_date_where_the_city_allows_it(cast: Cast) -> None:
    task = build.task("Việc", lead=cast.economy, due_on=DUE, on=build.occasion(build.at(TODAY), cast.monitor))
    late = build.occasion(build.at(date(2021, 7, 2)), cast.head)
    put("extension_before_due", False)
    assert build.extension(task, date(2021, 7, 20), on=late).was_asked_late


def test_beyond_the_limit_nobody_where_the_city_says_so(cast: Cast) -> None:
    task = build.task("Việc", lead=cast.economy, due_on=DUE, on=build.occasion(build.at(TODAY), cast.monitor))
    put("extensions_per_task", 0)
    put("chair_exceeds_extensions", False)
    with pytest.raises(RuleBroken, match="extension_limit"):
        build.extension(task, date(2021, 7, 20), on=build.occasion(build.at(TODAY), cast.head))


def _lasts(person: Any, *, remember: bool, at: datetime) -> timedelta:
    open_session(person, address="10.0.0.1", device="", remember=remember, real_now=at)
    db.session.flush()
    row = db.session.scalars(sa.select(SignInSession).order_by(SignInSession.id.desc())).first()
    assert row is not None
    return row.expires_at - row.created_at


def test_a_session_lasts_as_the_city_says(cast: Cast, clock: HandClock) -> None:
    put("session_hours", 4)
    put("session_remembered_days", 7)
    assert _lasts(cast.head, remember=False, at=clock.real_now()) == timedelta(hours=4)
    assert _lasts(cast.head, remember=True, at=clock.real_now()) == timedelta(days=7)


def test_the_door_closes_after_as_many_tries_as_the_city_says(cast: Cast, clock: HandClock) -> None:
    put("sign_in_tries", 3)
    put("sign_in_pause_minutes", 30)

    def knock(at: datetime) -> str:
        with pytest.raises(RuleBroken) as broken:
            sign_in(
                sign_in_name=cast.head.sign_in_name,
                password="sai mật khẩu này",
                address="10.0.0.1",
                device="",
                remember=False,
                real_now=at,
                today=TODAY,
            )
        return broken.value.key

    at = clock.real_now()
    assert [knock(at) for _ in range(4)] == ["sign_in_refused"] * 3 + ["sign_in_throttled"]
    assert knock(at + timedelta(minutes=20)) == "sign_in_throttled"
    assert knock(at + timedelta(minutes=31)) == "sign_in_refused"


def test_reports_go_by_the_date_the_city_chose(cast: Cast) -> None:
    assert (basis_of(None, TODAY), basis_of("current", TODAY), basis_of("?", TODAY)) == (
        "original",
        "current",
        "original",
    )
    put("on_time_basis", "current")
    assert (basis_of(None, TODAY), basis_of("original", TODAY)) == ("current", "original")


def test_a_report_takes_as_many_files_as_the_city_says(browser: Visitor, cast: Cast) -> None:
    task = build.task("Việc", lead=cast.economy, due_on=DUE, on=build.occasion(build.at(TODAY), cast.monitor))
    put("file_megabytes", 1)
    put("files_per_report", 1)
    build.saved()
    browser.be(cast.head).open(f"/tasks/{task.code}/report")
    assert "1 MB" in browser.words
    form = browser.form(holding="done_text")
    large = (b"%PDF-1.4\n" + b"x" * 1_100_000, "lon.pdf")
    browser.send(form, done_text="Đã làm xong bước một.", files={"files": large})
    assert browser.status == 422
    assert "Đã làm xong bước một." in browser.page


# ------------------------------------------------------------------------------------------------------------ the pages


def test_the_page_shows_each_value_its_basis_and_what_comes(browser: Visitor, cast: Cast) -> None:
    put("due_soon_working_days", 5, since=date(2021, 7, 1))
    build.saved()
    with counted() as asked:
        browser.be(cast.monitor).open("/settings")
    assert len(asked) <= 16
    assert "Sắp đến hạn 3 ngày làm việc từ 01/07/2021: 5 Thông lệ: 72 giờ mặc định" in browser.words
    assert "Đúng hạn, quá hạn xét theo thời hạn ban đầu" in browser.words
    assert "/settings/due_soon_working_days" not in browser.page, "the Office reads, the administrator edits"


def test_a_number_is_changed_from_a_day_with_its_basis_and_history(browser: Visitor, cast: Cast) -> None:
    browser.be(cast.administrator).open("/settings/due_soon_working_days")
    browser.press("Lưu", value="5", legal_basis="Điều 7 Quy chế", valid_from="01/07/2021")
    assert "Đã lưu thiết lập." in browser.words
    assert queries.value_on("due_soon_working_days", TODAY) == 3
    assert queries.value_on("due_soon_working_days", date(2021, 7, 1)) == 5
    browser.open("/settings/due_soon_working_days")
    assert f"01/07/2021 chưa đến ngày 5 Điều 7 Quy chế {cast.administrator.full_name}" in browser.words
    entry = db.session.scalars(
        sa.select(JournalEntry).where(JournalEntry.event == Event.SETTING_CHANGED)
    ).one()
    assert entry.actor_id == cast.administrator.id


@pytest.mark.parametrize(
    ("key", "typed", "says"),
    [
        ("due_soon_working_days", "ba", "Giá trị phải trong khoảng 0 đến 30."),
        ("due_soon_working_days", "99", "Giá trị phải trong khoảng 0 đến 30."),
        ("file_megabytes", "90", "Giá trị phải trong khoảng 1 đến 20."),
        ("volume_bands", "100, 20", "Các số phải tăng dần."),
        ("mail_hour", "17, 18", "Giá trị phải trong khoảng 5 đến 17."),
        ("praise_done_percent", "40", "Phải lớn hơn “Đề xuất phê bình khi hoàn thành dưới” (50"),
    ],
)
def test_bad_input_is_said_at_the_field_and_stays(
    browser: Visitor, cast: Cast, key: str, typed: str, says: str
) -> None:
    browser.be(cast.administrator).open(f"/settings/{key}")
    browser.press("Lưu", value=typed, legal_basis="Điều bảy")
    assert browser.status == 422
    assert says in browser.words
    assert browser.tree.xpath("//input[@name='value']/@value") == [typed]
    assert browser.tree.xpath("//input[@name='legal_basis']/@value") == ["Điều bảy"]


def test_yes_and_no_and_one_of_few_are_chosen(browser: Visitor, cast: Cast) -> None:
    browser.be(cast.administrator).open("/settings/evidence_required")
    browser.press("Lưu", value="no")
    assert queries.value_on("evidence_required", TODAY) is False
    browser.open("/settings/period_cutoff")
    browser.press("Lưu", value="15_14")
    assert queries.value_on("period_cutoff", TODAY) == "15_14"
    assert "từ ngày 15 đến ngày 14" in browser.words
    browser.open("/settings/period_cutoff")
    browser.press("Lưu", value="lunar")
    assert browser.status == 422


def test_a_name_may_be_left_empty(browser: Visitor, cast: Cast) -> None:
    browser.be(cast.administrator).open("/settings/body_name")
    browser.press("Lưu", value="UBND phường Nam Định")
    browser.open("/settings/body_name")
    browser.press("Lưu", value="")
    assert "Đã lưu thiết lập." in browser.words
    assert queries.body_name(TODAY, "UBND khác") == "UBND khác"


def test_no_setting_of_that_name(browser: Visitor, cast: Cast) -> None:
    browser.be(cast.administrator).open("/settings/khong-co")
    assert browser.status == 404


# -------------------------------------------------------------------------------------------------------- the calendar


def day(when: date) -> CalendarDay | None:
    db.session.expire_all()
    return db.session.get(CalendarDay, when)


def test_a_day_is_added_edited_and_taken_away_with_its_history(browser: Visitor, cast: Cast) -> None:
    when = date(2021, 8, 13)
    browser.be(cast.administrator).open("/settings/calendar/new")
    browser.press("Lưu", day="13/08/2021", kind="closure", name="Nghỉ phòng dịch", source="CV 12")
    assert "Đã lưu ngày trong lịch làm việc." in browser.words
    assert not queries.calendar().is_working_day(when)
    browser.open("/settings/calendar/2021-08-13")
    browser.press("Lưu", name="Nghỉ chống bão")
    assert (found := day(when)) is not None and found.name == "Nghỉ chống bão"
    browser.open("/settings/calendar/2021-08-13")
    browser.press("Bỏ ngày này")
    assert day(when) is None
    assert queries.calendar().is_working_day(when)
    said = db.session.scalars(
        sa.select(JournalEntry.event).where(JournalEntry.subject_id == when.toordinal())
    ).all()
    assert said == [Event.CALENDAR_DAY_SET, Event.CALENDAR_DAY_SET, Event.CALENDAR_DAY_REMOVED]
    browser.open("/settings/calendar/2021-08-13")
    assert browser.status == 404


def test_a_day_that_is_there_is_not_overwritten_by_another(browser: Visitor, cast: Cast) -> None:
    actions.set_calendar_day(
        date(2021, 9, 2), DayKind.HOLIDAY, name="Quốc khánh", source="", acting=COMMAND, now=build.at(TODAY)
    )
    build.saved()
    browser.be(cast.administrator).open("/settings/calendar/new")
    browser.press("Lưu", day="2/9/2021", kind="closure", name="Khác")
    assert browser.status == 422
    assert "Ngày 02/09/2021 đã có trong lịch: Quốc khánh." in browser.words
    assert browser.tree.xpath("//input[@name='name']/@value") == ["Khác"]


def test_only_a_weekend_day_is_worked_in_exchange(browser: Visitor, cast: Cast) -> None:
    browser.be(cast.administrator).open("/settings/calendar/new")
    browser.press("Lưu", day="16/08/2021", kind="swap_working", name="Làm bù")
    assert browser.status == 422
    browser.press("Lưu", day="14/08/2021", kind="swap_working", name="Làm bù")
    assert queries.calendar().is_working_day(date(2021, 8, 14))


def test_the_holidays_of_a_year_are_brought_in_once(browser: Visitor, cast: Cast) -> None:
    browser.be(cast.administrator).open("/settings?year=2023")
    browser.press("Nhập ngày nghỉ lễ năm 2023")
    assert day(date(2023, 9, 2)) is not None
    count = db.session.scalar(sa.select(sa.func.count()).select_from(CalendarDay))
    browser.press("Nhập ngày nghỉ lễ năm 2023")
    assert db.session.scalar(sa.select(sa.func.count()).select_from(CalendarDay)) == count


def test_dates_already_given_outlive_a_new_day_off(browser: Visitor, cast: Cast) -> None:
    task = build.task("Việc", lead=cast.economy, due_on=DUE, on=build.occasion(build.at(TODAY), cast.monitor))
    build.saved()
    browser.be(cast.administrator).open("/settings/calendar/new")
    browser.press("Lưu", day="30/06/2021", kind="closure", name="Nghỉ")
    db.session.refresh(task)
    assert task.overdue_from == build.at(date(2021, 7, 1), 0)


def test_the_office_may_not_touch_the_calendar(browser: Visitor, cast: Cast) -> None:
    browser.be(cast.monitor).open("/settings")
    token = browser.tree.xpath("//input[@name='csrf_token']/@value")[0]
    browser.send(Form("/settings/calendar/2021/holidays", "post"), csrf_token=token)
    assert browser.status == 403


@pytest.mark.parametrize(
    "address",
    [
        "/settings",
        "/settings/reminders",
        "/settings/abbreviations",
        "/settings/replies",
        "/settings/webhooks",
        "/settings/tokens",
        "/settings/wording",
        "/settings/silent_days",
    ],
)
def test_the_place_is_called_one_name_and_lit_on_all_its_pages(
    address: str, browser: Visitor, cast: Cast
) -> None:
    browser.be(cast.administrator).open(address)
    assert browser.status == 200
    (lit,) = browser.tree.xpath("//nav[@class='nav-main']//a[@aria-current='page']")
    assert " ".join(lit.text_content().split()) == "Quản trị"
    named = browser.tree.xpath("//main//h1 | //main//a[@href='/settings']")
    assert any(" ".join(one.text_content().split()) == "Quản trị" for one in named)
