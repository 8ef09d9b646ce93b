"""The first page of each role: what it says first, whose buttons it has, and that every count is the list behind it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from lxml import html

from taskboard.accounts import actions as accounts
from taskboard.briefings import actions as briefings
from taskboard.db import db
from taskboard.domain.authority import Role
from taskboard.journal.actions import COMMAND
from taskboard.outbox.models import MailState, OutboxMessage
from taskboard.settings import actions as settings
from taskboard.tasks import actions as tasks
from taskboard.tasks.models import Task
from tests import build
from tests.cast import Cast, cast, sign_in

__all__ = ["cast"]

if TYPE_CHECKING:
    from datetime import datetime

    from flask import Flask
    from flask.testing import FlaskClient

    from taskboard.accounts.models import Person
    from taskboard.briefings.models import Briefing
    from taskboard.occasion import Occasion

TODAY = date(2021, 6, 16)
BUDGET = 8

Visit = Callable[..., html.HtmlElement]


@dataclass
class Browser:
    """One person's browser; pages come back parsed."""

    client: FlaskClient

    def get(self, path: str = "/") -> html.HtmlElement:
        answer = self.client.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        return html.document_fromstring(answer.get_data(as_text=True))

    def press(self, page: html.HtmlElement, button: str, *, last: bool = False) -> html.HtmlElement:
        """Send the form of the button with these words, its hidden fields as they are, and see where that leads."""
        forms = [form for form in page.forms if words(form).startswith(button)]
        assert forms, f"no button {button!r}"
        form = forms[-1 if last else 0]
        answer = self.client.post(form.action, data=dict(form.fields), follow_redirects=True)
        assert answer.status_code == 200
        return html.document_fromstring(answer.get_data(as_text=True))


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def heading(page: html.HtmlElement) -> str:
    (only,) = page.xpath("//h1")
    return words(only)


def main(page: html.HtmlElement) -> html.HtmlElement:
    return page.get_element_by_id("content")


def section(page: html.HtmlElement, title: str) -> html.HtmlElement:
    """The panel under a heading that begins with these words."""
    found = [
        panel for panel in page.xpath("//section[.//h2]") if words(panel.xpath(".//h2")[0]).startswith(title)
    ]
    assert found, f"no panel {title!r}"
    return found[0]


def codes(page: html.HtmlElement) -> set[str]:
    """The tasks a page links to."""
    links = (re.fullmatch(r"/tasks/(NV-[\d-]+)", href) for href in main(page).xpath(".//a/@href"))
    return {link[1] for link in links if link}


@pytest.fixture
def enter(app: Flask, now: datetime) -> Callable[[Person], Browser]:
    """Sign somebody in."""

    def browser(person: Person) -> Browser:
        client = app.test_client()
        sign_in(client, db.session.merge(person), now)  # an earlier request has let the row go
        return Browser(client)

    return browser


@contextmanager
def counted_queries() -> Iterator[list[str]]:
    """What a request asks the database, without its savepoints."""
    seen: list[str] = []

    def note(_conn: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
            seen.append(statement)

    engine = db.session.connection().engine
    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)


# ------------------------------------------------------------------------------------------------------- a small city


@dataclass
class City:
    """Codes by what they stand for, readable after any request."""

    dykes: str
    wards: str
    market: str
    plan: str
    summary: str
    coops: str
    stalls: str
    rules: str
    land: str
    list_of_lanes: str


def spring(cast: Cast) -> Occasion:
    return build.occasion(build.at(date(2021, 4, 12)), cast.monitor)


def on_day(person: Person, day: date) -> Occasion:
    return build.occasion(build.at(day), person)


