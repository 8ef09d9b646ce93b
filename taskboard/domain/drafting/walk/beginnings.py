"""Where the conclusions begin, and whose body speaks in the text."""

from __future__ import annotations

import re

from taskboard.domain.drafting import signs
from taskboard.domain.drafting.layout import Block, sentences_of
from taskboard.domain.drafting.page import Page

_REFERS = re.compile(
    r"(?:theo|thực hiện|triển khai|căn cứ|trước đó|trước đây|trên cơ sở|tiếp theo|để (?:thực hiện|triển khai))(?!\w)[^.;]{0,90}$"
)
"""`Theo nội dung kết luận của Phó Chủ tịch …`: a conclusion that is spoken of, not given."""

_CAPTION = re.compile(
    r"[^\n]{0,300}?(?:\. ?|\()(?:ảnh|nguồn|ảnh minh họa|nguồn ảnh) ?[:.]|[^\n]{0,300}?\((?:ảnh|nguồn)(?!\w)"
)
"""A line under a picture says what it shows and who took it."""

_CHAIRS_BELOW = re.compile(
    r"(?:đồng chí )?(?:chủ tịch|giám đốc|thủ trưởng|bí thư|hiệu trưởng)(?: (?:ubnd|ủy ban nhân dân|đảng ủy))? (?:các|những) "
)
"""`2. Chủ tịch UBND các huyện chỉ đạo:` among orders: they are told, they do not conclude."""


class Beginnings:
    """Looks over all blocks once, before the walk and after it."""

    def __init__(self, page: Page, blocks: list[Block]) -> None:
        self.page = page
        self.flat = page.flat
        self.blocks = blocks

    def own_level(self) -> str:
        """The level of the body whose chair speaks, as the text names it first."""
        found = re.search(
            r"(?:chủ tịch|phó chủ tịch|ủy ban nhân dân|ubnd)(?: ubnd| ủy ban nhân dân)? (thành phố|huyện|tỉnh|thị xã|quận|phường|xã)(?!\w)",
            self.flat,
        )
        return found.group(1) if found else ""

    def conclusions_at(self) -> int | None:
        """Offset of the first sentence that says that the chair concludes, else None."""
        for index, block in enumerate(self.blocks):
            if index == 0 and len(self.blocks) > 3 and not block.is_entry:
                continue
            for start, end in sentences_of(self.page, block):
                said = signs.CONCLUDE.search(self.flat, start, end)
                if said is None or _CAPTION.match(self.flat, start, block.end):
                    continue
                if block.is_entry and _CHAIRS_BELOW.match(self.flat, start, end):
                    continue
                if _REFERS.search(self.flat, start, said.start()) and not self.flat[start:end].endswith(":"):
                    continue
                if self._is_about_conclusions(start, end):
                    return start
        return None

    def _is_about_conclusions(self, start: int, end: int) -> bool:
        """Not the list of who came, nor the closing formula; a colon (`… dự họp, Chủ tịch kết luận:`) settles it."""
        if self.flat[start:end].endswith(":"):
            return True
        if signs.BASIS.match(self.flat[start:end].rstrip(" ;.")):
            return False
        return not signs.ATTENDANCE.search(
            self.flat, start, min(end, start + 200)
        ) and not signs.CLOSING.match(self.flat, start, end)
