"""The sample city in a real browser, as the accessibility run opens it."""

from __future__ import annotations

from tests.accessibility.conftest import served_city
from tests.demo.conftest import sample_app

__all__ = ["sample_app", "served_city"]
