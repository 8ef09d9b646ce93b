"""Merge, split, abolish on a day: one step that ends bodies, names their successors and hands on what was open.

What was finished stays with the old body and its name; what was late before the day stays its lateness (decision 15).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

from taskboard.accounts import actions as accounts
from taskboard.accounts import queries as people
from taskboard.accounts.models import Post
from taskboard.db import db
from taskboard.domain.errors import RuleBroken
from taskboard.domain.events import Event
from taskboard.domain.names import clean_name
from taskboard.domain.succession import WITHDRAW, Answer, Ending, answered, check_ending
from taskboard.domain.text import is_blank
from taskboard.journal.actions import record
from taskboard.occasion import Occasion
from taskboard.tasks import actions as tasks
from taskboard.tasks.models import Task
from taskboard.units import queries
from taskboard.units.actions.founding import create_unit, join_group
from taskboard.units.models import SuccessionKind, Unit, UnitGroup, UnitKind, UnitSuccession

KINDS = (SuccessionKind.MERGE, SuccessionKind.SPLIT, SuccessionKind.ABOLISH)


@dataclass(frozen=True, slots=True)
class NewUnit:
    """A successor that comes to be with the reorganisation."""

    name: str
    kind: UnitKind
    short_name: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """Which bodies end, on which day, by which decision, and who follows them.

    Followers go by keys: `unit:12` for one that exists, `new:0` for the first new one.
    """

    kind: SuccessionKind
    predecessors: tuple[Unit, ...]
    on: date
    basis: str
    existing: tuple[Unit, ...] = ()
    new: tuple[NewUnit, ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        return (*map(queries.key_of, self.existing), *(f"new:{place}" for place in range(len(self.new))))

    @property
    def names(self) -> dict[str, str]:
        """Followers by key, by the names people know them by."""
        names = [*(unit.name for unit in self.existing), *(new.name for new in self.new)]
        return dict(zip(self.keys, names, strict=True))

    @property
    def only_heir(self) -> str | None:
        return self.keys[0] if len(self.keys) == 1 else None

    @property
    def ending(self) -> Ending:
        return Ending(self.kind.value, len(self.predecessors), len(self.keys), self.on)


@dataclass(frozen=True, slots=True)
class Replies:
    """What was answered on the preview: by code of an open task, and by post of who goes along."""

    tasks: Mapping[str, Answer] = field(default_factory=lambda: MappingProxyType({}))
    posts: Mapping[int, str] = field(default_factory=lambda: MappingProxyType({}))
    """The key of the successor in which somebody goes on under the same title; who is not named ends the post."""


@dataclass(frozen=True, slots=True)
class Done:
    """What came of it."""

    heirs: tuple[Unit, ...]
    handed_on: int
    withdrawn: int
    locked: tuple[str, ...]
    """People who hold no post any more: their accounts are locked."""


def check_plan(plan: Plan, *, today: date) -> None:
    """Whether it may be carried out at all, before anybody answers for a task.

    Raises RuleBroken as `check_ending`; basis_missing, unit_ended, unit_gone, heir_is_predecessor, name_missing.
    """
    youngest = max((unit.valid_from for unit in plan.predecessors), default=plan.on - timedelta(days=1))
    check_ending(plan.ending, today=today, youngest=youngest)
    if is_blank(plan.basis):
        raise RuleBroken("basis_missing", field="basis")
    for unit in plan.predecessors:
        if unit.valid_to is not None:
            raise RuleBroken("unit_ended", field="predecessors", unit=unit.name, on=unit.valid_to)
    for heir in plan.existing:
        if heir in plan.predecessors:
            raise RuleBroken("heir_is_predecessor", field="heirs", unit=heir.name)
        if not heir.exists_on(plan.on) or not heir.exists_on(today):
            raise RuleBroken("unit_gone", field="heirs", unit=heir.name)
    if any(not clean_name(one.name) for one in plan.new):
        raise RuleBroken("name_missing", field="new_names")


def reorganise(plan: Plan, replies: Replies, *, on: Occasion) -> Done:
    """Carry it out whole. Raises RuleBroken as `check_plan` and `domain.succession.answered`; target_unknown."""
    check_plan(plan, today=on.today)
    open_tasks = queries.open_tasks_led_by(plan.predecessors)
    codes = [task.code for task in open_tasks]
    others = {} if plan.keys else {queries.key_of(unit): unit for unit in takers_of(plan, on.today)}
    answers = answered(codes, replies.tasks, targets={*plan.keys, *others}, only=plan.only_heir)
    heirs = _found_heirs(plan, on=on)
    passing = tasks.Passing(plan.kind.value, plan.on, plan.basis)
    withdrawn = _withdraw(open_tasks, answers, on=on)
    _join_groups(plan, list(heirs.values()))
    for unit in plan.predecessors:
        unit.valid_to = plan.on
    db.session.flush()
    takers = {**others, **heirs}
    _tell_ending(plan, open_tasks, answers, takers, passing, on=on)
    posts = people.posts_in([unit.id for unit in plan.predecessors], plan.on)
    locked = _move_posts(plan, posts, replies.posts, heirs, on=on)
    handed = _hand_on(plan, open_tasks, answers, takers, passing, on=on)
    _hand_on_parts(plan, list(heirs.values()), passing, on=on)
    _pass_the_rest(plan, list(heirs.values()))
    _record(plan, list(heirs.values()), handed, on=on)
    passed = sum(len(taken) for _unit, taken in handed.values())
    return Done(tuple(heirs.values()), passed, withdrawn, tuple(locked))


def takers_of(plan: Plan, day: date) -> list[Unit]:
    """Of a body that nobody follows: any other may take over what it still owed."""
    return [unit for unit in queries.assignable_on(day) if unit not in plan.predecessors]


def _found_heirs(plan: Plan, *, on: Occasion) -> dict[str, Unit]:
    """The followers by key; new ones are made, with the monitor and the place in lists of the body they follow."""
    first = plan.predecessors[0]
    heirs = {queries.key_of(unit): unit for unit in plan.existing}
    for place, new in enumerate(plan.new):
        unit = create_unit(
            kind=new.kind,
            name=new.name,
            short_name=new.short_name,
            email=new.email or None,
            position=first.position,
            valid_from=plan.on,
            parent=queries.unit_by_id(first.parent_id) if first.parent_id else None,
            instead_of=plan.predecessors,
            acting=on.acting,
            now=on.now,
        )
        unit.monitor_id = first.monitor_id
        heirs[f"new:{place}"] = unit
    db.session.flush()
    return heirs


def _withdraw(open_tasks: Sequence[Task], answers: Mapping[str, Answer], *, on: Occasion) -> int:
    """Before the posts end: who did it until now is told that it is owed no more."""
    chosen = [task for task in open_tasks if answers[task.code].to == WITHDRAW]
    for task in chosen:
        tasks.withdraw(task, reason=answers[task.code].reason, on=on)
    return len(chosen)


def _tell_ending(
    plan: Plan,
    open_tasks: Sequence[Task],
    answers: Mapping[str, Answer],
    takers: Mapping[str, Unit],
    passing: tasks.Passing,
    *,
    on: Occasion,
) -> None:
    """One mail to each body that ends: what it owed, and who takes it over."""
    for unit in plan.predecessors:
        going = [task for task in open_tasks if task.unit_id == unit.id and answers[task.code].to in takers]
        parts = tasks.open_parts_of(unit) if plan.keys else []
        keys = dict.fromkeys([*(answers[task.code].to for task in going), *(plan.keys if parts else ())])
        heirs = [takers[key] for key in keys]
        tasks.tell_ending_unit(unit, going, len(parts), heirs, passing, on=on)


def _join_groups(plan: Plan, heirs: Sequence[Unit]) -> None:
    """From the day on a sentence to "các phường, xã" means the followers."""
    for unit in plan.predecessors:
        for row in queries.memberships_of(unit):
            row.valid_to = max(plan.on, row.valid_from + timedelta(days=1))
            group = db.session.get_one(UnitGroup, row.group_id)
            for heir in heirs:
                join_group(group, heir, on=plan.on)


def _move_posts(
    plan: Plan, posts: Sequence[Post], chosen: Mapping[int, str], heirs: Mapping[str, Unit], *, on: Occasion
) -> list[str]:
    """Each post ends; who goes along gets the same one in the successor. Returns whose accounts were locked."""
    if not set(chosen.values()) <= {*heirs, ""}:
        raise RuleBroken("target_unknown")
    for post in posts:
        heir = heirs.get(chosen.get(post.id, ""))
        if heir is not None:
            _go_along(post, heir, plan.on, on=on)
    for post in posts:
        accounts.end_post(post, valid_to=max(plan.on, post.valid_from + timedelta(days=1)), on=on)
    return [
        name for name, is_locked in ((p.person.full_name, p.person.is_locked) for p in posts) if is_locked
    ]


def _go_along(post: Post, heir: Unit, since: date, *, on: Occasion) -> None:
    accounts.give_post(
        post.person,
        role=post.role,
        unit=heir,
        title=post.title,
        valid_from=max(since, post.valid_from),
        valid_to=post.valid_to,
        field_codes=post.field_codes,
        follows=post,
        is_acting=post.is_acting,
        acting=on.acting,
        now=on.now,
    )


def _hand_on(
    plan: Plan,
    open_tasks: Sequence[Task],
    answers: Mapping[str, Answer],
    takers: Mapping[str, Unit],
    passing: tasks.Passing,
    *,
    on: Occasion,
) -> dict[int, tuple[Unit, list[Task]]]:
    """Each task to whom it was answered; one mail a successor. Returns what went, by predecessor."""
    went: dict[int, tuple[Unit, list[Task]]] = {unit.id: (unit, []) for unit in plan.predecessors}
    received: dict[int, tuple[Unit, list[Task]]] = {}
    for task in open_tasks:
        heir = takers.get(answers[task.code].to)
        if heir is None:
            continue
        went[task.unit_id][1].append(task)
        received.setdefault(heir.id, (heir, []))[1].append(task)
        tasks.hand_on(task, heir, passing, on=on)
    for heir, taken in received.values():
        tasks.tell_heir(heir, taken, passing, on=on)
    return went


def _hand_on_parts(plan: Plan, heirs: Sequence[Unit], passing: tasks.Passing, *, on: Occasion) -> None:
    parts = [row for unit in plan.predecessors for row in tasks.open_parts_of(unit)]
    taken = [new for row in parts for new in tasks.hand_on_part(row, heirs, passing, on=on)]
    tasks.tell_heirs_of_parts(taken, passing, on=on)


def _pass_the_rest(plan: Plan, heirs: Sequence[Unit]) -> None:
    """Children, usual leads and open questions go to the one follower; of several, a person has to say which."""
    if len(heirs) != 1:
        return
    (heir,) = heirs
    for unit in plan.predecessors:
        tasks.pass_unit_explanations(unit, heir)
        for child in queries.children_of(unit):
            child.parent_id = heir.id
        for work_field in queries.fields_led_by(unit):
            work_field.usual_lead_id = heir.id


def _record(
    plan: Plan, heirs: Sequence[Unit], went: Mapping[int, tuple[Unit, list[Task]]], *, on: Occasion
) -> None:
    """The links, and one entry for each body that ended and each that followed."""
    followers: Sequence[Unit | None] = heirs or [None]
    db.session.add_all(
        UnitSuccession(predecessor=unit, successor=heir, kind=plan.kind, on=plan.on, basis=plan.basis)
        for unit in plan.predecessors
        for heir in followers
    )
    db.session.flush()
    common: dict[str, Any] = {
        "acting": on.acting,
        "at": on.now,
        "kind": plan.kind,
        "on": plan.on,
        "reason": plan.basis,
    }
    for unit, taken in went.values():
        names = ", ".join(heir.name for heir in heirs) or "—"
        codes = [task.code for task in taken]
        record(Event.UNIT_ENDED, "unit", unit.id, heirs=names, tasks=len(taken), codes=codes, **common)
    ended = ", ".join(unit.name for unit in plan.predecessors)
    for heir in heirs:
        taken_over = sum(task.unit_id == heir.id for _unit, taken in went.values() for task in taken)
        record(Event.UNIT_INHERITED, "unit", heir.id, from_=ended, tasks=taken_over, **common)
