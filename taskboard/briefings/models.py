"""Briefings, their conclusions, the drafts under review and the directives that come of them."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from taskboard.accounts.models import Person
from taskboard.db import Base, Instant, Versioned, enum_column, intpk
from taskboard.domain.deadline import Recurrence
from taskboard.units.models import Unit, UnitGroup


class BriefingState(StrEnum):
    """Decision 11."""

    PLANNED = "planned"
    COLLECTING = "collecting"
    FROZEN = "frozen"
    HELD = "held"
    ISSUED = "issued"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    """Planned and never held: its number and its journal stay, nothing counts it any more."""


class SourceKind(StrEnum):
    """Where a directive comes from (decision 2)."""

    CONCLUSION = "conclusion"
    LETTER = "letter"
    DIRECT_ORDER = "direct_order"
    SUPERIOR = "superior"


class SourceLevel(StrEnum):
    """Own tasks and those passed down are counted apart (domain 1.3)."""

    OWN = "own"
    PROVINCE = "province"
    GOVERNMENT = "government"


class FanOutRule(StrEnum):
    """When a directive to many units counts as done (decision 1)."""

    ALL = "all"
    ANY = "any"
    SOME = "some"


class DraftState(StrEnum):
    OPEN = "open"
    ACCEPTED = "accepted"
    DROPPED = "dropped"


class DraftKind(StrEnum):
    ORDER = "order"
    REQUEST = "request"
    ATTITUDE = "attitude"
    PASSAGE = "passage"
    """A sentence after the start in which no order was found: still to be marked by a person."""


class DraftDue(StrEnum):
    UNDECIDED = "undecided"
    DATED = "dated"
    NONE = "none"
    DUTY = "duty"
    EVENT = "event"


class SupplementAct(StrEnum):
    """What an order of a supplement does to what was issued before (rule 1, decision 14)."""

    NEW = "new"
    REPLACES = "replaces"
    WITHDRAWS = "withdraws"
    """Nothing takes its place; a reason is given."""


class UnitRole(StrEnum):
    LEAD = "lead"
    PARTNER = "partner"
    INFORMED = "informed"


class BriefingSeries(Base):
    __tablename__ = "briefing_series"

    id: Mapped[intpk]
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]


class Briefing(Versioned, Base):
    __tablename__ = "briefing"

    id: Mapped[intpk]
    code: Mapped[str] = mapped_column(unique=True)
    """`2021-q1`: its quarter; a second one of the same quarter gets a number."""
    series_id: Mapped[int] = mapped_column(sa.ForeignKey("briefing_series.id"))
    title: Mapped[str]
    year: Mapped[int]
    quarter: Mapped[int]
    held_on: Mapped[date]
    place: Mapped[str] = mapped_column(default="")
    chair_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    attendees: Mapped[str] = mapped_column(default="")
    notice_number: Mapped[str] = mapped_column(default="")
    """Number of the Thông báo kết luận, "58/TB-UBND"."""
    notice_on: Mapped[date | None]
    period_start: Mapped[date]
    period_end: Mapped[date]
    """The period its roll-up covers; by default the calendar quarter (decision 5)."""
    state: Mapped[BriefingState] = enum_column(BriefingState)
    previous_id: Mapped[int | None] = mapped_column(sa.ForeignKey("briefing.id"))
    created_at: Mapped[Instant]
    created_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    cancelled_at: Mapped[Instant | None]
    cancel_reason: Mapped[str] = mapped_column(default="", server_default="")

    chair: Mapped[Person | None] = relationship(foreign_keys=[chair_id])
    previous: Mapped[Briefing | None] = relationship(remote_side="Briefing.id")
    series: Mapped[BriefingSeries] = relationship()
    texts: Mapped[list[ConclusionText]] = relationship(
        back_populates="briefing", order_by="ConclusionText.id"
    )

    __table_args__ = (
        sa.CheckConstraint("period_end >= period_start", name="period"),
        sa.CheckConstraint("quarter BETWEEN 1 AND 4", name="quarter"),
        sa.CheckConstraint(
            "(state = 'cancelled') = (cancelled_at IS NOT NULL) AND (state = 'cancelled') = (cancel_reason <> '')",
            name="cancelled",
        ),
    )

    @property
    def is_cancelled(self) -> bool:
        return self.state is BriefingState.CANCELLED


class ConclusionText(Versioned, Base):
    """The chair's words as they came: never trimmed, offsets count code points (decision 23); frozen at issue."""

    __tablename__ = "conclusion_text"

    id: Mapped[intpk]
    briefing_id: Mapped[int] = mapped_column(sa.ForeignKey("briefing.id"), index=True)
    text: Mapped[str]
    text_sha256: Mapped[str]
    starts_at: Mapped[int]
    """Where the conclusions begin; all before it is one block of report."""
    source_name: Mapped[str] = mapped_column(default="")
    created_at: Mapped[Instant]
    created_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    frozen_at: Mapped[Instant | None]
    supersedes_id: Mapped[int | None] = mapped_column(sa.ForeignKey("conclusion_text.id"))
    """The issued text this one supplements or corrects; that one stays as it is (rule 1)."""

    briefing: Mapped[Briefing] = relationship(back_populates="texts")
    supersedes: Mapped[ConclusionText | None] = relationship(remote_side="ConclusionText.id")
    drafts: Mapped[list[Draft]] = relationship(
        back_populates="text_row", order_by="Draft.start", cascade="all, delete-orphan"
    )

    __table_args__ = (
        sa.Index(
            "uq_conclusion_text_open",
            "briefing_id",
            unique=True,
            sqlite_where=sa.text("frozen_at IS NULL"),
            postgresql_where=sa.text("frozen_at IS NULL"),
        ),
    )

    @property
    def is_supplement(self) -> bool:
        return self.supersedes_id is not None

    @property
    def is_thrown_away(self) -> bool:
        """The row stays, empty: its number and its versions are never given to another text."""
        return self.is_supplement and self.frozen_at is None and not self.text