@pytest.fixture
def city(cast: Cast) -> City:
    """Something in every list, most of it at phòng Kinh tế; on 16/06/2021 four tasks are overdue at three units."""
    given = spring(cast)

    def task(title: str, lead: object, due_on: date | None, **more: object) -> Task:
        return build.task(title, lead=lead, due_on=due_on, on=given, leader=cast.chair, **more)  # type: ignore[arg-type]

    dykes = task(
        "Lập phương án hộ đê", cast.economy, date(2021, 6, 14), words="Sớm có phương án hộ đê toàn tuyến."
    )
    wards = task("Hướng dẫn các xã hoàn thiện hồ sơ", cast.economy, date(2021, 5, 20), field="nong-nghiep")
    market = task(
        "Kiểm tra an toàn thực phẩm tại các chợ", cast.economy, date(2021, 6, 18), partners=[cast.urban]
    )
    plan = task("Xây dựng kế hoạch phòng, chống thiên tai", cast.economy, date(2021, 6, 21))
    summary = task("Tổng hợp tình hình sản xuất", cast.economy, date(2021, 6, 15))
    coops = task("Hỗ trợ hợp tác xã nông nghiệp", cast.economy, None)
    rules = task("Rà soát quy chế chợ", cast.economy, date(2021, 9, 30), is_starred=True)
    land = task("Rà soát nhà, đất công", cast.urban, date(2021, 4, 27))
    lanes = task("Lập danh sách ngõ, hẻm", cast.loc_vuong, date(2021, 6, 10))
    for row in (dykes, wards, market, plan, summary, coops, rules):
        tasks.receive(row, on=on_day(cast.head, date(2021, 4, 13)))
    for row in (dykes, wards, market, plan, rules):
        build.progress(row, on=on_day(cast.head, date(2021, 6, 9)))
    build.completion(summary, on=on_day(cast.officer, date(2021, 6, 15)))
    build.extension(plan, date(2021, 7, 30), on=on_day(cast.head, date(2021, 6, 15)))
    build.progress(land, on=on_day(cast.other_head, date(2021, 6, 1)))
    stalls = build.task(
        "Sắp xếp các điểm kinh doanh quanh chợ",
        lead=cast.economy,
        due_on=date(2021, 7, 30),
        on=on_day(cast.monitor, TODAY),
    )
    build.saved()
    return City(
        *(row.code for row in (dykes, wards, market, plan, summary, coops, stalls, rules, land, lanes))
    )


# ----------------------------------------------------------------------------------------------------- whose first page


def test_everybody_has_a_first_page_with_one_heading(
    cast: Cast, city: City, enter: Callable[[Person], Browser]
) -> None:
    browsers = {name: enter(person) for name, person in cast.everyone.items()}
    headings = {name: heading(browser.get()) for name, browser in browsers.items()}
    office = "4 việc quá hạn tại 3 đơn vị"
    assert headings == {
        "chair": "Ý kiến chỉ đạo",
        "vice": "Ý kiến chỉ đạo",
        "inspector": "Ý kiến chỉ đạo",
        "chief": office,
        "monitor": office,
        "head": "Phòng Kinh tế",
        "officer": "Phòng Kinh tế",
        "other_head": "Phòng Quản lý đô thị",
        "ward_head": "Phường Lộc Vượng",
        "administrator": "Tổng quan",
    }


def test_posts_of_two_kinds_get_a_page_each(
    cast: Cast, city: City, enter: Callable[[Person], Browser]
) -> None:
    accounts.give_post(
        cast.chief,
        role=Role.UNIT_HEAD,
        unit=cast.urban,
        title="Phụ trách",
        valid_from=build.BEGAN_ON,
        field_codes="",
        acting=COMMAND,
        now=build.at(build.BEGAN_ON),
    )
    build.saved()
    chief = enter(cast.chief)
    board = chief.get()
    (other,) = [link.get("href") for link in main(board).xpath(".//a") if words(link) == "Việc của đơn vị"]
    assert heading(chief.get(other)) == "Phòng Quản lý đô thị"


def test_a_person_of_two_units_sees_both(cast: Cast, city: City, enter: Callable[[Person], Browser]) -> None:
    accounts.give_post(
        cast.head,
        role=Role.UNIT_HEAD,
        unit=cast.loc_vuong,
        title="Phụ trách",
        valid_from=build.BEGAN_ON,
        field_codes="",
        acting=COMMAND,
        now=build.at(build.BEGAN_ON),
    )
    build.saved()
    page = enter(cast.head).get()
    assert [words(title) for title in main(page).xpath(".//section/h2[@id]")] == [
        "Phòng Kinh tế",
        "Phường Lộc Vượng",
    ]
    assert {city.dykes, city.list_of_lanes} <= codes(page)


# --------------------------------------------------------------------------------------------------------------- head


