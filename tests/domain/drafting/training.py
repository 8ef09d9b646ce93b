"""Makes the weights of the second opinion (`walk/weights.json`) from labelled texts, and says what they are worth.

`python -m tests.domain.drafting.training FOLDER…` leaves out each folder in turn, trains on the others and prints how the folder
is read then; `--keep` trains on all and writes the file. A folder holds NN.txt and NN.json in the schema of the development set.
Long texts are also cut into windows, because people paste parts of a notice too, and a part often lacks the words that open it.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from unittest import mock

import pycrfsuite

from taskboard.domain.drafting.page import make_page
from taskboard.domain.drafting.walk import reading
from taskboard.domain.drafting.walk.reading import ruled
from taskboard.domain.drafting.walk.weighing import Clause, Weights
from taskboard.domain.drafting.words import split_run_together
from tests.domain.drafting.figures import figures_of, overlap

WEIGHTS = Path(reading.__file__).with_name("weights.json")
SPARSE, SMOOTH = 1.0, 1.0
"""Penalties on the sum of the weights and of their squares, chosen by leaving folders out."""
LEAST = 0.005
MATCHES = 0.5
WINDOWS = 4
LONG = 1300

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Example:
    """The clauses of a text or of a window of it, and which of them are items by the labels."""

    clauses: list[Clause]
    are_items: list[bool]


def example(text: str, held_on: date, items: Sequence[Span]) -> Example:
    """One text with the spans of its items."""
    page = make_page(text, split_run_together)
    clauses = ruled(page, held_on).clauses
    spans = [page.source_span(one.edge, one.end) for one in clauses]
    return Example(
        clauses,
        [
            one[1] > one[0] and any(overlap(one, item) >= MATCHES for item in items if item[1] > item[0])
            for one in spans
        ],
    )


def windows(text: str, items: Sequence[Span], chance: random.Random) -> Iterator[tuple[str, list[Span]]]:
    """Parts of a long text, each beginning and ending between items, with the items inside."""
    begins = [one.end() for one in re.finditer(r"\n+|[.;] ", text) if one.end() < len(text) - 500]
    for _ in range(min(WINDOWS, len(text) // 800) if len(text) > LONG and begins else 0):
        start = chance.choice(begins)
        end = min(len(text), start + chance.randint(800, 2000))
        end = max([end, *(last for first, last in items if first < end < last)])
        start = min([start, *(first for first, last in items if first < start < last)])
        yield (
            text[start:end],
            [(first - start, last - start) for first, last in items if start <= first and last <= end],
        )


def examples_of(folder: Path) -> list[Example]:
    """Every labelled text of a folder and its windows; the same each time."""
    chance = random.Random(folder.name)
    found: list[Example] = []
    for labels in sorted(folder.glob("*.json")):
        label: dict[str, Any] = json.loads(labels.read_text("utf-8"))
        text = labels.with_suffix(".txt").read_text("utf-8")
        held_on = date.fromisoformat(label["date"])
        items = [(item["start"], item["end"]) for item in label["items"]]
        found.append(example(text, held_on, items))
        found += [example(part, held_on, inside) for part, inside in windows(text, items, chance)]
    return found


def train(examples: Sequence[Example]) -> Weights:
    """Weights of a linear-chain conditional random field, as one number a sight: how much it speaks for an order."""
    trainer = pycrfsuite.Trainer(verbose=False)
    trainer.set_params({"c1": SPARSE, "c2": SMOOTH, "max_iterations": 150})
    for one in examples:
        if one.clauses:
            trainer.append([clause.names() for clause in one.clauses], ["NY"[item] for item in one.are_items])
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "model")
        trainer.train(path)
        tagger = pycrfsuite.Tagger()
        tagger.open(path)
        learned = tagger.info()
    sights: dict[str, float] = {}
    for (name, state), weight in learned.state_features.items():
        sights[name] = sights.get(name, 0.0) + (weight if state == "Y" else -weight)
    kept = {name: round(weight, 3) for name, weight in sorted(sights.items()) if abs(weight) >= LEAST}
    steps = (("N", "N"), ("N", "Y"), ("Y", "N"), ("Y", "Y"))
    stay, begin, cease, go_on = (round(learned.transitions.get(step, 0.0), 3) for step in steps)
    return Weights(kept, (stay, begin, cease, go_on))


def left_out(folders: Sequence[Path]) -> None:
    """Prints how each folder is read by the rules alone, and with weights that never saw it."""
    known = {folder: examples_of(folder) for folder in folders}
    for folder in folders:
        weights = train([one for other in folders if other != folder for one in known[other]])
        with mock.patch.object(reading, "FEW", sys.maxsize):
            ruled_alone = figures_of(folder)
        with mock.patch.object(reading, "shipped", lambda weights=weights: weights):
            weighed = figures_of(folder)
        told = "  ".join(
            f"{name}: items {one.item_f1:.3f} leads {one.lead_f1:.3f} dates {one.deadline_f1:.3f}"
            for name, one in (("rules", ruled_alone), ("weighed", weighed))
        )
        sys.stdout.write(f"{folder.name:12} {weighed.labelled:5d} items  {told}\n")
        sys.stdout.flush()


def keep(weights: Weights) -> None:
    """Writes the file the product reads."""
    WEIGHTS.write_text(
        json.dumps({"chain": weights.chain, "sights": weights.sights}, ensure_ascii=False, indent=0) + "\n",
        "utf-8",
    )


def main(arguments: Sequence[str]) -> None:
    """See the module."""
    parser = argparse.ArgumentParser(prog="python -m tests.domain.drafting.training")
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--keep", action="store_true")
    given = parser.parse_args(arguments)
    if given.keep:
        keep(train([one for folder in given.folders for one in examples_of(folder)]))
    else:
        left_out(given.folders)


if __name__ == "__main__":
    main(sys.argv[1:])
