"""A quarter's sheet in two hands: only what was changed is written, and nobody's figure goes without being looked at."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from lxml import html

from taskboard.briefings import actions as briefings
from taskboard.briefings import queries as known
from taskboard.briefings.queries import window
from taskboard.domain.calendar import WorkingCalendar
from taskboard.domain.errors import RuleBroken, Stale
from taskboard.domain.indicators import Direction
from taskboard.indicators import actions, queries
from taskboard.indicators.models import Indicator
from tests import build
from tests.cast import Cast, cast
from tests.pages.visitor import Visitor

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from tests.conftest import HandClock

__all__ = ["cast"]
JUNE = build.at(date(2021, 6, 16))
QUARTER = (2021, 2)
FIELD = "do-thi"


@pytest.fixture
def rows(cast: Cast) -> tuple[Indicator, Indicator]:
    """What Economy and what Urban answers for; the balance may be negative."""
    on = build.occasion(build.at(date(2021, 1, 4)), cast.monitor)
    given = (
        actions.Definition("Thu ngân sách", "triệu đồng", Direction.UP, True, cast.economy),
        actions.Definition("Cân đối", "triệu đồng", Direction.UP, True, cast.urban, may_be_negative=True),
    )
    first, second = (actions.define_indicator(one, valid_from=date(2020, 1, 1), on=on) for one in given)
    return first, second


@pytest.fixture
def address(cast: Cast, rows: tuple[Indicator, Indicator]) -> str:
    """Of a second quarter with a figure of Economy's and a word on urban matters."""
    on = build.occasion(JUNE, cast.monitor)
    briefing = briefings.record_briefing(title="Giao ban quý II/2021", held_on=date(2021, 6, 30), on=on)
    actions.enter_value(rows[0], *QUARTER, Decimal(2900), note="ước", on=on)
    actions.write_note(FIELD, *QUARTER, results="Xong 2 công trình", shortcomings="", unit=None, on=on)
    address = f"/briefings/{briefing.code}/indicators"
    build.saved()
    return address


@pytest.fixture
def visitor(client: FlaskClient, clock: HandClock) -> Visitor:
    return Visitor(client, clock)


Inputs = dict[str, str]


def shown(visitor: Visitor, address: str) -> Inputs:
    """Everything that the open page would send."""
    return sent_by(visitor.open(address))


def sent_by(page: str) -> Inputs:
    (form,) = (one for one in html.fromstring(page).forms if one.get("data-keep"))
    return {name: value for name, value in form.form_values() if name != "csrf_token"}


def send(visitor: Visitor, address: str, data: Inputs) -> int:
    token = visitor.open(address).partition('name="csrf_token" value="')[2].partition('"')[0]
    answer = visitor.client.post(address, data={**data, "csrf_token": token})
    visitor.page = answer.get_data(as_text=True)
    return answer.status_code


def history(row: Indicator) -> list[Decimal | None]:
    return [entry.value for entry in queries.entries_of([row], QUARTER)[row.id]]


def test_what_was_not_touched_stays_as_a_colleague_left_it(
    rows: tuple[Indicator, Indicator], address: str, cast: Cast, visitor: Visitor
) -> None:
    """The Office fills in another indicator on a page that was opened before the unit saved."""
    old = shown(visitor.be(cast.monitor), address)
    _meanwhile(rows, address, cast, visitor)
    data = {**old, f"value-{rows[1].id}": "-40"}
    assert send(visitor.be(cast.monitor), address, data) == 302
    assert history(rows[0]) == [Decimal(3000), Decimal(2900)]
    assert queries.entries_of([rows[0]], QUARTER)[rows[0].id][0].person == cast.head
    assert history(rows[1]) == [Decimal(-40)]
    assert [note.results for note in queries.notes_of(QUARTER)[FIELD]] == [
        "Xong 5 công trình\nvà một đoạn dài của đơn vị",
        "Xong 2 công trình",
    ]


def _meanwhile(rows: tuple[Indicator, Indicator], address: str, cast: Cast, visitor: Visitor) -> None:
    """Economy saves a newer figure, and a colleague of the Office a longer word."""
    data = {**shown(visitor.be(cast.head), address), f"value-{rows[0].id}": "3.000"}
    assert send(visitor, address, data) == 302
    words = "Xong 5 công trình\r\nvà một đoạn dài của đơn vị"
    data = {**shown(visitor.be(cast.chief), address), f"results-{FIELD}": words}
    assert send(visitor, address, data) == 302


def test_what_both_changed_is_looked_at_side_by_side(
    rows: tuple[Indicator, Indicator], address: str, cast: Cast, visitor: Visitor
) -> None:
    old = shown(visitor.be(cast.monitor), address)
    _meanwhile(rows, address, cast, visitor)
    mine = {
        f"value-{rows[0].id}": "2.950",
        f"value-{rows[1].id}": "7",
        f"results-{FIELD}": "Xong 3 công trình",
    }
    assert send(visitor.be(cast.monitor), address, {**old, **mine}) == 422
    assert history(rows[0]) == [Decimal(3000), Decimal(2900)]
    assert history(rows[1]) == [], "nothing of a refused sheet is written"
    page = html.fromstring(visitor.page)
    versions = [one.text_content() for one in page.xpath('//div[@class="versus"]/div')]
    assert [cast.head.full_name in versions[0], "3.000" in versions[0], "2.950" in versions[1]] == [True] * 3
    assert ["một đoạn dài" in versions[2], "Xong 3 công trình" in versions[3]] == [True] * 2
    again = sent_by(visitor.page)
    assert {name: again[name] for name in mine} == mine, "nothing typed is lost"
    assert send(visitor, address, again) == 302
    assert history(rows[0])[0] == Decimal(2950), "who has seen both may decide"
    assert history(rows[1]) == [Decimal(7)]
    assert queries.notes_of(QUARTER)[FIELD][0].results == "Xong 3 công trình"


