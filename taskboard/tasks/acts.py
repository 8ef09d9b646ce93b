"""What every page that acts on one task does: load and authorise, one verb, a sentence, back to where one was."""

from __future__ import annotations

from collections.abc import Callable

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from taskboard.domain.authority import Permission, PostFact
from taskboard.domain.events import Channel
from taskboard.occasion import Occasion, occasion_of
from taskboard.tasks import actions, others, page, queries
from taskboard.tasks.forms import ActForm
from taskboard.tasks.models import Task
from taskboard.web.context import core, now
from taskboard.web.forms import BaseForm
from taskboard.web.guard import SAFE, acting, attempt, authorise
from taskboard.web.redirects import local_target

MOST_DIGITS = 10
"""Of a version on a page; whoever sends more sends none."""


def task_or_404(code: str, permission: Permission) -> tuple[Task, PostFact]:
    """The task and the post under which the person may do this to it; unseen and unknown look alike."""
    row = _shown(code) if request.method in SAFE else queries.task_by_code(code)
    if row is None:
        abort(404)
    return row, authorise(permission, queries.subject_of(row))


def _shown(code: str) -> Task | None:
    """Read once while a page is only shown; after a refused act it has to be read anew."""
    kept: dict[str, Task | None] = g.setdefault("shown_tasks", {})
    if code not in kept:
        kept[code] = queries.task_by_code(code)
    return kept[code]


def occasion_under(post: PostFact, channel: Channel = Channel.WEB) -> Occasion:
    return occasion_of(core(), acting(post, channel=channel), now=now())


def expect_shown(row: Task) -> None:
    """What is decided is what was on the screen: a report that came in between is looked at first."""
    others.expect_seen(row)
    shown = request.form.get("version", "")
    if shown.isascii() and shown.isdecimal() and len(shown) < MOST_DIGITS:
        actions.expect_version(row, int(shown))


def act_of_one_button(code: str, verb: Callable[[], None], notice: str) -> ResponseReturnValue:
    """An act of one button: done or refused, the person is back where they were, with a sentence."""
    if ActForm().validate():
        with attempt() as outcome:
            verb()
        if outcome.succeeded:
            flash(notice, "done")
    return back(code)


def act_with(
    form: BaseForm, name: str, code: str, verb: Callable[[], None], notice: str
) -> ResponseReturnValue:
    """An act with words: refused, the task's page comes back with the form open and the words in it."""
    if form.validate():
        with attempt(form) as outcome:
            verb()
        if outcome.succeeded:
            flash(notice, "done")
            return back(code, sent=name)
    row = task_or_404(code, Permission.VIEW_TASK)[0]
    return render_template("tasks/task.html", **page.context(row, {name: form}), sent=""), 422


def back(code: str, *, sent: str | None = None) -> ResponseReturnValue:
    """To where the person was; `sent` names the words that this browser need not keep any longer."""
    return redirect(local_target(request.form.get("next"), url_for("tasks.task", code=code, sent=sent)))
