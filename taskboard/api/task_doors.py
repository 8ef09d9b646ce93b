"""Tasks: the list with the conditions of the page, one task, and the verbs of its life."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import url_for
from marshmallow import Schema

from taskboard.accounts import queries as accounts
from taskboard.api import queries, shapes
from taskboard.api.doors import Answer, Asked, _noop, bearer, door, tag_of
from taskboard.db import db
from taskboard.domain.authority import Permission, PostFact, may
from taskboard.domain.errors import RuleBroken
from taskboard.domain.events import Channel
from taskboard.occasion import Occasion, occasion_of
from taskboard.tasks import actions
from taskboard.tasks import queries as tasks
from taskboard.tasks.acts import task_or_404
from taskboard.tasks.address import Address, filter_of
from taskboard.tasks.models import Extension, ReportKind, Task
from taskboard.tasks.queries.ordering import values_of
from taskboard.tasks.showing import Lens, lens
from taskboard.web.context import actor, core, now, settings
from taskboard.web.guard import authorise
from taskboard.web.limits import file_limits

ROOM = "tasks"


@dataclass(frozen=True, slots=True)
class Seen:
    """A row beside what is computed of it; everything else is the row's own."""

    row: Task
    lens: Lens

    def __getattr__(self, name: str) -> Any:
        return getattr(self.row, name)

    @property
    def due(self) -> Any:
        return self.lens.deadline_of(self.row)

    @property
    def url(self) -> str:
        return settings().base_url + url_for("tasks.task", code=self.row.code)

    @property
    def assignments(self) -> list[Any]:
        return [row for row in self.row.assignments if row.ended_at is None]


def shown(code: str) -> Seen:
    """The task as its page has it; 404 where it may not be seen."""
    return Seen(task_or_404(code, Permission.VIEW_TASK)[0], lens())


def occasion(post: PostFact, channel: Channel = Channel.API) -> Occasion:
    return occasion_of(core(), bearer().acting(post, channel=channel), now=now())


def under(code: str, permission: Permission, asked: Asked) -> tuple[Task, Occasion, PostFact]:
    """The task, as the sender saw it, and the post under which this may be done to it."""
    row = task_or_404(code, Permission.VIEW_TASK)[0]
    post = authorise(permission, tasks.subject_of(row))
    asked.expect(tag(row))
    return row, occasion(post), post


def tag(row: Task) -> str:
    return tag_of(shapes.TaskOut().dump(Seen(row, lens())))


def changed(code: str) -> Answer:
    """The task after an act, read anew."""
    db.session.flush()
    db.session.expire_all()
    return Answer(shown(code))


# -------------------------------------------------------------------------------------------------------------- reading


@door(
    "GET",
    "/tasks",
    Permission.VIEW_TASK,
    _noop("Danh sách nhiệm vụ, với các điều kiện của trang Nhiệm vụ"),
    room=ROOM,
    query=shapes.TaskQuery,
    gives=shapes.TaskLine,
    is_list=True,
    follow={"task": {"code": "$response.body#/items/0/code"}},
)
def task_list(asked: Asked) -> Answer:
    given = {name: _word(value) for name, value in asked.query.items() if value != ""}
    address = Address.read({**given, "after": asked.query["cursor"]})
    who, seen = actor(), lens()
    filters = filter_of(address, tasks.filter_choices(who), who)
    if address.after and values_of(address.after, address.order.keys(filters.view)) is None:
        raise queries.UnknownPlace
    page = tasks.task_page(
        filters, seen.reading, who, order=address.order, after=address.after, limit=asked.query["limit"]
    )
    return Answer([Seen(row, seen) for row in page.tasks], next=page.next)


def _word(value: Any) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


@door(
    "GET",
    "/tasks/<code>",
    Permission.VIEW_TASK,
    _noop("Một nhiệm vụ"),
    room=ROOM,
    gives=shapes.TaskOut,
    has_tag=True,
    follow={
        name: {"code": "$response.body#/code", "header.If-Match": "$response.header.ETag"}
        for name in (
            *("receive", "report_task", "ask_extension", "ask_return", "ask_transfer", "name_officer"),
            *(
                "confirm",
                "send_back",
                "reopen",
                "urge",
                "remark",
                "pause",
                "resume",
                "withdraw",
                "stop_pursuing",
            ),
            *("set_event_date", "confirm_cause", "revoke_cause", "ask_correct_date", "ask_correct_lead"),
            *("give_again", "ask_explanation"),
        )
    },
)
def task(asked: Asked, code: str) -> Answer:
    return Answer(shown(code))


def verb(
    path: str,
    permission: Permission,
    summary: Any,
    act: Callable[..., object],
    *,
    takes: type[Schema] = shapes.NothingIn,
) -> None:
    """A door for a verb that takes the task and what its action asks for, and leaves the task; it is called as the action."""

    def serve(asked: Asked, code: str) -> Answer:
        row, on, _post = under(code, permission, asked)
        act(row, **asked.body, on=on)
        return changed(code)

    serve.__name__ = act.__name__
    door(
        "POST",
        f"/tasks/<code>/{path}",
        permission,
        summary,
        room=ROOM,
        takes=takes,
        gives=shapes.TaskOut,
        has_tag=True,
        needs_version=True,
    )(serve)


# -------------------------------------------------------------------------------------------------------- a unit's side


verb("receive", Permission.RECEIVE_TASK, _noop("Tiếp nhận"), actions.receive)


