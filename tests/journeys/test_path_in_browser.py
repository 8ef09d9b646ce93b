"""The whole path in a real browser: the Office at its desk, the head of a unit on a phone, the report on paper.

What a person sees and presses, by its words; the keys of the review too. Any script error or breach of the
content policy fails the journey (see tests/browser.py).
"""

from __future__ import annotations

import re
import shutil
import subprocess
import unicodedata
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests import build
from tests.browser import LiveServer, watched
from tests.journeys.city import City, city, seed_text

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

__all__ = ["city"]

pytestmark = pytest.mark.slow

SOFFICE = shutil.which("soffice")
REASON = "Nhắc nhở chung, không giao việc cụ thể"
LETTER = "Phòng Kinh tế báo cáo giá trị sản xuất tháng 4 trước ngày 20/4/2021."


@pytest.fixture
def phone(chromium: Browser, live_server: LiveServer) -> Iterator[Page]:
    """The head's phone, as wide as most."""
    with watched(chromium, live_server.url, width=390, height=844, is_phone=True) as tab:
        yield tab


def test_the_path_by_desk_and_phone(
    city: City, live_server: LiveServer, page: Page, phone: Page, tmp_path: Path
) -> None:
    text = seed_text()
    _sign_in(page, "vanphong")
    code = _record_briefing(page)
    _paste(page, text)
    _marks_are_the_text(page, text)
    _review(page)
    _marks_are_the_text(page, text)
    _issue(page)
    _marks_are_the_text(page, text)
    task = _unit_reports(phone, _link_to_economy(city))
    _office_confirms(page, task)
    _letter_grows_late(city, page)
    report = _next_briefing(city, page, code)
    _prints(report, tmp_path)


# ------------------------------------------------------------------------------------------------------- to the desk


def _sign_in(page: Page, name: str) -> None:
    page.goto("/sign-in")
    page.get_by_label("Tên đăng nhập").fill(f"{name}@namdinh.example")
    page.get_by_label("Mật khẩu").fill("taskboard")
    page.get_by_role("button", name="Đăng nhập").click()
    page.wait_for_url(lambda url: "/sign-in" not in url)


def _record_briefing(page: Page) -> str:
    page.goto("/briefings")
    page.get_by_role("link", name="Ghi nhận giao ban").first.click()
    page.get_by_label("Tên giao ban").fill("Hội nghị giao ban quý I năm 2021")
    page.get_by_label("Ngày họp").fill("5/4/2021")
    page.get_by_label("Chủ trì").select_option(label="Phạm Duy Hưng")
    page.get_by_label("Số thông báo kết luận").fill("58/TB-UBND")
    page.get_by_label("Ngày thông báo").fill("6/4/2021")
    page.get_by_role("button", name="Ghi nhận giao ban").click()
    page.wait_for_url("**/conclusions")
    return page.url.split("/")[-2]


def _paste(page: Page, text: str) -> None:
    page.get_by_label("Văn bản kết luận").fill(text)
    page.get_by_role("button", name="Ghi văn bản, đề xuất dự thảo").click()
    page.get_by_role("heading", name="Duyệt kết luận của Chủ tịch").wait_for()


def _marks_are_the_text(page: Page, text: str) -> None:
    """What is marked on the screen stands so in the article, letter by letter."""
    pieces = page.locator("[data-mark]").evaluate_all(
        """marks => marks.map(mark => {
             const copy = mark.cloneNode(true);
             copy.querySelectorAll("sup").forEach(number => number.remove());
             return copy.textContent;
           })"""
    )
    source = unicodedata.normalize("NFC", text)
    assert len(pieces) >= 12
    assert [piece for piece in pieces if not piece.strip() or piece not in source] == []


# -------------------------------------------------------------------------------------------------------- the review


def _review(page: Page) -> None:
    _by_keys_there_and_back(page)
    _drag_over_words(page)
    _split_and_join(page)
    _drop_by_key(page)
    _accept_the_rest(page)


def _settled(page: Page) -> None:
    """The script has shown the answer to the last press."""
    page.locator("[data-review]:not([aria-busy])").wait_for()


def _press(page: Page, key: str) -> None:
    page.keyboard.press(key)
    _settled(page)


def _active(page: Page) -> str:
    return page.locator("[data-active]").get_attribute("data-active") or ""


def _drafts(page: Page) -> int:
    return page.locator("[data-row], [data-active]").count()


def _by_keys_there_and_back(page: Page) -> None:
    first = _active(page)
    _press(page, "j")
    second = _active(page)
    assert second != first
    _press(page, "k")
    assert _active(page) == first


def _drag_over_words(page: Page) -> None:
    """Words that no draft covers become one by dragging the mouse over them; it is dropped again."""
    before = _drafts(page)
    _drag(page)
    chosen = page.locator("[data-selected]").inner_text()
    assert len(chosen) > 5
    page.get_by_role("button", name="Tạo dự thảo từ phần chọn").click()
    _settled(page)
    assert _drafts(page) == before + 1
    assert page.locator(".draft-quote").inner_text() == chosen
    _drop_the_open_one(page)


