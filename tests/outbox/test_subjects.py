"""The subject of the day's mail: one matter is named, with its deadline and how late it is (rule 28)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from taskboard.domain.deadline import DueClass
from taskboard.outbox.message import Letter, Section, TaskLine, reminder_digest

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
    LATE, due=DueClass.DUE_SOON, due_on=date(2021, 6, 20), days_late=0, days_left=0, working_days_left=0
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


def test_a_deadline_of_sunday_says_on_monday_until_when_it_counts() -> None:
    mail = reminder_digest(LETTER, lines=[ON_SUNDAY])
    said = "hạn Chủ nhật 20/06/2021, tính đến hết thứ Hai 21/06/2021"
    assert mail.subject == START + f"Đến hạn hôm nay, NV-2021-0007: Rà soát quỹ đất công ({said})"
    for body in (mail.text, mail.html):
        assert said.lower() in " ".join(body.split()).lower()


def test_the_bulletin_begins_as_a_sentence_does() -> None:
    bulletin = Section("Bản tin đầu tuần", "bản tin đầu tuần (4 việc quá hạn tại 2 đơn vị)")
    assert reminder_digest(LETTER, sections=[bulletin]).subject.startswith(START + "Bản tin đầu tuần (4 việc")
