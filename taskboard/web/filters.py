"""Dates, figures and labels as templates write them."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from flask import Flask

from taskboard.core import Core
from taskboard.web import drawing, labels
from taskboard.web.wording import number_text, weekday_text
from taskboard.wording import cutoff_text, day_text

__all__ = ["init_app"]


def init_app(app: Flask) -> None:
    core: Core = app.extensions["taskboard"]
    zone = core.settings.zone
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(
        day=day_text,
        short_day=lambda value: day_text(value, current_year=core.clock.today().year),
        moment=lambda value: moment_text(value, zone),
        moment_seconds=lambda value: f"{value.astimezone(zone):%H:%M:%S %d/%m/%Y}",
        cutoff=lambda value: cutoff_text(value, zone),
        clock_time=lambda value: value.astimezone(zone).strftime("%H:%M"),
        local_day=lambda value: value.astimezone(zone).date(),
        weekday=weekday_text,
        number=number_text,
        percent=percent_text,
        state_label=labels.state,
        kind_label=labels.of,
        broken=labels.broken_rule,
    )
    app.jinja_env.globals["drawing"] = drawing


def moment_text(value: datetime | None, zone: ZoneInfo) -> str:
    return value.astimezone(zone).strftime("%H:%M %d/%m/%Y") if value else ""


def percent_text(ratio: tuple[int, int] | None) -> str:
    """`67,0%` of a ratio of integers; a dash where there is nothing to rate (rule 34)."""
    if ratio is None or ratio[1] == 0:
        return "—"
    return number_text(round(100 * ratio[0] / ratio[1], 1)) + "%"
