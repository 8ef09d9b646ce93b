"""Pages of tokens: one's own, all of the installation; the documentation of the API."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _

from taskboard.accounts import actions as actions_of_people
from taskboard.accounts import queries as accounts
from taskboard.accounts.link_views import private
from taskboard.accounts.models import Person, Post
from taskboard.accounts.sign_in_views import caller, secret_key
from taskboard.api import actions, openapi, problems, queries
from taskboard.api.doors import DOORS, Door
from taskboard.api.forms import SCOPES, ServiceTokenForm, TokenForm
from taskboard.api.models import ApiToken
from taskboard.domain.authority import Permission, Role
from taskboard.domain.errors import RuleBroken
from taskboard.occasion import Occasion, occasion_of
from taskboard.web import labels
from taskboard.web.context import core, now, settings, signed_in, today
from taskboard.web.guard import acting, acting_under, attempt, guard

bp = Blueprint("doors", __name__, template_folder="templates")

# -------------------------------------------------------------------------------------------------------- one's own


@bp.route("/account/tokens", methods=["GET", "POST"])
@guard(Permission.SIGNED_IN)
def own_tokens() -> ResponseReturnValue:
    """A token of one's own: all one's posts, as far as the chosen scopes go."""
    form, me = TokenForm(), signed_in().person
    if form.validate_on_submit():
        on = occasion_of(core(), acting(), now=now())
        made = _made(form, me, None, on)
        if made is not None:
            return made
    return _page("own", form, queries.tokens_of(me))


def _made(form: TokenForm, person: Person, post: Post | None, on: Occasion) -> ResponseReturnValue | None:
    """The page that shows the new token, once; None where a rule said no."""
    if not _is_oneself(form):
        return None
    words = ""
    with attempt(form) as outcome:
        row, words = actions.make_token(
            person, name=form.name.data or "", scopes=form.chosen, days=form.lifetime, post=post, on=on
        )
    if not outcome.succeeded:
        return None
    back = url_for("doors.all_tokens" if post is not None else "doors.own_tokens")
    page = render_template("api/token.html", token=row, words=words, back=back, base_url=settings().base_url)
    return private(page)


def _is_oneself(form: TokenForm) -> bool:
    """A token outlives the session it is made in: whoever found a browser left open makes none."""
    try:
        actions_of_people.prove_oneself(
            signed_in().session,
            password=form.password.data or "",
            code=form.code.data or "",
            secret_key=secret_key(),
            caller=caller(),
            real_now=core().clock.real_now(),
        )
    except RuleBroken as broken:  # nothing is rolled back: a wrong password is kept as a try
        form.refuse(labels.broken_rule(broken), "password" if broken.field == "current" else broken.field)
        return False
    return True


def _page(which: str, form: TokenForm, tokens: list[ApiToken]) -> ResponseReturnValue:
    real_now = core().clock.real_now()
    live = [row for row in tokens if row.is_live(real_now)]
    page = render_template(
        f"api/{which}_tokens.html",
        form=form,
        asks_password=signed_in().person.password_hash is not None,
        asks_code=accounts.confirmed_factor(signed_in().person.id) is not None,
        live=live,
        over=[row for row in tokens if row not in live],
        scopes=dict(SCOPES),
        limit=settings().api_requests_per_minute,
    )
    return page, 422 if form.has_errors else 200


@bp.post("/account/tokens/<int:token_id>/revoke")
@guard(Permission.SIGNED_IN)
def revoke_own(token_id: int) -> ResponseReturnValue:
    """Also a service token of one's own post: nobody acts in a person's name against their will."""
    row = queries.token_by_id(token_id)
    if row is None or row.person_id != signed_in().person.id:
        abort(404)
    return _revoked(row, occasion_of(core(), acting(), now=now()), "doors.own_tokens")


def _revoked(row: ApiToken, on: Occasion, back: str) -> ResponseReturnValue:
    actions.revoke_token(row, on=on)
    flash(_("Đã thu hồi mã “%(name)s”. Chương trình dùng mã này không vào được nữa.", name=row.name), "done")
    return redirect(url_for(back))


# ------------------------------------------------------------------------------------------------ of the installation


@bp.route("/settings/tokens", methods=["GET", "POST"])
@guard(Permission.EDIT_PEOPLE)
def all_tokens() -> ResponseReturnValue:
    """Every token there is; an administrator makes service tokens here."""
    form = ServiceTokenForm()
    posts = {post.id: post for post in accounts.held_posts(today()) if post.role is not Role.ADMINISTRATOR}
    form.offer(posts.values())
    if form.validate_on_submit():
        on = occasion_of(core(), acting_under(Permission.EDIT_PEOPLE), now=now())
        post = posts[form.post_id.data]
        made = _made(form, post.person, post, on)
        if made is not None:
            return made
    return _page("all", form, queries.all_tokens())


@bp.post("/settings/tokens/<int:token_id>/revoke")
@guard(Permission.EDIT_PEOPLE)
def revoke_any(token_id: int) -> ResponseReturnValue:
    row = queries.token_by_id(token_id) or abort(404)
    return _revoked(
        row, occasion_of(core(), acting_under(Permission.EDIT_PEOPLE), now=now()), "doors.all_tokens"
    )


# ----------------------------------------------------------------------------------------------------- documentation


@bp.get("/api/v1/openapi.json")
@guard(Permission.PUBLIC)
def description() -> ResponseReturnValue:
    """OpenAPI 3.1, for programs that write programs."""
    with force_locale(problems.language()):
        return openapi.document(settings().base_url)


@bp.get("/api/docs")
@guard(Permission.PUBLIC)
def docs() -> ResponseReturnValue:
    """The same for people, rendered here: no page of ours loads code from elsewhere."""
    found = openapi.document(settings().base_url)
    return render_template(
        "api/docs.html",
        rooms=_rooms(found),
        shapes=found["components"]["schemas"],
        given=sorted(found["components"]["schemas"].keys() - {_taken(door) for door in DOORS}),
        kinds=list(problems.KINDS.values()),
        base_url=settings().base_url,
        limit=settings().api_requests_per_minute,
    )


def _taken(door: Door) -> str:
    """The body it takes, which stands with the door itself."""
    return door.takes.__name__ if door.takes is not None else ""


def _rooms(found: dict[str, Any]) -> list[dict[str, Any]]:
    """The doors by room, each with what a reader looks for."""
    names = {
        "tasks": _("Nhiệm vụ"),
        "requests": _("Đề nghị và quyết định"),
        "reports": _("Báo cáo"),
        "directives": _("Chỉ đạo"),
        "city": _("Mã này; đơn vị, cán bộ"),
        "figures": _("Số liệu"),
        "mail": _("Thư"),
    }
    rooms: dict[str, list[dict[str, Any]]] = {name: [] for name in names}
    by_id = {
        operation["operationId"]: (path, operation)
        for path, methods in found["paths"].items()
        for operation in methods.values()
    }
    for door in DOORS:
        path, operation = by_id[door.name]
        entry = {"door": door, "path": path, **operation, "problems": openapi.problems_of(door)}
        rooms[door.room].append({**entry, "also": openapi.scopes_beside(door)})
    return [{"key": key, "title": names[key], "doors": doors} for key, doors in rooms.items()]
