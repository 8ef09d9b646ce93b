"""The words in which a life is told: what happened to a task, when (city time), and what was said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as attribute
from datetime import date
from typing import TypeAlias

from taskboard.briefings.models import SourceKind, SourceLevel
from taskboard.domain.deadline import DueKind, Recurrence
from taskboard.tasks.models import Cause


@dataclass(frozen=True, slots=True)
class Step:
    """`at` is city time, "2021-01-19 15:40"; `by` a person's handle, empty for whoever usually does it."""

    at: str
    by: str = attribute(default="", kw_only=True)


@dataclass(frozen=True, slots=True)
class Received(Step):
    """The unit pressed "Tiếp nhận"."""


@dataclass(frozen=True, slots=True)
class Progress(Step):
    """The unit said how far it is."""

    done: str
    obstacle: str = ""
    cause: Cause = Cause.NONE
    forecast: date | None = None
    next_step: str = ""


@dataclass(frozen=True, slots=True)
class Completion(Step):
    """The unit said it is done, on `claimed_on`, with the document that proves it."""

    claimed_on: date
    done: str
    document: str
    document_on: date | None = None
    has_file: bool = False
    """Whether the document itself came along."""


@dataclass(frozen=True, slots=True)
class Confirmed(Step):
    """The Office, or a leader for the Office's own task, confirmed."""


@dataclass(frozen=True, slots=True)
class SentBack(Step):
    reason: str


@dataclass(frozen=True, slots=True)
class ExtensionAsked(Step):
    new_due_on: date
    reason: str


@dataclass(frozen=True, slots=True)
class ExtensionGranted(Step):
    note: str = ""


@dataclass(frozen=True, slots=True)
class ExtensionRefused(Step):
    reason: str


@dataclass(frozen=True, slots=True)
class Urged(Step):
    """One mail at once from the Office."""


@dataclass(frozen=True, slots=True)
class Withdrawn(Step):
    reason: str


Life: TypeAlias = tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class SampleOrder:
    """One directive. `words` is its exact span of the conclusions, or the whole wording outside a briefing.

    `leads` and `partners` are codes of units, or one code of a group. `lives` are keyed by the lead unit; of a duty by
    unit and period, "mttq 2021-W15". `leader` and `is_starred` are said of an order outside a briefing only: the
    conclusions of a briefing are the chair's.
    """

    words: str
    title: str
    leads: tuple[str, ...]
    field: str
    partners: tuple[str, ...] = ()
    due_on: date | None = None
    due_kind: DueKind = DueKind.DATED
    recurrence: Recurrence | None = None
    due_day: int | None = None
    due_basis: str = ""
    is_starred: bool = False
    leader: str = "chutich"
    lives: Mapping[str, Life] = attribute(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NoTask:
    """A sentence of the conclusions of which no task arises, and why (rule 3)."""

    words: str
    reason: str


@dataclass(frozen=True, slots=True)
class SampleBriefing:
    """A briefing and what came of it. Instants are city time, as in `Step`."""

    code: str
    title: str
    year: int
    quarter: int
    held_on: date
    attendees: str
    notice_number: str
    notice_on: date
    recorded_at: str
    frozen_at: str
    text_recorded_at: str
    issued_at: str
    text_file: str
    starts_with: str
    """The heading at which the Office says the conclusions begin."""
    orders: tuple[SampleOrder, ...]
    no_tasks: tuple[NoTask, ...] = ()


@dataclass(frozen=True, slots=True)
class OutsideOrder:
    """A directive between two briefings: a letter, a direct order, a task from above (decision 2)."""

    at: str
    source: SourceKind
    order: SampleOrder
    number: str = ""
    source_on: date | None = None
    body: str = ""
    level: SourceLevel = SourceLevel.OWN
    by: str = "vanphong"


def single(unit: str, *steps: Step) -> dict[str, Life]:
    """The lives of an order to one unit."""
    return {unit: steps}
