"""Pages of the conclusions: taking in the text, reviewing its drafts, issuing, and what was issued.

One address shows whatever the text has come to. Every act is a plain form; review.js only spares the page's reload.
Importing the package puts the pages on the room's blueprint.
"""

from __future__ import annotations

from taskboard.briefings.review_views import deciding, issuing, marking, showing, supplementing, taking_in
from taskboard.briefings.review_views.asking import pressed

__all__ = ["deciding", "issuing", "marking", "pressed", "showing", "supplementing", "taking_in"]
