"""The task pages as people use them: the list, one task, the report, each act, each refusal."""

from __future__ import annotations

import re
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from taskboard.db import db
from taskboard.domain.authority import Role
from taskboard.domain.events import Channel, Event
from taskboard.domain.lifecycle import State
from taskboard.files.models import Attachment
from taskboard.journal.actions import record
from taskboard.tasks import actions, queries
from taskboard.tasks.models import Extension, ExtensionState, Report, Task
from taskboard.tasks.queries import View, lists
from taskboard.web.guide.terms import TERMS
from tests import build
from tests.cast import Cast, cast
from tests.pages.visitor import Visitor, counted

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from tests.conftest import HandClock

__all__ = ["cast"]

TODAY = date(2021, 6, 16)
BUDGET = 8
"""Queries of a page. Three are of the frame: who is signed in; settings and calendar; what is late, what mail waits, who keeps the clock."""


class TaskVisitor(Visitor):
    """Reads what stands on a task's page and in a list."""

    @property
    def buttons(self) -> list[str]:
        """What the person may do with the task: words on buttons, links made like buttons, folded acts."""
        found = self.tree.xpath(
            "//section[contains(@class, 'o-3')]//*[self::a or self::button or self::summary][contains(@class, 'btn')]"
        )
        code = self.tree.xpath("string(//span[@class='code'])")
        return [" ".join(each.xpath("string(.)").split()).removesuffix(code).strip() for each in found]

    @property
    def rows(self) -> list[str]:
        return [str(address) for address in self.tree.xpath("//tbody//a[@class='title']/@href")]


@pytest.fixture
def browser(app: Flask, client: FlaskClient, clock: HandClock) -> TaskVisitor:
    return TaskVisitor(client, clock)


def given(cast: Cast, title: str = "Lập phương án hộ đê toàn tuyến", **more: Any) -> Task:
    """Given to phòng Kinh tế on 1 June, due on the 30th unless said otherwise; saved."""
    day = more.pop("day", date(2021, 6, 1))
    more.setdefault("lead", cast.economy)
    more.setdefault("due_on", date(2021, 6, 30))
    return build.task(title, on=build.occasion(build.at(day), cast.monitor), **more)


@pytest.fixture
def task(cast: Cast) -> Task:
    return given(cast, leader=cast.chair, partners=[cast.loc_vuong], field="nong-nghiep")


@pytest.fixture
def claimed(task: Task, cast: Cast) -> Task:
    build.completion(task, on=build.occasion(build.at(date(2021, 6, 10)), cast.head))
    return task


def url(task: Task, *rest: str) -> str:
    return "/".join(("/tasks", task.code, *rest))


# ----------------------------------------------------------------------------------------------------------- the list


def test_the_list_shows_what_is_unfinished_most_pressing_first(browser: TaskVisitor, cast: Cast) -> None:
    late = given(cast, "Việc đã quá hạn", due_on=date(2021, 6, 11))
    soon = given(cast, "Việc sắp đến hạn", due_on=date(2021, 6, 18))
    browser.be(cast.monitor).open("/tasks")
    assert browser.status == 200
    assert browser.rows == [url(late), url(soon)]
    assert "2 việc gồm 1 quá hạn, 1 sắp đến hạn. Xếp theo thời hạn." in browser.words
    assert "Quá hạn 5 ngày" in browser.words
    assert "Còn 2 ngày" in browser.words


@pytest.mark.parametrize("who", ["chair", "monitor", "head", "ward_head", "inspector"])
def test_each_tab_leads_to_as_many_tasks_as_it_says(who: str, browser: TaskVisitor, cast: Cast) -> None:
    given(cast, "A", due_on=date(2021, 6, 11), partners=[cast.loc_vuong])
    given(cast, "B", due_on=None, lead=cast.urban)
    build.completion(given(cast, "C"), on=build.occasion(build.at(TODAY), cast.head))
    actions.withdraw(given(cast, "D"), reason="Tỉnh làm.", on=build.occasion(build.at(TODAY), cast.chief))
    browser.be(cast.everyone[who]).open("/tasks?view=all")
    tabs = [
        (link.get("href"), int(link.xpath("string(.//*[@class='count'])")))
        for link in browser.tree.xpath("//nav[contains(@class, 'views')]/a")
    ]
    assert len(tabs) > 8
    for address, count in tabs:
        browser.open(address)
        assert len(browser.rows) == count, address


def test_the_address_holds_the_conditions_and_each_can_be_taken_away(
    browser: TaskVisitor, cast: Cast
) -> None:
    wanted = given(cast, "Xây kè sông Đào", field="nong-nghiep")
    given(cast, "Xây kè hồ Vị Xuyên", lead=cast.urban, field="do-thi")
    browser.be(cast.monitor).open(f"/tasks?view=open&unit={cast.economy.code}&field=nong-nghiep&q=ke")
    assert browser.rows == [url(wanted)]
    chips = {
        " ".join(chip.xpath("string(span)").split()): chip.get("href")
        for chip in browser.tree.xpath("//a[contains(@class, 'chip-on')]")
    }
    assert set(chips) == {"Đơn vị: Phòng Kinh tế", "Lĩnh vực: Nông nghiệp"}
    browser.open(chips["Đơn vị: Phòng Kinh tế"])
    assert "unit=" not in browser.url
    assert "field=nong-nghiep" in browser.url
    assert "q=ke" in browser.url


