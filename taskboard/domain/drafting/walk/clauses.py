"""Parts a sentence into clauses: at semicolons, closing quotes, further cues, and where another unit takes over."""

from __future__ import annotations

import re
from itertools import pairwise

from taskboard.domain.drafting import signs
from taskboard.domain.drafting.address import Address, AddressReader, Going
from taskboard.domain.drafting.layout import clauses_of
from taskboard.domain.drafting.page import Page
from taskboard.domain.drafting.words import VERB

_QUOTE_ENDS = re.compile(
    r"\"(?=,? (?:ông|bà|đồng chí|chủ tịch|bí thư|phó|giám đốc|bộ trưởng|thủ tướng|(?:kết luận|thông báo|công điện|văn bản|chỉ thị|công văn)(?: [^\s,;.\"]+){0,4} (?:nêu|ghi rõ|nhấn mạnh)))"
)

_NEXT_CUE = re.compile(
    r"(?:,|\"|(?<=\w)) (?:và |đồng thời |đồng thời,? )?(?:cũng )?(?=(?:giao|yêu cầu|đề nghị|phân công)(?: cho| luôn)? )| và (?=(?:giao|yêu cầu|đề nghị) )"
)


def trim_clause(flat: str, start: int, end: int) -> tuple[int, int]:
    """A clause without the commas, spaces and quotes around it."""
    while start < end and flat[start] in ' ,;"':
        start += 1
    while end > start and flat[end - 1] in ' ,;"':
        end -= 1
    return start, end


_MEANS = re.compile(
    r" (?:các |những |mọi )?(?:tổ chức|doanh nghiệp|hộ|chủ|cơ sở|nhà đầu tư|nhà thầu|người|công ty|cá nhân)(?!\w)"
)
_CASE = re.compile(
    r", (?=(?:trường|xã|phường|ấp|thôn|bản|tổ|đơn vị|địa phương|phòng|sở|ngành|cơ quan|hộ|trạm|khu phố|trưởng [^\W\d]+|chủ đầu tư) nào [^,;.]{2,80}? thì (?!không|sẽ|phải chịu|bị|chịu)|(?:hồ sơ|vụ việc|công trình|dự án|văn bản|đơn thư|trường hợp|việc) (?:[^\s,;.]+ ){0,3}?(?:trễ hạn|quá hạn|chậm|vướng|vi phạm|thiếu|hỏng|sai|không đạt|chưa đạt|tồn đọng)(?: [^\s,;.]+){0,4}? thì (?!không|sẽ|phải chịu|bị|chịu))"
)
_FIRST_ROUND = re.compile(
    r"(?:,|:)(?: (?:cụ thể|như sau|trong đó|chia làm các đợt))?:? (?=(?:đợt|lần|kỳ) (?:1|i|một)(?: ?[:,(]| )[^;]{8,200};)"
)
"""`… gửi Sở Nội vụ, cụ thể: | Đợt 1: …; Đợt 2: …`"""
_ONLY_URGES = re.compile(
    r" ?(?:(?:tiếp tục|chủ động|khẩn trương|kịp thời|thường xuyên) )*(?:đôn đốc|nhắc nhở|hướng dẫn|kiểm tra|rà soát|làm việc|vận động|giám sát)(?:, (?:đôn đốc|nhắc nhở|hướng dẫn|kiểm tra|rà soát|giám sát))*"
)
_SAID_LAST = re.compile(
    r", (?:ông|bà|đồng chí|đ/c|chủ tịch|bí thư|phó chủ tịch)(?: [^\s,;.]+){0,6}? (?:lưu ý|nhấn mạnh|yêu cầu|chỉ đạo|đề nghị|nhắc)(?: thêm| rõ| lại)?$"
)
_ONLY_SAID = re.compile(
    r",? ?(?:ông|bà|đồng chí|đ/c|chủ tịch|bí thư|phó chủ tịch|bộ trưởng|thủ tướng|phó thủ tướng|giám đốc)(?: [^\s,;.]+){0,8}? (?:nói|nhấn mạnh|yêu cầu|chỉ đạo|đề nghị|lưu ý|khẳng định|quán triệt)(?: thêm| rõ)?|,? ?(?:kết luận|thông báo|công điện|văn bản|chỉ thị|công văn)(?: [^\s,;.]+){0,4}? (?:nêu|ghi|nhấn mạnh)(?: rõ)?"
)
_ONE_OBJECT = re.compile(
    r"(?<!\w)(?:theo (?:hướng|nguyên tắc|phương án|tiêu chí|lộ trình)|(?:bằng|với|qua) (?:các |những |nhiều )?(?:biện pháp|hình thức|cách|kênh)(?: như)?): "
)
_MATTERS = re.compile(
    r"(?<!\w)(?:(?:về|liên quan (?:đến|tới)) (?:các|những|một số) (?:nội dung|vấn đề|việc)(?: liên quan(?: đến| tới)?|:| như:?| sau:)+ ?|(?:các|những|một số) (?:nội dung|vấn đề) liên quan (?:đến|tới) |với (?:các )?mục tiêu: |các lĩnh vực: |^(?:cùng với đó|ngoài ra|bên cạnh đó|đồng thời),? là (?:tình hình|kết quả|các nội dung|việc)[ :]|nghiêm cấm (?:và [^,;.]{2,24} )?(?:các |mọi )(?:trường hợp|hành vi) )"
)
_TOPIC_ONLY = re.compile(r"(?:riêng )?(?:đối với|về|với) [^;.]+")
"""`Đối với kế hoạch khảo sát A, B và việc thu C`, up to a cue: what the order is about."""
_ANNOUNCED = re.compile(
    r"[^;.:]{3,90} (?:đặt ra|đề ra|nêu|nêu rõ|xác định|lưu ý|nhấn mạnh|chỉ ra|quán triệt|thống nhất)(?: \w+)? (?:các |những |một số |\d+ )?(?:nhiệm vụ|giải pháp|nội dung|công việc)[^;.:]{0,110}, (?:trong đó|cụ thể)(?: là)?,? (?=tập trung |chú trọng |quan tâm |tiếp tục |tăng cường |đẩy mạnh |cần |phải )"
)
"""`Lãnh đạo huyện cũng đặt ra các nhiệm vụ trong quý, trong đó | tập trung …`: the announcement is no part of the order."""

