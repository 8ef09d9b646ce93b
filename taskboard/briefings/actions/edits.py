"""What a person says an order is, and what no order may say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from taskboard.briefings import queries
from taskboard.briefings.models import Draft, DraftDue, FanOutRule, SupplementAct
from taskboard.domain.deadline import Recurrence
from taskboard.domain.errors import RuleBroken
from taskboard.domain.retirement import expect_field, expect_group
from taskboard.domain.text import is_blank
from taskboard.units import queries as units


@dataclass(frozen=True, slots=True)
class Target:
    """A unit or a group, as a form names it: `unit:5`, `group:2`."""

    unit_id: int | None = None
    group_id: int | None = None

    @classmethod
    def parse(cls, text: str) -> Target:
        """Raises RuleBroken('target_unknown') for anything else."""
        kind, _, number = text.partition(":")
        if kind not in ("unit", "group") or not number.isdecimal() or len(number) > 9:
            raise RuleBroken("target_unknown", field="leads")
        return cls(unit_id=int(number)) if kind == "unit" else cls(group_id=int(number))


@dataclass(frozen=True, slots=True)
class DraftEdit:
    """Everything a person may set on a draft."""

    title: str
    leads: Sequence[Target]
    partners: Sequence[Target]
    due: DraftDue
    due_on: date | None = None
    recurrence: Recurrence | None = None
    due_day: int | None = None
    event_text: str = ""
    field: str = ""
    fans_out: bool = False
    rule: FanOutRule = FanOutRule.ALL
    rule_count: int | None = None
    is_starred: bool = False
    leader_id: int | None = None
    """None leaves it to whoever answers for the field."""
    supplement_act: SupplementAct | None = None
    replaces_id: int | None = None
    withdraw_reason: str = ""
    informed: Sequence[Target] = ()
    """Units that read along and owe nothing."""

    def of_its_kind(self) -> DraftEdit:
        """Without what was typed under another kind of due before this one was chosen: a form sends its hidden fields."""
        is_dated, is_duty = self.due is DraftDue.DATED, self.due is DraftDue.DUTY
        return replace(
            self,
            due_on=self.due_on if is_dated else None,
            recurrence=self.recurrence if is_duty else None,
            due_day=self.due_day if is_duty else None,
            rule_count=self.rule_count if self.rule is FanOutRule.SOME else None,
        )


def check_edit(
    edit: DraftEdit, *, held_on: date | None = None, day: date | None = None, before: Draft | None = None
) -> None:
    """What no order may say, whatever it comes from; `day` is the one on which groups have their members.

    A field or group that was retired by then is refused, unless the draft bore it `before`. Raises RuleBroken:
    title_missing, due_missing, due_before_briefing, recurrence_missing, due_day_outside, event_missing, target_unknown,
    group_retired, field_unknown, field_retired, rule_count_missing, rule_count_outside.
    """
    if is_blank(edit.title):
        raise RuleBroken("title_missing", field="title")
    _check_due(edit, held_on)
    on = day or held_on
    _check_targets(edit, on, before)
    if on and edit.field and (before is None or edit.field != before.field):
        expect_field(units.work_field(edit.field), on)
    if edit.rule is FanOutRule.SOME:
        _check_rule_count(edit, on)


def _check_rule_count(edit: DraftEdit, day: date | None) -> None:
    """So many of its units: at least one, and no more than it has where that is known."""
    if edit.rule_count is None:
        raise RuleBroken("rule_count_missing", field="rule_count")
    given = [(target.unit_id, target.group_id) for target in edit.leads]
    most = len(queries.expand(given, day)) if given and day else None
    if edit.rule_count < 1 or (most is not None and edit.rule_count > most):
        raise RuleBroken("rule_count_outside", field="rule_count", most=most or "∞")


def _check_due(edit: DraftEdit, held_on: date | None) -> None:
    match edit.due:
        case DraftDue.DATED if edit.due_on is None:
            raise RuleBroken("due_missing", field="due_on")
        case DraftDue.DATED if held_on and edit.due_on and edit.due_on < held_on:
            raise RuleBroken("due_before_briefing", field="due_on", held_on=held_on)
        case DraftDue.DUTY:
            _check_duty(edit)
        case DraftDue.EVENT if is_blank(edit.event_text):
            raise RuleBroken("event_missing", field="event_text")


def _check_duty(edit: DraftEdit) -> None:
    if edit.recurrence is None:
        raise RuleBroken("recurrence_missing", field="recurrence")
    last = 7 if edit.recurrence is Recurrence.WEEKLY else 31
    if edit.due_day is not None and not 1 <= edit.due_day <= last:
        raise RuleBroken("due_day_outside", field="due_day", last=last)


def _check_targets(edit: DraftEdit, day: date | None, before: Draft | None) -> None:
    kept = {row.group_id for row in before.units} if before else set()
    for place in ("leads", "partners", "informed"):
        for target in getattr(edit, place):
            group = queries.group_by_id(target.group_id)
            if group is None and (target.unit_id is None or units.unit_by_id(target.unit_id) is None):
                raise RuleBroken("target_unknown", field="leads")
            if group is not None and day and group.id not in kept:
                expect_group(group, day, place=place)
