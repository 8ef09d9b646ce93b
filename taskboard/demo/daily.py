"""What the scheduler does for the business on a day, done at once: duties, partners' silence, windows of briefings, planning, digests."""

from __future__ import annotations

from taskboard.briefings.actions import window as briefings
from taskboard.occasion import Occasion
from taskboard.reminders import actions as reminders
from taskboard.tasks import actions as tasks
from taskboard.units import actions as units


def run_daily_jobs(on: Occasion) -> None:
    """Harmless to repeat, as each of them is."""
    units.carry_out_due(on=on)
    tasks.open_due_occurrences(on=on)
    tasks.agree_by_silence(on=on)
    briefings.follow_calendar(on=on)
    reminders.plan_all(on=on)
    reminders.make_digests(on=on)