def test_a_head_reads_the_worst_first_and_each_job_has_its_button(
    cast: Cast, city: City, enter: Callable[[Person], Browser]
) -> None:
    page = enter(cast.head).get()
    said = words(page.xpath("//p[@class='say']")[0])
    assert said == "2 việc đã quá hạn, 2 việc đến hạn trong 3 ngày làm việc tới."
    groups = [words(title) for title in main(page).xpath(".//h2[contains(@class, 'group-head')]")]
    assert groups == [
        "Quá hạn 2",
        "Sắp đến hạn 2",
        "Chờ Văn phòng xác nhận 1",
        "Không thời hạn, hơn 30 ngày chưa báo cáo 1",
    ]
    order = [words(job.xpath(".//span[@class='code']")[0]) for job in page.xpath("//article")]
    assert order[:6] == [city.wards, city.dykes, city.market, city.plan, city.summary, city.coops]
    buttons = {
        words(job.xpath(".//span[@class='code']")[0]): [
            words(act) for act in job.xpath(".//*[contains(@class, 'btn')]")
        ]
        for job in page.xpath("//article")
    }
    assert buttons[city.wards] == [f"Báo cáo {city.wards}"]
    assert buttons[city.market] == [f"Báo cáo {city.market}", f"Xin gia hạn {city.market}"]
    assert buttons[city.plan] == [f"Báo cáo {city.plan}"], "more time is already asked for"
    assert buttons[city.summary] == [f"Xem lại báo cáo {city.summary}"]


def test_a_head_accepts_a_new_task_where_it_is_told(
    cast: Cast, city: City, enter: Callable[[Person], Browser]
) -> None:
    head = enter(cast.head)
    page = head.press(head.get(), "Tiếp nhận")
    assert heading(page) == "Phòng Kinh tế"
    assert words(page.xpath("//*[@role='status']")[0]) == f"Đã tiếp nhận {city.stalls}."
    assert not [form for form in page.forms if words(form).startswith("Tiếp nhận")]


def test_a_unit_sees_its_own_tasks_and_those_it_helps_with_and_no_others(
    cast: Cast, city: City, enter: Callable[[Person], Browser]
) -> None:
    urban, ward = enter(cast.other_head), enter(cast.ward_head)
    page = urban.get()
    assert codes(page) == {city.land, city.market}
    (shared,) = [fold for fold in main(page).xpath(".//details") if words(fold).startswith("Phối hợp")]
    said = words(shared.xpath(".//article")[0])
    assert said.startswith("Chưa có ý kiến")
    assert "Phòng Kinh tế chủ trì Báo cáo phần phối hợp" in said
    (button,) = shared.xpath(".//*[contains(@class, 'btn')]/@href")
    assert "/parts/" in button, "a partner does not report for the lead"
    assert codes(ward.get()) == {city.list_of_lanes}


def test_the_open_tasks_beside_the_list_add_up(
    cast: Cast, city: City, enter: Callable[[Person], Browser]
) -> None:
    panel = section(enter(cast.head).get(), "8 việc đang mở")
    figures = [int(words(value)) for value in panel.xpath(".//li//b")]
    assert sum(figures) == 8
    assert figures == [2, 2, 2, 1, 1]


def test_a_unit_without_tasks_is_told_so(cast: Cast, enter: Callable[[Person], Browser]) -> None:
    head = enter(cast.head)
    assert "Không còn việc nào đang mở" in words(main(head.get()))
    assert "Không còn việc quá hạn" in words(main(head.get("/overdue")))


def test_without_lateness_the_next_deadline_is_named(cast: Cast, enter: Callable[[Person], Browser]) -> None:
    build.task("Rà soát quy chế chợ", lead=cast.economy, due_on=date(2021, 9, 30), on=spring(cast))
    build.saved()
    page = enter(cast.head).get()
    assert words(page.xpath("//p[@class='say']")[0]) == (
        "Không có việc quá hạn. Việc sắp đến hạn gần nhất: thứ Năm, 30/09."
    )


def test_the_next_briefing_is_named_once_it_is_planned(
    cast: Cast, city: City, enter: Callable[[Person], Browser]
) -> None:
    plan_briefing(cast, date(2021, 7, 5))
    build.saved()
    page = enter(cast.head).get()
    assert "trước giao ban quý II, ngày 05/07" in words(page.xpath("//p[@class='say']")[0])


def plan_briefing(cast: Cast, held_on: date) -> Briefing:
    return briefings.record_briefing(
        title="Giao ban quý II/2021", held_on=held_on, on=on_day(cast.monitor, TODAY)
    )


