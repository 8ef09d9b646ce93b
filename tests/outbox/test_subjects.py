"""The subject of the day's mail: one matter is named, with its deadline and how late it is (rule 28)."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from taskboard.domain.deadline import DueClass
from taskboard.outbox.message import (
    Letter,
    Section,
    TaskLine,
    extension_decided,
    reminder_digest,
    report_sent_back,
    task_urged,
    tasks_issued,
    tasks_urged,
)
from taskboard.outbox.render import Mail

MONDAY = date(2021, 6, 21)
LETTER = Letter("UBND thành phố Nam Định", "đồng chí Chủ tịch", "UBND xã Lộc An", MONDAY, None)
LATE = TaskLine(
    "NV-2021-0007",
    "Rà soát quỹ đất công",
    "http://localhost/u/x",
    DueClass.OVERDUE,
    due_on=date(2021, 6, 16),
    days_late=5,
)
ON_SUNDAY = replace(
    LATE,
    due=DueClass.DUE_SOON,
    due_on=date(2021, 6, 20),
    last_on=MONDAY,
    days_late=0,
    days_left=0,
    working_days_left=0,
)
START = "[Theo dõi chỉ đạo] "


def helped(*lines: TaskLine, more: int = 0) -> Section:
    total = len(lines) + more
    return Section("Việc phối hợp", f"{total} việc phối hợp cần báo cáo", lines=lines, more=more)


def test_one_matter_besides_the_own_deadlines_is_named_in_the_subject() -> None:
    assert reminder_digest(LETTER, sections=[helped(LATE)]).subject == (
        START
        + "Việc phối hợp cần báo cáo, quá hạn 5 ngày, NV-2021-0007: Rà soát quỹ đất công (hạn 16/06/2021)"
    )


def test_what_has_no_date_says_none() -> None:
    undated = replace(LATE, due=DueClass.NO_DEADLINE, due_on=None, days_late=0)
    assert reminder_digest(LETTER, sections=[helped(undated)]).subject == (
        START + "Việc phối hợp cần báo cáo, NV-2021-0007: Rà soát quỹ đất công"
    )


def test_several_matters_are_counted() -> None:
    expected = START + "2 việc phối hợp cần báo cáo: UBND xã Lộc An, 21/06/2021"
    assert reminder_digest(LETTER, sections=[helped(LATE, LATE)]).subject == expected
    assert reminder_digest(LETTER, sections=[helped(LATE, more=1)]).subject == expected


ON_FRIDAY = replace(ON_SUNDAY, days_left=3, working_days_left=1)
ON_TUESDAY = replace(ON_SUNDAY, due=DueClass.OVERDUE, days_late=1, days_left=None, working_days_left=None)


@pytest.mark.parametrize(
    ("line", "counted"),
    [(ON_FRIDAY, "Còn 1 ngày làm việc"), (ON_SUNDAY, "Đến hạn hôm nay"), (ON_TUESDAY, "Quá hạn 1 ngày")],
    ids=["before", "on the day", "after"],
)
def test_a_deadline_of_sunday_says_from_which_day_it_is_counted(line: TaskLine, counted: str) -> None:
    """Subject and both bodies say one number of days, and the Monday that it is counted from."""
    mail = reminder_digest(LETTER, lines=[line])
    said = "hạn Chủ nhật 20/06/2021, tính đến hết thứ Hai 21/06/2021"
    assert mail.subject == START + f"{counted}, NV-2021-0007: Rà soát quỹ đất công ({said})"
    for body in (mail.text, mail.html):
        words = " ".join(re.sub(r"<[^>]+>", "", body).split())
        assert f"{counted}, {said}" in words


@pytest.mark.parametrize(
    "mail",
    [
        task_urged(LETTER, line=LATE, urged_by="Văn phòng"),
        tasks_urged(LETTER, lines=[LATE], urged_by="Văn phòng"),
        report_sent_back(LETTER, line=LATE, reason="Thiếu phụ lục"),
        tasks_issued(LETTER, lines=[LATE], source_title="Giao ban"),
        extension_decided(
            LETTER, line=LATE, is_granted=False, asked_for=MONDAY, old_due_on=date(2021, 6, 16), note=""
        ),
    ],
    ids=["urged", "urged at once", "sent back", "issued", "not extended"],
)
def test_every_subject_about_one_late_task_has_code_words_deadline_and_days(mail: Mail) -> None:
    assert mail.subject.endswith(" NV-2021-0007: Rà soát quỹ đất công (quá hạn 5 ngày, hạn 16/06/2021)"), (
        "rule 28"
    )


def test_the_bulletin_begins_as_a_sentence_does() -> None:
    bulletin = Section("Bản tin đầu tuần", "bản tin đầu tuần (4 việc quá hạn tại 2 đơn vị)")
    assert reminder_digest(LETTER, sections=[bulletin]).subject.startswith(START + "Bản tin đầu tuần (4 việc")
