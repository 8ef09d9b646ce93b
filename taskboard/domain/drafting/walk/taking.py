"""Takes an order: whose it is, where it begins and ends, which field and date govern it."""

from __future__ import annotations

import re

from taskboard.domain.drafting import signs
from taskboard.domain.drafting.address import Address, Voice
from taskboard.domain.drafting.address.assignees import BRACKET_ROLES
from taskboard.domain.drafting.layout import Block
from taskboard.domain.drafting.units import Mention
from taskboard.domain.drafting.walk.findings import Found, Level
from taskboard.domain.drafting.walk.plausible import could_own, is_group
from taskboard.domain.drafting.walk.progress import Progress


def field_of(named: re.Match[str]) -> tuple[int, int] | None:
    """The name of the field in a match of `signs.FIELD`, without the stop or colon behind it."""
    for group in ("name", "name2", "name3", "name4"):
        if named.group(group):
            end = named.end(group)
            while end > named.start(group) and named.string[end - 1] in " .:":
                end -= 1
            return named.start(group), end
    return None


_GROUP = re.compile(r"(?:(?:ubnd |ủy ban nhân dân )?các|toàn thể|tất cả|thủ trưởng|trưởng|chủ tịch ubnd) ")


_PERIOD_FIRST = re.compile(
    r"từ (?:\d{1,2} ?(?:h|giờ),? )?(?:ngày |nay )[^,;.]{0,30}?đến (?:hết )?(?:ngày )?\d[^,;.]{0,16},"
)

_DAY_FIRST = re.compile(
    r"(?:(?:trước|đến|chậm nhất|muộn nhất)(?: (?:hết|là|vào|đến|trước))* ?(?:\d{1,2} ?(?:h|giờ)\d{0,2},? )?(?:ngày )?\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{4})?|trước ngày \d{1,2} tháng \d{1,2}(?: năm \d{4})?), "
)
"""`Trước ngày 10/5, các xã …; các trường …`: a day in front of a chain holds for its other clauses too."""

_SPAN_FIRST = re.compile(
    r"(?:ngay )?trong (?:(?:\d{1,2}|sáu|ba|các|những) tháng (?:cuối|đầu|còn lại)(?: của)? năm(?: 20\d\d)?|(?:tháng \d{1,2}|quý (?:iv|i{1,3}|[1-4]))(?:/| năm )20\d\d)(?:,? )(?=[^,;.]{0,80}? (?:cần|phải|tập trung|tiếp tục|khẩn trương) )"
)
"""`Trong 6 tháng cuối năm, Mặt trận cần …; cần …`: so does a period."""

_FORBIDS = re.compile(
    r"(?:phó )?(?:chủ tịch|bí thư|thủ tướng|bộ trưởng|giám đốc)(?: [^\s,;.]+){0,6}? (?:cũng |tiếp tục |kiên quyết )*nghiêm cấm(?!\w)"
)
"""A leader who forbids tells others, not himself."""

_GOES_ON = re.compile(r"(?:trong đó|đồng thời|bên cạnh đó|ngoài ra|cùng với đó)(?!\w)")


