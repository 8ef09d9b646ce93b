"""What bodies and addresses hold, in and out. OpenAPI is made from these, and nothing else says what a body looks like."""

from __future__ import annotations

from typing import Any

from marshmallow import fields

from taskboard.api.fields import Choice, Day, DayOut, Digits, Moment, Shape, Text, Whole, YesNo
from taskboard.briefings.models import (
    BriefingState,
    DraftDue,
    FanOutRule,
    SourceKind,
    SourceLevel,
    UnitRole,
)
from taskboard.domain.authority import Role
from taskboard.domain.deadline import DueClass, DueKind, Recurrence
from taskboard.domain.events import Channel
from taskboard.domain.lifecycle import State
from taskboard.domain.names import LONGEST
from taskboard.domain.rollup import COUNT_NAMES, RATIO_NAMES, Basis
from taskboard.domain.scopes import Scope
from taskboard.outbox.models import MailState
from taskboard.outbox.wording import subject_for
from taskboard.tasks.address import CLOSED_LISTS, CONDITIONS, FLAGS
from taskboard.tasks.models import (
    Cause,
    ExtensionState,
    PartState,
    ReportKind,
    RequestKind,
    RequestState,
    ToldVia,
)
from taskboard.tasks.queries import Sort, View
from taskboard.units.models import UnitKind
from taskboard.web.context import reads_tasks

LONG, MIDDLE, SHORT = 5000, 2000, 300
"""As the forms have them."""
MOST_UNITS = 200

# ----------------------------------------------------------------------------------------------------- common pieces


class PersonRef(Shape):
    id = fields.Integer(required=True)
    full_name = fields.String(required=True)


class UnitRef(Shape):
    code = fields.String(required=True)
    name = fields.String(required=True)
    short_name = fields.String(required=True)


class DirectiveRef(Shape):
    code = fields.String(required=True)
    source_kind = Choice(SourceKind, required=True)
    briefing = fields.String(required=True, allow_none=True, attribute="briefing.code", dump_default=None)


def _person(name: str = "") -> fields.Nested:
    return fields.Nested(PersonRef, required=True, allow_none=True, attribute=name or None)


def _unit(name: str = "") -> fields.Nested:
    return fields.Nested(UnitRef, required=True, attribute=name or None)


class Problem(Shape):
    """RFC 9457. `type` never changes; `title` and `detail` follow Accept-Language."""

    type = fields.String(required=True)
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    detail = fields.String()
    rule = fields.String(metadata={"description": "Which rule of the field said no; never changes."})
    field = fields.String(metadata={"description": "The member of the body the rule is about."})
    errors = fields.Dict(
        keys=fields.String(),
        values=fields.List(fields.String()),
        metadata={"description": "What cannot be read, by its place."},
    )


# --------------------------------------------------------------------------------------------------------- addresses


class Paged(Shape):
    limit = Digits(least=1, most=200, load_default=50)
    cursor = Text(most=600, load_default="", metadata={"description": "From the link with rel=next."})


def _condition(name: str) -> Any:
    """A condition of the list as it is read there; what means nothing is refused here."""
    if name in CLOSED_LISTS:
        return Choice(CLOSED_LISTS[name])
    if name in ("due_from", "due_to"):
        return Day()
    return Choice(["1"]) if name in ("mine", *FLAGS) else Text(most=200)


TaskQuery = Paged.from_dict(
    {
        "view": Choice(View),
        "sort": Choice([*Sort, *(f"-{sort}" for sort in Sort)]),
        **{name: _condition(name) for name in CONDITIONS},
    },
    name="TaskQuery",
)
"""The conditions of the list at /tasks, by the same names."""


class ReportQuery(Paged):
    unit = Text(most=200)
    kind = Choice(ReportKind)
    since = Day(metadata={"description": "Reports from this day on."})


class RequestQuery(Paged):
    state = Choice(RequestState)


class ExplanationQuery(Paged):
    open = Choice(["1"], metadata={"description": "1: only those nobody has answered."})


class UnitQuery(Paged):
    on = Day(metadata={"description": "Units of this day; without it, all there ever were."})


class MailQuery(Paged):
    state = Choice(MailState)


class BasisQuery(Shape):
    basis = Choice(Basis, load_default=Basis.ORIGINAL)


# -------------------------------------------------------------------------------------------------------------- given


class PostOut(Shape):
    role = Choice(Role, required=True)
    unit = fields.String(required=True, allow_none=True, attribute="unit.code", dump_default=None)
    title = fields.String(required=True)
    valid_from = DayOut(required=True)
    valid_to = DayOut(required=True, allow_none=True)


