"""Whose words may be replaced: each kind of document with the program's own, and what a city says instead on a day."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from taskboard.briefings.notice import NOTICE, NoticeWording
from taskboard.documents.queries import phrases_on
from taskboard.reports.letters import SHEET, URGING, SheetWording, UrgingWording
from taskboard.reports.phrases import Phrases
from taskboard.reports.ratings import RATING, RatingWording
from taskboard.reports.wording import OFFICIAL, Wording

logger = logging.getLogger("taskboard.documents")

Words = TypeVar("Words", bound=Phrases)


def _noop(message: str) -> str:
    """Marks a message for translation where it stands; the page that shows it translates."""
    return message


@dataclass(frozen=True, slots=True)
class Document(Generic[Words]):
    """A kind of document, by the key its words are kept under."""

    key: str
    name: str
    """A message id."""
    official: Words


REPORT_WORDS: Document[Wording] = Document("quarter_report", _noop("Báo cáo quý"), OFFICIAL)
NOTICE_WORDS: Document[NoticeWording] = Document("notice", _noop("Thông báo kết luận"), NOTICE)
URGING_WORDS: Document[UrgingWording] = Document("urging", _noop("Công văn đôn đốc"), URGING)
SHEET_WORDS: Document[SheetWording] = Document("assignment", _noop("Phiếu giao việc"), SHEET)
RATING_WORDS: Document[RatingWording] = Document("rating", _noop("Đề xuất biểu dương, phê bình"), RATING)
DOCUMENTS: dict[str, Document[Phrases]] = {
    each.key: each  # type: ignore[misc]
    for each in (REPORT_WORDS, NOTICE_WORDS, URGING_WORDS, SHEET_WORDS, RATING_WORDS)
}


def own_words(document: Document[Words], day: date) -> Words:
    """The words in force on a day: the city's where it has its own, the program's elsewhere.

    A phrase kept under an earlier release that this one cannot fill is left out and logged: the document is still due.
    """
    words = document.official
    for name, text in phrases_on(document.key, day).items():
        try:
            words = words.replaced({name: text})
        except ValueError as error:
            logger.warning("the city's phrase %s.%s is not used: %s", document.key, name, error)
    return words
