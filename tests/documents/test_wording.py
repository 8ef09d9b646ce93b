"""A city's own words take the place of the program's: from a day on, checked when they are saved, written into history."""

from __future__ import annotations

import json
import logging
from datetime import date
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from taskboard.db import db
from taskboard.documents import actions, queries
from taskboard.documents.models import Phrase
from taskboard.documents.samples import sample_of
from taskboard.documents.wordings import DOCUMENTS, REPORT_WORDS, own_words
from taskboard.domain.errors import RuleBroken
from taskboard.journal.models import JournalEntry
from taskboard.reports.body import Body
from taskboard.reports.docx import to_docx
from taskboard.reports.pdf import to_pdf
from taskboard.reports.wording import OFFICIAL
from tests import build
from tests.cast import Cast
from tests.pages.visitor import Visitor
from tests.reports.layout import check_layout, check_letter, text_of
from tests.reports.layout import opened as docx
from tests.reports.office import converted, needs_office, words
from tests.reports.printed import check_printed

if TYPE_CHECKING:
    from pathlib import Path

    from flask.testing import FlaskClient

    from taskboard.briefings.models import Briefing
    from tests.conftest import HandClock

CITY = Body.of("UBND thành phố Nam Định")
JUNE = date(2021, 6, 1)


def said(
    cast: Cast, name: str, text: str, *, document: str = "quarter_report", since: date = JUNE
) -> list[str]:
    on = build.occasion(build.at(date(2021, 6, 16)), cast.chief)
    changed = actions.set_phrases(
        document, {name: text}, DOCUMENTS[document].official, valid_from=since, on=on
    )
    db.session.commit()
    return changed


@pytest.mark.parametrize("key", DOCUMENTS)
def test_every_phrase_of_every_document_can_be_replaced_and_is_printed(key: str) -> None:
    """What nothing prints would be a promise on the page that is not kept."""
    official = DOCUMENTS[key].official
    before = sample_of(key, official, CITY)
    unprinted = []
    for name, text in official.flat().items():
        own = official.replaced({name: f"{text} @@"})
        if sample_of(key, own, CITY).blocks == before.blocks:
            unprinted.append(name)
    assert sorted(unprinted) == sorted(NOT_IN_SAMPLE.get(key, ()))


NOT_IN_SAMPLE = {
    "quarter_report": (
        "excluded empty changes_caption new_value none_overdue reports indicators_heading indicator_quarter "
        "indicator_in_year indicator_plan indicator_rose indicator_fell indicator_same indicator_gap "
        "indicators_reference indicators_appendix long_carried not_overdue causes objective none_carried "
        "carried_some carried_overdue carried_in_time carried_no_deadline "
        "tasks_excluded reports_note waiting_note claimed_late awaiting duty_reports duty_overdue paused "
        "paused_overdue partners many_partners classes.excluded groups.agencies groups.mass_bodies "
        "following.waiting following.extended following.sent_back following.reopened following.paused "
        "reasons.returned reasons.withdrawn reasons.not_pursued"
    ).split(),
    "urging": "found_listed asks_many closing_many list_name attached list_note total".split(),
    "assignment": ["based_on_words", "no_deadline"],
    "rating": ["criticise_none"],
}
"""What a few example tasks give no reason to say: tests of each document see these."""


@pytest.mark.parametrize("key", DOCUMENTS)
def test_the_samples_are_laid_out_as_the_decree_wants_by_both_writers(key: str) -> None:
    document = sample_of(key, DOCUMENTS[key].official, CITY)
    (check_letter if key == "urging" else check_layout)(to_docx(document))
    check_printed(to_pdf(document))


@pytest.mark.slow
@needs_office
@pytest.mark.parametrize("key", DOCUMENTS)
def test_opened_and_saved_by_another_program_they_lose_nothing(key: str, tmp_path: Path) -> None:
    content = to_docx(sample_of(key, DOCUMENTS[key].official, CITY))
    assert words(converted(content, "docx", tmp_path)) == words(content)


