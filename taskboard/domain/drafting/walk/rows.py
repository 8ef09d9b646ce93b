"""Rows of a task table, each one an order."""

from __future__ import annotations

import re

from taskboard.domain.drafting import tables
from taskboard.domain.drafting.layout import Block
from taskboard.domain.drafting.units import Mention
from taskboard.domain.drafting.walk.bare_rows import BareRow, BareRows
from taskboard.domain.drafting.walk.findings import HEADING, Found, Mode
from taskboard.domain.drafting.walk.progress import Progress

_HELPERS = re.compile(r"\(phối hợp(?: với)?:? ([^()]+)\)")
_SECTION_ROW = re.compile(
    r"(?:[ivx]{1,4}|[a-h]|\d{1,2})(?: |\. ?|\) ?)(?:về |lĩnh vực |nhóm |nhiệm vụ |công tác )?[^,;.\d][^;.]{2,60}$"
)


class Rows:
    """Reads the rows under a heading row."""

    def __init__(self, progress: Progress) -> None:
        self.progress = progress
        self.page = progress.page
        self.address = progress.address
        self.dates = progress.dates
        self.columns: tables.Columns | None = None
        self.bare = BareRows(progress)
        self.is_under_bare_head = False

    def table(self, index: int, block: Block) -> bool:
        """The heading row of a task table, or a row under it."""
        columns = tables.columns_of(self.page, block.start, block.end)
        if columns:
            self.columns = columns
            self.progress.begin(block.start)
            self.progress.skip(block.start, block.end, HEADING)
            return True
        cells = (
            tables.cells_of(self.page, block.start, block.end, self.columns)
            if self.columns and block.starts_line
            else None
        )
        if cells is None:
            return self._bare(index, block) or self._names_rows(block)
        self.progress.sentence += 1
        self._take_row(index, block, cells)
        return True

    def _bare(self, index: int, block: Block) -> bool:
        """A heading row or a row of a table that lost its borders."""
        if self.bare.is_head(block):
            self.is_under_bare_head = True
            self.progress.begin(block.start)
            self.progress.skip(block.start, block.end, HEADING)
            return True
        row = self.bare.row(index, self.is_under_bare_head)
        self.is_under_bare_head = self.is_under_bare_head and row is not None
        if row is None or self.progress.state.mode is Mode.REPORT:
            return False
        self._take_bare(index, row)
        return True

    def _take_bare(self, index: int, row: BareRow) -> None:
        self.progress.begin(row.start)
        self.progress.sentence += 1
        self.progress.add(
            Found(
                row.start, row.end, row.leads, (), False, "", self.progress.state.field_span, None, index,
                self.progress.sentence, self.dates.in_cell(*row.due) if row.due else None, row.start,
            )
        )  # fmt: skip

    def _names_rows(self, block: Block) -> bool:
        """`II  Lĩnh vực nông nghiệp` over the rows of one kind; any other line ends the table."""
        if self.columns and block.starts_line and _SECTION_ROW.match(self.page.flat, block.start, block.end):
            self.progress.skip(block.start, block.end, HEADING)
            return True
        self.columns = None
        return False

    def _take_row(self, index: int, block: Block, cells: tables.Cells) -> None:
        """One row is one order: its task, who leads and helps, until when."""
        leads, partners = (self._named_in(cells.get(role)) for role in ("lead", "partner"))
        partners = partners or self._helpers_in(cells.get("lead"))
        start, due = min(cells["task"][0], cells.get("lead", cells["task"])[0]), cells.get("due")
        self.progress.add(
            Found(
                start, max(block.end, cells["task"][1]), leads, partners, False, "", self.progress.state.field_span, None,
                index, self.progress.sentence, self.dates.in_cell(*due) if due else None, start,
            )
        )  # fmt: skip

    def _helpers_in(self, cell: tuple[int, int] | None) -> tuple[Mention, ...]:
        """`Tổ quản lý chợ (phối hợp: Công an xã)`: who helps, told in the cell of who leads."""
        helpers = _HELPERS.search(self.page.flat, *cell) if cell else None
        return self._named_in((helpers.start(1), helpers.end(1))) if helpers else ()

    def _named_in(self, cell: tuple[int, int] | None) -> tuple[Mention, ...]:
        if cell is None or not self.page.flat[cell[0] : cell[1]].strip(" -/"):
            return ()
        listed = self.address.units.mentions_at(*cell)
        if listed:
            return listed.mentions
        gloss = self.page.flat.find(" (", *cell)
        return (Mention(cell[0], gloss if gloss > cell[0] else cell[1], False),)
