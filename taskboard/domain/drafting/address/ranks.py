"""Who stands above whom, by the words of two bodies' names."""

from __future__ import annotations

import re

_PLACES = (
    (5, r"chính phủ|thủ tướng|trung ương(?! \d)|quốc hội"),
    (4, r"tỉnh|thành phố|tp|thành ủy"),
    (3, r"huyện|quận|thị xã"),
    (2, r"(?<!thị )(?<!tác )(?<!văn )xã(?! hội)|phường|thị trấn|đặc khu"),
    (1, r"thôn|ấp|buôn|khu phố|tổ dân phố|xóm"),
)
"""What a name says of its level."""

_OFFICES = (
    (5, r"(?<!cán )(?<!nội )(?<!toàn )(?<!đảng )bộ(?! (?:phận|môn|đội))|tổng cục|thống đốc"),
    (4, r"(?<!cơ )(?<!công )(?<!trụ )sở"),
    (2, r"(?<!quốc )(?<!hải )(?<!đề )phòng(?! chống|,)"),
    (
        1,
        r"(?<!văn )bản|tổ(?! chức| quốc)|(?<!môi )(?<!thị )(?<!hiện )trường|trạm|khoa(?! học)|hộ|chi bộ|chi hội|(?<!quân )đội",
    ),
)
"""Where it says nothing: what kind of office it is."""


def _pattern(ranked: tuple[tuple[int, str], ...]) -> re.Pattern[str]:
    return re.compile("|".join(rf"(?P<r{rank}>(?<!\w)(?:{words})(?!\w))" for rank, words in ranked))


_BY_PLACE, _BY_OFFICE = _pattern(_PLACES), _pattern(_OFFICES)

_COUNCIL = re.compile(
    r"(?:phó )?(?:chủ tịch|bí thư)(?! hội)|ubnd|ủy ban nhân dân|thường trực|lãnh đạo|(?:tỉnh|thành|huyện|đảng) ủy|hđnd"
)
"""A council and its leaders stand above the offices of their level."""


def rank_of(name: str) -> float | None:
    """1 for a hamlet or school up to 5 for the centre, by the first word that tells; None where none does."""
    found = _BY_PLACE.search(name) or _BY_OFFICE.search(name)
    if found is None:
        return None
    return int((found.lastgroup or "r1")[1]) + (0.5 if _COUNCIL.match(name.strip()) else 0)


def stands_above(told: str, speaker: str) -> bool | None:
    """Whether the one asked stands above the one who asks; None where the names do not say."""
    one, other = rank_of(told), rank_of(speaker)
    return None if one is None or other is None else one > other