class Taking:
    """Turns a clause that is an order into something found."""

    def __init__(self, progress: Progress) -> None:
        self.progress = progress
        self.flat = progress.flat
        self.address = progress.address

    def take(
        self,
        index: int,
        block: Block,
        address: Address,
        start: int,
        end: int,
        nth: int,
        *,
        is_ruled: bool = True,
    ) -> None:
        """Adds the order a clause holds."""
        self.progress.begin(start)
        if address.cue and address.voice is Voice.AUTHORITY:
            self.progress.told_block = index
        leads, inherited, partners = self._leads_for(address, start, end, nth)
        first = self.left_edge(address, start, nth)
        last = self._right_edge(first, end)
        self._note_field(address, first, end)
        roles = BRACKET_ROLES.search(self.flat, first, end)
        if roles and not address.leads:
            leads, partners, inherited = self._bracket_roles(roles, leads, partners)
        self._note_leading_period(index, first, end)
        governing = [
            level.due for level in self.progress.state.levels if level.due and self._is_under(level, leads)
        ]
        told_in, told_due = self.progress.sentence_due
        opened_in, opened_due = self.progress.opening_due
        if nth and opened_in == self.progress.sentence and opened_due:
            governing.append(opened_due)
        if told_in == index and told_due and (not address.leads or self.progress.due_for_all_in == index):
            governing.append(told_due)
        self.progress.add(
            Found(
                first,
                last,
                leads,
                partners,
                inherited,
                address.cue,
                self.progress.state.field_span,
                governing[-1] if governing else None,
                index,
                self.progress.sentence,
                action=max(first, address.action),
                is_ruled=is_ruled,
            )
        )
        self.progress.state.leads = leads

    def _note_leading_period(self, index: int, first: int, end: int) -> None:
        """`từ ngày 30/4 đến hết ngày 03/5, các đơn vị …; …`: a period in front of a chain holds for all of it."""
        opening = _DAY_FIRST.match(self.flat, first, end) or _SPAN_FIRST.match(self.flat, first, end)
        if opening is not None:
            due = self.address.goings.dates.binding(first, opening.end())
            self.progress.opening_due = (self.progress.sentence, due)
        period = _PERIOD_FIRST.match(self.flat, first, end)
        if period is not None:
            self.progress.sentence_due = (index, self.address.goings.dates.binding(first, period.end()))

    def _is_under(self, level: Level, leads: tuple[Mention, ...]) -> bool:
        """A date told to a group holds for its members too; one told to a single unit ends at the next assignee."""
        return leads in ((), level.leads) or all(_GROUP.match(self.flat, one.start) for one in level.leads)

    def _bracket_roles(
        self, roles: re.Match[str], leads: tuple[Mention, ...], partners: tuple[Mention, ...]
    ) -> tuple[tuple[Mention, ...], tuple[Mention, ...], bool]:
        group = next(name for name in ("lead", "label", "does") if roles.group(name))
        listed = self.address.units.mentions_at(roles.start(group), roles.end(group) + 1)
        helpers = next((name for name in ("with", "with2") if roles.group(name)), None)
        joined = self.address.units.mentions_at(roles.start(helpers), roles.end(helpers)) if helpers else None
        return listed.mentions if listed else leads, joined.mentions if joined else partners, listed is None

    def _leads_for(
        self, address: Address, start: int, end: int, nth: int
    ) -> tuple[tuple[Mention, ...], bool, tuple[Mention, ...]]:
        if address.leads and _FORBIDS.match(self.flat, address.leads[0].start):
            return (), True, ()
        if address.leads:
            partners = address.partners or self.address.assignees.partners_anywhere(address.action, end)
            return self._resolve_pronoun(address.leads), False, partners
        partners = self.address.assignees.partners_anywhere(start, end)
        if address.cue and nth == 0 and not _GOES_ON.match(self.flat, start):
            return self.progress.handed_down(), True, partners
        if nth == 0 and signs.FIELD_CHANGE.match(self.flat, start, end) and not self.progress.handed_down():
            return (), True, partners
        leads = self.progress.state.leads or self.progress.handed_down()
        if nth == 0 and not self.progress.handed_down() and not self._may_own(leads, start, end):
            leads = ()
        return leads or self._carried(start, end, nth), True, partners

    def _may_own(self, leads: tuple[Mention, ...], start: int, end: int) -> bool:
        action = self.flat[start:end]
        return not leads or any(could_own(self.flat[one.start : one.end], action) for one in leads)

    def _carried(self, start: int, end: int, nth: int) -> tuple[Mention, ...]:
        """A paragraph that opens with a bare verb goes on with who was told before, if it could be theirs."""
        carried = self.progress.state.carried
        if nth or not carried or self.progress.blocks[self.progress.index].is_entry:
            return ()
        if all(is_group(self.flat[one.start : one.end]) for one in carried):
            return carried
        opening = self.address.goings.opening(start, end)
        goes_on = opening > start or (end - start > 30 and self.address.goings.acts(start, end))
        return carried if goes_on and self._may_own(carried, start, end) else ()

    def _resolve_pronoun(self, leads: tuple[Mention, ...]) -> tuple[Mention, ...]:
        words = self.flat[leads[0].start : leads[0].end]
        if (
            not leads[0].is_sure
            or not re.search(r" (?:này|trên|nói trên|nêu trên)$", words)
            or not re.match(
                r"(?:sở|bộ|cục|phòng|ban|chi cục|trung tâm|công ty|vụ|tổng cục|đơn vị|cơ quan|các đơn vị|các cơ quan|hai|ba|các sở|các bộ|huyện|xã|phường|địa phương|các địa phương)",
                words,
            )
        ):
            return leads
        named = self._just_named(leads[0]) or self._listed_in_topic(leads[0])
        if named is not None:
            return (named,)
        before = self.progress.state.leads or (self.progress.found[-1].leads if self.progress.found else ())
        plural = re.match(r"(?:hai|ba|bốn|các|những|\d)", words)
        if (
            plural
            and len(before) < 2
            and not any(re.search(r"(?<!\w)các(?!\w)", self.flat[one.start : one.end]) for one in before)
        ):
            return leads
        return before or leads

    def _just_named(self, pronoun: Mention) -> Mention | None:
        """`Đồng ý với đề xuất của Sở Nội vụ. Giao Sở này …`: the last body of that kind, when nobody of it was told."""
        head = re.match(
            r"(?:sở|bộ|cục|phòng|chi cục|trung tâm|công ty|vụ|tổng cục|ban)(?= )",
            self.flat[pronoun.start : pronoun.end],
        )
        told = self.progress.state.leads
        if head is None or any(self.flat.startswith(head.group(), one.start) for one in told):
            return None
        for at in range(pronoun.start - 1, max(0, pronoun.start - 240), -1):
            if self.flat.startswith(head.group() + " ", at) and not self.flat[at - 1 : at].isalnum():
                mention = self.address.units.mention_at(at, pronoun.start)
                if (
                    mention is not None
                    and mention.is_sure
                    and not self.flat.endswith(("này", "trên"), 0, mention.end)
                ):
                    return mention
        return None

    def _listed_in_topic(self, pronoun: Mention) -> Mention | None:
        """`Đối với văn bản thuộc trách nhiệm của các bộ: A, B, C, Thủ tướng yêu cầu các bộ này …`: the list before it."""
        head = re.match(
            r"(?:các |những )(?:sở|bộ|cục|phòng|chi cục|trung tâm|huyện|xã|phường|quận|trường|cơ quan|đơn vị)(?= )",
            self.flat[pronoun.start : pronoun.end],
        )
        if head is None:
            return None
        at = self.flat.rfind(head.group(), max(self.progress.sentence_at, pronoun.start - 400), pronoun.start)
        mention = self.address.units.mention_at(at, pronoun.start) if at >= 0 else None
        named = (
            mention is not None and mention.is_sure and mention.end - mention.start > len(head.group()) + 3
        )
        return mention if named else None

    def left_edge(self, address: Address, start: int, nth: int) -> int:
        """Where the item of a clause begins."""
        if address.leads and signs.PURPOSE.match(self.flat, address.start, address.end):
            return max(address.start, address.leads[0].start)
        if address.has_topic or address.leads or address.cue:
            return address.start
        return self.address.goings.opening(start, address.end) if nth == 0 else start

    def _right_edge(self, start: int, end: int) -> int:
        for tail in (signs.REASON_TAIL, signs.CONSEQUENCE_TAIL):
            cut = tail.search(self.flat, start + 20, end) if end - start > 20 else None
            end = cut.start() if cut else end
        while end > start and (
            self.flat[end - 1] in " .;,:/\"'"
            or (
                self.flat[end - 1] == ")"
                and self.flat.count("(", start, end) < self.flat.count(")", start, end)
            )
        ):
            end -= 1
        return end

    def _note_field(self, address: Address, start: int, end: int) -> None:
        if not address.has_topic:
            return
        named = signs.FIELD.match(self.flat, start, end)
        if named and re.match(
            r"(?:ở|trong|trên|về|đối với)? ?(?:các )?lĩnh vực|về (?!việc|đề nghị)|trong công tác|đối với công tác",
            named.group(),
        ):
            self.progress.state.field_span = field_of(named)
