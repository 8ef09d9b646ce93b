"""What one look at an installation found: its verdict, in words, and how to mend it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from taskboard.core import Core


class Verdict(StrEnum):
    FINE = "fine"
    WARNING = "warning"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Finding:
    check: str
    verdict: Verdict
    says: str
    mend: str = ""
    """What to do; empty where nothing is to be done."""


Check = Callable[[Core], Finding]
