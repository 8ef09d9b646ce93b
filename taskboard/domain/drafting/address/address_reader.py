"""Reads one clause: topic, speaker, cue, who is told, with whom, and where the action starts."""

from __future__ import annotations

from taskboard.domain.drafting.address.assignees import Assignees
from taskboard.domain.drafting.address.cues import Cues
from taskboard.domain.drafting.address.going import Goings
from taskboard.domain.drafting.address.handover import Handovers
from taskboard.domain.drafting.address.speakers import SEVERAL, Speakers
from taskboard.domain.drafting.address.topics import Topics
from taskboard.domain.drafting.address.values import Address
from taskboard.domain.drafting.dates import DateReader
from taskboard.domain.drafting.page import Page
from taskboard.domain.drafting.units import UnitReader


class AddressReader:
    """Parses clauses of one page."""

    def __init__(self, page: Page, dates: DateReader) -> None:
        self.flat = page.flat
        self.units = UnitReader(page)
        self.goings = Goings(page, dates)
        self.assignees = Assignees(page, self.units, self.goings)
        self.topics = Topics(page, self.units, self.goings, self.assignees)
        self.handovers = Handovers(page, self.units, self.assignees)
        self.speakers = Speakers(page, self.units)
        self.cues = Cues(page, self.units, self.goings, self.topics)
        self._known: dict[tuple[int, int, bool], Address] = {}

    def read(self, start: int, end: int, in_list: bool = False) -> Address:
        """Parses a clause. In a list of orders (`in_list`) a person who `chỉ đạo` something is told to, not telling."""
        key = (start, end, in_list)
        if key not in self._known:
            self._known[key] = self._read(start, end, in_list)
        return self._known[key]

    def _read(self, start: int, end: int, in_list: bool) -> Address:
        at = self.goings.opening(start, end)
        in_list = in_list or self.flat.startswith("trong đó", start)
        direct = self.assignees.assignee(at, end, False)
        if direct is not None and not self.speakers.is_speaker(direct, end, in_list):
            return direct
        decided = self.topics.behind_decision(at, end)
        if decided is not None:
            return decided
        cued = self.cues.cued(at, end)
        if cued is not None:
            return self._told_under_topic(at, cued) or cued
        if direct is not None:
            return direct
        topical = (
            self.topics.labelled(at, end)
            or self.topics.alone(at, end)
            or self.topics.done_by(at, end)
            or self.topics.after_topic(at, end)
            or self.topics.later_unit(at, end)
        )
        return topical or Address(at, at, end, going=self.goings.bare_going(at, end))

    def _told_under_topic(self, at: int, cued: Address) -> Address | None:
        """`Về kinh tế: Phòng Kinh tế chỉ đạo các thôn …`: behind a topic, too, a unit that `chỉ đạo` is told to."""
        if not cued.cue.startswith(("chỉ đạo", "phân công", "giao", "nhắc")):
            return None
        topical = self.topics.after_topic(at, cued.end)
        if topical is None or not topical.leads or not all(one.is_sure for one in topical.leads):
            return None
        stands_before = topical.leads[-1].end <= cued.cue_at
        first = topical.leads[0]
        if not cued.cue.startswith("chỉ đạo") and not SEVERAL.match(self.units.flat, first.start, first.end):
            return None
        return topical if stands_before and not self.speakers.is_speaker(topical, cued.end, False) else None
