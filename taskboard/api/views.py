"""Both halves: the doors for programs, the pages for people. Importing it declares every door."""

from __future__ import annotations

from taskboard.api import (
    city_doors,
    directive_doors,
    explanation_doors,
    part_doors,
    rarer_doors,
    report_doors,
    request_doors,
    task_doors,
)
from taskboard.api.doors import bp
from taskboard.api.token_views import bp as pages

__all__ = [
    "bp",
    "city_doors",
    "directive_doors",
    "explanation_doors",
    "pages",
    "part_doors",
    "rarer_doors",
    "report_doors",
    "request_doors",
    "task_doors",
]
