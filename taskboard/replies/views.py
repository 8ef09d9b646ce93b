"""Mails that came in: which became reports, which did not, and what their senders were told."""

from __future__ import annotations

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from taskboard.db import row_number
from taskboard.domain.authority import Permission
from taskboard.replies import queries
from taskboard.replies.models import Fate
from taskboard.web.context import reads_tasks, settings
from taskboard.web.guard import guard

bp = Blueprint("replies", __name__, template_folder="templates")

PAGE = 30
FATES = {
    Fate.TAKEN: _l("Đã thành báo cáo"),
    Fate.REFUSED: _l("Chưa ghi nhận được"),
    Fate.UNMATCHED: _l("Không rõ của ai, về việc nào"),
    Fate.AUTOMATIC: _l("Thư tự động"),
}


@bp.app_context_processor
def _words() -> dict[str, object]:
    return {"fate_text": lambda fate: str(FATES[fate])}


@bp.get("/settings/replies")
@guard(Permission.VIEW_ADMINISTRATION)
def mail_list() -> ResponseReturnValue:
    fate, before_id = _fate(request.args.get("fate")), request.args.get("before", type=row_number)
    mails, has_more = queries.page(fate, before_id=before_id, size=PAGE)
    return render_template(
        "replies/list.html",
        mails=mails,
        has_more=has_more,
        before_id=before_id,
        fate=fate,
        fates=list(FATES),
        counts=queries.counts(),
        address=settings().reply_pattern.replace("*", "…"),
        may_read=reads_tasks(),
    )


def _fate(value: str | None) -> Fate | None:
    return Fate(value) if value in set(Fate) else None


@bp.get("/settings/replies/<int:mail_id>")
@guard(Permission.VIEW_ADMINISTRATION)
def mail(mail_id: int) -> ResponseReturnValue:
    row = queries.by_id(mail_id) or abort(404)
    return render_template("replies/mail.html", mail=row, may_read=reads_tasks())
