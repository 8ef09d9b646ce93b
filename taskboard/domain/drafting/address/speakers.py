"""Whether a name before a cue is who speaks or who is told."""

from __future__ import annotations

import re

from taskboard.domain.drafting import signs
from taskboard.domain.drafting.address.values import Address
from taskboard.domain.drafting.page import Page
from taskboard.domain.drafting.units import UnitReader
from taskboard.domain.drafting.words import VERB

SOLE_ADVERBS = re.compile(
    r"(?:(?:cũng|đã|vừa|tiếp tục|luôn|đồng thời|còn|trực tiếp|nhất trí|thống nhất|chính thức|lại|rất|đặc biệt|và|thêm|kết luận,?|chỉ đạo,?|yêu cầu,?|phát biểu,?|nhấn mạnh,?|ngay|chỉ|thì|mới|liên tục|thường xuyên|trân trọng|kính|tha thiết|thiết tha|một lần nữa|chân thành)[ ,]*)+$"
)


_ONE_OF_THE_CHAIRS = re.compile(
    r"(?:các )?(?:đồng chí|đ/c|ông|bà|phó chủ tịch|chủ tịch (?:ubnd|ủy ban)|ubnd|ủy ban nhân dân|(?:huyện|đảng|thành|tỉnh) ủy)(?!\w)"
)


_ANNOUNCES = re.compile(
    r" (?:xin |trân trọng )?thông báo(?: đến| tới)?(?: nội dung trên| công khai)?(?: và|,| và đồng thời|, đồng thời)? (?:kính |trân trọng )?"
)
"""`UBND phường thông báo và đề nghị …`"""

_ISSUES = re.compile(
    r",? ?(?:(?:vừa |mới |đã )+(?:ban hành|có|ra|gửi|ký|phát đi)(?: ban hành)? (?:[^,;.]{0,24} )?(?:công điện|công văn|văn bản|chỉ thị|thông báo|kết luận|quyết định)(?!\w)|(?:ban hành|có) (?:công điện|công văn|văn bản|chỉ thị|thông báo)(?: hỏa tốc| khẩn)? số |(?:(?:cũng|đã|vừa|tiếp tục) )*(?:ban hành|có|ra|gửi|ký) (?:thêm|tiếp)(?: một)? (?:công điện|công văn|văn bản|chỉ thị)(?!\w))"
)


_NAMED_COUNCIL = re.compile(
    r"(?:(?:ubnd|ủy ban nhân dân) (?:(?:tỉnh|thành phố|tp\.?|huyện|thị xã|quận|phường|xã|thị trấn|đặc khu) |tp\.(?=hcm))(?!các)[^,;]{2,30}|(?:tổng )?cục [^,;]{3,50}|tỉnh|thành phố|huyện|thị xã|quận)$"
)
_JUST_NOW = re.compile(r" (?:cũng|vừa|mới|vừa mới|còn|đã|tiếp tục)(?: đã)? $")

_POINTS_BACK = re.compile(r"^ (?:này|nói trên|nêu trên)(?=[ ,])")
"""`UBND tỉnh này yêu cầu …`: a body told of before."""

_OPENING = 240
"""Within so much of a text's beginning a council that asks without saying whom speaks."""

_ASKS_FOR = re.compile(
    r"yêu cầu (?:tăng cường|tiếp tục|rà soát|kiểm tra|khẩn trương|tập trung|đẩy mạnh|đẩy nhanh|không|dừng|tạm dừng|thực hiện|tổ chức|chấn chỉnh|siết chặt|xử lý|chủ động|bảo đảm|đảm bảo)(?!\w)"
)
_DIRECTS_COUNCILS = re.compile(
    r"chỉ đạo (?:ubnd các|ủy ban nhân dân các|chủ tịch ubnd|các (?:sở|huyện|địa phương|cơ quan|đơn vị)|sở|thủ trưởng)(?!\w)"
)
"""What a province itself tells those below, where a text opens with it."""

_TELLS_BODY = re.compile(
    r"(?:giao|yêu cầu)(?: cho)? (?:các (?:sở|ngành|phòng|ban|huyện|quận|xã|phường|cơ quan|đơn vị|địa phương)|sở|phòng|ban|ubnd|công an|văn phòng|trung tâm|thanh tra|chi cục|cục|các cục|các chi cục|các vụ|vụ|bộ chỉ huy)(?!\w)"
)

