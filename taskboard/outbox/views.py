"""The outbox as the Office sees it: what is owed, what left, what was refused and why (rule 27)."""

from __future__ import annotations

import re
from datetime import datetime

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

from taskboard.db import row_number
from taskboard.domain.authority import Permission, may
from taskboard.domain.errors import RuleBroken
from taskboard.occasion import occasion_of
from taskboard.outbox import actions, queries
from taskboard.outbox import message as messages
from taskboard.outbox.delivery import holder_name, send_at_once
from taskboard.outbox.forms import ResendForm
from taskboard.outbox.models import MailState, OutboxMessage
from taskboard.outbox.queries import Chosen
from taskboard.outbox.wording import (
    attempt_text,
    attempt_title,
    is_of_tasks,
    kind_text,
    reason_text,
    subject_for,
)
from taskboard.scheduler import queries as scheduler
from taskboard.web.context import actor, body_name, core, now, reads_tasks, settings, signed_in, today
from taskboard.web.filters import moment_text
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
SUBJECT_PREFIX = "[Theo dõi chỉ đạo] "
"""What every subject begins with, and what a list of nothing but mails need not repeat."""
_LINK = re.compile(r"(/u/)[\w-]{8,}")
_ACCOUNT_LINK = re.compile(r"(/link/)[\w-]{8,}")
"""Opens an account, and is nobody's but its owner's."""


@bp.app_context_processor
def _words() -> dict[str, object]:
    return {
        "mail_kind": kind_text,
        "mail_reason": reason_text,
        "mail_headline": _headline,
        "reads_tasks": reads_tasks,
    }


def _may_read(row: OutboxMessage) -> bool:
    """What a mail says of tasks is for those who may read tasks; that it was owed, to whom and why not sent, for all."""
    return not is_of_tasks(row) or _reads_mails()


def _reads_mails() -> bool:
    """Without a mail server whoever opens this page is the postman: the mail is read, printed and handed on here."""
    return reads_tasks() or not settings().smtp_url


def _headline(row: OutboxMessage) -> str:
    return subject_for(row, reads_tasks=_reads_mails()).removeprefix(SUBJECT_PREFIX)


@bp.get("/outbox")
@guard(Permission.VIEW_ADMINISTRATION)
def message_list() -> ResponseReturnValue:
    chosen, before_id = _chosen(), request.args.get("before", type=row_number)
    (counts, kinds), readers = queries.tally(), queries.readers()
    return render_template(
        "outbox/messages.html",
        page=queries.page(chosen, before_id=before_id, size=PAGE),
        chosen=chosen,
        given=_given(chosen),
        states=STATES,
        counts=counts,
        total=sum(counts.values()),
        before_id=before_id,
        kinds=sorted(((kind, kind_text(kind)) for kind in kinds), key=lambda pair: pair[1]),
        readers=[(reader.key, reader.name) for reader in readers],
        has_server=bool(settings().smtp_url),
        trouble=_trouble(),
        tester_address=signed_in().person.email if may(actor(), Permission.OPERATE) else None,
        may_test=may(actor(), Permission.OPERATE) is not None,
    )


def _chosen() -> Chosen:
    """What the address asks for; what it cannot mean is left out."""
    whose, _colon, number = request.args.get("to", "").partition(":")
    try:
        row = row_number(number)
    except ValueError:
        row = None
    return Chosen(
        state=_state(request.args.get("state")),
        kind=request.args.get("kind") or None,
        person_id=row if whose == "person" else None,
        unit_id=row if whose == "unit" else None,
    )


def _state(value: str | None) -> MailState | None:
    return MailState(value) if value in set(MailState) else None


def _given(chosen: Chosen) -> dict[str, str]:
    """The same as words of an address."""
    reader = f"person:{chosen.person_id}" if chosen.person_id else f"unit:{chosen.unit_id}"
    given = {
        "state": chosen.state.value if chosen.state else None,
        "kind": chosen.kind,
        "to": reader if chosen.person_id or chosen.unit_id else None,
    }
    return {name: value for name, value in given.items() if value}


def _trouble() -> str:
    """What the server said when it could not be used last; empty when it can."""
    run = scheduler.last_ended("deliver_outbox")
    if run is None or run.has_succeeded is not False or not settings().smtp_url:
        return ""
    return reason_text(run.outcome.rpartition("; ")[2])


