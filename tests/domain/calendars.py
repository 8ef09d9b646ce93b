"""The real working year the pure rules are tried on, and strategies for any other."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from taskboard.domain.calendar import WorkingCalendar

CITY = ZoneInfo("Asia/Ho_Chi_Minh")


def _days(first: date, last: date) -> frozenset[date]:
    return frozenset(first + timedelta(days=offset) for offset in range((last - first).days + 1))


TET_2021 = _days(date(2021, 2, 10), date(2021, 2, 16))
"""29 tháng Chạp to mùng 5: Wednesday to Tuesday."""
OTHER_2021 = frozenset(
    {
        date(2021, 1, 1),
        date(2021, 4, 21),
        date(2021, 4, 30),
        date(2021, 5, 3),
        date(2021, 9, 2),
        date(2021, 9, 3),
    }
)
YEAR_2021 = WorkingCalendar(days_off=TET_2021 | OTHER_2021)
YEAR_2026 = WorkingCalendar(
    days_off=frozenset({date(2026, 1, 1), date(2026, 1, 2)}), working_swaps=frozenset({date(2026, 1, 10)})
)
"""Friday 2/1/2026 is free in exchange for Saturday 10/1."""

days = st.dates(date(2019, 12, 1), date(2023, 2, 1))
calendars = st.builds(
    WorkingCalendar,
    days_off=st.frozensets(days, max_size=40) | st.just(TET_2021 | OTHER_2021),
    working_swaps=st.frozensets(days, max_size=8),
)
zones = st.sampled_from(
    [
        CITY,
        ZoneInfo("UTC"),
        ZoneInfo("America/New_York"),
        ZoneInfo("Europe/Berlin"),
        ZoneInfo("Pacific/Kiritimati"),
    ]
)
