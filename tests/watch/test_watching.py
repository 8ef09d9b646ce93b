"""Saved views, followed tasks, how far somebody has read: whose they are, who finds them, what the journal keeps."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from taskboard.accounts.queries import actor_on
from taskboard.db import db
from taskboard.domain.errors import RuleBroken
from taskboard.domain.events import Event
from taskboard.journal import queries as journal
from taskboard.tasks.models import Task
from taskboard.watch import actions, queries
from taskboard.watch.actions import Wanted
from taskboard.watch.models import DefaultView, SavedView, Sharing
from tests import build
from tests.cast import Cast, cast

if TYPE_CHECKING:
    from taskboard.accounts.models import Person
    from taskboard.domain.authority import Actor
    from taskboard.occasion import Occasion

__all__ = ["cast"]

TODAY = date(2021, 6, 16)


def actor(person: Person) -> Actor:
    return actor_on(person, TODAY)


def on(person: Person, day: date = TODAY) -> Occasion:
    return build.occasion(build.at(day), person)


def saved(person: Person, name: str = "Quá hạn", sharing: Sharing = Sharing.OWN, **more: object) -> SavedView:
    wanted = Wanted(name, "view=overdue", sharing, **more)  # type: ignore[arg-type]
    return actions.save_view(wanted, actor(person), on=on(person))


def found_by(person: Person) -> list[str]:
    return [one.view.name for one in queries.views_for(actor(person))]


def events_of(view_id: int) -> list[str]:
    return [line.event for line in journal.timeline("saved_view", view_id)][::-1]


def test_an_own_view_is_found_by_its_owner_alone_and_leaves_no_line(cast: Cast) -> None:
    view = saved(cast.head)
    assert found_by(cast.head) == ["Quá hạn"]
    for name, other in cast.everyone.items():
        if other is not cast.head:
            assert found_by(other) == [], name
            assert queries.view_by_id(view.id, actor(other)) is None
    assert events_of(view.id) == []


def test_a_view_of_a_unit_is_found_by_those_who_hold_a_post_in_it(cast: Cast) -> None:
    saved(cast.head, sharing=Sharing.UNIT, unit_id=cast.economy.id)
    assert {name for name, person in cast.everyone.items() if found_by(person)} == {"head", "officer"}


def test_the_office_shares_among_itself(cast: Cast) -> None:
    saved(cast.monitor, sharing=Sharing.UNIT, unit_id=cast.office.id)
    assert {name for name, person in cast.everyone.items() if found_by(person)} == {"chief", "monitor"}


def test_a_view_of_everyone_is_found_by_all(cast: Cast) -> None:
    saved(cast.chief, sharing=Sharing.EVERYONE)
    assert all(found_by(person) == ["Quá hạn"] for person in cast.everyone.values())


@pytest.mark.parametrize(
    ("who", "is_allowed"),
    [
        *((name, True) for name in ("chair", "vice", "chief", "monitor")),
        *((name, False) for name in ("head", "officer", "inspector", "administrator")),
    ],
)
def test_who_puts_a_view_over_everybodys_list(who: str, is_allowed: bool, cast: Cast) -> None:
    person = cast.everyone[who]
    if is_allowed:
        assert saved(person, sharing=Sharing.EVERYONE).id
        return
    with pytest.raises(RuleBroken) as refused:
        saved(person, sharing=Sharing.EVERYONE)
    assert refused.value.key == "view_not_for_everyone"


def test_nobody_shares_with_another_unit(cast: Cast) -> None:
    with pytest.raises(RuleBroken) as refused:
        saved(cast.head, sharing=Sharing.UNIT, unit_id=cast.urban.id)
    assert refused.value.key == "view_not_for_unit"


def test_a_name_is_given_once_by_each_person(cast: Cast) -> None:
    saved(cast.head)
    with pytest.raises(RuleBroken) as refused:
        saved(cast.head)
    assert refused.value.key == "view_name_taken"
    assert saved(cast.officer).name == "Quá hạn"


def test_what_others_see_is_in_the_journal(cast: Cast) -> None:
    view = saved(cast.chief)
    everyone = Wanted("Quá hạn", "view=overdue", Sharing.EVERYONE)
    actions.change_view(view, everyone, actor(cast.chief), on=on(cast.chief))
    actions.change_view(view, everyone, actor(cast.chief), on=on(cast.chief))  # nothing new, no line
    renamed = Wanted("Việc quá hạn", "view=overdue", Sharing.EVERYONE)
    actions.change_view(view, renamed, actor(cast.chief), on=on(cast.chief))
    actions.change_view(view, Wanted("Việc quá hạn", "view=new"), actor(cast.chief), on=on(cast.chief))
    assert events_of(view.id) == [Event.VIEW_SHARED, Event.VIEW_CHANGED, Event.VIEW_WITHDRAWN]


def test_an_owner_who_changed_units_keeps_the_share_and_widens_it_no_more(cast: Cast) -> None:
    view = saved(cast.head, sharing=Sharing.UNIT, unit_id=cast.economy.id)
    (post,) = cast.head.posts
    post.unit_id = cast.urban.id
    db.session.flush()
    same = Wanted("Việc chậm", "view=overdue", Sharing.UNIT, cast.economy.id)
    actions.change_view(view, same, actor(cast.head), on=on(cast.head))
    assert (view.name, view.sharing, view.unit_id) == ("Việc chậm", Sharing.UNIT, cast.economy.id)
    third = Wanted("Việc chậm", "view=overdue", Sharing.UNIT, cast.office.id)
    with pytest.raises(RuleBroken) as refused:
        actions.change_view(view, third, actor(cast.head), on=on(cast.head))
    assert refused.value.key == "view_not_for_unit"


def test_who_may_change_a_view(cast: Cast) -> None:
    own, shared = saved(cast.head), saved(cast.chief, sharing=Sharing.EVERYONE)
    assert actions.may_change(own, actor(cast.head))
    assert not actions.may_change(own, actor(cast.chief))
    assert actions.may_change(shared, actor(cast.monitor))
    assert not actions.may_change(shared, actor(cast.head))


def test_a_list_opens_with_the_view_chosen_until_it_is_gone(cast: Cast) -> None:
    shared = saved(cast.chief, sharing=Sharing.EVERYONE)
    actions.choose_default(cast.head.id, shared)
    assert queries.default_of(actor(cast.head)) is shared
    assert queries.default_of(actor(cast.officer)) is None
    actions.change_view(shared, Wanted("Quá hạn", "view=overdue"), actor(cast.chief), on=on(cast.chief))
    assert queries.default_of(actor(cast.head)) is None, "no longer shared"
    actions.delete_view(shared, on=on(cast.chief))
    assert db.session.scalar(sa.select(sa.func.count()).select_from(DefaultView)) == 0


def test_a_person_keeps_so_many_views_and_no_more(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "MOST_VIEWS", 1)
    saved(cast.head)
    with pytest.raises(RuleBroken) as refused:
        saved(cast.head, "Khác")
    assert refused.value.key == "view_too_many"


# -------------------------------------------------------------------------------------------- following and reading


@pytest.fixture
def task(cast: Cast) -> Task:
    given = build.occasion(build.at(date(2021, 6, 1)), cast.monitor)
    return build.task("Lập phương án hộ đê", lead=cast.economy, on=given, due_on=date(2021, 6, 30))


def test_following_twice_is_following(cast: Cast, task: Task) -> None:
    for is_on in (True, True, False, False):
        actions.follow(task, cast.chair.id, is_on=is_on, on=on(cast.chair))
        assert queries.follows(cast.chair.id, task.id) is is_on
    assert not queries.follows(cast.head.id, task.id)


def news_for(person: Person, *, only_followed: bool = False) -> set[int]:
    mark = queries.mark_of(person.id, build.at(TODAY) - timedelta(days=30))
    rows = queries.changed(
        actor(person),
        mark,
        until=journal.last_entry_id(),
        only_followed=only_followed,
        before=None,
        limit=50,
    )
    return {row.task_id for row in rows}


def test_news_is_what_others_did_to_what_one_may_see(cast: Cast, task: Task) -> None:
    seeing = {"chair", "vice", "chief", "head", "officer", "inspector"}
    assert {name for name, person in cast.everyone.items() if news_for(person)} == seeing, (
        "the monitor gave it"
    )


def test_what_was_read_is_no_news_and_what_follows_is(cast: Cast, task: Task) -> None:
    actions.read_to(cast.chair.id, journal.last_entry_id(), on=on(cast.chair))
    assert news_for(cast.chair) == set()
    build.progress(task, on=on(cast.head))
    assert news_for(cast.chair) == {task.id}
    assert news_for(cast.chair, only_followed=True) == set()
    actions.follow(task, cast.chair.id, is_on=True, on=on(cast.chair))
    assert news_for(cast.chair, only_followed=True) == {task.id}


def test_reading_never_goes_back(cast: Cast, task: Task) -> None:
    last = journal.last_entry_id()
    actions.read_to(cast.chair.id, last, on=on(cast.chair))
    actions.read_to(cast.chair.id, last - 1, on=on(cast.chair))
    assert queries.mark_of(cast.chair.id, build.at(TODAY)).entry_id == last
