"""Whether a text is a whole page, or one cut out of a longer text that begins among its orders."""

from __future__ import annotations

import re

from taskboard.domain.drafting import signs
from taskboard.domain.drafting.page import Page
from taskboard.domain.drafting.walk.findings import HEADING, HEADINGS, TITLE, Reading, Skipped
from taskboard.domain.drafting.walk.furniture import AROUND

_OPENS_ARTICLE = re.compile(
    r"(?:^|\n)[^\w\n]*(?:\([^)\n]{3,40}\) ?[-–]? ?)?(?:ngày|sáng|chiều|tối|vừa qua|vào)(?: ngày| nay| qua)?,? ?(?:\d|\()|(?:tổ chức|chủ trì|dự) (?:phiên|hội nghị|cuộc|buổi)"
)
"""A report of a meeting opens with its day, or says who held it."""

MOSTLY_ORDERS = 0.6
NEARLY_ALL_ORDERS = 0.75

_NO_SENTENCE = frozenset({*HEADINGS, TITLE, AROUND})
_LONGEST_NAME = 50


def is_excerpt_of_orders(page: Page, bare: Reading, reading: Reading) -> bool:
    """An excerpt (no title, no cue) is read as orders if most of its sentences then are: `bare` reads it so, `reading` does not."""
    if reading.found:
        return _may_open_in_midst(page, reading) and _opens_in_midst(bare, reading)
    return bool(bare.found) and _is_mostly_orders(page, reading, bare)


def _is_mostly_orders(page: Page, reading: Reading, bare: Reading) -> bool:
    """Most sentences under no title give orders; where nobody is named, nearly all must."""
    told = {one.sentence for one in bare.found}
    silent = [one for one in bare.skipped if one.why not in _NO_SENTENCE and not _is_signature(page, one)]
    named = {one.sentence for one in bare.found if one.leads and not one.is_inherited}
    if any(one.why == TITLE and one.start < bare.found[0].start for one in reading.skipped_anywhere):
        return False
    share = len(told) / (len(told) + len(silent))
    return share >= (MOSTLY_ORDERS if named else NEARLY_ALL_ORDERS)


def _is_signature(page: Page, one: Skipped) -> bool:
    """A short last line without a stop: who wrote or signed it."""
    return (
        one.end - one.start < _LONGEST_NAME
        and not page.flat[one.end :].strip(" .)/")
        and not page.flat[one.start : one.end + 1].endswith((".", ";", ":"))
    )


def _may_open_in_midst(page: Page, reading: Reading) -> bool:
    """Whether a text without title or conclusion has more than a line before the first order that was found."""
    return (
        reading.starts_at > 80
        and signs.CONCLUDE.search(page.flat) is None
        and not any(skip.why in {TITLE, AROUND} for skip in reading.skipped_anywhere)
        and _OPENS_ARTICLE.search(page.flat, 0, reading.starts_at) is None
    )


def _opens_in_midst(bare: Reading, reading: Reading) -> bool:
    """An excerpt that begins among the orders: its first sentence is one, and so are most before the first cue."""
    told = {one.sentence for one in bare.found if one.start < reading.starts_at}
    silent = [one for one in bare.skipped if one.start < reading.starts_at and one.why != HEADING]
    first = min((one.start for one in silent), default=reading.starts_at)
    opens = bool(bare.found) and bare.found[0].start < first
    return opens and len(told) > 1 and len(told) >= MOSTLY_ORDERS * (len(told) + len(silent))
