"""`flask outbox …`: send what is owed, by hand."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import AppGroup

from taskboard.core import Core
from taskboard.journal.actions import COMMAND
from taskboard.occasion import occasion_of
from taskboard.outbox.delivery import deliver_owed, holder_name
from taskboard.reminders import actions as reminders

outbox_cli = AppGroup("outbox", help="Send mails that are owed.")


@outbox_cli.command("deliver")
def deliver() -> None:
    """Send what is owed now, once through. Exits with 1 when the mail server cannot be used."""
    core: Core = current_app.extensions["taskboard"]
    done = deliver_owed(
        settings=core.settings,
        holder=holder_name(),
        real_now=core.clock.real_now,
        today=core.clock.today(),
        resting=lambda: reminders.kinds_at_rest(on=occasion_of(core, COMMAND)),
    )
    click.echo(str(done))
    if not core.settings.smtp_url:
        click.echo("TASKBOARD_SMTP_URL is not set: mails are kept and shown in /outbox, none was sent.")
    if done.trouble:
        raise SystemExit(1)
