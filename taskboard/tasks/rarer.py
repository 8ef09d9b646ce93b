"""The rarer verbs of a task: each with a page of its own, and folded under "Việc khác" on the task's page.

One row a verb: who may (authority), when it may (lifecycle and the rules), what it asks, what follows from it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _lp

from taskboard.domain import requests
from taskboard.domain.authority import Actor, Permission, PostFact, Subject, may
from taskboard.domain.errors import RuleBroken
from taskboard.domain.lifecycle import State, Verb, is_possible
from taskboard.occasion import Occasion
from taskboard.tasks import actions
from taskboard.tasks.models import PartState, Task
from taskboard.tasks.request_forms import (
    CauseForm,
    CorrectDateForm,
    CorrectLeadForm,
    ExplainForm,
    GiveAgainForm,
    GiveUpForm,
    PauseForm,
    ReopenForm,
    ReturnForm,
    RevokeCauseForm,
    TransferForm,
)
from taskboard.tasks.showing import Lens
from taskboard.units.models import Unit
from taskboard.web.forms import BaseForm

Check = Callable[[Task, Lens, PostFact], RuleBroken | None]
"""Why the verb cannot be used now; None where it can."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a person sent, under which post, and the unit they chose."""

    form: Any
    post: PostFact
    unit: Unit | None
    on: Occasion


@dataclass(frozen=True, slots=True)
class Act:
    name: str
    """The last part of its address, and its endpoint."""
    permission: Permission
    form: type[BaseForm]
    check: Check
    run: Callable[[Task, Said], object]
    title: Any
    follows: Any
    """What comes of it, said before the form."""
    button: Any
    notice: Any
    """Afterwards; may name %(code)s."""
    icon: str
    is_final: bool = False
    """It ends the task: its button is red and stands last."""

    @property
    def endpoint(self) -> str:
        return f"tasks.{self.name.replace('-', '_').replace('/', '_')}"

    @property
    def keep(self) -> str:
        """Under which a browser keeps what is typed, with the task's code."""
        return self.name.replace("/", "-")

    def url(self, task: Task) -> str:
        return url_for(self.endpoint, code=task.code)


def offered(task: Task, who: Actor, subject: Subject, seen: Lens) -> list[Act]:
    """What this person may do with the task now, besides the usual."""
    found = []
    for act in ACTS:
        post = may(who, act.permission, subject)
        if post is not None and act.check(task, seen, post) is None:
            found.append(act)
    return found


# ------------------------------------------------------------------------------------------------------------ when


def _by(verb: Verb) -> Check:
    def check(task: Task, _seen: Lens, _post: PostFact) -> RuleBroken | None:
        if is_possible(task.state, verb):
            return None
        return RuleBroken("verb_not_possible", state=task.state.value, verb=verb.value)

    return check


def _may_return(task: Task, seen: Lens, post: PostFact) -> RuleBroken | None:
    """Of the lead's task, or of a partner's own part."""
    facts = _return_facts(task, seen, post)
    if facts is None:
        return RuleBroken("nothing_owed")
    within = seen.reading.return_working_days
    try:
        requests.may_ask_return(facts, reason="-", today=seen.today, calendar=seen.calendar, within=within)
    except RuleBroken as broken:
        return broken
    return None


def _return_facts(task: Task, seen: Lens, post: PostFact) -> requests.ReturnFacts | None:
    unit_id = post.unit_id
    pending = any(row.decided_at is None and row.unit_id == unit_id for row in task.requests)
    if unit_id == task.unit_id:
        if not is_possible(task.state, Verb.TRANSFER):
            return None
        received = seen.day_of(task.received_at) if task.received_at else None
        return requests.ReturnFacts(received, task.state is State.IN_PROGRESS, pending)
    part = next((row for row in task.assignments if row.unit_id == unit_id and row.ended_at is None), None)
    if part is None or not task.is_open:
        return None
    return requests.ReturnFacts(seen.day_of(part.assigned_at), part.part is not PartState.OPEN, pending)


def _may_pass_on(task: Task, seen: Lens, post: PostFact) -> RuleBroken | None:
    if task.pending_request is not None:
        return RuleBroken("request_pending")
    return _by(Verb.TRANSFER)(task, seen, post)