_PLACED = re.compile(r",? (?:đóng|hoạt động|đứng chân|có trụ sở|sinh sống|đang ở|cư trú)(?: [^\s,;.:]+){1,8}")
_ABOUT = re.compile(r"(?:riêng )(?:(?:đối )?với |về )?|đối với ")
_REPORTED_PARTS = re.compile(
    r"(?<!\w)(?:báo cáo|nêu rõ|đánh giá|phản ánh|cung cấp)(?!\w)[^;:.]{0,40}? (?P<how>về tình hình|(?:các )?nội dung (?:chủ yếu |chính |cơ bản |cụ thể )?(?:về|gồm|như|sau)) "
)
_PART = re.compile(
    r"(?:(?:về|các|những|một số|công tác) )*(?:tình hình|khó khăn|thuận lợi|vướng mắc|nguyên nhân|tồn tại|hạn chế|kiến nghị|đề xuất|kết quả|số liệu|phương hướng|bài học|giải pháp|tiến độ|danh sách|nhu cầu|hiệu quả)(?!\w)"
)
_COMMA = re.compile(", ")
_NARROWS = re.compile(
    r" (?P<how>đóng|hoạt động|nằm|đứng chân|có trụ sở|sinh sống|trực thuộc|thuộc|trên địa bàn|có liên quan|liên quan|được giao|phụ trách|ở|tại|trong|của|có(?! trách nhiệm| nhiệm vụ| biện pháp| kế hoạch| phương án| giải pháp| văn bản| báo cáo| ý kiến| hướng dẫn))(?: [^\s,;.:]+){0,9}"
)
"""What narrows a group of units, without an action of its own."""
_WHOSE = re.compile(
    r"(?<!\w)(?:báo cáo|ý kiến|kết quả|số liệu|đề nghị|kiến nghị|đề xuất|đăng ký|hồ sơ|văn bản|hoạt động|trách nhiệm)(?: [^\s,;.:]+){0,3} (?:của|từ) "
)
"""What a body gave, in front of the bodies that gave it."""
_ON_GROUND = re.compile(r" (?:căn cứ|trên cơ sở) ")