def test_the_menu_of_a_condition_leads_to_the_narrowed_list(browser: TaskVisitor, cast: Cast) -> None:
    given(cast, "A")
    urban = given(cast, "B", lead=cast.urban)
    browser.be(cast.monitor).open("/tasks")
    choice = browser.tree.xpath(f"//ul[@class='pick-list']//a[text()='{cast.urban.name}']/@href")[0]
    browser.open(choice)
    assert browser.rows == [url(urban)]


def test_mine_are_those_the_monitor_follows(browser: TaskVisitor, cast: Cast) -> None:
    followed = given(cast, "A")
    given(cast, "B", lead=cast.urban)
    browser.be(cast.monitor).open("/tasks?mine=1")
    assert browser.rows == [url(followed)]


@pytest.mark.parametrize("words", ["h%E1%BB%99+%C4%91%C3%AA", "ho+de", "HO+DE"])
def test_the_search_of_the_bar_looks_everywhere(words: str, browser: TaskVisitor, cast: Cast) -> None:
    done = build.confirmed(
        given(cast, "Phương án hộ đê"),
        told=build.occasion(build.at(date(2021, 6, 5)), cast.head),
        by=build.occasion(build.at(date(2021, 6, 7)), cast.monitor),
    )
    browser.be(cast.monitor).open(f"/tasks?q={words}")
    assert browser.rows == [url(done)]
    assert (
        browser.tree.xpath("//nav[contains(@class, 'views')]/a[@aria-current]/text()")[0].strip() == "Tất cả"
    )


def test_an_empty_search_says_which_condition_to_drop(browser: TaskVisitor, cast: Cast) -> None:
    found = given(cast, "Chợ Rồng", lead=cast.urban)
    given(cast, "Kho thóc")
    browser.be(cast.monitor).open(f"/tasks?view=open&unit={cast.economy.code}&q=cho+rong")
    assert "Không có việc nào khớp với điều kiện" in browser.words
    assert "Bỏ điều kiện đơn vị để xem 1 việc khác." in browser.words
    browser.open(browser.tree.xpath("//a[contains(., 'Bỏ điều kiện đơn vị')]/@href")[0])
    assert browser.rows == [url(found)]


def test_nothing_late_is_said_with_what_comes_next(browser: TaskVisitor, cast: Cast) -> None:
    given(cast, "Việc sắp đến hạn", due_on=date(2021, 6, 21))
    browser.be(cast.head).open("/tasks?view=overdue")
    assert "Không còn việc quá hạn" in browser.words
    assert "Việc sắp đến hạn gần nhất: thứ Hai 21/06." in browser.words


@pytest.mark.parametrize(
    "query",
    [
        "view=nonsense",
        "from=-3",
        "from=99999999999",
        "band=x",
        "unit=none",
        "briefing=x",
        "directive=x",
        "q=%00%FF",
    ],
)
def test_an_address_typed_wrong_gives_a_list_not_an_error(
    query: str, browser: TaskVisitor, cast: Cast
) -> None:
    given(cast)
    browser.be(cast.monitor).open(f"/tasks?{query}")
    assert browser.status == 200


def test_fifty_at_a_time_and_the_rest_by_a_link(browser: TaskVisitor, cast: Cast) -> None:
    on = build.occasion(build.at(date(2021, 6, 1)), cast.monitor)
    for number in range(53):
        build.task(f"Việc {number}", lead=cast.economy, on=on, due_on=date(2021, 6, 30))
    browser.be(cast.monitor).open("/tasks")
    first = browser.rows
    browser.open(browser.tree.xpath("//a[@rel='next']/@href")[0])
    assert (len(first), len(browser.rows)) == (50, 3)
    assert not set(first) & set(browser.rows)


def test_a_long_list_in_groups_is_paged_by_the_sum_of_its_groups(
    browser: TaskVisitor, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "COUNTED", 3)
    monkeypatch.setattr(queries, "task_page", partial(queries.task_page, limit=2))
    for number in range(7):
        given(cast, f"Việc {number}", lead=(cast.economy, cast.urban)[number % 2])
    browser.be(cast.monitor).open("/tasks?view=all&by=unit")
    shown, following = [], []
    while True:
        shown.append(browser.tree.xpath("string(//div[@class='pager']/span)"))
        if not (ahead := browser.tree.xpath("//a[@rel='next']")):
            break
        following.append(ahead[0].text_content().strip())
        browser.open(ahead[0].get("href"))
    assert shown == ["2 trong 7 việc", "4 trong 7 việc", "6 trong 7 việc", "7 trong 7 việc"]
    assert following == ["5 việc tiếp theo", "3 việc tiếp theo", "1 việc tiếp theo"]


