"""The list with chosen columns and groups, under a name, as a file; following a task; what is new."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from taskboard.journal import queries as journal
from taskboard.tasks.models import Task
from taskboard.watch import changes
from tests import build
from tests.cast import Cast, cast
from tests.pages.visitor import Visitor

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from tests.conftest import HandClock

__all__ = ["cast"]


@pytest.fixture
def browser(client: FlaskClient, clock: HandClock) -> Visitor:
    return Visitor(client, clock)


def given(cast: Cast, title: str, **more: Any) -> Task:
    more.setdefault("lead", cast.economy)
    more.setdefault("due_on", date(2021, 6, 30))
    return build.task(title, on=build.occasion(build.at(date(2021, 6, 11)), cast.monitor), **more)


def shown(browser: Visitor) -> list[str]:
    return [str(code) for code in browser.tree.xpath("//tbody//span[@class='code']/text()")]


def chips(browser: Visitor) -> dict[str, str]:
    links = browser.tree.xpath("//nav[@aria-label='Chế độ xem đã lưu']/a")
    return {link.text_content().partition("(")[0].strip(): str(link.get("href")) for link in links}


def test_columns_and_groups_stand_in_the_address_and_in_the_file(browser: Visitor, cast: Cast) -> None:
    later = given(cast, "Việc một", field="do-thi", lead=cast.urban)
    first = given(cast, "Việc hai", field="nong-nghiep", due_on=date(2021, 7, 2))
    address = "by=field&columns=due&columns=field&columns=khong-co&view=open"
    browser.be(cast.chief).open(f"/tasks?{address}")
    heads = [" ".join(head.text_content().split()) for head in browser.tree.xpath("//thead//th")]
    assert heads[1:] == ["Tình trạng", "Nhiệm vụ, nguồn giao", "Thời hạn", "Lĩnh vực"]
    groups = [" ".join(row.text_content().split()) for row in browser.tree.xpath("//tr[@class='by-unit']")]
    assert groups == ["Nông nghiệp1 việc", "Đô thị1 việc"]
    assert shown(browser) == [first.code, later.code]
    browser.open(next(link for link in browser.links if "register.csv" in link))
    assert browser.answer is not None
    rows = list(csv.reader(io.StringIO(browser.answer.get_data().decode("utf-8-sig"))))
    assert rows == [
        ["Mã", "Nội dung / trích yếu", "Thời hạn", "Lĩnh vực"],
        [first.code, "Việc hai", "02/07/2021", "Nông nghiệp"],
        [later.code, "Việc một", "30/06/2021", "Đô thị"],
    ]


def test_each_chip_of_a_condition_takes_away_only_itself(browser: Visitor, cast: Cast) -> None:
    row = given(cast, "Việc một")
    given(cast, "Việc hai", due_on=None)
    browser.be(cast.chief).open("/tasks?due=in_time&kind=dated&mine=1&by=state")
    words = [
        " ".join(chip.split())
        for chip in browser.tree.xpath("//a[contains(@class, 'chip-on')]/span[1]/text()")
    ]
    assert words == ["Tôi theo dõi", "Tình trạng thời hạn: Trong hạn", "Loại thời hạn: Có thời hạn"] or set(
        words
    ) == {
        "Tôi theo dõi",
        "Tình trạng thời hạn: Trong hạn",
        "Loại thời hạn: Có thời hạn",
    }
    browser.be(cast.monitor).open("/tasks?due=in_time&kind=dated&by=state")
    assert shown(browser) == [row.code]
    without = next(link for link in browser.links if "kind=dated" in link and "due=" not in link)
    browser.open(without)
    assert shown(browser) == [row.code]
    assert "by=state" in browser.url


def test_a_list_is_saved_under_a_name_shared_opened_changed_and_deleted(browser: Visitor, cast: Cast) -> None:
    row = given(cast, "Việc một", lead=cast.urban)
    given(cast, "Việc hai")
    browser.be(cast.chief).open(f"/tasks?unit={cast.urban.code}&sort=-due&by=state&view=all")
    browser.open(chips(browser)["Lưu chế độ xem"])
    browser.send(browser.form(holding="share"), name="Việc của QLĐT", share="everyone")
    assert "Đã lưu chế độ xem “Việc của QLĐT”." in browser.page
    assert (
        browser.tree.xpath("//a[@aria-current='true']")[0].text_content().strip().startswith("Việc của QLĐT")
    )
    browser.be(cast.other_head).open("/tasks")
    browser.open(chips(browser)["Việc của QLĐT"])
    assert shown(browser) == [row.code], "what that person may see of it"
    browser.open("/views")
    assert "Sửa" not in browser.words, "it is not theirs to change"
    browser.be(cast.chief).open("/views")
    browser.open(next(link for link in browser.links if link.startswith("/views/") and link[7:].isdigit()))
    browser.send(browser.form(holding="share"), name="Đô thị", share="own")
    browser.be(cast.other_head).open("/tasks")
    assert "Đô thị" not in chips(browser)
    browser.be(cast.chief).open("/views")
    browser.send(browser.form("/delete"))
    assert "Đã xóa chế độ xem “Đô thị”." in browser.page


def test_a_rename_after_a_change_of_units_withdraws_nothing(browser: Visitor, cast: Cast) -> None:
    browser.be(cast.head).open("/views/new?view=overdue")
    browser.send(browser.form(holding="share"), name="Quá hạn", share=f"unit:{cast.economy.id}")
    (post,) = cast.head.posts
    post.unit_id = cast.urban.id
    build.saved()
    browser.open("/views")
    browser.open(next(link for link in browser.links if link.startswith("/views/") and link[7:].isdigit()))
    assert browser.form(holding="share").values["share"] == [f"unit:{cast.economy.id}"]
    browser.send(browser.form(holding="share"), name="Việc chậm")
    assert "Đã lưu chế độ xem “Việc chậm”." in browser.page
    browser.be(cast.officer).open("/tasks")
    assert "Việc chậm" in chips(browser)


def test_a_view_shows_the_list_on_the_screen_from_now_on(browser: Visitor, cast: Cast) -> None:
    browser.be(cast.head).open("/views/new?view=overdue")
    browser.send(browser.form(holding="share"), name="Việc của tôi")
    assert "Cập nhật chế độ xem" not in browser.words, "the list is the view's own"
    browser.open("/tasks?view=open&kind=dated")
    menu = browser.tree.xpath("//details[summary[contains(., 'Cập nhật chế độ xem')]]//a")
    assert [link.text_content() for link in menu] == ["Việc của tôi"]
    browser.open(menu[0].get("href"))
    assert "“Việc của tôi” mở danh sách vừa chọn" in browser.words
    (lit,) = browser.tree.xpath("//nav[@class='nav-main']//a[@aria-current='page']")
    assert "/tasks" in lit.get("href"), "views are of the list, and no news"
    browser.press("Lưu")
    browser.open("/tasks?view=all")
    browser.open(chips(browser)["Việc của tôi"])
    assert "kind=dated" in browser.url
    browser.be(cast.chief).open("/tasks?view=open&kind=dated")
    assert "Cập nhật chế độ xem" not in browser.words, "theirs alone"


def test_a_list_opens_with_the_view_a_person_chose(browser: Visitor, cast: Cast) -> None:
    row = given(cast, "Việc gắn sao", is_starred=True)
    given(cast, "Việc khác")
    browser.be(cast.chief).open("/views/new?starred=1&view=all")
    browser.send(browser.form(holding="share"), name="Gắn sao", is_default="y")
    browser.open("/tasks")
    assert shown(browser) == [row.code]
    assert "starred=1" in browser.url
    browser.open("/tasks?view=open")
    assert len(shown(browser)) == 2
    browser.open("/views")
    browser.press("Không mở bằng chế độ này")
    browser.open("/tasks")
    assert len(shown(browser)) == 2


def test_a_name_given_twice_is_said_at_its_field(browser: Visitor, cast: Cast) -> None:
    for _turn in range(2):
        browser.be(cast.head).open("/views/new?view=overdue")
        browser.send(browser.form(holding="share"), name="Quá hạn")
    assert browser.status == 422
    assert "Ông/bà đã có một chế độ xem tên này." in browser.words


def test_a_view_of_others_is_no_address(browser: Visitor, cast: Cast) -> None:
    browser.be(cast.head).open("/views/new?view=overdue")
    browser.send(browser.form(holding="share"), name="Quá hạn")
    browser.open("/views")
    own = next(link for link in browser.links if link.startswith("/views/") and link[7:].isdigit())
    browser.be(cast.chief).open(own)
    assert browser.status == 404
    browser.open("/views/99999999999")
    assert browser.status == 404


def test_a_followed_task_stands_in_its_list_and_its_news(browser: Visitor, cast: Cast) -> None:
    row = given(cast, "Việc một")
    given(cast, "Việc hai")
    browser.be(cast.chair).open(f"/tasks/{row.code}")
    browser.send(browser.form("/follow"))
    assert f"Đã đưa {row.code} vào các việc ông/bà quan tâm." in browser.page
    browser.open("/tasks?followed=1")
    assert shown(browser) == [row.code]
    build.progress(row, on=build.occasion(build.at(date(2021, 6, 15)), cast.head))
    build.saved()
    browser.open("/changes?followed=1")
    assert "Việc một" in browser.words and "Việc hai" not in browser.words
    assert "Trần Văn Bình" in browser.words
    browser.open("/changes")
    browser.press("Đánh dấu đã xem")
    assert "Không có thay đổi nào" in browser.words
    browser.open(f"/tasks/{row.code}")
    browser.send(browser.form("/follow"))
    browser.open("/tasks?followed=1")
    assert shown(browser) == []


def test_ones_own_acts_are_no_news_and_what_came_in_meanwhile_waits(browser: Visitor, cast: Cast) -> None:
    row = given(cast, "Việc một")
    build.progress(row, on=build.occasion(build.at(date(2021, 6, 15)), cast.head))
    until = journal.last_entry_id()
    build.completion(row, on=build.occasion(build.at(date(2021, 6, 16)), cast.officer))
    build.saved()
    browser.be(cast.head).open("/changes")
    (news,) = browser.tree.xpath("//section[@class='news-item']")
    said = " ".join(news.text_content().split())
    assert "Trần Văn Bình" not in said, "they wrote it themselves"
    assert "Đỗ Thị Lan" in said and "Lê Thu Hà" in said
    browser.open(f"/changes?until={until}")
    assert "Đỗ Thị Lan" not in browser.words, "the page is held still"


def test_a_page_of_news_with_nothing_to_tell_still_leads_on(
    browser: Visitor, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    given(cast, "Việc hai", lead=cast.urban)
    given(cast, "Việc một")
    build.saved()
    told_of = cast.urban.id
    monkeypatch.setattr(changes, "PAGE", 1)
    monkeypatch.setattr(
        changes, "told", lambda lines, _who, subject: lines if subject.lead_unit_id == told_of else []
    )
    browser.be(cast.chief).open("/changes")
    assert "Không có thay đổi nào" in browser.words
    browser.open(next(link for link in browser.links if "before=" in link))
    assert "Việc hai" in browser.words


def test_news_of_a_unit_tells_nothing_of_another(browser: Visitor, cast: Cast) -> None:
    given(cast, "Việc của phòng")
    given(cast, "Việc của đơn vị khác", lead=cast.urban)
    browser.be(cast.head).open("/changes")
    assert "Việc của phòng" in browser.words
    assert "Việc của đơn vị khác" not in browser.words


@pytest.mark.parametrize("address", ["before=x", "until=99999999999", "before=-1", "until=é", "followed=2"])
def test_a_typed_address_of_news_is_a_page(address: str, browser: Visitor, cast: Cast) -> None:
    browser.be(cast.chief).open(f"/changes?{address}")
    assert browser.status == 200
