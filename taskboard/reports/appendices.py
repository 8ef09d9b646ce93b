"""The two appendices of the quarter's report: results by unit, and the tasks themselves (domain 2.4)."""

from __future__ import annotations

from collections.abc import Iterator

from taskboard.domain.lifecycle import State
from taskboard.domain.rollup import Figures, Ratio, Row
from taskboard.reports.content import MISSING, Alignment, Band, Column, HeadCell, Line, OfficialDocument
from taskboard.reports.decree30 import APPENDIX_TABLE_SIZE
from taskboard.reports.parts import ReportPart, TaskDetail, class_cells, class_heads
from taskboard.reports.wording import NOTHING, count_text, ratio_text
from taskboard.wording import day_text, number_text

MIDDLE = Alignment.CENTER
MANY_PARTNERS = 6

# Columns in millimetres: 251 across

_UNIT_COLUMNS = (
    Column(12, MIDDLE),
    Column(67),
    Column(16, MIDDLE),
    *(Column(17, MIDDLE),) * 6,
    Column(24, MIDDLE),
    Column(30),
)
_TASK_COLUMNS = (
    Column(9, MIDDLE),
    Column(27, MIDDLE),
    Column(50),
    Column(29),
    Column(25),
    Column(20.5, MIDDLE),
    Column(20.5, MIDDLE),
    Column(25),
    Column(45),
)


class Appendices(ReportPart):
    """Phụ lục I and II."""

    __slots__ = ()

    def write(self, page: OfficialDocument) -> None:
        self._units_appendix(page)
        self._tasks_appendix(page)

    def _units_appendix(self, page: OfficialDocument) -> None:
        page.appendix("I", self.say(self.wording.units_appendix), self.attached())
        page.note(self.say(self.wording.units_note, stamp=self.stamp))
        heads = class_heads("Đơn vị chủ trì", "Ghi chú")
        page.table(_UNIT_COLUMNS, heads, self._unit_lines(), size=APPENDIX_TABLE_SIZE)

    def _unit_lines(self) -> Iterator[Line | Band]:
        numeral = 0
        for group in self.groups():
            yield Band(self.group_name(group.key))
            for line in self.units():
                if line.group != group.key:
                    continue
                numeral += 1
                yield Line(
                    (
                        str(numeral),
                        line.name,
                        *class_cells(line.figures.counts),
                        self._unit_note(line.figures),
                    )
                )
        total = self.rollup.total
        cells = ("", self.wording.total_row, *class_cells(total.counts), self._unit_note(total))
        yield Line(cells, is_bold=True)

    def _unit_note(self, figures: Figures) -> str:
        notes = []
        if figures.waiting:
            notes.append(self.say(self.wording.waiting_note, waiting=count_text(figures.waiting)))
        if figures.reports.denominator:
            notes.append(self.say(self.wording.reports_note, share=ratio_text(figures.reports)))
        return "; ".join(notes)

    def _tasks_appendix(self, page: OfficialDocument) -> None:
        page.appendix("II", self.say(self.wording.tasks_appendix), self.attached())
        page.note(self.say(self.wording.units_note, stamp=self.stamp))
        heads = (
            (
                *(
                    HeadCell(text, rows=2)
                    for text in ("TT", "Mã", "Nội dung nhiệm vụ", "Đơn vị chủ trì", "Văn bản giao")
                ),
                HeadCell("Thời hạn", columns=2),
                HeadCell("Tình trạng", rows=2),
                HeadCell("Kết quả, ghi chú", rows=2),
            ),
            (HeadCell("Ban đầu"), HeadCell("Hiện hành")),
        )
        page.table(_TASK_COLUMNS, heads, self._task_lines(), size=APPENDIX_TABLE_SIZE)

    def _task_lines(self) -> Iterator[Line | Band]:
        numeral = 0
        order = self.unit_positions()
        for letter, (task_class, name) in zip("ABCDEFG", self.wording.classes.items(), strict=False):
            rows = [row for row in self.rollup.rows if row.task_class is task_class]
            if not rows:
                continue
            yield Band(f"{letter}. {name}: {number_text(len(rows))} nhiệm vụ")
            for row in sorted(rows, key=lambda row: (order[row.unit_id], -row.days_late, row.code)):
                numeral += 1
                yield self._task_line(numeral, row)
        yield Band(self._tasks_total(), is_last=True)

    def _tasks_total(self) -> str:
        total = self.say(self.wording.tasks_total, total=number_text(self.rollup.counts.total))
        excluded = sum(self.rollup.excluded.values())
        if not excluded:
            return total
        return total + self.say(self.wording.tasks_excluded, excluded=number_text(excluded))

    def _task_line(self, numeral: int, row: Row) -> Line:
        detail = self.detail(row)
        return Line(
            (
                str(numeral),
                row.code,
                row.title,
                row.unit_name,
                detail.source or row.directive_code,
                day_text(row.original_due_on) or NOTHING,
                day_text(row.due_on) or NOTHING,
                self._state_text(row),
                self._result_text(row, detail),
            )
        )

    def _state_text(self, row: Row) -> str:
        wording, days = self.wording, number_text(row.days_late)
        if row.is_excluded:
            return self.wording.reasons[row.state].capitalize()
        if row.reports is not None:
            share = ratio_text(Ratio(row.reports.given, row.reports.owed))
            return self.say(
                wording.duty_overdue if row.days_late else wording.duty_reports, share=share, days=days
            )
        if row.state is State.COMPLETED:
            phrase = wording.claimed_late if row.days_late else wording.claimed
            return self.say(phrase, day=day_text(row.claimed_on), days=days)
        if row.is_waiting:
            return self.say(wording.awaiting, day=day_text(row.claimed_on))
        if row.is_paused:
            return self.say(wording.paused_overdue if row.days_late else wording.paused, days=days)
        return self.say(wording.days_late if row.days_late else wording.in_time, days=days)

    def _result_text(self, row: Row, detail: TaskDetail) -> str:
        """What the unit reported. A task that was reported on and says nothing has a gap; silence is said as such."""
        result = detail.result or (MISSING if row.last_report_on else self.wording.no_report)
        if row.is_excluded:
            result = detail.result
        if not detail.partners:
            return result
        partners = self._partners_text(detail.partners)
        return f"{result}\n{partners}" if result else partners

    def _partners_text(self, partners: tuple[str, ...]) -> str:
        """By name; of a whole group how many they are, for a cell of 25 wards leaves no room for anything else."""
        if len(partners) > MANY_PARTNERS:
            return self.say(self.wording.many_partners, count=count_text(len(partners)))
        return self.say(self.wording.partners, partners=", ".join(partners))
