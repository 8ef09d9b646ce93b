"""Route × relation to the task: who is let in, who is told that nothing is there (domain rules 39 and 40).

The rows are written by hand, so that a slip in the authority's table shows here. Columns are relations, one letter each.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from werkzeug.routing import Map, Rule

from taskboard.accounts import actions as accounts
from taskboard.accounts.queries import actor_on
from taskboard.briefings.models import UnitRole
from taskboard.domain.authority import Role
from taskboard.domain.scopes import Scope
from taskboard.journal.actions import COMMAND
from taskboard.tasks import actions
from taskboard.units import actions as units
from taskboard.watch import actions as watch
from taskboard.watch.models import SavedView, Sharing
from tests import build
from tests.api.program import BODIES, Program
from tests.cast import Cast, cast
from tests.pages.visitor import Visitor

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from taskboard.accounts.models import Person
    from tests.conftest import HandClock

__all__ = ["cast"]

# Who may is decided before any database is asked: once is enough.
pytestmark = [pytest.mark.sqlite_only, pytest.mark.slow]

RELATIONS = {
    "H": "head of the unit that leads",
    "O": "officer of the unit that leads",
    "B": "follows it for the Office, and deputises at the head of the unit that leads",
    "P": "head of a partner",
    "I": "head of a unit that reads along",
    "S": "head of a unit that is a stranger to it",
    "A": "vice-chair who assigned it",
    "V": "vice-chair of other fields",
    "C": "chair",
    "F": "chief of office",
    "M": "monitor",
    "D": "administrator",
    "X": "inspector",
}
ALL = "".join(RELATIONS)
SEES = "HOBPIAVCFMX"
"""Those who may see the task."""
DECIDES = "ACFM"
OVERSEES = "ACFMB"
"""Presses and asks: the doer among them decides nothing by it."""
ABOVE = "ACF"
OFFICE = "FMB"
LEADERS = "AVC"
READS = LEADERS + OFFICE + "X"
"""Briefings and reports: no unit."""

OF_TASK = {
    "tasks.task": SEES,
    "tasks.report": "HOBFM",
    "tasks.receive": "HOB",
    "tasks.extension": "HOB",
    "tasks.confirm": DECIDES,
    "tasks.send_back": DECIDES,
    "tasks.withdraw": ABOVE,
    "tasks.urge": OVERSEES,
    "tasks.grant_extension": DECIDES,
    "tasks.refuse_extension": DECIDES,
    "tasks.accept_request": DECIDES,
    "tasks.refuse_request": DECIDES,
    "tasks.give_again": DECIDES,
    "tasks.return": "HBP",
    "tasks.transfer": "HB",
    "tasks.ask_explanation": OVERSEES,
    "tasks.objective_cause": DECIDES,
    "tasks.objective_cause_revoke": DECIDES,
    "tasks.pause": DECIDES,
    "tasks.resume": DECIDES,
    "tasks.correct_date": DECIDES,
    "tasks.correct_lead": DECIDES,
    "tasks.reopen": ABOVE,
    "tasks.give_up": ABOVE,
    "tasks.remark": "AC",
    "tasks.edit": OVERSEES,
    "tasks.set_event_date": DECIDES,
    "tasks.set_monitor": OVERSEES,
    "tasks.set_star": OVERSEES,
    "tasks.join_unit": OVERSEES,
    "tasks.leave_unit": OVERSEES,
    "tasks.set_part_due": OVERSEES,
    "tasks.part": "PFMB",
    "tasks.urge_partner": "HO" + OVERSEES,
    "tasks.name_officer": "HB",
    "tasks.sub_tasks": "HOB",
    "tasks.change_sub_task": "HOB",
    "tasks.tick_sub_task": "HOB",
    "tasks.remove_sub_task": "HOB",
    "files.attachment": SEES,
    "reports.task_assignment": SEES,
    "rules.of_task": SEES,
    "watch.follow": SEES,
    "watch.view": LEADERS + OFFICE,
    "watch.delete_view": LEADERS + OFFICE,
    "briefings.directive": SEES,
}
"""Denied here is 404, word for word as for a task that does not exist, or 403 as for every task."""
OF_QUESTION = {"tasks.explanation": "HOBAVCFMX"}
"""A question is between the unit that was asked and those above; who only takes part does not read it."""
ANSWERS = {"tasks.explanation": "HBFM"}
"""Sending, where fewer may than look: its head answers, or the Office for a unit that telephoned."""

OF_ROLE = {
    "web.home": ALL,
    "web.overdue": SEES + "S",
    "tasks.task_list": SEES + "S",
    "search.results": SEES + "S",
    "search.suggestions": SEES + "S",
    "tasks.board": SEES + "S",
    "tasks.calendar": SEES + "S",
    "watch.view_list": SEES + "S",
    "watch.new_view": SEES + "S",
    "watch.choose_default": SEES + "S",
    "watch.changes": SEES + "S",
    "watch.read_changes": SEES + "S",
    "tasks.register_csv": SEES + "S",
    "tasks.register_xlsx": SEES + "S",
    "tasks.bulk_officer": "HBPIS",
    "tasks.bulk_deadline": OVERSEES + "V",
    "tasks.bulk_monitor": OVERSEES + "V",
    "tasks.bulk_urge": OVERSEES + "V",
    "tasks.bulk_confirm": OVERSEES + "V",
    "tasks.pending": OVERSEES + "V",
    "tasks.new_explanation": OVERSEES + "V",
    "tasks.unit_explanations": "CFMB" + "AV",
    "briefings.conclusion_history": SEES + "S",
    "briefings.new_directive": LEADERS + OFFICE,
    "briefings.briefing_list": READS,
    "briefings.briefing": READS,
    "briefings.conclusions": READS,
    "briefings.issued_text": READS,
    "briefings.notice_page": READS,
    "briefings.notice_document": READS,
    "briefings.present_briefing": READS,
    "briefings.window": READS,
    "briefings.take_down": OFFICE,
    "briefings.record_text": OFFICE,
    "briefings.add_draft": OFFICE,
    "briefings.change_draft": OFFICE,
    "briefings.drop_passages": OFFICE,
    "briefings.move_start": OFFICE,
    "briefings.supplement": OFFICE,
    "briefings.issue": OFFICE,
    "briefings.settle": OFFICE,
    "briefings.throw_away": OFFICE,
    "briefings.issue_supplement": OFFICE,
    "briefings.edit_briefing": OFFICE,
    "briefings.edit_notice": OFFICE,
    "briefings.release_notice": OFFICE,
    "briefings.new_briefing": OFFICE,
    "briefings.next_briefing": OFFICE,
    "briefings.plan_briefing": OFFICE,
    "briefings.freeze_planned": OFFICE,
    "briefings.open_window": OFFICE,
    "briefings.cancel_briefing": OFFICE,
    "briefings.move_briefing": OFFICE,
    "briefings.urge_silent": LEADERS + OFFICE,
    "briefings.confirmed_pairs": OFFICE,
    "reports.report": READS,
    "reports.report_document": READS,
    "reports.differences": READS,
    "reports.report_parts": READS,
    "reports.report_tasks": READS,
    "reports.freeze": OFFICE,
    "reports.ratings": OFFICE,
    "reports.unit_assignment": LEADERS + OFFICE,
    "documents.wording_list": "FD",
    "documents.wording": "FD",
    "documents.phrase": "FD",
    "reports.report_xlsx": READS,
    "reports.monthly": READS,
    "reports.monthly_xlsx": READS,
    "documents.order_list": READS,
    "documents.order": READS,
    "documents.file": READS,
    "documents.report_files": READS,
    "reports.urging": LEADERS + OFFICE,
    "reports.release_urging": LEADERS + OFFICE,
    "scoring.overview": ALL.replace("D", ""),
    "scoring.overview_xlsx": ALL.replace("D", ""),
    "scoring.unit_sheet": ALL.replace("D", ""),
    "scoring.unit_xlsx": ALL.replace("D", ""),
    "scoring.person_sheet": ALL.replace("D", ""),
    "indicators.indicator_list": ALL.replace("D", ""),
    "indicators.quarter": ALL.replace("D", ""),
    "indicators.indicator": OFFICE,
    "indicators.plan": OFFICE,
    "indicators.new_indicator": OFFICE,
    "imports.tasks": OFFICE + "D",
    "imports.tasks_batch": OFFICE + "D",
    "imports.tasks_template": OFFICE + "D",
    "imports.tasks_columns": OFFICE + "D",
    "imports.tasks_written": OFFICE + "D",
    "imports.people": "D",
    "imports.people_batch": "D",
    "imports.people_template": "D",
    "imports.units": "D",
    "imports.units_batch": "D",
    "imports.units_template": "D",
    "units.unit_list": OFFICE + "D",
    "units.unit": "D",
    "units.rename": "D",
    "units.new_unit": "D",
    "units.reorganise": "FD",
    "units.call_off": "FD",
    "units.field_list": OFFICE + "D",
    "units.field": "D",
    "units.new_field": "D",
    "units.edit_field": "D",
    "units.group_list": OFFICE + "D",
    "units.new_group": "D",
    "units.group": "D",
    "accounts.people_list": OFFICE + "D",
    "accounts.person": "D",
    "accounts.new_person": "D",
    "accounts.make_link": "D",
    "accounts.free_account": "D",
    "accounts.invite_all": "D",
    "accounts.reset_factor": "D",
    "accounts.unlink_outside": "D",
    "accounts.end_sessions": "D",
    "accounts.sign_in_rules": "D",
    "accounts.own_account": ALL,
    "accounts.change_password": ALL,
    "accounts.own_factor": ALL,
    "accounts.renew_codes": ALL,
    "accounts.remove_factor": ALL,
    "accounts.end_own_session": ALL,
    "accounts.end_other_sessions": ALL,
    "accounts.new_post": "D",
    "accounts.end_post": "D",
    "accounts.lock_person": "D",
    "accounts.sign_out": ALL,
    "settings.overview": OFFICE + "D",
    "settings.setting": "D",
    "settings.new_calendar_day": "D",
    "settings.calendar_day": "D",
    "settings.abbreviation_list": OFFICE + "D",
    "settings.new_abbreviation": "D",
    "settings.abbreviation": "D",
    "settings.remove_abbreviation": "D",
    "settings.remove_calendar_day": "D",
    "settings.seed_holidays": "D",
    "settings.emblem": "FD",
    "settings.remove_emblem": "FD",
    "replies.mail_list": OFFICE + "D",
    "replies.mail": OFFICE + "D",
    "hooks.webhook_list": OFFICE + "D",
    "hooks.webhook": OFFICE + "D",
    "hooks.message": OFFICE + "D",
    "hooks.new_webhook": "D",
    "hooks.edit_webhook": "D",
    "hooks.renew_secret": "D",
    "hooks.pause": "D",
    "hooks.resume": "D",
    "hooks.remove": "D",
    "hooks.send_test": "D",
    "hooks.replay_failed": "D",
    "hooks.replay": "D",
    "rules.rule_list": OFFICE + "D",
    "rules.rule": "D",
    "rules.topics": "D",
    "rules.preview": OFFICE + "D",
    "mails.mine": ALL,
    "guide.own": ALL,
    "guide.chapter": ALL,
    "guide.words": ALL,
    "guide.picture": ALL,
    "mails.issue_feed": ALL,
    "mails.revoke_feed": ALL,
    "mails.of_person": OFFICE + "D",
    "outbox.message_list": OFFICE + "D",
    "outbox.message": OFFICE + "D",
    "outbox.message_html": OFFICE + "D",
    "outbox.resend": OFFICE + "D",
    "outbox.send_test": "D",
    "scheduler.job_list": OFFICE + "D",
    "scheduler.job_runs": OFFICE + "D",
    "scheduler.run_now": "D",
    "journal.entry_list": "FDX",
    "demo.next_day": ALL,
    "doors.own_tokens": ALL,
    "doors.revoke_own": ALL,
    "doors.all_tokens": "D",
    "doors.revoke_any": "D",
}
"""Denied here is 403 whatever the address names: it is a matter of the post alone."""
OPEN = frozenset(
    """accounts.sign_in accounts.give_code accounts.enrol accounts.forgotten accounts.link accounts.outside
    accounts.outside_back setup.setup setup.start setup.body setup.units setup.import_units setup.units_template
    setup.administrator setup.people setup.services setup.send_test setup.finish web.components web.healthz web.readyz web.set_language web.set_theme operation.figures
    mails.feed reminders.opened reminders.report reminders.ask_extension reminders.receive reminders.sent reminders.part
    settings.emblem_file doors.description doors.docs static bootstrap.static""".split()
)
"""For everybody, or by the secret in the address: test_routes.py and the tests of the mail link prove those."""
DOORS_OF_TASK = {
    "api.task": SEES,
    "api.task_reports": SEES,
    "api.report": SEES,
    "api.directive": SEES,
    "api.receive": "HOB",
    "api.report_task": "HOBFM",
    "api.ask_extension": "HOB",
    "api.name_officer": "HB",
    "api.confirm": DECIDES,
    "api.send_back": DECIDES,
    "api.withdraw": ABOVE,
    "api.urge": OVERSEES,
    "api.remark": "AC",
    "api.grant_extension": DECIDES,
    "api.refuse_extension": DECIDES,
    "api.pause": DECIDES,
    "api.resume": DECIDES,
    "api.reopen": ABOVE,
    "api.stop_pursuing": ABOVE,
    "api.set_event_date": DECIDES,
    "api.confirm_cause": DECIDES,
    "api.revoke_cause": DECIDES,
    "api.ask_return": "HBP",
    "api.ask_transfer": "HB",
    "api.ask_correct_date": DECIDES,
    "api.ask_correct_lead": DECIDES,
    "api.accept_request": DECIDES,
    "api.refuse_request": DECIDES,
    "api.give_again": DECIDES,
    "api.ask_explanation": OVERSEES,
    "api.explanation": "HOBAVCFMX",
    "api.answer_explanation": "HBFM",
    "api.report_part": "PFMB",
    "api.urge_partner": "HO" + OVERSEES,
    "api.file": SEES,
}
"""For programs, with a token of every scope: the rows are those of the pages."""
DOORS_OF_ROLE = {
    "api.me": ALL,
    "api.task_list": SEES + "S",
    "api.report_list": SEES + "S",
    "api.directive_list": SEES + "S",
    "api.request_list": SEES + "S",
    "api.explanation_list": SEES + "S",
    "api.create_directive": LEADERS + OFFICE,
    "api.unit_list": OFFICE + "D",
    "api.unit": OFFICE + "D",
    "api.person_list": OFFICE + "D",
    "api.person": OFFICE + "D",
    "api.mail_list": OFFICE + "D",
    "api.mail": OFFICE + "D",
    "api.briefing_list": READS,
    "api.roll_up": READS,
}
ENDS_SOMETHING = ("watch.delete_view", "tasks.remove_sub_task", "accounts.sign_out")
"""Last: what they leave behind is no longer there for the others."""


@dataclass(frozen=True)
class Scene:
    """One task with something of everything, and one person a relation."""

    people: dict[str, Person]
    values: dict[str, dict[str, Any]]
    """What to put into the address, by the name of its place; by endpoint where the same name means different things."""


@pytest.fixture
def scene(app: Flask, cast: Cast, clock: HandClock, monkeypatch: pytest.MonkeyPatch) -> Scene:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    root: Path = app.extensions["taskboard"].settings.instance_dir
    at = build.at(date(2021, 6, 15))
    both = build.person("Bùi Văn Hai", Role.MONITOR, cast.office)
    accounts.give_post(
        both,
        role=Role.UNIT_HEAD,
        unit=cast.economy,
        title="Phó Trưởng phòng",
        valid_from=build.BEGAN_ON,
        acting=COMMAND,
        now=at,
    )
    units.create_work_field(code="van-hoa", name="Văn hóa", keywords=(), usual_lead=None, position=9)
    people = {
        "H": cast.head,
        "O": cast.officer,
        "B": both,
        "P": cast.other_head,
        "I": cast.ward_head,
        "S": build.person("Lương Văn Tám", Role.UNIT_HEAD, cast.cua_nam),
        "A": cast.vice,
        "V": build.person("Hoàng Thị Mai", Role.VICE_CHAIR, fields="van-hoa"),
        "C": cast.chair,
        "F": cast.chief,
        "M": cast.monitor,
        "D": cast.administrator,
        "X": cast.inspector,
    }
    head, office = build.occasion(at, cast.head), build.occasion(at, cast.monitor)
    task = build.task(
        "Lập phương án hộ đê",
        lead=cast.economy,
        partners=[cast.urban],
        leader=cast.vice,
        field="nong-nghiep",
        due_on=at.date() + timedelta(days=15),
        on=office,
    )
    actions.join_unit(task, cast.loc_vuong, UnitRole.INFORMED, on=office)
    report = build.progress(task, uploads=[build.pdf()], on=head, root=root)
    asked = build.extension(task, at.date() + timedelta(days=30), on=head)
    request = actions.propose_lead_correction(task, new_unit=cast.cua_nam, reason="Ghi nhầm.", on=office)
    question = actions.ask_explanation(
        cast.economy, task=task, question="Vì sao chậm?", due_on=at.date() + timedelta(days=9), on=office
    )
    part = actions.add_sub_task(task, actions.Share("Khảo sát đê"), on=head)
    view = _view_of_everyone(cast, at)
    build.saved()
    from taskboard.files.queries import of_reports

    attachment = of_reports([report.id])[report.id][0]
    values: dict[str, dict[str, Any]] = {
        "": {
            "extension_id": asked.id,
            "request_id": request.id,
            "explanation_id": question.id,
            "sub_task_id": part.id,
            "view_id": view.id,
            "attachment_id": attachment.id,
            "report_id": report.id,
            "person_id": cast.officer.id,
            "post_id": cast.officer.posts[0].id,
            "unit_code": cast.urban.code,
            "code": task.code,
        },
        "briefings.directive": {"code": task.directive.code},
        "api.directive": {"code": task.directive.code},
        "units.unit": {"code": cast.economy.code},
        "units.rename": {"code": cast.economy.code},
        "tasks.unit_explanations": {"code": cast.economy.code},
        "tasks.leave_unit": {"unit_code": cast.loc_vuong.code},
    }
    return Scene(people, values)


def _view_of_everyone(cast: Cast, at: datetime) -> SavedView:
    wanted = watch.Wanted("Việc quá hạn", "view=overdue", Sharing.EVERYONE)
    return watch.save_view(wanted, actor_on(cast.chief, at.date()), on=build.occasion(at, cast.chief))


NOWHERE = {"code": "NV-2021-9999", "unit_code": "khong-co"}


def address(rule: Rule, known: dict[str, Any]) -> str:
    """With what is known, and elsewhere with what does not exist."""
    blank = {
        name: NOWHERE.get(name, "khong-co") if converter.regex != r"\d+" else 999_999
        for name, converter in rule._converters.items()
    }
    built = rule.build({**blank, **{name: value for name, value in known.items() if name in blank}})
    assert built is not None
    return built[1]


def rules_of(app: Flask) -> list[tuple[Rule, str]]:
    """Each route with each of its methods; what ends something last."""
    found = [
        (rule, method)
        for rule in app.url_map.iter_rules()
        for method in sorted((rule.methods or set()) & {"GET", "POST"})
        if not rule.endpoint.startswith("api.")
    ]
    return sorted(found, key=lambda pair: (_place(pair[0].endpoint), pair[1], pair[0].rule))


def _place(endpoint: str) -> int:
    return ENDS_SOMETHING.index(endpoint) + 1 if endpoint in ENDS_SOMETHING else 0


EVERY_ROW = [*OF_TASK, *OF_QUESTION, *OF_ROLE, *OPEN, *DOORS_OF_TASK, *DOORS_OF_ROLE]


def without_a_row(routes: Map) -> set[str]:
    return {rule.endpoint for rule in routes.iter_rules()} - {*EVERY_ROW}


def test_every_route_has_its_row_and_every_row_its_route(app: Flask) -> None:
    rows = EVERY_ROW
    assert without_a_row(app.url_map) == set()
    assert set(rows) - {rule.endpoint for rule in app.url_map.iter_rules()} == set(), "without a route"
    assert len(rows) == len(set(rows)), "in two tables"


def test_a_route_that_somebody_adds_is_missed_until_it_has_a_row(app: Flask) -> None:
    known = [rule.empty() for rule in app.url_map.iter_rules()]
    added = Rule("/tasks/<code>/secrets", endpoint="tasks.secrets", methods=["POST"])
    missed = without_a_row(Map([*known, added], converters=app.url_map.converters))
    assert missed - without_a_row(app.url_map) == {"tasks.secrets"}


def test_no_two_routes_answer_at_one_address(app: Flask) -> None:
    places = [(rule.rule, method) for rule, method in rules_of(app)]
    assert sorted({place for place in places if places.count(place) > 1}) == []


@pytest.mark.parametrize("letter", RELATIONS)
def test_a_relation_opens_what_its_row_says_and_nothing_else(
    letter: str, app: Flask, client: FlaskClient, scene: Scene, clock: HandClock
) -> None:
    visitor = Visitor(client, clock).be(scene.people[letter])
    wrong = []
    for rule, method in rules_of(app):
        row = row_of(rule.endpoint, method)
        if row is None:
            continue
        url = address(rule, {**scene.values[""], **scene.values.get(rule.endpoint, {})})
        status, _text = ask(visitor, method, url)
        said = judge(rule.endpoint, status, letter in row)
        if letter not in row and status == 404:
            said = said or differing(visitor, method, url, address(rule, {}))
        if said:
            wrong.append(f"{method} {url} ({rule.endpoint}): {status}, {said}")
    assert not wrong, RELATIONS[letter] + "\n" + "\n".join(wrong)


@pytest.mark.parametrize("letter", RELATIONS)
def test_a_token_opens_no_more_than_its_person(
    letter: str, client: FlaskClient, scene: Scene, clock: HandClock, app: Flask
) -> None:
    program = Program.of(client, scene.people[letter], clock, *Scope)
    rows, wrong = {**DOORS_OF_TASK, **DOORS_OF_ROLE}, []
    for rule in app.url_map.iter_rules():
        if rule.endpoint not in rows:
            continue
        url = address(rule, {**scene.values[""], **scene.values.get(rule.endpoint, {})})
        answer = knock(program, app, rule, url)
        said = judge_door(rule.endpoint, answer.status_code, letter in rows[rule.endpoint])
        if answer.status_code == 404 and not said:
            nowhere = knock(program, app, rule, address(rule, {}))
            said = "" if nowhere.json == answer.json else "in other words than where nothing is"
        if said:
            wrong.append(f"{url} ({rule.endpoint}): {answer.status_code}, {said}")
    assert not wrong, RELATIONS[letter] + "\n" + "\n".join(wrong)


def knock(program: Program, app: Flask, rule: Rule, url: str) -> TestResponse:
    door = app.view_functions[rule.endpoint].door  # type: ignore[attr-defined]
    path = url.removeprefix("/api/v1")
    if not door.writes:
        return program.get(path)
    key = f"knock-{door.name}-{len(path)}"
    body = BODIES.get(door.name, {})
    return program.send(door.method, path, body=body, If_Match="*", Idempotency_Key=key)


def judge_door(endpoint: str, status: int, is_let_in: bool) -> str:
    if endpoint in DOORS_OF_ROLE:
        return "" if (status != 403) == is_let_in else "by its post"
    if is_let_in:
        return "" if status in (200, 201, 409) else "should be let in"
    return "" if status in (403, 404) else "should find nothing"


def row_of(endpoint: str, method: str) -> str | None:
    rows = {**OF_TASK, **OF_QUESTION, **OF_ROLE, **(ANSWERS if method == "POST" else {})}
    return rows.get(endpoint)


def ask(visitor: Visitor, method: str, url: str) -> tuple[int, str]:
    send = visitor.client.get if method == "GET" else visitor.client.post
    with send(url) as answer:
        is_page = answer.mimetype == "text/html"
        return answer.status_code, answer.text if is_page else ""


def judge(endpoint: str, status: int, is_let_in: bool) -> str:
    """What is wrong with an answer; empty where nothing is."""
    if status >= 500 and status != 503:
        return "broken"
    if endpoint in OF_ROLE:
        return "" if (status != 403) == is_let_in else "by its post"
    if is_let_in:
        return "" if status in (200, 302, 422) else "should be let in"
    return "" if status in (403, 404) else "should find nothing"


def differing(visitor: Visitor, method: str, url: str, nowhere: str) -> str:
    """What exists and may not be seen looks like what does not exist, but for the address that was asked for.

    Asked anew: the first answer may have carried a notice of the page before.
    """
    _status, text = ask(visitor, method, url)
    status, nothing = ask(visitor, method, nowhere)
    if status != 404:
        return f"but {status} where nothing is"
    alike = _bare(text, url) == _bare(nothing, nowhere)
    return "" if alike else "in other words than where nothing is"


def _bare(page: str, url: str) -> str:
    """Without the address, and without the tokens of the frame's forms, which are new with every second."""
    return re.sub(r'name="csrf_token" value="[^"]+"', "", page.replace(url, "…"))


def test_a_visitor_is_sent_to_sign_in_from_every_one_of_them(
    app: Flask, client: FlaskClient, scene: Scene
) -> None:
    for rule, method in rules_of(app):
        if rule.endpoint in OPEN:
            continue
        url = address(rule, {**scene.values[""], **scene.values.get(rule.endpoint, {})})
        answer = client.open(url, method=method)
        assert answer.status_code == 302, (url, method)
        assert answer.location.startswith("/sign-in"), (url, method)


@pytest.mark.parametrize("letter", [letter for letter in ALL if letter not in SEES])
def test_no_list_search_or_home_names_a_task_that_may_not_be_seen(
    letter: str, client: FlaskClient, scene: Scene, clock: HandClock
) -> None:
    visitor = Visitor(client, clock).be(scene.people[letter])
    code = scene.values[""]["code"]
    for url in ("/", "/tasks?view=all", f"/tasks?view=all&q={code}", "/tasks?view=all&q=ho+de", "/overdue"):
        text = visitor.client.get(url, follow_redirects=True).text
        assert f"/tasks/{code}" not in text and "hộ đê" not in text, url
