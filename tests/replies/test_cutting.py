"""What somebody wrote for us, in the forms mail programs give it; and what the words of a reply mean."""

from __future__ import annotations

import email
import email.policy
import time
from contextlib import suppress
from datetime import date
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taskboard.domain.errors import RuleBroken
from taskboard.domain.replying import Said, codes_in, read
from taskboard.replies.cutting import cut, fresh_text, text_of_html

FRESH = "Đã khảo sát xong 4 tuyến đê.\n- Đê Tả Đào: đạt\n- Đê Hữu Đào: đạt"
QUOTED = "> Kính gửi đồng chí,\n> NV-2021-0007 quá hạn 5 ngày"
FORMS = {
    "Gmail": f"{FRESH}\n\nVào 08:00 Th 4, 16 thg 6, 2021 Theo dõi chỉ đạo <nhac@namdinh.example>\nđã viết:\n\n{QUOTED}\n",
    "Gmail, một dòng": f"{FRESH}\n\nVào Th 4, 16 thg 6, 2021 vào lúc 08:00 Theo dõi <nhac@namdinh.example> đã viết:\n{QUOTED}",
    "Thunderbird": f"{FRESH}\n\nVào 16/6/2021 08:00, Theo dõi chỉ đạo đã viết:\n{QUOTED}",
    "Thunderbird English": f"{FRESH}\n\nOn 16/06/2021 08:00, Theo dõi chỉ đạo wrote:\n{QUOTED}",
    "iPhone": f"{FRESH}\n\nĐã gửi từ iPhone của tôi\n\n> Vào 16 thg 6, 2021, lúc 08:00, Theo dõi đã viết:\n>\n{QUOTED}",
    "Zimbra": f'{FRESH}\n\n----- Thư gốc -----\nTừ: "Theo dõi" <nhac@namdinh.example>\nĐến: "Bình" <b@x>\nChủ đề: Nhắc\n\nNội dung cũ',
    "Zimbra English": f'{FRESH}\n\n----- Original Message -----\nFrom: "Theo dõi"\nTo: "B"\nSubject: Nhắc\n\nNội dung cũ',
    "Outlook": f"{FRESH}\n\n________________________________\nTừ: Theo dõi <nhac@x>\nĐã gửi: Thứ Tư, 16 Tháng Sáu 2021 8:00\nĐến: B\nChủ đề: Nhắc\n\nNội dung cũ",
    "Outlook English": f"{FRESH}\n\nFrom: Theo dõi <nhac@x>\nSent: Wednesday, June 16, 2021 8:00 AM\nTo: B\nSubject: Nhắc\n\nNội dung cũ",
    "Outlook đậm": f"{FRESH}\n\n*Từ:* Theo dõi\n*Đã gửi:* 16/6/2021\n*Tới:* B\n*Chủ đề:* Nhắc\n\nNội dung cũ",
    "chữ ký": f"{FRESH}\n\nTrân trọng,\nTrần Văn Bình\nTrưởng phòng Kinh tế\nĐT: 0228 3 123 456",
    "chữ ký kẻ": f"{FRESH}\n-- \nTrần Văn Bình\nTrưởng phòng Kinh tế",
    "chữ ký rồi trích": f"{FRESH}\n\nTrân trọng./.\nTrần Văn Bình\n\nVào Th 4, 16 thg 6, 2021 Theo dõi đã viết:\n{QUOTED}",
    "trả lời ở dưới": f"Vào 16/6/2021 08:00, Theo dõi đã viết:\n{QUOTED}\n\n{FRESH}\n\n-- \nBình",
    "trả lời ở dưới, không có dòng đầu": f"{QUOTED}\n{FRESH}",
    "Outlook điện thoại": f"{FRESH}\n\nTải Outlook cho Android\n________________________________\nTừ: Theo dõi\nĐã gửi: 16/6\nĐến: B\n",
}


@pytest.mark.parametrize("form", FORMS)
def test_what_is_new_is_kept_and_what_is_quoted_or_signed_is_cut(form: str) -> None:
    assert cut(FORMS[form]) == FRESH


@pytest.mark.parametrize(
    "text",
    [
        "Từ: 01/6 đến 10/6 đã làm đường.\nViệc còn lại làm tiếp.",
        "Vào mùa mưa 2021 đã viết: kế hoạch trực.",
        "Xin cảm ơn\n" + "\n".join(f"Dòng {number} của báo cáo." for number in range(14)),
        "Ngày 10/6 đã họp dân.\nNgày 12/6 đã ký biên bản.",
    ],
)
def test_a_report_that_looks_a_little_like_a_quotation_stays_whole(text: str) -> None:
    assert cut(text) == text


