"""What the sample city shows from the first minute: every class, every path, and nothing that was not lived."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from taskboard.accounts import queries as accounts
from taskboard.briefings import queries as briefings
from taskboard.briefings.models import BriefingState, Directive, DraftState, SourceKind, SourceLevel
from taskboard.db import db
from taskboard.demo.data import city, people
from taskboard.domain.authority import Role
from taskboard.domain.calendar import end_of_day, start_of_day
from taskboard.domain.deadline import LateBand
from taskboard.domain.lifecycle import State
from taskboard.domain.rollup import Basis, RollUp, TaskClass
from taskboard.journal import queries as journal
from taskboard.outbox.models import MailState, OutboxMessage
from taskboard.reports import queries as reports
from taskboard.reports.models import CarriedTask
from taskboard.tasks.models import Duty, Extension, ExtensionState, Report, Task, TaskVersion
from taskboard.units import queries as units
from taskboard.units.models import UnitKind
from tests.conftest import CITY, SIXTEENTH_OF_JUNE

if TYPE_CHECKING:
    from flask import Flask

pytestmark = pytest.mark.slow

OFFICIAL = [kind for kind in TaskClass if kind is not TaskClass.EXCLUDED]


def _second_quarter(basis: Basis = Basis.CURRENT) -> RollUp:
    """The running quarter as of the sample's first morning."""
    figures = reports.compute(
        period_start=date(2021, 4, 1), cutoff=SIXTEENTH_OF_JUNE, known_at=SIXTEENTH_OF_JUNE, zone=CITY
    )
    return figures.original if basis is Basis.ORIGINAL else figures.current


def _frozen_first_quarter() -> reports.BothBases:
    briefing = briefings.briefing_by_code("2021-q1")
    assert briefing is not None
    (snapshot,) = reports.snapshots_of(briefing)
    return reports.read(snapshot)


def _tasks_of(unit_code: str) -> list[Task]:
    unit = units.unit_by_code(unit_code)
    assert unit is not None
    return list(db.session.scalars(sa.select(Task).where(Task.unit_id == unit.id)))


@pytest.mark.parametrize("basis", list(Basis))
@pytest.mark.parametrize("task_class", OFFICIAL)
def test_every_official_class_shows_in_the_running_quarter(
    sample: Flask, task_class: TaskClass, basis: Basis
) -> None:
    assert any(row.task_class is task_class for row in _second_quarter(basis).rows)


@pytest.mark.parametrize("task_class", OFFICIAL)
def test_every_official_class_stands_in_the_frozen_first_quarter(
    sample: Flask, task_class: TaskClass
) -> None:
    frozen = _frozen_first_quarter()

    assert any(row.task_class is task_class for row in frozen.original.rows)
    assert any(row.task_class is task_class for row in frozen.current.rows)


def test_both_quarters_have_something_withdrawn_outside_the_classes(sample: Flask) -> None:
    for figures in (_second_quarter(), _frozen_first_quarter().current):
        withdrawn = [row for row in figures.rows if row.state is State.WITHDRAWN]
        assert [row.task_class for row in withdrawn] == [TaskClass.EXCLUDED]


def test_the_classes_of_all_units_add_up_to_the_city(sample: Flask) -> None:
    figures = _second_quarter()
    by_unit: Counter[TaskClass] = Counter()
    for row in figures.rows:
        by_unit[row.task_class] += 1

    for task_class in OFFICIAL:
        assert getattr(figures.current, task_class.value) == by_unit[task_class]
        assert (
            sum(getattr(line.figures.counts, task_class.value) for line in figures.by_unit)
            == by_unit[task_class]
        )


def test_what_is_late_fills_every_band_of_the_overdue_board(sample: Flask) -> None:
    assert all(_second_quarter().total.late_bands[band] for band in LateBand)


def test_the_granted_extension_makes_the_two_bases_differ(sample: Flask) -> None:
    original, current = _second_quarter(Basis.ORIGINAL), _second_quarter(Basis.CURRENT)

    assert original.original.open_overdue > current.current.open_overdue


def test_the_first_quarter_compares_with_the_one_before(sample: Flask) -> None:
    previous = _frozen_first_quarter().current.previous

    assert previous is not None
    assert previous.period_start == date(2020, 10, 1)
    assert previous.current.done_on_time > 0


@pytest.mark.parametrize("state", [ExtensionState.PENDING, ExtensionState.GRANTED, ExtensionState.REFUSED])
def test_extensions_were_granted_refused_and_wait(sample: Flask, state: ExtensionState) -> None:
    assert db.session.scalar(sa.select(sa.func.count(Extension.id)).where(Extension.state == state))


def test_every_path_of_a_task_was_walked(sample: Flask) -> None:
    def count(*conditions: sa.ColumnElement[bool]) -> int:
        return db.session.scalar(sa.select(sa.func.count(Task.id)).where(*conditions)) or 0

    assert count(Task.send_back_count == 1) == 2
    assert count(Task.state == State.WAITING) >= 5
    assert count(Task.is_starred.is_(True), Task.state.in_([State.IN_PROGRESS, State.NEW])) >= 2
    assert count(Task.source_level == SourceLevel.PROVINCE) >= 2
    assert count(Task.state == State.NEW) >= 5
    assert {duty.recurrence.value for duty in db.session.scalars(sa.select(Duty))} == {"weekly", "monthly"}


