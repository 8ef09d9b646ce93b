"""Days the package of public holidays does not know, each with where it stands (decision 26).

The rest is seeded by `settings.actions.seed_public_holidays`; a correction here wins over it. Swaps follow the yearly
announcements of the Ministry of Labour, later of Home Affairs.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from taskboard.settings.models import DayKind

YEARS = range(2020, 2028)


@dataclass(frozen=True, slots=True)
class SampleDay:
    """One corrected row of the working calendar."""

    day: date
    kind: DayKind
    name: str
    source: str


CORRECTIONS = (
    SampleDay(
        date(2024, 5, 4),
        DayKind.SWAP_WORKING,
        "Làm bù cho ngày 29/4/2024",
        "Thông báo hoán đổi ngày làm việc dịp 30/4 và 01/5/2024",
    ),
    SampleDay(
        date(2025, 4, 26),
        DayKind.SWAP_WORKING,
        "Làm bù cho ngày 02/5/2025",
        "Thông báo hoán đổi ngày làm việc dịp 30/4 và 01/5/2025",
    ),
    SampleDay(
        date(2026, 1, 2),
        DayKind.CLOSURE,
        "Nghỉ, làm bù ngày 10/01/2026",
        "Thông báo hoán đổi ngày làm việc dịp Tết Dương lịch 2026; thư viện holidays chưa có",
    ),
    SampleDay(
        date(2026, 1, 10),
        DayKind.SWAP_WORKING,
        "Làm bù cho ngày 02/01/2026",
        "Thông báo hoán đổi ngày làm việc dịp Tết Dương lịch 2026; thư viện holidays chưa có",
    ),
    SampleDay(
        date(2026, 8, 22),
        DayKind.SWAP_WORKING,
        "Làm bù cho ngày 31/8/2026",
        "Thông báo hoán đổi ngày làm việc dịp Quốc khánh 2026",
    ),
)
