"""Pages of an office's own register: its columns, what they were understood as, what became of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from taskboard.domain.lifecycle import State
from taskboard.imports import actions, queries, targets
from taskboard.imports.actions import Reading
from taskboard.imports.checks import TaskRow
from taskboard.imports.forms import ColumnsForm, WithdrawForm, WriteForm
from taskboard.imports.grid import Grid, letter
from taskboard.imports.head import Head
from taskboard.imports.mapping import MOST_VALUES, DayOrder, Mapping, distinct, with_meanings
from taskboard.imports.models import ImportBatch
from taskboard.imports.wording import KINDS
from taskboard.occasion import Occasion
from taskboard.units import queries as units
from taskboard.web import labels
from taskboard.web.context import reads_tasks, signed_in
from taskboard.web.forms import choices
from taskboard.web.guard import attempt
from taskboard.web.language import counted as _n
from taskboard.wording import day_text

SAMPLES = 3
SAMPLE_LENGTH = 70
ROWS_SHOWN = 20
TASKS_SHOWN = 100
TITLE_SHOWN = 160
MEANINGS = {
    targets.OPEN: _l("Đang thực hiện"),
    targets.DONE: _l("Đã hoàn thành"),
    targets.PAUSED: _l("Tạm dừng"),
    targets.SKIP: _l("Không nhập các dòng này"),
}


@dataclass(frozen=True, slots=True)
class ColumnLine:
    """One column of the file, as the page offers it."""

    place: int
    letter: str
    title: str
    samples: list[str]
    target: str


# ------------------------------------------------------------------------------------------------------------- columns


def columns(batch: ImportBatch, on: Occasion) -> ResponseReturnValue:
    """Show or keep the mapping. A state column that nobody has explained brings the page back once."""
    grid, head, mapping, sheets = actions.open_register(batch, request.args.get("sheet", ""))
    form = ColumnsForm()
    form.unit.choices = choices(
        [
            ("", _("Không có: dòng nào cũng ghi đơn vị")),
            *((unit.id, unit.name) for unit in units.assignable_on(on.today)),
        ]
    )
    if request.method == "GET":
        form.unit.data, form.day_order.data = mapping.unit_id, mapping.day_order.value
    elif form.validate():
        mapping, twice = _sent(grid, head, form)
        if twice:
            form.refuse(_("Hai cột cùng là: %(names)s.", names=", ".join(twice)))
        else:
            with attempt(form) as outcome:
                actions.map_register(batch, mapping, grid, head, on=on)
            if outcome.succeeded:
                return _next_step(batch.id, mapping)
    return _columns_page(batch, grid, head, mapping, sheets, form)


def _sent(grid: Grid, head: Head, form: ColumnsForm) -> tuple[Mapping, list[str]]:
    """What was chosen, and the names of what was chosen twice."""
    chosen = {
        place: key
        for place in range(len(head.titles))
        if (key := request.form.get(f"column-{place}", "")) in targets.TARGET
    }
    said = Mapping(
        sheet=grid.name,
        columns=chosen,
        states={words: to for words, to in _states_sent().items() if to in targets.MEANINGS},
        starred=tuple(request.form.getlist("starred")),
        unit_id=form.unit.data,
        day_order=DayOrder(form.day_order.data),
    )
    mapping = with_meanings(grid, head, said)
    if request.form.get("priorities-shown"):
        mapping = replace(mapping, starred=said.starred)
    twice = [
        targets.TARGET[key].column.heading for key, count in Counter(chosen.values()).items() if count > 1
    ]
    return mapping, twice


def _states_sent() -> dict[str, str]:
    """Every state that stood on the page, with what was chosen for it, which may be nothing yet."""
    return {
        words: request.form.get(f"state-{number}", "")
        for number in range(MOST_VALUES)
        if (words := request.form.get(f"state-words-{number}"))
    }


def _next_step(batch_id: int, mapping: Mapping) -> ResponseReturnValue:
    """On to the rows; back once more while a state has no meaning, or while one was never shown."""
    shown = _states_sent()
    if any(not meaning or word not in shown for word, meaning in mapping.states.items()):
        flash(_("Đề nghị cho biết nghĩa của các trạng thái trong sổ."), "warn")
        return redirect(url_for("imports.tasks_columns", batch_id=batch_id, _anchor="states"))
    return redirect(url_for("imports.tasks_batch", batch_id=batch_id))


def _columns_page(
    batch: ImportBatch, grid: Grid, head: Head, mapping: Mapping, sheets: Sequence[str], form: ColumnsForm
) -> ResponseReturnValue:
    priorities = distinct(grid, head, mapping.place_of("priority"))
    page = render_template(
        "imports/columns.html",
        batch=batch,
        form=form,
        back={"label": str(KINDS[batch.kind]), "url": url_for("imports.tasks")},
        head_row=head.row,
        sheet=grid.name,
        sheets=sheets if len(sheets) > 1 else [],
        lines=_lines(grid, head, mapping),
        targets=[(target.key, target.column.heading) for target in targets.TARGETS],
        hints=[
            (target.column.heading, target.column.hint) for target in targets.TARGETS if target.column.hint
        ],
        states=list(mapping.states.items())[:MOST_VALUES],
        meanings=MEANINGS,
        priorities=priorities[:MOST_VALUES],
        starred=mapping.starred,
        is_remembered=bool(queries.known_register(head.signature)),
    )
    return page, 422 if form.has_errors else 200


def _lines(grid: Grid, head: Head, mapping: Mapping) -> list[ColumnLine]:
    return [
        ColumnLine(place, letter(place), title, _samples(grid, head, place), mapping.columns.get(place, ""))
        for place, title in enumerate(head.titles)
        if place != head.ordinal and (title or _samples(grid, head, place))
    ]


def _samples(grid: Grid, head: Head, place: int) -> list[str]:
    """The first different things written in a column."""
    found: dict[str, None] = {}
    for number in range(head.first_row, len(grid.rows) + 1):
        words = " ".join(grid.cell(number, place).text.split())
        if words:
            found[words if len(words) <= SAMPLE_LENGTH else f"{words[:SAMPLE_LENGTH]}…"] = None
        if len(found) == SAMPLES:
            break
    return list(found)


# ------------------------------------------------------------------------------------------------------------- preview


def preview(
    batch: ImportBatch, reading: Reading, form: WriteForm, faults: Sequence[tuple[int, str, str]]
) -> ResponseReturnValue:
    """The first rows as they will be written, how many of what, what is read past, every fault."""
    assert reading.register is not None
    rows: list[TaskRow] = reading.rows
    page = render_template(
        "imports/preview.html",
        batch=batch,
        form=form,
        back={"label": _("Ghép cột"), "url": url_for("imports.tasks_columns", batch_id=batch.id)},
        reading=reading,
        register=reading.register,
        faults=faults,
        count=len(rows),
        summary=_summary(rows, reading),
        lines=[_line(row) for row in _whole(rows, reading)[:ROWS_SHOWN]],
        passed=_passed(reading),
    )
    return page, 422 if form.has_errors else 200


def _whole(rows: Sequence[TaskRow], reading: Reading) -> Sequence[TaskRow]:
    """Rows with nothing wrong in them: a cell that was not understood is not shown as if it were empty."""
    faulty = {fault.row for fault in reading.faults}
    return [row for row in rows if row.row not in faulty]


def _summary(rows: Sequence[TaskRow], reading: Reading) -> list[tuple[str, int]]:
    """How many rows become what."""
    states = Counter(row.state for row in rows)
    found = [
        (_("Đang thực hiện"), states[State.IN_PROGRESS]),
        (_("Tạm dừng"), states[State.PAUSED]),
        (_("Đã hoàn thành, ghi là lịch sử"), states[State.COMPLETED]),
        (_("Việc con, không đếm riêng"), sum(len(row.shares) for row in rows)),
        (_("Không nhập theo trạng thái"), len(reading.skipped)),
    ]
    return [(label, count) for label, count in found if count]


def _passed(reading: Reading) -> list[str]:
    """What was read past, said with its rows."""
    register = reading.register
    if register is None:
        return []
    said = []
    if register.groups:
        said.append(_("Dòng tên nhóm, không phải nhiệm vụ: %(rows)s.", rows=_rows(register.groups)))
    if register.totals:
        said.append(_("Dòng cộng: %(rows)s.", rows=_rows(register.totals)))
    if reading.skipped:
        said.append(_("Không nhập theo trạng thái: %(rows)s.", rows=_rows(reading.skipped)))
    if register.filled_down:
        said.append(
            _n(
                "%(count)s ô gộp dọc được hiểu là cùng nội dung cho mọi dòng trong ô.",
                count=register.filled_down,
            )
        )
    if register.unused:
        said.append(_("Không đọc các cột: %(names)s.", names=", ".join(register.unused)))
    return said


MOST_ROWS_NAMED = 12


def _rows(numbers: Sequence[int]) -> str:
    named = ", ".join(map(str, numbers[:MOST_ROWS_NAMED]))
    more = len(numbers) - MOST_ROWS_NAMED
    return _("%(rows)s và %(count)s dòng khác", rows=named, count=more) if more > 0 else named


def _line(row: TaskRow) -> list[str]:
    lead = units.unit_by_id(row.lead_id)
    day = row.completed_on or row.source.assigned_on
    due = day_text(row.due_on) or _("không thời hạn")
    if row.original_due_on != row.due_on:
        due = _("%(due)s (ban đầu %(first)s)", due=due, first=day_text(row.original_due_on))
    state = str(MEANINGS[_MEANT[row.state]])
    return [
        str(row.row),
        row.own_number,
        row.title if len(row.title) <= TITLE_SHOWN else f"{row.title[:TITLE_SHOWN]}…",
        lead.name_on(day) if lead else "",
        ", ".join(part for part in (row.source.number, day_text(row.source.on)) if part),
        day_text(row.source.assigned_on),
        due,
        f"{state} {day_text(row.completed_on)}".strip(),
        str(len(row.shares) or ""),
    ]


_MEANT = {
    State.IN_PROGRESS: targets.OPEN,
    State.COMPLETED: targets.DONE,
    State.PAUSED: targets.PAUSED,
}


# ------------------------------------------------------------------------------------------------------------- written


def written(batch: ImportBatch, on: Occasion) -> ResponseReturnValue:
    """What a file became; whoever brought it in may take it back while nobody has touched its tasks."""
    form = WithdrawForm()
    if form.validate_on_submit():
        with attempt(form) as outcome:
            taken = actions.withdraw(batch, reason=form.reason.data or "", on=on)
        if outcome.succeeded:
            flash(_n("Đã hủy lần nhập, thu hồi %(count)s nhiệm vụ.", count=taken), "done")
            return redirect(url_for("imports.tasks_written", batch_id=batch.id))
    is_mine = batch.read_by_id == signed_in().person.id and batch.withdrawn_at is None
    may_open = reads_tasks()
    states = queries.states_of(batch)
    page = render_template(
        "imports/written.html",
        batch=batch,
        form=form,
        back={"label": str(KINDS[batch.kind]), "url": url_for("imports.tasks")},
        states=[(labels.of(state), states[state]) for state in State if states.get(state)],
        brought=queries.brought_by(batch, limit=TASKS_SHOWN),
        count=sum(states.values()),
        today=on.today,
        touched=queries.touched_codes(batch) if is_mine else [],
        is_mine=is_mine,
        may_open=may_open,
        may_read=may_open or batch.read_by_id == signed_in().person.id,  # they had the file itself
    )
    return page, 422 if form.has_errors else 200
