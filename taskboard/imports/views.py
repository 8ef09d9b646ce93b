"""Upload a workbook, look at what it says, write it: the same three steps for units, people and open tasks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from io import BytesIO

from flask import Blueprint, abort, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from taskboard.domain.authority import Permission, may
from taskboard.domain.errors import RuleBroken
from taskboard.files.actions import safe_name
from taskboard.imports import actions, ahead, queries, register_pages
from taskboard.imports.actions import Reading
from taskboard.imports.columns import COLUMNS
from taskboard.imports.forms import RegisterForm, WorkbookForm, WriteForm
from taskboard.imports.models import ImportBatch, ImportKind
from taskboard.imports.template import FILE_NAMES, write_template
from taskboard.imports.wording import KINDS, fault_text
from taskboard.imports.workbook import Column, Record
from taskboard.occasion import Occasion, occasion_of
from taskboard.web import labels
from taskboard.web.context import actor, core, now, signed_in
from taskboard.web.forms import BaseForm
from taskboard.web.guard import acting_under, attempt, guard
from taskboard.web.language import counted as _n
from taskboard.wording import day_text

bp = Blueprint("imports", __name__, template_folder="templates")

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FAULTS_SHOWN = 200
ROWS_SHOWN = 20
CELL_SHOWN = 120


@dataclass(frozen=True, slots=True)
class Desk:
    """Where one kind of workbook is taken in."""

    kind: ImportKind
    path: str
    permission: Permission
    back: tuple[str, str]
    """The list it fills: endpoint, and its name as a message."""
    readers: Permission
    """Who reads that list; the others go back to their first page."""

    def way_back(self) -> dict[str, str]:
        """To the list, for those who may read it: an administrator brings tasks in and reads none."""
        endpoint, name = self.back if may(actor(), self.readers) else ("web.home", _noop("Trang chính"))
        return {"label": _(name), "url": url_for(endpoint)}


def _noop(message: str) -> str:
    """Marks a message for translation where it stands; the page that shows it translates."""
    return message


DESKS = (
    Desk(
        ImportKind.UNITS,
        "/units/import",
        Permission.EDIT_UNITS,
        ("units.unit_list", _noop("Danh mục đơn vị")),
        Permission.VIEW_ADMINISTRATION,
    ),
    Desk(
        ImportKind.PEOPLE,
        "/people/import",
        Permission.EDIT_PEOPLE,
        ("accounts.people_list", _noop("Cán bộ và chức vụ")),
        Permission.VIEW_ADMINISTRATION,
    ),
    Desk(
        ImportKind.TASKS,
        "/tasks/import",
        Permission.IMPORT_TASKS,
        ("tasks.task_list", _noop("Danh sách nhiệm vụ")),
        Permission.VIEW_TASK,
    ),
)


def _open(desk: Desk) -> None:
    """The routes of one kind, each under its permission: `units`, `units_template`, `units_batch`."""
    name = desk.kind.value

    def uploaded() -> None:
        _parse_upload(desk)

    def kept(batch_id: int) -> None:
        _parse_kept(desk, batch_id)

    def start() -> ResponseReturnValue:
        return _start(desk)

    def template() -> ResponseReturnValue:
        return _template(desk)

    def batch(batch_id: int) -> ResponseReturnValue:
        return _batch(desk, batch_id)

    pages: tuple[tuple[str, str, Callable[..., ResponseReturnValue], Callable[..., None] | None], ...] = (
        (desk.path, name, start, uploaded),
        (f"{desk.path}/template.xlsx", f"{name}_template", template, None),
        (f"{desk.path}/<int:batch_id>", f"{name}_batch", batch, kept),
    )
    for rule, endpoint, view, parsing in pages:
        methods = ["GET", "POST"] if parsing else ["GET"]
        bp.add_url_rule(rule, endpoint, guard(desk.permission, ahead=parsing)(view), methods=methods)


def _parse_upload(desk: Desk) -> None:
    """Before anybody waits for it (ADR 0004)."""
    ahead.begin()
    upload = request.files.get("workbook")
    if upload is not None and upload.filename:
        actions.parse(desk.kind, upload.read(), is_register=False)
        upload.seek(0)


def _parse_kept(desk: Desk, batch_id: int) -> None:
    ahead.begin()
    batch = _own_batch(desk, batch_id)
    if batch is not None and batch.content is not None:
        actions.parse(desk.kind, batch.content, is_register=bool(batch.mapping))


def _own_batch(desk: Desk, batch_id: int) -> ImportBatch | None:
    """One that waits; only for whoever read it."""
    batch = queries.batch_by_id(batch_id, desk.kind)
    is_mine = batch is not None and batch.content is not None and batch.read_by_id == signed_in().person.id
    return batch if is_mine else None


@bp.teardown_request
def _forget_parsed(_error: BaseException | None) -> None:
    ahead.end()


for _desk in DESKS:
    _open(_desk)


@bp.route("/tasks/import/<int:batch_id>/columns", methods=["GET", "POST"])
@guard(Permission.IMPORT_TASKS, ahead=lambda batch_id: _parse_kept(DESKS[-1], batch_id))
def tasks_columns(batch_id: int) -> ResponseReturnValue:
    """Which column of an office's own register is what; only for whoever read it."""
    desk = DESKS[-1]
    batch = _own_batch(desk, batch_id) or abort(404)
    return register_pages.columns(batch, _occasion(desk))


