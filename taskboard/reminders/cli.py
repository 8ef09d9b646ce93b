"""`flask reminders …`: plan by hand, and ask who would get what."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from zoneinfo import ZoneInfo

import click
from flask import current_app
from flask.cli import AppGroup

from taskboard.core import Core
from taskboard.db import begin_writing, db
from taskboard.journal.actions import COMMAND
from taskboard.occasion import Occasion, occasion_of
from taskboard.reminders import actions, queries
from taskboard.reminders.queries import PreviewLine
from taskboard.reminders.wording import mark_text, why_text
from taskboard.settings import queries as settings
from taskboard.tasks import actions as tasks
from taskboard.wording import day_text, weekday_text

reminders_cli = AppGroup("reminders", help="Plan reminders and preview them.")


class Instant(click.ParamType):  # type: ignore[type-arg]
    """An ISO 8601 date or instant; without a zone it is the city's."""

    name = "iso"

    def convert(
        self, value: str | datetime, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime:
        if isinstance(value, datetime):
            return value
        try:
            return datetime.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is no ISO 8601 instant, for example 2021-06-16T08:00", param, ctx)


def _core() -> Core:
    core: Core = current_app.extensions["taskboard"]
    return core


def in_zone(value: datetime | None, zone: ZoneInfo) -> datetime | None:
    return value.replace(tzinfo=zone) if value is not None and value.tzinfo is None else value


@reminders_cli.command("plan")
@click.option("--now", type=Instant(), help="As if it were this instant; default: the business clock.")
def plan(now: datetime | None) -> None:
    """Open what duties owe, plan marks, and turn what is due into mails owed. Harmless to repeat."""
    core = _core()
    begin_writing()
    on = occasion_of(core, COMMAND, now=in_zone(now, core.settings.zone))
    opened = tasks.open_due_occurrences(on=on)
    actions.start_pass(on=on)
    db.session.commit()
    planned = plan_by_batches(on)
    begin_writing()
    made = actions.make_digests(on=on)
    db.session.commit()
    click.echo(f"duty occurrences opened: {opened}; tasks planned: {planned}; digests made: {made}")


def plan_by_batches(on: Occasion) -> int:
    """A commit a batch: nobody waits for a whole city's plans. Returns tasks planned."""
    planned = 0
    while True:
        begin_writing()
        count = actions.plan_some(on=on)
        db.session.commit()
        if not count:
            return planned
        planned += count


@reminders_cli.command("preview")
@click.option(
    "--on", "on_date", required=True, type=click.DateTime(["%Y-%m-%d", "%d/%m/%Y"]), help="YYYY-MM-DD"
)
def preview(on_date: datetime) -> None:
    """Say who gets what on a day, and why; or why not. Changes nothing."""
    core = _core()
    day = on_date.date()
    lines = queries.preview(
        day, today=core.clock.today(), zone=core.settings.zone, calendar=settings.calendar()
    )
    click.echo(f"{weekday_text(day)} {day_text(day)}")
    if not lines:
        click.echo("Không có lời nhắc nào.")
    for (name, address), group in groupby(lines, key=lambda line: (line.to_name, line.to_address)):
        _echo_reader(name, address, list(group))


def _echo_reader(name: str, address: str, lines: Sequence[PreviewLine]) -> None:
    click.echo(f"\n{name} <{address or 'chưa có địa chỉ'}>")
    for line in lines:
        mark = "+" if line.will_go else "-"
        said = f"{line.code}  " if line.code else ""
        whose = f" ({line.unit})" if line.unit else ""
        click.echo(
            f"  {mark} {said}{mark_text(line.rule)}{whose}; {why_text(line.why)}. {line.title}".rstrip()
        )
