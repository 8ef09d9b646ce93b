"""`flask scheduler …`: the process that keeps the clock, and its jobs by hand."""

from __future__ import annotations

import logging

import click
from flask import current_app
from flask.cli import AppGroup

from taskboard.operation.logs import SkippedTicks
from taskboard.outbox.delivery import holder_name
from taskboard.scheduler.jobs import JOBS, job
from taskboard.scheduler.run import Runner, run_job

scheduler_cli = AppGroup("scheduler", help="Run periodic jobs.")


@scheduler_cli.command("run")
def run() -> None:
    """Run the scheduler as its own process until it is stopped; a second one stands by."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(levelname)s %(message)s")
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    logging.getLogger("apscheduler.scheduler").addFilter(SkippedTicks())
    runner = Runner(current_app._get_current_object())  # type: ignore[attr-defined]
    runner.stop_on_signals()
    runner.run()


@scheduler_cli.command("run-once")
@click.option(
    "--job",
    "names",
    multiple=True,
    type=click.Choice([one.name for one in JOBS]),
    help="Only this job; may be repeated.",
)
def run_once(names: tuple[str, ...]) -> None:
    """Run every job once, now, in the order of the list; one that is named does not wait for its hour.

    Exits with 1 when one failed.
    """
    app, holder = current_app._get_current_object(), holder_name()  # type: ignore[attr-defined]
    chosen = [job(name).as_asked() for name in names] or list(JOBS)
    results = [(one.name, run_job(app, one, holder=holder)) for one in chosen]
    for name, succeeded in results:
        click.echo(f"{name}: {'ok' if succeeded else 'failed'}")
    if not all(succeeded for _, succeeded in results):
        raise SystemExit(1)


@scheduler_cli.command("jobs")
def list_jobs() -> None:
    """Name every job, how often it is asked, and what it does."""
    for one in JOBS:
        click.echo(f"{one.name:24} {one.every_seconds:>6} s  {one.does}")
