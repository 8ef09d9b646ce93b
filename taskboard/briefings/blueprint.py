"""The blueprint that the pages of briefings and of the review share."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("briefings", __name__, template_folder="templates")
