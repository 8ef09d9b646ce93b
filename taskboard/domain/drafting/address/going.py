"""How the text goes on behind a unit: with an action, as a report, or neither."""

from __future__ import annotations

import re

from taskboard.domain.drafting import signs
from taskboard.domain.drafting.address.values import Going
from taskboard.domain.drafting.dates import DateReader
from taskboard.domain.drafting.page import Page
from taskboard.domain.drafting.words import ADVERB, MODAL, VERB

_LEADING = re.compile(r"[ \"'(\[]+")

INSERT = re.compile(
    r", ?(?:căn cứ|trên cơ sở|theo|với|trong|bằng|từ|trước|sau|ngoài|cùng với|ngay|đến|chậm nhất|nhất là|đặc biệt là|khi|tùy|thông qua|qua|đồng thời|trên tinh thần|vào|hằng|hàng|ngoài việc|bên cạnh)(?!\w)[^,;.]{0,120},"
)

LEAD_ROLE = re.compile(
    r"(?: (?:là|làm) (?:cơ quan|đơn vị|đầu mối)(?: đầu mối)?)?(?: (?:chủ trì|làm đầu mối|đầu mối|chịu trách nhiệm chính))(?: và|, ?| thực hiện,?)?"
)

PARTNER = re.compile(
    r"[ ,]*(?:và |đồng thời |phải |cần |chủ động |tích cực |tăng cường |thường xuyên )*(?:(?:phối hợp|phối kết hợp|kết hợp|hiệp đồng)(?: (?:chặt chẽ|chặt|tốt|đồng bộ|thường xuyên|hiệu quả|kịp thời|nhịp nhàng))*(?:,? ?cùng với| với| cùng)?|cùng với|cùng|có sự tham gia của|có sự phối hợp của)(?: ?:)? (?=\S)"
)

PASSIVE = re.compile(
    r" (?:(?:theo chức năng|cũng|tiếp tục|còn) )?(?:được (?:giao|yêu cầu|phân công|đề nghị|chỉ đạo|lưu ý|ủy quyền|khuyến cáo|nhắc nhở)(?: (?:nhiệm vụ|trách nhiệm|chủ trì|làm đầu mối))?)(?!\w)"
)

_NEGATIVE = re.compile(
    r" (?:cũng |hiện |cơ bản |bước đầu )?(?:đã|đang|vừa|sẽ|từng|chưa|còn|vẫn|nhận được|có (?!trách|nhiệm|phương|giải|biện|kế hoạch|văn bản|thư|báo cáo|hướng dẫn|thủ tục|liên quan|hình thức|ý kiến)|là (?!đơn vị|cơ quan|đầu mối)|đạt|ước|được (?!giao|yêu cầu|phân công|đề nghị|chỉ đạo|lưu ý|khuyến cáo|nhắc nhở)|bị|cho biết|cho hay|nói|hỏi|nêu (?!cao|gương)|phát biểu|dự kiến|đề nghị|kiến nghị|cam kết|phấn đấu (?!hoàn thành|giải ngân|đến |trong |trước |hết |xong|6 tháng|đưa|khởi công|thông xe)|báo cáo (?:tại|thu (?:ngân|nội)|về kết)|tiếp thu [^,;.]{0,50}(?: và|,) (?:cam kết|hứa|xin hứa)|ghi nhận|trân trọng (?:cảm ơn|đề nghị)|biểu dương|đánh giá cao|cảm ơn|gửi lời|trao |chúc |cho chủ trương|cho ý kiến|không đồng ý|tặng (?!quà)|tin tưởng|khẳng định|thống nhất (?:với|đánh)|nhất trí|giải trình(?=:| một số| thêm| các| về)|nằm|gặp|do |tại |trên |ở |của |thuộc |vắng|trình bày|bày tỏ|đồng ý|mong|bắt (?!tay|buộc|đầu)|cơ bản)"
)

_BY_DUTY = re.compile(
    r",? (?:theo|căn cứ|trên cơ sở|tùy theo|với|bằng|trong) (?:phạm vi|chức năng|lĩnh vực|nhiệm vụ|thẩm quyền|địa bàn|trách nhiệm|phạm vi|tình hình|các)(?!\w)"
)

