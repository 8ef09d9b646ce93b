"""How much a unit may say is the verb's rule: the form, the mail, the API and whoever writes for a unit meet the same one."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
from werkzeug.datastructures import MultiDict

from taskboard.api import shapes
from taskboard.domain.errors import RuleBroken
from taskboard.domain.events import Channel
from taskboard.tasks import actions
from taskboard.tasks.actions import LONGEST, LONGEST_NAME, Account, Telling
from taskboard.tasks.forms import ReportForm
from taskboard.tasks.models import Task, ToldVia
from taskboard.web import labels
from tests import build
from tests.cast import Cast, cast

__all__ = ["cast"]

pytestmark = [
    pytest.mark.usefixtures("db_session", "app"),
    pytest.mark.sqlite_only,
]  # nothing here is of the database


@pytest.fixture
def task(cast: Cast, now: datetime) -> Task:
    return build.task(
        "Lập phương án hộ đê",
        lead=cast.economy,
        on=build.occasion(now, cast.monitor),
        due_on=date(2021, 6, 30),
        partners=[cast.urban],
    )


def say(verb: str, task: Task, account: Account, cast: Cast, now: datetime, root: Path) -> None:
    on, storage = build.occasion(now, cast.head), build.storage(root)
    if verb == "progress":
        actions.report_progress(task, account, unit=cast.economy, storage=storage, on=on)
    elif verb == "completion":
        actions.report_completion(
            task, account, claimed_on=on.today, unit=cast.economy, storage=storage, on=on
        )
    else:
        on = build.occasion(now, cast.other_head)
        actions.report_part(task, account, unit=cast.urban, storage=storage, on=on)


@pytest.mark.parametrize("verb", ["progress", "completion", "part"])
@pytest.mark.parametrize("part", LONGEST)
def test_each_part_of_each_kind_of_report_has_its_length(
    task: Task, cast: Cast, now: datetime, tmp_path: Path, verb: str, part: str
) -> None:
    limit = LONGEST[part]
    words = {"done": "Xong.", "document_number": "1/BC"} | {
        part.replace("done_text", "done"): "đ" * (limit + 1)
    }
    with pytest.raises(RuleBroken) as broken:
        say(verb, task, build.account(**words), cast, now, tmp_path)
    assert (broken.value.key, broken.value.field) == (f"{part}_too_long", part)
    assert f"dài {limit + 1} ký tự, quá {limit}" in labels.broken_rule(broken.value)
    say(
        verb,
        task,
        build.account(**{**words, part.replace("done_text", "done"): "đ" * limit}),
        cast,
        now,
        tmp_path,
    )


def test_whoever_told_the_office_has_a_name_of_a_names_length(
    task: Task, cast: Cast, now: datetime, tmp_path: Path
) -> None:
    on = build.occasion(now, cast.monitor, channel=Channel.ON_PAPER)
    told = Telling(ToldVia.PHONE, "đ" * (LONGEST_NAME + 1), on.today)
    with pytest.raises(RuleBroken) as broken:
        actions.report_progress(
            task, build.account(told=told), unit=cast.economy, storage=build.storage(tmp_path), on=on
        )
    assert broken.value.key == "told_by_too_long"
    assert "Người báo" in labels.broken_rule(broken.value)


@pytest.mark.parametrize("part", LONGEST)
def test_the_form_and_the_api_say_the_same(app: object, part: str) -> None:
    assert shapes.ReportIn().fields[part].most == LONGEST[part]  # type: ignore[attr-defined]
    with app.test_request_context():  # type: ignore[attr-defined]
        for length, is_fine in ((LONGEST[part], True), (LONGEST[part] + 1, False)):
            form = ReportForm(MultiDict({part: "đ" * length}), meta={"csrf": False})
            form.validate()
            assert (not form[part].errors) is is_fine
