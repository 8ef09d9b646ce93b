"""What narrows a group (`liên quan`, `trên địa bàn`, `có tỷ lệ thấp`, `miền núi phía Bắc`): where its name ends."""

from __future__ import annotations

import re

from taskboard.domain.drafting import bodies
from taskboard.domain.drafting.names import NEVER_NAME, ends_compound
from taskboard.domain.drafting.page import Page
from taskboard.domain.drafting.units.places import Places
from taskboard.domain.drafting.units.tails import Tails
from taskboard.domain.drafting.words import ADVERB, MODAL, VERB

_TAIL = re.compile(
    rf" (?:(?:của )?hđnd(?: (?:{bodies.LEVEL}|(?:các )?cấp|(?:các )?(?:xã|phường)[^,;.]{{0,20}}))?|công chức|cán bộ|thành viên|cấp ủy viên|ủy viên|(?<=đồng chí )lãnh đạo|đảng viên|biên giới(?: biển| đất liền)?|ven biển|ven sông|vùng cao|vùng trũng|trọng điểm|(?:có |khác )?liên quan(?: khác)?|chức năng|chuyên môn|thuộc(?: và|,) trực thuộc(?: (?:ubnd|sở|bộ|công ty|trường|cục|đảng ủy))?|trực thuộc (?:tỉnh|thành|huyện|thị|quận|đảng) ủy|trực thu[ộô]c(?: (?:ubnd|sở|bộ)(?: (?:{bodies.LEVEL})(?! ủy))?)?|đoàn thể|chủ trì (?:soạn thảo|cụm thi|đề tài|đề án|nhiệm vụ|chương trình)|soạn thảo|tham mưu(?:, giúp việc| giúp việc)?(?= của | cho | giúp |,|;| (?:tập trung|khẩn trương|tiếp tục|chủ động|cần|phải))|"
    rf"(?:đóng )?(?:thuộc|của|trên địa bàn|trong|ở|tại)(?: (?:ubnd|sở|bộ|địa bàn|khối|ngành|các))?(?: (?:{bodies.LEVEL}|sở|bộ|ngành|trường|nhà trường|cơ quan|đơn vị|thôn|khu phố|toàn tỉnh|toàn thành phố|toàn huyện|toàn xã|nhà nước|quận|đảng|trung ương|khối))|(?:đóng )?trên địa bàn|"
    rf"{bodies.LEVEL}|khu vực|ngành|sở|cấp (?:tỉnh|huyện|xã|thành phố|cơ sở)|các cấp|địa phương|cơ sở|tương đương|nói trên|nêu trên|chủ quản|nhà nước|thành viên|(?:ngoài )?công lập(?:(?:,| và) (?:ngoài công lập|dân lập|tư thục))*|dân lập|tư thục|còn lại|khác|bị ảnh hưởng|bị thiệt hại|bị thu hồi đất|có đất thu hồi|của (?:quốc hội|chính phủ|thủ tướng chính phủ|đảng|(?:đảng|tỉnh|thành|huyện|quận|thị) ủy|hđnd|hội)|được phân công|được giao(?: làm chủ đầu tư| nhiệm vụ chủ đầu tư| quản lý)?)(?!\w)"
)

_LEVELS_ON = re.compile(rf"(?:(?:,| và) (?:{bodies.LEVEL})(?!\w)(?! ủy))+")

_ENDS_IN_LEVEL = re.compile(rf"(?:{bodies.LEVEL})$")
"""`các Trung tâm Y tế huyện, thành phố`: levels go on behind a comma."""

_RELATIVE = re.compile(
    r" (?:có (?!trách nhiệm|nhiệm vụ|kế hoạch|phương án|biện pháp|giải pháp|báo cáo|văn bản|hình thức|ý kiến)|(?:chưa|còn|đang|thuộc diện) )"
)

