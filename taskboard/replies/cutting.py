"""What somebody wrote above, between or below what they answer to: quotations and signatures cut, for the programs in use.

What Vietnamese versions of Outlook, Zimbra, Gmail, Thunderbird and telephones put before a quotation is known here;
mail-parser-reply knows the English ones. HTML is only read where a mail has no text of its own.

Whoever may write to us chooses the text, and a pattern that is slow on some text holds up every job of the process. So
blank lines and runs of blanks are taken together before anything is matched, only the beginning of a line is matched,
and of the library only its pattern of headers is asked: its pattern of signatures takes a minute on blank lines.
"""

from __future__ import annotations

import re
from email.message import EmailMessage
from functools import cache

from lxml import html
from mailparser_reply.parser import EmailMessage as ParsedReply

from taskboard.domain.text import clean_source

LONGEST = 20_000
"""Characters of a mail that are looked at; a report is shorter."""
MOST_BYTES = 20 * LONGEST
"""Of a part that is decoded: markup and coded letters take more room than the words."""
MOST_LINES = 400
"""A report and the quotation of our longest mail above it."""
MATCHED = 300
"""Characters of a line that tell what it is; the rest of a long one is kept unread."""
_BLANKS = re.compile(r"[^\S\n]{2,}")
_BLANK_LINES = re.compile(r"\n{3,}")
_SLOW_CHARSETS = frozenset({"punycode", "idna"})
"""Python decodes them in the square of their length; no mail is written in them."""
_WROTE_BEGINS = re.compile(r"(?:Vào|Ngày|Lúc|Thứ|On|CN)\b.*\d", re.I)
_WROTE_ENDS = re.compile(r"(?:viết|wrote|đã gửi) ?:$", re.I)
_ORIGINAL = re.compile(
    r"^\s*[-_*=]{2,}\s*(?:thư gốc|tin nhắn gốc|nguyên bản|thư (?:đã )?(?:được )?chuyển tiếp|tin nhắn chuyển tiếp"
    r"|original (?:message|appointment)|forwarded message)\b",
    re.I,
)
_FROM = re.compile(r"^[\s>*]*(?:Từ|From|Người gửi)\s*:", re.I)
_BESIDE_FROM = re.compile(
    r"^[\s>*]*(?:Đến|Tới|To|Người nhận|Đã gửi|Gửi|Sent|Date|Ngày|Ngày gửi|Chủ đề|Subject|Tiêu đề|Cc)\s*:",
    re.I,
)
_RULE = re.compile(r"^\s*_{10,}\s*$")
_SENT_FROM = re.compile(
    r"^\s*(?:(?:Đã |Được )?gửi (?:từ|bằng)|Sent (?:from|with)|Tải (?:xuống )?Outlook|(?:Lấy|Nhận|Get) Outlook)\b",
    re.I,
)
_SIGNATURE = re.compile(r"^--\s*$")
_CLOSING = re.compile(
    r"^\s*(?:trân trọng|kính thư|trân trọng (?:kính chào|cảm ơn)|xin cảm ơn|best regards|kind regards|regards)\s*[,.!/]*\s*$",
    re.I,
)
CLOSING_LINES = 10
"""A closing formula with more behind it is part of the text."""
_QUOTES = (
    "//blockquote",
    "//*[contains(concat(' ', @class, ' '), ' gmail_quote ')]",
    "//*[contains(concat(' ', @class, ' '), ' moz-signature ')]",
    "//style | //script | //head | //title",
)
_FROM_HERE = (
    "//*[@id='divRplyFwdMsg' or @id='appendonsend' or @id='zwchr' or @data-marker='__DIVIDER__']"
    " | //*[contains(concat(' ', @class, ' '), ' moz-cite-prefix ')]"
)
_BLOCKS = frozenset("p div li tr br h1 h2 h3 h4 table ul ol hr".split())


def fresh_text(message: EmailMessage) -> str:
    """What was written for us; empty when nothing was. Never raises for what a mail may hold."""
    return cut(clean_source(_text_of(message)))


def cut(text: str) -> str:
    """The same, of plain text."""
    lines = _lines_of(text)
    known = [line[:MATCHED] for line in lines]
    end = next((place for place in range(len(known)) if _begins_quote(known, place)), len(known))
    above = _unquoted(lines[:end])
    if above:
        return _without_english(above)
    return "\n".join(_unquoted(_behind_quotes(lines[end:])))


