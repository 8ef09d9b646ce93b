"""One act on many tasks is told in one mail a reader, never one a task (peers T3)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from taskboard.occasion import Occasion
from taskboard.outbox import news
from taskboard.outbox.news import News, task_news
from taskboard.reminders import queries
from taskboard.reminders.actions.letters import Terms, letter_to, lines_for, owe, terms_of
from taskboard.reminders.actions.links import make_link
from taskboard.reminders.actions.parts import owe_event_date_mail, owe_officer_named_mail
from taskboard.reminders.actions.telling import NewsKind
from taskboard.reminders.queries import Recipient
from taskboard.tasks.models import Task

_Reader = tuple[int, str]


def owe_event_date_mails(tasks: Sequence[Task], *, key: str, on: Occasion) -> int:
    """Tell each unit which of its tasks have their first date now, all the same one. Returns the number of mails owed.

    `key` names the act, so that owing it twice is harmless.
    """
    if len(tasks) == 1:
        return owe_event_date_mail(tasks[0], on=on)
    readers = queries.readers_of(tasks, on.today)
    pairs = [(task, recipient) for task in tasks for recipient in readers[task.id]]
    return _tell(pairs, NewsKind.EVENT_DATE_SET, news.event_dates_set, key=key, on=on)


def owe_officer_named_mails(tasks: Sequence[Task], *, key: str, on: Occasion) -> int:
    """Tell the officer which tasks are theirs to do. Returns the number of mails owed; none without an address."""
    if len(tasks) == 1:
        return owe_officer_named_mail(tasks[0], on=on)
    named = {(task.unit_id, task.officer_id): task for task in tasks}
    officers = {place: queries.officer_of(task, on.today) for place, task in named.items()}
    pairs = [(task, who) for task in tasks if (who := officers[task.unit_id, task.officer_id]) is not None]
    return _tell(pairs, NewsKind.OFFICER_NAMED, news.officer_named_for, key=key, on=on)


def _tell(
    pairs: Iterable[tuple[Task, Recipient]],
    kind: NewsKind,
    words: news.OfMany,
    *,
    key: str,
    on: Occasion,
) -> int:
    """One mail to each reader of each unit, with the tasks of that unit that concern them."""
    gathered: dict[_Reader, list[Task]] = defaultdict(list)
    people: dict[_Reader, Recipient] = {}
    for task, recipient in pairs:
        place = (task.unit_id, recipient.key)
        gathered[place].append(task)
        people[place] = recipient
    terms = terms_of(on)
    return sum(
        _owe(owned, people[place], kind, words, terms, key=key, on=on) for place, owned in gathered.items()
    )


def _owe(
    tasks: Sequence[Task],
    recipient: Recipient,
    kind: NewsKind,
    words: news.OfMany,
    terms: Terms,
    *,
    key: str,
    on: Occasion,
) -> int:
    first = tasks[0]
    letter = letter_to(tasks, recipient, terms, on=on)
    said: News = words(
        unit_name=first.unit.name_on(on.today),
        due_on=first.due_on,
        tasks=[(task.code, task.title) for task in tasks],
    )
    if len(tasks) == 1:
        (line,) = lines_for(tasks, recipient, terms, on=on)
        mail = task_news(said, letter, line=line, url=line.url, signs_in=False)
    else:
        url = _way_in(tasks, recipient, terms, on=on)
        mail = task_news(said, letter, line=None, url=url, signs_in=False)
    own_key = f"{kind}:{key}:{first.unit_id}:{recipient.key}"
    return int(owe(kind, recipient, mail, key=own_key, on=on) is not None)


def _way_in(tasks: Sequence[Task], recipient: Recipient, terms: Terms, *, on: Occasion) -> str:
    token = make_link(
        unit_id=tasks[0].unit_id,
        person_id=recipient.person_id,
        task_ids=[task.id for task in tasks],
        real_now=on.real_now,
        days=terms.link_days,
    )
    return f"{on.base_url}/u/{token}"
