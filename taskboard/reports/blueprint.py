"""The room's blueprint: the quarter's report, and letters."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("reports", __name__, template_folder="templates")
