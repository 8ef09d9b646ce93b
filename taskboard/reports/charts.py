"""Charts of a document: drawn once, by `charts.typ`, in the PDF as lines and in the DOCX as a picture of the same lines."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from taskboard.reports.content import BarChart, clean
from taskboard.reports.decree30 import FONT, STAND_INS, text_width
from taskboard.reports.typesetting import typeset


def chart_data(chart: BarChart) -> dict[str, Any]:
    """As `charts.typ` takes it."""
    return {
        "kind": "chart",
        "alternative": clean(chart.alternative),
        "ranked": chart.is_ranked,
        "series": [clean(name) for name in chart.series],
        "bars": [
            {"name": clean(bar.name), "values": list(bar.values), "total": bar.total} for bar in chart.bars
        ],
    }


def picture(chart: BarChart) -> bytes:
    """A PNG as wide as the text of an upright page."""
    look = {"faces": [FONT, *STAND_INS], "text_width": text_width(is_landscape=False)}
    files = {"chart.json": chart_data(chart), "look.json": look}
    return typeset("picture.typ", files, made_at=datetime(1980, 1, 1, tzinfo=UTC), format_="png")
