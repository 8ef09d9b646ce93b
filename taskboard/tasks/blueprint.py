"""The blueprint that the pages of the task list, of one task and of its verbs share."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("tasks", __name__, template_folder="templates")
