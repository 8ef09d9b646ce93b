"""What every command and page starts from: the settings and the clock of this installation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from taskboard.clock import Clock

if TYPE_CHECKING:
    from config import Settings


@dataclass(frozen=True, slots=True)
class Core:
    settings: Settings
    clock: Clock
