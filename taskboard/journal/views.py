"""Pages of journal."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("journal", __name__, template_folder="templates")
