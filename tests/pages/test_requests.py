"""The rarer verbs as people use them: who is offered what, pages that say why not, answers in their place."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from taskboard.db import db
from taskboard.domain.authority import Role
from taskboard.domain.lifecycle import State
from taskboard.domain.text import clean_line
from taskboard.settings import actions as settings
from taskboard.tasks import actions
from taskboard.tasks.models import Explanation, RequestState, Task, TaskRequest
from tests import build
from tests.cast import Cast, cast
from tests.pages.visitor import Visitor, counted

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from taskboard.occasion import Occasion
    from tests.conftest import HandClock

__all__ = ["cast"]

TODAY = date(2021, 6, 16)


class Reader(Visitor):
    @property
    def rarer(self) -> list[str]:
        """What stands under "Việc khác"."""
        links = self.tree.xpath("//aside//details//ul[@class='bits']//a")
        return [" ".join(link.xpath("string(.)").split()) for link in links]

    @property
    def notes(self) -> str:
        return " | ".join(
            " ".join(note.xpath("string(.)").split())
            for note in self.tree.xpath("//main//div[contains(concat(' ', @class, ' '), ' note ')]")
        )


@pytest.fixture
def browser(app: Flask, client: FlaskClient, clock: HandClock) -> Reader:
    return Reader(client, clock)


def by(person: Any, day: date = TODAY) -> Occasion:
    return build.occasion(build.at(day), person)


@pytest.fixture
def task(cast: Cast) -> Task:
    """Given to phòng Kinh tế on 14 June with Lộc Vượng as partner, due on the 30th."""
    return build.task(
        "Lập phương án hộ đê toàn tuyến",
        lead=cast.economy,
        partners=[cast.loc_vuong],
        leader=cast.chair,
        field="nong-nghiep",
        on=by(cast.monitor, date(2021, 6, 14)),
        due_on=date(2021, 6, 30),
    )


def url(task: Task, act: str = "") -> str:
    return f"/tasks/{task.code}/{act}".rstrip("/")


UNIT = ["Trả lại vì giao nhầm", "Chuyển đơn vị chủ trì"]
OFFICE = ["Đề nghị giải trình", "Đính chính thời hạn ghi nhầm", "Đính chính đơn vị chủ trì ghi nhầm"]
OFFERED = {
    ("head", "new"): UNIT,
    ("officer", "new"): [],
    ("ward_head", "new"): ["Trả lại vì giao nhầm"],
    ("other_head", "new"): None,
    ("inspector", "new"): [],
    ("monitor", "new"): OFFICE,
    ("chief", "new"): [*OFFICE, "Không tiếp tục thực hiện"],
    ("chair", "new"): [*OFFICE, "Không tiếp tục thực hiện"],
    ("head", "working"): ["Chuyển đơn vị chủ trì"],
    ("monitor", "working"): ["Đề nghị giải trình", "Tạm dừng", *OFFICE[1:]],
    ("chief", "completed"): ["Đề nghị giải trình", "Mở lại nhiệm vụ"],
    ("monitor", "completed"): ["Đề nghị giải trình"],
    ("chief", "withdrawn"): [],
    ("chief", "returned"): ["Giao lại cho đơn vị khác"],
    ("head", "returned"): [],
}


def brought(task: Task, state: str, cast: Cast) -> Task:
    if state in ("working", "completed"):
        build.progress(task, on=by(cast.head))
    if state == "completed":
        build.confirmed(task, told=by(cast.head), by=by(cast.monitor))
    if state == "withdrawn":
        actions.withdraw(task, reason="Tỉnh làm.", on=by(cast.chief))
    if state == "returned":
        asked = actions.ask_return(task, unit_id=task.unit_id, reason="Nhầm.", on=by(cast.head))
        actions.accept_request(asked, on=by(cast.chief))
    return task


@pytest.mark.parametrize(("who", "state"), OFFERED)
def test_what_is_offered_follows_authority_state_and_the_rules(
    who: str, state: str, browser: Reader, task: Task, cast: Cast
) -> None:
    brought(task, state, cast)
    browser.be(cast.everyone[who]).open(url(task))
    expected = OFFERED[who, state]
    if expected is None:
        assert browser.status == 404
        return
    assert browser.rarer == expected
    for link in browser.tree.xpath("//aside//details//ul[@class='bits']//a/@href"):
        browser.open(link)
        assert browser.status == 200, link
        assert len(browser.forms) > 1, f"what is offered has its form: {link}"


def test_a_wrong_assignment_goes_back_and_is_given_to_the_right_unit(
    browser: Reader, task: Task, cast: Cast
) -> None:
    browser.be(cast.head).open(url(task, "return"))
    browser.press("Đề nghị trả lại", reason="Việc của phòng Quản lý đô thị.")
    assert f"Đã đề nghị trả lại {task.code}." in browser.words
    assert "Chờ người giao hoặc Văn phòng quyết định." in browser.words
    browser.be(cast.chief).open(url(task))
    browser.send(browser.form("/accept"), note="Đúng.")
    assert browser.url == url(task, "give-again"), "led to the next step"
    form = browser.form(button="Giao nhiệm vụ")
    assert "Phòng Kinh tế" not in form.choices["new_unit_id"]
    assert form.values["new_due_on"] == ["30/06/2021"]
    browser.send(form, new_unit_id=form.choice("new_unit_id", "Phòng Quản lý đô thị"))
    made = db.session.scalars(sa.select(Task).where(Task.replaces_id == task.id)).one()
    assert f"Đã giao lại cho Phòng Quản lý đô thị: {made.code}" in browser.notes
    assert url(made) in browser.links
    browser.be(cast.other_head).open(url(made))
    assert f"Thay cho nhiệm vụ đã trả lại: {task.code}" in browser.notes
    assert url(task) not in browser.links, "another unit's task opens to nobody who has no part in it"
    browser.be(cast.head).open(url(task))
    assert made.code in browser.notes and url(made) not in browser.links
    browser.be(cast.ward_head).open(url(made))
    assert url(task) in browser.links, "the partner has a part in both"


def test_the_page_of_a_verb_says_why_it_cannot_be_used(
    browser: Reader, task: Task, cast: Cast, clock: HandClock
) -> None:
    actions.receive(task, on=by(cast.head))
    clock.set_to(build.at(date(2021, 6, 21)))
    browser.be(cast.head).open(url(task, "return"))
    assert "Chỉ trả lại được trong 2 ngày làm việc kể từ ngày tiếp nhận, đến hết ngày 18/06/2021." in (
        browser.notes
    )
    assert "Đề nghị chuyển đơn vị chủ trì" in browser.notes
    browser.open(url(task))
    assert browser.rarer == ["Chuyển đơn vị chủ trì"]


def test_late_the_extension_page_leads_to_a_report_with_its_plan(
    browser: Reader, task: Task, cast: Cast, clock: HandClock
) -> None:
    clock.set_to(build.at(date(2021, 7, 2)))
    browser.be(cast.head).open(url(task, "extension"))
    assert browser.status == 200
    assert "Đã quá hạn 30/06/2021 nên không xin gia hạn được nữa." in browser.notes
    assert url(task, "report") in browser.links
    browser.open(url(task, "report"))
    assert "Đã đến hạn: việc chưa xong cần nêu việc tiếp theo và ngày dự kiến xong." in browser.words
    browser.press("Gửi báo cáo", done_text="Mới xong một nửa.")
    assert browser.status == 422
    assert browser.tree.xpath("string(//*[@id='next_step-error'])")
    browser.press("Gửi báo cáo", next_step="Nghiệm thu.", forecast_on="9/7/2021")
    assert task.state is State.IN_PROGRESS


def test_a_slip_is_proposed_by_one_and_decided_by_another(browser: Reader, task: Task, cast: Cast) -> None:
    browser.be(cast.monitor).open(url(task, "correct-date"))
    browser.press("Đề nghị đính chính", new_due_on="30/7/2021", reason="Thông báo ghi 30/7.")
    assert "Chờ một người khác của Văn phòng hoặc lãnh đạo quyết định." in browser.words
    assert not [form for form in browser.forms if "/accept" in form.action]
    row = db.session.scalars(sa.select(TaskRequest)).one()
    answer = browser.client.post(
        f"/requests/{row.id}/accept", data={"csrf_token": browser.form("/urge").values["csrf_token"][0]}
    )
    assert answer.status_code == 422
    assert "Người đề nghị không tự quyết định" in answer.text
    browser.be(cast.chief).open(url(task))
    assert "Đính chính thời hạn: 30/06/2021 → 30/07/2021" in browser.words
    browser.send(browser.form("/accept"))
    assert (task.original_due_on, task.due_on) == (date(2021, 7, 30), date(2021, 7, 30))


def test_a_doer_of_the_lead_unit_decides_nothing(browser: Reader, task: Task, cast: Cast) -> None:
    row = actions.ask_return(task, unit_id=task.unit_id, reason="Nhầm.", on=by(cast.head))
    number = row.id
    build.saved()
    for who in ("head", "officer", "other_head", "inspector", "administrator"):
        browser.be(cast.everyone[who])
        for verb in ("accept", "refuse"):
            answer = browser.client.post(f"/requests/{number}/{verb}", data={"reason": "x"})
            assert answer.status_code in (400, 403, 404), who
    assert row.state is RequestState.PENDING


def test_without_delegation_the_office_is_told_who_decides(browser: Reader, task: Task, cast: Cast) -> None:
    on = by(cast.chief)
    settings.set_value(
        "office_decides", False, legal_basis="", valid_from=TODAY, acting=on.acting, now=on.now
    )
    build.extension(task, date(2021, 7, 15), on=by(cast.head))
    actions.ask_transfer(task, new_unit=cast.urban, reason="Nhầm.", on=by(cast.head))
    browser.be(cast.chief).open(url(task))
    assert browser.words.count("Chờ lãnh đạo đã giao nhiệm vụ quyết định.") == 2
    assert not [form for form in browser.forms if "/accept" in form.action or "/grant" in form.action]
    browser.be(cast.chair).open(url(task))
    assert [form for form in browser.forms if "/accept" in form.action]
    assert [form for form in browser.forms if "/grant" in form.action]


# ------------------------------------------------------------------------------------------------------ all that waits


def test_what_waits_is_answered_in_its_place(browser: Reader, task: Task, cast: Cast) -> None:
    actions.ask_transfer(task, new_unit=cast.urban, reason="Việc của đô thị.", on=by(cast.head))
    browser.be(cast.monitor).open("/")
    assert "Chuyển đơn vị chủ trì: Phòng Kinh tế → Phòng Quản lý đô thị" in browser.words
    browser.open("/requests")
    browser.send(browser.form("/refuse"), reason="Đúng chức năng của phòng.")
    assert browser.url == "/requests"
    assert "Đã trả lời không đồng ý" in browser.words
    assert "Không có đề nghị nào." in browser.words


def test_the_latest_confirmation_stands_first_with_its_date(
    browser: Reader, task: Task, cast: Cast, clock: HandClock
) -> None:
    other = build.task("Rà soát chợ", lead=cast.urban, on=by(cast.monitor, date(2021, 6, 14)))
    build.completion(task, on=by(cast.head))
    build.completion(other, on=by(cast.other_head, date(2021, 6, 15)))
    clock.set_to(build.at(date(2021, 6, 23)))
    browser.be(cast.monitor).open("/requests")
    titles = browser.tree.xpath("//section[@id='xac-nhan']//a[contains(@class, 'strong')]/text()")
    assert titles == ["Rà soát chợ", "Lập phương án hộ đê toàn tuyến"]
    assert "quá hạn xác nhận 1 ngày" in browser.words
    assert "xác nhận trước hết 23/06" in browser.words


def test_a_rest_that_ends_is_brought_to_mind(
    browser: Reader, task: Task, cast: Cast, clock: HandClock
) -> None:
    build.progress(task, on=by(cast.head))
    browser.be(cast.chief).open(url(task, "pause"))
    browser.press("Tạm dừng", resume_on="18/6/2021", reason="Chờ quy hoạch.")
    assert "Tạm dừng, xem xét lại ngày 18/06/2021: Chờ quy hoạch." in browser.notes
    browser.open("/")
    assert "Tạm dừng, đến ngày xem xét lại" not in browser.words
    clock.set_to(build.at(date(2021, 6, 18)))
    browser.be(cast.chief).open("/")
    assert "Tạm dừng, đến ngày xem xét lại" in browser.words
    browser.open(url(task))
    browser.send(browser.form("/resume"))
    assert task.state is State.IN_PROGRESS


def test_the_page_of_all_that_waits_asks_as_much_for_many_as_for_one(
    browser: Reader, task: Task, cast: Cast
) -> None:
    spent = []
    for round_ in range(2):
        for number in range(1 + 4 * round_):
            row = build.task(
                f"Việc {round_}.{number}", lead=cast.economy, on=by(cast.monitor), due_on=date(2021, 6, 30)
            )
            build.extension(row, date(2021, 7, 15), on=by(cast.head))
            actions.ask_transfer(row, new_unit=cast.urban, reason="Nhầm.", on=by(cast.head))
            actions.ask_explanation(
                cast.economy, task=row, question="Vì sao?", due_on=TODAY, on=by(cast.chief)
            )
        browser.be(cast.monitor)
        with counted() as asked:
            browser.open("/requests")
        spent.append(len(asked))
    assert spent[0] == spent[1] <= 15


# -------------------------------------------------------------------------------------------- remarks and explanations


def test_a_leaders_word_stands_first_until_the_next_report(browser: Reader, task: Task, cast: Cast) -> None:
    browser.be(cast.chair).open(url(task))
    browser.send(browser.form("/remark"), text="Làm dứt điểm trong tháng.")
    assert "Làm dứt điểm trong tháng." in browser.notes
    browser.be(cast.head).open(url(task))
    assert "Ý kiến của Chủ tịch UBND thành phố, Phạm Duy Hưng" in browser.notes
    build.progress(task, on=build.occasion(build.at(TODAY, 15), cast.head))
    browser.open(url(task))
    assert "Làm dứt điểm trong tháng." not in browser.notes
    assert "Làm dứt điểm trong tháng." in browser.words, "the history keeps it"


def test_an_empty_remark_comes_back_open(browser: Reader, task: Task, cast: Cast) -> None:
    browser.be(cast.chair).open(url(task))
    browser.send(browser.form("/remark"), text="  ")
    assert browser.status == 422
    assert "Đề nghị ghi ý kiến." in browser.words


def test_a_unit_explains_and_the_question_leaves_its_first_page(
    browser: Reader, task: Task, cast: Cast, clock: HandClock
) -> None:
    browser.be(cast.chief).open(url(task, "ask-explanation"))
    browser.press("Đề nghị giải trình", question="Vì sao chậm tiếp nhận?", due_on="17/6/2021")
    clock.set_to(build.at(date(2021, 6, 18)))
    browser.be(cast.head).open("/")
    assert "Đề nghị giải trình, quá hạn 1 ngày" in browser.notes
    row = db.session.scalars(sa.select(Explanation)).one()
    browser.open(f"/explanations/{row.id}")
    browser.press("Gửi giải trình", answer="Văn thư nghỉ ốm.")
    assert "Đã ghi giải trình." in browser.words
    assert "Văn thư nghỉ ốm." in browser.words
    browser.open("/")
    assert "Đề nghị giải trình" not in browser.notes


def test_a_unit_is_asked_about_its_work_as_a_whole(browser: Reader, cast: Cast) -> None:
    browser.be(cast.chief).open("/requests")
    code = browser.tree.xpath("string(//select[@id='unit']/option[.='Phòng Quản lý đô thị']/@value)")
    browser.open(f"/explanations/new?unit={code}")
    assert browser.url == f"/units/{cast.urban.code}/explanations"
    browser.press("Đề nghị giải trình", question="Tỷ lệ cập nhật thấp?")
    row = db.session.scalars(sa.select(Explanation)).one()
    assert (row.task_id, row.unit_id, row.due_on) == (None, cast.urban.id, date(2021, 6, 21))
    browser.be(cast.monitor).open(f"/explanations/{row.id}")
    browser.press("Gửi giải trình", answer="Đơn vị trả lời qua điện thoại.")
    assert "Đơn vị trả lời qua điện thoại." in browser.words
    assert row.answered_by_id == cast.monitor.id


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("other_head", 200),
        ("head", 404),
        ("ward_head", 404),
        ("chair", 200),
        ("inspector", 200),
        ("administrator", 403),
    ],
)
def test_others_units_questions_are_not_there(who: str, status: int, browser: Reader, cast: Cast) -> None:
    row = actions.ask_explanation(cast.urban, question="Vì sao?", due_on=TODAY, on=by(cast.chief))
    number = row.id
    build.saved()
    browser.be(cast.everyone[who]).open(f"/explanations/{number}")
    assert browser.status == status
    browser.open(f"/units/{cast.urban.code}/explanations")
    assert browser.status == (200 if who == "chair" else 403)


def test_an_objective_cause_is_shown_with_who_confirmed_it(
    browser: Reader, task: Task, cast: Cast, clock: HandClock
) -> None:
    clock.set_to(build.at(date(2021, 7, 8)))
    browser.be(cast.chief).open(url(task, "objective-cause"))
    browser.press("Xác nhận", note="Bão số 2.")
    assert "Bão số 2 (Nguyễn Hữu Thuyên xác nhận ngày 08/07/2021)" in browser.words
    browser.open(url(task, "objective-cause/revoke"))
    browser.press("Bỏ xác nhận", reason="Bão không qua.")
    assert task.objective_cause_confirmed_at is None


@pytest.mark.parametrize(
    ("act", "typed"),
    [
        ("pause", {"resume_on": "31/02/2021", "reason": "x" * 6000}),
        ("give-up", {"reason": "x" * 6000}),
        ("correct-date", {"new_due_on": "31/6/2021", "reason": "Sai \u202eđảo 😀"}),
        ("correct-lead", {"new_unit_id": "999999", "reason": "Sai."}),
        ("ask-explanation", {"question": "", "due_on": "hôm qua"}),
    ],
)
def test_bad_input_comes_back_with_its_words_and_changes_nothing(
    act: str, typed: dict[str, str], browser: Reader, task: Task, cast: Cast
) -> None:
    build.progress(task, on=by(cast.head))
    version = task.version
    browser.be(cast.chief).open(url(task, act))
    browser.send(browser.form(url(task, act)), **typed)
    assert browser.status == 422
    assert browser.complaints
    form = browser.form(url(task, act))
    for name, words in typed.items():
        if name != "new_unit_id":
            assert form.values[name] == [clean_line(words)]
    assert task.version == version


def test_what_was_decided_meanwhile_is_not_overwritten(browser: Reader, task: Task, cast: Cast) -> None:
    build.progress(task, on=by(cast.head))
    browser.be(cast.chief).open(url(task, "pause"))
    build.progress(task, on=build.occasion(build.at(TODAY, 11), cast.head), done="Đã xong.")
    browser.press("Tạm dừng", resume_on="18/6/2021", reason="Chờ quy hoạch.")
    assert browser.status == 422
    assert "Người khác vừa ghi." in browser.words
    assert "Đã xong." in browser.words
    assert "Chờ quy hoạch." in browser.page
    assert task.state is State.IN_PROGRESS


@pytest.mark.parametrize(
    ("who", "is_offered"),
    [
        ("chair", True),
        ("vice", True),
        ("chief", True),
        ("monitor", True),
        ("head", False),
        ("inspector", False),
    ],
)
def test_the_menu_leads_whoever_decides_to_what_waits_and_back(
    browser: Reader, cast: Cast, task: Task, who: str, is_offered: bool
) -> None:
    browser.be(getattr(cast, who)).open("/tasks")
    found = browser.tree.xpath("//nav[@class='nav-main']//a[@href='/requests']")
    assert bool(found) is is_offered
    if is_offered:
        browser.open("/requests")
        (here,) = browser.tree.xpath("//nav[@class='nav-main']//a[@aria-current='page']")
        assert here.get("href") == "/requests"
        assert browser.tree.xpath("//main//a[@href='/' and contains(., 'Tổng quan')]")


def test_a_remark_made_for_a_leader_says_for_whom(browser: Reader, task: Task, cast: Cast) -> None:
    (of_chair,) = cast.chair.posts
    assistant = build.person("Bùi Thị Mai", Role.CHAIR, title="Trợ lý Chủ tịch")
    assistant.posts[0].on_behalf_of = of_chair
    build.saved()
    browser.be(assistant).open(url(task))
    browser.press("Ghi ý kiến", text="Làm dứt điểm.")
    assert "Ý kiến của Trợ lý Chủ tịch, Bùi Thị Mai thay mặt Phạm Duy Hưng" in browser.notes
    browser.be(cast.head).open(url(task))
    assert "Bùi Thị Mai thay mặt Phạm Duy Hưng" in browser.notes


def test_a_question_stays_with_whom_it_was_asked_when_the_lead_passes_on(
    browser: Reader, task: Task, cast: Cast
) -> None:
    """The new lead reads that another explains, and is led to no page it may not open; no partner either."""
    actions.ask_explanation(
        cast.economy, task=task, question="Vì sao chưa làm?", due_on=date(2021, 6, 25), on=by(cast.monitor)
    )
    asked = actions.ask_transfer(task, new_unit=cast.urban, reason="Nhầm.", on=by(cast.head))
    actions.accept_request(asked, on=by(cast.chief))
    build.saved()
    row = db.session.scalars(sa.select(Explanation)).one()
    for reader in (cast.other_head, cast.ward_head):
        browser.be(reader).open(url(task))
        assert "Đề nghị Phòng Kinh tế giải trình, hạn 25/06/2021" in browser.notes
        assert not browser.tree.xpath("//main//a[contains(@href, '/explanations/')]")
    browser.be(cast.monitor).open(url(task))
    (link,) = browser.tree.xpath("//main//a[contains(@href, '/explanations/')]/@href")
    assert link == f"/explanations/{row.id}"
    browser.be(cast.head).open(url(task))
    assert browser.status == 404, "it leads no longer"
    browser.open(link)
    browser.send(browser.form(holding="answer"), answer="Đã đề nghị chuyển vì không thuộc chức năng.")
    db.session.refresh(row)
    assert row.answered_by_id == cast.head.id