def _lines_of(text: str) -> list[str]:
    """Few enough and plain enough that no pattern takes long over them."""
    lines = (_BLANKS.sub(" ", line).rstrip() for line in text[:LONGEST].splitlines())
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).split("\n")[:MOST_LINES]


def _without_english(lines: list[str]) -> str:
    """What the library still knows: English and generic headers of a quotation."""
    known = "\n".join(line.strip()[:MATCHED] for line in lines)
    found = _english_header().search(known)
    place = found.start() + found[0].startswith("\n") if found else 0
    above = "\n".join(lines[: known.count("\n", 0, place)]).strip()
    return above or "\n".join(lines)


@cache
def _english_header() -> re.Pattern[str]:
    return ParsedReply(text="", languages=["en"]).HEADER_REGEX


def _begins_quote(lines: list[str], place: int) -> bool:
    line = lines[place]
    if _ORIGINAL.match(line) or _SIGNATURE.match(line) or _SENT_FROM.match(line):
        return True
    if _FROM.match(line):
        return sum(bool(_BESIDE_FROM.match(other)) for other in lines[place + 1 : place + 6]) >= 2
    if _RULE.match(line):
        return any(_FROM.match(other) for other in lines[place + 1 : place + 3])
    if _CLOSING.match(line):
        return sum(bool(other.strip()) for other in lines[place + 1 :]) <= CLOSING_LINES or _quote_follows(
            lines, place
        )
    # The line before a quotation is broken over up to three.
    return bool(_WROTE_BEGINS.match(line)) and any(
        _WROTE_ENDS.search(" ".join(lines[place : place + count])) for count in (1, 2, 3)
    )


def _quote_follows(lines: list[str], place: int) -> bool:
    """Whether a quotation begins within the lines a signature takes."""
    near = range(place + 1, min(place + 1 + CLOSING_LINES, len(lines)))
    return any(not _CLOSING.match(lines[one]) and _begins_quote(lines, one) for one in near)


def _unquoted(lines: list[str]) -> list[str]:
    """Lines that are not marked as quoted, without empty ones around them."""
    return "\n".join(line for line in lines if not line.lstrip().startswith(">")).strip().splitlines()


def _behind_quotes(lines: list[str]) -> list[str]:
    """Of a reply written below: what stands after the last quoted line; nothing where nothing is marked as quoted."""
    quoted = [place for place, line in enumerate(lines) if line.lstrip().startswith(">")]
    if not quoted:
        return []
    rest = lines[quoted[-1] + 1 :]
    known = [line[:MATCHED] for line in rest]
    end = next((place for place in range(len(known)) if _begins_quote(known, place)), len(known))
    return rest[:end]


def _text_of(message: EmailMessage) -> str:
    plain, marked_up = message.get_body(("plain",)), message.get_body(("html",))
    text = _content(plain) if plain is not None else ""
    if text.strip() or marked_up is None:
        return text
    return text_of_html(_content(marked_up))


def _content(part: object) -> str:
    """Decoded by us: what a mail says of its letters may be nothing, or slow."""
    assert isinstance(part, EmailMessage)
    payload = part.get_payload(decode=True)
    content = payload[:MOST_BYTES] if isinstance(payload, bytes) else b""
    charset = (part.get_content_charset() or "utf-8").replace("_", "-")
    try:
        return content.decode("utf-8" if charset in _SLOW_CHARSETS else charset, "replace")
    except (LookupError, ValueError):  # a character set nobody has heard of
        return content.decode("utf-8", "replace")


def text_of_html(source: str) -> str:
    """The words of an HTML body in lines, without what it quotes."""
    try:
        tree = html.document_fromstring(source)
    except (ValueError, html.etree.ParserError):
        return ""
    for path in _QUOTES:
        for found in tree.xpath(path):
            found.drop_tree()
    for found in tree.xpath(_FROM_HERE):
        _drop_from(found)
    for found in tree.iter():
        if found.tag in _BLOCKS:
            found.tail = "\n" + (found.tail or "")
            if found.tag in ("p", "div", "li", "tr"):
                found.text = "\n" + (found.text or "")
    words = tree.text_content().replace("\xa0", " ")
    return re.sub(r"\n\s*\n+", "\n\n", words).strip()


def _drop_from(found: html.HtmlElement) -> None:
    """This and all that follows it in its parent."""
    parent = found.getparent()
    if parent is None:
        return
    for later in list(found.itersiblings()):
        parent.remove(later)
    parent.remove(found)