@bp.post("/outbox/test")
@guard(Permission.OPERATE)
def send_test() -> ResponseReturnValue:
    """One mail to the administrator's own address, now, and what the server said to it."""
    holder, real_now = holder_name(), core().clock.real_now()
    with attempt() as outcome:
        claimed = _claim_test(holder, real_now)
    if not outcome.succeeded:
        return redirect(url_for("outbox.message_list"))
    answer = send_at_once(claimed, settings=settings(), holder=holder, real_now=real_now)
    if answer.outcome is actions.Outcome.SENT:
        flash(
            _(
                "Máy chủ thư đã nhận thư thử gửi tới %(address)s: %(words)s",
                address=claimed.to_address,
                words=answer.words,
            ),
            "done",
        )
    else:
        flash(_("Chưa gửi được thư thử. %(words)s", words=reason_text(answer.words)), "error")
    return redirect(url_for("outbox.message", message_id=claimed.message_id))


def _claim_test(holder: str, real_now: datetime) -> actions.Claim:
    person = signed_in().person
    if not settings().smtp_url:
        raise RuleBroken("mail_server_missing")
    if not person.email:
        raise RuleBroken("tester_without_address")
    letter = messages.letter_to(person.full_name, body_name=body_name(), today=today())
    sent_at = moment_text(real_now, settings().zone)
    return actions.claim_test(
        messages.test_mail(letter, asked_by=person.full_name, sent_at=sent_at),
        person_id=person.id,
        to_name=person.full_name,
        to_address=person.email,
        holder=holder,
        acting=acting_under(Permission.OPERATE),
        now=now(),
        real_now=real_now,
    )


@bp.get("/outbox/<int:message_id>")
@guard(Permission.VIEW_ADMINISTRATION)
def message(message_id: int) -> ResponseReturnValue:
    row = _load(message_id)
    return _page(row, _resend_form(row))


def _page(row: OutboxMessage, form: ResendForm, status: int = 200) -> ResponseReturnValue:
    may_read = _may_read(row)
    page = render_template(
        "outbox/message.html",
        message=row,
        text=_shown(row.text_body) if may_read else "",
        may_read=may_read,
        attempts=[(one, attempt_title(one), attempt_text(one)) for one in queries.attempts_of(row)],
        repeats=queries.repeats_of(row),
        form=form,
        may_resend=may(actor(), Permission.RESEND_MAIL) is not None
        and row.state not in (MailState.OWED, MailState.SENDING)
        and row.has_body,
        keep_days=settings().keep_mail_days,
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
    row = _load(message_id)
    if not _may_read(row):
        abort(403)
    response = make_response(
        _shown(row.html_body).replace("<a href", '<a target="_blank" rel="noopener" href')
    )
    response.headers["Content-Security-Policy"] = MAIL_CSP
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response


def _shown(body: str) -> str:
    """With a mail server the links are the recipients' own and are masked; without one the Office hands them on."""
    body = _ACCOUNT_LINK.sub(r"\g<1>••••••••", body)
    return _LINK.sub(r"\g<1>••••••••", body) if settings().smtp_url else body


@bp.post("/outbox/<int:message_id>/resend")
@guard(Permission.RESEND_MAIL)
def resend(message_id: int) -> ResponseReturnValue:
    row = _load(message_id)
    form = ResendForm().offer(queries.addresses_for(row, today=today()))
    if not form.validate():
        return _page(row, form, 422)
    with attempt(form) as outcome:
        on = occasion_of(core(), acting_under(Permission.RESEND_MAIL), now=now())
        again = actions.resend(
            row,
            to_address=form.to_address.data,
            acting=on.acting,
            now=on.now,
            real_now=on.real_now,
            today=today(),
        )
    if not outcome.succeeded:
        return _page(row, form, 422)
    flash(_("Đã xếp thư vào hàng chờ gửi lại tới %(address)s.", address=again.to_address), "done")
    return redirect(url_for("outbox.message", message_id=again.id))


def _resend_form(row: OutboxMessage) -> ResendForm:
    """The address it went to comes first while it is still one of theirs, else the first they have by now."""
    known = queries.addresses_for(row, today=today())
    return ResendForm(to_address=row.to_address if row.to_address in known else None).offer(known)