class MeOut(Shape):
    """Whose token this is, and what it opens."""

    person = fields.Nested(PersonRef, required=True)
    posts = fields.List(fields.Nested(PostOut), required=True)
    token = fields.String(required=True)
    is_service = fields.Boolean(required=True)
    scopes = fields.List(Choice(Scope), required=True)
    expires_at = Moment(required=True)


class DueOut(Shape):
    """How the current deadline stands now; a waiting task is judged at the end of its claimed day."""

    kind = Choice(DueClass, required=True)
    days_late = fields.Integer(required=True)
    days_left = fields.Integer(required=True, allow_none=True)


class TaskLine(Shape):
    """A task as a list has it."""

    code = fields.String(required=True)
    title = fields.String(required=True)
    state = Choice(State, required=True)
    unit = _unit()
    directive = fields.Nested(DirectiveRef, required=True)
    field = fields.String(required=True)
    level = Choice(SourceLevel, required=True, attribute="source_level")
    is_starred = fields.Boolean(required=True)
    officer = _person()
    monitor = _person()
    assigned_on = DayOut(required=True)
    due_kind = Choice(DueKind, required=True)
    original_due_on = DayOut(required=True, allow_none=True)
    due_on = DayOut(required=True, allow_none=True)
    overdue_from = Moment(required=True, allow_none=True)
    due = fields.Nested(DueOut, required=True)
    claimed_on = DayOut(required=True, allow_none=True)
    completed_on = DayOut(required=True, allow_none=True)
    last_report_at = Moment(required=True, allow_none=True)
    cause = Choice(Cause, required=True)
    version = fields.Integer(required=True)
    url = fields.String(required=True, metadata={"description": "The page for people."})


class AssignmentOut(Shape):
    unit = _unit()
    role = Choice(UnitRole, required=True)
    due_on = DayOut(required=True, allow_none=True)
    part = Choice(PartState, required=True)
    part_settled_at = Moment(required=True, allow_none=True)


class ExtensionOut(Shape):
    id = fields.Integer(required=True)
    state = Choice(ExtensionState, required=True)
    from_due_on = DayOut(required=True)
    new_due_on = DayOut(required=True)
    reason = fields.String(required=True)
    asked_by = _person()
    asked_at = Moment(required=True)
    decided_at = Moment(required=True, allow_none=True)
    decision_note = fields.String(required=True)


class RequestOut(Shape):
    """To return a task or a part, to pass the lead on, to correct a slip: asked by one, decided by another."""

    id = fields.Integer(required=True)
    task = fields.String(required=True, attribute="task.code")
    kind = Choice(RequestKind, required=True)
    state = Choice(RequestState, required=True)
    unit = _unit()
    new_unit = fields.Nested(UnitRef, required=True, allow_none=True)
    new_due_on = DayOut(required=True, allow_none=True)
    reason = fields.String(required=True)
    asked_by = _person()
    asked_at = Moment(required=True)
    decided_at = Moment(required=True, allow_none=True)
    decision_note = fields.String(required=True)


class ExplanationOut(Shape):
    """A question to a unit, about a task or about its work as a whole, and its answer; empty while there is none."""

    id = fields.Integer(required=True)
    task = fields.String(required=True, allow_none=True, attribute="task.code", dump_default=None)
    unit = _unit()
    question = fields.String(required=True)
    due_on = DayOut(required=True)
    asked_by = _person()
    asked_at = Moment(required=True)
    answer = fields.String(required=True)
    answered_by = _person()
    answered_at = Moment(required=True, allow_none=True)


class TaskOut(TaskLine):
    """One task whole."""

    leader = _person()
    due_basis = fields.String(required=True)
    received_at = Moment(required=True, allow_none=True)
    confirmed_at = Moment(required=True, allow_none=True)
    confirm_by = DayOut(required=True, allow_none=True)
    resume_on = DayOut(required=True, allow_none=True)
    closing_reason = fields.String(required=True)
    extension_count = fields.Integer(required=True)
    send_back_count = fields.Integer(required=True)
    reopen_count = fields.Integer(required=True)
    assignments = fields.List(fields.Nested(AssignmentOut), required=True)
    extensions = fields.List(fields.Nested(ExtensionOut), required=True)
    requests = fields.List(fields.Nested(RequestOut), required=True)
    objective_cause_confirmed_at = Moment(required=True, allow_none=True)
    objective_cause_note = fields.String(required=True)
    replaces = fields.String(
        required=True,
        allow_none=True,
        attribute="replaces.code",
        dump_default=None,
        metadata={"description": "The returned task in whose stead it was given."},
    )


class FileOut(Shape):
    """An attachment; its bytes are at GET /files/{attachment_id}."""

    id = fields.Integer(required=True)
    name = fields.String(required=True)
    media_type = fields.String(required=True, attribute="content.media_type")
    size_bytes = fields.Integer(required=True, attribute="content.size_bytes")
    sha256 = fields.String(required=True)


