"""Topics before the assignee (`Về bến xe, Phòng A …`, `Riêng phường X thì …`), and units that come later in a clause."""

from __future__ import annotations

import re
from dataclasses import replace

from taskboard.domain.drafting import signs
from taskboard.domain.drafting.address.assignees import Assignees
from taskboard.domain.drafting.address.going import Goings
from taskboard.domain.drafting.address.unlisted import Unlisted
from taskboard.domain.drafting.address.values import Address, Going
from taskboard.domain.drafting.page import Page
from taskboard.domain.drafting.units import Mention, UnitReader
from taskboard.domain.drafting.words import UPPER

COUNTED_TOPIC = re.compile(
    r"(?:hai|ba|các|\d+|những) (?:nhiệm vụ|việc|nội dung|dự án|công trình)[^.;]{3,120}, $"
)

_COMMA = re.compile(", ")

_TOPIC_END = re.compile(r"[,:] ")

_AS_FOR = re.compile(r"(?:đối với|với|riêng đối với|riêng|về phía|phía) ")

_AS_FOR_OFFICES = re.compile(
    r"(?:riêng )?đối với (?:(?P<number>\d{1,3}) |(?=các ))(?P<who>(?:các )?(?:sở|ngành|xã|phường|thị trấn|huyện|quận|tỉnh|địa phương|đơn vị|cơ quan|cục|chi cục|phòng|ban|trường|trạm|ubnd)(?!\w))"
)

_ONLY = re.compile(r"(?:riêng đối với|đối với|riêng|về phía|phía) ")

_DONE_BY = re.compile(r" do (?!đó|vậy|đây)")

_PERIOD = re.compile(
    r"(?:(?:ngay )?(?:trong|từ|vào) )?(?:(?:các )?tháng \d{1,2}(?:(?:,| và|-) ?(?:tháng )?\d{1,2})?(?:/20\d\d| năm 20\d\d)?|quý (?:iv|i{1,3}|[1-4])(?:/20\d\d| năm 20\d\d)?|(?:tháng|quý|tuần|thời gian) tới),? "
)

_GIVEN_TO = re.compile(r" (?:được |được phân công |được bàn )?giao cho ")

_SEVERAL_BEFORE = re.compile(r"(?<!\w)(?:(?:chủ tịch )?(?:ubnd|ủy ban nhân dân) )?các [^,;.]{2,40}$")

_AGREED = re.compile(r" (?:cơ bản |đã )?(?:đồng ý|thống nhất|nhất trí|chấp thuận)(?: chủ trương)?, ")

_DECIDED = re.compile(
    r"(?<!\w)(?:chủ tịch|phó chủ tịch|bí thư|lãnh đạo|hội nghị|thường trực|ubnd|ban thường vụ)(?: [^\s,;.]+){0,4}? (?:đồng ý|nhất trí|chấp thuận|thống nhất)(?! để)[^,;.]{0,60}, "
)

_THEN = re.compile(r" thì ")

_LABEL = re.compile(r"[^:;.\"]{4,70}: ?")

_NEEDS = re.compile(r" (?:cần|phải|có trách nhiệm)(?!\w)")

_DOES = re.compile(
    r"[^,;.]{0,20}? (?:chủ trì|thực hiện|đảm nhiệm|đảm nhận|phụ trách|chịu trách nhiệm|tham mưu|làm đầu mối|lập)(?!\w)"
)

_IN_ITS_PLACE = re.compile(r",? (?:với|có) (?:vai trò|vị trí|vị thế|trách nhiệm|tư cách)(?!\w)")

_PEOPLE = r"(?:cán bộ|công chức|viên chức|đảng viên|đoàn viên|hội viên|giáo viên|học sinh|sinh viên|người lao động|công nhân|người dân|nhân dân)"