def test_the_overdue_page_of_a_unit_holds_what_it_leads(
    cast: Cast, city: City, enter: Callable[[Person], Browser]
) -> None:
    page = enter(cast.head).get("/overdue")
    assert heading(page) == "2 việc quá hạn"
    assert codes(page) == {city.dykes, city.wards}


# ----------------------------------------------------------------------------------------- counts and the lists behind


def listed(browser: Browser, url: str) -> int:
    return len(main(browser.get(url)).xpath(".//a[@class='title']"))


@pytest.mark.parametrize(
    ("who", "path"),
    [("monitor", "/"), ("monitor", "/?mine=1"), ("chair", "/"), ("chair", "/overdue"), ("head", "/")],
)
def test_every_count_is_the_list_it_links_to(
    who: str, path: str, cast: Cast, city: City, enter: Callable[[Person], Browser]
) -> None:
    browser = enter(cast.everyone[who])
    links = [
        (words(link), link.get("href"))
        for link in main(browser.get(path)).xpath(".//a[starts-with(@href, '/tasks?')]")
        if re.match(r"\d+\b", words(link))
    ]
    assert len(links) > 2
    for said, url in links:
        assert listed(browser, url) == int(re.match(r"\d+", said)[0]), (said, url)  # type: ignore[index]


def test_the_menu_counts_what_its_page_holds(
    cast: Cast, city: City, enter: Callable[[Person], Browser]
) -> None:
    browsers = {name: enter(cast.everyone[name]) for name in ("monitor", "chair", "head", "ward_head")}
    said = {
        name: [
            words(link)
            for link in browser.get("/tasks").xpath("//nav[@class='nav-main']/a[span[@class='nav-count']]")
        ]
        for name, browser in browsers.items()
    }
    assert {name: " ".join(said) for name, said in said.items()} == {
        "monitor": "Tổng quan 4",
        "chair": "Quá hạn 4",
        "head": "Quá hạn 2",
        "ward_head": "Quá hạn 1",
    }


# -------------------------------------------------------------------------------------------------------------- board


def test_the_board_sorts_units_by_lateness_and_adds_up(
    cast: Cast, city: City, enter: Callable[[Person], Browser]
) -> None:
    page = enter(cast.monitor).get()
    table = page.xpath("//table[contains(@class, 'heat')]")[0]
    rows = {
        words(row.xpath("./th")[0]): [
            words(cell.xpath("./*[1]/*[1] | ./span/span[1]")[0]) for cell in row.xpath("./td[@class='cell']")
        ]
        for row in table.xpath(".//tbody/tr")
    }
    assert rows == {
        "Phòng Kinh tế": ["1", "1", "·", "·"],
        "Phường Lộc Vượng": ["1", "·", "·", "·"],
        "Phòng Quản lý đô thị": ["·", "·", "1", "·"],
    }
    assert [words(cell).split()[0] for cell in table.xpath(".//tfoot//td") if words(cell)] == [
        "2",
        "1",
        "1",
        "0",
        "4",
    ]


def test_the_worst_row_says_when_it_was_last_heard_of_and_pressed(
    cast: Cast, city: City, enter: Callable[[Person], Browser]
) -> None:
    office = enter(cast.monitor)
    page = office.get()
    (first, *_rest) = section(page, "Chậm lâu nhất").xpath(".//tbody/tr")
    assert "50" in words(first.xpath("./td[1]")[0])
    assert words(first.xpath("./td[4]")[0]).startswith("01/06")
    assert words(first.xpath("./td[5]")[0]) == "chưa nhắc"
    after = office.press(page, f"Đôn đốc {city.land}")
    assert heading(after) == "4 việc quá hạn tại 3 đơn vị", "back on the board"
    row = section(after, "Chậm lâu nhất").xpath(".//tbody/tr")[0]
    assert words(row.xpath("./td[5]")[0]) == "16/06 lần 1"
    assert words(row.xpath("./td[7]")[0]) == "Đã đôn đốc hôm nay"