_NEAR = re.compile(
    r" (?:ở|tại|trong) (?=(?:chợ|khu|cụm|cửa khẩu|vùng|chốt|bến|cảng|trường|bệnh viện|làng|xóm|thôn|bản|tổ(?! chức)|địa bàn|nội thành|nội thị|trung tâm)(?!\w))"
)

_STRONG_OPENING = re.compile(
    r" (?=(?:phải|cần|có trách nhiệm|chịu trách nhiệm|khẩn trương|tiếp tục|chủ động|tập trung|nghiêm túc|tăng cường|kiểm điểm|không được)(?!\w))"
)

_PLAIN_WORD = re.compile(r" ([^\s,;.:()\"]+)")

_DOING = re.compile(
    r"(?<=đơn vị| cơ sở) (?:cấp|thoát|thi công|vận hành|khai thác|quản lý|tư vấn|cung cấp|cung ứng|kinh doanh|sản xuất|vận tải|thu gom|vận chuyển|chế biến|tổ chức|đầu tư|sử dụng|xả|thực hiện(?! (?:một số|các|những|tốt|nghiêm|đầy đủ|đúng|việc)))(?: [^\s,;.:]+){0,7}?(?= (?:phải|cần|có trách nhiệm|chịu trách nhiệm)(?!\w))"
)
"""`các đơn vị cấp nước phải …`: what they do names them, where a modal says what they must."""

_CHARGED = re.compile(
    r" (?:được (?:giao|phân công|chỉ định)|có liên quan đến|có đào tạo|có tổ chức) (?:(?! và (?:các|ubnd|sở|phòng) )[^,;.:]){3,90}?(?= (?:phải|cần|có trách nhiệm|chịu trách nhiệm)(?!\w))"
)
"""`các cơ quan được giao phối hợp trong việc soạn thảo phải …`"""

_RELATIVE_TO_MODAL = re.compile(
    r" (?:chưa|còn|đang|thuộc diện) (?:[^,;.:\"]|\"[^\"\n]{3,80}\"){3,180}?(?= (?:phải|cần|có trách nhiệm|khẩn trương|có (?:giải trình|báo cáo|văn bản|kế hoạch|biện pháp))(?!\w))"
)

_WHERE = re.compile(
    r" (?:ở|tại(?! (?:cuộc|hội nghị|công|văn bản|thông báo|buổi|phiên))|trên(?! (?:cơ sở|tinh thần))|trong(?! (?:tháng|quý|năm|tuần|ngày|thời|quá trình|công tác|việc|khi|dịp|giai đoạn|vòng|các (?:tháng|ngày)|những ngày|hai|ba|bốn|vài|mấy|suốt|phạm vi|lúc|\d))|thuộc|đã|bị|được (?:giao|phân công|chỉ định|thụ hưởng|đầu tư|chọn|lựa chọn)|không thuộc|không có) [^,;.:]{2,70}?(?= (?:phải|cần(?! thiết)|có trách nhiệm|chịu trách nhiệm|khẩn trương|chủ động|tiếp tục|tập trung|nghiêm túc|tăng cường|và (?:bà con|nhân dân|các|ubnd))(?!\w))"
)