@pytest.mark.parametrize(
    "text", ["", "   \n", QUOTED, f"Vào 16/6/2021 08:00, Theo dõi đã viết:\n{QUOTED}", "-- \nBình"]
)
def test_a_mail_without_a_new_word_has_none(text: str) -> None:
    assert cut(text) == ""


def test_html_alone_is_read_in_lines_without_what_it_quotes() -> None:
    gmail = (
        '<div dir="ltr">Đã khảo sát xong.<div>Còn đê Hữu Đào.</div></div><br>'
        '<div class="gmail_quote"><div class="gmail_attr">Vào Th 4 đã viết:<br></div><blockquote>Cũ</blockquote></div>'
    )
    outlook = (
        "<style>p {color: red}</style><p>Đã khảo sát xong.</p><p>Còn đê Hữu Đào.</p>"
        '<div id="appendonsend"></div><hr><div id="divRplyFwdMsg">Từ: Theo dõi</div><div>Cũ</div>'
    )
    zimbra = '<div>Đã khảo sát xong.<br>Còn đê Hữu Đào.<hr id="zwchr" data-marker="__DIVIDER__"><b>Từ: </b>Cũ</div>'
    for source in (gmail, outlook, zimbra):
        assert [line for line in text_of_html(source).splitlines() if line] == [
            "Đã khảo sát xong.",
            "Còn đê Hữu Đào.",
        ]
    assert text_of_html("") == ""


def test_text_goes_before_html_and_is_made_whole() -> None:
    message = EmailMessage()
    message.set_content("Đã xong phần khảo sát\u0323.\r\n")
    message.add_alternative("<p>Khác</p>", subtype="html")
    parsed = email.message_from_bytes(message.as_bytes(), policy=email.policy.default)
    assert isinstance(parsed, EmailMessage)
    assert fresh_text(parsed).startswith("Đã xong phần khảo s")
    assert "Khác" not in fresh_text(parsed)


@given(st.text(max_size=3000))
def test_no_text_makes_the_knife_slip(text: str) -> None:
    assert isinstance(cut(text), str)


BLANKS = " " * 1995 + "xxxx"
SLOW = {
    "blank lines": "a" + "\n" * 19_990 + "b",
    "lines of blanks": "a\n" + "\n".join([BLANKS] * 9),
    "lines of tabs": "a\n" + "\n".join(["\t \t" * 600 + "b"] * 9),
    "wide blanks": "a\n" + ("\u2003" * 40 + "\n") * 480,
    "a number in a line": "a\n" + "\n".join(["On " + "1" * 1990] * 9),
    "numbers in lines": "\n".join(["On 1" + "1" * 40] * 400),
    "on and on": "On " * 6600,
    "on, line by line": "On \n" * 5000,
    "wrote": "\n".join(["On 1 a wrote"] * 1500),
    "from": "From: \n" * 2800,
    "from, starred": "From:" + "*" * 19_000,
    "from and sent": "From: a\nSent: b\nx" * 1000,
    "colons": "a: " * 6600,
    "quoted": "> " * 9000,
    "dashes": "-" * 20_000,
    "dashes in lines": "\n\n".join(["-" * 31] * 600),
    "cautions": "CAUTION: " * 2200,
    "closings": "Best,\n" * 3300,
    "labels": "Vướng mắc: a\n" * 1500,
    "done": "hoan thanh ngay " + "." * 19_000 + " b",
    "digits": "Dự kiến xong: " + "1 " * 9000,
}


@pytest.mark.parametrize("text", SLOW)
def test_no_text_takes_long(text: str) -> None:
    """Anybody writes to us, and nothing interrupts a pattern: a minute here is a minute without reminders."""
    began = time.process_time()
    cut(SLOW[text])
    with suppress(RuleBroken):
        read(SLOW[text])
    assert time.process_time() - began < 1


def test_blank_lines_cost_no_more_than_their_number() -> None:
    def cost(count: int) -> float:
        began = time.process_time()
        for _time in range(20):
            cut("a" + "\n" * count + "b")
        return time.process_time() - began

    cost(100)
    assert cost(16_000) < 40 * cost(1_000)


def test_letters_that_are_slow_to_decode_are_not() -> None:
    raw = b"Content-Type: text/plain; charset=punycode\r\n\r\n" + b"a" * 1000 + b"-" + b"b" * 1_000_000
    parsed = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(parsed, EmailMessage)
    began = time.process_time()
    assert fresh_text(parsed).startswith("aaa")
    assert time.process_time() - began < 1


