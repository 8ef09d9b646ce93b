"""The quarter's report as a DOCX to be edited and signed: words and tables from one `RollUp` (rules 31 and 33).

Báo cáo tình hình thực hiện nhiệm vụ quý …, phương hướng nhiệm vụ quý …: results, shortcomings, next quarter, proposals
(domain 2.2), Phụ lục I by unit and Phụ lục II the tasks (domain 2.4). The layout is `decree30`'s, the phrases are
`wording`'s. What a person has to judge and nobody wrote stands as [CẦN BỔ SUNG: …].
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from taskboard.domain import rollup as rollups
from taskboard.domain.calendar import last_day_before
from taskboard.domain.deadline import LateBand
from taskboard.domain.lifecycle import State
from taskboard.domain.rollup import (
    COUNT_NAMES,
    Basis,
    Counts,
    Figures,
    Ratio,
    RollUp,
    Row,
    TaskClass,
    UnitLine,
)
from taskboard.reports.decree30 import (
    APPENDIX_TABLE_SIZE,
    Alignment,
    Band,
    Column,
    Head,
    Issuer,
    Line,
    Numbering,
    OfficialDocument,
    Signature,
)
from taskboard.reports.wording import (
    MISSING,
    NOTHING,
    OFFICIAL,
    Wording,
    count_text,
    missing,
    percent_text,
    points_text,
    ratio_text,
    share_text,
    signed_text,
)
from taskboard.wording import day_text, number_text

MIDDLE, RIGHT = Alignment.CENTER, Alignment.RIGHT
MANY_UNITS = 5
"""How many units with overdue tasks the text names; Phụ lục I names all."""


@dataclass(frozen=True, slots=True)
class TaskDetail:
    """What Phụ lục II says of a task beyond its figures, as its unit and the Office wrote it."""

    source: str = ""
    """`TB 45/TB-UBND, 12/04/2021`; without it the directive's code is printed."""
    partners: tuple[str, ...] = ()
    result: str = ""
    """The last report in short, or the product's number and date."""
    cause: str = ""
    """Why it is held up, from the list of causes; empty for none given."""


@dataclass(frozen=True, slots=True)
class BriefingFacts:
    """What the report says of the body, the period and the signing. Empty is unknown, and prints as a gap."""

    issuer: Issuer
    body: str
    """As in a sentence: `Ủy ban nhân dân thành phố Nam Định`."""
    numbering: Numbering
    signature: Signature
    period: str
    """`quý II năm 2021`"""
    next_period: str
    recipients: tuple[str, ...] = ()
    archive: str = "VT"
    unit_order: tuple[int, ...] = ()
    """Unit ids in the city's official order; others follow by name."""
    field_names: Mapping[str, str] = field(default_factory=dict)
    assessment: tuple[str, ...] = ()
    """Paragraphs on shortcomings and causes."""
    priorities: tuple[str, ...] = ()
    proposals: tuple[str, ...] = ()


def quarter_report(
    rollup: RollUp, details: Mapping[str, TaskDetail], facts: BriefingFacts, wording: Wording = OFFICIAL
) -> bytes:
    """The report as a .docx. `details` by task code, may lack any. The same arguments give the same bytes."""
    return _Report(rollup, details, facts, wording).written()


