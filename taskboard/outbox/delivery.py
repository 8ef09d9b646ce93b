"""The runner's loop: claim, commit, send, settle, commit (house rule 1).

A crash between the server's acceptance and settling repeats that one mail under the same Message-ID; every other crash
repeats nothing and loses nothing. Several processes may run it at once: a claim is one row changed or somebody else's.

One thread, the caller's, speaks to the database; couriers, a connection each, speak to the mail server. What one mail
ended with and which mail is next are written in one commit, so a mail costs one.
"""

from __future__ import annotations

import logging
import os
import queue
import random
import secrets
import socket
import threading
import time
from collections import deque
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy.engine import Connection
from sqlalchemy.exc import OperationalError

from taskboard.db import begin_writing, begin_writing_on, db
from taskboard.outbox import actions, queries
from taskboard.outbox.actions import Claim, Outcome, Skipped
from taskboard.outbox.models import MailState
from taskboard.outbox.pace import WINDOW, Held, Pace
from taskboard.outbox.queries import Owed
from taskboard.outbox.smtp import Answer, Parcel, Sender, Server, ServerAway, pack

if TYPE_CHECKING:
    from config import Settings

logger = logging.getLogger("taskboard.outbox")

BATCH = 200
"""Mails looked up at a time."""
PATIENCE = 3
"""Mails in a row that the way to the server failed: then the pass ends, and the rest waits unharmed."""
MAILS_PER_CONNECTION = 10
"""So many must be owed for one more connection to be worth opening."""
MOMENT = 0.002
"""Seconds a mail's end may wait for that of another connection's mail."""
WAITS_FOR_DATABASE = (0.2, 0.5, 1.0, 2.0, 4.0, 8.0, 15.0, 30.0, 30.0, 30.0)
"""Seconds between tries to write down what a server answered: about two minutes, well within the lease."""


@dataclass(slots=True)
class Delivered:
    """What one pass did."""

    sent: int = 0
    postponed: int = 0
    failed: int = 0
    expired: int = 0
    skipped: int = 0
    taken_back: int = 0
    resting: int = 0
    """Reminders that wait for the next working hours."""
    held: int = 0
    """Mails that wait because of a limit, at least: what comes behind them is not counted."""
    kept: int = 0
    """Owed mails left untouched because no mail server is set."""
    waiting: int = 0
    """Owed mails left for the next pass because the server could not be used."""
    trouble: str = ""
    """Why the pass ended early, in the server's words."""

    def __str__(self) -> str:
        counts = (
            "sent",
            "postponed",
            "failed",
            "expired",
            "skipped",
            "taken_back",
            "resting",
            "held",
            "kept",
            "waiting",
        )
        said = ", ".join(f"{name} {getattr(self, name)}" for name in counts if getattr(self, name))
        return "; ".join(part for part in (said, self.trouble) if part) or "nothing owed"


def holder_name() -> str:
    """Who holds a claim: machine, process, and a word of chance, for process numbers come back."""
    return f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(3)}"


def deliver_owed(
    *,
    settings: Settings,
    holder: str,
    real_now: Callable[[], datetime],
    today: date | None = None,
    resting: Callable[[], Collection[str]] = lambda: (),
    jitter: Callable[[], float] = random.random,
    should_stop: Callable[[], bool] = lambda: False,
    wait: Callable[[float], None] = time.sleep,
) -> Delivered:
    """Send what is owed now, once through. Commits as it goes: call it with no transaction of your own under way.

    `today` is the business day: who holds no post on it gets no mail. Kinds `resting` now wait until they no longer
    do, unless they run out first; asked at each look, for a pass may last into the night. Without a mail server nothing is tried and
    nothing is called sent. `wait` is how seconds pass while the database is away.
    """
    done = Delivered()
    _tidy(done, settings, real_now())
    if not settings.smtp_url:
        done.kept = queries.owed_count()
        db.session.rollback()
        return done
    with _kept_connection() as connection:
        _Pass(settings, holder, real_now, today, resting, jitter, should_stop, wait, done, connection).run()
    if done.trouble:
        done.waiting = queries.owed_count()
        db.session.rollback()
        logger.warning("the mail server cannot be used: %s", done.trouble)
    return done


