"""What the walk finds, and what it remembers on the way."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from taskboard.domain.drafting.dates import Due
from taskboard.domain.drafting.units import Mention


class Mode(Enum):
    """What the text is doing: not yet known, reporting, giving orders, or closing."""

    OPEN = "open"
    REPORT = "report"
    ORDERS = "orders"
    OVER = "over"


@dataclass(slots=True)
class Found:
    """An order at clean offsets. `inherited` leads were told at another place."""

    start: int
    end: int
    leads: tuple[Mention, ...]
    partners: tuple[Mention, ...]
    is_inherited: bool
    cue: str
    field_span: tuple[int, int] | None
    due: Due | None
    block: int
    sentence: int
    own_due: Due | None = None
    action: int = 0
    is_ruled: bool = True
    """The rules say so themselves, not only the weighing."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A clause that a walk judged: where its item would begin, its verdict, and what could be seen of it."""

    start: int
    edge: int
    end: int
    is_order: bool
    sights: tuple[str, ...]


@dataclass(slots=True)
class Skipped:
    """A stretch without an order, and why (a message in Vietnamese)."""

    start: int
    end: int
    why: str


@dataclass(slots=True)
class Level:
    depth: int
    leads: tuple[Mention, ...] = ()
    partners: tuple[Mention, ...] = ()
    due: Due | None = None
    field_span: tuple[int, int] | None = None
    mode: Mode | None = None
    has_paragraphs: bool = False
    """Paragraphs at the margin, not list entries, stand under it."""


@dataclass(slots=True)
class State:
    mode: Mode = Mode.OPEN
    levels: list[Level] = field(default_factory=list)
    leads: tuple[Mention, ...] = ()
    carried: tuple[Mention, ...] = ()
    """Who was told last in the paragraph before."""
    field_span: tuple[int, int] | None = None
    is_lower_voice: bool = False
    has_begun: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """What the walk found; `starts_at` is a clean offset."""

    starts_at: int
    found: tuple[Found, ...]
    skipped: tuple[Skipped, ...]
    skipped_anywhere: tuple[Skipped, ...] = ()


TITLE = "Tiêu đề."
NOTHING_TOLD = "Không thấy việc được giao."
UNLIKELY = (
    "So với các kết luận đã đối chiếu, câu này giống lời kể, đánh giá hoặc lời nhắc hơn là việc được giao."
)

HEADING = "Đề mục."
UNIT_HEADING = "Đề mục nêu đơn vị."
PAGE_NUMBER = "Số trang."
HEADINGS = frozenset({HEADING, UNIT_HEADING, PAGE_NUMBER})
"""Why a line holds no order: it only names what follows, so nobody need mark it."""
