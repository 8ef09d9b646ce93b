"""The whole path, as one person after another walks it: from the chair's words to the next quarter's report."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from docx import Document

from tests import build
from tests.journeys.city import City, city, seed_text
from tests.journeys.plain_browser import PlainBrowser

if TYPE_CHECKING:
    from tests.smtp import Received

__all__ = ["city"]

WITHOUT_UNIT = "Phòng Tài chính - Kế hoạch"
"""Where the text names nobody and nothing is suggested, this journey's officer decides so."""


def _signed_in(city: City, name: str) -> PlainBrowser:
    person = PlainBrowser(city.app.test_client())
    person.open("/sign-in")
    form = person.form("/sign-in", holding="email")
    person.send(form, email=f"{name}@namdinh.example", password="taskboard")
    assert person.status == 200, person.words
    return person


def _record_briefing(office: PlainBrowser) -> str:
    office.open("/briefings/new")
    form = office.form("/briefings/new", holding="held_on")
    office.send(
        form,
        title="Hội nghị giao ban quý I năm 2021",
        held_on="05/04/2021",
        chair=form.choice("chair", "Phạm Duy Hưng"),
        place="Trụ sở UBND thành phố",
        notice_number="58/TB-UBND",
        notice_on="06/04/2021",
    )
    found = re.match(r"/briefings/([\w-]+)/conclusions", office.url)
    assert found, office.words
    return found[1]


def _review(office: PlainBrowser, code: str) -> int:
    """Accept every proposal, choosing where the text leaves it open. Returns how many; the page leads to the next one."""
    office.open(f"/briefings/{code}/conclusions")
    for accepted in range(60):
        if "Còn 0 trong" in office.words or ("draft=" not in office.url and accepted):
            return accepted
        _accept(office)
    raise AssertionError("the review does not come to an end")


def _accept(office: PlainBrowser) -> None:
    form = office.form(holding="add_lead", button="Nhận")
    if "leads" not in form.values:
        suggested = [value for name, value, _ in form.buttons if name == "suggest"]
        form.values["add_lead"] = (
            [f"unit:{suggested[0]}"] if suggested else [form.choice("add_lead", WITHOUT_UNIT)]
        )
    if form.values.get("due") in (None, ["undecided"]):
        form.values["due"] = ["none"]
    office.send(form, accept="1")
    assert office.status == 200, office.complaints or office.words


@pytest.fixture
def issued(city: City) -> tuple[City, str, int]:
    """The conclusions of 05/04/2021, recorded, reviewed and issued."""
    office = _signed_in(city, "vanphong")
    code = _record_briefing(office)
    office.send(office.form("/conclusions", holding="text"), text=seed_text())
    assert office.status == 200, office.words
    accepted = _review(office, code)
    office.open(f"/briefings/{code}/conclusions")
    office.send(office.form("/issue"))
    assert "Đã ban hành" in office.page
    return city, code, accepted


def _mail_to(city: City, address: str) -> list[Received]:
    return [mail for mail in city.mail.received if address in mail.recipients]


def _link_in(mail: Received) -> str:
    found = re.search(r"http://localhost(/u/[\w-]+)", mail.body("plain"))
    assert found, mail.body("plain")
    return found[1]


def test_from_the_chairs_words_to_the_next_quarters_report(issued: tuple[City, str, int]) -> None:
    city, _code, accepted = issued
    assert accepted >= 12
    _each_unit_got_one_mail(city)
    task = _economy_reports(city)
    _office_sends_back_then_confirms(city, task)
    _late_tasks_show(city)
    _next_briefing_carries_over(city, task)


def _each_unit_got_one_mail(city: City) -> None:
    city.run("outbox", "deliver")
    addresses = [mail.recipients[0] for mail in city.mail.received]
    assert len(addresses) == len(set(addresses)) > 25
    mail = _mail_to(city, "kinhte@namdinh.example")[0]
    assert "NTM nâng cao" in mail.body("plain")
    assert "NTM nâng cao" in mail.body("html")
    assert mail.message["Message-ID"]


