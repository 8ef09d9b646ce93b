"""Issuing, opening the next briefing, directives between two: all of it or nothing, and once."""

from __future__ import annotations

import threading
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from taskboard.accounts.queries import actor_on
from taskboard.briefings import actions, queries
from taskboard.briefings.actions import DraftEdit, Source, Target
from taskboard.briefings.models import BriefingState, Conclusion, Directive, DraftDue, SourceKind
from taskboard.db import begin_writing, db
from taskboard.domain.authority import Permission, may
from taskboard.domain.calendar import end_of_day
from taskboard.domain.deadline import Recurrence
from taskboard.domain.errors import AlreadyDone, RuleBroken
from taskboard.outbox.models import OutboxMessage
from taskboard.reports import queries as reports
from taskboard.settings import queries as settings
from taskboard.tasks.models import Task
from taskboard.tasks.queries import subject_of
from taskboard.units import actions as unit_actions
from taskboard.units.models import SuccessionKind, Unit, UnitKind
from tests import build
from tests.briefings.table import HELD_ON, TEXT, Table, laid
from tests.cast import Cast, cast, gather

if TYPE_CHECKING:
    from datetime import datetime

    from flask import Flask

__all__ = ["cast"]


@pytest.fixture
def table(cast: Cast, now: datetime) -> Table:
    return laid(cast, now)


@pytest.fixture
def ready(table: Table) -> Table:
    """Everything accepted or marked."""
    table.record()
    table.accept_all()
    db.session.commit()
    return table


def preview_of(table: Table) -> queries.IssuePreview:
    return queries.issue_preview(table.text, today=table.on.today, calendar=settings.calendar())


# -------------------------------------------------------------------------------------------------------------- issuing


def test_nothing_is_issued_while_a_sentence_is_undecided(table: Table) -> None:
    table.record()
    with pytest.raises(RuleBroken) as refused:
        actions.issue(table.text, on=table.on)
    assert refused.value.key == "review_unfinished"
    assert refused.value.details["left"] == len(table.text.drafts)


def test_marking_every_sentence_issues_nothing(table: Table) -> None:
    table.record()
    for draft in table.text.drafts:
        actions.drop_draft(draft, reason="Không giao việc", version=draft.version, on=table.on)
    with pytest.raises(RuleBroken, match="nothing_accepted"):
        actions.issue(table.text, on=table.on)


def test_each_order_becomes_a_directive_with_its_exact_words_and_a_task_a_unit(ready: Table) -> None:
    made = actions.issue(ready.text, on=ready.on)
    directives = queries.directives_of_text(ready.text)
    assert [row.wording for row in directives] == [ready.text.text[row.start : row.end] for row in directives]
    by_unit = sorted(task.unit.name for task in made)
    assert by_unit == [
        "Phòng Kinh tế",
        "Phòng Quản lý đô thị",
        "Phòng Quản lý đô thị",
        "Phường Cửa Nam",
        "Phường Lộc Vượng",
    ]
    assert {(row.source_number, row.source_on) for row in directives} == {("71/TB-UBND", date(2021, 6, 15))}
    assert {row.assigned_on for row in directives} == {HELD_ON}
    assert ready.briefing.state is BriefingState.ISSUED


@pytest.mark.parametrize("due_day", [None, 1, 7])
def test_the_preview_counts_what_issuing_then_does(ready: Table, due_day: int | None) -> None:
    """Also of a duty whose day of this week has passed: it begins with the next one."""
    ready.accept(
        ready.draft("tổng vệ sinh"),
        due=DraftDue.DUTY,
        recurrence=Recurrence.WEEKLY,
        due_day=due_day,
        due_on=None,
    )
    seen = preview_of(ready)
    made = actions.issue(ready.text, on=ready.on)
    assert (seen.tasks, seen.units) == (len(made), len({task.unit_id for task in made}))
    assert seen.directives == len(queries.directives_of_text(ready.text))


def test_each_unit_gets_one_mail_for_the_whole_briefing(ready: Table) -> None:
    made = actions.issue(ready.text, on=ready.on)
    told = db.session.scalars(
        sa.select(OutboxMessage.key).where(OutboxMessage.key.startswith("issue:"))
    ).all()
    assert {key.split(":")[3] for key in told} == {str(task.unit_id) for task in made}
    economy = [key for key in told if key.split(":")[3] == str(ready.cast.urban.id)]
    assert len(economy) == 1, "two tasks, one mail"