def test_directives_come_from_every_kind_of_source(sample: Flask) -> None:
    assert set(db.session.scalars(sa.select(Directive.source_kind).distinct())) == set(SourceKind)


def test_the_head_of_economy_opens_on_the_work_of_the_day(sample: Flask) -> None:
    unit = units.unit_by_code("kinhte")
    head = accounts.person_by_sign_in_name("kinhte@namdinh.example")
    assert unit is not None
    assert head is not None
    owed = [task for task in _tasks_of("kinhte") if task.state in (State.RECEIVED, State.IN_PROGRESS)]
    late = [task for task in owed if task.overdue_from and task.overdue_from <= SIXTEENTH_OF_JUNE]
    soon = [task for task in owed if task.due_on in (date(2021, 6, 17), date(2021, 6, 18), date(2021, 6, 21))]
    silent = [task for task in owed if task.due_on is None]

    assert (len(late), len(soon), len(silent)) == (2, 3, 2)
    states = Counter(task.state for task in _tasks_of("kinhte"))
    assert states[State.NEW] == 1
    assert states[State.WAITING] == 1
    assert states[State.COMPLETED] >= 3
    assert accounts.actor_on(head, date(2021, 6, 16)).unit_ids == {unit.id}


def test_the_ward_of_loc_vuong_has_something_of_each_kind(sample: Flask) -> None:
    states = Counter(task.state for task in _tasks_of("phuong.loc-vuong"))

    assert states[State.COMPLETED] >= 2
    assert states[State.IN_PROGRESS] >= 1
    assert states[State.RECEIVED] >= 1


def test_units_that_say_nothing_are_there_to_be_named(sample: Flask) -> None:
    silent_since = start_of_day(date(2021, 5, 17), CITY)
    statement = sa.select(Task).where(
        Task.state.in_([State.RECEIVED, State.IN_PROGRESS]), Task.last_report_at < silent_since
    )

    assert {task.unit.code for task in db.session.scalars(statement)} >= {
        "xa.nam-phong",
        "vhtt",
        "yte",
        "phuong.tran-dang-ninh",
        "kinhte",
    }


def test_the_two_briefings_are_closed_and_issued_and_the_next_is_not_open(sample: Flask) -> None:
    states = {briefing.code: briefing.state for briefing in briefings.briefings()}

    assert states == {"2020-q4": BriefingState.CLOSED, "2021-q1": BriefingState.ISSUED}


def test_unfinished_tasks_were_carried_over_by_reference(sample: Flask) -> None:
    carried = db.session.scalars(sa.select(CarriedTask)).all()
    times = Counter(row.times for row in carried)

    assert times[1] > 10
    assert times[2] == 0 or times[2] < times[1]
    assert db.session.scalar(sa.select(sa.func.count(Task.id))) == db.session.scalar(
        sa.select(sa.func.count(sa.distinct(Task.code)))
    )


def test_each_directive_quotes_its_exact_span(sample: Flask) -> None:
    for briefing in briefings.briefings():
        text = briefings.conclusion_text(briefing)
        assert text is not None
        found = db.session.scalars(sa.select(Directive).where(Directive.briefing_id == briefing.id)).all()
        assert len(found) >= 14
        assert all(one.wording == text.text[one.start : one.end] for one in found)
        assert all(draft.state is not DraftState.OPEN for draft in text.drafts)


def test_the_twenty_five_wards_and_communes_each_have_their_own_task(sample: Flask) -> None:
    statement = (
        sa.select(Directive.id, sa.func.count(sa.distinct(Task.unit_id)))
        .join(Task, Task.directive_id == Directive.id)
        .group_by(Directive.id)
    )

    assert sorted(count for _, count in db.session.execute(statement))[-4:] == [6, 12, 25, 25]


# ---------------------------------------------------------------------------------------------- the traces it left


def test_the_journal_is_whole(sample: Flask) -> None:
    verdict = journal.verify(None)

    assert verdict.entries > 1_000
    assert list(verdict.faults) == []


def test_each_task_has_one_open_version_that_agrees_with_it(sample: Flask) -> None:
    statement = sa.select(Task, TaskVersion).join(TaskVersion).where(TaskVersion.recorded_to.is_(None))
    rows = db.session.execute(statement).all()

    assert len(rows) == db.session.scalar(sa.select(sa.func.count(Task.id)))
    assert all((task.state, task.due_on) == (version.state, version.due_on) for task, version in rows)


def test_nothing_happened_after_the_first_morning(sample: Flask) -> None:
    latest = db.session.scalar(sa.select(sa.func.max(TaskVersion.recorded_from)))
    reported = db.session.scalar(sa.select(sa.func.max(Report.reported_at)))

    assert latest is not None
    assert latest <= SIXTEENTH_OF_JUNE
    assert reported is not None
    assert reported <= SIXTEENTH_OF_JUNE