@contextmanager
def _kept_connection() -> Iterator[Connection]:
    """One connection for the whole pass: no mail pays for asking the pool, which asks the database if it still lives.

    One that breaks opens itself again at the next transaction.
    """
    bind = db.session.get_bind()
    if isinstance(bind, Connection):
        yield bind
        return
    with bind.connect() as connection:
        yield connection
        db.session.rollback()


def _tidy(done: Delivered, settings: Settings, real_now: datetime) -> None:
    begin_writing()
    lease = actions.lease_for(settings.smtp_timeout_seconds)
    done.taken_back = actions.take_back_abandoned(queries.database_now(), lease=lease)
    actions.call_back(real_now)
    done.expired = actions.expire_late(real_now)
    db.session.commit()


def _sender(settings: Settings) -> Sender:
    return Sender(
        Server.from_url(settings.smtp_url or ""),
        mail_from=settings.mail_from,
        timeout_seconds=settings.smtp_timeout_seconds,
    )


def send_at_once(claimed: Claim, *, settings: Settings, holder: str, real_now: datetime) -> Answer:
    """Send one mail claimed and committed before, while somebody waits for the answer, and settle it for good.

    Whatever is not acceptance is a failure: nobody wants this mail in an hour. Commits the claim, then the end.
    """
    db.session.commit()
    with _sender(settings) as sender:
        try:
            parcel = pack(claimed, mail_from=settings.mail_from, real_now=real_now)
            if isinstance(parcel, Answer):
                answer = parcel
            else:
                sender.ensure()
                answer = sender.send(parcel)
        except ServerAway as away:
            answer = Answer(Outcome.REFUSED, str(away))
    outcome = Outcome.SENT if answer.outcome is Outcome.SENT else Outcome.REFUSED
    begin_writing()
    actions.settle(claimed, outcome, answer.words, holder=holder, real_now=real_now, jitter=0.0)
    db.session.commit()
    return answer


@dataclass(frozen=True, slots=True)
class Report:
    """What a courier says: how its mail fared, whether it is ready for one, or why it gives up."""

    courier: Courier
    claimed: Claim | None = None
    answer: Answer | None = None
    is_ready: bool = False
    away: str = ""


class Courier(threading.Thread):
    """One connection and the thread that waits for it. It touches no database."""

    def __init__(self, sender: Sender, reports: queue.SimpleQueue[Report]) -> None:
        super().__init__(name="courier", daemon=True)
        self._sender = sender
        self._reports = reports
        self._given: queue.SimpleQueue[tuple[Claim, Parcel] | None] = queue.SimpleQueue()

    def give(self, claimed: Claim, parcel: Parcel) -> None:
        """Hand over a mail; only to a courier that said it is ready."""
        self._given.put((claimed, parcel))

    def dismiss(self) -> None:
        self._given.put(None)

    def run(self) -> None:
        """A mail is asked for once the connection stands: a server that is away costs no mail a try."""
        with self._sender:
            try:
                self._sender.ensure()
                self._reports.put(Report(self, is_ready=True))
                while (given := self._given.get()) is not None:
                    self._carry(*given)
            except ServerAway as away:
                self._reports.put(Report(self, away=str(away)))
            except Exception as error:
                logger.exception("a courier stumbled")
                self._reports.put(Report(self, away=f"{type(error).__name__}: {error}"))

    def _carry(self, claimed: Claim, parcel: Parcel) -> None:
        answer = self._sender.send(parcel)
        if not answer.is_way_lost:
            self._reports.put(Report(self, claimed, answer, is_ready=True))
            return
        self._reports.put(Report(self, claimed, answer))
        self._sender.ensure()
        self._reports.put(Report(self, is_ready=True))


