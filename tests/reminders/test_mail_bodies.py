"""The day's mail word for word, as three readers get it. A change of words is a change of these files.

Renew them with `TASKBOARD_RENEW_SNAPSHOTS=1`, and read the difference before it is committed.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa

from taskboard.db import db
from taskboard.outbox.models import OutboxMessage
from taskboard.reminders import actions
from tests import build
from tests.cast import Cast, cast
from tests.outbox.test_mails import read

__all__ = ["cast"]

SNAPSHOTS = Path(__file__).parent / "snapshots"
MONDAY = date(2021, 6, 21)
READERS: dict[str, Callable[[Cast], str | None]] = {
    "head": lambda cast: cast.head.email,
    "chief": lambda cast: cast.chief.email,
    "chair": lambda cast: cast.chair.email,
}


@pytest.fixture
def mails(cast: Cast, tmp_path: Path) -> dict[str, OutboxMessage]:
    """Monday 21/06: late, soon, silent, waiting and asked-for tasks, and the bulletin, by address."""
    given = build.occasion(build.at(date(2021, 5, 20)), cast.monitor)
    late = build.task("Lập phương án hộ đê toàn tuyến", lead=cast.economy, on=given, due_on=date(2021, 6, 14))
    build.task("Rà soát các khoản thu", lead=cast.economy, on=given, due_on=date(2021, 6, 22))
    build.task("Rà soát quy hoạch mạng lưới chợ", lead=cast.economy, on=given)
    done = build.task("Kiểm tra an toàn hồ đập", lead=cast.urban, on=given, due_on=date(2021, 6, 30))
    build.completion(done, on=build.occasion(build.at(date(2021, 6, 14)), cast.other_head), root=tmp_path)
    asked = build.task("Giải phóng mặt bằng", lead=cast.urban, on=given, due_on=date(2021, 6, 25))
    build.extension(asked, date(2021, 7, 15), on=build.occasion(build.at(date(2021, 6, 18)), cast.other_head))
    for task in (late, done, asked):
        task.officer = cast.officer if task is late else None
    db.session.flush()
    on = build.occasion(build.at(MONDAY, 8))
    actions.plan_all(on=on)
    actions.make_digests(on=on)
    rows = db.session.scalars(sa.select(OutboxMessage).where(OutboxMessage.kind == "reminder_digest"))
    return {row.to_address: row for row in rows}


def _settled(body: str) -> str:
    """Tokens are new in every run."""
    return re.sub(r"/u/[\w-]{20,}", "/u/…", body)


@pytest.mark.parametrize("who", READERS)
@pytest.mark.parametrize("part", ["txt", "html"])
def test_the_days_mail_reads_as_it_was_agreed(
    who: str, part: str, mails: dict[str, OutboxMessage], cast: Cast
) -> None:
    mail = mails[READERS[who](cast) or ""]
    body = mail.text_body if part == "txt" else mail.html_body
    said = _settled(f"{mail.subject}\n\n{body}")
    path = SNAPSHOTS / f"digest_{who}.{part}"
    if os.environ.get("TASKBOARD_RENEW_SNAPSHOTS"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(said, "utf-8")
    assert said == path.read_text("utf-8")


@pytest.mark.parametrize("who", READERS)
def test_both_bodies_hold_the_same_links_and_tasks(
    who: str, mails: dict[str, OutboxMessage], cast: Cast
) -> None:
    mail = mails[READERS[who](cast) or ""]
    html = read(mail.html_body)
    assert html.links == re.findall(r"http://\S+", mail.text_body)
    assert not {"script", "style", "link", "img", "form", "svg"} & set(html.tags)
    for code in set(re.findall(r"NV-\d{4}-\d{4}", mail.text_body)):
        assert code in html.text
        assert mail.text_body.count(f"({code})") == 1, "each task once, where it presses most"


def test_a_mail_of_hundreds_of_tasks_shows_some_and_opens_all(cast: Cast) -> None:
    """peers T22: one mail, "and N more"."""
    given = build.occasion(build.at(date(2021, 6, 1)), cast.monitor)
    for number in range(45):
        build.task(f"Việc {number}", lead=cast.urban, on=given, due_on=date(2021, 6, 16))
    actions.make_digests(on=build.occasion(build.at(date(2021, 6, 16), 8)))
    (mail,) = db.session.scalars(
        sa.select(OutboxMessage).where(
            OutboxMessage.kind == "reminder_digest", OutboxMessage.to_address == cast.other_head.email
        )
    )
    assert mail.text_body.count("Báo cáo: ") == 40
    assert "Còn 5 việc khác cũng đến hạn hoặc quá hạn." in " ".join(mail.text_body.split())
