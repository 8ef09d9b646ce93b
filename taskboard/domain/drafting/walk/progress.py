"""How far the walk has come: the page with its readers, what was found, and what holds at this place."""

from __future__ import annotations

from datetime import date

from taskboard.domain.drafting.address import AddressReader
from taskboard.domain.drafting.dates import DateReader, Due
from taskboard.domain.drafting.layout import blocks_of
from taskboard.domain.drafting.page import Page
from taskboard.domain.drafting.units import Mention
from taskboard.domain.drafting.walk.beginnings import Beginnings
from taskboard.domain.drafting.walk.findings import Found, Mode, Skipped, State


class Ground:
    """What every walk over a page stands on: its readers, which remember what they read, and its blocks."""

    def __init__(self, page: Page, held_on: date) -> None:
        self.page = page
        self.dates = DateReader(page.flat, held_on)
        self.address = AddressReader(page, self.dates)
        self.blocks = blocks_of(page)
        self.beginnings = Beginnings(page, self.blocks)


class Progress:
    """Shared by everything that takes part in one walk over one page."""

    def __init__(self, ground: Ground, mode: Mode) -> None:
        self.page = ground.page
        self.flat = ground.page.flat
        self.cased = ground.page.cased
        self.dates = ground.dates
        self.address = ground.address
        self.blocks = ground.blocks
        self.beginnings = ground.beginnings
        self.state = State(mode)
        self.found: list[Found] = []
        self.skipped: list[Skipped] = []
        self.starts_at: int | None = None
        self.sentence = 0
        self.sentence_at = 0
        self.past_sentence = -1
        self.index = 0
        self.taken_until = 0
        self.told_block = -1
        self.governed_sentence = -1
        self.among_receivers = False
        self.reports_until_margin = False
        self.told_past_in = -1
        self.spoken_by = (0, 0)
        self.sentence_due: tuple[int, Due | None] = (-1, None)
        self.due_for_all_in = -1
        self.opening_due: tuple[int, Due | None] = (-1, None)
        self.level_words = self.beginnings.own_level()
        self.conclude_at = self.beginnings.conclusions_at()

    def begin(self, at: int) -> None:
        """From here on the chair gives orders."""
        self.state.has_begun = True
        self.state.mode = Mode.ORDERS
        self.state.is_lower_voice = False
        if self.starts_at is None:
            self.starts_at = at

    def handed_down(self) -> tuple[Mention, ...]:
        """The units of the innermost heading that names any."""
        levels = [level.leads for level in self.state.levels if level.leads]
        return levels[-1] if levels else ()

    def add(self, found: Found) -> None:
        """Keeps an order, if it stands behind the last one."""
        if found.end > found.start and (not self.found or found.start >= self.found[-1].end):
            self.found.append(found)

    def skip(self, start: int, end: int, why: str) -> None:
        """Keeps a stretch without an order."""
        if end > start:
            self.skipped.append(Skipped(start, end, why))

    def new_paragraph(self, index: int) -> None:
        """Running text at the margin ends what was said before, but for a heading that tells a unit."""
        if self.reports_until_margin:
            self.reports_until_margin = False
            self.state.mode = Mode.ORDERS if self.state.has_begun else Mode.OPEN
        keep = [level for level in self.state.levels if level.depth == 0 and level.leads]
        held = [level for level in self.state.levels if level.has_paragraphs]
        self.state.carried = self.state.leads or self.state.carried
        self.state.levels = held or (keep if not keep or not self._previous_is_entry(index) else [])
        self.state.leads = ()
        self.state.field_span = None
        self.state.is_lower_voice = False

    def _previous_is_entry(self, index: int) -> bool:
        return index > 0 and self.blocks[index - 1].is_entry

    def drop_levels(self, depth: int) -> None:
        """A list entry ends the headings as deep as itself and deeper."""
        self.state.levels = [level for level in self.state.levels if level.depth < depth]
        self.state.leads = ()
        inherited = [level.field_span for level in self.state.levels if level.field_span]
        self.state.field_span = inherited[-1] if inherited else None
        modes = [level.mode for level in self.state.levels if level.mode]
        if modes:
            self.state.mode = modes[-1]
