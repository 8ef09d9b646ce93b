"""Units beside the lead: partners answer for a part of their own, readers read, and the lead is counted alone."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from taskboard.briefings.models import UnitRole
from taskboard.db import db
from taskboard.domain.errors import AlreadyDone, RuleBroken
from taskboard.domain.events import Channel, Event
from taskboard.domain.lifecycle import State
from taskboard.journal.queries import timeline
from taskboard.outbox.models import OutboxMessage
from taskboard.settings import actions as settings
from taskboard.tasks import actions, queries
from taskboard.tasks.models import Assignment, PartState, Report, ReportKind, Task, ToldVia
from taskboard.units.models import Unit, UnitKind
from tests import build
from tests.cast import Cast, cast

if TYPE_CHECKING:
    from pathlib import Path

    from taskboard.occasion import Occasion

__all__ = ["cast"]

TODAY = date(2021, 6, 16)
DUE = date(2021, 6, 30)


@pytest.fixture
def office(cast: Cast, now: datetime) -> Occasion:
    return build.occasion(now, cast.monitor)


@pytest.fixture
def head(cast: Cast, now: datetime) -> Occasion:
    return build.occasion(now, cast.head)


@pytest.fixture
def partner(cast: Cast, now: datetime) -> Occasion:
    return build.occasion(now, cast.ward_head)


@pytest.fixture
def task(cast: Cast, office: Occasion) -> Task:
    """Kinh tế leads, Lộc Vượng and QLĐT take part."""
    return build.task(
        "Lập phương án hộ đê",
        lead=cast.economy,
        on=office,
        due_on=DUE,
        partners=[cast.loc_vuong, cast.urban],
    )


def say(task: Task, unit: Unit, *, on: Occasion, root: Path, **more: object) -> Report:
    return actions.report_part(task, build.account(**more), unit=unit, storage=build.storage(root), on=on)


def parts(task: Task) -> dict[str, PartState]:
    db.session.expire_all()
    live = [row for row in task.assignments if row.role is UnitRole.PARTNER and row.ended_at is None]
    return {row.unit.name: row.part for row in live}


def part(task: Task, unit: Unit) -> Assignment:
    return next(row for row in task.assignments if row.unit_id == unit.id and row.ended_at is None)


def mails(kind: str) -> list[OutboxMessage]:
    return list(db.session.scalars(sa.select(OutboxMessage).where(OutboxMessage.kind == kind)))


def events(task: Task) -> list[str]:
    return [line.event for line in reversed(timeline("task", task.id))]


# ------------------------------------------------------------------------------------------------------ their own word


def test_a_partner_reports_its_part_and_the_task_does_not_move(
    task: Task, cast: Cast, partner: Occasion, tmp_path: Path
) -> None:
    version, seq = task.version, task.recorded_seq
    report = say(
        task, cast.loc_vuong, on=partner, root=tmp_path, document_number="12/BC-UBND", uploads=[build.pdf()]
    )
    assert (report.kind, report.unit_id, report.person_id) == (
        ReportKind.PART,
        cast.loc_vuong.id,
        cast.ward_head.id,
    )
    assert parts(task) == {
        "Phường Lộc Vượng": PartState.REPORTED,
        "Phòng Quản lý đô thị": PartState.OPEN,
    }
    assert (task.state, task.last_report_at, task.version, task.recorded_seq) == (
        State.NEW,
        None,
        version,
        seq,
    )
    assert task.lead_reports == []


def test_said_again_the_last_word_stands_and_the_first_day_counts(
    task: Task, cast: Cast, partner: Occasion, tmp_path: Path
) -> None:
    say(task, cast.loc_vuong, on=partner, root=tmp_path)
    first = part(task, cast.loc_vuong).part_settled_at
    later = build.occasion(build.at(date(2021, 6, 18)), cast.ward_head)
    say(task, cast.loc_vuong, on=later, root=tmp_path, done="Bổ sung danh sách 12 hộ.")
    assert queries.last_words(task)[cast.loc_vuong.id].done_text == "Bổ sung danh sách 12 hộ."
    assert part(task, cast.loc_vuong).part_settled_at == first


def test_a_form_sent_twice_is_one_word(task: Task, cast: Cast, partner: Occasion, tmp_path: Path) -> None:
    say(task, cast.loc_vuong, on=partner, root=tmp_path, form_key="once")
    with pytest.raises(AlreadyDone):
        say(task, cast.loc_vuong, on=partner, root=tmp_path, form_key="once")
    assert len(task.reports) == 1


@pytest.mark.parametrize("who", ["economy", "cua_nam", "office"])
def test_only_a_partner_has_a_part(
    task: Task, cast: Cast, partner: Occasion, tmp_path: Path, who: str
) -> None:
    """Neither the lead nor a stranger nor a unit that only reads."""
    if who == "office":
        actions.join_unit(task, cast.office, UnitRole.INFORMED, on=partner)
    with pytest.raises(RuleBroken) as broken:
        say(task, getattr(cast, who), on=partner, root=tmp_path)
    assert broken.value.key == "not_a_partner"


def test_a_word_of_ten_thousand_letters_is_kept_whole_and_an_empty_one_refused(
    task: Task, cast: Cast, partner: Occasion, tmp_path: Path
) -> None:
    with pytest.raises(RuleBroken) as broken:
        say(task, cast.loc_vuong, on=partner, root=tmp_path, done="  ")
    assert broken.value.key == "done_text_missing"
    report = say(task, cast.loc_vuong, on=partner, root=tmp_path, done="đ" * 5_000)
    assert len(report.done_text) == 5_000


TELLINGS = {
    "nothing": (None, (), "told_via_missing"),
    "phone, nobody": (actions.Telling(ToldVia.PHONE, "", TODAY), (), "told_by_missing"),
    "phone, no day": (actions.Telling(ToldVia.PHONE, "Bà Ngọc"), (), "told_on_missing"),
    "paper, no scan, nobody": (actions.Telling(ToldVia.PAPER), (), "told_by_missing"),
    "meeting, scan": (actions.Telling(ToldVia.MEETING), (build.pdf(),), "told_by_missing"),
    "tomorrow": (actions.Telling(ToldVia.PHONE, "Bà Ngọc", date(2021, 6, 17)), (), "told_in_future"),
    "phone": (actions.Telling(ToldVia.PHONE, "Bà Ngọc", TODAY), (), ""),
    "paper, scan": (actions.Telling(ToldVia.PAPER), (build.pdf(),), ""),
    "paper, named": (actions.Telling(ToldVia.PAPER, "Bà Ngọc", TODAY), (), ""),
}


@pytest.mark.parametrize("given", TELLINGS)
def test_the_office_speaks_for_a_partner_with_its_source(
    task: Task, cast: Cast, now: datetime, tmp_path: Path, given: str
) -> None:
    told, uploads, refused = TELLINGS[given]
    on = build.occasion(now, cast.monitor, channel=Channel.ON_PAPER)

    def act() -> Report:
        return say(task, cast.urban, on=on, root=tmp_path, told=told, uploads=uploads)

    if refused:
        with pytest.raises(RuleBroken) as broken:
            act()
        assert broken.value.key == refused
    else:
        report = act()
        assert told is not None
        assert (report.told_via, report.told_by, report.told_on) == (told.via, told.by, told.on)


def test_a_unit_that_speaks_for_itself_has_no_source(
    task: Task, cast: Cast, partner: Occasion, tmp_path: Path
) -> None:
    told = actions.Telling(ToldVia.PHONE, "Bà Ngọc", TODAY)
    assert say(task, cast.loc_vuong, on=partner, root=tmp_path, told=told).told_via is None


# ------------------------------------------------------------------------------------------------ closed with the lead


def test_the_leads_confirmed_completion_closes_what_is_open(
    task: Task, cast: Cast, office: Occasion, head: Occasion, partner: Occasion, tmp_path: Path
) -> None:
    say(task, cast.loc_vuong, on=partner, root=tmp_path)
    build.confirmed(task, by=office, told=head)
    assert parts(task) == {"Phường Lộc Vượng": PartState.REPORTED, "Phòng Quản lý đô thị": PartState.CLOSED}
    (closed,) = [line for line in timeline("task", task.id) if line.event == Event.PARTS_CLOSED]
    assert closed.details["units"] == "Phòng Quản lý đô thị"
    with pytest.raises(RuleBroken) as broken:
        say(task, cast.urban, on=partner, root=tmp_path)
    assert broken.value.key == "part_not_open"


def test_a_confirmation_without_partners_says_nothing_of_parts(
    cast: Cast, office: Occasion, head: Occasion
) -> None:
    alone = build.task("Tổng hợp", lead=cast.economy, on=office, due_on=DUE)
    build.confirmed(alone, by=office, told=head)
    assert Event.PARTS_CLOSED not in events(alone)


# ------------------------------------------------------------------------------------------------------------- silence

SILENT_FROM = date(2021, 7, 22)
"""The first day after 15 working days past 30/06/2021, a Wednesday."""


def silence(cast: Cast, day: date) -> int:
    return actions.agree_by_silence(on=build.occasion(build.at(day)))


def test_silence_past_its_date_counts_as_agreement_on_the_sixteenth_working_day(
    task: Task, cast: Cast, partner: Occasion, tmp_path: Path
) -> None:
    say(task, cast.loc_vuong, on=partner, root=tmp_path)
    assert silence(cast, date(2021, 7, 21)) == 0
    assert silence(cast, SILENT_FROM) == 1
    assert silence(cast, SILENT_FROM) == 0
    assert parts(task) == {"Phường Lộc Vượng": PartState.REPORTED, "Phòng Quản lý đô thị": PartState.AGREED}
    (line,) = [line for line in timeline("task", task.id) if line.event == Event.PART_AGREED_BY_SILENCE]
    assert line.details == {"unit": "Phòng Quản lý đô thị", "due_on": "2021-06-30"}
    assert [report.unit_id for report in task.reports] == [cast.loc_vuong.id]


def test_who_agreed_by_silence_may_still_speak(task: Task, cast: Cast, tmp_path: Path) -> None:
    silence(cast, SILENT_FROM)
    late = build.occasion(build.at(date(2021, 7, 30)), cast.other_head)
    say(task, cast.urban, on=late, root=tmp_path)
    assert parts(task)["Phòng Quản lý đô thị"] is PartState.REPORTED


def test_a_city_without_the_rule_waits(task: Task, cast: Cast, office: Occasion) -> None:
    settings.set_value(
        "partner_silence_working_days",
        0,
        legal_basis="",
        valid_from=TODAY,
        acting=office.acting,
        now=office.now,
    )
    assert silence(cast, date(2021, 12, 1)) == 0


@pytest.mark.parametrize("left", ["withdrawn", "let go", "undated"])
def test_silence_means_nothing_where_nothing_is_asked(
    task: Task, cast: Cast, office: Occasion, left: str
) -> None:
    if left == "withdrawn":
        actions.withdraw(task, reason="Giao trùng.", on=office)
    elif left == "let go":
        for unit in (cast.loc_vuong, cast.urban):
            actions.leave_unit(task, unit, reason="Không liên quan.", on=office)
    else:
        for row in task.assignments:
            row.due_on = None
    assert silence(cast, SILENT_FROM) == 0


# ------------------------------------------------------------------------------------------------- dates and coming along


def test_a_partner_has_the_leads_date_until_the_office_sets_its_own(
    task: Task, cast: Cast, office: Occasion
) -> None:
    assert part(task, cast.urban).due_on == DUE
    actions.set_part_due(task, cast.urban, due_on=date(2021, 6, 22), on=office)
    actions.set_part_due(task, cast.urban, due_on=date(2021, 6, 22), on=office)
    assert (part(task, cast.urban).due_on, task.due_on) == (date(2021, 6, 22), DUE)
    assert events(task).count(Event.PART_DUE_SET) == 1


REFUSED_DATES = {
    "before the task was given": (date(2021, 6, 1), "due_before_assignment"),
    "yesterday": (date(2021, 6, 17), "due_in_past"),
}


@pytest.mark.parametrize("when", REFUSED_DATES)
def test_a_date_set_today_lies_ahead(task: Task, cast: Cast, when: str) -> None:
    day, key = REFUSED_DATES[when]
    on = build.occasion(build.at(date(2021, 6, 18)), cast.monitor)
    with pytest.raises(RuleBroken) as broken:
        actions.set_part_due(task, cast.urban, due_on=day, on=on)
    assert (broken.value.key, broken.value.field) == (key, "due_on")


def test_who_has_answered_gets_no_other_date(
    task: Task, cast: Cast, office: Occasion, partner: Occasion, tmp_path: Path
) -> None:
    say(task, cast.loc_vuong, on=partner, root=tmp_path)
    with pytest.raises(RuleBroken) as broken:
        actions.set_part_due(task, cast.loc_vuong, due_on=date(2021, 6, 29), on=office)
    assert broken.value.key == "part_settled"


def test_a_unit_brought_in_is_told_once_with_its_own_date(task: Task, cast: Cast, office: Occasion) -> None:
    actions.join_unit(task, cast.cua_nam, UnitRole.PARTNER, due_on=date(2021, 6, 25), on=office)
    (mail,) = mails("part_given")
    assert mail.to_address == "cuanam@namdinh.example"
    assert "Giao phối hợp thực hiện" in mail.subject
    assert "25/06/2021" in mail.text_body
    assert f"/part/{task.code}" in mail.text_body
    assert part(task, cast.cua_nam).due_on == date(2021, 6, 25)


def test_who_only_reads_gets_no_mail_and_no_date(task: Task, cast: Cast, office: Occasion) -> None:
    row = actions.join_unit(task, cast.cua_nam, UnitRole.INFORMED, on=office)
    assert row.due_on is None
    assert not mails("part_given")


def test_a_reader_becomes_a_partner(task: Task, cast: Cast, office: Occasion) -> None:
    actions.join_unit(task, cast.cua_nam, UnitRole.INFORMED, on=office)
    later = build.occasion(build.at(date(2021, 6, 17)), cast.monitor)
    actions.join_unit(task, cast.cua_nam, UnitRole.PARTNER, on=later)
    assert part(task, cast.cua_nam).role is UnitRole.PARTNER
    assert len([row for row in task.assignments if row.unit_id == cast.cua_nam.id]) == 2


def gone() -> Unit:
    unit = build.unit("Phòng Cũ")
    unit.valid_to = date(2021, 6, 1)
    return unit


REFUSED_UNITS = {
    "the lead": ("economy", "partner_is_lead"),
    "a partner": ("urban", "already_on_task"),
    "gone": ("", "unit_gone"),
    "leaders": ("leaders", "unit_gone"),
}


@pytest.mark.parametrize("which", REFUSED_UNITS)
def test_who_cannot_be_brought_in(task: Task, cast: Cast, office: Occasion, which: str) -> None:
    name, key = REFUSED_UNITS[which]
    unit = (
        build.unit("Lãnh đạo UBND", UnitKind.LEADERSHIP)
        if name == "leaders"
        else getattr(cast, name)
        if name
        else gone()
    )
    with pytest.raises(RuleBroken) as broken:
        actions.join_unit(task, unit, UnitRole.PARTNER, on=office)
    assert (broken.value.key, broken.value.field) == (key, "unit")


def test_a_unit_is_let_go_with_a_reason_and_its_word_stays(
    task: Task, cast: Cast, office: Occasion, partner: Occasion, tmp_path: Path
) -> None:
    say(task, cast.loc_vuong, on=partner, root=tmp_path)
    with pytest.raises(RuleBroken) as broken:
        actions.leave_unit(task, cast.loc_vuong, reason=" ", on=office)
    assert broken.value.key == "reason_missing"
    actions.leave_unit(task, cast.loc_vuong, reason="Không có đê.", on=office)
    assert list(parts(task)) == ["Phòng Quản lý đô thị"]
    assert len(task.reports) == 1
    for unit in (cast.loc_vuong, cast.economy):
        with pytest.raises(RuleBroken) as broken:
            actions.leave_unit(task, unit, reason="Lần nữa.", on=office)
        assert broken.value.key == "not_on_task"


def test_a_finished_task_takes_nobody_in(task: Task, cast: Cast, office: Occasion) -> None:
    actions.withdraw(task, reason="Giao trùng.", on=office)
    with pytest.raises(RuleBroken) as broken:
        actions.join_unit(task, cast.cua_nam, UnitRole.PARTNER, on=office)
    assert broken.value.key == "task_not_open"


def test_informed_units_come_with_the_order(cast: Cast, office: Occasion) -> None:
    directive = build.task("Việc khác", lead=cast.economy, on=office).directive
    order = actions.Order(
        "Rà soát", leads=[cast.economy], partners=[cast.urban], informed=[cast.urban, cast.cua_nam]
    )
    (task,) = actions.assign(directive, order, on=office)
    roles = {row.unit.name: row.role for row in task.assignments}
    assert roles == {
        "Phòng Kinh tế": UnitRole.LEAD,
        "Phòng Quản lý đô thị": UnitRole.PARTNER,
        "Phường Cửa Nam": UnitRole.INFORMED,
    }


# ------------------------------------------------------------------------------------------------------------- urging


def test_the_lead_presses_a_partner_once_a_day(task: Task, cast: Cast, head: Occasion) -> None:
    actions.urge_partner(task, cast.urban, on=head)
    (mail,) = mails("part_urged")
    assert mail.to_address == "qldt@namdinh.example"
    assert "Phòng Kinh tế đề nghị đơn vị báo cáo ngay phần phối hợp" in " ".join(mail.text_body.split())
    with pytest.raises(AlreadyDone) as broken:
        actions.urge_partner(task, cast.urban, on=head)
    assert broken.value.key == "already_urged_today"


def test_who_has_answered_is_not_pressed(
    task: Task, cast: Cast, head: Occasion, partner: Occasion, tmp_path: Path
) -> None:
    say(task, cast.loc_vuong, on=partner, root=tmp_path)
    with pytest.raises(RuleBroken) as broken:
        actions.urge_partner(task, cast.loc_vuong, on=head)
    assert broken.value.key == "part_settled"


# ------------------------------------------------------------------------------------------------------- counted apart


def figures(cast: Cast, unit: Unit, until: date) -> queries.PartFigures:
    found = queries.part_figures(since=build.at(date(2021, 4, 1)), until=build.at(until), zone=build.CITY)
    return found.get(unit.id, queries.PartFigures())


def test_parts_are_counted_apart_from_what_a_unit_leads(
    task: Task, cast: Cast, office: Occasion, partner: Occasion, tmp_path: Path
) -> None:
    other = build.task("Việc hai", lead=cast.urban, on=office, due_on=DUE, partners=[cast.loc_vuong])
    say(task, cast.loc_vuong, on=partner, root=tmp_path)
    late = build.occasion(build.at(date(2021, 7, 2)), cast.ward_head)
    say(other, cast.loc_vuong, on=late, root=tmp_path)
    silence(cast, SILENT_FROM)

    assert figures(cast, cast.loc_vuong, date(2021, 7, 1)) == queries.PartFigures(
        asked=2, reported=1, open=1, open_late=1
    )
    assert figures(cast, cast.loc_vuong, date(2021, 7, 30)) == queries.PartFigures(
        asked=2, reported=2, reported_late=1
    )
    assert figures(cast, cast.urban, date(2021, 7, 30)) == queries.PartFigures(asked=1, agreed=1)
    assert figures(cast, cast.economy, date(2021, 7, 30)) == queries.PartFigures()


def test_parts_of_what_was_withdrawn_leave_the_count(task: Task, cast: Cast, office: Occasion) -> None:
    assert figures(cast, cast.urban, date(2021, 6, 20)).asked == 1
    actions.withdraw(task, reason="Giao trùng.", on=office)
    assert figures(cast, cast.urban, date(2021, 6, 20)).asked == 0


# ------------------------------------------------------------------------------------------------------ told at issue


def test_each_partner_is_told_once_of_all_it_was_given_to_help_with(cast: Cast, office: Occasion) -> None:
    build.tasks_of_letter(
        "Kiện toàn ban chỉ đạo",
        leads=[cast.economy, cast.cua_nam],
        partners=[cast.loc_vuong, cast.urban],
        on=office,
        due_on=DUE,
        words="Kinh tế và phường Cửa Nam kiện toàn ban chỉ đạo trước 30/6.",
    )
    told = {mail.to_address: mail for mail in mails("parts_issued")}
    assert sorted(told) == ["phuong.loc-vuong@namdinh.example", "qldt@namdinh.example"]
    text = " ".join(told["qldt@namdinh.example"].text_body.split())
    assert "được giao phối hợp thực hiện 2 nhiệm vụ" in text
    assert "Phòng Kinh tế chủ trì" in text
    assert "Phường Cửa Nam chủ trì" in text
    assert "quá hạn phối hợp 15 ngày làm việc không trả lời thì coi như đồng ý" in text
    assert text.count("/part/NV-") == 2


def test_a_city_without_the_rule_says_nothing_of_silence(cast: Cast, office: Occasion) -> None:
    settings.set_value(
        "partner_silence_working_days",
        0,
        legal_basis="",
        valid_from=TODAY,
        acting=office.acting,
        now=office.now,
    )
    build.task("Tổng hợp", lead=cast.economy, partners=[cast.urban], on=office, due_on=DUE)
    (mail,) = mails("parts_issued")
    assert "coi như đồng ý" not in mail.text_body
    assert "coi như đồng ý" not in mail.html_body


# ------------------------------------------------------------------------------------------------ the lead's day moves


LATER = date(2021, 7, 15)


def test_parts_due_the_leads_day_move_with_more_time_and_the_others_stay(
    task: Task, cast: Cast, office: Occasion, head: Occasion, partner: Occasion, tmp_path: Path
) -> None:
    actions.set_part_due(task, cast.urban, due_on=date(2021, 6, 25), on=office)
    actions.join_unit(task, cast.cua_nam, UnitRole.PARTNER, on=office)
    say(task, cast.loc_vuong, on=partner, root=tmp_path)
    asked = build.extension(task, LATER, on=head)
    actions.grant_extension(asked, on=office)
    assert {row.unit.name: row.due_on for row in task.assignments} == {
        "Phòng Kinh tế": LATER,
        "Phường Lộc Vượng": DUE,  # has said its word already
        "Phòng Quản lý đô thị": date(2021, 6, 25),
        "Phường Cửa Nam": LATER,
    }
    moved = timeline("task", task.id)[0]
    assert (moved.event, moved.details["units"]) == (Event.PARTS_MOVED, "Phường Cửa Nam")
    assert (moved.details["from"], moved.details["to"]) == ("2021-06-30", "2021-07-15")


def test_where_no_part_was_due_that_day_nothing_is_written_of_it(
    cast: Cast, office: Occasion, head: Occasion
) -> None:
    alone = build.task("Rà soát", lead=cast.economy, on=office, due_on=DUE)
    actions.grant_extension(build.extension(alone, LATER, on=head), on=office)
    assert Event.PARTS_MOVED not in events(alone)


def test_after_more_time_a_corrected_slip_still_reaches_the_parts(
    task: Task, cast: Cast, office: Occasion, head: Occasion, now: datetime
) -> None:
    actions.grant_extension(build.extension(task, LATER, on=head), on=office)
    actions.set_part_due(task, cast.urban, due_on=DUE, on=office)
    slip = actions.propose_date_correction(task, new_due_on=date(2021, 7, 20), reason="Ghi nhầm.", on=office)
    actions.accept_request(slip, on=build.occasion(now, cast.chief))
    right = date(2021, 7, 20)
    assert (task.original_due_on, task.due_on) == (right, right)
    assert {row.due_on for row in task.assignments} == {right}


# ------------------------------------------------------------------------------------------------------------ let go


def gone_out(*kinds: str) -> None:
    out = sa.update(OutboxMessage).where(OutboxMessage.kind.in_(kinds))
    db.session.execute(out.values(state="sent", sent_at=sa.func.now()))


def test_a_partner_that_is_let_go_is_told_once(task: Task, cast: Cast, office: Occasion) -> None:
    gone_out("parts_issued")
    actions.leave_unit(task, cast.loc_vuong, reason="Không thuộc địa bàn.", on=office)
    (mail,) = mails("parts_ended")
    assert mail.to_address == cast.ward_head.email
    assert task.code in mail.subject and "Không thuộc địa bàn." in mail.text_body


def test_before_the_first_mail_left_it_is_taken_back_and_nothing_else_is_said(
    task: Task, cast: Cast, office: Occasion
) -> None:
    actions.leave_unit(task, cast.loc_vuong, reason="Nhầm.", on=office)
    assert not mails("parts_ended")
    states = {mail.to_address: mail.state.value for mail in mails("parts_issued")}
    assert states == {cast.ward_head.email: "expired", cast.other_head.email: "owed"}


def test_a_mail_of_several_parts_is_made_anew_without_the_one_that_ended(
    cast: Cast, office: Occasion
) -> None:
    first, second = build.tasks_of_letter(
        "Hộ đê", leads=[cast.economy, cast.urban], partners=[cast.loc_vuong], on=office, due_on=DUE
    )
    actions.leave_unit(first, cast.loc_vuong, reason="Nhầm.", on=office)
    (old, new) = mails("parts_issued")
    assert (old.state.value, new.state.value) == ("expired", "owed")
    assert first.code in old.text_body and first.code not in new.text_body and second.code in new.text_body


@pytest.mark.parametrize("verb", ["withdraw", "stop_pursuing"])
def test_partners_still_asked_learn_that_the_task_is_owed_no_more(
    verb: str, task: Task, cast: Cast, office: Occasion, partner: Occasion, tmp_path: Path
) -> None:
    gone_out("parts_issued")
    say(task, cast.loc_vuong, on=partner, root=tmp_path)
    getattr(actions, verb)(task, reason="Đã có văn bản khác.", on=office)
    (mail,) = mails("parts_ended")
    assert mail.to_address == cast.other_head.email, "who has answered is owed no word"


def test_a_reader_that_is_let_go_was_asked_nothing_and_gets_no_mail(
    task: Task, cast: Cast, office: Occasion
) -> None:
    actions.join_unit(task, cast.cua_nam, UnitRole.INFORMED, on=office)
    actions.leave_unit(task, cast.cua_nam, reason="Không liên quan.", on=office)
    assert not mails("parts_ended")


def test_who_helped_with_a_returned_task_helps_with_the_one_given_in_its_stead_and_is_told(
    task: Task, cast: Cast, office: Occasion, head: Occasion, now: datetime
) -> None:
    actions.join_unit(task, cast.cua_nam, UnitRole.INFORMED, on=office)
    asked = actions.ask_return(task, unit_id=cast.economy.id, reason="Không đúng chức năng.", on=head)
    actions.accept_request(asked, on=build.occasion(now, cast.chief))
    again = actions.give_again(task, unit=cast.urban, due_on=DUE, on=office)
    roles = {row.unit.name: row.role for row in again.assignments}
    assert roles == {
        "Phòng Quản lý đô thị": UnitRole.LEAD,
        "Phường Lộc Vượng": UnitRole.PARTNER,
        "Phường Cửa Nam": UnitRole.INFORMED,
    }
    assert [again.code in mail.text_body for mail in mails("parts_issued")].count(True) == 1
