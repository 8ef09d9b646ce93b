"""The verbs of a task's life. Each checks the table, writes the fact, its version, its journal entry, and replans."""

from __future__ import annotations

from taskboard.tasks.actions.assigning import assign
from taskboard.tasks.actions.creating import Order
from taskboard.tasks.actions.deciding import confirm, send_back, urge, withdraw
from taskboard.tasks.actions.duties import open_due_occurrences
from taskboard.tasks.actions.extending import ask_extension, grant_extension, refuse_extension
from taskboard.tasks.actions.repointing import Adoption, end_duties
from taskboard.tasks.actions.reporting import Account, Storage, receive, report_completion, report_progress
from taskboard.tasks.actions.settling import expect_version

__all__ = [
    "Account",
    "Adoption",
    "Order",
    "Storage",
    "ask_extension",
    "assign",
    "confirm",
    "end_duties",
    "expect_version",
    "grant_extension",
    "open_due_occurrences",
    "receive",
    "refuse_extension",
    "report_completion",
    "report_progress",
    "send_back",
    "urge",
    "withdraw",
]
