"""A mail that came in is entered by the same verb as the page, or answered with the reason: it is never dropped."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import sqlalchemy as sa

from taskboard.db import db, wait_turn
from taskboard.domain import replying
from taskboard.domain.deadline import DueClass
from taskboard.domain.errors import RuleBroken
from taskboard.domain.events import Channel
from taskboard.domain.lifecycle import Verb, is_possible
from taskboard.domain.text import is_blank
from taskboard.files.actions import Upload
from taskboard.journal.actions import Acting
from taskboard.occasion import Occasion
from taskboard.outbox import actions as outbox
from taskboard.outbox import message as messages
from taskboard.outbox.message import Letter, TaskLine
from taskboard.reminders import actions as reminders
from taskboard.reminders import queries as links
from taskboard.reminders.queries import OpenedLink
from taskboard.replies import queries
from taskboard.replies.models import Fate, ReceivedMail
from taskboard.replies.reading import LONGEST_HEAD, Incoming
from taskboard.settings import queries as settings
from taskboard.tasks import actions as tasks
from taskboard.tasks.actions import Account, Storage
from taskboard.tasks.models import Cause, PartState, Report, Task
from taskboard.wording import day_text

Say = Callable[[RuleBroken], str]
"""A refusal as a Vietnamese sentence."""

_WHO = frozenset(
    {"reply_unknown", "reply_ended", "reply_sender_foreign", "reply_sender_unproven", "reply_head_too_long"}
)
"""Refusals before anybody is known: nothing about any task is told to whoever wrote."""
_UNMATCHED = _WHO | {"reply_task_unclear", "reply_task_not_in_mail", "reply_unreadable"}
_LIKE_MACHINES = frozenset({"reply_repeated", "reply_too_often"})
"""What a program does whose mails do not say that they are one's: answered, it would never end."""
MOST_REPORTS = 20
"""Through the mails of one reader, of one task, within a day."""
REPEATED_WITHIN = timedelta(hours=1)
MOST_REFUSALS = 20
"""Told to one reader within a day."""
MOST_ANSWERS = 3
"""A day, to one address that no mail of ours is answered from: who forges a sender makes us write to it."""
MOST_TO_STRANGERS = 10
"""An hour, to all addresses together that are nobody's in the city: no crowd of forged senders makes us write to a crowd."""
ANSWER_LASTS = timedelta(days=2)
_MB = 1024 * 1024


