"""The page behind a mail's link: a unit reports from its phone, without signing in (decision 21).

The token is the right: it opens the tasks the mail named and no others, and never decides. GET changes nothing, for
mail scanners open links; every act is a POST with its CSRF token.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import wraps
from typing import Any

from flask import (
    Blueprint,
    Response,
    abort,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from taskboard.briefings.models import UnitRole
from taskboard.domain.authority import Actor, Permission, PostFact, Role
from taskboard.domain.calendar import local_date
from taskboard.domain.errors import AlreadyDone, RuleBroken
from taskboard.domain.events import Channel
from taskboard.domain.lifecycle import Verb, is_possible
from taskboard.journal.actions import Acting
from taskboard.occasion import Occasion, occasion_of
from taskboard.reminders import actions, queries
from taskboard.reminders.cards import Card, card_of
from taskboard.reminders.queries import OpenedLink
from taskboard.settings import queries as settings
from taskboard.tasks import actions as tasks
from taskboard.tasks import others
from taskboard.tasks import queries as tasks_queries
from taskboard.tasks.forms import ExtensionForm, ReportForm
from taskboard.tasks.models import Assignment, PartState, Task
from taskboard.tasks.page import why_no_extension
from taskboard.tasks.part_forms import PartForm
from taskboard.tasks.reading import reading_at
from taskboard.tasks.showing import lens
from taskboard.web import labels
from taskboard.web.context import core, now, today
from taskboard.web.guard import Attempt, attempt, guard
from taskboard.web.limits import file_limits, takes_files

bp = Blueprint("reminders", __name__, template_folder="templates")


View = Callable[..., ResponseReturnValue]


def _through(find: Callable[[OpenedLink, str], Any]) -> Callable[[View], View]:
    """Open the token, hand the view the link and, with a code, what it names; say what to do when it has ended.

    Pages behind a token are kept by no cache and followed by no search engine.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def opened(token: str, code: str | None = None) -> ResponseReturnValue:
            try:
                link = queries.open_link(token, real_now=core().clock.real_now(), today=today())
            except RuleBroken as broken:
                return _private(_ended(broken))
            if code is None:
                return _private(view(token, link))
            found = find(link, code)
            return _private(view(token, link, found) if found is not None else _passed_on(link, code))

        return opened

    return decorate


through_link = _through(OpenedLink.task)
"""The code names a task that the unit leads."""
through_part_link = _through(OpenedLink.part)
"""The code names a task that others lead: the view gets the unit's own part of it."""


def _private(answer: ResponseReturnValue) -> Response:
    response = make_response(answer)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _passed_on(link: OpenedLink, code: str) -> ResponseReturnValue:
    """Of a task the mail told of and that is another unit's by now: what became of it, and what was typed for it."""
    task = queries.named_in(link.link, code) or abort(404)
    if link.task(code) or link.part(code):
        abort(404)  # still the unit's, in another part than this address is for
    words = [text for name in _WORDS if (text := request.form.get(name, "").strip())]
    has_led = any(row.role is UnitRole.LEAD and row.unit_id == link.unit.id for row in task.assignments)
    page = render_template(
        "reminders/link_passed.html", unit=link.unit, task=task, has_led=has_led, words=words
    )
    return page, 410


_WORDS = ("done_text", "obstacle_text", "next_step", "reason")
"""What somebody may have typed into a form behind a link."""


def _ended(broken: RuleBroken) -> ResponseReturnValue:
    page = render_template(
        "reminders/link_ended.html",
        has_ended=broken.key == "link_ended",
        ended_on=_business_day(broken.details["ended_at"]) if "ended_at" in broken.details else None,
        sentence=labels.broken_rule(broken),
    )
    return page, 410 if broken.key == "link_ended" else 404


