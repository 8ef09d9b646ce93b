"""The quarter's report to be edited and signed: words and tables from one `RollUp` (rules 31 and 33).

Báo cáo tình hình thực hiện nhiệm vụ quý …, phương hướng nhiệm vụ quý …: results, shortcomings, next quarter, proposals
(domain 2.2) here, Phụ lục I and II in `appendices`. The phrases are `wording`'s. What a
person has to judge and nobody wrote stands as [CẦN BỔ SUNG: …].
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from taskboard.domain.deadline import LateBand
from taskboard.domain.rollup import (
    COUNT_NAMES,
    Basis,
    Counts,
    Figures,
    PreviousFigures,
    Ratio,
    RollUp,
    TaskClass,
)
from taskboard.reports.appendices import Appendices
from taskboard.reports.content import (
    Alignment,
    Bar,
    BarChart,
    Column,
    HeadCell,
    Line,
    OfficialDocument,
    missing,
)
from taskboard.reports.decree30 import APPENDIX_TABLE_SIZE
from taskboard.reports.indicators import IndicatorPart
from taskboard.reports.parts import BriefingFacts, ReportPart, TaskDetail, class_cells, class_heads, stacked
from taskboard.reports.wording import (
    OFFICIAL,
    Wording,
    count_text,
    percent_text,
    points_text,
    ratio_text,
    share_text,
    signed_text,
)
from taskboard.wording import day_text, number_text

__all__ = ["BriefingFacts", "TaskDetail", "quarter_report"]

MIDDLE = Alignment.CENTER
MANY_UNITS = 5
"""How many units with overdue tasks the text names; Phụ lục I names all."""
MANY_BARS = 15
"""So many bars fill less than half a page; of more units the ones with most tasks are drawn."""
WARDS = "wards"


def quarter_report(
    rollup: RollUp, details: Mapping[str, TaskDetail], facts: BriefingFacts, wording: Wording = OFFICIAL
) -> OfficialDocument:
    """The whole report. `details` by task code, may lack any."""
    body = _Body(rollup, details, facts, wording)
    subject = body.say(wording.subject)
    title = f"{wording.kind.capitalize()} {subject}"
    page = OfficialDocument(title=title, author=facts.body, made_at=rollup.cutoff)
    page.head(facts.issuer, facts.numbering)
    page.entitled(wording.kind, subject)
    body.write(page)
    recipients = facts.recipients
    if recipients is None:
        recipients = tuple(body.say(wording.recipients).splitlines())
    page.closing(body.say(wording.closing), recipients, facts.archive or wording.archive, facts.signature)
    if rollup.rows:
        Appendices(rollup, details, facts, wording).write(page)
    if facts.section is not None and facts.section.lines:
        IndicatorPart(rollup, details, facts, wording).appendix(page, facts.section)
    return page


_CHARTED = (
    TaskClass.DONE_ON_TIME,
    TaskClass.DONE_LATE,
    TaskClass.DONE_NO_DEADLINE,
    TaskClass.OPEN_IN_TIME,
    TaskClass.OPEN_OVERDUE,
    TaskClass.OPEN_NO_DEADLINE,
)

# Columns in millimetres: 164 upright

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


class _Body(ReportPart):
    """From the opening to the proposals."""

    __slots__ = ()

    def write(self, page: OfficialDocument) -> None:
        page.paragraph(self.say(self.wording.opening))
        start = day_text(self.rollup.period_start)
        page.paragraph(self.say(self.wording.scope, stamp=self.stamp, period_start=start))
        self._results(page)
        self._shortcomings(page)
        self._next_period(page)
        self._proposals(page)

    # Results

    def _results(self, page: OfficialDocument) -> None:
        page.heading(self.say(self.wording.results_heading), 1)
        page.heading(self.say(self.wording.overall_heading), 2)
        has_tasks = self.rollup.counts.total > 0
        if has_tasks:
            self._overall(page)
        else:
            page.paragraph(self.say(self.wording.empty))
        if self.rollup.excluded:
            page.paragraph(self.say(self.wording.excluded, reasons=self._excluded_text()))
        self._changes(page)
        number = 2
        if has_tasks:
            self._by_group(page)
            self._by_field(page)
            number = 5 if self._following(page) else 4
        if self.facts.section is not None:
            self._indicators.write(page, self.facts.section, number)

    @property
    def _indicators(self) -> IndicatorPart:
        return IndicatorPart(self.rollup, self.details, self.facts, self.wording)

    def _overall(self, page: OfficialDocument) -> None:
        counts = self.rollup.counts
        page.paragraph(
            self.say(
                self.wording.total,
                total=count_text(counts.total),
                units=count_text(len(self.rollup.by_unit)),
                with_deadline=count_text(counts.with_deadline),
                without_deadline=count_text(counts.done_no_deadline + counts.open_no_deadline),
            )
        )
        page.paragraph(self.say(self.wording.done, **_share("done_", counts.done_of_all), **_named(counts)))
        page.table(
            _CLASS_COLUMNS,
            self._both_bases_heads("Phân loại"),
            self._class_lines(),
            caption=self.say(self.wording.classes_caption),
        )
        page.table(
            _CLASS_COLUMNS,
            self._both_bases_heads("Tỷ lệ"),
            self._ratio_lines(),
            caption=self.say(self.wording.ratios_caption),
        )

    def _both_bases_heads(self, what: str) -> tuple[tuple[HeadCell, ...], ...]:
        """Both bases side by side: which one the report follows is said in words, never hidden (decision 6)."""
        bases = tuple(HeadCell(self.wording.bases[basis].capitalize(), columns=2) for basis in Basis)
        inner = ("Số lượng", "Tỷ lệ trên tổng số") if what == "Phân loại" else ("Tử số/\nmẫu số", "Tỷ lệ")
        return (HeadCell("TT", rows=2), HeadCell(what, rows=2), *bases), tuple(
            HeadCell(text) for text in inner * 2
        )

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
        changes, previous = self.rollup.changes(), self.rollup.previous
        if changes is None or previous is None:
            page.paragraph(self.say(self.wording.no_previous))
            return
        heads = (
            (
                HeadCell("TT"),
                HeadCell("Chỉ tiêu"),
                HeadCell("Kỳ trước"),
                HeadCell("Kỳ này"),
                HeadCell("Tăng, giảm"),
            ),
        )
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
        lines += self._ratio_changes(previous, len(lines))
        page.table(_CHANGE_COLUMNS, heads, lines, caption=self.say(self.wording.changes_caption))

    def _ratio_changes(self, previous: PreviousFigures, above: int) -> Iterator[Line]:
        before = previous.counts(self.rollup.basis)
        names = ("done_of_all", "on_time_of_done_with_deadline", "overdue_of_with_deadline")
        for numeral, name in enumerate(names, start=above + 1):
            then, now = getattr(before, name), getattr(self.rollup.counts, name)
            yield Line(
                (
                    str(numeral),
                    self.wording.ratios[name],
                    stacked(then),
                    stacked(now),
                    points_text(self.rollup.permille_change(name)),
                )
            )

    def _count_name(self, name: str) -> str:
        totals = {"total": "Tổng số nhiệm vụ", "done": "Đã hoàn thành", "open": "Chưa hoàn thành"}
        return totals.get(name) or self.wording.classes[TaskClass(name)]

    def _by_group(self, page: OfficialDocument) -> None:
        page.heading(self.say(self.wording.units_heading), 2)
        for line in self.groups():
            counts = line.figures.counts
            page.paragraph(
                "- "
                + self.say(
                    self.wording.group_result,
                    group=self.group_name(line.key),
                    total=count_text(counts.total),
                    done_share=share_text(counts.done_of_all),
                    overdue=count_text(counts.open_overdue),
                )
            )
        page.paragraph(self._most_overdue())
        self._chart(page)
        page.paragraph(self.say(self.wording.units_reference))

    def _most_overdue(self) -> str:
        late = [line for line in self.units() if line.figures.counts.open_overdue]
        late.sort(key=lambda line: -line.figures.counts.open_overdue)
        if not late:
            return self.say(self.wording.none_overdue)
        named = [
            f"{line.name} ({count_text(line.figures.counts.open_overdue)})" for line in late[:MANY_UNITS]
        ]
        return self.say(self.wording.most_overdue, units=", ".join(named))

    def _chart(self, page: OfficialDocument) -> None:
        """One bar a unit on one scale; the many small wards would be strokes, they stand in Phụ lục I."""
        bodies = [line for line in self.units() if line.group != WARDS] or self.units()
        shown = sorted(bodies, key=lambda line: -line.figures.counts.total)[:MANY_BARS]
        bars = tuple(
            Bar(line.name, tuple(getattr(line.figures.counts, name.value) for name in _CHARTED))
            for line in bodies
            if line in shown
        )
        series = tuple(self.wording.classes[name] for name in _CHARTED)
        page.chart(BarChart(series, bars), self.say(self.wording.units_chart))

    def _by_field(self, page: OfficialDocument) -> None:
        page.heading(self.say(self.wording.fields_heading), 2)
        lines = [
            Line((str(numeral), self.field_name(line.key), *class_cells(line.figures.counts)))
            for numeral, line in enumerate(self.fields(), start=1)
        ]
        total = Line(("", self.wording.total_row, *class_cells(self.rollup.counts)), is_bold=True)
        page.table(
            _FIELD_COLUMNS,
            class_heads("Lĩnh vực"),
            [*lines, total],
            size=APPENDIX_TABLE_SIZE,
            caption=self.say(self.wording.fields_caption),
        )

    def _following(self, page: OfficialDocument) -> bool:
        """Whether there was anything to say."""
        said = [
            sentence
            for sentence in (self._reports_text(), self._updated_text(), self._followed_text())
            if sentence
        ]
        if said:
            page.heading(self.say(self.wording.following_heading), 2)
        for sentence in said:
            page.paragraph(sentence)
        return bool(said)

    def _reports_text(self) -> str:
        reports = self.rollup.total.reports
        return self.say(self.wording.reports, **_share("", reports)) if reports.denominator else ""

    def _updated_text(self) -> str:
        figures = self.rollup.total
        if not figures.updated.denominator:
            return ""
        return self.say(
            self.wording.updated,
            days=str(self.rollup.silence_days),
            **_share("", figures.updated),
            silent=count_text(figures.silent),
        )

    def _followed_text(self) -> str:
        """Only what there is: a list of noughts tells nobody anything."""
        followed = [
            self.say(phrase, count=count_text(count))
            for name, phrase in self.wording.following.items()
            if (count := getattr(self.rollup.total, name))
        ]
        return f"{'; '.join(followed)}." if followed else ""

    # Shortcomings, next quarter, proposals

    def _shortcomings(self, page: OfficialDocument) -> None:
        page.heading(self.say(self.wording.shortcomings_heading), 1)
        if self.rollup.counts.open_overdue:
            self._overdue(page)
        else:
            page.paragraph(self.say(self.wording.not_overdue))
        carried = sum(count for times, count in self.rollup.total.carried.items() if times >= 2)
        if carried:
            page.paragraph(self.say(self.wording.long_carried, carried=count_text(carried)))
        self._causes(page)
        written = self.facts.assessment
        if not written and self.facts.section is not None:
            written = self._indicators.shortcomings(self.facts.section)
        self._written(page, written, self.say(self.wording.assessment_gap))

    def _overdue(self, page: OfficialDocument) -> None:
        counts = self.rollup.counts
        page.paragraph(
            self.say(
                self.wording.overdue,
                overdue=count_text(counts.open_overdue),
                **_share("all_", counts.overdue_of_all),
                **_share("dated_", counts.overdue_of_with_deadline),
            )
        )
        page.table(
            _BAND_COLUMNS,
            self._band_heads(),
            self._band_lines(),
            caption=self.say(self.wording.bands_caption),
        )
        self._bands_chart(page)

    def _bands_chart(self, page: OfficialDocument) -> None:
        """Which units owe what has been late for how long, most of it first."""
        late = [line for line in self.units() if line.figures.counts.open_overdue]
        shown = sorted(late, key=lambda line: -line.figures.counts.open_overdue)[:MANY_BARS]
        bars = tuple(
            Bar(line.name, tuple(line.figures.late_bands[band] for band in LateBand)) for line in shown
        )
        series = tuple(self.wording.bands[band] for band in LateBand)
        page.chart(BarChart(series, bars, is_ranked=True), self.say(self.wording.bands_chart))

    def _band_heads(self) -> tuple[tuple[HeadCell, ...], ...]:
        bands = (HeadCell(self.wording.bands[band]) for band in LateBand)
        return ((HeadCell("TT"), HeadCell("Khối đơn vị"), *bands, HeadCell("Cộng")),)

    def _band_lines(self) -> Iterator[Line]:
        for numeral, line in enumerate(self.groups(), start=1):
            yield Line((str(numeral), self.group_name(line.key), *_band_cells(line.figures)))
        yield Line(("", self.wording.total_row, *_band_cells(self.rollup.total)), is_bold=True)

    def _causes(self, page: OfficialDocument) -> None:
        overdue = [row for row in self.rollup.rows if row.task_class is TaskClass.OPEN_OVERDUE]
        causes = Counter(cause for row in overdue if (cause := self.detail(row).cause))
        if causes:
            named = "; ".join(f"{cause} ({count_text(count)})" for cause, count in causes.most_common())
            page.paragraph(self.say(self.wording.causes, causes=named))
        if self.rollup.total.objective_causes:
            page.paragraph(
                self.say(self.wording.objective, count=count_text(self.rollup.total.objective_causes))
            )

    def _next_period(self, page: OfficialDocument) -> None:
        page.heading(self.say(self.wording.next_heading, next_period=self.facts.next_period.upper()), 1)
        page.paragraph(self._carried())
        self._written(page, self.facts.priorities, self.say(self.wording.priorities_gap))

    def _carried(self) -> str:
        """What goes on in the next period; nobody is asked to see to "0 nhiệm vụ". A city's own sentence stands as it is."""
        counts, wording = self.rollup.counts, self.wording
        named = _named(counts)
        if not counts.open:
            return self.say(wording.none_carried, **named)
        kinds = (
            (counts.open_overdue, wording.carried_overdue),
            (counts.open_in_time, wording.carried_in_time),
            (counts.open_no_deadline, wording.carried_no_deadline),
        )
        steps = [self.say(phrase, **named) for count, phrase in kinds if count]
        if len(steps) == len(kinds) or wording.carried != OFFICIAL.carried:
            return self.say(wording.carried, **named)
        return self.say(wording.carried_some, steps="; ".join(steps), **named)

    def _proposals(self, page: OfficialDocument) -> None:
        page.heading(self.say(self.wording.proposals_heading), 1)
        self._written(page, self.facts.proposals, self.say(self.wording.proposals_gap))

    def _written(self, page: OfficialDocument, paragraphs: Sequence[str], gap: str) -> None:
        for paragraph in paragraphs or (missing(gap),):
            page.paragraph(paragraph)


def _band_cells(figures: Figures) -> tuple[str, ...]:
    return (
        *(number_text(figures.late_bands[band]) for band in LateBand),
        number_text(figures.counts.open_overdue),
    )


def _share(prefix: str, ratio: Ratio) -> dict[str, str]:
    return {f"{prefix}ratio": ratio_text(ratio), f"{prefix}percent": percent_text(ratio.permille)}


def _named(counts: Counts) -> dict[str, str]:
    return {name: count_text(getattr(counts, name)) for name in COUNT_NAMES}
