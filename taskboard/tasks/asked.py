"""What a task's page says of requests that wait, and of what somebody above said last: a remark, a pause, a question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from taskboard.domain import requests
from taskboard.domain.authority import Actor, Permission, PostFact, Subject, may
from taskboard.domain.events import Event
from taskboard.domain.lifecycle import State
from taskboard.journal.queries import Line
from taskboard.tasks import queries
from taskboard.tasks.actions.answering import CORRECTIONS
from taskboard.tasks.actions.requesting import delegation_of
from taskboard.tasks.forms import RefuseForm
from taskboard.tasks.models import Explanation, RequestKind, RequestState, Task, TaskRequest
from taskboard.tasks.request_forms import AcceptForm, AcceptTransferForm
from taskboard.tasks.showing import Lens, short_moment
from taskboard.web import labels
from taskboard.web.forms import BaseForm
from taskboard.wording import day_text


@dataclass(frozen=True, slots=True)
class Ask:
    """A request that waits, and what this person may answer."""

    row: TaskRequest
    title: str
    words: str
    decides: bool
    waits_for: str
    """Who has to decide, where it is not this person."""
    follows: str

    @property
    def accept_name(self) -> str:
        return f"accept-{self.row.id}"

    @property
    def refuse_name(self) -> str:
        return f"refuse-{self.row.id}"


def asks_of(task: Task, who: Actor, subject: Subject, seen: Lens) -> list[Ask]:
    """Those of the lead for everybody who sees the task, a partner's for whoever decides and for itself."""
    waiting = [row for row in task.requests if row.state is RequestState.PENDING]
    return [_ask(row, who, subject, seen) for row in waiting]


def _ask(row: TaskRequest, who: Actor, subject: Subject, seen: Lens) -> Ask:
    is_correction = row.kind in CORRECTIONS
    needed = Permission.CORRECT_TASK if is_correction else Permission.DECIDE_REQUEST
    post = may(who, needed, subject)
    is_own = row.asked_by_id == who.person_id
    has_word = is_correction or (post is not None and has_the_word(row.task, who, post, seen))
    return Ask(
        row,
        request_title(row),
        _said_by(row, seen),
        decides=post is not None and has_word and not is_own,
        waits_for=_waits_for(row, post, is_own, has_word),
        follows=_follows(row),
    )


def has_the_word(task: Task, who: Actor, post: PostFact, seen: Lens, *, beyond_limit: bool = False) -> bool:
    """Whether the city leaves the decision to this person: the leader who assigned it, or the Office by delegation."""
    delegation = delegation_of(task, seen.today, office_decides=seen.reading.office_decides)
    return requests.may_decide(
        delegation, decider_id=who.person_id, role=post.role, beyond_limit=beyond_limit
    )


def request_title(row: TaskRequest) -> str:
    """What is asked, with from and to: "Chuyển chủ trì: Phòng Kinh tế → Phòng Quản lý đô thị"."""
    kind = str(labels.of(row.kind))
    if row.kind is RequestKind.CORRECT_DEADLINE:
        was = row.task.original_due_on
        return f"{kind}: {day_text(was) if was else ''} → {day_text(row.new_due_on)}"
    if row.new_unit is not None:
        return f"{kind}: {row.unit.name} → {row.new_unit.name}"
    if row.unit_id != row.task.unit_id:
        return _("%(unit)s đề nghị thôi phối hợp", unit=row.unit.name)
    return kind


def _said_by(row: TaskRequest, seen: Lens) -> str:
    name = row.asked_by.full_name if row.asked_by else row.unit.name
    return _("%(who)s, %(when)s", who=name, when=short_moment(row.asked_at, seen))


def _waits_for(row: TaskRequest, post: PostFact | None, is_own: bool, has_word: bool) -> str:
    if row.kind in CORRECTIONS and is_own:
        return _("Chờ một người khác của Văn phòng hoặc lãnh đạo quyết định.")
    if post is not None and not has_word:
        return _("Chờ lãnh đạo đã giao nhiệm vụ quyết định.")
    return _("Chờ người giao hoặc Văn phòng quyết định.") if post is None else ""


def _follows(row: TaskRequest) -> str:
    match row.kind:
        case RequestKind.RETURN if row.unit_id != row.task.unit_id:
            return _("Đơn vị thôi phối hợp; nhiệm vụ của chủ trì không đổi. Đơn vị nhận thư.")
        case RequestKind.RETURN:
            return _(
                "Nhiệm vụ kết thúc ở đơn vị này, ra khỏi mọi tỷ lệ; bước sau là giao lại cho đơn vị đúng."
            )
        case RequestKind.TRANSFER:
            return _("Đơn vị mới nhận như việc mới giao. Phần chậm trước ngày chuyển vẫn còn trong lịch sử.")
        case RequestKind.CORRECT_DEADLINE:
            return _(
                "Hạn ban đầu được ghi lại cho đúng, không tính là gia hạn. Đơn vị nhận một thư đính chính."
            )
        case RequestKind.CORRECT_LEAD:
            return _("Đơn vị đúng nhận như việc mới giao; hai đơn vị nhận thư đính chính.")


