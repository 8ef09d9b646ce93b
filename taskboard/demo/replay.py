"""The sample's story, replayed through the verbs every page uses, each at its own historical instant.

Nothing is written past the actions, so versions, journal, reminders and mails are what they would have been. Mails of
the past are kept to be read and never sent; those of the last business days stay owed and show in the outbox.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import sqlalchemy as sa

from taskboard.briefings import actions as briefings
from taskboard.briefings import queries as briefing_queries
from taskboard.briefings.models import Briefing
from taskboard.core import Core
from taskboard.db import db
from taskboard.demo import indicators, review, steps
from taskboard.demo.cast import Cast
from taskboard.demo.daily import run_daily_jobs
from taskboard.demo.data import city, days, outside, people, quarter_four, quarter_one
from taskboard.demo.data.steps import OutsideOrder, SampleBriefing
from taskboard.demo.founding import found_city
from taskboard.demo.timeline import Act, BriefingAct, DayBegins, Happening, LifeStep, OutsideAct, moment, tell
from taskboard.domain.authority import Permission
from taskboard.domain.calendar import Quarter, WorkingCalendar, end_of_day, local_date, start_of_day
from taskboard.journal.actions import SCHEDULER, Acting
from taskboard.occasion import Occasion
from taskboard.outbox.actions import Skipped
from taskboard.outbox.models import MailState, OutboxMessage
from taskboard.settings import queries as settings
from taskboard.tasks import actions as tasks

Echo = Callable[[str], None]

FOUNDED_AT = "2020-10-05 08:00"
KEPT_WORKING_DAYS = 3
"""Mails of so many last business days stay owed, the business day itself included."""
BRIEFINGS = (quarter_four.BRIEFING, quarter_one.BRIEFING)

_NEEDED = {
    Act.OPEN: Permission.OPEN_BRIEFING,
    Act.RECORD_TEXT: Permission.RECORD_BRIEFING,
    Act.ISSUE: Permission.ISSUE_CONCLUSIONS,
}


def replay(core: Core, *, offset: timedelta, until: datetime, start_day: date, echo: Echo) -> None:
    """Write the city and its story up to the business instant `until`; flushes, never commits.

    `offset` leads from the machine's time to the sample's; `start_day` is the business day the sample opens on.
    """
    cast = found_city(now=moment(FOUNDED_AT, core.settings.zone))
    echo(f"  {len(cast.units)} đơn vị, {len(cast.people)} người, ngày lễ {days.YEARS[0]} - {days.YEARS[-1]}")
    _Replay(core, cast, settings.calendar(), offset, start_day).run(until, echo)


@dataclass
class _Replay:
    core: Core
    cast: Cast
    calendar: WorkingCalendar
    offset: timedelta
    start_day: date
    directives: dict[str, int] = field(default_factory=dict)
    """Words of an order → the directive that came of it."""

    def run(self, until: datetime, echo: Echo) -> None:
        """Carry out every happening, oldest first; one line a month."""
        zone, month = self.core.settings.zone, ""
        for at, happening in tell(BRIEFINGS, outside.ORDERS, until=until, zone=zone):
            if (running := at.astimezone(zone).strftime("%m/%Y")) != month:
                month = running
                echo(f"  tháng {month}")
            self._carry_out(at, happening)
        db.session.flush()

    def _carry_out(self, at: datetime, happening: Happening) -> None:
        match happening:
            case DayBegins(day):
                self._lay_aside_old_mails(day)
                run_daily_jobs(self._occasion(at, SCHEDULER))
            case BriefingAct(briefing, act):
                self._act_on_briefing(at, briefing, act)
            case OutsideAct(order):
                self._give_outside_order(at, order)
            case LifeStep():
                self._live(at, happening)

    def _occasion(self, at: datetime, acting: Acting) -> Occasion:
        """The moment as it was: the machine's time runs beside the business time, so old links have ended."""
        held = self.core.settings
        return Occasion(
            acting=acting,
            now=at,
            real_now=at - self.offset,
            zone=held.zone,
            calendar=self.calendar,
            base_url=held.base_url,
            body_name=held.body_name,
        )

    def _occasion_of(self, at: datetime, handle: str, permission: Permission) -> Occasion:
        day = local_date(at, self.core.settings.zone)
        return self._occasion(at, self.cast.acting(handle, permission, day))

    def _lay_aside_old_mails(self, today: date) -> None:
        """Mails of history are not for sending: they say so, and no later digest may swallow them."""
        recent = self.calendar.add_working_days(self.start_day, 1 - KEPT_WORKING_DAYS)
        limit = start_of_day(min(today, recent), self.core.settings.zone)
        db.session.execute(
            sa.update(OutboxMessage)
            .where(OutboxMessage.state == MailState.OWED, OutboxMessage.business_at < limit)
            .values(state=MailState.SKIPPED, outcome=Skipped.HISTORY.value)
        )

    # ------------------------------------------------------------------------------------------------- briefings

    def _act_on_briefing(self, at: datetime, sample: SampleBriefing, act: Act) -> None:
        on = self._occasion_of(at, "vanphong", _NEEDED[act])
        if act is Act.OPEN:
            self._open(sample, on)
            return
        briefing = briefing_queries.briefing_by_code(sample.code)
        assert briefing is not None
        if act is Act.RECORD_TEXT:
            review.record_text(briefing, sample, max_chars=self.core.settings.max_text_chars, on=on)
        else:
            self._issue(briefing, sample, on)

    def _open(self, sample: SampleBriefing, on: Occasion) -> None:
        quarter = Quarter(sample.year, sample.quarter)
        indicators.enter_quarter(
            self.cast,
            sample.year,
            sample.quarter,
            lambda handle, permission: self._occasion_of(on.now, handle, permission),
        )
        briefings.open_briefing(
            title=sample.title,
            held_on=sample.held_on,
            place=city.PLACE,
            chair=self.cast.people[people.CHAIR],
            attendees=sample.attendees,
            cutoff=end_of_day(quarter.last_day, on.zone),
            on=on,
        )

    def _issue(self, briefing: Briefing, sample: SampleBriefing, on: Occasion) -> None:
        _note_notice(briefing, sample, on=on)
        text = briefing_queries.conclusion_text(briefing)
        assert text is not None
        starts = review.review(text, sample, self.cast, on=on)
        made = briefings.issue(text, on=on)
        by_start = {task.directive.start: task.directive.id for task in made}
        self.directives |= {words: by_start[start] for words, start in starts.items()}

    # --------------------------------------------------------------------------------------- tasks and their lives

    def _give_outside_order(self, at: datetime, sample: OutsideOrder) -> None:
        on, order = self._occasion_of(at, sample.by, Permission.CREATE_DIRECTIVE), sample.order
        source = briefings.Source(
            kind=sample.source,
            wording=order.words,
            number=sample.number,
            on=sample.source_on,
            body=sample.body,
            level=sample.level,
            leader=self.cast.people[order.leader],
            field=order.field,
        )
        directive, _ = briefings.create_directive(
            source,
            title=order.title,
            edit=review.edit_of(order, self.cast),
            assigned_on=on.today,
            is_starred=order.is_starred,
            on=on,
        )
        self.directives[order.words] = directive.id

    def _live(self, at: datetime, told: LifeStep) -> None:
        held = self.core.settings
        scene = steps.Scene(
            cast=self.cast,
            task=steps.task_of(self.directives[told.order.words], self.cast.units[told.unit].id, told.period),
            told=told,
            storage=tasks.Storage(held.files_dir, held.max_file_bytes, held.max_files_per_report),
            occasions=lambda acting: self._occasion(at, acting),
        )
        steps.carry_out(scene)


def _note_notice(briefing: Briefing, sample: SampleBriefing, *, on: Occasion) -> None:
    """The notice is numbered after the meeting, before its directives quote it."""
    facts = briefings.BriefingFacts(
        title=briefing.title,
        place=briefing.place,
        chair=briefing.chair,
        attendees=briefing.attendees,
        notice_number=sample.notice_number,
        notice_on=sample.notice_on,
    )
    briefings.change_briefing(briefing, facts, version=briefing.version, on=on)
