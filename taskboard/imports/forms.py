"""One file, and the word to write it."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import FileField

from taskboard.imports.mapping import DayOrder
from taskboard.web.forms import BaseForm, SelectField, TextAreaField, at_most, choices, id_or_none, required


class WorkbookForm(BaseForm):
    workbook = FileField(_l("Tệp Excel (.xlsx)"))


class WriteForm(BaseForm):
    """Nothing to fill in: the button says it."""


class RegisterForm(BaseForm):
    workbook = FileField(_l("Tệp Excel (.xlsx) hoặc .csv"))


DAY_ORDERS = {
    DayOrder.AUTO: _l("Tự nhận theo cột"),
    DayOrder.DAY_FIRST: _l("Ngày trước: 05/04 là 5 tháng 4"),
    DayOrder.MONTH_FIRST: _l("Tháng trước: 05/04 là 4 tháng 5"),
}


class ColumnsForm(BaseForm):
    """What holds for all rows; the columns themselves are as many as the file has."""

    unit = SelectField(_l("Đơn vị chủ trì của dòng không ghi đơn vị"), coerce=id_or_none)
    day_order = SelectField(
        _l("Ngày ghi bằng số"), choices=choices([(order.value, label) for order, label in DAY_ORDERS.items()])
    )


class WithdrawForm(BaseForm):
    reason = TextAreaField(_l("Lý do"), [required(_l("Đề nghị nêu lý do.")), at_most(1_000)])
