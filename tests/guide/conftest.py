"""The sample city in a real browser, as the accessibility run opens it."""

from __future__ import annotations

from tests.accessibility.conftest import served_city
from tests.demo.conftest import sample_app
from tests.faults.conftest import pytest_collection_modifyitems

__all__ = ["pytest_collection_modifyitems", "sample_app", "served_city"]
