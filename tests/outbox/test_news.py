"""What became of a task, in a mail: one function a message, both bodies alike, nothing a unit may not open."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

import pytest

from taskboard.domain.deadline import DueClass
from taskboard.outbox import news
from taskboard.outbox.message import Letter, TaskLine
from taskboard.outbox.render import TEXT_WIDTH, Mail

LETTER = Letter(
    body_name="UBND thành phố Nam Định",
    salutation="đồng chí Trưởng phòng Kinh tế",
    unit_name="Phòng Kinh tế",
    today=date(2021, 6, 16),
    links_end_on=date(2021, 6, 30),
    contact="Lê Thu Hà, Văn phòng HĐND và UBND",
)
LINE = TaskLine(
    code="NV-2021-0142",
    title="Đôn đốc các xã hoàn thiện hồ sơ nông thôn mới nâng cao",
    url="http://localhost/u/mot/NV-2021-0142",
    due=DueClass.OVERDUE,
    due_on=date(2021, 6, 11),
    original_due_on=date(2021, 5, 31),
    days_late=5,
    unit_name="Phòng Kinh tế",
)
SAID = "Việc thuộc chức năng <của> phòng khác & đã rõ."
OF_A_TASK = {
    "paused": news.paused(reason=SAID, resume_on=date(2021, 7, 1)),
    "resumed": news.resumed(),
    "not pursued": news.not_pursued(reason=SAID),
    "reopened": news.reopened(reason=SAID),
    "returned": news.return_accepted(note=SAID),
    "refused": news.request_refused(what="trả lại", reason=SAID),
    "passed to": news.passed_to(from_unit_name="Phòng Quản lý đô thị", reason=SAID),
    "date corrected": news.date_corrected(was=date(2021, 6, 11), now=date(2021, 7, 11), reason=SAID),
    "cause confirmed": news.cause_confirmed(note=SAID),
    "cause revoked": news.cause_revoked(reason=SAID),
    "remark": news.remark_made(said_by="Đồng chí Chủ tịch UBND thành phố", text=SAID),
    "explanation": news.explanation_asked(
        asked_by="Văn phòng", question=SAID, due_on=date(2021, 6, 18), is_of_task=True
    ),
    "correction refused": news.correction_refused(reason=SAID),
}
OF_NONE = {
    "passed on": news.passed_on(code=LINE.code, title=LINE.title, unit_name="Phòng Y tế", reason=SAID),
    "lead corrected": news.lead_corrected(
        code=LINE.code, title=LINE.title, unit_name="Phòng Y tế", reason=SAID
    ),
    "part ended": news.parts_ended(tasks=[(LINE.code, LINE.title)], reason=SAID),
    "parts ended": news.parts_ended(tasks=[(LINE.code, LINE.title), ("NV-2021-0143", "Khác")], reason=SAID),
    "passed to heirs": news.tasks_passed_on(
        on=date(2021, 7, 1), basis=SAID, heirs="Phòng Y tế", tasks=[(LINE.code, LINE.title)], parts=2
    ),
    "return lapsed": news.return_lapsed(unit_name="Phòng Kinh tế", reason=SAID),
    "part returned": news.part_return_accepted(code=LINE.code, title=LINE.title, note=SAID),
    "explanation of a unit": news.explanation_asked(
        asked_by="Văn phòng", question=SAID, due_on=date(2021, 6, 18), is_of_task=False
    ),
    "explained": news.explanation_given(unit_name="Phòng Kinh tế", question="Vì sao?", answer=SAID),
}
EVERY = pytest.mark.parametrize("name", [*OF_A_TASK, *OF_NONE])


def mail(name: str) -> Mail:
    if name in OF_A_TASK:
        return news.task_news(OF_A_TASK[name], LETTER, line=LINE, url=LINE.url, signs_in=False)
    return news.task_news(OF_NONE[name], LETTER, line=None, url="http://localhost/tasks", signs_in=True)


def words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


@EVERY
def test_both_bodies_say_the_same_in_one_line_of_subject(name: str) -> None:
    made, told = mail(name), {**OF_A_TASK, **OF_NONE}[name]
    assert made.subject.startswith("[Theo dõi chỉ đạo] ")
    assert "\n" not in made.subject
    text = " ".join(made.text.split())
    for said in (told.lead, told.follows, *(quote for _label, quote in told.quotes)):
        assert " ".join(said.split()) in text
        assert " ".join(said.split()) in words(made.html)
    assert re.findall(r'href="(http[^"]+)"', made.html) == re.findall(r"http://\S+", made.text)


@EVERY
def test_what_people_wrote_is_words_never_markup(name: str) -> None:
    assert "<của>" not in mail(name).html


@EVERY
def test_words_are_those_of_officials_and_lines_fit_a_reply(name: str) -> None:
    made = mail(name)
    assert not re.search(r"\bbạn\b|vui lòng|!", made.text, re.IGNORECASE)
    assert all(len(line) <= TEXT_WIDTH or "http://" in line for line in made.text.splitlines())
    assert "\n\n\n" not in made.text


@pytest.mark.parametrize("name", OF_A_TASK)
def test_the_unit_of_a_task_opens_it_without_signing_in(name: str) -> None:
    made = mail(name)
    assert LINE.code in made.subject
    assert "không cần đăng nhập" in " ".join(made.text.split())


@pytest.mark.parametrize("name", OF_NONE)
def test_who_has_to_sign_in_is_promised_nothing_else(name: str) -> None:
    made = mail(name)
    for body in (made.text, made.html):
        assert "không cần đăng nhập" not in body
        assert "/u/" not in body
