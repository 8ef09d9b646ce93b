"""Đề xuất biểu dương, phê bình: who stands beyond the thresholds, from the same `RollUp` as the report (rule 21)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from taskboard.domain.rating import Rated, Thresholds, Verdict, rate
from taskboard.domain.rollup import Ratio, RollUp
from taskboard.reports.content import (
    Alignment,
    Band,
    Column,
    HeadCell,
    Issuer,
    Line,
    OfficialDocument,
)
from taskboard.reports.decree30 import APPENDIX_TABLE_SIZE
from taskboard.reports.letters import LetterFacts, LetterWording
from taskboard.reports.wording import OFFICIAL, count_text, share_text
from taskboard.wording import cutoff_text, number_text

MIDDLE = Alignment.CENTER
SYMBOL = "BC-VP"
_COLUMNS = (
    Column(11, MIDDLE),
    Column(61),
    Column(17, MIDDLE),
    Column(28, MIDDLE),
    Column(28, MIDDLE),
    Column(19, MIDDLE),
)
_HEADS = (
    tuple(
        HeadCell(text)
        for text in (
            "TT",
            "Đơn vị",
            "Tổng số",
            "Hoàn thành",
            "Trong đó quá hạn",
            "Chưa xong, quá hạn",
        )
    ),
)


@dataclass(frozen=True, slots=True)
class RatingWording(LetterWording):
    kind: str = "BÁO CÁO"
    subject: str = "Đề xuất biểu dương, phê bình trong thực hiện nhiệm vụ {period}"
    measured: str = (
        "Số liệu tính đến {cutoff}, phân loại theo {basis}. Đề xuất biểu dương đơn vị hoàn thành từ {praise_done}% nhiệm vụ "
        "trở lên, trong đó hoàn thành quá hạn dưới {praise_late}%; đề xuất phê bình đơn vị hoàn thành dưới "
        "{criticise_done}% nhiệm vụ và còn nhiệm vụ quá hạn. Các đơn vị được so sánh trong cùng khối và cùng nhóm số lượng "
        "nhiệm vụ."
    )
    praise_heading: str = "I. ĐỀ XUẤT BIỂU DƯƠNG"
    praise_none: str = "Chưa có đơn vị đạt mức đề xuất biểu dương."
    criticise_heading: str = "II. ĐỀ XUẤT PHÊ BÌNH"
    criticise_none: str = "Không có đơn vị ở mức đề xuất phê bình."
    total: str = "CỘNG: {count} đơn vị"
    closing: str = "Văn phòng kính trình Chủ tịch Ủy ban nhân dân xem xét, quyết định"
    recipients: str = "Chủ tịch, các Phó Chủ tịch UBND {level}"
    """One a line."""
    archive: str = "VT"


RATING = RatingWording()


@dataclass(frozen=True, slots=True)
class RatingFacts:
    letter: LetterFacts
    period: str
    """`quý II năm 2021`"""
    thresholds: Thresholds


def rating_list(
    rollup: RollUp, facts: RatingFacts, *, made_at: datetime, wording: RatingWording = RATING
) -> OfficialDocument:
    """The Office proposes; the chair decides."""
    sender = facts.letter
    subject = sender.say(wording.subject, period=facts.period)
    page = OfficialDocument(title=subject, author=sender.body.name, made_at=made_at)
    page.head(Issuer(("VĂN PHÒNG",), sender.body.issuer.name_lines), sender.numbering)
    page.entitled(sender.say(wording.kind), subject)
    page.paragraph(_measured(rollup, facts, wording))
    groups = list(OFFICIAL.groups)
    rated = sorted(
        rate(rollup.by_unit, facts.thresholds),
        key=lambda row: groups.index(row.line.group) if row.line.group in groups else len(groups),
    )
    for verdict, heading, none in (
        (Verdict.PRAISE, wording.praise_heading, wording.praise_none),
        (Verdict.CRITICISE, wording.criticise_heading, wording.criticise_none),
    ):
        page.heading(sender.say(heading), 1)
        chosen = [row for row in rated if row.verdict is verdict]
        if chosen:
            page.table(_COLUMNS, _HEADS, _lines(chosen, facts, wording), size=APPENDIX_TABLE_SIZE)
        else:
            page.paragraph(sender.say(none))
    page.closing(
        sender.say(wording.closing),
        sender.lines(wording.recipients),
        sender.archive or wording.archive,
        sender.signed,
    )
    return page


def _measured(rollup: RollUp, facts: RatingFacts, wording: RatingWording) -> str:
    """By which measure, as of when: a share without its threshold says nothing."""
    given = facts.thresholds
    return facts.letter.say(
        wording.measured,
        cutoff=cutoff_text(rollup.cutoff, ZoneInfo(rollup.zone)),
        basis=OFFICIAL.bases[rollup.basis],
        praise_done=str(given.praise_done_percent),
        praise_late=str(given.praise_late_percent),
        criticise_done=str(given.criticise_done_percent),
    )


def _lines(rated: Sequence[Rated], facts: RatingFacts, wording: RatingWording) -> list[Line | Band]:
    lines: list[Line | Band] = []
    for (group, band), rows in groupby(rated, key=lambda row: (row.line.group, row.band)):
        lines.append(Band(f"{OFFICIAL.groups.get(group, group)}, {_band_text(facts.thresholds, band)}"))
        lines += [_line(number, row) for number, row in enumerate(rows, start=1)]
    return [*lines, Band(facts.letter.say(wording.total, count=count_text(len(rated))), is_last=True)]


def _band_text(thresholds: Thresholds, band: int) -> str:
    first, last = thresholds.band_limits(band)
    return f"trên {first - 1} nhiệm vụ" if last is None else f"từ {first} đến {last} nhiệm vụ"


def _line(number: int, row: Rated) -> Line:
    counts = row.line.figures.counts
    return Line(
        (
            str(number),
            row.line.name,
            number_text(counts.total),
            share_text(counts.done_of_all),
            share_text(Ratio(counts.done_late, counts.done)),
            number_text(counts.open_overdue),
        )
    )
