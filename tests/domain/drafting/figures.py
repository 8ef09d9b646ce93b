"""Counts drafts against labels the way ../shared/conclusions/score.py does, for texts of ours and the development set.

`python -m tests.domain.drafting.figures FOLDER…` prints the table of docs/drafting.md.
"""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from taskboard.domain.drafting import Draft, draft

_HONORIFIC = re.compile(r"^(?:(?:các|những) )?(?:đồng chí|đ c|đc|ông|bà|anh|chị) ")
_TONES = dict(
    zip(
        "oà oá oả oã oạ oè oé oẻ oẽ oẹ uỳ uý uỷ uỹ uỵ".split(),
        "òa óa ỏa õa ọa òe óe ỏe õe ọe ùy úy ủy ũy ụy".split(),
        strict=True,
    )
)


def unit_name(surface: str) -> str:
    """A unit as the scorer compares it: no case, glosses, punctuation or honorific, one tone placement."""
    words = re.sub(r"\([^)]*\)", " ", unicodedata.normalize("NFC", surface.casefold()))
    words = "".join(char if char.isalnum() else " " for char in words)
    plain = " ".join(
        word[:-2] + _TONES[word[-2:]] if word[-2:] in _TONES and not word.startswith("qu") else word
        for word in words.split()
    )
    while (shorter := _HONORIFIC.sub("", plain)) != plain:
        plain = shorter
    return plain


def overlap(one: tuple[int, int], other: tuple[int, int]) -> float:
    """Intersection over union of two spans."""
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return max(0, shared) / (max(one[1], other[1]) - min(one[0], other[0]))


@dataclass
class Figures:
    """Counts over texts, and the shares they give."""

    texts: int = 0
    labelled: int = 0
    drafted: int = 0
    matched: int = 0
    leads: list[int] = field(default_factory=lambda: [0, 0, 0])
    dates: list[int] = field(default_factory=lambda: [0, 0, 0])
    recurring: list[int] = field(default_factory=lambda: [0, 0, 0])

    def add(self, text: str, label: dict[str, Any]) -> None:
        """Drafts one text and counts it."""
        drafts = draft(text, date.fromisoformat(label["date"])).drafts
        items = label["items"]
        pairs = _match(items, drafts)
        self.texts += 1
        self.labelled += len(items)
        self.drafted += len(drafts)
        self.matched += len(pairs)
        self._count_leads(items, drafts, pairs)
        self._count(
            self.dates,
            items,
            drafts,
            pairs,
            "deadline",
            lambda one: one.deadline.isoformat() if one.deadline else None,
        )
        self._count(
            self.recurring,
            items,
            drafts,
            pairs,
            "recurrence",
            lambda one: one.recurrence.value if one.recurrence else None,
        )

    def _count_leads(
        self, items: list[dict[str, Any]], drafts: tuple[Draft, ...], pairs: dict[int, int]
    ) -> None:
        for at, item in enumerate(items):
            choices = [
                {unit_name(name) for name in names if name}
                for names in [item["lead"], *item.get("lead_alt", [])]
            ]
            if at not in pairs:
                self.leads[2] += len(choices[0])
                continue
            ours = {unit_name(one.surface) for one in drafts[pairs[at]].leads}
            theirs = max(choices, key=lambda names: f1(len(names & ours), len(ours), len(names)))
            self.leads[0] += len(theirs & ours)
            self.leads[2] += len(theirs)
        self.leads[1] += sum(len({unit_name(one.surface) for one in each.leads}) for each in drafts)

    def _count(
        self,
        into: list[int],
        items: list[dict[str, Any]],
        drafts: tuple[Draft, ...],
        pairs: dict[int, int],
        key: str,
        value: Any,
    ) -> None:
        into[0] += sum(
            1
            for at, of in pairs.items()
            if items[at][key] is not None and items[at][key] == value(drafts[of])
        )
        into[1] += sum(1 for one in drafts if value(one) is not None)
        into[2] += sum(1 for item in items if item[key] is not None)

    @property
    def item_f1(self) -> float:
        """Items found, harmonic mean of precision and recall."""
        return f1(self.matched, self.drafted, self.labelled)

    @property
    def lead_f1(self) -> float:
        """Lead units right, items missed or added counted against."""
        return f1(*self.leads)

    @property
    def deadline_f1(self) -> float:
        """Dates right, end to end."""
        return f1(*self.dates)

    @property
    def recurrence_f1(self) -> float:
        """Periods right, end to end."""
        return f1(*self.recurring)


def f1(right: int, given: int, wanted: int) -> float:
    """Harmonic mean of precision and recall; 1 where nothing was wanted or given."""
    return 2 * right / (given + wanted) if given + wanted else 1.0


def _match(items: list[dict[str, Any]], drafts: tuple[Draft, ...]) -> dict[int, int]:
    ranked = sorted(
        (
            (overlap((item["start"], item["end"]), one.span), -i, -j)
            for i, item in enumerate(items)
            for j, one in enumerate(drafts)
        ),
        reverse=True,
    )
    pairs: dict[int, int] = {}
    for share, i, j in ranked:
        if share >= 0.5 and -i not in pairs and -j not in pairs.values():
            pairs[-i] = -j
    return pairs


def figures_of(folder: Path) -> Figures:
    """The figures of every NN.json with its NN.txt in a folder."""
    figures = Figures()
    for label in sorted(folder.glob("*.json")):
        figures.add(
            label.with_suffix(".txt").read_text(encoding="utf-8"),
            json.loads(label.read_text(encoding="utf-8")),
        )
    return figures


def main(folders: list[str]) -> None:
    """Prints one line a folder."""
    sys.stdout.write(
        f"{'texts':24} {'items':>6} {'item F1':>8} {'lead F1':>8} {'date F1':>8} {'period F1':>9}\n"
    )
    for folder in folders:
        one = figures_of(Path(folder))
        sys.stdout.write(
            f"{Path(folder).name:24} {one.labelled:6d} {one.item_f1:8.3f} {one.lead_f1:8.3f} {one.deadline_f1:8.3f} {one.recurrence_f1:9.3f}\n"
        )


if __name__ == "__main__":
    main(sys.argv[1:] or [str(Path(__file__).parent / "hard")])