def _may_correct_date(task: Task, _seen: Lens, _post: PostFact) -> RuleBroken | None:
    if not task.is_open:
        return RuleBroken("nothing_owed")
    if task.pending_request is not None:
        return RuleBroken("request_pending")
    return RuleBroken("date_undated") if task.original_due_on is None else None


def _may_give_again(task: Task, _seen: Lens, _post: PostFact) -> RuleBroken | None:
    return None if task.state is State.RETURNED else RuleBroken("not_returned")


def _may_explain(task: Task, _seen: Lens, _post: PostFact) -> RuleBroken | None:
    gone = task.state in (State.RETURNED, State.WITHDRAWN)
    return RuleBroken("nothing_owed") if gone else None


def _may_confirm_cause(task: Task, seen: Lens, _post: PostFact) -> RuleBroken | None:
    if task.objective_cause_confirmed_at is not None:
        return RuleBroken("cause_confirmed")
    is_late = actions.is_late(task, today=seen.today, zone=seen.zone)
    return None if is_late else RuleBroken("cause_not_late")


def _may_revoke_cause(task: Task, _seen: Lens, _post: PostFact) -> RuleBroken | None:
    return RuleBroken("cause_not_confirmed") if task.objective_cause_confirmed_at is None else None


# ------------------------------------------------------------------------------------------------------------ what


def _chosen(said: Said) -> Unit:
    if said.unit is None:
        raise RuleBroken("unit_unknown", field="new_unit_id")
    return said.unit


def _pause(task: Task, said: Said) -> None:
    actions.pause(task, reason=said.form.reason.data, resume_on=said.form.resume_on.data, on=said.on)


def _ask_return(task: Task, said: Said) -> None:
    unit_id = said.post.unit_id or task.unit_id
    actions.ask_return(task, unit_id=unit_id, reason=said.form.reason.data, on=said.on)


def _ask_transfer(task: Task, said: Said) -> None:
    actions.ask_transfer(task, new_unit=_chosen(said), reason=said.form.reason.data, on=said.on)


def _correct_date(task: Task, said: Said) -> None:
    new_due_on = said.form.new_due_on.given
    actions.propose_date_correction(task, new_due_on=new_due_on, reason=said.form.reason.data, on=said.on)


def _correct_lead(task: Task, said: Said) -> None:
    actions.propose_lead_correction(task, new_unit=_chosen(said), reason=said.form.reason.data, on=said.on)


def _give_again(task: Task, said: Said) -> None:
    actions.give_again(task, unit=_chosen(said), due_on=said.form.new_due_on.data, on=said.on)


def _ask_explanation(task: Task, said: Said) -> None:
    actions.ask_explanation(
        task.unit,
        task=task,
        question=said.form.question.data,
        due_on=said.form.due_on.given,
        on=said.on,
    )


_TWO_PEOPLE = _l(
    "Một người khác của Văn phòng hoặc lãnh đạo quyết định. Việc đính chính được ghi vào diễn biến."
)