def test_the_office_confirms_and_grants_on_the_board(
    cast: Cast, city: City, enter: Callable[[Person], Browser]
) -> None:
    office = enter(cast.monitor)
    page = office.get()
    assert "có văn bản 125/BC-KT" in words(section(page, "Chờ xác nhận"))
    page = office.press(page, f"Xác nhận {city.summary}")
    assert "Không có báo cáo nào chờ xác nhận." in words(section(page, "Chờ xác nhận"))
    assert "21/06 → 30/07" in words(section(page, "Xin gia hạn"))
    page = office.press(page, f"Đồng ý {city.plan}")
    assert "Không có đề nghị gia hạn nào." in words(section(page, "Xin gia hạn"))
    db.session.expire_all()
    found = {row.code: row for row in db.session.scalars(sa.select(Task))}
    assert found[city.summary].completed_on == date(2021, 6, 15)
    assert found[city.plan].due_on == date(2021, 7, 30)


@pytest.mark.parametrize(
    ("limit", "granted", "on_the_board"), [(1, 1, False), (0, 0, False), (2, 1, True), (2, 2, False)]
)
def test_what_is_beyond_the_citys_number_is_decided_on_its_own_page(
    cast: Cast, city: City, enter: Callable[[Person], Browser], limit: int, granted: int, on_the_board: bool
) -> None:
    """No button that would only be refused: beyond the number the Office grants nothing."""
    row = db.session.scalar(sa.select(Task).where(Task.code == city.plan))
    assert row is not None
    row.extension_count = granted
    on = spring(cast)
    settings.set_value(
        "extensions_per_task", limit, legal_basis="", valid_from=on.today, acting=on.acting, now=on.now
    )
    build.saved()
    panel = section(enter(cast.monitor).get(), "Xin gia hạn")
    assert ("Xem và quyết định" in words(panel)) is not on_the_board
    assert bool(panel.xpath(".//form")) is on_the_board


def test_nobody_confirms_the_work_of_a_unit_they_sit_in(
    cast: Cast, enter: Callable[[Person], Browser]
) -> None:
    row = build.task("Chuẩn bị hội nghị", lead=cast.office, due_on=date(2021, 6, 30), on=spring(cast))
    build.completion(row, on=on_day(cast.monitor, TODAY))
    build.saved()
    panel = section(enter(cast.chief).get(), "Chờ xác nhận")
    assert "Chuẩn bị hội nghị" in words(panel)
    assert not panel.xpath(".//form")


def test_a_vice_chair_acts_in_their_own_fields(
    cast: Cast, city: City, enter: Callable[[Person], Browser]
) -> None:
    page = enter(cast.vice).get("/overdue")
    urged = {words(form).removeprefix("Đôn đốc ") for form in main(page).xpath(".//form")}
    assert urged == {city.wards}, "of agriculture; the others are the chair's"


def test_an_inspector_sees_all_and_can_press_nothing(
    cast: Cast, city: City, enter: Callable[[Person], Browser]
) -> None:
    inspector = enter(cast.inspector)
    for path in ("/", "/overdue"):
        page = inspector.get(path)
        assert {city.land, city.dykes} <= codes(page)
        assert not main(page).xpath(".//form | .//button")


def test_a_monitor_sees_their_own_apart(cast: Cast, city: City, enter: Callable[[Person], Browser]) -> None:
    monitor, chief = enter(cast.monitor), enter(cast.chief)
    page = monitor.get("/?mine=1")
    assert heading(page) == "3 việc quá hạn tại 2 đơn vị"
    assert [words(chip) for chip in main(page).xpath(".//nav[@aria-label='Phạm vi']/a")] == [
        "Của tôi: 3",
        "Tất cả: 4",
    ]
    assert city.land not in codes(page)
    assert not main(chief.get()).xpath(".//nav[@aria-label='Phạm vi']"), "who follows nothing needs no choice"


def test_silence_is_told_by_unit(cast: Cast, city: City, enter: Callable[[Person], Browser]) -> None:
    panel = section(enter(cast.monitor).get(), "Im lặng trên 30 ngày")
    assert [words(row) for row in panel.xpath(".//li")] == [
        "Phòng Kinh tế 1 việc 65 ngày",
        "Phường Lộc Vượng 1 việc, 1 quá hạn 65 ngày",
    ], "since it was given: receiving it was no word on it"