def _drag(page: Page) -> None:
    """Press before the first letter of an unmarked sentence of the conclusions, let go some words later."""
    box = page.locator("[data-text]").evaluate(
        """text => {
             const free = [...text.querySelectorAll(":scope > p[data-at]")]
               .flatMap(line => [...line.childNodes])
               .find(node => node.nodeType === Node.TEXT_NODE && node.data.trim().length > 24);
             const range = document.createRange();
             const start = free.data.search(/\\S/);
             range.setStart(free, start);
             range.setEnd(free, start + 20);
             const pane = text.closest("[data-scroll]");
             pane.scrollTop += range.getBoundingClientRect().top - pane.getBoundingClientRect().top - 200;
             const {left, right, top, height} = range.getClientRects()[0];
             return {left, right, y: top + height / 2};
           }"""
    )
    page.mouse.move(box["left"] + 1, box["y"])
    page.mouse.down()
    page.mouse.move(box["right"] - 1, box["y"], steps=6)
    page.mouse.up()
    page.locator("form[data-selection]").wait_for()


def _drop_the_open_one(page: Page) -> None:
    _press(page, "x")
    page.keyboard.type(REASON)
    _press(page, "Enter")


def _split_and_join(page: Page) -> None:
    """Split an order at an offered place, then put it together again by its key."""
    row = page.locator("[data-row]:not(.draft-none)").nth(2)
    row.get_by_role("link").click()
    _settled(page)
    number = _active(page)
    before, words = _drafts(page), page.locator(".draft-quote").inner_text()
    page.locator("[data-split] summary").click()
    page.locator("[data-split] .cut").first.click()
    _settled(page)
    assert _drafts(page) == before + 1
    assert words.startswith(page.locator(".draft-quote").inner_text())
    _press(page, "m")
    assert (_drafts(page), _active(page)) == (before, number)
    assert page.locator(".draft-quote").inner_text() == words


def _drop_by_key(page: Page) -> None:
    """An order that is no task after all, with its reason."""
    last = page.locator("[data-row]:not(.draft-none)").last
    last.get_by_role("link").click()
    _settled(page)
    number = _active(page)
    _drop_the_open_one(page)
    assert REASON in page.locator(f'[data-row="{number}"]').inner_text()


def _accept_the_rest(page: Page) -> None:
    for _ in range(60):
        if page.locator("[data-finish]").count():
            return
        _accept_the_open_one(page)
    raise AssertionError(f"the review does not come to an end: {page.locator('.review-count').inner_text()}")


def _accept_the_open_one(page: Page) -> None:
    """The suggestion by G, a unit by L where there is none, no deadline where the text leaves it open, then Enter."""
    number = _active(page)
    if not page.locator("input[name=leads]").count():
        if page.locator("[data-key=g]").count():
            _press(page, "g")
        else:
            page.keyboard.press("l")
            page.locator("#add_lead").select_option(label="Phòng Tài chính - Kế hoạch")
    if not page.locator("[name=due]:checked").count():
        page.locator("label.due-kind", has_text="Không thời hạn").click()
    page.keyboard.press("Escape")
    page.locator("#draft-title").focus()
    _press(page, "Enter")
    assert _active_or_none(page) != number, page.locator(".drafts").inner_text()


def _active_or_none(page: Page) -> str | None:
    return _active(page) if page.locator("[data-active]").count() else None


def _issue(page: Page) -> None:
    page.locator("[data-finish]").click()
    page.locator("#finish").get_by_role("button", name="Ban hành").click()
    page.get_by_role("heading", name="Kết luận của Chủ tịch", exact=True).wait_for()
    assert re.search(r"Đã ban hành \d+ nhiệm vụ", page.locator("main").inner_text())


# --------------------------------------------------------------------------------------------------------- the phone


def _link_to_economy(city: City) -> str:
    city.run("outbox", "deliver")
    (mail,) = [mail for mail in city.mail.received if "kinhte@namdinh.example" in mail.recipients]
    found = re.search(r"https?://\S+/u/[\w-]+", mail.body("plain"))
    assert found, mail.body("plain")
    assert found[0] in mail.body("html")
    return found[0]