_PEOPLE_BEFORE = re.compile(rf"(?<!\w){_PEOPLE}$")
_PEOPLE_BEHIND = re.compile(rf"{_PEOPLE}(?!\w)")
"""`Việc bố trí công chức, viên chức phải …`: whom the matter is about, not who is told."""

_LATER_START = re.compile(r"[,:] | thì ")


_THIS_MATTER = re.compile(
    r"(?:về|liên quan(?: đến| tới)?) (?:việc|vấn đề|nội dung|vụ việc|đề nghị|kiến nghị|phản ánh) (?:này|trên|nêu trên|nói trên), "
)
"""`Về việc này, Thủ tướng có ý kiến: …`: points back, names nothing."""

_CASE_TOPIC = re.compile(r"(?:trong )?quá trình [^.;]+|(?:trong )?trường hợp [^.;]+|nếu [^.;]+")


_LETTERS = re.compile(
    rf"(?P<name>[{UPPER}][{UPPER}&+./-]{{1,9}}(?: [{UPPER}]{{2,6}}){{0,2}})(?: ?\([^()]{{2,40}}\))? ?(?=:)"
)

_NO_TASK = re.compile(
    r"(?:mục (?:tiêu|đích)|yêu cầu|thời (?:gian|hạn)|địa điểm|thành phần|kết quả|ghi chú|nội dung|lý do|tồn tại|hạn chế|nguyên nhân|thuận lợi|khó khăn|ưu điểm|phương châm|khẩu hiệu|chủ đề|tinh thần|quan điểm|nguyên tắc|phạm vi|đối tượng|kinh phí|dự|vắng|chủ trì|thư ký|ý kiến|câu hỏi|trả lời|kết luận|(?:phó )?chủ tịch|bí thư|ông|bà|đ/c|đồng chí)(?!\w)"
)
"""Labels with no task behind them."""