@dataclass(slots=True)
class Reply:
    """What is known of a mail so far: filled in step by step, so that a refusal can say as much as is safe."""

    mail: Incoming
    opened: Sequence[OpenedLink] = ()
    link: OpenedLink | None = None
    """The one that names the task."""
    task: Task | None = None

    @property
    def is_part(self) -> bool:
        return self.link is not None and self.task is not None and self.task not in self.link.tasks


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a mail may be, and where its files go."""

    storage: Storage
    max_bytes: int


def take_in(
    mail: Incoming, uploads: Sequence[Upload], *, limits: Limits, say: Say, on: Occasion
) -> ReceivedMail | None:
    """Enter a mail as the report of its task, or answer why not. None for one that was looked at before.

    `on` is the scheduler's; the report is its sender's, under their post, by Channel.MAIL.
    """
    wait_turn(f"mail {mail.identity}")
    if queries.is_known(mail.identity):
        return None
    if mail.automatic:
        return _kept(mail, Fate.AUTOMATIC, mail.automatic, on=on)
    reply = Reply(mail)
    try:
        with db.session.begin_nested():
            report = _entered(reply, uploads, limits, on=on)
    except RuleBroken as broken:
        return _refused(reply, broken, say, on=on)
    return _taken(reply, report, on=on)


def take_in_unreadable(mail: Incoming, *, say: Say, on: Occasion) -> ReceivedMail | None:
    """One that our own code stumbles over: kept by its headers and answered, so that the next one gets its turn."""
    wait_turn(f"mail {mail.identity}")
    if queries.is_known(mail.identity):
        return None
    if mail.automatic:
        return _kept(mail, Fate.AUTOMATIC, mail.automatic, on=on)
    return _refused(Reply(mail), RuleBroken("reply_unreadable"), say, on=on)


def is_heard(mail: Incoming, *, on: Occasion) -> bool:
    """Whether one of our mails is answered from where it went, for the first time: only then the body is looked into."""
    if mail.automatic or mail.is_too_large or queries.is_known(mail.identity):
        return False
    try:
        _check_sender(mail, _opened(mail, on=on))
    except RuleBroken:
        return False
    return True


def _entered(reply: Reply, uploads: Sequence[Upload], limits: Limits, *, on: Occasion) -> Report:
    """Raises RuleBroken: reply_… and whatever the verb of the page raises."""
    mail = reply.mail
    reply.opened = _opened(mail, on=on)
    _check_sender(mail, reply.opened)
    if mail.is_too_large or mail.size_bytes > limits.max_bytes:
        size, limit = -(-mail.size_bytes // _MB), limits.max_bytes // _MB
        raise RuleBroken("reply_too_large", size_mb=size, limit_mb=limit)
    reply.link, reply.task = _task_meant(mail, reply.opened)
    if is_blank(mail.text) and not uploads:
        raise RuleBroken("reply_empty")
    _check_written_by_hand(reply, uploads, on=on)
    _check_open(reply)
    return _report(reply, uploads, limits.storage, on=on)


def _opened(mail: Incoming, *, on: Occasion) -> Sequence[OpenedLink]:
    """What the first of our addresses opens that opens anything."""
    if mail.is_head_too_long:
        raise RuleBroken("reply_head_too_long", limit_kb=LONGEST_HEAD // 1024)
    why = "reply_unknown"
    for token in mail.tokens:
        try:
            return links.open_reply(token, real_now=on.real_now, today=on.today)
        except RuleBroken as broken:
            why = "reply_ended" if broken.key == "link_ended" else why
    raise RuleBroken(why)


def _check_sender(mail: Incoming, opened: Sequence[OpenedLink]) -> None:
    """The address must be the one the mail went to: a forwarded mail gives nobody else a voice."""
    known = {address.lower() for address in map(_address_of, opened) if address}
    if mail.from_address not in known:
        raise RuleBroken("reply_sender_foreign", address=mail.from_address or mail.from_name)
    if mail.is_unproven:
        raise RuleBroken("reply_sender_unproven", address=mail.from_address)


def _address_of(link: OpenedLink) -> str:
    return (link.person.email if link.person else link.unit.email) or ""


def _task_meant(mail: Incoming, opened: Sequence[OpenedLink]) -> tuple[OpenedLink, Task]:
    """By its code in the text, else in the subject, else the only one there is."""
    offered = {task.code: (link, task) for link in opened for task in _tasks_of(link)}
    if not offered:
        raise RuleBroken("reply_ended")
    named = replying.codes_in(mail.text)
    if not named:
        named = [code for code in replying.codes_in(mail.subject) if code in offered] or list(offered)
    if len(named) != 1:
        raise RuleBroken("reply_task_unclear", codes=", ".join(offered))
    if named[0] not in offered:
        raise RuleBroken("reply_task_not_in_mail", code=named[0])
    return offered[named[0]]


def _tasks_of(link: OpenedLink) -> list[Task]:
    return [*link.tasks, *(row.task for row in link.parts)]


def _check_written_by_hand(reply: Reply, uploads: Sequence[Upload], *, on: Occasion) -> None:
    """Vacation notes do not always say that they are some (RFC 3834): they come again and again, in the same words."""
    assert reply.task is not None
    mail, task_id = reply.mail, reply.task.id
    if not uploads and queries.is_repeated(
        mail.from_address, task_id, mail.text, since=on.real_now - REPEATED_WITHIN
    ):
        raise RuleBroken("reply_repeated")
    since = on.real_now - timedelta(days=1)
    if queries.entered_since(mail.from_address, task_id, since) >= MOST_REPORTS:
        raise RuleBroken("reply_too_often", limit=MOST_REPORTS)


def _check_open(reply: Reply) -> None:
    assert reply.link is not None and reply.task is not None
    if reply.is_part:
        row = reply.link.part(reply.task.code)
        is_open = reply.task.is_open and row is not None and row.part is not PartState.CLOSED
    else:
        is_open = is_possible(reply.task.state, Verb.REPORT_PROGRESS)
    if not is_open:
        raise RuleBroken("reply_task_closed", code=reply.task.code)


def _report(reply: Reply, uploads: Sequence[Upload], storage: Storage, *, on: Occasion) -> Report:
    assert reply.link is not None and reply.task is not None
    link, task, said = reply.link, reply.task, replying.read(reply.mail.text)
    spoken = replace(
        on,
        acting=Acting(
            person_id=link.person.id if link.person else None,
            post_id=link.post.id if link.post else None,
            channel=Channel.MAIL,
        ),
    )
    account = _account(reply.mail, said, uploads)
    if reply.is_part:
        report = tasks.report_part(task, account, unit=link.unit, storage=storage, on=spoken)
    elif said.is_completion:
        claimed_on = said.claimed_on or on.today
        report = tasks.report_completion(
            task, account, claimed_on=claimed_on, unit=link.unit, storage=storage, on=spoken
        )
    else:
        report = tasks.report_progress(task, account, unit=link.unit, storage=storage, on=spoken)
    reminders.note_use(link.link, real_now=on.real_now)
    return report


def _account(mail: Incoming, said: replying.Said, uploads: Sequence[Upload]) -> Account:
    """The Message-ID is the form's key: what the table of mails would let through twice, the reports would not."""
    return Account(
        done_text=said.done_text,
        obstacle_text=said.obstacle_text,
        cause=Cause.OTHER if said.obstacle_text else Cause.NONE,
        forecast_on=said.forecast_on,
        next_step=said.next_step,
        document_number=said.document_number,
        document_on=said.document_on,
        form_key=f"mail:{_digest(mail)}",
        uploads=tuple(uploads),
    )


