"""The blueprint of units, apart from its views, so that they may stand in several modules."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("units", __name__, template_folder="templates")
