"""Whether a text is a whole page, or one cut out of a longer text that begins among its orders."""

from __future__ import annotations

import re

from taskboard.domain.drafting.layout import blocks_of
from taskboard.domain.drafting.page import Page
from taskboard.domain.drafting.walk.beginnings import Beginnings
from taskboard.domain.drafting.walk.findings import HEADINGS, TITLE, Found, Reading, Skipped
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
        return _may_open_in_midst(page, reading) and _opens_in_midst(page, bare, reading)
    return bool(bare.found) and _is_mostly_orders(page, reading, bare)


def _is_mostly_orders(page: Page, reading: Reading, bare: Reading) -> bool:
    """Most sentences under no title give orders; where nobody is named, nearly all must."""
    told = {one.sentence for one in bare.found}
    silent = [one for one in bare.skipped if one.why not in _NO_SENTENCE and not _is_signature(page, one)]
    named = {one.sentence for one in bare.found if one.leads and not one.is_inherited}
    if any(one.why == TITLE and one.start < bare.found[0].start for one in reading.skipped_anywhere):
        return False
    share = len(told) / (len(told) + len(silent))
    if not named:
        return len(told) > 2 and share >= NEARLY_ALL_ORDERS
    return share >= MOSTLY_ORDERS


def _is_whole(page: Page, one: Found) -> bool:
    """A sentence with its stop that names who is told; a picture's line has none."""
    return bool(one.leads) and not one.is_inherited and page.flat[one.end : one.end + 1] in {".", ";"}


def _is_signature(page: Page, one: Skipped) -> bool:
    """A short last line without a stop: who wrote or signed it."""
    return (
        one.end - one.start < _LONGEST_NAME
        and not page.flat[one.end :].strip(" .)/\n")
        and not page.flat[one.start : one.end + 1].endswith((".", ";", ":"))
    )


def _may_open_in_midst(page: Page, reading: Reading) -> bool:
    """Whether a text without title or conclusion has more than a line before the first order that was found."""
    return (
        reading.starts_at > _LONGEST_NAME
        and not any(
            one.why in {TITLE, AROUND} and one.start < reading.starts_at for one in reading.skipped_anywhere
        )
        and _OPENS_ARTICLE.search(page.flat, 0, reading.starts_at) is None
        and Beginnings(page, blocks_of(page)).conclusions_at() is None
    )


def _opens_in_midst(page: Page, bare: Reading, reading: Reading) -> bool:
    """An excerpt that begins among the orders: its first sentence is one, and so are most before the first cue."""
    before = [one for one in bare.found if one.start < reading.starts_at]
    told = {one.sentence for one in before}
    silent = [one for one in bare.skipped if one.start < reading.starts_at and one.why not in _NO_SENTENCE]
    first = min((one.start for one in silent), default=reading.starts_at)
    if not before or before[0].start > first:
        return False
    if len(told) == 1 and not any(_is_whole(page, one) for one in before):
        return False
    return len(told) >= MOSTLY_ORDERS * (len(told) + len(silent))