def test_paragraphs_are_frozen_as_numbered_conclusions_with_the_reason_where_no_task_arises(
    ready: Table,
) -> None:
    actions.issue(ready.text, on=ready.on)
    rows = queries.conclusions_of(ready.text)
    assert [row.number for row in rows] == list(range(1, len(rows) + 1))
    assert all(row.wording == ready.text.text[row.start : row.end] for row in rows)
    assert {row.no_task_reason for row in rows if "mọi kết quả" in row.wording} == {"Nhắc nhở chung"}
    assert not any("Thu ngân sách" in row.wording for row in rows)


def test_an_order_found_in_the_report_part_finds_its_paragraph(ready: Table) -> None:
    start = ready.text.text.index("Thu ngân sách")
    added = actions.add_draft(ready.text, start, start + 13, version=ready.text.version, on=ready.on)
    ready.accept(added, leads=[Target(unit_id=ready.cast.economy.id)], due=DraftDue.NONE)
    actions.issue(ready.text, on=ready.on)
    first = queries.directives_of_text(ready.text)[0]
    assert first.conclusion is not None
    assert first.wording in first.conclusion.wording


def test_a_second_issue_is_told_so_and_the_text_can_no_longer_change(ready: Table) -> None:
    actions.issue(ready.text, on=ready.on)
    count = db.session.scalar(sa.select(sa.func.count(Task.id)))
    with pytest.raises(AlreadyDone, match="already_issued"):
        actions.issue(ready.text, on=ready.on)
    for change in (
        lambda: ready.edit(ready.draft("hộ đê"), title="Khác"),
        lambda: ready.record(TEXT, seen_version=ready.text.version),
        lambda: actions.drop_passages(ready.text, reason="x", on=ready.on),
    ):
        with pytest.raises(RuleBroken, match="conclusions_frozen"):
            change()
    assert db.session.scalar(sa.select(sa.func.count(Task.id))) == count


def test_a_unit_that_no_longer_exists_stops_the_whole_issue_and_names_its_draft(ready: Table) -> None:
    draft_id = ready.draft("hộ đê").id
    ready.cast.economy.valid_to = HELD_ON
    db.session.commit()
    with pytest.raises(RuleBroken) as refused:
        actions.issue(ready.text, on=ready.on)
    assert (refused.value.key, refused.value.details["draft_id"]) == ("unit_gone", draft_id)
    db.session.rollback()
    for kind in (Directive, Task, Conclusion):
        assert db.session.scalar(sa.select(sa.func.count()).select_from(kind)) == 0
    assert ready.text.frozen_at is None


@pytest.mark.parametrize("is_duty", [False, True])
def test_what_ended_between_the_meeting_and_the_issue_is_given_to_who_follows_it(
    ready: Table, is_duty: bool
) -> None:
    """The text names the wards of its day; nobody is there any more to read their mail, or to hand their tasks on."""
    if is_duty:
        duty = {"due": DraftDue.DUTY, "recurrence": Recurrence.WEEKLY, "due_day": 5, "due_on": None}
        ready.accept(ready.draft("tổng vệ sinh"), **duty)
    wards = (ready.cast.loc_vuong, ready.cast.cua_nam)
    plan = unit_actions.Plan(
        SuccessionKind.MERGE,
        wards,
        HELD_ON + timedelta(days=1),
        "Nghị quyết 1",
        new=(unit_actions.NewUnit("Phường Mới", UnitKind.WARD, email="phuongmoi@namdinh.example"),),
    )
    on = build.occasion(ready.now, ready.cast.administrator)
    (heir,) = unit_actions.reorganise(plan, unit_actions.Replies(), on=on).heirs
    seen = preview_of(ready)
    made = actions.issue(ready.text, on=ready.on)
    assert (seen.tasks, seen.units) == (len(made), len({task.unit_id for task in made}))
    given = [task for task in made if task.unit_id == heir.id]
    assert [task.origin_unit_id for task in given] == ([heir.id] if is_duty else [ward.id for ward in wards])
    assert not {ward.id for ward in wards} & {task.unit_id for task in made}
    told = db.session.scalars(sa.select(OutboxMessage.to_address)).all()
    assert told.count("phuongmoi@namdinh.example") == 1


