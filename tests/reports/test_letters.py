"""Letters about tasks: whom they name, what they ask, by when; laid out like everything the Office sends."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from taskboard.db import db
from taskboard.domain.rating import Thresholds
from taskboard.journal.models import JournalEntry
from taskboard.reminders.queries.facts import known_of
from taskboard.reports.body import Body
from taskboard.reports.content import Band, OfficialDocument, Paragraph, Signature, Table
from taskboard.reports.docx import to_docx
from taskboard.reports.letters import LetterFacts, LetterTask, assignment_sheet, urging_letter
from taskboard.reports.pdf import to_pdf
from taskboard.reports.ratings import RatingFacts, rating_list
from tests import build
from tests.cast import Cast, cast
from tests.pages.visitor import Visitor
from tests.reports.layout import check_letter, opened, text_of
from tests.reports.office import converted, needs_office, words
from tests.reports.printed import check_order, check_printed
from tests.reports.quarter import quarter

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from taskboard.tasks.models import Task
    from taskboard.units.models import Unit
    from tests.conftest import HandClock

__all__ = ["cast"]

AT = datetime(2021, 6, 16, 2, 0, tzinfo=UTC)
AS_OF, ANSWER_BY = date(2021, 6, 16), date(2021, 6, 25)
SENDER = LetterFacts(
    body=Body.of("UBND thành phố Nam Định"),
    symbol="UBND-VP",
    number="118",
    dated_on=AS_OF,
    signature=Signature(("TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG"), "Nguyễn Hữu Thuyên"),
)
UNSIGNED = LetterFacts(body=SENDER.body, symbol="UBND-VP")


def late(number: int, unit: str = "Phòng Kinh tế", **more: Any) -> LetterTask:
    given = {
        "code": f"NV-2021-{number:04d}",
        "title": f"Lập phương án số {number}",
        "unit": unit,
        "source": "58/TB-UBND, 08/04/2021",
        "original_due_on": date(2021, 6, 1),
        "due_on": date(2021, 6, 1),
        "days_late": number,
    }
    return LetterTask(**(given | more))


def urging(tasks: list[LetterTask], facts: LetterFacts = SENDER, **more: Any) -> OfficialDocument:
    given = {"as_of": AS_OF, "answer_by": ANSWER_BY, "made_at": AT}
    return urging_letter(facts, tasks, **(given | more))


def tables(document: OfficialDocument) -> list[Table]:
    return [block for block in document.blocks if isinstance(block, Table)]


# Công văn đôn đốc


def test_a_letter_to_one_unit_holds_its_few_tasks_itself() -> None:
    document = urging([late(3), late(1, result="Đã trình phương án")])
    check_letter(to_docx(document))
    pages = check_printed(to_pdf(document))
    check_order(
        pages,
        "Số: 118/UBND-VP",
        "V/v đôn đốc thực hiện nhiệm vụ quá hạn",
        "Kính gửi: Phòng Kinh tế",
        "đến ngày 16/06/2021, Phòng Kinh tế còn 02 nhiệm vụ quá hạn chưa hoàn thành như sau:",
        "NV-2021-0003",
        "Đã trình phương án",
        "2. Báo cáo kết quả",
        "trước ngày 25/06/2021",
        "TL. CHỦ TỊCH",
    )
    assert len(pages) == 1
    assert "Phụ lục" not in text_of(opened(to_docx(document)))


def test_a_letter_to_several_has_one_list_unit_by_unit_the_latest_first() -> None:
    document = urging([late(2), late(9), late(4, "Phòng Nội vụ")])
    check_letter(to_docx(document))
    check_printed(to_pdf(document))
    (table,) = tables(document)
    said = [line.text if isinstance(line, Band) else line.cells[1] for line in table.lines]
    assert said == [
        "Phòng Kinh tế: 2 nhiệm vụ",
        "NV-2021-0009",
        "NV-2021-0002",
        "Phòng Nội vụ: 1 nhiệm vụ",
        "NV-2021-0004",
        "TỔNG CỘNG: 3 nhiệm vụ",
    ]
    texts = text_of(opened(to_docx(document)))
    assert "- Phòng Kinh tế;\n- Phòng Nội vụ." in texts
    assert "02 đơn vị còn 03 nhiệm vụ" in texts


def test_many_tasks_of_one_unit_go_to_the_appendix() -> None:
    document = urging([late(number) for number in range(1, 60)])
    pages = check_printed(to_pdf(document))
    assert sum(page.is_landscape for page in pages) > 1
    assert all("Sốngàyquáhạn" in page.squeezed for page in pages if page.is_landscape)


def test_what_the_office_did_not_say_is_a_gap() -> None:
    texts = text_of(opened(to_docx(urging([late(1)], UNSIGNED, answer_by=None))))
    for gap in (
        "Số: [CẦN BỔ SUNG]/UBND-VP",
        "trước ngày [CẦN BỔ SUNG: ngày]",
        "quyền hạn, chức vụ người ký]",
    ):
        assert gap in texts


def test_silence_is_said_as_silence() -> None:
    assert "Chưa có báo cáo" in text_of(opened(to_docx(urging([late(1)]))))


# Phiếu giao việc


def test_a_sheet_quotes_the_order_and_both_deadlines() -> None:
    moved = late(
        1,
        words="Giao phòng Kinh tế lập phương án hộ đê.",
        original_due_on=date(2021, 5, 1),
        partners=("Phòng Nội vụ",),
    )
    document = assignment_sheet(SENDER, [moved, late(2, source="Giao ban quý I", due_on=None)], made_at=AT)
    check_printed(to_pdf(document))
    texts = text_of(opened(to_docx(document)))
    assert "Căn cứ văn bản số 58/TB-UBND ngày 08/04/2021;" in texts
    assert "Căn cứ chỉ đạo tại Giao ban quý I." in texts
    assert "“Giao phòng Kinh tế lập phương án hộ đê.”" in texts
    assert "01/06/2021\n(ban đầu 01/05/2021)" in texts
    assert "Không thời hạn" in texts


# Biểu dương, phê bình


def test_the_list_names_who_stands_beyond_the_thresholds_and_says_which() -> None:
    given = RatingFacts(SENDER, "quý II năm 2021", Thresholds(criticise_done_percent=45))
    document = rating_list(quarter(), given, made_at=AT)
    check_printed(to_pdf(document))
    texts = [block.text for block in document.blocks if isinstance(block, Paragraph)]
    assert "hoàn thành từ 90% nhiệm vụ trở lên" in texts[0]
    assert "Chưa có đơn vị đạt mức đề xuất biểu dương." in texts
    (criticised,) = tables(document)
    by_name = {line.name: line.figures.counts for line in quarter().by_unit}
    named = [line.cells for line in criticised.lines if not isinstance(line, Band)]
    assert {cells[1] for cells in named} == {
        name
        for name, counts in by_name.items()
        if counts.open_overdue and counts.done * 100 < counts.total * 45
    }
    for cells in named:
        assert cells[3].startswith(f"{by_name[cells[1]].done}/{by_name[cells[1]].total} (")


# Pages


@pytest.fixture
def overdue(cast: Cast, clock: HandClock) -> list[Task]:
    on = build.occasion(build.at(date(2021, 4, 8)), cast.chief)
    rows = [
        build.task(f"Việc chậm {number}", lead=lead, on=on, due_on=date(2021, 5, 10))
        for number, lead in enumerate((cast.economy, cast.economy, cast.urban))
    ]
    build.task("Việc trong hạn", lead=cast.urban, on=on, due_on=date(2021, 12, 1))
    build.saved()
    return rows


@pytest.fixture
def chief(overdue: list[Task], cast: Cast, client: FlaskClient, clock: HandClock) -> Visitor:
    return Visitor(client, clock).be(cast.chief)


def test_the_page_counts_what_is_late_and_shows_the_letter(
    chief: Visitor, overdue: list[Task], cast: Cast
) -> None:
    chief.open("/letters/urging")
    assert re.search(r"Phòng Kinh tế: 2 việc.*Phòng Quản lý đô thị: 1 việc", chief.words)
    chief.open(f"/letters/urging?unit={cast.economy.id}&answer_by=25/06/2021")
    assert "Phòng Kinh tế còn 02 nhiệm vụ quá hạn" in chief.words
    assert "Việc trong hạn" not in chief.words


def test_both_files_say_the_same_and_go_to_the_chosen_alone(chief: Visitor, cast: Cast) -> None:
    signer = cast.chief.posts[0].id
    query = f"unit={cast.economy.id}&unit={cast.urban.id}&number=118&dated_on=16/06/2021&signer={signer}"
    answer = chief.client.get(f"/letters/urging.docx?{query}")
    check_letter(answer.data)
    assert "TỔNG CỘNG: 3 nhiệm vụ" in text_of(opened(answer.data))
    pages = check_printed(chief.client.get(f"/letters/urging.pdf?{query}").data)
    check_order(pages, "Số: 118/UBND-VP", "Phòng Kinh tế", "Phòng Quản lý đô thị", "TỔNG CỘNG: 3 nhiệm vụ")


@pytest.mark.parametrize("query", ["", "unit=999999", "unit=x", "unit=1&dated_on=31/02/2021"])
def test_there_is_no_letter_to_nobody(chief: Visitor, query: str) -> None:
    assert chief.client.get(f"/letters/urging.pdf?{query}").status_code == 404
    assert chief.client.get(f"/letters/urging?{query}").status_code in (200, 422)


def test_a_unit_writes_no_letters_and_sees_the_sheet_of_its_own_task(
    chief: Visitor, overdue: list[Task], cast: Cast
) -> None:
    chief.be(cast.head)
    assert chief.client.get("/letters/urging").status_code == 403
    own, other = overdue[0].code, overdue[2].code
    sheet = chief.client.get(f"/tasks/{own}/assignment.docx")
    assert "PHIẾU GIAO VIỆC" in text_of(opened(sheet.data))
    assert chief.client.get(f"/tasks/{other}/assignment.docx").status_code == 404


def test_a_units_open_tasks_are_one_sheet(chief: Visitor, cast: Cast) -> None:
    answer = chief.client.get(f"/letters/assignment.pdf?unit={cast.urban.id}")
    check_order(
        check_printed(answer.data), "Nhiệm vụ giao Phòng Quản lý đô thị", "Việc chậm 2", "Việc trong hạn"
    )
    assert chief.client.get("/letters/assignment.pdf?unit=99999").status_code == 404


# A letter that went out


def pressed(task: Task) -> list[dict[str, Any]]:
    rows = db.session.scalars(
        sa.select(JournalEntry).where(
            JournalEntry.subject_kind == "task",
            JournalEntry.subject_id == task.id,
            JournalEntry.event == "task_urged",
        )
    )
    return [json.loads(row.details) for row in rows]


def release(chief: Visitor, unit: Unit, **fields: str) -> None:
    chief.open(f"/letters/urging?unit={unit.id}&answer_by=25/06/2021")
    chief.send(chief.form("/letters/urging/release"), "Ghi nhận", **fields)


def test_a_letter_that_went_out_stands_in_the_history_of_each_task_it_names(
    chief: Visitor, overdue: list[Task], cast: Cast
) -> None:
    release(chief, cast.economy, number="118")
    assert "Đã ghi công văn số 118/UBND-VP vào diễn biến của 2 nhiệm vụ." in chief.words
    own, other = overdue[0], overdue[2]
    assert pressed(own) == [
        {
            "to": "Phòng Kinh tế",
            "letter": "118/UBND-VP",
            "dated_on": "2021-06-16",
            "answer_by": "2021-06-25",
        }
    ]
    assert pressed(other) == []
    chief.open(f"/tasks/{own.code}")
    assert "Công văn đôn đốc số 118/UBND-VP ngày 16/06/2021 gửi Phòng Kinh tế" in chief.words


def test_it_takes_the_place_of_the_next_rung_of_the_ladder(
    chief: Visitor, overdue: list[Task], cast: Cast
) -> None:
    assert facts_of([overdue[0]]) == ()
    release(chief, cast.economy, number="118")
    assert facts_of([overdue[0]]) == (date(2021, 6, 16),)


def facts_of(rows: list[Task]) -> tuple[date, ...]:
    """The days on which a unit was pressed, as the ladder counts them."""
    (known,) = known_of([row.id for row in rows], today=AS_OF, zone=build.CITY).values()
    return known.facts.urged_on


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"number": ""}, "Đề nghị nhập mục này."),
        ({"number": "/UBND-VP"}, "Đề nghị ghi số công văn đã phát hành."),
        ({"number": "118", "dated_on": "17/06/2021"}, "Ngày công văn không thể sau hôm nay, 16/06/2021."),
    ],
)
def test_a_letter_without_its_number_or_of_tomorrow_is_refused(
    fields: dict[str, str], said: str, chief: Visitor, overdue: list[Task], cast: Cast
) -> None:
    release(chief, cast.economy, **fields)
    assert said in chief.words
    assert pressed(overdue[0]) == []


def test_the_same_letter_is_written_down_once(chief: Visitor, overdue: list[Task], cast: Cast) -> None:
    release(chief, cast.economy, number="118")
    release(chief, cast.economy, number="118/UBND-VP")
    assert f"Công văn này đã được ghi vào diễn biến của {overdue[0].code}, {overdue[1].code}." in chief.words
    assert len(pressed(overdue[0])) == 1
    release(chief, cast.economy, number="119")
    assert len(pressed(overdue[0])) == 2


def test_the_page_of_units_offers_the_sheet_where_there_is_something_to_give(
    chief: Visitor, cast: Cast
) -> None:
    chief.open("/units")
    links = chief.tree.xpath("//a[contains(@href, '/letters/assignment')]/@href")
    assert {link.partition("unit=")[2] for link in links} == {str(cast.economy.id), str(cast.urban.id)}


def test_a_number_with_its_symbol_keeps_it() -> None:
    facts = replace(SENDER, number="12/UBND-KT")
    assert "Số: 12/UBND-KT" in text_of(opened(to_docx(urging([late(1)], facts))))


@pytest.mark.slow
@needs_office
def test_opened_and_saved_by_another_program_they_lose_nothing(tmp_path: Path) -> None:
    content = to_docx(urging([late(number, f"Đơn vị {number % 3}") for number in range(1, 30)]))
    assert words(converted(content, "docx", tmp_path)) == words(content)
