"""One message, one function, one folder of templates under mails/. Plain values in, a `Mail` out: no database here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from taskboard.domain.deadline import DueClass
from taskboard.outbox.render import Mail, render


@dataclass(frozen=True, slots=True)
class Letter:
    """What every mail to a unit says around its matter."""

    body_name: str
    """The body that writes: "UBND thành phố Nam Định"."""
    salutation: str
    """After "Kính gửi": "đồng chí Trưởng phòng Kinh tế"."""
    unit_name: str
    today: date
    links_end_on: date | None
    """None in a mail of the system itself, which carries no signed link."""
    contact: str = ""
    """Who answers questions: "Lê Thu Hà, Văn phòng HĐND và UBND, 0228 3 123 456"; empty when several do."""
    takes_replies: bool = False
    """An answer to the mail becomes a report."""


def letter_to(full_name: str, *, body_name: str, today: date) -> Letter:
    """A mail of the system itself to one person: about no unit, without signed links."""
    return Letter(
        body_name=body_name,
        salutation=f"đồng chí {full_name}",
        unit_name="",
        today=today,
        links_end_on=None,
    )


@dataclass(frozen=True, slots=True)
class TaskLine:
    """One task as a mail names it."""

    code: str
    title: str
    url: str
    due: DueClass
    due_on: date | None = None
    last_on: date | None = None
    """The last day in time, from which days are counted: later than `due_on` where that is a day off."""
    original_due_on: date | None = None
    due_basis: str = ""
    """Words the deadline came from when there is no date: "trước mùa mưa bão"."""
    days_late: int = 0
    days_left: int | None = None
    working_days_left: int | None = None
    unit_name: str = ""
    wording: str = ""
    """The chair's own words, given where a task is first told."""
    note: str = ""
    """Why it stands in this mail, where its date does not say so."""

    @property
    def is_late(self) -> bool:
        return self.due is DueClass.OVERDUE

    @property
    def is_extended(self) -> bool:
        return self.last_on is not None and self.due_on is not None and self.last_on > self.due_on

    @property
    def is_moved(self) -> bool:
        return self.original_due_on is not None and self.original_due_on != self.due_on


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a day's mail besides the reader's own deadlines."""

    heading: str
    counted: str
    """What the subject says of it: "3 việc chờ xác nhận"."""
    ask: str = ""
    lines: tuple[TaskLine, ...] = ()
    figures: tuple[tuple[str, str], ...] = ()
    button: str = ""
    """On each task; on the part itself where it names an address."""
    url: str = ""
    more: int = 0
    """Tasks that are counted only, and where they are listed."""
    more_url: str = ""


def tasks_issued(letter: Letter, *, lines: Sequence[TaskLine], source_title: str) -> Mail:
    """All tasks one act gave to one unit: thirty-five tasks are one mail."""
    dated = [line.due_on for line in lines if line.due_on is not None]
    return render(
        "tasks_issued",
        letter=letter,
        lines=lines,
        source_title=source_title,
        earliest=min(dated, default=None),
    )


def reminder_digest(
    letter: Letter,
    *,
    lines: Sequence[TaskLine] = (),
    others_late: int = 0,
    more: int = 0,
    sections: Sequence[Section] = (),
) -> Mail:
    """All of one recipient's reminders of one day: own deadlines, the latest first, then the other parts.

    `others_late` were reminded of before; `more` are due too and stand behind every link.
    """
    late = sorted((line for line in lines if line.is_late), key=lambda line: (-line.days_late, line.code))
    soon = sorted(
        (line for line in lines if not line.is_late), key=lambda line: (line.due_on or date.max, line.code)
    )
    return render(
        "reminder_digest",
        letter=letter,
        late=late,
        soon=soon,
        others_late=others_late,
        more=more,
        sections=sections,
        single=[*late, *soon][0] if len(late) + len(soon) == 1 and not sections else None,
        lone=_lone(sections) if not late and not soon else None,
    )


def _lone(sections: Sequence[Section]) -> Section | None:
    """The one part of a mail that names one matter only: its subject tells the matter itself."""
    is_lone = len(sections) == 1 and len(sections[0].lines) == 1 and not sections[0].more
    return sections[0] if is_lone else None


def report_sent_back(letter: Letter, *, line: TaskLine, reason: str) -> Mail:
    """The Office could not confirm a reported completion and says what is missing."""
    return render("report_sent_back", letter=letter, line=line, reason=reason)


def task_withdrawn(letter: Letter, *, line: TaskLine, reason: str) -> Mail:
    """The one who gave the task took it back: nothing is owed any more."""
    return render("task_withdrawn", letter=letter, line=line, reason=reason)


def extension_decided(
    letter: Letter, *, line: TaskLine, is_granted: bool, asked_for: date, old_due_on: date, note: str
) -> Mail:
    """The answer to a request for more time; `line.due_on` is the date that now holds."""
    return render(
        "extension_decided",
        letter=letter,
        line=line,
        is_granted=is_granted,
        asked_for=asked_for,
        old_due_on=old_due_on,
        note=note,
    )


def task_urged(letter: Letter, *, line: TaskLine, urged_by: str, words_said: str = "") -> Mail:
    """A leader or the Office presses for one task now, outside the plan of reminders."""
    return render("task_urged", letter=letter, line=line, urged_by=urged_by, words_said=words_said)


def tasks_urged(
    letter: Letter, *, lines: Sequence[TaskLine], urged_by: str, occasion_words: str = ""
) -> Mail:
    """A leader or the Office presses one unit for several tasks at once: one mail, the latest first."""
    return render(
        "tasks_urged",
        letter=letter,
        lines=lines,
        urged_by=urged_by,
        occasion_words=occasion_words,
        late=sum(line.is_late for line in lines),
    )


def account_link(letter: Letter, *, kind: str, sign_in_name: str, url: str, ends_at: str) -> Mail:
    """A one-time link to its owner: `kind` is invitation, reset or unlock; `ends_at` in words."""
    return render(
        "account_link", letter=letter, kind=kind, sign_in_name=sign_in_name, url=url, ends_at=ends_at
    )


def token_made(letter: Letter, *, name: str, made_at: str, ends_on: date, post_title: str, url: str) -> Mail:
    """A program may act for its reader from now on; `post_title` where it acts under one post only."""
    return render(
        "token_made",
        letter=letter,
        name=name,
        made_at=made_at,
        ends_on=ends_on,
        post_title=post_title,
        url=url,
    )


def test_mail(letter: Letter, *, asked_by: str, sent_at: str) -> Mail:
    """Does the way to a mailbox work? Nothing in it concerns a task."""
    return render("test_mail", letter=letter, asked_by=asked_by, sent_at=sent_at)


def reply_answered(
    letter: Letter, *, about: str, sentence: str, line: TaskLine | None, url: str, said: str, is_taken: bool
) -> Mail:
    """What became of a mail that came in: entered as a report of `line`, or why not and where to go.

    `about` is the subject it came under, `said` what was read of it.
    """
    return render(
        "reply_answered",
        letter=letter,
        about=about,
        sentence=sentence,
        line=line,
        url=url,
        said=said,
        is_taken=is_taken,
    )


def job_failed(letter: Letter, *, job: str, error: str, failed_at: str, url: str) -> Mail:
    """A background job went wrong; to those who run the installation."""
    return render("job_failed", letter=letter, job=job, error=error, failed_at=failed_at, url=url)