ACTS = (
    Act(
        "give-again",
        Permission.DECIDE_REQUEST,
        GiveAgainForm,
        _may_give_again,
        _give_again,
        _l("Giao lại cho đơn vị khác"),
        _l("Thành một nhiệm vụ mới của cùng chỉ đạo, ghi rõ thay cho nhiệm vụ này. Đơn vị nhận thư."),
        _l("Giao nhiệm vụ"),
        _l("Đã giao lại thay cho %(code)s."),
        "arrow-right-circle",
    ),
    Act(
        "return",
        Permission.ASK_RETURN,
        ReturnForm,
        _may_return,
        _ask_return,
        _l("Trả lại vì giao nhầm"),
        _l("Người giao hoặc Văn phòng quyết định. Trong khi chờ, nhiệm vụ và thời hạn giữ nguyên."),
        _l("Đề nghị trả lại"),
        _l("Đã đề nghị trả lại %(code)s. Có quyết định, đơn vị nhận thư."),
        "reply",
    ),
    Act(
        "transfer",
        Permission.ASK_TRANSFER,
        TransferForm,
        _may_pass_on,
        _ask_transfer,
        _l("Chuyển đơn vị chủ trì"),
        _l("Người giao hoặc Văn phòng quyết định. Trong khi chờ, đơn vị vẫn chủ trì và thời hạn giữ nguyên."),
        _l("Đề nghị chuyển"),
        _l("Đã đề nghị chuyển chủ trì %(code)s. Có quyết định, đơn vị nhận thư."),
        "arrow-left-right",
    ),
    Act(
        "ask-explanation",
        Permission.ASK_EXPLANATION,
        ExplainForm,
        _may_explain,
        _ask_explanation,
        _l("Đề nghị giải trình"),
        _l("Thủ trưởng đơn vị nhận thư và trả lời trên hệ thống."),
        _l("Đề nghị giải trình"),
        _l("Đã đề nghị giải trình về %(code)s."),
        "question-circle",
    ),
    Act(
        "objective-cause",
        Permission.CONFIRM_CAUSE,
        CauseForm,
        _may_confirm_cause,
        lambda task, said: actions.confirm_cause(task, note=said.form.note.data, on=said.on),
        _l("Xác nhận nguyên nhân khách quan"),
        _l("Việc vẫn tính là chậm; xác nhận này đi kèm trong báo cáo để dùng khi đánh giá."),
        _l("Xác nhận"),
        _l("Đã xác nhận nguyên nhân khách quan của %(code)s."),
        "shield-check",
    ),
    Act(
        "objective-cause/revoke",
        Permission.CONFIRM_CAUSE,
        RevokeCauseForm,
        _may_revoke_cause,
        lambda task, said: actions.revoke_cause(task, reason=said.form.reason.data, on=said.on),
        _l("Bỏ xác nhận nguyên nhân khách quan"),
        _l("Lần xác nhận trước vẫn còn trong diễn biến. Đơn vị nhận thư nêu lý do."),
        _l("Bỏ xác nhận"),
        _l("Đã bỏ xác nhận nguyên nhân khách quan của %(code)s."),
        "shield-x",
    ),
    Act(
        "pause",
        Permission.PAUSE_TASK,
        PauseForm,
        _by(Verb.PAUSE),
        _pause,
        _lp("act", "Tạm dừng"),
        _l("Thư nhắc ngừng cho đến khi tiếp tục. Thời hạn giữ nguyên và vẫn được tính."),
        _lp("act", "Tạm dừng"),
        _l("Đã tạm dừng %(code)s. Đơn vị nhận thư nêu lý do."),
        "pause-circle",
    ),
    Act(
        "correct-date",
        Permission.CORRECT_TASK,
        CorrectDateForm,
        _may_correct_date,
        _correct_date,
        _l("Đính chính thời hạn ghi nhầm"),
        _TWO_PEOPLE,
        _l("Đề nghị đính chính"),
        _l("Đã đề nghị đính chính %(code)s; cần một người khác quyết định."),
        "pencil",
    ),
    Act(
        "correct-lead",
        Permission.CORRECT_TASK,
        CorrectLeadForm,
        _may_pass_on,
        _correct_lead,
        _l("Đính chính đơn vị chủ trì ghi nhầm"),
        _TWO_PEOPLE,
        _l("Đề nghị đính chính"),
        _l("Đã đề nghị đính chính %(code)s; cần một người khác quyết định."),
        "pencil",
    ),
    Act(
        "reopen",
        Permission.REOPEN_TASK,
        ReopenForm,
        _by(Verb.REOPEN),
        lambda task, said: actions.reopen(task, reason=said.form.reason.data, on=said.on),
        _l("Mở lại nhiệm vụ"),
        _l("Việc trở lại Đang thực hiện, tính là chưa hoàn thành. Số lần mở lại hiện trên nhiệm vụ."),
        _l("Mở lại"),
        _l("Đã mở lại %(code)s. Đơn vị nhận thư nêu lý do."),
        "arrow-counterclockwise",
    ),
    Act(
        "give-up",
        Permission.STOP_PURSUING_TASK,
        GiveUpForm,
        _by(Verb.STOP_PURSUING),
        lambda task, said: actions.stop_pursuing(task, reason=said.form.reason.data, on=said.on),
        _lp("act", "Không tiếp tục thực hiện"),
        _l("Nhiệm vụ ra khỏi mọi tỷ lệ, có một dòng riêng kèm lý do, và không mở lại được."),
        _lp("act", "Không tiếp tục thực hiện"),
        _l("%(code)s không tiếp tục thực hiện. Đơn vị nhận thư nêu lý do."),
        "slash-circle",
        is_final=True,
    ),
)
