"""Who reads: asked on the day a mail is made, never stored, so who left or was locked gets nothing (peers T11)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from taskboard.accounts.models import Person, Post
from taskboard.db import db
from taskboard.domain.authority import Role
from taskboard.domain.reminding import MANDATORY, Reader, Topic
from taskboard.reminders.models import MailChoice, MailSwitch
from taskboard.reminders.queries.facts import Known
from taskboard.tasks.models import Task
from taskboard.together import ask_together
from taskboard.units.models import Unit, UnitName

HEADS = (Role.UNIT_HEAD, Role.CHIEF_OF_OFFICE)
"""Who answers for a unit; the Office is one too."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who a mail goes to on one day: a person, else a unit's shared mailbox, else nobody (an empty address)."""

    unit_id: int | None
    """The unit on whose behalf it is read; None for leaders, who sit in none."""
    name: str
    address: str
    salutation: str
    person_id: int | None = None

    @property
    def key(self) -> str:
        """One a day and recipient: `person:12`, or `unit:5` for a shared mailbox."""
        return f"unit:{self.unit_id}" if self.person_id is None else f"person:{self.person_id}"


@dataclass(frozen=True, slots=True)
class Staff:
    """Everybody a mail of one day may go to, read once: posts held, accounts open, addresses known."""

    day: date
    heads: dict[int, list[Recipient]] = field(default_factory=lambda: defaultdict(list))
    by_role: dict[Role, list[Recipient]] = field(default_factory=lambda: defaultdict(list))
    by_person: dict[int, Recipient] = field(default_factory=dict)
    """Under the first post they hold."""
    units_of: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    """The units a person holds a post in."""
    mailboxes: dict[int, Recipient] = field(default_factory=dict)

    def of_unit(self, unit_id: int) -> list[Recipient]:
        """Its heads with an address; else its shared mailbox; else one without an address, so that it shows."""
        return self.heads.get(unit_id) or [self.mailboxes[unit_id]]

    def by_key(self, key: str) -> Recipient | None:
        """Whom a digest of an earlier day was for, as `Recipient.key`, if they can still be written to."""
        kind, _, number = key.partition(":")
        return (self.by_person if kind == "person" else self.mailboxes).get(int(number))

    def answers_for_unit(self, reader: Recipient) -> bool:
        """Whether the mails of their unit go to them."""
        of_unit = self.of_unit(reader.unit_id) if reader.unit_id in self.mailboxes else []
        return any(one.key == reader.key for one in of_unit)

    def officer(self, person_id: int | None, unit_id: int) -> Recipient | None:
        """The officer the unit named, while they are there and can be written to."""
        if person_id is None or unit_id not in self.units_of.get(person_id, ()):
            return None
        found = self.by_person.get(person_id)
        return found and Recipient(unit_id, found.name, found.address, f"đồng chí {found.name}", person_id)

    def of_task(self, reader: Reader, known: Known) -> list[Recipient]:
        """Who this reader is for this task; the next above where nobody holds the part."""
        match reader:
            case Reader.HEAD:
                return self.of_unit(known.unit_id)
            case Reader.OFFICER:
                officer = self.officer(known.officer_id, known.unit_id)
                return [officer] if officer else []
            case Reader.MONITOR:
                monitor = self.by_person.get(known.monitor_id or 0)
                return [monitor] if monitor else self.by_role[Role.CHIEF_OF_OFFICE]
            case Reader.LEADER:
                leader = self.by_person.get(known.leader_id or 0)
                return [leader] if leader else self.by_role[Role.CHAIR]
            case _:
                return self.in_office(reader)

    def in_office(self, reader: Reader) -> list[Recipient]:
        """Readers that no single task names."""
        return self.by_role[_ROLES[reader]] if reader in _ROLES else []


_ROLES = {
    Reader.CHIEF_OF_OFFICE: Role.CHIEF_OF_OFFICE,
    Reader.CHAIR: Role.CHAIR,
    Reader.VICE_CHAIRS: Role.VICE_CHAIR,
    Reader.MONITOR: Role.MONITOR,
    Reader.LEADER: Role.CHAIR,
}


def staff_on(day: date, of_units: Collection[int] | None = None) -> Staff:
    """All of them in two queries: a city has hundreds of people, and a pass asks for thousands of tasks.

    With `of_units`, those of a few units only: enough for the mail of one fact.
    """
    chosen = sa.select(Unit) if of_units is None else sa.select(Unit).where(Unit.id.in_(of_units))
    seats = [Seat(unit.id, unit.email or "", unit.name_on(day)) for unit in db.session.scalars(chosen)]
    return _seated(day, seats, db.session.execute(posts_held(day, of_units)))


@dataclass(frozen=True, slots=True)
class Seat:
    """A unit under the name it bore on the day."""

    id: int
    email: str
    name: str


def seats_of() -> sa.Select[*tuple[Any, ...]]:
    """Units, a row for each name they ever bore."""
    return sa.select(Unit.id, Unit.email, UnitName.name, UnitName.valid_from).join(UnitName)


def staff_from(day: date, seats: Iterable[Any], posts: Iterable[Any]) -> Staff:
    """As `staff_on`, of rows of `seats_of` and `posts_held`, in any order."""
    borne: dict[int, Any] = {}
    for row in sorted(seats, key=lambda row: (row.id, row.valid_from)):
        if row.id not in borne or row.valid_from <= day:
            borne[row.id] = row
    named = [Seat(row.id, row.email or "", row.name) for row in borne.values()]
    return _seated(day, named, sorted(posts, key=lambda row: int(row.post_id)))


