"""Whether a unit told before could own what the next sentence asks, by its field of work."""

from __future__ import annotations

import re

from taskboard.domain.drafting.fields_of_work import USUAL_LEADS

_EVERYTHING = re.compile(
    r"(?:(?:phó )?chủ tịch|(?:phó )?bí thư|ubnd|ủy ban nhân dân|văn phòng|vp|các |những |thủ trưởng|lãnh đạo|đồng chí|đ/c|ông |bà |thường trực|ban thường vụ|đảng ủy|huyện ủy|thành ủy|ban chỉ đạo|chính quyền|cấp ủy|cán bộ|công chức|đội ngũ|toàn |mỗi |từng |(?:sở|bộ|phòng|đơn vị|cơ quan|địa phương)$)"
)
_WORK = tuple(
    (field, re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(words, key=len, reverse=True)))})(?!\w)"))
    for field, words in USUAL_LEADS
)


_GROUP = re.compile(
    r"(?:các|những|toàn|mỗi|thủ trưởng|(?:chủ tịch )?(?:ubnd|ủy ban nhân dân) (?:các|\d|cấp)|cấp ủy|chính quyền)(?!\w)"
)


def is_group(unit: str) -> bool:
    """Several bodies told at once. `unit` is lower case."""
    return _GROUP.match(unit) is not None


def is_for_all(unit: str) -> bool:
    """Groups, committees, chairs and offices may be asked for anything. `unit` is lower case."""
    return _EVERYTHING.match(unit) is not None


def could_own(unit: str, action: str) -> bool:
    """False only where the words of the action belong to other fields and none to the unit's own."""
    if is_for_all(unit):
        return True
    own = [pattern for field, pattern in _WORK if field in unit or pattern.search(unit)]
    if not own:
        return True
    return any(pattern.search(action) for pattern in own) or not _any_field(action)


def _any_field(action: str) -> bool:
    return any(pattern.search(action) for _, pattern in _WORK)
