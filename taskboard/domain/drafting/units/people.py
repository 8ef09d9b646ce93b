"""People: by name, by title and seat, by post."""

from __future__ import annotations

import re

from taskboard.domain.drafting import bodies
from taskboard.domain.drafting.page import Page
from taskboard.domain.drafting.units.groups import Groups
from taskboard.domain.drafting.units.mentions import Mention
from taskboard.domain.drafting.units.offices import Offices
from taskboard.domain.drafting.units.places import CAP_LEVEL, LEVEL, TITLE, Places, head
from taskboard.domain.drafting.units.tails import FIELD_ONLY, Tails

HONORIFIC = head(bodies.HONORIFICS)

_POST = head(bodies.POSTS)

_OF_LEVEL = re.compile(r" (?:phường|xã|thị trấn|trường|cơ quan)(?!\w)(?! [^,;.]{0,12}ủy)")

_BEFORE_NAME = re.compile(r" (?:- )?")

_SEVERAL_OFFICERS = re.compile(r"(?:các|những) (?=phó (?:chủ tịch|giám đốc|bí thư|trưởng|chánh)(?!\w))")

_LEADS_BODIES = re.compile(r"(?:thủ trưởng|người đứng đầu|lãnh đạo|hiệu trưởng)$")

_BRANCH = re.compile(
    r" (?:phụ trách )?(?:văn xã|văn hóa ?- ?xã hội|kinh tế|nội chính|đô thị|nông nghiệp|văn hóa|thường trực)(?= (?:ubnd|ủy ban nhân dân|hđnd)(?!\w))"
)
"""`Phó Chủ tịch Văn xã UBND phường`: what a deputy looks after stands before the council."""

_STATE = head(r"chính phủ|quốc hội|nhà nước")


class People:
    """Reads people off one page."""

    def __init__(self, page: Page, places: Places, tails: Tails, groups: Groups, offices: Offices) -> None:
        self.flat = page.flat
        self.cased = page.cased
        self.places = places
        self.tails = tails
        self.groups = groups
        self.offices = offices

    def person(self, at: int, limit: int) -> Mention | None:
        """`đồng chí Nguyễn Văn A`."""
        several = _SEVERAL_OFFICERS.match(self.flat, at, limit)
        if several:
            leaders = self.officer(several.end(), limit)
            return Mention(at, leaders.end, True, True) if leaders and leaders.end > several.end() else None
        honorific = HONORIFIC.match(self.flat, at, limit)
        if honorific is None or not self.flat.startswith(" ", honorific.end()):
            return None
        end = honorific.end() + 1
        officer = self.officer(end, limit)
        if officer is not None:
            return Mention(at, officer.end, True, True)
        name = self.places.proper(end, limit)
        if name == end:
            return None
        return Mention(at, self._with_title(name, limit), True, True)

    def _with_title(self, at: int, limit: int) -> int:
        """`Đ/c Páo - Phó Chủ tịch UBND xã`: a title behind a dash belongs to the person."""
        if not self.flat.startswith(" - ", at):
            return at
        officer = self.officer(at + 3, limit) or self.offices.known(at + 3, limit) or self.post(at + 3, limit)
        return officer.end if officer else at

    def officer(self, at: int, limit: int) -> Mention | None:
        """`Giám đốc Sở A`, `Chủ tịch UBND các huyện`."""
        title = TITLE.match(self.flat, at, limit)
        if title is None:
            return None
        branch = _BRANCH.match(self.flat, title.end(), limit)
        seated = branch.end() if branch else title.end()
        end = max(self._officer_seat(seated, limit), self._head_of_body(at, title.group(), limit))
        if end == title.end() and title.group() in {
            "trưởng",
            "lãnh đạo",
            "thường trực",
            "công chức",
            "ct",
            "bt",
            "gđ",
            "pgđ",
            "chủ đầu tư",
            "ủy viên",
            "chỉ huy",
            "lãnh đạo, chỉ huy",
        }:
            return None
        end = self.tails.in_charge(end, limit)
        named = _BEFORE_NAME.match(self.flat, end, limit)
        if named and end < limit:
            name = self.places.proper(named.end(), limit)
            if name > named.end() and not self.places.is_head_noun(named.end(), limit):
                end = name
        return Mention(at, end, True, True)

    def _head_of_body(self, at: int, title: str, limit: int) -> int:
        """`Trưởng Ban Chỉ đạo`: the second word of the title may open the body's own name."""
        first = re.match(r"(?:phó )?trưởng (?=ban |phòng )", title + " ")
        body = (
            (self.offices.known(at + first.end(), limit) or self.offices.free(at + first.end(), limit))
            if first
            else None
        )
        return body.end if body else at

    def _officer_seat(self, at: int, limit: int) -> int:
        """Past what the title is of: the unit, places or a group."""
        if not self.flat.startswith(" ", at) or at + 1 >= limit:
            return at
        for read in (
            self.offices.committee,
            self.offices.known,
            self.groups.group,
            self.offices.free,
            self.places.place_alone,
        ):
            mention = read(at + 1, limit)
            if mention is not None:
                return mention.end
        field = FIELD_ONLY.match(self.flat, at + 1, limit) or _STATE.match(self.flat, at + 1, limit)
        if field and self.cased[at + 1].isupper():
            return self.tails.tail(field.end(), limit)
        if self.cased[at + 1].isupper():
            return self.places.proper(at + 1, limit)
        level = CAP_LEVEL.match(self.flat, at + 1, limit) or LEVEL.match(self.flat, at + 1, limit)
        return level.end() if level else self._of_plain_bodies(at, limit)

    def _of_plain_bodies(self, at: int, limit: int) -> int:
        """`Thủ trưởng cơ quan ngang bộ`, `Lãnh đạo đơn vị, địa phương`: of bodies without a name or a determiner."""
        return self.groups.plain_nouns(at + 1, limit) if _LEADS_BODIES.search(self.flat, 0, at) else at

    def post(self, at: int, limit: int) -> Mention | None:
        """A commune's post holder without a name (`kế toán`, `công chức địa chính`)."""
        found = _POST.match(self.flat, at, limit)
        if found is None:
            return None
        level = _OF_LEVEL.match(self.flat, found.end(), limit)
        end = self.tails.in_charge(level.end() if level else found.end(), limit)
        return Mention(at, end, False, True)
