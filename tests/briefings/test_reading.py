"""Files as offices have them are read back to the same text, or refused with a sentence that says why."""

from __future__ import annotations

import io
import unicodedata
import zipfile

import docx
import pytest

from taskboard.briefings import legacy
from taskboard.briefings.reading import SENTENCES, ReadingError, ReadingProblem, read_text

WORDS = (
    "Kết luận của Chủ tịch Ủy ban nhân dân huyện Vĩnh Hòa:\n"
    "1. Phòng Kinh tế và Hạ tầng rà soát quỹ đất, đề xuất hướng xử lý trước ngày 20/3/2014.\n"
    "2. Ủy ban nhân dân các xã đẩy nhanh tiến độ thu ngân sách; những khoản nợ đọng phải thu dứt điểm, kỹ lưỡng, để ý từng hộ.\n"
)


def written_in_tcvn3(text: str) -> bytes:
    """The reverse of the reader's table; capitals with tones have no code and are written small."""
    code = {letter: byte for byte, letter in legacy._TCVN3.items()}
    small = "".join(char if char in code or ord(char) < 0x80 else char.lower() for char in text)
    return bytes(code[char] if char in code else ord(char) for char in small)


def written_in_vni(text: str) -> bytes:
    tones = {mark: sign for sign, mark in legacy._VNI_TONES.items()}
    shapes = {marks: sign for sign, marks in legacy._VNI_SHAPED.items()}
    alone = {letter: code for code, letter in legacy._VNI_ALONE.items()}
    written = ""
    for char in text:
        low = char.lower()
        if low in alone:
            written += alone[low].upper() if char.isupper() else alone[low]
            continue
        base, marks = unicodedata.normalize("NFD", low)[0], unicodedata.normalize("NFD", low)[1:]
        if "\u031b" in marks:
            base, marks = alone[unicodedata.normalize("NFC", base + "\u031b")], marks.replace("\u031b", "")
        ordered = "".join(sorted(marks, key=lambda mark: mark not in "\u0302\u0306"))
        sign = shapes.get(ordered, tones.get(ordered, ""))
        letter = base + sign
        written += letter.upper() if char.isupper() else letter
    return written.encode("cp1252")


def written_in_cp1258(text: str) -> bytes:
    kept = set("ăâđêôơư")
    out = ""
    for char in text:
        if char.lower() in kept or ord(char) < 0x80:
            out += char
            continue
        marks = unicodedata.normalize("NFD", char)
        tone = next((mark for mark in marks if mark in "\u0300\u0301\u0303\u0309\u0323"), "")
        out += unicodedata.normalize("NFC", marks.replace(tone, "")) + tone
    return out.encode("cp1258")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_files_read_back_the_same(encoding: str) -> None:
    assert read_text(WORDS.encode(encoding), "kl.txt").text == WORDS


def test_a_vni_file_reads_back_the_same() -> None:
    read = read_text(written_in_vni(WORDS), "kl.txt")
    assert (read.encoding, read.text) == ("vni", WORDS)


def test_a_windows_1258_file_reads_back_the_same() -> None:
    read = read_text(written_in_cp1258(WORDS), "kl.txt")
    assert (read.encoding, read.text) == ("windows-1258", WORDS)


def test_a_tcvn3_file_reads_back_but_for_toned_capitals_it_cannot_hold() -> None:
    read = read_text(written_in_tcvn3(WORDS), "kl.txt")
    assert read.encoding == "tcvn3"
    assert read.text == WORDS.replace("Ủy", "ủy")


@pytest.mark.parametrize(
    ("code", "letters"),
    [(b"\xb8\xb5\xb6\xb7\xb9", "áàảãạ"), (b"\xae\xcb\xd4\xad\xf8", "đậễưứ"), (b"\xa7\xa6\xa5", "ĐƯƠ")],
)
def test_tcvn3_codes_are_those_of_the_standard(code: bytes, letters: str) -> None:
    assert legacy.from_tcvn3(code) == letters


@pytest.mark.parametrize(
    ("code", "letters"),
    [
        ("Vieät Nam", "Việt Nam"),
        ("ñöôøng", "đường"),
        ("UÛY BAN NHAÂN DAÂN", "ỦY BAN NHÂN DÂN"),
        ("tröôûng", "trưởng"),
    ],
)
def test_vni_codes_are_those_of_its_fonts(code: str, letters: str) -> None:
    assert legacy.from_vni_text(code) == letters


