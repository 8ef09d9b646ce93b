"""People hold posts for periods: several, for a time, on behalf; who leaves keeps the history and loses the key (38)."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa

from taskboard.accounts import actions, queries
from taskboard.accounts.models import Person, Post, SignInSession
from taskboard.db import db
from taskboard.domain.authority import Permission, Role, may
from taskboard.domain.errors import RuleBroken
from taskboard.journal import queries as journal
from taskboard.outbox.models import OutboxMessage
from taskboard.tasks import actions as tasks
from taskboard.tasks.models import Task
from taskboard.units.models import Unit
from tests.build import at, confirmed, occasion, person, task
from tests.cast import Cast, cast

__all__ = ["cast"]

TODAY = date(2021, 6, 16)
LATER = date(2021, 7, 1)


def give(cast: Cast, someone: Person, role: Role, unit: Unit | None, **more: object) -> Post:
    on = occasion(at(TODAY), cast.administrator)
    more.setdefault("title", "Trưởng phòng")
    more.setdefault("valid_from", TODAY)
    return actions.give_post(someone, role=role, unit=unit, acting=on.acting, now=on.now, **more)  # type: ignore[arg-type]


def leave(
    cast: Cast,
    post: Post,
    *,
    on: date = TODAY,
    taker: Person | None = None,
    takers: tasks.Takers | None = None,
) -> Post | None:
    return actions.leave_post(
        post,
        valid_to=on,
        taker=taker,
        takers=takers or tasks.Takers(),
        on=occasion(at(TODAY), cast.administrator),
    )


def sessions_of(someone: Person) -> list[SignInSession]:
    return queries.sessions_of(someone, at(TODAY))


# ------------------------------------------------------------------------------------------------------------ several


def test_several_posts_at_once_give_the_rights_of_all(cast: Cast) -> None:
    give(cast, cast.head, Role.MONITOR, cast.office, title="Chuyên viên theo dõi")
    actor = queries.actor_on(cast.head, TODAY)
    assert actor.roles == {Role.UNIT_HEAD, Role.MONITOR}
    granted = may(actor, Permission.RECORD_BRIEFING)
    assert granted is not None and granted.role is Role.MONITOR


def test_an_acting_head_signs_q_and_only_for_a_time(cast: Cast) -> None:
    with pytest.raises(RuleBroken, match="acting_without_end"):
        give(cast, cast.officer, Role.UNIT_HEAD, cast.economy, is_acting=True)
    held = give(cast, cast.officer, Role.UNIT_HEAD, cast.economy, is_acting=True, valid_to=LATER)
    assert held.signed_title == "Q. Trưởng phòng"
    assert held in queries.heads_by_unit(TODAY)[cast.economy.id]
    assert held not in queries.heads_by_unit(LATER)[cast.economy.id]
    assert Role.UNIT_HEAD not in queries.actor_on(cast.officer, LATER).roles
    assert Post(title="Q. Chánh Văn phòng", is_acting=True).signed_title == "Q. Chánh Văn phòng"


@pytest.mark.parametrize(
    ("more", "key"),
    [
        ({"unit": None}, "unit_needed"),
        ({"valid_to": TODAY}, "post_period"),
        ({"valid_from": date(2019, 1, 1)}, "unit_gone"),
        ({"role": Role.UNIT_HEAD, "someone": "head"}, "post_held_already"),
    ],
)
def test_a_post_that_cannot_be_is_refused(more: dict[str, object], key: str, cast: Cast) -> None:
    given = {"someone": "officer", "role": Role.UNIT_HEAD, "unit": cast.economy, **more}
    with pytest.raises(RuleBroken, match=key):
        give(cast, getattr(cast, str(given.pop("someone"))), **given)  # type: ignore[arg-type]


# ----------------------------------------------------------------------------------------------------------- on behalf


def test_a_deputy_acts_on_behalf_of_a_post_of_the_same_kind_only(cast: Cast) -> None:
    (of_head,), (of_chair,) = cast.head.posts, cast.chair.posts
    deputy = give(
        cast, cast.officer, Role.UNIT_HEAD, cast.economy, title="Phó Trưởng phòng", on_behalf_of=of_head
    )
    assert deputy not in queries.heads_by_unit(TODAY)[cast.economy.id], "the head is who heads"
    for other in (of_chair, deputy):
        with pytest.raises(RuleBroken, match="behalf_mismatch"):
            give(cast, cast.other_head, Role.UNIT_HEAD, cast.economy, on_behalf_of=other)


def test_an_assistant_of_the_chair_is_no_leader_to_choose(cast: Cast) -> None:
    assistant = person("Trợ Lý", Role.OFFICER, cast.office)
    (of_chair,) = cast.chair.posts
    give(cast, assistant, Role.CHAIR, None, title="Trợ lý Chủ tịch", on_behalf_of=of_chair)
    assert queries.leaders(TODAY) == [cast.chair, cast.vice]


# ------------------------------------------------------------------------------------------------------------- leaving


def test_with_the_last_post_the_account_is_locked_its_sessions_end_its_history_stays(cast: Cast) -> None:
    row = task("Lập phương án hộ đê", lead=cast.economy, on=occasion(at(TODAY), cast.chief))
    tasks.receive(row, on=occasion(at(TODAY), cast.head))
    actions.open_session(cast.head, address="", device="", remember=False, real_now=at(TODAY, 7))
    (post,) = cast.head.posts
    leave(cast, post)
    assert cast.head.is_locked and not sessions_of(cast.head)
    received = next(line for line in journal.timeline("task", row.id) if line.event == "task_received")
    assert received.actor_name == "Trần Văn Bình"
    ended = [line.event for line in journal.timeline("person", cast.head.id)]
    assert ended[:2] == ["person_changed", "post_ended"]
    with pytest.raises(RuleBroken, match="post_ended_already"):
        leave(cast, post)


def test_who_keeps_another_post_keeps_the_key(cast: Cast) -> None:
    first, _second = cast.head.posts[0], give(cast, cast.head, Role.MONITOR, cast.office)
    leave(cast, first)
    assert not cast.head.is_locked
    assert queries.actor_on(cast.head, TODAY).roles == {Role.MONITOR}


def test_an_end_set_ahead_locks_on_its_day_and_not_before(cast: Cast) -> None:
    (post,) = cast.head.posts
    leave(cast, post, on=LATER)
    assert not cast.head.is_locked and post.is_held_on(TODAY)
    assert actions.lock_leavers(on=occasion(at(date(2021, 6, 30)))) == 0
    assert actions.lock_leavers(on=occasion(at(LATER))) == 1
    assert cast.head.is_locked
    assert actions.lock_leavers(on=occasion(at(LATER))) == 0


def test_an_end_before_the_beginning_is_refused(cast: Cast) -> None:
    with pytest.raises(RuleBroken, match="post_end_too_early"):
        leave(cast, cast.head.posts[0], on=date(2020, 1, 1))


# --------------------------------------------------------------------------------------------------------- taking over


def of_officer(cast: Cast, count: int = 2) -> list[Task]:
    rows = [task(f"Việc {n}", lead=cast.economy, on=occasion(at(TODAY), cast.chief)) for n in range(count)]
    for row in rows:
        tasks.name_officer(row, cast.officer, on=occasion(at(TODAY), cast.head))
    return rows


def test_a_post_is_taken_over_with_all_that_was_in_hand(cast: Cast) -> None:
    rows, done = of_officer(cast, 3), task("Xong", lead=cast.economy, on=occasion(at(TODAY), cast.chief))
    tasks.name_officer(done, cast.officer, on=occasion(at(TODAY), cast.head))
    confirmed(done, told=occasion(at(TODAY), cast.head), by=occasion(at(TODAY), cast.chief))
    newcomer = person("Vũ Thị Mai", Role.INSPECTOR)
    mails = db.session.scalar(sa.select(sa.func.count(OutboxMessage.id)))
    (post,) = cast.officer.posts
    taken = leave(cast, post, taker=newcomer, takers=tasks.Takers({cast.economy.id: newcomer}))
    assert taken is not None and (taken.role, taken.unit, taken.title) == (
        Role.OFFICER,
        cast.economy,
        "Chuyên viên",
    )
    assert {row.officer for row in rows} == {newcomer}
    assert done.officer is cast.officer, "what is finished stays whose it was"
    told = list(db.session.scalars(sa.select(OutboxMessage).order_by(OutboxMessage.id).offset(mails)))
    assert len(told) == 1 and "3 nhiệm vụ" in told[0].subject, "one mail, whatever the number"
    passed = next(line for line in journal.timeline("person", cast.officer.id) if line.event == "work_passed")
    assert (passed.details["to"], passed.details["tasks"]) == ("Vũ Thị Mai", 3)


def test_without_a_taker_the_tasks_are_left_for_the_head_to_name(cast: Cast) -> None:
    rows = of_officer(cast)
    leave(cast, cast.officer.posts[0], takers=tasks.Takers({cast.economy.id: None}))
    assert [row.officer for row in rows] == [None, None]


def test_nobody_takes_over_what_is_not_of_their_unit_and_nothing_is_half_written(cast: Cast) -> None:
    rows = of_officer(cast)
    db.session.commit()
    (post,) = cast.officer.posts
    with pytest.raises(RuleBroken, match="officer_not_of_unit"):
        leave(cast, post, takers=tasks.Takers({cast.economy.id: cast.other_head}))
    db.session.rollback()
    assert post.valid_to is None and not cast.officer.is_locked
    assert {row.officer for row in rows} == {cast.officer}
    with pytest.raises(RuleBroken, match="taker_is_leaver"):
        leave(cast, post, taker=cast.officer)


def test_a_monitors_tasks_units_and_fields_go_together(cast: Cast) -> None:
    row = task("Lập phương án hộ đê", lead=cast.economy, on=occasion(at(TODAY), cast.chief))
    assert row.monitor is cast.monitor
    newcomer = person("Vũ Thị Mai", Role.INSPECTOR)
    leave(
        cast,
        cast.monitor.posts[0],
        taker=newcomer,
        takers=tasks.Takers(monitor=newcomer, passes_monitoring=True),
    )
    assert row.monitor is newcomer
    assert cast.economy.monitor_id == cast.loc_vuong.monitor_id == newcomer.id
    later = task("Việc sau", lead=cast.economy, on=occasion(at(TODAY), cast.chief))
    assert later.monitor is newcomer, "new tasks are followed too"
    assert cast.monitor.is_locked


def test_leaving_is_recorded_in_an_unbroken_history(cast: Cast) -> None:
    of_officer(cast)
    leave(cast, cast.officer.posts[0], takers=tasks.Takers({cast.economy.id: cast.head}))
    assert journal.verify(None).is_whole


def test_a_hostile_name_is_kept_readable(cast: Cast) -> None:
    on = occasion(at(TODAY), cast.administrator)
    made = actions.create_person(
        sign_in_name="Mai\u202e@x.vn",
        full_name="Vũ \u200fThị\tMai 🌷",
        email=None,
        acting=on.acting,
        now=on.now,
    )
    assert (made.sign_in_name, made.full_name) == ("mai@x.vn", "Vũ Thị Mai 🌷")
    with pytest.raises(RuleBroken, match="name_missing"):
        actions.create_person(
            sign_in_name="ai-do", full_name="\u202e\u200b \t", email=None, acting=on.acting, now=on.now
        )