def _digest(mail: Incoming) -> str:
    return hashlib.sha256(mail.identity.encode()).hexdigest()


# ----------------------------------------------------------------------------------------------------- kept and answered


def _kept(mail: Incoming, fate: Fate, reason: str, *, on: Occasion, **more: object) -> ReceivedMail:
    row = ReceivedMail(
        identity=mail.identity,
        received_at=on.real_now,
        from_name=mail.from_name,
        from_address=mail.from_address,
        subject=mail.subject,
        size_bytes=mail.size_bytes,
        text=mail.text,
        fate=fate,
        reason=reason,
        **more,
    )
    db.session.add(row)
    db.session.flush()
    return row


def _taken(reply: Reply, report: Report, *, on: Occasion) -> ReceivedMail:
    assert reply.link is not None and reply.task is not None
    sentence = f"Đã nhận thư của {_speaker(reply.link)} làm báo cáo."
    row = _kept(
        reply.mail,
        Fate.TAKEN,
        "",
        on=on,
        person_id=report.person_id,
        unit_id=report.unit_id,
        task_id=report.task_id,
        report_id=report.id,
    )
    line = TaskLine(
        code=reply.task.code,
        title=reply.task.title,
        url=f"{on.base_url}/tasks/{reply.task.code}",
        due=DueClass.NO_DEADLINE,
    )
    _owe(row, reply, sentence, line=line, said=_recorded(report), on=on)
    return row


def _recorded(report: Report) -> str:
    """What was written down of the mail, for its sender to check."""
    day = f" ngày {day_text(report.document_on)}" if report.document_on else ""
    document = f" (Văn bản số {report.document_number}{day})" if report.document_number else ""
    return f"{report.done_text}{document}"


def _speaker(link: OpenedLink) -> str:
    return f"đồng chí {link.person.full_name}" if link.person else link.unit.name


def _refused(reply: Reply, broken: RuleBroken, say: Say, *, on: Occasion) -> ReceivedMail:
    is_known = bool(reply.opened) and broken.key not in _WHO
    if not is_known:
        reply.opened, reply.link, reply.task = (), None, None
    sentence = say(broken)
    first = reply.opened[0] if reply.opened else None
    row = _kept(
        reply.mail,
        _fate_of(broken),
        sentence,
        on=on,
        person_id=first.person.id if first and first.person else None,
        unit_id=first.unit.id if first else None,
        task_id=reply.task.id if reply.task else None,
    )
    if _is_answered(row, reply, broken, on=on):
        _owe(row, reply, sentence, line=_way_in(reply, on=on), said="", on=on)
    return row


def _fate_of(broken: RuleBroken) -> Fate:
    if broken.key in _LIKE_MACHINES:
        return Fate.AUTOMATIC
    return Fate.UNMATCHED if broken.key in _UNMATCHED else Fate.REFUSED


