"""Pages beside the lead's obligation, as their people use them: partners, the Office, the head and an officer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from taskboard.briefings.models import DraftDue, UnitRole
from taskboard.db import db
from taskboard.domain.events import Channel
from taskboard.tasks import actions, queries
from taskboard.tasks.models import Assignment, PartState, Report, ReportKind, SubTask, Task, ToldVia
from tests import build
from tests.cast import Cast, cast
from tests.journeys.plain_browser import Form
from tests.pages.visitor import Visitor, counted

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask
    from flask.testing import FlaskClient

    from taskboard.occasion import Occasion
    from tests.conftest import HandClock

__all__ = ["cast"]

TODAY = date(2021, 6, 16)


class Desk(Visitor):
    """Follows links by their words, and sends what no page offered."""

    def follow(self, words: str) -> None:
        found = [link for link in self.tree.xpath("//main//a[@href]") if words in words_of(link)]
        self.open(found[0].get("href"))

    def post(self, where: str, **fields: str) -> None:
        token = self.tree.xpath("//input[@name='csrf_token']/@value")[0]
        self.send(Form(where, "post"), csrf_token=token, **fields)


def words_of(node: Any) -> str:
    return " ".join(node.xpath("string(.)").split())


@pytest.fixture
def browser(app: Flask, client: FlaskClient, clock: HandClock) -> Desk:
    return Desk(client, clock)


@pytest.fixture
def office(cast: Cast) -> Occasion:
    return build.occasion(build.at(date(2021, 6, 1)), cast.monitor)


@pytest.fixture
def task(cast: Cast, office: Occasion) -> Task:
    """Kinh tế leads, Lộc Vượng takes part, Cửa Nam reads along."""
    row = build.task(
        "Lập phương án hộ đê",
        lead=cast.economy,
        on=office,
        due_on=date(2021, 6, 30),
        partners=[cast.loc_vuong],
    )
    actions.join_unit(row, cast.cua_nam, UnitRole.INFORMED, on=office)
    build.saved()
    return row


def at(task: Task, tail: str = "") -> str:
    return f"/tasks/{task.code}{'/' if tail else ''}{tail}"


def part(task: Task) -> Assignment:
    return next(row for row in task.assignments if row.role is UnitRole.PARTNER)


# --------------------------------------------------------------------------------------------------------- a partner


def test_a_partner_reports_its_part_and_cannot_claim_completion(
    browser: Desk, task: Task, cast: Cast
) -> None:
    browser.be(cast.ward_head).open(at(task))
    assert "Chưa có ý kiến, hạn phối hợp 30/06" in browser.words
    browser.follow("Báo cáo phần phối hợp")
    assert "Đã hoàn thành" not in browser.words
    browser.press(
        "Gửi báo cáo",
        done_text="Đã rà soát 12 hộ ven đê.",
        document_number="12/BC-UBND",
        files={"files": (build.PDF, "Danh sách.pdf")},
    )
    assert "Đã nhận báo cáo phần phối hợp lúc 09:00." in browser.words
    assert "Đã báo cáo ngày 16/06" in browser.words
    assert browser.words.count("Phường Lộc Vượng báo cáo phần phối hợp") == 1
    assert "Danh sách.pdf" in browser.words
    assert part(task).part is PartState.REPORTED
    browser.open(at(task, "report"))
    assert browser.status == 404


def test_an_empty_word_comes_back(browser: Desk, task: Task, cast: Cast) -> None:
    browser.be(cast.ward_head).open(at(task, f"parts/{cast.loc_vuong.code}"))
    browser.press("Gửi báo cáo", document_number="12/BC-UBND")
    assert browser.status == 422
    assert "Đề nghị ghi ý kiến hoặc kết quả." in browser.words
    assert browser.tree.xpath("//input[@name='document_number']/@value") == ["12/BC-UBND"]


def test_the_office_speaks_for_a_partner_and_says_how_it_heard(browser: Desk, task: Task, cast: Cast) -> None:
    browser.be(cast.monitor).open(at(task, f"parts/{cast.loc_vuong.code}"))
    browser.press("Gửi báo cáo", done_text="Nhất trí.", told_via="phone", told_by="Bà Ngọc")
    assert browser.status == 422
    assert "Đề nghị ghi ngày báo" in browser.words
    browser.press(
        "Gửi báo cáo", done_text="Nhất trí.", told_via="phone", told_by="Bà Ngọc", told_on="15/6/2021"
    )
    assert "Qua điện thoại, Bà Ngọc báo, ngày 15/06/2021" in browser.words
    report = db.session.scalars(sa.select(Report)).one()
    assert (report.kind, report.channel, report.told_via, report.unit_id) == (
        ReportKind.PART,
        Channel.ON_PAPER,
        ToldVia.PHONE,
        cast.loc_vuong.id,
    )


SEEN = {
    "ward_head": 200,
    "monitor": 200,
    "chief": 200,
    "head": 404,
    "officer": 404,
    "other_head": 404,
    "chair": 404,
    "inspector": 404,
    "administrator": 403,
}


@pytest.mark.parametrize("who", SEEN)
def test_who_opens_a_partners_page(browser: Desk, task: Task, cast: Cast, who: str) -> None:
    browser.be(cast.everyone[who]).open(at(task, f"parts/{cast.loc_vuong.code}"))
    assert browser.status == SEEN[who]


@pytest.mark.parametrize("unit", ["economy", "cua_nam", "urban"])
def test_only_partners_have_a_page(browser: Desk, task: Task, cast: Cast, unit: str) -> None:
    browser.be(cast.monitor).open(at(task, f"parts/{getattr(cast, unit).code}"))
    assert browser.status == 404
    browser.open(at(task, "parts/khong-co"))
    assert browser.status == 404


def test_a_unit_that_left_finds_nothing(browser: Desk, task: Task, cast: Cast, office: Occasion) -> None:
    actions.leave_unit(task, cast.loc_vuong, reason="Không có đê.", on=office)
    build.saved()
    for where in (at(task), at(task, f"parts/{cast.loc_vuong.code}")):
        browser.be(cast.ward_head).open(where)
        assert browser.status == 404


def test_the_lead_sees_by_name_who_has_not_answered_and_presses(
    browser: Desk, task: Task, cast: Cast
) -> None:
    browser.be(cast.head).open(at(task))
    assert "0/1 đã báo cáo" in browser.words
    browser.press("Đôn đốc Phường Lộc Vượng")
    assert "Đã đôn đốc Phường Lộc Vượng phần phối hợp." in browser.words
    browser.press("Đôn đốc Phường Lộc Vượng")
    assert "Hôm nay đã đôn đốc" in browser.words


def test_silence_is_shown_as_what_it_is(browser: Desk, task: Task, cast: Cast, clock: HandClock) -> None:
    later = build.at(date(2021, 7, 22))
    actions.agree_by_silence(on=build.occasion(later))
    build.saved()
    clock.set_to(later)
    browser.be(cast.head).open(at(task))
    assert "Coi như đồng ý ngày 22/07" in browser.words
    assert "Phường Lộc Vượng không trả lời đến ngày 30/06/2021, coi như đồng ý" in browser.words


def test_the_unit_home_names_what_a_partner_still_owes(browser: Desk, task: Task, cast: Cast) -> None:
    browser.be(cast.ward_head).open("/")
    assert "Phối hợp với đơn vị khác" in browser.words
    assert "Trong quý phối hợp 1 việc, đã báo cáo 0." in browser.words
    assert browser.tree.xpath(f"//a[@href='{at(task, f'parts/{cast.loc_vuong.code}')}']")


# ---------------------------------------------------------------------------------------------------------- the Office


def test_the_office_brings_a_unit_in_and_lets_it_go(browser: Desk, task: Task, cast: Cast) -> None:
    browser.be(cast.monitor).open(at(task, "edit"))
    browser.press("Thêm đơn vị", **{"join-unit": str(cast.urban.id), "join-due_on": "25/6/2021"})
    assert "Đã thêm đơn vị." in browser.words
    assert "Phòng Quản lý đô thị phối hợp, chưa có ý kiến, hạn phối hợp 25/06/2021" in browser.words
    prefix = f"leave-{cast.urban.code}-"
    browser.post(at(task, f"units/{cast.urban.code}/leave"), **{f"{prefix}reason": ""})
    assert browser.status == 422
    assert "Đề nghị nêu lý do." in browser.words
    browser.post(at(task, f"units/{cast.urban.code}/leave"), **{f"{prefix}reason": "Giao nhầm."})
    assert "Phòng Quản lý đô thị thôi tham gia nhiệm vụ này." in browser.words


def test_a_refused_unit_comes_back_with_its_words(browser: Desk, task: Task, cast: Cast) -> None:
    browser.be(cast.monitor).open(at(task, "edit"))
    browser.press("Thêm đơn vị", **{"join-unit": str(cast.urban.id), "join-due_on": "31/2/2021"})
    assert browser.status == 422
    assert browser.tree.xpath("//input[@name='join-due_on']/@value") == ["31/2/2021"]
    browser.press("Thêm đơn vị", **{"join-unit": str(cast.loc_vuong.id), "join-due_on": ""})
    assert "Phường Lộc Vượng đã có tên trong nhiệm vụ này." in browser.words


def test_a_partners_own_date_and_the_one_who_follows(browser: Desk, task: Task, cast: Cast) -> None:
    browser.be(cast.chief).open(at(task, "edit"))
    browser.press("Lưu hạn phối hợp", **{f"due-{cast.loc_vuong.code}-due_on": "22/6/2021"})
    assert "Đã lưu hạn phối hợp của Phường Lộc Vượng." in browser.words
    browser.press("Lưu người theo dõi", **{"monitor-person": str(cast.chief.id)})
    browser.press("Lưu dấu sao", **{"star-is_starred": "y"})
    db.session.expire_all()
    assert (part(task).due_on, task.monitor_id, task.is_starred) == (
        date(2021, 6, 22),
        cast.chief.id,
        True,
    )


def test_an_event_gets_its_date(browser: Desk, cast: Cast, office: Occasion) -> None:
    task = build.task(
        "Củng cố đê", lead=cast.economy, on=office, due=DraftDue.EVENT, event_text="trước mùa mưa bão"
    )
    build.saved()
    browser.be(cast.monitor).open(at(task, "edit"))
    assert "Đang chờ: trước mùa mưa bão." in browser.words
    browser.press("Ấn định thời hạn", **{"date-due_on": "1/6/2021"})
    assert "Thời hạn không thể trước hôm nay, 16/06/2021." in browser.words
    browser.press("Ấn định thời hạn", **{"date-due_on": "10/7/2021"})
    assert "Đã ấn định thời hạn" in browser.words
    db.session.expire_all()
    assert task.original_due_on == date(2021, 7, 10)
    assert "Ấn định thời hạn" not in browser.words.replace("Đã ấn định thời hạn", "")


EDITS = {
    "units": {"join-unit": "1", "join-role": "partner"},
    "monitor": {"monitor-person": ""},
    "star": {"star-is_starred": "y"},
    "event-date": {"date-due_on": "10/7/2021"},
    "units/{unit}/leave": {"leave-{unit}-reason": "Thôi."},
    "units/{unit}/due": {"due-{unit}-due_on": "22/6/2021"},
}


@pytest.mark.parametrize("where", EDITS)
@pytest.mark.parametrize(
    ("who", "status"), [("head", 403), ("ward_head", 403), ("inspector", 403), ("vice", 404)]
)
def test_only_the_office_and_the_leaders_edit(
    browser: Desk, task: Task, cast: Cast, where: str, who: str, status: int
) -> None:
    code = cast.loc_vuong.code
    fields = {name.format(unit=code): value for name, value in EDITS[where].items()}
    browser.be(cast.everyone[who]).open("/")
    browser.post(at(task, where.format(unit=code)), **fields)
    assert browser.status == status


# --------------------------------------------------------------------------------------------------- inside the unit


def test_the_head_names_an_officer_from_the_task(browser: Desk, task: Task, cast: Cast) -> None:
    browser.be(cast.head).open("/")
    assert "1 việc chưa giao người thực hiện" in browser.words
    browser.open(at(task))
    assert "Chưa giao người thực hiện." in browser.words
    browser.press("Giao việc này", officer=str(cast.officer.id))
    assert f"Đã giao Đỗ Thị Lan thực hiện {task.code}." in browser.words
    browser.open("/")
    assert "chưa giao người thực hiện" not in browser.words


@pytest.mark.parametrize(
    ("who", "said"), [("other_head", "không giữ chức vụ nào tại đơn vị chủ trì"), ("", "")]
)
def test_a_foreign_officer_is_refused(browser: Desk, task: Task, cast: Cast, who: str, said: str) -> None:
    browser.be(cast.head).open(at(task))
    chosen = str(cast.everyone[who].id) if who else "999999"
    browser.post(at(task, "officer"), officer=chosen)
    assert (said in browser.words) if who else browser.status == 404
    db.session.expire_all()
    assert task.officer_id is None


@pytest.mark.parametrize("who", ["officer", "ward_head", "monitor", "chair"])
def test_nobody_but_the_head_names_an_officer(browser: Desk, task: Task, cast: Cast, who: str) -> None:
    browser.be(cast.everyone[who]).open(at(task))
    assert "Giao người" not in browser.words
    browser.post(at(task, "officer"), officer=str(cast.officer.id))
    assert browser.status in (403, 404)


def test_a_unit_divides_its_task(browser: Desk, task: Task, cast: Cast) -> None:
    browser.be(cast.officer).open(at(task))
    browser.follow("Chia việc")
    browser.press("Thêm việc", **{"new-title": "Khảo sát 4 tuyến", "new-due_on": "1/7/2021"})
    assert browser.status == 422
    assert "Hạn của việc không thể sau thời hạn nhiệm vụ, 30/06/2021." in browser.words
    browser.press("Thêm việc", **{"new-due_on": "20/6/2021", "new-officer": str(cast.officer.id)})
    row = db.session.scalars(sa.select(SubTask)).one()
    browser.press("Lưu", **{f"{row.id}-title": "Khảo sát 5 tuyến"})
    browser.open(at(task))
    assert "0/1 xong" in browser.words
    browser.press("Xong Khảo sát 5 tuyến")
    assert "Đã xong: Khảo sát 5 tuyến" in browser.words
    assert "1/1 xong" in browser.words
    browser.press("Làm tiếp Khảo sát 5 tuyến")
    browser.open(at(task, "sub-tasks"))
    browser.press("Bỏ Khảo sát 5 tuyến")
    assert queries.sub_tasks_of(task) == []


def test_completion_with_open_pieces_is_warned_of(browser: Desk, task: Task, cast: Cast) -> None:
    actions.add_sub_task(task, actions.Share("Khảo sát"), on=build.occasion(build.at(TODAY), cast.head))
    build.saved()
    browser.be(cast.head).open(at(task, "report"))
    assert "Còn 1 việc trong đơn vị chưa xong." in browser.words


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("head", True),
        ("officer", True),
        ("monitor", True),
        ("chair", True),
        ("inspector", True),
        ("ward_head", False),
    ],
)
def test_how_a_unit_divides_its_task_is_no_affair_of_its_partners(
    browser: Desk, task: Task, cast: Cast, who: str, sees: bool
) -> None:
    actions.add_sub_task(task, actions.Share("Khảo sát kín"), on=build.occasion(build.at(TODAY), cast.head))
    build.saved()
    browser.be(cast.everyone[who]).open(at(task))
    assert ("Khảo sát kín" in browser.words) is sees


@pytest.mark.parametrize("who", ["ward_head", "other_head", "monitor", "chair", "inspector"])
@pytest.mark.parametrize("verb", ["", "/tick", "/remove"])
def test_others_cannot_touch_a_units_pieces(
    browser: Desk, task: Task, cast: Cast, who: str, verb: str
) -> None:
    row = actions.add_sub_task(task, actions.Share("Khảo sát"), on=build.occasion(build.at(TODAY), cast.head))
    build.saved()
    where = f"/sub-tasks/{row.id}{verb}"
    browser.be(cast.everyone[who]).open("/")
    browser.post(where, **{f"{row.id}-title": "Khác"})
    assert browser.status in (403, 404)
    db.session.expire_all()
    assert (row.title, row.done_on) == ("Khảo sát", None)


def test_pages_ask_as_much_for_many_as_for_one(
    browser: Desk, task: Task, cast: Cast, office: Occasion, tmp_path: Path
) -> None:
    head = build.occasion(build.at(TODAY), cast.head)
    spent: dict[str, list[int]] = {}
    for place in range(2):
        for number in range(1 + 4 * place):
            unit = build.unit(f"Phòng {place}{number}")
            actions.join_unit(task, unit, UnitRole.PARTNER, on=office)
            actions.add_sub_task(task, actions.Share(f"Việc {place}{number}", cast.officer), on=head)
            report = build.account()
            actions.report_part(task, report, unit=unit, storage=build.storage(tmp_path), on=office)
        for who, tail in (("head", ""), ("head", "sub-tasks"), ("monitor", "edit")):
            build.saved()
            browser.be(cast.everyone[who])
            with counted() as asked:
                browser.open(at(task, tail))
            assert browser.status == 200
            spent.setdefault(tail, []).append(len(asked))
    assert all(first == second for first, second in spent.values()), spent


@pytest.mark.parametrize(("who", "tail"), [("head", "sub-tasks"), ("monitor", "edit"), ("ward_head", "part")])
def test_each_field_has_one_label_and_each_page_one_heading(
    browser: Desk, task: Task, cast: Cast, who: str, tail: str
) -> None:
    head = build.occasion(build.at(TODAY), cast.head)
    for number in range(2):
        actions.add_sub_task(task, actions.Share(f"Việc {number}"), on=head)
    build.saved()
    where = f"parts/{cast.loc_vuong.code}" if tail == "part" else tail
    browser.be(cast.everyone[who]).open(at(task, where))
    tree = browser.tree
    assert len(tree.xpath("//h1")) == 1
    ids = tree.xpath("//main//@id")
    assert len(ids) == len(set(ids))
    for field in tree.xpath("//main//input[not(@type='hidden')] | //main//select | //main//textarea"):
        labels = tree.xpath(f"//label[@for='{field.get('id')}']")
        assert labels or field.get("aria-labelledby"), field.get("name")
        assert all(words_of(label) for label in labels)
    assert not tree.xpath("//main//@style")


# ------------------------------------------------------------------------------------------------------ in whose name


@pytest.mark.parametrize("title", ["Trưởng phòng", "Q. Trưởng phòng"])
def test_an_acting_head_signs_so(browser: Desk, task: Task, cast: Cast, title: str) -> None:
    post = cast.head.posts[0]
    post.is_acting, post.title = True, title
    build.progress(task, on=build.occasion(build.at(TODAY), cast.head))
    build.saved()
    browser.be(cast.monitor).open(at(task))
    assert "Trần Văn Bình, Q. Trưởng phòng" in browser.words
    assert "Q. Q." not in browser.words


def test_an_assistant_is_shown_with_the_one_it_acts_for(browser: Desk, task: Task, cast: Cast) -> None:
    on = build.occasion(build.at(TODAY), cast.officer)
    acting = replace(on.acting, on_behalf_of_id=cast.head.id)
    actions.receive(task, on=replace(on, acting=acting))
    build.saved()
    browser.be(cast.monitor).open(at(task))
    assert "Đỗ Thị Lan, Chuyên viên thay mặt Trần Văn Bình" in browser.words


def test_who_grants_more_time_reads_whose_date_goes_along(browser: Desk, task: Task, cast: Cast) -> None:
    build.extension(task, date(2021, 7, 15), on=build.occasion(build.at(TODAY), cast.head))
    build.saved()
    browser.be(cast.chief).open(at(task))
    assert "Hạn phối hợp trùng ngày cũng chuyển theo: Phường Lộc Vượng." in browser.words
    browser.send(browser.form("/grant"))
    assert "Hạn phối hợp chuyển theo hạn của đơn vị chủ trì, 30/06/2021 → 15/07/2021" in browser.words
    assert part(task).due_on == date(2021, 7, 15)


def test_a_head_does_not_name_over_somebody_who_was_named_meanwhile(
    browser: Desk, task: Task, cast: Cast
) -> None:
    browser.be(cast.head).open(at(task))
    form = browser.form("/officer")
    on = build.occasion(build.at(TODAY), cast.head)
    actions.name_officer(task, cast.officer, on=on)
    build.saved()
    browser.send(form, officer=str(cast.head.id))
    assert "Có người đã lưu trước ông/bà." in browser.words
    db.session.expire_all()
    assert task.officer_id == cast.officer.id
    browser.send(browser.form("/officer"), officer=str(cast.head.id))
    db.session.expire_all()
    assert task.officer_id == cast.head.id
