"""What the page of one act on many tasks reads: who is chosen, what will happen to each, what stands in the way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict

from taskboard.accounts import queries as accounts
from taskboard.accounts.models import Person
from taskboard.domain.authority import Actor, Role, may
from taskboard.domain.errors import RuleBroken, Stale
from taskboard.occasion import Occasion, occasion_of
from taskboard.tasks import actions, listing, queries
from taskboard.tasks.actions import Act, Given, Step
from taskboard.tasks.actions.bulk import PERMISSIONS
from taskboard.tasks.forms import ActForm
from taskboard.tasks.models import Task
from taskboard.tasks.part_forms import DueForm, PersonForm
from taskboard.tasks.showing import Chip, Lens, chip, lens, source_of, told_late
from taskboard.web import labels
from taskboard.web.context import actor, core, now, today
from taskboard.web.forms import BaseForm
from taskboard.web.guard import acting
from taskboard.web.language import counted as _n
from taskboard.wording import day_text

ASKS = {Act.DEADLINE: "due_on", Act.MONITOR: "person", Act.OFFICER: "person"}
"""The field in which the act is told what each task gets."""
BUTTONS = {
    Act.URGE: (_l("Đôn đốc"), "megaphone"),
    Act.CONFIRM: (_l("Xác nhận hoàn thành"), "check-circle"),
    Act.DEADLINE: (_l("Ấn định thời hạn"), "calendar-event"),
    Act.MONITOR: (_l("Giao người theo dõi"), "eye"),
    Act.OFFICER: (_l("Giao người thực hiện"), "person-plus"),
}


def acts_of(who: Actor) -> list[Act]:
    """What some post of the person allows at all."""
    return [act for act in Act if may(who, PERMISSIONS[act])]


def buttons_of(who: Actor) -> list[dict[str, Any]]:
    """The acts as the bar under a list shows them."""
    return [{"act": act.value, "label": BUTTONS[act][0], "icon": BUTTONS[act][1]} for act in acts_of(who)]


# ---------------------------------------------------------------------------------------------------------- selection


def chosen_codes(args: MultiDict[str, str], who: Actor, seen: Lens) -> list[str]:
    """By ticks, or all that the list of this address holds; one more than may be acted on shows that there are more."""
    if "whole" not in args:
        return list(dict.fromkeys(args.getlist("code")))[: queries.MOST + 1]
    address = listing.Address.read(args)
    filters = listing.filter_of(address, queries.filter_choices(who), who)
    return queries.codes_of(filters, seen.reading, who, limit=queries.MOST + 1)


def steps_of(act: Act) -> list[Step]:
    """The tasks that were on the page sent back, as they were. Raises Stale, RuleBroken as `actions.do_to_all`."""
    shown = _versions(request.form.getlist("row")[: queries.MOST])
    tasks = queries.chosen_tasks(list(shown), actor(), is_writing=True)
    if gone := shown.keys() - {task.code for task in tasks}:
        raise Stale("bulk_rows_changed", codes=", ".join(sorted(gone)))
    occasions: dict[int, Occasion] = {}
    return [Step(task, shown[task.code], _occasion(act, task, occasions)) for task in tasks]


def _versions(rows: Sequence[str]) -> dict[str, int]:
    pairs = (row.rpartition(":") for row in rows)
    return {code: int(version) for code, _colon, version in pairs if version.isdecimal()}


def _occasion(act: Act, task: Task, known: dict[int, Occasion]) -> Occasion:
    """Under the post that allows it; one person may do some of it as one thing and some as another."""
    post = actions.post_for(act, task, actor())
    if post.post_id not in known:
        known[post.post_id] = occasion_of(core(), acting(post), now=now())
    return known[post.post_id]


# --------------------------------------------------------------------------------------------------------- what is given


def form_of(act: Act, formdata: Any, *, is_sent: bool) -> BaseForm:
    """The form of the act's one value. Looking at what would happen needs no token."""
    more: dict[str, Any] = {"formdata": formdata, "meta": {} if is_sent else {"csrf": False}}
    if act is Act.DEADLINE:
        return DueForm(**more)
    if act not in ASKS:
        return ActForm(**more)
    form = PersonForm(**more)
    form.offer(_people(act), _("Chưa phân công"))
    form.person.label.text = _("Người theo dõi") if act is Act.MONITOR else _("Người thực hiện")
    return form


def _people(act: Act) -> list[tuple[int, str]]:
    if act is Act.MONITOR:
        return queries.followers(today())
    units = {post.unit_id for post in actor().posts if post.role is Role.UNIT_HEAD and post.unit_id}
    return list(
        dict(pair for unit_id in sorted(units) for pair in queries.colleagues(unit_id, today())).items()
    )


def given_by(form: BaseForm) -> Given:
    """What a valid form says."""
    if isinstance(form, DueForm):
        return Given(due_on=form.due_on.data)
    if isinstance(form, PersonForm) and form.person.data is not None:
        return Given(person=accounts.person_by_id(form.person.data))
    return Given()


# ------------------------------------------------------------------------------------------------------------- preview


@dataclass(frozen=True, slots=True)
class Row:
    """One chosen task: what will happen to it or, where it cannot, why."""

    task: Task
    chip: Chip
    source: str
    words: str

    @property
    def mark(self) -> str:
        """The task as it is shown: changed since, it is not acted on."""
        return f"{self.task.code}:{self.task.version}"


