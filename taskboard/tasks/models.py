"""Tasks and all that happens to them. A task is one lead unit's obligation, and only that is counted (decision 1)."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from taskboard.accounts.models import Person, Post
from taskboard.briefings.models import Directive, SourceLevel, UnitRole
from taskboard.db import Base, Instant, Versioned, enum_column, intpk
from taskboard.domain.deadline import DueKind, Recurrence
from taskboard.domain.events import Channel
from taskboard.domain.lifecycle import State
from taskboard.files.models import Attachment
from taskboard.units.models import Unit, WorkField

OPEN_STATES = "state IN ('in_progress', 'new', 'paused', 'received', 'waiting')"
OWED_STATES = "state IN ('in_progress', 'new', 'paused', 'received')"
_HELD_NOW = f"recorded_to IS NULL AND {OWED_STATES}"
CLOSED_STATES = "state IN ('not_pursued', 'returned', 'withdrawn')"
"""What partial indexes hold, in the words in which `queries.conditions` asks: SQLite compares them letter by letter."""


def _some(name: str, *columns: str, where: str) -> sa.Index:
    """An index over a part of the rows."""
    return sa.Index(name, *columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))


class ReportKind(StrEnum):
    PROGRESS = "progress"
    COMPLETION = "completion"
    PART = "part"
    """A partner's word on its own part."""


class Cause(StrEnum):
    """Why a task is held up: a list, so that causes can be counted (domain 4, PRAGATI)."""

    NONE = "none"
    LAND = "land"
    PROCEDURE = "procedure"
    FUNDING = "funding"
    COORDINATION = "coordination"
    STAFF = "staff"
    SUPERIOR = "superior"
    WEATHER = "weather"
    OTHER = "other"


class PartState(StrEnum):
    """How far a partner is with its own part (decision 16)."""

    OPEN = "open"
    REPORTED = "reported"
    AGREED = "agreed"
    """Silent past its date: by the city's setting that counts as agreement, and is shown so."""
    CLOSED = "closed"
    """With the lead's confirmed completion: "đóng theo chủ trì"."""


class ToldVia(StrEnum):
    """How the Office learnt what it writes down for a unit."""

    PHONE = "phone"
    PAPER = "paper"
    MEETING = "meeting"


class RequestKind(StrEnum):
    """What is asked for and decided by somebody else."""

    RETURN = "return"
    TRANSFER = "transfer"
    CORRECT_DEADLINE = "correct_deadline"
    CORRECT_LEAD = "correct_lead"


class RequestState(StrEnum):
    PENDING = "pending"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    LAPSED = "lapsed"
    """Nobody decided: what was asked for lost its object (the task was confirmed, withdrawn, passed on)."""


class ExtensionState(StrEnum):
    PENDING = "pending"
    GRANTED = "granted"
    REFUSED = "refused"
    LAPSED = "lapsed"
    """Nobody decided: the task ended or passed to another unit first."""


class Duty(Base):
    """A recurring directive; each occurrence is an ordinary task, the duty counts once a unit (decision 3)."""

    __tablename__ = "duty"

    id: Mapped[intpk]
    directive_id: Mapped[int] = mapped_column(sa.ForeignKey("directive.id"), index=True)
    recurrence: Mapped[Recurrence] = enum_column(Recurrence)
    due_day: Mapped[int | None]
    """25 for "trước ngày 25 hằng tháng"; the ISO weekday of a weekly duty; None: the period's last day."""
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    opened_until: Mapped[date]
    """Occurrences up to this day exist; the next pass opens what came after it, however long it slept."""