def test_conclusions_under_review_are_brought_to_mind(
    cast: Cast, city: City, enter: Callable[[Person], Browser]
) -> None:
    briefing = plan_briefing(cast, TODAY)
    text = "Chủ tịch UBND thành phố kết luận:\nGiao phòng Kinh tế lập phương án hộ đê trước ngày 30/6/2021.\n"
    recorded = briefings.record_conclusions(briefing, text, max_chars=10_000, on=on_day(cast.monitor, TODAY))
    code, drafts = briefing.code, len(recorded.drafts)
    assert drafts
    build.saved()
    office, chair = enter(cast.monitor), enter(cast.chair)
    note = [words(one) for one in main(office.get()).xpath(".//div[contains(@class, 'note')]")]
    assert any("kết luận chưa ban hành" in one and f"Còn {drafts} trong {drafts} đoạn" in one for one in note)
    assert main(office.get()).xpath(f".//a[@href='/briefings/{code}/conclusions']")
    assert "chưa ban hành" not in words(main(chair.get("/overdue")))


def test_an_empty_board_says_so(cast: Cast, enter: Callable[[Person], Browser]) -> None:
    page = enter(cast.monitor).get()
    assert heading(page) == "Không có việc quá hạn"
    assert "Chưa có số của tuần trước để so sánh" in words(main(page))
    links = {words(link): link.get("href") for link in main(page).xpath(".//a[contains(@class, 'btn')]")}
    assert links == {"Ghi nhận giao ban": "/briefings/new", "Giao nhiệm vụ": "/directives/new"}
    assert not main(enter(cast.inspector).get("/overdue")).xpath(".//a[contains(@class, 'btn')]")


# --------------------------------------------------------------------------------------------------------------- chair


def test_the_chair_reads_what_got_worse_since_a_week(
    cast: Cast, city: City, enter: Callable[[Person], Browser]
) -> None:
    page = enter(cast.chair).get()
    first = page.xpath("//section[contains(@class, 'trio')]/a")[0]
    assert words(first) == "4 quá hạn, tăng 2 so với tuần trước"
    worse = [words(row) for row in section(page, "Xấu đi trong tuần").xpath(".//li")]
    assert worse == ["Phòng Kinh tế Tăng 1 → 2", "Phường Lộc Vượng Tăng 0 → 1"]


def test_what_was_late_a_week_ago_and_done_since_is_a_fall(
    cast: Cast, enter: Callable[[Person], Browser]
) -> None:
    row = build.task("Lập danh sách ngõ", lead=cast.loc_vuong, due_on=date(2021, 5, 20), on=spring(cast))
    build.confirmed(
        row, told=on_day(cast.ward_head, date(2021, 6, 14)), by=on_day(cast.monitor, date(2021, 6, 15))
    )
    build.saved()
    page = enter(cast.chair).get()
    assert (
        words(page.xpath("//section[contains(@class, 'trio')]/a")[0]) == "0 quá hạn, giảm 1 so với tuần trước"
    )
    assert "Không đơn vị nào có thêm việc quá hạn." in words(section(page, "Xấu đi trong tuần"))


def test_nothing_is_compared_with_a_time_nothing_was_known_of(
    cast: Cast, enter: Callable[[Person], Browser]
) -> None:
    build.task(
        "Sắp xếp chợ", lead=cast.economy, due_on=date(2021, 6, 30), on=on_day(cast.monitor, date(2021, 6, 14))
    )
    build.saved()
    page = enter(cast.chair).get()
    assert "chưa có số tuần trước để so sánh" in words(page.xpath("//section[contains(@class, 'trio')]")[0])


def test_the_oldest_open_on_the_words_once_spoken(
    cast: Cast, city: City, enter: Callable[[Person], Browser]
) -> None:
    page = enter(cast.chair).get()
    rows = section(page, "Việc chậm lâu nhất").xpath(".//ol/li/details")
    assert [words(row.xpath(".//span[@class='tap-late']")[0]) for row in rows] == [
        "50 ngày",
        "27 ngày",
        "6 ngày",
        "2 ngày",
    ]
    assert "Sớm có phương án hộ đê toàn tuyến." in words(rows[-1].xpath(".//blockquote")[0])
    assert "Báo cáo 09/06: Đã khảo sát xong 4 tuyến đê." in words(rows[-1])
    assert words(section(page, "Việc gắn sao")).startswith("Việc gắn sao 1 Rà soát quy chế chợ")


# ------------------------------------------------------------------------------------------------------- administrator