@dataclass
class _Pass:
    """One pass: who is ready, what waits, what is under way."""

    settings: Settings
    holder: str
    real_now: Callable[[], datetime]
    today: date | None
    resting: Callable[[], Collection[str]]
    jitter: Callable[[], float]
    should_stop: Callable[[], bool]
    wait: Callable[[float], None]
    done: Delivered
    connection: Connection
    couriers: list[Courier] = field(default_factory=list)
    ready: list[Courier] = field(default_factory=list)
    under_way: int = 0
    waiting: deque[Owed] = field(default_factory=deque)
    may_be_more: bool = False
    """The last look found as many as it may: others may stand behind them."""
    is_over: bool = False
    """No further mail is given out; what is under way is still settled."""
    broken: int = 0
    pace: Pace = field(init=False)
    lease: timedelta = field(init=False)
    looked_at: datetime = field(init=False)
    looked_tick: float = field(init=False)
    reports: queue.SimpleQueue[Report] = field(default_factory=queue.SimpleQueue)

    def run(self) -> None:
        self.lease = actions.lease_for(self.settings.smtp_timeout_seconds)
        self._look(self.real_now())
        self._look_back(self.real_now())
        db.session.rollback()
        if not self.waiting:
            return
        self._send_for_couriers()
        try:
            while self.under_way or (self.couriers and not self.is_over):
                self._turn(list(self._heard()))
        finally:
            for courier in self.couriers:
                courier.dismiss()
            for courier in self.couriers:
                courier.join(self.lease.total_seconds())

    def _database_now(self) -> datetime:
        """The database's clock, asked at each look and counted on from there: a claim need not ask again."""
        return self.looked_at + timedelta(seconds=time.monotonic() - self.looked_tick)

    def _look(self, now: datetime) -> None:
        self.looked_at, self.looked_tick = queries.database_now(), time.monotonic()
        resting = self.resting()
        self.waiting = deque(queries.owed(now, BATCH, today=self.today, resting=resting))
        self.done.resting = queries.resting_count(now, resting) if resting else 0
        self.may_be_more = len(self.waiting) == BATCH

    def _look_back(self, now: datetime) -> None:
        """What left within the last minute, by whatever process."""
        per_minute, per_recipient = self.settings.mails_per_minute, self.settings.mails_per_recipient
        recent = queries.recent_attempts(now, WINDOW) if per_minute or per_recipient else []
        self.pace = Pace(in_all=per_minute, per_recipient=per_recipient, recent=recent)

    def _send_for_couriers(self) -> None:
        wanted = min(self.settings.smtp_connections, 1 + len(self.waiting) // MAILS_PER_CONNECTION)
        self.couriers = [Courier(_sender(self.settings), self.reports) for _ in range(wanted)]
        for courier in self.couriers:
            courier.start()

    def _heard(self) -> Iterator[Report]:
        """All that was said since; waits for the first word, and a moment for the others: a commit serves them all."""
        yield self.reports.get()
        for _ in self.couriers[1:]:
            try:
                yield self.reports.get(timeout=MOMENT)
            except queue.Empty:
                return

    def _turn(self, reports: Sequence[Report]) -> None:
        """Write down what came back and what goes next, in one commit; then hand it out."""
        for report in reports:
            self._note(report)
        back = [(report.claimed, report.answer) for report in reports if report.claimed and report.answer]
        now = self.real_now()
        claims = self._write(back, now)
        for claimed in claims:
            self._give(claimed, self.ready.pop(), now)
        self.under_way += len(claims) - len(back)
        if not claims and not self.under_way and self.ready:
            self.is_over = True

    def _give(self, claimed: Claim, courier: Courier, now: datetime) -> None:
        parcel = pack(claimed, mail_from=self.settings.mail_from, real_now=now)
        if isinstance(parcel, Answer):
            self.reports.put(Report(courier, claimed, parcel, is_ready=True))
        else:
            courier.give(claimed, parcel)

    def _note(self, report: Report) -> None:
        if report.is_ready:
            self.ready.append(report.courier)
        if report.away:
            self.couriers.remove(report.courier)
            if not self.couriers:
                self.done.trouble = self.done.trouble or report.away
        if report.answer is not None:
            self.broken = self.broken + 1 if report.answer.is_way_lost else 0
            if self.broken >= PATIENCE:
                self.is_over, self.done.trouble = True, report.answer.words

    def _write(self, back: Sequence[tuple[Claim, Answer]], now: datetime) -> list[Claim]:
        """A database that is locked, full or away is waited for: what a server took must not be forgotten."""
        self.is_over = self.is_over or (bool(self.ready) and self.should_stop())
        before = (deque(self.waiting), self.done.skipped, self.done.held)
        for seconds in WAITS_FOR_DATABASE if back or self.under_way else ():
            try:
                return self._written(back, now)
            except OperationalError as error:
                logger.warning("the database cannot be written: %s", error.orig)
                self.waiting, self.done.skipped, self.done.held = deque(before[0]), *before[1:]
                db.session.rollback()
                self.connection.invalidate()  # the next try has a fresh one
                self.wait(seconds)
        return self._written(back, now)

    def _written(self, back: Sequence[tuple[Claim, Answer]], now: datetime) -> list[Claim]:
        """Mails and tries are in no roll-up, so a freeze need not wait for them, nor they for a freeze."""
        begin_writing_on(self.connection)
        ends = [self._settle(claimed, answer, now) for claimed, answer in back]
        claims = [] if self.is_over else self._claim(len(self.ready), now)
        db.session.commit()
        for (claimed, answer), state in zip(back, ends, strict=True):
            self._count(claimed, answer, state)
        return claims

    def _settle(self, claimed: Claim, answer: Answer, now: datetime) -> MailState | None:
        return actions.settle(
            claimed, answer.outcome, answer.words, holder=self.holder, real_now=now, jitter=self.jitter()
        )

    def _count(self, claimed: Claim, answer: Answer, state: MailState | None) -> None:
        if answer.outcome is Outcome.SENT:
            self.done.sent += 1
            return
        if state is MailState.FAILED:
            self.done.failed += 1
        else:
            self.done.postponed += 1
        logger.warning("mail %s to %s: %s", claimed.message_id, claimed.to_address, answer.words)

    def _claim(self, wanted: int, now: datetime) -> list[Claim]:
        """Up to `wanted` mails that may leave now; others may have been quicker, then the next ones."""
        claims: list[Claim] = []
        if not self.waiting and self.may_be_more and wanted:
            self._look(now)
        while len(claims) < wanted and (ids := self._next_ids(wanted - len(claims), now)):
            claims += actions.claim(
                ids,
                holder=self.holder,
                real_now=now,
                database_now=self._database_now(),
                lease=self.lease,
            )
        return claims

    def _next_ids(self, wanted: int, now: datetime) -> list[int]:
        ids: list[int] = []
        while self.waiting and len(ids) < wanted:
            owed = self.waiting.popleft()
            if not owed.has_reader:
                actions.skip([owed.id], Skipped.RECIPIENT_LEFT)
                self.done.skipped += 1
            elif (held := self.pace.hold(owed.address, now)) is None:
                self.pace.note(owed.address, now)
                ids.append(owed.id)
            elif held.why is Held.RECIPIENT:
                actions.hold(owed.id, held.why, until=held.until)
                self.done.held += 1
            else:
                actions.hold_due(held.why, real_now=now)
                self.done.held += 1 + len(self.waiting)
                self.waiting.clear()
                self.may_be_more = False
        return ids
