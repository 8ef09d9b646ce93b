"""A believable population of any size, for measuring: `flask demo load --tasks N`."""

from __future__ import annotations

from taskboard.demo.population.loading import load_population
from taskboard.demo.population.sizes import Size, size_for

__all__ = ["Size", "load_population", "size_for"]