def _is_answered(row: ReceivedMail, reply: Reply, broken: RuleBroken, *, on: Occasion) -> bool:
    """Not a machine, not whom somebody else may have put there; a stranger a few times, all strangers together too."""
    if row.fate is Fate.AUTOMATIC or not row.from_address or reply.mail.is_unproven:
        return False
    told = queries.refused_since(row.from_address, on.real_now - timedelta(days=1))
    if reply.opened:
        return told < MOST_REFUSALS
    if told >= MOST_ANSWERS:
        return False
    hour_ago = on.real_now - timedelta(hours=1)
    return queries.is_ours(row.from_address) or queries.strangers_told_since(hour_ago) < MOST_TO_STRANGERS


def _owe(
    row: ReceivedMail, reply: Reply, sentence: str, *, line: TaskLine | None, said: str, on: Occasion
) -> None:
    """By mail, once. To whoever is not known by a token nothing goes back of what they wrote, not even their name.

    Only a refusal asks to be answered: a receipt that did would be answered by every vacation note.
    """
    is_taken, first = row.fate is Fate.TAKEN, reply.opened[0] if reply.opened else None
    ends_at = _ends_at(reply, on=on) if line is not None and not is_taken else None
    mail = messages.reply_answered(
        _letter(first, ends_at, on=on),
        about=row.subject if first else "",
        sentence=sentence,
        line=line,
        url=line.url if line else on.base_url,
        said=said,
        is_taken=is_taken,
    )
    owed = outbox.enqueue(
        mail,
        key=f"reply:{_digest(reply.mail)}",
        kind="reply_taken" if is_taken else "reply_refused",
        to_name=(row.from_name if first else "") or row.from_address,
        to_address=row.from_address,
        person_id=first.person.id if first and first.person else None,
        unit_id=first.unit.id if first else None,
        now=on.now,
        real_now=on.real_now,
        expires_at=on.real_now + ANSWER_LASTS,
        reply_to="" if is_taken else reminders.invite_replies(mail.text, on=on),
    )
    row.answer_id = owed.id if owed else None
    db.session.flush()


def _way_in(reply: Reply, *, on: Occasion) -> TaskLine | None:
    """The task with a fresh way in, for the sender is who the mail was for; nothing where no task is known."""
    if reply.link is None or reply.task is None:
        return None
    person = reply.link.person
    token = reminders.make_link(
        unit_id=reply.link.unit.id,
        person_id=person.id if person else None,
        task_ids=[reply.task.id],
        real_now=on.real_now,
        days=_link_days(on),
        until=reply.link.link.expires_at,
    )
    part = "part/" if reply.is_part else ""
    url = f"{on.base_url}/u/{token}/{part}{reply.task.code}"
    return TaskLine(code=reply.task.code, title=reply.task.title, url=url, due=DueClass.NO_DEADLINE)


def _link_days(on: Occasion) -> int:
    return int(settings.value_on("mail_link_days", on.today))


def _ends_at(reply: Reply, *, on: Occasion) -> datetime:
    """When the fresh way in ends: never later than the one it came from, or answers would keep it open for ever."""
    assert reply.link is not None
    return min(on.real_now + timedelta(days=_link_days(on)), reply.link.link.expires_at)


def _letter(first: OpenedLink | None, ends_at: datetime | None, *, on: Occasion) -> Letter:
    return Letter(
        body_name=on.body_name,
        salutation=_speaker(first) if first else "ông/bà",
        unit_name=first.unit.name_on(on.today) if first else "",
        today=on.today,
        links_end_on=_business_day(ends_at, on=on) if ends_at else None,
        takes_replies=ends_at is not None,
    )


def _business_day(real_at: datetime, *, on: Occasion) -> date:
    """The clock of the demo runs beside the machine's (decision 10)."""
    return (on.now + (real_at - on.real_now)).astimezone(on.zone).date()


def prune_texts(*, before: datetime) -> int:
    """Empty what was read of old mails: the report has it; who wrote when and what became of it stays. Returns how many."""
    done = db.session.execute(
        sa.update(ReceivedMail)
        .where(ReceivedMail.received_at < before, ReceivedMail.text != "")
        .values(text="")
        .execution_options(synchronize_session=False)
    )
    return int(done.rowcount)  # type: ignore[attr-defined]
