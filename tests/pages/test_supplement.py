"""A supplement by the plain forms of its pages: no script, every task asked about, both texts to be read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from taskboard.briefings import actions, queries
from taskboard.briefings.models import Directive, Draft, DraftState, SupplementAct
from taskboard.db import db
from taskboard.domain.errors import RuleBroken
from taskboard.domain.lifecycle import State
from taskboard.tasks.models import Task
from tests.briefings.table import Table, laid
from tests.cast import Cast, cast, sign_in
from tests.journeys.plain_browser import PlainBrowser

if TYPE_CHECKING:
    from datetime import datetime

    from flask.testing import FlaskClient

__all__ = ["cast"]

WORDS = """1. Mục 1 nay sửa là: giao phòng Kinh tế lập phương án hộ đê và cống, trình UBND thành phố trước ngày 20/7/2021.

2. Bãi bỏ mục 4.
"""


@pytest.fixture
def table(cast: Cast, now: datetime) -> Table:
    table = laid(cast, now)
    table.record()
    table.accept_all()
    actions.issue(table.text, on=table.on)
    db.session.commit()
    return table


@pytest.fixture
def office(table: Table, client: FlaskClient, now: datetime) -> PlainBrowser:
    sign_in(client, table.cast.monitor, now)
    return PlainBrowser(client)


def there(table: Table, *rest: str) -> str:
    return "/".join((f"/briefings/{table.code}", *rest))


def recorded(office: PlainBrowser, table: Table, words: str = WORDS) -> PlainBrowser:
    office.open(there(table))
    office.open(there(table, "conclusions", "supplement"))
    assert "Bổ sung cho kết luận ban hành" in office.words
    office.press("Ghi văn bản", text=words)
    return office


def decided(office: PlainBrowser, table: Table, words: str = WORDS) -> PlainBrowser:
    """Every order of the supplement accepted as proposed."""
    recorded(office, table, words)
    for draft in list(table.text.drafts):
        office.open(f"{there(table, 'conclusions')}?draft={draft.id}")
        office.send(office.form(f"drafts/{draft.id}", holding="title"), "Nhận")
    return office


def settle_form(office: PlainBrowser, table: Table) -> Any:
    office.open(there(table, "conclusions", "settle"))
    return office.form("settle")


def by_number(number: int) -> Directive:
    found = sa.select(Directive).where(Directive.number == number).order_by(Directive.id)
    return db.session.scalars(found).first()  # type: ignore[return-value]


def tasks_of(directive: Directive) -> list[Task]:
    db.session.expire_all()
    return list(db.session.scalars(sa.select(Task).where(Task.directive_id == directive.id)))


def test_the_whole_way_from_issued_words_to_issued_supplement(office: PlainBrowser, table: Table) -> None:
    first = table.text.id
    (task,), (gone, kept) = tasks_of(by_number(1)), tasks_of(by_number(4))
    ids = task.id, gone.id, kept.id
    decided(office, table)
    assert "2 chỉ đạo đã ban hành được thay hoặc bãi bỏ" in office.words
    form = settle_form(office, table)
    office.send(form, "Ban hành bản bổ sung")
    assert office.status == 422
    assert "Còn 1 nhiệm vụ chưa chọn" in office.words
    office.send(office.form("settle"), "Ban hành bản bổ sung", **{f"fate_{ids[0]}": "go_on"})
    assert "1 chuyển sang nội dung mới, 2 thu hồi" in office.words
    task, gone, kept = (db.session.get_one(Task, number) for number in ids)
    assert f"{task.due_on:%d/%m/%Y}" == "20/07/2021"
    assert (gone.state, kept.state) == (State.WITHDRAWN, State.WITHDRAWN)
    assert "Bãi bỏ mục 4" in gone.closing_reason
    code, new, old = task.code, task.directive.code, by_number(1).code
    office.open(there(table))
    hashes = [text.text_sha256[:12] for text in queries.texts_of(table.briefing)]
    assert all(one in office.words for one in hashes)
    assert f"Thay bằng {new}" in office.words
    assert "3 chỉ đạo" in office.words, "what was withdrawn counts no more"
    office.open(there(table, "conclusions", str(first)))
    assert "Kết luận của Chủ tịch" in office.words
    assert f"thay bằng {new}" in office.words
    office.open(f"/directives/{new}")
    assert f"Thay cho {old}" in office.words
    office.open(f"/directives/{old}")
    assert f"Thay bằng {new}" in office.words
    office.open(f"/tasks/{code}")
    assert "Thời hạn: 30/06/2021 → 20/07/2021" in office.words


def test_a_task_withdrawn_without_a_reason_is_asked_about_again_with_all_answers_kept(
    office: PlainBrowser, table: Table
) -> None:
    (task,) = tasks_of(by_number(1))
    decided(office, table, WORDS.partition("\n")[0])
    form = settle_form(office, table)
    office.send(form, "Ban hành bản bổ sung", **{f"fate_{task.id}": "withdraw"})
    assert (office.status, table.text.frozen_at) == (422, None)
    assert "Đề nghị nêu lý do" in office.words
    again = office.form("settle")
    assert again.values[f"fate_{task.id}"] == ["withdraw"]
    office.send(again, "Ban hành bản bổ sung", **{f"reason_{task.id}": "Đã có văn bản khác"})
    assert "1 thu hồi" in office.words


def test_a_draft_changed_meanwhile_is_looked_at_again(office: PlainBrowser, table: Table) -> None:
    (task,) = tasks_of(by_number(1))
    decided(office, table, WORDS.partition("\n")[0])
    form = settle_form(office, table)
    table.edit(
        table.draft("hộ đê"),
        title="Tên khác",
        supplement_act=table.draft("hộ đê").supplement_act,
        replaces_id=table.draft("hộ đê").replaces_id,
    )
    db.session.commit()
    office.send(form, "Ban hành bản bổ sung", **{f"fate_{task.id}": "go_on"})
    assert "Các dự thảo đã thay đổi" in office.words
    assert table.text.frozen_at is None


def test_the_second_to_issue_is_told_so(office: PlainBrowser, table: Table) -> None:
    (task,) = tasks_of(by_number(1))
    decided(office, table, WORDS.partition("\n")[0])
    form = settle_form(office, table)
    answers = {task.id: actions.Answer(actions.Fate.GO_ON, version=task.version)}
    actions.issue(table.text, answers=answers, on=table.on)
    db.session.commit()
    office.send(form, "Ban hành bản bổ sung", **{f"fate_{task.id}": "go_on"})
    assert "đã được ban hành, không ban hành lần thứ hai" in office.words


def test_before_the_notice_is_issued_there_is_nothing_to_supplement(
    cast: Cast, client: FlaskClient, now: datetime
) -> None:
    table = laid(cast, now)
    table.record()
    db.session.commit()
    sign_in(client, table.cast.monitor, now)
    office = PlainBrowser(client)
    office.open(there(table))
    assert "Lập bổ sung" not in office.page
    office.open(there(table, "conclusions", "supplement"))
    assert "sửa thẳng trong dự thảo" in office.words
    office.open(there(table, "conclusions", str(table.text.id)))
    assert office.status == 404, "a text under review is nowhere shown as issued"


def test_an_empty_supplement_comes_back_with_its_sentence(office: PlainBrowser, table: Table) -> None:
    recorded(office, table, "  ")
    assert office.status == 422
    assert "Chưa có văn bản" in office.words
    assert office.form("conclusions").values["supplements"] == [str(table.text.id)]


def test_the_order_it_replaces_must_be_said_in_the_review(office: PlainBrowser, table: Table) -> None:
    recorded(office, table, "Giao phòng Quản lý đô thị chỉnh trang vỉa hè trước ngày 30/7/2021.")
    number = table.draft("vỉa hè").id
    form = office.form(f"drafts/{number}", holding="title")
    office.send(form, "Nhận")
    assert any("việc mới, thay hay bãi bỏ" in said for said in office.complaints)
    form = office.form(f"drafts/{number}", holding="title")
    office.send(form, "Nhận", supplement_act="replaces")
    assert "chọn chỉ đạo đã ban hành" in office.words
    office.send(office.form(f"drafts/{number}", holding="title"), "Nhận", supplement_act="new")
    assert "Ban hành 1 đoạn thành 1 nhiệm vụ?" in office.words
    office.press("Ban hành")
    assert "Đã ban hành 1 nhiệm vụ" in office.words


def test_readers_see_the_issued_words_while_a_supplement_is_under_review(
    office: PlainBrowser, table: Table, client: FlaskClient, now: datetime
) -> None:
    recorded(office, table)
    sign_in(client, table.cast.chair, now)
    chair = PlainBrowser(client)
    chair.open(there(table, "conclusions"))
    assert "Kết luận của Chủ tịch" in chair.words
    assert "Bãi bỏ mục 4" not in chair.words
    chair.open(there(table, "conclusions", "supplement"))
    assert chair.status == 403
    assert "Lập bổ sung" not in chair.open(there(table))


@pytest.mark.parametrize("address", ["supplement", "settle", "999999"])
def test_addresses_of_no_briefing_are_not_found(office: PlainBrowser, address: str) -> None:
    office.open(f"/briefings/khong-co/conclusions/{address}")
    assert office.status == 404


def test_a_second_action_in_one_draft_is_pointed_out_with_a_button_to_split(
    cast: Cast, client: FlaskClient, now: datetime
) -> None:
    table = laid(cast, now)
    words = "Giao phòng Kinh tế rà soát quỹ đất đấu giá năm 2021 của thành phố, tổ chức đấu giá ba khu đất tại phường Lộc Vượng."
    table.record(words)
    (whole, *rest) = sorted(table.text.drafts, key=lambda row: row.start)
    for _behind in rest:
        actions.join_draft(whole, version=whole.version, on=table.on)
    number = whole.id
    db.session.commit()
    sign_in(client, table.cast.monitor, now)
    office = PlainBrowser(client)
    office.open(f"{there(table, 'conclusions')}?draft={number}")
    assert "Đoạn này có thể gồm hai việc." in office.words
    assert re.search(r"Việc thứ hai: tổ chức đấu giá", office.words)
    before = len(table.text.drafts)
    office.press("Tách tại đây")
    db.session.expire_all()
    assert len(table.text.drafts) == before + 1


def test_star_leader_and_so_many_of_the_units_reach_directive_and_tasks(
    cast: Cast, client: FlaskClient, now: datetime
) -> None:
    table = laid(cast, now)
    table.record()
    db.session.commit()
    sign_in(client, table.cast.monitor, now)
    office = PlainBrowser(client)
    draft = table.draft("tổng vệ sinh")
    office.open(f"{there(table, 'conclusions')}?draft={draft.id}")
    assert "Theo lĩnh vực: Phạm Duy Hưng" in office.page
    form = office.form(f"drafts/{draft.id}", holding="title")
    vice = table.cast.vice.id
    office.send(form, "Nhận", is_starred="y", leader=str(vice), rule="some", rule_count="1", field="do-thi")
    table.accept_all()
    actions.issue(table.text, on=table.on)
    db.session.commit()
    directive = next(row for row in queries.directives_of_text(table.text) if "tổng vệ sinh" in row.wording)
    assert (directive.leader_id, directive.rule, directive.rule_count) == (vice, "some", 1)
    assert {(row.is_starred, row.leader_id) for row in tasks_of(directive)} == {(True, vice)}
    office.open(f"/directives/{directive.code}")
    assert "Xong khi 1 đơn vị xong" in office.words


def test_the_leader_left_open_is_who_answers_for_the_field(table: Table, cast: Cast, now: datetime) -> None:
    table.record(
        "Giao phòng Kinh tế lập hồ sơ vùng rau an toàn trước ngày 30/7/2021.", supplements=table.text
    )
    draft = table.draft("vùng rau")
    table.accept(draft, field="nong-nghiep", supplement_act=SupplementAct.NEW)
    actions.issue(table.text, on=table.on)
    (directive,) = queries.directives_of_text(table.text)
    assert directive.leader_id == table.cast.vice.id
    assert by_number(1).leader_id in (table.cast.chair.id, table.cast.vice.id)


# ------------------------------------------------------------------------------------------------------- thrown away


def test_a_supplement_under_review_is_thrown_away_and_the_issued_words_stay(
    office: PlainBrowser, table: Table
) -> None:
    issued, before = table.text.text_sha256, len(tasks())
    recorded(office, table)
    assert "Bỏ bản bổ sung này" in office.words
    office.press("Bỏ bản bổ sung")
    assert "Đã bỏ bản bổ sung đang duyệt." in office.words
    db.session.expire_all()
    (left,) = queries.texts_of(table.briefing)
    assert (left.text_sha256, left.frozen_at is not None, len(tasks())) == (issued, True, before)
    assert not db.session.scalars(
        sa.select(Draft).where(Draft.state != DraftState.ACCEPTED, Draft.text_id != left.id)
    ).all()
    office.open(there(table))
    office.open(there(table, "conclusions", "supplement"))
    assert office.status == 200 and office.form(holding="text"), "another one may be written"


def test_after_it_another_one_is_written_and_issued_and_no_form_of_the_first_fits_it(
    office: PlainBrowser, table: Table
) -> None:
    recorded(office, table)
    stale = office.form(f"drafts/{table.text.drafts[0].id}", holding="title")
    away = office.form("throw-away")
    office.send(away)
    recorded(office, table)
    office.send(stale, "Nhận", title="Từ bản đã bỏ")
    assert "Từ bản đã bỏ" not in {draft.title for draft in table.text.drafts}
    office.send(away)
    assert "Chưa có gì bị bỏ" in office.words
    db.session.expire_all()
    assert len(queries.texts_of(table.briefing)) == 2
    for draft in list(table.text.drafts):
        office.open(f"{there(table, 'conclusions')}?draft={draft.id}")
        office.send(office.form(f"drafts/{draft.id}", holding="title"), "Nhận")
    form = settle_form(office, table)
    (task,) = tasks_of(by_number(1))
    office.send(form, "Ban hành bản bổ sung", **{f"fate_{task.id}": "go_on"})
    assert "1 chuyển sang nội dung mới" in office.words


def test_what_was_issued_is_never_thrown_away(office: PlainBrowser, table: Table) -> None:
    recorded(office, table)
    away = office.form("throw-away")
    office.send(away)
    words = table.text.text
    office.send(away)
    assert table.text.text == words
    with pytest.raises(RuleBroken, match="conclusions_frozen"):
        actions.throw_away(table.text, on=table.on)


def test_the_notice_itself_under_review_is_replaced_not_thrown_away(cast: Cast, now: datetime) -> None:
    table = laid(cast, now)
    table.record()
    with pytest.raises(RuleBroken, match="only_supplements_thrown_away"):
        actions.throw_away(table.text, on=table.on)


def tasks() -> list[Task]:
    return list(db.session.scalars(sa.select(Task)))
