"""What becomes of a body that ends: who follows it, and what has to be answered before it may end (decision 15).

A successor is another legal body: what the old one finished stays under its name, what it still owed goes on.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from taskboard.domain.errors import RuleBroken
from taskboard.domain.text import is_blank

WITHDRAW = "withdraw"
"""The answer for a task that nobody takes over."""


@dataclass(frozen=True, slots=True)
class Ending:
    """The bare facts of a reorganisation: how many bodies end, how many follow."""

    kind: str
    """merge, split or abolish."""
    predecessors: int
    heirs: int
    on: date

    @property
    def asks_per_task(self) -> bool:
        """One follower takes everything; with several, or with none, each open task needs an answer."""
        return self.heirs != 1


def check_ending(ending: Ending, *, today: date, youngest: date) -> None:
    """`youngest` is the day the last of the ending bodies came to be.

    Raises RuleBroken: units_missing, heir_missing, heir_single, heirs_missing, split_of_one, succession_in_future,
    succession_too_early.
    """
    if not ending.predecessors:
        raise RuleBroken("units_missing", field="predecessors")
    _check_heirs(ending)
    if ending.on > today:
        raise RuleBroken("succession_in_future", field="on", today=today)
    if ending.on <= youngest:
        raise RuleBroken("succession_too_early", field="on", since=youngest)


def _check_heirs(ending: Ending) -> None:
    match ending.kind:
        case "merge" if ending.heirs == 0:
            raise RuleBroken("heir_missing", field="heirs")
        case "merge" if ending.heirs > 1:
            raise RuleBroken("heir_single", field="heirs")
        case "split" if ending.predecessors > 1:
            raise RuleBroken("split_of_one", field="predecessors")
        case "split" if ending.heirs < 2:
            raise RuleBroken("heirs_missing", field="heirs")


@dataclass(frozen=True, slots=True)
class Answer:
    """What becomes of one open task: the key of the unit that takes it over, or WITHDRAW with a reason."""

    to: str
    reason: str = ""


def answered(
    codes: Sequence[str], answers: Mapping[str, Answer], *, targets: Collection[str], only: str | None
) -> dict[str, Answer]:
    """An answer for every open task. `only` is the one follower where there is just one: it takes what nobody answered.

    Raises RuleBroken: handing_unanswered (left), target_unknown, withdraw_reason_missing (code).
    """
    given = {code: answers[code] for code in codes if code in answers and answers[code].to}
    if only is not None:
        given = {code: given.get(code, Answer(only)) for code in codes}
    if left := len(codes) - len(given):
        raise RuleBroken("handing_unanswered", left=left)
    for code, answer in given.items():
        if answer.to == WITHDRAW and is_blank(answer.reason):
            raise RuleBroken("withdraw_reason_missing", code=code)
        if answer.to != WITHDRAW and answer.to not in targets:
            raise RuleBroken("target_unknown")
    return given


Body = TypeVar("Body")


def line_of_succession(
    start: Body, followers: Mapping[Body, Sequence[Body]], living: Collection[Body]
) -> list[Body]:
    """The living bodies that follow `start`, through those that ended in between; in a ring, nobody twice."""
    found: list[Body] = []
    ahead, seen = list(followers.get(start, ())), {start}
    while ahead:
        body = ahead.pop(0)
        if body in seen:
            continue
        seen.add(body)
        if body in living:
            found.append(body)
        else:
            ahead.extend(followers.get(body, ()))
    return found
