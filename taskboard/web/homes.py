"""The first page of each role."""

from __future__ import annotations

from flask import redirect, url_for
from flask.typing import ResponseReturnValue


def render() -> ResponseReturnValue:
    return redirect(url_for("tasks.task_list"))
