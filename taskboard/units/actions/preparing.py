"""A reorganisation written down before its day: it can be changed or called off until then, and takes effect by itself."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from taskboard.db import db
from taskboard.domain.errors import RuleBroken
from taskboard.domain.events import Event
from taskboard.domain.succession import Answer, answered
from taskboard.journal.actions import record
from taskboard.occasion import Occasion
from taskboard.units import queries
from taskboard.units.actions.reorganising import (
    Done,
    NewUnit,
    Plan,
    Replies,
    check_plan,
    reorganise,
    takers_of,
)
from taskboard.units.models import PreparedState, Reorganisation, Unit, UnitKind


def prepare(
    plan: Plan, replies: Replies, *, instead: Reorganisation | None = None, on: Occasion
) -> Reorganisation:
    """Keep it for its day, in place of `instead`. What nobody answered yet may be answered until then.

    Raises RuleBroken as `check_plan`; prepared_for_past, already_prepared (unit), target_unknown,
    withdraw_reason_missing, not_prepared.
    """
    if plan.on <= on.today:
        raise RuleBroken("prepared_for_past", field="on", today=on.today)
    check_plan(plan, today=plan.on)
    _check_answers(plan, replies, on=on)
    _expect_alone(plan, instead)
    if instead is not None:
        _expect_open(instead)
    row = instead or Reorganisation()
    row.kind, row.effective_on, row.basis = plan.kind, plan.on, plan.basis
    row.bodies, row.answers, row.problem = _bodies_text(plan), _answers_text(replies), ""
    row.prepared_by_id, row.prepared_at = on.acting.person_id, on.now
    db.session.add(row)
    db.session.flush()
    _record(Event.REORGANISATION_PREPARED, plan, on=on)
    return row


def _check_answers(plan: Plan, replies: Replies, *, on: Occasion) -> None:
    given = [code for code, answer in replies.tasks.items() if answer.to]
    others = () if plan.keys else (queries.key_of(unit) for unit in takers_of(plan, on.today))
    answered(given, replies.tasks, targets={*plan.keys, *others}, only=None)
    if not set(replies.posts.values()) <= {*plan.keys, ""}:
        raise RuleBroken("target_unknown")


def _expect_alone(plan: Plan, instead: Reorganisation | None) -> None:
    """A body ends once."""
    for row in queries.prepared():
        ending = {unit.id for unit in plan_of(row).predecessors}
        for unit in plan.predecessors:
            if row is not instead and unit.id in ending:
                raise RuleBroken(
                    "already_prepared", field="predecessors", unit=unit.name, on=row.effective_on
                )


def _expect_open(row: Reorganisation) -> None:
    if row.state is not PreparedState.PLANNED:
        raise RuleBroken("not_prepared")


def call_off(row: Reorganisation, *, on: Occasion) -> None:
    """It will not take place. Raises RuleBroken('not_prepared') for one that did, or was called off."""
    _expect_open(row)
    row.state, row.settled_at = PreparedState.CALLED_OFF, on.now
    _record(Event.REORGANISATION_CALLED_OFF, plan_of(row), on=on)


def settle_prepared(row: Reorganisation, *, on: Occasion) -> None:
    """It has taken place, by itself or by somebody's hand."""
    row.state, row.settled_at, row.problem = PreparedState.DONE, on.now, ""


def carry_out_due(*, on: Occasion) -> tuple[int, int]:
    """Those whose day has come, the earliest first. Returns how many took effect, and how many need a person.

    What needs a person stays as it is, with the reason; harmless to repeat.
    """
    done = stuck = 0
    for row in queries.prepared(until=on.today):
        problem = _carried_out(row, on=on)
        row.problem = problem
        done, stuck = done + (not problem), stuck + bool(problem)
    db.session.flush()
    return done, stuck


def _carried_out(row: Reorganisation, *, on: Occasion) -> str:
    """All of it or nothing; what stands in its way, empty where nothing does."""
    for_whom = replace(on, acting=replace(on.acting, on_behalf_of_id=row.prepared_by_id))
    try:
        with db.session.begin_nested():
            carry_out(row, on=for_whom)
    except RuleBroken as broken:
        details = {name: str(value) for name, value in broken.details.items()}
        return json.dumps({"key": broken.key, "details": details}, ensure_ascii=False)
    return ""


def carry_out(row: Reorganisation, *, on: Occasion) -> Done:
    """Raises RuleBroken as `reorganise`."""
    done = reorganise(plan_of(row), replies_of(row), on=on)
    settle_prepared(row, on=on)
    return done


# ------------------------------------------------------------------------------------------------------ as it is kept


def plan_of(row: Reorganisation) -> Plan:
    kept = json.loads(row.bodies)
    new = (
        NewUnit(one["name"], UnitKind(one["kind"]), one["short_name"], one["email"]) for one in kept["new"]
    )
    return Plan(
        row.kind,
        _units(kept["predecessors"]),
        row.effective_on,
        row.basis,
        existing=_units(kept["existing"]),
        new=tuple(new),
    )


def _units(ids: list[int]) -> tuple[Unit, ...]:
    return tuple(db.session.get_one(Unit, number) for number in ids)


def replies_of(row: Reorganisation) -> Replies:
    kept = json.loads(row.answers)
    answers = {code: Answer(to, reason) for code, (to, reason) in kept["tasks"].items()}
    return Replies(answers, {int(number): key for number, key in kept["posts"].items()})


def _bodies_text(plan: Plan) -> str:
    kept: dict[str, Any] = {
        "predecessors": [unit.id for unit in plan.predecessors],
        "existing": [unit.id for unit in plan.existing],
        "new": [
            {"name": one.name, "kind": one.kind.value, "short_name": one.short_name, "email": one.email}
            for one in plan.new
        ],
    }
    return json.dumps(kept, ensure_ascii=False)


def _answers_text(replies: Replies) -> str:
    kept = {
        "tasks": {code: [answer.to, answer.reason] for code, answer in replies.tasks.items() if answer.to},
        "posts": {str(number): key for number, key in replies.posts.items() if key},
    }
    return json.dumps(kept, ensure_ascii=False)


def _record(event: Event, plan: Plan, *, on: Occasion) -> None:
    """In the history of each body that would end."""
    heirs = ", ".join(plan.names.values()) or "—"
    for unit in plan.predecessors:
        record(
            event,
            "unit",
            unit.id,
            acting=on.acting,
            at=on.now,
            kind=plan.kind,
            on=plan.on,
            heirs=heirs,
            reason=plan.basis,
        )