def test_decomposed_text_and_carriage_returns_come_out_composed_with_line_feeds() -> None:
    content = unicodedata.normalize("NFD", WORDS).replace("\n", "\r\n").encode("utf-8")
    assert read_text(content).text == WORDS


def test_a_word_file_keeps_its_order_its_table_and_its_automatic_numbers() -> None:
    document = docx.Document()
    document.add_paragraph("Kết luận như sau:")
    document.add_paragraph("Phòng Nội vụ rà soát biên chế.", style="List Number")
    document.add_paragraph("Công an huyện bảo đảm an ninh.", style="List Number")
    document.add_paragraph("Tổ chức thực hiện.", style="List Bullet")
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Lập đề án", "Phòng Kinh tế"
    document.add_paragraph("Hết.")
    stored = io.BytesIO()
    document.save(stored)
    lines = read_text(stored.getvalue(), "kl.docx").text.split("\n")
    assert lines == [
        "Kết luận như sau:",
        "1. Phòng Nội vụ rà soát biên chế.",
        "2. Công an huyện bảo đảm an ninh.",
        "- Tổ chức thực hiện.",
        "Lập đề án\tPhòng Kinh tế",
        "Hết.",
    ]


def test_a_word_file_set_in_an_abc_font_is_read_as_vietnamese() -> None:
    document = docx.Document()
    run = document.add_paragraph().add_run("Phßng Kinh tÕ rµ so¸t ®Êt ®ai")
    run.font.name = ".VnTime"
    stored = io.BytesIO()
    document.save(stored)
    assert read_text(stored.getvalue(), "kl.docx").text == "Phòng Kinh tế rà soát đất đai"


def pdf_of(draw: bytes) -> bytes:
    """The smallest PDF with one page whose content stream is `draw`."""
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(draw), draw),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    body, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return (
        body
        + b"xref\n0 6\n0000000000 65535 f \n"
        + table
        + b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % len(body)
    )


def test_a_pdf_with_a_text_layer_gives_its_lines() -> None:
    draw = b"BT /F1 12 Tf 72 700 Td (Giao Phong Kinh te ra soat cac khoan thu;) Tj 0 -20 Td (hoan thanh truoc ngay 30/6.) Tj ET"
    assert read_text(pdf_of(draw), "kl.pdf").text.split() == [
        "Giao",
        "Phong",
        "Kinh",
        "te",
        "ra",
        "soat",
        "cac",
        "khoan",
        "thu;",
        "hoan",
        "thanh",
        "truoc",
        "ngay",
        "30/6.",
    ]


def test_a_scanned_pdf_is_refused_and_says_so() -> None:
    with pytest.raises(ReadingError) as refused:
        read_text(pdf_of(b"0 0 595 842 re f"), "scan.pdf")
    assert refused.value.problem is ReadingProblem.SCANNED
    assert "bản quét" in refused.value.sentence


@pytest.mark.parametrize(
    ("content", "name", "problem"),
    [
        (b"", "a.txt", ReadingProblem.EMPTY),
        (b" \r\n\t ", "a.txt", ReadingProblem.EMPTY),
        (b"%PDF-1.7 broken", "a.pdf", ReadingProblem.DAMAGED),
        (b"PK\x03\x04broken", "a.docx", ReadingProblem.DAMAGED),
        (b"not a package", "a.docx", ReadingProblem.DAMAGED),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 64, "a.doc", ReadingProblem.OLD_WORD),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + b"\0" * 32, "a.png", ReadingProblem.UNKNOWN_KIND),
        ("déjà vu à l'été, forêt".encode("cp1252"), "a.txt", ReadingProblem.UNKNOWN_ENCODING),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_reason(
    content: bytes, name: str, problem: ReadingProblem
) -> None:
    with pytest.raises(ReadingError) as refused:
        read_text(content, name)
    assert refused.value.problem is problem
    assert refused.value.key == problem.value


def test_a_package_that_is_no_word_file_is_refused() -> None:
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w") as package:
        package.writestr("xl/workbook.xml", "<x/>")
    with pytest.raises(ReadingError) as refused:
        read_text(stored.getvalue(), "a.xlsx")
    assert refused.value.problem is ReadingProblem.UNKNOWN_KIND


def test_every_problem_has_its_sentence() -> None:
    assert set(SENTENCES) == set(ReadingProblem)
