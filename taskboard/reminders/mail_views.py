"""A person's own mails: what came and why, what they want to get, their private calendar."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload

from taskboard.accounts.models import Person
from taskboard.db import db
from taskboard.domain.authority import Permission
from taskboard.domain.reminding import MANDATORY, Topic
from taskboard.occasion import Occasion, occasion_of
from taskboard.reminders import actions, ics, queries
from taskboard.reminders.forms import TopicsForm
from taskboard.reminders.queries import Switches
from taskboard.settings import queries as settings
from taskboard.web.context import body_name, core, now, signed_in, today
from taskboard.web.guard import acting_under, attempt, guard

bp = Blueprint("mails", __name__, template_folder="templates")


@bp.route("/my-mails", methods=["GET", "POST"])
@guard(Permission.SIGNED_IN)
def mine() -> ResponseReturnValue:
    """What I get and why; what I want to get."""
    person = _me()
    form = TopicsForm()
    if form.is_submitted():
        if form.validate():
            with attempt(form) as outcome:
                actions.choose_topics(person, form.chosen(), on=_on())
            if outcome.succeeded:
                flash(_("Đã lưu loại thư ông/bà muốn nhận."), "done")
                return redirect(url_for("mails.mine"))
        return _mine_page(form), 422
    chosen = queries.switches([person.id])
    form.topics.data = [topic.value for topic in Topic if (person.id, topic) not in chosen.chosen_off]
    return _mine_page(form, chosen=chosen)


def _mine_page(form: TopicsForm, feed_url: str = "", *, chosen: Switches | None = None) -> str:
    person = _me()
    chosen = chosen or queries.switches([person.id])
    return render_template(
        "mails/mine.html",
        form=form,
        feed=queries.live_feed(person.id),
        feed_url=feed_url,
        off_by_city=chosen.off,
        mandatory=[topic for topic in Topic if topic in MANDATORY],
        **_facts_of(person),
    )


@bp.post("/my-mails/calendar")
@guard(Permission.SIGNED_IN)
def issue_feed() -> ResponseReturnValue:
    """A new secret address, shown once; the old one ends."""
    token = actions.issue_feed(_me(), on=_on())
    chosen = queries.switches([_me().id])
    form = TopicsForm(
        formdata=None,
        topics=[topic.value for topic in Topic if (_me().id, topic) not in chosen.chosen_off],
    )
    url = f"{core().settings.base_url}{url_for('mails.feed', token=token)}"
    response = make_response(_mine_page(form, feed_url=url, chosen=chosen))
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.post("/my-mails/calendar/revoke")
@guard(Permission.SIGNED_IN)
def revoke_feed() -> ResponseReturnValue:
    if actions.revoke_feed(_me(), on=_on()):
        flash(_("Đã thu hồi địa chỉ lịch. Lịch trên máy không còn cập nhật."), "done")
    return redirect(url_for("mails.mine", _anchor="calendar"))


@bp.get("/people/<int:person_id>/mails")
@guard(Permission.VIEW_ADMINISTRATION)
def of_person(person_id: int) -> ResponseReturnValue:
    """For the Office: what one person got, or not, and why."""
    person = db.session.get(Person, person_id, options=[joinedload(Person.posts)]) or abort(404)
    chosen = queries.switches([person.id])
    return render_template(
        "mails/of_person.html",
        chosen_off=[topic for _person, topic in sorted(chosen.chosen_off)],
        **_facts_of(person),
    )


def _facts_of(person: Person) -> dict[str, Any]:
    """Today's mail as the rules see it, and the mails so far."""
    zone, calendar = core().settings.zone, settings.calendar()
    return {
        "person": person,
        "day": today(),
        "works": calendar.is_working_day(today()),
        "posts": person.posts_on(today()),
        "lines": queries.preview(
            today(), today=today(), zone=zone, calendar=calendar, to_key=f"person:{person.id}"
        ),
        "mails": queries.mails_to(person.id),
    }


@bp.get("/calendar/<token>.ics")
@guard(Permission.PUBLIC)
def feed(token: str) -> Response:
    """Deadlines for a calendar program, which cannot sign in: the secret in the address is the right."""
    person = queries.reader_of_feed(token, today()) or abort(404)
    setting = core().settings
    text = ics.calendar_text(
        queries.entries_of(person, today=today(), zone=setting.zone, base_url=setting.base_url),
        name=_("Thời hạn: %(body)s", body=body_name()),
        base_url=setting.base_url,
        made_at=core().clock.real_now(),
    )
    response = make_response(text)
    response.headers["Content-Type"] = ics.MEDIA_TYPE
    response.headers["Content-Disposition"] = "inline; filename=thoi-han.ics"
    response.headers["Cache-Control"] = "private, max-age=900"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _me() -> Person:
    return signed_in().person


def _on() -> Occasion:
    return occasion_of(core(), acting_under(Permission.SIGNED_IN), now=now())
