"""Rows in few words, made by the actions that make them in life: `task("Lập phương án hộ đê", lead=economy, due_on=…)`."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from taskboard.accounts import actions as accounts
from taskboard.accounts.models import Person
from taskboard.briefings import actions as briefings
from taskboard.briefings.models import DraftDue, SourceKind
from taskboard.db import db
from taskboard.domain.authority import Role
from taskboard.domain.events import Channel
from taskboard.files.actions import Upload
from taskboard.journal.actions import COMMAND, Acting
from taskboard.occasion import Occasion
from taskboard.settings import queries as settings
from taskboard.tasks import actions as tasks
from taskboard.tasks.models import Cause, Extension, Report, Task
from taskboard.units import actions as units
from taskboard.units.models import Unit, UnitKind

CITY = ZoneInfo("Asia/Ho_Chi_Minh")
BEGAN_ON = date(2020, 1, 1)
PDF = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"

_keys = itertools.count(1)


def at(day: date, hour: int = 9, minute: int = 0) -> datetime:
    """An instant (UTC) of a day's hour in the city."""
    return datetime.combine(day, time(hour, minute), CITY).astimezone(UTC)


def acting_of(person: Person | None, *, channel: Channel = Channel.WEB) -> Acting:
    """The person under their first post; nobody stands for the command line."""
    if person is None:
        return COMMAND
    post = person.posts[0] if person.posts else None
    return Acting(person_id=person.id, post_id=post.id if post else None, channel=channel)


def occasion(now: datetime, person: Person | None = None, *, channel: Channel = Channel.WEB) -> Occasion:
    """What most verbs take: who, when, on the calendar the database holds."""
    return Occasion(
        acting=acting_of(person, channel=channel),
        now=now,
        real_now=now,
        zone=CITY,
        calendar=settings.calendar(),
        base_url="http://localhost",
        body_name="UBND thành phố Nam Định",
    )


def unit(name: str, kind: UnitKind = UnitKind.DEPARTMENT, **more: Any) -> Unit:
    """A unit that has existed since 2020."""
    more.setdefault("valid_from", BEGAN_ON)
    return units.create_unit(name=name, kind=kind, acting=COMMAND, now=at(more["valid_from"]), **more)


def person(
    full_name: str,
    role: Role,
    in_unit: Unit | None = None,
    *,
    title: str = "",
    fields: str = "",
    handle: str = "",
) -> Person:
    """A person with one post; the address is the handle at namdinh.example."""
    name = f"{handle or f'person{next(_keys)}'}@namdinh.example"
    made = accounts.create_person(
        sign_in_name=name, full_name=full_name, email=name, acting=COMMAND, now=at(BEGAN_ON)
    )
    accounts.give_post(
        made,
        role=role,
        unit=in_unit,
        title=title or role.value,
        valid_from=BEGAN_ON,
        field_codes=fields,
        acting=COMMAND,
        now=at(BEGAN_ON),
    )
    return made


def tasks_of_letter(
    title: str,
    *,
    leads: Sequence[Unit],
    on: Occasion,
    due_on: date | None = None,
    partners: Sequence[Unit] = (),
    words: str = "",
    leader: Person | None = None,
    field: str = "",
    is_starred: bool = False,
    **edit: Any,
) -> list[Task]:
    """The tasks of one letter of the committee, assigned on the occasion's day."""
    source = briefings.Source(
        kind=SourceKind.LETTER,
        wording=words or f"{title}.",
        number="118/UBND-VP",
        on=on.today,
        leader=leader,
        field=field,
    )
    due = edit.pop("due", DraftDue.DATED if due_on else DraftDue.NONE)
    asked = briefings.DraftEdit(
        title=title,
        leads=[briefings.Target(unit_id=lead.id) for lead in leads],
        partners=[briefings.Target(unit_id=partner.id) for partner in partners],
        due=due,
        due_on=due_on,
        fans_out=len(leads) > 1,
        **edit,
    )
    _directive, made = briefings.create_directive(
        source, title=title, edit=asked, assigned_on=on.today, is_starred=is_starred, on=on
    )
    return made


def task(title: str, *, lead: Unit, on: Occasion, **more: Any) -> Task:
    """One task of a letter; keywords as in `tasks_of_letter`."""
    return tasks_of_letter(title, leads=[lead], on=on, **more)[0]


def key() -> str:
    """A form's key nobody used before."""
    return f"form-{next(_keys)}"


def account(done: str = "Đã khảo sát xong 4 tuyến đê.", **more: Any) -> tasks.Account:
    """What a unit says; with an obstacle but no cause, coordination is meant."""
    more.setdefault("form_key", key())
    if more.get("obstacle_text"):
        more.setdefault("cause", Cause.COORDINATION)
    return tasks.Account(done_text=done, **more)


def storage(root: Path) -> tasks.Storage:
    return tasks.Storage(root=root / "files", max_bytes=1024 * 1024, max_files=3)


def progress(row: Task, *, on: Occasion, root: Path | None = None, **more: Any) -> Report:
    """With a plan where the date has come, unless said otherwise."""
    if tasks.needs_plan(row, on.today, CITY):
        more.setdefault("next_step", "Làm tiếp phần còn lại.")
        more.setdefault("forecast_on", on.today + timedelta(days=7))
    return tasks.report_progress(
        row, account(**more), unit=row.unit, storage=storage(root or Path("unused")), on=on
    )


def completion(
    row: Task, *, on: Occasion, claimed_on: date | None = None, root: Path | None = None, **more: Any
) -> Report:
    """Claimed for the occasion's day and proved by a document, of the claimed day where that is past."""
    more.setdefault("document_number", "125/BC-KT")
    if claimed_on is not None and claimed_on < on.today:
        more.setdefault("document_on", claimed_on)
    return tasks.report_completion(
        row,
        account(**more),
        claimed_on=claimed_on or on.today,
        unit=row.unit,
        storage=storage(root or Path("unused")),
        on=on,
    )


def confirmed(row: Task, *, by: Occasion, claimed_on: date | None = None, told: Occasion) -> Task:
    """Reported on `told`, confirmed on `by`."""
    completion(row, on=told, claimed_on=claimed_on)
    tasks.confirm(row, on=by)
    return row


def extension(
    row: Task, new_due_on: date, *, on: Occasion, reason: str = "Chờ tỉnh phê duyệt giá đất."
) -> Extension:
    return tasks.ask_extension(row, new_due_on=new_due_on, reason=reason, on=on)


def pdf(name: str = "Biên bản đối thoại 10-6.pdf") -> Upload:
    return Upload(name, PDF)


def saved() -> None:
    """Commit, so that a request sees it: a request starts its own transaction."""
    db.session.commit()
