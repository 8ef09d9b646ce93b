"""An office's own register: columns in any order under any words, history as history, every fault by row and column."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from taskboard.briefings.models import SourceKind, UnitRole
from taskboard.db import db
from taskboard.domain.errors import AlreadyDone, RuleBroken
from taskboard.domain.lifecycle import State
from taskboard.domain.names import LONGEST
from taskboard.domain.rollup import Basis, TaskClass, classify
from taskboard.imports import actions, days, queries, targets
from taskboard.imports.actions import Reading
from taskboard.imports.grid import read_grids
from taskboard.imports.head import find_head
from taskboard.imports.mapping import DayOrder, Mapping
from taskboard.imports.models import ImportBatch
from taskboard.imports.wording import placed_text
from taskboard.journal import queries as journal
from taskboard.occasion import Occasion
from taskboard.outbox.models import OutboxMessage
from taskboard.reminders.models import Reminder
from taskboard.reports import queries as reports
from taskboard.tasks import actions as tasks
from taskboard.tasks.models import PartState, Report, Task
from taskboard.units import actions as unit_actions
from taskboard.units.models import SuccessionKind
from tests.build import CITY, at, occasion
from tests.cast import Cast, cast

__all__ = ["cast"]

TODAY = date(2021, 6, 16)
HEADINGS = [
    "STT",
    "Nội dung / trích yếu",
    "Cơ quan chủ trì",
    "Văn bản giao (số, ngày)",
    "Hạn xử lý",
    "Tình trạng",
    "Ngày hoàn thành",
    "Kết quả",
]


def book(
    *rows: Sequence[Any],
    headings: Sequence[Any] = HEADINGS,
    above: Sequence[Sequence[Any]] = (["UBND THÀNH PHỐ"], [None], ["SỔ THEO DÕI NHIỆM VỤ"]),
    change: Callable[[Worksheet], None] | None = None,
) -> bytes:
    made = Workbook()
    sheet = made.active
    assert isinstance(sheet, Worksheet)
    for row in (*above, headings, *rows):
        sheet.append(list(row))
    if change:
        change(sheet)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def on(cast: Cast) -> Occasion:
    return occasion(at(TODAY), cast.monitor)


def bring(cast: Cast, content: bytes, **more: Any) -> ImportBatch:
    """Kept and mapped as proposed, with what `more` says otherwise; not yet written."""
    batch = actions.keep_register("sổ.xlsx", content, on=on(cast))
    grid, head, mapping, _sheets = actions.open_register(batch)
    actions.map_register(batch, replace(mapping, **more), grid, head, on=on(cast))
    return batch


def read(cast: Cast, content: bytes, **more: Any) -> Reading:
    return actions.read_batch(bring(cast, content, **more), on=on(cast))


def faults(cast: Cast, content: bytes, **more: Any) -> list[tuple[int, str, str]]:
    return [(fault.row, fault.column, fault.key) for fault in read(cast, content, **more).faults]


def take_in(cast: Cast, content: bytes, **more: Any) -> ImportBatch:
    batch = bring(cast, content, **more)
    reading = actions.read_batch(batch, on=on(cast))
    assert not reading.faults, [placed_text(fault) for fault in reading.faults]
    actions.write(batch, on=on(cast))
    return batch


def made_task(title: str) -> Task:
    return db.session.scalars(sa.select(Task).where(Task.title == title)).one()


def row(title: str | None = "Lập phương án hộ đê", **more: Any) -> list[Any]:
    given = {
        "stt": 1,
        "title": title,
        "lead": "Phòng Kinh tế",
        "source": "118/UBND-VP ngày 05/04/2021",
        "due": "30/06/2021",
        "state": "Đang thực hiện",
        "done": None,
        "result": None,
        **more,
    }
    return list(given.values())


def done(title: str = "Rà soát hộ nghèo", **more: Any) -> list[Any]:
    given = {
        "state": "Hoàn thành",
        "due": "31/05/2021",
        "done": "20/05/2021",
        "result": "Đã rà soát 25 phường, xã.",
    }
    return row(title, **{**given, **more})


# ------------------------------------------------------------------------------------------------------------ columns


def test_the_columns_of_a_tracking_register_are_known_in_any_order() -> None:
    titles = [
        "Hạn xử lý",
        "MÃ",
        "co quan chu tri",
        "Nội dung / trích yếu",
        "Văn bản giao (số, ngày)",
        "Ghi chú",
        "Màu",
    ]
    assert targets.propose(titles) == {
        0: "due_on",
        1: "own_number",
        2: "lead",
        3: "title",
        4: "source",
        5: "note",
    }


REDMINE = "#,Project,Tracker,Parent task,Status,Priority,Subject,Author,Assignee,Updated,Start date,Due date,Closed,Description"
REDMINE_VI = "#,Dự án,Dòng vấn đề,Parent task,Trạng thái,Ưu tiên,Chủ đề,Tác giả,Gán cho,Cập nhật,Chủ đề,Bắt đầu,Hết hạn,Tạo"
OPENPROJECT = "ID,Subject,Type,Status,Assignee,Priority,Start date,Finish date,Parent,Created on,Description"


@pytest.mark.parametrize(
    ("headings", "wanted"),
    [
        (REDMINE, {"own_number": 0, "parent": 3, "state": 4, "priority": 5, "title": 6, "lead": 8, "assigned_on": 10, "due_on": 11, "completed_on": 12, "wording": 13}),
        (REDMINE_VI, {"own_number": 0, "parent": 3, "state": 4, "priority": 5, "title": 6, "lead": 8, "assigned_on": 11, "due_on": 12, "created_on": 13}),
        (OPENPROJECT, {"own_number": 0, "title": 1, "state": 3, "lead": 4, "priority": 5, "assigned_on": 6, "due_on": 7, "parent": 8, "created_on": 9, "wording": 10}),
    ],
    ids=["redmine", "redmine in Vietnamese", "openproject"],
)  # fmt: skip
def test_the_headings_other_programs_write_are_known(headings: str, wanted: dict[str, int]) -> None:
    found = {key: place for place, key in targets.propose(headings.split(",")).items()}
    assert found == wanted


def test_headings_over_two_rows_with_groups_and_numbers_below_are_read_as_one() -> None:
    def merge(sheet: Worksheet) -> None:
        for area in ("A1:A2", "B1:B2", "C1:D1", "E1:E2"):
            sheet.merge_cells(area)

    content = book(
        [None, None, "Số, ký hiệu", "Ngày ban hành", None],
        ["(1)", "(2)", "(3)", "(4)", "(5)"],
        [1, "Lập phương án", "118/UBND", "05/04/2021", "Phòng Kinh tế"],
        headings=["STT", "Nội dung", "Văn bản giao", None, "Cơ quan chủ trì"],
        above=(),
        change=merge,
    )
    (grid,) = read_grids(content)
    head = find_head(grid)
    assert head is not None and head.first_row == 4
    assert head.titles == (
        "STT",
        "Nội dung",
        "Văn bản giao Số, ký hiệu",
        "Văn bản giao Ngày ban hành",
        "Cơ quan chủ trì",
    )


def test_a_mapping_is_proposed_again_for_the_same_headings_and_no_others(cast: Cast) -> None:
    headings = ["Việc", "Ai làm", "Ngày"]
    rows = ["Lập phương án", "Phòng Kinh tế", "05/04/2021"]
    chosen = {0: "title", 1: "lead", 2: "assigned_on"}
    with pytest.raises(RuleBroken, match="import_no_headings"):
        actions.keep_register("a.xlsx", book(rows, headings=["Một", "Hai", "Ba"]), on=on(cast))
    known = [*headings, "Ghi chú", "Hạn"]
    bring(cast, book([*rows, "", ""], headings=known), columns=chosen)
    again = actions.keep_register(
        "b.xlsx", book(["Khác", "QLĐT", "06/04/2021", "", ""], headings=known), on=on(cast)
    )
    assert actions.open_register(again)[2].columns == chosen
    other = actions.keep_register(
        "c.xlsx", book([*rows, ""], headings=[*headings, "Hạn", "Ghi chú"]), on=on(cast)
    )
    assert actions.open_register(other)[2].columns == {3: "due_on", 4: "note"}


def test_what_cannot_be_missed_is_named(cast: Cast) -> None:
    batch = actions.keep_register("sổ.xlsx", book(row()), on=on(cast))
    grid, head, *_rest = actions.open_register(batch)
    with pytest.raises(RuleBroken, match="import_columns_missing") as refused:
        actions.map_register(batch, Mapping(columns={4: "due_on"}), grid, head, on=on(cast))
    assert refused.value.details["columns"] == "Nội dung nhiệm vụ, Đơn vị chủ trì, Ngày giao"


# --------------------------------------------------------------------------------------------------------------- days


@pytest.mark.parametrize(
    "typed",
    [
        date(2021, 4, 5),
        datetime(2021, 4, 5, 17, 0),  # noqa: DTZ001  (as openpyxl gives a date cell)
        44291,
        "44291",
        "5/4/2021",
        "05-04-2021 08:30",
        "5.4.21",
        "2021-04-05",
        "2021-04-05T08:00:00Z",
        "ngày 05 tháng 4 năm 2021",
    ],
)
def test_a_day_in_any_usual_form(typed: Any) -> None:
    assert days.day_of(typed, epoch=datetime(1899, 12, 30)) == date(2021, 4, 5)  # noqa: DTZ001


@pytest.mark.parametrize("typed", ["31/02/2021", "30/6", "2021", 2021, "mai", 12, "", "0/0/2021"])
def test_what_is_no_day_is_never_guessed(typed: Any) -> None:
    assert days.day_of(typed, epoch=datetime(1899, 12, 30)) is None  # noqa: DTZ001


def test_the_month_stands_first_only_where_nothing_else_can_be_read() -> None:
    assert days.is_month_first(["04/05/2021 08:12 AM", "04/30/2021"])
    assert not days.is_month_first(["04/05/2021"]) and not days.is_month_first(["30/04/2021", "04/30/2021"])
    assert days.order_of(DayOrder.MONTH_FIRST, ["04/05/2021"])


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("Tháng 6/2021", date(2021, 6, 30)),
        ("trong tháng 02 năm 2024", date(2024, 2, 29)),
        ("Quý II/2021", date(2021, 6, 30)),
        ("quý 4 năm 2021", date(2021, 12, 31)),
        ("Năm 2021", date(2021, 12, 31)),
        ("thường xuyên", None),
        ("tháng 13/2021", None),
    ],
)
def test_a_deadline_may_name_a_period(words: str, day: date | None) -> None:
    assert days.last_day_of(words) == day


@pytest.mark.parametrize(
    ("words", "number", "day", "body"),
    [
        ("118/UBND-VP ngày 05/04/2021", "118/UBND-VP", date(2021, 4, 5), ""),
        ("Thông báo số 12/TB-UBND ngày 5 tháng 4 năm 2021 của UBND thành phố", "12/TB-UBND", date(2021, 4, 5), "UBND thành phố"),
        ("Quyết định 45/2016/QĐ-UBND", "45/2016/QĐ-UBND", None, ""),
        ("CV 4651/UBND-KSTT, 26/7/2021", "4651/UBND-KSTT", date(2021, 7, 26), ""),
        ("Chỉ đạo trực tiếp tại hội nghị 05/04/2021", "", date(2021, 4, 5), ""),
    ],
)  # fmt: skip
def test_number_day_and_issuer_of_a_document_in_one_cell(
    words: str, number: str, day: date | None, body: str
) -> None:
    assert days.document_of(words) == (number, day, body)


# ---------------------------------------------------------------------------------------------------------- what is read


def test_open_rows_go_on_and_finished_ones_are_history(cast: Cast) -> None:
    mails = db.session.scalar(sa.select(sa.func.count(OutboxMessage.id)))
    take_in(
        cast,
        book(
            row(), done(source="120/UBND-VP ngày 06/04/2021"), done("Không số", source="họp ngày 07/04/2021")
        ),
    )
    going = made_task("Lập phương án hộ đê")
    assert (going.state, going.due_on, going.claimed_on) == (State.IN_PROGRESS, date(2021, 6, 30), None)
    past = made_task("Rà soát hộ nghèo")
    assert (past.state, past.completed_on, past.claimed_on) == (
        State.COMPLETED,
        date(2021, 5, 20),
        date(2021, 5, 20),
    )
    assert past.confirmed_at is not None and past.confirmed_at.astimezone(CITY).date() == date(2021, 5, 20)
    (report,) = past.reports
    assert (report.done_text, report.told_by) == ("Đã rà soát 25 phường, xã.", "sổ theo dõi cũ")
    assert journal.timeline("task", past.id)[0].details["report"] == report.id
    (line,) = journal.timeline("task", past.id)
    assert line.event == "past_task_imported" and line.details["row"] == 6
    oral = made_task("Không số").directive
    assert (oral.source_kind, oral.assigned_on) == (SourceKind.DIRECT_ORDER, date(2021, 4, 7))
    assert db.session.scalar(sa.select(sa.func.count(OutboxMessage.id))) == mails, (
        "nobody is told of the past"
    )
    planned = set(db.session.scalars(sa.select(Reminder.task_id)))
    assert going.id in planned and past.id not in planned


def test_history_belongs_to_its_own_period_and_moves_no_frozen_figure(cast: Cast) -> None:
    """Done in May, known since June: in no figure known before, on time in its own quarter, in no later one."""
    before = at(TODAY, 8)
    take_in(
        cast,
        book(done(), done("Việc trễ", source="9/UBND ngày 05/01/2021", due="15/02/2021", done="10/03/2021")),
    )
    ends = {2: at(date(2021, 7, 1), 0), 1: at(date(2021, 4, 1), 0)}
    known = {"zone": CITY, "cutoff": ends[1], "period_start": date(2021, 1, 1)}
    assert reports.facts(known_at=before, **known) == []
    (late,) = reports.facts(known_at=at(date(2021, 7, 1), 9), **known)
    assert late.title == "Việc trễ" and classify(late, ends[1], Basis.ORIGINAL, CITY) is TaskClass.DONE_LATE
    second = {
        "zone": CITY,
        "cutoff": ends[2],
        "period_start": date(2021, 4, 1),
        "known_at": at(date(2021, 7, 1), 9),
    }
    assert [fact.title for fact in reports.facts(**second)] == ["Rà soát hộ nghèo"]


def test_a_finished_row_is_the_units_that_did_it_and_an_open_one_its_successors(cast: Cast) -> None:
    plan = unit_actions.Plan(
        SuccessionKind.MERGE, (cast.cua_nam,), TODAY, "Nghị quyết 1", existing=(cast.loc_vuong,)
    )
    unit_actions.reorganise(plan, unit_actions.Replies(), on=on(cast))
    take_in(cast, book(row(lead="Phường Cửa Nam"), done(lead="phường Cửa Nam")))
    assert made_task("Lập phương án hộ đê").unit is cast.loc_vuong
    assert made_task("Rà soát hộ nghèo").unit is cast.cua_nam


def test_groups_lead_their_rows_sums_and_merged_cells_are_understood(cast: Cast) -> None:
    headings = ["TT", "Nội dung", "Văn bản giao", "Hạn", "Ghi chú"]

    def merge(sheet: Worksheet) -> None:
        sheet.merge_cells("C6:C7")
        sheet.merge_cells("A5:E5")

    content = book(
        ["I. Phòng Kinh tế"],
        [1, "Việc một", "118/UBND-VP ngày 05/04/2021", "Quý II/2021", None],
        [2, "Việc hai", None, "không thời hạn", None],
        ["II", "Phòng Quản lý đô thị"],
        [1, "Việc ba", "119/UBND-VP ngày 05/04/2021", None, "Đang làm"],
        ["Tổng cộng", 3],
        headings=headings,
        change=merge,
    )
    reading = read(cast, content)
    assert not reading.faults and reading.register is not None
    assert (reading.register.groups, reading.register.totals, reading.register.filled_down) == (
        [5, 8],
        [10],
        1,
    )
    take_in(cast, content)
    first, second = made_task("Việc một"), made_task("Việc hai")
    assert (
        first.unit is cast.economy and second.unit is cast.economy and made_task("Việc ba").unit is cast.urban
    )
    assert first.due_on == date(2021, 6, 30) and second.due_on is None
    assert second.directive.source_number == "118/UBND-VP"


def test_every_fault_is_named_by_row_and_by_the_offices_own_column(cast: Cast) -> None:
    content = book(
        row(lead="Phòng không có", due="mai"),
        row("B", source="không rõ"),
        done("C", done=None),
        done("D", done="01/04/2021"),
        done("E", done="01/07/2021"),
        row("F", state="Lửng lơ"),
        row("G", lead=None),
        row("H", due="01/01/2021"),
        row("I"),
        row("I"),
        [1, "=A1", "Phòng Kinh tế"],
        row(None, lead="Phòng không có", due="mai"),
        row("J", lead="Ai đó", source=None, due="31/02/2021"),
    )
    assert faults(cast, content) == [
        (5, "Cơ quan chủ trì", "unit_not_known"),
        (5, "Hạn xử lý", "cell_no_day"),
        (6, "Ngày giao", "cell_missing"),
        (7, "Ngày hoàn thành", "completed_on_missing"),
        (8, "Ngày hoàn thành", "due_before_given"),
        (9, "Ngày hoàn thành", "day_in_future"),
        (10, "Tình trạng", "state_unclear"),
        (11, "Cơ quan chủ trì", "cell_missing"),
        (12, "Hạn xử lý", "due_before_given"),
        (14, "Nội dung / trích yếu", "row_twice"),
        (15, "Ngày giao", "cell_missing"),
        (15, "Nội dung / trích yếu", "cell_formula"),
        (16, "Cơ quan chủ trì", "unit_not_known"),
        (16, "Hạn xử lý", "cell_no_day"),
        (16, "Nội dung / trích yếu", "cell_missing"),
        (17, "Cơ quan chủ trì", "unit_not_known"),
        (17, "Hạn xử lý", "cell_no_day"),
        (17, "Ngày giao", "cell_missing"),
    ]


def test_a_row_without_words_is_said_and_not_read_past(cast: Cast) -> None:
    """It has a unit, a day and a number: somebody meant a task, and it would be missed by nobody."""
    assert faults(cast, book(row(), row(None))) == [(6, "Nội dung / trích yếu", "cell_missing")]


def test_one_fault_among_thousands_writes_nothing(cast: Cast) -> None:
    rows = [row(f"Việc {n}", source=f"{n}/UBND-VP ngày 05/04/2021") for n in range(1, 600)]
    batch = bring(cast, book(*rows, row("Hỏng", due="31/02/2021")))
    with pytest.raises(RuleBroken, match="import_changed"):
        actions.write(batch, on=on(cast))
    assert not db.session.scalar(sa.select(sa.func.count(Task.id)))


def test_rows_of_a_state_that_is_not_taken_over_are_left_out_and_said(cast: Cast) -> None:
    reading = read(cast, book(row(), row("Bỏ", state="Đã hủy", lead="ai đó")))
    assert not reading.faults and list(reading.skipped) == [6] and len(reading.rows) == 1


def test_people_who_are_gone_are_a_note_in_history_and_a_fault_of_what_goes_on(cast: Cast) -> None:
    headings = [*HEADINGS, "Chuyên viên theo dõi"]
    content = book([*row(), "Người Đã Nghỉ"], [*done(), "Người Đã Nghỉ"], headings=headings)
    assert faults(cast, content) == [(5, "Chuyên viên theo dõi", "person_not_known")]
    take_in(cast, book([*done(), "Người Đã Nghỉ"], headings=headings))
    (line,) = journal.timeline("task", made_task("Rà soát hộ nghèo").id)
    assert line.details["note"] == "Chuyên viên theo dõi: Người Đã Nghỉ"


def test_partners_of_a_finished_task_are_closed_with_it(cast: Cast) -> None:
    content = book([*done(), "QLĐT, Phường Lộc Vượng"], headings=[*HEADINGS, "Đơn vị phối hợp"])
    take_in(cast, content)
    parts = [place for place in made_task("Rà soát hộ nghèo").assignments if place.role is UnitRole.PARTNER]
    assert {place.unit for place in parts} == {cast.urban, cast.loc_vuong}
    assert {place.part for place in parts} == {PartState.CLOSED}


def test_a_long_text_becomes_a_name_and_stays_whole(cast: Cast) -> None:
    words = "Kiểm tra toàn bộ tuyến đê, " * 40
    take_in(cast, book(row(words)))
    made = db.session.scalars(sa.select(Task)).one()
    assert len(made.title) <= LONGEST["title"] and made.title.endswith("…")
    assert made.directive.wording == words.strip()


def test_result_and_note_of_a_finished_row_are_a_report_of_a_reports_length(cast: Cast) -> None:
    result, note = "Đã rà soát. " * 300, "Ghi trong sổ. " * 250
    take_in(cast, book([*done(result=result), note], headings=[*HEADINGS, "Ghi chú"]))
    (report,) = db.session.scalars(sa.select(Report)).all()
    assert len(report.done_text) == tasks.LONGEST["done_text"]
    assert report.done_text.startswith(f"{result.strip()}\nGhi trong sổ.")


# --------------------------------------------------------------------------------------------------- other programs


def csv(*lines: str, encoding: str = "utf-8-sig") -> bytes:
    return "\r\n".join(lines).encode(encoding)


def test_a_redmine_csv_becomes_tasks_with_parts_inside_the_unit(cast: Cast) -> None:
    content = csv(
        REDMINE,
        '12,UBND,Task,,In Progress,Urgent,Lập phương án hộ đê,Lê Thu Hà,Đỗ Thị Lan,06/16/2021 08:00 AM,04/05/2021,06/30/2021,,"Hai dòng,\nmột ô"',
        "13,UBND,Task,12,Closed,Normal,Khảo sát đê,Lê Thu Hà,Trần Văn Bình,,04/06/2021,04/20/2021,04/19/2021 05:00 PM,",
        "14,UBND,Task,12,New,Normal,Xin ý kiến quy hoạch,Lê Thu Hà,QLĐT,,04/06/2021,,,",
        "15,UBND,Task,,Rejected,Low,Việc bỏ,Lê Thu Hà,,,04/06/2021,,,",
    )
    batch = take_in(cast, content)
    made = made_task("Lập phương án hộ đê")
    assert (made.unit, made.officer, made.is_starred) == (cast.economy, cast.officer, True)
    assert (made.assigned_on, made.due_on) == (date(2021, 4, 5), date(2021, 6, 30))
    assert [(part.title, part.done_on, part.due_on) for part in made.sub_tasks] == [
        ("Khảo sát đê", date(2021, 4, 19), date(2021, 4, 20))
    ]
    assert made_task("Xin ý kiến quy hoạch").unit is cast.urban, "another unit owes it itself"
    assert [one.own_number for one in queries.brought_by(batch, limit=9)] == ["12", "14"]


def test_an_openproject_csv_with_semicolons_and_a_unit_for_all_rows(cast: Cast) -> None:
    content = csv(
        OPENPROJECT.replace(",", ";"),
        "7;Rà soát hộ nghèo;Task;In progress;;Normal;2021-04-05;2021-06-30;;2021-04-01;",
        "8;Khảo sát;Task;New;;Normal;;2021-06-20;Task #7: Rà soát hộ nghèo;2021-04-02;",
        encoding="utf-16",
    )
    take_in(cast, content, unit_id=cast.loc_vuong.id)
    made = made_task("Rà soát hộ nghèo")
    assert made.unit is cast.loc_vuong and [part.title for part in made.sub_tasks] == ["Khảo sát"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1258"])
def test_a_csv_is_read_in_the_encodings_offices_have(encoding: str) -> None:
    import unicodedata

    text = "Nội dung;Đơn vị\nViệc một;Phòng Kinh tế\n"
    if encoding == "cp1258":
        text = "".join(_as_windows(char) for char in text)
    (grid,) = read_grids(text.encode(encoding))
    assert [cell.text for cell in grid.rows[1]] == ["Việc một", "Phòng Kinh tế"]
    assert unicodedata.is_normalized("NFC", grid.rows[0][0].text)


def _as_windows(char: str) -> str:
    """Vietnamese Windows writes the tone behind its letter."""
    import unicodedata

    parts = unicodedata.normalize("NFD", char)
    tones = "".join(mark for mark in parts if mark in "\u0300\u0301\u0303\u0309\u0323")
    return unicodedata.normalize("NFC", "".join(mark for mark in parts if mark not in tones)) + tones


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"", "import_empty"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "import_not_table"),
        (b"\x89PNG\r\n" + b"\0" * 100, "import_not_table"),
        (b"mot dong chu", "import_not_table"),
        (b"a,b\n" * 6_000, "import_too_many_rows"),
        (b"x" * (6 * 1024 * 1024 + 1), "import_too_large"),
        (b"Mot,Hai\n1,2\n", "import_no_headings"),
        ("Nội dung,Đơn vị\n".encode(), "import_no_rows"),
    ],
)
def test_a_wrong_file_is_one_sentence(content: bytes, key: str, cast: Cast) -> None:
    with pytest.raises(RuleBroken) as refused:
        actions.keep_register("x.csv", content, on=on(cast))
    assert refused.value.key == key


# ------------------------------------------------------------------------------------------------------- taken back


def test_an_import_is_taken_back_as_a_whole_and_may_come_again(cast: Cast) -> None:
    content = book(row(), done(source="120/UBND-VP ngày 06/04/2021"))
    batch = take_in(cast, content)
    with pytest.raises(RuleBroken, match="import_file_twice"):
        actions.keep_register("sổ.xlsx", content, on=on(cast))
    assert actions.withdraw(batch, reason="Nhầm sổ.", on=on(cast)) == 2
    for title in ("Lập phương án hộ đê", "Rà soát hộ nghèo"):
        made = made_task(title)
        assert (made.state, made.closing_reason, made.confirmed_at) == (State.WITHDRAWN, "Nhầm sổ.", None)
        assert journal.timeline("task", made.id)[0].event == "task_withdrawn"
        assert made.recorded_seq == 2
    assert not journal.verify(None).faults
    later = {"zone": CITY, "cutoff": at(TODAY, 20), "known_at": at(TODAY, 20)}
    assert {fact.state for fact in reports.facts(**later)} == {State.WITHDRAWN}
    with pytest.raises(AlreadyDone, match="import_withdrawn_already"):
        actions.withdraw(batch, reason="Lần nữa.", on=on(cast))
    take_in(cast, content)


def test_it_is_not_taken_back_once_somebody_touched_a_task_nor_by_another(cast: Cast) -> None:
    batch = take_in(cast, book(row(), done(source="120/UBND-VP ngày 06/04/2021")))
    with pytest.raises(RuleBroken, match="import_withdrawn_by_other"):
        actions.withdraw(batch, reason="Nhầm.", on=occasion(at(TODAY), cast.chief))
    with pytest.raises(RuleBroken, match="reason_missing"):
        actions.withdraw(batch, reason=" ", on=on(cast))
    made = made_task("Lập phương án hộ đê")
    tasks.set_star(made, is_starred=True, on=occasion(at(TODAY), cast.chief))
    with pytest.raises(RuleBroken, match="import_touched") as refused:
        actions.withdraw(batch, reason="Nhầm.", on=on(cast))
    assert refused.value.details == {"count": 1, "codes": made.code}
    assert made.state is State.IN_PROGRESS
