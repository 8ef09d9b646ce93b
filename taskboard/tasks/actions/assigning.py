"""A directive is given to its units.

It bears the day of the briefing or of the letter, and names the units of that day. Where some of them end before it is
entered, what they are given goes on to whoever follows them, as what they had been given before has gone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from taskboard.briefings.models import Directive, UnitRole
from taskboard.domain.deadline import DueKind
from taskboard.domain.errors import RuleBroken
from taskboard.occasion import Occasion
from taskboard.tasks.actions.creating import Order, Place, create_tasks
from taskboard.tasks.actions.duties import open_duty
from taskboard.tasks.actions.handing_on import Passing, hand_on, hand_on_part
from taskboard.tasks.actions.repointing import Adoption, repoint, tell_let_go
from taskboard.tasks.models import Task
from taskboard.units import queries as units
from taskboard.units.models import SuccessionKind, Unit

Heirs = Mapping[int, Sequence[Unit]]
"""By a unit of the order that exists no more: who follows it today."""


def assign(
    directive: Directive, order: Order, *, adopted: Sequence[Adoption] = (), on: Occasion
) -> list[Task]:
    """One task a lead unit. A recurring order becomes a duty and its first occurrences. Returns the tasks that came to be.

    `adopted` are open tasks of the order this one replaces: they go on under it, and their units get no second one.
    Raises RuleBroken: lead_missing, unit_gone, unit_not_yet, due_missing, due_before_assignment; unit_ended,
    unit_parted (heirs) for a lead that ended since and that nobody, or not one unit alone, follows.
    """
    _check_order(directive, order)
    heirs = _heirs(order, on=on)
    if order.due_kind is DueKind.DUTY:
        return open_duty(directive, _of_today(order, heirs), adopted=[one.task for one in adopted], on=on)
    served = {adoption.unit.id for adoption in adopted}
    leads = [unit for unit in order.leads if unit.id not in served]
    for unit in leads:
        _need_one_heir(unit, heirs)
    going = [replace(one, unit=_heir_of(one, heirs)) for one in adopted]
    let_go = [row for adoption in going for row in repoint(adoption, directive, order, on=on)]
    tell_let_go(let_go, directive, on=on)
    places = [Place(unit, order.due_on, directive.assigned_on) for unit in leads]
    made = create_tasks(directive, order, places, on=on)
    for task in (*made, *(adoption.task for adoption in adopted)):
        _pass_on(task, heirs, on=on)
    return made


def _heirs(order: Order, *, on: Occasion) -> Heirs:
    named = {unit.id: unit for unit in (*order.leads, *order.partners, *order.informed)}
    return {
        unit.id: units.successors_on(unit, on.today)
        for unit in named.values()
        if not unit.exists_on(on.today)
    }


def _of_today(order: Order, heirs: Heirs) -> Order:
    """A duty owes nothing for the days before it was entered: it begins with the units that exist."""

    def living(named: Sequence[Unit]) -> list[Unit]:
        found = [one for unit in named for one in heirs.get(unit.id, (unit,))]
        return list({unit.id: unit for unit in found}.values())

    for unit in order.leads:
        if not heirs.get(unit.id, (unit,)):
            raise RuleBroken("unit_ended", field="leads", unit=unit.name, on=unit.valid_to)
    return replace(
        order,
        leads=living(order.leads),
        partners=living(order.partners),
        informed=living(order.informed),
    )


def _need_one_heir(unit: Unit, heirs: Heirs) -> None:
    """Of several followers, or of none, a person has to say who does it."""
    following = heirs.get(unit.id, (unit,))
    if not following:
        raise RuleBroken("unit_ended", field="leads", unit=unit.name, on=unit.valid_to)
    if len(following) > 1:
        names = ", ".join(heir.name for heir in following)
        raise RuleBroken("unit_parted", field="leads", unit=unit.name, on=unit.valid_to, heirs=names)


def _heir_of(adoption: Adoption, heirs: Heirs) -> Unit:
    """A task that a follower has by now stays with it."""
    following = heirs.get(adoption.unit.id)
    if following is None:
        return adoption.unit
    if any(unit.id == adoption.task.unit_id for unit in following):
        return adoption.task.unit
    _need_one_heir(adoption.unit, heirs)
    return following[0]


def _pass_on(task: Task, heirs: Heirs, *, on: Occasion) -> None:
    """The lead first: a follower that leads helps nobody."""
    if following := heirs.get(task.unit_id):
        hand_on(task, following[0], _passing(task.unit), on=on)
    for row in [row for row in task.assignments if row.ended_at is None and row.role is not UnitRole.LEAD]:
        if row.unit_id in heirs:
            hand_on_part(row, heirs[row.unit_id], _passing(row.unit), on=on)


def _passing(unit: Unit) -> Passing:
    """How and why the unit ended."""
    ended = next(iter(units.followers_of(unit)), None)
    if ended is None:
        return Passing(SuccessionKind.ABOLISH.value, unit.valid_to or unit.valid_from, "")
    return Passing(ended.kind.value, ended.on, ended.basis)


def _check_order(directive: Directive, order: Order) -> None:
    if not order.leads:
        raise RuleBroken("lead_missing", field="leads")
    for unit in (*order.leads, *order.partners, *order.informed):
        if not unit.exists_on(directive.assigned_on):
            is_to_come = directive.assigned_on < unit.valid_from
            key = "unit_not_yet" if is_to_come else "unit_gone"
            raise RuleBroken(key, field="leads", unit=unit.name, since=unit.valid_from)
    if order.due_kind is DueKind.DATED and order.due_on is None:
        raise RuleBroken("due_missing", field="due_on")
    if order.due_on is not None and order.due_on < directive.assigned_on:
        raise RuleBroken("due_before_assignment", field="due_on", assigned_on=directive.assigned_on)
    if order.due_kind is DueKind.DUTY and order.recurrence is None:
        raise RuleBroken("recurrence_missing", field="recurrence")
