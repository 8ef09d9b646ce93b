"""Each kind of mail can be switched off by the city and by a person, unless it gives, changes or ends what is owed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from taskboard.db import db
from taskboard.domain.reminding import MANDATORY, Topic
from taskboard.outbox.models import MailState, OutboxMessage
from taskboard.reminders import actions
from taskboard.reminders.actions.letters import TOPIC_OF, Kind
from taskboard.reminders.actions.telling import NewsKind
from taskboard.tasks import actions as tasks
from tests import build
from tests.cast import Cast, cast

if TYPE_CHECKING:
    from taskboard.occasion import Occasion
    from taskboard.tasks.models import Task

__all__ = ["cast"]

WEDNESDAY = build.at(date(2021, 6, 16))
WANTED = set(Topic) - MANDATORY


@pytest.fixture
def office(cast: Cast) -> Occasion:
    return build.occasion(WEDNESDAY, cast.monitor)


@pytest.fixture
def task(cast: Cast, office: Occasion) -> Task:
    """Received by Kinh tế, so that it may rest."""
    row = build.task("Hộ đê", lead=cast.economy, on=office, due_on=date(2021, 7, 30))
    tasks.receive(row, on=build.occasion(WEDNESDAY, cast.head))
    return row


def pause(task: Task, office: Occasion) -> OutboxMessage:
    """Let it rest; the mail that tells the head so."""
    tasks.pause(task, reason="Chờ quy hoạch.", resume_on=date(2021, 9, 1), on=office)
    chosen = sa.select(OutboxMessage).where(OutboxMessage.kind == NewsKind.TASK_PAUSED)
    return db.session.scalars(chosen).one()


def test_news_arrives_while_nobody_switched_it_off(task: Task, office: Occasion) -> None:
    assert pause(task, office).state is MailState.OWED


def test_the_city_switches_news_off(task: Task, office: Occasion, cast: Cast) -> None:
    actions.switch_topics(WANTED - {Topic.NEWS}, on=build.occasion(WEDNESDAY, cast.administrator))
    mail = pause(task, office)
    assert (mail.state, mail.outcome) == (MailState.SKIPPED, "switched_off"), (
        "kept, and says why it did not go"
    )


def test_a_person_switches_news_off_for_themselves(task: Task, office: Occasion, cast: Cast) -> None:
    actions.choose_topics(cast.head, WANTED - {Topic.NEWS}, on=build.occasion(WEDNESDAY, cast.head))
    assert pause(task, office).state is MailState.SKIPPED


def test_what_gives_changes_or_ends_what_is_owed_cannot_be_switched_off(
    task: Task, office: Occasion, cast: Cast
) -> None:
    actions.switch_topics(set(), on=build.occasion(WEDNESDAY, cast.administrator))
    actions.choose_topics(cast.head, set(), on=build.occasion(WEDNESDAY, cast.head))
    tasks.withdraw(task, reason="Giao nhầm.", on=office)
    states = db.session.scalars(
        sa.select(OutboxMessage.state).where(OutboxMessage.to_address == cast.head.email)
    )
    assert set(states) == {MailState.OWED}


def test_each_switchable_kind_is_a_kind_and_its_topic_is_not_mandatory() -> None:
    kinds = {*map(str, Kind), *map(str, NewsKind)}
    assert set(TOPIC_OF) <= kinds and not set(TOPIC_OF.values()) & MANDATORY
