"""Who is given what: one task a lead unit, partners beside it, duties by their periods (decisions 1 and 3)."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from taskboard.briefings.models import DraftDue, UnitRole
from taskboard.db import db
from taskboard.domain.deadline import Recurrence
from taskboard.domain.errors import RuleBroken
from taskboard.outbox.models import OutboxMessage
from taskboard.settings import actions as settings
from taskboard.settings.models import DayKind
from taskboard.tasks import actions
from taskboard.tasks.models import Duty, Task
from taskboard.units.models import Unit
from tests import build
from tests.cast import Cast, cast

if TYPE_CHECKING:
    from taskboard.occasion import Occasion

__all__ = ["cast"]


@pytest.fixture
def office(cast: Cast, now: datetime) -> Occasion:
    return build.occasion(now, cast.monitor)


def test_many_units_get_a_task_each_under_one_directive(cast: Cast, office: Occasion) -> None:
    units = [cast.loc_vuong, cast.cua_nam, cast.economy]
    made = build.tasks_of_letter("Tổng vệ sinh môi trường", leads=units, on=office, due_on=date(2021, 6, 25))
    assert [task.unit_id for task in made] == [unit.id for unit in units]
    assert len({task.directive_id for task in made}) == 1
    assert len({task.code for task in made}) == 3


def test_each_unit_gets_one_mail_however_many_tasks(cast: Cast, office: Occasion) -> None:
    build.tasks_of_letter("Tổng vệ sinh môi trường", leads=[cast.loc_vuong, cast.cua_nam], on=office)
    mails = db.session.scalars(sa.select(OutboxMessage).where(OutboxMessage.kind == "tasks_issued")).all()
    assert len(mails) == 2


def test_codes_are_given_once_in_a_row(cast: Cast, office: Occasion) -> None:
    codes = [build.task(f"Việc {n}", lead=cast.economy, on=office).code for n in range(3)]
    numbers = [int(code.rpartition("-")[2]) for code in codes]
    assert codes[0].startswith("NV-2021-")
    assert numbers == list(range(numbers[0], numbers[0] + 3))


def test_partners_stand_beside_the_lead(cast: Cast, office: Occasion) -> None:
    task = build.task(
        "Hồ sơ nông thôn mới", lead=cast.economy, partners=[cast.urban, cast.economy], on=office
    )
    roles = [(row.unit_id, row.role) for row in task.assignments]
    assert roles == [(cast.economy.id, UnitRole.LEAD), (cast.urban.id, UnitRole.PARTNER)]


def test_the_units_own_monitor_follows_its_tasks(cast: Cast, office: Occasion) -> None:
    assert build.task("A", lead=cast.economy, on=office).monitor_id == cast.monitor.id
    assert build.task("B", lead=cast.urban, on=office).monitor_id is None


def test_a_due_day_off_gives_way_to_the_next_working_day(cast: Cast, office: Occasion) -> None:
    saturday = date(2021, 6, 19)
    task = build.task("Việc hạn thứ Bảy", lead=cast.economy, on=office, due_on=saturday)
    assert (task.due_on, task.overdue_from) == (saturday, build.at(date(2021, 6, 22), 0))


def test_a_later_holiday_moves_no_date_already_given(cast: Cast, office: Occasion) -> None:
    task = build.task("Việc hạn thứ Sáu", lead=cast.economy, on=office, due_on=date(2021, 6, 18))
    before = task.overdue_from
    settings.set_calendar_day(
        date(2021, 6, 18), DayKind.HOLIDAY, name="Nghỉ", source="", acting=office.acting, now=office.now
    )
    again = build.task(
        "Việc hạn thứ Sáu nữa", lead=cast.economy, on=build.occasion(office.now), due_on=task.due_on
    )
    assert task.overdue_from == before
    assert again.overdue_from == build.at(date(2021, 6, 22), 0)


def test_nothing_is_due_before_it_is_given(cast: Cast, office: Occasion) -> None:
    with pytest.raises(RuleBroken) as broken:
        build.task("Việc cũ", lead=cast.economy, on=office, due_on=date(2021, 6, 15))
    assert broken.value.key.startswith("due_before_")
    assert broken.value.field == "due_on"


def test_a_unit_that_is_no_more_is_given_nothing(cast: Cast, office: Occasion) -> None:
    gone = build.unit("Phòng Cũ")
    gone.valid_to = date(2021, 6, 1)
    with pytest.raises(RuleBroken) as broken:
        build.task("Việc", lead=gone, on=office)
    assert broken.value.key == "unit_gone"
    assert broken.value.details["unit"] == "Phòng Cũ"


def test_a_unit_that_is_still_to_come_is_called_so(cast: Cast, office: Occasion) -> None:
    new = build.unit("Phòng Mới", valid_from=date(2021, 7, 1))
    with pytest.raises(RuleBroken) as broken:
        build.task("Việc", lead=new, on=office)
    assert (broken.value.key, broken.value.details["since"]) == ("unit_not_yet", date(2021, 7, 1))


def weekly(cast: Cast, on: Occasion) -> list[Task]:
    return build.tasks_of_letter(
        "Tổng vệ sinh chiều thứ Sáu hằng tuần",
        leads=[cast.loc_vuong, cast.cua_nam],
        on=on,
        due=DraftDue.DUTY,
        recurrence=Recurrence.WEEKLY,
        due_day=5,
    )


def test_a_duty_owes_one_task_a_unit_and_period(cast: Cast, office: Occasion) -> None:
    made = weekly(cast, office)
    assert [(task.unit_id, task.period_key, task.due_on) for task in made] == [
        (cast.loc_vuong.id, "2021-W24", date(2021, 6, 18)),
        (cast.cua_nam.id, "2021-W24", date(2021, 6, 18)),
    ]
    assert db.session.scalar(sa.select(sa.func.count(Duty.id))) == 1


def test_periods_missed_while_nobody_asked_are_opened_once(cast: Cast, office: Occasion) -> None:
    weekly(cast, office)
    three_weeks_on = build.occasion(build.at(date(2021, 7, 6)))
    assert actions.open_due_occurrences(on=three_weeks_on) == 6
    assert actions.open_due_occurrences(on=three_weeks_on) == 0
    keys = db.session.scalars(
        sa.select(Task.period_key).where(Task.unit_id == cast.cua_nam.id).order_by(Task.id)
    )
    assert list(keys) == ["2021-W24", "2021-W25", "2021-W26", "2021-W27"]


def test_a_duty_passes_with_its_lead_and_the_unit_that_gave_it_away_owes_no_further_period(
    cast: Cast, office: Occasion
) -> None:
    """The second period is passed on: from the third on the other unit reports, and nobody reports twice."""
    (first, _other) = weekly(cast, office)
    head, chief = build.occasion(office.now, cast.ward_head), build.occasion(office.now, cast.chief)
    build.confirmed(first, told=head, by=chief)
    actions.open_due_occurrences(on=build.occasion(build.at(date(2021, 6, 21))))
    (second,) = of_unit(cast.loc_vuong, "2021-W25")
    on = build.occasion(build.at(date(2021, 6, 22)), cast.ward_head)
    asked = actions.ask_transfer(second, new_unit=cast.urban, reason="Đội vệ sinh thuộc phòng.", on=on)
    actions.accept_request(asked, on=build.occasion(on.now, cast.chief))
    for day, period in ((date(2021, 6, 28), "2021-W26"), (date(2021, 7, 5), "2021-W27")):
        assert actions.open_due_occurrences(on=build.occasion(build.at(day))) == 2
        assert (len(of_unit(cast.loc_vuong, period)), len(of_unit(cast.urban, period))) == (0, 1)


def test_a_unit_that_was_lent_an_earlier_period_owes_only_that(cast: Cast, office: Occasion) -> None:
    (first, _other) = weekly(cast, office)
    actions.open_due_occurrences(on=build.occasion(build.at(date(2021, 6, 21))))
    on = build.occasion(build.at(date(2021, 6, 22)), cast.ward_head)
    asked = actions.ask_transfer(first, new_unit=cast.urban, reason="Tuần đó phòng làm thay.", on=on)
    actions.accept_request(asked, on=build.occasion(on.now, cast.chief))
    actions.open_due_occurrences(on=build.occasion(build.at(date(2021, 6, 28))))
    assert (len(of_unit(cast.loc_vuong, "2021-W26")), len(of_unit(cast.urban, "2021-W26"))) == (1, 0)


def of_unit(unit: Unit, period: str) -> list[Task]:
    statement = sa.select(Task).where(Task.unit_id == unit.id, Task.period_key == period)
    return list(db.session.scalars(statement))


def test_a_unit_whose_duty_was_withdrawn_owes_no_further_period(cast: Cast, office: Occasion) -> None:
    first, second = weekly(cast, office)
    actions.withdraw(first, reason="Phường không có chợ.", on=office)
    actions.open_due_occurrences(on=build.occasion(build.at(date(2021, 6, 21))))
    opened = db.session.scalars(sa.select(Task).where(Task.period_key == "2021-W25")).all()
    assert [task.unit_id for task in opened] == [second.unit_id]
