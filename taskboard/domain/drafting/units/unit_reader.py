"""Finds who is named: one mention at a place, and a list of mentions with its end.

A mention starts at a head noun (Sở, Phòng, UBND, các…) or at a person's title and goes on through the known name, its
level and its place. Where the name is not known it ends before the first verb.
"""

from __future__ import annotations

import re
from dataclasses import replace

from taskboard.domain.drafting.page import Page
from taskboard.domain.drafting.units.groups import Groups
from taskboard.domain.drafting.units.mentions import Mention, MentionList
from taskboard.domain.drafting.units.offices import Offices
from taskboard.domain.drafting.units.people import HONORIFIC, People
from taskboard.domain.drafting.units.places import TITLE, Places
from taskboard.domain.drafting.units.tails import FIELD_ONLY, Tails
from taskboard.domain.drafting.units.teams import Teams

_GLOSS = re.compile(r" ?\([^()]{1,160}\)")

_SEVERAL = re.compile(r"(?:các|những) (?!đồng chí|đ/c|ông|bà)")

_APART = re.compile(
    r"(?:nhân dân|người dân|bà con|trưởng|bí thư|chủ tịch|giám đốc|hiệu trưởng|thủ trưởng)(?!\w)"
)

_ALSO_HEADS = re.compile(r"chủ nhiệm (?:văn phòng chính phủ|ủy ban)")
"""`Bộ trưởng, Chủ nhiệm Văn phòng Chính phủ`: one person in two posts."""

_OFFICE = re.compile(r"(?:sở|bộ|phòng|ban) ")

_JOIN = re.compile(r" ?(?:,|;|/) ?(?:và |hoặc )?| và | & | \+ | hoặc | - ")


class UnitReader:
    """Reads mentions off one page. Holds only the page: every answer depends on the place asked about."""

    def __init__(self, page: Page) -> None:
        self.flat = page.flat
        self.cased = page.cased
        self.places = Places(page)
        self.tails = Tails(page, self.places)
        self.groups = Groups(page, self.places, self.tails)
        self.offices = Offices(page, self.places, self.tails, self.groups)
        self.teams = Teams(page, self.tails, self.offices)
        self.people = People(page, self.places, self.tails, self.groups, self.offices)

    def mentions_at(self, at: int, limit: int) -> MentionList | None:
        """The list of mentions that begins exactly at `at`; None when nobody is named there."""
        first = self.mention_at(at, limit)
        if first is None:
            return None
        mentions = [first]
        end = self._past_gloss(first.end, limit)
        while len(mentions) < 40:
            join = _JOIN.match(self.flat, end, limit)
            following = self._next(mentions[-1], join, limit) if join else None
            if join is None or following is None or not self._may_join(mentions[-1], join, following, limit):
                break
            if self._is_apposition(mentions[-1], join, following):
                mentions[-1] = replace(mentions[-1], end=following.end)
                end = self._past_gloss(following.end, limit)
                continue
            if self._shares_determiner(mentions[-1], join, following):
                mentions[-1] = replace(mentions[-1], end=following.end)
                end = self._past_gloss(following.end, limit)
                continue
            mentions.append(following)
            end = self._past_gloss(following.end, limit)
        return MentionList(tuple(mentions), end)

    def _next(self, before: Mention, join: re.Match[str], limit: int) -> Mention | None:
        """What a list goes on with: a mention, or among offices a field that lost its head (`Sở Xây dựng, Nông nghiệp và PTNT, UBND …`)."""
        following = self.mention_at(join.end(), limit)
        if following is not None or not _OFFICE.match(self.flat, before.start):
            return following
        field = FIELD_ONLY.match(self.flat, join.end(), limit)
        if field is None or not self.cased[field.start()].isupper():
            return None
        onward = _JOIN.match(self.flat, field.end(), limit)
        goes_on = onward is not None and self.mention_at(onward.end(), limit) is not None
        return Mention(field.start(), field.end(), True) if goes_on else None

    def mention_at(self, at: int, limit: int) -> Mention | None:
        """The one mention that begins exactly at `at`."""
        for read in (
            self.groups.pronoun,
            self.people.person,
            self.people.officer,
            self.offices.committee,
            self.offices.known,
            self.groups.group,
            self.offices.free,
            self.places.place_alone,
            self.people.post,
            self.teams.team,
            self.offices.company,
            self.teams.plain,
        ):
            mention = read(at, limit)
            if mention is not None:
                return self._without_dash(mention)
        return None

    def _without_dash(self, mention: Mention) -> Mention:
        """A dash at the end of a name opens what is asked, it joins nothing."""
        end = mention.end
        while end > mention.start and self.flat[end - 1] in " -":
            end -= 1
        return mention if end == mention.end else replace(mention, end=end)

    def _is_apposition(self, before: Mention, join: re.Match[str], after: Mention) -> bool:
        """`đồng chí Nguyễn Văn A, Phó Chủ tịch UBND huyện` is one person."""
        if self.flat[before.start : before.end] == "bộ trưởng":
            return _ALSO_HEADS.match(self.flat, after.start) is not None
        named = HONORIFIC.match(self.flat, before.start, before.end) and TITLE.match(
            self.flat, after.start, after.end
        )
        return bool(named) and "và" not in join.group() and not self.flat.startswith("các", before.start)

    def _shares_determiner(self, before: Mention, join: re.Match[str], after: Mention) -> bool:
        """`các tổ chuyên môn, giáo viên chủ nhiệm`: one `các` holds for the kinds behind its commas."""
        return (
            join.group().strip() == ","
            and not after.is_sure
            and self.cased[after.start].islower()
            and join.start() == before.end
            and _SEVERAL.match(self.flat, before.start) is not None
            and not _APART.match(self.flat, after.start)
        )

    def _may_join(self, before: Mention, join: re.Match[str], after: Mention, limit: int) -> bool:
        if " - " in join.group() and not before.is_person:
            return after.is_sure
        return True

    def _past_gloss(self, at: int, limit: int) -> int:
        gloss = _GLOSS.match(self.flat, at, limit)
        return gloss.end() if gloss and not re.search(r"chủ trì|phối hợp", gloss.group()) else at
