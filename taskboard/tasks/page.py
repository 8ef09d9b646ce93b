"""What the page of one task shows: its words, dates, history, siblings, and the verbs this person may use now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from taskboard.briefings.models import SourceKind
from taskboard.domain import extension
from taskboard.domain.authority import Actor, Permission, PostFact, Role, Subject, may
from taskboard.domain.errors import RuleBroken
from taskboard.domain.lifecycle import State, Verb, is_possible
from taskboard.journal import queries as journal
from taskboard.journal.queries import Line
from taskboard.settings import queries as settings
from taskboard.tasks import asked, others, parts, queries, rarer, showing
from taskboard.tasks.forms import GrantForm, RefuseForm, SendBackForm, WithdrawForm
from taskboard.tasks.models import Extension, Task
from taskboard.tasks.policy import extension_policy
from taskboard.tasks.queries import Sibling
from taskboard.tasks.request_forms import RemarkForm
from taskboard.tasks.showing import Chip, Lens, chip, lens, short_moment
from taskboard.tasks.timeline import History, self_confirmed, timeline
from taskboard.tasks.track import track
from taskboard.web import labels
from taskboard.web.context import actor, today
from taskboard.web.forms import BaseForm
from taskboard.wording import day_text

SIBLINGS_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Verbs:
    """Which buttons the page shows: what the person may do and the state allows."""

    receive: bool
    report: bool
    report_on_behalf: bool
    extend: bool
    confirm: bool
    withdraw: bool
    urge: bool
    decide: bool
    resume: bool
    remark: bool

    @property
    def any(self) -> bool:
        return any(getattr(self, name) for name in self.__slots__)


def verbs_of(task: Task, who: Actor, subject: Subject, seen: Lens) -> Verbs:
    """Authority and state together: a button that is shown can be pressed."""

    def can(permission: Permission, verb: Verb) -> bool:
        return is_possible(task.state, verb) and may(who, permission, subject) is not None

    is_owed = is_possible(task.state, Verb.REPORT_PROGRESS)
    reports = can(Permission.REPORT_TASK, Verb.REPORT_PROGRESS)
    return Verbs(
        receive=can(Permission.RECEIVE_TASK, Verb.RECEIVE),
        report=reports,
        report_on_behalf=not reports and can(Permission.REPORT_ON_BEHALF, Verb.REPORT_PROGRESS),
        extend=is_owed
        and why_no_extension(task, seen) is None
        and may(who, Permission.ASK_EXTENSION, subject) is not None,
        confirm=can(Permission.CONFIRM_TASK, Verb.CONFIRM),
        withdraw=can(Permission.WITHDRAW_TASK, Verb.WITHDRAW),
        urge=is_owed and may(who, Permission.URGE_TASK, subject) is not None,
        decide=task.pending_extension is not None
        and may(who, Permission.DECIDE_EXTENSION, subject) is not None,
        resume=can(Permission.PAUSE_TASK, Verb.RESUME),
        remark=task.is_open and may(who, Permission.REMARK_TASK, subject) is not None,
    )


def why_no_extension(task: Task, seen: Lens) -> RuleBroken | None:
    """Why more time cannot be asked for at all, whatever date; None where the form answers the rest."""
    facts = extension.ExtensionFacts(due_on=task.due_on, overdue_from=task.overdue_from)
    if not is_possible(task.state, Verb.REPORT_PROGRESS) and task.state is not State.PAUSED:
        return RuleBroken("nothing_owed")
    if task.due_on is None:
        return RuleBroken("extension_undated")
    if task.pending_extension is not None:
        return RuleBroken("extension_pending")
    policy = extension_policy(seen.reading.today)
    if policy.only_before_due and extension.was_asked_late(facts, seen.reading.now):
        return RuleBroken("extension_too_late", due_on=task.due_on)
    if not policy.chair_may_exceed and task.extension_count >= policy.limit:
        return RuleBroken("extension_limit", limit=policy.limit)
    return None


@dataclass(frozen=True, slots=True)
class Decision:
    """A request for more time, and what this person may answer."""

    asked: Extension
    needs_chair: bool
    """Beyond the limit only the chair grants; others may still refuse."""
    needs_leader: bool
    """The city left it to the leader who assigned the task."""


def decision_of(task: Task, who: Actor, post: PostFact | None, seen: Lens) -> Decision | None:
    pending = task.pending_extension
    if pending is None:
        return None
    facts = extension.ExtensionFacts(task.due_on, task.overdue_from, True, task.extension_count)
    is_beyond = extension.is_beyond_limit(facts, extension_policy(seen.reading.today))
    is_chair = post is not None and post.role is Role.CHAIR
    has_word = post is None or asked.has_the_word(task, who, post, seen, beyond_limit=is_beyond)
    return Decision(pending, is_beyond and not is_chair, not has_word)


@dataclass(frozen=True, slots=True)
class Family:
    """The other tasks of the directive, "x of y done", the late ones first."""

    done: int
    total: int
    shown: list[tuple[Sibling, Chip]]
    is_duty: bool

    @property
    def more(self) -> int:
        return self.total - 1 - len(self.shown)


def family_of(task: Task, found: Sequence[Sibling], seen: Lens) -> Family | None:
    others = [row for row in found if row.code != task.code]
    if not others:
        return None
    done = sum(row.state is State.COMPLETED for row in found)
    late_first = sorted(others, key=lambda row: row.state is State.COMPLETED)
    shown = [(row, _sibling_chip(row, seen)) for row in late_first[:SIBLINGS_SHOWN]]
    return Family(done, len(found), shown, task.duty_id is not None)


def _sibling_chip(row: Sibling, seen: Lens) -> Chip:
    is_late = row.overdue_from is not None and row.overdue_from <= seen.reading.now
    is_owed = row.state in (State.NEW, State.RECEIVED, State.IN_PROGRESS)
    return Chip("overdue" if is_owed and is_late else row.state.value)


def directive_url(task: Task, who: Actor) -> str | None:
    """The exact words in their text, for those who may open briefings; none for the others."""
    directive = task.directive
    if may(who, Permission.VIEW_BRIEFING) is None:
        return None
    if directive.source_kind is SourceKind.CONCLUSION and directive.briefing:
        at = url_for("briefings.conclusions", code=directive.briefing.code)
        return f"{at}#d{directive.id}"
    return url_for("briefings.directive", code=directive.code)


def _about(task: Task, seen: Lens) -> list[dict[str, Any]]:
    """Who and what, for components/panels.html `facts`; an empty value reads "Chưa có"."""
    said = [
        (_("Chủ trì"), task.unit.name),
        (_("Người được giao"), task.officer.full_name if task.officer else None),
        (_("Văn phòng theo dõi"), task.monitor.full_name if task.monitor else None),
        (_("Lĩnh vực"), task.work_field.name if task.work_field else task.field),
        (_("Cấp giao"), labels.of(task.source_level)),
    ]
    if task.objective_cause_confirmed_at is not None:
        said.append((_("Nguyên nhân khách quan"), _objective_cause(task, seen)))
    if task.due_basis:
        said.append((_("Căn cứ thời hạn"), task.due_basis))
    return [{"label": label, "value": value} for label, value in said]


def _objective_cause(task: Task, seen: Lens) -> str:
    """Why, and who confirmed it when (rule 22)."""
    by = task.objective_cause_confirmed_by
    at = task.objective_cause_confirmed_at
    assert at is not None
    return _(
        "%(note)s (%(who)s xác nhận ngày %(day)s)",
        note=task.objective_cause_note.rstrip(" ."),
        who=by.full_name if by else "",
        day=day_text(seen.day_of(at)),
    )


def explain_by() -> date:
    """The date proposed for an explanation."""
    days = settings.value_on("explain_working_days", today())
    return settings.calendar().add_working_days(today(), days)


def heading(task: Task, seen: Lens, *, length: int | None = None) -> dict[str, Any]:
    """What stands above every form and page of one task; `length` of its history where that was read."""
    return {
        "task": task,
        "seen": seen,
        "chip": chip(task, seen),
        "source": showing.source_of(task),
        "sent_back": showing.sent_back_reason(task),
        "meanwhile": others.of(task, seen, length=length),
    }


def _words_and_dates(task: Task, seen: Lens) -> dict[str, Any]:
    return {
        "shows_state": task.state in (State.NEW, State.RECEIVED, State.IN_PROGRESS)
        and chip(task, seen).state != "new",
        "spoken": showing.spoken(task),
        "speaker": showing.speaker(task),
        "source_rest": showing.source_rest(task.directive),
        "original": showing.original_date(task),
        "current": showing.current_date(task, seen),
        "forecast": showing.forecast_date(task, seen),
        "result": showing.result_date(task, seen),
        "track_line": track(task, seen),
    }


def _history(task: Task, lines: Sequence[Line]) -> History:
    reports = {report.id: report for report in task.reports}
    attached = {report.id: report.attachments for report in task.reports}
    return History(lines, reports, attached)


def context(task: Task, refused: Mapping[str, BaseForm] | None = None) -> dict[str, Any]:
    """Everything `tasks/task.html` reads. `refused` holds a form that came back, by the name of its act."""
    who, seen, subject = actor(), lens(), queries.subject_of(task)
    verbs = verbs_of(task, who, subject, seen)
    decision = decision_of(task, who, may(who, Permission.DECIDE_EXTENSION, subject), seen)
    asks = asked.asks_of(task, who, subject, seen)
    drawn = _empty_forms(verbs, decision) | asked.forms_of(asks)
    history = journal.timeline("task", task.id)
    lines = parts.told(history, who, subject)
    told = _history(task, lines)
    around = parts.around(task, who, subject, seen)
    refused = refused or {}
    return {
        **heading(task, seen, length=len(history)),
        **_words_and_dates(task, seen),
        "marks": [*showing.marks(task), *filter(None, [self_confirmed(task, told)])],
        "verbs": verbs,
        "before_confirming": [
            said for said in (showing.told_late(task, seen), showing.entered_by(task, who)) if said
        ],
        "decision": decision,
        "family": family_of(task, around.siblings, seen),
        "asks": asks,
        "rarer": rarer.offered(task, who, subject, seen),
        "standing": asked.standing(task, lines, seen, who),
        "timeline": timeline(task, told, seen),
        "is_followed": around.is_followed,
        "looks_back": may(who, Permission.VIEW_REPORT) is not None,
        "directive_url": directive_url(task, who),
        "about": _about(task, seen),
        "beside": parts.beside(task, who, subject, seen, around),
        "forms": {**drawn, **refused},
        "refused": set(refused),
        "stranded": [form for name, form in refused.items() if name not in drawn],
        "asked_words": _asked_words(task, seen),
        "urge_words": _("Một thư đôn đốc tới %(unit)s, gửi ngay và ghi vào diễn biến.", unit=task.unit.name),
    }


def _asked_words(task: Task, seen: Lens) -> str:
    """Who asks, and both bases: the date that may move and the one the official rates keep (decision 6)."""
    pending = task.pending_extension
    if pending is None:
        return ""
    return _(
        "%(who)s, %(when)s. Hạn hiện hành %(day)s, hạn ban đầu %(original)s.",
        who=pending.asked_by.full_name if pending.asked_by else task.unit.name,
        when=short_moment(pending.asked_at, seen),
        day=day_text(pending.from_due_on),
        original=day_text(task.original_due_on),
    )


def _empty_forms(verbs: Verbs, decision: Decision | None) -> dict[str, BaseForm]:
    """Forms the page draws folded; ones that came back replace them.

    One that came back after its verb went away is not drawn again: its words are shown to be copied.
    """
    forms: dict[str, BaseForm] = {}
    if verbs.confirm:
        forms["send_back"] = SendBackForm(formdata=None)
    if verbs.withdraw:
        forms["withdraw"] = WithdrawForm(formdata=None)
    if verbs.remark:
        forms["remark"] = RemarkForm(formdata=None)
    if verbs.decide and decision is not None and not decision.needs_leader:
        if not decision.needs_chair:
            forms["grant"] = GrantForm(formdata=None)
        forms["refuse"] = RefuseForm(formdata=None)
    return forms
