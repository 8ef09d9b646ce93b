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
    return _file(register.xlsx_of(_lines()), XLSX, "xlsx")


@bp.get("/tasks/register.csv")
@guard(Permission.VIEW_TASK)
def register_csv() -> ResponseReturnValue:
    return _file(register.csv_of(_lines()), "text/csv; charset=utf-8", "csv")


def _lines() -> Iterator[register.Line]:
    """All of the list of this address, whatever page of it was shown."""
    who, seen, address = actor(), lens(), listing.Address.read(request.args)
    filters = listing.filter_of(address, queries.filter_choices(who), who)
    return register.lines_of(filters, address.order, who, seen)


def _file(content: bytes, mimetype: str, kind: str) -> ResponseReturnValue:
    name = f"so-theo-doi-{today().isoformat()}.{kind}"
    return send_file(BytesIO(content), mimetype=mimetype, as_attachment=True, download_name=name)