def test_the_administrator_reads_what_needs_somebody(
    app: Flask, cast: Cast, city: City, enter: Callable[[Person], Browser]
) -> None:
    failed = db.session.scalars(sa.select(OutboxMessage)).first()
    assert failed is not None
    failed.state = MailState.FAILED
    accounts.create_person(
        sign_in_name="cu", full_name="Vũ Thị Cũ", email=None, acting=COMMAND, now=build.at(build.BEGAN_ON)
    )
    build.saved()
    notes = " | ".join(
        words(one) for one in main(enter(cast.administrator).get()).xpath(".//div[contains(@class, 'note ')]")
    )
    assert "Chưa cấu hình máy chủ thư." in notes
    assert "1 thư không gửi được." in notes
    assert "Bộ lịch không chạy." in notes
    assert "2 đơn vị chưa có thủ trưởng đăng nhập được. Phường Cửa Nam, Văn phòng HĐND và UBND." in notes
    assert "1 đơn vị cũng chưa có hộp thư chung" in notes
    assert "1 tài khoản chưa có chức vụ, không đăng nhập được. Vũ Thị Cũ." in notes


def test_a_new_installation_shows_its_next_step(app: Flask, enter: Callable[[Person], Browser]) -> None:
    person = build.person("Ngô Thanh Sơn", Role.ADMINISTRATOR, title="Quản trị", handle="quantri")
    build.saved()
    steps = main(enter(person).get()).xpath(".//ol[@class='steps']/li")
    assert [step.get("class") for step in steps] == ["is-done", None, None, None]
    (button,) = [link for step in steps for link in step.xpath(".//a")]
    assert (words(button), button.get("href")) == ("Nhập đơn vị", "/units/new")


def test_what_has_no_deadline_waits_as_a_queue_with_its_button(
    cast: Cast, city: City, enter: Callable[[Person], Browser]
) -> None:
    queue = section(enter(cast.chief).get(), "Chưa có thời hạn")
    assert queue.xpath(".//a[contains(@class, 'btn')]/@href") == [f"/tasks/{city.coops}/edit"]
    assert "chưa có người thực hiện" in words(queue)
    (unnamed,) = [link for link in queue.xpath(".//a") if "chưa giao người thực hiện" in words(link)]
    assert listed(enter(cast.chief), unnamed.get("href")) == int(words(unnamed).split()[0])


# ------------------------------------------------------------------------------------------------------------- budgets


@pytest.mark.parametrize(
    ("who", "path"),
    [("chair", "/"), ("chair", "/overdue"), ("monitor", "/"), ("head", "/"), ("head", "/overdue")],
)
def test_a_first_page_asks_few_questions_however_much_there_is(
    who: str, path: str, cast: Cast, city: City, enter: Callable[[Person], Browser]
) -> None:
    asked = []
    for round_ in range(2):
        browser = enter(cast.everyone[who])
        with counted_queries() as queries:
            browser.get(path)
        asked.append(len(queries))
        if round_ == 0:
            _more_of_everything()
    assert asked[0] <= BUDGET
    assert asked[1] == asked[0]


def _more_of_everything() -> None:
    """Each unit gets five more late tasks, one of them starred, and one that waits."""
    from taskboard.accounts.models import Person
    from taskboard.units.models import Unit

    office = db.session.scalars(sa.select(Person).where(Person.full_name == "Lê Thu Hà")).one()
    given = build.occasion(build.at(date(2021, 4, 14)), office)
    for unit in db.session.scalars(sa.select(Unit)).all():
        for number in range(5):
            build.task(
                f"Việc {number}",
                lead=unit,
                due_on=date(2021, 5, 3 + number),
                on=given,
                is_starred=number == 0,
            )
        waiting = build.task("Việc chờ", lead=unit, due_on=date(2021, 5, 28), on=given)
        build.completion(waiting, on=build.occasion(build.at(date(2021, 5, 20)), office))
    build.saved()


# ------------------------------------------------------------------------------------------------------- doors and files


def test_every_component_is_shown_while_working_on_the_product_only(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert client.get("/styleguide").status_code == 200
    monkeypatch.setitem(app.config, "TESTING", False)
    assert client.get("/styleguide").status_code == 404


def test_styles_and_icons_are_kept_for_a_day(client: FlaskClient) -> None:
    for path in ("/static/css/taskboard.css", "/bootstrap/static/css/bootstrap.min.css"):
        answer = client.get(path)
        assert answer.status_code == 200
        assert answer.cache_control.max_age == 86400
        answer.close()
