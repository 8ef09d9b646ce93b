"""Where one unit stops and another takes over inside a clause."""

from __future__ import annotations

import re

from taskboard.domain.drafting.address.assignees import Assignees
from taskboard.domain.drafting.address.values import Going
from taskboard.domain.drafting.page import Page
from taskboard.domain.drafting.units import UnitReader
from taskboard.domain.drafting.words import VERB

_HANDOVER = re.compile(r",? và (?:giao )?|, (?:còn |riêng |giao |trong đó,? )?")

_WITH = re.compile(r"(?<!\w)(?:phối hợp|kết hợp|cùng)(?: chặt chẽ| tốt| chặt)? (?:với|cùng) (?P<who>[^;.]*)$")

_PEOPLE = re.compile(
    r"(?:các |những )?(?:tầng lớp|nhân dân|người dân|bà con|hộ|gia đình|hội viên|đoàn viên|thanh niên|phụ nữ|học sinh|chủ (?:hộ|cơ sở|tàu|phương tiện|rừng|nuôi)|doanh nghiệp|cơ sở sản xuất|cơ sở kinh doanh)(?!\w)"
)
_WINS_OVER = re.compile(
    r"(?<!\w)(?:vận động|tuyên truyền|khuyến khích|động viên|kêu gọi|hướng dẫn|nhắc nhở|phổ biến|huy động|khuyến cáo|thông báo|yêu cầu|đề nghị)(?: [^\s;.:]+){1,12}$"
)
"""`vận động đoàn viên, hội viên, các tầng lớp nhân dân chấp hành …`: those won over are told nothing."""

_SO_THAT = re.compile(r" để (?:các )?(?:phòng|sở|ban|bộ|ubnd|huyện|xã|cơ quan|đơn vị)$")
"""`gửi hồ sơ để Phòng, Sở kiểm tra`: what it is sent for."""

_OF_MERIT = re.compile(r"(?:các|những) (?:tập thể|cá nhân|gia đình|đơn vị|tổ chức|điển hình)(?!\w)")
_HONOURS = re.compile(
    r"(?<!\w)(?:biểu dương|khen thưởng|tôn vinh|tri ân|tuyên dương|gặp mặt|vinh danh|tặng quà|thăm hỏi|hỗ trợ)(?: [^\s;.:]+){1,14}$"
)
"""`biểu dương người có công và các tập thể, cá nhân làm tốt …`: whom it is for."""

_LONGEST_LIST = 700
"""How far back a list of helpers, or of those won over, may begin; it keeps the cost of a long sentence linear."""

_WORD_START = re.compile(r"(?<!\w)\w")


class Handovers:
    """Finds the place where hands change."""

    def __init__(self, page: Page, units: UnitReader, assignees: Assignees) -> None:
        self.flat = page.flat
        self.cased = page.cased
        self.units = units
        self.assignees = assignees

    def changes_hands(self, at: int, end: int) -> int | None:
        """Where another unit takes over (`Sở A lập đề án và Sở B thẩm định`), else None."""
        for join in _HANDOVER.finditer(self.flat, at, end):
            after = join.end()
            if self._among_partners(at, join.start()):
                continue
            if self.flat.count("(", at, after) > self.flat.count(")", at, after):
                continue
            if self.flat.startswith(("phối hợp", "với"), after) or not self._may_start_unit(after):
                continue
            follows = self.assignees.assignee(after, end, False)
            if (
                follows is None
                or self.flat.startswith("thủ tướng", after)
                or follows.going is not Going.ACTION
                or not all(one.is_sure for one in follows.leads)
            ):
                continue
            if _SO_THAT.search(self.flat, join.start() - 30, join.start()):
                continue
            if _OF_MERIT.match(self.flat, after) and _HONOURS.search(self.flat, at - 40, join.start()):
                continue
            if _PEOPLE.match(self.flat, after) and _WINS_OVER.search(
                self.flat, max(at - 40, join.start() - _LONGEST_LIST, 0), join.start()
            ):
                continue
            if re.match(
                r"(?: cùng)? (?:phối hợp|tham gia|thực hiện|hỗ trợ)(?!\w)", self.flat[follows.leads[-1].end :]
            ) or self._ends_list(at, join.start()):
                continue
            return join.start()
        return None

    def _among_partners(self, at: int, stop: int) -> bool:
        """`phối hợp với phòng chuyên môn, các đơn vị …`: no action yet, so the list of helpers goes on."""
        helped = _WITH.search(self.flat, max(at - 24, stop - _LONGEST_LIST, 0), stop)
        return helped is not None and VERB.search(self.flat, helped.start("who"), stop) is None

    def _may_start_unit(self, at: int) -> bool:
        return self.cased[at : at + 1].isupper() or self.flat.startswith(
            (
                "các ",
                "phòng ",
                "sở ",
                "ban ",
                "bộ ",
                "đồng chí ",
                "xã ",
                "phường ",
                "huyện ",
                "thị trấn ",
                "thôn ",
                "đ/c ",
                "chủ tịch ",
                "công an ",
                "tổ ",
                "đội ",
                "trạm ",
                "trung tâm ",
                "hội ",
                "đoàn ",
                "chi cục ",
                "hạt ",
                "ubnd ",
                "văn phòng ",
                "thanh tra ",
            ),
            at,
        )

    def _ends_list(self, start: int, at: int) -> bool:
        """Whether the words right before `at` are themselves a unit, so that a list goes on."""
        for word in _WORD_START.finditer(self.flat, max(start - 60, at - 130, 0), at):
            mention = self.units.mention_at(word.start(), at)
            if mention is not None and mention.end == at and not self.flat[mention.start].isdigit():
                return True
        return False
