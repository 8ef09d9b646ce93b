"""What drafting takes and gives: plain frozen values, no behaviour beyond small questions about themselves."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Recurrence(StrEnum):
    """How often a duty comes back."""

    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    YEARLY = "yearly"


class Kind(StrEnum):
    """An order from a superior, a request to a body one cannot order, or an attitude that asks for no report."""

    ORDER = "order"
    REQUEST = "request"
    ATTITUDE = "attitude"


class TargetKind(StrEnum):
    """What a mention was resolved to."""

    UNIT = "unit"
    GROUP = "group"


@dataclass(frozen=True, slots=True)
class UnitEntry:
    """A unit of the city's tree as it stands on the meeting day.

    `kind` is free text of the city ("phòng", "phường", …); `fields` are keywords of what it usually leads.
    """

    key: str
    name: str
    short_name: str = ""
    aliases: tuple[str, ...] = ()
    kind: str = ""
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GroupEntry:
    """A named set of units that an order may address at once ("các phường, xã")."""

    key: str
    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LearnedPair:
    """Words the city once confirmed as a unit's work, and how many times."""

    phrase: str
    unit_key: str
    count: int = 1


@dataclass(frozen=True, slots=True)
class Resolution:
    """Where a surface string points in the city's tree; `how` is a plain Vietnamese sentence."""

    target: str | None
    target_kind: TargetKind | None
    how: str


@dataclass(frozen=True, slots=True)
class UnitMention:
    """A unit as written. `start` and `end` are None when the mention is inherited from another place."""

    surface: str
    start: int | None
    end: int | None
    target: str | None
    target_kind: TargetKind | None
    how: str
    inherited_from: int | None = None

    @property
    def is_resolved(self) -> bool:
        """True once it points at a unit or group of the city."""
        return self.target is not None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A unit that usually does such work, offered only where the text names nobody."""

    unit_key: str
    reason: str


@dataclass(frozen=True, slots=True)
class Draft:
    """One proposed directive. Offsets are code points of the text given, `end` exclusive; `text` is that slice."""

    start: int
    end: int
    text: str
    leads: tuple[UnitMention, ...] = ()
    partners: tuple[UnitMention, ...] = ()
    deadline: date | None = None
    deadline_text: str | None = None
    deadline_start: int | None = None
    deadline_end: int | None = None
    deadline_basis: str = ""
    deadline_is_sure: bool = True
    recurrence: Recurrence | None = None
    event_text: str | None = None
    field: str | None = None
    kind: Kind = Kind.ORDER
    suggestions: tuple[Suggestion, ...] = ()
    title: str = ""
    reasons: tuple[str, ...] = ()

    @property
    def span(self) -> tuple[int, int]:
        """Start and end together."""
        return self.start, self.end


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence or list entry after the start of the conclusions that holds no draft, and why."""

    start: int
    end: int
    text: str
    why: str
    is_heading: bool = False
    """A line that only names what follows: nothing a unit could be asked for."""


@dataclass(frozen=True, slots=True)
class Drafting:
    """All that was read from one text. Before `starts_at` lies the report: one block, no drafts."""

    starts_at: int
    drafts: tuple[Draft, ...] = field(default=())
    passages: tuple[Passage, ...] = field(default=())
