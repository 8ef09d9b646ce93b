"""One step of a task's life, carried out by the verb a page would call."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import sqlalchemy as sa

from taskboard.db import db
from taskboard.demo.cast import Cast
from taskboard.demo.data import people, steps
from taskboard.demo.evidence import report_file
from taskboard.demo.timeline import LifeStep
from taskboard.domain.authority import Permission, Role, Subject
from taskboard.domain.lifecycle import State
from taskboard.files.actions import Upload
from taskboard.journal.actions import Acting
from taskboard.occasion import Occasion
from taskboard.tasks import actions as tasks
from taskboard.tasks.models import Task

Occasions = Callable[[Acting], Occasion]
"""The moment being replayed, for whoever acts in it."""


@dataclass(frozen=True, slots=True)
class Scene:
    """A step together with its task and the people around it."""

    cast: Cast
    task: Task
    told: LifeStep
    storage: tasks.Storage
    occasions: Occasions

    def on(self, permission: Permission, by: str) -> Occasion:
        """The occasion of the person who acts, in a post that allows it."""
        by = self.told.step.by or by
        day = self.occasions(Acting()).today
        return self.occasions(self.cast.acting(by, permission, day, _subject_of(self.task)))

    @property
    def doer(self) -> str:
        """Who reports for a unit unless the step says otherwise: its head; sign-in names of heads are unit codes."""
        return people.CHIEF if self.told.unit == "vanphong" else self.told.unit

    @property
    def overseer(self) -> str:
        """The Office's officer who follows the unit; for the Office's own task the chair."""
        if self.told.unit == "vanphong":
            return people.CHAIR
        return next(handle for handle, codes in people.MONITORED.items() if self.told.unit in codes)


def _subject_of(task: Task) -> Subject:
    units = frozenset(row.unit_id for row in task.assignments if row.ended_at is None)
    return Subject(lead_unit_id=task.unit_id, unit_ids=units, leader_id=task.leader_id, field=task.field)


def carry_out(scene: Scene) -> None:
    """Do what the step says. Raises RuleBroken where the story is impossible."""
    _VERBS[type(scene.told.step)](scene)


def _receive(scene: Scene) -> None:
    """A report that came earlier has received the task already."""
    if scene.task.state is State.NEW:
        tasks.receive(scene.task, on=scene.on(Permission.RECEIVE_TASK, scene.doer))


def _report(scene: Scene) -> None:
    step = scene.told.step
    assert isinstance(step, steps.Progress)
    account = tasks.Account(
        done_text=step.done,
        obstacle_text=step.obstacle,
        cause=step.cause,
        forecast_on=step.forecast,
        next_step=step.next_step,
        form_key=_form_key(scene),
    )
    tasks.report_progress(
        scene.task,
        account,
        unit=scene.task.unit,
        storage=scene.storage,
        on=scene.on(Permission.REPORT_TASK, scene.doer),
    )


def _complete(scene: Scene) -> None:
    step = scene.told.step
    assert isinstance(step, steps.Completion)
    account = tasks.Account(
        done_text=step.done,
        document_number=step.document,
        document_on=step.document_on,
        form_key=_form_key(scene),
        uploads=_files(scene, step),
    )
    tasks.report_completion(
        scene.task,
        account,
        claimed_on=step.claimed_on,
        unit=scene.task.unit,
        storage=scene.storage,
        on=scene.on(Permission.REPORT_TASK, scene.doer),
    )


def _files(scene: Scene, step: steps.Completion) -> tuple[Upload, ...]:
    if not step.has_file or step.document_on is None:
        return ()
    unit_name = scene.task.unit.name_on(step.document_on)
    file = report_file(
        unit_name=unit_name,
        number=step.document,
        on=step.document_on,
        title=scene.task.title,
        words=step.done,
    )
    return (file,)


def _form_key(scene: Scene) -> str:
    return f"sample:{scene.task.code}:{scene.told.step.at}"


def _confirm(scene: Scene) -> None:
    tasks.confirm(scene.task, on=scene.on(Permission.CONFIRM_TASK, scene.overseer))


def _send_back(scene: Scene) -> None:
    assert isinstance(scene.told.step, steps.SentBack)
    reason = scene.told.step.reason
    tasks.send_back(scene.task, reason=reason, on=scene.on(Permission.CONFIRM_TASK, scene.overseer))


def _ask(scene: Scene) -> None:
    step = scene.told.step
    assert isinstance(step, steps.ExtensionAsked)
    on = scene.on(Permission.ASK_EXTENSION, scene.doer)
    tasks.ask_extension(scene.task, new_due_on=step.new_due_on, reason=step.reason, on=on)


def _grant(scene: Scene) -> None:
    step = scene.told.step
    assert isinstance(step, steps.ExtensionGranted)
    pending = scene.task.pending_extension
    assert pending is not None
    role = Role.CHAIR if step.by == people.CHAIR else None
    on = scene.on(Permission.DECIDE_EXTENSION, people.CHIEF)
    tasks.grant_extension(pending, note=step.note, role=role, on=on)


def _refuse(scene: Scene) -> None:
    step = scene.told.step
    assert isinstance(step, steps.ExtensionRefused)
    pending = scene.task.pending_extension
    assert pending is not None
    on = scene.on(Permission.DECIDE_EXTENSION, people.CHIEF)
    tasks.refuse_extension(pending, reason=step.reason, on=on)


def _urge(scene: Scene) -> None:
    tasks.urge(scene.task, on=scene.on(Permission.URGE_TASK, scene.overseer))


def _withdraw(scene: Scene) -> None:
    assert isinstance(scene.told.step, steps.Withdrawn)
    on = scene.on(Permission.WITHDRAW_TASK, people.CHAIR)
    tasks.withdraw(scene.task, reason=scene.told.step.reason, on=on)


_VERBS: dict[type[steps.Step], Callable[[Scene], None]] = {
    steps.Received: _receive,
    steps.Progress: _report,
    steps.Completion: _complete,
    steps.Confirmed: _confirm,
    steps.SentBack: _send_back,
    steps.ExtensionAsked: _ask,
    steps.ExtensionGranted: _grant,
    steps.ExtensionRefused: _refuse,
    steps.Urged: _urge,
    steps.Withdrawn: _withdraw,
}


def task_of(directive_id: int, unit_id: int, period: str) -> Task:
    """The task a step speaks of. Raises NoResultFound where the story names one that was never opened."""
    statement = sa.select(Task).where(Task.directive_id == directive_id, Task.unit_id == unit_id)
    return db.session.scalars(statement.where(Task.period_key == (period or None))).one()
