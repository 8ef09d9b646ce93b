"""Commands: thin, over the same actions and queries as the pages."""

from __future__ import annotations

import json
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext
from sqlalchemy.exc import OperationalError, ProgrammingError

from taskboard.accounts.cli import accounts_cli
from taskboard.briefings import queries as briefings
from taskboard.briefings.drafting_cli import draft_command
from taskboard.briefings.export_cli import export_command
from taskboard.core import Core
from taskboard.demo.cli import demo_cli
from taskboard.domain.calendar import Quarter, start_of_day
from taskboard.domain.rollup import Basis, canonical_json
from taskboard.imports.cli import people_cli, tasks_cli, units_cli
from taskboard.journal import queries as journal
from taskboard.operation.cli import backup_cli, doctor_command, rekey_command
from taskboard.outbox.cli import outbox_cli
from taskboard.reminders.cli import reminders_cli
from taskboard.reports import queries as reports
from taskboard.reports.documents import Edition, report_document
from taskboard.reports.workbook import report_workbook
from taskboard.reports.writing import FILE_KINDS
from taskboard.scheduler.cli import scheduler_cli
from taskboard.search.cli import search_cli
from taskboard.setup.cli import setup_command
from taskboard.tasks import queries as tasks

if TYPE_CHECKING:
    from flask import Flask

conclusions_cli = AppGroup("conclusions", help="Read conclusion texts.")
conclusions_cli.add_command(draft_command)
conclusions_cli.add_command(export_command)
journal_cli = AppGroup("journal", help="The history of every change.")
reports_cli = AppGroup("reports", help="Roll-ups and documents.")


OURS = (
    conclusions_cli,
    demo_cli,
    reminders_cli,
    outbox_cli,
    scheduler_cli,
    journal_cli,
    accounts_cli,
    reports_cli,
    units_cli,
    people_cli,
    tasks_cli,
    search_cli,
)


def init_app(app: Flask) -> None:
    for group in OURS:
        app.cli.add_command(group)
    app.cli.add_command(backup_cli)
    app.cli.add_command(doctor_command)
    app.cli.add_command(rekey_command)
    app.cli.add_command(setup_command)
    for command in (*OURS, backup_cli, setup_command):
        _say_plainly(command)


def _say_plainly(command: click.Command) -> None:
    """A database that does not answer or has no schema is one sentence, not a page of Python."""
    invoke = command.invoke

    def plainly(context: click.Context) -> Any:
        try:
            return invoke(context)
        except (OperationalError, ProgrammingError) as error:
            cause = str(error.orig).strip().splitlines()[0]
            raise click.ClickException(
                f"cơ sở dữ liệu không trả lời được: {cause}. Chạy “flask doctor” để biết chỗ hỏng và cách sửa."
            ) from error

    setattr(command, "invoke", plainly)  # noqa: B010  (one command object, not its class)


def core() -> Core:
    return cast(Core, current_app.extensions["taskboard"])


@journal_cli.command("verify")
@with_appcontext
def verify_journal() -> None:
    """Prove the history unbroken, and each task what was last recorded of it; exit 1 with the place where not."""
    secret = core().settings.secret_key
    verdict = journal.verify(secret.encode() if secret else None)
    faults = [*verdict.faults, *tasks.altered_rows()]
    for fault in faults:
        click.echo(f"FAULT {fault}", err=True)
    click.echo(
        f"{verdict.entries} entries, {verdict.chains} chains, {verdict.seals} seals: "
        + ("BROKEN" if faults else "whole")
    )
    sys.exit(1 if faults else 0)


@reports_cli.command("roll-up")
@click.option("--cutoff", required=True, help="ISO day or instant; a day means its end.")
@click.option(
    "--from",
    "period_start",
    type=click.DateTime(["%Y-%m-%d"]),
    default=None,
    help="First day; default: of the cutoff's quarter.",
)
@click.option("--known-at", default=None, help="ISO instant; default: now.")
@click.option(
    "--basis",
    type=click.Choice([basis.value for basis in Basis]),
    default=Basis.ORIGINAL.value,
    show_default=True,
)
@click.option("--briefing", "code", default=None, help="Take period and comparison from this briefing.")
@click.option(
    "--format", "kind", type=click.Choice(["json", "xlsx", *FILE_KINDS]), default="json", show_default=True
)
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), default=None)
@with_appcontext
def roll_up(
    cutoff: str,
    period_start: datetime | None,
    known_at: str | None,
    basis: str,
    code: str | None,
    kind: str,
    output: Path | None,
) -> None:
    """The roll-up as of any instant, known at any instant."""
    zone = core().settings.zone
    until, day = _instant(cutoff)
    briefing = briefings.briefing_by_code(code) if code else None
    if code and briefing is None:
        raise click.ClickException(f"no briefing {code}")
    first = (
        period_start.date()
        if period_start
        else (briefing.period_start if briefing else Quarter.of(day).first_day)
    )
    known = _instant(known_at)[0] if known_at else core().clock.now()
    previous, carried = (
        reports.previous_of(briefing, cutoff=until, known_at=known, zone=zone)
        if briefing
        else (None, frozenset())
    )
    figures = reports.compute(
        period_start=first,
        cutoff=until,
        known_at=known,
        zone=zone,
        previous=previous,
        carried=carried,
    )
    chosen = figures.original if basis == Basis.ORIGINAL.value else figures.current
    if kind == "json":
        content = canonical_json(chosen).encode()
    elif kind == "xlsx":
        content = report_workbook(figures.original, figures.current, Basis(basis), reports.unit_order())
    else:
        document = report_document(
            figures, briefing, core().settings, Basis(basis), edition=Edition(known_at=known)
        )
        content = FILE_KINDS[kind].write(document)
    if output:
        output.write_bytes(content)
    elif kind == "json":
        click.echo(json.dumps(json.loads(content), ensure_ascii=False, indent=1))
    else:
        raise click.ClickException(f"-o FILE is needed for {kind}")


def _instant(text: str) -> tuple[datetime, date]:
    """An instant and its civil day; a plain day means 24:00 of it in the city."""
    zone = core().settings.zone
    try:
        if len(text) == 10:
            day = date.fromisoformat(text)
            return start_of_day(date.fromordinal(day.toordinal() + 1), zone), day
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise click.ClickException(f"not an ISO day or instant: {text}") from error
    moment = moment.replace(tzinfo=zone) if moment.tzinfo is None else moment
    return moment.astimezone(UTC), moment.astimezone(zone).date()
