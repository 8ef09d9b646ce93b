"""A completion told after the deadline for a day before it: it counts, with a paper of that day, and is said aloud."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import pytest

from taskboard.domain.deadline import days_told_late
from taskboard.domain.errors import RuleBroken
from taskboard.domain.events import Channel, Event
from taskboard.domain.lifecycle import State
from taskboard.journal.queries import timeline
from taskboard.settings import actions as settings
from taskboard.tasks import actions
from taskboard.tasks.models import Task, ToldVia
from tests import build
from tests.cast import Cast, cast
from tests.pages.visitor import Visitor

if TYPE_CHECKING:
    from pathlib import Path

    from flask.testing import FlaskClient

    from taskboard.occasion import Occasion
    from tests.conftest import HandClock

__all__ = ["cast"]

GIVEN = date(2021, 5, 20)
DUE = date(2021, 6, 1)
TODAY = date(2021, 6, 16)
PAPER: dict[str, Any] = {"document_number": "125/BC-KT", "document_on": date(2021, 5, 28)}


@pytest.fixture
def late(cast: Cast) -> Task:
    """Phòng Kinh tế said nothing until a fortnight after the date."""
    return build.task(
        "Rà soát hồ sơ đất", lead=cast.economy, on=build.occasion(build.at(GIVEN), cast.monitor), due_on=DUE
    )


@pytest.fixture
def head(cast: Cast, now: datetime) -> Occasion:
    return build.occasion(now, cast.head)


@pytest.fixture
def office(cast: Cast, now: datetime) -> Occasion:
    return build.occasion(now, cast.monitor)


def refused(row: Task, on: Occasion, claimed_on: date, **more: Any) -> tuple[str, str | None]:
    with pytest.raises(RuleBroken) as broken:
        build.completion(row, on=on, claimed_on=claimed_on, **more)
    return broken.value.key, broken.value.field


@pytest.mark.parametrize(
    ("claimed", "told", "days"),
    [
        (date(2021, 6, 1), date(2021, 6, 1), 0),
        (date(2021, 6, 1), date(2021, 6, 2), 1),
        (date(2021, 5, 28), TODAY, 15),
        (date(2021, 6, 2), TODAY, 0),
    ],
    ids=["told in time", "a day after", "a fortnight after", "late by its own word"],
)
def test_how_long_after_the_date_a_completion_in_time_was_told(claimed: date, told: date, days: int) -> None:
    assert days_told_late(claimed, told, build.at(date(2021, 6, 2), 0), build.CITY) == days
    assert days_told_late(claimed, told, None, build.CITY) == 0


def test_the_day_of_completion_is_not_before_the_day_of_its_document(late: Task, head: Occasion) -> None:
    paper: dict[str, Any] = {"document_number": "125/BC-KT", "document_on": date(2021, 6, 15)}
    assert refused(late, head, date(2021, 5, 28), **paper) == ("document_after_claim", "claimed_on")
    build.completion(late, on=head, claimed_on=date(2021, 6, 15), **paper)
    assert late.state is State.WAITING


def test_a_day_in_time_told_late_has_a_paper_or_a_file_whatever_the_settings(
    late: Task, head: Occasion, office: Occasion, tmp_path: Path
) -> None:
    key = "late_claim_without_document"
    settings.set_value(
        "evidence_required", False, legal_basis="", valid_from=TODAY, acting=office.acting, now=office.now
    )
    bare = {"document_number": "", "document_on": None}
    assert refused(late, head, date(2021, 5, 28), **bare) == (key, "document_number")
    build.completion(
        late, on=head, claimed_on=date(2021, 5, 28), root=tmp_path, uploads=[build.pdf()], **bare
    )
    assert late.claimed_on == date(2021, 5, 28), "the claimed day counts (decision 4)"


def test_a_paper_is_enough(late: Task, head: Occasion) -> None:
    build.completion(late, on=head, claimed_on=date(2021, 5, 28), **PAPER)
    assert late.state is State.WAITING


def test_a_day_that_is_late_by_its_own_word_needs_no_more_than_before(late: Task, head: Occasion) -> None:
    build.completion(late, on=head, claimed_on=date(2021, 6, 2), document_on=None)
    assert late.state is State.WAITING


def test_what_was_sent_back_is_not_claimed_for_a_day_before(
    late: Task, cast: Cast, head: Occasion, office: Occasion
) -> None:
    first = build.occasion(build.at(date(2021, 6, 10)), cast.head)
    build.completion(late, on=first, claimed_on=date(2021, 5, 28), **PAPER)
    back = build.occasion(build.at(date(2021, 6, 11)), cast.monitor)
    actions.send_back(late, reason="Chưa có danh sách.", on=back)
    with pytest.raises(RuleBroken) as broken:
        build.completion(late, on=head, claimed_on=date(2021, 6, 10), **PAPER)
    assert (broken.value.key, broken.value.details["since"]) == ("claimed_before_return", date(2021, 6, 11))
    build.completion(late, on=head, claimed_on=date(2021, 6, 11), **PAPER)
    actions.confirm(late, on=office)
    actions.reopen(late, reason="Danh sách thiếu 4 hộ.", on=office)
    assert refused(late, head, date(2021, 6, 15), **PAPER) == ("claimed_before_return", "claimed_on")
    build.completion(late, on=head, claimed_on=TODAY, **PAPER)


# ----------------------------------------------------------------------------------------------------------- who decides


@pytest.fixture
def browser(client: FlaskClient, clock: HandClock) -> Visitor:
    return Visitor(client, clock)


def test_whoever_decides_sees_that_it_was_told_late(
    late: Task, cast: Cast, head: Occasion, browser: Visitor
) -> None:
    build.completion(late, on=head, claimed_on=date(2021, 5, 28), **PAPER)
    build.saved()
    said = "nhận hoàn thành ngày 28/05, báo cáo sau thời hạn 15 ngày"
    browser.be(cast.monitor)
    for url in ("/requests", f"/tasks/{late.code}", f"/tasks/bulk/confirm?code={late.code}"):
        browser.open(url)
        assert browser.status == 200
        assert said in browser.words, url


def test_what_was_told_in_time_bears_no_such_word(late: Task, cast: Cast, browser: Visitor) -> None:
    build.completion(late, on=build.occasion(build.at(DUE), cast.head))
    build.saved()
    browser.be(cast.monitor).open(f"/tasks/{late.code}")
    assert "Xác nhận hoàn thành" in browser.words
    assert "báo cáo sau thời hạn" not in browser.words


def test_one_person_who_reports_for_a_unit_and_confirms_it_is_named_as_such(
    late: Task, cast: Cast, now: datetime, office: Occasion, browser: Visitor
) -> None:
    by_phone = build.occasion(now, cast.monitor, channel=Channel.ON_PAPER)
    told = actions.Telling(ToldVia.PHONE, "Ông Trần Văn Bình", TODAY)
    build.completion(late, on=by_phone, told=told)
    build.saved()
    browser.be(cast.monitor).open(f"/tasks/{late.code}")
    assert "Báo cáo này do chính ông/bà nhập thay đơn vị" in browser.words
    browser.be(cast.chief).open(f"/tasks/{late.code}")
    assert "do chính ông/bà nhập" not in browser.words
    actions.confirm(late, on=office)
    build.saved()
    browser.open(f"/tasks/{late.code}")
    assert browser.words.count("do chính người nhập báo cáo thay xác nhận") == 2, (
        "at the head and in the history"
    )


def test_another_person_confirms_what_was_written_for_a_unit(
    late: Task, cast: Cast, now: datetime, browser: Visitor
) -> None:
    by_phone = build.occasion(now, cast.monitor, channel=Channel.ON_PAPER)
    build.completion(late, on=by_phone, told=actions.Telling(ToldVia.PHONE, "Ông Trần Văn Bình", TODAY))
    actions.confirm(late, on=build.occasion(now, cast.chief))
    build.saved()
    browser.be(cast.monitor).open(f"/tasks/{late.code}")
    assert "do chính người nhập" not in browser.words
    assert timeline("task", late.id)[0].event == Event.TASK_CONFIRMED