class Task(Versioned, Base):
    __tablename__ = "task"

    id: Mapped[intpk]
    code: Mapped[str] = mapped_column(unique=True)
    directive_id: Mapped[int] = mapped_column(sa.ForeignKey("directive.id"), index=True)
    duty_id: Mapped[int | None] = mapped_column(sa.ForeignKey("duty.id"))
    period_key: Mapped[str | None]
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"), index=True)
    origin_unit_id: Mapped[int] = mapped_column(
        sa.ForeignKey("unit.id"), default=lambda row: row.get_current_parameters()["unit_id"]
    )
    """The unit it was first given to: what one period of a duty asks of it is asked once, whoever leads it later."""
    title: Mapped[str]
    state: Mapped[State] = enum_column(State, default=State.NEW)
    due_kind: Mapped[DueKind] = enum_column(DueKind)
    original_due_on: Mapped[date | None]
    due_on: Mapped[date | None] = mapped_column(index=True)
    original_overdue_from: Mapped[Instant | None]
    overdue_from: Mapped[Instant | None]
    """Fixed when the deadline is set; a later change of the calendar never moves it (decision 7)."""
    due_basis: Mapped[str] = mapped_column(default="")
    """The words the date came from, or the event it waits for."""
    deadline_version: Mapped[int] = mapped_column(default=1)
    claimed_on: Mapped[date | None]
    completed_on: Mapped[date | None]
    confirmed_at: Mapped[Instant | None]
    received_at: Mapped[Instant | None]
    field: Mapped[str] = mapped_column(default="")
    source_level: Mapped[SourceLevel] = enum_column(SourceLevel, default=SourceLevel.OWN)
    is_starred: Mapped[bool] = mapped_column(default=False)
    leader_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    monitor_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    officer_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    cause: Mapped[Cause] = enum_column(Cause, default=Cause.NONE)
    objective_cause_confirmed_at: Mapped[Instant | None]
    objective_cause_confirmed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    objective_cause_note: Mapped[str] = mapped_column(default="")
    resume_on: Mapped[date | None]
    """The day on which a paused task is looked at again."""
    confirm_by: Mapped[date | None]
    """The confirmer has a date too: the last day for an answer to a reported completion."""
    assigned_on: Mapped[date]
    last_report_at: Mapped[Instant | None]
    send_back_count: Mapped[int] = mapped_column(default=0)
    reopen_count: Mapped[int] = mapped_column(default=0)
    extension_count: Mapped[int] = mapped_column(default=0)
    closing_reason: Mapped[str] = mapped_column(default="")
    recorded_seq: Mapped[int] = mapped_column(default=0)
    replaces_id: Mapped[int | None] = mapped_column(sa.ForeignKey("task.id"), unique=True)
    """The returned task in whose stead this one was given to the right unit."""

    directive: Mapped[Directive] = relationship()
    duty: Mapped[Duty | None] = relationship()
    unit: Mapped[Unit] = relationship(foreign_keys=[unit_id])
    leader: Mapped[Person | None] = relationship(foreign_keys=[leader_id])
    monitor: Mapped[Person | None] = relationship(foreign_keys=[monitor_id])
    officer: Mapped[Person | None] = relationship(foreign_keys=[officer_id])
    objective_cause_confirmed_by: Mapped[Person | None] = relationship(
        foreign_keys=[objective_cause_confirmed_by_id]
    )
    replaces: Mapped[Task | None] = relationship(remote_side="Task.id", foreign_keys=[replaces_id])
    assignments: Mapped[list[Assignment]] = relationship(back_populates="task", order_by="Assignment.id")
    reports: Mapped[list[Report]] = relationship(back_populates="task", order_by="Report.id")
    extensions: Mapped[list[Extension]] = relationship(back_populates="task", order_by="Extension.id")
    requests: Mapped[list[TaskRequest]] = relationship(back_populates="task", order_by="TaskRequest.id")
    explanations: Mapped[list[Explanation]] = relationship(back_populates="task", order_by="Explanation.id")
    remarks: Mapped[list[Remark]] = relationship(back_populates="task", order_by="Remark.id")
    sub_tasks: Mapped[list[SubTask]] = relationship(back_populates="task", order_by="SubTask.id")
    work_field: Mapped[WorkField | None] = relationship(
        primaryjoin=lambda: sa.orm.foreign(Task.field) == WorkField.code, viewonly=True
    )
    """None for a code no field bears any more."""

    __table_args__ = (
        sa.UniqueConstraint("duty_id", "origin_unit_id", "period_key"),
        sa.Index("ix_task_state_overdue_from", "state", "overdue_from"),
        sa.Index("ix_task_unit_state", "unit_id", "state"),
        # docs/performance.md argues each of these with the database's own plan
        _some("ix_task_open_due", "overdue_from", "id", "state", where=OPEN_STATES),
        _some("ix_task_closed", "assigned_on", "id", where=CLOSED_STATES),
        sa.Index("ix_task_overdue_from_id", "overdue_from", "id"),
        sa.Index("ix_task_state_completed_on", "state", "completed_on", "id"),
        sa.Index("ix_task_leader_id", "leader_id"),
        sa.Index("ix_task_monitor_id", "monitor_id"),
        sa.Index("ix_task_officer_id", "officer_id"),
        sa.Index("ix_task_field", "field"),
        sa.CheckConstraint("(due_on IS NULL) = (overdue_from IS NULL)", name="due_instant"),
        sa.CheckConstraint("(original_due_on IS NULL) = (due_on IS NULL)", name="original_due"),
        sa.CheckConstraint("due_kind <> 'dated' OR due_on IS NOT NULL", name="dated_has_date"),
        sa.CheckConstraint("due_kind <> 'none' OR due_on IS NULL", name="undated_has_none"),
        sa.CheckConstraint("state NOT IN ('waiting', 'completed') OR claimed_on IS NOT NULL", name="claimed"),
        sa.CheckConstraint("(state = 'completed') = (confirmed_at IS NOT NULL)", name="confirmed"),
        sa.CheckConstraint(
            "state NOT IN ('returned', 'withdrawn', 'not_pursued') OR closing_reason <> ''",
            name="closed_with_reason",
        ),
        sa.CheckConstraint("(state = 'completed') = (completed_on IS NOT NULL)", name="completed_day"),
        sa.CheckConstraint("state IN ('waiting', 'completed') OR claimed_on IS NULL", name="claimed_only"),
        sa.CheckConstraint("state <> 'new' OR received_at IS NULL", name="new_unreceived"),
        sa.CheckConstraint("(duty_id IS NULL) = (period_key IS NULL)", name="duty_period"),
        sa.CheckConstraint("resume_on IS NULL OR state = 'paused'", name="paused_until"),
        sa.CheckConstraint("confirm_by IS NULL OR state = 'waiting'", name="confirm_by"),
        sa.CheckConstraint(
            "objective_cause_confirmed_by_id IS NULL OR objective_cause_confirmed_at IS NOT NULL",
            name="objective_cause",
        ),
    )

    @property
    def is_open(self) -> bool:
        return self.state in (State.NEW, State.RECEIVED, State.IN_PROGRESS, State.WAITING, State.PAUSED)

    @property
    def lead_reports(self) -> list[Report]:
        """What was said of the task itself; a partner's word on its own part is none of it (decision 16)."""
        return [report for report in self.reports if report.kind is not ReportKind.PART]

    @property
    def pending_request(self) -> TaskRequest | None:
        """What is asked about the lead's own obligation; a partner's return of its part stands beside it."""
        pending = (row for row in self.requests if row.state is RequestState.PENDING)
        return next((row for row in pending if row.unit_id == self.unit_id), None)

    @property
    def pending_extension(self) -> Extension | None:
        return next((asked for asked in self.extensions if asked.state is ExtensionState.PENDING), None)


