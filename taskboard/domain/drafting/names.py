"""Where a name that nobody listed ends: capitalised start, lower-case rest, first word that acts.

Official names capitalise only the first syllable of each part (`Trung tâm Nước sạch và Vệ sinh môi trường nông thôn`), so
the rest of a part looks like running text. Verbs come in two strengths here: those that never stand inside a name end it
at once; those that do (`hỗ trợ`, `kiểm tra`) end it only when nothing stronger follows.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from taskboard.domain.drafting import bodies
from taskboard.domain.drafting.page import Page
from taskboard.domain.drafting.words import LOWER, MODAL, NAME_ENDERS, UPPER, VERB, whole

LONGEST = 18  # words

_DU = whole(r"dự(?! (?:án|toán|thảo|báo|phòng|trữ))")
NEVER_NAME = re.compile(
    r"(?:căn cứ|tùy|nhằm|bởi|nếu|nhanh chóng|nghiêm khắc|kiên quyết|luôn|đồng loạt|tuyệt đối|đã|đang|sẽ|là|có|còn|được|bị|cho|để|do|theo|về|vào|từ|đến|tại|trước|sau|trong(?! nước(?! ngoài))|với|và|mà|thì|nhưng|cũng|không|chưa|khẩn|phải|cần|chủ trì|phối hợp|báo cáo|cùng|ngay|nói|tiếp tục|chịu|đề|nên|vừa|mới|như|ở|hoặc|đều|cứ|"
    r"cam|cho biết|cho hay|kết|nêu|phát biểu|mỗi|hằng|hàng|ước|đạt|tăng|giảm|gồm|bao|vẫn|hiện|này|trên|thông tin|tự|xong|bắt|giải trình)(?!\w)"
)
_COMPOUND_END = re.compile(
    r"(?:địa bàn|(?:công|quy|chương|lộ|hành|tờ) trình|(?:công|độc) lập|bầu cử|việc làm|chăn nuôi|đào tạo|tiếp nhận|chi trả|lựa chọn|tính toán|thông báo|dự báo|khí tượng|cảnh báo|nông thôn mới|kinh doanh|số hóa|di sản|xây dựng|hợp tác|liên kết|phân loại|tư vấn|thể thao|tín dụng)$"
)
_COMPOUND_NOUN = whole(
    r"quốc gia|đại học|sau đại học|ngân hàng|trật tự|thiết bị|tiếng nói|đoàn kết|nông thôn mới|đổi mới sáng tạo|cách mạng|bưu chính|hàng hải|hàng không|hàng hóa|bao bì|hiện vật|hiện đại|tự nhiên|tự do|tự động|mới nổi|cam go|nhà ở|trên biển|trực thuộc trung ương|"
    r"chương trình chống ngập(?: nước)?|giao dịch|giao thông|dự phòng|dự trữ|công trình|chương trình|công lập|việc làm|chăn nuôi|khí tượng|thủy lợi|tính toán|mua sắm công|tài sản công|hành chính công|dịch vụ công|thu hồi nợ|vật tư|"
    r"an toàn giao thông|trật tự an toàn xã hội|trật tự xây dựng|trật tự xã hội|trật tự đô thị|có công|có thẩm quyền|xuất nhập khẩu|xuất nhập cảnh|thông tin(?= và| truyền| điện tử| đối ngoại| cơ sở| khoa học| di động| tín dụng)|về (?:trật tự xã hội|trật tự|môi trường|ma túy|kinh tế|tham nhũng)|"
    r"nhỏ và vừa|phòng(?: và|,)? chống|phòng cháy(?: và|,)? chữa cháy|khám(?: bệnh)?(?: và|,) chữa bệnh|cứu nạn(?: và|,)? cứu hộ|cứu hộ(?: và|,)? cứu nạn|bồi thường(?: và|,) (?:hỗ trợ|giải phóng)(?: và| ,)? (?:tái định cư|mặt bằng)|thi đua(?: và| -)? khen thưởng"
)
_IN_NAMES = frozenset(
    "đầu tư|xây dựng|quản lý|phát triển|giáo dục|thông tin|truyền thông|đào tạo|quy hoạch|thống kê|thanh tra|kiểm toán|thể thao|giảm nghèo|tái định cư|cứu nạn|cứu trợ|lưu trữ|bảo trì|thi hành|bảo vệ|điều hành|vận hành|phòng chống".split(
        "|"
    )
)
_ACTS_IN_LOWER = frozenset("tổ chức|chỉ đạo|thẩm định|phản ánh|soạn thảo|di dời".split("|"))
"""A part of a name only with a capital (`Ban Tổ chức`), else what a body does."""
_DOES_FOR = whole(
    r"(?:hỗ trợ|hướng dẫn|tuyên truyền|giới thiệu|bảo vệ|giám sát|kiểm tra|kiểm soát|phục vụ|đào tạo|bồi dưỡng|tiếp nhận|quản lý|vận hành) (?:các|những|mọi|địa phương|người|nhân dân|nông dân|hộ|đoàn viên|hội viên|cống|trạm|hồ|hệ thống|nhà máy|công trình|chặt|tốt|nghiêm|việc)"
)
"""A verb that may stand in a name, with what it is done to: an action."""
_STAGES = re.compile(r" (?:sự kiện|biểu diễn|cán bộ|bộ máy|hội chợ)(?!\w)| ?[-,] ?hành chính")
_DRAWS_UP = whole(
    r"xây dựng (?:kế hoạch|phương án|kịch bản|đề án|dự thảo|chương trình|quy chế|quy định|lộ trình|nghị quyết|văn bản|danh mục|cơ chế)|quản lý (?:chặt chẽ|nghiêm|tốt|chặt)"
)
_COMMA_PART = re.compile(r", (?=(?:chống|chữa bệnh|chữa cháy|cứu hộ|cứu nạn|tìm kiếm cứu nạn)(?!\w))")
_JOIN = re.compile(r" - | & | (?:và )?|-")
_WORD = re.compile(r"tp\. ?hcm(?!\w)|[^\s,;:.()\"]+")
_LEVEL = whole(bodies.LEVEL)
_SEVERAL = whole(r"các|những")
_OF_SEVERAL = whole(r"các (?:dự án|công trình|khu|chương trình|vấn đề|cụm|di tích|vườn|bến|chợ|tuyến)")
_DOES_ONLY = re.compile(
    r"(?<!\w)(?:trung tâm|ban|phòng|công ty|xí nghiệp|đội|chi cục|cục|viện|tổ) (?:quản lý|thông tin|kiểm nghiệm|kiểm định|tư vấn|đào tạo|nghiên cứu|kiểm tra|bảo tồn|khai thác)$"
)
_COMMA_ON = re.compile(
    r", (?=(?:khai thác|ứng dụng|điều hành|giám sát|vận hành|bảo trì|duy tu|tư vấn|bồi dưỡng|xúc tiến|phát triển|hỗ trợ|kiểm định|phát huy|sửa chữa) )"
)
_NEXT_PART = re.compile(rf", (?=[{UPPER}][{LOWER}]+ [^,;:.()\"]{{2,60}}? và (?P<last>[{UPPER}]))")
_ONE_WORD_BODIES = whole(r"viễn thông|điện lực|thống kê|thanh tra|bưu điện|công đoàn|mặt trận|kho bạc")
IsHead = Callable[[int, int], bool]


def ends_compound(flat: str, at: int, verb: re.Match[str]) -> bool:
    """`công lập`, `bầu cử`: the verb at `at` is the second half of a noun."""
    return " " not in verb.group() and _COMPOUND_END.search(flat, max(0, at - 8), verb.end()) is not None


def ends_name(page: Page, at: int, limit: int) -> bool:
    """Whether the word at `at` cannot belong to a name that began before it."""
    verb = VERB.match(page.flat, at, limit)
    if verb and page.flat[max(0, at - 2) : at - 1].isdigit():
        return True
    if verb and verb.group() in _ACTS_IN_LOWER and page.cased[at].islower():
        return not _STAGES.match(page.flat, verb.end(), limit)
    if verb and ends_compound(page.flat, at, verb):
        return False
    return bool(
        (verb and verb.group() in NAME_ENDERS)
        or _DU.match(page.flat, at, limit)
        or _DRAWS_UP.match(page.flat, at, limit)
        or NEVER_NAME.match(page.flat, at, limit)
        or MODAL.match(page.flat, at, limit)
    )


def name_end(page: Page, at: int, limit: int, is_head: IsHead) -> int:
    """Past the name behind the head noun that ends at `at`; `at` itself when none stands there."""
    if not page.flat.startswith(" ", at) or at + 1 >= limit or not page.cased[at + 1].isupper():
        return at
    return _Walk(page, limit, is_head, at).run()


@dataclass(slots=True)
class _Walk:
    """One pass over a name: `end` is where it may stop, `yielding` the first verb that may be an action."""

    page: Page
    limit: int
    is_head: IsHead
    end: int
    step: int = 0
    covered: int = 0
    capitals: int = 0
    yielding: int = 0
    acted: int = 0

    def run(self) -> int:
        """Word by word to the end of the name."""
        self.step = self.end + 1
        for count in range(LONGEST):
            word = _WORD.match(self.page.flat, self.step, self.limit)
            if word is None:
                break
            if self.step >= self.covered and count and self._stops(count):
                return self._settled()
            self._cover(count)
            self.capitals = self.capitals + 1 if self.page.cased[self.step].isupper() else 0
            self.end = word.end()
            if not self._go_on():
                break
        return self.yielding or self.end

    def _go_on(self) -> bool:
        """Steps over the joint behind a word; False where the name cannot go on."""
        comma = (
            _COMMA_PART.match(self.page.flat, self.end, self.limit) or self._next_part() or self._unfinished()
        )
        join = comma or _JOIN.match(self.page.flat, self.end, self.limit)
        if join is None:
            return False
        self.step = join.end()
        if join.group() == " - " and self._opens_action():
            return False
        return not (join.group().strip() and self.is_head(self.step, self.limit))

    def _opens_action(self) -> bool:
        """`Công ty Thủy nông - Nạo vét kênh`: a dash and a verb that no name holds."""
        return VERB.match(self.page.flat, self.step, self.limit) is not None and ends_name(
            self.page, self.step, self.limit
        )

    def _next_part(self) -> re.Match[str] | None:
        """`Cục Chất lượng, Chế biến và Phát triển thị trường`: parts of one name, none of which is a body."""
        comma = _NEXT_PART.match(self.page.cased, self.end, self.limit)
        if (
            comma is None
            or self.is_head(comma.end(), self.limit)
            or self.is_head(comma.start("last"), self.limit)
        ):
            return None
        return comma

    def _unfinished(self) -> re.Match[str] | None:
        """`Trung tâm Quản lý, khai thác công trình`: what a body does is no name yet, so it goes on behind the comma."""
        done = _DOES_ONLY.search(self.page.flat, max(0, self.end - 40), self.end)
        comma = _COMMA_ON.match(self.page.flat, self.end, self.limit) if done else None
        if comma is None or self.is_head(comma.end(), self.limit):
            return None
        return comma

    def _cover(self, count: int) -> None:
        """Takes compounds whole, and notes the first verb that may be an action rather than a part of the name."""
        if self.step < self.covered:
            return
        noun = _COMPOUND_NOUN.match(self.page.flat, self.step, self.limit)
        verb = VERB.match(self.page.flat, self.step, self.limit)
        taken = noun or (verb if verb and " " in verb.group() else None)
        self.covered = taken.end() if taken else self.step
        lower = self.page.cased[self.step].islower()
        if verb and taken is verb and lower and count > 1 and verb.group() not in _IN_NAMES:
            self.yielding = self.yielding or self._after_noun()
            self.acted = self.acted or verb.end()

    def _after_noun(self) -> int:
        """Where the name would end before this verb; 0 right behind another verb (`Quản lý giám sát …`)."""
        before = self.page.flat[max(0, self.end - 24) : self.end].split()[-2:]
        return 0 if VERB.fullmatch(" ".join(before)) else self.end

    def _settled(self) -> int:
        """A stronger verb ended the walk: the weaker one before it stays in the name unless both act together."""
        if self.yielding and self.page.flat[self.acted : self.step] in {" ", " và "}:
            return self.yielding
        return self.end

    def _stops(self, count: int) -> bool:
        at, page = self.step, self.page
        if page.cased[at].isupper():
            return self.is_head(at, self.limit) and not _ONE_WORD_BODIES.match(page.flat, at, self.limit)
        if _COMPOUND_NOUN.match(page.flat, at, self.limit):
            return False
        if count > 1 and self.capitals >= 2:
            return True
        if self.capitals and self._follows_initials():
            return True
        if self.capitals == 1 and self._is_second_syllable():
            return False
        return bool(
            ends_name(page, at, self.limit)
            or (count > 1 and _DOES_FOR.match(page.flat, at, self.limit))
            or _LEVEL.match(page.flat, at, self.limit)
            or (
                _SEVERAL.match(page.flat, at, self.limit) and not _OF_SEVERAL.match(page.flat, at, self.limit)
            )
        )

    def _follows_initials(self) -> bool:
        """`các Ban QLDA đăng ký …`: initials are a whole name, a verb behind them acts."""
        last = self.page.cased[max(0, self.end - 12) : self.end].rsplit(" ", 1)[-1]
        return len(last) > 2 and last.isupper() and bool(VERB.match(self.page.flat, self.step, self.limit))

    def _is_second_syllable(self) -> bool:
        """The word behind a capitalised first one mostly completes it (`Đào tạo`), unless a longer verb starts."""
        flat, at = self.page.flat, self.step
        if (
            NEVER_NAME.match(flat, at, self.limit)
            or MODAL.match(flat, at, self.limit)
            or _LEVEL.match(flat, at, self.limit)
        ):
            return False
        verb = VERB.match(flat, at, self.limit)
        return verb is not None and " " not in verb.group()
