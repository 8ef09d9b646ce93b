"""The verbs of units: created with a name, renamed by a new dated name, ended with a successor, never deleted (rule 37)."""

from __future__ import annotations

from taskboard.units.actions.fields import FieldFacts, add_field, edit_field, set_field_monitor
from taskboard.units.actions.founding import (
    change_contact,
    create_group,
    create_unit,
    create_work_field,
    join_group,
    rename_unit,
)
from taskboard.units.actions.groups import GroupFacts, add_group, edit_group
from taskboard.units.actions.preparing import (
    call_off,
    carry_out_due,
    plan_of,
    prepare,
    replies_of,
    settle_prepared,
)
from taskboard.units.actions.reorganising import Done, NewUnit, Plan, Replies, reorganise

__all__ = [
    "Done",
    "FieldFacts",
    "GroupFacts",
    "NewUnit",
    "Plan",
    "Replies",
    "add_field",
    "add_group",
    "call_off",
    "carry_out_due",
    "change_contact",
    "create_group",
    "create_unit",
    "create_work_field",
    "edit_field",
    "edit_group",
    "join_group",
    "plan_of",
    "prepare",
    "rename_unit",
    "reorganise",
    "replies_of",
    "set_field_monitor",
    "settle_prepared",
]
