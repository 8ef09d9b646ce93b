"""The verbs of a task's life. Each checks the table, writes the fact, its version, its journal entry, and replans."""

from __future__ import annotations

from taskboard.tasks.actions.assigning import assign
from taskboard.tasks.actions.creating import Order
from taskboard.tasks.actions.deciding import confirm, send_back, urge, withdraw
from taskboard.tasks.actions.duties import open_due_occurrences
from taskboard.tasks.actions.event_dates import set_event_date
from taskboard.tasks.actions.extending import ask_extension, grant_extension, refuse_extension
from taskboard.tasks.actions.monitoring import set_monitor, set_star
from taskboard.tasks.actions.officers import name_officer
from taskboard.tasks.actions.partners import (
    agree_by_silence,
    join_unit,
    leave_unit,
    report_part,
    set_part_due,
    urge_partner,
)
from taskboard.tasks.actions.repointing import Adoption, end_duties
from taskboard.tasks.actions.reporting import (
    Account,
    Storage,
    Telling,
    receive,
    report_completion,
    report_progress,
)
from taskboard.tasks.actions.settling import expect_version
from taskboard.tasks.actions.sub_tasks import (
    Share,
    add_sub_task,
    change_sub_task,
    remove_sub_task,
    tick_sub_task,
)

__all__ = [
    "Account",
    "Adoption",
    "Order",
    "Share",
    "Storage",
    "Telling",
    "add_sub_task",
    "agree_by_silence",
    "ask_extension",
    "assign",
    "change_sub_task",
    "confirm",
    "end_duties",
    "expect_version",
    "grant_extension",
    "join_unit",
    "leave_unit",
    "name_officer",
    "open_due_occurrences",
    "receive",
    "refuse_extension",
    "remove_sub_task",
    "report_completion",
    "report_part",
    "report_progress",
    "send_back",
    "set_event_date",
    "set_monitor",
    "set_part_due",
    "set_star",
    "tick_sub_task",
    "urge",
    "urge_partner",
    "withdraw",
]