@dataclass(frozen=True, slots=True)
class _Report:
    """One report being written: what every part of it needs."""

    rollup: RollUp
    details: Mapping[str, TaskDetail]
    facts: BriefingFacts
    wording: Wording

    def written(self) -> bytes:
        subject = self._say(self.wording.subject)
        page = OfficialDocument(
            title=f"{self.wording.kind.capitalize()} {subject}",
            author=self.facts.body,
            made_at=self.rollup.cutoff,
        )
        page.head(self.facts.issuer, self.facts.numbering)
        page.title(self.wording.kind, subject)
        page.paragraph(self._say(self.wording.opening))
        page.paragraph(
            self._say(self.wording.scope, stamp=self.stamp, period_start=day_text(self.rollup.period_start))
        )
        self._results(page)
        self._shortcomings(page)
        self._next_period(page)
        self._proposals(page)
        page.closing(
            self._say(self.wording.closing), self.facts.recipients, self.facts.archive, self.facts.signature
        )
        if self.rollup.rows:
            self._units_appendix(page)
            self._tasks_appendix(page)
        return page.to_bytes()

    # Results

    def _results(self, page: OfficialDocument) -> None:
        page.heading(self._say(self.wording.results_heading), 1)
        page.heading(self._say(self.wording.overall_heading), 2)
        has_tasks = self.rollup.counts.total > 0
        if has_tasks:
            self._overall(page)
        else:
            page.paragraph(self._say(self.wording.empty))
        if self.rollup.excluded:
            page.paragraph(self._say(self.wording.excluded, reasons=self._excluded_text()))
        self._changes(page)
        if has_tasks:
            self._by_group(page)
            self._by_field(page)
            self._following(page)

    def _overall(self, page: OfficialDocument) -> None:
        counts = self.rollup.counts
        page.paragraph(
            self._say(
                self.wording.total,
                total=count_text(counts.total),
                units=count_text(len(self.rollup.by_unit)),
                with_deadline=count_text(counts.with_deadline),
                without_deadline=count_text(counts.done_no_deadline + counts.open_no_deadline),
            )
        )
        page.paragraph(self._say(self.wording.done, **_share("done_", counts.done_of_all), **_named(counts)))
        page.caption(self._say(self.wording.classes_caption))
        page.table(_CLASS_COLUMNS, self._both_bases_heads("Phân loại"), self._class_lines())
        page.caption(self._say(self.wording.ratios_caption))
        page.table(_CLASS_COLUMNS, self._both_bases_heads("Tỷ lệ"), self._ratio_lines())

    def _both_bases_heads(self, what: str) -> tuple[tuple[Head, ...], ...]:
        """Both bases side by side: which one the report follows is said in words, never hidden (decision 6)."""
        bases = tuple(Head(self.wording.bases[basis].capitalize(), columns=2) for basis in Basis)
        inner = ("Số lượng", "Tỷ lệ trên tổng số") if what == "Phân loại" else ("Tử số/\nmẫu số", "Tỷ lệ")
        return (Head("TT", rows=2), Head(what, rows=2), *bases), tuple(Head(text) for text in inner * 2)

    def _class_lines(self) -> Iterator[Line]:
        names = self.wording.classes
        yield self._count_line("1", "Đã hoàn thành", "done", is_bold=True)
        for task_class in (TaskClass.DONE_ON_TIME, TaskClass.DONE_LATE, TaskClass.DONE_NO_DEADLINE):
            yield self._count_line("", f"- {names[task_class]}", task_class.value)
        yield self._count_line("2", "Chưa hoàn thành", "open", is_bold=True)
        for task_class in (TaskClass.OPEN_IN_TIME, TaskClass.OPEN_OVERDUE, TaskClass.OPEN_NO_DEADLINE):
            yield self._count_line("", f"- {names[task_class]}", task_class.value)
        yield self._count_line("", self.wording.total_row, "total", is_bold=True)

    def _count_line(self, numeral: str, name: str, count: str, *, is_bold: bool = False) -> Line:
        cells = [numeral, name]
        for basis in Basis:
            counts = self.rollup.counts_on(basis)
            number = getattr(counts, count)
            cells += [number_text(number), percent_text(Ratio(number, counts.total).permille)]
        return Line(tuple(cells), is_bold)

    def _ratio_lines(self) -> Iterator[Line]:
        for numeral, (name, text) in enumerate(self.wording.ratios.items(), start=1):
            cells = [str(numeral), text]
            for basis in Basis:
                ratio: Ratio = getattr(self.rollup.counts_on(basis), name)
                cells += [ratio_text(ratio), percent_text(ratio.permille)]
            yield Line(tuple(cells))

    def _excluded_text(self) -> str:
        return "; ".join(
            f"{count_text(count)} nhiệm vụ {self.wording.reasons[state]}"
            for state, count in self.rollup.excluded.items()
        )

    def _changes(self, page: OfficialDocument) -> None:
        """Beside the previous period; without one a sentence and no zeros (rule 35)."""
        changes = self.rollup.changes()
        if changes is None:
            page.paragraph(self._say(self.wording.no_previous))
            return
        page.caption(self._say(self.wording.changes_caption))
        heads = ((Head("TT"), Head("Chỉ tiêu"), Head("Kỳ trước"), Head("Kỳ này"), Head("Tăng, giảm")),)
        lines = [
            Line(
                (
                    str(numeral),
                    self._count_name(change.name),
                    number_text(change.before),
                    number_text(change.now),
                    self.wording.new_value if change.is_new else signed_text(change.difference),
                )
            )
            for numeral, change in enumerate(changes, start=1)
        ]
        page.table(_CHANGE_COLUMNS, heads, [*lines, *self._ratio_changes(len(lines))])

    def _ratio_changes(self, before: int) -> Iterator[Line]:
        assert self.rollup.previous is not None
        previous = self.rollup.previous.counts(self.rollup.basis)
        names = ("done_of_all", "on_time_of_done_with_deadline", "overdue_of_with_deadline")
        for numeral, name in enumerate(names, start=before + 1):
            then, now = getattr(previous, name), getattr(self.rollup.counts, name)
            yield Line(
                (
                    str(numeral),
                    self.wording.ratios[name],
                    _stacked(then),
                    _stacked(now),
                    points_text(self.rollup.permille_change(name)),
                )
            )

    def _count_name(self, name: str) -> str:
        totals = {"total": "Tổng số nhiệm vụ", "done": "Đã hoàn thành", "open": "Chưa hoàn thành"}
        return totals.get(name) or self.wording.classes[TaskClass(name)]

    def _by_group(self, page: OfficialDocument) -> None:
        page.heading(self._say(self.wording.units_heading), 2)
        for line in self._groups():
            counts = line.figures.counts
            page.paragraph(
                "- "
                + self._say(
                    self.wording.group_result,
                    group=self._group_name(line.key),
                    total=count_text(counts.total),
                    done_share=share_text(counts.done_of_all),
                    overdue=count_text(counts.open_overdue),
                )
            )
        page.paragraph(self._most_overdue())
        page.paragraph(self._say(self.wording.units_reference))

    def _most_overdue(self) -> str:
        late = [line for line in self._units() if line.figures.counts.open_overdue]
        late.sort(key=lambda line: -line.figures.counts.open_overdue)
        if not late:
            return self._say(self.wording.none_overdue)
        named = [
            f"{line.name} ({count_text(line.figures.counts.open_overdue)})" for line in late[:MANY_UNITS]
        ]
        return self._say(self.wording.most_overdue, units=", ".join(named))

    def _by_field(self, page: OfficialDocument) -> None:
        page.heading(self._say(self.wording.fields_heading), 2)
        page.caption(self._say(self.wording.fields_caption))
        lines = [
            Line((str(numeral), self._field_name(line.key), *_class_cells(line.figures.counts)))
            for numeral, line in enumerate(self._fields(), start=1)
        ]
        total = Line(("", self.wording.total_row, *_class_cells(self.rollup.counts)), is_bold=True)
        page.table(_FIELD_COLUMNS, _class_heads("Lĩnh vực"), [*lines, total], size=APPENDIX_TABLE_SIZE)

    def _following(self, page: OfficialDocument) -> None:
        said = [
            sentence
            for sentence in (self._reports_text(), self._updated_text(), self._followed_text())
            if sentence
        ]
        if said:
            page.heading(self._say(self.wording.following_heading), 2)
        for sentence in said:
            page.paragraph(sentence)

    def _reports_text(self) -> str:
        reports = self.rollup.total.reports
        return self._say(self.wording.reports, **_share("", reports)) if reports.denominator else ""

    def _updated_text(self) -> str:
        figures = self.rollup.total
        if not figures.updated.denominator:
            return ""
        return self._say(
            self.wording.updated,
            days=str(self.rollup.silence_days),
            **_share("", figures.updated),
            silent=count_text(figures.silent),
        )

    def _followed_text(self) -> str:
        """Only what there is: a list of noughts tells nobody anything."""
        followed = [
            self._say(phrase, count=count_text(count))
            for name, phrase in self.wording.following.items()
            if (count := getattr(self.rollup.total, name))
        ]
        return f"{'; '.join(followed)}." if followed else ""

    # Shortcomings, next quarter, proposals

    def _shortcomings(self, page: OfficialDocument) -> None:
        page.heading(self._say(self.wording.shortcomings_heading), 1)
        if self.rollup.counts.open_overdue:
            self._overdue(page)
        else:
            page.paragraph(self._say(self.wording.not_overdue))
        self._causes(page)
        self._written(page, self.facts.assessment, self._say(self.wording.assessment_gap))

    def _overdue(self, page: OfficialDocument) -> None:
        counts = self.rollup.counts
        carried = sum(count for times, count in self.rollup.total.carried.items() if times >= 2)
        page.paragraph(
            self._say(
                self.wording.overdue,
                overdue=count_text(counts.open_overdue),
                **_share("all_", counts.overdue_of_all),
                **_share("dated_", counts.overdue_of_with_deadline),
                carried=count_text(carried),
            )
        )
        page.caption(self._say(self.wording.bands_caption))
        page.table(_BAND_COLUMNS, self._band_heads(), self._band_lines())

    def _band_heads(self) -> tuple[tuple[Head, ...], ...]:
        bands = (Head(self.wording.bands[band]) for band in LateBand)
        return ((Head("TT"), Head("Khối đơn vị"), *bands, Head("Cộng")),)

    def _band_lines(self) -> Iterator[Line]:
        for numeral, line in enumerate(self._groups(), start=1):
            yield Line((str(numeral), self._group_name(line.key), *_band_cells(line.figures)))
        yield Line(("", self.wording.total_row, *_band_cells(self.rollup.total)), is_bold=True)

    def _causes(self, page: OfficialDocument) -> None:
        overdue = [row for row in self.rollup.rows if row.task_class is TaskClass.OPEN_OVERDUE]
        causes = Counter(cause for row in overdue if (cause := self._detail(row).cause))
        if causes:
            named = "; ".join(f"{cause} ({count_text(count)})" for cause, count in causes.most_common())
            page.paragraph(self._say(self.wording.causes, causes=named))
        if self.rollup.total.objective_causes:
            page.paragraph(
                self._say(self.wording.objective, count=count_text(self.rollup.total.objective_causes))
            )

    def _next_period(self, page: OfficialDocument) -> None:
        page.heading(self._say(self.wording.next_heading, next_period=self.facts.next_period.upper()), 1)
        phrase = self.wording.carried if self.rollup.counts.open else self.wording.none_carried
        page.paragraph(self._say(phrase, **_named(self.rollup.counts)))
        self._written(page, self.facts.priorities, self._say(self.wording.priorities_gap))

    def _proposals(self, page: OfficialDocument) -> None:
        page.heading(self._say(self.wording.proposals_heading), 1)
        self._written(page, self.facts.proposals, self._say(self.wording.proposals_gap))

    def _written(self, page: OfficialDocument, paragraphs: Sequence[str], gap: str) -> None:
        for paragraph in paragraphs or (missing(gap),):
            page.paragraph(paragraph)

    # Appendices

    def _units_appendix(self, page: OfficialDocument) -> None:
        page.appendix("I", self._say(self.wording.units_appendix), self._attached(), is_landscape=True)
        page.note(self._say(self.wording.units_note, stamp=self.stamp))
        heads = _class_heads("Đơn vị chủ trì", "Ghi chú")
        page.table(_UNIT_COLUMNS, heads, self._unit_lines(), size=APPENDIX_TABLE_SIZE)

    def _unit_lines(self) -> Iterator[Line | Band]:
        numeral = 0
        for group in self._groups():
            yield Band(self._group_name(group.key))
            for line in self._units():
                if line.group != group.key:
                    continue
                numeral += 1
                yield Line(
                    (
                        str(numeral),
                        line.name,
                        *_class_cells(line.figures.counts),
                        self._unit_note(line.figures),
                    )
                )
        total = self.rollup.total
        cells = ("", self.wording.total_row, *_class_cells(total.counts), self._unit_note(total))
        yield Line(cells, is_bold=True)

    def _unit_note(self, figures: Figures) -> str:
        notes = []
        if figures.waiting:
            notes.append(self._say(self.wording.waiting_note, waiting=count_text(figures.waiting)))
        if figures.reports.denominator:
            notes.append(self._say(self.wording.reports_note, share=ratio_text(figures.reports)))
        return "; ".join(notes)

    def _tasks_appendix(self, page: OfficialDocument) -> None:
        page.appendix("II", self._say(self.wording.tasks_appendix), self._attached(), is_landscape=True)
        page.note(self._say(self.wording.units_note, stamp=self.stamp))
        heads = (
            (
                *(
                    Head(text, rows=2)
                    for text in ("TT", "Mã", "Nội dung nhiệm vụ", "Đơn vị chủ trì", "Văn bản giao")
                ),
                Head("Thời hạn", columns=2),
                Head("Tình trạng", rows=2),
                Head("Kết quả, ghi chú", rows=2),
            ),
            (Head("Ban đầu"), Head("Hiện hành")),
        )
        page.table(_TASK_COLUMNS, heads, self._task_lines(), size=APPENDIX_TABLE_SIZE)

    def _task_lines(self) -> Iterator[Line | Band]:
        numeral = 0
        order = self._unit_positions()
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
        total = self._say(self.wording.tasks_total, total=number_text(self.rollup.counts.total))
        excluded = sum(self.rollup.excluded.values())
        if not excluded:
            return total
        return total + self._say(self.wording.tasks_excluded, excluded=number_text(excluded))

    def _task_line(self, numeral: int, row: Row) -> Line:
        detail = self._detail(row)
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
            return self._say(
                wording.duty_overdue if row.days_late else wording.duty_reports, share=share, days=days
            )
        if row.state is State.COMPLETED:
            phrase = wording.claimed_late if row.days_late else wording.claimed
            return self._say(phrase, day=day_text(row.claimed_on), days=days)
        if row.is_waiting:
            return self._say(wording.awaiting, day=day_text(row.claimed_on))
        if row.is_paused:
            return self._say(wording.paused_overdue if row.days_late else wording.paused, days=days)
        return self._say(wording.days_late if row.days_late else wording.in_time, days=days)

    def _result_text(self, row: Row, detail: TaskDetail) -> str:
        """What the unit reported. A task that was reported on and says nothing has a gap; silence is said as such."""
        result = detail.result or (MISSING if row.last_report_on else self.wording.no_report)
        if row.is_excluded:
            result = detail.result
        if not detail.partners:
            return result
        partners = self._say(self.wording.partners, partners=", ".join(detail.partners))
        return f"{result}\n{partners}" if result else partners

    # Words and order

    @property
    def stamp(self) -> str:
        return self._say(
            self.wording.stamp, cutoff=cutoff_text(self.rollup.cutoff, ZoneInfo(self.rollup.zone))
        )

    def _say(self, phrase: str, **values: str) -> str:
        other = Basis.CURRENT if self.rollup.basis is Basis.ORIGINAL else Basis.ORIGINAL
        known = {
            "body": self.facts.body,
            "period": self.facts.period,
            "next_period": self.facts.next_period,
            "basis": self.wording.bases[self.rollup.basis],
            "other_basis": self.wording.bases[other],
        }
        return phrase.format(**{**known, **values})

    def _attached(self) -> str:
        numbering = self.facts.numbering
        day = day_text(numbering.dated_on) or MISSING
        return self._say(self.wording.attached, number=numbering.text, day=day)

    def _detail(self, row: Row) -> TaskDetail:
        """Of a duty: its newest occurrence about which something is known."""
        return next(
            (self.details[code] for code in reversed(row.codes) if code in self.details), TaskDetail()
        )

    def _unit_positions(self) -> dict[int, tuple[int, str]]:
        """Where each unit stands in print; a unit that only has excluded tasks is among them."""
        given = {unit_id: position for position, unit_id in enumerate(self.facts.unit_order)}
        last = len(given)
        return {row.unit_id: (given.get(row.unit_id, last), row.unit_name) for row in self.rollup.rows}

    def _units(self) -> list[UnitLine]:
        order = self._unit_positions()
        return sorted(self.rollup.by_unit, key=lambda line: order[line.unit_id])

    def _groups(self) -> list[rollups.Line]:
        known = {key: position for position, key in enumerate(self.wording.groups)}
        return sorted(self.rollup.by_group, key=lambda line: (known.get(line.key, len(known)), line.key))

    def _fields(self) -> list[rollups.Line]:
        """In the city's order of fields, those without one last."""
        known = {key: position for position, key in enumerate(self.facts.field_names)}
        return sorted(
            self.rollup.by_field, key=lambda line: (not line.key, known.get(line.key, len(known)), line.key)
        )

    def _group_name(self, key: str) -> str:
        return self.wording.groups.get(key, key)

    def _field_name(self, key: str) -> str:
        return self.facts.field_names.get(key, key) or self.wording.no_field