class Conclusion(Base):
    """A numbered passage of the notice, frozen at issue."""

    __tablename__ = "conclusion"

    id: Mapped[intpk]
    text_id: Mapped[int] = mapped_column(sa.ForeignKey("conclusion_text.id"))
    number: Mapped[int]
    start: Mapped[int] = mapped_column("start_at")
    end: Mapped[int] = mapped_column("end_at")
    wording: Mapped[str]
    no_task_reason: Mapped[str | None]

    __table_args__ = (
        sa.UniqueConstraint("text_id", "number"),
        sa.CheckConstraint("end_at > start_at", name="span"),
    )


class DraftRole(StrEnum):
    LEAD = "lead"
    PARTNER = "partner"
    INFORMED = "informed"
    """Reads along ("gửi … để biết"): set by a person, owes nothing."""
    SUGGESTED = "suggested"
    """The usual lead where the text names none: shown with its reason, issued only when a person takes it (rule 4)."""


class Draft(Versioned, Base):
    """A proposed directive under review; drafts may be deleted, what is issued never (decision 14)."""

    __tablename__ = "draft"

    id: Mapped[intpk]
    text_id: Mapped[int] = mapped_column(sa.ForeignKey("conclusion_text.id"), index=True)
    start: Mapped[int] = mapped_column("start_at")
    end: Mapped[int] = mapped_column("end_at")
    kind: Mapped[DraftKind] = enum_column(DraftKind)
    state: Mapped[DraftState] = enum_column(DraftState, default=DraftState.OPEN)
    title: Mapped[str]
    due: Mapped[DraftDue] = enum_column(DraftDue, default=DraftDue.UNDECIDED)
    due_on: Mapped[date | None]
    deadline_text: Mapped[str] = mapped_column(default="")
    recurrence: Mapped[Recurrence | None] = enum_column(Recurrence, nullable=True)
    due_day: Mapped[int | None]
    event_text: Mapped[str] = mapped_column(default="")
    field: Mapped[str] = mapped_column(default="")
    fans_out: Mapped[bool] = mapped_column(default=False)
    """Several named units: each gets a task of its own. Otherwise one of them has to be chosen as the lead (rule 6)."""
    rule: Mapped[FanOutRule] = enum_column(FanOutRule, default=FanOutRule.ALL)
    rule_count: Mapped[int | None]
    """How many of its units must be done, where the rule is so many of them."""
    is_starred: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    leader_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    """The leader in charge, where a person chose one; else whoever answers for the field on the day of the briefing."""
    drop_reason: Mapped[str] = mapped_column(default="")
    reasons: Mapped[str] = mapped_column(default="[]")
    """Why the machine proposed what it did: a JSON list of sentences."""
    proposal: Mapped[str | None]
    """What the machine proposed, as JSON: what a person made of it can be held against it. None for a draft by hand."""
    decided_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    supplement_act: Mapped[SupplementAct | None] = enum_column(SupplementAct, nullable=True)
    """Only in a supplement; None until a person has said it."""
    replaces_id: Mapped[int | None] = mapped_column(sa.ForeignKey("directive.id"))
    withdraw_reason: Mapped[str] = mapped_column(default="", server_default="")

    text_row: Mapped[ConclusionText] = relationship(back_populates="drafts")
    units: Mapped[list[DraftUnit]] = relationship(
        back_populates="draft", cascade="all, delete-orphan", order_by="DraftUnit.id", lazy="selectin"
    )
    leader: Mapped[Person | None] = relationship(foreign_keys=[leader_id])
    replaces: Mapped[Directive | None] = relationship()

    __table_args__ = (
        sa.CheckConstraint("end_at > start_at", name="span"),
        sa.CheckConstraint("state <> 'dropped' OR drop_reason <> ''", name="reason_when_dropped"),
        sa.CheckConstraint("due <> 'dated' OR due_on IS NOT NULL", name="date_when_dated"),
        sa.CheckConstraint("due <> 'duty' OR recurrence IS NOT NULL", name="period_when_duty"),
        sa.CheckConstraint("rule <> 'some' OR rule_count > 0", name="rule_count"),
        sa.CheckConstraint(
            "supplement_act NOT IN ('replaces', 'withdraws') OR replaces_id IS NOT NULL", name="replaced"
        ),
        sa.CheckConstraint("supplement_act <> 'withdraws' OR withdraw_reason <> ''", name="withdrawn_why"),
    )

    @property
    def is_withdrawal(self) -> bool:
        """It only takes back what was issued: nobody owes anything under it."""
        return self.supplement_act is SupplementAct.WITHDRAWS

    @property
    def wording(self) -> str:
        return self.text_row.text[self.start : self.end]

    @property
    def leads(self) -> list[DraftUnit]:
        return [unit for unit in self.units if unit.role is DraftRole.LEAD]

    @property
    def partners(self) -> list[DraftUnit]:
        return [unit for unit in self.units if unit.role is DraftRole.PARTNER]

    @property
    def informed(self) -> list[DraftUnit]:
        return [unit for unit in self.units if unit.role is DraftRole.INFORMED]

    @property
    def suggestions(self) -> list[DraftUnit]:
        return [unit for unit in self.units if unit.role is DraftRole.SUGGESTED]


