"""The layout of administrative documents: Nghị định 30/2020/NĐ-CP, Phụ lục I, in plain numbers.

Millimetres for places, points for type. Both writers, `docx` and `pdf`, take their measures from here; where the decree
leaves a choice or is silent (domain 2.1, marked K) the choice stands beside the constant.

Body text is Times New Roman 14 as the decree asks; a machine without it prints Liberation Serif, which has its widths
(version 2 and later also has the Vietnamese letters; version 1 borrows them from another face).
"""

from __future__ import annotations

FONT = "Times New Roman"
STAND_INS = ("Liberation Serif", "Libertinus Serif")
"""In order; the last is inside the PDF writer, so a machine without fonts still prints all of Vietnamese."""
PAGE_SHORT, PAGE_LONG = 210.0, 297.0
MARGIN_TOP, MARGIN_BOTTOM, MARGIN_LEFT, MARGIN_RIGHT = 20.0, 20.0, 30.0, 16.0
"""Top and bottom 20-25, left 30-35, right 15-20 (a file keeps twentieths of a point: 15 would read back as less)."""
HEADER_DISTANCE = 9.0
NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
NATION_SIZE, MOTTO_SIZE, BODY_SIZE, NUMBER_SIZE = 13, 14, 14, 13
ABSTRACT_SIZE = 12
"""The "V/v …" under the number of an official letter: 12-13."""
RECIPIENTS_LABEL_SIZE, RECIPIENTS_SIZE = 12, 11
TABLE_SIZE = 12
APPENDIX_TABLE_SIZE = 11
FIRST_LINE = 12.7
"""10 to 12.7."""
AFTER_PARAGRAPH = 6
SIGNING_ROOM = 5
"""Empty lines for seal or digital signature (4-5)."""
ISSUER_WIDTH, NATION_WIDTH = 67.0, 97.0
"""The two halves of the head. The nation's title needs 88 mm at size 13 and must stay on one line."""
SIGNATURE_WIDTH = 82.0
ISSUER_RULE, TITLE_RULE = 0.45, 0.4
"""Rules under issuer and subject, as a part of the line above: a third to a half."""
SHORT_TABLE, FIRST_LINES, LINES_WITH_TOTAL = 6, 2, 3
"""A table of so few lines is not broken over pages; of a longer one so many lines stay with its heading, its total."""


def text_width(*, is_landscape: bool) -> float:
    """Between the margins, mm."""
    return (PAGE_LONG if is_landscape else PAGE_SHORT) - MARGIN_LEFT - MARGIN_RIGHT


def text_height(*, is_landscape: bool) -> float:
    """Between the margins, mm."""
    return (PAGE_SHORT if is_landscape else PAGE_LONG) - MARGIN_TOP - MARGIN_BOTTOM
