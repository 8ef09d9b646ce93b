"""A working copy of the text in which damage is repaired, with the way back to the original offsets.

Word files, PDF text layers and scans break names over lines, run words together and put spaces inside dates. Grammar is
written for clean text only; this module makes it clean and remembers, for every character, where it came from.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from taskboard.domain.drafting.words import LOWER, UPPER
from taskboard.domain.text import lower_same_length, one_tone_placement

SPACES = " \t\u00a0\u2002\u2003\u2007\u2009\u202f\u3000\x0b\x0c"
INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\ufeff\u2060\u00ad"
_UNIFY = (
    {ord(char): " " for char in SPACES}
    | {ord(char): "-" for char in "–—‑−‒―"}
    | {ord(char): '"' for char in "“”„«»‟″"}
    | {ord(char): "'" for char in "‘’‚′`"}
    | {ord("…"): ".", ord("ð"): "đ", ord("Ð"): "Đ"}
)


@dataclass(frozen=True, slots=True)
class Page:
    """The clean copy: `cased` and `flat` (lower case, one tone placement) have equal length.

    `origin[i]` is the offset in the original text of clean character i; the last entry is the text's length.
    """

    source: str
    cased: str
    flat: str
    origin: array[int]

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """The original span of a clean span; an empty one stays empty."""
        if end <= start:
            return self.origin[start], self.origin[start]
        return self.origin[start], self.origin[end - 1] + 1

    def source_text(self, start: int, end: int) -> str:
        """The original words behind a clean span."""
        first, last = self.source_span(start, end)
        return self.source[first:last]


@dataclass(frozen=True, slots=True)
class _Traced:
    chars: str
    origin: array[int]

    def edited(self, edits: Iterable[tuple[int, int, str]]) -> _Traced:
        """Applies ordered, disjoint replacements; characters put in point at where they stand."""
        pieces: list[str] = []
        origin = array("q")
        at = 0
        for start, end, put in edits:
            pieces += [self.chars[at:start], put]
            origin.extend(self.origin[at:start])
            origin.extend([self.origin[start]] * len(put))
            at = end
        pieces.append(self.chars[at:])
        origin.extend(self.origin[at:])
        return _Traced("".join(pieces), origin)


_ABBREVIATED = {
    "tp",
    "ths",
    "ts",
    "gs",
    "pgs",
    "đ",
    "bs",
    "ks",
    "tx",
    "tt",
    "kp",
    "p",
    "q",
    "h",
    "x",
    "tr",
    "cn",
    "lđ",
}
_SQUEEZE = re.compile(rf" *[{INVISIBLE}]+ *| {{2,}}")
_PICTURE = re.compile(r"(?<![^\n])[\U0001f000-\U0001faff\u26a0-\u26ff\u2705\ufe0f]+ *")
_SMUDGE = re.compile(r"(?<![^\n])[_~^·]{1,4} +(?=[-+] )")
_EDGE_SPACE = re.compile(r"(?<=\n) +| +(?=\n)")
_SPACE_BEFORE_STOP = re.compile(r"(?<=[^\W_]) +(?=[,;:%](?:\s|\w))")
_DATE_SPACES = re.compile(r"(?<=\d) ?/ ?(?=\d)")
_GLUED_NUMBER = re.compile(
    r"(?<=\d)(?=(?:tháng|ngày|năm|doanh|đơn|xã|phường|hộ|dự|công|tổ|huyện|nhiệm|trường)(?!\w))"
)
_GLUED_WORD = re.compile(r"(?<!\w)(?:ngày|tháng|năm|quý|số|trước)(?=\d)", re.IGNORECASE)
_GLUED_CAPITAL = re.compile(rf"(?<=[{LOWER}]{{2}})(?=[{UPPER}])")
_GLUED_TITLE = re.compile(r"(?<!\w)P?(?:CT|BT)(?=(?:UBND|HĐND|ĐU)(?!\w))")
"""`PCTUBND phường`: the title and the body."""
_GLUED_COMMA = re.compile(rf"(?<=[{LOWER}]{{2}})[,;](?=[{LOWER}]{{2}})")
_MISSING_STOP_SPACE = re.compile(rf"(?<![\w.])(\w+)([.;,:])(?=[{UPPER}][{LOWER}])")


def _drop(chars: str, pattern: re.Pattern[str], put: str = "") -> Iterator[tuple[int, int, str]]:
    return ((found.start(), found.end(), put) for found in pattern.finditer(chars))


def _squeezes(chars: str) -> Iterator[tuple[int, int, str]]:
    for found in _SQUEEZE.finditer(chars):
        yield found.start(), found.end(), " " if " " in found.group() else ""


def _missing_spaces(chars: str) -> Iterator[tuple[int, int, str]]:
    for found in _MISSING_STOP_SPACE.finditer(chars):
        word = found.group(1)
        if found.group(2) != "." or (
            word.lower() in {"tp", "tx"}
            or word.isdigit()
            or (word.lower() not in _ABBREVIATED and not word.isupper() and len(word) > 1)
        ):
            yield found.end(), found.end(), " "


def _comma_spaces(chars: str) -> Iterator[tuple[int, int, str]]:
    for found in _GLUED_COMMA.finditer(chars):
        yield found.end(), found.end(), " "


def _capitals(chars: str) -> Iterator[tuple[int, int, str]]:
    for found in _GLUED_CAPITAL.finditer(chars):
        yield found.start(), found.start(), " "


_MARK = re.compile(
    r"(?:[-+*•●○▪◦✓➢→·■□❖–]|\(?\d{1,2}(?:\.\d{1,2}){0,3}[.)/]|\(?\d{1,2}(?:\.\d{1,2}){1,3} |\(?[a-zđ][.)]|[IVXLC]{1,5}[.)/-])",
)
_ROW = re.compile(rf"(?:\d{{1,3}}|[IVX]{{1,4}}) [{UPPER}]")
_NUMBERED = re.compile(r"(?<!\w)(?:số|điều|khoản|mục|ngày|(?<!hằng )(?<!hàng )tháng)$", re.IGNORECASE)
_BROKEN_NAME_END = re.compile(
    r"(?:Tài chính|Tài nguyên|Văn hóa|Văn hoá|Kinh tế|Giáo dục|Lao động|HĐND|Kế hoạch|Thông tin|Nông nghiệp|Tuyên giáo)$"
)
_BROKEN_NAME_START = re.compile(
    r"- ?(?:Kế hoạch|Môi trường|Xã hội|Thương binh|Thông tin|Thể thao|Hạ tầng|UBND|Tài chính|Đào tạo|Đầu tư|Truyền thông|Dân vận)"
)
_PAGE_BREAK = re.compile(
    rf"(?<=[{LOWER},])\n{{1,4}}(?:-? ?\d{{1,3}} ?-?\n{{1,4}}(?=[{UPPER}{LOWER}])|\n{{1,3}}(?=[{LOWER}]{{2}}))"
)
"""A page's end inside a sentence: its number on a line of its own, or blank lines before a word in lower case."""
_TRAILS_OFF = re.compile(r"\.{3}$")
_UNFINISHED = re.compile(
    r"(?:[-,(]|(?<!\w)(?:và|của|với|các|cho|về|tại|trong|đến|trước|theo|ngày|tháng|để|là|công ty|tổng công ty|tập đoàn|trung tâm|chi cục|tổng cục|phó chủ tịch|các đồng chí|các thành viên|thủ trưởng|ubnd))$",
    re.IGNORECASE,
)


