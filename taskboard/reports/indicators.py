"""The half of the report that is not directives: the quarter's figures and what was said of each field (domain 2.2)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from taskboard.domain.indicators import Standing
from taskboard.indicators.section import ReportLine, ReportSection
from taskboard.reports.content import MISSING, Alignment, Column, HeadCell, Line, OfficialDocument, missing
from taskboard.reports.decree30 import APPENDIX_TABLE_SIZE
from taskboard.reports.parts import ReportPart
from taskboard.reports.wording import NOTHING
from taskboard.wording import decimal_text

MIDDLE = Alignment.CENTER

# Columns in millimetres: 251 across

_COLUMNS = (
    Column(11, MIDDLE),
    Column(74),
    Column(24, MIDDLE),
    *(Column(25, MIDDLE),) * 3,
    Column(20, MIDDLE),
    Column(25, MIDDLE),
    Column(22, MIDDLE),
)


class IndicatorPart(ReportPart):
    """Sentences in the body, a table as an appendix."""

    __slots__ = ()

    def write(self, page: OfficialDocument, section: ReportSection, number: int) -> None:
        """`number` is the heading's place among those of the first part."""
        page.heading(f"{number}. {self.say(self.wording.indicators_heading)}", 2)
        for line in section.lines:
            page.paragraph(f"- {self._sentence(line)}")
        for note in section.notes:
            if note.results:
                page.paragraph(f"- {note.field_name}: {_ended(note.results)}")
        if section.lines:
            page.paragraph(self.say(self.wording.indicators_reference))

    def shortcomings(self, section: ReportSection) -> tuple[str, ...]:
        """What the units wrote fell short, a paragraph a field."""
        return tuple(
            f"- {note.field_name}: {_ended(note.shortcomings)}" for note in section.notes if note.shortcomings
        )

    def _sentence(self, line: ReportLine) -> str:
        """The quarter's figure and its comparisons; every share and change stands beside the amount it is of.

        `Thu ngân sách 562.952 triệu đồng, đạt 17,0% kế hoạch năm, giảm 8,0% so với cùng kỳ.` Where a sum of several
        quarters is behind the share: `Thu ngân sách quý II năm 2021 đạt 512.000 triệu đồng, tăng 2,7% so với cùng kỳ;
        lũy kế từ đầu năm 1.074.952 triệu đồng, đạt 32,5% kế hoạch năm.`
        """
        stand = line.standing
        if stand.value is None:
            return f"{line.name}: {missing(self.say(self.wording.indicator_gap))}"
        if stand.in_year in (None, stand.value):
            said = [f"{line.name} {_amount(stand.value, line)}", *self._share(stand), *self._change(stand)]
            return ", ".join(said) + "."
        quarter = self.say(self.wording.indicator_quarter, amount=_amount(stand.value, line))
        in_year = self.say(self.wording.indicator_in_year, amount=_amount(stand.in_year, line))
        of_quarter = ", ".join((f"{line.name} {quarter}", *self._change(stand)))
        return f"{of_quarter}; {', '.join((in_year, *self._share(stand)))}."

    def _share(self, stand: Standing) -> Iterator[str]:
        """Of the year's plan: of the sum so far where quarters add up."""
        if stand.share_of_plan is not None:
            yield self.say(self.wording.indicator_plan, share=tenth_text(stand.share_of_plan))

    def _change(self, stand: Standing) -> Iterator[str]:
        """Of the quarter on the same quarter of the year before."""
        change = stand.change_on_same_period
        if change is None:
            return
        phrase = self.wording.indicator_rose if change > 0 else self.wording.indicator_fell
        yield self.say(phrase if change else self.wording.indicator_same, change=tenth_text(abs(change)))

    def appendix(self, page: OfficialDocument, section: ReportSection) -> None:
        page.appendix("III", self.say(self.wording.indicators_appendix), self.attached())
        names = ("TT", "Chỉ tiêu", "Đơn vị tính", "Kế hoạch năm", "Thực hiện trong quý", "Từ đầu năm")
        more = ("Từ đầu năm so kế hoạch", "Quý cùng kỳ năm trước", "Quý này so cùng kỳ")
        heads = (tuple(HeadCell(name) for name in (*names, *more)),)
        page.table(_COLUMNS, heads, self._lines(section), size=APPENDIX_TABLE_SIZE)

    def _lines(self, section: ReportSection) -> Iterator[Line]:
        for numeral, line in enumerate(section.lines, start=1):
            yield Line((str(numeral), line.name, line.measure, *figures_of(line.standing)))


def figures_of(stand: Standing) -> tuple[str, ...]:
    """As every table of a report has them: plan, quarter, year so far and its share, same quarter and its share."""
    change = stand.change_on_same_period
    return (
        figure_text(stand.plan),
        MISSING if stand.value is None else figure_text(stand.value),
        figure_text(stand.in_year),
        percent_text(stand.share_of_plan),
        figure_text(stand.same_period),
        percent_text(None if change is None else change + 100),
    )


def _amount(value: Decimal | None, line: ReportLine) -> str:
    return f"{figure_text(value)} {line.measure}"


def figure_text(value: Decimal | None) -> str:
    return NOTHING if value is None else decimal_text(value)


def tenth_text(value: Decimal) -> str:
    """`17,0`: a share always with its one decimal."""
    return format(value, ".1f").replace(".", ",")


def percent_text(value: Decimal | None) -> str:
    return NOTHING if value is None else f"{tenth_text(value)}%"


def _ended(words: str) -> str:
    """One paragraph that ends as a sentence."""
    joined = " ".join(words.split())
    return joined if joined.endswith((".", "!", "?")) else f"{joined}."
