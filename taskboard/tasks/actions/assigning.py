"""A directive is given to its units."""

from __future__ import annotations

from collections.abc import Sequence

from taskboard.briefings.models import Directive
from taskboard.domain.deadline import DueKind
from taskboard.domain.errors import RuleBroken
from taskboard.occasion import Occasion
from taskboard.tasks.actions.creating import Order, Place, create_tasks
from taskboard.tasks.actions.duties import open_duty
from taskboard.tasks.actions.repointing import Adoption, repoint, tell_let_go
from taskboard.tasks.models import Task


def assign(
    directive: Directive, order: Order, *, adopted: Sequence[Adoption] = (), on: Occasion
) -> list[Task]:
    """One task a lead unit. A recurring order becomes a duty and its first occurrences. Returns the tasks that came to be.

    `adopted` are open tasks of the order this one replaces: they go on under it, and their units get no second one.
    Raises RuleBroken: lead_missing, unit_gone, unit_not_yet, due_missing, due_before_assignment.
    """
    _check_order(directive, order)
    if order.due_kind is DueKind.DUTY:
        return open_duty(directive, order, adopted=[one.task for one in adopted], on=on)
    let_go = [row for adoption in adopted for row in repoint(adoption, directive, order, on=on)]
    tell_let_go(let_go, directive, on=on)
    served = {adoption.unit.id for adoption in adopted}
    places = [
        Place(unit, order.due_on, directive.assigned_on) for unit in order.leads if unit.id not in served
    ]
    return create_tasks(directive, order, places, on=on)


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