def test_what_is_paused_past_its_date_is_late_and_says_both(browser: TaskVisitor, cast: Cast) -> None:
    for due_on in (date(2021, 6, 11), date(2021, 6, 30)):
        row = given(cast, f"Hạn {due_on:%d}", due_on=due_on)
        actions.receive(row, on=build.occasion(build.at(date(2021, 6, 2)), cast.head))
        on = build.occasion(build.at(date(2021, 6, 3)), cast.chief)
        actions.pause(row, reason="Chờ quy hoạch.", resume_on=date(2021, 9, 1), on=on)
    browser.be(cast.monitor).open("/tasks")
    chips = browser.tree.xpath("//tbody//span[contains(@class, 'state ')]")
    assert [chip.text_content().strip() for chip in chips] == ["Tạm dừng, quá hạn 5 ngày", "Tạm dừng"]
    browser.open("/tasks?view=overdue")
    assert len(browser.rows) == 1
    meaning = str(TERMS["tam-dung"].meaning)
    assert "không tính là quá hạn" not in meaning and "vẫn là quá hạn" in meaning


@pytest.mark.parametrize(
    "path",
    [
        "/tasks",
        "/tasks?view=all&q=viec",
        "/tasks?view=overdue&band=1-7",
        "/tasks?view=open&by=unit&columns=unit,leader,officer,field",
    ],
)
def test_the_list_asks_as_much_for_forty_rows_as_for_two(path: str, browser: TaskVisitor, cast: Cast) -> None:
    on = build.occasion(build.at(date(2021, 6, 1)), cast.monitor)
    spent = []
    for batch in (2, 38):
        for number in range(batch):
            lead = (cast.economy, cast.urban, cast.loc_vuong)[number % 3]
            build.task(f"Việc {number}", lead=lead, on=on, due_on=date(2021, 6, 11))
            browser.be(cast.monitor)
        with counted() as asked:
            browser.open(path)
        spent.append(len(asked))
    assert spent[0] == spent[1] <= BUDGET


# ------------------------------------------------------------------------------------------------------------ one task


def test_the_page_says_the_chairs_words_and_the_three_dates(
    browser: TaskVisitor, task: Task, cast: Cast
) -> None:
    head = build.occasion(build.at(date(2021, 6, 10)), cast.head)
    asked = build.extension(task, date(2021, 7, 15), on=head)
    actions.grant_extension(asked, on=build.occasion(build.at(date(2021, 6, 11)), cast.chief))
    build.progress(task, on=head, forecast_on=date(2021, 7, 10))
    browser.be(cast.chair).open(url(task))
    quote = browser.tree.xpath("string(//blockquote)")
    assert task.directive.wording in quote
    assert "Đồng chí Phạm Duy Hưng, Chủ tịch UBND thành phố" in quote
    dates = [
        " ".join(item.xpath("string(.)").split()) for item in browser.tree.xpath("//dl[@class='dates']/div")
    ]
    assert dates[0].startswith("Hạn ban đầu30/06/2021")
    assert dates[1].startswith("Hạn hiện hành15/07/2021gia hạn ngày 11/06, lần 1")
    assert dates[2].startswith("Đơn vị dự kiến xong10/07/2021")


def test_the_history_stands_newest_first_in_words(browser: TaskVisitor, claimed: Task, cast: Cast) -> None:
    actions.send_back(
        claimed, reason="Thiếu biên bản.", on=build.occasion(build.at(date(2021, 6, 11)), cast.monitor)
    )
    browser.be(cast.head).open(url(claimed))
    titles = browser.tree.xpath("//ol[@class='line']/li//span[@class='strong']/text()")
    assert titles == [
        "Gửi lại báo cáo",
        "Phòng Kinh tế: báo cáo hoàn thành ngày 10/06/2021",
        "Giao Phòng Kinh tế, hạn 30/06/2021",
    ]
    assert "Văn phòng gửi lại báo cáo: Thiếu biên bản." in browser.words


def test_a_deadline_that_passed_stands_in_the_history(
    browser: TaskVisitor, task: Task, cast: Cast, clock: HandClock
) -> None:
    clock.set_to(build.at(date(2021, 7, 2)))
    browser.be(cast.head).open(url(task))
    assert "Quá hạn 2 ngày" in browser.words
    title = browser.tree.xpath("//ol[@class='line']/li[1]")[0].xpath("string(.//p)")
    assert " ".join(title.split()) == "Quá hạn 01/07, 00:00"


def test_a_fanned_out_directive_shows_how_many_are_done(browser: TaskVisitor, cast: Cast) -> None:
    on = build.occasion(build.at(date(2021, 6, 1)), cast.monitor)
    units = [cast.economy, cast.urban, cast.loc_vuong, cast.cua_nam]
    made = build.tasks_of_letter("Tổng vệ sinh môi trường", leads=units, on=on, due_on=date(2021, 6, 30))
    build.confirmed(made[1], told=build.occasion(build.at(date(2021, 6, 3)), cast.other_head), by=on)
    browser.be(cast.chair).open(url(made[0]))
    assert "1/4 xong" in browser.words
    browser.be(cast.head).open(url(made[0]))
    assert "xong" not in browser.tree.xpath("string(//aside)")


