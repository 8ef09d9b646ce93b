"""Posts: given, held for a time, ended, taken over with what was in hand."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from taskboard.accounts import actions, queries
from taskboard.accounts.blueprint import bp
from taskboard.accounts.forms import LeaveForm, PostForm
from taskboard.accounts.models import Person, Post
from taskboard.domain.authority import Permission, Role
from taskboard.domain.errors import RuleBroken
from taskboard.occasion import Occasion, occasion_of
from taskboard.tasks.actions import Takers
from taskboard.units import queries as units
from taskboard.web.context import core, now, signed_in, today
from taskboard.web.forms import choices
from taskboard.web.guard import acting_under, attempt, guard

TAKER, NOBODY, KEEP = "taker", "nobody", "keep"
"""Whom open work goes to: whoever takes the post, nobody for now, or it stays."""


@bp.route("/people/<int:person_id>/posts/new", methods=["GET", "POST"])
@guard(Permission.EDIT_PEOPLE)
def new_post(person_id: int) -> ResponseReturnValue:
    """One more post, or one held for a time, or on behalf of another's."""
    someone = _person_or_404(person_id)
    form = _post_form()
    if request.method == "GET":
        form.valid_from.data = today()
    elif form.validate():
        with attempt(form) as outcome:
            _give(someone, form)
        if outcome.succeeded:
            flash(_("Đã giao chức vụ %(title)s.", title=form.title.data), "done")
            return redirect(url_for("accounts.person", person_id=person_id))
    fields = units.work_fields(on=today())
    page = render_template("accounts/new_post.html", form=form, someone=someone, fields=fields)
    return page, 422 if form.has_errors else 200


def _post_form() -> PostForm:
    form = PostForm()
    form.unit_id.choices = choices(
        [("", _("Không thuộc đơn vị nào")), *((unit.id, unit.name) for unit in units.units_on(today()))]
    )
    held = ((post.id, _named(post)) for post in queries.held_posts(today()))
    form.on_behalf_of_id.choices = choices([("", _("Không, giữ chức vụ của mình")), *held])
    return form


def _named(post: Post) -> str:
    words = [post.person.full_name, post.signed_title, post.unit.short_name if post.unit else ""]
    return ", ".join(word for word in words if word)


def _give(someone: Person, form: PostForm) -> None:
    actions.give_post(
        someone,
        role=Role(form.role.data),
        unit=units.unit_by_id(form.unit_id.data) if form.unit_id.data else None,
        title=form.title.data or "",
        valid_from=form.valid_from.given,
        valid_to=form.valid_to.data,
        field_codes=" ".join((form.field_codes.data or "").replace(",", " ").split()),
        is_acting=bool(form.is_acting.data),
        on_behalf_of=queries.post_by_id(form.on_behalf_of_id.data) if form.on_behalf_of_id.data else None,
        acting=acting_under(Permission.EDIT_PEOPLE),
        now=now(),
    )


@bp.route("/people/<int:person_id>/posts/<int:post_id>/end", methods=["GET", "POST"])
@guard(Permission.EDIT_PEOPLE)
def end_post(person_id: int, post_id: int) -> ResponseReturnValue:
    """The post ends, somebody may take it over, and what was in hand goes along: one step."""
    post = _post_or_404(person_id, post_id)
    form = _leave_form(post)
    if request.method == "GET":
        form.valid_to.data, form.work_to.data = today(), TAKER
    elif form.validate():
        with attempt(form) as outcome:
            _leave(post, form)
        if outcome.succeeded:
            flash(_left(post), "done")
            return redirect(url_for("accounts.person", person_id=person_id))
    page = render_template(
        "accounts/end_post.html",
        form=form,
        post=post,
        doing=[task for task in queries.open_tasks_done_by(post.person) if task.unit_id == post.unit_id],
        following=queries.open_tasks_followed_by(post.person) if _follows(post) else [],
    )
    return page, 422 if form.has_errors else 200


def _leave_form(post: Post) -> LeaveForm:
    form = LeaveForm()
    others = [one for one in queries.people(today()) if one.id != post.person_id and not one.is_locked]
    form.taker_id.choices = choices(
        [("", _("Chưa có ai tiếp nhận")), *((one.id, one.full_name) for one in others)]
    )
    colleagues = [
        one for one in others if any(held.unit_id == post.unit_id for held in one.posts_on(today()))
    ]
    form.work_to.choices = choices(
        [
            (TAKER, _("Giao người tiếp nhận; chưa có thì để đơn vị giao lại")),
            (NOBODY, _("Để đơn vị giao lại")),
            (KEEP, _("Giữ nguyên tên người này")),
            *((str(one.id), one.full_name) for one in colleagues if post.unit_id is not None),
        ]
    )
    return form


def _leave(post: Post, form: LeaveForm) -> None:
    if post.person_id == signed_in().person.id and post.role is Role.ADMINISTRATOR:
        raise RuleBroken("own_last_post")
    taker = queries.person_by_id(form.taker_id.data) if form.taker_id.data else None
    actions.leave_post(
        post,
        valid_to=form.valid_to.given,
        taker=taker,
        takers=_takers(post, form.work_to.data or KEEP, taker),
        on=_occasion(),
    )


def _takers(post: Post, work_to: str, taker: Person | None) -> Takers:
    if work_to == KEEP:
        return Takers()
    to = taker if work_to == TAKER else None
    if work_to.isdecimal():
        to = queries.person_by_id(int(work_to))
    officers = {post.unit_id: to} if post.unit_id is not None else {}
    return Takers(officers, monitor=to, passes_monitoring=_follows(post))


def _follows(post: Post) -> bool:
    return post.role in (Role.MONITOR, Role.CHIEF_OF_OFFICE)


def _left(post: Post) -> str:
    said = _(
        "Đã ghi %(name)s thôi giữ chức vụ %(title)s.", name=post.person.full_name, title=post.signed_title
    )
    return f"{said} {_('Tài khoản đã khóa vì không còn chức vụ nào.')}" if post.person.is_locked else said


def _occasion() -> Occasion:
    return occasion_of(core(), acting_under(Permission.EDIT_PEOPLE), now=now())


def _person_or_404(person_id: int) -> Person:
    someone = queries.person_by_id(person_id)
    if someone is None:
        abort(404)
    return someone


def _post_or_404(person_id: int, post_id: int) -> Post:
    """A post of this person that has not ended yet."""
    post = queries.post_by_id(post_id)
    if post is None or post.person_id != person_id or (post.valid_to and post.valid_to <= today()):
        abort(404)
    return post