def _economy_reports(city: City) -> str:
    """The head opens the link of the mail, receives, reports progress with a file, then completion."""
    head = PlainBrowser(city.app.test_client())
    head.open(_link_in(_mail_to(city, "kinhte@namdinh.example")[0]))
    assert head.status == 200
    task = next(code for code in re.findall(r"NV-2021-\d{4}", head.page))
    if "/NV-" not in head.url:
        head.open(f"{head.url}/{task}")
    task = re.findall(r"NV-2021-\d{4}", head.url)[0]
    head.press("Tiếp nhận")
    here = head.url.partition("?")[0]
    head.send(
        head.form(holding="done_text"),
        kind="progress",
        done_text="Đã hướng dẫn 3 xã lập hồ sơ 14 trong 19 tiêu chí.",
        obstacle_text="Xã Nam Vân thiếu hồ sơ đất đai.",
        cause="land",
        files={"files": (build.PDF, "bien-ban.pdf")},
    )
    assert "Đã nhận báo cáo" in head.page
    head.open(here)
    head.send(
        head.form(holding="done_text"),
        kind="completion",
        done_text="Ba xã hoàn chỉnh hồ sơ.",
        claimed_on="06/04/2021",
        document_number="125/BC-KT",
    )
    assert "Đã nhận báo cáo" in head.page
    return task


def _office_sends_back_then_confirms(city: City, task: str) -> None:
    office = _signed_in(city, "vanphong")
    office.open(f"/tasks/{task}")
    assert "Ba xã hoàn chỉnh hồ sơ." in office.page
    office.send(office.form("/send-back"), reason="Đề nghị gửi kèm quyết định công nhận.")
    city.run("outbox", "deliver")
    again = _mail_to(city, "kinhte@namdinh.example")[-1]
    assert "quyết định công nhận" in again.body("plain")
    city.clock.advance(days=1)
    head = PlainBrowser(city.app.test_client())
    head.open(_link_in(again))
    if "/NV-" not in head.url:
        head.open(f"{head.url}/{task}")
    head.send(
        head.form(holding="done_text"),
        kind="completion",
        done_text="Đã gửi quyết định công nhận.",
        claimed_on="07/04/2021",
        document_number="126/BC-KT",
    )
    office = _signed_in(city, "vanphong")
    office.open(f"/tasks/{task}")
    office.send(office.form("/confirm"))
    assert "Hoàn thành" in office.words


def _late_tasks_show(city: City) -> None:
    """A letter with a date, a reminder before it, and the day after it is late."""
    office = _signed_in(city, "vanphong")
    office.open("/directives/new")
    form = office.form("/directives/new", holding="wording")
    office.send(
        form,
        source_kind="letter",
        source_number="541/UBND-VP",
        source_on="07/04/2021",
        wording="Phòng Kinh tế báo cáo giá trị sản xuất tháng 4 trước ngày 20/4/2021.",
        title="Báo cáo giá trị sản xuất tháng 4",
        add_lead=form.choice("add_lead", "Phòng Kinh tế"),
        due="dated",
        due_on="20/04/2021",
        assigned_on="07/04/2021",
    )
    assert office.status == 200, office.words
    city.run("outbox", "deliver")
    before = len(_mail_to(city, "kinhte@namdinh.example"))
    for day in range(8, 23):
        city.clock.set_to(build.at(date(2021, 4, day), 8, 15))
        city.run("scheduler", "run-once")
    reminders = _mail_to(city, "kinhte@namdinh.example")[before:]
    assert len(reminders) >= 3
    assert "Báo cáo giá trị sản xuất tháng 4" in reminders[-1].body("plain")
    office = _signed_in(city, "vanphong")
    office.open("/overdue")
    assert "quá hạn" in office.words
    assert "Báo cáo giá trị sản xuất tháng 4" in office.open("/tasks?view=overdue&q=gia tri san xuat")


def _next_briefing_carries_over(city: City, done: str) -> None:
    city.clock.set_to(build.at(date(2021, 7, 5), 8))
    chief = _signed_in(city, "chanhvanphong")
    chief.open("/briefings/next")
    form = chief.form("/briefings/next", holding="held_on")
    chief.send(form, title="Hội nghị giao ban quý II năm 2021", held_on="05/07/2021", cutoff="30/06/2021")
    assert chief.url.endswith("/report"), chief.words
    code = chief.url.split("/")[2]
    assert "quý II/2021" in chief.page
    document = chief.client.get(f"/briefings/{code}/report.docx")
    text = "\n".join(paragraph.text for paragraph in Document(BytesIO(document.data)).paragraphs)
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in document_words(document.data)
    assert "quý II năm 2021" in text
    chair = _signed_in(city, "chutich")
    assert "chuyển tiếp" in chair.open(f"/briefings/{code}")
    unfinished = chair.open(f"/briefings/{code}/report/tasks?task_class=open")
    assert "Báo cáo giá trị sản xuất tháng 4" in unfinished
    assert done not in unfinished
    assert city.run("journal", "verify").strip().endswith("whole")


def document_words(content: bytes) -> str:
    """All words of a document, those in tables too."""
    document = Document(BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])
