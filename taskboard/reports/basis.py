"""Which of a task's two dates the figures go by."""

from __future__ import annotations

from datetime import date

from taskboard.domain.rollup import Basis
from taskboard.settings import queries as settings


def basis_of(asked: str | None, day: date) -> Basis:
    """The one asked for by name; without a name, or with one nobody knows, the city's own (setting)."""
    known = {basis.value: basis for basis in Basis}
    return known.get(asked or "") or Basis(settings.value_on("on_time_basis", day))
