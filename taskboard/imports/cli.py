"""Importing from the command line: the same reading and writing as on the pages, faults on standard error."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext

from taskboard.core import Core
from taskboard.db import begin_writing, db
from taskboard.domain.errors import RuleBroken
from taskboard.imports import actions, queries
from taskboard.imports.actions import Reading
from taskboard.imports.grid import letter
from taskboard.imports.models import ImportKind
from taskboard.imports.register import heading_of
from taskboard.imports.targets import DONE, OPEN, PAUSED, SKIP, TARGET
from taskboard.imports.template import write_template
from taskboard.imports.wording import in_vietnamese, placed_text
from taskboard.journal.actions import COMMAND
from taskboard.occasion import Occasion, occasion_of
from taskboard.web import labels

FAULTS_SHOWN = 200
MEANINGS_SAID = {DONE: "đã hoàn thành", OPEN: "đang thực hiện", PAUSED: "tạm dừng", SKIP: "không nhập"}

units_cli = AppGroup("units", help="Units of the city.")
people_cli = AppGroup("people", help="People and their posts.")
tasks_cli = AppGroup("tasks", help="Open tasks.")


def _command(kind: ImportKind, group: AppGroup, helps: str) -> None:
    @group.command("import", help=helps)
    @click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
    @click.option("--check", is_flag=True, help="Read and say what is wrong; write nothing.")
    @click.option("--template", is_flag=True, help="Write the empty template to FILE instead.")
    @click.option(
        "--accept-columns",
        is_flag=True,
        hidden=kind is not ImportKind.TASKS,
        help="Take the columns of an office's own register for what they are proposed to be.",
    )
    @with_appcontext
    def run(file: Path, check: bool, template: bool, accept_columns: bool) -> None:
        with in_vietnamese():
            if template:
                _write_template(kind, file)
            else:
                _import(kind, file, check=check, accept_columns=accept_columns)


_command(ImportKind.UNITS, units_cli, "Write every row of a workbook as a unit, or none.")
_command(ImportKind.PEOPLE, people_cli, "Write every row of a workbook as a person's post, or none.")
_command(
    ImportKind.TASKS, tasks_cli, "Write every row of a template, a register or a CSV as a task, or none."
)


def _occasion() -> Occasion:
    return occasion_of(cast(Core, current_app.extensions["taskboard"]), COMMAND)


def _write_template(kind: ImportKind, file: Path) -> None:
    file.write_bytes(write_template(kind, queries.names_to_offer(kind, _occasion().today)))
    click.echo(f"đã ghi mẫu: {file}")


def _import(kind: ImportKind, file: Path, *, check: bool, accept_columns: bool) -> None:
    """Exit 1 with every fault named by row and column; nothing is written then."""
    try:
        content = file.read_bytes()
    except OSError as error:
        raise click.ClickException(f"không đọc được {file}: {error.strerror}") from None
    begin_writing()
    try:
        rows = (
            _register(file.name, content, check=check, accept_columns=accept_columns)
            if kind is ImportKind.TASKS and not actions.is_template(content, and_no_more=False)
            else _read_and_write(kind, file.name, content, check=check)
        )
    except RuleBroken as broken:
        db.session.rollback()
        raise click.ClickException(labels.broken_rule(broken)) from None
    if check:
        db.session.rollback()
        click.echo(f"{rows} dòng, không có chỗ sai; chưa ghi gì")
        return
    db.session.commit()
    click.echo(f"đã nhập {rows} dòng")


def _read_and_write(kind: ImportKind, name: str, content: bytes, *, check: bool) -> int:
    on = _occasion()
    reading = actions.read(kind, content, on=on)
    _say_faults(reading)
    if check:
        return len(reading.rows)
    return actions.write(actions.keep(kind, name, content, reading, on=on), on=on)


def _say_faults(reading: Reading) -> None:
    """Each on its line. Raises RuleBroken('import_faulty') where there is one."""
    for fault in reading.faults[:FAULTS_SHOWN]:
        click.echo(placed_text(fault), err=True)
    if not reading.is_clean:
        raise RuleBroken("import_faulty", faults=len(reading.faults))


def _register(name: str, content: bytes, *, check: bool, accept_columns: bool) -> int:
    """An office's own register, under columns somebody has agreed to: on the page before, or here and now."""
    on = _occasion()
    batch = actions.keep_register(name, content, on=on)
    grid, head, mapping, _sheets = actions.open_register(batch)
    for place, key in mapping.columns.items():
        click.echo(f"cột {letter(place)} “{heading_of(head, place)}”: {TARGET[key].column.heading}")
    for words, meaning in mapping.states.items():
        click.echo(f"trạng thái “{words}”: {MEANINGS_SAID.get(meaning, 'chưa rõ')}")
    if not (queries.known_register(head.signature) or accept_columns):
        raise click.ClickException(
            "chưa ai ghép cột của sổ này; xem lại các dòng trên rồi thêm --accept-columns, hoặc ghép cột trên trang"
        )
    actions.map_register(batch, mapping, grid, head, on=on)
    reading = actions.read_batch(batch, on=on)
    _say_faults(reading)
    return len(reading.rows) if check else actions.write(batch, on=on)