class Clauses:
    """Cuts sentences of one page."""

    def __init__(self, page: Page, address: AddressReader) -> None:
        self.page = page
        self.flat = page.flat
        self.address = address

    def split(self, start: int, end: int) -> list[tuple[int, int]]:
        """Clauses of a sentence in order."""
        parts: list[tuple[int, int]] = []
        for first, last in self._with_first_round(self.whole(start, end), end):
            parts += self._split_at_speech(first, last)
        cases = [piece for part in parts for piece in self._split_at_cases(*part)]
        pieces = [piece for part in cases for piece in self._split_at_cues(*part)]
        return [piece for part in pieces for piece in self._split_at_units(*part)]

    def _with_first_round(self, clauses: list[tuple[int, int]], end: int) -> list[tuple[int, int]]:
        """The first of several rounds that semicolons part begins a clause of its own."""
        result: list[tuple[int, int]] = []
        for first, last in clauses:
            opens = _FIRST_ROUND.search(self.flat, first + 12, min(last + 1, end)) if last < end else None
            result += [(first, opens.start()), (opens.end(), last)] if opens else [(first, last)]
        return result

    def announced_until(self, start: int, end: int) -> int:
        """Where the orders of a sentence begin that first announces them; its start where it does not."""
        announced = _ANNOUNCED.match(self.flat, start, end)
        return announced.end() if announced else start

    def whole(self, start: int, end: int) -> list[tuple[int, int]]:
        """What semicolons part, but for those inside one object or one list of units."""
        return self._with_whole_lists(self._with_whole_objects(clauses_of(self.page, start, end)))

    def _split_at_units(self, start: int, end: int) -> list[tuple[int, int]]:
        """A clause parts where another unit takes over."""
        pieces: list[tuple[int, int]] = []
        for _ in range(12):
            address = self.address.read(start, end)
            if address.going is not Going.ACTION:
                break
            at = self.address.handovers.changes_hands(address.action + 6, end)
            if at is None or not (address.cue or self.address.goings.acts(address.action, at)):
                break
            if self._only_names(address.action, at) or self._only_narrows(address, at):
                break
            pieces.append(trim_clause(self.flat, start, at))
            start, end = trim_clause(self.flat, at + (3 if self.flat.startswith(" và", at) else 0), end)
        return [*pieces, (start, end)]

    def _only_narrows(self, address: Address, at: int) -> bool:
        """`đề nghị các cơ quan, đóng trên địa bàn phường, các đồng chí tổ trưởng | đôn đốc …`: who they are, no action yet."""
        return bool(address.leads) and _PLACED.fullmatch(self.flat, address.leads[-1].end, at) is not None

    def _only_names(self, at: int, stop: int) -> bool:
        """`các đơn vị: Y tế, Công Thương, Tài chính và Chủ tịch UBND huyện | tổ chức …`: no action yet."""
        if not self.flat.startswith((":", " :"), at):
            return False
        names = self.flat[at:stop].strip(" :").split(", ")
        first = self.flat.index(names[0], at)
        return len(names) > 1 and not any(
            self.page.cased[one : one + 1].islower() and self.address.goings.acts(one, stop)
            for one in (first, *(found.end() for found in _COMMA.finditer(self.flat, at, stop)))
        )

    def _with_whole_objects(self, clauses: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """Semicolons behind `theo hướng:` and inside a basis (`căn cứ A; B; C để …`) enumerate, they part nothing."""
        whole: list[tuple[int, int]] = []
        for first, last in clauses:
            if whole and (
                self._is_open(*whole[-1], clauses[-1][1]) or self._lists_matters(*whole[-1], first, last)
            ):
                whole[-1] = (whole[-1][0], last)
            else:
                whole.append((first, last))
        return whole

    def _lists_matters(self, start: int, end: int, first: int, last: int) -> bool:
        """`có văn bản về các nội dung liên quan đến mua, bán đất; giảm xói mòn …`: matters, not tasks of their own."""
        parts = _REPORTED_PARTS.search(self.flat, start, end)
        listed = parts is not None and (
            parts.group("how").find("nội dung") >= 0 or _PART.match(self.flat, first, last) is not None
        )
        return (
            (listed or _MATTERS.search(self.flat, start, end) is not None)
            and not signs.REPORTS.match(self.flat, first, last)
            and not signs.COMPLETION.match(self.flat, first, last)
            and not signs.CUE.match(self.flat, first, last)
            and self.address.units.mentions_at(first, last) is None
        )

    def _is_open(self, first: int, last: int, end: int) -> bool:
        if _ONE_OBJECT.search(self.flat, first, last):
            return True
        ground = _ON_GROUND.search(self.flat, first, min(last, first + 90))
        if (
            ground is None
            or " để " in self.flat[ground.end() : last]
            or " để " not in self.flat[last : min(end, last + 900)]
        ):
            return False
        return (
            "," not in self.flat[first : ground.start()]
            and self.address.units.mentions_at(first, last) is not None
        )

    def _with_whole_lists(self, clauses: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """A semicolon between units (`Các sở, ngành; UBND các huyện tổ chức …`) does not part clauses."""
        whole: list[tuple[int, int]] = []
        opened: int | None = None
        for nth, (first, last) in enumerate(clauses):
            if whole and opened is None and self._goes_on_with(whole[-1], first, last):
                whole[-1] = (whole[-1][0], last)
                continue
            if last != clauses[-1][1] and (
                self._only_units(first, last) or self._waits_for_more(first, last, *clauses[nth + 1])
            ):
                opened = first if opened is None else opened
                continue
            whole.append((first if opened is None else opened, last))
            opened = None
        return whole if opened is None else [*whole, (opened, clauses[-1][1])]

    def _goes_on_with(self, before: tuple[int, int], first: int, last: int) -> bool:
        """`tổng hợp báo cáo của các sở, ngành; UBND các huyện; lựa chọn dự án`: more of those whose report it is."""
        said = list(_WHOSE.finditer(self.flat, max(before[0], before[1] - 120), before[1]))
        listed = self.address.units.mentions_at(said[-1].end(), before[1]) if said else None
        more = self.address.units.mentions_at(first, last) if listed and listed.end >= before[1] else None
        return more is not None and more.end >= last

    def _only_units(self, start: int, end: int) -> bool:
        """Whether a clause names units, or who leads and with whom, and stops there."""
        timed = self.address.goings.past_time(start, end)
        opens = {start, self.address.goings.opening(timed, end), *self._behind_topic(start, end)}
        about = _ABOUT.match(self.flat, start, end)
        opens |= {about.end()} if about else set()
        for at in opens:
            listed = self.address.units.mentions_at(at, end)
            if listed is not None and listed.end >= end:
                return True
        address = self.address.read(start, end)
        return bool(address.partners or (address.cue and address.leads)) and not self.flat[
            address.action : end
        ].strip(" ,")

    def _waits_for_more(self, start: int, end: int, following: int, stop: int) -> bool:
        """`yêu cầu các đơn vị đóng trên địa bàn; Ban điều hành thôn tổ chức …`: units, what narrows them, more units."""
        address = self.address.read(start, end)
        if not address.leads or self.flat[address.leads[-1].end : address.leads[-1].end + 1] != " ":
            return False
        narrowed = _NARROWS.fullmatch(self.flat, address.leads[-1].end, end)
        if narrowed is None or VERB.search(self.flat[narrowed.end("how") : end].replace("địa bàn", "")):
            return False
        return self.address.units.mentions_at(following, stop) is not None

    def _behind_topic(self, start: int, end: int) -> list[int]:
        """Where a topic's first comma lets the list of units begin (`Về đất đai, Sở A; Sở B rà soát`)."""
        comma = self.flat.find(", ", start, end) if signs.TOPIC.match(self.flat, start, end) else -1
        return [comma + 2] if comma > 0 else []

    def _split_at_speech(self, start: int, end: int) -> list[tuple[int, int]]:
        """A closing quote and who said it part the order from what follows."""
        for found in _QUOTE_ENDS.finditer(self.flat, start + 1, end):
            return [
                piece
                for piece in (self.trim(start, found.start()), self.trim(found.end(), end))
                if piece[1] > piece[0] and not _ONLY_SAID.fullmatch(self.flat, *piece)
            ]
        return [(start, end)]

    def _split_at_cues(self, start: int, end: int) -> list[tuple[int, int]]:
        """`giao Sở A lập đề án và giao Sở B thẩm định`: a second cue with its own unit starts a new clause."""
        cuts: list[int] = []
        pattern = _NEXT_CUE
        for found in pattern.finditer(self.flat, start + 12, end):
            if not found.group().strip(" "):
                continue
            cue = signs.CUE.match(self.flat, found.end(), end)
            if cue is None or not cue.group().startswith(("giao", "yêu cầu", "đề nghị", "phân công")):
                continue
            after = signs.AFTER_CUE.match(self.flat, cue.end(), end)
            listed = self.address.units.mentions_at(after.end() if after else cue.end(), end)
            if listed is not None and self._worth_cutting(cuts[-1] if cuts else start, found.start()):
                before = self.address.read(cuts[-1] if cuts else start, found.start())
                if before.cue and before.leads and before.is_heading:
                    continue
                if (
                    not before.cue
                    and not before.leads
                    and _TOPIC_ONLY.fullmatch(self.flat, start, found.start())
                ):
                    continue
                if self._asks_by_own_means(before, found, cue, end) or self._delegates(before, cue):
                    continue
                if not before.cue and (
                    before.going is not Going.ACTION or _MEANS.match(self.flat, cue.end(), end)
                ):
                    continue
                cuts.append(found.start())
        edges = [start, *cuts, end]
        return [
            piece
            for first, last in pairwise(edges)
            if (piece := trim_clause(self.flat, first, last))[1] > piece[0]
        ]

    def _delegates(self, before: Address, cue: re.Match[str]) -> bool:
        """`Các địa phương trực ban, giao trách nhiệm cho cơ sở …`, `UBND xã đôn đốc, đề nghị chủ đầu tư …`: who is told does it."""
        if not before.leads:
            return False
        urges = _ONLY_URGES.fullmatch(self.flat, before.action, before.end) is not None
        return urges or (not before.cue and "trách nhiệm" in cue.group())

    def _asks_by_own_means(self, before: Address, found: re.Match[str], cue: re.Match[str], end: int) -> bool:
        """`Phòng A phối hợp với Sở B rà soát, yêu cầu các cơ sở kê khai`: that, too, is what Phòng A is to do."""
        return (
            cue.group() == "yêu cầu"
            and found.group() == ", "
            and bool(before.leads and before.partners)
            and _MEANS.match(self.flat, cue.end(), end) is not None
        )

    def _split_at_cases(self, start: int, end: int) -> list[tuple[int, int]]:
        """`rà soát trẻ chưa ra lớp, trường nào thu sai thì trả lại`: a case of its own asks whoever it names."""
        case = _CASE.search(self.flat, start + 12, end) if end - start > 36 else None
        if case is None:
            return [(start, end)]
        return [(start, case.start()), (case.end(), end)]

    def _worth_cutting(self, start: int, at: int) -> bool:
        return at - start > 25

    def trim(self, start: int, end: int) -> tuple[int, int]:
        """A sentence without its stop, quotes and spaces."""
        while start < end and self.flat[start] in " \"'\n":
            start += 1
        while end > start and self.flat[end - 1] in " .;,/!?\"'\n":
            end -= 1
        said = _SAID_LAST.search(self.flat, start, end) if '"' not in self.flat[start:end] else None
        return start, said.start() if said else end