class Topics:
    """Finds the unit that stands behind a topic, a comma or `do`."""

    def __init__(self, page: Page, units: UnitReader, goings: Goings, assignees: Assignees) -> None:
        self.flat = page.flat
        self.cased = page.cased
        self.units = units
        self.goings = goings
        self.assignees = assignees
        self.unlisted = Unlisted(page, units, goings)

    def addressee(self, at: int, end: int) -> Address | None:
        """Behind a cue: the unit right there, or the first one behind a comma that an action follows."""
        direct = self.assignees.assignee(self.goings.opening(at, end), end, True)
        if direct is not None:
            return direct
        timed = self._behind_time(at, end) or self.unlisted.body(at, end)
        if timed is not None:
            return timed
        for comma in _COMMA.finditer(self.flat, at, min(end, at + 400)):
            later = self.assignees.assignee(self.goings.opening(comma.end(), end), end, False)
            if later is not None and later.going is Going.ACTION and not self._is_in_list(at, comma):
                keep = (
                    at
                    if signs.TOPIC.match(self.flat, at, end) and not self._is_preamble(at, comma.start())
                    else later.start
                )
                return Address(
                    keep,
                    later.action,
                    end,
                    later.leads,
                    later.partners,
                    going=later.going,
                    has_topic=keep == at,
                    is_heading=later.is_heading,
                )
        return None

    def _is_in_list(self, at: int, comma: re.Match[str]) -> bool:
        """`UBND các quận, huyện`: a comma inside one name parts nothing."""
        several = _SEVERAL_BEFORE.search(self.flat, max(at, comma.start() - 60), comma.start())
        listed = (
            self.units.mentions_at(several.start(), min(len(self.flat), comma.end() + 80))
            if several
            else None
        )
        return listed is not None and listed.mentions[-1].end > comma.end()

    def _behind_time(self, at: int, end: int) -> Address | None:
        """`đề nghị tháng 12/2018 Thường trực HĐND phường tập trung …`: a time phrase between cue and unit."""
        first = self.goings.opening(at, end)
        period = _PERIOD.match(self.flat, first, end)
        after = period.end() if period else self.goings.past_time(first, end)
        follows = (
            self.assignees.assignee(self.goings.opening(after, end), end, True) if after > first else None
        )
        if follows is None or not all(one.is_sure for one in follows.leads):
            return None
        return replace(follows, start=first, has_topic=True)

    def _is_preamble(self, start: int, end: int) -> bool:
        return bool(
            re.match(
                r"(?:từ nay|đến nay|trên cơ sở|căn cứ|để |nhằm |với |trong bối cảnh|trong thời gian|thời gian)",
                self.flat[start:end],
            )
        )

    def after_topic(self, at: int, end: int) -> Address | None:
        """`Về X, Phòng A làm …`, `Việc sửa cầu, UBND xã làm ngay`: the topic belongs to the item."""
        if not signs.TOPIC.match(self.flat, at, end):
            return None
        for comma in _COMMA.finditer(self.flat, at, min(end, at + 420)):
            needed = self._must(at, comma, end)
            if needed is not None:
                return needed
        behind = self._behind_state(at, end)
        if behind is not None:
            return behind
        for comma in self._separators(at, min(end, at + 300)):
            follows = self.assignees.assignee(self.goings.opening(comma.end(), end), end, False)
            if follows is not None and follows.going is Going.ACTION:
                return Address(
                    at,
                    follows.action,
                    end,
                    follows.leads,
                    follows.partners,
                    going=Going.ACTION,
                    has_topic=True,
                )
            if follows is not None and follows.going is Going.REPORT:
                if _AGREED.match(self.flat, follows.action, end):
                    continue
                return Address(at, comma.end(), end, going=Going.REPORT, has_topic=True)
            bare = self.goings.bare_going(self.goings.opening(comma.end(), end), end)
            if bare is not Going.OTHER:
                told = self.about_units(at, comma.start())
                return Address(at, comma.end(), end, told, going=bare, has_topic=True)
        return None

    def _behind_state(self, at: int, end: int) -> Address | None:
        """`Về giải ngân, còn 2 công trình chậm thì đồng chí Dũng trực tiếp …`: told behind a state of things."""
        for then in _THEN.finditer(self.flat, at, min(end, at + 200)):
            follows = self.assignees.assignee(then.end(), end, False)
            if (
                follows is not None
                and follows.going is Going.ACTION
                and all(one.is_sure for one in follows.leads)
            ):
                return replace(follows, start=at, has_topic=True)
        return None

    def labelled(self, at: int, end: int) -> Address | None:
        """`Thăm hỏi, tặng quà: Phòng A lập danh sách`: a label with a colon, then who does it."""
        colon = None if signs.TOPIC.match(self.flat, at, end) else _LABEL.match(self.flat, at, end)
        follows = self.assignees.assignee(colon.end(), end, False) if colon else None
        if (
            follows is None
            or follows.going is not Going.ACTION
            or not all(one.is_sure for one in follows.leads)
        ):
            return self._short_label(at, colon, end) if colon else None
        return follows

    def _short_label(self, at: int, colon: re.Match[str], end: int) -> Address | None:
        """`ĐCXD (đ/c Nam): kiểm tra …`: letters that stand for an office nobody listed, or a matter, and an action."""
        if _NO_TASK.match(self.flat, at, end) or not self.goings.acts(colon.end(), end):
            return None
        letters = _LETTERS.match(self.cased, at, end)
        if letters is None or not self.flat.startswith(":", letters.end()):
            return Address(at, colon.end(), end, going=Going.ACTION, has_topic=True)
        return Address(at, colon.end(), end, (Mention(at, letters.end("name"), False),), going=Going.ACTION)

    def _must(self, at: int, comma: re.Match[str], end: int) -> Address | None:
        """Behind however many commas: units that `cần` or `phải` do something are the ones told."""
        start = comma.end()
        listed = None if self._lists_people(comma) else self.units.mentions_at(start, end)
        if (
            listed is None
            or not _NEEDS.match(self.flat, listed.end, end)
            or not all(one.is_sure for one in listed.mentions)
        ):
            return None
        follows = self.assignees.assignee(start, end, False)
        return replace(follows, start=at, has_topic=True) if follows else None

    def _lists_people(self, comma: re.Match[str]) -> bool:
        """Whether a comma stands between people of the same list, `công chức, viên chức`."""
        return (
            _PEOPLE_BEHIND.match(self.flat, comma.end()) is not None
            and _PEOPLE_BEFORE.search(self.flat, max(0, comma.start() - 16), comma.start()) is not None
        )

    def _separators(self, at: int, end: int) -> list[re.Match[str]]:
        """Where a topic may end: its colon first, then commas as they come."""
        found = [one for one in _TOPIC_END.finditer(self.flat, at, end) if not self._lists_people(one)]
        return sorted(found, key=lambda one: self.flat[one.start()] != ":")

    def about_units(self, at: int, end: int) -> tuple[Mention, ...]:
        """`Đối với UBND các xã, cần …`: a topic that is nothing but units tells them."""
        opens = _AS_FOR.match(self.flat, at, end)
        listed = self.units.mentions_at(opens.end(), end) if opens else None
        if listed is None or listed.end < end or not all(one.is_sure for one in listed.mentions):
            return ()
        if re.search(r"(?<!\w)(?:cố tình|vi phạm|chậm|không|chưa|còn|để xảy ra)(?!\w)", self.flat[at:end]):
            return ()
        return listed.mentions

    def over_entries(self, at: int, end: int) -> tuple[Mention, ...]:
        """`3. Đối với Ban điều hành các thôn:` on a line of its own: capitals are enough for a body nobody knows."""
        opens = _AS_FOR.match(self.flat, at, end)
        listed = self.units.mentions_at(opens.end(), end) if opens else None
        if listed is None or listed.end < end:
            return ()
        are_named = all(one.is_sure or self.cased[one.start].isupper() for one in listed.mentions)
        return listed.mentions if are_named else ()

    def told_in_topic(self, at: int, end: int) -> tuple[Mention, ...]:
        """`Đối với các xã còn chậm, yêu cầu …`: a topic that opens with offices tells them, if the cue names nobody."""
        for separator in reversed(list(_TOPIC_END.finditer(self.flat, at, end))):
            if named := self.about_units(at, separator.start()):
                return named
        valued = self._by_its_place(at, end)
        if valued is not None:
            return (valued,)
        opens = _AS_FOR_OFFICES.match(self.flat, at, end)
        if opens is None or re.search(r"(?<!\w)(?:cố tình|vi phạm)(?!\w)", self.flat[at:end]):
            return ()
        counted = opens.start("number") >= 0
        first = self.units.mention_at(opens.end("number") + 1 if counted else opens.start("who"), end)
        if first is None:
            return ()
        return (replace(first, start=opens.start("number")),) if counted else (first,)

    def _by_its_place(self, at: int, end: int) -> Mention | None:
        """`Riêng Đà Nẵng với vai trò trung tâm của vùng, Thủ tướng yêu cầu phải …`: whom the topic names, and why."""
        opens = _AS_FOR.match(self.flat, at, end)
        named = self.units.mention_at(opens.end(), end) if opens else None
        if named is None or not named.is_sure or not _IN_ITS_PLACE.match(self.flat, named.end, end):
            return None
        return named

    def behind_decision(self, at: int, end: int) -> Address | None:
        """`Về đề nghị của ấp 7, Chủ tịch đồng ý, Văn phòng mua, giao ấp sử dụng`: told right behind what was decided."""
        decided = _DECIDED.search(self.flat, at, min(end, at + 300))
        follows = self.assignees.assignee(decided.end(), end, False) if decided else None
        if (
            follows is None
            or follows.going is not Going.ACTION
            or not all(one.is_sure for one in follows.leads)
        ):
            return None
        if signs.TOPIC.match(self.flat, at, end):
            return replace(follows, start=at, has_topic=True)
        return follows

    def alone(self, at: int, end: int) -> Address | None:
        """`Riêng phường X thì …`: an exception names its own unit."""
        alone = _ONLY.match(self.flat, at, end)
        after = alone.end() if alone else self.goings.past_time(at, end)
        follows = self.assignees.assignee(self.goings.opening(after, end), end, False) if after > at else None
        if (
            follows is None
            or follows.going is not Going.ACTION
            or self.flat.startswith(",", follows.leads[-1].end)
        ):
            return None
        if len(follows.leads) > 1 and self.flat.startswith("đối với", at):
            return None
        return replace(follows, start=at, has_topic=True)

    def done_by(self, at: int, end: int) -> Address | None:
        """`Việc lập hồ sơ do Sở Tư pháp chủ trì, xong trong tháng 5`, `… giao cho Sở Nội vụ thẩm định`."""
        for by in (
            *_DONE_BY.finditer(self.flat, at, min(end, at + 260)),
            *_GIVEN_TO.finditer(self.flat, at, min(end, at + 200)),
        ):
            doer = self.assignees.assignee(by.end(), end, False)
            if doer is None or doer.going is not Going.ACTION or self.flat.startswith(" đó", by.end()):
                continue
            if "giao" in by.group() or _DOES.match(self.flat, doer.leads[-1].end, end):
                return replace(doer, start=at, end=end, has_topic=True)
        return None

    def later_unit(self, at: int, end: int) -> Address | None:
        """A unit with an action behind the first commas of a clause that opens with neither."""
        if self.goings.acts(at, end):
            return None
        if self.flat.count("(", max(0, at - 200), at) > self.flat.count(")", max(0, at - 200), at):
            return None
        by = _DONE_BY.search(self.flat, at, min(end, at + 200))
        doer = self.assignees.assignee(by.end(), end, False) if by else None
        if by and doer is not None and doer.going is Going.ACTION:
            return Address(
                at, doer.action, end, doer.leads, doer.partners, going=Going.ACTION, has_topic=True
            )
        for comma in _LATER_START.finditer(self.flat, at, min(end, at + 240)):
            if self._lists_people(comma):
                continue
            follows = self.assignees.assignee(self.goings.opening(comma.end(), end), end, False)
            if self.flat.count("(", at, comma.start()) > self.flat.count(")", at, comma.start()):
                continue
            if (
                follows is not None
                and follows.going is Going.REPORT
                and all(one.is_sure for one in follows.leads)
            ):
                return Address(at, comma.end(), end, going=Going.REPORT)
            if follows is not None and comma.group() == " thì ":
                return Address(at, follows.action, end, follows.leads, follows.partners, going=follows.going)
            if (
                follows is not None
                and follows.going is Going.ACTION
                and all(one.is_sure for one in follows.leads)
            ):
                return follows
        return None

    def topic_before(self, at: int, cue_at: int) -> int | None:
        """Where the topic phrase starts when the speaker follows it (`Về bến xe, Chủ tịch yêu cầu …`)."""
        text = self.flat[at:cue_at]
        if _THIS_MATTER.match(text):
            return None
        if COUNTED_TOPIC.match(text) or _CASE_TOPIC.match(text):
            return at
        if (
            signs.TOPIC.match(text)
            and re.search("[,:]", text)
            and re.match(
                r"(?:đối với|với|về|riêng|việc|liên quan|ở lĩnh vực|trong lĩnh vực|trên lĩnh vực|lĩnh vực|công tác|trong quá trình|trong khi|trường hợp|nếu)",
                text,
            )
        ):
            return (
                None if re.match(r"về (?:nhiệm vụ|phía)|với (?:tinh thần|phương châm|vai trò)", text) else at
            )
        return None
