"""What a draft still lacks before it can be issued, and what a person should look at twice (rules 1-6). Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from taskboard.domain.text import fold_keeping_accents


class Missing(StrEnum):
    LEAD = "lead_missing"
    LEAD_UNRESOLVED = "lead_unresolved"
    LEAD_SEVERAL = "lead_several"
    DUE = "due_undecided"
    SUPPLEMENT = "supplement_unsaid"
    """An order of a supplement says whether it replaces an issued one, withdraws it, or is new."""
    DECISION = "not_marked"


@dataclass(frozen=True, slots=True)
class Lead:
    is_resolved: bool
    is_group: bool


def missing(
    *,
    is_passage: bool,
    leads: Sequence[Lead],
    is_due_decided: bool,
    fans_out: bool,
    is_supplement_said: bool = True,
    is_withdrawal: bool = False,
) -> tuple[Missing, ...]:
    """What blocks acceptance, in the order a person would mend it. Of what only withdraws, nobody owes anything."""
    if is_passage:
        return (Missing.DECISION,)
    if is_withdrawal:
        return ()
    lacks = [] if is_supplement_said else [Missing.SUPPLEMENT]
    if not leads:
        lacks.append(Missing.LEAD)
    elif not all(lead.is_resolved for lead in leads):
        lacks.append(Missing.LEAD_UNRESOLVED)
    elif len(leads) > 1 and not fans_out and not any(lead.is_group for lead in leads):
        lacks.append(Missing.LEAD_SEVERAL)
    if not is_due_decided:
        lacks.append(Missing.DUE)
    return tuple(lacks)


_MARK_ONLY = re.compile(r"\s*(?:[-+*•–]|\(?(?:[a-zđ]|\d{1,3})[.)])?\s*", re.IGNORECASE)
_HEADING = re.compile(r"\s*(?:[IVXLC]+|\d+(?:\.\d+)*|[A-ZĐ])[.)]\s+\S")
_LONGEST_HEADING = 140


def is_heading(line: str) -> bool:
    """A line that names what follows: in capitals, or numbered and without a full stop."""
    words = line.strip()
    if not words or len(words) > _LONGEST_HEADING or words.endswith((".", ";", ",")):
        return False
    return words.isupper() or _HEADING.match(words) is not None


def start_with_headings(text: str, starts_at: int) -> int:
    """Where the conclusions are shown to begin: with the list mark and the headings right above their first words."""
    line_start = text.rfind("\n", 0, starts_at) + 1
    if not _MARK_ONLY.fullmatch(text[line_start:starts_at]):
        return starts_at
    start = end = line_start
    while end > 0:
        above = text.rfind("\n", 0, end - 1) + 1
        line = text[above : end - 1]
        if line.strip() and not is_heading(line):
            break
        if line.strip():
            start = above
        end = above
    return start


# ----------------------------------------------------------------------------------------------- two actions in one

_VERBS = frozenset(
    (
        "ban hành, bàn giao, bố trí, cấp phép, chấn chỉnh, chỉ đạo, chỉnh trang, chuẩn bị, công bố, cung cấp, cải tạo, "
        "cưỡng chế, di dời, đăng ký, đánh giá, đấu giá, đề xuất, điều chỉnh, đôn đốc, đối thoại, giải ngân, giải phóng, "
        "giải quyết, giám sát, giao, khắc phục, khảo sát, khen thưởng, khởi công, kiểm điểm, kiểm tra, kiện toàn, "
        "lắp đặt, lập, mở, ngăn chặn, niêm yết, phân bổ, phân công, phê duyệt, phổ biến, quyết toán, rà soát, sắp xếp, "
        "sửa chữa, thanh tra, tham mưu, thành lập, thẩm định, thống kê, thu gom, thu hồi, tiếp dân, tổ chức, tổng hợp, "
        "tổng vệ sinh, triển khai, tu bổ, tuyên truyền, vận động, xác minh, xây dựng, xử lý, xử phạt"
    ).split(", ")
)
"""Verbs that begin an action a unit answers for; reporting, submitting and finishing belong to the action before them."""
_JOINT = re.compile(r"[;,]\s+(?:và\s+|đồng thời\s+)?|\.\s+|\s+(?:và|đồng thời)\s+")
_WINDOW = 200
_FEWEST_WORDS = 4
"""Of either side: "rà soát và xử lý vi phạm" is one action said with two verbs."""


def second_action(words: str) -> int | None:
    """Where a second action seems to begin in the words of one order, in code points; None where there is one action.

    A report on the same thing ("…, báo cáo trước ngày 30/6") is no action of its own (rule 2).
    """
    for joint in _JOINT.finditer(words):
        before = words[max(0, joint.start() - _WINDOW) : joint.start()]
        after = _JOINT.split(words[joint.end() : joint.end() + _WINDOW].strip(), maxsplit=1)[0]
        if min(len(before.split()), len(after.split())) >= _FEWEST_WORDS and _begins_with_verb(after):
            return joint.end()
    return None


def _begins_with_verb(words: str) -> bool:
    syllables = fold_keeping_accents(" ".join(words.split(None, 4)[:4])).split()
    return any(" ".join(syllables[:size]) in _VERBS for size in (1, 2, 3))


# ------------------------------------------------------------------------------------------------- for information

_INFORMING = re.compile(
    r"\b(?:sao gửi|gửi|thông báo|báo|chuyển)\b[^.;]{0,200}?\bđể (?:được )?(?:cùng )?(?:biết|theo dõi|nắm)\b",
    re.IGNORECASE,
)


def informing_words(words: str) -> str:
    """The words of an order that let somebody know ("gửi Phòng Tư pháp để biết"); empty where there are none.

    Who reads along is a person's to say: the words are shown, no unit is proposed.
    """
    found = _INFORMING.search(words)
    return " ".join(found[0].split()) if found else ""


# ---------------------------------------------------------------------------------------------------- supplements

_CITED = re.compile(r"(?:mục|điểm|khoản|ý)\s+(?:số\s+)?(\d{1,3})\b", re.IGNORECASE)
_WITHDRAWS = re.compile(r"\b(?:bãi bỏ|hủy bỏ|huỷ bỏ|thu hồi|không thực hiện|thôi không)\b", re.IGNORECASE)
_ALIKE = 0.45
"""From this share of common words on, an order is taken to speak of the same matter as an earlier one."""


@dataclass(frozen=True, slots=True)
class Issued:
    """An issued order a supplement may speak of: its place in its notice and its words."""

    number: int
    words: str


def likely_replaced(words: str, issued: Mapping[int, Issued]) -> tuple[int, str] | None:
    """Which issued order an order of a supplement probably speaks of: its key and why, in words; None if none stands out.

    By the number it cites ("mục 3"), else by the words both have in common. A person confirms.
    """
    cited = {int(number) for number in _CITED.findall(words)}
    by_number = [key for key, one in issued.items() if one.number in cited]
    if len(by_number) == 1:
        return by_number[0], f"Đoạn này dẫn mục {issued[by_number[0]].number}."
    shares = sorted(((_common(words, one.words), key) for key, one in issued.items()), reverse=True)
    if not shares or shares[0][0] < _ALIKE or (len(shares) > 1 and shares[0][0] - shares[1][0] < 0.1):
        return None
    share, key = shares[0]
    return key, f"Trùng {round(share * 100)}% số chữ với mục {issued[key].number} đã ban hành."


def speaks_of_withdrawal(words: str) -> bool:
    """Whether an order takes something back ("bãi bỏ mục 3")."""
    return _WITHDRAWS.search(words) is not None


def next_leads(unit_id: int, leads: Sequence[int], *, may_change: bool) -> tuple[int, ...]:
    """Who may lead a task once another order took the place of its own.

    Its own unit alone where that is named again; else any named one, if the task is in a state in which its lead may
    change; else nobody, and the task can only be withdrawn.
    """
    if unit_id in leads:
        return (unit_id,)
    return tuple(leads) if may_change else ()


def _common(one: str, other: str) -> float:
    """Share of the words of both that both have, 0 to 1."""
    first, second = set(fold_keeping_accents(one).split()), set(fold_keeping_accents(other).split())
    return len(first & second) / len(first | second) if first and second else 0.0
