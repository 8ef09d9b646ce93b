"""The outbox as the Office sees it: what is owed, what left, what was refused and why (rule 27)."""

from __future__ import annotations

import re

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

from taskboard.domain.authority import Permission, may
from taskboard.occasion import occasion_of
from taskboard.outbox import actions, queries
from taskboard.outbox.forms import ResendForm
from taskboard.outbox.models import MailState, OutboxMessage
from taskboard.outbox.wording import kind_text, reason_text
from taskboard.units import queries as units
from taskboard.web.addresses import row_number
from taskboard.web.context import actor, core, now, settings
from taskboard.web.guard import acting_under, attempt, guard

bp = Blueprint("outbox", __name__, template_folder="templates")

PAGE = 30
STATES = (
    MailState.OWED,
    MailState.SENT,
    MailState.FAILED,
    MailState.SKIPPED,
    MailState.EXPIRED,
)
MAIL_CSP = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; "
    "sandbox allow-popups allow-popups-to-escape-sandbox"
)
"""For a mail's own HTML and nothing else: inline style, no script, no form, an origin of its own."""
_LINK = re.compile(r"(/u/)[\w-]{8,}")


@bp.app_context_processor
def _words() -> dict[str, object]:
    return {"mail_kind": kind_text, "mail_reason": reason_text}


@bp.get("/outbox")
@guard(Permission.VIEW_ADMINISTRATION)
def message_list() -> ResponseReturnValue:
    state = _state(request.args.get("state"))
    before_id = request.args.get("before", type=row_number)
    counts = queries.counts()
    return render_template(
        "outbox/messages.html",
        page=queries.page(state=state, before_id=before_id, size=PAGE),
        state=state,
        states=STATES,
        counts=counts,
        total=sum(counts.values()),
        before_id=before_id,
        has_server=bool(settings().smtp_url),
    )


def _state(value: str | None) -> MailState | None:
    return MailState(value) if value in set(MailState) else None


@bp.get("/outbox/<int:message_id>")
@guard(Permission.VIEW_ADMINISTRATION)
def message(message_id: int) -> ResponseReturnValue:
    return _page(_load(message_id), _resend_form(_load(message_id)))


def _page(row: OutboxMessage, form: ResendForm, status: int = 200) -> ResponseReturnValue:
    page = render_template(
        "outbox/message.html",
        message=row,
        text=_shown(row.text_body),
        attempts=queries.attempts_of(row),
        repeats=queries.repeats_of(row),
        form=form,
        may_resend=may(actor(), Permission.RESEND_MAIL) is not None
        and row.state not in (MailState.OWED, MailState.SENDING),
        has_server=bool(settings().smtp_url),
        message_id=actions.message_id(row.key, settings().mail_from),
    )
    return page, status


def _load(message_id: int) -> OutboxMessage:
    return queries.by_id(message_id) or abort(404)


@bp.get("/outbox/<int:message_id>/html")
@guard(Permission.VIEW_ADMINISTRATION)
def message_html(message_id: int) -> Response:
    """The HTML body alone, for the frame on the mail's page: under a policy of its own, in an origin of its own."""
    response = make_response(
        _shown(_load(message_id).html_body).replace("<a href", '<a target="_blank" rel="noopener" href')
    )
    response.headers["Content-Security-Policy"] = MAIL_CSP
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response


def _shown(body: str) -> str:
    """With a mail server the links are the recipients' own and are masked; without one the Office hands them on."""
    return _LINK.sub(r"\g<1>••••••••", body) if settings().smtp_url else body


@bp.post("/outbox/<int:message_id>/resend")
@guard(Permission.RESEND_MAIL)
def resend(message_id: int) -> ResponseReturnValue:
    row = _load(message_id)
    form = ResendForm()
    if not form.validate():
        return _page(row, form, 422)
    with attempt(form) as outcome:
        on = occasion_of(core(), acting_under(Permission.RESEND_MAIL), now=now())
        again = actions.resend(
            row, to_address=form.to_address.data or None, acting=on.acting, now=on.now, real_now=on.real_now
        )
    if not outcome.succeeded:
        return _page(row, form, 422)
    flash(_("Đã xếp thư vào hàng chờ gửi lại tới %(address)s.", address=again.to_address), "done")
    return redirect(url_for("outbox.message", message_id=again.id))


def _resend_form(row: OutboxMessage) -> ResendForm:
    """A mail that had nobody to go to starts with the address the unit has by now."""
    unit = units.unit_by_id(row.unit_id) if row.unit_id else None
    return ResendForm(to_address=row.to_address or (unit.email if unit else "") or "")