def test_own_words_hold_from_their_day_on(cast: Cast) -> None:
    assert said(cast, "opening", "{body} xin báo cáo {period}:") == ["opening"]
    assert own_words(REPORT_WORDS, date(2021, 5, 31)).opening == OFFICIAL.opening
    assert own_words(REPORT_WORDS, JUNE).opening == "{body} xin báo cáo {period}:"
    said(cast, "opening", "", since=date(2021, 7, 1))
    assert own_words(REPORT_WORDS, date(2021, 6, 30)).opening == "{body} xin báo cáo {period}:"
    assert own_words(REPORT_WORDS, date(2021, 7, 1)).opening == OFFICIAL.opening


def test_each_change_is_written_down_with_what_stood_before(cast: Cast) -> None:
    said(cast, "archive", "VT, TH")
    said(cast, "archive", "VT, VP")
    entries = [
        json.loads(entry.details)
        for entry in db.session.scalars(
            sa.select(JournalEntry).where(JournalEntry.event == "phrase_changed").order_by(JournalEntry.id)
        )
    ]
    assert [(entry["from"], entry["to"]) for entry in entries] == [("", "VT, TH"), ("VT, TH", "VT, VP")]
    assert said(cast, "archive", "VT, VP") == [], "nothing changed, nothing written"


def test_the_built_in_words_typed_again_are_no_words_of_the_city(cast: Cast) -> None:
    said(cast, "archive", "VT, TH")
    assert said(cast, "archive", OFFICIAL.archive) == ["archive"]
    assert queries.phrases_on("quarter_report", JUNE) == {}


@pytest.mark.parametrize(
    ("text", "key", "place"),
    [
        ("Đến {thang}", "phrase_unknown_place", "{thang}"),
        ("{body.__class__}", "phrase_unknown_place", "{body.__class__}"),
        ("{body!r}", "phrase_unknown_place", "{body}"),
        ("{body:>99999999}", "phrase_unknown_place", "{body}"),
        ("{body", "phrase_broken_braces", "{}"),
        ("body}", "phrase_broken_braces", "{}"),
        ("{}", "phrase_broken_braces", "{}"),
        ("{0}", "phrase_unknown_place", "{0}"),
    ],
)
def test_a_place_nobody_fills_is_refused_and_those_there_are_named(
    text: str, key: str, place: str, cast: Cast
) -> None:
    with pytest.raises(RuleBroken) as refused:
        said(cast, "stamp", text)
    assert (refused.value.key, refused.value.details["place"]) == (key, place)
    assert "{cutoff}" in refused.value.details["places"]
    assert db.session.scalar(sa.select(sa.func.count(Phrase.id))) == 0


def test_braces_are_printed_where_they_are_doubled(cast: Cast) -> None:
    said(cast, "empty", "{{nội bộ}} {body}")
    assert own_words(REPORT_WORDS, JUNE).empty.format(body="UBND") == "{nội bộ} UBND"


