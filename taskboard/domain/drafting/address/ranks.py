"""Who stands above whom, by the words of two bodies' names."""

from __future__ import annotations

import re

_RANKS = (
    r"chính phủ|thủ tướng|trung ương(?! \d)|quốc hội|(?<!cán )(?<!nội )(?<!toàn )(?<!đảng )bộ(?! (?:chỉ huy|phận|môn|đội))|tổng cục|thống đốc",
    r"tỉnh|thành phố|tp|(?<!cơ )sở|thành ủy|bộ chỉ huy",
    r"huyện|quận|thị xã|(?<!quốc )(?<!hải )(?<!đề )phòng(?! chống|,)",
    r"(?<!thị )(?<!tác )(?<!văn )xã(?! hội)|phường|thị trấn|đặc khu",
    r"thôn|ấp|(?<!văn )bản|buôn|khu phố|tổ(?! chức| quốc)|xóm|(?<!môi )(?<!thị )(?<!hiện )trường|trạm|khoa(?! học)|hộ|chi bộ|chi hội|(?<!quân )đội",
)

_LEVEL = re.compile(
    "|".join(rf"(?P<r{len(_RANKS) - nth}>(?<!\w)(?:{words})(?!\w))" for nth, words in enumerate(_RANKS))
)

_COUNCIL = re.compile(
    r"(?:phó )?(?:chủ tịch|bí thư)(?! hội)|ubnd|ủy ban nhân dân|thường trực|lãnh đạo|(?:tỉnh|thành|huyện|đảng) ủy|hđnd"
)
"""A council and its leaders stand above the offices of their level."""


def rank_of(name: str) -> float | None:
    """1 for a hamlet or school up to 5 for the centre, by the first word that tells; None where none does."""
    found = _LEVEL.search(name)
    if found is None:
        return None
    return int((found.lastgroup or "r0")[1]) + (0.5 if _COUNCIL.match(name.strip()) else 0)


def stands_above(told: str, speaker: str) -> bool | None:
    """Whether the one asked stands above the one who asks; None where the names do not say."""
    one, other = rank_of(told), rank_of(speaker)
    return None if one is None or other is None else one > other
