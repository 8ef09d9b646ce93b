"""The runner's loop for mails that come in: fetch, look at files, enter or answer, commit, move away."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from email.utils import parseaddr
from typing import TYPE_CHECKING

from sqlalchemy.exc import InterfaceError, OperationalError

from taskboard.core import Core
from taskboard.db import begin_writing, db
from taskboard.domain.errors import RuleBroken
from taskboard.files.actions import Upload
from taskboard.files.scanning import NOT_ASKED, scanner_of
from taskboard.journal.actions import SCHEDULER
from taskboard.occasion import occasion_of
from taskboard.replies import actions
from taskboard.replies.actions import Limits, Say, prune_texts
from taskboard.replies.mailbox import Fetched, Mailbox, open_mailbox
from taskboard.replies.models import Fate, ReceivedMail
from taskboard.replies.reading import Incoming, read_body, read_head, unnamed
from taskboard.tasks.actions import Storage

if TYPE_CHECKING:
    from config import Settings

logger = logging.getLogger("taskboard.replies")

BATCH = 100
"""Mails of one pass; the rest is the next one's."""
SWELLING = 2
"""A mail may be so many times as large as one attachment: files travel a third larger, and there may be several."""

Open = Callable[[str, float], AbstractContextManager[Mailbox]]

__all__ = ["Received", "prune_texts", "receive_replies"]


@dataclass(slots=True)
class Received:
    """What one pass did."""

    entered: int = 0
    returned: int = 0
    ignored: int = 0
    known: int = 0
    is_off: bool = False

    def count(self, row: ReceivedMail | None) -> None:
        if row is None:
            self.known += 1
        elif row.fate is Fate.TAKEN:
            self.entered += 1
        elif row.fate is Fate.AUTOMATIC:
            self.ignored += 1
        else:
            self.returned += 1

    def __str__(self) -> str:
        names = ("entered", "returned", "ignored", "known")
        said = ", ".join(f"{name} {getattr(self, name)}" for name in names if getattr(self, name))
        return said or ("off" if self.is_off else "no mail")


def receive_replies(
    core: Core,
    *,
    open_box: Open = open_mailbox,
    say: Say | None = None,
    should_stop: Callable[[], bool] = lambda: False,
) -> Received:
    """Look at what has come in, once through. Commits a mail at a time. Raises MailboxAway; what was not looked at stays."""
    settings, done = core.settings, Received()
    if not settings.imap_url:
        done.is_off = True
        return done
    say = say or _sentence()
    with open_box(settings.imap_url, settings.smtp_timeout_seconds) as box:
        for fetched in box.waiting(BATCH, SWELLING * settings.max_file_bytes):
            if should_stop():
                break
            done.count(_looked_at(fetched, core, say))
            box.file_away(fetched.uid)
    return done


def _sentence() -> Say:
    """Mails are Vietnamese (ADR 0005). Imported here: the pages know the jobs, so the jobs cannot begin with the pages."""
    from flask_babel import force_locale

    from taskboard.web.labels import broken_rule

    def say(broken: RuleBroken) -> str:
        with force_locale("vi"):
            return broken_rule(broken)

    return say


def _looked_at(fetched: Fetched, core: Core, say: Say) -> ReceivedMail | None:
    """A mail our own code stumbles over is answered too; a database or a disk that fails leaves it where it is."""
    mail = Incoming(identity=unnamed(fetched.content), size_bytes=fetched.size_bytes)
    try:
        mail = _read(fetched, core)
        uploads = _uploads(mail, core.settings)
        begin_writing()
        on = occasion_of(core, SCHEDULER)
        row = actions.take_in(mail, uploads, limits=_limits(core.settings), say=say, on=on)
        db.session.commit()
    except (OperationalError, InterfaceError, OSError):
        db.session.rollback()
        raise
    except Exception:
        logger.exception("a mail that came in could not be read")
        db.session.rollback()
        begin_writing()
        row = actions.take_in_unreadable(replace(mail, text=""), say=say, on=occasion_of(core, SCHEDULER))
        db.session.commit()
    return row


def _read(fetched: Fetched, core: Core) -> Incoming:
    """The body only of a mail that is going to be entered or answered by what it says: strangers' are not looked into."""
    mail = read_head(
        fetched.content,
        pattern=core.settings.reply_pattern,
        own_address=parseaddr(core.settings.mail_from)[1],
        size_bytes=fetched.size_bytes,
        is_whole=fetched.is_whole,
    )
    if not fetched.is_whole or not actions.is_heard(mail, on=occasion_of(core, SCHEDULER)):
        return mail
    return read_body(mail, fetched.content)


def _uploads(mail: Incoming, settings: Settings) -> Sequence[Upload]:
    """Looked at by the scanner before the transaction that will keep them begins (ADR 0004)."""
    scanner = scanner_of(settings.clamd, settings.clamd_timeout_seconds, settings.takes_unscanned_files)
    return [
        Upload(name, content, scanner.look_at(content) if scanner and content else NOT_ASKED)
        for name, content in mail.files
    ]


def _limits(settings: Settings) -> Limits:
    storage = Storage(settings.files_dir, settings.max_file_bytes, settings.max_files_per_report)
    return Limits(storage, SWELLING * settings.max_file_bytes)
