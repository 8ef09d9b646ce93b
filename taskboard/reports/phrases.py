"""Phrases that a city may replace without touching code: which there are, what they may name, and how they are filled.

A set of phrases is a frozen dataclass of strings, or of mappings of strings. A brace names what is filled in; a phrase
that asks for something else is refused when it is taken, not when the document is due.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from string import Formatter
from typing import Any, ClassVar, Self


class BadPhrase(ValueError):
    """Asks for a `place` nobody fills, or has braces that do not pair (then `place` is empty)."""

    def __init__(self, message: str, place: str, known: tuple[str, ...]) -> None:
        super().__init__(message)
        self.place = place
        self.known = known


@dataclass(frozen=True, slots=True)
class Phrases:
    """The base of each document's words."""

    common: ClassVar[frozenset[str]] = frozenset({"body"})
    """What every phrase of the document may name."""

    def replaced(self, phrases: Mapping[str, Any]) -> Self:
        """These words with a city's own: by name, `name.key` for one of a mapping, which may also be given in part.

        Raises ValueError for a phrase that does not exist or a brace that will not be filled.
        """
        known = {each.name: getattr(self, each.name) for each in fields(self)}
        if unknown := {name.partition(".")[0] for name in phrases} - known.keys():
            raise ValueError(f"there is no phrase {sorted(unknown)}")
        return replace(self, **_gathered(known, phrases, self.common))

    def flat(self) -> dict[str, str]:
        """Every phrase by its name, those of a mapping as `name.key`, in the order of the document."""
        return dict(self._named())

    def _named(self) -> Iterator[tuple[str, str]]:
        for each in fields(self):
            value = getattr(self, each.name)
            if isinstance(value, str):
                yield each.name, value
            else:
                yield from ((f"{each.name}.{key}", words) for key, words in value.items())


def _gathered(known: Mapping[str, Any], phrases: Mapping[str, Any], common: frozenset[str]) -> dict[str, Any]:
    taken: dict[str, Any] = {}
    for name, own in phrases.items():
        whole, dot, key = name.partition(".")
        if dot:
            taken[whole] = _own(taken.get(whole, known[whole]), {key: own}, common)
        else:
            taken[name] = _own(known[name], own, common)
    return taken


def _own(official: Any, own: Any, common: frozenset[str]) -> Any:
    if isinstance(official, str):
        check_phrase(own, official, common)
        return own
    by_text = {str(key): key for key in official}
    given = {by_text.get(str(key), key): phrase for key, phrase in own.items()}
    return {**official, **{key: _own(official.get(key, ""), words, common) for key, words in given.items()}}


def check_phrase(own: str, official: str, common: frozenset[str]) -> None:
    """Raises BadPhrase where `own` asks for what is not filled into `official`, or how it is to be written."""
    known = places_of(official) | common
    try:
        parts = list(Formatter().parse(own))
    except ValueError as error:
        raise BadPhrase(f"the phrase: {error}", "", tuple(sorted(known))) from error
    for _words, place, layout, conversion in parts:
        if place is not None and (place not in known or layout or conversion):
            raise BadPhrase(f"the phrase can only use {sorted(known)}", place or "", tuple(sorted(known)))


def places_of(phrase: str) -> frozenset[str]:
    """What is filled into it."""
    return frozenset(name for _, name, _, _ in Formatter().parse(phrase) if name is not None)
