"""A body that no list knows, told right behind a cue: read softly, up to the first verb."""

from __future__ import annotations

import re

from taskboard.domain.drafting import signs
from taskboard.domain.drafting.address.going import Goings
from taskboard.domain.drafting.address.values import Address, Going
from taskboard.domain.drafting.names import ends_name
from taskboard.domain.drafting.page import Page
from taskboard.domain.drafting.units import Mention, MentionList, UnitReader
from taskboard.domain.drafting.words import ADVERB

_SOME_BODIES = re.compile(
    r"(?:các|những|toàn thể|mỗi|từng|tất cả(?: các)?) (?!nội dung|nhiệm vụ|dự án|công trình|giải pháp|biện pháp|vấn đề|hồ sơ|thủ tục|chỉ tiêu|khâu|bước|mặt|hoạt động|công|việc|khoản|tuyến|hạng mục|gói|kế hoạch|chương trình|đề án|văn bản|báo cáo|điều kiện|quy|số|ý kiến|kiến nghị|trường hợp|loại|phương|xe|tàu|máy|thiết bị|sản phẩm|dịch vụ|nguồn|khu vực|điểm|nơi|lớp|mô hình|tiêu chí|kết quả|bài|cuộc|buổi|lễ|ngày|tháng|quý|năm|lĩnh vực|yếu tố|bảng|biển|mục tiêu|chế độ|chính sách|mốc|tài|thông tin|vụ|vi phạm|hành vi|khó khăn|vướng mắc|tồn tại|sở giao)"
)

_AND_MORE = re.compile(r"(?: và|,) (?=(?:các|đơn vị|cơ quan|địa phương|ubnd|sở|phòng|ban|công an) )")

_PLAIN_WORD = re.compile(r" ?[^\s,;.:()\"]+")


class Unlisted:
    """Reads such bodies off one page."""

    def __init__(self, page: Page, units: UnitReader, goings: Goings) -> None:
        self.page = page
        self.flat = page.flat
        self.cased = page.cased
        self.units = units
        self.goings = goings

    def body(self, at: int, end: int) -> Address | None:
        """A body nobody listed, right behind a cue: `yêu cầu các tổ vay vốn rà soát`, `giao UBTP làm thủ tục`."""
        first = self.goings.opening(at, end)
        several = _SOME_BODIES.match(self.flat, first, end)
        named = (
            self.cased[first : first + 1].isupper()
            and self.flat[first - 2 : first - 1].isalpha()
            and not self.goings.acts(first, end)
            and not signs.TOPIC.match(self.flat, first, end)
        )
        if several is None and not named:
            return None
        stop = several.end() if several else first
        for word in _PLAIN_WORD.finditer(self.flat, stop, min(end, stop + 70)):
            if word.start() != stop:
                break
            stop = word.end()
            whole = several is not None or " " in self.flat[first:stop] or self.cased[first:stop].isupper()
            if whole and self._is_name_over(stop, end):
                break
        told = self._with_more(Mention(first, stop, False), end)
        going = self.goings.going(told.end, end)[0] if told.end < end else Going.OTHER
        if going is not Going.ACTION or self.flat.startswith((":", ","), told.end):
            return None
        return Address(first, told.end, end, told.mentions, going=going)

    def _is_name_over(self, at: int, end: int) -> bool:
        return self.flat.startswith(" ", at) and bool(
            _AND_MORE.match(self.flat, at, end)
            or ends_name(self.page, at + 1, end)
            or ADVERB.match(self.flat, at + 1, end)
        )

    def _with_more(self, first: Mention, end: int) -> MentionList:
        again = _AND_MORE.match(self.flat, first.end, end)
        more = self.units.mentions_at(again.end(), end) if again else None
        return MentionList((first, *more.mentions), more.end) if more else MentionList((first,), first.end)