@bp.get("/u/<token>")
@guard(Permission.PUBLIC)
@through_link
def opened(token: str, link: OpenedLink) -> ResponseReturnValue:
    """The tasks the mail named; a mail about one task leads straight to it."""
    if len(link.parts) == 1 and not link.tasks:
        return redirect(url_for("reminders.part", token=token, code=link.parts[0].task.code))
    if len(link.tasks) == 1 and not link.parts:
        return redirect(url_for("reminders.report", token=token, code=link.tasks[0].code))
    ends_on = _business_day(link.link.expires_at)
    return render_template(
        "reminders/opened.html", link=link, cards=_cards(link), token=token, ends_on=ends_on
    )


@bp.route("/u/<token>/<code>", methods=["GET", "POST"])
@takes_files
@guard(Permission.PUBLIC)
@through_link
def report(token: str, link: OpenedLink, task: Task) -> ResponseReturnValue:
    """The update form of one task: progress or completion, with its files."""
    form = ReportForm()
    if form.is_submitted() and form.validate():
        outcome = _send_report(form, link, task)
        if outcome.succeeded or isinstance(outcome.error, AlreadyDone):
            return redirect(url_for("reminders.sent", token=token, code=task.code))
    status = 422 if form.is_submitted() else 200
    return render_template("reminders/report.html", form=form, **_facts(token, link, task)), status


def _send_report(form: ReportForm, link: OpenedLink, task: Task) -> Attempt:
    with attempt(form) as outcome:
        others.expect_seen(task, who=_reader(link))
        on, account, storage = _on(link), form.account(), _storage()
        if form.is_completion:
            claimed_on = form.claimed_on.data
            tasks.report_completion(
                task, account, claimed_on=claimed_on, unit=link.unit, storage=storage, on=on
            )
        else:
            tasks.report_progress(task, account, unit=link.unit, storage=storage, on=on)
        actions.note_use(link.link, real_now=on.real_now)
    return outcome


@bp.get("/u/<token>/<code>/sent")
@guard(Permission.PUBLIC)
@through_link
def sent(token: str, link: OpenedLink, task: Task) -> ResponseReturnValue:
    """What was received and when, and what else of this mail still waits."""
    if not task.lead_reports:
        return redirect(url_for("reminders.report", token=token, code=task.code))
    left = [card for card in _cards(link) if card.task.id != task.id and card.is_owed]
    return render_template(
        "reminders/sent.html", last=task.lead_reports[-1], left=left, **_facts(token, link, task)
    )


@bp.post("/u/<token>/<code>/receive")
@guard(Permission.PUBLIC)
@through_link
def receive(token: str, link: OpenedLink, task: Task) -> ResponseReturnValue:
    with attempt() as outcome:
        on = _on(link)
        tasks.receive(task, on=on)
        actions.note_use(link.link, real_now=on.real_now)
    if outcome.succeeded:
        flash(_("Đã tiếp nhận %(code)s.", code=task.code), "done")
    return redirect(url_for("reminders.report", token=token, code=task.code))


@bp.route("/u/<token>/<code>/extension", methods=["GET", "POST"])
@guard(Permission.PUBLIC)
@through_link
def ask_extension(token: str, link: OpenedLink, task: Task) -> ResponseReturnValue:
    form = ExtensionForm()
    broken = why_no_extension(task, lens())
    if broken is not None and request.method == "GET":  # what was typed in time comes back with its words
        flash(labels.broken_rule(broken), "warn")
        return redirect(url_for("reminders.report", token=token, code=task.code))
    if form.is_submitted() and form.validate():
        with attempt(form) as outcome:
            others.expect_seen(task, who=_reader(link))
            on = _on(link)
            tasks.ask_extension(task, new_due_on=form.due, reason=form.reason.data or "", on=on)
            actions.note_use(link.link, real_now=on.real_now)
        if outcome.succeeded:
            flash(
                _("Đã gửi đề nghị gia hạn %(code)s. Văn phòng hoặc lãnh đạo sẽ quyết định.", code=task.code),
                "done",
            )
            return redirect(url_for("reminders.report", token=token, code=task.code))
    status = 422 if form.is_submitted() else 200
    return render_template("reminders/extension.html", form=form, **_facts(token, link, task)), status


