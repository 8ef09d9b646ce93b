"""With which part of the previous period a period may be compared: one as long (rule 35)."""

from __future__ import annotations

from datetime import datetime, tzinfo

from taskboard.domain.calendar import DAY, Period, at, end_of_day


def comparable_cutoff(cutoff: datetime, *, period: Period, previous: Period, zone: tzinfo) -> datetime:
    """The instant (UTC) as far into `previous` as `cutoff` is into `period`; the end of it for a whole period.

    Quarters of 90, 91 and 92 days are of equal length once they are over; before, day stands beside day.
    """
    if cutoff >= end_of_day(period.last, zone):
        return end_of_day(previous.last, zone)
    local = cutoff.astimezone(zone)
    day = previous.first + max(0, (local.date() - period.first).days) * DAY
    return min(at(day, local.time(), zone), end_of_day(previous.last, zone))
