"""What each page asks the database: every address of the URL map, under every account of the sample.

A page asks at most eight questions, the three of its frame included; what asks more is named here with its reason.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from taskboard.accounts.models import Person, Post
from taskboard.accounts.queries import token_hash
from taskboard.briefings.models import Briefing, Conclusion, ConclusionText, Directive, UnitRole
from taskboard.db import db
from taskboard.documents.models import DocumentAsker, DocumentKind, DocumentOrder, OrderState, Stage
from taskboard.documents.wordings import DOCUMENTS
from taskboard.hooks.models import Webhook
from taskboard.indicators.models import Indicator
from taskboard.outbox.models import OutboxMessage
from taskboard.reminders.models import MailLink, MailLinkTask, ReminderRule
from taskboard.replies.models import Fate, ReceivedMail
from taskboard.scheduler.jobs import JOBS
from taskboard.search.models import Abbreviation
from taskboard.settings.models import CalendarDay
from taskboard.settings.registry import DEFINITIONS
from taskboard.tasks.models import Assignment, Explanation, Task
from taskboard.units.models import Unit, UnitGroup, WorkField
from taskboard.watch.models import SavedView, Sharing
from tests.conftest import CITY, SIXTEENTH_OF_JUNE, HandClock
from tests.demo.test_crawl import ACCOUNTS, signed_in

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient
    from werkzeug.routing import Rule

pytestmark = pytest.mark.slow

BUDGET = 8
BEHIND_A_LINK = 12
"""There the link itself has to be opened first: whose it is, and which tasks it names."""
NO_PAGE = ("static", "bootstrap.static", "web.healthz", "web.readyz", "operation.figures")
FILE = re.compile(r"\.(?:docx|pdf|xlsx|csv|ics|jsonl|json)$|/file$|^/files/|^/help/img/")
"""What is handed out is no page."""
MORE: dict[str, tuple[int, str]] = {
    "reports.differences": (
        22,
        "three histories are set beside a freeze: tasks, figures and words of the document",
    ),
    "rules.of_task": (22, "each rule is worked out anew for the task, its parts and its explanations"),
    "briefings.edit_notice": (
        17,
        "a document is composed of the text, its passages, orders, units and signers",
    ),
    "accounts.person": (16, "all that hangs on one account: ways in, posts, open work"),
    "briefings.notice_page": (14, "the same document, shown"),
    "indicators.quarter": (13, "figures, plans, words and their history, with what was frozen"),
    "briefings.briefing": (12, "texts, orders, spreads, what was carried over, the freeze and the limits"),
    "briefings.conclusions": (11, "a text with its drafts and what was issued from it"),
    "briefings.issued_text": (11, "the same, of an earlier text"),
    "briefings.present_briefing": (
        10,
        "what is shown to a full room rests on the freeze and on what changed since",
    ),
    "tasks.part": (10, "a part of a task stands beside the task itself"),
    "tasks.sub_tasks": (10, "the pieces stand beside the task and those who may do them"),
    "reports.report": (9, "the frozen picture, the one before it, and the trend"),
    "briefings.window": (9, "answers of units to tasks and to figures, and who was pressed"),
    "watch.changes": (9, "where one stopped reading, what came since, and the words of each"),
    "tasks.task": (9, "of a task that somebody is reminded of, who was"),
    "tasks.edit": (9, "whom it may be given to"),
}
"""Pages that ask more: how much at most, whatever there is, and why."""
UNSEEN: dict[str, str] = {
    "setup.": "closed once a body is set up; `tests/setup` goes through it",
    "accounts.link": "a one-time link that nobody asked for in the sample",
    "accounts.give_code": "the second half of a sign-in",
    "accounts.enrol": "the second half of a sign-in",
    "accounts.sign_in": "who is signed in is led on",
    "accounts.outside": "leads to the city's provider, where there is one",
    "briefings.settle": "asked of a text under review; the sample's are issued",
    "briefings.conclusion_history": "asked for with its text; `tests/briefings/test_history.py`",
    "hooks.message": "no system was told anything",
    "imports.": "reads a workbook that somebody brought",
    "reminders.": "behind a mail's link, below",
    "reports.urging": "asked for with the units that are chosen",
    "scoring.": "off in the sample",
    "settings.emblem_file": "a picture",
    "tasks.bulk_": "asked for with the tasks that are chosen",
    "tasks.new_explanation": "asked for with its unit",
}
"""What no account of the sample can open by its address alone, and why."""
WALKING = ("chutich", "vanphong", "kinhte", "quantri")
"""The accounts of the short form: together they open every page there is."""


@dataclass
class Asked:
    """The statements of one page."""

    address: str
    account: str
    statements: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return f"{len(self.statements)} questions: {self.account} {self.address}"


@contextmanager
def heard() -> Iterator[list[str]]:
    """What is put to any database meanwhile; savepoints and the beginning of a transaction are no questions."""
    said: list[str] = []

    def note(_conn: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.split(maxsplit=1)[0].upper() in ("SELECT", "WITH", "INSERT", "UPDATE", "DELETE"):
            said.append(statement)

    sa.event.listen(sa.Engine, "before_cursor_execute", note)
    try:
        yield said
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", note)


# ------------------------------------------------------------------------------------------------- which addresses


_EACH_KIND = sa.select(sa.func.min(Task.id)).group_by(
    Task.state, Task.due_on.is_(None), Task.unit_id.in_(sa.select(Unit.id).where(Unit.code == "kinhte"))
)
"""Of each state a task of the unit that has accounts, and one of another."""
_FULLEST = sa.func.count(Task.id).desc()
ROWS: dict[str, sa.Select[*tuple[Any, ...]]] = {
    "/briefings/<code>/conclusions/<int:number>": sa.select(Briefing.code, Conclusion.number)
    .join(ConclusionText, ConclusionText.briefing_id == Briefing.id)
    .join(Conclusion, Conclusion.text_id == ConclusionText.id)
    .order_by(Conclusion.id),
    "/briefings/<code>/conclusions/<int:text_id>": sa.select(
        Briefing.code, ConclusionText.id.label("text_id")
    ).join(ConclusionText, ConclusionText.briefing_id == Briefing.id),
    "/briefings/<code>": sa.select(Briefing.code).order_by(Briefing.id.desc()),
    "/directives/<code>": sa.select(Directive.code)
    .outerjoin(Task, Task.directive_id == Directive.id)
    .group_by(Directive.code)
    .order_by(_FULLEST),
    "/documents/<int:order_id>": sa.select(DocumentOrder.id.label("order_id")),
    "/explanations/<int:explanation_id>": sa.select(Explanation.id.label("explanation_id")),
    "/fields/<code>": sa.select(WorkField.code),
    "/groups/<code>": sa.select(UnitGroup.code),
    "/indicators/<code>": sa.select(Indicator.code),
    "/outbox/<int:message_id>": sa.select(OutboxMessage.id.label("message_id")).order_by(
        OutboxMessage.id.desc()
    ),
    "/people/<int:person_id>/posts/<int:post_id>": sa.select(Post.person_id, Post.id.label("post_id")),
    "/people/<int:person_id>": sa.select(Person.id.label("person_id"))
    .join(Task, sa.or_(Task.officer_id == Person.id, Task.monitor_id == Person.id))
    .group_by(Person.id)
    .order_by(_FULLEST),
    "/settings/abbreviations/<int:abbreviation_id>": sa.select(Abbreviation.id.label("abbreviation_id")),
    "/settings/calendar/<day>": sa.select(CalendarDay.day),
    "/settings/reminders/<key>": sa.select(ReminderRule.key).distinct(),
    "/settings/replies/<int:mail_id>": sa.select(ReceivedMail.id.label("mail_id")),
    "/settings/webhooks/<int:webhook_id>/messages": sa.select(
        OutboxMessage.webhook_id, OutboxMessage.id.label("message_id")
    ).where(OutboxMessage.webhook_id.is_not(None)),
    "/settings/webhooks/<int:webhook_id>": sa.select(Webhook.id.label("webhook_id")),
    "/tasks/<code>/parts/<unit_code>": sa.select(Task.code, Unit.code.label("unit_code"))
    .join(Assignment, Assignment.task_id == Task.id)
    .join(Unit, Unit.id == Assignment.unit_id)
    .where(Assignment.role == UnitRole.PARTNER, Unit.code.in_(("kinhte", "phuong.loc-vuong"))),
    "/tasks/<code>": sa.select(Task.code).where(Task.id.in_(_EACH_KIND)),
    "/score-sheet/units/<code>/people": sa.select(Unit.code, Post.person_id).join(Post),
    "/score-sheet/units/<code>": sa.select(Unit.code).where(Unit.code == "kinhte"),
    "/units/<code>": sa.select(Unit.code).where(Unit.code.in_(("kinhte", "phuong.loc-vuong"))),
    "/views/<int:view_id>": sa.select(SavedView.id.label("view_id")),
}
"""By the beginning of a route, the rows that can stand in it; the fullest first. The longest beginning counts."""
WORDS: dict[str, list[dict[str, Any]]] = {
    "/help/<name>": [{"name": "van-phong"}],
    "/scheduler/<name>": [{"name": JOBS[0].name}],
    "/settings/<key>": [{"key": key} for key in DEFINITIONS],
    "/settings/wording/<document>/<name>": [
        {"document": key, "name": next(iter(kind.official.flat()))} for key, kind in DOCUMENTS.items()
    ],
    "/settings/wording/<document>": [{"document": key} for key in DOCUMENTS],
}
"""Likewise what the product itself names."""
ENDINGS = {
    "search.results": ["?q=giai phong mat bang", "?q=khongcogi"],
    "search.suggestions": ["?q=giai"],
    "outbox.message_list": ["", "?state=sent"],
    "rules.preview": ["", "?on=2021-06-21"],
    "tasks.task_list": ["", "?view=done&group=unit", "?view=overdue&band=month", "?view=all&q=moi truong"],
    "web.home": [""],
}
"""What stands behind an address where that makes another page of it."""


def _candidates(rule: Rule) -> list[Mapping[str, Any]]:
    """What may stand in the places of a route."""
    if not rule.arguments:
        return [{}]
    for begins in sorted((*WORDS, *ROWS), key=len, reverse=True):
        if rule.rule.startswith(begins):
            if begins in WORDS:
                return list(WORDS[begins])
            return [dict(row._mapping) for row in db.session.execute(ROWS[begins].limit(40))]
    return []


def _addresses(rule: Rule) -> list[str]:
    found = []
    for values in _candidates(rule):
        if set(values) >= rule.arguments:
            built = rule.build({name: str(values[name]) for name in rule.arguments}, append_unknown=False)
            assert built is not None
            found += [built[1] + ending for ending in ENDINGS.get(rule.endpoint, [""])]
    return found


def _rules(app: Flask) -> list[Rule]:
    """Every page of the product, in the order of its address."""
    found = (rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ()))
    pages = (rule for rule in found if rule.endpoint not in NO_PAGE and not FILE.search(rule.rule))
    return sorted(pages, key=str)


def _is_door(app: Flask, rule: Rule) -> bool:
    return hasattr(app.view_functions[rule.endpoint], "door")


@pytest.fixture(scope="module")
def whole(sample_app: Flask) -> Iterator[Flask]:
    """The sample, with one of each thing that its story has none of; all of them are gone afterwards."""
    with sample_app.app_context():
        added = [*_made()]
        db.session.add_all(added)
        db.session.commit()
        keys = [(type(row), sa.inspect(row).identity) for row in added]
    yield sample_app
    with sample_app.app_context():
        for kind, key in reversed(keys):
            db.session.delete(db.session.get_one(kind, key))
            db.session.commit()


def _made() -> Iterator[Any]:
    office, chair, instant = _person("vanphong"), _person("chutich"), SIXTEENTH_OF_JUNE
    unit_id = db.session.scalars(sa.select(Unit.id).where(Unit.code == "kinhte")).one()
    task_id = db.session.scalar(sa.select(sa.func.min(Task.id)).where(Task.unit_id == unit_id))
    yield SavedView(owner_id=office, name="Của tôi", query="view=open", created_at=instant)
    yield SavedView(
        owner_id=chair,
        name="Chung",
        query="view=done",
        sharing=Sharing.EVERYONE,
        created_at=instant,
    )
    asked: dict[str, Any] = {
        "unit_id": unit_id,
        "due_on": date(2021, 6, 20),
        "asked_by_id": office,
        "asked_at": instant,
    }
    yield Explanation(task_id=task_id, question="Vì sao chậm", **asked)
    yield Explanation(question="Vì sao còn nhiều việc quá hạn", **asked)
    yield ReceivedMail(
        identity="<một@thư>",
        received_at=instant,
        from_name="Trần Văn Bình",
        from_address="kinhte@namdinh.example",
        subject="Trả lời",
        size_bytes=900,
        text="Đang làm.",
        fate=Fate.REFUSED,
        person_id=_person("kinhte"),
        unit_id=unit_id,
        task_id=task_id,
    )
    yield Webhook(
        name="Bảng điều hành",
        url="https://bang.example/nhan",
        sealed_secret="",
        events="task_assigned",
        created_at=instant,
        created_by_id=office,
    )
    yield DocumentOrder(
        kind=DocumentKind.QUARTER_REPORT,
        file_kind="docx",
        parameters="{}",
        subject="quarter_report:2021-q1:original:docx",
        edition="một",
        name="bao-cao",
        task_count=10,
        state=OrderState.WAITING,
        stage=Stage.QUEUED,
        asked_at=instant,
        askers=[DocumentAsker(person_id=one, asked_at=instant) for one in (office, chair)],
    )


def _person(handle: str) -> int:
    chosen = sa.select(Person.id).where(Person.sign_in_name == f"{handle}@namdinh.example")
    return db.session.scalars(chosen).one()


# ------------------------------------------------------------------------------------------------------- the walk


def _asked(client: FlaskClient, account: str, address: str) -> Asked | None:
    """None where the account opens no page there."""
    with heard() as said, client.get(address) as answer:
        assert answer.status_code < 500 or answer.status_code == 503, f"{answer.status_code} {address}"
        is_page = answer.status_code == 200 and answer.mimetype in ("text/html", "application/json")
        if is_page:
            answer.get_data()
    return Asked(address, account, said) if is_page else None


def _walk(app: Flask, account: str, of_a_kind: int) -> dict[str, list[Asked]]:
    """By endpoint the pages this account opens."""
    client, found = signed_in(app, account), defaultdict[str, list[Asked]](list)
    with app.app_context():
        addresses = [
            (rule.endpoint, address)
            for rule in _rules(app)
            if not _is_door(app, rule)
            for address in _addresses(rule)
        ]
    for endpoint, address in addresses:
        if len(found[endpoint]) < max(of_a_kind, len(ENDINGS.get(endpoint, ()))):
            found[endpoint] += filter(None, [_asked(client, account, address)])
    return found


def _over(pages: Iterable[Asked], endpoint: str) -> list[str]:
    most = MORE[endpoint][0] if endpoint in MORE else BUDGET
    return [str(page) for page in pages if len(page.statements) > most]


@pytest.mark.parametrize(
    ("accounts", "of_a_kind"), [(WALKING, 1), pytest.param(ACCOUNTS, 1, marks=pytest.mark.long)]
)
def test_no_page_of_any_account_asks_more_than_eight_questions(
    accounts: Sequence[str], of_a_kind: int, whole: Flask
) -> None:
    seen: Counter[str] = Counter()
    over: list[str] = []
    for account in accounts:
        for endpoint, pages in _walk(whole, account, of_a_kind).items():
            seen[endpoint] += len(pages)
            over += _over(pages, endpoint)
    assert over == []
    unseen = {
        rule.endpoint for rule in _rules(whole) if not _is_door(whole, rule) and not seen[rule.endpoint]
    }
    assert {endpoint for endpoint in unseen if not endpoint.startswith(tuple(UNSEEN))} == set()


def test_no_page_behind_a_mail_s_link_asks_more_than_twelve_questions(
    whole: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    core = whole.extensions["taskboard"]
    on_the_day = replace(core, clock=HandClock(CITY, SIXTEENTH_OF_JUNE))  # in real time they have long ended
    monkeypatch.setitem(whole.extensions, "taskboard", on_the_day)
    client, pages = whole.test_client(), list[Asked]()
    for address in _behind_links(whole):
        pages += filter(None, [_asked(client, "a link", address)])
    assert pages
    assert [str(page) for page in pages if len(page.statements) > BEHIND_A_LINK] == []


def _behind_links(app: Flask) -> list[str]:
    """Pages of a digest's link and of one that names a single task, whose tokens stand in mails of the sample."""
    with app.app_context():
        bodies = db.session.scalars(
            sa.select(OutboxMessage.text_body).order_by(OutboxMessage.id.desc()).limit(60)
        )
        tokens = dict.fromkeys(token for body in bodies for token in re.findall(r"/u/([\w-]{20,})", body))
        found = []
        for token in list(tokens)[:6]:
            found.append(f"/u/{token}")
            for code in _codes_of(token):
                found += [
                    f"/u/{token}/{end}" for end in (code, f"{code}/extension", f"{code}/sent", f"part/{code}")
                ]
    return found


def _codes_of(token: str) -> Sequence[str]:
    named = sa.select(Task.code).join(MailLinkTask, MailLinkTask.task_id == Task.id)
    link = MailLink.token_hash == token_hash(token)
    return db.session.scalars(named.join(MailLink, MailLink.id == MailLinkTask.link_id).where(link)).all()[:2]
