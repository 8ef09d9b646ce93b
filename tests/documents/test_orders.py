"""A large document is made by the scheduler: once for all who ask, again after a death, and kept for those who asked."""

from __future__ import annotations

import multiprocessing
import os
import signal
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from taskboard import create_app
from taskboard.clock import FixedClock
from taskboard.core import Core
from taskboard.db import begin_writing, db
from taskboard.documents import actions, making, writing
from taskboard.documents.models import DocumentKind, DocumentOrder, OrderState, Stage
from taskboard.files.actions import keep_content, path_of
from taskboard.files.models import FileContent
from taskboard.outbox.queries import database_now
from taskboard.reports import documents, queries
from taskboard.reports.content import Column, Line
from taskboard.reports.writing import FILE_KINDS
from taskboard.scheduler.jobs import job
from taskboard.scheduler.models import JobRequest
from taskboard.scheduler.run import run_job
from taskboard.settings import actions as settings_actions
from tests import build
from tests.cast import Cast, gather
from tests.documents.conftest import quarter_of
from tests.pages.visitor import Visitor, apart
from tests.reports.layout import opened as docx
from tests.reports.layout import text_of
from tests.reports.quarter import DETAILS, FACTS, quarter

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient
    from sqlalchemy.orm import Session, scoped_session

    from config import Settings
    from taskboard.accounts.models import Person
    from taskboard.briefings.models import Briefing
    from tests.conftest import HandClock

DAY = date(2021, 6, 16)


def only_large_ones(cast: Cast, limit: int = 1) -> None:
    settings_actions.set_value(
        "document_direct_tasks",
        limit,
        legal_basis="",
        valid_from=date(2021, 1, 1),
        acting=build.acting_of(cast.administrator),
        now=build.at(DAY),
    )
    db.session.commit()


def wanted(briefing: Briefing, file_kind: str = "docx", edition: str = "first") -> actions.Wanted:
    now = build.at(DAY).isoformat()
    return actions.Wanted(
        kind=DocumentKind.QUARTER_REPORT,
        file_kind=file_kind,
        parameters={
            "briefing": briefing.code,
            "basis": "original",
            "snapshot": 1,
            "cutoff": now,
            "known_at": now,
        },
        about=f"{briefing.code}:original",
        edition=edition,
        name=f"bao-cao-{briefing.code}",
        task_count=4,
        briefing_id=briefing.id,
    )


def asked(briefing: Briefing, person: Person, **more: Any) -> DocumentOrder:
    order = actions.ask(wanted(briefing, **more), on=build.occasion(build.at(DAY), person))
    db.session.commit()
    return order


@pytest.fixture
def core(app: Flask) -> Core:
    found: Core = app.extensions["taskboard"]
    return found


def work(app: Flask) -> None:
    """One run of the scheduler's job, in a session of its own."""
    with apart():
        assert run_job(app, job("make_documents"), holder="tests")


# Asking


def test_a_report_of_few_tasks_is_taken_at_once_and_of_many_ordered(
    opened: Briefing, cast: Cast, client: FlaskClient, clock: HandClock
) -> None:
    visitor = Visitor(client, clock).be(cast.chair)
    address = f"/briefings/{opened.code}/report.docx"
    assert visitor.client.get(address).mimetype == FILE_KINDS["docx"].mimetype
    only_large_ones(cast)
    answer = visitor.client.get(address)
    assert answer.status_code == 302
    assert answer.location == f"/briefings/{opened.code}/report/files?basis=original"
    assert db.session.scalar(sa.select(sa.func.count(DocumentOrder.id))) == 0, "looking orders nothing"


def test_two_people_asking_for_the_same_are_one_job(opened: Briefing, cast: Cast) -> None:
    first, second = asked(opened, cast.chair), asked(opened, cast.chief)
    assert first.id == second.id
    assert {asker.person_id for asker in first.askers} == {cast.chair.id, cast.chief.id}
    assert asked(opened, cast.chair, file_kind="pdf").id != first.id