class DraftUnit(Base):
    __tablename__ = "draft_unit"

    id: Mapped[intpk]
    draft_id: Mapped[int] = mapped_column(sa.ForeignKey("draft.id", ondelete="CASCADE"), index=True)
    role: Mapped[DraftRole] = enum_column(DraftRole)
    unit_id: Mapped[int | None] = mapped_column(sa.ForeignKey("unit.id"))
    group_id: Mapped[int | None] = mapped_column(sa.ForeignKey("unit_group.id"))
    surface: Mapped[str] = mapped_column(default="")
    """The words of the text; with neither unit nor group they are still to be resolved by a person."""
    reason: Mapped[str] = mapped_column(default="")

    draft: Mapped[Draft] = relationship(back_populates="units")
    unit: Mapped[Unit | None] = relationship(lazy="joined")
    group: Mapped[UnitGroup | None] = relationship(lazy="joined")

    @property
    def is_resolved(self) -> bool:
        return self.unit_id is not None or self.group_id is not None

    @property
    def label(self) -> str:
        if self.unit:
            return self.unit.name
        return self.group.name if self.group else self.surface


class Directive(Base):
    """One order, quoted from its source; immutable. Tasks under it are what units owe (decisions 1 and 2)."""

    __tablename__ = "directive"

    id: Mapped[intpk]
    code: Mapped[str] = mapped_column(unique=True)
    source_kind: Mapped[SourceKind] = enum_column(SourceKind)
    briefing_id: Mapped[int | None] = mapped_column(sa.ForeignKey("briefing.id"), index=True)
    conclusion_id: Mapped[int | None] = mapped_column(sa.ForeignKey("conclusion.id"), index=True)
    number: Mapped[int | None]
    """Its place among the orders of its notice: what a list cites as "mục 3"."""
    start: Mapped[int | None] = mapped_column("start_at")
    end: Mapped[int | None] = mapped_column("end_at")
    wording: Mapped[str]
    source_number: Mapped[str] = mapped_column(default="")
    source_on: Mapped[date | None]
    source_body: Mapped[str] = mapped_column(default="")
    source_level: Mapped[SourceLevel] = enum_column(SourceLevel, default=SourceLevel.OWN)
    leader_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    field: Mapped[str] = mapped_column(default="")
    rule: Mapped[FanOutRule] = enum_column(FanOutRule, default=FanOutRule.ALL)
    rule_count: Mapped[int | None]
    assigned_on: Mapped[date]
    issued_at: Mapped[Instant]
    issued_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    supersedes_id: Mapped[int | None] = mapped_column(sa.ForeignKey("directive.id"))
    """The directive this one took the place of."""
    ended_at: Mapped[Instant | None]
    """When a supplement replaced or withdrew it; its words and what was done under them stay."""
    ended_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("conclusion_text.id"))
    end_reason: Mapped[str] = mapped_column(default="", server_default="")

    briefing: Mapped[Briefing | None] = relationship()
    conclusion: Mapped[Conclusion | None] = relationship()
    leader: Mapped[Person | None] = relationship(foreign_keys=[leader_id])
    supersedes: Mapped[Directive | None] = relationship(
        remote_side="Directive.id", back_populates="superseded_by"
    )
    superseded_by: Mapped[Directive | None] = relationship(back_populates="supersedes", uselist=False)
    ended_by: Mapped[ConclusionText | None] = relationship(foreign_keys=[ended_by_id])

    __table_args__ = (
        sa.CheckConstraint(
            "source_kind <> 'conclusion' OR (conclusion_id IS NOT NULL AND briefing_id IS NOT NULL)",
            name="source",
        ),
        sa.CheckConstraint("rule <> 'some' OR rule_count > 0", name="rule_count"),
        sa.CheckConstraint("(ended_at IS NULL) = (ended_by_id IS NULL)", name="ended"),
        sa.Index("uq_directive_supersedes_id", "supersedes_id", unique=True),
    )