def _soft_breaks(chars: str) -> Iterator[tuple[int, int, str]]:
    """Line ends inside a sentence: the next line goes on in lower case, or this one cannot end here."""
    wide = _wrap_width(chars)
    start = 0
    while (end := chars.find("\n", start)) != -1:
        following = chars[end + 1 : end + 41]
        if _continues(chars[max(start, end - 400) : end], following, end - start, wide):
            yield end, end + 1, " "
        start = end + 1


def _wrap_width(chars: str) -> int:
    """Width at which the text was wrapped, or 0 where lines are paragraphs."""
    lengths = sorted(len(line) for line in chars.split("\n") if line.strip())
    if len(lengths) < 8 or lengths[-1] > 160:
        return 0
    return lengths[int(len(lengths) * 0.8)]


def _continues(line: str, following: str, length: int, wide: int) -> bool:
    if not line.strip() or not following or following[0] == "\n":
        return False
    if _BROKEN_NAME_END.search(line) and _BROKEN_NAME_START.match(following):
        return True
    if _MARK.match(following) or (_ROW.match(following) and not _NUMBERED.search(line[-12:])):
        return False
    if line[-1] == ";" and following[0].islower():
        return True
    if _TRAILS_OFF.search(line[-3:]) and following[0].islower() and length >= 40:
        return True
    if line[-1] in ".;:!?" or (line[-1] in "\"')" and length < 40):
        return False
    if following[0].islower() or following[0] in ",;)":
        return True
    if length < 3 or line.isupper():
        return False
    return bool(_UNFINISHED.search(line[-12:])) or (wide >= 50 and length >= wide * 0.85)


_ELLIPSIS = re.compile(r",? ?(?<!\.)\.{2,6}(?=[^\W\d_])|,\.(?=[^\W\d_])")

_SCANNED_ONE = re.compile(r"(?<=tháng )[lI](?=[012](?!\d))|(?<=ngày )[lI](?=\d(?!\d))", re.IGNORECASE)

_STEPS: tuple[Callable[[str], Iterable[tuple[int, int, str]]], ...] = (
    _squeezes,
    lambda chars: _drop(chars, _ELLIPSIS, ", "),
    lambda chars: _drop(chars, _EDGE_SPACE),
    lambda chars: _drop(chars, _PICTURE),
    lambda chars: _drop(chars, _SMUDGE),
    lambda chars: _drop(chars, _PAGE_BREAK, "\n"),
    _soft_breaks,
    lambda chars: _drop(chars, _SPACE_BEFORE_STOP),
    lambda chars: _drop(chars, _DATE_SPACES, "/"),
    lambda chars: _drop(chars, _GLUED_NUMBER, " "),
    lambda chars: ((found.end(), found.end(), " ") for found in _GLUED_WORD.finditer(chars)),
    lambda chars: _drop(chars, _SCANNED_ONE, "1"),
    lambda chars: ((found.end(), found.end(), " ") for found in _GLUED_TITLE.finditer(chars)),
    _comma_spaces,
    _capitals,
    _missing_spaces,
)


def make_page(source: str, split_word: Callable[[str], int] | None = None) -> Page:
    """Repairs a text. `split_word` tells where a word that is two run together parts (0: it is one word)."""
    traced = _Traced(source.translate(_UNIFY), array("q", range(len(source) + 1)))
    for step in _STEPS:
        traced = traced.edited(step(traced.chars))
    if split_word is not None:
        traced = traced.edited(_run_together(traced.chars, split_word))
    flat = one_tone_placement(lower_same_length(traced.chars))
    return Page(source, traced.chars, flat, traced.origin)


_LONG_WORD = re.compile(r"[^\W\d_]{5,14}")


def _run_together(chars: str, split_word: Callable[[str], int]) -> Iterator[tuple[int, int, str]]:
    for found in _LONG_WORD.finditer(chars):
        cut = split_word(one_tone_placement(lower_same_length(found.group())))
        if cut:
            yield found.start() + cut, found.start() + cut, " "