class TaskVersion(Base):
    """What the database held of a task, from when to when: any past instant can be asked again (decision 8)."""

    __tablename__ = "task_version"

    id: Mapped[intpk]
    task_id: Mapped[int] = mapped_column(sa.ForeignKey("task.id"))
    seq: Mapped[int]
    recorded_from: Mapped[Instant]
    recorded_to: Mapped[Instant | None]
    state: Mapped[State] = enum_column(State)
    directive_id: Mapped[int | None] = mapped_column(sa.ForeignKey("directive.id"))
    """What it was owed under, and its title: a supplement may put another order in the place of the first."""
    title: Mapped[str] = mapped_column(default="", server_default="")
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"))
    original_due_on: Mapped[date | None]
    due_on: Mapped[date | None]
    original_overdue_from: Mapped[Instant | None]
    overdue_from: Mapped[Instant | None]
    claimed_on: Mapped[date | None]
    confirmed_at: Mapped[Instant | None]
    cause: Mapped[Cause] = enum_column(Cause)
    has_objective_cause: Mapped[bool]
    field: Mapped[str]
    is_starred: Mapped[bool]
    leader_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    monitor_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    officer_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    last_report_at: Mapped[Instant | None]
    send_back_count: Mapped[int]
    reopen_count: Mapped[int]
    extension_count: Mapped[int]

    __table_args__ = (
        sa.UniqueConstraint("task_id", "seq"),
        sa.Index(
            "uq_task_version_open",
            "task_id",
            unique=True,
            sqlite_where=sa.text("recorded_to IS NULL"),
            postgresql_where=sa.text("recorded_to IS NULL"),
        ),
        sa.Index("ix_task_version_held", "recorded_to", "confirmed_at"),
        _some("ix_task_version_owed", "recorded_to", "overdue_from", where=_HELD_NOW),
    )


REMEMBERED = tuple(
    column.name
    for column in TaskVersion.__table__.columns
    if column.name in Task.__table__.columns and column.name != "id"
)
"""What a version repeats of its task under the same name."""