def test_two_people_issuing_at_once_issue_once(own_app: Flask, now: datetime) -> None:
    with own_app.app_context():
        table = laid(gather(), now)
        table.record()
        table.accept_all()
        on, code = table.on, table.briefing.code
        db.session.commit()
    results: list[Any] = []
    start = threading.Barrier(2)

    def press() -> None:
        with own_app.app_context():
            start.wait()
            begin_writing()
            briefing = queries.briefing_by_code(code)
            assert briefing is not None
            text = queries.conclusion_text(briefing)
            assert text is not None
            try:
                results.append(len(actions.issue(text, on=on)))
                db.session.commit()
            except RuleBroken as refused:
                db.session.rollback()
                results.append(refused.key)

    people = [threading.Thread(target=press) for _ in range(2)]
    for person in people:
        person.start()
    for person in people:
        person.join(30)
    assert sorted(map(str, results)) == ["5", "already_issued"]
    with own_app.app_context():
        assert db.session.scalar(sa.select(sa.func.count(Task.id))) == 5


# ---------------------------------------------------------------------------------------------------- the next briefing


def test_the_next_briefing_carries_what_is_unfinished_by_reference_and_closes_the_last(ready: Table) -> None:
    made = actions.issue(ready.text, on=ready.on)
    later = build.occasion(build.at(date(2021, 7, 5)), ready.cast.monitor)
    opened = actions.open_briefing(
        title="Giao ban quý III",
        held_on=date(2021, 7, 6),
        cutoff=end_of_day(date(2021, 6, 30), later.zone),
        on=later,
    )
    carried = {task.id for task, _times in reports.carried_into(opened)}
    assert carried == {task.id for task in made}
    assert {times for _task, times in reports.carried_into(opened)} == {1}
    assert db.session.scalar(sa.select(sa.func.count(Task.id))) == len(made), "carried over, never copied"
    assert (opened.previous, ready.briefing.state) == (ready.briefing, BriefingState.CLOSED)
    assert reports.latest_snapshot(opened) is not None


def test_figures_are_never_cut_off_in_the_future(ready: Table) -> None:
    actions.issue(ready.text, on=ready.on)
    with pytest.raises(RuleBroken, match="cutoff_in_future"):
        actions.open_briefing(
            title="Giao ban", held_on=date(2021, 7, 6), cutoff=ready.now + timedelta(days=1), on=ready.on
        )


@pytest.mark.parametrize(
    ("notice_on", "is_notice_late", "is_entry_late"),
    [
        (date(2021, 6, 15), False, False),
        (date(2021, 6, 21), False, False),
        (date(2021, 6, 22), True, False),
        (None, None, None),
    ],
)
def test_the_notice_has_five_working_days_and_the_entry_two(
    ready: Table, notice_on: date | None, is_notice_late: bool | None, is_entry_late: bool | None
) -> None:
    ready.briefing.notice_on = notice_on
    actions.issue(ready.text, on=ready.on)
    said = queries.timeliness(ready.briefing, calendar=settings.calendar(), zone=ready.on.zone)
    assert said.notice_limit == date(2021, 6, 21)
    assert (said.is_notice_late, said.is_entry_late) == (is_notice_late, is_entry_late)


def test_the_notice_can_be_added_later_but_not_before_the_meeting(table: Table) -> None:
    facts = actions.BriefingFacts(title="Giao ban quý II", notice_number="72/TB-UBND", notice_on=HELD_ON)
    actions.change_briefing(table.briefing, facts, version=table.briefing.version, on=table.on)
    assert table.briefing.notice_number == "72/TB-UBND"
    early = actions.BriefingFacts(title="Giao ban", notice_on=HELD_ON - timedelta(days=1))
    with pytest.raises(RuleBroken, match="notice_before_briefing"):
        actions.change_briefing(table.briefing, early, version=table.briefing.version, on=table.on)


# ------------------------------------------------------------------------------------------------ outside a briefing


def letter(**changes: Any) -> Source:
    given = {"kind": SourceKind.LETTER, "wording": "Đề nghị rà soát hộ nghèo.", "number": "412/UBND-VP"}
    return Source(**(given | changes))


def order(*leads: Unit, **changes: Any) -> DraftEdit:
    given = {"title": "Rà soát hộ nghèo", "partners": [], "due": DraftDue.DATED, "due_on": date(2021, 6, 30)}
    return DraftEdit(leads=[Target(unit_id=unit.id) for unit in leads], **(given | changes))


def create(table: Table, source: Source, edit: DraftEdit, on: date = date(2021, 6, 16)) -> list[Task]:
    return actions.create_directive(source, title=edit.title, edit=edit, assigned_on=on, on=table.on)[1]