def forms_of(asks: Sequence[Ask]) -> dict[str, BaseForm]:
    """Two forms a request this person decides, drawn folded."""
    forms: dict[str, BaseForm] = {}
    for ask in asks:
        if ask.decides:
            is_transfer = ask.row.kind is RequestKind.TRANSFER
            accept = AcceptTransferForm if is_transfer else AcceptForm
            forms[ask.accept_name] = accept(formdata=None)
            forms[ask.refuse_name] = RefuseForm(formdata=None)
    return forms


# ---------------------------------------------------------------------------------------------- what was said from above


@dataclass(frozen=True, slots=True)
class Said:
    """A note at the head of the page."""

    title: str
    text: str
    tone: str = "new"
    icon: str = "chat-right-quote-fill"
    action: dict[str, Any] | None = None


_REPORTS = (Event.PROGRESS_REPORTED, Event.COMPLETION_REPORTED)


def standing(task: Task, lines: Sequence[Line], seen: Lens, who: Actor) -> list[Said]:
    """What still stands of the history, told from the journal the page has read anyway."""
    return [
        *_remark(lines, seen),
        *_questions(task, lines, seen, who),
        *_pause(task, lines),
        *_replaced(task, lines, who),
    ]


def _remark(lines: Sequence[Line], seen: Lens) -> list[Said]:
    """Until the unit's next report."""
    for line in lines:
        if line.event in _REPORTS:
            return []
        if line.event == Event.REMARK_MADE:
            who = ", ".join(part for part in (line.post_title, line.actor_name) if part)
            if line.on_behalf_of:
                who = _("%(name)s thay mặt %(other)s", name=who, other=line.on_behalf_of)
            title = _("Ý kiến của %(who)s, %(when)s:", who=who, when=short_moment(line.at, seen))
            return [Said(title, line.details["text"])]
    return []


def _unanswered(lines: Sequence[Line]) -> list[Line]:
    answered = {line.details.get("explanation") for line in lines if line.event == Event.EXPLANATION_GIVEN}
    return [
        line
        for line in lines
        if line.event == Event.EXPLANATION_ASKED and line.details.get("explanation") not in answered
    ]


def _questions(task: Task, lines: Sequence[Line], seen: Lens, who: Actor) -> list[Said]:
    """Whoever was asked answers, whoever leads the task by now; the page of the question opens to no other unit."""
    waiting = _unanswered(lines)
    asked = {row.id: row for row in task.explanations} if waiting else {}
    return [_question(line, asked[line.details["explanation"]], task, seen, who) for line in waiting]


def _question(line: Line, row: Explanation, task: Task, seen: Lens, who: Actor) -> Said:
    due = date.fromisoformat(line.details["due_on"])
    is_late = due < seen.today
    day, unit = day_text(due), row.unit.name
    if row.unit_id == task.unit_id:
        title = _("Đề nghị giải trình, hạn %(day)s:", day=day)
        if is_late:
            title = _("Đề nghị giải trình, quá hạn %(day)s:", day=day)
    else:
        title = _("Đề nghị %(unit)s giải trình, hạn %(day)s:", unit=unit, day=day)
        if is_late:
            title = _("Đề nghị %(unit)s giải trình, quá hạn %(day)s:", unit=unit, day=day)
    action = _way_to(row, who)
    return Said(title, line.details["question"], "over" if is_late else "soon", "question-circle", action)


def _way_to(row: Explanation, who: Actor) -> dict[str, Any] | None:
    subject = subject_of(row)
    if may(who, Permission.VIEW_TASK, subject) is None:
        return None
    answers = may(who, Permission.ANSWER_EXPLANATION, subject) is not None
    return {
        "label": _("Giải trình") if answers else _("Xem"),
        "url": url_for("tasks.explanation", explanation_id=row.id),
    }


def subject_of(row: Explanation) -> Subject:
    """The unit that was asked, whoever leads the task today."""
    task = row.task
    return Subject(
        lead_unit_id=row.unit_id,
        unit_ids=frozenset({row.unit_id}),
        leader_id=task.leader_id if task else None,
        field=(task.field or None) if task else None,
    )


def _pause(task: Task, lines: Sequence[Line]) -> list[Said]:
    if task.state is not State.PAUSED:
        return []
    line = next((line for line in lines if line.event == Event.TASK_PAUSED), None)
    until = day_text(task.resume_on) if task.resume_on else ""
    title = _("Tạm dừng, xem xét lại ngày %(day)s:", day=until) if until else _("Tạm dừng:")
    return [Said(title, line.details.get("reason", "") if line else "", "plain", "pause-circle")]


def _replaced(task: Task, lines: Sequence[Line], who: Actor) -> list[Said]:
    """Forth to the task given in this one's stead, and back to the one it stands for: to whoever may open it."""
    notes = []
    line = next((line for line in lines if line.event == Event.TASK_REPLACED), None)
    if line is not None:
        notes.append(
            _link(_("Đã giao lại cho %(unit)s:", unit=line.details["unit"]), line.details["task"], who)
        )
    if task.replaces is not None:
        notes.append(_link(_("Thay cho nhiệm vụ đã trả lại:"), task.replaces.code, who))
    return notes


def _link(title: str, code: str, who: Actor) -> Said:
    action = None
    if queries.is_visible(code, who):
        action = {"label": _("Xem"), "url": url_for("tasks.task", code=code), "hidden": code}
    return Said(title, code, "plain", "arrow-right-circle", action)