def _seated(day: date, seats: Iterable[Seat], posts: Iterable[Any]) -> Staff:
    staff, units = Staff(day), {seat.id: seat for seat in seats}
    for unit in units.values():
        staff.mailboxes[unit.id] = Recipient(unit.id, unit.name, unit.email, unit.name)
    for row in posts:
        seat = units[row.unit_id] if row.unit_id else None
        recipient = _recipient(row, seat)
        staff.by_person.setdefault(row.person_id, recipient)
        _add(staff.by_role[row.role], recipient)
        if seat is not None:
            staff.units_of[row.person_id].add(seat.id)
            if row.role in HEADS:
                _add(staff.heads[seat.id], recipient)
    return staff


def posts_held(day: date, of_units: Collection[int] | None = None) -> sa.Select[*tuple[Any, ...]]:
    """Posts of people who can be written to."""
    within = () if of_units is None else (Post.unit_id.in_(of_units),)
    return (
        sa.select(
            Post.id.label("post_id"),
            Post.role,
            Post.unit_id,
            Post.title,
            Post.person_id,
            Person.full_name,
            Person.email,
        )
        .join(Person)
        .where(
            Post.valid_from <= day,
            sa.or_(Post.valid_to.is_(None), Post.valid_to > day),
            Person.locked_at.is_(None),
            Person.email.is_not(None),
            Person.email != "",
            *within,
        )
        .order_by(Post.id)
    )


def _add(people: list[Recipient], recipient: Recipient) -> None:
    if all(known.person_id != recipient.person_id for known in people):
        people.append(recipient)


def _recipient(row: Any, unit: Seat | None) -> Recipient:
    if row.role in HEADS and unit is not None:
        called = title_of(row.title, unit.name)
    else:
        called = row.title if unit is None else row.full_name
    return Recipient(unit.id if unit else None, row.full_name, row.email, f"đồng chí {called}", row.person_id)


def title_of(post_title: str, unit_name: str) -> str:
    """`Trưởng phòng` of `Phòng Kinh tế` is `Trưởng phòng Kinh tế`: words the two share are said once."""
    title, unit = post_title.split(), unit_name.split()
    folded_title, folded_unit = [word.lower() for word in title], [word.lower() for word in unit]
    if " ".join(folded_unit) in " ".join(folded_title):
        return post_title
    shared = next(
        (
            count
            for count in range(min(len(title), len(unit)), 0, -1)
            if folded_title[-count:] == folded_unit[:count]
        ),
        0,
    )
    return " ".join([*title, *unit[shared:]])


def recipients_of(units: Collection[Unit], day: date) -> dict[int, list[Recipient]]:
    """For each unit who answers for it on that day, as `Staff.of_unit`."""
    staff = staff_on(day, [unit.id for unit in units])
    return {unit.id: staff.of_unit(unit.id) for unit in units}


def readers_of(tasks: Sequence[Task], day: date) -> dict[int, list[Recipient]]:
    """For each task who is told of it on that day: the lead unit's heads and the officer it named."""
    staff = staff_on(day, {task.unit_id for task in tasks})
    return {task.id: _readers_of(task, staff) for task in tasks}


def officer_of(task: Task, day: date) -> Recipient | None:
    """The officer the unit named for the task, as `Staff.officer`."""
    return staff_on(day, [task.unit_id]).officer(task.officer_id, task.unit_id)


def _readers_of(task: Task, staff: Staff) -> list[Recipient]:
    people = {recipient.key: recipient for recipient in staff.of_unit(task.unit_id)}
    if officer := staff.officer(task.officer_id, task.unit_id):
        people.setdefault(officer.key, officer)
    return list(people.values())


def monitors_post(person: Person, day: date) -> Post | None:
    return next((post for post in person.posts_on(day) if post.unit is not None), None)


def post_holders(day: date) -> list[Person]:
    """People who hold a post on a day, by name."""
    held = sa.select(Post.person_id).where(
        Post.valid_from <= day, sa.or_(Post.valid_to.is_(None), Post.valid_to > day)
    )
    statement = sa.select(Person).where(Person.id.in_(held)).order_by(Person.sort_key)
    return list(db.session.scalars(statement.options(joinedload(Person.posts))).unique())


# ---------------------------------------------------------------------------------------------------- switched off


@dataclass(frozen=True, slots=True)
class Switches:
    """What the installation and people want to get. Mandatory topics are wanted by all."""

    off: frozenset[Topic] = frozenset()
    chosen_off: frozenset[tuple[int, Topic]] = frozenset()

    def wants(self, recipient: Recipient, topic: Topic) -> bool:
        if topic in MANDATORY:
            return True
        return topic not in self.off and (recipient.person_id or 0, topic) not in self.chosen_off


def switches_of(recipient: Recipient) -> Switches:
    """What one recipient wants; a shared mailbox has no choices of its own."""
    return switches([recipient.person_id] if recipient.person_id is not None else [])


def switches(person_ids: Iterable[int] | None = None) -> Switches:
    """Everybody's choices, or those of a few."""
    return switches_from(**ask_together(**switch_rows(person_ids)))


def switch_rows(person_ids: Iterable[int] | None = None) -> dict[str, sa.Select[*tuple[Any, ...]]]:
    """What the installation switched off, and what people did."""
    chosen = sa.select(MailChoice.person_id, MailChoice.topic).where(MailChoice.is_on.is_(False))
    if person_ids is not None:
        chosen = chosen.where(MailChoice.person_id.in_(list(person_ids)))
    return {"off": sa.select(MailSwitch.topic).where(MailSwitch.is_on.is_(False)), "chosen_off": chosen}


def switches_from(off: Iterable[Any], chosen_off: Iterable[Any]) -> Switches:
    """Of the rows of `switch_rows`."""
    return Switches(
        frozenset(row.topic for row in off), frozenset((row.person_id, row.topic) for row in chosen_off)
    )