def test_the_database_itself_keeps_it_to_one(opened: Briefing, cast: Cast) -> None:
    order = asked(opened, cast.chair)
    twin = sa.insert(DocumentOrder).values(
        {
            column.name: getattr(order, column.name)
            for column in DocumentOrder.__table__.columns
            if column.name != "id"
        }
    )
    with pytest.raises(sa.exc.IntegrityError), db.session.begin_nested():
        db.session.execute(twin)


def test_the_same_figures_are_not_made_twice_and_new_ones_are(
    opened: Briefing, cast: Cast, app: Flask
) -> None:
    order_id = asked(opened, cast.chair).id
    work(app)
    assert asked(opened, cast.chief).id == order_id
    assert asked(opened, cast.chief, edition="second").id != order_id


# Making


def test_the_job_makes_the_file_a_direct_download_would_be(
    opened: Briefing, cast: Cast, app: Flask, core: Core
) -> None:
    order_id = asked(opened, cast.chair).id
    work(app)
    order = db.session.get_one(DocumentOrder, order_id)
    assert (order.state, order.stage, order.error) == (OrderState.MADE, Stage.DONE, "")
    assert order.sha256 is not None
    made = path_of(core.settings.files_dir, order.sha256).read_bytes()
    snapshot = queries.latest_snapshot(opened)
    assert snapshot is not None
    direct = documents.report_document(queries.read(snapshot), opened, core.settings)
    assert made == FILE_KINDS["docx"].write(direct)
    assert "Phương án hộ đê" in text_of(docx(made))


def test_a_worker_that_died_is_followed_by_the_next_and_can_change_nothing_any_more(
    opened: Briefing, cast: Cast, app: Flask, core: Core
) -> None:
    order_id = asked(opened, cast.chair).id
    long_ago = database_now() - timedelta(hours=1)
    assert actions.claim(order_id, holder="dead", database_now=long_ago)
    db.session.commit()
    work(app)
    order = db.session.get_one(DocumentOrder, order_id)
    assert (order.state, order.tries) == (OrderState.MADE, 2)
    assert not actions.advance(order_id, Stage.PAGES, holder="dead", database_now=database_now())
    on = build.occasion(build.at(DAY))
    assert not actions.finish(
        order_id, b"late", "application/pdf", holder="dead", root=core.settings.files_dir, on=on
    )


def test_a_living_worker_keeps_its_order(opened: Briefing, cast: Cast) -> None:
    order_id = asked(opened, cast.chair).id
    assert actions.claim(order_id, holder="alive", database_now=database_now())
    assert not actions.claim(order_id, holder="other", database_now=database_now())


def test_what_ends_every_worker_fails_in_the_end(opened: Briefing, cast: Cast, app: Flask) -> None:
    order_id = asked(opened, cast.chair).id
    for number in range(actions.MOST_TRIES):
        long_ago = database_now() - timedelta(hours=2 - number / 10)
        assert actions.claim(order_id, holder=f"dead {number}", database_now=long_ago)
    db.session.commit()
    work(app)
    order = db.session.get_one(DocumentOrder, order_id)
    assert (order.state, order.error) == (OrderState.FAILED, "document_ends_workers")
    assert order.expires_at is not None


def test_a_worker_asked_to_stop_gives_the_order_back(
    opened: Briefing, cast: Cast, core: Core, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_args: Any, **_more: Any) -> bytes:
        raise writing.Interrupted

    order_id = asked(opened, cast.chair).id
    monkeypatch.setattr(making, "written", interrupted)
    work(app)
    order = db.session.get_one(DocumentOrder, order_id)
    assert (order.state, order.tries) == (OrderState.WAITING, 0)