def _unit_reports(phone: Page, link: str) -> str:
    """Without signing in: receive, progress with a photograph of the record, completion."""
    phone.goto(link)
    if not phone.get_by_role("button", name="Tiếp nhận").count():
        phone.get_by_role("link", name="Báo cáo NV-").first.click()
    code = re.search(r"NV-2021-\d{4}", phone.url)
    assert code, phone.url
    task = phone.url
    _fits(phone)
    phone.get_by_role("button", name="Tiếp nhận").click()
    phone.get_by_text(f"Đã tiếp nhận {code[0]}").wait_for()
    phone.get_by_text("Đang thực hiện", exact=True).first.click()
    phone.get_by_label("Đã làm được gì?").fill("Đã hướng dẫn 3 xã lập hồ sơ 14 trong 19 tiêu chí.")
    phone.get_by_label("Vướng mắc chính").select_option(value="land")
    phone.get_by_label("Vướng mắc cụ thể").fill("Xã Nam Vân thiếu hồ sơ đất đai.")
    phone.locator("input[type=file]").set_input_files(
        {"name": "biên bản.pdf", "mimeType": "application/pdf", "buffer": build.PDF}
    )
    _fits(phone)
    phone.get_by_role("button", name="Gửi báo cáo").click()
    phone.get_by_text("Đã nhận báo cáo").first.wait_for()
    phone.goto(task)
    assert not phone.get_by_label("Đã làm được gì?").input_value(), "what was sent is not offered again"
    phone.get_by_text("Đã hoàn thành", exact=True).first.click()
    phone.get_by_label("Đã làm được gì?").fill("Ba xã hoàn chỉnh hồ sơ.")
    phone.get_by_label("Hoàn thành ngày").fill("6/4/2021")
    phone.get_by_label("Số, ký hiệu văn bản kết quả").fill("125/BC-KT")
    phone.get_by_role("button", name="Gửi báo cáo").click()
    phone.get_by_text("Đã nhận báo cáo").first.wait_for()
    _fits(phone)
    return code[0]


def _fits(phone: Page) -> None:
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390


# ------------------------------------------------------------------------------------------------ back to the desk


def _office_confirms(page: Page, task: str) -> None:
    page.goto(f"/tasks/{task}")
    main = page.locator("main")
    assert "Ba xã hoàn chỉnh hồ sơ." in main.inner_text()
    with page.expect_download() as file:
        page.get_by_role("link", name="biên bản.pdf").click()
    assert Path(file.value.path()).read_bytes() == build.PDF
    page.locator("summary", has_text="Xác nhận").click()
    page.get_by_role("button", name="Xác nhận hoàn thành").click()
    page.get_by_text(f"Đã xác nhận {task} hoàn thành").wait_for()


def _letter_grows_late(city: City, page: Page) -> None:
    """A directive between two briefings; when its day has passed it leads the overdue list."""
    page.goto("/directives/new")
    page.locator(".pick label", has_text="Công văn").click()
    page.get_by_label("Số, ký hiệu văn bản").fill("541/UBND-VP")
    page.get_by_label("Nguyên văn chỉ đạo").fill(LETTER)
    page.get_by_label("Tên nhiệm vụ").fill("Báo cáo giá trị sản xuất tháng 4")
    page.get_by_label("Thêm vào: Đơn vị chủ trì").select_option(label="Phòng Kinh tế")
    page.get_by_label("Hạn đến hết ngày").fill("20/4/2021")
    page.locator(".form-acts").get_by_role("button", name="Giao nhiệm vụ").click()
    page.get_by_text("Đã giao 1 nhiệm vụ").wait_for()
    city.clock.set_to(build.at(date(2021, 4, 23), 8, 15))
    city.run("scheduler", "run-once")
    _sign_in(page, "vanphong")
    page.goto("/overdue")
    count = page.get_by_role("row", name="Phòng Kinh tế").get_by_role("link", name=re.compile(r"^\d+")).last
    said = int(re.findall(r"\d+", count.inner_text())[0])
    count.click()
    page.wait_for_url("**/tasks?**")
    assert page.locator("tbody tr").count() == said
    assert "Báo cáo giá trị sản xuất tháng 4" in page.locator("main").inner_text()


def _next_briefing(city: City, page: Page, code: str) -> Path:
    city.clock.set_to(build.at(date(2021, 7, 5), 8))
    _sign_in(page, "chanhvanphong")
    page.goto(f"/briefings/{code}")
    page.get_by_role("link", name="Mở giao ban tiếp theo").first.click()
    page.get_by_label("Ngày họp").fill("5/7/2021")
    page.get_by_label("Chốt số liệu đến hết ngày").fill("30/6/2021")
    page.locator("main").get_by_role("button", name="Mở giao ban").click()
    page.wait_for_url("**/report")
    assert "quý II/2021" in page.locator("h1").inner_text()
    with page.expect_download() as file:
        page.get_by_role("link", name="Tải báo cáo DOCX").click()
    return Path(file.value.path())


def _prints(report: Path, folder: Path) -> None:
    """LibreOffice opens it and makes pages of it."""
    assert report.read_bytes().startswith(b"PK")
    if SOFFICE is None:
        pytest.skip("LibreOffice is not installed: the report was downloaded, its pages were not counted")
    import pypdfium2

    given = folder / "report.docx"
    given.write_bytes(report.read_bytes())
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    subprocess.run(
        [SOFFICE, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(given)],
        check=True,
        capture_output=True,
        timeout=120,
    )
    pages = pypdfium2.PdfDocument(folder / "report.pdf")
    words = pages[0].get_textpage().get_text_bounded()
    assert len(pages) >= 1
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in words
