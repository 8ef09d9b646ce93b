"""A short task title out of the words of a directive: the action, without who and until when."""

from __future__ import annotations

import re

LIMIT = 120
_EDGES = " ,;:.-–—\"'“”()\n\t"
_HANGING = re.compile(
    r"(?:,? (?:và|hoặc|để|với|cho|của|trong|trước|đến|tại|về|các|những|theo|hoàn thành|xong|báo cáo trước))+$",
    re.IGNORECASE,
)
_OPENING = re.compile(
    r"(?:(?:cần|phải|có trách nhiệm|chịu trách nhiệm|được giao|được yêu cầu|cũng|đồng thời|khẩn trương|tiếp tục tập trung|thì)[ ,]+)+",
    re.IGNORECASE,
)


def title_of(words: str, action_at: int, cut: tuple[int, int] | None) -> str:
    """At most `LIMIT` characters, cut at a word; `action_at` and `cut` (the deadline phrase) are offsets into `words`."""
    kept = words
    if cut is not None and action_at <= cut[0]:
        kept = words[: cut[0]] + words[cut[1] :]
    body = " ".join(kept[action_at:].split()).strip(_EDGES)
    body = _OPENING.sub("", body, count=1) if _OPENING.match(body) else body
    body = _HANGING.sub("", re.sub(r"\s+([,;.])", r"\1", body)).strip(_EDGES)
    if not body:
        body = " ".join(words.split()).strip(_EDGES)
    short = _shorten(body)
    return short[:1].upper() + short[1:]


def _shorten(body: str) -> str:
    if len(body) <= LIMIT:
        return body
    for stop in ("; ", ". ", ", "):
        at = body.rfind(stop, 40, LIMIT)
        if at != -1:
            return _HANGING.sub("", body[:at]).strip(_EDGES)
    at = body.rfind(" ", 0, LIMIT)
    return _HANGING.sub("", body[: at if at > 0 else LIMIT]).strip(_EDGES)