def test_a_briefing_that_is_gone_is_said(opened: Briefing, cast: Cast, app: Flask) -> None:
    order = asked(opened, cast.chair)
    order.parameters = order.parameters.replace(opened.code, "2019-q1")
    db.session.commit()
    order_id = order.id
    work(app)
    assert db.session.get_one(DocumentOrder, order_id).error == "document_without_subject"


# Writing in a process of its own


def _report() -> Any:
    from taskboard.reports.quarter import quarter_report

    return quarter_report(quarter(), DETAILS, FACTS)


@pytest.mark.slow
@pytest.mark.parametrize("file_kind", FILE_KINDS)
def test_another_process_writes_the_same_bytes(file_kind: str) -> None:
    content = writing.written(_report(), file_kind, goes_on=lambda: True)
    assert content == FILE_KINDS[file_kind].write(_report())


@pytest.mark.slow
def test_what_needs_too_much_memory_ends_its_own_process_alone() -> None:
    with pytest.raises(writing.WritingFailed, match="document_too_large"):
        writing.written(_report(), "pdf", goes_on=lambda: True, memory_bytes=64 * 1024**2)


def test_what_would_need_more_memory_than_there_is_is_not_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    """5,000 tasks are 45,000 cells: a PDF of them about 0.9 GB, a DOCX a fraction of it."""
    report = _report()
    columns = (Column(10.0),) * 9
    report.table(columns, (), (Line(("x",) * 9) for _ in range(5_000)), size=11)
    assert 900 < writing.expected_bytes(report, "pdf") / writing.MB < 1_100
    assert writing.expected_bytes(report, "docx") / writing.MB < 300

    def never(*_args: object, **_more: object) -> None:
        raise AssertionError("no process is started")

    monkeypatch.setattr(writing.subprocess, "Popen", never)
    monkeypatch.setattr(writing, "_left", lambda: 900 * writing.MB)
    with pytest.raises(writing.WritingFailed, match="document_too_large"):
        writing.written(report, "pdf", goes_on=lambda: True)


def test_a_machine_says_what_it_has_left() -> None:
    assert 10 * writing.MB < writing._left() < 2**50


@pytest.mark.slow
def test_who_stops_waiting_leaves_no_process_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "BEAT_SECONDS", 0.01)
    with pytest.raises(writing.Interrupted):
        writing.written(_report(), "pdf", goes_on=lambda: False)


def _die_while_writing(settings: Settings, now: datetime) -> None:
    """Take the order up and end as by kill -9 when its pages are about to be set."""
    app = create_app(settings)
    app.extensions["taskboard"] = Core(settings, FixedClock(settings.zone, now))  # type: ignore[arg-type]
    making.written = lambda *_args, **_more: os.kill(os.getpid(), signal.SIGKILL)  # type: ignore[assignment]
    run_job(app, job("make_documents"), holder="dying")


@pytest.mark.slow
def test_kill_minus_nine_of_the_worker_loses_nothing(own_app: Flask, clock: HandClock) -> None:
    core: Core = own_app.extensions["taskboard"]
    with own_app.app_context():
        begin_writing()
        cast = gather()
        briefing = quarter_of(cast)
        db.session.commit()
        order_id = asked(briefing, cast.chair).id
        db.session.remove()
    process = multiprocessing.get_context("spawn").Process(
        target=_die_while_writing, args=(core.settings, clock.now())
    )
    process.start()
    process.join(120)
    assert process.exitcode == -signal.SIGKILL
    with own_app.app_context():
        order = db.session.get_one(DocumentOrder, order_id)
        assert (order.state, order.stage, order.tries) == (OrderState.MAKING, Stage.PAGES, 1)
        db.session.execute(sa.update(DocumentOrder).values(leased_until=order.asked_at - timedelta(days=1)))
        db.session.commit()
        db.session.remove()
    assert run_job(own_app, job("make_documents"), holder="next")
    with own_app.app_context():
        order = db.session.get_one(DocumentOrder, order_id)
        assert (order.state, order.tries) == (OrderState.MADE, 2)
        assert order.sha256 is not None
        assert path_of(core.settings.files_dir, order.sha256).is_file()