class TaskHandOver(Base):
    """The lead went to the successor of a unit that ended: until that day the task is the old unit's (decision 15)."""

    __tablename__ = "task_hand_over"

    id: Mapped[intpk]
    task_id: Mapped[int] = mapped_column(sa.ForeignKey("task.id"), index=True)
    from_unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"))
    to_unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"))
    effective_on: Mapped[date]
    """The day the old unit ended; it may have been entered later."""
    recorded_at: Mapped[Instant]

    __table_args__ = (sa.CheckConstraint("from_unit_id <> to_unit_id", name="another_unit"),)


class Assignment(Base):
    """A unit on a task. Partners keep their own date, state and report, and are counted apart (decision 16)."""

    __tablename__ = "assignment"

    id: Mapped[intpk]
    task_id: Mapped[int] = mapped_column(sa.ForeignKey("task.id"), index=True)
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"), index=True)
    role: Mapped[UnitRole] = enum_column(UnitRole)
    due_on: Mapped[date | None]
    assigned_at: Mapped[Instant]
    ended_at: Mapped[Instant | None]
    part: Mapped[PartState] = enum_column(PartState, default=PartState.OPEN)
    part_settled_at: Mapped[Instant | None]

    task: Mapped[Task] = relationship(back_populates="assignments")
    unit: Mapped[Unit] = relationship()

    __table_args__ = (
        sa.UniqueConstraint("task_id", "unit_id", "assigned_at"),
        sa.Index(
            "uq_assignment_lead",
            "task_id",
            unique=True,
            sqlite_where=sa.text("role = 'lead' AND ended_at IS NULL"),
            postgresql_where=sa.text("role = 'lead' AND ended_at IS NULL"),
        ),
        sa.CheckConstraint("part = 'open' OR role = 'partner'", name="part_of_partner"),
        sa.CheckConstraint("(part = 'open') = (part_settled_at IS NULL)", name="part_settled"),
    )


class Report(Base):
    """What a unit says of its task; never changed, only followed by another."""

    __tablename__ = "report"

    id: Mapped[intpk]
    task_id: Mapped[int] = mapped_column(sa.ForeignKey("task.id"), index=True)
    kind: Mapped[ReportKind] = enum_column(ReportKind)
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    post_id: Mapped[int | None] = mapped_column(sa.ForeignKey("post.id"))
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"))
    channel: Mapped[Channel] = enum_column(Channel)
    done_text: Mapped[str]
    obstacle_text: Mapped[str] = mapped_column(default="")
    cause: Mapped[Cause] = enum_column(Cause, default=Cause.NONE)
    forecast_on: Mapped[date | None]
    next_step: Mapped[str] = mapped_column(default="")
    claimed_on: Mapped[date | None]
    document_number: Mapped[str] = mapped_column(default="")
    document_on: Mapped[date | None]
    send_back_reason: Mapped[str] = mapped_column(default="")
    told_via: Mapped[ToldVia | None] = enum_column(ToldVia, nullable=True)
    """Of what the Office wrote down for the unit: how it came, from whom, and on which day."""
    told_by: Mapped[str] = mapped_column(default="")
    told_on: Mapped[date | None]
    reported_at: Mapped[Instant]
    form_key: Mapped[str] = mapped_column(unique=True)
    """One a rendered form: a double click cannot report twice."""

    task: Mapped[Task] = relationship(back_populates="reports")
    person: Mapped[Person | None] = relationship()
    post: Mapped[Post | None] = relationship()
    unit: Mapped[Unit] = relationship()
    attachments: Mapped[list[Attachment]] = relationship(order_by="Attachment.id", viewonly=True)

    __table_args__ = (
        sa.CheckConstraint("kind <> 'completion' OR claimed_on IS NOT NULL", name="claimed"),
        sa.CheckConstraint("told_via IS NULL OR channel = 'on_paper'", name="told_on_behalf"),
    )


class Extension(Base):
    __tablename__ = "extension"

    id: Mapped[intpk]
    task_id: Mapped[int] = mapped_column(sa.ForeignKey("task.id"))
    from_due_on: Mapped[date]
    new_due_on: Mapped[date]
    reason: Mapped[str]
    state: Mapped[ExtensionState] = enum_column(ExtensionState, default=ExtensionState.PENDING)
    asked_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    asked_at: Mapped[Instant]
    was_asked_late: Mapped[bool]
    decided_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    decided_at: Mapped[Instant | None]
    decision_note: Mapped[str] = mapped_column(default="")

    task: Mapped[Task] = relationship(back_populates="extensions")
    asked_by: Mapped[Person | None] = relationship(foreign_keys=[asked_by_id])
    decided_by: Mapped[Person | None] = relationship(foreign_keys=[decided_by_id])

    __table_args__ = (
        sa.Index(
            "uq_extension_pending",
            "task_id",
            unique=True,
            sqlite_where=sa.text("state = 'pending'"),
            postgresql_where=sa.text("state = 'pending'"),
        ),
        sa.CheckConstraint("new_due_on > from_due_on", name="later"),
        sa.CheckConstraint("(state = 'pending') = (decided_at IS NULL)", name="decided"),
    )


