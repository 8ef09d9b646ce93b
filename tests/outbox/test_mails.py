"""What recipients read: subjects with code, content, date and lateness; two bodies that say the same; no trick inside."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

import pytest

from taskboard.domain.deadline import DueClass
from taskboard.outbox import message
from taskboard.outbox.message import Letter, TaskLine
from taskboard.outbox.render import TEXT_WIDTH, Mail, short, wrapped
from taskboard.reminders.queries import title_of

LETTER = Letter(
    body_name="UBND thành phố Nam Định",
    salutation="đồng chí Trưởng phòng Kinh tế",
    unit_name="Phòng Kinh tế",
    today=date(2021, 6, 16),
    links_end_on=date(2021, 6, 30),
    contact="Lê Thu Hà, Văn phòng HĐND và UBND, 0228 3 123 456",
)
LATE = TaskLine(
    code="NV-2021-0142",
    title="Đôn đốc, hướng dẫn các xã hoàn thiện hồ sơ nông thôn mới nâng cao",
    url="http://localhost/u/mot/NV-2021-0142",
    due=DueClass.OVERDUE,
    due_on=date(2021, 6, 11),
    original_due_on=date(2021, 5, 31),
    days_late=5,
)
SOON = TaskLine(
    code="NV-2021-0151",
    title="Rà soát các khoản thu trong lĩnh vực thương mại, đề xuất giải pháp tăng thu",
    url="http://localhost/u/mot/NV-2021-0151",
    due=DueClass.DUE_SOON,
    due_on=date(2021, 6, 21),
    original_due_on=date(2021, 6, 21),
    days_left=5,
    working_days_left=3,
)
UNDATED = TaskLine(
    code="NV-2021-0160",
    title="Rà soát quy hoạch mạng lưới chợ",
    url="http://localhost/u/mot/NV-2021-0160",
    due=DueClass.NO_DEADLINE,
    due_basis="trước mùa mưa bão",
)
MAILS: dict[str, Callable[[], Mail]] = {
    "issued": lambda: message.tasks_issued(
        LETTER, lines=[SOON, UNDATED], source_title="Kết luận giao ban quý I/2021"
    ),
    "issued one": lambda: message.tasks_issued(
        LETTER,
        lines=[replace(SOON, wording="Phòng Kinh tế rà soát các khoản thu.")],
        source_title="Công văn 512/UBND-VP",
    ),
    "digest": lambda: message.reminder_digest(LETTER, lines=[SOON, LATE], others_late=1),
    "digest of one": lambda: message.reminder_digest(LETTER, lines=[LATE]),
    "withdrawn": lambda: message.task_withdrawn(LETTER, line=LATE, reason="Trùng với chỉ đạo của tỉnh."),
    "sent back": lambda: message.report_sent_back(LETTER, line=LATE, reason="Chưa có số, ngày văn bản."),
    "granted": lambda: message.extension_decided(
        LETTER, line=SOON, is_granted=True, asked_for=date(2021, 6, 21), old_due_on=date(2021, 6, 10), note=""
    ),
    "refused": lambda: message.extension_decided(
        LETTER,
        line=LATE,
        is_granted=False,
        asked_for=date(2021, 6, 30),
        old_due_on=date(2021, 6, 11),
        note="Đã gia hạn một lần.",
    ),
    "urged": lambda: message.task_urged(
        LETTER, line=LATE, urged_by="Văn phòng HĐND và UBND", words_said="Báo cáo trong ngày."
    ),
    "many urged": lambda: message.tasks_urged(
        LETTER,
        lines=[LATE, SOON],
        urged_by="Văn phòng HĐND và UBND",
        occasion_words="trước giao ban ngày 05/07/2021",
    ),
}
EVERY_MAIL = pytest.mark.parametrize("name", MAILS)


class Reader(HTMLParser):
    """What a mail program draws: words, links, tags; complains about nothing and runs nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.attributes: set[str] = set()
        self.words: list[str] = []
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes.update(name for name, _ in attrs)
        self.links += [value or "" for name, value in attrs if name == "href"]
        if tag not in ("meta", "br"):
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag, "tags close in the order they were opened"

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    assert not reader._open
    return reader