@bp.route("/tasks/import/<int:batch_id>/written", methods=["GET", "POST"])
@guard(Permission.IMPORT_TASKS)
def tasks_written(batch_id: int) -> ResponseReturnValue:
    """What became of a file, and taking it back as a whole."""
    desk = DESKS[-1]
    batch = queries.batch_by_id(batch_id, desk.kind)
    if batch is None or batch.written_at is None:
        abort(404)
    return register_pages.written(batch, _occasion(desk))


def _start(desk: Desk) -> ResponseReturnValue:
    form = RegisterForm() if desk.kind is ImportKind.TASKS else WorkbookForm()
    reading: Reading | None = None
    if form.validate_on_submit():
        kept, reading = _take_in(desk, form)
        if kept is not None:
            step = "columns" if kept.mapping else "batch"
            return redirect(url_for(f"imports.{desk.kind.value}_{step}", batch_id=kept.id))
    page = render_template(
        "imports/start.html",
        desk=desk,
        title=KINDS[desk.kind],
        back=desk.way_back(),
        form=form,
        columns=COLUMNS[desk.kind],
        reading=reading,
        faults=_shown(reading),
        written=queries.written(desk.kind),
        is_register=desk.kind is ImportKind.TASKS,
    )
    return page, 422 if form.has_errors or reading is not None else 200


def _take_in(desk: Desk, form: BaseForm) -> tuple[ImportBatch | None, Reading | None]:
    """The workbook kept for the second step; or what is wrong with it."""
    upload = request.files.get("workbook")
    if upload is None or not upload.filename:
        form.refuse(_("Đề nghị chọn tệp."), "workbook")
        return None, None
    content, on = upload.read(), _occasion(desk)
    if desk.kind is ImportKind.TASKS and not actions.is_template(content):
        with attempt(form) as outcome:
            kept = actions.keep_register(safe_name(upload.filename), content, on=on)
        return (kept if outcome.succeeded else None), None
    try:
        reading = actions.read(desk.kind, content, on=on)
    except RuleBroken as broken:
        form.refuse(labels.broken_rule(broken), "workbook")
        return None, None
    if not reading.is_clean:
        return None, reading
    with attempt(form) as outcome:
        kept = actions.keep(desk.kind, safe_name(upload.filename), content, reading, on=on)
    return (kept if outcome.succeeded else None), None


def _occasion(desk: Desk) -> Occasion:
    return occasion_of(core(), acting_under(desk.permission), now=now())


def _shown(reading: Reading | None) -> list[tuple[int, str, str]]:
    """Row, column and what is wrong there, of the first faults."""
    faults = reading.faults[:FAULTS_SHOWN] if reading else []
    return [(fault.row, fault.column, fault_text(fault)) for fault in faults]


def _template(desk: Desk) -> ResponseReturnValue:
    known = queries.names_to_offer(desk.kind, _occasion(desk).today)
    file = BytesIO(write_template(desk.kind, known))
    return send_file(file, mimetype=XLSX, as_attachment=True, download_name=FILE_NAMES[desk.kind])


def _batch(desk: Desk, batch_id: int) -> ResponseReturnValue:
    """What was read, and the button that writes it; only for whoever read it."""
    batch = _own_batch(desk, batch_id) or abort(404)
    form, on = WriteForm(), _occasion(desk)
    if form.validate_on_submit():
        with attempt(form) as outcome:
            rows = actions.write(batch, on=on)
        if outcome.succeeded:
            flash(_n("Đã nhập %(count)s dòng.", count=rows), "done")
            is_tasks = desk.kind is ImportKind.TASKS
            return redirect(
                url_for("imports.tasks_written", batch_id=batch_id) if is_tasks else desk.way_back()["url"]
            )
    try:
        reading = actions.read_batch(batch, on=on)
    except RuleBroken as broken:
        return _unreadable(desk, batch, broken)
    if reading.register is not None:
        return register_pages.preview(batch, reading, form, _shown(reading))
    used = [
        column for column in COLUMNS[desk.kind] if any(column.key in one.values for one in reading.records)
    ]
    page = render_template(
        "imports/batch.html",
        desk=desk,
        title=KINDS[desk.kind],
        back={"label": KINDS[desk.kind], "url": url_for(f"imports.{desk.kind.value}")},
        form=form,
        batch=batch,
        heads=[{"label": _("Dòng"), "num": True}, *({"label": column.heading} for column in used)],
        lines=[(one.row, [_cell(one, column) for column in used]) for one in reading.records[:ROWS_SHOWN]],
        unused=reading.unused,
        faults=_shown(reading),
        reading=reading,
    )
    return page, 422 if form.has_errors else 200


def _unreadable(desk: Desk, batch: ImportBatch, broken: RuleBroken) -> ResponseReturnValue:
    """Nothing of a kept file is left to be written: back to its columns, which stand as they were chosen."""
    flash(labels.broken_rule(broken), "error")
    if batch.mapping:
        return redirect(url_for("imports.tasks_columns", batch_id=batch.id))
    return redirect(url_for(f"imports.{desk.kind.value}"))


def _cell(record: Record, column: Column) -> str:
    """What was understood of a cell, in the words of the template."""
    value = record.values.get(column.key)
    if value is None:
        return ""
    if isinstance(value, date):
        return day_text(value)
    if isinstance(value, tuple):
        return "; ".join(value)
    if isinstance(value, bool):
        return "có"
    meant = {kept: word for word, kept in column.values.items()}
    words = str(meant.get(value, value))
    return words if len(words) <= CELL_SHOWN else f"{words[:CELL_SHOWN]}…"