class TaskRequest(Base):
    """Return as wrongly assigned, transfer of the lead, correction of a slip: asked by one, decided by another."""

    __tablename__ = "task_request"

    id: Mapped[intpk]
    task_id: Mapped[int] = mapped_column(sa.ForeignKey("task.id"), index=True)
    kind: Mapped[RequestKind] = enum_column(RequestKind)
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"))
    """The unit whose part is meant: the lead, or a partner that returns only its own part."""
    new_unit_id: Mapped[int | None] = mapped_column(sa.ForeignKey("unit.id"))
    new_due_on: Mapped[date | None]
    reason: Mapped[str]
    state: Mapped[RequestState] = enum_column(RequestState, default=RequestState.PENDING)
    asked_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    asked_at: Mapped[Instant]
    decided_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    decided_at: Mapped[Instant | None]
    decision_note: Mapped[str] = mapped_column(default="")

    task: Mapped[Task] = relationship(back_populates="requests")
    unit: Mapped[Unit] = relationship(foreign_keys=[unit_id])
    new_unit: Mapped[Unit | None] = relationship(foreign_keys=[new_unit_id])
    asked_by: Mapped[Person | None] = relationship(foreign_keys=[asked_by_id])
    decided_by: Mapped[Person | None] = relationship(foreign_keys=[decided_by_id])

    __table_args__ = (
        sa.Index(
            "uq_task_request_pending",
            "task_id",
            "unit_id",
            unique=True,
            sqlite_where=sa.text("state = 'pending'"),
            postgresql_where=sa.text("state = 'pending'"),
        ),
        sa.CheckConstraint("(state = 'pending') = (decided_at IS NULL)", name="decided"),
        sa.CheckConstraint("reason <> ''", name="reason"),
        sa.CheckConstraint(
            "kind NOT IN ('transfer', 'correct_lead') OR new_unit_id IS NOT NULL", name="new_unit"
        ),
        sa.CheckConstraint("kind <> 'correct_deadline' OR new_due_on IS NOT NULL", name="new_date"),
    )


class Explanation(Base):
    """ "Đề nghị giải trình": on a task, or on a unit's work as a whole; it has its own date and answer (rule 20)."""

    __tablename__ = "explanation"

    id: Mapped[intpk]
    task_id: Mapped[int | None] = mapped_column(sa.ForeignKey("task.id"), index=True)
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"), index=True)
    question: Mapped[str]
    due_on: Mapped[date]
    asked_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    asked_at: Mapped[Instant]
    answer: Mapped[str] = mapped_column(default="")
    answered_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    answered_at: Mapped[Instant | None]

    task: Mapped[Task | None] = relationship(back_populates="explanations")
    unit: Mapped[Unit] = relationship()
    asked_by: Mapped[Person | None] = relationship(foreign_keys=[asked_by_id])
    answered_by: Mapped[Person | None] = relationship(foreign_keys=[answered_by_id])

    __table_args__ = (sa.CheckConstraint("(answer = '') = (answered_at IS NULL)", name="answered"),)


class Remark(Base):
    """A leader's word on a task (bút phê), said from a phone; never changed."""

    __tablename__ = "remark"

    id: Mapped[intpk]
    task_id: Mapped[int] = mapped_column(sa.ForeignKey("task.id"), index=True)
    text: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    post_id: Mapped[int | None] = mapped_column(sa.ForeignKey("post.id"))
    made_at: Mapped[Instant]

    task: Mapped[Task] = relationship(back_populates="remarks")
    person: Mapped[Person | None] = relationship()
    post: Mapped[Post | None] = relationship()


class SubTask(Base):
    """What a unit divides its task into; its own affair, never counted (decision 1)."""

    __tablename__ = "sub_task"

    id: Mapped[intpk]
    task_id: Mapped[int] = mapped_column(sa.ForeignKey("task.id"), index=True)
    title: Mapped[str]
    officer_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    due_on: Mapped[date | None]
    done_on: Mapped[date | None]
    created_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    created_at: Mapped[Instant]

    task: Mapped[Task] = relationship(back_populates="sub_tasks")
    officer: Mapped[Person | None] = relationship(foreign_keys=[officer_id])
