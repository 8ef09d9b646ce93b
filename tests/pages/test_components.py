"""Components keep their contracts: names for the ear, words beside every colour, tokens on every post, a strict policy.

They are rendered by a bare application around the templates, so they can be checked without a database.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
from flask import Flask, flash, render_template, render_template_string
from jinja2 import StrictUndefined
from lxml import html
from wtforms import SelectMultipleField
from wtforms.fields.choices import SelectChoice

from taskboard.domain.deadline import DueClass
from taskboard.domain.lifecycle import State
from taskboard.domain.rollup import TaskClass
from taskboard.web import styleguide
from tests.pages.frame import SHELL, bare_app

WEB = Path(styleguide.__file__).parent
COMPONENTS = sorted((WEB / "templates" / "components").glob("[!_]*.html"))


@pytest.fixture(scope="module")
def app() -> Flask:
    return bare_app()


@pytest.fixture(autouse=True)
def request_in_hand(app: Flask) -> Iterator[None]:
    with app.test_request_context("/"):
        yield


def draw(source: str, **context: Any) -> html.HtmlElement:
    """The component a page would get: `source` is one call, its macros imported by name."""
    names = {
        name: path.name for path in COMPONENTS for name in macros(path) if re.search(rf"\b{name}\(", source)
    }
    imports = "".join(f'{{% from "components/{file}" import {name} %}}' for name, file in names.items())
    return html.fragment_fromstring(render_template_string(imports + source, **context), create_parent="div")


def macros(path: Path) -> list[str]:
    return re.findall(r"{% (?:macro|set) ([a-z]\w*)(?:\(| = drawing\.)", path.read_text(encoding="utf-8"))


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def page(
    shell: dict[str, Any] | None = None, template: str = "base.html", **context: Any
) -> html.HtmlElement:
    return html.document_fromstring(render_template(template, shell={**SHELL, **(shell or {})}, **context))


@pytest.fixture(scope="module")
def sheet(app: Flask) -> html.HtmlElement:
    with app.test_request_context("/styleguide"):
        return page(template="styleguide.html", **styleguide.context())


# ------------------------------------------------------------------ states


@pytest.mark.parametrize("state", [*State, *DueClass, *TaskClass, "silent", "starred"])
def test_every_state_shows_an_icon_and_its_words(state: str) -> None:
    chip = draw("{{ state_chip(state) }}", state=str(state))
    assert chip.xpath(".//use/@href")
    assert len(words(chip)) > 3


def test_a_state_with_a_number_says_the_number_instead() -> None:
    assert words(draw('{{ state_chip("overdue", "Quá hạn 5 ngày") }}')) == "Quá hạn 5 ngày"


def test_lateness_alone_is_red() -> None:
    red = {
        str(s)
        for s in [*State, *DueClass, *TaskClass]
        if draw("{{ state_chip(s) }}", s=str(s)).xpath(".//*[contains(@class, 'state-over')]")
    }
    assert red == {"overdue", "open_overdue"}


# ----------------------------------------------------------------- actions


def test_an_action_that_changes_something_is_a_post_with_its_token() -> None:
    action = {"label": "Tiếp nhận", "url": "/tasks/NV-1/receive", "method": "post", "fields": {"seq": 3}}
    form = draw("{{ button(action) }}", action=action).find(".//form")
    assert (form.method, form.action) == ("POST", "/tasks/NV-1/receive")
    assert form.fields["seq"] == "3"
    assert form.fields["csrf_token"]


def test_buttons_of_a_list_tell_their_tasks_apart_by_ear() -> None:
    row = draw(
        "{{ button(a) }}{{ icon_button(a) }}",
        a={"label": "Đôn đốc", "url": "#", "icon": "megaphone", "hidden": "NV-2021-0142"},
    )
    assert [words(link) for link in row.iterfind(".//a")] == ["Đôn đốc NV-2021-0142"] * 2


def test_only_an_overdue_job_has_a_filled_button() -> None:
    late, soon = draw("{{ jobs(items) }}", items=styleguide.samples()["jobs"]).xpath(".//article")
    assert [b.get("class") for b in late.xpath(".//*[@class='job-acts']/a")] == ["btn btn-primary btn-tap"]
    assert [b.get("class") for b in soon.xpath(".//*[@class='job-acts']/a")] == [
        "btn btn-quiet btn-tap",
        "btn btn-plain btn-tap",
    ]


# ------------------------------------------------------------------- forms


def test_a_field_is_tied_to_its_label_its_hint_and_its_error() -> None:
    form = styleguide.sample_form("light")
    drawn = draw("{{ field(form.done) }}", form=form)
    area = drawn.find(".//textarea")
    assert drawn.find(".//label").get("for") == area.get("id")
    assert area.get("aria-invalid") == "true"
    described = [drawn.get_element_by_id(key) for key in area.get("aria-describedby").split()]
    assert [words(part) for part in described] == ["Một vài câu là đủ.", "Nêu kết quả đã làm được."]


def test_a_field_without_fault_claims_none() -> None:
    box = draw("{{ field(form.note) }}", form=styleguide.sample_form("light")).find(".//input")
    assert box.get("aria-invalid") is None
    assert box.get("aria-describedby") is None


def test_optional_fields_say_so_and_required_ones_do_not() -> None:
    form = styleguide.sample_form("light")
    assert "(nếu có)" in words(draw("{{ field(form.note) }}", form=form))
    assert "(nếu có)" not in words(draw("{{ field(form.due_on) }}", form=form))


def test_a_date_is_typed_as_officials_write_it_and_what_was_typed_stays() -> None:
    box = draw("{{ field(form.due_on) }}", form=styleguide.sample_form("light")).find(".//input")
    assert (box.get("type"), box.get("inputmode"), box.value) == ("text", "numeric", "10/6/2021")


def test_radio_cards_explain_each_choice_and_keep_the_chosen_one() -> None:
    drawn = draw(
        '{{ field(form.state, hints={"done": "Văn phòng sẽ xác nhận"}) }}',
        form=styleguide.sample_form("light"),
    )
    assert words(drawn.find(".//legend")) == "Đến nay, việc này thế nào?"
    assert drawn.xpath(".//input[@checked]/@value") == ["doing"]
    assert words(drawn.find(".//label")) == "Đã hoàn thành Văn phòng sẽ xác nhận"
    assert len(set(drawn.xpath(".//input/@id"))) == 3


def test_a_choice_of_several_is_a_group_of_boxes() -> None:
    class Units(styleguide.SampleForm):
        units = SelectMultipleField(
            "Đơn vị", choices=[SelectChoice("1", "Phòng Kinh tế"), SelectChoice("2", "Phòng Y tế")]
        )

    drawn = draw('{{ field(form.units, kind="checks") }}', form=Units(formdata=None, data={"units": ["2"]}))
    assert drawn.xpath(".//fieldset//input[@type='checkbox'][@checked]/@value") == ["2"]


def test_the_summary_links_to_every_field_that_must_be_corrected() -> None:
    form = styleguide.sample_form("light")
    form.form_errors.append("Nhiệm vụ đã được xác nhận.")
    drawn = draw("{{ error_summary(form) }}{% for f in form %}{{ field(f) }}{% endfor %}", form=form)
    summary = drawn.xpath(".//*[@role='alert']")[0]
    assert summary.get("data-focus") is not None
    assert "3 mục" in words(summary)
    assert "Nhiệm vụ đã được xác nhận." in words(summary)
    targets = [href[1:] for href in summary.xpath(".//a/@href")]
    assert targets == [form.done.id, form.due_on.id]
    assert all(drawn.get_element_by_id(target).tag in ("textarea", "input") for target in targets)


def test_a_form_without_fault_has_no_summary() -> None:
    assert not words(draw("{{ error_summary(form) }}", form=styleguide.SampleForm(formdata=None)))


# ----------------------------------------------------- figures, heat, bars


def test_each_count_of_the_matrix_opens_its_list_and_zero_opens_nothing() -> None:
    drawn = draw("{{ matrix(m) }}", m=styleguide.samples()["matrix"])
    rows = drawn.xpath(".//tbody/tr")
    assert (
        words(rows[0].xpath("./td[1]/a/span[2]")[0])
        == "Phòng Lao động - Thương binh và Xã hội, 1 - 7 ngày: 2 việc"
    )
    assert not rows[2].xpath("./td[2]//a")
    counted = [int(a.xpath("./span[1]")[0].text) for a in drawn.xpath(".//tbody//td[@class='cell']/a")]
    assert sum(counted) == int(drawn.xpath(".//tfoot//td[contains(@class, 'total')]/a")[0].text)


@pytest.mark.parametrize(("value", "level"), [(1, 1), (2, 2), (3, 3), (4, 3), (5, 4), (40, 4)])
def test_heat_has_four_steps(value: int, level: int) -> None:
    m = {
        "caption": "c",
        "row_label": "r",
        "columns": ["x"],
        "totals": [{"value": value}],
        "grand": {"value": value},
    }
    drawn = draw(
        "{{ matrix(m) }}",
        m={**m, "rows": [{"label": "a", "cells": [{"value": value, "url": "#"}], "total": value}]},
    )
    assert drawn.xpath(".//tbody//a/@class") == [f"heat-{level}"]


def test_bars_share_one_scale_but_the_row_apart_has_its_own() -> None:
    drawn = draw('{{ stacked_bars("Theo đơn vị", rows) }}', rows=styleguide.samples()["bars"]["rows"])
    lengths = [
        round(sum(float(width.rstrip("%")) for width in bar.xpath(".//rect/@width")))
        for bar in drawn.xpath(".//*[contains(@class, 'bar-svg')]")
    ]
    assert lengths == [100, 62, 67, 86, 100]  # 21, 13, 14 and 18 of 21; then the wards
    assert drawn.xpath(".//*[@class='bar-total']/text()") == ["21", "13", "14", "18", "78"]


def test_a_chart_of_nothing_is_drawn_without_fault() -> None:
    assert words(draw('{{ stacked_bars("Trống", []) }}')) == ""
    assert (
        words(draw('{{ stacked_bars("Trống", [{"label": "Phòng Y tế", "total": 0, "segments": []}]) }}'))
        == "Phòng Y tế 0"
    )


def test_a_ratio_says_which_way_it_moved_in_words_too() -> None:
    move = {"text": "0,5 điểm %", "way": "up", "good": False}
    drawn = draw(
        "{{ figures(items) }}",
        items=[{"label": "Quá hạn", "value": "9,0%", "of": "22 / 244 việc", "move": move}],
    )
    assert "Tăng 0,5 điểm %" in words(drawn)
    assert drawn.xpath(".//*[@class='worse']")


# ------------------------------------------------- dates, words, timeline


def test_the_three_dates_keep_their_order_and_say_what_is_missing() -> None:
    drawn = draw("{{ dates(None, {'text': '15/6/2021', 'is_past': true}, None) }}")
    assert [words(dt) for dt in drawn.iterfind(".//dt")] == [
        "Hạn ban đầu",
        "Hạn hiện hành",
        "Đơn vị dự kiến xong",
    ]
    assert [words(dd) for dd in drawn.iterfind(".//dd")] == ["Không thời hạn", "15/6/2021 đã qua", "Chưa nêu"]


@pytest.mark.parametrize("value", ["none", '""', '"Lan" if false'])
def test_a_fact_that_is_not_there_is_said_to_be_missing(value: str) -> None:
    shown = draw('{{ facts([{"label": "Chủ trì", "value": VALUE}]) }}'.replace("VALUE", value))
    assert words(shown) == "Chủ trìChưa có"


def test_the_chairs_words_are_quoted_with_a_link_to_their_source() -> None:
    drawn = draw('{{ words("Rà soát <ngay>.", source="mục 2b", source_url="/briefings/2021-q1#7") }}')
    assert drawn.find(".//blockquote").text.strip() == "Rà soát <ngay>."
    assert drawn.find(".//cite/a").get("href") == "/briefings/2021-q1#7"


def test_the_timeline_gives_each_instant_to_machines_too() -> None:
    drawn = draw("{{ timeline(entries) }}", entries=styleguide.samples()["timeline"])
    assert drawn.xpath(".//li[2]//time/@datetime") == ["2021-06-11T16:20+07:00"]
    assert words(drawn.xpath(".//li[2]//a")[0]) == "Biên bản đối thoại 10-6.pdf"


# ------------------------------------------------------------- lists, notes


def test_paging_names_how_many_come_next_and_has_no_page_numbers() -> None:
    drawn = draw('{{ more(10, 31, "/tasks?after=x", next_count=10) }}')
    assert [(words(a), a.get("rel")) for a in drawn.iterfind(".//a")] == [("10 việc tiếp theo", "next")]


def test_a_condition_is_removed_by_its_chip() -> None:
    drawn = draw('{{ active_filters([{"label": "Đơn vị: QLĐT", "url": "/tasks?state=open"}], "/tasks") }}')
    assert [words(a) for a in drawn.iterfind(".//a")] == ["Đơn vị: QLĐT bỏ điều kiện này", "Xóa hết"]


def test_a_table_says_what_it_holds_and_how_it_is_sorted() -> None:
    drawn = draw(
        '{% call table("Nhiệm vụ", [column]) %}<tr><td>x</td></tr>{% endcall %}',
        column={"label": "Hạn", "sort_url": "?s", "sorted": "ascending"},
    )
    assert words(drawn.find(".//caption")) == "Nhiệm vụ"
    assert drawn.find(".//th").get("aria-sort") == "ascending"
    assert drawn.find(".//td").text == "x"


def test_what_was_done_is_told_to_the_ear_and_stays() -> None:
    flash("Đã xác nhận NV-2021-0142.", "done")
    status = page().xpath("//main//*[@role='status']")
    assert [words(one) for one in status] == ["Đã xác nhận NV-2021-0142."]


# ------------------------------------------------------------------- frame


def test_a_stranger_sees_no_places_and_no_way_out() -> None:
    frame = page({"person": None})
    assert not frame.xpath("//nav")
    assert "Đăng xuất" not in frame.text_content()
    assert frame.xpath("//form[@action='/web/set_language']")


def test_every_post_of_the_frame_carries_a_token() -> None:
    banner = {
        "kind": "demo",
        "text": "Ngày mẫu: 16/6/2021",
        "action_label": "Sang ngày tiếp theo",
        "action_url": "/demo/next-day",
    }
    posts = page({"banners": [banner]}).xpath("//form[@method='post']")
    assert {form.get("action") for form in posts} >= {
        "/demo/next-day",
        "/web/set_theme",
        "/accounts/sign_out",
    }
    assert all(form.xpath(".//input[@name='csrf_token']/@value") for form in posts)


def test_the_frame_says_where_one_is_and_reaches_every_place_from_a_phone() -> None:
    frame = page()
    assert frame.xpath("//nav[@class='nav-main']/a[@aria-current='page']/@href") == ["/overdue"]
    assert frame.xpath("//nav[@class='nav-main']/details//a/@href") == ["/journal"]
    assert frame.xpath("//*[contains(@class, 'menu-nav')]/a/@href") == ["/overdue"]
    assert frame.get("data-bs-theme") == "auto"
    assert frame.get("lang") == "vi"


def test_an_error_page_says_what_happened_and_leads_home() -> None:
    drawn = page(
        template="errors/error.html", code=404, title="Không tìm thấy", text="Địa chỉ sai.", reference="7f3a"
    )
    assert [words(h1) for h1 in drawn.iter("h1")] == ["Không tìm thấy"]
    assert "Mã tra cứu: 7f3a" in words(drawn.find(".//main"))
    assert drawn.xpath("//main//a/@href") == ["/"]


def test_the_last_resort_needs_neither_shell_nor_catalogue(app: Flask) -> None:
    bare = app.jinja_env.overlay(undefined=StrictUndefined)
    assert "Hệ thống gặp lỗi" in bare.get_template("errors/plain.html").render(reference=None)


# ---------------------------------------------------------- the whole sheet


def test_the_styleguide_shows_every_component() -> None:
    shown = (WEB / "templates/styleguide.html").read_text(encoding="utf-8")
    shown += (WEB / "templates/base.html").read_text(encoding="utf-8")
    within = "".join(path.read_text(encoding="utf-8") for path in COMPONENTS)
    called = set(
        re.findall(r"\b([a-z]\w*)\(", shown + re.sub(r"{% macro \w+|{#.*?#}", "", within, flags=re.S))
    )
    assert {name for path in COMPONENTS for name in macros(path)} - called == {
        "drum"
    }  # the sign-in page's alone


def test_a_strict_policy_finds_nothing_inline(sheet: html.HtmlElement) -> None:
    assert not sheet.xpath("//@style | //style | //script[not(@src)]")
    assert not [name for element in sheet.iter() for name in element.attrib if name.startswith("on")]


def test_every_icon_is_in_the_sprite(app: Flask, sheet: html.HtmlElement) -> None:
    with app.test_client().get("/bootstrap/static/icons/bootstrap-icons.svg") as answer:
        sprite = set(re.findall(r'id="([\w-]+)"', answer.get_data(as_text=True)))
    drawn = {href.partition("#")[2] for href in sheet.xpath("//use/@href")}
    for path in COMPONENTS:
        drawn |= set(re.findall(r'(?:icon|draw)\("([\w-]+)"[,)]', path.read_text(encoding="utf-8")))
    assert len(drawn) > 30
    assert drawn - sprite == set()


def test_everything_the_frame_asks_for_is_served(app: Flask) -> None:
    theme = (WEB / "static/css/taskboard.css").read_text(encoding="utf-8")
    modules = (WEB / "static/js/app.js").read_text(encoding="utf-8")
    asked = [urljoin("/", url) for url in page().xpath("//link/@href | //script/@src")]
    asked += [urljoin("/static/css/taskboard.css", url) for url in re.findall(r'url\("([\w./]+)"\)', theme)]
    asked += [urljoin("/static/js/app.js", url) for url in re.findall(r'"(\./\w+\.js)"', modules)]
    assert len(asked) > 15
    assert {url: code for url in asked if (code := status_of(app, url)) != 200} == {}


def status_of(app: Flask, url: str) -> int:
    with app.test_client().get(url) as answer:
        return answer.status_code


def test_ids_are_used_once_and_labels_find_their_fields(sheet: html.HtmlElement) -> None:
    ids = sheet.xpath("//@id")
    assert (
        sorted({key for key in ids if ids.count(key) > 1} - {"hatch"}) == []
    )  # one hatch a chart, all alike
    assert set(sheet.xpath("//label/@for")) <= set(ids)


# ------------------------------------------------------------------ colour

INKS_AND_GROUNDS = [
    (ink, ground)
    for ink in ("ink", "ink-2", "ink-3")
    for ground in ("surface", "page", "sunk", "raised", "accent-tint")
]
STATES = ("done", "late", "time", "soon", "over", "none", "wait")
TEXT = [
    *INKS_AND_GROUNDS,
    *[("accent-text", ground) for ground in ("surface", "page", "accent-tint", "raised")],
    *[(f"{state}-ink", ground) for state in STATES for ground in (f"{state}-tint", "surface", "page")],
    *[(f"on-{state}", f"{state}-fill") for state in ("done", "late", "time", "over", "none")],
    *[(f"heat-{step}-ink", f"heat-{step}") for step in range(1, 5)],
    ("on-accent", "accent"), ("on-accent", "accent-hover"), ("bar-ink", "bar"), ("bar-ink-2", "bar"),
    ("bar-ink", "bulk"), ("mark-ink", "mark-on"),
]  # fmt: skip
EDGES = [
    *[(f"{state}-fill", "surface") for state in STATES],
    *[(edge, ground) for edge in ("line-control", "focus") for ground in ("surface", "page")],
    ("bar-focus", "bar"),
]


def tokens(selector: str) -> dict[str, str]:
    """The custom properties declared by the first rule of tokens.css whose selector ends so."""
    css = (WEB / "static/css/tokens.css").read_text(encoding="utf-8")
    body = re.search(re.escape(selector) + r" \{(.*?)\}", css, re.S)
    assert body, selector
    return dict(re.findall(r"--([\w-]+):\s*([^;]+);", body[1]))


LIGHT = tokens('[data-bs-theme="light"],\n[data-bs-theme="auto"]')
DARK = tokens('[data-bs-theme="dark"]')


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """WCAG 2.2 contrast ratio of two colours, 1 to 21."""
    dim, bright = sorted((luminance(one), luminance(other)))
    return (bright + 0.05) / (dim + 0.05)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_every_pair_of_colours_reaches_aa(theme: dict[str, str]) -> None:
    low = [(front, ground, 4.5) for front, ground in TEXT if contrast(theme[front], theme[ground]) < 4.5]
    low += [(front, ground, 3.0) for front, ground in EDGES if contrast(theme[front], theme[ground]) < 3]
    assert low == []


def test_the_system_theme_and_the_chosen_one_are_the_same_dark() -> None:
    assert tokens('@media (prefers-color-scheme: dark) {\n  [data-bs-theme="auto"]') == DARK


def test_the_theme_wins_by_layers_not_by_force() -> None:
    sheets = {path.name: path.read_text(encoding="utf-8") for path in (WEB / "static/css").glob("*.css")}
    assert [name for name, css in sheets.items() if re.search(r"!important\s*;", css)] == []
    assert not re.search(r"#[0-9a-f]{6}\b", sheets["layout.css"] + sheets["pages.css"])