UNSEEN = ["other_head", "administrator"]


def _untold(page: str, code: str) -> str:
    """A page without its own address and its tokens, which carry the second they were made in."""
    return re.sub(r'name="csrf_token" value="[^"]*"', "", page.replace(code, ""))


@pytest.mark.parametrize("who", UNSEEN)
def test_a_task_of_others_looks_like_one_that_is_not_there(
    who: str, browser: TaskVisitor, task: Task, cast: Cast
) -> None:
    browser.be(cast.everyone[who])
    seen = [browser.open(url(task)), browser.open("/tasks/NV-2021-9999")]
    assert browser.status in (403, 404)
    assert _untold(seen[0], task.code) == _untold(seen[1], "NV-2021-9999")


def test_a_partner_reads_and_does_nothing(browser: TaskVisitor, task: Task, cast: Cast) -> None:
    browser.be(cast.ward_head).open(url(task))
    assert browser.status == 200
    assert browser.buttons == []


BUTTONS = {
    ("head", "new"): ["Tiếp nhận", "Báo cáo", "Xin gia hạn"],
    ("officer", "new"): ["Tiếp nhận", "Báo cáo", "Xin gia hạn"],
    ("monitor", "new"): ["Đôn đốc", "Đôn đốc", "Báo cáo thay đơn vị"],
    ("chief", "new"): ["Đôn đốc", "Đôn đốc", "Báo cáo thay đơn vị", "Thu hồi nhiệm vụ", "Thu hồi nhiệm vụ"],
    ("chair", "new"): [
        "Đôn đốc",
        "Đôn đốc",
        "Cho ý kiến",
        "Ghi ý kiến",
        "Thu hồi nhiệm vụ",
        "Thu hồi nhiệm vụ",
    ],
    ("vice", "new"): [
        "Đôn đốc",
        "Đôn đốc",
        "Cho ý kiến",
        "Ghi ý kiến",
        "Thu hồi nhiệm vụ",
        "Thu hồi nhiệm vụ",
    ],
    ("inspector", "new"): [],
    ("head", "waiting"): [],
    ("monitor", "waiting"): ["Xác nhận", "Xác nhận hoàn thành", "Gửi lại", "Gửi lại"],
    ("inspector", "waiting"): [],
    ("head", "completed"): [],
    ("chief", "completed"): [],
    ("chair", "withdrawn"): [],
}


@pytest.mark.parametrize(("who", "state"), BUTTONS)
def test_buttons_follow_authority_and_state(
    who: str, state: str, browser: TaskVisitor, task: Task, cast: Cast
) -> None:
    office = build.occasion(build.at(date(2021, 6, 11)), cast.monitor)
    if state in ("waiting", "completed"):
        build.completion(task, on=build.occasion(build.at(date(2021, 6, 10)), cast.head))
    if state == "completed":
        actions.confirm(task, on=office)
    if state == "withdrawn":
        actions.withdraw(task, reason="Tỉnh làm.", on=office)
    browser.be(cast.everyone[who]).open(url(task))
    assert browser.status == 200
    assert browser.buttons == BUTTONS[who, state]


def test_once_late_the_extension_is_no_longer_offered(
    browser: TaskVisitor, task: Task, cast: Cast, clock: HandClock
) -> None:
    clock.set_to(build.at(date(2021, 7, 2)))
    browser.be(cast.head).open(url(task))
    assert browser.buttons == ["Tiếp nhận", "Báo cáo"]


@pytest.mark.parametrize("who", ["monitor", "chair", "head"])
def test_the_page_asks_as_much_for_a_long_history_as_for_a_short_one(
    who: str, browser: TaskVisitor, task: Task, cast: Cast, tmp_path: Any
) -> None:
    where, spent = url(task), []
    for day in (2, 9):
        for hour in range(day):
            on = build.occasion(build.at(date(2021, 6, day), 8 + hour), (cast.head, cast.officer)[hour % 2])
            build.progress(task, on=on, root=tmp_path, uploads=[build.pdf()])
            browser.be(cast.everyone[who])
        with counted() as asked:
            browser.open(where)
        spent.append(len(asked))
    assert spent[0] == spent[1] <= BUDGET


# ------------------------------------------------------------------------------------------------------------ the report


def test_a_head_reports_progress_in_one_screen(browser: TaskVisitor, task: Task, cast: Cast) -> None:
    browser.be(cast.head).open(url(task, "report"))
    browser.press(
        "Gửi báo cáo",
        done_text="Đã khảo sát xong 4 tuyến đê.",
        cause="coordination",
        obstacle_text="Xã Nam Phong chưa góp ý.",
        forecast_on="22/6/2021",
        next_step="Trình phương án ngày 21/6.",
    )
    assert browser.url.partition("?")[0] == url(task)
    assert "Đã nhận báo cáo lúc 09:00." in browser.words
    assert "Văn phòng sẽ xác nhận." not in browser.words
    report = db.session.scalars(sa.select(Report)).one()
    assert (report.done_text, report.forecast_on, report.channel) == (
        "Đã khảo sát xong 4 tuyến đê.",
        date(2021, 6, 22),
        Channel.WEB,
    )
    assert task.state is State.IN_PROGRESS