def test_a_phrase_of_an_earlier_release_stops_no_document(
    cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    for name, text in (("gone", "x"), ("stamp", "{gone}"), ("archive", "VT, TH")):
        db.session.add(
            Phrase(
                document="quarter_report",
                name=name,
                text=text,
                valid_from=JUNE,
                set_at=build.at(date(2021, 6, 1)),
            )
        )
    db.session.flush()
    with caplog.at_level(logging.WARNING):
        words = own_words(REPORT_WORDS, JUNE)
    assert (words.stamp, words.archive) == (OFFICIAL.stamp, "VT, TH")
    assert [record.args[1] for record in caplog.records] == ["gone", "stamp"]  # type: ignore[index]


def test_the_report_speaks_the_citys_words(
    opened: Briefing, cast: Cast, client: FlaskClient, clock: HandClock
) -> None:
    said(cast, "proposals_heading", "IV. ĐỀ XUẤT CỦA THÀNH PHỐ")
    said(cast, "recipients", "Tỉnh ủy\nUBND tỉnh")
    visitor = Visitor(client, clock).be(cast.chief)
    text = text_of(docx(visitor.client.get(f"/briefings/{opened.code}/report.docx").data))
    assert "IV. ĐỀ XUẤT CỦA THÀNH PHỐ" in text
    assert "- Tỉnh ủy;\n- UBND tỉnh;\n- Lưu: VT." in text


def test_letters_and_sheets_speak_them_too(
    opened: Briefing, cast: Cast, client: FlaskClient, clock: HandClock
) -> None:
    said(cast, "finish", "1. Làm ngay.", document="urging")
    said(cast, "gives", "{body} giao {unit} {count} việc:", document="assignment")
    said(cast, "closing", "Văn phòng trình Chủ tịch", document="rating")
    visitor = Visitor(client, clock).be(cast.chief)
    visitor.open(f"/letters/urging?unit={cast.urban.id}")
    assert "1. Làm ngay." in visitor.words
    sheet = visitor.client.get(f"/letters/assignment.docx?unit={cast.urban.id}").data
    assert "giao Phòng Quản lý đô thị 02 việc:" in text_of(docx(sheet))
    ratings = visitor.client.get(f"/briefings/{opened.code}/report/ratings.docx").data
    assert "Văn phòng trình Chủ tịch./." in text_of(docx(ratings))


# The pages


def test_the_office_tries_a_phrase_out_and_then_saves_it(
    cast: Cast, client: FlaskClient, clock: HandClock
) -> None:
    visitor = Visitor(client, clock).be(cast.chief)
    visitor.open("/settings/wording/urging/finish")
    form = visitor.form(holding="text")
    visitor.send(form, "Xem thử", text="1. Làm ngay trong tuần này.")
    assert "1. Làm ngay trong tuần này." in visitor.tree.xpath("string(//article)")
    assert queries.phrases_on("urging", clock.today()) == {}, "trying keeps nothing"
    visitor.send(visitor.form(holding="text"), "Lưu", text="1. Làm ngay trong tuần này.")
    assert "Đã lưu câu chữ." in visitor.words
    assert queries.phrases_on("urging", clock.today()) == {"finish": "1. Làm ngay trong tuần này."}
    visitor.open("/settings/wording")
    assert "Công văn đôn đốc" in visitor.words


def test_a_wrong_place_is_said_and_what_was_typed_is_still_there(
    cast: Cast, client: FlaskClient, clock: HandClock
) -> None:
    visitor = Visitor(client, clock).be(cast.chief)
    visitor.open("/settings/wording/urging/finish")
    visitor.send(visitor.form(holding="text"), "Lưu", text="Xong trước {ngay}.")
    assert "Chỗ điền {ngay} không có trong câu này. Dùng được: {body}, {level}." in visitor.words
    assert "Xong trước {ngay}." in visitor.page and "Chưa lưu được câu này." in visitor.words
    visitor.send(visitor.form(holding="text"), "Xem thử", text="Xong trước {ngay}.")
    assert "Chưa xem trước được." in visitor.words and "Chưa lưu" not in visitor.words


@pytest.mark.parametrize("address", ["/settings/wording/none", "/settings/wording/urging/none"])
def test_what_does_not_exist_is_not_found(
    address: str, cast: Cast, client: FlaskClient, clock: HandClock
) -> None:
    visitor = Visitor(client, clock).be(cast.chief)
    assert visitor.client.get(address).status_code == 404


def test_a_preview_shows_words_as_words(cast: Cast, client: FlaskClient, clock: HandClock) -> None:
    visitor = Visitor(client, clock).be(cast.chief)
    visitor.open("/settings/wording/urging/finish")
    visitor.send(visitor.form(holding="text"), "Xem thử", text="<script>alert(1)</script>")
    assert "<script>alert(1)" not in visitor.page
    assert not visitor.tree.xpath("//article//script")
