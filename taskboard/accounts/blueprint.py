"""The blueprint of people and sessions, apart from its views, so that they may stand in several modules."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("accounts", __name__, template_folder="templates")