def test_the_page_after_sending_lets_the_browser_forget_what_was_typed(
    browser: TaskVisitor, task: Task, cast: Cast
) -> None:
    browser.be(cast.head).open(url(task, "report"))
    kept = browser.tree.xpath("//form[@data-keep]/@data-keep")
    browser.press("Gửi báo cáo", done_text="Đã xong 4 tuyến.")
    assert browser.tree.xpath("//meta[@name='kept']/@content") == kept


def test_completion_comes_with_its_day_document_and_file(
    browser: TaskVisitor, task: Task, cast: Cast
) -> None:
    browser.be(cast.head).open(url(task, "report"))
    form = browser.form(button="Gửi báo cáo")
    assert form.values["claimed_on"] == ["16/06/2021"]
    browser.send(
        form,
        kind="completion",
        done_text="Phương án đã trình.",
        claimed_on="15/6/2021",
        document_number="125/BC-KT",
        document_on="15.06.2021",
        forecast_on="30/6/2021",
        files={"files": (build.PDF, "Phương án hộ đê.pdf")},
    )
    assert "Đã nhận báo cáo lúc 09:00. Văn phòng sẽ xác nhận." in browser.words
    report = db.session.scalars(sa.select(Report)).one()
    assert (report.claimed_on, report.document_on, report.forecast_on) == (
        date(2021, 6, 15),
        date(2021, 6, 15),
        None,
    )
    assert browser.tree.xpath("//ol[@class='line']//a/text()")[-1].strip() == "Phương án hộ đê.pdf"


def test_the_office_reports_in_a_units_stead_and_is_named_so(
    browser: TaskVisitor, task: Task, cast: Cast
) -> None:
    browser.be(cast.monitor).open(url(task, "report"))
    assert "Văn phòng báo cáo thay Phòng Kinh tế" in browser.words
    browser.press("Gửi báo cáo", done_text="Xong 2 tuyến.")
    assert browser.status == 422
    assert "Đơn vị báo bằng cách nào" in browser.words
    browser.press(
        "Gửi báo cáo",
        done_text="Xong 2 tuyến.",
        told_via="phone",
        told_by="Ông Trần Văn Bình",
        told_on="16/6/2021",
    )
    assert "Lê Thu Hà, Chuyên viên theo dõi · Văn phòng nhập thay" in browser.words
    assert "Qua điện thoại, Ông Trần Văn Bình báo, ngày 16/06/2021" in browser.words
    assert db.session.scalars(sa.select(Report.channel)).one() is Channel.ON_PAPER


@pytest.mark.parametrize("who", ["chair", "inspector", "ward_head", "other_head"])
def test_who_neither_does_nor_keeps_the_books_cannot_report(
    who: str, browser: TaskVisitor, task: Task, cast: Cast
) -> None:
    browser.be(cast.everyone[who]).open(url(task, "report"))
    assert browser.status == 404


def test_nothing_typed_is_lost_when_a_report_is_refused(browser: TaskVisitor, task: Task, cast: Cast) -> None:
    browser.be(cast.head).open(url(task, "report"))
    typed = {
        "done_text": "Đã khảo sát",
        "obstacle_text": "Thiếu rọ thép",
        "forecast_on": "31/02/2021",
        "next_step": "Họp xã",
        "document_number": "12/BC-KT",
    }
    form = browser.form(button="Gửi báo cáo")
    browser.send(form, files={"files": (build.PDF, "bien-ban.pdf")}, **typed)
    assert browser.status == 422
    again = browser.form(button="Gửi báo cáo")
    assert {name: again.values[name][0] for name in typed} == typed
    assert again.values["form_key"] == form.values["form_key"]
    summary = browser.tree.xpath("//div[@role='alert']")[0]
    assert "Chưa gửi được báo cáo." in summary.xpath("string(.)")
    assert "Tệp đã chọn chưa được gửi" in browser.words
    for target in summary.xpath(".//a/@href"):
        assert browser.tree.xpath(f"//*[@id='{target[1:]}']"), target
    wrong = browser.tree.xpath("//*[@aria-invalid='true']")
    assert [field.get("name") for field in wrong] == ["forecast_on"]
    assert wrong[0].get("aria-describedby")


