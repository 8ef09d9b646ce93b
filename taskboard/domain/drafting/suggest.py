"""Who usually does such work, for directives that name nobody. A suggestion is never stored unconfirmed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from taskboard.domain.drafting.fields_of_work import USUAL_LEADS
from taskboard.domain.drafting.gazetteer import Gazetteer
from taskboard.domain.drafting.values import LearnedPair, Suggestion
from taskboard.domain.text import fold_keeping_accents

AT_MOST = 3


def suggest(
    words: str, field: str | None, gazetteer: Gazetteer, learned: Sequence[LearnedPair]
) -> tuple[Suggestion, ...]:
    """At most three units, what this city confirmed before first, then field keywords, then the usual division of work."""
    if not gazetteer.units:
        return ()
    text = f" {fold_keeping_accents(words)} {fold_keeping_accents(field or '')} "
    offered = [
        *_from_learned(text, gazetteer, learned),
        *_from_fields(text, gazetteer),
        *_from_usual(text, gazetteer),
    ]
    first: dict[str, Suggestion] = {}
    for suggestion in offered:
        first.setdefault(suggestion.unit_key, suggestion)
    return tuple(first.values())[:AT_MOST]


def _from_learned(text: str, gazetteer: Gazetteer, learned: Sequence[LearnedPair]) -> list[Suggestion]:
    counts: Counter[tuple[str, str]] = Counter()
    for pair in learned:
        phrase = fold_keeping_accents(pair.phrase)
        if phrase and f" {phrase} " in text and gazetteer.unit(pair.unit_key):
            counts[pair.unit_key, pair.phrase] += pair.count
    ranked = sorted(counts.items(), key=lambda item: (-len(item[0][1].split()) * min(item[1], 5), item[0]))
    return [
        Suggestion(key, f"Trước đây đã xác nhận {count} lần: “{phrase}” do đơn vị này làm.")
        for (key, phrase), count in ranked
    ]


def _from_fields(text: str, gazetteer: Gazetteer) -> list[Suggestion]:
    hits: list[tuple[int, int, Suggestion]] = []
    for order, unit in enumerate(gazetteer.units):
        matched = [word for word in unit.fields if f" {fold_keeping_accents(word)} " in text]
        if matched:
            longest = max(matched, key=len)
            hits.append(
                (
                    -sum(len(word.split()) for word in matched),
                    order,
                    Suggestion(unit.key, f"Lĩnh vực của đơn vị có “{longest}”."),
                )
            )
    return [suggestion for *_, suggestion in sorted(hits, key=lambda hit: hit[:2])]


def _from_usual(text: str, gazetteer: Gazetteer) -> list[Suggestion]:
    scored: list[tuple[int, int, str, str]] = []
    for order, (name, words) in enumerate(USUAL_LEADS):
        matched = [word for word in words if f" {word} " in text]
        if matched:
            scored.append((-sum(len(word.split()) for word in matched), order, name, max(matched, key=len)))
    suggestions = []
    for _, _, name, word in sorted(scored):
        unit = _unit_named(name, gazetteer)
        if unit:
            suggestions.append(Suggestion(unit, f"Việc về “{word}” thường do đơn vị này chủ trì."))
    return suggestions


def _unit_named(name: str, gazetteer: Gazetteer) -> str | None:
    for unit in gazetteer.units:
        folded = fold_keeping_accents(unit.name)
        if name in folded and not folded.startswith(("ubnd", "ủy ban", "trường")):
            return unit.key
    return None
