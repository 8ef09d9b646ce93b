"""Pages of briefings."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("briefings", __name__, template_folder="templates")