@bp.route("/u/<token>/part/<code>", methods=["GET", "POST"])
@takes_files
@guard(Permission.PUBLIC)
@through_part_link
def part(token: str, link: OpenedLink, row: Assignment) -> ResponseReturnValue:
    """A partner's word on its own part; sent, the page says so and takes another."""
    form = PartForm()
    if form.is_submitted() and form.validate():
        outcome = _send_part(form, link, row)
        if outcome.succeeded or isinstance(outcome.error, AlreadyDone):
            flash(_("Đã nhận báo cáo phần phối hợp %(code)s.", code=row.task.code), "done")
            return redirect(url_for("reminders.part", token=token, code=row.task.code, sent="1"))
    status = 422 if form.is_submitted() else 200
    limits = file_limits()
    shown = render_template(
        "reminders/part.html",
        form=form,
        token=token,
        link=link,
        ends_on=_business_day(link.link.expires_at),
        row=row,
        task=row.task,
        was_sent="sent" in request.args,
        last=tasks_queries.last_words(row.task).get(link.unit.id),
        meanwhile=others.of(row.task, lens(), who=_reader(link), part=link.unit),
        may_report=row.task.is_open and row.part is not PartState.CLOSED,
        max_files=limits.max_files,
        max_mb=limits.max_mb,
    )
    return shown, status


def _send_part(form: PartForm, link: OpenedLink, row: Assignment) -> Attempt:
    with attempt(form) as outcome:
        others.expect_seen(row.task, who=_reader(link), part=link.unit)
        on = _on(link)
        tasks.report_part(row.task, form.account(), unit=link.unit, storage=_storage(), on=on)
        actions.note_use(link.link, real_now=on.real_now)
    return outcome


# ------------------------------------------------------------------------------------------------- what pages are given


def _on(link: OpenedLink) -> Occasion:
    """Who acts: the person the mail went to, under their post in the unit; nobody named for a shared mailbox."""
    acting = Acting(
        person_id=link.person.id if link.person else None,
        post_id=link.post.id if link.post else None,
        channel=Channel.MAIL_LINK,
    )
    return occasion_of(core(), acting, now=now())


def _reader(link: OpenedLink) -> Actor:
    """Whose eyes read what others wrote meanwhile: somebody of the unit, whatever else the person may open."""
    post = PostFact(link.post.id if link.post else 0, Role.OFFICER, link.unit.id)
    return Actor(link.person.id if link.person else 0, (post,))


def _business_day(instant: datetime) -> date:
    """The day on which a link ends, as the mail named it: links live by real time, which the sample city's day is not."""
    return local_date(now() + (instant - core().clock.real_now()), core().settings.zone)


def _storage() -> tasks.Storage:
    limits = file_limits()
    return tasks.Storage(limits.root, limits.max_bytes, limits.max_files)


def _cards(link: OpenedLink) -> list[Card]:
    calendar = settings.calendar()
    zone = core().settings.zone
    reading = reading_at(now(), zone, calendar)
    return [card_of(task, reading, zone, calendar) for task in link.tasks]


def _facts(token: str, link: OpenedLink, task: Task) -> dict[str, Any]:
    limits = file_limits()
    return {
        "token": token,
        "link": link,
        "ends_on": _business_day(link.link.expires_at),
        "task": task,
        "card": next(card for card in _cards(link) if card.task.id == task.id),
        "meanwhile": others.of(task, lens(), who=_reader(link)),
        "sent_back": task.lead_reports[-1].send_back_reason if task.lead_reports else "",
        "may_receive": is_possible(task.state, Verb.RECEIVE),
        "may_report": is_possible(task.state, Verb.REPORT_PROGRESS),
        "may_ask": why_no_extension(task, lens()) is None,
        "max_files": limits.max_files,
        "max_mb": limits.max_mb,
    }
