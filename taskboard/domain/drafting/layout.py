"""Cuts clean text into blocks (paragraphs and list entries), blocks into sentences, sentences into clauses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from taskboard.domain.drafting.page import Page
from taskboard.domain.drafting.words import LOWER, UPPER


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or list entry. `start` is after its mark; `depth` 0 is running text, deeper lists count up."""

    start: int
    end: int
    mark: str
    depth: int
    starts_line: bool = True

    @property
    def is_entry(self) -> bool:
        """Whether a list mark stands before it."""
        return bool(self.mark)


_ENTRY = re.compile(
    rf" *(?P<mark>[-+*•●○▪◦✓➢→·■□❖]+|\((?:i{{1,3}}|iv|vi{{0,3}}|ix|x)\)|\(\d{{1,2}}\)|\d{{1,2}}(?:\.\d{{1,2}}){{1,3}}\.?(?= )|\d{{1,2}} ?[.)/-](?!\d)|\(?[a-zđ]\)|[a-zđ]\.(?= )|[IVXLC]{{1,5}} ?[.)/-](?= ?[{UPPER}]|$)|[A-H]\.(?= [{UPPER}]))(?: *)(?=\S)"
)
_INLINE = re.compile(
    rf"(?:(?<=[:;.,]) |(?<=:))(?=(?:\(\d{{1,2}}\) ?|\((?:i{{1,3}}|iv|vi{{0,3}}|ix|x)\) ?|\(?[a-zđ]\) |[-+•*] ?)[\"{UPPER}{LOWER}\d])|(?<=[:.;]) (?=\d{{1,2}}(?:\.\d{{1,2}})*[.)] ?[{UPPER}])|(?<=[;:,.]) và (?=\(\d\) )| (?=\(\d{{1,2}}\) [{UPPER}])"
)
_ORDINAL = re.compile(
    r"(?:thứ (?:nhất|hai|ba|tư|năm|sáu|bảy|tám|chín|mười)|(?:một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười) là|điều \d{1,2}) ?[,:.]? ",
    re.IGNORECASE,
)


def blocks_of(page: Page) -> list[Block]:
    """Every paragraph and list entry in order, with its depth among the list marks seen above it."""
    blocks: list[Block] = []
    stack: list[str] = []
    for start, end, starts_line in _pieces(page):
        mark = _ENTRY.match(page.cased, start, end)
        first = mark.end() if mark else start
        ordinal = _ORDINAL.match(page.flat, first, end)
        label = _kind(mark.group("mark")) if mark else ""
        if ordinal:
            first, label = ordinal.end(), label or "ordinal"
        depth = _depth(stack, label)
        if first < end:
            blocks.append(Block(first, end, label, depth, starts_line))
    return blocks


def _pieces(page: Page) -> Iterator[tuple[int, int, bool]]:
    start = 0
    for line in page.cased.split("\n"):
        end = start + len(line)
        if line.strip():
            yield from _inline_pieces(page, start, end)
        start = end + 1


