"""Drafts as the JSON that `flask conclusions draft --json` prints and the scorer reads."""

from __future__ import annotations

from typing import Any

from taskboard.domain.drafting.values import Draft, Drafting
from taskboard.domain.text import text_sha256


def as_json(drafting: Drafting, text: str) -> dict[str, Any]:
    """Plain values ready for `json.dumps`; offsets are code points of `text`, whose hash is given."""
    return {
        "text_sha256": text_sha256(text),
        "starts_at": drafting.starts_at,
        "items": [_item(one) for one in drafting.drafts],
        "passages": [{"start": one.start, "end": one.end, "why": one.why} for one in drafting.passages],
    }


def _item(one: Draft) -> dict[str, Any]:
    return {
        "start": one.start,
        "end": one.end,
        "text": one.text,
        "lead": [mention.surface for mention in one.leads],
        "coordinating": [mention.surface for mention in one.partners],
        "deadline": one.deadline.isoformat() if one.deadline else None,
        "deadline_text": one.deadline_text,
        "recurrence": one.recurrence.value if one.recurrence else None,
        "field": one.field,
        "kind": one.kind.value,
        "title": one.title,
        "reasons": list(one.reasons),
    }