_ASKS = re.compile(r"(?:(?:yêu cầu|đề nghị|giao)(?: cho)?|nhắc nhở|nhắc) ")

SEVERAL = re.compile(
    r"(?:ubnd |ủy ban nhân dân |chủ tịch ubnd |thủ trưởng |giám đốc )?(?:các|những|\d|mỗi|từng)(?!\w)"
)

_OUTSIDERS = re.compile(
    r"(?:các |những |mọi )?(?:tổ chức|doanh nghiệp|hộ|chủ|cơ sở|nhà đầu tư|nhà thầu|người|công ty|đơn vị thi công|đơn vị tư vấn|cá nhân)(?!\w)"
)

TOLD_GROUP = re.compile(
    r" (?:toàn thể |tất cả )?(?:các|những) (?:cơ quan|đơn vị|địa phương|phòng|ban|sở|ngành|xã|phường|huyện|quận|thôn|ấp|bản|tổ|khoa|bộ môn|trung tâm|trường|cơ sở|chi|hội|đoàn|đội|liên đoàn|công đoàn|ủy viên|thành viên|đồng chí|cán bộ|công chức|viên chức|đảng viên|trưởng|phó|giám đốc|hiệu trưởng|thủ trưởng|bí thư|chủ tịch|cấp|lực lượng|cục|vụ|chi cục|nhà trường|chi nhánh|văn phòng|trạm|hạt)(?!\w)"
)

_SAID_FIRST = re.compile(
    r" (?:đã |cũng |vừa )*(?:gửi lời|bày tỏ|ghi nhận|biểu dương|đánh giá cao|chia sẻ|chia buồn|thăm hỏi|cảm ơn|chúc mừng)(?!\w)"
)
"""What a leader says to people before telling bodies something."""

_LEADERS = re.compile(
    r"(?:các đồng chí )?(?:thường trực|ban thường vụ|lãnh đạo|chủ tịch|bí thư|(?:huyện|tỉnh|thành|thị|đảng) ủy|(?:ubnd|ủy ban nhân dân) (?:tỉnh|huyện|thành phố|thị xã|quận|xã|phường)$)(?! ubnd các| các)"
)


