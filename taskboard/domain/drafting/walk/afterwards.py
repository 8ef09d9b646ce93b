"""Sentences that speak of orders before them: roles behind a task, completion dates."""

from __future__ import annotations

import re

from taskboard.domain.drafting import signs
from taskboard.domain.drafting.address.assignees import LABEL_ROLES
from taskboard.domain.drafting.dates import Due
from taskboard.domain.drafting.layout import Block
from taskboard.domain.drafting.walk.actions import Actions
from taskboard.domain.drafting.walk.findings import HEADINGS, Found
from taskboard.domain.drafting.walk.progress import Progress


class Afterwards:
    """Adds to what was already found."""

    def __init__(self, progress: Progress, actions: Actions) -> None:
        self.progress = progress
        self.flat = progress.flat
        self.address = progress.address
        self.dates = progress.dates
        self.actions = actions

    def is_roles_label(self, start: int, end: int) -> bool:
        """`Chủ trì: …` behind a task."""
        return (
            bool(
                LABEL_ROLES.match(self.flat, start, end)
                or re.match(r"(?:thời hạn|thời gian|hạn)[^:]{0,24}:", self.flat[start:end])
            )
            and bool(self.progress.found)
            and not self._stands_apart(start)
        )

    def _stands_apart(self, start: int) -> bool:
        """Whether running text that gives no order lies between the last task and this place."""
        told = self.progress.found[-1].end
        between = [one for one in self.progress.skipped[-6:] if one.start >= told and one.end <= start]
        return start - told > 400 or any(one.why not in HEADINGS for one in between)

    def take_roles(self, start: int, end: int) -> None:
        """`Chủ trì: …` `Phối hợp: …` `Thời hạn: …` behind a task belong to it."""
        last = self.progress.found[-1]
        last.end = end
        for role in LABEL_ROLES.finditer(self.flat, start, end):
            listed = self.address.units.mentions_at(role.end(), end)
            if listed is None:
                continue
            if role.group("lead"):
                last.leads, last.is_inherited = listed.mentions, False
            else:
                last.partners = listed.mentions
        due = self.dates.binding(start, end)
        last.own_due = due or last.own_due
        last.sentence = self.progress.sentence

    def is_completion_sentence(self, start: int, end: int) -> bool:
        """`Hoàn thành trong tháng 8.` right behind a task."""
        text = self.flat[start:end]
        if (
            not self.progress.found
            or self.progress.found[-1].sentence < self.progress.sentence - 1
            or len(text) > 110
        ):
            return False
        found = signs.COMPLETION.match(text)
        return (
            found is not None
            and self.actions.is_only_time(start + found.end(), end)
            and not signs.REPORTS.search(text)
        )

    def is_collective_done(self, start: int, end: int) -> bool:
        """`Hai việc trên xong trong tháng 6`."""
        return bool(self.progress.found and signs.COLLECTIVE_DONE.match(self.flat, start, end))

    def complete(self, start: int, end: int, block: Block) -> None:
        """Gives the sentence's date to the task before it, or to all it speaks of."""
        due = self.dates.binding(start, end)
        if signs.COLLECTIVE_DONE.match(self.flat, start, end):
            self._complete_all(start, end, due, block)
            return
        self.progress.found[-1].end = end
        self.progress.found[-1].own_due = due or self.progress.found[-1].own_due
        self.progress.found[-1].sentence = self.progress.sentence

    def _complete_all(self, start: int, end: int, due: Due | None, block: Block) -> None:
        counted = re.match(r"(?:(hai|ba|bốn)|(\d+)) ", self.flat[start:end])
        number = (
            {"hai": 2, "ba": 3, "bốn": 4}.get(counted.group(1) or "", int(counted.group(2) or 0))
            if counted
            else 0
        )
        for one in self.progress.found[-(number or 6) :]:
            if number or one.block >= self.progress.found[-1].block - 1:
                one.own_due = due
        if signs.REPORTS.search(self.flat, start, end):
            last = self.progress.found[-1]
            self.progress.add(
                Found(
                    start,
                    end,
                    last.leads,
                    (),
                    True,
                    "",
                    last.field_span,
                    None,
                    last.block,
                    self.progress.sentence,
                    action=start,
                )
            )
        else:
            self.progress.skip(start, end, "Câu nêu thời hạn chung, đã gắn vào các việc trên.")