def _inline_pieces(page: Page, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    at = start
    for found in _INLINE.finditer(page.cased, start, end):
        if found.start() > at and not _is_inside_sentence(page, found):
            yield at, found.start(), at == start
            at = found.end()
    if at < end:
        yield at, end, at == start


def _is_inside_sentence(page: Page, found: re.Match[str]) -> bool:
    """A dash after a comma joins words; a number after `số` or `khoản` is a reference."""
    before = page.flat[max(0, found.start() - 14) : found.start()]
    after = page.cased[found.end() : found.end() + 3]
    if before.endswith((",", ".")) and after.startswith(("-", "+", "*")) and not before.endswith("."):
        return True
    return bool(re.search(r"(?:số|khoản|điều|mục|điểm|quý|tháng) [^\s;.]{0,3}$", before))


def _kind(mark: str) -> str:
    if re.fullmatch(r"[IVXLC]{1,5} ?[.)/-]", mark):
        return "roman"
    if re.fullmatch(r"[A-H]\.", mark):
        return "part"
    if re.fullmatch(r"\d{1,2}(?:\.\d{1,2})+\.?", mark):
        return f"number{mark.rstrip('.').count('.') + 1}"
    if mark.startswith("(") and (mark[1].isdigit() or mark[1] in "ivx"):
        return "bracketed"
    if mark[0].isdigit():
        return "number1"
    if mark[0] in "-+*•●○▪◦✓➢→·■□❖":
        return mark[0]
    return "letter"


_BULLETS = frozenset("-+*•●○▪◦✓➢→·■□❖")
"""Numbers stand above dashes: a list of dashes before them (`Kính gửi: - …`) does not hold them."""


def _depth(stack: list[str], label: str) -> int:
    if not label:
        return len(stack) and 0
    if label in {"roman", "part"}:
        keep = (
            stack[: stack.index(label)]
            if label in stack
            else (["part"] if label == "roman" and "part" in stack else [])
        )
        stack[:] = [*keep, label]
    elif label.startswith("number") and label not in stack:
        bullets = [at for at, mark in enumerate(stack) if mark in _BULLETS]
        stack[:] = [*(stack[: bullets[0]] if bullets else stack), label]
    elif label in stack:
        del stack[stack.index(label) + 1 :]
    else:
        stack.append(label)
    return len(stack)


_STOP = re.compile(r"(?P<stop>[.!?]+(?:/\.)?)(?P<close>[\"')]*)(?= |$)")
_ABBREVIATION = re.compile(
    r"(?<!\w)(?:tp|tx|ths|ts|gs|pgs|bs|ks|cn|đ/c|đc|đ|v\.v|vv|kp|p|q|h|x|tr|st|nxb|mr|mrs|co|ltd|tt|no|km|sđt|dt|ubnd tp|(?![ivx]$)[a-z])$"
)


def sentences_of(page: Page, block: Block) -> list[tuple[int, int]]:
    """Sentences of a block, closing quotes included, ends after the stop."""
    spans: list[tuple[int, int]] = []
    start = block.start
    for found in _STOP.finditer(page.cased, block.start, block.end):
        if _ends_sentence(page, found, block, start):
            spans.append((start, found.end()))
            start = found.end()
            while start < block.end and page.cased[start] == " ":
                start += 1
    if start < block.end:
        spans.append((start, block.end))
    return spans


def _ends_sentence(page: Page, found: re.Match[str], block: Block, start: int) -> bool:
    if found.end() >= block.end:
        return True
    before = page.flat[max(start, found.start() - 12) : found.start()]
    following = page.cased[found.end() + 1 : found.end() + 2]
    if found.group("stop") == "." and not found.group("close"):
        if _ABBREVIATION.search(before) and not re.search(r"\d[a-z]?$", before):
            return before.endswith(("v.v", "vv")) and following.isupper()
        if re.search(r"(?<!\w)\d{1,2}$", before) and re.search(r"(?:số|mục|khoản) \d{1,2}$", before):
            return following.isupper()
    return not following.islower()


def clauses_of(page: Page, start: int, end: int) -> list[tuple[int, int]]:
    """Parts of a sentence between semicolons outside brackets."""
    spans: list[tuple[int, int]] = []
    depth, at = 0, start
    for i in range(start, end):
        char = page.cased[i]
        if char == "(":
            depth += 1
        elif char == ")":
            depth = max(0, depth - 1)
        elif char == ";" and (depth == 0 or ")" not in page.cased[i : min(end, i + 200)]):
            spans.append((at, i))
            at = i + 1
    spans.append((at, end))
    return [trimmed for span in spans if (trimmed := _trim(page, *span)) is not None]


def _trim(page: Page, start: int, end: int) -> tuple[int, int] | None:
    while start < end and page.cased[start] in " \n,;":
        start += 1
    while end > start and page.cased[end - 1] in " \n,;":
        end -= 1
    return (start, end) if end > start else None