class ReportOut(Shape):
    """What a unit said; never changed, only followed by another."""

    id = fields.Integer(required=True)
    task = fields.String(required=True, attribute="task.code")
    kind = Choice(ReportKind, required=True)
    unit = _unit()
    person = _person()
    channel = Choice(Channel, required=True)
    reported_at = Moment(required=True)
    done_text = fields.String(required=True)
    obstacle_text = fields.String(required=True)
    cause = Choice(Cause, required=True)
    forecast_on = DayOut(required=True, allow_none=True)
    next_step = fields.String(required=True)
    claimed_on = DayOut(required=True, allow_none=True)
    document_number = fields.String(required=True)
    document_on = DayOut(required=True, allow_none=True)
    send_back_reason = fields.String(required=True)
    files = fields.List(fields.Nested(FileOut), required=True, attribute="attachments")


class DirectiveOut(Shape):
    code = fields.String(required=True)
    source_kind = Choice(SourceKind, required=True)
    briefing = fields.String(required=True, allow_none=True, attribute="briefing.code", dump_default=None)
    wording = fields.String(required=True)
    source_number = fields.String(required=True)
    source_on = DayOut(required=True, allow_none=True)
    source_body = fields.String(required=True)
    level = Choice(SourceLevel, required=True, attribute="source_level")
    leader = _person()
    field = fields.String(required=True)
    assigned_on = DayOut(required=True)
    issued_at = Moment(required=True)
    tasks = fields.List(
        fields.String(), required=True, metadata={"description": "Codes of those the reader may see."}
    )


class UnitOut(Shape):
    code = fields.String(required=True)
    name = fields.String(required=True)
    short_name = fields.String(required=True)
    kind = Choice(UnitKind, required=True)
    parent = fields.String(required=True, allow_none=True)
    email = fields.String(required=True, allow_none=True)
    phone = fields.String(required=True, allow_none=True)
    valid_from = DayOut(required=True)
    valid_to = DayOut(required=True, allow_none=True)


class PersonOut(Shape):
    id = fields.Integer(required=True)
    full_name = fields.String(required=True)
    sign_in_name = fields.String(required=True)
    email = fields.String(required=True, allow_none=True)
    phone = fields.String(required=True, allow_none=True)
    is_locked = fields.Boolean(required=True)
    posts = fields.List(fields.Nested(PostOut), required=True)


class Subject(fields.String):
    """Of a mail, as far as the reader may read of tasks."""

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> str:
        return subject_for(obj, reads_tasks=reads_tasks())


class MailOut(Shape):
    """A mail owed, sent or refused; without its words, which hold links that open something."""

    id = fields.Integer(required=True)
    kind = fields.String(required=True)
    to_name = fields.String(required=True)
    to_address = fields.String(required=True)
    subject = Subject(required=True)
    state = Choice(MailState, required=True)
    outcome = fields.String(required=True)
    attempts = fields.Integer(required=True)
    business_at = Moment(required=True)
    created_at = Moment(required=True)
    next_attempt_at = Moment(required=True)
    sent_at = Moment(required=True, allow_none=True)


class BriefingOut(Shape):
    code = fields.String(required=True)
    title = fields.String(required=True)
    state = Choice(BriefingState, required=True)
    year = fields.Integer(required=True)
    quarter = fields.Integer(required=True)
    held_on = DayOut(required=True)
    period_start = DayOut(required=True)
    period_end = DayOut(required=True)


CountsOut = Shape.from_dict({name: fields.Integer(required=True) for name in COUNT_NAMES}, name="CountsOut")


class RatioOut(Shape):
    """A share with both its numbers; nothing to rate is null, never 0."""

    numerator = fields.Integer(required=True)
    denominator = fields.Integer(required=True)
    permille = fields.Integer(required=True, allow_none=True)


SharesOut = Shape.from_dict(
    {name: fields.Nested(RatioOut, required=True) for name in RATIO_NAMES}, name="SharesOut"
)


class UnitCountsOut(Shape):
    unit = fields.String(required=True)
    name = fields.String(required=True)
    counts = fields.Nested(CountsOut, required=True)


class RollUpOut(Shape):
    """The figures of a briefing's period: frozen ones when there are some, else those of this moment."""

    briefing = fields.String(required=True)
    basis = Choice(Basis, required=True)
    is_frozen = fields.Boolean(required=True)
    period_start = DayOut(required=True)
    cutoff = Moment(required=True)
    calculation_version = fields.String(required=True)
    counts = fields.Nested(CountsOut, required=True)
    shares = fields.Nested(SharesOut, required=True)
    units = fields.List(fields.Nested(UnitCountsOut), required=True)