def test_two_first_entries_clash_and_two_alike_do_not(
    rows: tuple[Indicator, Indicator], address: str, cast: Cast, visitor: Visitor
) -> None:
    name = f"value-{rows[1].id}"
    old = shown(visitor.be(cast.monitor), address)
    assert send(visitor.be(cast.chief), address, {**old, name: "12"}) == 302
    assert send(visitor.be(cast.monitor), address, {**old, name: "13"}) == 422
    assert send(visitor, address, {**old, name: "12,0"}) == 302
    assert history(rows[1]) == [Decimal(12)]


def test_the_entry_that_was_shown_has_to_be_the_one_that_counts(
    rows: tuple[Indicator, Indicator], address: str, cast: Cast
) -> None:
    on = build.occasion(JUNE, cast.monitor)
    with pytest.raises(Stale):
        actions.enter_value(rows[0], *QUARTER, Decimal(1), shown=0, on=on)
    with pytest.raises(Stale):
        actions.withdraw_value(rows[0], *QUARTER, shown=0, on=on)
    with pytest.raises(Stale):
        actions.write_note(FIELD, *QUARTER, results="x", shortcomings="", unit=None, shown=0, on=on)
    assert history(rows[0]) == [Decimal(2900)]


def test_what_a_browser_keeps_does_not_come_back_over_newer_figures(
    rows: tuple[Indicator, Indicator], address: str, cast: Cast, visitor: Visitor
) -> None:
    """The name under which typed words are kept changes with every entry, of figures and of words."""
    names = [_kept_as(visitor.be(cast.monitor).open(address))]
    for name, typed in ((f"value-{rows[0].id}", "3.000"), (f"results-{FIELD}", "Xong cả")):
        assert send(visitor, address, {**shown(visitor, address), name: typed}) == 302
        names.append(_kept_as(visitor.open(address)))
    assert len(set(names)) == 3


def _kept_as(page: str) -> str:
    return page.partition('data-keep="')[2].partition('"')[0]


def test_a_mistaken_figure_and_word_are_withdrawn_and_the_page_says_who(
    rows: tuple[Indicator, Indicator], address: str, cast: Cast, visitor: Visitor
) -> None:
    data = shown(visitor.be(cast.monitor), address)
    emptied = {f"value-{rows[0].id}": "", f"note-{rows[0].id}": "nhập nhầm năm", f"results-{FIELD}": ""}
    assert send(visitor, address, {**data, **emptied}) == 302
    assert history(rows[0]) == [None, Decimal(2900)]
    section = queries.report_section(*QUARTER)
    assert [line.standing.value for line in section.lines] == [None, None]
    assert section.notes == ()
    page = " ".join(html.fromstring(visitor.open(address)).text_content().split())
    assert "2 mục được rút" in page
    assert "rút số liệu" in page and f"{cast.monitor.full_name}" in page and "nhập nhầm năm" in page
    assert "Còn 2 chỉ tiêu chưa có số liệu" in page
    briefing = known.briefing_by_code(address.split("/")[2])
    assert briefing is not None
    asked = window.answers(briefing, window.window(briefing, WorkingCalendar()), build.CITY)
    assert {answer.unit: answer.figures_missing for answer in asked if answer.figures} == {
        cast.economy: 1,
        cast.urban: 1,
    }
    again = shown(visitor, address)
    assert send(visitor, address, again) == 302
    assert len(history(rows[0])) == 2, "an empty place left empty is no entry"
    assert send(visitor, address, {**again, f"value-{rows[0].id}": "3.100"}) == 302
    assert queries.report_section(*QUARTER).lines[0].standing.value == Decimal(3100)


def test_what_is_printed_is_withdrawn_with_a_reason(
    rows: tuple[Indicator, Indicator], address: str, cast: Cast
) -> None:
    on = build.occasion(JUNE, cast.monitor)
    with pytest.raises(RuleBroken, match="revision_reason_missing"):
        actions.withdraw_value(rows[0], *QUARTER, note="ước", is_frozen=True, on=on)
    assert actions.withdraw_value(rows[0], *QUARTER, note="nhầm", is_frozen=True, on=on) is not None
    assert actions.withdraw_value(rows[0], *QUARTER, note="nhầm nữa", is_frozen=True, on=on) is None


def test_a_minus_where_nothing_can_be_negative_is_refused(
    rows: tuple[Indicator, Indicator], address: str, cast: Cast, visitor: Visitor
) -> None:
    data = shown(visitor.be(cast.monitor), address)
    assert send(visitor, address, {**data, f"value-{rows[0].id}": "-5"}) == 422
    assert "không thể âm" in visitor.page and 'value="-5"' in visitor.page
    with pytest.raises(RuleBroken, match="number_negative"):
        actions.enter_value(rows[0], *QUARTER, Decimal(-5), on=build.occasion(JUNE, cast.monitor))
    assert send(visitor, address, {**data, f"value-{rows[1].id}": "-5"}) == 302
    assert history(rows[1]) == [Decimal(-5)]


def test_the_office_says_what_can_be_negative(
    rows: tuple[Indicator, Indicator], cast: Cast, visitor: Visitor
) -> None:
    build.saved()
    visitor.be(cast.monitor).open(f"/indicators/{rows[0].code}")
    (form,) = (one for one in html.fromstring(visitor.page).forms if "may_be_negative" in one.fields)
    assert form.fields["may_be_negative"] is None
    data = {**dict(form.form_values()), "may_be_negative": "y"}
    assert visitor.client.post(f"/indicators/{rows[0].code}", data=data).status_code == 302
    assert rows[0].may_be_negative
