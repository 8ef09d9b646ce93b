"""Reading briefings, their texts, drafts and directives."""

from __future__ import annotations

from taskboard.briefings.queries.directives import (
    conclusions_of,
    directive_by_code,
    directives_of_text,
    field_name,
    unit_names,
    visible_tasks_of,
)
from taskboard.briefings.queries.held import (
    Timeliness,
    briefing_by_code,
    briefings,
    briefings_on,
    last_issued_before,
    latest_briefing,
    timeliness,
)
from taskboard.briefings.queries.issuing import (
    IssuePreview,
    Targets,
    expand,
    group_by_id,
    issue_preview,
    lead_and_partner_units,
    units_of,
)
from taskboard.briefings.queries.progress import (
    BriefingProgress,
    DirectiveProgress,
    briefing_progress,
    directives_of,
    progress_of,
)
from taskboard.briefings.queries.reviewing import (
    LastChange,
    ReviewCount,
    conclusion_text,
    draft_of,
    first_open,
    last_change_of,
    learned_pairs,
    missing_of,
    passages_left,
    place_of,
    review_count,
)

__all__ = [
    "BriefingProgress",
    "DirectiveProgress",
    "IssuePreview",
    "LastChange",
    "ReviewCount",
    "Targets",
    "Timeliness",
    "briefing_by_code",
    "briefing_progress",
    "briefings",
    "briefings_on",
    "conclusion_text",
    "conclusions_of",
    "directive_by_code",
    "directives_of",
    "directives_of_text",
    "draft_of",
    "expand",
    "field_name",
    "first_open",
    "group_by_id",
    "issue_preview",
    "last_change_of",
    "last_issued_before",
    "latest_briefing",
    "lead_and_partner_units",
    "learned_pairs",
    "missing_of",
    "passages_left",
    "place_of",
    "progress_of",
    "review_count",
    "timeliness",
    "unit_names",
    "units_of",
    "visible_tasks_of",
]