def cutoff_text(cutoff: datetime, zone: ZoneInfo) -> str:
    """`17:00 30/06/2021` in the city; midnight is said as the end of the day it closes, `24:00 30/06/2021`."""
    local = cutoff.astimezone(zone)
    if local.hour == local.minute == 0:
        return f"24:00 {day_text(last_day_before(cutoff, zone))}"
    return f"{local:%H:%M} {day_text(local.date())}"


# Columns in millimetres: 164 upright, 251 across

_CLASS_COLUMNS = (
    Column(10, MIDDLE),
    Column(66),
    *(Column(22, MIDDLE),) * 4,
)
_CHANGE_COLUMNS = (Column(10, MIDDLE), Column(76), *(Column(25, MIDDLE),) * 2, Column(28, MIDDLE))
_FIELD_COLUMNS = (
    Column(10, MIDDLE),
    Column(40),
    Column(13, MIDDLE),
    *(Column(13.5, MIDDLE),) * 6,
    Column(20, MIDDLE),
)
_BAND_COLUMNS = (Column(10, MIDDLE), Column(74), *(Column(16, MIDDLE),) * 5)
_UNIT_COLUMNS = (
    Column(12, MIDDLE),
    Column(67),
    Column(16, MIDDLE),
    *(Column(17, MIDDLE),) * 6,
    Column(24, MIDDLE),
    Column(30),
)
_TASK_COLUMNS = (
    Column(10, MIDDLE),
    Column(28, MIDDLE),
    Column(55),
    Column(32),
    Column(24),
    Column(21, MIDDLE),
    Column(21, MIDDLE),
    Column(24),
    Column(36),
)


