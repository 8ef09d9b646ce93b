"""Reading tasks. Every list is filtered here by what the reader may see."""

from __future__ import annotations

from taskboard.tasks.queries.conditions import Filter, Reading, View, condition, visible_to
from taskboard.tasks.queries.homes import (
    PLACES,
    Detailed,
    Mark,
    Pick,
    Placed,
    completed_since,
    marks,
    overdue_count,
    overdue_then,
    picked,
    tasks_of_units,
)
from taskboard.tasks.queries.lists import (
    PAGE,
    Choices,
    filter_choices,
    pending_extensions,
    task_count,
    task_list,
    view_counts,
)
from taskboard.tasks.queries.one_task import (
    Sibling,
    extension_by_id,
    field_name,
    report_by_id,
    siblings,
    subject_of,
    task_by_code,
)

__all__ = [
    "PAGE",
    "PLACES",
    "Choices",
    "Detailed",
    "Filter",
    "Mark",
    "Pick",
    "Placed",
    "Reading",
    "Sibling",
    "View",
    "completed_since",
    "condition",
    "extension_by_id",
    "field_name",
    "filter_choices",
    "marks",
    "overdue_count",
    "overdue_then",
    "pending_extensions",
    "picked",
    "report_by_id",
    "siblings",
    "subject_of",
    "task_by_code",
    "task_count",
    "task_list",
    "tasks_of_units",
    "view_counts",
    "visible_to",
]
