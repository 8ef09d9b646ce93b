"""Units, people and open tasks from Excel: every fault at once, all rows or none, an entry for each (rule 32)."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from openpyxl import Workbook, load_workbook

from taskboard.accounts.models import Person
from taskboard.api.shapes import DirectiveIn
from taskboard.briefings.forms import DirectiveForm
from taskboard.briefings.models import Directive, SourceKind, UnitRole
from taskboard.db import db
from taskboard.domain.authority import Role
from taskboard.domain.errors import AlreadyDone, RuleBroken
from taskboard.domain.events import Event
from taskboard.domain.lifecycle import State
from taskboard.domain.names import LONGEST
from taskboard.imports import actions, queries
from taskboard.imports.actions import Reading
from taskboard.imports.columns import COLUMNS, HEADING
from taskboard.imports.models import ImportBatch, ImportKind
from taskboard.imports.template import write_template
from taskboard.imports.wording import FAULTS, placed_text
from taskboard.journal import queries as journal
from taskboard.journal.models import JournalEntry
from taskboard.occasion import Occasion
from taskboard.outbox.models import OutboxMessage
from taskboard.reports import queries as reports
from taskboard.tasks import actions as tasks
from taskboard.tasks.models import Task, TaskVersion
from taskboard.units import actions as unit_actions
from taskboard.units import queries as units
from taskboard.units.models import SuccessionKind, Unit, UnitKind
from tests.build import CITY, at, occasion, unit
from tests.cast import Cast, cast

__all__ = ["cast"]

TODAY = date(2021, 6, 16)


def book(kind: ImportKind, *rows: dict[str, Any], headings: dict[str, str] | None = None) -> bytes:
    """A workbook with a column for every key any row has, under the template's headings or an office's own."""
    keys = list(dict.fromkeys(key for row in rows for key in row))
    words = {**HEADING[kind], **(headings or {})}
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.append([words[key] for key in keys])
    for row in rows:
        sheet.append([row.get(key) for key in keys])
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def on(cast: Cast) -> Occasion:
    return occasion(at(TODAY), cast.administrator)


def read(cast: Cast, kind: ImportKind, *rows: dict[str, Any]) -> Reading:
    return actions.read(kind, book(kind, *rows), on=on(cast))


def faults(cast: Cast, kind: ImportKind, *rows: dict[str, Any]) -> list[tuple[int, str, str]]:
    return [(fault.row, fault.column, fault.key) for fault in read(cast, kind, *rows).faults]


def take_in(cast: Cast, kind: ImportKind, *rows: dict[str, Any]) -> ImportBatch:
    content = book(kind, *rows)
    reading = actions.read(kind, content, on=on(cast))
    assert not reading.faults, [placed_text(fault) for fault in reading.faults]
    batch = actions.keep(kind, "sổ.xlsx", content, reading, on=on(cast))
    actions.write(batch, on=on(cast))
    return batch


def unit_row(name: str = "Phòng Nội vụ", **more: Any) -> dict[str, Any]:
    return {"name": name, "kind": "Phòng, ban", "valid_from": "01/01/2020", **more}


def person_row(full_name: str | None = "Vũ Thị Mai", handle: str = "mai", **more: Any) -> dict[str, Any]:
    return {
        "full_name": full_name,
        "sign_in_name": handle,
        "role": "Chuyên viên đơn vị",
        "unit": "Phòng Kinh tế",
        "title": "Chuyên viên",
        "valid_from": "01/03/2021",
        **more,
    }


def task_row(title: str | None = "Lập phương án hộ đê", **more: Any) -> dict[str, Any]:
    return {
        "source_number": "118/UBND-VP",
        "source_on": date(2021, 4, 5),
        "title": title,
        "lead": "Phòng Kinh tế",
        "assigned_on": "05/04/2021",
        **more,
    }


# --------------------------------------------------------------------------------------------------------------- units


def test_units_come_with_names_groups_parents_and_followers(cast: Cast) -> None:
    take_in(
        cast,
        ImportKind.UNITS,
        unit_row("Đội Quản lý trật tự đô thị", parent="Phòng Nội vụ"),
        unit_row(aliases="phòng NV; P. Nội vụ", email="noivu@nd.example", monitor="Lê Thu Hà", code="noi-vu"),
        unit_row("Phường Trường Thi", kind="phường", groups="Các phường, xã"),
        unit_row("Xã Nam Phong", kind="Xã", groups="các phường, xã"),
    )
    made = units.unit_by_code("noi-vu")
    assert made is not None
    assert (made.name, made.email, made.monitor_id) == ("Phòng Nội vụ", "noivu@nd.example", cast.monitor.id)
    team = units.unit_by_code("doi-quan-ly-trat-tu-do-thi")
    assert team is not None and team.parent_id == made.id, "a parent may stand further down"
    (group,) = units.groups()
    assert {one.name for one in units.members_on(group.id, TODAY)} == {"Xã Nam Phong", "Phường Trường Thi"}
    assert units.gazetteer_on(TODAY).resolve("P. Nội vụ").target == str(made.id)


def test_what_is_wrong_with_units_is_said_for_every_row(cast: Cast) -> None:
    assert faults(
        cast,
        ImportKind.UNITS,
        unit_row("Phòng Kinh tế"),
        unit_row("Phòng A", code="Không Phải Mã"),
        unit_row("phòng  a", code=cast.urban.code),
        unit_row("Phòng B", parent="Phòng không có", monitor="Trần Văn Bình"),
        unit_row("Phòng C", email="không phải thư", parent="Phòng C"),
    ) == [
        (2, "Tên đầy đủ", "unit_exists"),
        (3, "Mã", "cell_no_code"),
        (4, "Mã", "unit_code_exists"),
        (4, "Tên đầy đủ", "row_twice"),
        (5, "Chuyên viên theo dõi", "person_no_follower"),
        (5, "Trực thuộc", "unit_not_known"),
        (6, "Hộp thư chung", "cell_no_address"),
        (6, "Trực thuộc", "parent_itself"),
    ]


def test_a_name_of_a_body_that_ended_may_be_borne_again(cast: Cast) -> None:
    plan = unit_actions.Plan(
        SuccessionKind.MERGE, (cast.cua_nam,), TODAY, "Nghị quyết 1", existing=(cast.loc_vuong,)
    )
    unit_actions.reorganise(plan, unit_actions.Replies(), on=on(cast))
    take_in(cast, ImportKind.UNITS, unit_row("Phường Cửa Nam", kind="Phường", valid_from="16/06/2021"))
    assert units.unit_by_code("phuong-cua-nam-2") is not None


# -------------------------------------------------------------------------------------------------------------- people


def test_people_come_with_their_posts_and_one_person_may_hold_several(cast: Cast) -> None:
    take_in(
        cast,
        ImportKind.PEOPLE,
        person_row(phone=912345678),
        person_row(
            role="Thủ trưởng đơn vị", unit="QLĐT", title="Trưởng phòng", is_acting="x", valid_to="31/12/2021"
        ),
        person_row(
            "Phạm Minh", "minh", role="Phó Chủ tịch", unit=None, title="Phó Chủ tịch", fields="Đô thị"
        ),
        person_row(
            "Trần Văn Bình", "kinhte@namdinh.example", role="Chuyên viên đơn vị", unit="Phường Lộc Vượng"
        ),
    )
    made = db.session.scalar(sa.select(Person).where(Person.sign_in_name == "mai"))
    assert made is not None and made.phone == "0912345678" and made.password_hash is None
    assert [(post.role, post.unit, post.signed_title) for post in made.posts] == [
        (Role.OFFICER, cast.economy, "Chuyên viên"),
        (Role.UNIT_HEAD, cast.urban, "Q. Trưởng phòng"),
    ]
    minh = db.session.scalar(sa.select(Person).where(Person.sign_in_name == "minh"))
    assert minh is not None and minh.posts[0].field_codes == "do-thi"
    assert len(cast.head.posts) == 2, "a post more for somebody who is here"


def test_what_is_wrong_with_people_is_said_for_every_row(cast: Cast) -> None:
    assert faults(
        cast,
        ImportKind.PEOPLE,
        person_row("Người Khác", "kinhte@namdinh.example"),
        person_row(unit=None),
        person_row("Tên Khác", unit="Ban không có"),
        person_row("Hai", "hai", is_acting="có"),
        person_row("Hai", "hai", valid_to="01/01/2021"),
        person_row("Trần Văn Bình", "kinhte@namdinh.example", role="Thủ trưởng đơn vị"),
        person_row("Ba", "ba", role="Vua", fields="Vũ trụ"),
        person_row("Bốn", "bon", fields="Vũ trụ", valid_from="01/01/2019"),
    ) == [
        (2, "Tên đăng nhập", "sign_in_of_another"),
        (3, "Đơn vị", "unit_of_role_missing"),
        (4, "Tên đăng nhập", "sign_in_of_another_row"),
        (4, "Đơn vị", "unit_not_known"),
        (5, "Thôi giữ từ ngày", "acting_without_end"),
        (6, "Thôi giữ từ ngày", "ends_before_begin"),
        (6, "Vai trò", "row_twice"),
        (7, "Tên đăng nhập", "sign_in_of_another_row"),
        (7, "Vai trò", "post_held"),
        (8, "Lĩnh vực phụ trách", "field_not_known"),
        (8, "Vai trò", "cell_not_allowed"),
        (9, "Lĩnh vực phụ trách", "field_not_known"),
        (9, "Từ ngày", "before_unit"),
    ]


# --------------------------------------------------------------------------------------------------------------- tasks


def made_task(title: str) -> Task:
    return db.session.scalars(sa.select(Task).where(Task.title == title)).one()


def test_open_tasks_land_in_progress_with_both_deadlines_under_their_source(cast: Cast) -> None:
    mails = db.session.scalar(sa.select(sa.func.count(OutboxMessage.id)))
    take_in(
        cast,
        ImportKind.TASKS,
        task_row(
            original_due_on="31/05/2021",
            due_on=date(2021, 6, 30),
            partners="QLĐT; Phường Lộc Vượng",
            informed="Phường Cửa Nam",
            field="Nông nghiệp",
            leader="Vũ Đình Khoát",
            officer="Đỗ Thị Lan",
            is_starred="có",
            source_body="UBND thành phố",
            wording="Giao phòng Kinh tế lập phương án hộ đê.",
            note="Đã khảo sát 4 tuyến.",
        ),
        task_row(
            "Việc không hạn", lead="UBND phường Lộc Vượng", source_kind="Giao trực tiếp", source_number=None
        ),
    )
    row = made_task("Lập phương án hộ đê")
    assert (row.state, row.unit, row.officer) == (State.IN_PROGRESS, cast.economy, cast.officer)
    assert (row.original_due_on, row.due_on) == (date(2021, 5, 31), date(2021, 6, 30))
    assert row.overdue_from == at(date(2021, 7, 1), 0) and row.original_overdue_from == at(
        date(2021, 6, 1), 0
    )
    assert (row.field, row.leader, row.is_starred, row.monitor) == (
        "nong-nghiep",
        cast.vice,
        True,
        cast.monitor,
    )
    source = row.directive
    assert (source.source_number, source.source_on, source.source_body) == (
        "118/UBND-VP",
        date(2021, 4, 5),
        "UBND thành phố",
    )
    assert (source.source_kind, source.assigned_on) == (SourceKind.LETTER, date(2021, 4, 5))
    places = {place.unit: place.role for place in row.assignments}
    assert places == {
        cast.economy: UnitRole.LEAD,
        cast.urban: UnitRole.PARTNER,
        cast.loc_vuong: UnitRole.PARTNER,
        cast.cua_nam: UnitRole.INFORMED,
    }
    undated = made_task("Việc không hạn")
    assert undated.unit is cast.loc_vuong and undated.due_on is None
    assert db.session.scalar(sa.select(sa.func.count(OutboxMessage.id))) == mails, (
        "nobody is told what they know"
    )
    (told,) = journal.timeline("task", row.id)
    assert told.event == "task_imported" and told.details["note"] == "Đã khảo sát 4 tuyến."
    assert journal.verify(None).is_whole


def test_rows_of_one_source_and_wording_are_one_directive_with_a_task_a_unit(cast: Cast) -> None:
    same = {"wording": "Các phường ra quân dọn vệ sinh."}
    take_in(
        cast,
        ImportKind.TASKS,
        *(task_row("Dọn vệ sinh", lead=lead, **same) for lead in ("Phường Lộc Vượng", "Phường Cửa Nam")),
        task_row("Việc khác"),
    )
    directives = db.session.scalars(sa.select(Directive)).all()
    assert len(directives) == 2
    assert (
        len(
            {
                row.directive_id
                for row in db.session.scalars(sa.select(Task).where(Task.title == "Dọn vệ sinh"))
            }
        )
        == 1
    )


def test_an_imported_task_lives_on_like_any_other(cast: Cast) -> None:
    take_in(cast, ImportKind.TASKS, task_row(original_due_on="31/05/2021"))
    row = made_task("Lập phương án hộ đê")
    (fact,) = reports.facts(cutoff=at(TODAY), known_at=at(TODAY), zone=CITY)
    assert (fact.state, fact.due_on) == (State.IN_PROGRESS, date(2021, 5, 31))
    tasks.urge(row, on=occasion(at(TODAY), cast.chief))
    tasks.withdraw(row, reason="Không còn cần.", on=occasion(at(TODAY), cast.chief))
    assert row.recorded_seq == 2 and journal.verify(None).is_whole


def test_what_is_wrong_with_tasks_is_said_for_every_row(cast: Cast) -> None:
    take_in(cast, ImportKind.TASKS, task_row("Có rồi"))
    code = made_task("Có rồi").code
    reading = read(
        cast,
        ImportKind.TASKS,
        task_row("CÓ RỒI"),
        task_row("Một", source_number=None),
        task_row("Hai", lead="Sở không có", partners="QLĐT; Ban lạ"),
        task_row("Ba", original_due_on="01/04/2021"),
        task_row("Bốn", original_due_on="31/05/2021", due_on="30/05/2021"),
        task_row("Năm", assigned_on="17/06/2021"),
        task_row("Sáu", officer="Hoàng Minh Đức", leader="Đỗ Thị Lan", monitor="Không Ai"),
        task_row("Bảy", partners="Kinh tế"),
        task_row("bảy", field="Vũ trụ"),
    )
    assert [(fault.row, fault.column, fault.key) for fault in reading.faults] == [
        (2, "Nhiệm vụ", "task_exists"),
        (3, "Số, ký hiệu văn bản", "cell_missing"),
        (4, "Đơn vị chủ trì", "unit_not_known"),
        (4, "Đơn vị phối hợp", "unit_not_known"),
        (5, "Hạn ban đầu", "due_before_given"),
        (6, "Hạn hiện hành", "due_before_original"),
        (7, "Ngày giao", "day_in_future"),
        (8, "Lãnh đạo giao", "person_no_leader"),
        (8, "Người thực hiện", "officer_elsewhere"),
        (8, "Văn phòng theo dõi", "person_not_known"),
        (9, "Đơn vị phối hợp", "partner_is_lead"),
        (10, "Lĩnh vực", "field_not_known"),
        (10, "Nhiệm vụ", "row_twice"),
    ]
    assert dict(reading.faults[0].details)["code"] == code
    assert db.session.scalar(sa.select(sa.func.count(Task.id))) == 1


def test_a_row_that_lacks_what_it_needs_is_looked_at_all_the_same(cast: Cast) -> None:
    """Each time a file is sent in, everything that is wrong with it is said; of one cell one thing."""
    assert faults(
        cast,
        ImportKind.UNITS,
        unit_row(kind="Tỉnh", parent="Không có", email="không phải thư", monitor="Không Ai"),
        unit_row("Phòng Y tế", valid_from="hôm qua", code="Không Phải Mã", parent="Phòng Nội vụ"),
    ) == [
        (2, "Chuyên viên theo dõi", "person_not_known"),
        (2, "Hộp thư chung", "cell_no_address"),
        (2, "Loại", "cell_not_allowed"),
        (2, "Trực thuộc", "unit_not_known"),
        (3, "Mã", "cell_no_code"),
        (3, "Thành lập từ ngày", "cell_no_day"),
    ]
    assert faults(
        cast,
        ImportKind.PEOPLE,
        person_row(None, "mai", unit="Ban lạ", is_acting="có", valid_to="31/13/2021", email="x"),
        person_row(valid_from="31/02/2021", unit="=A1", fields="Vũ trụ"),
    ) == [
        (2, "Họ và tên", "cell_missing"),
        (2, "Thôi giữ từ ngày", "cell_no_day"),
        (2, "Thư công vụ", "cell_no_address"),
        (2, "Đơn vị", "unit_not_known"),
        (3, "Lĩnh vực phụ trách", "field_not_known"),
        (3, "Từ ngày", "cell_no_day"),
        (3, "Đơn vị", "cell_formula"),
    ]
    assert faults(
        cast,
        ImportKind.TASKS,
        task_row(None, lead="Ban lạ", officer="Không Ai", original_due_on="31/06/2021"),
        task_row("Hai", source_number="=A1", assigned_on=None, field="Vũ trụ"),
        task_row("Ba", source_kind="Truyền miệng", source_number=None, partners="Kinh tế"),
    ) == [
        (2, "Hạn ban đầu", "cell_no_day"),
        (2, "Người thực hiện", "person_not_known"),
        (2, "Nhiệm vụ", "cell_missing"),
        (2, "Đơn vị chủ trì", "unit_not_known"),
        (3, "Lĩnh vực", "field_not_known"),
        (3, "Ngày giao", "cell_missing"),
        (3, "Số, ký hiệu văn bản", "cell_formula"),
        (4, "Nguồn giao", "cell_not_allowed"),
        (4, "Đơn vị phối hợp", "partner_is_lead"),
    ]


@pytest.mark.parametrize("part", LONGEST)
def test_a_file_an_order_typed_in_and_one_from_a_program_may_be_equally_long(cast: Cast, part: str) -> None:
    (column,) = [one for one in COLUMNS[ImportKind.TASKS] if one.key == part]
    assert column.limit == LONGEST[part] == DirectiveIn().fields[part].most  # type: ignore[attr-defined]
    in_form = [rule.max for rule in getattr(DirectiveForm, part).kwargs["validators"] if hasattr(rule, "max")]
    assert in_form == [LONGEST[part]]
    assert faults(cast, ImportKind.TASKS, task_row(**{part: "đ" * LONGEST[part]})) == []
    (fault,) = read(cast, ImportKind.TASKS, task_row(**{part: "đ" * (LONGEST[part] + 1)})).faults
    assert (fault.key, dict(fault.details)["limit"]) == ("cell_too_long", LONGEST[part])


def test_the_old_name_of_a_merged_unit_in_a_register_means_its_successor(cast: Cast) -> None:
    plan = unit_actions.Plan(
        SuccessionKind.MERGE, (cast.cua_nam,), TODAY, "Nghị quyết 1", existing=(cast.loc_vuong,)
    )
    unit_actions.reorganise(plan, unit_actions.Replies(), on=on(cast))
    take_in(cast, ImportKind.TASKS, task_row(lead="Phường Cửa Nam"))
    assert made_task("Lập phương án hộ đê").unit is cast.loc_vuong


def test_an_offices_own_register_is_read_by_a_mapping(cast: Cast) -> None:
    own = {"title": "Nội dung công việc", "lead": "Giao cho", "assigned_on": "Ngày"}
    content = book(ImportKind.TASKS, task_row(), headings=own)
    assert not actions.read(ImportKind.TASKS, content, mapping=own, on=on(cast)).faults
    wrong = book(ImportKind.TASKS, task_row(lead="Ai đó"), headings=own)
    (fault,) = actions.read(ImportKind.TASKS, wrong, mapping=own, on=on(cast)).faults
    assert fault.column == "Giao cho", "the place is named as the office names it"


# ------------------------------------------------------------------------------------------------------- all or nothing


def test_five_thousand_rows_with_one_fault_near_the_end_write_nothing(cast: Cast) -> None:
    rows = [task_row(f"Việc {n}", source_number=f"{n}/UBND") for n in range(5_000)]
    rows[4_997] |= {"assigned_on": "31/02/2021", "lead": "Phòng không có", "partners": "QLĐT; Ban lạ"}
    found = read(cast, ImportKind.TASKS, *rows).faults
    assert [(fault.row, fault.column, fault.key) for fault in found] == [
        (4_999, "Ngày giao", "cell_no_day"),
        (4_999, "Đơn vị chủ trì", "unit_not_known"),
        (4_999, "Đơn vị phối hợp", "unit_not_known"),
    ], "all that is wrong with the row, not the first of it"
    assert "31/02/2021" in placed_text(found[0]) and "Phòng không có" in placed_text(found[1])
    assert not db.session.scalar(sa.select(sa.func.count(Task.id)))


def test_a_faulty_workbook_is_not_even_kept(cast: Cast) -> None:
    content = book(ImportKind.UNITS, unit_row("Phòng Kinh tế"))
    reading = actions.read(ImportKind.UNITS, content, on=on(cast))
    with pytest.raises(RuleBroken, match="import_faulty"):
        actions.keep(ImportKind.UNITS, "x.xlsx", content, reading, on=on(cast))


def test_a_workbook_is_written_once_and_leaves_an_entry_and_no_content(cast: Cast) -> None:
    batch = take_in(cast, ImportKind.UNITS, unit_row(), unit_row("Phòng Y tế"))
    assert batch.content is None and batch.written_at == at(TODAY) and batch.rows == 2
    events = db.session.scalars(
        sa.select(JournalEntry.event).where(JournalEntry.subject_kind == "import")
    ).all()
    assert events == ["rows_imported"]
    with pytest.raises(AlreadyDone, match="import_not_pending"):
        actions.write(batch, on=on(cast))


def test_what_became_wrong_after_the_preview_is_not_written(cast: Cast) -> None:
    content = book(ImportKind.UNITS, unit_row("Phòng Y tế"), unit_row("Phòng Nội vụ"))
    reading = actions.read(ImportKind.UNITS, content, on=on(cast))
    batch = actions.keep(ImportKind.UNITS, "x.xlsx", content, reading, on=on(cast))
    unit("Phòng Nội vụ")
    with pytest.raises(RuleBroken, match="import_changed"):
        actions.write(batch, on=on(cast))
    assert units.unit_by_code("phong-y-te") is None


def test_a_new_file_takes_the_place_of_one_that_was_never_written(cast: Cast) -> None:
    for name in ("Phòng Y tế", "Phòng Nội vụ"):
        content = book(ImportKind.UNITS, unit_row(name))
        reading = actions.read(ImportKind.UNITS, content, on=on(cast))
        actions.keep(ImportKind.UNITS, "x.xlsx", content, reading, on=on(cast))
    assert len(queries.unwritten_of(cast.administrator.id, ImportKind.UNITS)) == 1


@pytest.mark.parametrize(
    "name",
    [
        "Phòng 🏗️ Xây dựng",
        "\u202ePhòng\u200f Ngược\u202c",
        "P" * 200,
        "Phòng <script>alert(1)</script>",
        "'; DROP TABLE unit; --",
    ],
)
def test_hostile_names_are_kept_as_words(name: str, cast: Cast) -> None:
    take_in(cast, ImportKind.UNITS, unit_row(name))
    newest = db.session.scalars(sa.select(Unit).order_by(Unit.id.desc())).first()
    assert newest is not None and not set(newest.name) & set("\u202e\u200f\u202c")
    assert newest.code.isascii()


# ------------------------------------------------------------------------------------------------------------ template


@pytest.mark.parametrize("kind", list(ImportKind))
def test_a_template_has_headings_examples_and_allowed_values(kind: ImportKind, cast: Cast) -> None:
    unit("=1+1")
    found = load_workbook(io.BytesIO(write_template(kind, queries.names_to_offer(kind, TODAY))))
    assert found.sheetnames == ["Nhập", "Ví dụ", "Giá trị được dùng", "Cách ghi"]
    headings = [str(cell.value).removesuffix(" *") for cell in found["Nhập"][1]]
    assert headings == [column.heading for column in COLUMNS[kind]]
    allowed = found["Giá trị được dùng"]
    words = {cell.value: cell for row in allowed.iter_rows() for cell in row if cell.value}
    assert "Phòng Kinh tế" in words and words["=1+1"].data_type == "s"
    assert not found["Nhập"]["A2"].value


@pytest.mark.parametrize("kind", list(ImportKind))
def test_the_example_of_a_template_can_be_read_as_it_stands(kind: ImportKind, cast: Cast) -> None:
    """With the units it names; its words are the ones the reader knows."""
    for name in ("Phường Trường Thi",) if kind is not ImportKind.UNITS else ():
        unit(name, UnitKind.WARD)
    found = load_workbook(io.BytesIO(write_template(kind, {})))
    for sheet in ("Nhập", "Giá trị được dùng", "Cách ghi"):
        del found[sheet]
    if kind is ImportKind.UNITS:
        found["Ví dụ"]["A2"].value = "Phòng Kinh tế mới"
    stream = io.BytesIO()
    found.save(stream)
    reading = actions.read(kind, stream.getvalue(), on=on(cast))
    assert not reading.faults, [placed_text(fault) for fault in reading.faults]
    assert len(reading.rows) == 2


def test_an_empty_template_has_no_rows_to_write(cast: Cast) -> None:
    with pytest.raises(RuleBroken, match="import_no_rows"):
        actions.read(ImportKind.UNITS, write_template(ImportKind.UNITS, {}), on=on(cast))


def test_every_fault_has_its_words(app: Flask) -> None:
    import ast
    from pathlib import Path

    said = set()
    for name in ("checks", "workbook", "register", "register_checks"):
        text = (Path(actions.__file__).parent / f"{name}.py").read_text("utf-8")
        constants = [node.value for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Constant)]
        said |= {value for value in constants if isinstance(value, str) and value in FAULTS}
    assert said == set(FAULTS)


# ------------------------------------------------------------------------------------------------------------- command


def run(app: Flask, *args: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=args)
    return result.exit_code, result.output


def test_the_command_names_row_and_column_and_writes_all_or_nothing(own_app: Flask, tmp_path: Any) -> None:
    with own_app.app_context():
        unit("Phòng Kinh tế")
        db.session.commit()
    file = tmp_path / "sổ.xlsx"
    file.write_bytes(book(ImportKind.UNITS, unit_row("Phòng Y tế"), unit_row("Phòng Kinh tế")))
    status, said = run(own_app, "units", "import", str(file))
    assert status == 1 and "Dòng 3, cột Tên đầy đủ: đã có đơn vị “Phòng Kinh tế”" in said
    file.write_bytes(book(ImportKind.UNITS, unit_row("Phòng Y tế"), unit_row("Phòng Nội vụ")))
    assert run(own_app, "units", "import", "--check", str(file)) == (
        0,
        "2 dòng, không có chỗ sai; chưa ghi gì\n",
    )
    assert run(own_app, "units", "import", str(file)) == (0, "đã nhập 2 dòng\n")
    status, said = run(own_app, "people", "import", str(tmp_path / "khong-co.xlsx"))
    assert status == 1 and "không đọc được" in said
    with own_app.app_context():
        assert db.session.scalar(sa.select(sa.func.count(Unit.id))) == 3


def test_the_command_writes_a_template(own_app: Flask, tmp_path: Any) -> None:
    file = tmp_path / "mau.xlsx"
    assert run(own_app, "tasks", "import", "--template", str(file))[0] == 0
    assert load_workbook(file).sheetnames[0] == "Nhập"


def test_the_command_writes_a_register_only_under_columns_somebody_agreed_to(
    own_app: Flask, tmp_path: Any
) -> None:
    with own_app.app_context():
        unit("Phòng Kinh tế")
        db.session.commit()
    file = tmp_path / "redmine.csv"
    file.write_text(
        "#,Status,Subject,Assignee,Start date,Due date\n7,New,Lập phương án,Phòng Kinh tế,2021-04-05,2021-06-30\n",
        "utf-8",
    )
    status, said = run(own_app, "tasks", "import", str(file))
    assert status == 1 and "cột C “Subject”: Nội dung nhiệm vụ" in said and "--accept-columns" in said
    assert run(own_app, "tasks", "import", "--check", "--accept-columns", str(file))[0] == 0
    status, said = run(own_app, "tasks", "import", "--accept-columns", str(file))
    assert status == 0 and said.endswith("đã nhập 1 dòng\n") and "trạng thái “New”: đang thực hiện" in said
    file.write_text(file.read_text("utf-8").replace("Lập", "Nộp").replace("Phòng Kinh tế", "Ai đó"), "utf-8")
    status, said = run(own_app, "tasks", "import", str(file))
    assert status == 1 and "Dòng 2, cột Assignee: không có đơn vị “Ai đó”" in said, (
        "known headings need no word"
    )


NUMBERED = ("INSERT INTO directive (", "INSERT INTO task (")
"""Their numbers are needed for what follows, and SQLite gives them back row by row."""


def test_more_rows_are_written_in_no_more_statements(cast: Cast) -> None:
    """What a row costs is one more line of the same statements: thousands are written while somebody waits."""
    asked = []
    for first, count in ((1, 3), (100, 60)):
        rows = [task_row(f"Việc {n}", source_number=f"{n}/UBND") for n in range(first, first + count)]
        content = book(ImportKind.TASKS, *rows)
        batch = actions.keep(
            ImportKind.TASKS,
            "x.xlsx",
            content,
            actions.read(ImportKind.TASKS, content, on=on(cast)),
            on=on(cast),
        )
        with statements() as sent:
            assert actions.write(batch, on=on(cast)) == count
            db.session.flush()
        asked.append([one for one in sent if not one.startswith(NUMBERED)])
    assert len(asked[1]) <= len(asked[0]) < 100, "the first ever begins the counters too"
    imported = journal_count(Event.TASK_IMPORTED)
    versions = db.session.scalar(sa.select(sa.func.count(TaskVersion.id)).where(TaskVersion.seq == 1))
    assert (imported, versions) == (63, 63)
    assert set(db.session.scalars(sa.select(Task.recorded_seq))) == {1}


@contextmanager
def statements() -> Iterator[list[str]]:
    """Every statement sent to the database while inside; one for many rows counts as one."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        sent.append(statement)

    engine = db.session.get_bind().engine
    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)


def journal_count(event: Event) -> int:
    return (
        db.session.scalar(sa.select(sa.func.count(JournalEntry.id)).where(JournalEntry.event == event.value))
        or 0
    )