def _class_heads(what: str, *more: str) -> tuple[tuple[Head, ...], ...]:
    first = (
        Head("TT", rows=2),
        Head(what, rows=2),
        Head("Tổng số", rows=2),
        Head("Hoàn thành", columns=3),
        Head("Chưa hoàn thành", columns=3),
        Head("Tỷ lệ hoàn thành", rows=2),
        *(Head(text, rows=2) for text in more),
    )
    names = ("Đúng hạn", "Quá hạn", "Không thời hạn", "Trong hạn", "Quá hạn", "Không thời hạn")
    return first, tuple(Head(name) for name in names)


def _class_cells(counts: Counts) -> tuple[str, ...]:
    """Total, the six official classes and the share done, in the order of `_class_heads`."""
    names = (
        "total",
        "done_on_time",
        "done_late",
        "done_no_deadline",
        "open_in_time",
        "open_overdue",
        "open_no_deadline",
    )
    return (*(number_text(getattr(counts, name)) for name in names), _stacked(counts.done_of_all))


def _band_cells(figures: Figures) -> tuple[str, ...]:
    return (
        *(number_text(figures.late_bands[band]) for band in LateBand),
        number_text(figures.counts.open_overdue),
    )


def _stacked(ratio: Ratio) -> str:
    """A share in a narrow cell: `8/18` over `44,4%`."""
    return f"{ratio_text(ratio)}\n{percent_text(ratio.permille)}" if ratio.denominator else NOTHING


def _share(prefix: str, ratio: Ratio) -> dict[str, str]:
    return {f"{prefix}ratio": ratio_text(ratio), f"{prefix}percent": percent_text(ratio.permille)}


def _named(counts: Counts) -> dict[str, str]:
    return {name: count_text(getattr(counts, name)) for name in COUNT_NAMES}