REFUSED = {
    "no words": ({"done_text": "  "}, "done_text"),
    "obstacle without cause": ({"obstacle_text": "Thiếu vốn"}, "cause"),
    "forecast in the past": ({"forecast_on": "15/6/2021"}, "forecast_on"),
    "no evidence": ({"kind": "completion"}, "document_number"),
    "claimed tomorrow": (
        {"kind": "completion", "document_number": "1", "claimed_on": "17/6/2021"},
        "claimed_on",
    ),
    "no day": ({"kind": "completion", "document_number": "1", "claimed_on": ""}, "claimed_on"),
    "unknown answer": ({"kind": "perhaps"}, "kind"),
    "unknown cause": ({"cause": "aliens"}, "cause"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_each_refusal_stands_at_its_field_in_vietnamese(
    case: str, browser: TaskVisitor, task: Task, cast: Cast
) -> None:
    fields, at_fault = REFUSED[case]
    browser.be(cast.head).open(url(task, "report"))
    browser.press("Gửi báo cáo", **{"done_text": "Đã làm.", **fields})
    assert browser.status == 422
    errors = {
        box.get("id"): " ".join(box.xpath("string(.)").split())
        for box in browser.tree.xpath("//*[@class='wrong']")
    }
    assert list(errors) == [f"{at_fault}-error"]
    assert re.search(r"Đề nghị|không thể|cần", errors[f"{at_fault}-error"]), errors
    assert task.state is State.NEW


FILES = {
    "a program": (b"MZ\x90\x00", "bao-cao.exe", "không thuộc loại được nhận"),
    "a program in a pdf's name": (b"MZ\x90\x00", "bao-cao.pdf", "không thuộc loại được nhận"),
    "a page of the web": (b"<script>alert(1)</script>", "x.html", "không thuộc loại được nhận"),
    "nothing": (b"", "rong.pdf", "không có nội dung"),
}


@pytest.mark.parametrize("case", FILES)
def test_a_file_of_the_wrong_kind_is_refused_and_the_words_stay(
    case: str, browser: TaskVisitor, task: Task, cast: Cast
) -> None:
    content, name, said = FILES[case]
    browser.be(cast.head).open(url(task, "report"))
    form = browser.form(button="Gửi báo cáo")
    browser.send(form, done_text="Đã làm.", files={"files": (content, name)})
    assert browser.status == 422
    assert said in browser.tree.xpath("string(//*[@id='files-error'])")
    assert browser.form(button="Gửi báo cáo").values["done_text"] == ["Đã làm."]
    assert db.session.scalar(sa.select(sa.func.count(Attachment.id))) == 0


def test_a_double_click_reports_once_and_is_told_the_same(
    browser: TaskVisitor, task: Task, cast: Cast
) -> None:
    browser.be(cast.head).open(url(task, "report"))
    form = browser.form(button="Gửi báo cáo")
    first = browser.send(form, kind="completion", done_text="Xong.", document_number="1/BC")
    second = browser.send(form, kind="completion", done_text="Xong.", document_number="1/BC")
    assert "Đã nhận báo cáo lúc 09:00." in first
    assert "Đã nhận báo cáo lúc 09:00." in second
    assert db.session.scalar(sa.select(sa.func.count(Report.id))) == 1


def test_a_form_drawn_before_the_task_was_closed_says_so(
    browser: TaskVisitor, task: Task, cast: Cast
) -> None:
    browser.be(cast.head).open(url(task, "report"))
    form = browser.form(button="Gửi báo cáo")
    actions.withdraw(task, reason="Tỉnh làm.", on=build.occasion(build.at(TODAY), cast.chief))
    browser.send(form, done_text="Đã làm xong phần mình.")
    assert browser.status == 422
    assert "Nhiệm vụ đang ở trạng thái khác" in browser.words
    assert browser.form(button="Gửi báo cáo").values["done_text"] == ["Đã làm xong phần mình."]


def test_what_is_no_longer_owed_has_no_form(browser: TaskVisitor, claimed: Task, cast: Cast) -> None:
    browser.be(cast.head).open(url(claimed, "report"))
    assert browser.url.partition("?")[0] == url(claimed)
    assert "không còn chờ đơn vị báo cáo" in browser.words


# --------------------------------------------------------------------------------------------------------------- acts


def test_receiving_is_one_press_and_harmless_twice(browser: TaskVisitor, task: Task, cast: Cast) -> None:
    browser.be(cast.head).open(url(task))
    form = browser.form("/receive")
    assert f"Đã tiếp nhận {task.code}." in browser.send(form)
    assert "đã được tiếp nhận" in browser.send(form)
    assert task.state is State.RECEIVED


def test_confirming_names_what_follows_and_is_harmless_twice(
    browser: TaskVisitor, claimed: Task, cast: Cast
) -> None:
    browser.be(cast.monitor).open(url(claimed))
    assert "Hoàn thành ngày 10/06/2021 theo báo cáo của Phòng Kinh tế." in browser.words
    form = browser.form("/confirm")
    assert f"Đã xác nhận {claimed.code} hoàn thành." in browser.send(form)
    assert "đã được xác nhận hoàn thành" in browser.send(form)
    assert claimed.state is State.COMPLETED


def test_a_report_that_came_in_between_is_not_confirmed_unseen(
    browser: TaskVisitor, claimed: Task, cast: Cast
) -> None:
    browser.be(cast.monitor).open(url(claimed))
    form = browser.form("/confirm")
    actions.send_back(claimed, reason="Thiếu.", on=build.occasion(build.at(TODAY), cast.chief))
    build.completion(claimed, on=build.occasion(build.at(TODAY), cast.head), done="Bản khác.")
    assert "Có người đã lưu trước ông/bà." in browser.send(form)
    assert claimed.state is State.WAITING


def test_sending_back_without_a_reason_comes_back_open(
    browser: TaskVisitor, claimed: Task, cast: Cast
) -> None:
    browser.be(cast.monitor).open(url(claimed))
    browser.send(browser.form("/send-back"), reason="")
    assert browser.status == 422
    opened = browser.tree.xpath("//details[@open]//form[contains(@action, 'send-back')]")
    assert len(opened) == 1
    browser.send(browser.form("/send-back"), reason="Thiếu biên bản thẩm tra.")
    assert f"Đã gửi lại {claimed.code}." in browser.words
    assert claimed.send_back_count == 1


def test_a_refused_decision_keeps_its_words(browser: TaskVisitor, claimed: Task, cast: Cast) -> None:
    browser.be(cast.chief).open(url(claimed))
    form = browser.form("/withdraw")
    actions.confirm(claimed, on=build.occasion(build.at(TODAY), cast.monitor))
    browser.send(form, reason="Tỉnh giao Sở Xây dựng chủ trì.")
    assert browser.status == 422
    assert "Tỉnh giao Sở Xây dựng chủ trì." in browser.page
    assert claimed.state is State.COMPLETED


def test_withdrawing_says_its_verb_again(browser: TaskVisitor, task: Task, cast: Cast) -> None:
    browser.be(cast.chief).open(url(task))
    browser.send(browser.form("/withdraw"), reason="Tỉnh giao Sở Xây dựng chủ trì.")
    assert f"Đã thu hồi {task.code}." in browser.words
    assert task.closing_reason == "Tỉnh giao Sở Xây dựng chủ trì."


def test_urging_returns_to_where_the_person_was(browser: TaskVisitor, task: Task, cast: Cast) -> None:
    browser.be(cast.monitor).open(url(task))
    browser.send(browser.form("/urge"), next="/tasks?view=new")
    assert browser.url == "/tasks?view=new"
    assert f"Đã đôn đốc Phòng Kinh tế về {task.code}." in browser.words


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_nobody_is_led_elsewhere(target: str, browser: TaskVisitor, task: Task, cast: Cast) -> None:
    browser.be(cast.monitor).open(url(task))
    browser.send(browser.form("/urge"), next=target)
    assert browser.url == url(task)


def test_an_extension_is_asked_and_granted(browser: TaskVisitor, task: Task, cast: Cast) -> None:
    browser.be(cast.head).open(url(task, "extension"))
    browser.press("Xin gia hạn", new_due_on="15/7/2021", reason="Chờ tỉnh phê duyệt giá đất.")
    assert f"Đã xin gia hạn {task.code}." in browser.words
    browser.be(cast.chief).open(url(task))
    assert "Xin gia hạn đến 15/07/2021" in browser.words
    assert "Chờ tỉnh phê duyệt giá đất." in browser.words
    browser.send(browser.form("/grant"), note="Một lần.")
    assert f"Đã đồng ý gia hạn {task.code} đến 15/07/2021." in browser.words
    assert (task.due_on, task.original_due_on) == (date(2021, 7, 15), date(2021, 6, 30))


def test_an_extension_to_no_later_date_comes_back_with_its_words(
    browser: TaskVisitor, task: Task, cast: Cast
) -> None:
    browser.be(cast.head).open(url(task, "extension"))
    browser.press("Xin gia hạn", new_due_on="10/6/2021", reason="Chờ tỉnh.")
    assert browser.status == 422
    assert "Thời hạn mới phải sau hạn hiện hành 30/06/2021." in browser.tree.xpath(
        "string(//*[@id='new_due_on-error'])"
    )
    assert browser.form(button="Xin gia hạn").values["reason"] == ["Chờ tỉnh."]


def test_an_extension_is_refused_with_a_reason(browser: TaskVisitor, task: Task, cast: Cast) -> None:
    asked = build.extension(task, date(2021, 7, 15), on=build.occasion(build.at(TODAY), cast.head))
    browser.be(cast.chair).open(url(task))
    browser.send(browser.form("/refuse"), reason="")
    assert browser.status == 422
    browser.send(browser.form("/refuse"), reason="Việc không thể lùi.")
    assert f"Đã trả lời không đồng ý gia hạn {task.code}." in browser.words
    assert asked.state is ExtensionState.REFUSED


def test_beyond_the_limit_only_the_chair_is_offered_to_grant(
    browser: TaskVisitor, task: Task, cast: Cast
) -> None:
    head = build.occasion(build.at(TODAY), cast.head)
    office = build.occasion(build.at(TODAY), cast.chief)
    actions.grant_extension(
        build.extension(task, date(2021, 7, 15), on=head), role=Role.CHIEF_OF_OFFICE, on=office
    )
    second = build.extension(task, date(2021, 7, 30), on=head)
    browser.be(cast.chief).open(url(task))
    assert "chỉ Chủ tịch quyết định được" in browser.words
    assert not browser.tree.xpath("//form[contains(@action, '/grant')]")
    browser.be(cast.chair).open(url(task))
    browser.send(browser.form("/grant"))
    assert second.state is ExtensionState.GRANTED


def test_nobody_decides_on_their_own_request(browser: TaskVisitor, cast: Cast) -> None:
    """The Office leads a task itself: its people may ask for time, a leader grants it (rule 39)."""
    own = given(cast, "Soát xét quy chế làm việc", lead=cast.office)
    asked = build.extension(own, date(2021, 7, 30), on=build.occasion(build.at(TODAY), cast.chief))
    browser.be(cast.chief).open(url(own))
    form = browser.form("/urge")
    form.action = f"/extensions/{asked.id}/grant"
    browser.send(form)
    assert browser.status == 404
    assert db.session.scalars(sa.select(Extension.state)).one() is ExtensionState.PENDING


# -------------------------------------------------------------------------------------------------------------- files


@pytest.fixture
def attached(task: Task, cast: Cast, browser: TaskVisitor) -> Attachment:
    browser.be(cast.head).open(url(task, "report"))
    form = browser.form(button="Gửi báo cáo")
    browser.send(form, done_text="Đã họp.", files={"files": (build.PDF, "Biên bản họp 10-6.pdf")})
    return db.session.scalars(sa.select(Attachment)).one()


@pytest.mark.parametrize("who", ["head", "officer", "ward_head", "monitor", "chair", "inspector"])
def test_who_sees_the_task_downloads_its_files(
    who: str, browser: TaskVisitor, attached: Attachment, cast: Cast
) -> None:
    browser.be(cast.everyone[who])
    answer = browser.client.get(f"/files/{attached.id}")
    assert (answer.status_code, answer.data, answer.mimetype) == (200, build.PDF, "application/pdf")
    disposition = answer.headers["Content-Disposition"]
    assert disposition.startswith("attachment;")
    assert "filename*=UTF-8''Bi%C3%AAn%20b%E1%BA%A3n%20h%E1%BB%8Dp%2010-6.pdf" in disposition
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    answer.close()


@pytest.mark.parametrize("who", ["other_head", "administrator"])
def test_to_others_the_file_is_not_there(
    who: str, browser: TaskVisitor, attached: Attachment, cast: Cast
) -> None:
    browser.be(cast.everyone[who])
    assert browser.client.get(f"/files/{attached.id}").status_code == 404
    assert browser.client.get("/files/999999").status_code == 404


def test_a_file_lost_from_the_disk_is_said_to_be_missing(
    browser: TaskVisitor, attached: Attachment, cast: Cast, app: Flask
) -> None:
    core = app.extensions["taskboard"]
    for path in core.settings.files_dir.rglob("*"):
        if path.is_file():
            path.unlink()
    browser.be(cast.head)
    assert browser.client.get(f"/files/{attached.id}").status_code == 404


# ------------------------------------------------------------------------------------------------------------- frame


@pytest.mark.parametrize("path", ["/tasks", "task", "report", "extension"])
def test_nothing_inline_one_heading_and_a_label_for_every_field(
    path: str, browser: TaskVisitor, task: Task, cast: Cast
) -> None:
    where = path if path.startswith("/") else url(task, *([] if path == "task" else [path]))
    browser.be(cast.head).open(where)
    tree = browser.tree
    assert len(tree.xpath("//h1")) == 1
    assert not tree.xpath("//@style | //style | //script[not(@src)] | //@onclick")
    labelled = set(tree.xpath("//label/@for"))
    for field in tree.xpath("//main//*[self::input or self::select or self::textarea][not(@type='hidden')]"):
        assert field.get("id") in labelled or field.get("aria-label") or field.get("aria-labelledby"), (
            field.get("name")
        )


def test_the_words_of_each_view_are_those_of_the_tab(browser: TaskVisitor, cast: Cast) -> None:
    browser.be(cast.monitor)
    for view in View:
        browser.open(f"/tasks?view={view.value}")
        current = browser.tree.xpath("//nav[contains(@class, 'views')]/a[@aria-current]")
        assert len(current) == 1, view
        assert current[0].text.strip() == browser.tree.xpath("string(//h1)").strip()
        assert browser.tree.xpath("//*[contains(@class, 'empty')]/h2"), view


def test_reminders_that_nothing_came_between_stand_as_one(
    browser: TaskVisitor, task: Task, cast: Cast
) -> None:
    by_machine = build.occasion(build.at(TODAY))
    for day in (3, 4, 7):
        at = build.at(date(2021, 6, day), 8)
        record(
            Event.REMINDER_SENT,
            "task",
            task.id,
            acting=by_machine.acting,
            at=at,
            to="Trần Văn Bình",
            rules=["-7"],
        )
    build.progress(task, on=build.occasion(build.at(date(2021, 6, 8)), cast.head))
    record(
        Event.REMINDER_SENT,
        "task",
        task.id,
        acting=by_machine.acting,
        at=build.at(date(2021, 6, 9), 8),
        to="Trần Văn Bình",
        rules=["-3"],
    )
    browser.be(cast.head).open(url(task))
    titles = browser.tree.xpath("//ol[@class='line']/li//span[@class='strong']/text()")
    assert titles[:3] == [
        "Lập thư nhắc: Trần Văn Bình",
        "Phòng Kinh tế: báo cáo tiến độ",
        "Lập thư nhắc: Trần Văn Bình",
    ]
    assert "3 lần, từ ngày 03/06" in browser.words
