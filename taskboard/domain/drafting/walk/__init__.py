"""The walk over a page: report or orders, what headings hand down, and which clause is an order."""

from taskboard.domain.drafting.walk.findings import HEADINGS, Found, Reading
from taskboard.domain.drafting.walk.reading import read_page

__all__ = ["HEADINGS", "Found", "Reading", "read_page"]
