"""Systems that are told: the list, one of them with its log, one message with its tries."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from taskboard.db import row_number
from taskboard.domain.authority import Permission, may
from taskboard.domain.hooking import site_of
from taskboard.hooks import actions, queries, wording
from taskboard.hooks.delivery import tell_at_once
from taskboard.hooks.forms import WebhookForm
from taskboard.hooks.models import Webhook, WebhookState
from taskboard.hooks.queries import Next
from taskboard.hooks.sending import Network, identity_of, networks
from taskboard.occasion import Occasion, occasion_of
from taskboard.outbox.actions import Outcome
from taskboard.outbox.delivery import holder_name
from taskboard.outbox.models import MailState, OutboxMessage
from taskboard.web.context import actor, core, now, settings
from taskboard.web.guard import acting_under, attempt, guard
from taskboard.web.language import counted as _n

bp = Blueprint("hooks", __name__, template_folder="templates")

PAGE = 30
STATES = (MailState.OWED, MailState.SENT, MailState.FAILED)


@bp.app_context_processor
def _words() -> dict[str, object]:
    return {"hook": wording, "hook_address": _address}


def _address(url: str) -> str:
    """Whole for whoever may change it: what stands behind the host often is a secret of the receiving system."""
    return url if _may_edit() else site_of(url)


@bp.get("/settings/webhooks")
@guard(Permission.VIEW_ADMINISTRATION)
def webhook_list() -> ResponseReturnValue:
    return render_template("hooks/list.html", lines=queries.lines(), may_edit=_may_edit())


@bp.route("/settings/webhooks/new", methods=["GET", "POST"])
@guard(Permission.EDIT_SETTINGS)
def new_webhook() -> ResponseReturnValue:
    form = WebhookForm()
    if form.is_submitted() and form.validate():
        with attempt(form) as outcome:
            webhook, secret = actions.add(form.wish, allowed=_allowed(), secret_key=_key(), on=_on())
        if outcome.succeeded:
            return _secret_page(webhook, secret)
    page = render_template(
        "hooks/edit.html", form=form, webhook=None, topics=wording.choices_by_topic(), allowed=_allowed()
    )
    return page, 422 if form.has_errors else 200


def _secret_page(webhook: Webhook, secret: str) -> ResponseReturnValue:
    """Shown once, kept by nobody's cache."""
    page = render_template("hooks/secret.html", webhook=webhook, secret=secret)
    return page, 200, {"Cache-Control": "no-store"}


@bp.get("/settings/webhooks/<int:webhook_id>")
@guard(Permission.VIEW_ADMINISTRATION)
def webhook(webhook_id: int) -> ResponseReturnValue:
    row = _load(webhook_id)
    state = _state(request.args.get("state"))
    before_id = request.args.get("before", type=row_number)
    messages, has_more = queries.messages(row, state=state, before_id=before_id, size=PAGE)
    return render_template(
        "hooks/webhook.html",
        line=queries.line_of(row),
        webhook=row,
        messages=messages,
        has_more=has_more,
        before_id=before_id,
        state=state,
        states=STATES,
        may_edit=_may_edit(),
    )


def _state(value: str | None) -> MailState | None:
    return MailState(value) if value in set(STATES) else None


@bp.route("/settings/webhooks/<int:webhook_id>/edit", methods=["GET", "POST"])
@guard(Permission.EDIT_SETTINGS)
def edit_webhook(webhook_id: int) -> ResponseReturnValue:
    row = _load(webhook_id)
    form = WebhookForm(name=row.name, url=row.url, events=row.event_names)
    if form.is_submitted() and form.validate():
        with attempt(form) as outcome:
            actions.change(row, form.wish, allowed=_allowed(), on=_on())
        if outcome.succeeded:
            flash(_("Đã lưu webhook."), "done")
            return _back(webhook_id)
    page = render_template(
        "hooks/edit.html",
        form=form,
        webhook=_load(webhook_id),
        topics=wording.choices_by_topic(),
        allowed=_allowed(),
    )
    return page, 422 if form.has_errors else 200


@bp.post("/settings/webhooks/<int:webhook_id>/secret")
@guard(Permission.EDIT_SETTINGS)
def renew_secret(webhook_id: int) -> ResponseReturnValue:
    row = _load(webhook_id)
    with attempt() as outcome:
        secret = actions.renew_secret(row, secret_key=_key(), on=_on())
    return _secret_page(row, secret) if outcome.succeeded else _back(webhook_id)