def test_a_letter_becomes_a_task_at_once(table: Table) -> None:
    (task,) = create(table, letter(), order(table.cast.economy))
    assert (task.unit, task.due_on, task.directive.source_number) == (
        table.cast.economy,
        date(2021, 6, 30),
        "412/UBND-VP",
    )


def test_a_group_gets_a_task_a_member_and_the_lead_is_no_partner_besides(table: Table) -> None:
    wards = DraftEdit(
        title="Rà soát hộ nghèo",
        leads=[Target(group_id=table.wards.id)],
        partners=[Target(unit_id=table.cast.loc_vuong.id), Target(unit_id=table.cast.economy.id)],
        due=DraftDue.NONE,
    )
    made = create(table, letter(), wards)
    assert {task.unit.name for task in made} == {"Phường Lộc Vượng", "Phường Cửa Nam"}
    helpers = {row.unit.name for task in made for row in task.assignments if row.role == "partner"}
    assert helpers == {"Phòng Kinh tế"}


def roles_of(task: Task) -> dict[str, str]:
    return {row.unit.name: row.role.value for row in task.assignments if row.ended_at is None}


def test_who_reads_along_arrives_at_issue_and_may_open_the_task(ready: Table) -> None:
    """A unit stands once, in its highest part; a group means its members."""
    table, dyke = ready, ready.draft("hộ đê")
    informed = [Target(group_id=table.wards.id), Target(unit_id=table.cast.urban.id)]
    table.accept(dyke, partners=[Target(unit_id=table.cast.urban.id)], informed=informed)
    (task,) = [row for row in actions.issue(table.text, on=table.on) if "đê" in row.title]
    assert roles_of(task) == {
        "Phòng Kinh tế": "lead",
        "Phòng Quản lý đô thị": "partner",
        "Phường Lộc Vượng": "informed",
        "Phường Cửa Nam": "informed",
    }
    assert [row.due_on for row in task.assignments if row.role == "informed"] == [None, None]
    reader = actor_on(table.cast.ward_head, table.on.today)
    subject = subject_of(task)
    assert may(reader, Permission.VIEW_TASK, subject) is not None
    assert may(reader, Permission.REPORT_PART, subject) is None
    mailed = db.session.scalars(
        sa.select(OutboxMessage.to_address).where(OutboxMessage.text_body.contains(task.code))
    )
    assert table.cast.ward_head.email not in set(mailed), "who owes nothing is asked nothing"


def test_a_letter_may_name_who_reads_along(table: Table) -> None:
    (task,) = create(
        table, letter(), order(table.cast.economy, informed=[Target(unit_id=table.cast.cua_nam.id)])
    )
    assert roles_of(task) == {"Phòng Kinh tế": "lead", "Phường Cửa Nam": "informed"}


@pytest.mark.parametrize(
    ("source", "edit", "day", "key"),
    [
        ({"wording": " "}, {}, date(2021, 6, 16), "wording_missing"),
        ({"number": ""}, {}, date(2021, 6, 16), "source_missing"),
        ({"kind": SourceKind.CONCLUSION}, {}, date(2021, 6, 16), "source_kind_unknown"),
        ({}, {"title": ""}, date(2021, 6, 16), "title_missing"),
        ({}, {"due": DraftDue.UNDECIDED}, date(2021, 6, 16), "due_undecided"),
        ({}, {"due_on": date(2021, 6, 1)}, date(2021, 6, 16), "due_before_assignment"),
        ({}, {}, date(2021, 6, 17), "assigned_in_future"),
    ],
)
def test_a_directive_that_lacks_something_is_refused_whole(
    table: Table, source: dict[str, Any], edit: dict[str, Any], day: date, key: str
) -> None:
    with pytest.raises(RuleBroken) as refused:
        create(table, letter(**source), order(table.cast.economy, **edit), day)
    assert refused.value.key == key
    db.session.rollback()  # as the guard does for a refused request
    assert db.session.scalar(sa.select(sa.func.count(Directive.id))) == 0


def test_of_several_units_one_leads_unless_each_gets_a_task(table: Table) -> None:
    both = (table.cast.economy, table.cast.urban)
    with pytest.raises(RuleBroken, match="lead_several"):
        create(table, letter(), order(*both))
    assert len(create(table, letter(), order(*both, fans_out=True))) == 2