@door(
    "POST",
    "/tasks/<code>/reports",
    Permission.REPORT_TASK,
    _noop("Báo cáo tiến độ hoặc hoàn thành, có thể kèm tệp; Văn phòng nhập thay thì nêu nguồn tin ở “told”"),
    room=ROOM,
    also=(Permission.REPORT_ON_BEHALF,),
    takes=shapes.ReportIn,
    takes_files=True,
    gives=shapes.ReportOut,
    needs_version=True,
    status=201,
    makes=True,
    follow={"report": {"report_id": "$response.body#/id"}},
)
def report_task(asked: Asked, code: str) -> Answer:
    row = task_or_404(code, Permission.VIEW_TASK)[0]
    subject = tasks.subject_of(row)
    own = may(actor(), Permission.REPORT_TASK, subject)
    post = own or authorise(Permission.REPORT_ON_BEHALF, subject)
    asked.expect(tag(row))
    on = occasion(post, Channel.API if own else Channel.ON_PAPER)
    made = _report(row, asked, on)
    return Answer(made, location=url_for("api.report", report_id=made.id))


def _report(row: Task, asked: Asked, on: Occasion) -> Any:
    said = dict(asked.body)
    kind, claimed_on = said.pop("kind"), said.pop("claimed_on")
    account, unit = account_of(said, asked), row.unit
    if kind == ReportKind.COMPLETION:
        return actions.report_completion(
            row, account, claimed_on=claimed_on, unit=unit, storage=storage(), on=on
        )
    return actions.report_progress(row, account, unit=unit, storage=storage(), on=on)


def account_of(said: dict[str, Any], asked: Asked) -> actions.Account:
    """What was said and sent along, under the key of its request: taken once."""
    words = dict(said)
    told = words.pop("told")
    return actions.Account(
        **words,
        form_key=f"api:{bearer().token.id}:{asked.key}",
        uploads=asked.uploads,
        told=actions.Telling(**told) if told else None,
    )


def storage() -> actions.Storage:
    """As the city has set it, as on the pages."""
    limits = file_limits()
    return actions.Storage(limits.root, limits.max_bytes, limits.max_files)


@door(
    "POST",
    "/tasks/<code>/extensions",
    Permission.ASK_EXTENSION,
    _noop("Đề nghị gia hạn"),
    room=ROOM,
    takes=shapes.ExtensionIn,
    gives=shapes.ExtensionOut,
    needs_version=True,
    status=201,
)
def ask_extension(asked: Asked, code: str) -> Answer:
    row, on, _post = under(code, Permission.ASK_EXTENSION, asked)
    return Answer(actions.ask_extension(row, **asked.body, on=on))


@door(
    "PUT",
    "/tasks/<code>/officer",
    Permission.NAME_OFFICER,
    _noop("Phân công người thực hiện"),
    room=ROOM,
    takes=shapes.OfficerIn,
    gives=shapes.TaskOut,
    has_tag=True,
    needs_version=True,
)
def name_officer(asked: Asked, code: str) -> Answer:
    row, on, _post = under(code, Permission.NAME_OFFICER, asked)
    number = asked.body["person_id"]
    person = accounts.person_by_id(number) if number is not None else None
    if number is not None and person is None:
        raise RuleBroken("officer_not_of_unit", field="person_id")
    actions.name_officer(row, person, on=on)
    return changed(code)


# ----------------------------------------------------------------------------------------------------- the side above


verb("confirm", Permission.CONFIRM_TASK, _noop("Xác nhận hoàn thành"), actions.confirm)


verb(
    "send-back",
    Permission.CONFIRM_TASK,
    _noop("Gửi lại báo cáo hoàn thành, nêu lý do"),
    actions.send_back,
    takes=shapes.ReasonIn,
)


verb("withdraw", Permission.WITHDRAW_TASK, _noop("Thu hồi nhiệm vụ"), actions.withdraw, takes=shapes.ReasonIn)


verb("urge", Permission.URGE_TASK, _noop("Đôn đốc: một thư ngay cho đơn vị chủ trì"), actions.urge)


verb(
    "remark", Permission.REMARK_TASK, _noop("Ghi ý kiến của lãnh đạo"), actions.remark, takes=shapes.RemarkIn
)


@door(
    "POST",
    "/extensions/<int:extension_id>/grant",
    Permission.DECIDE_EXTENSION,
    _noop("Đồng ý gia hạn"),
    room=ROOM,
    takes=shapes.NoteIn,
    gives=shapes.ExtensionOut,
    needs_version=True,
)
def grant_extension(asked: Asked, extension_id: int) -> Answer:
    row, on, post = _extension(asked, extension_id)
    actions.grant_extension(row, **asked.body, role=post.role, on=on)
    return Answer(row)


@door(
    "POST",
    "/extensions/<int:extension_id>/refuse",
    Permission.DECIDE_EXTENSION,
    _noop("Không đồng ý gia hạn, nêu lý do"),
    room=ROOM,
    takes=shapes.ReasonIn,
    gives=shapes.ExtensionOut,
    needs_version=True,
)
def refuse_extension(asked: Asked, extension_id: int) -> Answer:
    row, on, post = _extension(asked, extension_id)
    actions.refuse_extension(row, **asked.body, role=post.role, on=on)
    return Answer(row)


def _extension(asked: Asked, extension_id: int) -> tuple[Extension, Occasion, PostFact]:
    """A request and its task as the sender saw it; unseen and unknown look alike."""
    row = tasks.extension_by_id(extension_id)
    code = row.task.code if row is not None else ""
    _task, on, post = under(code, Permission.DECIDE_EXTENSION, asked)
    assert row is not None
    return row, on, post