def test_a_paragraph_on_one_line_stays_whole() -> None:
    """Outlook and telephones send each paragraph as one line."""
    paragraph = "Đã rà soát toàn bộ tuyến đê và lập phương án. " * 40
    assert cut(f"{paragraph}\n\nOn 16/06/2021 08:00, Theo dõi wrote:\n{QUOTED}") == paragraph.strip()


def test_plain_words_are_progress() -> None:
    assert read("NV-2021-0007\n\nĐã xong 3/5 tuyến.") == Said("Đã xong 3/5 tuyến.")
    assert not read("Hoàn thành 3/5 hạng mục.").is_completion
    for words in ("Hoàn thành 80%", "Hoàn thành 80%.", "Hoàn thành tốt", "Đã hoàn thành 3/5", "Xong rồi"):
        assert (read(words).is_completion, read(words).done_text) == (False, words)
    assert not read("Xong phần khảo sát, còn phần thi công.").is_completion


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Hoàn thành", None),
        ("HOÀN THÀNH.", None),
        ("hoan thanh", None),
        ("Đã hoàn thành ngày 15/6/2021", date(2021, 6, 15)),
        ("Xong ngày 15-06-2021.", date(2021, 6, 15)),
    ],
)
def test_a_first_line_that_says_done_and_nothing_else_is_a_completion(line: str, day: date | None) -> None:
    said = read(f"{line}\nĐã ban hành phương án.\nSố văn bản: 125/BC-KT")
    assert (said.is_completion, said.claimed_on) == (True, day)
    assert (said.done_text, said.document_number) == ("Đã ban hành phương án.", "125/BC-KT")


@pytest.mark.parametrize(
    ("words", "number", "day"),
    [
        ("Số văn bản: 125/BC-KT ngày 14/6/2021", "125/BC-KT", date(2021, 6, 14)),
        ("Văn bản số: 125/BC-KT, ngày 14 tháng 6 năm 2021.", "125/BC-KT", date(2021, 6, 14)),
        ("Số văn bản: 125/BC-KT (14.6.2021)", "125/BC-KT", date(2021, 6, 14)),
        ("Số văn bản: 125/BC-KT\nNgày văn bản: 14-06-2021", "125/BC-KT", date(2021, 6, 14)),
        ("So van ban: 12/2021/BC-KT", "12/2021/BC-KT", None),
        ("Số văn bản: 14/6/2021", "14/6/2021", None),
    ],
)
def test_a_document_is_given_with_its_day(words: str, number: str, day: date | None) -> None:
    """A claim is judged by the day of the document that proves it; a number that looks like a day stays a number."""
    said = read(f"Hoàn thành ngày 15/6/2021\nĐã ban hành.\n{words}")
    assert (said.document_number, said.document_on, said.done_text) == (number, day, "Đã ban hành.")


@pytest.mark.parametrize("words", ["125/BC-KT ngày 31/02/2021", "125/BC-KT\nNgày văn bản: hôm qua"])
def test_a_day_of_a_document_that_is_none_is_told(words: str) -> None:
    with pytest.raises(RuleBroken, match="reply_day_unread"):
        read(f"Hoàn thành\nĐã ban hành.\nSố văn bản: {words}")


def test_labelled_lines_are_taken_out_also_when_a_mail_program_broke_them() -> None:
    said = read(
        "Đã xong 3/5 tuyến.\n\nVướng mắc: mặt bằng tuyến 4\nchưa bàn giao\nViệc tiếp theo: thi công tuyến 4\n"
        "Du kien xong: 30/6/2021.\n\nCác hộ dân đồng thuận."
    )
    assert said == Said(
        "Đã xong 3/5 tuyến.\n\nCác hộ dân đồng thuận.",
        next_step="thi công tuyến 4",
        forecast_on=date(2021, 6, 30),
        obstacle_text="mặt bằng tuyến 4 chưa bàn giao",
    )


@pytest.mark.parametrize(
    "text",
    [
        "Hoàn thành ngày 31/02/2021\nx",
        "Xong 31/02/2021",
        "Hoàn thành ngày mai",
        "Đang làm.\nDự kiến xong: cuối tháng",
    ],
)
def test_a_day_that_is_none_is_not_passed_over(text: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        read(text)
    assert refused.value.key == "reply_day_unread"


def test_codes_are_found_in_any_case() -> None:
    assert codes_in("nv-2021-0007 và NV-2021-0008, NV-2021-0007") == ["NV-2021-0007", "NV-2021-0008"]


@given(st.text(max_size=500))
def test_any_words_are_a_report_or_a_refusal(text: str) -> None:
    try:
        assert isinstance(read(text), Said)
    except RuleBroken as refused:
        assert refused.key == "reply_day_unread"  # noqa: PT017  # any other is a fault