class Speakers:
    """Tells speakers from assignees on one page."""

    def __init__(self, page: Page, units: UnitReader) -> None:
        self.flat = page.flat
        self.units = units

    def is_speaker(self, address: Address, end: int, in_list: bool) -> bool:
        """Whether what looks like an assignee is the one who speaks: a chair before a cue."""
        first = address.leads[0]
        if len(address.leads) > 1:
            return self._speak_together(address, end, in_list)
        words = self.flat[first.start : first.end]
        after = self.flat[address.leads[-1].end : end]
        cue = signs.CUE.search(after)
        if cue is None:
            return False
        gap = _POINTS_BACK.sub("", after[: cue.start()])
        if (
            in_list
            and cue.group().startswith("chỉ đạo")
            and (VERB.match(after, cue.end() + 1) or _ONE_OF_THE_CHAIRS.match(words))
        ):
            return False
        if _ISSUES.match(gap) or _ANNOUNCES.fullmatch(gap):
            return True
        if len(gap) > 420 or gap.lstrip().startswith(":"):
            return False
        if not in_list and self._tells_another(words, gap, address.leads[-1].end + cue.start(), end):
            return True
        if re.match(
            r"(?:chủ tịch|phó chủ tịch|bí thư|bộ trưởng|phó thủ tướng|thủ tướng|người đứng đầu (?:chính phủ|ngành|thành phố|tỉnh|huyện)|giám đốc|thường trực|chánh văn phòng|ban thường vụ|ban cán sự|ban chỉ đạo|hđnd|thứ trưởng|trưởng ban|lãnh đạo|đồng chí|đ/c|ông|bà|tp|ubnd (?:tỉnh|thành phố|tp|huyện|thị xã|tx|quận|xã|phường)|ủy ban nhân dân|huyện ủy|thành ủy|tỉnh ủy|thị ủy|đảng ủy|chính phủ|văn phòng|bộ|sở|phường|xã|phòng|hạt|hiệu trưởng|trưởng phòng|đại diện|các|thủ trưởng|huyện|thành phố|thị xã|tỉnh|quận|tổng cục|cục|chi cục)",
            words,
        ):
            return self._speaks(words, gap, after[cue.start() :], in_list, first.start)
        return False

    def _tells_another(self, words: str, gap: str, cue_at: int, end: int) -> bool:
        """`Ban Chỉ huy … yêu cầu các thành viên …`: in running text one body that asks another one for something speaks."""
        cue = _ASKS.match(self.flat, cue_at, end)
        if cue is None or SOLE_ADVERBS.sub("", gap).strip(' ,:"') or SEVERAL.match(words):
            return False
        if TOLD_GROUP.match(self.flat, cue.end() - 1, end):
            return True
        listed = None if _OUTSIDERS.match(self.flat, cue.end()) else self.units.mentions_at(cue.end(), end)
        return listed is not None and all(one.is_sure for one in listed.mentions)

    def _speak_together(self, address: Address, end: int, in_list: bool) -> bool:
        """`Thường trực Huyện ủy, lãnh đạo UBND huyện yêu cầu …`: several leaders right before a cue."""
        cue = signs.CUE.match(self.flat, min(address.leads[-1].end + 1, end), end)
        if cue is None:
            return False
        if all(_LEADERS.match(self.flat, one.start, one.end) for one in address.leads):
            return True
        names = [self.flat[one.start : one.end] for one in address.leads]
        return (
            not in_list
            and not any(SEVERAL.match(name) for name in names)
            and self._tells_another(names[-1], "", cue.start(), end)
        )

    def _tells_below(self, rest: str, at: int) -> bool:
        opens = _DIRECTS_COUNCILS.match(rest) or _ASKS_FOR.match(rest)
        return bool(_TELLS_BODY.match(rest) or (at < _OPENING and opens))

    def _speaks(self, words: str, gap: str, rest: str, in_list: bool, at: int) -> bool:
        if SOLE_ADVERBS.sub("", gap).strip(' ,:"') == "":
            if words.startswith("bộ trưởng bộ") and "thủ tướng" in self.flat[:2000]:
                return False
            if _NAMED_COUNCIL.match(words) and (
                _JUST_NOW.match(gap) or (not in_list and self._tells_below(rest, at))
            ):
                return True
            if rest.startswith(("chỉ đạo", "phân công", "giao", "quán triệt", "nhắc", "yêu cầu")):
                return bool(
                    re.match(
                        r"(?:chủ tịch|phó chủ tịch|bí thư|bộ trưởng|phó thủ tướng|thủ tướng|người đứng đầu (?:chính phủ|ngành|thành phố|tỉnh|huyện)|thường trực|ban thường vụ|thứ trưởng|ông|bà|đồng chí|đ/c|giám đốc sở [\w ]+|chánh văn phòng(?: [\w ]+)?|lãnh đạo ubnd|lãnh đạo (?:thành phố|tp\.?|tỉnh|huyện|thị xã|quận|phường|xã|bộ|sở|chính phủ)$|ubnd (?:tỉnh|thành phố|tp\.?|huyện|thị xã|quận|phường|xã)$|ủy ban nhân dân (?:tỉnh|thành phố|huyện|thị xã|quận|phường|xã)$|huyện ủy|thành ủy|tỉnh ủy|thị ủy|đảng ủy|chính phủ|hạt)",
                        words,
                    )
                ) and not re.match(r"(?:chủ tịch|bí thư|giám đốc|đồng chí) (?:ubnd )?(?:các|\d)", words)
            return True
        return (
            bool(
                re.match(
                    r" ?[,-]| (?:đã|cũng|nói|hỏi|bày tỏ|chia sẻ|phân tích|chỉ ra|yêu cầu|nêu|khẳng định|lưu ý|kết luận|phát biểu|ghi nhận|biểu dương|đánh giá|thống nhất|phê bình|cho|hoan|nhấn|chủ trì|đồng ý)",
                    gap,
                )
            )
            and bool(
                re.match(
                    r"(?:chủ tịch|phó chủ tịch|bí thư|bộ trưởng|phó thủ tướng|thủ tướng|thường trực|ông|bà|đồng chí|đ/c|giám đốc)",
                    words,
                )
            )
            and (
                _SAID_FIRST.match(gap) is not None
                or not re.search(r"(?<!\w)(?:các|phải|cần|khẩn trương)(?!\w)", gap[:60])
            )
        )