# Keeping


def test_a_file_is_forgotten_when_its_time_is_over(
    opened: Briefing, cast: Cast, app: Flask, core: Core, clock: HandClock
) -> None:
    order_id = asked(opened, cast.chair).id
    work(app)
    order = db.session.get_one(DocumentOrder, order_id)
    digest = order.sha256
    assert digest is not None
    assert order.expires_at == clock.real_now() + timedelta(days=7)
    clock.advance(days=8)
    work(app)
    assert db.session.get(DocumentOrder, order_id) is None
    assert db.session.get(FileContent, digest) is None
    assert not path_of(core.settings.files_dir, digest).exists()


def test_what_another_order_still_needs_stays(
    opened: Briefing, cast: Cast, app: Flask, core: Core, clock: HandClock
) -> None:
    first = asked(opened, cast.chair).id
    work(app)
    clock.advance(days=4)
    second = asked(opened, cast.chair, edition="again").id
    work(app)
    digest = db.session.get_one(DocumentOrder, second).sha256
    assert digest == db.session.get_one(DocumentOrder, first).sha256
    assert digest is not None
    clock.advance(days=4)
    work(app)
    assert db.session.get(DocumentOrder, first) is None
    assert path_of(core.settings.files_dir, digest).is_file()
    root = core.settings.files_dir
    assert keep_content(b"more", "text/plain", root=root, now=clock.now()), "the turn was given back"


# The pages


def test_the_page_says_how_far_it_is_with_scripts_and_without(
    opened: Briefing, cast: Cast, app: Flask, client: FlaskClient, clock: HandClock
) -> None:
    only_large_ones(cast)
    visitor = Visitor(client, clock).be(cast.chair)
    visitor.open(f"/briefings/{opened.code}/report/files")
    visitor.send(visitor.form("/report/files"), "Lập bản DOCX")
    assert "Đang chờ đến lượt" in visitor.words
    assert visitor.tree.xpath("//noscript/meta[@http-equiv='refresh']")
    assert visitor.tree.xpath("//progress[@max=5]")
    assert db.session.scalar(sa.select(JobRequest.job)) == "make_documents", "it need not wait for the tick"
    work(app)
    order = db.session.scalars(sa.select(DocumentOrder)).one()
    visitor.open(f"/documents/{order.id}")
    assert "Đã lập xong" in visitor.words
    assert not visitor.tree.xpath("//noscript")
    with visitor.client.get(f"/documents/{order.id}/file") as answer:
        assert answer.data.startswith(b"PK")
        assert f"bao-cao-{opened.code}.docx" in answer.headers["Content-Disposition"]
    visitor.open("/documents")
    assert f"bao-cao-{opened.code}.docx" in visitor.words


def test_who_did_not_ask_finds_nothing(
    opened: Briefing, cast: Cast, app: Flask, client: FlaskClient, clock: HandClock
) -> None:
    order_id = asked(opened, cast.chair).id
    work(app)
    for person, status in ((cast.chair, 200), (cast.chief, 404), (cast.head, 403)):
        visitor = Visitor(client, clock).be(person)
        for address in (f"/documents/{order_id}", f"/documents/{order_id}/file"):
            with visitor.client.get(address) as answer:
                assert answer.status_code == status, (person.full_name, address)


def test_why_it_failed_is_said_in_words(
    opened: Briefing, cast: Cast, client: FlaskClient, clock: HandClock, db_session: scoped_session[Session]
) -> None:
    order = asked(opened, cast.chair)
    order.state, order.stage, order.error = OrderState.FAILED, Stage.DONE, "document_too_large"
    db_session.commit()
    visitor = Visitor(client, clock).be(cast.chair)
    visitor.open(f"/documents/{order.id}")
    assert "Tài liệu quá lớn so với bộ nhớ của máy chủ." in visitor.words
    assert "Yêu cầu lại" in visitor.words
