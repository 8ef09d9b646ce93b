"""A directive outside a briefing: a letter, a direct order, a superior's task."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from taskboard.accounts.models import Person
from taskboard.briefings import queries
from taskboard.briefings.actions.edits import DraftEdit, check_edit
from taskboard.briefings.actions.issuing import publish
from taskboard.briefings.models import Directive, DraftDue, SourceKind, SourceLevel
from taskboard.counters import next_directive_codes
from taskboard.domain.deadline import DueKind
from taskboard.domain.errors import RuleBroken
from taskboard.domain.retirement import expect_field
from taskboard.domain.review import Lead, Missing, missing
from taskboard.domain.text import is_blank
from taskboard.occasion import Occasion
from taskboard.reminders import actions as reminders
from taskboard.tasks import actions as tasks
from taskboard.tasks.models import Task
from taskboard.units import queries as units


@dataclass(frozen=True, slots=True)
class Source:
    """Where a directive outside a briefing comes from (decision 2)."""

    kind: SourceKind
    wording: str
    number: str = ""
    on: date | None = None
    body: str = ""
    level: SourceLevel = SourceLevel.OWN
    leader: Person | None = None
    field: str = ""


def create_directive(
    source: Source, *, title: str, edit: DraftEdit, assigned_on: date, is_starred: bool = False, on: Occasion
) -> tuple[Directive, list[Task]]:
    """A letter, a direct order, a superior's task: issued at once, told to its units.

    Raises RuleBroken: wording_missing, title_missing, source_missing, lead_missing, lead_several, due_missing, due_before_assignment, unit_gone,
    and as `check_edit`.
    """
    _check_source(source, title, assigned_on, today=on.today)
    check_edit(edit, day=assigned_on)
    edit = edit.of_its_kind()
    parties = _units_of_edit(edit, assigned_on)
    directive = Directive(
        code=next_directive_codes(on.today.year, 1)[0],
        source_kind=source.kind,
        wording=source.wording,
        source_number=source.number,
        source_on=source.on,
        source_body=source.body,
        source_level=source.level,
        leader_id=source.leader.id if source.leader else None,
        field=source.field,
        rule=edit.rule,
        rule_count=edit.rule_count,
        assigned_on=assigned_on,
        issued_at=on.now,
        issued_by_id=on.acting.person_id,
    )
    order = tasks.Order(
        title=title,
        leads=parties.leads,
        partners=parties.partners,
        informed=parties.informed,
        due_kind=DueKind(edit.due.value),
        due_on=edit.due_on,
        due_basis=edit.event_text,
        recurrence=edit.recurrence,
        due_day=edit.due_day,
        is_starred=is_starred,
    )
    made = publish(directive, order, on=on)
    reminders.owe_issue_mails(made, source_title=title, key=f"issue:directive:{directive.id}", on=on)
    reminders.owe_parts_mails(made, source_title=title, key=f"directive:{directive.id}", on=on)
    return directive, made


def _check_source(source: Source, title: str, assigned_on: date, *, today: date) -> None:
    if is_blank(source.wording):
        raise RuleBroken("wording_missing", field="wording")
    if is_blank(title):
        raise RuleBroken("title_missing", field="title")
    if source.kind is SourceKind.LETTER and not source.number:
        raise RuleBroken("source_missing", field="source_number")
    if source.kind is SourceKind.CONCLUSION:
        raise RuleBroken("source_kind_unknown", field="source_kind")
    if assigned_on > today:
        raise RuleBroken("assigned_in_future", field="assigned_on", today=today)
    if source.field:
        expect_field(units.work_field(source.field), assigned_on)


def _units_of_edit(edit: DraftEdit, day: date) -> queries.Parties:
    """Who takes part, by name. Raises RuleBroken: lead_missing, lead_several, due_undecided."""
    leads = [Lead(is_resolved=True, is_group=target.group_id is not None) for target in edit.leads]
    lacks = missing(
        is_passage=False,
        leads=leads,
        is_due_decided=edit.due is not DraftDue.UNDECIDED,
        fans_out=edit.fans_out,
    )
    if lacks:
        raise RuleBroken(lacks[0].value, field="due" if lacks[0] is Missing.DUE else "leads")
    return queries.parties_of(
        *(
            [(target.unit_id, target.group_id) for target in targets]
            for targets in (edit.leads, edit.partners, edit.informed)
        ),
        day=day,
    )
