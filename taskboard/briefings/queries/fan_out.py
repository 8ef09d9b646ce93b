"""An order to many units: how many of them are done, whether that is enough, and who lags behind (decision 1)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from taskboard.briefings.models import Directive, FanOutRule
from taskboard.db import db
from taskboard.domain.lifecycle import TERMINAL, State
from taskboard.tasks.models import Task
from taskboard.units.models import Unit, UnitName


@dataclass(frozen=True, slots=True)
class Laggard:
    """A unit that has not done all it owes under the order."""

    unit_id: int
    name: str
    late_since: datetime | None
    """The instant from which its oldest unfinished task is late, once that has passed."""
    last_report_at: datetime | None


@dataclass(frozen=True, slots=True)
class FanOut:
    """ "x of 25", and the rule any, all or so many; what left the count leaves it here too (decision 4)."""

    units: int
    done: int
    needed: int
    laggards: tuple[Laggard, ...]
    """The longest late first, then those that have been silent longest."""
    is_duty: bool = False
    """Then a unit is done while no period that has fallen due is open: the running one is nobody's lag."""
    ended: tuple[str, ...] = ()
    """Units that owed the duty and exist no longer: whoever follows them owes it, and is counted in their stead."""

    @property
    def is_met(self) -> bool:
        return self.done >= self.needed > 0

    @property
    def is_shared(self) -> bool:
        return self.units > 1


def fan_outs(directives: Collection[Directive], *, now: datetime) -> dict[int, FanOut]:
    """By directive, for all of them in one query. A unit is done once all its counted tasks are."""
    is_late = Task.overdue_from <= now
    unfinished = Task.state != State.COMPLETED
    lags = sa.and_(unfinished, sa.or_(Task.duty_id.is_(None), is_late))
    statement = (
        sa.select(
            Task.directive_id,
            Task.unit_id,
            UnitName.name,
            sa.func.sum(sa.case((lags, 1), else_=0)),
            sa.func.min(sa.case((sa.and_(unfinished, is_late), Task.overdue_from))),
            sa.func.max(Task.last_report_at),
            sa.func.max(Task.duty_id),
            sa.and_(sa.func.max(Task.duty_id).is_not(None), Unit.valid_to.is_not(None)),
        )
        .join(Unit, Unit.id == Task.unit_id)
        .join(UnitName, sa.and_(UnitName.unit_id == Task.unit_id, UnitName.valid_to.is_(None)))
        .where(
            Task.directive_id.in_([directive.id for directive in directives]),
            Task.state.not_in(list(TERMINAL)),
        )
        .group_by(Task.directive_id, Task.unit_id, UnitName.name, UnitName.sort_key, Unit.valid_to)
        .order_by(UnitName.sort_key)
    )
    counted: dict[int, list[tuple[int, Laggard]]] = defaultdict(list)
    ended: dict[int, list[str]] = defaultdict(list)
    duties: set[int] = set()
    for directive_id, unit_id, name, left, late_since, last_at, duty_id, has_ended in db.session.execute(
        statement
    ):
        if has_ended and not left:
            ended[directive_id].append(name)
        else:
            counted[directive_id].append((left, Laggard(unit_id, name, late_since, last_at)))
        duties |= {directive_id} if duty_id else set()
    return {
        directive.id: _fan_out(
            directive, counted[directive.id], directive.id in duties, tuple(ended[directive.id])
        )
        for directive in directives
        if directive.id in counted
    }


def _fan_out(
    directive: Directive, units: list[tuple[int, Laggard]], is_duty: bool, ended: tuple[str, ...]
) -> FanOut:
    behind = [laggard for left, laggard in units if left]
    wanted = {FanOutRule.ALL: len(units), FanOutRule.ANY: 1}.get(directive.rule, directive.rule_count or 1)
    needed = min(
        wanted, len(units)
    )  # of units that gave it back or exist no longer nothing can be waited for
    laggards = tuple(sorted(behind, key=_pressing))
    return FanOut(len(units), len(units) - len(behind), needed, laggards, is_duty, ended)


def _pressing(laggard: Laggard) -> tuple[bool, float, float]:
    late, heard = laggard.late_since, laggard.last_report_at
    return (
        late is None,
        late.timestamp() if late else 0.0,
        heard.timestamp() if heard else 0.0,
    )
