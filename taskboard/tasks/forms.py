"""Forms of a task's life. What a person types reaches the actions through `account` and `due`."""

from __future__ import annotations

import secrets
from datetime import date

from flask_babel import lazy_gettext as _l
from flask_wtf.file import MultipleFileField
from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField

from taskboard.files.actions import ALLOWED
from taskboard.tasks.actions import LONGEST, Account
from taskboard.tasks.models import Cause, ReportKind
from taskboard.web import labels
from taskboard.web.forms import BaseForm, DayField, at_most, choices, optional, required
from taskboard.web.uploads import uploads_of

ACCEPTED_FILES = ",".join(ALLOWED)
"""For the file picker's filter; what counts is what the bytes are (files.actions)."""

CHOOSE = _l("Đề nghị chọn một mục trong danh sách.")


def new_key() -> str:
    """One for each rendered form: what was sent under it is taken once."""
    return secrets.token_urlsafe(18)


class ReportForm(BaseForm):
    """One screen: progress or completion (rule 12). The mail link shows the same one."""

    kind = RadioField(
        _l("Đến nay, việc này thế nào?"),
        choices=choices(
            [
                (ReportKind.COMPLETION.value, _l("Đã hoàn thành")),
                (ReportKind.PROGRESS.value, _l("Đang thực hiện")),
            ]
        ),
        default=ReportKind.PROGRESS.value,
        validators=[required(CHOOSE)],
        invalid_choice_message=CHOOSE,
    )
    done_text = TextAreaField(
        _l("Đã làm được gì?"),
        description=_l("Một vài câu là đủ."),
        validators=[required(_l("Đề nghị ghi kết quả đã làm.")), at_most(LONGEST["done_text"])],
    )
    claimed_on = DayField(
        _l("Hoàn thành ngày"),
        description=_l("Ngày có kết quả, không phải ngày gửi báo cáo."),
        validators=[optional()],
    )
    document_number = StringField(
        _l("Số, ký hiệu văn bản kết quả"),
        description=_l("Ví dụ 125/BC-KT."),
        validators=[at_most(LONGEST["document_number"])],
    )
    document_on = DayField(_l("Ngày văn bản"), validators=[optional()])
    cause = SelectField(
        _l("Vướng mắc chính"),
        choices=choices(labels.options(Cause)),
        default=Cause.NONE.value,
        validators=[required(CHOOSE)],
        invalid_choice_message=CHOOSE,
    )
    obstacle_text = TextAreaField(
        _l("Vướng mắc cụ thể"),
        description=_l("Vướng ở khâu nào, cần ai hỗ trợ."),
        validators=[at_most(LONGEST["obstacle_text"])],
    )
    forecast_on = DayField(
        _l("Dự kiến xong ngày"),
        description=_l("Ngày dự kiến không làm thay đổi thời hạn được giao."),
        validators=[optional()],
    )
    next_step = TextAreaField(_l("Việc tiếp theo"), validators=[at_most(LONGEST["next_step"])])
    files = MultipleFileField(_l("Văn bản, hình ảnh"), validators=[])
    form_key = HiddenField(default=new_key)

    accepted_files = ACCEPTED_FILES

    @property
    def is_completion(self) -> bool:
        return bool(self.kind.data == ReportKind.COMPLETION.value)

    @property
    def has_chosen_files(self) -> bool:
        """A browser does not send chosen files back into the form: a refused report must say so."""
        return any(storage for storage in self.files.data or [])

    def account(self) -> Account:
        """What the unit says. Fields of the other kind are left out: a progress report claims no day."""
        return Account(
            done_text=self.done_text.data or "",
            obstacle_text=self.obstacle_text.data or "",
            cause=Cause(self.cause.data),
            forecast_on=None if self.is_completion else self.forecast_on.data,
            next_step="" if self.is_completion else self.next_step.data or "",
            document_number=self.document_number.data or "",
            document_on=self.document_on.data,
            form_key=self.form_key.data or "",
            uploads=uploads_of(self.files.data),
        )


class ExtensionForm(BaseForm):
    """More time: a later date and why (rule 14)."""

    new_due_on = DayField(_l("Xin gia hạn đến ngày"), validators=[required(_l("Đề nghị nhập thời hạn mới."))])
    reason = TextAreaField(
        _l("Lý do"),
        description=_l("Nêu phần đã làm và điều còn vướng. Văn phòng hoặc lãnh đạo quyết định."),
        validators=[required(_l("Đề nghị nêu lý do xin gia hạn.")), at_most(5000)],
    )

    @property
    def due(self) -> date:
        """The date asked for, once the form is valid."""
        asked = self.new_due_on.data
        assert asked is not None
        return asked


class ActForm(BaseForm):
    """A button and nothing else: the token alone is checked."""


class SendBackForm(BaseForm):
    reason = TextAreaField(
        _l("Cần bổ sung gì?"), validators=[required(_l("Đề nghị nêu lý do.")), at_most(5000)]
    )


class WithdrawForm(BaseForm):
    reason = TextAreaField(
        _l("Lý do thu hồi"), validators=[required(_l("Đề nghị nêu lý do.")), at_most(5000)]
    )


class GrantForm(BaseForm):
    note = TextAreaField(_l("Ý kiến kèm theo"), validators=[at_most(2000)])


class RefuseForm(BaseForm):
    reason = TextAreaField(
        _l("Lý do không đồng ý"), validators=[required(_l("Đề nghị nêu lý do.")), at_most(5000)]
    )