# -------------------------------------------------------------------------------------------------------------- taken


class NothingIn(Shape):
    """An empty object."""


class TellingIn(Shape):
    """From the Office, for a unit that telephoned, sent paper or said it at a meeting: its source."""

    via = Choice(ToldVia, required=True)
    by = Text(most=SHORT, load_default="")
    on = Day(load_default=None, allow_none=True)


class ReportIn(Shape):
    kind = Choice([ReportKind.PROGRESS, ReportKind.COMPLETION], required=True)
    done_text = Text(most=LONG, required=True)
    claimed_on = Day(
        load_default=None, allow_none=True, metadata={"description": "Of a completion: the day it was done."}
    )
    document_number = Text(most=120, load_default="")
    document_on = Day(load_default=None, allow_none=True)
    cause = Choice(Cause, load_default=Cause.NONE)
    obstacle_text = Text(most=LONG, load_default="")
    forecast_on = Day(load_default=None, allow_none=True)
    next_step = Text(most=MIDDLE, load_default="")
    told = fields.Nested(TellingIn, load_default=None, allow_none=True)


class ReasonIn(Shape):
    reason = Text(most=LONG, required=True)


class PauseIn(ReasonIn):
    resume_on = Day(required=True, metadata={"description": "When it is looked at again."})


class DueIn(Shape):
    due_on = Day(required=True)


class PassOnIn(ReasonIn):
    new_unit = Text(most=200, required=True, metadata={"description": "Code of the unit that should lead."})


class CorrectDateIn(ReasonIn):
    new_due_on = Day(required=True)


class GiveAgainIn(Shape):
    new_unit = Text(most=200, required=True)
    new_due_on = Day(load_default=None, allow_none=True)


class AcceptIn(Shape):
    """`new_due_on` only of a request to pass the lead on, and then `note` says why."""

    note = Text(most=MIDDLE, load_default="")
    new_due_on = Day(load_default=None, allow_none=True)


class CauseIn(Shape):
    note = Text(most=LONG, required=True)


class ExplainIn(Shape):
    question = Text(most=LONG, required=True)
    due_on = Day(required=True)


class AnswerIn(Shape):
    answer = Text(most=LONG, required=True)


class PartIn(Shape):
    """A partner's word on its own part."""

    done_text = Text(most=LONG, required=True)
    document_number = Text(most=120, load_default="")
    document_on = Day(load_default=None, allow_none=True)
    told = fields.Nested(TellingIn, load_default=None, allow_none=True)


class NoteIn(Shape):
    note = Text(most=MIDDLE, load_default="")


class RemarkIn(Shape):
    text = Text(most=LONG, required=True)


class ExtensionIn(Shape):
    new_due_on = Day(required=True)
    reason = Text(most=LONG, required=True)


class OfficerIn(Shape):
    person_id = Whole(required=True, allow_none=True, metadata={"description": "null takes the name away."})


def _codes() -> fields.List[str]:
    return fields.List(
        Text(most=200),
        load_default=list,
        validate=lambda codes: len(codes) <= MOST_UNITS,
        metadata={"maxItems": MOST_UNITS},
    )


class DirectiveIn(Shape):
    """An order outside a briefing: a letter, a direct order, a superior's task."""

    source_kind = Choice([kind for kind in SourceKind if kind is not SourceKind.CONCLUSION], required=True)
    wording = Text(most=LONGEST["wording"], required=True)
    title = Text(most=LONGEST["title"], required=True)
    source_number = Text(most=LONGEST["source_number"], load_default="")
    source_on = Day(load_default=None, allow_none=True)
    source_body = Text(most=LONGEST["source_body"], load_default="")
    source_level = Choice(SourceLevel, load_default=SourceLevel.OWN)
    leader_id = Whole(load_default=None, allow_none=True)
    field = Text(most=200, load_default="")
    assigned_on = Day(
        load_default=None, allow_none=True, metadata={"description": "Today, unless said otherwise."}
    )
    is_starred = YesNo(load_default=False)
    leads = _codes()
    lead_groups = _codes()
    partners = _codes()
    informed = _codes()
    fans_out = YesNo(load_default=False, metadata={"description": "Each lead gets a task of its own."})
    due = Choice([due for due in DraftDue if due is not DraftDue.UNDECIDED], required=True)
    due_on = Day(load_default=None, allow_none=True)
    recurrence = Choice(Recurrence, load_default=None, allow_none=True)
    due_day = Whole(load_default=None, allow_none=True, most=31)
    event_text = Text(most=SHORT, load_default="")
    rule = Choice(FanOutRule, load_default=FanOutRule.ALL)
    rule_count = Whole(load_default=None, allow_none=True)
