"""The journal of a population: every subject's chain as the verbs would have written it, numbered in order of time."""

from __future__ import annotations

from datetime import datetime
from operator import itemgetter
from typing import Any, NamedTuple

from taskboard.demo.population.writing import Bulk
from taskboard.domain.events import REQUIRED, Channel, Event
from taskboard.journal.actions import Acting, canonical_json
from taskboard.journal.chain import ORIGIN, entry_hash
from taskboard.journal.models import JournalEntry, JournalHead


class Said(NamedTuple):
    """An entry before it has its number: what its hash is taken of."""

    at: datetime
    subject_kind: str
    subject_id: int
    seq: int
    event: str
    actor_id: int | None
    post_id: int | None
    on_behalf_of_id: int | None
    channel: Channel
    details: str
    previous_hash: str


class Chain:
    """The history of one subject as it grows."""

    def __init__(self, kept: list[tuple[Said, str]], kind: str, subject_id: int) -> None:
        self._kept, self.kind, self.subject_id = kept, kind, subject_id
        self.seq, self.end = 0, ORIGIN

    def add(self, event: Event, acting: Acting, at: datetime, **details: Any) -> None:
        """The next entry; `from_` is stored as "from", as `journal.actions.record` does."""
        if "from_" in details:
            details["from"] = details.pop("from_")
        assert REQUIRED.get(event, frozenset()) <= details.keys(), event
        self.seq += 1
        said = Said(
            at,
            self.kind,
            self.subject_id,
            self.seq,
            event.value,
            acting.person_id,
            acting.post_id,
            acting.on_behalf_of_id,
            acting.channel,
            canonical_json(details),
            self.end,
        )
        self.end = entry_hash(said)
        self._kept.append((said, self.end))


class Histories:
    """Entries wait until everything before them is known: the journal reads in order of time, whatever came first."""

    def __init__(self, bulk: Bulk) -> None:
        self._entries, self._heads = bulk.of(JournalEntry), bulk.of(JournalHead)
        self._kept: list[tuple[Said, str]] = []

    def begin(self, kind: str, subject_id: int) -> Chain:
        return Chain(self._kept, kind, subject_id)

    def end(self, chain: Chain) -> None:
        """No more will be said of this subject."""
        self._heads.add(subject_kind=chain.kind, subject_id=chain.subject_id, seq=chain.seq, hash=chain.end)

    def write_before(self, instant: datetime | None) -> None:
        """Hand on what was said before `instant`, all of it for None: nothing older may follow."""
        due = [row for row in self._kept if instant is None or row[0].at < instant]
        self._kept[:] = [] if instant is None else [row for row in self._kept if row[0].at >= instant]
        for said, hash_ in sorted(due, key=itemgetter(0)):
            self._entries.add(**said._asdict(), hash=hash_)
