"""Forms of the rarer verbs, of requests and their answers."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField

from taskboard.web.forms import (
    BaseForm,
    DayField,
    SelectField,
    at_most,
    choices,
    id_or_none,
    optional,
    required,
)

LONG = 5000
CHOOSE_UNIT = _l("Đề nghị chọn đơn vị.")


def _reason(label: object) -> TextAreaField:
    return TextAreaField(label, validators=[required(_l("Đề nghị nêu lý do.")), at_most(LONG)])


def _unit(label: object) -> SelectField:
    return SelectField(
        label, coerce=id_or_none, validators=[required(CHOOSE_UNIT)], invalid_choice_message=CHOOSE_UNIT
    )


class UnitForm(BaseForm):
    """A form that names a unit; its page offers those a task may be given to."""

    new_unit_id: SelectField

    def offer(self, units: list[tuple[int, str]]) -> None:
        self.new_unit_id.choices = choices([("", _l("Chọn đơn vị")), *units])


class PauseForm(BaseForm):
    resume_on = DayField(
        _l("Xem xét lại ngày"),
        description=_l("Đến ngày này Văn phòng thấy việc ở đầu danh sách."),
        validators=[required(_l("Đề nghị nhập ngày xem xét lại."))],
    )
    reason = _reason(_l("Lý do tạm dừng"))


class GiveUpForm(BaseForm):
    reason = _reason(_l("Lý do không tiếp tục"))


class ReopenForm(BaseForm):
    reason = _reason(_l("Lý do mở lại"))


class ReturnForm(BaseForm):
    reason = _reason(_l("Vì sao việc này không thuộc đơn vị?"))


class TransferForm(UnitForm):
    new_unit_id = _unit(_l("Đơn vị nên chủ trì"))
    reason = _reason(_l("Lý do"))


class CorrectDateForm(BaseForm):
    new_due_on = DayField(_l("Thời hạn đúng"), validators=[required(_l("Đề nghị nhập thời hạn đúng."))])
    reason = _reason(_l("Sai ở đâu, căn cứ vào văn bản nào?"))


class CorrectLeadForm(UnitForm):
    new_unit_id = _unit(_l("Đơn vị chủ trì đúng"))
    reason = _reason(_l("Sai ở đâu, căn cứ vào văn bản nào?"))


class GiveAgainForm(UnitForm):
    new_unit_id = _unit(_l("Giao cho đơn vị"))
    new_due_on = DayField(_l("Thời hạn"), validators=[optional()])


class ExplainForm(BaseForm):
    question = TextAreaField(
        _l("Nội dung cần giải trình"),
        validators=[required(_l("Đề nghị ghi nội dung cần giải trình.")), at_most(LONG)],
    )
    due_on = DayField(
        _l("Giải trình trước hết ngày"), validators=[required(_l("Đề nghị nhập hạn giải trình."))]
    )


class AnswerForm(BaseForm):
    answer = TextAreaField(
        _l("Nội dung giải trình"),
        validators=[required(_l("Đề nghị ghi nội dung giải trình.")), at_most(LONG)],
    )


class CauseForm(BaseForm):
    note = TextAreaField(
        _l("Nguyên nhân và căn cứ"),
        description=_l("Văn bản, sự việc chứng minh việc chậm không do đơn vị."),
        validators=[required(_l("Đề nghị ghi căn cứ.")), at_most(LONG)],
    )


class RevokeCauseForm(BaseForm):
    reason = _reason(_l("Lý do bỏ xác nhận"))


class RemarkForm(BaseForm):
    text = TextAreaField(_l("Ý kiến"), validators=[required(_l("Đề nghị ghi ý kiến.")), at_most(LONG)])


class AcceptForm(BaseForm):
    note = TextAreaField(_l("Ý kiến kèm theo"), validators=[at_most(2000)])


class AcceptTransferForm(BaseForm):
    """The date stays unless another is set, and then the note says why."""

    new_due_on = DayField(
        _l("Thời hạn mới"), description=_l("Để trống nếu giữ nguyên thời hạn."), validators=[optional()]
    )
    note = TextAreaField(_l("Ý kiến, hoặc lý do đổi thời hạn"), validators=[at_most(2000)])