_ON_BASIS = re.compile(r" (?:trên cơ sở|căn cứ|theo) [^,;.]{3,80}, ")

_WHILE = re.compile(r" (?:trong quá trình|trong khi|khi) [^;.]{3,110}?(?= (?:phải|cần)(?: không)? [^\W\d])")

_EVERY_TIME = re.compile(
    r"(?:vào |trước |cứ |sáng |chiều |tối )*(?:(?:thứ \w+|chủ nhật|ngày \d{1,2}|tuần thứ \w+(?: của tháng \d{1,2})?|\d{1,2} (?:giờ|h)(?: \d{1,2})?) ?)*(?:(?:hằng|hàng|mỗi) (?:ngày|tuần|tháng|quý|năm)(?: (?:một|\d|ít nhất) ?\d? ?lần)?)|(?:mỗi|ít nhất) [^,;.]{1,20} lần|từ nay(?: đến [^,;.]{2,24}?(?=,| phải| cần))?|từ (?:ngày|tháng) [\d/]+"
)


class Goings:
    """Tells actions from reports on one page."""

    def __init__(self, page: Page, dates: DateReader) -> None:
        self.flat = page.flat
        self.dates = dates

    def opening(self, start: int, end: int) -> int:
        """Past quotes, brackets and connectors."""
        at = start
        for _ in range(4):
            lead = _LEADING.match(self.flat, at, end)
            at = lead.end() if lead else at
            connector = signs.CONNECTOR.match(self.flat, at, end)
            if connector is None or connector.end() >= end:
                return at
            at = connector.end()
        return at

    def going(self, at: int, end: int) -> tuple[Going, int]:
        """How the text goes on behind a unit."""
        if at >= end:
            return Going.OTHER, at
        if self.flat[at] == ":" or self.flat.startswith(" :", at):
            return Going.ACTION, at
        if _BY_DUTY.match(self.flat, at, end):
            return Going.ACTION, at
        at = self._past_inserts(at, end)
        basis = _ON_BASIS.match(self.flat, at, end)
        if basis is not None and self.acts(basis.end(), end):
            return Going.ACTION, at
        if self.flat.startswith((",", ";"), at):
            at += 1
        if PASSIVE.match(self.flat, at, end):
            return Going.ACTION, at
        if _NEGATIVE.match(self.flat, at, end):
            return Going.REPORT, at
        if LEAD_ROLE.match(self.flat, at, end) or PARTNER.match(self.flat, at, end):
            return Going.ACTION, at
        return (Going.ACTION, at) if self.acts(at, end) else (Going.OTHER, at)

    def _past_inserts(self, at: int, end: int) -> int:
        """Past `, căn cứ …,` and `khi kiểm tra cơ sở` in front of `phải`."""
        for _ in range(3):
            insert = INSERT.match(self.flat, at, end)
            if insert is None:
                break
            at = insert.end() - 1
        busy = _WHILE.match(self.flat, at, end)
        return busy.end() if busy else at

    def acts(self, at: int, end: int) -> bool:
        """Whether an action starts here, adverbs and a time phrase allowed before it."""
        for _ in range(6):
            while at < end and self.flat[at] in ' ,"':
                at += 1
            if MODAL.match(self.flat, at, end) or VERB.match(self.flat, at, end):
                return True
            adverb = ADVERB.match(self.flat, at, end)
            if adverb:
                at = adverb.end()
                continue
            moved = self.past_time(at, end)
            if moved == at:
                return False
            at = moved
        return False

    def past_time(self, at: int, end: int) -> int:
        """Past a due phrase or a period (`hằng tuần`) that starts here; `at` itself where none does."""
        dues = self.dates.dues(at, min(end, at + 60))
        if dues and dues[0].start <= at + 1:
            return dues[0].end
        every = _EVERY_TIME.match(self.flat, at, end)
        return every.end() if every else at

    def bare_going(self, at: int, end: int) -> Going:
        """How a stretch without a unit goes on."""
        return Going.ACTION if self.acts(self.opening(at, end), end) else Going.OTHER
