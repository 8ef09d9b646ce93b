"""How fast mails may leave: so many a minute in all, so many a minute to one address. Pure: time comes in."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

WINDOW = timedelta(minutes=1)


class Held(StrEnum):
    """Why an owed mail waits though its turn has come; a word per reason, the page has the sentence."""

    IN_ALL = "pace_in_all"
    RECIPIENT = "pace_recipient"


@dataclass(frozen=True, slots=True)
class Hold:
    why: Held
    until: datetime
    """When one more may leave."""


class Pace:
    """What left within the last minute, and whether one more may. A limit of 0 is none."""

    def __init__(
        self, *, in_all: int, per_recipient: int, recent: Iterable[tuple[datetime, str]] = ()
    ) -> None:
        """`recent`: when and where mails left before, oldest first."""
        self.in_all = in_all
        self.per_recipient = per_recipient
        self._all: deque[datetime] = deque()
        self._by_address: defaultdict[str, deque[datetime]] = defaultdict(deque)
        for left_at, address in recent:
            self.note(address, left_at)

    def note(self, address: str, now: datetime) -> None:
        """A mail to this address leaves."""
        if self.in_all:
            self._all.append(now)
        if self.per_recipient:
            self._by_address[address.lower()].append(now)

    def hold(self, address: str, now: datetime) -> Hold | None:
        """Whether a mail to this address must wait. None when it may leave now."""
        if until := _free_at(self._all, self.in_all, now):
            return Hold(Held.IN_ALL, until)
        if self.per_recipient and (
            until := _free_at(self._by_address[address.lower()], self.per_recipient, now)
        ):
            return Hold(Held.RECIPIENT, until)
        return None


def _free_at(left: deque[datetime], limit: int, now: datetime) -> datetime | None:
    """When the next place becomes free; None when one is. Instants to come are of a clock that was put back."""
    while left and not now - WINDOW < left[0] <= now:
        left.popleft()
    return left[-limit] + WINDOW if limit and len(left) >= limit else None
