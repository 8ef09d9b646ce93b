"""The list as a file: the register that people keep, print and send on."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

from flask import request, send_file
from flask.typing import ResponseReturnValue

from taskboard.domain.authority import Permission
from taskboard.tasks import listing, queries, register
from taskboard.tasks.blueprint import bp
from taskboard.tasks.showing import lens
from taskboard.web.context import actor, today
from taskboard.web.guard import guard

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("/tasks/register.xlsx")
@guard(Permission.VIEW_TASK)
def register_xlsx() -> ResponseReturnValue:
    asked, lines = _asked()
    return _file(register.xlsx_of(lines, asked.heads), XLSX, "xlsx")


@bp.get("/tasks/register.csv")
@guard(Permission.VIEW_TASK)
def register_csv() -> ResponseReturnValue:
    asked, lines = _asked()
    return _file(register.csv_of(lines, asked.heads), "text/csv; charset=utf-8", "csv")


def _asked() -> tuple[register.Asked, Iterator[register.Line]]:
    """All of the list of this address, whatever page of it was shown."""
    who, seen, address = actor(), lens(), listing.Address.read(request.args)
    choices = queries.filter_choices(who)
    filters = listing.filter_of(address, choices, who)
    grouping = listing.grouping_of(address, filters, who, seen)
    asked = register.Asked(filters, address.order_inside, grouping, address.columns, dict(choices.fields))
    return asked, register.lines_of(asked, who, seen)


def _file(content: bytes, mimetype: str, kind: str) -> ResponseReturnValue:
    name = f"so-theo-doi-{today().isoformat()}.{kind}"
    return send_file(BytesIO(content), mimetype=mimetype, as_attachment=True, download_name=name)
