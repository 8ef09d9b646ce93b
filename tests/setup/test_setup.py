"""A first installation: step by step behind a one-time link, to a body that works; then the pages are gone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING

import openpyxl
import pytest
import sqlalchemy as sa

from taskboard.accounts import actions as accounts
from taskboard.accounts import queries as people
from taskboard.accounts.models import AccountLink, Person
from taskboard.db import db
from taskboard.domain.authority import Role
from taskboard.domain.errors import RuleBroken
from taskboard.imports.models import ImportKind
from taskboard.imports.template import write_template
from taskboard.journal import queries as journal
from taskboard.journal.actions import COMMAND
from taskboard.operation import doctor
from taskboard.settings import queries as settings
from taskboard.setup import queries
from taskboard.setup.draft import BodyKind, Draft
from taskboard.setup.presets import FIELDS, PRESETS, preset_units
from taskboard.units import queries as units
from taskboard.units.models import Unit, UnitKind
from tests import build
from tests.accounts.door import PASSWORD, enter, is_in
from tests.cast import Cast, cast
from tests.pages.visitor import Visitor, apart
from tests.settings.test_emblem import fetched, png

if TYPE_CHECKING:
    from click.testing import Result
    from flask import Flask
    from flask.testing import FlaskClient

    from tests.conftest import HandClock
    from tests.smtp import SmtpServer

__all__ = ["cast"]

NAME = "UBND phường Nam Định"


@pytest.fixture
def browser(app: Flask, client: FlaskClient, clock: HandClock) -> Visitor:
    clock.set_to(build.at(date(2026, 3, 2)))
    return Visitor(client, clock)


@pytest.fixture
def link(app: Flask, browser: Visitor) -> str:
    return _command(app).output.strip().removeprefix("http://localhost")


def _command(app: Flask, *words: str, **more: str) -> Result:
    with apart():
        return app.test_cli_runner().invoke(args=["setup", *words], **more)


def _to_the_end(browser: Visitor, link: str, *, way: str = "now", **body: str) -> None:
    """Every step, up to the page that shows what will be written."""
    browser.open(link)
    browser.press("Lưu, sang bước đơn vị", **{"kind": "ward", "name": NAME, "began_on": "01/07/2025", **body})
    browser.press("Lưu, sang bước người quản trị")
    _people_to_the_end(browser, way=way)


def _people_to_the_end(browser: Visitor, *, way: str) -> None:
    browser.press(
        "Lưu, sang bước lãnh đạo",
        full_name="Ngô Thanh Sơn",
        sign_in_name="quantri",
        way=way,
        password=PASSWORD if way == "now" else "",
    )
    browser.send(
        browser.form(holding="rows-0-full_name"),
        **{"rows-0-full_name": "Phạm Duy Hưng", "rows-4-full_name": "Nguyễn Hữu Thuyên"},
    )
    browser.press("Lưu, xem lại toàn bộ")


def test_from_an_empty_database_to_a_body_that_works(app: Flask, browser: Visitor, link: str) -> None:
    _to_the_end(browser, link)
    assert "PHƯỜNG NAM ĐỊNH" in browser.words
    assert db.session.scalar(sa.select(sa.func.count(Unit.id))) == 0, "nothing is written before the end"
    browser.press("Hoàn tất thiết lập")
    assert f"{NAME} đã sẵn sàng" in browser.words
    slips = list(browser.tree.xpath("//section[contains(@class, 'slip')]//h2/text()"))
    assert slips == ["Phạm Duy Hưng", "Nguyễn Hữu Thuyên"]
    links = browser.tree.xpath("//section[contains(@class, 'slip')]//code/text()")
    for path in ("/setup", link, f"{link}/finish", f"{link}/units"):
        browser.open(path)
        assert browser.status == 404, path
    _works(browser, links)


def _works(browser: Visitor, links: list[str]) -> None:
    """The administrator signs in; the chair sets a password and sees the home; a sentence finds its unit."""
    admin = people.person_by_sign_in_name("quantri")
    chair = people.person_by_sign_in_name("hung.pd")
    assert admin is not None and chair is not None
    enter(browser, admin)
    assert is_in(browser) and browser.tree.xpath("//header//small/text()")[0] == NAME
    browser.press("Đăng xuất")
    browser.open(links[0].removeprefix("http://localhost"))
    browser.press("Đặt mật khẩu", password=PASSWORD)
    enter(browser, chair)
    browser.open("/")
    assert browser.status == 200
    day = date(2026, 3, 2)
    assert people.leaders(date(2025, 8, 1)) == [chair], "a notice of last summer has its signer"
    resolved = units.gazetteer_on(day).resolve("phòng Kinh tế")
    assert resolved.target is not None
    assert len(units.work_fields()) == len(FIELDS)
    assert settings.body_name(day, "khác") == NAME
    assert settings.calendar().days_off
    assert [line.event for line in journal.timeline("installation", 1)] == ["set_up"]


def test_the_emblem_is_chosen_at_the_first_step_shown_from_there_on_and_kept(
    app: Flask, browser: Visitor, link: str
) -> None:
    body = {"kind": "ward", "name": NAME, "began_on": "01/07/2025"}
    browser.open(link)
    browser.send(browser.form(holding="emblem"), files={"emblem": (b"<svg/>", "a.svg")}, **body)
    assert browser.status == 422 and "không phải hình PNG hoặc JPEG" in browser.words
    browser.send(browser.form(holding="emblem"), files={"emblem": (png(), "a.png")}, **body)
    (shown,) = browser.tree.xpath("//header//img[@class='emblem']/@src")
    assert fetched(browser._real, shown).data == png()
    assert fetched(app.test_client(), "/sign-in").text.count(shown) == 1
    browser.open(f"{link}/body")
    browser.press("Lưu, sang bước đơn vị")
    assert browser.tree.xpath("//header//img/@src") == [shown], "going back without another keeps it"
    browser.press("Lưu, sang bước người quản trị")
    _people_to_the_end(browser, way="now")
    browser.press("Hoàn tất thiết lập")
    assert browser.tree.xpath("//header//img/@src") == [shown]
    assert fetched(app.test_client(), shown).data == png()


def test_an_emblem_chosen_by_mistake_is_dropped_again(browser: Visitor, link: str) -> None:
    body = {"kind": "ward", "name": NAME, "began_on": "01/07/2025"}
    browser.open(link)
    browser.send(browser.form(holding="emblem"), files={"emblem": (png(), "a.png")}, **body)
    (shown,) = browser.tree.xpath("//header//img[@class='emblem']/@src")
    browser.open(f"{link}/body")
    browser.press("Lưu, sang bước đơn vị", drops_emblem="y")
    assert browser.tree.xpath("//header//img/@src") == []
    assert fetched(browser._real, shown).status_code == 404


def test_by_one_time_link_for_the_administrator_too(browser: Visitor, link: str) -> None:
    _to_the_end(browser, link, way="link")
    browser.press("Hoàn tất thiết lập")
    links = browser.tree.xpath("//section[contains(@class, 'slip')]//code/text()")
    assert len(links) == 3
    browser.open(links[0].removeprefix("http://localhost"))
    assert "Ngô Thanh Sơn" in browser.words


def test_each_step_is_kept_and_a_later_one_waits_for_those_before(browser: Visitor, link: str) -> None:
    browser.open(f"{link}/finish")
    assert browser.url == f"{link}/body"
    browser.press("Lưu, sang bước đơn vị", kind="commune", name="UBND xã Nam Trực", began_on="01/07/2025")
    browser.open(link)
    assert browser.url == f"{link}/units" and "Phòng Kinh tế" in browser.page
    browser.open(f"{link}/body")
    assert browser.form(holding="name").values["name"] == ["UBND xã Nam Trực"]
    browser.press("Lưu, sang bước đơn vị", kind="ward", name=NAME)
    assert "Phòng Kinh tế, Hạ tầng và Đô thị" in browser.page, "another kind has other units"


def test_units_are_renamed_dropped_added_by_name_and_from_a_workbook(browser: Visitor, link: str) -> None:
    browser.open(link)
    browser.press("Lưu, sang bước đơn vị", kind="ward", name=NAME, began_on="01/07/2025")
    form = browser.form(holding="more")
    del form.values["rows-6-is_kept"]  # the health station
    browser.send(
        form,
        "Lưu, ở lại",
        **{"rows-1-name": "Phòng Kinh tế phường", "more": "Tổ dân phố số 1\nTổ dân phố số 2\nCông an phường"},
    )
    names = [row.name for row in queries.draft().units]
    assert "Trạm Y tế phường" not in names and "Phòng Kinh tế phường" in names
    assert names[-2:] == ["Tổ dân phố số 1", "Tổ dân phố số 2"] and names.count("Công an phường") == 1
    browser.send(
        browser.form("/units/import"),
        files={"workbook": (_workbook("Thôn Đông", "Công an phường"), "don-vi.xlsx")},
    )
    assert "Đã thêm 1 đơn vị từ tệp." in browser.words
    browser.send(browser.form("/units/import"), files={"workbook": (_workbook(""), "sai.xlsx")})
    assert browser.status == 422 and "Dòng 2" in browser.words
    assert len(queries.draft().units) == len(names) + 1
    browser.open(f"{link}/units/template.xlsx")
    assert browser.status == 200


def _workbook(*names: str) -> bytes:
    """The template with these units in it."""
    book = openpyxl.load_workbook(BytesIO(write_template(ImportKind.UNITS, {})))
    sheet = book.worksheets[0]
    heads = [cell.value for cell in sheet[1]]
    for row in range(sheet.max_row, 1, -1):
        sheet.delete_rows(row)
    for name in names:
        given = {"Tên đầy đủ": name, "Loại": "Cơ quan, đơn vị khác", "Thành lập từ ngày": "01/07/2025"}
        sheet.append(
            [next((value for key, value in given.items() if str(head).startswith(key)), "") for head in heads]
        )
    file = BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("button", "fields", "said"),
    [
        ("Lưu, sang bước đơn vị", {"name": "Phường Nam Định"}, "viết đủ cấp và địa danh"),
        ("Lưu, sang bước đơn vị", {"name": NAME, "began_on": "01/01/2030"}, "không thể sau hôm nay"),
    ],
)
def test_what_cannot_stand_at_the_head_of_a_document_is_refused(
    button: str, fields: dict[str, str], said: str, browser: Visitor, link: str
) -> None:
    browser.open(link)
    browser.press(button, **fields)
    assert browser.status == 422 and said in browser.words
    assert queries.draft() == Draft()


def test_without_an_office_nobody_could_follow_anything(browser: Visitor, link: str) -> None:
    browser.open(link)
    browser.press("Lưu, sang bước đơn vị", kind="ward", name=NAME, began_on="01/07/2025")
    form = browser.form(holding="more")
    del form.values["rows-0-is_kept"]
    browser.send(form, "Lưu, sang bước người quản trị")
    assert browser.status == 422 and "Cần một đơn vị loại “Văn phòng”" in browser.words


def test_the_administrators_password_is_judged_and_kept_when_the_step_is_opened_again(
    browser: Visitor, link: str
) -> None:
    browser.open(link)
    browser.press("Lưu, sang bước đơn vị", kind="ward", name=NAME, began_on="01/07/2025")
    browser.press("Lưu, sang bước người quản trị")
    for password, said in (("", "Đề nghị nhập mật khẩu"), ("quantrihethong1", "nhiều người dùng")):
        browser.press("Lưu, sang bước lãnh đạo", full_name="Ngô Thanh Sơn", password=password)
        assert browser.status == 422 and said in browser.words
    browser.press("Lưu, sang bước lãnh đạo", full_name="Ngô Thanh Sơn", password=PASSWORD)
    kept = queries.draft().administrator
    assert kept is not None and kept.sign_in_name == "son.nt" and PASSWORD not in kept.password_hash
    browser.open(f"{link}/administrator")
    browser.press("Lưu, sang bước lãnh đạo", full_name="Ngô Sơn", password="")
    again = queries.draft().administrator
    assert again is not None and (again.full_name, again.password_hash) == ("Ngô Sơn", kept.password_hash)


def test_two_people_of_one_name_get_two_sign_in_names(browser: Visitor, link: str) -> None:
    _to_the_end(browser, link)
    browser.open(f"{link}/people")
    browser.send(
        browser.form(holding="rows-0-full_name"),
        **{"rows-1-full_name": "Trần Văn Bình", "rows-2-full_name": "Trần Việt Bình"},
    )
    names = [person.sign_in_name for person in queries.draft().people]
    assert names == ["hung.pd", "binh.tv", "binh.tv2", "thuyen.nh"]
    browser.open(f"{link}/people")
    browser.send(browser.form(holding="rows-0-full_name"), **{"rows-0-sign_in_name": "quantri"})
    assert browser.status == 422 and "đã có người dùng" in browser.words


def test_a_test_mail_goes_out_and_the_servers_answer_is_shown(
    app: Flask,
    browser: Visitor,
    link: str,
    clock: HandClock,
    monkeypatch: pytest.MonkeyPatch,
    smtp_server: SmtpServer,
) -> None:
    core = app.extensions["taskboard"]
    monkeypatch.setitem(
        app.extensions, "taskboard", replace(core, settings=replace(core.settings, smtp_url=smtp_server.url))
    )
    _to_the_end(browser, link)
    browser.open(f"{link}/services")
    browser.press("Gửi thư thử", address="khong phai")
    assert browser.status == 422
    browser.press("Gửi thư thử", address="son@namdinh.example")
    assert "Máy chủ thư đã nhận thư thử gửi tới son@namdinh.example" in browser.words
    assert [mail.recipients for mail in smtp_server.received] == [("son@namdinh.example",)]
    smtp_server.refuse("khong-co@namdinh.example")
    clock.advance(minutes=1)
    browser.press("Gửi thư thử", address="khong-co@namdinh.example")
    assert "Chưa gửi được thư thử." in browser.words and "550" in browser.words


def test_administrators_need_a_code_where_the_set_up_says_so(browser: Visitor, link: str) -> None:
    _to_the_end(browser, link)
    browser.open(f"{link}/services")
    browser.press("Lưu, xem lại toàn bộ", administrators_need_code="y")
    browser.press("Hoàn tất thiết lập")
    admin = people.person_by_sign_in_name("quantri")
    assert admin is not None
    enter(browser, admin)
    assert browser.url.startswith("/sign-in/second-factor")


# ------------------------------------------------------------------------------------------------------------- the link


def test_a_wrong_and_an_old_link_open_nothing_and_say_where_to_get_one(
    app: Flask, browser: Visitor, link: str, clock: HandClock
) -> None:
    for path in ("/setup/khong-phai", "/setup/khong-phai/units"):
        browser.open(path)
        assert browser.status == 410 and "flask setup" in browser.words
    fresh = _command(app).output.strip().removeprefix("http://localhost")
    browser.open(link)
    assert browser.status == 410, "asking for a fresh one ends the earlier"
    browser.open(fresh)
    assert browser.status == 200
    clock.advance(hours=25)
    browser.open(fresh)
    assert browser.status == 410


def test_a_restart_prints_another_link_and_leaves_the_open_one(
    app: Flask, browser: Visitor, link: str
) -> None:
    another = _command(app, "--if-needed").output.strip().removeprefix("http://localhost")
    for path in (link, another):
        browser.open(path)
        assert browser.status == 200
    assert another.rpartition("/")[2] not in db.session.scalars(sa.select(AccountLink.token_hash)).all()


def test_a_link_of_a_person_sets_nothing_up_and_the_set_ups_link_is_no_persons(
    browser: Visitor, link: str
) -> None:
    browser.open(f"/link/{link.rpartition('/')[2]}")
    assert browser.status == 410


def test_a_city_that_works_already_cannot_be_set_up_over(
    app: Flask, client: FlaskClient, cast: Cast, clock: HandClock
) -> None:
    browser = Visitor(client, clock)
    token = accounts.make_setup_link(ends_others=True, real_now=clock.real_now())
    db.session.commit()
    for path in ("/setup", f"/setup/{token}", f"/setup/{token}/body"):
        browser.open(path)
        assert browser.status == 404
    assert "đã thiết lập xong" in _command(app).output
    assert _command(app, "--if-needed").output == ""
    browser.open("/sign-in")
    assert "chưa được thiết lập" not in browser.words


def test_the_name_of_the_body_is_no_password(app: Flask, browser: Visitor, link: str) -> None:
    """Neither in the set-up itself nor ever after."""
    browser.open(link)
    browser.press("Lưu, sang bước đơn vị", kind="ward", name="UBND phường Thành Nam", began_on="01/07/2025")
    browser.press("Lưu, sang bước người quản trị")
    browser.press("Lưu, sang bước lãnh đạo", full_name="Ngô Thanh Sơn", way="now", password="thanhnamphuong")
    assert browser.status == 422
    _people_to_the_end(browser, way="now")
    browser.press("Hoàn tất thiết lập")
    admin = people.person_by_sign_in_name("quantri")
    assert admin is not None
    for named in ("thanhnamphuong", "Phường Thành Nam 2025"):
        with pytest.raises(RuleBroken, match="password_named"):
            accounts.set_password(admin, named, acting=COMMAND, now=build.at(date(2026, 3, 2)))


def _made_by_command(app: Flask, role: Role) -> None:
    words = ["accounts", "create", "--name", "khac", "--full-name", "Người khác", "--password", PASSWORD]
    with apart():
        said = app.test_cli_runner().invoke(args=[*words, "--role", role.value])
    assert said.exit_code == 0, said.output


def test_a_set_up_that_was_begun_ends_with_people_who_came_in_otherwise(
    app: Flask, browser: Visitor, link: str
) -> None:
    _to_the_end(browser, link)
    _made_by_command(app, Role.CHAIR)
    for path in ("/setup", f"{link}/finish"):
        browser.open(path)
        assert browser.status == 404


def test_an_administrator_made_by_a_command_closes_no_set_up(app: Flask, browser: Visitor, link: str) -> None:
    _made_by_command(app, Role.ADMINISTRATOR)
    core = app.extensions["taskboard"]
    (finding,) = (one for one in doctor.examine(core) if one.check == "quản trị")
    assert finding.verdict is doctor.Verdict.FAULT and "“flask setup”" in finding.mend
    _to_the_end(browser, link)
    browser.press("Hoàn tất thiết lập")
    assert f"{NAME} đã sẵn sàng" in browser.words
    assert not queries.is_open()
    (finding,) = (one for one in doctor.examine(core) if one.check == "quản trị")
    assert finding.verdict is doctor.Verdict.FINE


def test_the_sign_in_page_of_an_empty_installation_says_what_to_do(browser: Visitor) -> None:
    browser.open("/sign-in")
    assert "Hệ thống chưa được thiết lập." in browser.words
    browser.open("/setup")
    assert browser.status == 200 and "flask setup" in browser.words


def test_the_end_pressed_twice_writes_once(app: Flask, browser: Visitor, link: str, clock: HandClock) -> None:
    _to_the_end(browser, link)
    second = Visitor(app.test_client(), clock)
    second.open(f"{link}/finish")
    form = second.form(button="Hoàn tất")
    browser.press("Hoàn tất thiết lập")
    second.send(form)
    assert second.status == 404
    assert db.session.scalar(sa.select(sa.func.count(Person.id))) == 3


# --------------------------------------------------------------------------------------------------------- in a terminal


@pytest.mark.parametrize("kind", list(BodyKind))
def test_in_the_terminal_each_kind_of_body(kind: BodyKind, app: Flask, browser: Visitor) -> None:
    answers = [kind.value, "", "", "Ngô Thanh Sơn", "", PASSWORD, PASSWORD, ""]
    said = _command(app, "--terminal", input="\n".join(answers))
    assert said.exit_code == 0, said.output
    preset, day = PRESETS[kind], date(2026, 3, 2)
    assert settings.body_name(day, "") == preset.example
    assert {unit.name for unit in units.units_on(day)} >= {row.name for row in preset_units(kind)}
    assert set(preset.leads.values()) <= {row.key for row in preset.units}
    assert all(field.usual_lead_id for field in units.work_fields())
    admin = people.person_by_sign_in_name("quantri")
    assert admin is not None and admin.posts[0].role is Role.ADMINISTRATOR
    enter(browser, admin)
    assert is_in(browser)


def test_a_weak_password_in_the_terminal_writes_nothing(app: Flask, browser: Visitor) -> None:
    answers = ["ward", "", "", "Ngô Thanh Sơn", "", "123456789012", "123456789012", ""]
    said = _command(app, "--terminal", input="\n".join(answers))
    assert said.exit_code == 1 and "dãy lặp" in said.output
    assert queries.installation() is None and queries.is_open()


def test_presets_name_each_unit_once_and_have_an_office() -> None:
    for kind in BodyKind:
        rows = preset_units(kind)
        assert len({row.name for row in rows}) == len(rows)
        assert sum(row.kind is UnitKind.OFFICE for row in rows) == 1
        assert "~" not in "".join(row.name + "".join(row.aliases) for row in rows)
        assert set(PRESETS[kind].leads) == {field.code for field in FIELDS}