@pytest.mark.parametrize(
    ("name", "subject"),
    [
        ("issued", "Giao 2 nhiệm vụ, NV-2021-0151 và 1 việc khác: Phòng Kinh tế (hạn sớm nhất 21/06/2021)"),
        ("issued one", "Giao nhiệm vụ NV-2021-0151: Rà soát các khoản thu trong lĩnh vực thương mại, đề xuất giải pháp… (hạn 21/06/2021)"),
        ("digest", "1 việc quá hạn, 1 việc sắp đến hạn: Phòng Kinh tế, 16/06/2021"),
        ("digest of one", "Quá hạn 5 ngày, NV-2021-0142: Đôn đốc, hướng dẫn các xã hoàn thiện hồ sơ nông thôn mới nâng cao (hạn 11/06/2021)"),
        ("sent back", "Đề nghị bổ sung báo cáo NV-2021-0142: Đôn đốc, hướng dẫn các xã hoàn thiện hồ sơ nông thôn mới nâng cao (quá hạn 5 ngày, hạn 11/06/2021)"),
        ("granted", "Đồng ý gia hạn NV-2021-0151 đến 21/06/2021: Rà soát các khoản thu trong lĩnh vực thương mại, đề xuất giải pháp…"),
        ("refused", "Chưa đồng ý gia hạn NV-2021-0142: Đôn đốc, hướng dẫn các xã hoàn thiện hồ sơ nông thôn mới nâng cao (quá hạn 5 ngày, hạn 11/06/2021)"),
        ("urged", "Đôn đốc NV-2021-0142: Đôn đốc, hướng dẫn các xã hoàn thiện hồ sơ nông thôn mới nâng cao (quá hạn 5 ngày, hạn 11/06/2021)"),
    ],
)  # fmt: skip
def test_the_subject_says_what_of_which_task_and_how_late(name: str, subject: str) -> None:
    """Rule 28."""
    assert MAILS[name]().subject == f"[Theo dõi chỉ đạo] {subject}"


@EVERY_MAIL
def test_both_bodies_say_the_same(name: str) -> None:
    mail = MAILS[name]()
    html = read(mail.html)
    urls = re.findall(r"http://\S+", mail.text)
    assert urls
    assert html.links == urls
    for code in set(re.findall(r"NV-\d{4}-\d{4}", mail.text)):
        assert code in html.text
    for said in (
        "Kính gửi đồng chí Trưởng phòng Kinh tế,",
        "Lê Thu Hà, Văn phòng HĐND và UBND, 0228 3 123 456",
        "30/06/2021",
    ):
        assert said in html.text
        assert said in " ".join(mail.text.split())


@EVERY_MAIL
def test_html_is_what_outlook_and_phones_can_draw(name: str) -> None:
    html = read(MAILS[name]().html)
    assert not {"script", "style", "link", "img", "form", "svg"} & set(html.tags), (
        "inline style, nothing fetched"
    )
    assert "class" not in html.attributes
    assert "role" in html.attributes, "tables are for layout and say so"


@EVERY_MAIL
def test_text_lines_fit_a_quoted_reply(name: str) -> None:
    mail = MAILS[name]()
    assert all(len(line) <= TEXT_WIDTH or "http://" in line for line in mail.text.splitlines())
    assert "\n\n\n" not in mail.text
    assert mail.text.endswith("\n")


@EVERY_MAIL
def test_words_are_those_of_officials(name: str) -> None:
    text = MAILS[name]().text
    assert not re.search(r"\bbạn\b|vui lòng|!", text, re.IGNORECASE)


def test_the_chairs_words_are_quoted_where_a_task_is_first_told() -> None:
    mail = MAILS["issued one"]()
    assert "“Phòng Kinh tế rà soát các khoản thu.”" in mail.text
    assert "Phòng Kinh tế rà soát các khoản thu." in read(mail.html).text


def test_the_digest_puts_the_latest_first() -> None:
    later = replace(LATE, code="NV-2021-0001", days_late=40)
    mail = message.reminder_digest(LETTER, lines=[SOON, LATE, later])
    assert re.findall(r"NV-\d{4}-\d{4}(?=\))", mail.text) == ["NV-2021-0001", "NV-2021-0142", "NV-2021-0151"]


def test_a_title_cannot_smuggle_markup_or_headers() -> None:
    nasty = replace(LATE, title="<script>alert(1)</script>\r\nBcc: ke.gian@example.com")
    mail = message.task_urged(LETTER, line=nasty, urged_by="Văn phòng")
    assert "\n" not in mail.subject
    assert "\r" not in mail.subject
    assert "script" not in read(mail.html).tags


def test_a_subject_is_cut_between_words() -> None:
    assert short("một hai ba", 100) == "một hai ba"
    assert short("một hai ba bốn", 9) == "một hai…"


def test_links_are_never_broken() -> None:
    link = "http://localhost/u/" + "x" * 100
    assert link in wrapped(f"Báo cáo: {link}").splitlines()


@pytest.mark.parametrize(
    ("title", "unit", "said"),
    [
        ("Trưởng phòng", "Phòng Kinh tế", "Trưởng phòng Kinh tế"),
        ("Chủ tịch UBND phường", "UBND phường Lộc Vượng", "Chủ tịch UBND phường Lộc Vượng"),
        ("Chủ tịch UBND phường", "Phường Lộc Vượng", "Chủ tịch UBND phường Lộc Vượng"),
        ("Chủ tịch UBND phường Lộc Vượng", "Phường Lộc Vượng", "Chủ tịch UBND phường Lộc Vượng"),
        ("Chủ tịch", "Hội Nông dân", "Chủ tịch Hội Nông dân"),
        ("Chánh Văn phòng", "Văn phòng HĐND và UBND", "Chánh Văn phòng HĐND và UBND"),
    ],
)
def test_a_title_and_a_unit_are_said_as_one(title: str, unit: str, said: str) -> None:
    assert title_of(title, unit) == said
