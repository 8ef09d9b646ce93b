"""The blueprint of settings, apart from its views, so that they may stand in several modules."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("settings", __name__, template_folder="templates")
