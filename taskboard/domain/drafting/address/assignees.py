"""A list of units with what follows: who leads, who helps, where the action starts."""

from __future__ import annotations

import re

from taskboard.domain.drafting.address.going import INSERT, LEAD_ROLE, PARTNER, PASSIVE, Goings
from taskboard.domain.drafting.address.values import Address, Going
from taskboard.domain.drafting.page import Page
from taskboard.domain.drafting.units import Mention, MentionList, UnitReader

BRACKET_ROLES = re.compile(
    r"\((?P<lead>[^();]{3,120}?) chủ trì(?:[;,] ?(?:phối hợp (?:với )?)?(?P<with>[^()]{3,200}?)(?: phối hợp)?)?\)|\((?:đơn vị thực hiện|đơn vị chủ trì|cơ quan chủ trì|chủ trì|giao|thực hiện): ?(?P<label>[^();]{3,120}?)(?:; ?(?:đơn vị |cơ quan )?phối hợp: ?(?P<with2>[^()]{3,200}?))?\)|\((?P<does>(?:đ/c|đồng chí|ubnd|phòng|sở|ban|công an|các|trung tâm|đội|trạm|hội|văn phòng|chi cục)[^();,]{2,80}(?:, [^();,]{2,30}){0,3}?) (?:thực hiện|phụ trách|làm)(?: [^()]{0,120})?\)"
)

LABEL_ROLES = re.compile(
    r"(?<!\w)(?:(?P<lead>(?:đơn vị|cơ quan)? ?(?:chủ trì|thực hiện|đầu mối)(?: thực hiện)?|phân công|giao) ?:|(?P<with>(?:đơn vị|cơ quan)? ?phối hợp(?: thực hiện)? ?:)) ?"
)

_ALSO_ASKS = re.compile(r"[,;]? (?:và |đồng thời )+(?:đề nghị|yêu cầu|giao|mời)(?: cho)? ")

_GAP = re.compile(r"[ ,]*")

_HELPS = re.compile(r" (?:phối hợp|tham gia)(?: thực hiện| tổ chức)?(?!\w)")

_AND_ALSO_WITH = re.compile(r",? (?:và )?cùng (?:với )?")

_WITH_WHOM = re.compile(
    r"(?<!\w)(?:chủ trì cùng(?: với)?|phối hợp(?: chặt chẽ| chặt)?(?: với| cùng(?: với)?)?|cùng với|họp với|có sự tham gia của) "
)


class Assignees:
    """Reads assignees and their partners off one page."""

    def __init__(self, page: Page, units: UnitReader, goings: Goings) -> None:
        self.flat = page.flat
        self.units = units
        self.goings = goings

    def assignee(self, at: int, end: int, is_told: bool) -> Address | None:
        """A list of units at `at` with what follows. `is_told`: a cue stands before, so any continuation will do."""
        listed = self.units.mentions_at(at, end)
        if listed is None:
            short = self.units.offices.short_form_at(at, end)
            if short is None:
                return None
            going, _ = self.goings.going(short.end, end)
            if going is not Going.ACTION:
                return None
            return self._with_partners((short,), short.end, end, at, going)
        listed = self._also_asked(listed, end) if is_told else listed
        going, _ = self.goings.going(listed.end, end)
        if going is Going.OTHER and not is_told and not all(m.is_sure for m in listed.mentions):
            return None
        return self._with_partners(listed.mentions, listed.end, end, at, going)

    def _also_asked(self, listed: MentionList, end: int) -> MentionList:
        """`giao Sở A, Sở B và đề nghị Ủy ban MTTQ tỉnh rà soát`: two cues, one action."""
        again = _ALSO_ASKS.match(self.flat, listed.end, end)
        more = self.units.mentions_at(again.end(), end) if again else None
        return MentionList((*listed.mentions, *more.mentions), more.end) if more else listed

    def _with_partners(
        self, leads: tuple[Mention, ...], at: int, end: int, start: int, going: Going
    ) -> Address:
        role = self._past_lead_role(at, end)
        partners, action = self._partners(role, end)
        if not partners:
            partners, action = self._helpers(at, role, end)
        heading = self.flat[action:end].strip(" :.") == ""
        if partners:
            going = Going.ACTION
        return Address(start, action, end, leads, partners, going=going, is_heading=heading)

    def _helpers(self, at: int, role: int, end: int) -> tuple[tuple[Mention, ...], int]:
        """`Sở A chủ trì, Sở B phối hợp …`: the second unit helps."""
        if "chủ trì" not in self.flat[at:role]:
            return (), role
        start = _GAP.match(self.flat, role, end)
        listed = self.units.mentions_at(start.end() if start else role, end)
        helping = _HELPS.match(self.flat, listed.end, end) if listed else None
        if listed is None or helping is None:
            return (), role
        return listed.mentions, helping.end()

    def _past_lead_role(self, at: int, end: int) -> int:
        insert = INSERT.match(self.flat, at, end)
        at = insert.end() - 1 if insert else at
        told = PASSIVE.match(self.flat, at, end)
        at = told.end() if told else at
        role = LEAD_ROLE.match(self.flat, at, end)
        return role.end() if role else at

    def _partners(self, at: int, end: int) -> tuple[tuple[Mention, ...], int]:
        found = PARTNER.match(self.flat, at, end)
        if found is None:
            return (), at
        listed = self.units.mentions_at(found.end(), end)
        if listed is None:
            short = self.units.offices.short_form_at(found.end(), end)
            if short is None:
                return (), at
            return (short,), short.end
        return self._more_partners(listed.mentions, listed.end, end)

    def _more_partners(
        self, mentions: tuple[Mention, ...], at: int, end: int
    ) -> tuple[tuple[Mention, ...], int]:
        """`… UBND các xã cùng các đơn vị liên quan`: the list goes on behind `cùng`."""
        again = _AND_ALSO_WITH.match(self.flat, at, end)
        listed = self.units.mentions_at(again.end(), end) if again else None
        return (mentions, at) if listed is None else ((*mentions, *listed.mentions), listed.end)

    def partners_anywhere(self, at: int, end: int) -> tuple[Mention, ...]:
        """Partners named behind the first verb of an action (`rà soát, phối hợp với Sở B …`)."""
        for found in _WITH_WHOM.finditer(self.flat, at, end):
            listed = self.units.mentions_at(found.end(), end)
            if listed is not None:
                return listed.mentions
        return ()