class Narrowing:
    """Reads what stands behind the nouns of a group."""

    def __init__(self, page: Page, places: Places, tails: Tails) -> None:
        self.flat = page.flat
        self.cased = page.cased
        self.places = places
        self.tails = tails

    def past(self, at: int, limit: int) -> int:
        """Past what narrows a group: `liên quan`, `thuộc Sở`, `trên địa bàn`, places."""
        if told_apart := _DOING.match(self.flat, at, limit):
            return told_apart.end()
        if told_apart := _CHARGED.match(self.flat, at, limit):
            return told_apart.end()
        end = at
        for _ in range(4):
            charged = self.tails.in_charge(end, limit)
            if charged > end:
                return charged
            onward = self._one_step(end, limit)
            if onward == end:
                break
            end = onward
        clause = self._relative_clause(end, limit)
        return self._qualified(end, limit) if clause is None else clause

    def _one_step(self, end: int, limit: int) -> int:
        """Past one such phrase with the place behind it, a list of places, or a part of the country."""
        tail = _TAIL.match(self.flat, end, limit)
        if tail:
            if levels := _LEVELS_ON.match(self.flat, tail.end(), limit):
                named = self.cased[levels.end() + 1 : levels.end() + 2].isupper()
                if _ENDS_IN_LEVEL.search(self.flat, 0, tail.end()) and not named:
                    return levels.end()
            step = tail.end() + 1
            name = self.places.proper(step, limit) if self.flat.startswith(" ", tail.end()) else tail.end()
            return name if name > step and not self.places.is_head_noun(step, limit) else tail.end()
        if self.flat.startswith((" ", ": "), end) and end + 2 < limit:
            step = end + (2 if self.flat[end] == ":" else 1)
            if self.cased[step].isupper() and not VERB.match(self.flat, step, limit):
                place = self.places.place_list(end, limit)
                if place > end:
                    return place
        return self.places.region(end, limit)

    def _relative_clause(self, end: int, limit: int) -> int | None:
        """Past `chưa nộp đủ quỹ`, `có tỷ lệ thấp`, `ở vùng trũng`; None where no such clause stands."""
        where = _WHERE.match(self.flat, end, limit)
        if where:
            return where.end()
        near = _NEAR.match(self.flat, end, limit)
        if near:
            stop = self.tails.until_verb(near.end(), limit, 30)
            return stop if self.tails.verb_follows(stop, limit) else None
        relative = _RELATIVE.match(self.flat, end, limit)
        if relative is None:
            return None
        if relative.group() != " có ":
            return self._relative_end(end, limit)
        stop = self._told_apart(relative.end(), limit)
        told = self.tails.verb_follows(stop, limit) or self.flat[stop : stop + 1] in ".;"
        return self._qualified(stop, limit) if told else None

    def _told_apart(self, at: int, limit: int) -> int:
        """`các xã có tỷ lệ giải ngân thấp phải …`: past what some of a group have, up to where they are told."""
        stop = self.tails.until_verb(at, limit, 60)
        told = _STRONG_OPENING.search(self.flat, stop, min(limit, at + 110))
        plain = told is not None and not any(char in ",;.:()" for char in self.flat[stop : told.start()])
        return told.start() if told and plain else stop

    def _qualified(self, at: int, limit: int) -> int:
        """`các ban quản lý rừng phòng hộ`, `các xã về đích năm 2022`: a few more plain words up to a verb or comma."""
        end = at
        for word in _PLAIN_WORD.finditer(self.flat, at, min(limit, at + 60)):
            if word.start() != end:
                break
            if self._stops_group(word.start(1), limit):
                return (
                    end
                    if end == at
                    or VERB.match(self.flat, word.start(1), limit)
                    or MODAL.match(self.flat, word.start(1), limit)
                    or ADVERB.match(self.flat, word.start(1), limit)
                    or self.flat.startswith(("chủ trì", "phối hợp"), word.start(1))
                    else at
                )
            end = word.end(1)
        return end if self.flat[end : end + 1] in {",", ";", ":"} else at

    def _stops_group(self, at: int, limit: int) -> bool:
        plain = (
            NEVER_NAME.match(self.flat, at, limit)
            and not self.flat.startswith(("về đích", "trong vùng", "có "), at)
            and not self.flat.endswith("nông thôn ", 0, at)
        )
        verb = VERB.match(self.flat, at, limit)
        if verb and ends_compound(self.flat, at, verb):
            return False
        return bool(
            plain
            or self.flat.startswith("khi ", at)
            or verb
            or MODAL.match(self.flat, at, limit)
            or ADVERB.match(self.flat, at, limit)
            or self.cased[at].isupper()
        )

    def _relative_end(self, at: int, limit: int) -> int:
        """`các thôn chưa nộp đủ quỹ … phải`: a relative clause belongs to the name only when a modal follows it."""
        found = _RELATIVE_TO_MODAL.match(self.flat, at, limit)
        return found.end() if found else at