@bp.post("/settings/webhooks/<int:webhook_id>/pause")
@guard(Permission.EDIT_SETTINGS)
def pause(webhook_id: int) -> ResponseReturnValue:
    with attempt() as outcome:
        actions.pause(_load(webhook_id), on=_on())
    if outcome.succeeded:
        flash(_("Đã tạm dừng webhook."), "done")
    return _back(webhook_id)


@bp.post("/settings/webhooks/<int:webhook_id>/resume")
@guard(Permission.EDIT_SETTINGS)
def resume(webhook_id: int) -> ResponseReturnValue:
    with attempt() as outcome:
        actions.resume(_load(webhook_id), on=_on())
    if outcome.succeeded:
        flash(_("Webhook chạy lại từ bây giờ."), "done")
    return _back(webhook_id)


@bp.post("/settings/webhooks/<int:webhook_id>/remove")
@guard(Permission.EDIT_SETTINGS)
def remove(webhook_id: int) -> ResponseReturnValue:
    with attempt() as outcome:
        actions.remove(_load(webhook_id), on=_on())
    if not outcome.succeeded:
        return _back(webhook_id)
    flash(_("Đã bỏ webhook. Không sự kiện nào được gửi tới đó nữa."), "done")
    return redirect(url_for("hooks.webhook_list"))


@bp.post("/settings/webhooks/<int:webhook_id>/test")
@guard(Permission.EDIT_SETTINGS)
def send_test(webhook_id: int) -> ResponseReturnValue:
    """One message that tells of nothing, now, and what the other side said to it."""
    row, holder = _load(webhook_id), holder_name()
    with attempt() as outcome:
        claimed = actions.claim_test(row, holder=holder, on=_on())
    if not outcome.succeeded:
        return _back(webhook_id)
    one = Next(claimed.message_id, row.id, row.sealed_secret)
    answer = tell_at_once(one, claimed, core=core(), holder=holder)
    words = wording.answer_text(answer.words)
    if answer.outcome is Outcome.SENT:
        flash(_("Hệ thống nhận đã trả lời: %(words)s", words=words), "done")
    else:
        flash(_("Chưa gửi được. %(words)s", words=words), "error")
    return _back(webhook_id)


@bp.post("/settings/webhooks/<int:webhook_id>/replay")
@guard(Permission.EDIT_SETTINGS)
def replay_failed(webhook_id: int) -> ResponseReturnValue:
    with attempt() as outcome:
        count = actions.replay_failed(_load(webhook_id), on=_on())
    if outcome.succeeded:
        flash(_n("Đã xếp %(count)s sự kiện vào hàng chờ gửi lại.", count=count), "done")
    return _back(webhook_id)


@bp.get("/settings/webhooks/<int:webhook_id>/messages/<int:message_id>")
@guard(Permission.VIEW_ADMINISTRATION)
def message(webhook_id: int, message_id: int) -> ResponseReturnValue:
    webhook, row = _load_message(webhook_id, message_id)
    return render_template(
        "hooks/message.html",
        webhook=webhook,
        message=row,
        identity=identity_of(row.key),
        attempts=queries.attempts(row),
        may_replay=_may_edit()
        and row.has_body
        and row.state not in (MailState.OWED, MailState.SENDING)
        and webhook.state is WebhookState.ACTIVE,
    )


@bp.post("/settings/webhooks/<int:webhook_id>/messages/<int:message_id>/replay")
@guard(Permission.EDIT_SETTINGS)
def replay(webhook_id: int, message_id: int) -> ResponseReturnValue:
    webhook, row = _load_message(webhook_id, message_id)
    with attempt() as outcome:
        again = actions.replay(webhook, row, on=_on())
    if not outcome.succeeded:
        return redirect(url_for("hooks.message", webhook_id=webhook_id, message_id=message_id))
    flash(_("Đã xếp vào hàng chờ gửi lại."), "done")
    return redirect(url_for("hooks.message", webhook_id=webhook_id, message_id=again.id))


def _load(webhook_id: int) -> Webhook:
    return queries.by_id(webhook_id) or abort(404)


def _load_message(webhook_id: int, message_id: int) -> tuple[Webhook, OutboxMessage]:
    webhook = _load(webhook_id)
    return webhook, queries.message(webhook, message_id) or abort(404)


def _back(webhook_id: int) -> ResponseReturnValue:
    return redirect(url_for("hooks.webhook", webhook_id=webhook_id))


def _may_edit() -> bool:
    return may(actor(), Permission.EDIT_SETTINGS) is not None


def _allowed() -> tuple[Network, ...]:
    return networks(settings().webhook_allow)


def _key() -> str:
    return settings().secret_key or ""


def _on() -> Occasion:
    return occasion_of(core(), acting_under(Permission.EDIT_SETTINGS), now=now())
