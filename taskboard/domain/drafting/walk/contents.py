"""What a report, plan or file is to hold, listed under the order to write it: one order with its list."""

from __future__ import annotations

import re

from taskboard.domain.drafting.address import Going
from taskboard.domain.drafting.layout import Block
from taskboard.domain.drafting.walk.progress import Progress

_ASKS_FOR_PAPER = re.compile(
    r"(?:(?:báo cáo|gửi|cung cấp|tổng hợp|nêu rõ|làm rõ|thống kê|kê khai|lập|thuyết minh|chuẩn bị|xây dựng)(?!\w)[^:;]{0,140}? (?:nội dung|thông tin|số liệu|đề cương|vấn đề|mục|tiêu chí|tài liệu|biểu mẫu)(?:[^:;.]{0,60}? (?:như sau|sau(?: đây)?|gồm(?: có)?|bao gồm|cụ thể|chính|chủ yếu|dưới đây))?|(?:hồ sơ|báo cáo|tài liệu|đề án|kế hoạch|phương án)(?: [^\W\d]+){0,4} (?:gồm(?: có)?|bao gồm)) ?$"
)

_NAMES_A_PART = re.compile(
    r"(?:(?:về|việc|tổng|các|những|một số|phần) )*(?:công tác|kết quả|tình hình|số(?: lượng| liệu)?|thuận lợi|khó khăn|vướng mắc|đánh giá|đề xuất|kiến nghị|nguyên nhân|tồn tại|hạn chế|ưu điểm|khuyết điểm|mô hình|bài học|phương hướng|nhiệm vụ|giải pháp|danh (?:sách|mục)|thực trạng|tiến độ|nội dung|phụ lục|biểu|đơn|bản(?: sao| chính)?|tờ trình|quyết định|biên bản|giấy|văn bản|họ (?:và )?tên|địa chỉ|thời gian|địa điểm|kinh phí|nguồn|diện tích|tên|mục tiêu|sự cần thiết|căn cứ|cơ sở|thông tin|đặc điểm|khái quát|ý kiến|việc|dự toán|dự kiến|kế hoạch|tỷ lệ|hiệu quả|thành tích|báo cáo|hồ sơ|tổ chức thực hiện|lý do|quy mô|phạm vi|đối tượng|phương án|hình thức|hiện trạng|nhu cầu|chỉ tiêu|phần|mục|chương)(?!\w)"
)


_NOUN_OF_WORK = re.compile(r"(?:về )?(?:công tác|kết quả|tình hình|những|các|một số) ")
"""`Công tác chỉ đạo về việc …`: a part of the report, whatever it goes on to say."""


class Contents:
    """Finds such lists on one page."""

    def __init__(self, progress: Progress) -> None:
        self.progress = progress
        self.flat = progress.flat
        self.address = progress.address

    def end_of_list(self, index: int, block: Block, stop: int) -> int | None:
        """Where the list under a governing block ends, if all it does is name parts of a paper; else None."""
        if _ASKS_FOR_PAPER.search(self.flat, max(block.start, stop - 240), stop) is None:
            return None
        listed: list[Block] = []
        for one in self.progress.blocks[index + 1 : index + 40]:
            if (
                not one.is_entry
                or (block.is_entry and one.depth <= block.depth)
                or (listed and one.depth < listed[0].depth)
            ):
                break
            listed.append(one)
        named = [one for one in listed if self._names_a_part(one)]
        if len(listed) < 2 or len(named) * 3 < len(listed) * 2 or any(map(self._tells, listed)):
            return None
        return listed[-1].end

    def _tells(self, block: Block) -> bool:
        """An entry with a unit and its action, or a cue, is an order of its own."""
        address = self.address.read(block.start, block.end)
        if _NOUN_OF_WORK.match(self.flat, block.start, block.end):
            return False
        return bool(address.cue) or (bool(address.leads) and address.going is Going.ACTION)

    def _names_a_part(self, block: Block) -> bool:
        """A short entry that opens with a noun of papers, or tells nobody and does nothing."""
        if block.end - block.start > 260:
            return False
        if _NAMES_A_PART.match(self.flat, block.start, block.end):
            return True
        address = self.address.read(block.start, block.end)
        return not address.leads and not address.cue and address.going is Going.OTHER