def preview(act: Act, tasks: Sequence[Task], given: Given | None) -> dict[str, Any]:
    """Both halves of the list and what the mails will be."""
    seen, who, on = lens(), actor(), occasion_of(core(), acting(), now=now())
    urged = queries.urged_today([task.id for task in tasks], on) if act is Act.URGE else set()
    ready: list[Row] = []
    refused: list[Row] = []
    for task in tasks:
        why = _why_not(act, task, given, who, urged, on)
        words = why or _what(act, task, given, seen)
        (refused if why else ready).append(Row(task, chip(task, seen), source_of(task), words))
    return {"ready": ready, "refused": refused, "mails": _mails(act, [row.task for row in ready], given)}


def _why_not(act: Act, task: Task, given: Given | None, who: Actor, urged: set[int], on: Occasion) -> str:
    try:
        actions.post_for(act, task, who)
        actions.check_row(act, task, given, urged=urged, on=on)
    except RuleBroken as broken:
        return labels.broken_rule(broken)
    return ""


def _what(act: Act, task: Task, given: Given | None, seen: Lens) -> str:
    if act is Act.URGE:
        return _("Thư đôn đốc gửi %(unit)s", unit=task.unit.name)
    if act is Act.CONFIRM:
        return told_late(task, seen) or _("Hoàn thành ngày %(day)s", day=day_text(task.claimed_on))
    if given is None:
        return ""
    if act is Act.DEADLINE:
        return _("Hạn ban đầu %(day)s", day=day_text(given.due_on))
    before = task.monitor if act is Act.MONITOR else task.officer
    return f"{_name(before)} → {_name(given.person)}"


def _name(person: Person | None) -> str:
    return person.full_name if person else _("Chưa phân công")


def _mails(act: Act, tasks: Sequence[Task], given: Given | None) -> str:
    units = len({task.unit_id for task in tasks})
    if act is Act.URGE:
        return _n(
            "%(count)s đơn vị nhận thư, mỗi người nhận một thư cho tất cả các việc của đơn vị.", count=units
        )
    if act is Act.DEADLINE:
        return _("Mỗi người nhận một thư cho tất cả các việc. Lịch nhắc được lập theo ngày này.")
    if act is Act.OFFICER and given is not None and given.person is not None:
        return _("%(name)s nhận một thư cho tất cả các việc.", name=given.person.full_name)
    return _("Không gửi thư.")


def context(act: Act, form: BaseForm, given: Given | None) -> dict[str, Any]:
    """Everything `tasks/bulk.html` reads; `given` is None until it is said what each task gets."""
    who, seen = actor(), lens()
    codes = chosen_codes(request.args, who, seen)
    tasks = queries.chosen_tasks(codes[: queries.MOST], who)
    looked_at = preview(act, tasks, given)
    return {
        "act": act,
        "label": BUTTONS[act][0],
        "sign": BUTTONS[act][1],
        "form": form,
        "asks": ASKS.get(act),
        "given": given,
        "selection": selection_of(request.args, act),
        "back_url": listing.Address.read(request.args).url(),
        "is_cut": len(codes) > queries.MOST,
        "most": queries.MOST,
        "value": value_of(form, act),
        "to_press": words_to_press(act, len(looked_at["ready"])),
        **looked_at,
    }


def selection_of(args: MultiDict[str, str], act: Act) -> list[tuple[str, str]]:
    """What was chosen, to be sent along again: everything of the address but the act's own value."""
    return [(name, value) for name, value in args.items(multi=True) if name != ASKS.get(act) and value]


def value_of(form: BaseForm, act: Act) -> str:
    """The act's value as the form sends it."""
    field = form[ASKS[act]] if act in ASKS else None
    data = field.data if field is not None else None
    return day_text(data) if isinstance(data, date) else str(data or "")


def words_to_press(act: Act, count: int) -> str:
    """What the button that does it says."""
    words: Mapping[Act, str] = {
        Act.URGE: _n("Đôn đốc %(count)s việc", count=count),
        Act.CONFIRM: _n("Xác nhận hoàn thành %(count)s việc", count=count),
        Act.DEADLINE: _n("Ấn định thời hạn %(count)s việc", count=count),
        Act.MONITOR: _n("Giao người theo dõi %(count)s việc", count=count),
        Act.OFFICER: _n("Giao người thực hiện %(count)s việc", count=count),
    }
    return words[act]


def notice(act: Act, count: int, mails: int) -> str:
    """What was done, in a sentence."""
    done: Mapping[Act, str] = {
        Act.URGE: _n("Đã đôn đốc %(count)s việc.", count=count),
        Act.CONFIRM: _n("Đã xác nhận hoàn thành %(count)s việc.", count=count),
        Act.DEADLINE: _n("Đã ấn định thời hạn %(count)s việc.", count=count),
        Act.MONITOR: _n("Đã đổi người theo dõi %(count)s việc.", count=count),
        Act.OFFICER: _n("Đã đổi người thực hiện %(count)s việc.", count=count),
    }
    told = _n("%(count)s thư chờ gửi.", count=mails)
    return f"{done[act]} {told}" if mails else done[act]