def _mails(state: MailState) -> list[OutboxMessage]:
    return list(db.session.scalars(sa.select(OutboxMessage).where(OutboxMessage.state == state)))


def test_no_mail_claims_to_have_been_sent(sample: Flask) -> None:
    assert not _mails(MailState.SENT)
    assert {mail.outcome for mail in _mails(MailState.SKIPPED)} == {"history"}


def test_only_mails_of_the_last_three_business_days_are_owed(sample: Flask) -> None:
    owed = _mails(MailState.OWED)

    assert owed
    assert min(mail.business_at for mail in owed) >= start_of_day(date(2021, 6, 14), CITY)


def test_the_digest_of_the_first_morning_waits_for_the_head_of_economy(sample: Flask) -> None:
    morning = datetime(2021, 6, 16, 8, 0, tzinfo=CITY)
    (digest,) = (
        mail
        for mail in _mails(MailState.OWED)
        if mail.to_address == "kinhte@namdinh.example" and mail.business_at == morning
    )

    assert digest.kind == "reminder_digest"
    assert "Kiểm tra an toàn thực phẩm tại các chợ" in digest.text_body
    assert "/u/" in digest.text_body


def test_links_in_mails_of_history_have_ended(sample: Flask) -> None:
    from taskboard.reminders.models import MailLink

    ended = sa.select(sa.func.count(MailLink.id)).where(MailLink.expires_at <= SIXTEENTH_OF_JUNE)
    live = sa.select(sa.func.count(MailLink.id)).where(MailLink.expires_at > SIXTEENTH_OF_JUNE)

    assert (db.session.scalar(ended) or 0) > 100
    assert (db.session.scalar(live) or 0) > 10


# ------------------------------------------------------------------------------------------------ units and people


def test_the_city_is_the_one_of_2021(sample: Flask) -> None:
    kinds = Counter(unit.kind for unit in units.units_on(date(2021, 6, 16)))

    assert kinds[UnitKind.DEPARTMENT] + kinds[UnitKind.OFFICE] == 12
    assert (kinds[UnitKind.WARD], kinds[UnitKind.COMMUNE], kinds[UnitKind.MASS_BODY]) == (22, 3, 6)
    assert kinds[UnitKind.AGENCY] >= 9


def test_every_unit_has_a_mailbox_a_follower_and_a_head_who_can_be_written_to(sample: Flask) -> None:
    day = date(2021, 6, 16)
    for unit in units.assignable_on(day):
        (head,) = accounts.holders(Role.UNIT_HEAD, day, unit_id=unit.id)
        assert head.email
        assert unit.email
        assert unit.monitor_id


def test_the_sample_accounts_can_be_signed_in_to(sample: Flask) -> None:
    from werkzeug.security import check_password_hash

    shown = [f"{handle}@{people.DOMAIN}" for handle, _ in people.SHOWN_ACCOUNTS]
    found = [accounts.person_by_sign_in_name(name) for name in shown]
    hashes = {person.password_hash for person in found if person}

    assert None not in found
    assert len(hashes) == 1
    assert check_password_hash(str(hashes.pop()), people.PASSWORD)
    roles = {post.role for person in found if person for post in person.posts}
    assert roles == set(Role)


def test_two_vice_chairs_share_the_fields_between_them(sample: Flask) -> None:
    chairs = accounts.holders(Role.VICE_CHAIR, date(2021, 6, 16))
    fields = [set(post.field_codes.split()) for person in chairs for post in person.posts]

    assert len(fields) == 2
    assert not fields[0] & fields[1]
    assert fields[0] | fields[1] <= {field.code for field in city.FIELDS}


def test_the_working_calendar_knows_the_holidays_and_the_swap_days(sample: Flask) -> None:
    from taskboard.settings import queries as settings

    calendar = settings.calendar()

    assert not calendar.is_working_day(date(2021, 2, 12))
    assert not calendar.is_working_day(date(2021, 5, 3))
    assert calendar.is_working_day(date(2026, 1, 10))
    assert not calendar.is_working_day(date(2026, 1, 2))


def test_a_deadline_on_the_holiday_of_thirty_april_ends_behind_it(sample: Flask) -> None:
    statement = sa.select(Task.overdue_from).where(Task.due_on == date(2021, 4, 30), Task.due_kind == "dated")

    assert set(db.session.scalars(statement)) == {end_of_day(date(2021, 5, 4), CITY)}


def test_the_office_has_reports_to_confirm_and_extensions_to_decide(sample: Flask) -> None:
    office = accounts.person_by_sign_in_name("vanphong@namdinh.example")
    assert office is not None
    followed = sa.select(Task.id).where(Task.monitor_id == office.id)
    waiting = db.session.scalars(
        sa.select(Task).where(Task.state == State.WAITING, Task.id.in_(followed))
    ).all()
    asked = db.session.scalars(sa.select(Extension).where(Extension.state == ExtensionState.PENDING)).all()

    assert {task.unit.code for task in waiting} >= {"kinhte", "thanhtra"}
    assert {extension.task.unit.code for extension in asked} == {"tnmt", "bqlda", "ttptqd"}
